"""What looks at the built docs finds what it should; `make docs` runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.check_html import list_faults
from tests.pages import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

GOOD = {
    "index.html": '<h1 id="top">x</h1><a href="#top"></a><a href="#"></a><a href="sub/keys.html#a-b">k</a>'
    '<a href="https://docs.python.org/3/">p</a><img src="_images/rooms.svg" alt="The rooms and arrows">',
    "sub/keys.html": '<h2 id="a-b">x</h2><a href="../index.html">i</a><a href="../_static/x.css">c</a>',
    "_static/x.css": "",
    "_images/rooms.svg": "<svg/>",
}


def build(folder: Path, changes: dict[str, str]) -> list[str]:
    """Write the pages, look at them, and give the faults."""
    for name, text in {**GOOD, **changes}.items():
        path = folder / "html" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "images").mkdir()
    (folder / "images" / "rooms.svg").write_text("<svg/>", encoding="utf-8")
    return list_faults(folder / "html", folder / "images")


def test_good_pages_have_no_fault(tmp_path: Path) -> None:
    """Links to pages, anchors, files and elsewhere, and a picture with words."""
    assert build(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("#top", "#tip", "index.html: #tip has no anchor there"),
        ("#a-b", "#a-c", "index.html: sub/keys.html#a-c has no anchor there"),
        ("sub/keys.html#a-b", "sub/kays.html", "index.html: sub/kays.html leads nowhere"),
        ("_images/rooms.svg", "_images/room.svg", "index.html: there is no picture _images/room.svg"),
        ("The rooms and arrows", "", "index.html: the picture _images/rooms.svg has no text that says what is on it"),
        ("</h1>", '</h1><b id="top"></b>', "index.html: the id top is there 2 times"),
    ],
)
def test_a_fault_is_told(before: str, after: str, fault: str, tmp_path: Path) -> None:
    """With the page it is on."""
    assert fault in build(tmp_path, {"index.html": GOOD["index.html"].replace(before, after)})


def test_a_picture_that_no_page_shows_is_told(tmp_path: Path) -> None:
    """It would be left behind when its page goes."""
    faults = build(tmp_path, {"index.html": "<h1>x</h1>"})
    assert faults == [f"no page shows {tmp_path / 'images' / 'rooms.svg'}"]


def test_no_pages_are_a_fault(tmp_path: Path) -> None:
    """A folder that is empty, because the build went elsewhere."""
    (tmp_path / "html").mkdir()
    assert list_faults(tmp_path / "html", tmp_path / "html") == [f"there are no pages in {tmp_path / 'html'}"]


def test_make_docs_looks_at_what_it_has_built() -> None:
    """The verb runs the script on its own result."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "scripts/check_html.py docs/_build/html docs/images" in makefile
