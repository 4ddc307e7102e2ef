"""How many examples Hypothesis makes: few and always the same in the suite, new ones by the thousand in `make fuzz`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

from tests.fuzz.counter import examples

LONG = "long"
LEAST = 100_000

# Nothing of Hypothesis's is written into the working copy.
set_hypothesis_home_dir(Path(os.environ["HOME"]) / "hypothesis")
settings.register_profile(
    "fixed",
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
settings.register_profile(LONG, settings.get_profile("fixed"), derandomize=False, max_examples=7000, print_blob=True)
settings.load_profile("fixed")


def _is_too_short(config: pytest.Config) -> bool:
    return config.getoption("--hypothesis-profile") == LONG and examples.total() < LEAST


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many examples were run."""
    for name, count in sorted(examples.items()):
        terminalreporter.write_line(f"{count:7} {name}")
    terminalreporter.write_line(f"{examples.total():7} examples")
    if _is_too_short(config):
        terminalreporter.write_line(f"FAILED: fewer than {LEAST} examples")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a long run that was none."""
    if _is_too_short(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
