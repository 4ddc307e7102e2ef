"""Where tokens may go: AWS's own STS over TLS that holds, or what the deployment names; no look-alikes."""

from __future__ import annotations

from typing import Any

import boto3.session
import pytest

from airflow_provider_awsconn.credentials.token_endpoints import check_token_endpoint, is_sts_endpoint
from airflow_provider_awsconn.credentials.transport import Transport
from airflow_provider_awsconn.errors import CredentialsError

WHERE = "connection 'c'"
STS = "https://sts.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    "url",
    [
        "https://sts.amazonaws.com",
        "https://sts.eu-west-1.amazonaws.com",
        "https://sts.eu-west-1.amazonaws.com/",
        "https://sts.eu-west-1.amazonaws.com:443",
        "https://STS.EU-West-1.AmazonAWS.com",
        "https://sts.cn-north-1.amazonaws.com.cn",
        "https://sts.us-gov-west-1.amazonaws.com",
        "https://sts-fips.us-east-1.amazonaws.com",
        "https://sts.us-iso-east-1.c2s.ic.gov",
        "https://sts.us-isob-east-1.sc2s.sgov.gov",
        "https://sts.eu-isoe-west-1.cloud.adc-e.uk",
        "https://sts.us-isof-south-1.csp.hci.ic.gov",
        "https://sts.eusc-de-east-1.amazonaws.eu",
        "https://sts.eu-west-1.api.aws",
        "https://sts-fips.us-east-1.api.aws",
        "https://sts.cn-north-1.api.amazonwebservices.com.cn",
        "https://sts.ap-southeast-7.amazonaws.com",
        "https://vpce-0123456789abcdef0-abcdefgh.sts.eu-west-1.vpce.amazonaws.com",
        "https://vpce-0123456789abcdef0-abcdefgh-eu-west-1a.sts.eu-west-1.vpce.amazonaws.com",
    ],
)
def test_awss_own_sts_is_known(url: str) -> None:
    """Global, regional, FIPS, dual-stack, of every partition, and a VPC's endpoint."""
    assert is_sts_endpoint(url)
    check_token_endpoint(url, WHERE, Transport(), None, ())


FOREIGN = [
    # Others have hosts under AWS's suffixes too.
    "https://sts.s3.amazonaws.com",
    "https://sts.s3.eu-west-1.amazonaws.com",
    "https://sts.s3-website-eu-west-1.amazonaws.com",
    "https://evil.execute-api.us-east-1.amazonaws.com",
    "https://sts.execute-api.us-east-1.amazonaws.com",
    "https://x.elb.amazonaws.com",
    "https://sts-1234567890.eu-west-1.elb.amazonaws.com",
    "https://sts.lambda-url.eu-west-1.on.aws",
    "https://sts.cloudfront.net",
    "https://vpce-svc-0123.sts.eu-west-1.vpce.amazonaws.com.evil.com",
    "https://vpce-0123.execute-api.eu-west-1.vpce.amazonaws.com",
    "https://sts.vpce.amazonaws.com",
    # Hosts that only look like it.
    "https://sts.eu-west-1.amazonaws.com.evil.com",
    "https://sts.evil.com",
    "https://evil-sts.amazonaws.com",
    "https://xsts.amazonaws.com",
    "https://sts.amazonaws.com.",
    "https://sts.eu-west-1.amazonaws.co",
    "https://sts.eu-west-1.amazonaws-com.evil.com",
    "https://sts.eu-west-1xamazonaws.com",
    "https://sts_eu-west-1.amazonaws.com",
    "https://sts.eu.west.1.amazonaws.com",
    "https://s\u0442s.eu-west-1.amazonaws.com",
    "https://sts.eu-west-1.\u0430mazonaws.com",
    "https://sts%2eeu-west-1.amazonaws.com",
    "https://sts.eu-west-\u0661.amazonaws.com",
    # The host is what stands behind the @, and in front of / ? #.
    "https://sts.amazonaws.com@evil.com",
    "https://sts.amazonaws.com:443@evil.com",
    "https://sts.amazonaws.com%40evil.com",
    "https://evil.com/sts.amazonaws.com",
    "https://evil.com?sts.amazonaws.com",
    "https://evil.com#sts.amazonaws.com",
    "https://evil.com#@sts.amazonaws.com",
    "https://evil.com/@sts.amazonaws.com",
    "https://evil.com?@sts.amazonaws.com",
    "https://evil.com\\sts.amazonaws.com",
    "https://evil.com\\@sts.amazonaws.com",
    "https://user@sts.amazonaws.com",
    "https://user:word@sts.eu-west-1.amazonaws.com",
    "https://sts.amazonaws.com/\\",
    "https://sts.amazonaws.com\\.evil.com",
    "https://sts.amazonaws.com\t.evil.com",
    "https://sts.amazonaws.com\n.evil.com",
    "https://sts.amazonaws.com\x00.evil.com",
    "https://127.0.0.1",
    "https://[::1]",
    "https://localhost",
    "https://169.254.169.254",
    "sts.amazonaws.com",
    "",
]


