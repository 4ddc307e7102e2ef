"""The page in docs/ says what was measured."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bench.figures import Figures
from bench.gate import RATIOS, read_rows
from bench.measures import GOALS
from bench.report import BEGIN, END, build_report, put_report
from bench.role_runs import CASES, RoleRun
from bench.running import ROOT, BenchError
from tests.unit.bench.runs import build_figures, build_samples

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs" / "speed.md"
VERDICT = re.compile(r"\| \*{0,2}(met|not met)\*{0,2} \|$", re.MULTILINE)
RUNS = [RoleRun(CASES[0], 1000, 1, 5.25, 4.5, 130)]


def build(figures: Figures) -> str:
    """The generated part of the page, of a run of three rounds."""
    return build_report(figures, RUNS, {"Python": "3.11.7", "boto3": "1.44"}, 3, ("images/speed.svg", "In words"))


def find_line(report: str, start: str) -> str:
    """The one line of a table that begins with these words."""
    (line,) = [line for line in report.splitlines() if line.startswith(f"| {start} |")]
    return line


def test_goals_are_judged_by_the_figures() -> None:
    """A goal that is met and one that is not, each beside what was measured."""
    report = build(build_figures(rounds=1))
    assert "| import of the hook: CPU ms | ≤ 5 | 4 | met |" in report
    assert find_line(report, "import and first S3 client: CPU, times bare boto3's").endswith("| 0.950 | **not met** |")
    assert find_line(report, "the same, below one boto3 session's").endswith("| < 1 | 1 | **not met** |")
    assert len(VERDICT.findall(report)) == len(GOALS)


def test_figures_and_ratios_stand_beside_each_other() -> None:
    """With the spread, and from how many hooks where they were fewer; the first hook is one in any case."""
    report = build(build_figures())
    label = "200 connections, each hook and S3 client: CPU ms, mean"
    ratio, figure = [line for line in report.splitlines() if line.startswith(f"| {label} |")]
    assert ratio == f"| {label} | 0.040 | 0.050 | 1 |"
    assert figure == (
        f"| {label} | 16 (8 .. 24) | 400 (200 .. 600), from 25 | 320 (160 .. 480), from 25 | 16 (8 .. 24) |"
    )
    first = "one connection, the first hook and S3 client: CPU ms"
    assert "from 25" not in "".join(line for line in report.splitlines() if first in line)


def test_versions_rounds_and_role_runs_are_said() -> None:
    """What a reader needs to judge the figures."""
    report = build(build_figures())
    assert report.startswith("Measured with Python 3.11.7, boto3 1.44. Rounds: 3.\n\n![In words](images/speed.svg)\n")
    assert report.endswith(
        "| 64 threads of one process | this hook, `credential_cache = memory` | 1,000 | 1 | 5.2 | 4.5 | 130 |"
    )


def test_a_measure_that_was_not_run_has_no_line() -> None:
    """Goals and ratios are of what was measured; there is no word of anything else."""
    report = build(Figures([sample for sample in build_samples(rounds=1) if sample.measure == "import"]))
    assert VERDICT.findall(report) == ["met", "met"]
    assert "again" not in report.partition("### Figures")[0]


def test_the_generated_part_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    """What stands around it stays, however often."""
    page = tmp_path / "speed.md"
    page.write_text(f"above\n\n{BEGIN}\nold\n{END}\n\nbelow\n")
    for report in ("first", "second"):
        put_report(page, report)
        assert page.read_text() == f"above\n\n{BEGIN}\n\n{report}\n\n{END}\n\nbelow\n"


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}", f"{BEGIN}{END}{END}"])
def test_a_page_without_its_marks_is_left_alone(tmp_path: Path, text: str) -> None:
    """Nothing is written where nobody knows what it replaces."""
    page = tmp_path / "speed.md"
    page.write_text(text)
    with pytest.raises(BenchError, match="once each"):
        put_report(page, "new")
    assert page.read_text() == text


def test_the_page_and_the_committed_ratios_are_of_one_version() -> None:
    """Both are written by one full run."""
    page = PAGE.read_text(encoding="utf-8")
    _, versions = read_rows(RATIOS)
    assert f"Measured with {', '.join(f'{name} {version}' for name, version in versions.items())}. Rounds: " in page
