"""From an id to a connection by way of Airflow's own lookup, and what is said when that does not work."""

from __future__ import annotations

import json
import logging
import traceback
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.airflow_compat import AirflowNotFoundException
from airflow_provider_awsconn.airflow_connections import (
    ConnectionNotFoundError,
    fetch_connection,
    parse_airflow_connection,
)
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.errors import AwsConnectionWarning, InvalidConnectionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import AirflowConnection

from airflow.models import Connection as StoredConnection

try:
    from airflow.sdk import Connection
except ImportError:  # Airflow 2.11
    from airflow.models import Connection  # type: ignore[assignment]

MISSING = (
    "connection 'nobody_made_this': does not exist, looked in environment variable AIRFLOW_CONN_NOBODY_MADE_THIS, "
    "Airflow's metadata database; create it with: airflow connections add nobody_made_this --conn-type aws - or set "
    'AIRFLOW_CONN_NOBODY_MADE_THIS=\'{"conn_type": "aws"}\' - or pass aws_conn_id=None to use boto3\'s own lookup '
    "chain"
)
UNREADABLE = (
    "connection 'bad': environment variable AIRFLOW_CONN_BAD is set, and Airflow can't read it; write "
    "aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, or JSON such as "
    '{"conn_type": "aws", "login": "...", "password": "..."}'
)


def read_fields(connection: AwsConnection) -> tuple[Any, ...]:
    """Key id, secrets and region."""
    return connection.access_key_id, connection.secrets(), connection.region_name


@pytest.mark.parametrize("conn_id", [None, ""])
def test_no_id_asks_airflow_nothing(conn_id: str | None) -> None:
    """None and "" are boto3's own chain, asked for on purpose."""

    class NobodyToAsk:
        """Has no get_connection."""

    assert fetch_connection(conn_id, NobodyToAsk) == AwsConnection()  # type: ignore[arg-type]


