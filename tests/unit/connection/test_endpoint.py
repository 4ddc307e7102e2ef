"""Whose host an endpoint names."""

from __future__ import annotations

import json
import re
from typing import Any

import botocore.session
import pytest

from airflow_provider_awsconn.connection.endpoint import describe_bad_url, is_aws_endpoint, is_http_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://minio.example:9000", True),
        ("http://127.0.0.1:9000/path", True),
        ("http://[::1]:9000", True),
        ("HTTPS://minio.example", True),
        ("minio.example:9000", False),
        ("localhost:9000", False),
        ("s3://bucket", False),
        ("https://", False),
        ("http://[::1", False),
        ("http://minio:99999", False),
        ("http://minio:port", False),
        ("http:/minio", False),
        ("https://user:password@minio.example", False),
        ("https://user@minio.example", False),
        ("", False),
    ],
    ids=repr,
)
def test_a_url_has_a_scheme_and_a_host(url: str, expected: bool) -> None:
    """Absolute with http or https, without a user; a broken one is False, not an exception."""
    assert is_http_url(url) is expected


NO_URL = "is not a URL with http or https and a host"
EXAMPLE = 'give a URL with its scheme, such as "https://minio.example:9000"'


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        pytest.param("localhost:9000", "did you mean http://localhost:9000?", id="localhost"),
        pytest.param("127.0.0.1:4566", "did you mean http://127.0.0.1:4566?", id="address"),
        pytest.param("minio:9000", "did you mean http://minio:9000?", id="container"),
        pytest.param("minio:9000/path", "did you mean http://minio:9000/path?", id="path"),
        pytest.param("minio.example", "did you mean https://minio.example?", id="public-name"),
        pytest.param("s3.amazonaws.com:443", "did you mean https://s3.amazonaws.com:443?", id="aws"),
        pytest.param("s3://bucket", EXAMPLE, id="scheme-of-a-bucket"),
        pytest.param("https://", EXAMPLE, id="no-host"),
        pytest.param("http://[::1", EXAMPLE, id="broken-address"),
        pytest.param("/path", EXAMPLE, id="path-alone"),
        pytest.param("two words", EXAMPLE, id="blank"),
        pytest.param("minio:9000?key=C4N4RY", EXAMPLE, id="query-is-not-repeated"),
    ],
)
def test_what_was_meant_is_said_of_a_bad_url(url: str, hint: str) -> None:
    """A host gets the scheme it probably has, a local one http; what is no host gets an example."""
    assert not is_http_url(url)
    assert describe_bad_url(url) == (NO_URL, hint)


@pytest.mark.parametrize("url", ["https://user:C4N4RY@minio.example", "user:C4N4RY@minio.example:9000"])
def test_a_password_in_a_url_is_refused_and_not_repeated(url: str) -> None:
    """Keys in an endpoint have no effect there and would be shown."""
    assert describe_bad_url(url) == (
        "has a user name or password in it",
        "give the URL alone; login and password are the connection's own",
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.eu-west-1.amazonaws.com",
        "https://s3.eu-west-1.amazonaws.com./",
        "https://S3.AmazonAWS.com",
        "https://vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com:443",
        "https://s3.cn-north-1.amazonaws.com.cn",
        "https://s3.dualstack.eu-west-1.api.aws",
        "https://s3-fips.us-gov-west-1.amazonaws.com",
        "https://s3express-use1-az4.us-east-1.amazonaws.com",
        "https://point-123456789012.s3-accesspoint.eu-west-1.amazonaws.com",
        "https://bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com",
        "https://accesspoint.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com",
        "https://abc123.execute-api.eu-west-1.amazonaws.com/stage",
        "https://neptune-graph.eu-west-1.on.aws",
        "https://s3.us-isob-east-1.sc2s.sgov.gov",
        "https://s3.eusc-de-east-1.amazonaws.eu",
        "https://old_bucket.s3.amazonaws.com",
        "https://compute.s3.amazonaws.com",
        "https://elb.s3.eu-west-1.amazonaws.com",
        "https://vpce-svc-backups.s3.eu-west-1.amazonaws.com",
        "https://ecs.eu-west-1.amazonaws.com",
        "https://abc.ecs.eu-west-1.api.aws",
        "https://amazonaws.com",
    ],
)
def test_hosts_of_aws_are_known(url: str) -> None:
    """Every partition, VPC endpoints and dual-stack names, in any case and with a port."""
    assert is_aws_endpoint(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://minio.example:9000",
        "https://account.r2.cloudflarestorage.com",
        "https://amazonaws.com.evil.example",
        "https://notamazonaws.com",
        "https://evil.example/amazonaws.com",
        "https://s3.amazonaws.com@evil.example",
        "https://evil.example\\.amazonaws.com",
        "https://s3.amazonaws.com..",
        "https://s3..amazonaws.com",
        "https://.amazonaws.com",
        "https://s3.\uff41mazonaws.com",
        "https://api.aws.evil.example",
        "https://evilapi.aws",
        "https://on-aws.example",
        "http://127.0.0.1:4566",
        "http://s3.localhost.localstack.cloud:4566",
        "http://[::1",
        "",
    ],
    ids=repr,
)
def test_hosts_of_others_are_known_too(url: str) -> None:
    """A name that only holds Amazon's, in the path, the user part or as a prefix, is not Amazon's."""
    assert not is_aws_endpoint(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://ec2-203-0-113-7.compute-1.amazonaws.com:9000",
        "http://ec2-203-0-113-7.eu-west-1.compute.amazonaws.com:9000",
        "http://ec2-203-0-113-7.cn-north-1.compute.amazonaws.com.cn:9000",
        "https://minio-1234567890.eu-west-1.elb.amazonaws.com",
        "https://internal-minio-1a2b3c.elb.eu-west-1.amazonaws.com",
        "https://dualstack.minio-1234567890.us-gov-west-1.elb.amazonaws.com:9000",
        "https://abc123.lambda-url.eu-west-1.on.aws",
        "https://minio-0123456789abcdef0.7d67968.vpc-lattice-svcs.eu-west-1.on.aws",
        "https://snra-0123456789abcdef0.rcfg-0123.7d67968.vpc-lattice-rsc.eu-west-1.on.aws",
        "https://minio-1a2b3c.ecs.eu-west-1.on.aws",
        "https://vpce-0a1b-c2d3.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com",
    ],
)
def test_servers_of_customers_are_not_aws(url: str) -> None:
    """A store on a machine of EC2, in a container, behind a load balancer or PrivateLink has one of Amazon's names."""
    assert not is_aws_endpoint(url)


