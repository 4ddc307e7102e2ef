"""The tables of Extra keys and of form fields as Markdown, from the package's one key table. No Sphinx in here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.keys import KEYS
from airflow_provider_awsconn.form.fields import is_password, list_form_keys

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.keys import Key, KeyKind

_JSON_KINDS = ("integer", "object", "policy", "roles", "texts")
_HEADER = ("Key", "What it does")
_FORM_HEADER = ("Field", "What it does", "Stored as")
_FORM_KINDS: dict[KeyKind, str] = {
    "text": "text",
    "integer": "number",
    "texts": "list of texts",
    "object": "object",
    "verify": "boolean or text",
    "roles": "list of texts and objects",
    "probe": "text or object",
}
# A bare "|" would end the cell.
_BAR = r"\|"


def render_keys_table() -> str:
    """Give a Markdown table with a row for each key, in the order of the key table."""
    rows = [_HEADER, ("---",) * len(_HEADER)]
    rows.extend(_build_row(key) for key in KEYS)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def render_form_table() -> str:
    """Give a Markdown table with a row for each field of the connection form, in the order of the form."""
    rows = [_FORM_HEADER, ("---",) * len(_FORM_HEADER)]
    for key in list_form_keys():
        kind = f"{_FORM_KINDS[key.kind]}, hidden" if is_password(key) else _FORM_KINDS[key.kind]
        rows.append((f"{key.label}<br>`{key.name}`", f"{key.help}<br>Example: `{key.example}`", kind))
    return "\n".join(f"| {' | '.join(cell.replace('|', _BAR) for cell in row)} |" for row in rows)


def build_example(key: Key) -> str:
    """Give an Extra object with nothing but the key's example in it, as JSON text."""
    value = json.loads(key.example) if key.kind in _JSON_KINDS else key.example
    return json.dumps({key.name: value})


def _build_row(key: Key) -> tuple[str, str]:
    notes = [key.help]
    if key.replaced_by:
        notes.append(f"**Older name**, still read: use `{key.replaced_by}`.")
    if key.is_sensitive:
        notes.append("Never printed.")
    label = f"{key.label}, in the form" if key in list_form_keys() else key.label
    # Two columns fit the page; the JSON of a third would be cut off.
    name, what = f"`{key.name}`<br>{label}", f"{' '.join(notes)}<br>Example: `{build_example(key)}`"
    return name.replace("|", _BAR), what.replace("|", _BAR)
