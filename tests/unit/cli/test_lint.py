"""``lint``: every finding, from wherever the connections come."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import OperationalError

from airflow_provider_awsconn import airflow_compat
from airflow_provider_awsconn.cli import prompt
from tests.unit.cli.conftest import CANARY, KEY, SECRET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import AirflowConnection
    from tests.unit.cli.conftest import Command, Ended

GOOD = {"conn_type": "aws", "login": KEY, "password": SECRET, "extra": {"region_name": "eu-west-1"}}
BAD: dict[str, Any] = {"conn_type": "aws", "login": KEY, "extra": {"regionname": "x", "external_id": "canary-7"}}
BAD_FINDINGS = [
    {
        "level": "error",
        "where": "password",
        "what": "empty while login is set",
        "right": "give both or neither",
    },
    {
        "level": "warning",
        "where": "extra.external_id",
        "what": "has no effect without a role",
        "right": "give extra.role_arn, or remove it",
    },
    {
        "level": "warning",
        "where": "extra.regionname",
        "what": "is not a key of an aws connection and has no effect",
        "right": "did you mean region_name?",
    },
]


def read(ended: Ended) -> Any:
    """What the command printed, which holds no secret."""
    assert CANARY not in ended.out + ended.err
    assert ended.err == ""
    return json.loads(ended.out)


@pytest.fixture
def lint_file(run: Command, tmp_path: Path) -> Any:
    """Lint a file of this name and text."""

    def lint(name: str, text: str) -> tuple[int, Any]:
        (tmp_path / name).write_text(text, encoding="utf-8")
        ended = run("lint", "--json", str(tmp_path / name), "--output", "json")
        return ended.status, json.loads(ended.out.replace(str(tmp_path / name), "FILE"))

    return lint


def test_named_connections_are_linted(run: Command, airflow_connection: AirflowConnection) -> None:
    """Each once, in the order given; an error makes the status 1."""
    airflow_connection("lint_good", login=KEY, password=SECRET, extra={"region_name": "eu-west-1"})
    airflow_connection("lint_bad", login=KEY, extra=BAD["extra"])
    ended = run("lint", "lint_good", "lint_bad", "lint_good", "--output", "json")
    assert ended.status == 1
    assert read(ended) == {
        "connections": [
            {"connection": "lint_good", "findings": []},
            {"connection": "lint_bad", "findings": BAD_FINDINGS},
        ],
        "others": 0,
    }
    assert run("lint", "lint_good").out == "1 connection, 0 errors, 0 warnings\n"


def test_people_get_a_table_for_each_connection(run: Command, airflow_connection: AirflowConnection) -> None:
    """Grouped, with what would be right, and a sum."""
    airflow_connection("lint_table", login=KEY, extra=BAD["extra"])
    ended = run("lint", "lint_table")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert lines[:2] == ["connection 'lint_table'", "where what right"]
    assert "error password empty while login is set give both or neither" in lines
    assert lines[-1] == "1 connection, 1 error, 2 warnings"
    assert CANARY not in ended.out + ended.err


def test_a_missing_connection_is_a_finding(run: Command) -> None:
    """The others are linted all the same."""
    ended = run("lint", "nobody_made_this", "--output", "json")
    (connection,) = read(ended)["connections"]
    (finding,) = connection["findings"]
    assert (ended.status, finding["level"], finding["where"]) == (1, "error", "connection")
    assert finding["what"].startswith("does not exist, looked in environment variable AIRFLOW_CONN_NOBODY_MADE_THIS")
    assert finding["right"].startswith("create it with: airflow connections add nobody_made_this ")


def test_a_missing_connection_may_mean_the_chain(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the deployment says so it is a warning."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambient")
    ended = run("lint", "nobody_made_this", "--output", "json")
    assert ended.status == 0
    assert read(ended)["connections"][0]["findings"] == [
        {
            "level": "warning",
            "where": "connection",
            "what": "does not exist, and [awsconn] missing_connection is ambient",
            "right": "create it; without it boto3's own lookup chain is used",
        }
    ]


def test_an_unreadable_variable_tells_why_without_its_text(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A URI that is not encoded."""
    monkeypatch.setenv("AIRFLOW_CONN_LINT_URI", "aws://KEY:canary/canary@")
    ended = run("lint", "lint_uri", "--output", "json")
    assert ended.status == 1
    (finding,) = read(ended)["connections"][0]["findings"]
    assert (finding["where"], finding["what"]) == ("uri", "has a part that is not URL-encoded")


