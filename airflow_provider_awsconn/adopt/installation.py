"""What changes for an installation as a whole: its options, its code together, the connections that the code names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from airflow_provider_awsconn.adopt.code import look_at
from airflow_provider_awsconn.adopt.differences import BY_NAME, NOT_ASKED, UNREAD_FILE
from airflow_provider_awsconn.adopt.finding import Finding
from airflow_provider_awsconn.adopt.names import HookClasses, Names
from airflow_provider_awsconn.adopt.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from airflow_provider_awsconn.adopt.code import NamedConnection

# Another text may be a whole connection, with its secret.
_CONN_ID = re.compile(r"[\w.@-]{1,250}")


class Options(NamedTuple):
    """What airflow.cfg says.

    Attributes:
        is_ambient: whether a missing connection is the worker's own identity.
        session_factory: the class of ``[aws] session_factory``, "" without one.
        backends: the secrets backends, which nobody asks here.
    """

    is_ambient: bool = False
    session_factory: str = ""
    backends: Sequence[str] = ()


class Code(NamedTuple):
    """What was found in the code.

    Attributes:
        findings: what changes.
        named: the connections it names.
        files: how many files were looked at.
        on_stock: how many of them import something of the stock provider that stays as it is.
    """

    findings: list[Finding]
    named: list[NamedConnection]
    files: int
    on_stock: int


def look_at_code(paths: Iterable[str]) -> Code:
    """Look at the Python files at these paths and in these folders; none of them is imported."""
    sources, unread = read_sources(paths)
    files = [(source, Names(source)) for source in sources]
    classes = HookClasses(files)
    findings = [Finding(UNREAD_FILE, each.reason, file=each.path, line=each.line) for each in unread]
    named: list[NamedConnection] = []
    on_stock = 0
    for source, names in files:
        try:
            looked = look_at(source, names, classes)
        except RecursionError:
            findings.append(Finding(UNREAD_FILE, "is nested too deeply", file=source.path))
            continue
        findings += looked.findings
        named += looked.named
        on_stock += looked.uses_stock_provider
    return Code(findings, named, len(sources), on_stock)


def find_in_options(options: Options) -> list[Finding]:
    """List what is to be said of the options."""
    findings = [Finding(NOT_ASKED, f"{backend} was not asked", key="[secrets] backend") for backend in options.backends]
    if options.session_factory:
        where = "[aws] session_factory"
        findings.append(Finding(BY_NAME["session-factory"], options.session_factory, key=where))
    return findings


def find_missing(named: Iterable[NamedConnection], exists: Callable[[str], bool], options: Options) -> list[Finding]:
    """List the connections that the code names and nobody has.

    Args:
        named: those that the code names.
        exists: tells of a connection id whether there is one.
        options: what airflow.cfg says.
    """
    findings = []
    for each in named:
        if exists(each.conn_id):
            continue
        is_sure = each.is_of_hook and not options.backends
        name = "missing-ambient" if options.is_ambient else "missing-connection" if is_sure else "missing-maybe"
        what = f"'{each.conn_id}'" if _CONN_ID.fullmatch(each.conn_id) else "an id that is none"
        findings.append(Finding(BY_NAME[name], what, file=each.file, line=each.line))
    return findings
