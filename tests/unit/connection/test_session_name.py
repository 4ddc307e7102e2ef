"""Role session names from any connection id and template."""

from __future__ import annotations

import re

import boto3
import pytest

from airflow_provider_awsconn.connection.session_name import (
    MAXIMUM_LENGTH,
    MINIMUM_LENGTH,
    build_session_name,
    describe_session,
)

RUN = {"dag_id": "sales", "task_id": "load", "run_id": "manual__2026-01-01T00:00:00+00:00", "try_number": "2"}


@pytest.mark.parametrize(
    ("conn_id", "name"),
    [
        pytest.param("aws_default", "Airflow_aws_default", id="as-it-is"),
        pytest.param("a.b-c=d,e@f+g", "Airflow_a.b-c=d,e@f+g", id="legal-characters"),
        pytest.param("team/a b:c", "Airflow_team-a-b-c", id="illegal-characters"),
        pytest.param("größe", "Airflow_gr-e", id="run-of-illegal-characters"),
        pytest.param("{dag_id}", "Airflow_{dag_id}".replace("{", "-").replace("}", "-"), id="braces-in-the-id"),
        pytest.param(None, "Airflow", id="no-connection"),
        pytest.param("", "Airflow_", id="empty-id"),
        pytest.param("x" * 56, "Airflow_" + "x" * 56, id="longest-that-fits"),
    ],
)
def test_the_connection_id_is_in_the_name(conn_id: str | None, name: str) -> None:
    """Airflow_ and the id, with a hyphen for what STS refuses."""
    assert build_session_name(conn_id) == name


@pytest.mark.parametrize(
    ("template", "name"),
    [
        pytest.param("etl", "etl", id="plain"),
        pytest.param("{conn_id}", "c", id="too-short-gets-airflow-in-front"),
        pytest.param("{dag_id}_{task_id}", "sales_load", id="fields"),
        pytest.param("{dag_id}.{try_number}@{conn_id}", "sales.2@c", id="more-fields"),
        pytest.param("r-{run_id}", "r-manual__2026-01-01T00-00-00+00-00", id="value-with-illegal-characters"),
        pytest.param("{dag_id}{map_index}", "sales", id="not-mapped"),
        pytest.param("{team}{dag_id}", "sales", id="no-team"),
        pytest.param("two words", "two-words", id="illegal-characters"),
        pytest.param("{dag_id", "-dag_id", id="lonely-brace"),
    ],
)
def test_a_template_is_filled_in(template: str, name: str) -> None:
    """The fields get their values, and the whole STS's alphabet."""
    expected = f"Airflow_{name}" if len(name) < MINIMUM_LENGTH else name
    assert build_session_name("c", template, RUN) == expected


def test_what_is_not_known_outside_a_run_is_left_out() -> None:
    """A connection test runs in no task: the fields of one are empty there, and the name stays legal."""
    assert build_session_name("c", "{dag_id}-{task_id}-{conn_id}") == "--c"
    assert build_session_name("c", "{dag_id}") == "Airflow_"
    assert build_session_name(None, "x{conn_id}y") == "xy"


def test_values_are_not_filled_in_again() -> None:
    """Braces in a value are text."""
    assert build_session_name("c", "{dag_id}", {"dag_id": "{task_id}", "task_id": "no"}) == "-task_id-"


def test_long_ids_stay_different() -> None:
    """A name that would be too long keeps its start and ends in a hash of the whole, always the same."""
    one, other = build_session_name("x" * 80 + "1"), build_session_name("x" * 80 + "2")
    assert one != other
    assert one == build_session_name("x" * 80 + "1")
    assert {len(one), len(other)} == {MAXIMUM_LENGTH}
    assert re.fullmatch(r"Airflow_x{47}-[0-9a-f]{8}", one)


def test_long_names_that_differ_in_what_sts_refuses_stay_different() -> None:
    """The hash is of the text before illegal characters became hyphens."""
    assert build_session_name("x" * 80 + "/") != build_session_name("x" * 80 + ":")


