"""``python -m bench``: arguments in; tables for people, the page in docs/ and the raw samples out."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bench.chart import build_chart, describe_chart
from bench.console import (
    build_console,
    choose_style,
    parse_count,
    show_progress,
    show_versions,
    take_samples,
    warn_of_load,
)
from bench.figures import Figures
from bench.gate import RATIOS, build_rows, write_rows
from bench.measures import MEASURES, SECTIONS
from bench.report import build_report, put_report
from bench.role_runs import CASES, RoleRun, take_role_runs
from bench.running import ROOT, BenchError, Runner, Sample
from bench.tables import build_figure_table, build_role_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console


SAMPLES = 7
STS = "sts"
# By layout. The stock hook takes minutes for the first; who asks for fewer samples wants to see something soon.
ROLE_TASKS = {"threads": 1000, "processes": 200}
FEWER_ROLE_TASKS = {"threads": 100, "processes": 48}

PAGE = ROOT / "docs" / "speed.md"
CHART = ROOT / "docs" / "images" / "speed.svg"


def main() -> int:
    """Run the benchmark; 1 when a sample fails, however slow anything is."""
    arguments = _parse_arguments()
    console = build_console()
    load = warn_of_load(console)
    samples: list[Sample] = []
    role_runs: list[RoleRun] = []
    measures = [measure for measure in MEASURES if measure.name in arguments.only]
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            runner = Runner(Path(folder))
            versions = show_versions(console, runner)
            if measures:
                samples = take_samples(console, runner, measures, arguments.samples)
                figures, names = Figures(samples), {measure.name for measure in measures}
                for section in SECTIONS:
                    if names & {row.measure for row in section.rows}:
                        console.print(build_figure_table(figures, section, choose_style(console)))
                console.print(_LEGEND)
            if STS in arguments.only:
                role_runs = _take_role_runs(console, runner, arguments)
        if arguments.json:
            _write_samples(arguments.json, versions, load, samples, role_runs)
        if arguments.write:
            _write_results(Figures(samples), role_runs, versions, arguments.samples)
            console.print(f"written: {', '.join(str(path.relative_to(ROOT)) for path in (PAGE, CHART, RATIOS))}")
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


_LEGEND = (
    "x stock, x boto3 ...: as a multiple of theirs, divided within each round; median (min .. max).\n"
    "ours and stock: their hooks. boto3: a Session for each. from N: N were made, and the further ones scaled up."
)


def _write_samples(
    path: Path, versions: dict[str, str], load: float, samples: Sequence[Sample], role_runs: Sequence[RoleRun]
) -> None:
    report = {
        "versions": versions,
        "load_average": load,
        "samples": [asdict(sample) for sample in samples],
        "role_runs": [asdict(run) for run in role_runs],
    }
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


def _write_results(figures: Figures, role_runs: Sequence[RoleRun], versions: dict[str, str], rounds: int) -> None:
    # First what can fail: all three are of one run, or as they were.
    rows = build_rows(figures)
    chart = str(CHART.relative_to(PAGE.parent)), describe_chart(figures)
    put_report(PAGE, build_report(figures, role_runs, versions, rounds, chart))
    CHART.write_text(build_chart(figures), encoding="utf-8")
    write_rows(RATIOS, rows, versions, rounds)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Our hook beside the stock hook and boto3.")
    names = [*(measure.name for measure in MEASURES), STS]
    parser.add_argument(
        "--only", nargs="+", choices=names, default=names, metavar="NAME", help=f"some of {', '.join(names)}"
    )
    parser.add_argument(
        "--samples", type=parse_count, default=SAMPLES, help="processes per number, default %(default)s"
    )
    for option, layout in (("--thread-tasks", "threads"), ("--process-tasks", "processes")):
        many, few = ROLE_TASKS[layout], FEWER_ROLE_TASKS[layout]
        text = f"tasks of sts in {layout}, default {many}, or {few} with fewer than {SAMPLES} samples"
        parser.add_argument(option, type=parse_count, metavar="N", dest=layout, help=text)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw samples here")
    parser.add_argument(
        "--write",
        action=argparse.BooleanOptionalAction,
        help="write docs/speed.md, its chart and bench/ratios.json; without it a run of everything with at least "
        f"{SAMPLES} samples does",
    )
    arguments = parser.parse_args()
    is_whole = set(arguments.only) == set(names)
    if arguments.write and not set(names) <= {*arguments.only, STS}:
        parser.error("--write needs every measure; leave out --only")
    if arguments.write is None:
        arguments.write = is_whole and arguments.samples >= SAMPLES
    return arguments


def _take_role_runs(console: Console, runner: Runner, arguments: argparse.Namespace) -> list[RoleRun]:
    defaults = FEWER_ROLE_TASKS if arguments.samples < SAMPLES else ROLE_TASKS
    tasks = {layout: getattr(arguments, layout) or count for layout, count in defaults.items()}
    console.print(
        "\nOne run each, in a fresh process, hook and boto3 imported before the clocks start; each task makes a hook "
        "and gets its session's credentials, as a signature does; AssumeRole over HTTP, to a server on this machine",
        soft_wrap=True,
    )
    taken = list(show_progress(take_role_runs(runner, tasks), len(CASES)))
    console.print(build_role_table(taken, choose_style(console)))
    console.print("host, memory: [awsconn] credential_cache; CPU s: without the server's; peak: of the largest process")
    return taken


if __name__ == "__main__":
    sys.exit(main())
