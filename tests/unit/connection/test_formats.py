"""Airflow's two ways to write a connection as one text, read and written, by us and by the installed Airflow."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.formats import read_text, read_uri
from airflow_provider_awsconn.connection.parse import read_connection
from airflow_provider_awsconn.errors import InvalidConnectionError
from tests.unit.connection.checks import URL
from tests.unit.connection.test_dump import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable

CANARY = "C4N4RY"
SECRET = "se/cr+et=%@:#?&ü " + "x" * 22 + "y"
HINT = 'give a JSON object such as {"conn_type": "aws", "login": "...", "password": "..."}'
NOT_ENCODED = (
    "uri: has a part that is not URL-encoded; "
    "in each part write / as %2F, + as %2B, = as %3D, @ as %40, # as %23, ? as %3F and % as %25"
)
WRITE = "write aws://KEY_ID:SECRET@ with each part URL-encoded"
HOST = (
    "host: is set while login is empty, as when a URI lacks its '@' and the access key id is taken for a host; "
    "write aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, and an endpoint as extra.endpoint_url"
)


def tell(read: Callable[[], object]) -> list[str]:
    """The problems of a connection that can't be read, none of which shows the canary."""
    with pytest.raises(InvalidConnectionError) as refused:
        read()
    assert CANARY.lower() not in (str(refused.value) + repr(vars(refused.value))).lower()
    assert refused.value.__context__ is None
    return [str(problem) for problem in refused.value.problems]


def load_airflow_connections() -> list[Any]:
    """The classes that read a connection: the database's, and the task SDK's from Airflow 3.1 on."""
    found: list[Any] = []
    for name in ("airflow.models.connection", "airflow.sdk.definitions.connection"):
        try:
            found.append(importlib.import_module(name).Connection)
        except ImportError:
            continue
    assert found
    return [cls for cls in found if hasattr(cls, "from_json")]


def build_connections() -> dict[str, AwsConnection]:
    """Connections with and without keys, with everything an Extra may hold."""
    built = {"keys": parse_connection(login="AKI/A+:@", password=SECRET)}
    for name, (extra, _) in WRITTEN.items():
        keys: dict[str, Any] = {} if "aws_access_key_id" in extra else {"login": "AKIA", "password": SECRET}
        built[name] = parse_connection(extra=extra)
        built[f"{name}-with-keys"] = parse_connection(extra=extra, **keys)
    return built


CONNECTIONS = build_connections()
each = pytest.mark.parametrize("name", CONNECTIONS)


@each
def test_json_is_read_back(name: str) -> None:
    """from_json(to_json()) is the connection, remarks that stay included."""
    connection = CONNECTIONS[name]
    assert AwsConnection.from_json(connection.to_json()) == connection
    assert AwsConnection.from_mapping(json.loads(connection.to_json())) == connection
    assert json.loads(connection.to_json())["conn_type"] == "aws"


@each
def test_a_uri_is_read_back(name: str) -> None:
    """from_uri(to_uri()) is the connection, and the URI is of URL characters alone."""
    connection = CONNECTIONS[name]
    uri = connection.to_uri()
    assert AwsConnection.from_uri(uri) == connection
    assert uri.startswith("aws://")
    assert uri.isascii()
    assert not set(uri) & set(" \"'<>{}\\^`\n\t")


def test_text_in_text_is_read_back_however_deep_it_makes_the_whole() -> None:
    """Settings that were given as text in an object, or are as deep as may be, are written as the object they are."""
    for depth in range(40):
        for given in ('{"a":' * depth + "1" + "}" * depth, json.loads('{"a":' * depth + "1" + "}" * depth)):
            reading = read_connection(extra={"service_config": {"s3": {"a": given} if depth == 0 else given}})
            if not reading.problems:
                assert AwsConnection.from_json(reading.connection.to_json()) == reading.connection
                assert AwsConnection.from_uri(reading.connection.to_uri()) == reading.connection


