"""From the fields of a connection to a value: what goes together, and everything that is wrong at once."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK, KEYS
from airflow_provider_awsconn.connection.parse import Reading, read_connection
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem
from tests.unit.connection.checks import ARN, HUB, MASKED, URL, list_findings, list_problems, list_remarks

CANARY = "C4N4RY/that+must=never-show"
MISSING_AT = (
    "host: is set while login is empty, as when a URI lacks its '@' and the access key id is taken for a host; "
    "write aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, and an endpoint as extra.endpoint_url"
)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"login": None, "password": None, "host": None, "extra": None}, id="null"),
        pytest.param({"login": "", "password": "", "host": "", "extra": ""}, id="empty-text"),
        pytest.param({"login": " ", "password": " ", "host": " ", "extra": " \n"}, id="blank"),
        pytest.param({"conn_type": "aws"}, id="type"),
        pytest.param({"conn_type": ""}, id="empty-type"),
    ],
)
def test_an_empty_connection_asks_for_boto3s_own_chain(fields: dict[str, Any]) -> None:
    """Nothing said, in any of the ways forms and URIs say nothing, is a connection without settings or remarks."""
    connection = parse_connection(**fields)
    assert connection == AwsConnection()
    assert connection.remarks == ()
    assert connection.origins == {}


def test_a_whole_connection_is_read() -> None:
    """Every part comes to its place, and says where it was taken from."""
    connection = parse_connection(
        conn_id="c",
        login="ASIAIOSFODNN7EXAMPLE",
        password="s" * 40,
        extra={
            "aws_session_token": "token",
            "region_name": "eu-west-1",
            "profile_name": "p",
            "host": "https://s3.eu-west-1.amazonaws.com",
            "store": "aws",
            "verify": "no",
            "config_kwargs": {"read_timeout": 5},
            "role_chain": [HUB, ARN],
            "external_id": "partner-7",
            "allowed_account_ids": ["123456789012"],
            "test_probe": "sqs:list_queues",
            "redshift_password": "r",
        },
    )
    assert (connection.conn_id, connection.region_name, connection.profile_name) == ("c", "eu-west-1", "p")
    assert (connection.store, connection.verify, connection.role_arn) == ("aws", False, ARN)
    assert connection.other_keys == {"redshift_password": "r"}
    assert connection.origins == {
        "access_key_id": "login",
        "secret_access_key": "password",
        "session_token": "extra.aws_session_token",
        "region_name": "extra.region_name",
        "profile_name": "extra.profile_name",
        "endpoint_url": "extra.host",
        "store": "extra.store",
        "verify": "extra.verify",
        "config_kwargs": "extra.config_kwargs",
        "allowed_account_ids": "extra.allowed_account_ids",
        "test_probe": "extra.test_probe",
        "roles.0.arn": "extra.role_chain.0.role_arn",
        "roles.1.arn": "extra.role_chain.1.role_arn",
        "roles.1.external_id": "extra.external_id",
    }


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        pytest.param("login", ["x"], "is of type list; give text", id="list"),
        pytest.param("password", {"a": CANARY}, "is of type dict; give text", id="object"),
        pytest.param("host", True, "is of type bool; give text", id="boolean"),
        pytest.param("password", b"C4N4RY", "is of type bytes; give text", id="bytes"),
        pytest.param("password", "\ud800", "has half a Unicode character; give text", id="half-a-character"),
        pytest.param("login", float("nan"), "has a number that JSON does not know; give text", id="nan"),
        pytest.param("login", "***", MASKED, id="mask-as-login"),
        pytest.param("host", AIRFLOW_2_MASK, MASKED, id="mask-as-host"),
    ],
)
def test_fields_that_are_no_text_are_refused(field: str, value: object, told: str) -> None:
    """The connection's own fields are text, whoever made the connection."""
    assert list_problems(**{field: value}) == [f"{field}: {told}"]


def test_a_host_without_a_login_is_a_uri_without_its_at_sign() -> None:
    """aws://KEY:SECRET without "@" puts the key into host: an error that says so, without the key."""
    assert list_problems(host=CANARY) == [MISSING_AT]


def test_a_host_beside_a_login_is_ignored_with_a_remark() -> None:
    """The connection's own host means nothing, and that is said."""
    assert list_remarks(login="AKIA", password="secret", host="minio.example") == [
        "host: is ignored; an endpoint belongs into extra.endpoint_url"
    ]


