"""The switches between Airflow versions give what the installed version has."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.airflow_compat import AirflowNotFoundException, BaseHook, get_option, mask_secret

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
