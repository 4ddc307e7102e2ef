"""Which store an endpoint is, and what clients of it need."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.parse import read_connection
from airflow_provider_awsconn.connection.store import GENERIC, PRESETS, find_preset, recognize_store
from tests.unit.connection.checks import URL

R2 = "https://0123456789abcdef.r2.cloudflarestorage.com"
B2 = "https://s3.us-west-004.backblazeb2.com"
VPC = "https://vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com"
CONFIG = {
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
OF_HOST = "by the host of endpoint_url"


def find(extra: dict[str, Any], service_name: str = "s3") -> tuple[Any, ...] | None:
    """Name, region, whether it is the store's own, whether there is STS, and origin of what applies."""
    preset = find_preset(read_connection(extra=extra).connection, service_name)
    if preset is None:
        return None
    return preset.name, preset.region, preset.has_own_regions, preset.has_sts, preset.origin


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        pytest.param(
            {"endpoint_url": URL},
            ("generic", "us-east-1", False, True, "endpoint_url is not AWS's"),
            id="host-that-tells-nothing",
        ),
        pytest.param(
            {"host": URL}, ("generic", "us-east-1", False, True, "endpoint_url is not AWS's"), id="older-name"
        ),
        pytest.param(
            {"service_config": {"s3": {"endpoint_url": URL}}},
            ("generic", "us-east-1", False, True, "service_config.s3.endpoint_url is not AWS's"),
            id="of-the-service",
        ),
        *(
            pytest.param(
                {"endpoint_url": URL, "store": name},
                (name, "us-east-1", False, True, f"preset of store {name}"),
                id=name,
            )
            for name in ("minio", "seaweedfs", "ceph", "localstack")
        ),
        pytest.param(
            {"endpoint_url": R2, "store": "r2"}, ("r2", "auto", True, False, "preset of store r2"), id="r2-by-name"
        ),
        pytest.param(
            {"endpoint_url": URL, "store": "r2"}, ("r2", "auto", True, False, "preset of store r2"), id="r2-by-a-domain"
        ),
        pytest.param(
            {"endpoint_url": R2}, ("r2", "auto", True, False, f"preset of store r2, {OF_HOST}"), id="r2-by-host"
        ),
        pytest.param(
            {"endpoint_url": R2.replace(".r2", ".eu.r2")},
            ("r2", "auto", True, False, f"preset of store r2, {OF_HOST}"),
            id="r2-of-a-jurisdiction",
        ),
        pytest.param(
            {"endpoint_url": B2},
            ("b2", "us-west-004", True, False, f"preset of store b2, {OF_HOST}"),
            id="b2-by-host",
        ),
        pytest.param(
            {"endpoint_url": B2, "store": "b2"},
            ("b2", "us-west-004", True, False, "preset of store b2"),
            id="b2-by-name",
        ),
        pytest.param(
            {"service_config": {"s3": {"endpoint_url": "https://bucket.s3.eu-central-003.backblazeb2.com./"}}},
            ("b2", "eu-central-003", True, False, "preset of store b2, by the host of service_config.s3.endpoint_url"),
            id="b2-with-a-bucket-in-its-host",
        ),
        pytest.param(
            {"endpoint_url": URL, "store": "b2"}, ("b2", None, True, False, "preset of store b2"), id="b2-by-a-domain"
        ),
        pytest.param(
            {"endpoint_url": "https://f004.backblazeb2.com"},
            ("b2", None, True, False, f"preset of store b2, {OF_HOST}"),
            id="b2-but-not-its-s3",
        ),
        pytest.param({"endpoint_url": URL, "store": "aws"}, None, id="aws-by-name"),
        pytest.param({"endpoint_url": R2, "store": "aws"}, None, id="aws-by-name-beats-the-host"),
        pytest.param({"endpoint_url": VPC}, None, id="aws-by-host"),
        pytest.param({"endpoint_url": VPC, "store": "minio"}, None, id="a-store-is-not-on-aws"),
        pytest.param({"endpoint_url": "minio:9000"}, None, id="refused-endpoint"),
        pytest.param({"store": "minio"}, None, id="no-endpoint"),
        pytest.param({}, None, id="nothing"),
    ],
)
def test_the_preset_of_s3(extra: dict[str, Any], found: tuple[Any, ...] | None) -> None:
    """By name, else by the host, else that of any store; none for AWS and for what is said to be AWS."""
    assert find(extra) == found


