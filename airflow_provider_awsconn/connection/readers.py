"""From one value as it really arrives, typed JSON or text from a URI or form, to what it means.

A reader gives the value, or raises ``ValueError`` with what is wrong; never with the value itself. Pure.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK

_TRUE = frozenset({"true", "yes", "y", "on", "1"})
_FALSE = frozenset({"false", "no", "n", "off", "0"})
_MAXIMUM_DEPTH = 32
# No key of Extra lies deeper, so that text in it, once opened, does not make the whole deeper than it may be.
_DEPTH_OF_KEYS = 8
_MAXIMUM_BITS = 256
_PYTHON_LITERAL = re.compile(r"[\[{]\s*(?:u?'|\d+\s*:)|\b(?:True|False|None)\b")
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_ASTERISKS = re.compile(r"\*{3,}")


def drop_unset(given: Mapping[str, Any]) -> dict[str, Any]:
    """Trim names and text, and leave out what forms store for an untouched field: null, "" and {}."""
    trimmed = {name.strip(): value.strip() if isinstance(value, str) else value for name, value in given.items()}
    return {name: value for name, value in trimmed.items() if not is_unset(value)}


def is_unset(value: object) -> bool:
    """Tell whether a value is null, "" or {}, in any of which nothing is said."""
    return value is None or value == "" or (isinstance(value, Mapping) and not value)


def is_ui_mask(text: str) -> bool:
    """Tell whether text is what Airflow's screens put in place of a secret they will not show."""
    return text.strip() == AIRFLOW_2_MASK or _ASTERISKS.fullmatch(text.strip()) is not None


def load_json(text: str, depth: int = 0) -> Any:
    """Load JSON as the standard knows it.

    Args:
        text: the text of a JSON value.
        depth: how deep in Extra it stands.

    Raises:
        ValueError: with what the text is instead.
    """
    try:
        loaded = json.loads(text, parse_constant=_refuse_constant)
    # `from None`: the decoder's own exception carries the whole document.
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except ValueError:
        if not _PYTHON_LITERAL.search(text):
            raise ValueError("is not JSON") from None
        raise ValueError(
            "is the text of a Python dict, not JSON; something wrote an object with str() instead of as JSON"
        ) from None
    check_json(loaded, depth)
    return loaded


def check_json(value: object, depth: int = 0) -> None:
    """Refuse what can't be written as JSON, or not be sent as text.

    Raises:
        ValueError: with what is wrong.
    """
    if depth > _MAXIMUM_DEPTH:
        raise ValueError("is nested too deeply")
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise ValueError("has a name that is not text")
        for member in (*value, *value.values()):
            check_json(member, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            check_json(item, depth + 1)
    elif value is not None:
        _check_single(value)


def _check_single(value: object) -> None:
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError("has half a Unicode character") from None
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("has a number that JSON does not know")
    elif not isinstance(value, int):
        _refuse_type(value)
    elif value.bit_length() > _MAXIMUM_BITS:
        raise ValueError("has a number that is too long")


def read_text(value: object) -> str:
    """Read text; an id that arrived as a number becomes text again."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        _refuse_type(value)
    return value.strip()


def read_integer(value: object) -> int:
    """Read a whole number, or the text of one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        _refuse_type(value)
    if isinstance(value, str) and not _WHOLE_NUMBER.fullmatch(value.strip()):
        raise ValueError("is not a whole number")
    if isinstance(value, float) and not value.is_integer():
        raise ValueError("is not a whole number")
    return int(value)


def read_texts(value: object) -> list[str]:
    """Read a list of texts, its JSON text, or texts with commas between them."""
    if isinstance(value, str) and value.strip().startswith("["):
        value = load_json(value)
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, (list, tuple)):
        _refuse_type(value)
    return [text for text in map(read_text, value) if text]


def read_object(value: object) -> dict[str, Any]:
    """Read a JSON object, or the text of one, as it is: an empty value in it may mean something to botocore."""
    if isinstance(value, str):
        value = load_json(value, _DEPTH_OF_KEYS)
    if not isinstance(value, Mapping):
        _refuse_type(value)
    return dict(value)


def read_list(value: object) -> list[Any]:
    """Read a JSON list, or the text of one."""
    if isinstance(value, str):
        value = load_json(value)
    if not isinstance(value, (list, tuple)):
        _refuse_type(value)
    return list(value)


def read_policy(value: object) -> str:
    """Read an IAM policy, a JSON object or its text, to compact JSON text."""
    policy = read_object(value)
    if _has_mask(policy):
        raise ValueError("the UI sent its mask")
    return json.dumps(policy, separators=(",", ":"))


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


def _has_mask(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_mask, value.values()))
    if isinstance(value, list):
        return any(map(_has_mask, value))
    return isinstance(value, str) and is_ui_mask(value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse_type(value: object) -> NoReturn:
    raise ValueError(f"is of type {type(value).__name__}")
