"""Role session names from any connection id."""

from __future__ import annotations

import re

import boto3
import pytest

from airflow_provider_awsconn.connection.session_name import MAXIMUM_LENGTH, build_session_name


@pytest.mark.parametrize(
    ("conn_id", "name"),
    [
        pytest.param("aws_default", "Airflow_aws_default", id="as-it-is"),
        pytest.param("a.b-c=d,e@f+g", "Airflow_a.b-c=d,e@f+g", id="legal-characters"),
        pytest.param("team/a b:c", "Airflow_team-a-b-c", id="illegal-characters"),
        pytest.param("größe", "Airflow_gr-e", id="run-of-illegal-characters"),
        pytest.param(None, "Airflow", id="no-connection"),
        pytest.param("x" * 56, "Airflow_" + "x" * 56, id="longest-that-fits"),
    ],
)
def test_the_connection_id_is_in_the_name(conn_id: str | None, name: str) -> None:
    """Airflow_ and the id, with a hyphen for what STS refuses."""
    assert build_session_name(conn_id) == name


def test_long_ids_stay_different() -> None:
    """A name that would be too long keeps its start and ends in a hash of the whole, always the same."""
    one, other = build_session_name("x" * 80 + "1"), build_session_name("x" * 80 + "2")
    assert one != other
    assert one == build_session_name("x" * 80 + "1")
    assert {len(one), len(other)} == {MAXIMUM_LENGTH}
    assert re.fullmatch(r"Airflow_x{47}-[0-9a-f]{8}", one)


def test_the_limits_are_those_of_sts() -> None:
    """Length and alphabet are those of botocore's own model of AssumeRole."""
    shape = (
        boto3.session.Session()
        .client("sts", region_name="eu-west-1")
        .meta.service_model.operation_model("AssumeRole")
        .input_shape.members["RoleSessionName"]
    )
    assert shape.metadata["max"] == MAXIMUM_LENGTH
    for conn_id in ("größe/ß", "x" * 200, "", None, "\n"):
        assert re.fullmatch(shape.metadata["pattern"], build_session_name(conn_id), re.ASCII)
