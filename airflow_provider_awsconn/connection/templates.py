"""Text with fields such as ``{dag_id}`` in it, filled in for a run: tags and source identities of role sessions.

The names of role sessions have their own rules, in ``session_name.py``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = ("conn_id", "dag_id", "task_id", "run_id", "map_index", "try_number", "team")
HASH_LENGTH = 8

# https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html
_MAXIMUM_TAG_VALUE = 256
_TAG_PUNCTUATION = frozenset("_.:/=+-@")
_TAG_CATEGORIES = frozenset("LZN")
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_SOURCE_IDENTITY_LENGTHS = (2, 64)
_NOT_OF_SOURCE_IDENTITY = re.compile(r"[^A-Za-z0-9_+=,.@-]+")
_NAME = re.compile(r"[\w .!:-]{0,32}")
_FIELD = re.compile(r"\{([^{}]*)\}")
_NOT_MAPPED = "-1"


def find_unknown_fields(template: str) -> list[str]:
    """List what stands in braces in a template and is not a field that is filled in."""
    unknown = [name for name in _FIELD.findall(template) if name not in FIELDS]
    return [f"{{{name}}}" if _NAME.fullmatch(name) else "{...}" for name in unknown]


def drop_fields(template: str) -> str:
    """Give what a template says besides its fields."""
    return _FIELD.sub("", template)


def has_fields(template: str) -> bool:
    """Tell whether a template has something to fill in."""
    return _FIELD.search(template) is not None


def tells_of_run(template: str) -> bool:
    """Tell whether a template has a field of the run in it, and not of the connection alone."""
    return any(name != "conn_id" for name in _FIELD.findall(template))


def fill_fields(template: str, conn_id: str | None, run_values: Mapping[str, str] | None = None) -> str:
    """Fill in the fields of a template; one that nothing is known of becomes empty, braces in a value stay text.

    Args:
        template: text with ``{conn_id}``, ``{dag_id}``, ``{task_id}`` and others of ``FIELDS`` in it.
        conn_id: the Airflow connection id.
        run_values: what the other fields stand for; a ``map_index`` of -1 is that of a task that is not mapped.
    """
    values = {"conn_id": conn_id or "", **(run_values or {}), "map_index": read_map_index(run_values or {})}
    return _FIELD.sub(lambda field: values.get(field[1]) or "", template)


def read_map_index(run_values: Mapping[str, str]) -> str:
    """Give the map index of a run, empty for a task that is not mapped."""
    index = run_values.get("map_index") or ""
    return "" if index == _NOT_MAPPED else index


def render_tags(
    tags: Mapping[str, str], conn_id: str | None, run_values: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Fill in the values of session tags, in the characters STS takes; others become ``-``.

    A value over 256 characters keeps its start and ends in a hash of the whole. A tag of which nothing is known here,
    such as that of a DAG outside a task, is left out.
    """
    rendered: dict[str, str] = {}
    for name, template in tags.items():
        whole = fill_fields(template, conn_id, run_values)
        if whole or not has_fields(template):
            legal = re.sub("\0+", "-", "".join(c if _fits_a_tag(c) else "\0" for c in whole))
            rendered[name] = cut_with_hash(legal, whole, _MAXIMUM_TAG_VALUE)
    return rendered


def render_source_identity(
    template: str | None, conn_id: str | None, run_values: Mapping[str, str] | None = None
) -> str | None:
    """Fill in a source identity, in the characters STS takes; None where nothing is to be said.

    One over 64 characters keeps its start and ends in a hash of the whole; so does a single character, which is less
    than STS takes.
    """
    whole = fill_fields(template or "", conn_id, run_values)
    if not whole:
        return None
    shortest, longest = _SOURCE_IDENTITY_LENGTHS
    legal = _NOT_OF_SOURCE_IDENTITY.sub("-", whole)
    return cut_with_hash(legal, whole, longest) if len(legal) >= shortest else f"{legal}-{digest(whole)}"


def cut_with_hash(legal: str, whole: str, longest: int) -> str:
    """Cut a text that is too long, and end it in a hash of the whole, so that two long texts stay two."""
    return legal if len(legal) <= longest else f"{legal[: longest - HASH_LENGTH - 1]}-{digest(whole)}"


def digest(whole: str) -> str:
    """Give the short hash that stands for a text."""
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:HASH_LENGTH]


def _fits_a_tag(character: str) -> bool:
    return character in _TAG_PUNCTUATION or unicodedata.category(character)[0] in _TAG_CATEGORIES