@pytest.mark.parametrize("url", FOREIGN)
def test_what_is_not_awss_sts_is_not_taken_for_it(url: str) -> None:
    """Buckets, load balancers and gateways under AWS's own suffixes, and everything that only looks like it."""
    assert not is_sts_endpoint(url)
    with pytest.raises(CredentialsError):
        check_token_endpoint(url, WHERE, Transport(), None, ())


def test_every_sts_that_botocore_knows_is_known() -> None:
    """All regions of all partitions, as the endpoints of this botocore have them, plain, FIPS and dual-stack."""
    from botocore.config import Config

    session = boto3.session.Session(aws_access_key_id="AKIA", aws_secret_access_key="s")
    regions = [
        region for name in session.get_available_partitions() for region in session.get_available_regions("sts", name)
    ]
    assert len(regions) > 25
    for region in regions:
        client: Any = session.client("sts", region_name=region)
        assert is_sts_endpoint(client.meta.endpoint_url), client.meta.endpoint_url
    for config in (Config(use_fips_endpoint=True), Config(use_dualstack_endpoint=True)):
        client = session.client("sts", region_name="us-east-1", config=config)
        assert is_sts_endpoint(client.meta.endpoint_url), client.meta.endpoint_url


@pytest.mark.parametrize(
    ("url", "transport", "proxies_config", "text"),
    [
        pytest.param(
            "https://sts.evil.com/path?query",
            Transport(),
            None,
            "a token is not sent to https://sts.evil.com, which is not AWS's STS; have https://sts.evil.com added to "
            "[awsconn] token_endpoints in airflow.cfg",
            id="foreign",
        ),
        pytest.param(
            "http://minio:9000",
            Transport(),
            None,
            "a token is not sent to http://minio:9000, which is not AWS's STS; have http://minio:9000 added to "
            "[awsconn] token_endpoints in airflow.cfg",
            id="store",
        ),
        pytest.param(
            "http://sts.eu-west-1.amazonaws.com",
            Transport(),
            None,
            "a token is not sent to http://sts.eu-west-1.amazonaws.com, unencrypted; give a URL with https",
            id="http",
        ),
        pytest.param(
            STS,
            Transport(verify=False),
            None,
            "a token is not sent while TLS is not verified; remove verify = false, or name a CA bundle",
            id="verify-false",
        ),
        pytest.param(
            STS,
            Transport(),
            {"proxy_use_forwarding_for_https": True},
            "a token is not sent where a proxy can read it; remove proxy_use_forwarding_for_https",
            id="forwarding-proxy",
        ),
        pytest.param(
            "https://user:canary@sts.evil.com",
            Transport(),
            None,
            "a token is not sent to https://sts.evil.com, which is not AWS's STS; have https://sts.evil.com added to "
            "[awsconn] token_endpoints in airflow.cfg",
            id="no-password-in-the-text",
        ),
    ],
)
def test_a_refusal_says_why_and_what_to_do(url: str, transport: Transport, proxies_config: Any, text: str) -> None:
    """The text names the origin only: neither path nor user."""
    with pytest.raises(CredentialsError) as refused:
        check_token_endpoint(url, WHERE, transport, proxies_config, ())
    assert str(refused.value) == f"{WHERE}: {text}"


