"""A loss beyond noise is found, and noise is not taken for a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.check import join, list_measures
from bench.figures import Figures, Spread
from bench.gate import GATES, RATIOS, Gate, build_rows, compare, read_rows, write_rows
from bench.running import BenchError, Sample, plan
from bench.samples import BOTO3, ONE_SESSION, OURS
from tests.unit.bench.runs import build_figures, build_samples

if TYPE_CHECKING:
    from pathlib import Path

COMMITTED = build_rows(build_figures())


def list_losses(**slower: float) -> list[str]:
    """The names of the rows that are losses when ours takes as many times as much."""
    now = build_rows(build_figures(slower=slower))
    return [each.gate.name for each in compare(COMMITTED, now) if each.is_loss]


def test_the_same_again_is_no_loss() -> None:
    """Nothing changed, nothing found."""
    assert list_losses() == []


def test_being_faster_is_no_loss() -> None:
    """The gate looks in one direction."""
    assert list_losses(**{"import": 0.1, "client": 0.1, "different": 0.1, "again": 0.1, "discovery": 0.1}) == []


@pytest.mark.parametrize("slower", [1.2, 1.24])
def test_less_than_a_quarter_is_noise(slower: float) -> None:
    """What a short run alone can do is let through."""
    assert list_losses(different=slower, client=slower) == []


def test_more_than_a_quarter_is_a_loss() -> None:
    """Each row of the measure is named, and no other."""
    assert list_losses(different=1.3) == [
        "different mean_ms / one boto3 session",
        "different median_ms / one boto3 session",
    ]
    assert list_losses(client=1.3) == ["client cpu_ms / bare boto3", "client wall_ms / bare boto3"]


def test_the_message_has_all_numbers() -> None:
    """Row, committed, now and allowed, so that nobody has to look for them."""
    now = build_rows(build_figures(slower={"client": 2}))
    loss, _ = [each for each in compare(COMMITTED, now) if each.is_loss]
    assert str(loss) == "client cpu_ms / bare boto3: committed 0.950, now 1.90, allowed 1.19"


def test_what_the_full_run_saw_is_allowed() -> None:
    """A row that was noisy may be again: its largest value is more than a quarter above its median."""
    gate = Gate("import", "cpu_ms", BOTO3)
    assert gate.compute_allowed(Spread(1, 0.9, 1.7)) == 1.7
    assert gate.compute_allowed(Spread(1, 0.9, 1.1)) == 1.25


def test_slack_helps_where_a_quarter_is_next_to_nothing() -> None:
    """Memory that did not grow at all may be half a MiB of noise, below zero as above."""
    gate = Gate("same", "further_mib", slack=0.5)
    assert gate.compute_allowed(Spread(0, 0, 0)) == 0.5
    assert gate.compute_allowed(Spread(-0.1, -0.1, -0.1)) == pytest.approx(0.4)


def test_counts_may_not_grow_at_all() -> None:
    """One module more is a loss, one less is none."""
    (gate,) = [each for each in GATES if each.name == "import new_modules"]
    committed = {gate.name: Spread(7, 7, 7)}
    assert [each.is_loss for each in compare(committed, {gate.name: Spread(8, 8, 8)})] == [True]
    assert [each.is_loss for each in compare(committed, {gate.name: Spread(6, 6, 6)})] == [False]


def test_a_row_that_is_not_committed_is_an_error() -> None:
    """A new row is not let through unseen."""
    with pytest.raises(BenchError, match=r"^again beyond_us / one boto3 session: not among the committed ratios"):
        compare({name: row for name, row in COMMITTED.items() if "again" not in name}, COMMITTED)


def test_a_row_that_was_not_measured_is_an_error() -> None:
    """A run without a measure does not pass for one without a loss."""
    with pytest.raises(BenchError, match=r"discovery call_us / stock hook, discovery new_modules: not measured"):
        build_rows(Figures([sample for sample in build_samples() if sample.measure != "discovery"]))


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    """With the versions beside them."""
    path = tmp_path / "ratios.json"
    write_rows(path, {"a row": Spread(0.0212345, 0.01, 3)}, {"Python": "3.11"}, 7)
    assert read_rows(path) == ({"a row": Spread(0.02123, 0.01, 3)}, {"Python": "3.11"})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rows": {"a": {"median": 1}}, "versions": {}}'])
def test_a_file_of_something_else_is_an_error(tmp_path: Path, text: str) -> None:
    """It is named, with what to do."""
    path = tmp_path / "ratios.json"
    path.write_text(text)
    with pytest.raises(BenchError, match=r"ratios\.json: not the ratios of a full run"):
        read_rows(path)


def test_the_committed_file_has_every_row() -> None:
    """Nobody adds a row without a full run."""
    rows, versions = read_rows(RATIOS)
    assert set(rows) == {gate.name for gate in GATES}
    assert versions


def test_the_short_run_has_all_that_the_rows_need_and_no_more() -> None:
    """Of the stock hook only what costs nothing."""
    taken = {(measure.name, part.contender) for _, measure, part in plan(list_measures(), 3)}
    assert {contender for name, contender in taken if name == "different"} == {OURS, ONE_SESSION}
    assert {name for name, contender in taken if contender == "stock"} == {"discovery"}
    assert build_rows(Figures([sample for sample in build_samples() if (sample.measure, sample.contender) in taken]))


def test_further_samples_are_rounds_of_their_own() -> None:
    """None takes the place of another, and what warms still does not count."""
    first = [Sample(number, "import", OURS, {"cpu_ms": number}) for number in range(3)]
    assert [sample.number for sample in join(first, first, 2)] == [0, 1, 2, 0, 3, 4]
