"""``lint``: all that is wrong or odd with connections, wherever they are kept."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow_provider_awsconn.cli.files import Found, read_file
from airflow_provider_awsconn.cli.output import UsageError, show_problem
from airflow_provider_awsconn.cli.prompt import ask_secret
from airflow_provider_awsconn.errors import Problem

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from airflow_provider_awsconn.cli.output import Printer
    from airflow_provider_awsconn.connection.parse import Reading, UnknownKeys

SUMMARY = "list all that is wrong or odd with connections; status 1 when something is wrong"
DESCRIPTION = (
    "List every finding of connections of type aws: errors, which keep them from being used, and warnings.\n"
    "[awsconn] unknown_keys says which of the two an unknown key is. Ends with status 1 when there is an error."
)
EXAMPLES = """examples:
  PROGRAM lint aws_default
  PROGRAM lint --all --output json
  airflow connections export connections.json && PROGRAM lint --json connections.json
  echo "$AIRFLOW_CONN_AWS_DEFAULT" | PROGRAM lint --uri"""
_VARIABLE = "AIRFLOW_CONN_"


class Finding(NamedTuple):
    """Something that is wrong or odd.

    Attributes:
        level: ``error`` or ``warning``.
        problem: what it is.
    """

    level: str
    problem: Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("conn_ids", metavar="CONN_ID", nargs="*", help="id of a connection, such as aws_default")
    parser.add_argument(
        "--all",
        action="store_true",
        help="every connection of type aws in AIRFLOW_CONN_... variables and in Airflow's metadata database",
    )
    parser.add_argument(
        "--uri",
        action="store_true",
        help="a connection as one text, URI or JSON, from the standard input; asked for on a terminal",
    )
    parser.add_argument(
        "--json",
        metavar="FILE",
        help="a file of `airflow connections export`, in JSON, or by its suffix .yaml or .env; or one connection; "
        "- for the standard input, such as: --json -",
    )
    parser.add_argument(
        "--output", choices=("table", "json"), default="table", help="how to print, such as: --output json"
    )


def run(arguments: argparse.Namespace, printer: Printer) -> int:
    """Print the findings."""
    ways = [bool(arguments.conn_ids), arguments.all, arguments.uri, arguments.json is not None]
    if sum(ways) != 1:
        raise UsageError("give one of: connection ids, --all, --uri, --json FILE")
    from airflow_provider_awsconn.airflow_compat import enter_command_line

    enter_command_line()
    found = _read(arguments)
    findings = [(name, list_findings(reading)) for name, reading in found.readings]
    show = _print_json if arguments.output == "json" else _print_tables
    show(findings, found.others, printer)
    return int(any(finding.level == "error" for _, each in findings for finding in each))


def list_findings(reading: Reading) -> list[Finding]:
    """List what is to be said of a connection, errors first."""
    from airflow_provider_awsconn.sessions.checks import check_connection, check_services
    from airflow_provider_awsconn.sessions.operation_names import check_probe

    connection = reading.connection
    errors = [*reading.problems, *check_connection(connection)]
    warnings = [*connection.remarks, *check_services(connection), *check_probe(connection.test_probe)]
    return [
        *(Finding("error", problem) for problem in dict.fromkeys(errors)),
        *(Finding("warning", remark) for remark in dict.fromkeys(warnings)),
    ]


def _read(arguments: argparse.Namespace) -> Found:
    from airflow_provider_awsconn.airflow_connections import choose_unknown_keys
    from airflow_provider_awsconn.connection.formats import read_text

    try:
        unknown_keys = choose_unknown_keys()
    except ValueError as error:
        raise UsageError(str(error)) from None
    if arguments.json is not None:
        return read_file(arguments.json, unknown_keys, Found())
    found = Found()
    if arguments.uri:
        found.readings.append(("standard input", read_text(ask_secret("connection URI"), None, unknown_keys)))
    elif arguments.all:
        read_all(found, unknown_keys)
    else:
        for conn_id in dict.fromkeys(arguments.conn_ids):
            _look_up(conn_id, found)
    return found


def read_all(found: Found, unknown_keys: UnknownKeys) -> None:
    """Read every connection of AIRFLOW_CONN_... variables and of Airflow's metadata database."""
    for name, text in sorted(os.environ.items()):
        if name.startswith(_VARIABLE):
            found.add(name.removeprefix(_VARIABLE).lower(), text, unknown_keys)
    _read_database(found)


def _look_up(conn_id: str, found: Found) -> None:
    from airflow_provider_awsconn.airflow_compat import BaseHook
    from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError, read_named
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.parse import Reading

    try:
        reading = read_named(conn_id, BaseHook)
    except ConnectionNotFoundError as error:
        what, _, right = str(error).removeprefix(f"connection '{conn_id}': ").partition("; ")
        found.refuse(conn_id, Problem("connection", what, right))
        return
    if reading is None:
        reason = "does not exist, and [awsconn] missing_connection is ambient"
        missing = Problem("connection", reason, "create it; without it boto3's own lookup chain is used")
        reading = Reading(AwsConnection(remarks=(missing,)))
    found.readings.append((conn_id, reading))


def _read_database(found: Found) -> None:
    from cryptography.fernet import InvalidToken
    from sqlalchemy.exc import SQLAlchemyError

    from airflow_provider_awsconn.airflow_compat import AirflowException, list_stored_connections
    from airflow_provider_awsconn.airflow_connections import read_airflow_connection

    try:
        stored = list_stored_connections()
    except SQLAlchemyError as error:
        reason = f"can't be read ({type(error).__name__})"
        problem = Problem("[database] sql_alchemy_conn", reason, "correct it, or name the connections to lint")
        found.refuse("metadata database", problem)
        return
    for connection in stored:
        if connection.conn_type != "aws":
            found.pass_over(str(connection.conn_id))
            continue
        try:
            reading = read_airflow_connection(connection)
        except (AirflowException, InvalidToken):
            problem = Problem("password", "can't be decrypted", "give [core] fernet_key as it was when it was stored")
            found.refuse(str(connection.conn_id), problem)
        else:
            fields = {name: getattr(connection, name) for name in ("conn_type", "login", "host", "extra")}
            found.keep(str(connection.conn_id), reading, fields)


def _print_json(findings: Iterable[tuple[str, list[Finding]]], others: int, printer: Printer) -> None:
    connections: list[dict[str, Any]] = [
        {"connection": name, "findings": [{"level": each.level, **show_problem(each.problem)} for each in listed]}
        for name, listed in findings
    ]
    printer.print_json({"connections": connections, "others": others})


def _print_tables(findings: list[tuple[str, list[Finding]]], others: int, printer: Printer) -> None:
    for name, listed in findings:
        if listed:
            printer.print_heading(f"connection '{name}'")
            rows = [(level, *show_problem(problem).values()) for level, problem in listed]
            printer.print_table(("", "where", "what", "right"), rows)
            printer.print_line("")
    levels = [finding.level for _, listed in findings for finding in listed]
    sums = [
        _count(len(findings), "connection"),
        _count(levels.count("error"), "error"),
        _count(levels.count("warning"), "warning"),
    ]
    if others:
        sums.append(f"{others} of other types not looked at")
    printer.print_line(", ".join(sums))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
