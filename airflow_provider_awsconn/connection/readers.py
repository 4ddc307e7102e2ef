"""From one value as it really arrives, typed JSON or text from a URI or form, to what it means.

A reader gives the value, or raises ``ValueError`` with what is wrong; never with the value itself. Pure.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRUE = frozenset({"true", "yes", "y", "on", "1"})
_FALSE = frozenset({"false", "no", "n", "off", "0"})


def drop_unset(given: Mapping[str, Any]) -> dict[str, Any]:
    """Trim text, and leave out what forms store for an untouched field: null, "" and {}."""
    trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    return {name: value for name, value in trimmed.items() if value is not None and value not in ("", {})}


def read_text(value: object) -> str:
    """Read text; an id that arrived as a number becomes text again."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        _refuse_type(value)
    return value.strip()


def read_object(value: object) -> dict[str, Any]:
    """Read a JSON object, or the text of one, as it is: an empty value in it may mean something to botocore."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except json.JSONDecodeError:
            # `from None`: the decoder's own exception carries the whole document.
            raise ValueError("is text, but not the text of a JSON object") from None
    if not isinstance(value, dict):
        _refuse_type(value)
    return value


def read_verify(value: object) -> bool | str:
    """Read a boolean, in any of the ways people write one, or the path of a CA bundle."""
    if isinstance(value, int) and value in {0, 1}:
        return bool(value)
    if not isinstance(value, str):
        _refuse_type(value)
    lowered = value.strip().lower()
    if lowered in _TRUE:
        return True
    return False if lowered in _FALSE else value.strip()


def _refuse_type(value: object) -> NoReturn:
    raise ValueError(f"is of type {type(value).__name__}")