def test_json_in_the_environment(airflow_connection: AirflowConnection) -> None:
    """A JSON connection is read by Airflow, id and all."""
    conn_id = airflow_connection("c1", login="AKIA", password="s3/cr+et", extra={"region_name": "eu-west-1"})
    connection = fetch_connection(conn_id)
    assert read_fields(connection) == ("AKIA", ("s3/cr+et",), "eu-west-1")
    assert connection.conn_id == "c1"


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        pytest.param("aws://", (None, (), None), id="empty"),
        pytest.param("aws://AKIA:s3%2Fcr%2Bet@", ("AKIA", ("s3/cr+et",), None), id="keys"),
        pytest.param(
            "aws://AKIA:s3%2Fcr%2Bet@/?region_name=eu-west-1", ("AKIA", ("s3/cr+et",), "eu-west-1"), id="extra"
        ),
        pytest.param("aws:///?region_name=eu-west-1", (None, (), "eu-west-1"), id="extra-alone"),
        pytest.param(
            "aws://AKIA:secret@/?__extra__=%7B%22region_name%22%3A+%22eu-west-1%22%7D",
            ("AKIA", ("secret",), "eu-west-1"),
            id="extra-as-json",
        ),
    ],
)
def test_uris_in_the_environment(uri: str, expected: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """The URI forms of Airflow's documentation, every part URL-encoded."""
    monkeypatch.setenv("AIRFLOW_CONN_C2", uri)
    assert read_fields(fetch_connection("c2")) == expected


def test_the_uri_of_a_connection_object_is_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Connection(...).get_uri() writes is what we read."""
    connection: Any = Connection(
        conn_id="c3", conn_type="aws", login="AKIA", password="s3/cr+et=", extra='{"region_name": "eu-west-1"}'
    )
    monkeypatch.setenv("AIRFLOW_CONN_C3", connection.get_uri())
    expected = ("AKIA", ("s3/cr+et=",), "eu-west-1")
    assert read_fields(fetch_connection("c3")) == read_fields(parse_airflow_connection(connection)) == expected


def test_a_uri_without_its_at_sign_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """aws://AKIA without "@" has its key in host; the error says what is missing and shows no key."""
    monkeypatch.setenv("AIRFLOW_CONN_BAD", "aws://C4N4RY")
    with pytest.raises(InvalidConnectionError) as refused:
        fetch_connection("bad")
    assert str(refused.value) == (
        "connection 'bad': host: is set while login is empty, as when a URI lacks its '@' and the access key id is "
        "taken for a host; write aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, and an endpoint as "
        "extra.endpoint_url"
    )


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("aws://AKIA:C4N/4RY@", id="raw-slash-in-the-secret"),
        pytest.param('{"conn_type": "aws", "password": "C4N4RY"', id="broken-json"),
        pytest.param("aws://AKIA:C4N4RY", id="no-at-sign"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_unreadable_connection_is_told_without_its_secret(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Airflow can't read is an error that names the variable and no part of what is in it."""
    monkeypatch.setenv("AIRFLOW_CONN_BAD", value)
    with pytest.raises(ConnectionNotFoundError) as refused:
        fetch_connection("bad")
    assert str(refused.value) == UNREADABLE
    shown = "".join(traceback.format_exception(refused.value))
    assert [piece for piece in ("C4N4RY", "C4N", "4RY") if piece in str(refused.value) + shown] == []


def test_a_missing_connection_is_told() -> None:
    """The id, where it was looked for, and the two shortest ways to create it."""
    with pytest.raises(ConnectionNotFoundError) as refused:
        fetch_connection("nobody_made_this")
    assert str(refused.value) == MISSING
    assert refused.value.conn_id == "nobody_made_this"
    assert isinstance(refused.value, AirflowNotFoundException)


def test_a_secrets_backend_is_named_as_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a secrets backend is configured, the error says that it was asked."""
    monkeypatch.setenv("AIRFLOW__SECRETS__BACKEND", "some.Backend")
    assert "looked in secrets backend some.Backend, environment variable" in str(ConnectionNotFoundError("c"))


def test_ambient_is_an_explicit_choice(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """With [awsconn] missing_connection = ambient a missing connection is boto3's chain, with a warning in the log."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", " Ambient ")
    with caplog.at_level(logging.WARNING, logger="airflow_provider_awsconn"):
        assert fetch_connection("nobody_made_this") == AwsConnection()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("airflow_provider_awsconn")] == [
        "Connection 'nobody_made_this' does not exist; [awsconn] missing_connection = ambient: using boto3's own chain"
    ]


def test_error_is_the_default_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written out, error is the same as not set."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "error")
    with pytest.raises(ConnectionNotFoundError):
        fetch_connection("nobody_made_this")


def test_another_choice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt choice is an error, never the worker's own identity."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambeint")
    with pytest.raises(ValueError) as refused:
        fetch_connection("nobody_made_this")
    assert str(refused.value) == "[awsconn] missing_connection: 'ambeint' is not a choice; give error or ambient"


def test_ambient_does_not_forgive_an_invalid_connection(
    airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that exists and is wrong stays an error, whatever the option says."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambient")
    with pytest.raises(InvalidConnectionError):
        fetch_connection(airflow_connection("half", login="AKIA"))


def test_ambient_does_not_forgive_an_unreadable_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is there and can't be read is not missing."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambient")
    monkeypatch.setenv("AIRFLOW_CONN_BAD", "aws://AKIA:C4N/4RY@")
    with pytest.raises(ConnectionNotFoundError):
        fetch_connection("bad")


def test_remarks_are_warnings(airflow_connection: AirflowConnection) -> None:
    """What should be written otherwise is a warning that names the connection."""
    conn_id = airflow_connection("older", extra={"host": "http://127.0.0.1:1"})
    with pytest.warns(AwsConnectionWarning) as warned:
        fetch_connection(conn_id)
    assert [str(warning.message) for warning in warned] == [
        "connection 'older': extra.host: is an older name; use extra.endpoint_url"
    ]


STORED: dict[str, Any] = {
    "conn_type": "aws",
    "login": "AKIAIOSFODNN7EXAMPLE",
    "password": "kept/out+of-logs",
    "extra": '{"region_name": "eu-west-1", "role_arn": "arn:aws:iam::123456789012:role/etl"}',
}


@pytest.mark.parametrize("connection_class", [Connection, StoredConnection], ids=["tasks", "metadata-database"])
def test_connection_objects_of_either_kind_mean_the_same(connection_class: Any) -> None:
    """A Connection as tasks get it and one as the database keeps it, made in Python, are read alike."""
    parsed = parse_airflow_connection(connection_class(conn_id="made", **STORED))
    assert read_fields(parsed) == ("AKIAIOSFODNN7EXAMPLE", ("kept/out+of-logs",), "eu-west-1")
    assert parsed.role_arn == "arn:aws:iam::123456789012:role/etl"


def test_another_connection_type_is_read_with_a_remark() -> None:
    """A connection of an older type is read like any other, and says which type fits."""
    parsed = parse_airflow_connection(Connection(conn_id="made", **(STORED | {"conn_type": "s3"})))
    assert parsed.access_key_id == "AKIAIOSFODNN7EXAMPLE"
    assert [str(remark) for remark in parsed.remarks] == ["conn_type: is 's3'; with 'aws' Airflow's form and test fit"]


def test_a_connection_object_made_from_a_uri_is_read() -> None:
    """The URI form, each part URL-encoded, and its query as Extra."""
    uri = "aws://AKIAIOSFODNN7EXAMPLE:kept%2Fout%2Bof-logs@/?region_name=eu-west-1"
    parsed = parse_airflow_connection(StoredConnection(conn_id="made", uri=uri))
    assert read_fields(parsed) == ("AKIAIOSFODNN7EXAMPLE", ("kept/out+of-logs",), "eu-west-1")


def test_broken_extra_is_an_error() -> None:
    """Airflow reads broken JSON in Extra as an empty object; we don't: that would be another identity."""
    # As older Airflow versions stored it; newer ones refuse to make such a Connection.
    stored = {"conn_id": "c", "conn_type": "aws", "login": None, "password": None, "host": None, "extra": "{broken"}
    connection: Any = SimpleNamespace(**stored)
    with pytest.raises(InvalidConnectionError) as refused:
        parse_airflow_connection(connection)
    assert str(refused.value) == (
        'connection \'c\': extra: is not JSON; give a JSON object such as {"region_name": "eu-west-1"}'
    )


def test_secrets_are_registered_with_airflows_masker(
    airflow_connection: AirflowConnection, redact: Callable[[str], str]
) -> None:
    """Secrets in places that Airflow does not know as sensitive are masked in its logs once we have read them."""
    secrets = {"aws_secret_access_key": "kept-out-of-logs-5", "aws_session_token": "kept-out-of-logs-6"}
    # As text: what Airflow masks by itself ends at the names it can see.
    session_kwargs = json.dumps({"aws_access_key_id": "AKIA"} | secrets)
    conn_id = airflow_connection("masked", extra={"session_kwargs": session_kwargs})
    fetch_connection(conn_id)
    assert redact("visible, " + ", ".join(secrets.values())) == "visible, ***, ***"
