"""How commands print: JSON for machines, tables for people, problems one in a line. Nothing in it is markup."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from airflow_provider_awsconn.errors import AwsConnError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    @contextlib.contextmanager
    def show_progress(self, describe: Callable[[], str]) -> Iterator[Callable[[ShownStep], None]]:
        """Give a way to print steps as they end.

        Args:
            describe: names the step that is under way; shown on a terminal, with a spinner, until the next one ends.
        """
        console = self._get_console()
        marks = _MARKS if _can_write(_MARKS, self._out) else _PLAIN_MARKS

        def show(step: ShownStep) -> None:
            if self._out.isatty():
                console.print(_build_step(step, marks))
            else:
                self._out.write(f"{marks[step.outcome]} {show_text(f'{step.title}: {step.text}')} ({step.time})\n")
                if step.advice:
                    self._out.write(f"  {marks[_ADVICE]} {show_text(step.advice)}\n")
            self._out.flush()

        if not self._out.isatty():
            yield show
            return
        with console.status(_Described(describe), spinner="line"):
            yield show

    def print_problems(self, problems: Iterable[object]) -> None:
        """Print problems, one in a line, to the other stream."""
        for problem in problems:
            self._err.write(f"{show_text(str(problem))}\n")

    def _get_console(self) -> Console:
        width = None if self._out.isatty() else _WIDTH_WITHOUT_TERMINAL
        return _Console(file=self._out, width=width, highlight=False, markup=False, emoji=False)


_STYLES = {"error": "bold red", "warning": "yellow"}
_ADVICE = "advice"
_MARKS = {"passed": "✓", "failed": "✗", "warning": "!", "skipped": "-", _ADVICE: "→"}
_PLAIN_MARKS = {"passed": "+", "failed": "x", "warning": "!", "skipped": "-", _ADVICE: "->"}
_MARK_STYLES = {"passed": "green", "failed": "bold red", "warning": "yellow", "skipped": "dim"}
_TITLE_WIDTH = 11


class ShownStep(NamedTuple):
    """A step of a command, as it is shown.

    Attributes:
        outcome: ``passed``, ``failed``, ``warning`` or ``skipped``.
        title: what it was.
        text: what it came to.
        advice: what to do, where there is something to do.
        time: how long it took.
    """

    outcome: str
    title: str
    text: str
    advice: str | None
    time: str


class _Described:
    """A text that is asked for each time it is drawn."""

    def __init__(self, describe: Callable[[], str]) -> None:
        self._describe = describe

    def __rich__(self) -> Text:
        return Text(show_text(self._describe()))


def _build_step(step: ShownStep, marks: Mapping[str, str]) -> Table:
    """Build the lines of a step: mark and title, its texts in a column of their own, and the time."""
    title, text = step.title, step.text
    if len(title) > _TITLE_WIDTH:
        title, _, rest = title.partition(" ")
        text = f"{rest}: {text}"
    body = Text(show_text(text))
    if step.advice:
        body.append(f"\n{marks[_ADVICE]} {show_text(step.advice)}", style="italic")
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=1)
    table.add_column(width=_TITLE_WIDTH, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    mark = Text(marks[step.outcome], style=_MARK_STYLES[step.outcome])
    table.add_row(mark, Text(show_text(title), style="bold"), body, Text(step.time, style="dim"))
    return table


def _can_write(marks: Mapping[str, str], out: TextIO) -> bool:
    try:
        "".join(marks.values()).encode(out.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def show_text(text: str) -> str:
    """Show a text in one line: what could move a terminal's cursor is written as its escape."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def show_problem(problem: Problem) -> dict[str, str]:
    """Give the parts of a problem, under the headings of the tables."""
    return {"where": problem.where, "what": problem.reason, "right": problem.hint}
