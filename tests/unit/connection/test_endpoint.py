"""Whose host an endpoint names."""

from __future__ import annotations

import botocore.session
import pytest

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint, is_http_url


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
        ("", False),
    ],
    ids=repr,
)
def test_a_url_has_a_scheme_and_a_host(url: str, expected: bool) -> None:
    """Absolute with http or https; a broken one is False, not an exception."""
    assert is_http_url(url) is expected


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