@pytest.mark.parametrize("verify", [None, True, "/etc/ca.pem"])
@pytest.mark.parametrize("proxies_config", [None, {}, {"proxy_use_forwarding_for_https": False}])
def test_tls_that_holds_is_taken(verify: bool | str | None, proxies_config: Any) -> None:
    """Botocore's own CA bundle, one of the deployment, and a proxy that only tunnels."""
    proxies = {"https": "http://proxy:3128", "http": "http://proxy:3128"}
    check_token_endpoint(STS, WHERE, Transport(verify), proxies_config, ())
    check_token_endpoint(STS, WHERE, Transport(verify, proxies), proxies_config, ())


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("https://sts.corp.example", "https://sts.corp.example"),
        ("https://sts.corp.example", "https://sts.corp.example/"),
        ("https://sts.corp.example/", "https://sts.corp.example"),
        ("https://STS.Corp.Example", "https://sts.corp.example"),
        ("HTTPS://sts.corp.example", "https://sts.corp.example"),
        ("https://sts.corp.example:443", "https://sts.corp.example"),
        ("https://sts.corp.example", "https://sts.corp.example:443/"),
        ("http://minio:9000", "http://minio:9000"),
        ("http://minio:9000/", "http://minio:9000"),
        ("http://minio", "http://minio:80"),
        ("https://minio/any/path", "https://minio"),
        (" http://minio:9000 ", "http://minio:9000"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        ("http://[0:0::1]:9000".replace("0:0::1", "::1"), "http://[::1]:9000/"),
    ],
)
def test_what_the_deployment_names_is_taken(allowed: str, url: str) -> None:
    """Scheme, host and port count, however they are written; without TLS there is none to verify."""
    transport = Transport(verify=False if url.startswith("http:") else None, proxies={"https": "http://proxy:3128"})
    check_token_endpoint(url, WHERE, transport, {"proxy_use_forwarding_for_https": False}, ["https://other", allowed])


@pytest.mark.parametrize("allowed", ["https://sts.corp.example", STS])
@pytest.mark.parametrize("proxies", [{}, {"https": "http://proxy:3128"}], ids=["direct", "proxy"])
@pytest.mark.parametrize(
    ("verify", "proxies_config", "text"),
    [
        pytest.param(
            False,
            None,
            "a token is not sent while TLS is not verified; remove verify = false, or name a CA bundle",
            id="verify-false",
        ),
        pytest.param(
            None,
            {"proxy_use_forwarding_for_https": True},
            "a token is not sent where a proxy can read it; remove proxy_use_forwarding_for_https",
            id="forwarding-proxy",
        ),
    ],
)
def test_what_the_deployment_names_is_asked_safely_too(
    allowed: str, proxies: dict[str, str], verify: bool | None, proxies_config: Any, text: str
) -> None:
    """It names where a token goes, and not that whoever edits a connection may have others read it on the way."""
    with pytest.raises(CredentialsError) as refused:
        check_token_endpoint(allowed, WHERE, Transport(verify, proxies), proxies_config, [allowed])
    assert str(refused.value) == f"{WHERE}: {text}"


def test_no_proxy_of_a_connection_sees_an_unencrypted_token() -> None:
    """Where the deployment allows plain http, it goes straight there."""
    allowed = ["http://minio:9000"]
    check_token_endpoint("http://minio:9000", WHERE, Transport(), None, allowed)
    check_token_endpoint("http://minio:9000", WHERE, Transport(proxies={"https": "http://p"}), None, allowed)
    with pytest.raises(CredentialsError) as refused:
        check_token_endpoint("http://minio:9000/x", WHERE, Transport(proxies={"http": "http://evil:1"}), None, allowed)
    assert str(refused.value) == (
        f"{WHERE}: a token is not sent to http://minio:9000, unencrypted through a proxy; give a URL with https, or no "
        "proxy"
    )


@pytest.mark.parametrize(
    ("allowed", "url"),
    [
        ("https://sts.corp.example", "http://sts.corp.example"),
        ("http://sts.corp.example", "https://sts.corp.example"),
        ("https://sts.corp.example", "https://sts.corp.example:8443"),
        ("https://sts.corp.example:8443", "https://sts.corp.example"),
        ("https://corp.example", "https://sts.corp.example"),
        ("https://sts.corp.example", "https://corp.example"),
        ("https://sts.corp.example", "https://sts.corp.example.evil.com"),
        ("https://sts.corp.example", "https://sts.corp.example@evil.com"),
        ("https://*.corp.example", "https://sts.corp.example"),
        ("http://minio:80", "http://minio:443"),
        ("https://minio:80", "http://minio"),
        ("minio:9000", "http://minio:9000"),
        ("//minio:9000", "http://minio:9000"),
        ("http://[::1]:9000", "http://[::2]:9000"),
        ("", "http://minio"),
        ("https://", "http://minio"),
    ],
)
def test_what_the_deployment_does_not_name_is_refused(allowed: str, url: str) -> None:
    """Another scheme, port or host is another endpoint, and there are no wild cards."""
    with pytest.raises(CredentialsError):
        check_token_endpoint(url, WHERE, Transport(), None, [allowed])
