"""What was measured, as tables for people at a terminal. Prints nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from bench.figures import format_number
from bench.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.box import Box

    from bench.figures import Figures
    from bench.gate import Comparison
    from bench.measures import Row, Section
    from bench.role_runs import Case, RoleRun

NOTHING = "-"


def build_figure_table(figures: Figures, section: Section, style: Box) -> Table:
    """Build the table of a section's rows."""
    table = Table("measure", "contender", box=style)
    for title in ("median (min .. max)", *(f"x {reference}" for reference in section.references)):
        table.add_column(title, justify="right")
    for row in section.rows:
        for contender in figures.list_contenders(row):
            ratios = [
                figures.compare(row.measure, row.value, reference, contender) if row.has_ratio else None
                for reference in section.references
            ]
            table.add_row(
                row.title,
                contender + describe_fewer(row, contender),
                str(figures.find(row.measure, row.value, contender)),
                *(str(ratio) if ratio else NOTHING for ratio in ratios),
            )
    return table


def describe_fewer(row: Row, contender: str) -> str:
    """Say from how many hooks or calls a figure comes, where another contender makes more; else nothing."""
    measure = next(each for each in MEASURES if each.name == row.measure)
    most = max(part.count or 1 for part in measure.parts)
    count = measure.find_count(contender) or most
    return f", from {count}" if count < most and not row.is_of_one else ""


def build_gate_table(comparisons: Sequence[Comparison], style: Box) -> Table:
    """Build the table of ratios beside those committed."""
    table = Table("row", box=style)
    for title in ("committed", "now", "allowed"):
        table.add_column(title, justify="right")
    table.add_column("")
    for each in comparisons:
        table.add_row(
            each.gate.name,
            str(each.committed),
            str(each.now),
            format_number(each.allowed),
            "loss" if each.is_loss else "",
        )
    return table


def build_role_table(runs: Sequence[RoleRun], style: Box) -> Table:
    """Build the table of tasks on a role connection."""
    table = Table("tasks on one role connection", "contender", box=style)
    for title in ROLE_TITLES:
        table.add_column(title, justify="right")
    for run in runs:
        table.add_row(*list_role_cells(run))
    return table


ROLE_TITLES = ("tasks", "STS calls", "wall s", "CPU s", "peak MiB")


def list_role_cells(run: RoleRun) -> tuple[str, ...]:
    """Give the cells of a run: how its tasks are run, whose hook, and what stands under ``ROLE_TITLES``."""
    return (
        _describe_layout(run.case),
        f"{run.case.contender}, {run.case.cache}" if run.case.cache else run.case.contender,
        f"{run.tasks:,}",
        f"{run.sts_calls:,}",
        f"{run.wall_seconds:.1f}",
        f"{run.cpu_seconds:.1f}",
        f"{run.peak_mib:.0f}",
    )


def _describe_layout(case: Case) -> str:
    return f"{case.workers} threads of one process" if case.layout == "threads" else f"{case.workers} processes"
