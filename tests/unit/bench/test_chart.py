"""The chart is well-formed, says in words what it shows, and loads nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from bench.chart import BARS, build_chart, describe_chart
from bench.figures import Figures
from bench.running import ROOT
from tests.unit.bench.runs import build_figures, build_samples

SVG = "{http://www.w3.org/2000/svg}"
COMMITTED = (ROOT / "docs" / "images" / "speed.svg").read_text(encoding="utf-8")


def read_places(svg: str) -> dict[float, float]:
    """Where the scale's numbers stand, by number."""
    texts = [text for text in ET.fromstring(svg).iter(f"{SVG}text") if re.fullmatch(r"[\d.e-]+", text.text or "")]
    return {float(text.text or ""): float(text.get("x", "")) for text in texts if "middle" in text.get("class", "")}


def test_each_figure_has_its_line_and_its_number() -> None:
    """Label, mark and the ratio written out."""
    root = ET.fromstring(build_chart(build_figures()))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {label for _, _, label in BARS} <= set(texts)
    assert texts.count("0.380") == 1
    # One more of each in the legend.
    assert len([mark for mark in root.iter(f"{SVG}circle") if mark.get("class") == "ours"]) == len(BARS) + 1


def test_marks_stand_where_the_scale_says() -> None:
    """A ratio of 0.01 stands at 0.01, and the stock hook at 1."""
    svg = build_chart(build_figures())
    places = read_places(svg)
    root = ET.fromstring(svg)
    marks = [float(mark.get("cx", "")) for mark in root.iter(f"{SVG}circle") if mark.get("class") == "ours"]
    lines = [float(line.get("x1", "")) for line in root.iter(f"{SVG}line") if line.get("class") == "stock"]
    assert places[0.01] in marks
    assert places[1] in lines


@pytest.mark.parametrize("svg", [build_chart(build_figures()), COMMITTED], ids=["made-up", "committed"])
def test_the_chart_stands_alone(svg: str) -> None:
    """It loads nothing from elsewhere, has a background of its own for dark pages, and a title and a text."""
    root = ET.fromstring(svg)
    assert set(re.findall(r"\w+://[^\"'\s]+", svg)) == {"http://www.w3.org/2000/svg"}
    background = root.find(f"{SVG}rect")
    assert background is not None
    assert (background.get("width"), background.get("height")) == (root.get("width"), root.get("height"))
    assert background.get("fill") == "#ffffff"
    assert root.get("role") == "img"
    assert all(root.findtext(f"{SVG}{name}") for name in ("title", "desc"))


def test_nothing_lies_outside_the_picture() -> None:
    """Not even a ratio above the stock hook's, or one that is below every scale."""
    for slower in (0.000001, 1, 1000):
        root = ET.fromstring(build_chart(build_figures(slower={"again": slower})))
        places = [float(each.get(name, "0")) for each in root.iter() for name in ("x", "x1", "x2", "cx")]
        assert min(places) >= 0
        assert max(places) <= float(root.get("width", ""))


def test_a_figure_without_its_ratio_has_no_line() -> None:
    """A run of some measures gives a smaller picture."""
    figures = Figures([sample for sample in build_samples() if sample.measure == "import"])
    assert describe_chart(figures).endswith(": import of the hook, CPU 0.010 times")
    assert "hook and client again" not in build_chart(figures)
