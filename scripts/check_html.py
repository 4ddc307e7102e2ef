"""Look at built docs as a browser would: links and anchors between pages, pictures and what they say in words.

    python scripts/check_html.py docs/_build/html docs/images

prints each fault, and ends with status 1 when there is one.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FEWEST_WORDS = 3


@dataclass
class Page(HTMLParser):
    """What a built page has and asks for.

    Attributes:
        anchors: all ids.
        links: what it leads to.
        pictures: where each is, and its text.
    """

    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element has."""
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.anchors.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "img":
            self.pictures.append((found.get("src", ""), found.get("alt", "")))


def read_pages(html: Path) -> dict[str, Page]:
    """Read each page below a folder."""
    pages = {}
    for path in sorted(html.rglob("*.html")):
        if "_static" not in path.relative_to(html).parts:
            page = pages[path.relative_to(html).as_posix()] = Page()
            page.feed(path.read_text(encoding="utf-8"))
    return pages


def list_faults(html: Path, images: Path) -> list[str]:
    """Give every fault, with the page it is on.

    Args:
        html: the built pages.
        images: the folder that their pictures come from; each must be on a page.
    """
    pages = read_pages(html)
    faults = [] if pages else [f"there are no pages in {html}"]
    shown = set()
    for name, page in pages.items():
        faults += [f"{name}: the id {each} is there {n} times" for each, n in Counter(page.anchors).items() if n > 1]
        faults += [f"{name}: {fault}" for link in page.links if (fault := find_fault(link, name, pages, html))]
        for source, text in page.pictures:
            shown.add(Path(source).name)
            if "://" in source or not (html / name).parent.joinpath(unquote(source)).exists():
                faults.append(f"{name}: there is no picture {source}")
            if len(text.split()) < FEWEST_WORDS or text == source:
                faults.append(f"{name}: the picture {source} has no text that says what is on it")
    names = sorted(path.name for path in images.iterdir())
    return faults + [f"no page shows {images / name}" for name in names if name not in shown]


def find_fault(link: str, name: str, pages: dict[str, Page], html: Path) -> str | None:
    """Tell what is wrong with a link of a page; of links to elsewhere nothing is known."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = (html / name).parent / unquote(parts.path) if parts.path else html / name
    target = path.resolve().relative_to(html.resolve()).as_posix()
    if target not in pages:
        return None if path.exists() else f"{link} leads nowhere"
    # A bare "#" is a button, or the top of the page.
    anchor = unquote(parts.fragment)
    return f"{link} has no anchor there" if anchor and anchor not in pages[target].anchors else None


def main() -> int:
    """Check the two folders that are named."""
    html, images = map(Path, sys.argv[1:])
    faults = list_faults(html, images)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