def load_data(name: str) -> Any:
    """A file of botocore's own data."""
    return botocore.session.Session().get_data(name)


def list_suffixes(entry: dict[str, Any]) -> set[str]:
    """The suffixes of an entry of the endpoints file, of its FIPS and dual-stack variants too."""
    return {each["dnsSuffix"] for each in (entry, *entry.get("variants", [])) if "dnsSuffix" in each}


def test_every_partition_of_botocore_is_known() -> None:
    """The suffixes botocore builds endpoints with, by rules and by its older list, are all taken for AWS."""
    partitions = load_data("partitions")["partitions"]
    suffixes = {partition["outputs"][kind] for partition in partitions for kind in ("dnsSuffix", "dualStackDnsSuffix")}
    for partition in load_data("endpoints")["partitions"]:
        suffixes |= list_suffixes(partition) | list_suffixes(partition["defaults"])
        for service in partition["services"].values():
            suffixes |= list_suffixes(service.get("defaults", {}))
    assert {suffix for suffix in suffixes if not is_aws_endpoint(f"https://s3.region.{suffix}")} == set()
    assert len(partitions) > 4
    assert len(suffixes) > 7


def test_every_host_of_botocores_list_is_known() -> None:
    """The hosts that are written out there, FIPS and dual-stack ones included; DynamoDB on this machine is none."""
    hosts = set[str]()
    for partition in load_data("endpoints")["partitions"]:
        for service in partition["services"].values():
            for endpoint in service["endpoints"].values():
                hosts |= {each["hostname"] for each in (endpoint, *endpoint.get("variants", [])) if "hostname" in each}
    others = {host for host in hosts if "{" not in host and not is_aws_endpoint(f"https://{host}")}
    assert others == {"localhost:8000"}
    assert len(hosts) > 1000


def test_every_host_of_botocores_rules_is_known() -> None:
    """Those of rules that name one, of each service; of the sign-in pages, which are no API, botocore has more."""
    session, hosts = botocore.session.Session(), set[str]()
    loader = session.get_component("data_loader")
    for service in loader.list_available_services("endpoint-rule-set-1"):
        text = json.dumps(loader.load_service_model(service, "endpoint-rule-set-1"))
        hosts |= set(re.findall(r'"url": "https://([^/"]+)', text))
    written = {re.sub(r"\{[^}]*[pP]artition[^}]*[sS]uffix\}", "amazonaws.com", host) for host in hosts}
    plain = {re.sub(r"\{[^}]*\}", "x", host) for host in written if "{url#authority}" not in host}
    assert {host for host in plain if not is_aws_endpoint(f"https://{host}") and "signin" not in host} == set()
    assert len(plain) > 500
