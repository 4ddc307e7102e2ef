"""What both commands say to who runs them, and the samples they take while saying it."""

from __future__ import annotations

import argparse
import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, TypeVar

from rich import box
from rich.console import Console
from rich.progress import track

from bench.running import SLOW_STEP, plan
from bench.server import RoleServer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.measures import Measure
    from bench.running import Runner, Sample

NOISY_LOAD = 1.5
PLAIN_WIDTH = 160

T = TypeVar("T")


def build_console() -> Console:
    """Build the console that tables are printed to, wide enough for them where nobody's window says how wide it is."""
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    return console


def choose_style(console: Console) -> box.Box:
    """Give the lines of a table: Markdown's, where it goes into a file."""
    return box.SIMPLE_HEAD if console.is_terminal else box.MARKDOWN


def warn_of_load(console: Console) -> float:
    """Give the load average, and say so when it is high."""
    load = os.getloadavg()[0]
    if load > NOISY_LOAD:
        console.print(f"warning: load average {load:.1f} at the start; something else runs here, expect noise")
    return load


def show_versions(console: Console, runner: Runner) -> dict[str, str]:
    """Print and give the versions of what is measured."""
    versions = runner.describe_versions()
    console.print(", ".join(f"{name} {version}" for name, version in versions.items()), soft_wrap=True)
    return versions


def parse_count(text: str) -> int:
    """Give the count that an argument says."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a count; give 1 or more")
    return int(text)


def take_samples(console: Console, runner: Runner, measures: Sequence[Measure], rounds: int) -> list[Sample]:
    """Take the samples of all measures, and say what they are."""
    console.print(
        f"\n{rounds} rounds, each sample a fresh process, slow ones in one round of {SLOW_STEP}; Airflow imported (but "
        "for discovery) and garbage collected before the clocks start; warm .pyc files; no request sent, but by async "
        "clients of a role, to a server on this machine",
        soft_wrap=True,
    )
    total = sum(1 for _ in plan(measures, rounds))
    with ExitStack() as stack:
        asks = any(measure.sts for measure in measures)
        server = stack.enter_context(RoleServer()) if asks else None
        return list(show_progress(runner.take(measures, rounds, server), total))


def show_progress(steps: Iterable[T], total: int) -> Iterable[T]:
    """Give the steps, and show how far they are to who sits at a terminal."""
    console = Console(stderr=True)
    # One refresh a second: drawing takes time from what is measured.
    return track(
        steps,
        "measuring",
        total,
        console=console,
        transient=True,
        refresh_per_second=1,
        disable=not console.is_terminal,
    )
