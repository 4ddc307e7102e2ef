"""From an id to a connection by way of Airflow's own lookup, and what is said when that does not work."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import traceback
import warnings
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.airflow_compat import AirflowNotFoundException, BaseHook
from airflow_provider_awsconn.airflow_connections import (
    ConnectionNotFoundError,
    fetch_connection,
    parse_airflow_connection,
)
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.errors import (
    AwsConnectionWarning,
    InvalidConnectionError,
    Problem,
    UnknownKey,
    UnknownKeyWarning,
)
from airflow_provider_awsconn.hooks.aws import AwsHook

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
NOT_ENCODED = (
    "connection 'bad': uri: has a part that is not URL-encoded; in each part write / as %2F, + as %2B, = as %3D, "
    "@ as %40, # as %23, ? as %3F and % as %25"
)
NO_AT = (
    "connection 'bad': uri: has no @ after the key id and the secret; "
    "write aws://KEY_ID:SECRET@ with each part URL-encoded"
)
NOT_JSON = (
    "connection 'bad': connection: is not JSON; "
    'give a JSON object such as {"conn_type": "aws", "login": "...", "password": "..."}'
)
UNREADABLE = (
    "connection 'bad': environment variable AIRFLOW_CONN_BAD is set, and Airflow can't read it; write "
    "aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, or JSON such as "
    '{"conn_type": "aws", "login": "...", "password": "..."}'
)


def find_masker() -> Any:
    """Airflow's own masker of this process."""
    for name in (
        "airflow.sdk._shared.secrets_masker",
        "airflow.sdk.execution_time.secrets_masker",
        "airflow.utils.log.secrets_masker",
    ):
        with contextlib.suppress(ImportError):
            return importlib.import_module(name)._secrets_masker()
    raise LookupError("no masker of Airflow's")


def read_fields(connection: AwsConnection) -> tuple[Any, ...]:
    """Key id, secrets and region."""
    return connection.access_key_id, connection.secrets(), connection.region_name


@pytest.mark.parametrize("conn_id", [None, ""])
def test_no_id_asks_airflow_nothing(conn_id: str | None) -> None:
    """None and "" are boto3's own chain, asked for on purpose."""

    class NobodyToAsk:
        """Has no get_connection."""

    assert fetch_connection(conn_id, NobodyToAsk).connection == AwsConnection()  # type: ignore[arg-type]


def test_json_in_the_environment(airflow_connection: AirflowConnection) -> None:
    """A JSON connection is read by Airflow, id and all."""
    conn_id = airflow_connection("c1", login="AKIA", password="s3/cr+et", extra={"region_name": "eu-west-1"})
    connection = fetch_connection(conn_id).connection
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
    assert read_fields(fetch_connection("c2").connection) == expected


def test_the_uri_of_a_connection_object_is_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Connection(...).get_uri() writes is what we read."""
    connection: Any = Connection(
        conn_id="c3", conn_type="aws", login="AKIA", password="s3/cr+et=", extra='{"region_name": "eu-west-1"}'
    )
    monkeypatch.setenv("AIRFLOW_CONN_C3", connection.get_uri())
    expected = ("AKIA", ("s3/cr+et=",), "eu-west-1")
    assert (
        read_fields(fetch_connection("c3").connection) == read_fields(parse_airflow_connection(connection)) == expected
    )


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
    ("value", "message"),
    [
        pytest.param("aws://AKIA:C4N4RY/C4N4RY@", NOT_ENCODED, id="raw-slash-in-the-secret"),
        pytest.param("aws://AKIA:C4N4RY/C4N4RY@/?region_name=eu-west-1", NOT_ENCODED, id="raw-slash-and-extra"),
        pytest.param("aws://AKIA:C4N4RY", NO_AT, id="no-at-sign"),
        pytest.param('{"conn_type": "aws", "password": "C4N4RY"', NOT_JSON, id="broken-json"),
        pytest.param(
            "{'conn_type': 'aws', 'password': 'C4N4RY'}",
            (
                "connection 'bad': connection: is the text of a Python dict, not JSON; something wrote an object with "
                'str() instead of as JSON; give a JSON object such as {"conn_type": "aws", "login": "...", '
                '"password": "..."}'
            ),
            id="python-dict",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_unreadable_connection_is_told_without_its_secret(
    value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Airflow can't read is an error that says what is wrong with the text, and shows no part of it."""
    monkeypatch.setenv("AIRFLOW_CONN_BAD", value)
    with pytest.raises(InvalidConnectionError) as refused:
        fetch_connection("bad")
    assert str(refused.value) == message
    assert "C4N4RY" not in str(refused.value) + "".join(traceback.format_exception(refused.value))


