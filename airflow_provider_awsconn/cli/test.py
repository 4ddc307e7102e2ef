"""``test``: a connection put to the test, step by step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from airflow_provider_awsconn.cli.output import ShownStep, UsageError, show_text

if TYPE_CHECKING:
    import argparse

    from airflow_provider_awsconn.cli.output import Printer
    from airflow_provider_awsconn.doctor.report import Report

SUMMARY = "test a connection step by step: what works, what fails and what to do; status 1 when it fails"
DESCRIPTION = (
    "Take the steps from the settings of a connection to a request, with its own settings, and stop at the first one\n"
    "that fails. Asks AWS, or the store, for as little as proves it; writes nothing. Ends with status 1 when it fails."
)
EXAMPLES = "examples:\n  PROGRAM test aws_default\n  PROGRAM test aws_default --timeout 30 --json"
_SECONDS = 10.0
_LONGEST_SECONDS = 3600.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("conn_id", metavar="CONN_ID", help="id of the connection, such as aws_default")
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        default=_SECONDS,
        help="how long all steps may take together, 10 when nothing is said, such as: --timeout 30",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(arguments: argparse.Namespace, printer: Printer) -> int:
    """Print the steps as they end."""
    seconds = _read_seconds(arguments.timeout)
    from airflow_provider_awsconn.airflow_compat import enter_command_line

    enter_command_line()
    from airflow_provider_awsconn.hooks.aws import AwsHook

    examination = AwsHook(arguments.conn_id).examine(seconds)
    if arguments.json:
        report = examination.finish()
        printer.print_json({"connection": arguments.conn_id} | report.to_dict())
        return int(not report.passed)
    with printer.show_progress(lambda: examination.title) as show:
        for step in examination:
            # What is wrong with the settings is told with what would be right.
            advice = step.advice if step.advice and step.advice not in step.text else None
            show(ShownStep(step.outcome, step.title, step.text, advice, f"{step.seconds:.1f} s"))
    report = examination.finish()
    printer.print_line("")
    for line in _sum_up(report, arguments.conn_id):
        printer.print_line(show_text(line))
    return int(not report.passed)


def _sum_up(report: Report, conn_id: str) -> list[str]:
    where = f" on {report.host}" if report.host else ""
    lines = [f"connection '{conn_id}' {'works' if report.passed else 'does not work'}{where}"]
    if report.proved:
        lines.append(f"proved: {', '.join(report.proved)}")
    if report.not_proved:
        lines.append(f"not proved: {', '.join(report.not_proved)}")
    return lines


def _read_seconds(given: str | float) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= _LONGEST_SECONDS:
        raise UsageError(f"--timeout: '{given}' is not a number of seconds; give one above 0 and at most 3600")
    return seconds
