"""What the tests of this folder ask of a connection: its problems, its remarks, its keys in clear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.parse import read_connection
from airflow_provider_awsconn.errors import InvalidConnectionError

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection import AwsConnection

ARN = "arn:aws:iam::123456789012:role/etl"
HUB = "arn:aws:iam::210987654321:role/hub"
URL = "https://minio.example:9000"
MASKED = "the UI sent its mask; type the secret again"


def list_problems(**fields: Any) -> list[str]:
    """What is wrong with a connection of these fields, as its error says it."""
    with pytest.raises(InvalidConnectionError) as refused:
        parse_connection(conn_id="bad", **fields)
    assert str(refused.value) == "connection 'bad': " + " - ".join(map(str, refused.value.problems))
    return [str(problem) for problem in refused.value.problems]


def list_remarks(**fields: Any) -> list[str]:
    """What should be written otherwise in a connection of these fields, that is good otherwise."""
    return [str(remark) for remark in parse_connection(**fields).remarks]


def list_findings(**fields: Any) -> list[str]:
    """Problems and remarks together, for what may have both."""
    reading = read_connection(**fields)
    return [str(found) for found in (*reading.problems, *reading.connection.remarks)]


def read_keys(connection: AwsConnection) -> tuple[str | None, str | None, str | None]:
    """Key id, secret and token in clear."""
    held = connection.secret_access_key, connection.session_token
    secret, token = (None if value is None else value.reveal() for value in held)
    return connection.access_key_id, secret, token