@pytest.mark.parametrize(
    ("extra", "names"),
    [
        pytest.param({"endpoint_url": R2}, ["r2", "r2", "r2", "r2"], id="all-at-one"),
        pytest.param(
            {"service_config": {"s3": {"endpoint_url": R2}}}, [None, "r2", None, None], id="s3-alone-the-rest-at-aws"
        ),
        pytest.param(
            {"store": "r2", "endpoint_url": "http://localstack:4566", "service_config": {"s3": {"endpoint_url": URL}}},
            ["generic", "r2", "generic", "generic"],
            id="the-store-is-where-s3-goes",
        ),
        pytest.param(
            {"store": "r2", "endpoint_url": URL, "service_config": {"sqs": {"endpoint_url": "http://sqs:9324"}}},
            ["r2", "r2", "generic", "r2"],
            id="a-service-elsewhere-is-not-the-store",
        ),
        pytest.param(
            {"store": "localstack", "service_config": {"sqs": {"endpoint_url": URL}}},
            [None, None, "localstack", None],
            id="s3-at-aws",
        ),
        pytest.param(
            {"store": "localstack", "endpoint_url": VPC, "service_config": {"sqs": {"endpoint_url": URL}}},
            [None, None, "localstack", None],
            id="s3-at-a-vpc-endpoint",
        ),
        pytest.param(
            {"store": "minio", "endpoint_url": VPC, "service_config": {"s3": {"endpoint_url": URL}}},
            [None, "minio", None, None],
            id="the-rest-at-a-vpc-endpoint",
        ),
        pytest.param(
            {"endpoint_url": B2, "service_config": {"sts": {"endpoint_url": URL}}},
            ["b2", "b2", "b2", "generic"],
            id="sts-elsewhere",
        ),
    ],
)
def test_each_service_has_the_preset_of_its_endpoint(extra: dict[str, Any], names: list[str | None]) -> None:
    """Of no service, S3, SQS and STS; what is on AWS has none."""
    connection = parse_connection(extra=extra)
    found = [find_preset(connection, service) for service in ("", "s3", "sqs", "sts")]
    assert [preset and preset.name for preset in found] == names


def test_every_store_of_the_key_has_a_preset() -> None:
    """And aws has none: that is what it means."""
    assert set(KEY_BY_NAME["store"].choices) == {*PRESETS, "aws"}
    assert GENERIC.name not in KEY_BY_NAME["store"].choices


@pytest.mark.parametrize("preset", [*PRESETS.values(), GENERIC], ids=lambda preset: preset.name)
def test_what_a_preset_configures_is_known_to_botocore(preset: Any) -> None:
    """Path-style addresses, and checksums only where AWS's own model requires one."""
    assert preset.config == CONFIG
    config: Any = Config(**preset.config.to_dict())
    assert {name: getattr(config, name) for name in CONFIG} == CONFIG


@pytest.mark.parametrize("name", PRESETS)
def test_the_example_of_an_endpoint_is_of_its_store(name: str) -> None:
    """It is taken beside the store's name, without a remark, and its host does not tell another store."""
    connection = parse_connection(extra={"store": name, "endpoint_url": PRESETS[name].example})
    assert connection.remarks == ()
    assert recognize_store(PRESETS[name].example) == (name if name in {"r2", "b2"} else None)


@pytest.mark.parametrize(
    "url",
    [
        "https://r2.cloudflarestorage.com",
        "https://account.r2.cloudflarestorage.com.evil.example",
        "https://accountr2.cloudflarestorage.com",
        "https://pub-1.r2.dev",
        "https://backblazeb2.com.evil.example",
        "https://s3.us-west-004.notbackblazeb2.com",
        "http://[::1",
        URL,
    ],
)
def test_hosts_that_only_look_like_a_store_are_not_it(url: str) -> None:
    """A name that only holds the store's."""
    assert recognize_store(url) is None


def test_nothing_said_is_aws() -> None:
    """A connection of nothing is AWS's."""
    assert find_preset(AwsConnection(), "s3") is None
