"""From an AwsConnection back to the fields of a connection."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.dump import dump_extra
from tests.unit.connection.checks import ARN, HUB, URL
from tests.unit.connection.test_federation import SAML, WEB_IDENTITY

PAIR = {"aws_access_key_id": "ASIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "s" * 40}

# The extra to dump, and what it becomes where that is something else.
WRITTEN: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "nothing": ({}, None),
    "region": ({"region_name": "eu-west-1"}, None),
    "region-in-session-kwargs": ({"session_kwargs": {"region_name": "eu-west-1"}}, {"region_name": "eu-west-1"}),
    "account-of-the-keys": ({"session_kwargs": {"aws_account_id": "012345678901"}}, None),
    "token": (PAIR | {"aws_session_token": "token"}, {"aws_session_token": "token"}),
    "older-name": ({"host": URL}, {"endpoint_url": URL}),
    "older-name-of-the-test": ({"test_endpoint_url": URL}, None),
    "verify-false": ({"verify": "no"}, {"verify": False}),
    "verify-path": ({"verify": "/etc/ssl/ca.pem"}, None),
    "store-profile": ({"store": "minio", "profile_name": "p", "endpoint_url": URL}, None),
    "config": ({"config_kwargs": {"proxies": {}, "retries": {"max_attempts": 3}, "ssl": [1, {"a": None}]}}, None),
    "services": ({"service_config": {"s3": {"endpoint_url": URL, "verify": False, "bucket": "b"}}}, None),
    "guards": (
        {"allowed_account_ids": "000000000001, 123456789012", "forbidden_account_ids": 210987654321},
        {"allowed_account_ids": ["000000000001", "123456789012"], "forbidden_account_ids": ["210987654321"]},
    ),
    "probe-bucket": (
        {"test_probe": "s3://bkt/p"},
        {
            "test_probe": {
                "service": "s3",
                "operation": "list_objects_v2",
                "parameters": {"Bucket": "bkt", "Prefix": "p", "MaxKeys": 1},
            }
        },
    ),
    "probe-operation": (
        {"test_probe": "sqs:list_queues"},
        {"test_probe": {"service": "sqs", "operation": "list_queues", "parameters": {}}},
    ),
    "role": ({"role_arn": ARN}, None),
    "role-by-account": ({"aws_account_id": "012345678901", "aws_iam_role": "etl"}, None),
    "role-by-name": ({"aws_iam_role": "etl"}, None),
    "role-with-everything": (
        {
            "role_arn": ARN,
            "external_id": "0123",
            "duration_seconds": 900,
            "role_session_name": "{dag_id}",
            "session_tags": {"team": "etl", "empty": ""},
            "source_identity": "me",
            "session_policy": '{"Statement":[]}',
            "assume_role_kwargs": {
                "TransitiveTagKeys": ["team"],
                "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
                "SerialNumber": "mfa",
            },
        },
        None,
    ),
    "role-in-aws-spelling": (
        {"role_arn": ARN, "assume_role_kwargs": {"ExternalId": "0123", "Tags": [{"Key": "a", "Value": "b"}]}},
        {"role_arn": ARN, "external_id": "0123", "session_tags": {"a": "b"}},
    ),
    "chain-of-one": ({"role_chain": [ARN]}, {"role_arn": ARN}),
    "chain": (
        {"role_chain": [HUB, {"role_arn": ARN, "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}]},
        {
            "role_chain": [
                {"role_arn": HUB},
                {"role_arn": ARN, "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]},
            ]
        },
    ),
    "chain-with-keys-beside": (
        {
            "role_chain": [HUB, {"aws_account_id": "123456789012", "aws_iam_role": "etl"}],
            "source_identity": "me",
            "external_id": "0123",
            "session_tags": {"a": ""},
            "assume_role_kwargs": {"SerialNumber": "mfa"},
        },
        {
            "role_chain": [
                {"role_arn": HUB, "source_identity": "me"},
                {
                    "aws_account_id": "123456789012",
                    "aws_iam_role": "etl",
                    "external_id": "0123",
                    "tags": {"a": ""},
                    "source_identity": "me",
                },
            ],
            "assume_role_kwargs": {"SerialNumber": "mfa"},
        },
    ),
    "saml": (SAML, None),
    "web-identity": (
        WEB_IDENTITY
        | {
            "assume_role_with_web_identity_token_file": "/var/token",
            "assume_role_with_web_identity_token_variable": "TOKEN",
            "assume_role_with_web_identity_token_url": "https://tokens.example",
            "assume_role_with_web_identity_token_headers": {"Authorization": "Bearer x"},
            "assume_role_with_web_identity_token_source": "vault",
            "assume_role_with_web_identity_federation_audience": "sts",
        },
        None,
    ),
    "keys-of-others": ({"work_group": "w", "redshift_password": "p", "Steps": [{"Name": "a"}], "colour": 7}, None),
    "airflow-s-own-name-among-others": ({"__extra__": "b"}, None),
    "odd-names-of-others": ({"": "a", "__extra__": "b", "ключ": "ü &=+%", "a b": False}, None),
}

by_case = pytest.mark.parametrize("case", WRITTEN)


def drop_empty(extra: dict[str, Any]) -> dict[str, Any]:
    """An Extra object without what says nothing."""
    return {name: value for name, value in extra.items() if value not in ({}, None)}


@by_case
def test_every_setting_is_written_under_the_key_to_use_now(case: str) -> None:
    """What was read is written again, older names and other places under today's keys."""
    given, expected = WRITTEN[case]
    assert drop_empty(dump_extra(parse_connection(extra=given))) == (given if expected is None else expected)


@by_case
def test_what_is_written_is_read_as_the_same_connection(case: str) -> None:
    """A dump says the same as what it was made of, and dumping it again changes nothing."""
    connection = parse_connection(extra=WRITTEN[case][0])
    dumped = dump_extra(connection)
    keys: dict[str, Any] = {
        "login": connection.access_key_id,
        "password": "s" * 40 if connection.access_key_id else None,
    }
    again = parse_connection(extra=dumped, **keys)
    assert again == connection
    assert dump_extra(again) == dumped


def test_nothing_is_written_of_an_empty_connection() -> None:
    """What is not set is not there at all: a written default would beat the environment."""
    assert dump_extra(AwsConnection()) == {}


def test_a_dump_is_plain_and_new() -> None:
    """Changing a dump does not change the connection."""
    connection = parse_connection(extra={"config_kwargs": {"retries": {"max_attempts": 3}}})
    dump_extra(connection)["config_kwargs"]["retries"]["max_attempts"] = 7
    assert connection.config_kwargs == {"retries": {"max_attempts": 3}}
