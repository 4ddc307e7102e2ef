"""The table of all Extra keys as Markdown, from the package's one key table. No Sphinx in here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.keys import KEYS

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.keys import Key

_JSON_KINDS = ("integer", "object", "policy", "roles", "texts")
_HEADER = ("Key", "What it does")


def render_keys_table() -> str:
    """Give a Markdown table with a row for each key, in the order of the key table."""
    rows = [_HEADER, ("---",) * len(_HEADER)]
    rows.extend(_build_row(key) for key in KEYS)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def build_example(key: Key) -> str:
    """Give an Extra object with nothing but the key's example in it, as JSON text."""
    value = json.loads(key.example) if key.kind in _JSON_KINDS else key.example
    return json.dumps({key.name: value})


def _build_row(key: Key) -> tuple[str, str]:
    notes = [key.help]
    if key.replaced_by:
        notes.append(f"**Older name**, still read: use `{key.replaced_by}`.")
    if key.is_sensitive:
        notes.append("Never shown.")
    label = f"{key.label}, in the form" if key.in_form else key.label
    # Two columns fit the page; the JSON of a third would be cut off.
    name, what = f"`{key.name}`<br>{label}", f"{' '.join(notes)}<br>Example: `{build_example(key)}`"
    # A bare "|" would end the cell.
    return name.replace("|", r"\|"), what.replace("|", r"\|")
