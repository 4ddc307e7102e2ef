"""What is accepted is described, without its secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airflow_provider_awsconn.connection.formats import read_mapping
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.sessions.checks import check_connection
from airflow_provider_awsconn.sessions.description import describe_connection
from tests.fuzz import strategies
from tests.fuzz.canaries import find_pieces
from tests.fuzz.counter import counted

pytestmark = pytest.mark.once


# A description looks at botocore's own configuration, and takes a hundred times as long as a reading.
@settings(max_examples=settings().max_examples // 10)
@given(
    fields=strategies.right_fields() | strategies.near_misses(),
    service_name=st.none() | st.sampled_from(("s3", "sts", "nosuch")),
)
@counted
def test_what_is_accepted_is_described(fields: dict[str, Any], service_name: str | None) -> None:
    """The same text each time, JSON, and no secret in either."""
    reading = read_mapping(fields, "c")
    if reading.problems or check_connection(reading.connection):
        return
    described = describe_connection(reading.connection, HookArguments(), service_name)
    assert described == describe_connection(reading.connection, HookArguments(), service_name)
    assert find_pieces(f"{described}\n{described!r}\n{json.dumps(described.to_dict())}") == []
    str(described).encode()