def parse_airflow(airflow: Any) -> AwsConnection:
    """What the fields say that Airflow found in a text."""
    return parse_connection(
        conn_type=airflow.conn_type,
        login=airflow.login,
        password=airflow.password,
        host=airflow.host,
        extra=airflow.extra,
    )


@each
def test_airflow_reads_our_uri_as_the_same_connection(name: str) -> None:
    """Every class of the installed Airflow finds the fields that we wrote, ids as text among them."""
    connection = CONNECTIONS[name]
    for airflow in load_airflow_connections():
        by_uri = airflow(conn_id="c", uri=connection.to_uri()) if "models" in airflow.__module__ else None
        by_uri = by_uri or airflow.from_uri(connection.to_uri(), conn_id="c")
        assert parse_airflow(by_uri) == connection


@each
def test_airflow_reads_our_json_as_the_same_connection(name: str) -> None:
    """Every class of the installed Airflow takes the field names that we write."""
    connection = CONNECTIONS[name]
    for airflow in load_airflow_connections():
        assert parse_airflow(airflow.from_json(connection.to_json(), conn_id="c")) == connection


@pytest.mark.parametrize("name", [name for name in CONNECTIONS if not name.startswith("airflow-s-own-name")])
def test_we_read_what_airflow_writes(name: str) -> None:
    """Its own URI and JSON of a connection are the same connection, but for a key of its own that it loses itself."""
    connection = CONNECTIONS[name]
    airflow = load_airflow_connections()[0].from_json(connection.to_json(), conn_id="c")
    assert AwsConnection.from_uri(airflow.get_uri()) == connection
    assert AwsConnection.from_json(airflow.as_json()) == connection


@pytest.mark.parametrize(
    "uri",
    [
        pytest.param("aws://", id="nothing"),
        pytest.param("aws://@", id="at-alone"),
        pytest.param("aws://:@/", id="colon-alone"),
        pytest.param(" aws://@/?region_name=&verify= ", id="empty-values"),
        pytest.param("aws://@/?__extra__=", id="empty-extra"),
        pytest.param("aws://@/?__extra__=%7B%7D", id="empty-object"),
    ],
)
def test_an_empty_uri_is_an_empty_connection(uri: str) -> None:
    """Nothing said, in any of the ways a URI says nothing."""
    assert AwsConnection.from_uri(uri) == AwsConnection()


def test_values_of_a_query_are_text() -> None:
    """Text becomes what the key holds, ids keep their zeros, and an encoded sign is the sign."""
    connection = AwsConnection.from_uri(
        "aws://AKIA:s%2F%2B%3D@/?verify=false&duration_seconds=900&role_arn=arn%3Aaws%3Aiam%3A%3A012345678901%3Arole%2Fe"
        "&external_id=0012&config_kwargs=%7B%22read_timeout%22%3A+5%7D&endpoint_url=https%3A%2F%2Fminio.example%3A9000",
        "c",
    )
    assert connection == parse_connection(
        conn_id="c",
        login="AKIA",
        password="s/+=",
        extra={
            "verify": False,
            "duration_seconds": 900,
            "role_arn": "arn:aws:iam::012345678901:role/e",
            "external_id": "0012",
            "config_kwargs": {"read_timeout": 5},
            "endpoint_url": URL,
        },
    )


