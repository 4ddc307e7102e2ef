"""Whose host an endpoint names."""

from __future__ import annotations

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
        "http://127.0.0.1:4566",
        "",
    ],
    ids=repr,
)
def test_hosts_of_others_are_known_too(url: str) -> None:
    """A name that only holds Amazon's, in the path, the user part or as a prefix, is not Amazon's."""
    assert not is_aws_endpoint(url)


def test_every_partition_of_botocore_is_known() -> None:
    """The suffixes botocore builds endpoints with are all taken for AWS."""
    partitions = botocore.session.Session().get_data("partitions")["partitions"]
    suffixes = {partition["outputs"][kind] for partition in partitions for kind in ("dnsSuffix", "dualStackDnsSuffix")}
    assert {suffix for suffix in suffixes if not is_aws_endpoint(f"https://s3.region.{suffix}")} == set()
    assert len(partitions) > 4
