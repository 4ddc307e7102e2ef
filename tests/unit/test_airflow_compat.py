"""The switches between Airflow versions give what the installed version has."""

from __future__ import annotations

import gc
import importlib
import re
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn import airflow_compat
from airflow_provider_awsconn.airflow_compat import (
    AirflowNotFoundException,
    BaseHook,
    get_option,
    mask_minted,
    mask_secret,
    read_run_values,
)
from airflow_provider_awsconn.connection.templates import FIELDS
from tests.unit.credentials.fakes import NOW, Clock
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


MASKERS = (
    "airflow.sdk._shared.secrets_masker",
    "airflow.sdk.execution_time.secrets_masker",  # Airflow 3.0
    "airflow.utils.log.secrets_masker",  # Airflow 2.11
)
# With characters that each kind of pattern escapes otherwise.
MINTED = "wJalr/XUtn+FEMI=K7:MDENG-bPxRf iCYz"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time by which masks are forgotten, and nothing of other tests to forget."""
    clock = Clock()
    monkeypatch.setattr("airflow_provider_awsconn.airflow_compat.time.time", clock)
    monkeypatch.setattr(airflow_compat, "_minted", {})
    return clock


def read_masked() -> set[str]:
    """What the masker of this process masks, without the signs of a pattern."""
    for name in MASKERS:
        try:
            masker: Any = importlib.import_module(name)._secrets_masker()
        except ImportError:
            continue
        return {re.sub(r"\\(.)", r"\1", pattern) for pattern in masker.patterns}
    raise AssertionError("this Airflow has its masker elsewhere")


def test_a_minted_secret_is_masked_until_it_ends(clock: Clock, redact: Callable[[str], str]) -> None:
    """A masker that keeps all that was ever minted gets slower with every renewal; what has ended is no secret."""
    mask_minted(MINTED, NOW + 60)
    assert MINTED in read_masked()
    assert redact(f"the {MINTED} stays") == "the *** stays"
    clock.now = NOW + 60
    mask_minted("the-second-of-them", NOW + 120)
    assert read_masked() >= {MINTED, "the-second-of-them"}
    clock.now = NOW + 60.01
    mask_minted("the-third-of-them", None)
    masked = read_masked()
    assert MINTED not in masked
    assert masked >= {"the-second-of-them", "the-third-of-them"}
    assert set(airflow_compat._minted) == {"the-second-of-them"}
    # The masker makes its pattern at the next secret.
    mask_minted("the-fourth-of-them", NOW + 180)
    assert redact(f"{MINTED}, the-second-of-them, the-third-of-them, the-fourth-of-them") == f"{MINTED}, ***, ***, ***"


@pytest.mark.usefixtures("clock")
def test_a_secret_may_come_while_others_are_gone_through() -> None:
    """The garbage collector may run in between, and let another thread tell a secret of its own."""

    def come(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            airflow_compat._minted[f"come-meanwhile-{len(airflow_compat._minted)}"] = NOW + 90

    for number in range(2000):
        airflow_compat._minted[f"at-hand-{number}"] = NOW + 60
    thresholds = gc.get_threshold()
    gc.callbacks.append(come)
    try:
        gc.set_threshold(1)
        mask_minted(MINTED, NOW + 60)
    finally:
        gc.set_threshold(*thresholds)
        gc.callbacks.remove(come)
    assert MINTED in read_masked()
    assert len(airflow_compat._minted) > 2001


def test_what_others_mask_stays_masked(clock: Clock, redact: Callable[[str], str]) -> None:
    """However many sets come and go: only what was minted here and has ended is taken out."""
    mask_secret("of-somebody/else+1")
    mask_minted("without-an-end-1", None)
    before = read_masked()
    for number in range(50):
        clock.now = NOW + 100 * number
        mask_minted(f"minted+{number}/key", clock.now + 150)
    assert read_masked() - before == {"minted+49/key", "minted+48/key"}
    assert before - read_masked() == set()
    assert redact("of-somebody/else+1 without-an-end-1 minted+49/key") == "*** *** ***"


def test_a_secret_that_is_told_again_is_kept_until_its_end(clock: Clock) -> None:
    """Each connection tells the sets that it shares; that changes nothing, and a later end counts."""
    for ends_at in (NOW + 60, NOW + 60, NOW + 90):
        mask_minted(MINTED, ends_at)
    clock.now = NOW + 80
    mask_minted("another-of-them", None)
    assert MINTED in read_masked()
    clock.now = NOW + 91
    mask_minted("another-of-them", None)
    assert MINTED not in read_masked()


def test_a_masker_that_keeps_its_secrets_elsewhere_is_left_alone(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later Airflow may change it: then nothing is forgotten, and nothing fails."""
    told: list[str] = []

    def take(secret: str) -> None:
        told.append(secret)

    monkeypatch.setattr(airflow_compat, "_find_mask_secret", lambda: take)
    mask_minted(MINTED, NOW + 60)
    clock.now = NOW + 61
    mask_minted("another-of-them", None)
    assert told == [MINTED, "another-of-them"]
    assert airflow_compat._minted == {}


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
