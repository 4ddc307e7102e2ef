"""``python -m bench``: arguments in, a table for people and the raw samples out."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from bench.running import BenchError, Runner, Sample
from bench.samples import CONTENDERS, MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable

NOISY_LOAD = 1.5
PLAIN_WIDTH = 120

# Measure, value of the sample, title, digits after the point.
ROWS = (
    ("import", "cpu_ms", "import of the hook: CPU ms", 1),
    ("import", "new_modules", "import of the hook: new modules", 0),
    ("client", "cpu_ms", "import + first S3 client: CPU ms", 1),
    ("client", "wall_ms", "import + first S3 client: wall ms", 1),
    ("client", "new_modules", "import + first S3 client: new modules", 0),
)


def main() -> int:
    """Run the benchmark; 1 when a sample fails, however slow anything is."""
    arguments = _parse_arguments()
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    load = os.getloadavg()[0]
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            runner = Runner(Path(folder))
            versions = runner.describe_versions()
            _print_head(console, versions, arguments.samples, load)
            total = (arguments.samples + 1) * len(MEASURES) * len(CONTENDERS)
            taken = [sample for sample in _show_progress(runner.take(arguments.samples), total) if sample.number]
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    console.print(_build_table(taken, box.SIMPLE_HEAD if console.is_terminal else box.MARKDOWN))
    console.print("x boto3, x stock: the median as a multiple of theirs in this run; ours and stock: their hooks")
    if arguments.json:
        report = {"versions": versions, "load_average": load, "samples": [asdict(sample) for sample in taken]}
        arguments.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Our hook beside the stock hook and boto3.")
    parser.add_argument("--samples", type=_parse_count, default=7, help="processes per number, default %(default)s")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw samples here")
    return parser.parse_args()


def _parse_count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of samples; give 1 or more")
    return int(text)


def _print_head(console: Console, versions: dict[str, str], samples: int, load: float) -> None:
    console.print(", ".join(f"{name} {version}" for name, version in versions.items()), soft_wrap=True)
    console.print(
        f"{samples} samples, each a fresh process, airflow.sdk imported and garbage collected before the clocks start; "
        "warm .pyc files, no request sent",
        soft_wrap=True,
    )
    if load > NOISY_LOAD:
        console.print(f"warning: load average {load:.1f} before the start; something else runs here, expect noise")


def _show_progress(samples: Iterable[Sample], total: int) -> Iterable[Sample]:
    console = Console(stderr=True)
    # One refresh a second: drawing takes time from what is measured.
    return track(
        samples,
        "sampling",
        total,
        console=console,
        transient=True,
        refresh_per_second=1,
        disable=not console.is_terminal,
    )


def _build_table(taken: list[Sample], style: box.Box) -> Table:
    table = Table("measure", "contender", box=style)
    for title in ("median", "min .. max", "x boto3", "x stock"):
        table.add_column(title, justify="right")
    for measure, value, title, digits in ROWS:
        values = {
            contender: [getattr(s, value) for s in taken if (s.measure, s.contender) == (measure, contender)]
            for contender in CONTENDERS
        }
        medians = {contender: median(found) for contender, found in values.items()}
        for contender, found in values.items():
            table.add_row(
                title,
                contender,
                f"{medians[contender]:.{digits}f}",
                f"{min(found):.{digits}f} .. {max(found):.{digits}f}",
                *(f"{medians[contender] / medians[other]:.2f}" for other in ("boto3", "stock")),
            )
    return table


if __name__ == "__main__":
    sys.exit(main())