def test_airflows_log_shows_no_piece_of_an_unreadable_secret(
    redact: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Airflow logs a piece of the secret as a wrong port; the masker knows the pieces before Airflow is asked."""
    logged: list[str] = []

    class FailingHook(BaseHook):
        """Logs as Airflow does about what it can't read."""

        @classmethod
        def get_connection(cls, conn_id: str) -> Any:
            """Log, and find nothing."""
            logged.append(redact("Port could not be cast to integer value as 'first-piece-of-7/other-piece-of-7'"))
            raise AirflowNotFoundException(conn_id)

    monkeypatch.setenv("AIRFLOW_CONN_BAD", "aws://AKIABAD:first-piece-of-7/other-piece-of-7@/?region_name=eu-west-1")
    with pytest.raises(InvalidConnectionError):
        fetch_connection("bad", FailingHook)
    assert logged == ["Port could not be cast to integer value as '***/***'"]
    assert redact("region_name=eu-west-1, a b c") == "region_name=eu-west-1, a b c"


def test_another_place_still_has_its_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Airflow finds the connection all the same, as in a secrets backend, that is the connection."""

    class BackendHook(BaseHook):
        """Finds every connection."""

        @classmethod
        def get_connection(cls, conn_id: str) -> Any:
            """Give a connection."""
            return Connection(conn_id=conn_id, conn_type="aws", extra='{"region_name": "eu-west-1"}')

    monkeypatch.setenv("AIRFLOW_CONN_BAD", "aws://AKIA:C4N4RY")
    assert fetch_connection("bad", BackendHook).connection.region_name == "eu-west-1"


def test_what_we_can_read_and_airflow_can_not_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is there is never called missing, also where nothing is found wrong with it."""

    class FailingHook(BaseHook):
        """Finds nothing."""

        @classmethod
        def get_connection(cls, conn_id: str) -> Any:
            """Find nothing."""
            raise AirflowNotFoundException(conn_id)

    monkeypatch.setenv("AIRFLOW_CONN_BAD", "aws://AKIA:C4N4RY@")
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambient")
    with pytest.raises(ConnectionNotFoundError) as refused:
        fetch_connection("bad", FailingHook)
    assert str(refused.value) == UNREADABLE


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
        assert fetch_connection("nobody_made_this").connection == AwsConnection()
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
    with pytest.raises(InvalidConnectionError) as refused:
        fetch_connection("bad")
    assert str(refused.value) == NOT_ENCODED


def test_remarks_are_warnings(airflow_connection: AirflowConnection) -> None:
    """What should be written otherwise is a warning that names the connection."""
    conn_id = airflow_connection("older", extra={"host": "http://127.0.0.1:1"})
    with pytest.warns(AwsConnectionWarning) as warned:
        fetch_connection(conn_id)
    assert [str(warning.message) for warning in warned] == [
        "connection 'older': extra.host: is an older name; use extra.endpoint_url"
    ]


# Keys that nobody is known to read.

UNKNOWN = "extra.regionname: is not a key of an aws connection and has no effect; did you mean region_name?"


@pytest.mark.parametrize("choice", [None, "warn", " Warn "], ids=["default", "warn", "as-people-write"])
def test_an_unknown_key_is_a_warning(
    choice: str | None, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that nobody reads is a warning of its own category, and the connection works without it."""
    if choice:
        monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", choice)
    conn_id = airflow_connection("c", extra={"regionname": "eu-west-1"})
    with pytest.warns(UnknownKeyWarning) as warned:
        assert fetch_connection(conn_id).connection.region_name is None
    assert [str(warning.message) for warning in warned] == [f"connection 'c': {UNKNOWN}"]


def test_a_key_is_warned_about_once_per_connection(airflow_connection: AirflowConnection) -> None:
    """With Python's default filters every hook of a connection reads it, and each of its keys is told once."""
    extra = {"regionname": "eu-west-1", "RoleArn": "arn:aws:iam::123456789012:role/etl"}
    conn_ids = [airflow_connection(conn_id, extra=extra) for conn_id in ("one", "two")]
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("default")
        for conn_id in conn_ids * 2:
            _ = AwsHook(conn_id).conn_config
    role = "extra.RoleArn: is not a key of an aws connection and has no effect; did you mean role_arn?"
    assert [(warning.category, str(warning.message)) for warning in warned] == [
        (UnknownKeyWarning, f"connection '{conn_id}': {remark}")
        for conn_id in ("one", "two")
        for remark in (UNKNOWN, role)
    ]


def test_unknown_keys_can_be_an_error(airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """With [awsconn] unknown_keys = error they are told together with everything else that is wrong."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", "error")
    conn_id = airflow_connection("c", login="AKIA", extra={"regionname": "eu-west-1", "verify": "/nowhere.pem"})
    with pytest.raises(InvalidConnectionError) as refused:
        fetch_connection(conn_id)
    assert [str(problem) for problem in refused.value.problems] == [
        "password: empty while login is set; give both or neither",
        UNKNOWN,
        (
            "extra.verify: names a CA bundle that does not exist on this machine; "
            "give true, false or the path of a CA bundle"
        ),
    ]
    assert isinstance(refused.value.problems[1], UnknownKey)


def test_unknown_keys_can_be_ignored(airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """With [awsconn] unknown_keys = ignore nothing is said of them; other remarks are."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", "ignore")
    conn_id = airflow_connection("c", extra={"regionname": "eu-west-1", "host": "http://127.0.0.1:1"})
    with pytest.warns(AwsConnectionWarning) as warned:
        fetch_connection(conn_id)
    assert [str(warning.message) for warning in warned] == [
        "connection 'c': extra.host: is an older name; use extra.endpoint_url"
    ]


@pytest.mark.parametrize("conn_id", ["c", "nobody_made_this"])
def test_another_choice_for_unknown_keys_is_refused(
    conn_id: str, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A misspelt choice is an error at the first connection, there or not, and shows nothing of it."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", "eror")
    airflow_connection("c", login="AKIA", password="C4N4RY")
    with pytest.raises(ValueError) as refused:
        fetch_connection(conn_id)
    assert str(refused.value) == "[awsconn] unknown_keys: 'eror' is not a choice; give warn or error or ignore"
    shown = traceback.TracebackException.from_exception(refused.value, capture_locals=True).format()
    assert "C4N4RY" not in "".join(line for line in shown if "airflow_provider_awsconn" in line)


@pytest.mark.parametrize("choice", ["warn", "error"])
@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"bucket_name": "data", "s3_config_file": "/x", "profile": "p"}, id="s3"),
        pytest.param({"work_group": "primary", "poll_interval": 5, "driver": "rest"}, id="athena"),
        pytest.param({"cluster_identifier": "c", "db_user": "u", "iam": True}, id="redshift"),
        pytest.param({"ReleaseLabel": "emr-7.0.0", "Instances": {}, "Steps": [1]}, id="emr"),
    ],
)
def test_keys_of_other_hooks_are_silent(
    choice: str, extra: dict[str, Any], airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Athena's, Redshift's, EMR's and S3's hooks read in the same connection is known as theirs."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", choice)
    assert fetch_connection(airflow_connection("c", extra=extra)).connection.remarks == ()


