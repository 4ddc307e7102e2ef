"""``python -m bench``: arguments in, tables for people and the raw samples out."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich import box
from rich.console import Console
from rich.progress import track

from bench.role_runs import CASES, RoleRun, take_role_runs
from bench.running import BenchError, Runner, Sample
from bench.samples import CONTENDERS, MEASURES
from bench.tables import build_role_table, build_start_table

if TYPE_CHECKING:
    from collections.abc import Iterable

NOISY_LOAD = 1.5
PLAIN_WIDTH = 120
SAMPLES = 7
# By layout. The stock hook takes minutes for the first; who asks for fewer samples wants to see something soon.
ROLE_TASKS = {"threads": 1000, "processes": 200}
FEWER_ROLE_TASKS = {"threads": 100, "processes": 48}

T = TypeVar("T")


def main() -> int:
    """Run the benchmark; 1 when a sample fails, however slow anything is."""
    arguments = _parse_arguments()
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    style = box.SIMPLE_HEAD if console.is_terminal else box.MARKDOWN
    load = os.getloadavg()[0]
    samples: list[Sample] = []
    role_runs: list[RoleRun] = []
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            runner = Runner(Path(folder))
            versions = runner.describe_versions()
            console.print(", ".join(f"{name} {version}" for name, version in versions.items()), soft_wrap=True)
            if load > NOISY_LOAD:
                console.print(f"warning: load average {load:.1f} at the start; something else runs here, expect noise")
            if arguments.only != "sts":
                samples = _take_samples(console, style, runner, arguments.samples)
            if arguments.only != "start":
                role_runs = _take_role_runs(console, style, runner, arguments)
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    if arguments.json:
        report = {
            "versions": versions,
            "load_average": load,
            "samples": [asdict(sample) for sample in samples],
            "role_runs": [asdict(run) for run in role_runs],
        }
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Our hook beside the stock hook and boto3.")
    parser.add_argument("--only", choices=("start", "sts"), help="import and first client, or tasks that assume a role")
    parser.add_argument(
        "--samples", type=_parse_count, default=SAMPLES, help="processes per number, default %(default)s"
    )
    for option, layout in (("--thread-tasks", "threads"), ("--process-tasks", "processes")):
        many, few = ROLE_TASKS[layout], FEWER_ROLE_TASKS[layout]
        text = f"tasks of sts in {layout}, default {many}, or {few} with fewer than {SAMPLES} samples"
        parser.add_argument(option, type=_parse_count, metavar="N", dest=layout, help=text)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw samples here")
    return parser.parse_args()


def _parse_count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a count; give 1 or more")
    return int(text)


def _take_samples(console: Console, style: box.Box, runner: Runner, rounds: int) -> list[Sample]:
    console.print(
        f"\n{rounds} samples, each a fresh process, airflow.sdk imported and garbage collected before the clocks "
        "start; warm .pyc files, no request sent",
        soft_wrap=True,
    )
    total = (rounds + 1) * len(MEASURES) * len(CONTENDERS)
    taken = [sample for sample in _show_progress(runner.take(rounds), total) if sample.number]
    console.print(build_start_table(taken, style))
    console.print("x boto3, x stock: the median as a multiple of theirs in this run; ours and stock: their hooks")
    return taken


def _take_role_runs(console: Console, style: box.Box, runner: Runner, arguments: argparse.Namespace) -> list[RoleRun]:
    defaults = FEWER_ROLE_TASKS if arguments.samples < SAMPLES else ROLE_TASKS
    tasks = {layout: getattr(arguments, layout) or count for layout, count in defaults.items()}
    console.print(
        "\nOne run each, in a fresh process, hook and boto3 imported before the clocks start; each task makes a hook "
        "and gets its session's credentials, as a signature does; AssumeRole over HTTP, to a server on this machine",
        soft_wrap=True,
    )
    taken = list(_show_progress(take_role_runs(runner, tasks), len(CASES)))
    console.print(build_role_table(taken, style))
    console.print("host, memory: [awsconn] credential_cache; CPU s: without the server's; peak: of the largest process")
    return taken


def _show_progress(steps: Iterable[T], total: int) -> Iterable[T]:
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


if __name__ == "__main__":
    sys.exit(main())
