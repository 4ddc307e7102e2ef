"""Which of the places a setting may be made in counts, and what it says of itself."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.precedence import (
    BY_CALL,
    BY_HOOK,
    HookArguments,
    Setting,
    list_configs,
    settle_chain_region,
    settle_default_region,
    settle_endpoint,
    settle_region,
    settle_sts_region,
    settle_verify,
)
from tests.unit.connection.checks import ARN, URL

NOTHING = HookArguments()
OF_ALL = "extra.config_kwargs"
OF_S3 = "extra.service_config.s3"
OF_STS = "extra.service_config.sts"
EVERYWHERE = parse_connection(
    extra={
        "region_name": "us-east-1",
        "verify": "/connection.pem",
        "service_config": {
            "s3": {"region_name": "us-east-2", "verify": "/s3.pem"},
            "sts": {"region_name": "us-west-2", "verify": "/sts.pem"},
        },
        "session_kwargs": {"region_name": "us-west-1"},
    }
)
AT_THE_TOP = parse_connection(extra={"region_name": "us-east-1", "verify": "/connection.pem"})
IN_SESSION = parse_connection(extra={"session_kwargs": {"region_name": "us-west-1"}})
BY_THE_HOOK = HookArguments(region_name="eu-west-1", verify=False)


@pytest.mark.parametrize(
    ("connection", "hook", "service", "call", "settled"),
    [
        pytest.param(EVERYWHERE, BY_THE_HOOK, "s3", "eu-north-1", Setting("eu-north-1", BY_CALL), id="call"),
        pytest.param(EVERYWHERE, BY_THE_HOOK, "s3", None, Setting("eu-west-1", BY_HOOK), id="hook"),
        pytest.param(EVERYWHERE, BY_THE_HOOK, "s3", "", Setting("eu-west-1", BY_HOOK), id="empty-call"),
        pytest.param(EVERYWHERE, NOTHING, "s3", None, Setting("us-east-2", f"{OF_S3}.region_name"), id="service"),
        pytest.param(EVERYWHERE, NOTHING, "sqs", None, Setting("us-east-1", "extra.region_name"), id="top"),
        pytest.param(EVERYWHERE, NOTHING, None, None, Setting("us-east-1", "extra.region_name"), id="session"),
        pytest.param(
            EVERYWHERE,
            HookArguments(region_name=""),
            "sqs",
            None,
            Setting("us-east-1", "extra.region_name"),
            id="empty-hook",
        ),
        pytest.param(
            IN_SESSION,
            NOTHING,
            "s3",
            None,
            Setting("us-west-1", "extra.session_kwargs.region_name"),
            id="session-kwargs",
        ),
        pytest.param(AwsConnection(), NOTHING, "s3", None, None, id="left-to-botocore"),
        pytest.param(
            AwsConnection(region_name="us-east-1"),
            NOTHING,
            None,
            None,
            Setting("us-east-1", "extra.region_name"),
            id="built",
        ),
    ],
)
def test_the_region(
    connection: AwsConnection, hook: HookArguments, service: str | None, call: str | None, settled: Setting | None
) -> None:
    """Call, hook, the service's own, the connection's, session_kwargs, and then botocore's own lookup."""
    assert settle_region(connection, hook, service, call) == settled


@pytest.mark.parametrize(
    ("connection", "hook", "call", "settled"),
    [
        pytest.param(
            EVERYWHERE, BY_THE_HOOK, "eu-north-1", Setting("us-west-2", f"{OF_STS}.region_name"), id="own-beats-all"
        ),
        pytest.param(AT_THE_TOP, BY_THE_HOOK, "eu-north-1", Setting("eu-west-1", BY_HOOK), id="hook"),
        pytest.param(AT_THE_TOP, NOTHING, "eu-north-1", Setting("us-east-1", "extra.region_name"), id="top"),
        pytest.param(AwsConnection(), NOTHING, "eu-north-1", Setting("eu-north-1", BY_CALL), id="call-at-last"),
        pytest.param(AwsConnection(), NOTHING, None, None, id="left-to-botocore"),
    ],
)
def test_the_region_roles_are_asked_for_in(
    connection: AwsConnection, hook: HookArguments, call: str | None, settled: Setting | None
) -> None:
    """STS's own, then what is said for all; a call that is about another service comes last."""
    assert settle_sts_region(connection, hook, call) == settled


