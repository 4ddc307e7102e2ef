"""The switches between Airflow versions give what the installed version has."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.airflow_compat import (
    AirflowNotFoundException,
    BaseHook,
    get_option,
    mask_secret,
    read_run_values,
)
from airflow_provider_awsconn.connection.templates import FIELDS
from tests.unit.running_task import run_task

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_base_class_is_airflows_own() -> None:
    """The hook's base class is what a DAG's author gets from the documented place."""
    try:
        documented = importlib.import_module("airflow.sdk").BaseHook
    except (ImportError, AttributeError):  # Airflow 2.11 and 3.0
        documented = importlib.import_module("airflow.hooks.base").BaseHook
    assert BaseHook is documented


def test_the_exception_is_the_one_airflow_raises() -> None:
    """A lookup that finds nothing raises the class we catch."""
    with pytest.raises(AirflowNotFoundException):
        BaseHook.get_connection("nobody_made_this")


def test_an_option_is_read_at_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset gives the default; set in the environment gives that."""
    assert get_option("awsconn", "some_option", "fallback") == "fallback"
    monkeypatch.setenv("AIRFLOW__AWSCONN__SOME_OPTION", "set")
    assert get_option("awsconn", "some_option", "fallback") == "set"


def test_a_masked_secret_is_redacted_afterwards(redact: Callable[[str], str]) -> None:
    """What is registered disappears from Airflow's log, and nothing else does."""
    assert redact("the kept-out-of-logs-4 stays") == "the kept-out-of-logs-4 stays"
    mask_secret("kept-out-of-logs-4")
    assert redact("the kept-out-of-logs-4 stays") == "the *** stays"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        pytest.param({}, {}, id="outside-a-task"),
        pytest.param(
            {
                "AIRFLOW_CTX_DAG_ID": "daily",
                "AIRFLOW_CTX_TASK_ID": "load",
                "AIRFLOW_CTX_DAG_RUN_ID": "manual__1",
                "AIRFLOW_CTX_TRY_NUMBER": "2",
                "AIRFLOW_CTX_DAG_OWNER": "somebody",
            },
            {"dag_id": "daily", "task_id": "load", "run_id": "manual__1", "try_number": "2"},
            id="task",
        ),
        pytest.param(
            {"AIRFLOW_CTX_DAG_ID": "d", "AIRFLOW_CTX_TEAM_NAME": "etl"}, {"dag_id": "d", "team": "etl"}, id="team"
        ),
        pytest.param({"AIRFLOW_CTX_DAG_ID": "daily", "AIRFLOW_CTX_TASK_ID": ""}, {"dag_id": "daily"}, id="a-part"),
    ],
)
def test_run_values_are_what_airflow_tells_the_task(
    variables: dict[str, str], expected: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variables of a running task, under the names of a session name's fields; what is empty is left out."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert read_run_values() == expected


@pytest.mark.parametrize("map_index", [-1, 0, 3])
def test_the_map_index_is_that_of_the_running_task(map_index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow's own context and variables, while an operator executes; outside of it there is nothing."""
    with run_task(monkeypatch, map_index):
        assert read_run_values() == {
            "dag_id": "daily",
            "task_id": "load",
            "run_id": "manual__2026-11-22T00:00:00+00:00",
            "try_number": "2",
            "map_index": str(map_index),
        }
    assert read_run_values() == {}


def test_the_variables_are_those_airflow_sets() -> None:
    """Airflow's own list of variables for a task holds every name that is read here."""
    try:
        context = importlib.import_module("airflow.sdk.execution_time.context")
    except ImportError:  # Airflow 2.11
        context = importlib.import_module("airflow.utils.operator_helpers")
    names = {mapping["env_var_format"] for mapping in context.AIRFLOW_VAR_NAME_FORMAT_MAPPING.values()}
    assert {f"AIRFLOW_CTX_{name}" for name in ("DAG_ID", "TASK_ID", "DAG_RUN_ID", "TRY_NUMBER")} <= names


def test_the_fields_are_those_of_a_session_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every field that a template may name, but the connection's own, has its run value."""
    monkeypatch.setenv("AIRFLOW_CTX_TEAM_NAME", "etl")
    with run_task(monkeypatch):
        assert {"conn_id", *read_run_values()} == set(FIELDS)
