"""``adopt``: what changes when the stock hook is replaced by this one. Reads, and does nothing else."""

from __future__ import annotations

import itertools
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from airflow_provider_awsconn.cli.files import Found, read_file
from airflow_provider_awsconn.cli.output import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from airflow_provider_awsconn.adopt.differences import Level
    from airflow_provider_awsconn.adopt.finding import Finding
    from airflow_provider_awsconn.adopt.installation import Options
    from airflow_provider_awsconn.cli.output import Printer
    from airflow_provider_awsconn.connection.parse import Reading
    from airflow_provider_awsconn.errors import Problem

SUMMARY = "list what changes when the stock hook is replaced by this one; status 1 when something breaks"
DESCRIPTION = (
    "Look at the connections of type aws, the options of airflow.cfg, the DAG files and the plugins of an\n"
    "installation, and list what changes when its code imports the base hook from here instead of the stock\n"
    "provider, each with what to do. Code is parsed, never imported or run; nothing is written or sent. Ends\n"
    "with status 1 when something that works would fail, or be done by another identity."
)
EXAMPLES = """examples:
  PROGRAM adopt --check
  PROGRAM adopt --check --dags dags plugins/hooks.py --json
  airflow connections export connections.json && PROGRAM adopt --check --file connections.json"""

_LEVELS: tuple[Level, ...] = ("error", "change", "note")
_PLACES_SHOWN = 10
_VARIABLE = "AIRFLOW_CONN_"
_IMPORT_PATH = re.compile(r"[\w.]{1,200}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="look, and list what changes; there is nothing else to do")
    parser.add_argument(
        "--file",
        metavar="FILE",
        help="look at the connections of this file, as lint --json takes it, and not at those of AIRFLOW_CONN_... "
        "variables and the metadata database; - for the standard input, such as: --file connections.json",
    )
    parser.add_argument(
        "--dags",
        metavar="PATH",
        nargs="+",
        help="look at these files and folders, and not at [core] dags_folder, such as: --dags dags",
    )
    parser.add_argument(
        "--all", action="store_true", help=f"show every place, not the first {_PLACES_SHOWN} of each kind"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, with every place")


def run(arguments: argparse.Namespace, printer: Printer) -> int:
    """Print what changes."""
    if not arguments.check:
        raise UsageError(
            "give --check: it lists what changes, and is all that this command does; what it lists is yours to do"
        )
    missing = [path for path in arguments.dags or () if not Path(path).exists()]
    if missing:
        raise UsageError(f"--dags: {missing[0]} does not exist; give the paths of files and folders")
    from airflow_provider_awsconn.airflow_compat import enter_command_line

    enter_command_line()
    from airflow_provider_awsconn.adopt.installation import find_in_options, find_missing, look_at_code

    try:
        kept = _read_connections(arguments.file)
        options = _read_options()
    except ValueError as error:
        raise UsageError(str(error)) from None
    folders = arguments.dags or _list_folders("dags_folder")
    code = look_at_code([*folders, *_list_folders("plugins_folder")])
    findings = [
        *kept.find_differences(),
        *find_in_options(options),
        *find_missing(code.named, kept.has, options),
        *code.findings,
    ]
    findings.sort(key=lambda finding: _LEVELS.index(finding.difference.level))
    looked_at = _LookedAt(len(kept.readings), kept.others, code.files, code.on_stock)
    if arguments.json:
        found = [finding.to_dict() for finding in findings]
        printer.print_json({"findings": found, "looked_at": looked_at._asdict()})
    else:
        _print_tables(findings, printer, None if arguments.all else _PLACES_SHOWN)
        for line in _sum_up(findings, looked_at):
            printer.print_line(line)
    return int(any(finding.difference.level == "error" for finding in findings))


class _LookedAt(NamedTuple):
    """How much was looked at.

    Attributes:
        connections: of type aws.
        others: connections of other types, which were passed over.
        files: of code.
        files_on_stock_provider: those of them that import something of the stock provider that stays as it is.
    """

    connections: int
    others: int
    files: int
    files_on_stock_provider: int


@dataclass(slots=True)
class _Kept(Found):
    """What was found, with what ``adopt`` asks besides.

    Attributes:
        given: of each reading, the connection as it is stored.
        unread: what can't be read at all.
        ids: the ids of all connections, whatever their type.
    """

    given: list[object] = field(default_factory=list, repr=False)
    unread: list[tuple[str, Problem]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def keep(self, name: str, reading: Reading, given: object) -> None:
        """Keep what was read of a connection, and what it was read from."""
        self.readings.append((name, reading))
        self.given.append(given)
        self.ids.add(name)

    def pass_over(self, name: str) -> None:
        """Count a connection of another type, and keep its id."""
        self.others += 1
        self.ids.add(name)

    def refuse(self, name: str, problem: Problem) -> None:
        """Note what can't be read at all."""
        self.unread.append((name, problem))
        self.ids.add(name)

    def has(self, conn_id: str) -> bool:
        """Tell whether there is a connection of this id; those of variables are found in any case."""
        return conn_id in self.ids or f"{_VARIABLE}{conn_id.upper()}" in os.environ

    def find_differences(self) -> Iterator[Finding]:
        """Find what changes for each connection."""
        from airflow_provider_awsconn.adopt.connections import Given, find_in_connection
        from airflow_provider_awsconn.adopt.differences import UNREAD_CONNECTIONS
        from airflow_provider_awsconn.adopt.fields import read_raw_extra
        from airflow_provider_awsconn.adopt.finding import Finding
        from airflow_provider_awsconn.airflow_compat import get_option
        from airflow_provider_awsconn.cli.lint import list_findings

        token_endpoints = get_option("awsconn", "token_endpoints", "").replace(",", " ").split()
        for name, problem in self.unread:
            yield Finding(UNREAD_CONNECTIONS, problem.reason, problem.hint, name, problem.where)
        for (name, reading), given in zip(self.readings, self.given, strict=True):
            told = list_findings(reading)
            problems, remarks = (
                [each.problem for each in told if each.level == level] for level in ("error", "warning")
            )
            raw = read_raw_extra(given)
            yield from find_in_connection(Given(name, raw, reading.connection, problems, remarks, token_endpoints))


def _read_connections(file: str | None) -> _Kept:
    from airflow_provider_awsconn.airflow_connections import choose_unknown_keys
    from airflow_provider_awsconn.cli.lint import read_all

    unknown_keys = choose_unknown_keys()
    kept = _Kept()
    if file is not None:
        return read_file(file, unknown_keys, kept)
    read_all(kept, unknown_keys)
    return kept


def _read_options() -> Options:
    from airflow_provider_awsconn.adopt.installation import Options
    from airflow_provider_awsconn.airflow_compat import get_option
    from airflow_provider_awsconn.airflow_options import choose_option

    backends = [get_option("secrets", "backend", ""), get_option("workers", "secrets_backend", "")]
    return Options(
        is_ambient=choose_option("missing_connection", "error", "ambient") == "ambient",
        session_factory=_show_path(get_option("aws", "session_factory", "")),
        backends=[_show_path(backend) for backend in dict.fromkeys(backends) if _show_path(backend)],
    )


def _show_path(text: str) -> str:
    """Give an import path; "" where nothing is set. What is none is not shown."""
    text = text.strip()
    if text in {"", "None"}:
        return ""
    return text if _IMPORT_PATH.fullmatch(text) else "what is no import path"


def _list_folders(option: str) -> list[str]:
    from airflow_provider_awsconn.airflow_compat import get_option

    folder = get_option("core", option, "")
    return [folder] if folder and Path(folder).exists() else []


def _print_tables(findings: Sequence[Finding], printer: Printer, most: int | None) -> None:
    """Print a table for each kind of difference, and its places in it."""
    for _, group in itertools.groupby(_sort(findings), key=lambda finding: finding.difference.name):
        places = list(group)
        of = places[0].difference
        rows = [("stock hook", of.stock), ("this hook", of.ours)] if of.stock else []
        # Where each place has its own, the general one is not said.
        if not all(place.advice for place in places):
            rows.append(("to do", of.advice))
        shown = places[:most]
        rows += [("" if number else "where", _describe(place)) for number, place in enumerate(shown)]
        if len(places) > len(shown):
            rows.append(("", f"and {len(places) - len(shown)} more; --all shows them"))
        printer.print_table((of.level, f"{of.title} [{of.name}]"), rows, ("cyan",))
        printer.print_line("")


def _sort(findings: Sequence[Finding]) -> list[Finding]:
    """Sort by kind, in the order in which the first of each was found."""
    order = list(dict.fromkeys(finding.difference.name for finding in findings))
    return sorted(findings, key=lambda finding: order.index(finding.difference.name))


def _describe(place: Finding) -> str:
    told = "; ".join(filter(None, (place.what, place.advice)))
    return f"{place.where}: {told}" if told else place.where


def _sum_up(findings: Sequence[Finding], looked_at: _LookedAt) -> Iterator[str]:
    levels = [finding.difference.level for finding in findings]
    sums = [_count(looked_at.connections, "connection"), _count(looked_at.files, "file") + " of code"]
    sums += [_count(levels.count(level), level) for level in _LEVELS]
    if looked_at.others:
        sums.append(f"{_count(looked_at.others, 'connection')} of other types not looked at")
    yield ", ".join(sums)
    if looked_at.files_on_stock_provider:
        count = _count(looked_at.files_on_stock_provider, "file")
        yield f"operators and hooks of the stock provider, in {count}, stay on the stock hook: nothing changes for them"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
