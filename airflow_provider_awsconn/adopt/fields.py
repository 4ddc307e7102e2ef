"""A connection's Extra as Airflow hands it to a hook, before anybody has put it right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from airflow_provider_awsconn.connection.readers import load_json

_WHOLE_EXTRA = "__extra__"


def read_raw_extra(given: object) -> dict[str, Any]:
    """Give Extra of a connection, as URI, as JSON text or as its fields; empty where it can't be read.

    https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html
    """
    if isinstance(given, str) and not given.lstrip().startswith("{"):
        query = dict(parse_qsl(given.partition("?")[2], keep_blank_values=True))
        given = {"extra": query.get(_WHOLE_EXTRA, query)}
    fields = _open(given)
    return _open(fields.get("extra")) if fields else {}


def _open(value: object) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = load_json(value)
        except ValueError:
            return {}
    if not isinstance(value, Mapping):
        return {}
    return {name: member for name, member in value.items() if isinstance(name, str)}
