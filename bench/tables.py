"""What was measured, as tables for people. Prints nothing."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from rich.table import Table

from bench.samples import CONTENDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.box import Box

    from bench.role_runs import Case, RoleRun
    from bench.running import Sample

# Measure, value of the sample, title, digits after the point.
ROWS = (
    ("import", "cpu_ms", "import of the hook: CPU ms", 1),
    ("import", "new_modules", "import of the hook: new modules", 0),
    ("client", "cpu_ms", "import + first S3 client: CPU ms", 1),
    ("client", "wall_ms", "import + first S3 client: wall ms", 1),
    ("client", "new_modules", "import + first S3 client: new modules", 0),
)


def build_start_table(taken: Sequence[Sample], style: Box) -> Table:
    """Build the table of imports and first clients."""
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


def build_role_table(runs: Sequence[RoleRun], style: Box) -> Table:
    """Build the table of tasks on a role connection."""
    table = Table("tasks on one role connection", "contender", box=style)
    for title in ("tasks", "STS calls", "wall s", "CPU s", "peak MiB"):
        table.add_column(title, justify="right")
    for run in runs:
        table.add_row(
            _describe_layout(run.case),
            f"{run.case.contender}, {run.case.cache}" if run.case.cache else run.case.contender,
            f"{run.tasks:,}",
            f"{run.sts_calls:,}",
            f"{run.wall_seconds:.1f}",
            f"{run.cpu_seconds:.1f}",
            f"{run.peak_mib:.0f}",
        )
    return table


def _describe_layout(case: Case) -> str:
    return f"{case.workers} threads of one process" if case.layout == "threads" else f"{case.workers} processes"