@pytest.mark.parametrize(
    ("uri", "problems"),
    [
        pytest.param(f"AKIA:{CANARY}", [f"uri: has no ://; {WRITE}"], id="no-scheme"),
        pytest.param(
            f"aws://AKIA:{CANARY}", [f"uri: has no @ after the key id and the secret; {WRITE}"], id="no-at-sign"
        ),
        pytest.param("aws://AKIAC4N4RY", [HOST], id="key-alone"),
        pytest.param(f"aws://AKIA:{CANARY}/x@", [NOT_ENCODED], id="slash-in-the-secret"),
        pytest.param(f"aws://AKIA:1/{CANARY}@", [NOT_ENCODED], id="slash-behind-a-number"),
        pytest.param(f"aws://AKIA:ab@cd?{CANARY}@/?a=b", [NOT_ENCODED], id="at-and-question-mark"),
        pytest.param(f"aws://AKIA:?{CANARY}@/?role_arn=x", [NOT_ENCODED], id="question-mark-first"),
        pytest.param(f"aws://AKIA:a@{CANARY}@", [NOT_ENCODED], id="at-in-the-secret"),
        pytest.param(f"aws://AKIA:{CANARY}#a@", [NOT_ENCODED], id="hash-in-the-secret"),
        pytest.param(f"aws://AKIA:{CANARY}?a@", [NOT_ENCODED], id="question-mark-in-the-secret"),
        pytest.param(f"aws://AKIA:{CANARY}%ff@", [NOT_ENCODED], id="no-utf-8"),
        pytest.param(f"aws://AKIA:{CANARY}@/?region_name=%ff", [NOT_ENCODED], id="no-utf-8-in-the-query"),
        pytest.param(f"aws://AKIA:[{CANARY}@", [NOT_ENCODED], id="bracket"),
        pytest.param(f"aws://AKIA:{CANARY}@/?region_name=eu-west-1#x", [NOT_ENCODED], id="hash-in-the-query"),
        pytest.param(
            f"aws://AKIA:{CANARY}@/?__extra__=%7Bregion",
            ['extra: is not JSON; give a JSON object such as {"region_name": "eu-west-1"}'],
            id="broken-extra",
        ),
        pytest.param("aws://AKIA@", ["password: empty while login is set; give both or neither"], id="half"),
    ],
)
def test_a_wrong_uri_is_told_without_a_piece_of_it(uri: str, problems: list[str]) -> None:
    """Airflow shows a piece of the secret in these cases, or takes it for a port."""
    assert tell(lambda: AwsConnection.from_uri(uri)) == problems


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        pytest.param(
            {"login": "AKIA", "passwort": CANARY},
            [
                "passwort: is not a field of a connection; did you mean password?",
                "password: empty while login is set; give both or neither",
            ],
            id="near-field",
        ),
        pytest.param(
            {"region_name": "eu-west-1"},
            ["region_name: is not a field of a connection; put it into extra, as extra.region_name"],
            id="key-of-extra",
        ),
        pytest.param(
            {"colour": CANARY},
            [
                (
                    "colour: is not a field of a connection; these are: conn_type, login, password, host, extra, "
                    "schema, port, description, conn_id"
                )
            ],
            id="unknown-field",
        ),
        pytest.param({"login": [CANARY]}, ["login: is of type list; give text"], id="list-for-text"),
        pytest.param({"login": True}, ["login: is of type bool; give text"], id="boolean-for-text"),
        pytest.param({1: CANARY}, [f"connection: has a field whose name is not text; {HINT}"], id="number-for-a-name"),
        pytest.param([CANARY], [f"connection: is of type list; {HINT}"], id="list"),
    ],
)
def test_wrong_fields_are_refused(fields: Any, problems: list[str]) -> None:
    """A field Airflow does not have is an error, with the place it belongs to."""
    assert tell(lambda: AwsConnection.from_mapping(fields)) == problems


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "is not JSON", id="empty"),
        pytest.param(f'{{"password": "{CANARY}"', "is not JSON", id="cut-off"),
        pytest.param(
            f"{{'password': '{CANARY}'}}",
            "is the text of a Python dict, not JSON; something wrote an object with str() instead of as JSON",
            id="python-dict",
        ),
        pytest.param(f'["{CANARY}"]', "is of type list", id="list"),
        pytest.param("null", "is of type NoneType", id="null"),
    ],
)
def test_wrong_json_is_told_without_a_piece_of_it(text: str, reason: str) -> None:
    """What the text is instead, and what a right one looks like."""
    assert tell(lambda: AwsConnection.from_json(text)) == [f"connection: {reason}; {HINT}"]