@pytest.mark.parametrize(
    ("choice", "level", "status"), [("error", "error", 1), ("warn", "warning", 0), ("ignore", None, 0)]
)
def test_unknown_keys_are_what_the_deployment_says(
    choice: str,
    level: str | None,
    status: int,
    run: Command,
    airflow_connection: AirflowConnection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By name and in a file alike."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", choice)
    airflow_connection("lint_unknown", extra={"regionname": "x"})
    named = run("lint", "lint_unknown", "--output", "json")
    piped = run("lint", "--json", "-", "--output", "json", stdin='{"conn_type": "aws", "extra": {"regionname": "x"}}')
    for ended in (named, piped):
        (connection,) = read(ended)["connections"]
        assert [finding["level"] for finding in connection["findings"]] == ([level] if level else [])
        assert ended.status == status


def test_a_choice_that_is_none_is_wrong_use(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the option in airflow.cfg."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", "maybe")
    ended = run("lint", "--json", "-", stdin="{}")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "python -m airflow_provider_awsconn lint: error: [awsconn] unknown_keys: 'maybe' is not a choice; "
        "give warn or error or ignore\n"
    )


@pytest.mark.parametrize("arguments", [(), ("x", "--all"), ("--uri", "--all"), ("--json", "x", "y")])
def test_one_place_is_linted_at_a_time(arguments: tuple[str, ...], run: Command) -> None:
    """None, or two, is wrong use."""
    ended = run("lint", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "python -m airflow_provider_awsconn lint: error: give one of: connection ids, --all, --uri, --json FILE\n"
    )


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the metadata database holds."""
    connections: list[Any] = []
    monkeypatch.setattr(airflow_compat, "list_stored_connections", lambda: connections)
    return connections


def test_all_are_those_of_variables_and_database(
    run: Command, airflow_connection: AirflowConnection, stored: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of type aws; the others are counted."""
    airflow_connection("lint_all", login=KEY, extra=BAD["extra"])
    monkeypatch.setenv("AIRFLOW_CONN_PG", "postgres://me:canary@db")
    monkeypatch.setenv("AIRFLOW_CONN_PG_JSON", '{"conn_type": "postgres"}')
    fields = {"login": KEY, "password": SECRET, "host": None, "schema": None, "extra": '{"region_name": "eu-west-1"}'}
    stored.append(SimpleNamespace(conn_id="in_database", conn_type="aws", **fields))
    stored.append(SimpleNamespace(conn_id="other", conn_type="http", **fields))
    ended = run("lint", "--all", "--output", "json")
    assert ended.status == 1
    assert read(ended) == {
        "connections": [
            {"connection": "lint_all", "findings": BAD_FINDINGS},
            {"connection": "in_database", "findings": []},
        ],
        "others": 3,
    }
    assert run("lint", "--all").out.endswith("2 connections, 1 error, 2 warnings, 3 of other types not looked at\n")


def test_a_secret_that_cannot_be_decrypted_is_a_finding(run: Command, stored: list[Any]) -> None:
    """As after a change of the Fernet key."""

    class Encrypted:
        conn_id, conn_type, login, host, schema, extra = "encrypted", "aws", KEY, None, None, None

        @property
        def password(self) -> str:
            raise airflow_compat.AirflowException("Can't decrypt encrypted password canary")

    stored.append(Encrypted())
    ended = run("lint", "--all", "--output", "json")
    assert ended.status == 1
    assert read(ended)["connections"][0]["findings"] == [
        {
            "level": "error",
            "where": "password",
            "what": "can't be decrypted",
            "right": "give [core] fernet_key as it was when it was stored",
        }
    ]


