"""The same through Airflow's own Connection objects: those of the task SDK and those of the metadata database."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import pytest
from airflow.models import connection as stored
from hypothesis import given
from hypothesis import strategies as st

from airflow_provider_awsconn import airflow_connections
from airflow_provider_awsconn.airflow_connections import parse_airflow_connection, read_airflow_connection
from airflow_provider_awsconn.connection.parse import parse_connection
from tests.fuzz import strategies
from tests.fuzz.counter import counted
from tests.fuzz.test_reading import FIELDS, check_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CLASSES: list[Any] = [stored.Connection]
try:
    from airflow.sdk import Connection
except ImportError:  # Airflow 2.11
    pass
else:
    CLASSES.append(Connection)
# The SDK of Airflow 3.0 reads neither URIs nor JSON: there the API server does.
READERS = [cls for cls in CLASSES if hasattr(cls, "from_json")]


@pytest.fixture(autouse=True, scope="module")
def masked() -> Iterator[list[str]]:
    """What was told to Airflow's masker, which is kept from growing with every example."""
    told: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(airflow_connections, "mask_secret", told.append)
        patch.setattr(stored, "mask_secret", lambda *_: None)
        yield told


def read_uri(cls: Any, uri: str) -> Any:
    """Let one of Airflow's classes read a URI, in its own way."""
    return cls.from_uri(uri, conn_id="c") if hasattr(cls, "from_uri") else cls(conn_id="c", uri=uri)


def build(make: Callable[[], Any]) -> Any:
    """Build Airflow's object, or None where Airflow itself refuses."""
    try:
        return make()
    except Exception:  # noqa: BLE001 - what Airflow raises is not ours to choose
        return None


def check_airflow_connection(connection: Any, masked: list[str]) -> None:
    """Check what has to hold of any reading, and that the masker was told of its secrets."""
    masked.clear()
    reading = check_reading(lambda: read_airflow_connection(connection), lambda: parse_airflow_connection(connection))
    assert set(reading.connection.secrets()) <= set(masked)


@given(cls=st.sampled_from(READERS), fields=strategies.right_fields())
@counted
def test_airflow_reads_what_we_write(masked: list[str], cls: Any, fields: dict[str, Any]) -> None:
    """Our URI and our JSON, read by Airflow's own parser, are the connection they were written from."""
    connection = parse_connection(conn_id="c", **fields)
    for found in (read_uri(cls, connection.to_uri()), cls.from_json(connection.to_json(), conn_id="c")):
        assert parse_airflow_connection(found) == connection
        check_airflow_connection(found, masked)


@given(cls=st.sampled_from(CLASSES), fields=strategies.near_misses())
@counted
def test_near_misses(masked: list[str], cls: Any, fields: dict[str, Any]) -> None:
    """A right connection after a mishap or three, in the fields of Airflow's object."""
    known = {name: fields[name] for name in FIELDS if name in fields}
    if not isinstance(known.get("extra"), str):
        known["extra"] = json.dumps(known.get("extra"))
    connection = build(functools.partial(cls, conn_id="c", **known))
    if connection is not None:
        check_airflow_connection(connection, masked)


@given(cls=st.sampled_from(READERS), uri=strategies.near_uris())
@counted
def test_near_uris(masked: list[str], cls: Any, uri: str) -> None:
    """A right URI that was not encoded, cut or joined in a wrong way, read by Airflow's own parser."""
    connection = build(functools.partial(read_uri, cls, uri))
    if connection is not None:
        check_airflow_connection(connection, masked)


@given(cls=st.sampled_from(CLASSES), texts=st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, strategies.TEXTS)))
@counted
def test_any_text(masked: list[str], cls: Any, texts: dict[str, str]) -> None:
    """Any text in any field of Airflow's object."""
    connection = build(functools.partial(cls, conn_id="c", **texts))
    if connection is not None:
        check_airflow_connection(connection, masked)