def test_fields_that_mean_nothing_here_are_let_be() -> None:
    """An export has every field of Airflow's table."""
    fields = {
        "conn_type": "aws",
        "schema": "",
        "port": 0,
        "description": "mine",
        "conn_id": "c",
        "extra": '{"verify": 0}',
    }
    assert AwsConnection.from_mapping(fields) == AwsConnection(verify=False)


def test_numbers_for_login_and_password_are_text() -> None:
    """Unquoted digits are text in another form."""
    connection = AwsConnection.from_mapping({"login": 12345, "password": 67890})
    assert connection.access_key_id == "12345"
    assert connection.secrets() == ("67890",)


def test_a_connection_of_another_type_is_remarked() -> None:
    """It works, and form and test are another hook's; Airflow's own spelling of a type is the one told."""
    connection = AwsConnection.from_uri("google-cloud-platform://@")
    assert [str(remark) for remark in connection.remarks] == [
        "conn_type: is 'google_cloud_platform'; with 'aws' Airflow's form and test fit"
    ]


@pytest.mark.parametrize("conn_type", ["C4N/RY", "C4N4RY", "x" * 32, ["C4N4RY"], 7], ids=repr)
def test_a_type_that_is_no_name_is_not_repeated(conn_type: object) -> None:
    """Of a broken URI it may be a piece of the secret."""
    assert [str(remark) for remark in AwsConnection.from_mapping({"conn_type": conn_type}).remarks] == [
        "conn_type: is not 'aws'; with 'aws' Airflow's form and test fit"
    ]


@pytest.mark.parametrize("scheme", ["aws", "AWS", "Aws"])
def test_the_case_of_the_scheme_does_not_count(scheme: str) -> None:
    """As in every URI, and in Airflow's parser."""
    assert AwsConnection.from_uri(f"{scheme}://@").remarks == ()


@pytest.mark.parametrize("text", [' {"login": "k", "password": "s"}', "aws://k:s@"])
def test_text_is_json_or_a_uri(text: str) -> None:
    """As Airflow's environment variables are read: JSON where it starts with a brace."""
    assert read_text(text, "c").accept() == parse_connection(conn_id="c", login="k", password="s")


def test_a_uri_is_flat_where_it_can_be() -> None:
    """Text stays readable in a query; what Airflow could take for JSON goes into one encoded object."""
    flat = parse_connection(extra={"region_name": "eu-west-1", "endpoint_url": URL})
    assert flat.to_uri() == "aws://@/?region_name=eu-west-1&endpoint_url=https%3A%2F%2Fminio.example%3A9000"
    deep = parse_connection(login="k", password="a/b", extra={"verify": False})
    assert deep.to_uri() == "aws://k:a%2Fb@/?__extra__=%7B%22verify%22%3A+false%7D"
    number = parse_connection(extra={"profile_name": "0012"})
    assert number.to_uri() == "aws://@/?profile_name=0012"
    assert parse_connection(extra={"profile_name": "12"}).to_uri() == (
        "aws://@/?__extra__=%7B%22profile_name%22%3A+%2212%22%7D"
    )


def test_an_at_in_the_query_is_nothing_to_refuse() -> None:
    """Only before the host does it tell of a secret that is cut."""
    for uri in ("aws://k:s@/?source_identity=a@b", "aws:///?source_identity=a@b"):
        assert read_uri(uri).problems == ()


def test_text_that_is_json_without_end_is_written() -> None:
    """What can't be read as JSON for its depth is not looked into."""
    connection = AwsConnection.from_mapping({"extra": {"bucket_name": "[" * 100_000}})
    assert AwsConnection.from_uri(connection.to_uri()) == connection
