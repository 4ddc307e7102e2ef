"""From samples to figures: what follows from the values of a process, medians, spreads and ratios. Pure functions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench.measures import HOOKS, MEASURES
from bench.samples import CONTENDERS, OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bench.measures import Row
    from bench.running import Sample

_NEEDS_NO_POINT, _NEEDS_TWO_DIGITS = 99.95, 0.1


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some values, and the least and the largest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Give the spread of at least one value."""
        found = list(values)
        return cls(median(found), min(found), max(found))

    def __str__(self) -> str:
        middle, low, high = map(format_number, (self.median, self.low, self.high))
        return middle if low == high else f"{middle} ({low} .. {high})"


class Figures:
    """The figures of a run.

    Args:
        samples: with what their processes printed; those of round 0 do not count.
    """

    def __init__(self, samples: Sequence[Sample]) -> None:
        counts = {(measure.name, part.contender): part.count for measure in MEASURES for part in measure.parts}
        self._values: dict[tuple[str, str], dict[int, Mapping[str, float]]] = {}
        for sample in samples:
            if sample.number:
                where = (sample.measure, sample.contender)
                values = COMPLETE.get(sample.measure, _keep)(sample.values, counts[where] or 1)
                self._values.setdefault(where, {})[sample.number] = values

    def list_contenders(self, row: Row) -> list[str]:
        """Give who has a figure in a row, in the order of the tables."""
        return [contender for contender in CONTENDERS if self._find(row.measure, row.value, contender)]

    def find(self, measure: str, value: str, contender: str) -> Spread | None:
        """Give a figure of a contender; None where it was not measured."""
        found = self._find(measure, value, contender)
        return Spread.of(found.values()) if found else None

    def compare(self, measure: str, value: str, reference: str, contender: str = OURS) -> Spread | None:
        """Give a contender's figure as a multiple of another's; None where there is no such multiple.

        Divided within each round, where both met the same noise of the machine.
        """
        mine, theirs = self._find(measure, value, contender), self._find(measure, value, reference)
        ratios = [mine[number] / theirs[number] for number in mine if theirs.get(number, 0) > 0]
        return Spread.of(ratios) if ratios else None

    def look_up(self, measure: str, value: str, reference: str | None) -> Spread | None:
        """Give a figure of ours, or with a reference its ratio; None where it was not measured."""
        if reference is None:
            return self.find(measure, value, OURS)
        return self.compare(measure, value, reference)

    def _find(self, measure: str, value: str, contender: str) -> dict[int, float]:
        rounds = self._values.get((measure, contender), {})
        return {number: values[value] for number, values in rounds.items() if value in values}


def _keep(values: Mapping[str, float], _: int) -> Mapping[str, float]:
    return values


def _complete_same(values: Mapping[str, float], count: int) -> Mapping[str, float]:
    """Scale what fewer hooks took to all of them, each further one like the others, and add what follows."""
    scale = (HOOKS - 1) / (count - 1)
    complete = dict(values)
    complete["further_ms"] *= scale
    complete["further_mib"] *= scale
    complete["all_ms"] = complete["first_ms"] + complete["further_ms"]
    complete["all_mib"] = complete["first_mib"] + complete["further_mib"]
    complete["times_first"] = complete["all_ms"] / complete["first_ms"]
    if "fetch_ms" in complete:
        complete["fetch_ms"] *= HOOKS / count
        one_fetch = complete["fetch_ms"] / HOOKS
        first = complete["first_ms"] - one_fetch
        complete["times_first_without_fetch"] = (complete["all_ms"] - complete["fetch_ms"]) / first
    return complete


def _complete_async_role(values: Mapping[str, float], count: int) -> Mapping[str, float]:
    """Scale the calls of fewer clients to all of them."""
    return {**values, "sts_calls": values["sts_calls"] * HOOKS / count}


# By measure: what turns the values of a process that made so many hooks into figures.
COMPLETE: dict[str, Callable[[Mapping[str, float], int], Mapping[str, float]]] = {
    "same": _complete_same,
    "async_role": _complete_async_role,
}


def format_number(value: float) -> str:
    """Write a number with three digits that count, with two below 0.1, whole ones without a point."""
    size = abs(value)
    if value == int(value) or size >= _NEEDS_NO_POINT:
        return f"{value:,.0f}"
    before_point = math.floor(math.log10(size)) + 1
    return f"{value:.{(3 if size >= _NEEDS_TWO_DIGITS else 2) - before_point}f}"
