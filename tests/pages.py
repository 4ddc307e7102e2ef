"""README, changelog and the pages of docs/ as the tests read them: blocks of code and their kinds, links, headings."""

from __future__ import annotations

import configparser
import json
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"

# An optional comment `<!-- what: more -->`, then the block. Blocks in lists are indented.
_BLOCK = re.compile(r"(?:^ *<!-- (.+?) -->\n+)?^( *)```(\S[^\n]*)\n(.*?)^\2```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
_MARKDOWN_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?\)")

_BY_LANGUAGE = {
    "bash": "commands",
    "diff": "change",
    "javascript": "waiters",
    "python": "python",
    "text": "output",
    "yaml": "document",
}
DIRECTIVES = ("differences-table", "eval-rst", "form-table", "include", "keys-table", "literalinclude", "toctree")
_NOT_RUN = "example: not run: "
_REFUSED = "refused: "


@dataclass(frozen=True)
class Block:
    """A block of code of a page.

    Attributes:
        page: its file, from the root of the repository.
        line: where it begins there, from 1.
        language: what stands behind the fence.
        text: without the indentation that all of it has.
        remark: the comment before it, or nothing.
    """

    page: str
    line: int
    language: str
    text: str
    remark: str

    def __str__(self) -> str:
        return f"{self.page.removeprefix('docs/')}-{' '.join(self.text.split())[:50]}"

    @property
    def refusal(self) -> str | None:
        """The text of the error that the page says it gives."""
        return self.remark.removeprefix(_REFUSED) if self.remark.startswith(_REFUSED) else None

    @property
    def reason_not_to_run(self) -> str | None:
        """Why it is an example to look at, where the page says so."""
        return self.remark.removeprefix(_NOT_RUN) if self.remark.startswith(_NOT_RUN) else None


def list_pages() -> dict[str, str]:
    """Give the text of each page by its file, from the root of the repository."""
    paths = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def read_blocks(page: str, text: str) -> list[Block]:
    """Give the blocks of one page."""
    return [
        Block(
            page,
            text.count("\n", 0, found.start(3)) + 1,
            found[3],
            textwrap.dedent(found[4]),
            found[1] or "",
        )
        for found in _BLOCK.finditer(text)
    ]


def list_blocks(*kinds: str) -> list[Block]:
    """Give the blocks of these kinds, or all."""
    blocks = [block for page, text in list_pages().items() for block in read_blocks(page, text)]
    return [block for block in blocks if not kinds or tell_kind(block) in kinds]


def tell_kind(block: Block) -> str | None:
    """Tell what a block is, and so which test looks at it; None for what no test knows."""
    if block.reason_not_to_run is not None:
        return "not run"
    if block.language.startswith("{"):
        name = block.language[1:].partition("}")[0]
        return "directive" if name in DIRECTIVES else None
    if block.language == "json":
        return _tell_kind_of_json(json.loads(block.text))
    if block.language in ("ini", "cfg"):
        return _tell_kind_of_ini(block.text)
    return _BY_LANGUAGE.get(block.language)


def _tell_kind_of_json(document: Any) -> str | None:
    if not isinstance(document, dict):
        return None
    if "Statement" in document:
        return "policy"
    if document and all(isinstance(each, dict) and "conn_type" in each for each in document.values()):
        return "export file"
    return "connection"


def _tell_kind_of_ini(text: str) -> str | None:
    if re.match(r"\w+=", text):
        return "env file"
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    if all(re.match(r"(profile|sso-session|services) |default$", name) for name in parser.sections()):
        return "aws files"
    return "options"


def drop_code(text: str) -> str:
    """Give a page without its blocks, code spans and comments, for what is left to be looked at as prose."""
    return _CODE_SPAN.sub("``", _COMMENT.sub("", _BLOCK.sub("", text)))


def list_links(text: str) -> list[str]:
    """Give the targets of the Markdown links and pictures of a page; those without text among them."""
    return _MARKDOWN_LINK.findall(drop_code(text))


def list_anchors(text: str) -> list[str]:
    """Give the anchors of a page's headings, as GitHub makes them and MyST does after it."""
    anchors: list[str] = []
    for _, heading in _HEADING.findall(_BLOCK.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
        slug = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        count = sum(each == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", each) is not None for each in anchors)
        anchors.append(f"{slug}-{count}" if count else slug)
    return anchors
