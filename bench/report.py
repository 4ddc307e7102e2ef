"""What was measured, as the generated part of ``docs/speed.md``. Reads and writes no file but that page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.measures import GOALS, NAMES, SECTIONS
from bench.running import BenchError
from bench.tables import NOTHING, ROLE_TITLES, describe_fewer, list_role_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from bench.figures import Figures
    from bench.measures import Section
    from bench.role_runs import RoleRun

BEGIN = "<!-- begin: written by `make bench` -->"
END = "<!-- end: written by `make bench` -->"


def build_report(
    figures: Figures, runs: Sequence[RoleRun], versions: Mapping[str, str], rounds: int, chart: tuple[str, str]
) -> str:
    """Build the generated part of the page.

    Args:
        figures: of a run of every measure.
        runs: the tasks on a role connection, none if they were not run.
        versions: of what was measured, by name.
        rounds: how many samples each figure has at most.
        chart: the chart's path as seen from the page, and the text in its place.
    """
    path, alternative = chart
    with_what = ", ".join(f"{name} {version}" for name, version in versions.items())
    parts = [
        f"Measured with {with_what}. Rounds: {rounds}.",
        f"![{alternative}]({path})",
        "### Goals",
        _build_goals(figures),
    ]
    for section in SECTIONS:
        of_what = f": {section.title.lower()}" if section.title else ""
        parts += [f"### Ratios{of_what}", _build_ratios(figures, section)]
        parts += [f"### Figures{of_what}", _build_figures(figures, section)]
    if runs:
        parts += ["### Tasks on one role connection", _build_role_runs(runs)]
    return "\n\n".join(parts)


def put_report(path: Path, report: str) -> None:
    """Put the generated part in place of the one before.

    Raises:
        BenchError: when the page does not have the two marks, once and in their order.
    """
    page = path.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise BenchError(f"{path}: needs '{BEGIN}' and after it '{END}', once each")
    path.write_text(f"{before}{BEGIN}\n\n{report}\n\n{END}{after}", encoding="utf-8")


def _build_goals(figures: Figures) -> str:
    lines = []
    for goal in GOALS:
        found = figures.look_up(goal.measure, goal.value, goal.reference)
        if found:
            limit = f"{'<' if goal.is_below else '≤'} {goal.limit:,g}"
            lines.append((goal.title, limit, str(found), "met" if goal.is_met(found.median) else "**not met**"))
    return _build_table(("What", "Goal", "Measured", "Result"), lines)


def _build_ratios(figures: Figures, section: Section) -> str:
    lines = []
    for row in section.rows:
        ratios = [figures.compare(row.measure, row.value, reference) for reference in section.references]
        if row.is_said and row.has_ratio and any(ratios):
            lines.append((row.title, *(str(ratio) if ratio else NOTHING for ratio in ratios)))
    return _build_table(("This hook, as a multiple of", *(NAMES[reference] for reference in section.references)), lines)


def _build_figures(figures: Figures, section: Section) -> str:
    lines = []
    for row in section.rows:
        if not row.is_said:
            continue
        found = {contender: figures.find(row.measure, row.value, contender) for contender in section.contenders}
        cells = (
            f"{spread}{describe_fewer(row, contender)}" if spread else NOTHING for contender, spread in found.items()
        )
        lines.append((row.title, *cells))
    return _build_table(("Work", *(NAMES[contender] for contender in section.contenders)), lines)


def _build_role_runs(runs: Sequence[RoleRun]) -> str:
    lines = []
    for run in runs:
        layout, whose, *cells = list_role_cells(run)
        contender, comma, cache = whose.partition(", ")
        lines.append((layout, NAMES[contender] + (f"{comma}`credential_cache = {cache}`" if comma else ""), *cells))
    return _build_table(("Tasks in", "Hook", *ROLE_TITLES), lines)


def _build_table(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [titles, ["---", *(["---:"] * (len(titles) - 1))], *lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
