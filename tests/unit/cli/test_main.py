"""How commands are called, and how they end."""

from __future__ import annotations

import io
import logging
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.cli import describe, lint
from airflow_provider_awsconn.cli.main import main
from airflow_provider_awsconn.cli.output import show_text

if TYPE_CHECKING:
    from tests.unit.cli.conftest import Command


def test_no_command_is_wrong_use(run: Command) -> None:
    """Argparse's status for it is 2, on the error stream."""
    ended = run()
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.endswith("error: the following arguments are required: COMMAND\n")


def test_the_help_names_every_command(run: Command) -> None:
    """With what each is for."""
    ended = run("--help")
    assert ended.status == 0
    assert re.findall(r"^ +(describe|lint|make|test) +\w+", ended.out, re.MULTILINE) == [
        "describe",
        "lint",
        "make",
        "test",
    ]


@pytest.mark.parametrize("command", ["describe", "lint", "make", "test"])
def test_the_help_of_a_command_ends_with_an_example(command: str, run: Command) -> None:
    """One that can be copied."""
    ended = run(command, "--help")
    assert ended.status == 0
    assert f"\n  python -m airflow_provider_awsconn {command} " in ended.out


def test_no_option_is_guessed_from_its_start(run: Command) -> None:
    """An abbreviation would take another meaning with the next version."""
    assert run("describe", "x", "--serv", "s3").status == 2


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt, 130), (BrokenPipeError, 141)])
def test_ends_that_are_no_faults_are_quiet(
    error: type[BaseException], status: int, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C, and a reader that has read enough."""

    def end(*_: Any) -> int:
        raise error

    monkeypatch.setattr(describe, "run", end)
    # The real one would close the standard output of the tests.
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    assert run("describe", "x") == (status, "", "")


def test_what_others_print_stays_out_of_the_output(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of others go to the error stream, logs nowhere; both are as before afterwards."""

    def chatter(_: Any, printer: Any) -> int:
        sys.stdout.write("noise\n")
        logging.getLogger("airflow").critical("noise")
        printer.print_line("result")
        return 0

    monkeypatch.setattr(lint, "run", chatter)
    stdout = sys.stdout
    assert run("lint") == (0, "result\n", "noise\n")
    assert (sys.stdout, logging.root.manager.disable) == (stdout, 0)


def test_control_characters_are_shown_as_their_escapes() -> None:
    """A name in a connection must not move the cursor."""
    assert show_text("a\x1b[2J\nb é") == "a\\x1b[2J\\nb é"


def test_an_ascii_output_gets_escapes(monkeypatch: pytest.MonkeyPatch, run: Command) -> None:
    """Of what it can't show; not an error."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        assert run("test", "n\xe4mlich").status == 1
    assert b"connection 'n\\xe4mlich' does not work" in raw.getvalue()


def test_main_takes_the_arguments_of_the_process(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `python -m` calls it."""
    monkeypatch.setattr(sys, "argv", ["x", "make", "--region-name", "eu-west-1"])
    assert main() == 0
    assert capsys.readouterr().out == "aws://@/?region_name=eu-west-1\n"
