"""A bearer token of the worker stands for the worker: not for another identity, nor for another endpoint."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.errors import NoCredentialsError
from airflow_provider_awsconn.sessions.factory import SessionFactory
from tests.unit.conftest import REGION

KEYS = {
    "aws_access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "aws_secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
CANARY = "canary-bearer-token"

pytestmark = pytest.mark.skipif(
    "auth_scheme_preference" not in Config.OPTION_DEFAULTS, reason="this botocore reads no such token"
)


class SentError(Exception):
    """A request was about to be sent, and is not."""


@pytest.fixture(autouse=True)
def worker_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker has a token for Bedrock."""
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", CANARY)


def send(**extra: Any) -> str:
    """The Authorization header of a request that a connection's client would send."""
    headers: list[str] = []

    def keep(request: Any, **_: Any) -> None:
        value = request.headers["Authorization"]
        headers.append(value.decode() if isinstance(value, bytes) else value)
        raise SentError

    connection = parse_connection(conn_id="c", extra={"region_name": REGION} | extra)
    client = SessionFactory(connection).build_client("bedrock-runtime")
    client.meta.events.register_first("before-send", keep)
    with pytest.raises(SentError):
        client.converse(modelId="m", messages=[])
    return headers[0]


def test_the_workers_own_requests_have_it() -> None:
    """An empty connection is the worker, as boto3 would be."""
    assert send() == f"Bearer {CANARY}"


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({}, id="alone"),
        pytest.param({"endpoint_url": "https://127.0.0.1:9"}, id="endpoint"),
        pytest.param({"verify": False}, id="not-verified"),
    ],
)
def test_a_connection_with_keys_signs_with_them(extra: dict[str, Any]) -> None:
    """Keys of the connection are who it is, whatever stands in the environment."""
    assert send(**KEYS, **extra).startswith(f"AWS4-HMAC-SHA256 Credential={KEYS['aws_access_key_id']}/")


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"endpoint_url": "https://127.0.0.1:9"}, id="endpoint"),
        pytest.param({"service_config": {"bedrock-runtime": {"endpoint_url": "https://127.0.0.1:9"}}}, id="service"),
        pytest.param({"verify": False}, id="not-verified"),
    ],
)
def test_it_goes_nowhere_that_a_connection_names(extra: dict[str, Any]) -> None:
    """Where the connection says where requests go, or that nobody looks who is there, the token stays."""
    with pytest.raises(NoCredentialsError):
        send(**extra)
