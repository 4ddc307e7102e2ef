"""The values a connection becomes: frozen, and silent about secrets."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.connection import AwsConnection, RoleStep, parse_connection

SECRET = "C4N4RY-secret"
TOKEN = "C4N4RY-token"
ARN = "arn:aws:iam::123456789012:role/etl"
URL = "https://minio.example:9000"


def build_connection() -> AwsConnection:
    """A connection with something secret in every field that may hold it."""
    return parse_connection(
        conn_id="c",
        login="AKIA",
        password=SECRET,
        extra={
            "aws_session_token": TOKEN,
            "role_arn": ARN,
            "assume_role_kwargs": {"ExternalId": "C4N4RY-external"},
            "config_kwargs": {"proxies": {"https": "http://user:C4N4RY-proxy@proxy:1"}},
            "service_config": {"redshift": {"password": "C4N4RY-service"}},
            "host": URL,
        },
    )


@pytest.mark.parametrize("describe", [repr, str, "{}".format, "{0!r}".format, lambda value: repr([value])])
def test_no_text_form_shows_a_secret(describe: object) -> None:
    """Neither repr nor str nor a container's repr shows secrets, external ids or nested settings."""
    assert callable(describe)
    assert "C4N4RY" not in describe(build_connection())
    assert "AKIA" in describe(build_connection())


def test_values_are_frozen() -> None:
    """A parsed connection can't be changed, nor its role."""
    connection = build_connection()
    for value, name in ((connection, "region_name"), (connection.role, "arn")):
        with pytest.raises((AttributeError, ValueError)):
            setattr(value, name, "changed")


def test_secrets_are_given_in_clear_on_request() -> None:
    """secrets() gives what a masker must know, and nothing of a connection without keys."""
    assert build_connection().secrets() == (SECRET, TOKEN)
    assert AwsConnection().secrets() == ()


@pytest.mark.parametrize(
    ("service", "extra", "expected"),
    [
        pytest.param("s3", {}, None, id="none"),
        pytest.param("s3", {"endpoint_url": URL}, URL, id="of-every-service"),
        pytest.param("sts", {"endpoint_url": URL}, URL, id="a-store-of-ones-own-has-its-own-sts"),
        pytest.param(
            "sts",
            {"endpoint_url": "https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com"},
            None,
            id="aws-s3-is-no-sts",
        ),
        pytest.param(
            "s3",
            {"endpoint_url": "https://s3.eu-west-1.amazonaws.com"},
            "https://s3.eu-west-1.amazonaws.com",
            id="aws-endpoint-of-other-services",
        ),
        pytest.param(
            "sts",
            {"endpoint_url": URL, "service_config": {"sts": {"endpoint_url": "http://sts:1"}}},
            "http://sts:1",
            id="own-beats-all",
        ),
        pytest.param(
            "s3", {"endpoint_url": URL, "service_config": {"s3": {"endpoint_url": ""}}}, URL, id="own-empty-is-unset"
        ),
    ],
)
def test_the_endpoint_of_a_service(service: str, extra: dict[str, object], expected: str | None) -> None:
    """The service's own endpoint, else the connection's, which is not taken for STS when it is one of AWS."""
    assert parse_connection(extra=extra).get_service_endpoint_url(service) == expected


def test_the_role_arn_is_known_or_none() -> None:
    """role_arn is None without a role and for a role that only has a name."""
    assert AwsConnection().role_arn is None
    assert AwsConnection(role=RoleStep(name="etl")).role_arn is None
    assert AwsConnection(role=RoleStep(arn=ARN)).role_arn == ARN