@pytest.mark.parametrize(
    ("connection", "hook", "service", "settled"),
    [
        pytest.param(EVERYWHERE, BY_THE_HOOK, "s3", Setting(False, BY_HOOK), id="hook-false"),
        pytest.param(
            EVERYWHERE, HookArguments(verify=""), "s3", Setting("/s3.pem", f"{OF_S3}.verify"), id="empty-hook"
        ),
        pytest.param(EVERYWHERE, NOTHING, "s3", Setting("/s3.pem", f"{OF_S3}.verify"), id="service"),
        pytest.param(EVERYWHERE, NOTHING, "sqs", Setting("/connection.pem", "extra.verify"), id="top"),
        pytest.param(EVERYWHERE, NOTHING, None, Setting("/connection.pem", "extra.verify"), id="session"),
        pytest.param(
            parse_connection(extra={"verify": True, "service_config": {"s3": {"verify": False}}}),
            NOTHING,
            "s3",
            Setting(False, f"{OF_S3}.verify"),
            id="false-is-said",
        ),
        pytest.param(
            parse_connection(extra={"verify": False}), NOTHING, "s3", Setting(False, "extra.verify"), id="false"
        ),
        pytest.param(AwsConnection(), NOTHING, "s3", None, id="left-to-botocore"),
    ],
)
def test_tls_verification(
    connection: AwsConnection, hook: HookArguments, service: str | None, settled: Setting | None
) -> None:
    """Hook, the service's own, the connection's; false is a word, empty text is none."""
    assert settle_verify(connection, hook, service) == settled


@pytest.mark.parametrize(
    ("extra", "service", "settled"),
    [
        pytest.param({}, "s3", None, id="none"),
        pytest.param({"endpoint_url": URL}, "s3", Setting(URL, "extra.endpoint_url"), id="of-every-service"),
        pytest.param({"host": URL}, "s3", Setting(URL, "extra.host"), id="older-name"),
        pytest.param({"endpoint_url": URL}, "sts", Setting(URL, "extra.endpoint_url"), id="own-store-own-sts"),
        pytest.param(
            {"endpoint_url": "https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com"},
            "sts",
            None,
            id="aws-s3-is-no-sts",
        ),
        pytest.param(
            {"endpoint_url": "https://s3.eu-west-1.amazonaws.com"},
            "s3",
            Setting("https://s3.eu-west-1.amazonaws.com", "extra.endpoint_url"),
            id="aws-endpoint-of-other-services",
        ),
        pytest.param(
            {"endpoint_url": URL, "service_config": {"sts": {"endpoint_url": "http://sts:1"}}},
            "sts",
            Setting("http://sts:1", f"{OF_STS}.endpoint_url"),
            id="own-beats-all",
        ),
        pytest.param(
            {
                "endpoint_url": "https://s3.eu-west-1.amazonaws.com",
                "service_config": {"sts": {"endpoint_url": "https://sts.eu-west-1.amazonaws.com"}},
            },
            "sts",
            Setting("https://sts.eu-west-1.amazonaws.com", f"{OF_STS}.endpoint_url"),
            id="own-on-aws",
        ),
        pytest.param(
            {"endpoint_url": URL, "service_config": {"s3": {"endpoint_url": ""}}},
            "s3",
            Setting(URL, "extra.endpoint_url"),
            id="own-empty-is-unset",
        ),
    ],
)
def test_the_endpoint(extra: dict[str, Any], service: str, settled: Setting | None) -> None:
    """The service's own, else the connection's, which is not taken for STS when it is one of AWS."""
    assert settle_endpoint(parse_connection(extra=extra), service) == settled


def test_configurations_are_all_listed_the_strongest_last() -> None:
    """They merge in this order and never replace one another; what says nothing is left out."""
    connection = parse_connection(
        extra={
            "config_kwargs": {"retries": {"max_attempts": 3}},
            "service_config": {"s3": {"config_kwargs": '{"read_timeout": 5}'}},
        }
    )
    of_all = Setting({"retries": {"max_attempts": 3}}, "extra.config_kwargs")
    of_s3 = Setting({"read_timeout": 5}, f"{OF_S3}.config_kwargs")
    config = Config(connect_timeout=1)
    assert list_configs(connection, HookArguments(config=config), "s3") == [of_all, of_s3, Setting(config, BY_HOOK)]
    assert list_configs(connection, HookArguments(config={"a": 1}), "sqs") == [of_all, Setting({"a": 1}, BY_HOOK)]
    assert list_configs(connection, HookArguments(config={}), None) == [of_all]
    assert list_configs(AwsConnection(), NOTHING, "s3") == []


# What a store says where nobody else does.

OF_PRESET = {
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}
R2 = "https://0123456789abcdef.r2.cloudflarestorage.com"
AT_R2: dict[str, Any] = {"endpoint_url": R2}
OF_R2 = Setting("auto", "preset of store r2, by the host of endpoint_url")


def test_the_configuration_of_a_store_is_the_weakest() -> None:
    """Everything else is merged over it; what goes to AWS has none."""
    extra: dict[str, Any] = {
        "store": "minio",
        "endpoint_url": URL,
        "config_kwargs": {"s3": {"addressing_style": "virtual"}},
        "service_config": {"sqs": {"endpoint_url": "https://sqs.eu-west-1.amazonaws.com"}},
    }
    connection = parse_connection(extra=extra)
    of_store, of_all = Setting(OF_PRESET, "preset of store minio"), Setting(extra["config_kwargs"], OF_ALL)
    of_hook = Setting({"read_timeout": 4}, BY_HOOK)
    assert list_configs(connection, HookArguments(config=of_hook.value), "s3") == [of_store, of_all, of_hook]
    assert list_configs(connection, NOTHING) == [of_store, of_all]
    assert list_configs(connection, NOTHING, "sqs") == [of_all]
    assert list_configs(parse_connection(extra={"endpoint_url": URL, "store": "aws"}), NOTHING, "s3") == []


