"""What a box of Airflow 2's form shows of a stored value, and what is stored when it comes back. Pure.

That form knows text alone: it would store ``false`` as nothing, a number as text and an object as Python's ``repr``.
It has each key twice, in its box and in the raw Extra, and would let an untouched box win over what was typed there.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.extra import read_keys
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK
from airflow_provider_awsconn.connection.notes import Notes
from airflow_provider_awsconn.form.fields import is_password

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection.keys import Key


def show_value(value: object) -> str:
    """Give the text that a box has of a stored value; Airflow leaves the box of a false one empty."""
    if not value:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # A page can't have half a Unicode character, and drops line breaks; Airflow drops the blanks around.
    return text.encode("utf-8", "replace").decode().replace("\r", "").replace("\n", "").strip()


def load_raw_extra(text: str | None) -> dict[str, Any]:
    """Load what came in the raw Extra box.

    Raises:
        ValueError: with what is wrong.
    """
    try:
        loaded = json.loads(text) if text else {}
    except ValueError:
        loaded = None
    if isinstance(loaded, dict):
        return loaded
    # No word of the text: there may be secrets in it.
    raise ValueError("extra: is not a JSON object; correct it, or empty it")


def settle(key: Key, text: str | None, raw: Mapping[str, Any], stored: Mapping[str, Any]) -> Any:
    """Give the value to store for a key, "" for none.

    A box that was left as it was says nothing: what the raw Extra has stands, with its type. One that was typed in
    wins over the raw Extra, in the type that the key has.

    Args:
        key: the key.
        text: what came in its box; None where no box came.
        raw: the raw Extra that came with it.
        stored: the Extra object that is stored so far, empty for a new connection.

    Raises:
        ValueError: with where and what is wrong, and what would be right; never with the value.
    """
    stands = raw.get(key.name, "")
    # As Airflow fills the form: names with its prefix are those of an Airflow before 2.3.
    before = stored.get(key.name) or stored.get(f"extra__aws__{key.name}")
    shown = show_value(before)
    if is_password(key):
        shown = AIRFLOW_2_MASK if before else ""
        if stands == AIRFLOW_2_MASK:
            # Airflow would look for it under the connection id, which may be a new one, or another connection's.
            stands = stored.get(key.name, "")
    if text is None or text in {shown, show_value(stands)}:
        return stands
    return read_box(key, text)


def read_box(key: Key, text: str) -> Any:
    """Read what was typed in a box, to the type that the key has in Extra.

    Raises:
        ValueError: with where and what is wrong, and what would be right; never with the value.
    """
    if not text:
        return ""
    notes = Notes()
    read = read_keys("extra", {key.name: text}, notes)
    if notes.problems:
        raise ValueError(str(notes.problems[0]))
    value: Any = text if key.kind == "text" else read.get(key.name, "")
    if key.bounds and not key.bounds[0] <= value <= key.bounds[1]:
        raise ValueError(f"extra.{key.name}: is out of range; {key.expects}")
    return value