def test_the_limits_are_those_of_sts() -> None:
    """Lengths and alphabet are those of botocore's own model of AssumeRole."""
    shape = (
        boto3.session.Session()
        .client("sts", region_name="eu-west-1")
        .meta.service_model.operation_model("AssumeRole")
        .input_shape.members["RoleSessionName"]
    )
    assert (shape.metadata["min"], shape.metadata["max"]) == (MINIMUM_LENGTH, MAXIMUM_LENGTH)
    for conn_id in ("größe/ß", "x" * 200, "", None, "\n", "ß" * 200):
        for template in (None, "{conn_id}", "{dag_id}", "ß", "x", "x" * 65):
            name = build_session_name(conn_id, template)
            assert re.fullmatch(shape.metadata["pattern"], name, re.ASCII)
            assert MINIMUM_LENGTH <= len(name) <= MAXIMUM_LENGTH


def name_run(**changes: str) -> str:
    """The name of a run that is like RUN but for some values."""
    return build_session_name("c", None, RUN | changes)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        pytest.param({}, "sales.load.manual__2026-01-01T00-00-00+00-00", id="short"),
        pytest.param({"map_index": "-1"}, "sales.load.manual__2026-01-01T00-00-00+00-00", id="not-mapped"),
        pytest.param({"map_index": "3"}, "sales.load.manual__2026-01-01T00-00-00+00-00.3", id="mapped"),
        pytest.param({"map_index": "0"}, "sales.load.manual__2026-01-01T00-00-00+00-00.0", id="mapped-first"),
        pytest.param(
            {"dag_id": "d" * 250, "task_id": "load"}, f"{'d' * 25}.load.manual__2026-01-01T00-00", id="long-dag"
        ),
        pytest.param(
            {"dag_id": "d" * 250, "task_id": "t" * 250}, f"{'d' * 18}.{'t' * 18}.manual__2026-01-0", id="long-both"
        ),
        pytest.param({"dag_id": "größe/1"}, "gr-e-1.load.manual__2026-01-01T00-00-00+00-00", id="illegal-characters"),
        pytest.param({"task_id": ""}, "sales.manual__2026-01-01T00-00-00+00-00", id="no-task"),
    ],
)
def test_inside_a_task_the_name_tells_the_run(changes: dict[str, str], name: str) -> None:
    """Each part in its fair share of the room, and a hash of the whole behind them."""
    made = name_run(**changes)
    assert made[:-9] == name
    assert re.fullmatch(r"-[0-9a-f]{8}", made[-9:])
    assert len(made) <= MAXIMUM_LENGTH


def test_a_template_beats_the_name_of_the_run() -> None:
    """Who writes a template gets it, without a hash where it fits."""
    assert build_session_name("c", "etl", RUN) == "etl"


def test_the_try_and_the_team_do_not_change_the_name_of_the_run() -> None:
    """Only DAG, task, run and map index do, so that a retry is found under the same name."""
    assert name_run(try_number="7", team="a") == name_run()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        pytest.param(None, "", id="no-run"),
        pytest.param({}, "", id="empty"),
        pytest.param(
            RUN | {"map_index": "-1"},
            " is DAG sales, task load, run manual__2026-01-01T00:00:00+00:00, try 2",
            id="not-mapped",
        ),
        pytest.param(
            RUN | {"map_index": "3", "team": "x"},
            " is DAG sales, task load, run manual__2026-01-01T00:00:00+00:00, map index 3, try 2",
            id="mapped",
        ),
        pytest.param({"dag_id": "a\nb\x1b[0m"}, " is DAG a?b?[0m", id="control-characters"),
    ],
)
def test_a_session_is_described_in_full(values: dict[str, str] | None, told: str) -> None:
    """The log has every id uncut, in one line."""
    assert describe_session("name", values) == f'role session "name"{told}'