@pytest.mark.parametrize("choice", ["warn", "error"])
def test_another_connection_type_has_its_own_keys(choice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection of another type is not asked about keys that may be that type's."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", choice)
    monkeypatch.setenv("AIRFLOW_CONN_C", '{"conn_type": "redshift", "extra": {"regionname": "eu-west-1"}}')
    with pytest.warns(AwsConnectionWarning) as warned:
        fetch_connection("c")
    assert [(warning.category, str(warning.message)) for warning in warned] == [
        (AwsConnectionWarning, "connection 'c': conn_type: is 'redshift'; with 'aws' Airflow's form and test fit")
    ]


# Connection objects of either Airflow line.

STORED: dict[str, Any] = {
    "conn_type": "aws",
    "login": "AKIAIOSFODNN7EXAMPLE",
    "password": "kept/out+of-logs/EXAMPLEKEY/of/40/signs.",
    "extra": '{"region_name": "eu-west-1", "role_arn": "arn:aws:iam::123456789012:role/etl"}',
}


@pytest.mark.parametrize("connection_class", [Connection, StoredConnection], ids=["tasks", "metadata-database"])
def test_connection_objects_of_either_kind_mean_the_same(connection_class: Any) -> None:
    """A Connection as tasks get it and one as the database keeps it, made in Python, are read alike."""
    parsed = parse_airflow_connection(connection_class(conn_id="made", **STORED))
    assert read_fields(parsed) == ("AKIAIOSFODNN7EXAMPLE", ("kept/out+of-logs/EXAMPLEKEY/of/40/signs.",), "eu-west-1")
    assert parsed.role_arn == "arn:aws:iam::123456789012:role/etl"


def test_another_connection_type_is_read_with_a_remark() -> None:
    """A connection of an older type is read like any other, and says which type fits."""
    parsed = parse_airflow_connection(Connection(conn_id="made", **(STORED | {"conn_type": "s3"})))
    assert parsed.access_key_id == "AKIAIOSFODNN7EXAMPLE"
    assert [str(remark) for remark in parsed.remarks] == ["conn_type: is 's3'; with 'aws' Airflow's form and test fit"]


def test_a_connection_object_made_from_a_uri_is_read() -> None:
    """The URI form, each part URL-encoded, and its query as Extra."""
    uri = "aws://AKIAIOSFODNN7EXAMPLE:kept%2Fout%2Bof-logs%2FEXAMPLEKEY%2Fof%2F40%2Fsigns.@/?region_name=eu-west-1"
    parsed = parse_airflow_connection(StoredConnection(conn_id="made", uri=uri))
    assert read_fields(parsed) == ("AKIAIOSFODNN7EXAMPLE", ("kept/out+of-logs/EXAMPLEKEY/of/40/signs.",), "eu-west-1")


def test_broken_extra_is_an_error() -> None:
    """Airflow reads broken JSON in Extra as an empty object; we don't: that would be another identity."""
    # As older Airflow versions stored it; newer ones refuse to make such a Connection.
    unset = dict.fromkeys(("login", "password", "host", "schema"))
    connection: Any = SimpleNamespace(conn_id="c", conn_type="aws", extra="{broken", **unset)
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


def test_everything_secret_in_a_connection_is_registered(
    airflow_connection: AirflowConnection, redact: Callable[[str], str]
) -> None:
    """Passwords of proxies and of other hooks' keys are masked too, be the connection right or wrong."""
    extra = {
        "config_kwargs": {"proxies": {"https": "http://user:kept-out-of-logs-8@proxy:3128"}, "retires": {}},
        "service_config": {"s3": {"config_kwargs": {"proxies": {"http": "http://user:kept-out-of-logs-9@proxy:1"}}}},
        "redshift_password": "away-from-logs-1",
    }
    secrets = ("kept-out-of-logs-8", "kept-out-of-logs-9", "away-from-logs-1")
    with pytest.raises(InvalidConnectionError) as refused:
        fetch_connection(airflow_connection("masked", extra=json.dumps(extra)))
    assert [problem.where for problem in refused.value.problems] == ["extra.config_kwargs.retires"]
    assert redact("visible, " + ", ".join(secrets)) == "visible, ***, ***, ***"


def test_secrets_are_registered_again_with_a_masker_that_forgot(
    airflow_connection: AirflowConnection, redact: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Airflow empties its masker between tasks; what was parsed for one is masked for the next as well."""
    secrets = {"aws_secret_access_key": "kept-out-of-logs-3", "aws_session_token": "kept-out-of-logs-4"}
    extra = {
        "session_kwargs": json.dumps({"aws_access_key_id": "AKIA"} | secrets),
        "config_kwargs": {"proxies": {"https": "http://user:kept-out-of-logs-7@proxy:3128"}},
    }
    conn_id = airflow_connection("masked", extra=json.dumps(extra))
    text = "visible, kept-out-of-logs-3, kept-out-of-logs-4, kept-out-of-logs-7"
    first = fetch_connection(conn_id)
    assert redact(text) == "visible, ***, ***, ***"
    masker = find_masker()
    monkeypatch.setattr(masker, "patterns", set())
    monkeypatch.setattr(masker, "replacer", None)
    assert redact(text) == text
    assert fetch_connection(conn_id).connection is first.connection
    assert redact(text) == "visible, ***, ***, ***"


def test_secrets_are_registered_before_anything_is_said(
    airflow_connection: AirflowConnection, redact: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the first warning or check of a connection runs, its secrets are masked already."""
    seen: list[str] = []

    def look(_: AwsConnection) -> list[Problem]:
        seen.append(redact("the away-from-logs-2 stays"))
        return []

    monkeypatch.setattr("airflow_provider_awsconn.sessions.checks.check_connection", look)
    session_kwargs = json.dumps({"aws_access_key_id": "AKIA", "aws_secret_access_key": "away-from-logs-2"})
    fetch_connection(airflow_connection("masked", extra={"session_kwargs": session_kwargs}))
    assert seen == ["the *** stays"]
