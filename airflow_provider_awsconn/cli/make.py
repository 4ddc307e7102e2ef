"""``make``: a connection, correctly encoded, from arguments, a profile, and secrets that are asked for."""

from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.cli.output import UsageError
from airflow_provider_awsconn.cli.prompt import ask_secret
from airflow_provider_awsconn.connection.keys import KEYS
from airflow_provider_awsconn.connection.redact import list_hidden_texts
from airflow_provider_awsconn.errors import InvalidConnectionError

if TYPE_CHECKING:
    import argparse

    from airflow_provider_awsconn.cli.output import Printer
    from airflow_provider_awsconn.connection import AwsConnection

SUMMARY = "print a correctly encoded connection"
DESCRIPTION = (
    "Print a connection as Airflow reads it. Secrets are asked for without echo; without a terminal each is a line\n"
    "of the standard input: secret access key, session token, external id. The result holds them in clear."
)
EXAMPLES = """examples:
  PROGRAM make --login AKIAIOSFODNN7EXAMPLE --region-name eu-west-1
  PROGRAM make --profile etl --format env --conn-id aws_etl
  PROGRAM make --role-arn arn:aws:iam::123456789012:role/etl --config-kwargs '{"retries": {"max_attempts": 10}}'"""
# --login is the one way to give a key pair.
OFFERED = tuple(key for key in KEYS if not (key.is_sensitive or key.replaced_by or key.name == "aws_access_key_id"))
_SECRETS = {"aws_session_token": "session token", "external_id": "external id"}
_SHELL_NAME = re.compile(r"[A-Za-z0-9_]+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.usage = f"{parser.prog} [--login KEY_ID | --profile NAME] [--format FORMAT] [--KEY VALUE ...]"
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--login", metavar="KEY_ID", help="access key id; the secret access key is asked for, and is no argument"
    )
    source.add_argument(
        "--profile",
        metavar="NAME",
        help="take over what a profile of this machine's AWS files says: keys, region, roles, endpoints",
    )
    parser.add_argument("--session-token", dest="aws_session_token", action="store_true", help="ask for one")
    parser.add_argument("--external-id", action="store_true", help="ask for one")
    parser.add_argument("--format", choices=("uri", "json", "env"), default="uri", help="what to print; uri by default")
    parser.add_argument(
        "--conn-id", metavar="ID", default="aws_default", help="id for --format env; aws_default by default"
    )
    keys = parser.add_argument_group("keys of the connection")
    for key in OFFERED:
        example = "" if _holds_secret(key.example) else f" Such as: {name_option(key.name)} {shlex.quote(key.example)}"
        # argparse takes a percent sign for its own.
        text = f"{key.help}{example}".replace("%", "%%")
        keys.add_argument(name_option(key.name), dest=f"key_{key.name}", metavar="VALUE", help=text)


def run(arguments: argparse.Namespace, printer: Printer) -> int:
    """Print the connection alone to the one stream, and what is odd about it to the other."""
    from airflow_provider_awsconn.cli.lint import list_findings
    from airflow_provider_awsconn.connection.formats import read_mapping, read_text

    if arguments.format == "env" and not _SHELL_NAME.fullmatch(arguments.conn_id):
        raise UsageError("--conn-id: a shell takes letters, digits and _ alone in a variable's name")
    fields = _collect(arguments, printer)
    reading = read_mapping(fields, arguments.conn_id)
    findings = list_findings(reading)
    printer.print_problems(f"warning: {each.problem}" for each in findings if each.level == "warning")
    problems = [each.problem for each in findings if each.level == "error"]
    if not problems:
        # What is printed is read once more: that is what Airflow will do with it.
        printed = _write(reading.connection, arguments.format)
        again = read_text(printed, arguments.conn_id)
        problems = list(again.problems)
    if problems:
        raise InvalidConnectionError(None, problems)
    if arguments.format == "env":
        printed = f"export AIRFLOW_CONN_{arguments.conn_id.upper()}={shlex.quote(printed)}"
    printer.print_line(printed)
    return 0


def name_option(key: str) -> str:
    """Give the option of a key."""
    return f"--{key.replace('_', '-')}"


def _write(connection: AwsConnection, form: str) -> str:
    return connection.to_uri() if form == "uri" else connection.to_json()


def _collect(arguments: argparse.Namespace, printer: Printer) -> dict[str, Any]:
    """Collect the fields of the connection; what stands in an option beats the profile."""
    given = {key.name: getattr(arguments, f"key_{key.name}") for key in OFFERED}
    given = {name: value for name, value in given.items() if value is not None}
    _refuse_secrets(given)
    fields: dict[str, Any] = {"conn_type": "aws", "extra": given}
    if arguments.profile:
        from airflow_provider_awsconn.cli.aws_profile import read_profile

        profile = read_profile(arguments.profile)
        printer.print_problems(f"warning: {remark}" for remark in profile.remarks)
        fields |= {"login": profile.login, "password": profile.password, "extra": profile.extra | given}
    if arguments.login:
        fields |= {"login": arguments.login, "password": ask_secret("secret access key")}
    for name, what in _SECRETS.items():
        if getattr(arguments, name):
            fields["extra"][name] = ask_secret(what)
    return fields


def _refuse_secrets(given: dict[str, str]) -> None:
    """Refuse an object with something secret in it: arguments stand in the list of processes."""
    for name, text in given.items():
        if _holds_secret(text):
            raise UsageError(
                f"{name_option(name)}: holds a secret, and everybody on this machine sees arguments; leave it out here "
                "and add it in Airflow's connection form"
            )


def _holds_secret(text: str) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        value = text
    return any(list_hidden_texts(value))
