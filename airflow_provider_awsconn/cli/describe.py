"""``describe``: the effective settings of a connection, each with where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from airflow_provider_awsconn.cli.output import Printer

SUMMARY = "show the effective settings of a connection, each with where it came from"
DESCRIPTION = (
    "Show what the connection, this machine's environment and its AWS files come to, without secrets and\n"
    "without asking AWS. The connection is looked up as Airflow does: secrets backend, environment, database."
)
EXAMPLES = "example:\n  PROGRAM describe aws_default --service s3"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("conn_id", metavar="CONN_ID", help="id of the connection, such as aws_default")
    parser.add_argument("--service", metavar="NAME", help="describe this service's clients, such as: --service s3")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def run(arguments: argparse.Namespace, printer: Printer) -> int:
    """Print the description."""
    from airflow_provider_awsconn.airflow_compat import enter_command_line

    enter_command_line()
    from airflow_provider_awsconn.airflow_connections import fetch_connection
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.sessions.description import describe_connection

    connection = fetch_connection(arguments.conn_id).connection
    description = describe_connection(connection, HookArguments(), arguments.service)
    if arguments.json:
        printer.print_json(description.to_dict())
        return 0
    rows = [(setting.name, setting.show_value(), setting.origin) for setting in description.settings]
    printer.print_table(("setting", "value", "origin"), rows, ("cyan",))
    printer.print_problems(f"remark: {remark}" for remark in description.remarks)
    return 0
