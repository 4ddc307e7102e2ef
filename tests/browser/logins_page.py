"""docs/logins.md as the tests read it: each way to log in, and what the picture of its form must show.

The page is where the examples stand; nothing of them is said again here.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from airflow_provider_awsconn.form.fields import build_conn_fields, build_field_behaviour, is_password, list_form_keys

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "logins.md"
IMAGES = ROOT / "docs" / "images"

STANDARD = "Standard Fields"
RAW = "Extra Fields JSON"
# Where the form shows the keys whose schema names no part of it.
_EXTRA = "Extra Fields"
# What a browser shows for each letter of a secret.
HIDDEN = "•"
# A chunk of a PNG file that is text, with the name that the specification has for a description.
_TEXT_CHUNK = b"iTXt"
DESCRIPTION = "Description"

_SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_JSON = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_URI = re.compile(r"^```bash\nexport AIRFLOW_CONN_([A-Z_]+)='(aws://[^']*)'\n```$", re.MULTILINE)
_IN_THE_FORM = re.compile(r"^\*\*In the form:\*\* (.+?)\n\n", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"^!\[([^\]]+)\]\(images/(login-[a-z-]+)\.png\)$", re.MULTILINE)
_IN_THE_TEST = re.compile(r"^\*\*The test shows\*\* (.+?)\n(?:\n|\Z)", re.MULTILINE | re.DOTALL)
_CODE = re.compile("`([^`]+)`")


class Row(NamedTuple):
    """A field of the form, as it is seen.

    Attributes:
        part: the part of the form it is in.
        label: what stands beside it; "" for the JSON of Extra.
        text: what stands in it.
        help: what stands below it.
    """

    part: str
    label: str
    text: str
    help: str


@dataclass(frozen=True)
class Way:
    """A way to log in.

    Attributes:
        heading: its heading on the page.
        document: the connection in JSON.
        conn_id: its id.
        uri: the connection as a URI.
        in_the_form: what the page says of the fields to fill.
        picture: the name of its picture.
        caption: what the page says to those who do not see it.
        in_the_test: the steps that the page says a test shows: name, blank, what it says.
    """

    heading: str
    document: dict[str, Any]
    conn_id: str
    uri: str
    in_the_form: str
    picture: str
    caption: str
    in_the_test: tuple[str, ...]

    def __str__(self) -> str:
        return self.conn_id

    @property
    def extra(self) -> dict[str, Any]:
        """The Extra of the connection."""
        found: dict[str, Any] = self.document.get("extra", {})
        return found

    @property
    def standard(self) -> dict[str, str]:
        """What goes into Airflow's own fields, by their names."""
        return {name: self.document[name] for name in ("login", "password") if name in self.document}

    @property
    def has_fields(self) -> bool:
        """Tell whether every key of Extra has a field of its own."""
        return set(self.extra) <= {key.name for key in list_form_keys()}


def list_sections() -> dict[str, str]:
    """Give the sections of the page by their headings."""
    return dict(_SECTION.findall(PAGE.read_text(encoding="utf-8")))


def read_ways() -> list[Way]:
    """Read the ways of the page, those with a connection."""
    return [_read_way(heading, text) for heading, text in list_sections().items() if _JSON.search(text)]


def read_steps(text: str) -> tuple[str, ...]:
    """Read the steps that a section says a test shows."""
    (said,) = _IN_THE_TEST.findall(text)
    return tuple(_CODE.findall(said))


def _read_way(heading: str, text: str) -> Way:
    (document,), ((variable, uri),), ((caption, picture),) = (
        pattern.findall(text) for pattern in (_JSON, _URI, _PICTURE)
    )
    (in_the_form,) = _IN_THE_FORM.findall(text)
    return Way(
        heading=heading,
        document=json.loads(document),
        conn_id=variable.lower(),
        uri=uri,
        in_the_form=" ".join(in_the_form.split()),
        picture=picture,
        caption=caption,
        in_the_test=read_steps(text),
    )


def list_rows(way: Way) -> list[Row]:
    """List what the picture of a way must show: the fields that are filled, in the order of the form."""
    rows = _list_standard_rows(way)
    if not way.has_fields:
        return [*rows, Row(RAW, "", show_json(way.extra), "")]
    schemas = {name: field["schema"] for name, field in build_conn_fields().items()}
    rows += [
        Row(schemas[key.name].get("section", _EXTRA), key.label, _show(way.extra[key.name], is_password(key)), key.help)
        for key in list_form_keys()
        if key.name in way.extra
    ]
    return rows


def describe_rows(rows: list[Row]) -> str:
    """Say which fields are to be filled, as the page says it."""
    placeholders = build_field_behaviour()["placeholders"].values()
    parts: dict[str, list[str]] = {}
    for row in rows:
        label = row.label or "all of `extra`"
        parts.setdefault(row.part, []).append(f"{label} (empty)" if row.text in placeholders else label)
    return "; ".join(f"*{part}*: {', '.join(labels)}" for part, labels in parts.items()) + "."


def show_json(value: Any) -> str:
    """Give an object as the form's editor lays it out."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def read_description(png: bytes) -> str | None:
    """Give the description in a PNG file, None without one.

    Raises:
        ValueError: when the bytes are no PNG file, or a chunk of it is damaged.
    """
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("is no PNG file")
    at = 8
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + length]
        (checksum,) = struct.unpack_from(">I", png, at + 8 + length)
        if zlib.crc32(kind + data) != checksum:
            raise ValueError(f"is damaged in {kind!r}")
        if kind == _TEXT_CHUNK and data.startswith(DESCRIPTION.encode() + b"\0\0\0"):
            # Behind the name: neither compressed nor in a language that is told.
            return data.split(b"\0", 5)[5].decode()
        at += 12 + length
    return None


def read_rows(png: bytes) -> list[Row]:
    """Give what a picture shows, as it was written into it when it was taken; nothing without that."""
    return [Row(*row) for row in json.loads(read_description(png) or "[]")]


def _list_standard_rows(way: Way) -> list[Row]:
    """List the rows of the key pair, of empty boxes where nothing but them tells who it is."""
    if not way.standard and set(way.extra) - {"region_name"}:
        return []
    behaviour = build_field_behaviour()
    empty = behaviour["placeholders"]
    return [
        Row(STANDARD, label, _show(way.standard[name], name == "password") if name in way.standard else empty[name], "")
        for name, label in behaviour["relabeling"].items()
    ]


def _show(value: Any, is_hidden: bool) -> str:
    text = value if isinstance(value, str) else show_json(value)
    return HIDDEN * len(text) if is_hidden else text