def test_all_problems_come_out_at_once() -> None:
    """One error lists everything, so that a connection is mended in one go."""
    problems = list_problems(
        host="h",
        password=CANARY,
        extra={
            "verify": [],
            "aws_access_key_id": "AKIA",
            "session_kwargs": {"region": 1},
            "service_config": {"s3": 7},
            "endpoint_url": "minio:9000",
            "region_name": "default",
            "role_arn": "etl",
            "duration_seconds": 1,
            "assume_role_method": "assume_role_with_saml",
            "allowed_account_ids": ["1"],
            "test_probe": "x",
            "regionname": "x",
        },
        unknown_keys="error",
    )
    assert sorted(problem.split(": ")[0] for problem in problems) == sorted(
        [
            "extra.verify",
            "extra.session_kwargs.region",
            "extra.service_config.s3",
            "host",
            "login",
            "extra.aws_secret_access_key",
            "extra.endpoint_url",
            "extra.duration_seconds",
            "extra.role_arn",
            "extra.assume_role_with_saml",
            "extra.allowed_account_ids.0",
            "extra.test_probe",
            "extra.regionname",
        ]
    )


def test_problems_carry_their_parts() -> None:
    """Nobody has to parse the text of an error."""
    with pytest.raises(InvalidConnectionError) as refused:
        parse_connection(conn_id="c", login="AKIA")
    assert refused.value.conn_id == "c"
    assert refused.value.problems == (Problem("password", "empty while login is set", "give both or neither"),)
    assert str(refused.value) == "connection 'c': password: empty while login is set; give both or neither"


def test_an_error_without_an_id_says_connection() -> None:
    """A value that is built without Airflow has no id."""
    with pytest.raises(InvalidConnectionError, match=r"^connection: password: empty while login is set; give both"):
        parse_connection(login="AKIA")


def test_a_reading_gives_what_could_be_read_and_all_that_is_wrong() -> None:
    """For describe and lint: problems instead of an exception, remarks beside them."""
    reading = read_connection(conn_id="c", login="AKIA", host="h", extra={"region_name": "eu-west-1", "verify": []})
    assert (reading.connection.region_name, reading.connection.verify) == ("eu-west-1", None)
    assert [problem.where for problem in reading.problems] == ["extra.verify", "password"]
    assert [remark.where for remark in reading.connection.remarks] == ["host"]
    with pytest.raises(InvalidConnectionError) as refused:
        reading.accept()
    assert refused.value.problems == reading.problems


def test_a_reading_without_a_problem_is_accepted() -> None:
    """accept() gives the connection itself, remarks or not."""
    connection = AwsConnection(conn_id="c")
    assert Reading(connection).accept() is connection


def put_canary_everywhere() -> list[Any]:
    """Wrong connections, each with the canary where a secret may stand by right or by mistake."""
    cases: list[Any] = [
        pytest.param({"password": CANARY}, id="password"),
        pytest.param({"host": CANARY}, id="host"),
        pytest.param({"extra": f'{{"aws_secret_access_key": "{CANARY}"'}, id="broken-json"),
        pytest.param({"extra": json.dumps(CANARY)}, id="extra-text"),
        pytest.param({"extra": json.dumps([CANARY])}, id="extra-list"),
        pytest.param({"extra": f"{{'aws_secret_access_key': '{CANARY}'}}"}, id="python-dict"),
    ]
    for key in KEYS:
        shapes: dict[str, Any] = {
            "text": CANARY,
            "list": [CANARY],
            "object": {"aws_secret_access_key": CANARY},
            "nested": {"a": {"b": [CANARY]}},
            "json": json.dumps({"a": CANARY}),
            "python": str({"a": CANARY}),
        }
        for shape, value in shapes.items():
            if key.name in {"region_name", "role_session_name"} and isinstance(value, str):
                continue  # neither is a secret, and the message shows what is not known of it
            extra: dict[str, Any] = {"verify": [], key.name: value}
            cases.append(pytest.param({"extra": extra, "password": CANARY}, id=f"{key.name}-{shape}"))
    return cases


@pytest.mark.parametrize("fields", put_canary_everywhere())
def test_no_finding_holds_a_secret(fields: dict[str, Any]) -> None:
    """A secret in the wrong place is in no text, no field, no pickle and no chained exception of the error."""
    with pytest.raises(InvalidConnectionError) as refused:
        parse_connection(**fields)
    error = refused.value
    assert CANARY not in repr(error) + str(error) + repr(vars(error)) + repr((error.__cause__, error.__context__))
    assert CANARY.encode() not in pickle.dumps(error)
    assert CANARY not in "".join(list_findings(**fields))


def test_an_error_survives_its_pickle() -> None:
    """Airflow sends errors between processes."""
    with pytest.raises(InvalidConnectionError) as refused:
        parse_connection(conn_id="c", login="AKIA", extra={"endpoint_url": URL, "verify": []})
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.problems, again.conn_id) == (str(refused.value), refused.value.problems, "c")