def test_a_database_that_cannot_be_read_is_a_finding(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own message may hold the password of the database."""

    def fail() -> None:
        raise OperationalError("select", {}, Exception("canary"))

    monkeypatch.setattr(airflow_compat, "list_stored_connections", fail)
    ended = run("lint", "--all", "--output", "json")
    assert ended.status == 1
    assert read(ended)["connections"] == [
        {
            "connection": "metadata database",
            "findings": [
                {
                    "level": "error",
                    "where": "[database] sql_alchemy_conn",
                    "what": "can't be read (OperationalError)",
                    "right": "correct it, or name the connections to lint",
                }
            ],
        }
    ]


def test_a_database_that_nobody_made_holds_no_connections(run: Command) -> None:
    """As in a build without one."""
    assert run("lint", "--all") == (0, "0 connections, 0 errors, 0 warnings\n", "")


def test_a_uri_comes_by_the_standard_input(run: Command) -> None:
    """So that it stands in no list of processes."""
    ended = run("lint", "--uri", "--output", "json", stdin=f"aws://{KEY}:can/ary@\n")
    assert ended.status == 1
    (connection,) = read(ended)["connections"]
    assert connection["connection"] == "standard input"
    assert [finding["where"] for finding in connection["findings"]] == ["uri"]
    ended = run("lint", "--uri", stdin=f"aws://{KEY}:{SECRET}@\n")
    assert ended == (0, "1 connection, 0 errors, 0 warnings\n", "")


def test_a_uri_is_asked_for_on_a_terminal(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without echo."""
    asked = []

    def ask(question: str) -> str:
        asked.append(question)
        return f"aws://{KEY}:{SECRET}@"

    monkeypatch.setattr(prompt, "getpass", SimpleNamespace(getpass=ask))
    monkeypatch.setattr(prompt, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    assert run("lint", "--uri").status == 0
    assert asked == ["connection URI: "]


def test_no_uri_is_wrong_use(run: Command) -> None:
    """An empty standard input."""
    ended = run("lint", "--uri")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "python -m airflow_provider_awsconn lint: error: no connection URI was given; type it, or send it as a line "
        "of the standard input\n"
    )


# Files.

EXPORT_LINES = (
    f"# made by hand\n\na=aws://{KEY}:{SECRET}@/?region_name=eu-west-1\nb={json.dumps(BAD)}\npg=postgres://x\n"
)
EXPORT_YAML = f"""
a: aws://{KEY}:{SECRET}@
b:
  conn_type: aws
  login: {KEY}
  extra: '{json.dumps(BAD["extra"])}'
  port: null
pg:
  conn_type: postgres
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.json", json.dumps({"a": GOOD, "b": BAD, "pg": {"conn_type": "postgres"}})),
        ("texts.json", json.dumps({"a": f"aws://{KEY}:{SECRET}@", "b": json.dumps(BAD), "pg": "postgres://x"})),
        ("c.yaml", EXPORT_YAML),
        ("c.yml", EXPORT_YAML),
        ("c.env", EXPORT_LINES),
    ],
)
def test_a_file_of_connections_is_read_by_its_suffix(name: str, text: str, lint_file: Any) -> None:
    """What Airflow exports and imports; connections of other types are counted."""
    assert lint_file(name, text) == (
        1,
        {
            "connections": [{"connection": "a", "findings": []}, {"connection": "b", "findings": BAD_FINDINGS}],
            "others": 1,
        },
    )


def test_a_file_may_hold_one_connection(lint_file: Any) -> None:
    """In Airflow's JSON format; and whatever its type, for it was named."""
    assert lint_file("c.json", json.dumps(BAD)) == (
        1,
        {"connections": [{"connection": "FILE", "findings": BAD_FINDINGS}], "others": 0},
    )
    status, printed = lint_file("c.json", '{"conn_type": "generic"}')
    assert (status, printed["others"]) == (0, 0)
    assert [finding["where"] for finding in printed["connections"][0]["findings"]] == ["conn_type"]


@pytest.mark.parametrize(
    ("name", "text", "where", "what"),
    [
        ("c.json", "{canary", "file", "is not JSON"),
        ("c.json", '["canary"]', "file", "holds no object but a list"),
        ("c.json", '{"a": 1}', "connection", "is of type int"),
        ("c.json", '{"a": "canary"}', "uri", "has no ://"),
        ("c.yaml", "a: [canary", "file", "is not YAML, in line 1"),
        ("c.yaml", "canary", "file", "holds no object but a str"),
        ("c.yaml", "a: &a\n  canary: *a\n", "file", "holds what connections can't be made of"),
        ("c.env", "canary\n", "line", "has no ="),
    ],
)
def test_a_broken_file_is_a_finding(name: str, text: str, where: str, what: str, lint_file: Any) -> None:
    """Never a traceback, and never its text."""
    status, printed = lint_file(name, text)
    assert status == 1
    finding = printed["connections"][0]["findings"][0]
    assert (finding["level"], finding["where"], finding["what"]) == ("error", where, what)
    assert CANARY not in json.dumps(printed)


def test_a_file_that_cannot_be_read_is_a_finding(run: Command, tmp_path: Path) -> None:
    """Missing, or not text."""
    ended = run("lint", "--json", str(tmp_path / "none.json"), "--output", "json")
    assert ended.status == 1
    assert read(ended)["connections"][0]["findings"][0]["what"] == "can't be read (FileNotFoundError)"
    (tmp_path / "x.json").write_bytes(b"\xff\xfe\x00")
    ended = run("lint", "--json", str(tmp_path / "x.json"), "--output", "json")
    assert read(ended)["connections"][0]["findings"][0]["what"] == "is not text in UTF-8"


def test_services_that_boto3_does_not_know_are_warned_of(run: Command) -> None:
    """As are all remarks."""
    text = '{"conn_type": "aws", "extra": {"service_config": {"dynamo_db": {"x": 1}}}}'
    ended = run("lint", "--json", "-", "--output", "json", stdin=text)
    assert ended.status == 0
    (finding,) = read(ended)["connections"][0]["findings"]
    assert (finding["level"], finding["where"]) == ("warning", "extra.service_config.dynamo_db")


def test_what_cannot_be_used_on_this_machine_is_an_error(run: Command) -> None:
    """Such as a CA bundle that is not there."""
    text = '{"conn_type": "aws", "extra": {"verify": "/no/such/file.pem"}}'
    ended = run("lint", "--json", "-", "--output", "json", stdin=text)
    assert ended.status == 1
    (finding,) = read(ended)["connections"][0]["findings"]
    assert (finding["level"], finding["where"]) == ("error", "extra.verify")


def test_a_probe_that_can_not_be_asked_is_odd(run: Command, airflow_connection: AirflowConnection) -> None:
    """It keeps nobody from working; the connection test refuses it."""
    extra = {"region_name": "eu-west-1", "test_probe": "sqs:list_queue"}
    airflow_connection("lint_probe", login=KEY, password=SECRET, extra=extra)
    ended = run("lint", "lint_probe", "--output", "json")
    assert (ended.status, json.loads(ended.out)["connections"][0]["findings"]) == (
        0,
        [
            {
                "level": "warning",
                "where": "extra.test_probe",
                "what": "names 'list_queue', which is not an operation of sqs",
                "right": "did you mean list_queues?",
            }
        ],
    )
