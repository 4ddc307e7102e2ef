"""``python -m bench.check``: whether a row has become worse than the committed ratios allow; see ``bench.gate``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.console import (
    build_console,
    choose_style,
    parse_count,
    show_versions,
    take_samples,
    warn_of_load,
)
from bench.figures import Figures
from bench.gate import RATIOS, build_rows, compare, list_contenders, read_rows
from bench.measures import MEASURES
from bench.running import BenchError, Runner
from bench.tables import build_gate_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from bench.gate import Comparison
    from bench.measures import Measure
    from bench.running import Sample

SAMPLES = 3


def main() -> int:
    """Compare a short run with the committed ratios; 1 when a row has got worse or a sample fails."""
    arguments = _parse_arguments()
    console = build_console()
    warn_of_load(console)
    try:
        committed, committed_with = read_rows(arguments.ratios)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            runner = Runner(Path(folder))
            _warn_of_versions(console, committed_with, show_versions(console, runner))
            measures = list_measures()
            samples = take_samples(console, runner, measures, arguments.samples)
            comparisons = compare(committed, build_rows(Figures(samples)))
            if again := {each.gate.measure for each in comparisons if each.is_loss and not each.gate.is_exact}:
                console.print(f"\nmeasured once more, to tell a loss from noise: {', '.join(sorted(again))}")
                measures = [measure for measure in measures if measure.name in again]
                more = take_samples(console, runner, measures, arguments.samples)
                comparisons = compare(committed, build_rows(Figures(join(samples, more, arguments.samples))))
    except BenchError as error:
        print(f"bench-check: {error}", file=sys.stderr)
        return 1
    console.print(build_gate_table(comparisons, choose_style(console)))
    return _judge(comparisons)


def list_measures() -> list[Measure]:
    """Give the measures with those parts only that a row needs."""
    return [
        replace(measure, parts=tuple(part for part in measure.parts if part.contender in list_contenders(measure.name)))
        for measure in MEASURES
    ]


def join(samples: Sequence[Sample], more: Sequence[Sample], rounds: int) -> list[Sample]:
    """Put further samples behind those of so many rounds; their own round to warm stays one."""
    return [*samples, *(replace(sample, number=sample.number and sample.number + rounds) for sample in more)]


def _judge(comparisons: list[Comparison]) -> int:
    losses = [each for each in comparisons if each.is_loss]
    for each in losses:
        print(f"bench-check: {each}", file=sys.stderr)
    if losses:
        return 1
    print(f"{len(comparisons)} rows, none worse than the committed ratios allow")
    return 0


def _warn_of_versions(console: Console, committed: Mapping[str, str], now: Mapping[str, str]) -> None:
    others = [
        f"{name} {version}, now {now.get(name, 'none')}"
        for name, version in committed.items()
        if now.get(name) != version
    ]
    if others:
        console.print(
            f"warning: committed with {'; '.join(others)}: counts of modules may differ for that reason alone"
        )


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.check", description="Fails when we have become slower.")
    parser.add_argument("--samples", type=parse_count, default=SAMPLES, help="rounds, default %(default)s")
    parser.add_argument("--ratios", type=Path, default=RATIOS, metavar="FILE", help="instead of bench/ratios.json")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