def test_what_is_done_to_a_listed_configuration_hurts_no_other() -> None:
    """Botocore writes into what it is given."""
    connection = parse_connection(extra=AT_R2)
    list_configs(connection, NOTHING, "s3")[0].value["s3"]["addressing_style"] = "virtual"
    assert list_configs(connection, NOTHING, "s3")[0].value == OF_PRESET


@pytest.mark.parametrize(
    ("extra", "hook", "service", "call", "settled"),
    [
        pytest.param(AT_R2, NOTHING, "s3", None, OF_R2, id="r2"),
        pytest.param(AT_R2, NOTHING, None, None, OF_R2, id="session"),
        pytest.param(AT_R2, BY_THE_HOOK, "s3", None, Setting("eu-west-1", BY_HOOK), id="hook"),
        pytest.param(AT_R2, BY_THE_HOOK, "s3", "weur", Setting("weur", BY_CALL), id="call"),
        pytest.param(
            AT_R2 | {"region_name": "weur"}, NOTHING, "s3", None, Setting("weur", "extra.region_name"), id="connection"
        ),
        pytest.param(AT_R2 | {"config_kwargs": {"region_name": "weur"}}, NOTHING, "s3", None, None, id="config"),
        pytest.param(AT_R2, HookArguments(config={"region_name": "weur"}), "s3", None, None, id="config-of-hook"),
        pytest.param(AT_R2, HookArguments(config=Config(region_name="weur")), "s3", None, None, id="config-as-object"),
        pytest.param(AT_R2, HookArguments(config=Config(read_timeout=4)), "s3", None, OF_R2, id="config-of-others"),
        pytest.param(
            {"service_config": {"s3": {"endpoint_url": "https://s3.us-west-004.backblazeb2.com"}}},
            NOTHING,
            "s3",
            None,
            Setting("us-west-004", "preset of store b2, by the host of service_config.s3.endpoint_url"),
            id="b2",
        ),
        pytest.param({"service_config": {"s3": AT_R2}}, NOTHING, "sqs", None, None, id="another-service"),
        pytest.param({"endpoint_url": URL, "store": "b2"}, NOTHING, "s3", None, None, id="b2-that-tells-none"),
        pytest.param({"endpoint_url": URL, "store": "minio"}, NOTHING, "s3", None, None, id="a-store-that-takes-any"),
    ],
)
def test_a_store_with_regions_of_its_own_says_it_after_the_connection(
    extra: dict[str, Any], hook: HookArguments, service: str | None, call: str | None, settled: Setting | None
) -> None:
    """Before environment and profile, whose region is one of AWS; a configuration that says one is not beaten."""
    assert settle_region(parse_connection(extra=extra), hook, service, call) == settled


@pytest.mark.parametrize(
    ("extra", "settled"),
    [
        ({"endpoint_url": URL}, Setting("us-east-1", "endpoint_url is not AWS's")),
        ({"endpoint_url": URL, "store": "minio"}, Setting("us-east-1", "preset of store minio")),
        ({"endpoint_url": URL, "store": "aws"}, None),
        ({"endpoint_url": "https://vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com"}, None),
        ({}, None),
    ],
    ids=["any-store", "named", "said-to-be-aws", "aws", "nothing"],
)
def test_the_region_of_the_last_resort(extra: dict[str, Any], settled: Setting | None) -> None:
    """A store that takes any region gets one; AWS gets none that nobody has said."""
    assert settle_default_region(parse_connection(extra=extra), "s3") == settled


def test_a_host_that_is_said_to_lead_to_aws_is_asked_for_roles_too() -> None:
    """The name of the store says what clients need, and nothing about where requests go."""
    extra = {"endpoint_url": URL, "store": "aws", "role_arn": ARN}
    assert settle_endpoint(parse_connection(extra=extra), "sts") == Setting(URL, "extra.endpoint_url")


def test_a_store_has_no_say_where_aws_is_asked() -> None:
    """boto3's lookup chain asks AWS in the region of hook or connection, or in the worker's."""
    assert settle_chain_region(parse_connection(extra=AT_R2), NOTHING) is None
    assert settle_chain_region(AT_THE_TOP, NOTHING) == Setting("us-east-1", "extra.region_name")
    assert settle_chain_region(AT_THE_TOP, BY_THE_HOOK) == Setting("eu-west-1", BY_HOOK)
    at_r2 = parse_connection(extra=AT_R2 | {"service_config": {"sts": {"endpoint_url": URL}}})
    assert settle_region(at_r2, NOTHING, "sts") is None
