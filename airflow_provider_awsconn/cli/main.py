"""The command line's arguments, and how a command ends. What a command does stands in a module of its own."""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import os
import sys
import warnings
from typing import TYPE_CHECKING

from airflow_provider_awsconn.cli import adopt, describe, lint, make, test
from airflow_provider_awsconn.cli.output import Printer, UsageError
from airflow_provider_awsconn.errors import AwsConnError, InvalidConnectionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROGRAM = "python -m airflow_provider_awsconn"
FOUND_ERRORS = 1
_WRONG_USE = 2
# As shells tell of a process that a signal ended.
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give the exit status: 0, 1 for errors found, 2 for wrong use."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        # An ASCII terminal or log: as Python itself writes to the other stream.
        sys.stdout.reconfigure(errors="backslashreplace")
    printer = Printer(sys.stdout, sys.stderr)
    try:
        with _keep_quiet():
            status: int = arguments.run(arguments, printer)
        sys.stdout.flush()
    except UsageError as error:
        parser.exit(_WRONG_USE, f"{PROGRAM} {arguments.command}: error: {error}\n")
    except AwsConnError as error:
        printer.print_problems(_list_lines(error))
        return FOUND_ERRORS
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Python would tell of it once more when it ends.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    return status


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Adopt, describe, lint, make and test Airflow connections of type aws.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (adopt, describe, lint, make, test):
        name = module.__name__.rpartition(".")[2]
        command = commands.add_parser(
            name,
            help=module.SUMMARY,
            description=module.DESCRIPTION,
            epilog=module.EXAMPLES.replace("PROGRAM", PROGRAM),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _list_lines(error: AwsConnError) -> list[str]:
    if not isinstance(error, InvalidConnectionError):
        return [f"error: {error}"]
    name = "" if error.conn_id is None else f"connection '{error.conn_id}': "
    return [f"error: {name}{problem}" for problem in error.problems]


@contextlib.contextmanager
def _keep_quiet() -> Iterator[None]:
    """Keep what others print and log out of the output, as Airflow's own commands do.

    Airflow's loggers write to the standard output, and tell of a connection that they can't read with a piece of it.
    """
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(sys.stderr), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
