"""HTTP headers that a connection sends: names and values that a request can carry. Values are never shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.readers import drop_unset, read_text
from airflow_provider_awsconn.connection.redact import is_showable_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection.notes import Notes

# https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[\t\x20-\x7e]*")
_OF_THE_CONNECTION = frozenset({"host", "content-length", "transfer-encoding", "connection"})


def read_headers(where: str, given: Mapping[str, Any], notes: Notes) -> dict[str, str]:
    """Read headers, text to text; one that can't be sent is a problem, the others go on."""
    read: dict[str, str] = {}
    for name, value in drop_unset(given).items():
        place = f"{where}.{name}" if is_showable_name(name) else where
        if not _NAME.fullmatch(name):
            notes.refuse(where, "has a name that no HTTP header can have", 'give names such as "Authorization"')
            continue
        if name.lower() in _OF_THE_CONNECTION:
            notes.refuse(place, "is a header that the request sets itself", "remove it")
            continue
        try:
            text = read_text(value)
        except ValueError as error:
            notes.refuse(place, str(error), "give text")
            continue
        if _VALUE.fullmatch(text):
            read[name] = text
        else:
            notes.refuse(place, "has characters that no HTTP header can carry", "give ASCII text in one line")
    return read
