"""How commands print: JSON for machines, tables for people, problems one in a line. Nothing in it is markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from airflow_provider_awsconn.errors import AwsConnError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from airflow_provider_awsconn.errors import Problem

# Where nobody says how wide a line may be: a file, a pipe, the log of a build.
_WIDTH_WITHOUT_TERMINAL = 140


class UsageError(AwsConnError):
    """A command that was called wrongly."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command line, which knows the status; rich would end the process."""
        raise BrokenPipeError


class Printer:
    """Prints results to one stream and everything else to another.

    Args:
        out: gets the result alone.
        err: gets what is said about it.
    """

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err

    def print_line(self, text: str) -> None:
        """Print a line of the result as it is."""
        self._out.write(f"{text}\n")

    def print_json(self, value: Any) -> None:
        """Print the result as JSON."""
        self.print_line(json.dumps(value, indent=2))

    def print_table(self, headings: Sequence[str], rows: Iterable[Sequence[str]], styles: Sequence[str] = ()) -> None:
        """Print a table of the result; each row's first style is that of its first cell's text, when it has one."""
        table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
        for heading, style in zip(headings, [*styles, *[""] * len(headings)], strict=False):
            table.add_column(heading, style=style, overflow="fold", header_style="bold")
        for row in rows:
            table.add_row(*(Text(show_text(cell), style=_STYLES.get(cell, "")) for cell in row))
        self._get_console().print(table)

    def print_heading(self, text: str) -> None:
        """Print a line that stands over a table."""
        self._get_console().print(Text(show_text(text), style="bold"), soft_wrap=True)

    def print_problems(self, problems: Iterable[object]) -> None:
        """Print problems, one in a line, to the other stream."""
        for problem in problems:
            self._err.write(f"{show_text(str(problem))}\n")

    def _get_console(self) -> Console:
        width = None if self._out.isatty() else _WIDTH_WITHOUT_TERMINAL
        return _Console(file=self._out, width=width, highlight=False, markup=False, emoji=False)


_STYLES = {"error": "bold red", "warning": "yellow"}


def show_text(text: str) -> str:
    """Show a text in one line: what could move a terminal's cursor is written as its escape."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def show_problem(problem: Problem) -> dict[str, str]:
    """Give the parts of a problem, under the headings of the tables."""
    return {"where": problem.where, "what": problem.reason, "right": problem.hint}
