"""Figures follow from samples: round 0 is left out, fewer hooks are scaled up, ratios are taken within a round."""

from __future__ import annotations

import pytest

from bench.figures import Figures, Spread, format_number
from bench.measures import GOALS, MEASURES, SECTIONS
from bench.running import Sample
from bench.samples import BOTO3, ONE_SESSION, OURS, STOCK
from tests.unit.bench.runs import build_figures

FIND = {measure.name: measure for measure in MEASURES}


def test_the_round_that_warms_does_not_count() -> None:
    """A median is that of rounds 1 and up, with the least and the largest."""
    assert build_figures().find("import", "cpu_ms", OURS) == Spread(8, 4, 12)


def test_ratios_are_taken_within_each_round() -> None:
    """A machine that slows down slows both sides of a ratio, which stays the same."""
    assert build_figures().compare("import", "cpu_ms", BOTO3) == Spread(0.02, 0.02, 0.02)


def test_ratios_take_rounds_that_both_have() -> None:
    """Who is slow takes part in some rounds only; the others' samples of those rounds count."""
    samples = [Sample(number, "import", OURS, {"cpu_ms": number}) for number in (1, 2, 3)]
    figures = Figures([*samples, Sample(2, "import", STOCK, {"cpu_ms": 4})])
    assert figures.compare("import", "cpu_ms", STOCK) == Spread(0.5, 0.5, 0.5)


@pytest.mark.parametrize("value", ["call_us", "no such figure"])
def test_a_ratio_to_nothing_is_none(value: str) -> None:
    """What was not measured, or is not above zero, divides nothing."""
    figures = Figures([Sample(1, "again", OURS, {"call_us": 5}), Sample(1, "again", STOCK, {"call_us": 0})])
    assert figures.compare("again", value, STOCK) is None
    assert figures.compare("again", value, ONE_SESSION) is None


def test_fewer_hooks_are_scaled_to_all() -> None:
    """24 further hooks stand for 199, each like the others; the first one is as it is."""
    figures = build_figures(rounds=1)
    for value, expected in (
        ("first_ms", 150),
        ("further_ms", 100 * 199),
        ("all_ms", 150 + 100 * 199),
        ("all_mib", 15 + 10 * 199),
        ("fetch_ms", 16),
    ):
        found = figures.find("same", value, STOCK)
        assert found
        assert found.median == pytest.approx(expected)


def test_all_hooks_of_one_connection_as_a_multiple_of_the_first() -> None:
    """With Airflow's fetches, and without: 10 ms of 200 fetches are 0.05 ms of the first hook's."""
    figures = build_figures(rounds=1)
    assert figures.look_up("same", "times_first", None) == Spread.of([70 / 50])
    assert figures.look_up("same", "times_first_without_fetch", None) == Spread.of([60 / 49.95])


def test_each_section_has_a_column_for_all_who_take_part() -> None:
    """Nobody's figure is left out of the page."""
    for section in SECTIONS:
        taken = {part.contender for row in section.rows for part in FIND[row.measure].parts}
        assert set(section.contenders) == taken


def test_sts_calls_of_fewer_clients_are_scaled_to_all() -> None:
    """One call of each of 25 clients stands for 200; what is of each client is as it is."""
    figures = build_figures(rounds=1)
    assert figures.find("async_role", "sts_calls", STOCK) == Spread(200, 200, 200)
    assert figures.find("async_role", "sts_calls", OURS) == Spread(1, 1, 1)
    assert figures.find("async_role", "each_mib", STOCK) == Spread(20, 20, 20)


def test_the_tables_name_what_there_is() -> None:
    """Each row and goal is of a figure that the made-up run has, and so each measure has a row."""
    figures = build_figures()
    rows = [row for section in SECTIONS for row in section.rows]
    assert all(figures.find(row.measure, row.value, OURS) for row in rows)
    assert all(figures.look_up(goal.measure, goal.value, goal.reference) for goal in GOALS)
    assert {row.measure for row in rows} == {measure.name for measure in MEASURES}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (7, "7"),
        (51812.4, "51,812"),
        (99.97, "100"),
        (99.94, "99.9"),
        (10.04, "10.0"),
        (1.234, "1.23"),
        (0.5623, "0.562"),
        (0.02731, "0.027"),
        (0.000273, "0.00027"),
        (-0.125, "-0.125"),
    ],
)
def test_numbers_have_the_digits_that_count(value: float, text: str) -> None:
    """Three digits, two of small ones, no exponents."""
    assert format_number(value) == text


def test_a_spread_that_shows_none_is_one_number() -> None:
    """Least and largest are said where they look different."""
    assert str(Spread(2, 2, 2)) == "2"
    assert str(Spread(0.5841, 0.5839, 0.5843)) == "0.584"
    assert str(Spread(2, 1.5, 2.25)) == "2 (1.50 .. 2.25)"
