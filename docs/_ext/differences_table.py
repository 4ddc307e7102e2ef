"""The table of differences from the stock hook as Markdown, from the package's one table of them. No Sphinx in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow_provider_awsconn.adopt.differences import DIFFERENCES

if TYPE_CHECKING:
    from airflow_provider_awsconn.adopt.differences import Difference

_HEADER = ("Where there is", "Stock hook", "This hook, why, and what to do")
_LEVELS = {"error": "**breaks**", "change": "changes", "note": "note"}
# A bare "|" would end the cell.
_BAR = r"\|"


def render_differences_table() -> str:
    """Give a Markdown table with a row for each difference, in the order of the table of differences."""
    rows = [_HEADER, ("---",) * len(_HEADER)]
    rows.extend(_build_row(difference) for difference in DIFFERENCES)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _build_row(of: Difference) -> tuple[str, ...]:
    level = _LEVELS[of.level] if of.is_found else f"{_LEVELS[of.level]}, not found by `adopt`"
    cells = (
        f"{of.title}<br>`{of.name}`, {level}",
        of.stock,
        f"{of.ours}<br>Why: {of.why}.<br>To do: {of.advice}.",
    )
    return tuple(cell.replace("|", _BAR) for cell in cells)
