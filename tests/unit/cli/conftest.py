"""How the tests of the command line call it, and what they look for."""

from __future__ import annotations

import io
import sys
from typing import NamedTuple, Protocol

import pytest

from airflow_provider_awsconn.cli.main import main

CANARY = "canary"
KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "canarysecretcanarysecretcanarysecret1234"
ROLE = "arn:aws:iam::123456789012:role/etl"


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


class Command(Protocol):
    """Runs a command in this process."""

    def __call__(self, *arguments: str, stdin: str = "") -> Ended:
        """Run it with these arguments and this standard input."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line."""

    def run_main(*arguments: str, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            status = main(arguments)
        except SystemExit as error:
            status = int(error.code or 0)
        return Ended(status, *capsys.readouterr())

    # The command line sets it for its process, which is the tests' own here.
    monkeypatch.setenv("_AIRFLOW_PROCESS_CONTEXT", "")
    return run_main
