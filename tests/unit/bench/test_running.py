"""The order of a run."""

from __future__ import annotations

from bench.measures import MEASURES
from bench.running import plan
from bench.samples import BOTO3, OURS, STOCK


def test_the_contenders_change_places_each_round() -> None:
    """Who comes first in one round comes later in the next, so that noise hits all alike."""
    (once,) = [measure for measure in MEASURES if measure.name == "import"]
    firsts = [next(part.contender for number, _, part in plan([once], 3) if number == wanted) for wanted in range(4)]
    assert firsts == [OURS, STOCK, BOTO3, OURS]


def test_slow_ones_take_part_in_every_third_round() -> None:
    """In the first that counts, so that a short run has them too, and never in the one that warms."""
    (same,) = [measure for measure in MEASURES if measure.name == "same"]
    assert [number for number, _, part in plan([same], 7) if part.contender == STOCK] == [1, 4, 7]


def test_only_what_imports_within_its_clocks_is_warmed() -> None:
    """Many hooks of one process have all modules loaded before."""
    warmed = {measure.name for number, measure, _ in plan(MEASURES, 1) if number == 0}
    assert warmed == {"import", "client", "task", "discovery", "async_client"}
