"""Whatever arrives is read or refused: no exception but ours, no secret in any text, the same answer every time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.formats import read_json, read_mapping, read_text, read_uri
from airflow_provider_awsconn.connection.keys import KEYS
from airflow_provider_awsconn.connection.parse import Reading, read_connection
from airflow_provider_awsconn.errors import AwsConnError
from airflow_provider_awsconn.sessions.checks import check_connection, check_services
from tests.fuzz import strategies
from tests.fuzz.canaries import check_copies, find_pieces, list_error_texts, list_texts
from tests.fuzz.counter import counted

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.once

WRITTEN_AS_TEXT = {key.name for key in KEYS if key.kind in {"object", "texts", "roles", "policy", "probe"}}
FIELDS = ("conn_type", "login", "password", "host", "extra")


def check_reading(read: Callable[[], Reading], parse: Callable[[], AwsConnection] | None = None) -> Reading:
    """Check what has to hold of any reading: two are the same, nothing leaks, what is accepted comes back."""
    reading = read()
    assert reading == read()
    assert reading.connection.remarks == read().connection.remarks
    found = check_connection(reading.connection) + check_services(reading.connection)
    told = [*list_texts(reading), *map(str, found), *map(repr, found)]
    try:
        connection = (parse or reading.accept)()
    except AwsConnError as error:
        told += list_error_texts(error)
        assert reading.problems
    else:
        assert connection == reading.connection
        assert not reading.problems
        check_round_trip(connection)
    assert [piece for text in told for piece in find_pieces(text)] == []
    for problem in (*reading.problems, *reading.connection.remarks, *found):
        # Said in the log, on a terminal, in a browser.
        str(problem).encode()
    check_copies(reading)
    return reading


def check_round_trip(connection: AwsConnection) -> None:
    """Check that a connection is what its dumps are read as, and that these are dumped the same again."""
    as_json, as_uri = connection.to_json(), connection.to_uri()
    for again in (
        AwsConnection.from_json(as_json, connection.conn_id),
        AwsConnection.from_uri(as_uri, connection.conn_id),
    ):
        assert again == connection
        assert hash(again) == hash(connection)
        assert (again.to_json(), again.to_uri()) == (as_json, as_uri)


def test_the_strategies_know_every_key() -> None:
    """A key that is added to the table has to be drawn too."""
    assert {key.name for key in KEYS} == strategies.KEYS_IN_USE


@given(fields=strategies.right_fields(), conn_id=strategies.CONN_IDS)
@counted
def test_right_connections(fields: dict[str, Any], conn_id: str | None) -> None:
    """What is right is accepted."""
    reading = check_reading(
        lambda: read_connection(conn_id=conn_id, **fields), lambda: parse_connection(conn_id=conn_id, **fields)
    )
    assert reading.problems == ()


@given(fields=strategies.near_misses(), conn_id=strategies.CONN_IDS)
@counted
def test_near_misses(fields: dict[str, Any], conn_id: str | None) -> None:
    """A right connection after a mishap or three, as a mapping and as its fields."""
    check_reading(lambda: read_mapping(fields, conn_id), lambda: AwsConnection.from_mapping(fields, conn_id))
    known = {name: value for name, value in fields.items() if name in FIELDS}
    check_reading(lambda: read_connection(conn_id=conn_id, **known), lambda: parse_connection(conn_id=conn_id, **known))


@given(uri=strategies.near_uris(), conn_id=strategies.CONN_IDS)
@counted
def test_near_uris(uri: str, conn_id: str | None) -> None:
    """A right URI that was not encoded, cut or joined in a wrong way."""
    check_reading(lambda: read_uri(uri, conn_id), lambda: AwsConnection.from_uri(uri, conn_id))
    check_reading(lambda: read_text(uri, conn_id))


@given(document=strategies.near_documents(), conn_id=strategies.CONN_IDS)
@counted
def test_near_documents(document: str, conn_id: str | None) -> None:
    """JSON of a near miss, or what only looks like JSON."""
    check_reading(lambda: read_json(document, conn_id), lambda: AwsConnection.from_json(document, conn_id))
    check_reading(lambda: read_text(document, conn_id))


@given(document=strategies.DOCUMENTS, conn_id=strategies.CONN_IDS)
@counted
def test_any_text(document: str, conn_id: str | None) -> None:
    """Any text, as URI, as JSON and as either."""
    check_reading(lambda: read_uri(document, conn_id), lambda: AwsConnection.from_uri(document, conn_id))
    check_reading(lambda: read_json(document, conn_id), lambda: AwsConnection.from_json(document, conn_id))
    check_reading(lambda: read_text(document, conn_id))


@given(
    login=strategies.TEXTS | strategies.OBJECTS,
    password=strategies.TEXTS | strategies.OBJECTS,
    host=strategies.OBJECTS,
    extra=strategies.OBJECTS,
    conn_type=strategies.OBJECTS,
)
@counted
def test_any_fields(**fields: Any) -> None:
    """Any Python object in any field."""
    check_reading(lambda: read_connection(**fields), lambda: parse_connection(**fields))


@given(fields=strategies.MAPPINGS | strategies.OBJECTS, conn_id=strategies.CONN_IDS)
@counted
def test_any_mapping(fields: Any, conn_id: str | None) -> None:
    """Any Python object where a mapping belongs."""
    check_reading(lambda: read_mapping(fields, conn_id), lambda: AwsConnection.from_mapping(fields, conn_id))


@given(fields=strategies.near_misses())
@counted
def test_an_object_and_its_text_are_the_same(fields: dict[str, Any]) -> None:
    """Forms and URIs store an object or a list as its JSON text; it is read, and refused, as if it were one."""
    known = {name: fields[name] for name in FIELDS if name in fields}
    if not isinstance(known.get("extra"), dict):
        return
    texts = {
        name: json.dumps(value) if value and name in WRITTEN_AS_TEXT and isinstance(value, (dict, list)) else value
        for name, value in known["extra"].items()
    }
    typed, written = read_connection(**known), read_connection(**(known | {"extra": texts}))
    assert bool(typed.problems) == bool(written.problems)
    if not typed.problems:
        assert typed.connection == written.connection


@pytest.mark.parametrize("unknown_keys", ["error", "warn", "ignore"])
@given(fields=strategies.near_misses())
@counted
def test_unknown_keys_are_told_or_not(unknown_keys: Any, fields: dict[str, Any]) -> None:
    """The choice moves what is said of unknown keys, and changes nothing else."""
    known = {name: value for name, value in fields.items() if name in FIELDS}
    reading = check_reading(lambda: read_connection(unknown_keys=unknown_keys, **known))
    silent = read_connection(unknown_keys="ignore", **known)
    assert reading.connection == silent.connection
    assert set(silent.problems) <= set(reading.problems)
    assert set(silent.connection.remarks) <= set(reading.connection.remarks)
