"""``adopt``: what it asks for, what it looks at, and how it tells what it found."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import OperationalError

from airflow_provider_awsconn import airflow_compat
from airflow_provider_awsconn.adopt.differences import BY_NAME, DIFFERENCES
from docs._ext.differences_table import render_differences_table
from tests.unit.cli.conftest import CANARY, KEY, ROLE, SECRET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Command, Ended

IMPORT = "from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook\n"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without code."""
    for option in ("dags", "plugins"):
        (tmp_path / option).mkdir()
        monkeypatch.setenv(f"AIRFLOW__CORE__{option.upper()}_FOLDER", str(tmp_path / option))


def list_found(ended: Ended) -> list[tuple[str, str]]:
    """What the command found, and where; it printed no secret."""
    assert CANARY not in ended.out + ended.err
    assert ended.err == ""
    return [(each["difference"], each["where"]) for each in json.loads(ended.out)["findings"]]


def test_it_does_nothing_but_check(run: Command) -> None:
    """Who leaves that out is told."""
    ended = run("adopt")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "python -m airflow_provider_awsconn adopt: error: give --check: it lists what changes, and is all that this "
        "command does; what it lists is yours to do\n"
    )


def test_a_path_that_is_not_there_is_wrong_use(run: Command, tmp_path: Path) -> None:
    """Before anything is looked at."""
    ended = run("adopt", "--check", "--dags", str(tmp_path), str(tmp_path / "nowhere"))
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.endswith(f"--dags: {tmp_path}/nowhere does not exist; give the paths of files and folders\n")


def test_a_choice_that_is_none_is_wrong_use(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the options that it reads."""
    for option in ("UNKNOWN_KEYS", "MISSING_CONNECTION"):
        with monkeypatch.context() as patch:
            patch.setenv(f"AIRFLOW__AWSCONN__{option}", "maybe")
            ended = run("adopt", "--check")
        assert (ended.status, ended.out) == (2, "")
        assert f"[awsconn] {option.lower()}: 'maybe' is not a choice" in ended.err


def test_an_empty_installation_has_nothing_to_change(run: Command) -> None:
    """The sums alone."""
    assert run("adopt", "--check") == (0, "0 connections, 0 files of code, 0 errors, 0 changes, 0 notes\n", "")
    printed = json.loads(run("adopt", "--check", "--json").out)
    looked_at = {"connections": 0, "others": 0, "files": 0, "files_on_stock_provider": 0}
    assert printed == {"findings": [], "looked_at": looked_at}


def test_variables_database_and_code_are_looked_at(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids of connections of every type are known, those of variables in any case."""
    monkeypatch.setenv("AIRFLOW_CONN_IN_VARIABLE", f"aws://{KEY}:{SECRET}@/?verify=false")
    monkeypatch.setenv("AIRFLOW_CONN_PG", "postgres://me:canary@db")
    fields = {"login": KEY, "password": SECRET, "host": None, "schema": None}
    stored = [
        SimpleNamespace(conn_id="in_database", conn_type="aws", extra=json.dumps({"role_arn": ROLE}), **fields),
        SimpleNamespace(conn_id="other", conn_type="http", extra="{}", **fields),
    ]
    monkeypatch.setattr(airflow_compat, "list_stored_connections", lambda: stored)
    ids = ("In_Variable", "in_variable", "PG", "in_database", "other", "In_Database")
    (tmp_path / "dags" / "a.py").write_text(
        IMPORT + "".join(f"AwsBaseHook({conn_id!r})\n" for conn_id in ids), encoding="utf-8"
    )
    (tmp_path / "plugins" / "b.py").write_text(IMPORT, encoding="utf-8")
    ended = run("adopt", "--check", "--json")
    assert ended.status == 1
    assert list_found(ended) == [
        ("missing-connection", f"{tmp_path}/dags/a.py:7"),
        ("verify-text", "connection 'in_variable' extra.verify"),
        ("sts-region", "connection 'in_database' extra.region_name"),
        ("session-name", "connection 'in_database' extra.role_arn"),
        ("hook-import", f"{tmp_path}/dags/a.py:1"),
        ("hook-import", f"{tmp_path}/plugins/b.py:1"),
    ]
    looked_at = {"connections": 2, "others": 2, "files": 2, "files_on_stock_provider": 0}
    assert json.loads(ended.out)["looked_at"] == looked_at


def test_files_take_the_place_of_the_installations_own(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of its connections, and of its DAG files; its plugins stay."""
    monkeypatch.setenv("AIRFLOW_CONN_IN_VARIABLE", f"aws://{KEY}@")
    for name in ("dags/a.py", "plugins/b.py", "c.py"):
        (tmp_path / name).write_text(IMPORT, encoding="utf-8")
    (tmp_path / "c.json").write_text(json.dumps({"of_file": f"aws://{KEY}@"}), encoding="utf-8")
    ended = run("adopt", "--check", "--json", "--file", str(tmp_path / "c.json"), "--dags", str(tmp_path / "c.py"))
    assert list_found(ended) == [
        ("half-credentials", "connection 'of_file' password"),
        ("hook-import", f"{tmp_path}/c.py:1"),
        ("hook-import", f"{tmp_path}/plugins/b.py:1"),
    ]


def test_a_finding_tells_all_of_it_in_json(run: Command) -> None:
    """The place in parts too, and its own advice before that of the difference."""
    ended = run("adopt", "--check", "--json", "--file", "-", stdin=json.dumps({"half": f"aws://{KEY}@"}))
    (found,) = json.loads(ended.out)["findings"]
    of = BY_NAME["half-credentials"]
    assert found == {
        "difference": "half-credentials",
        "level": "error",
        "title": of.title,
        "where": "connection 'half' password",
        "connection": "half",
        "key": "password",
        "what": "empty while login is set",
        "stock": of.stock,
        "ours": of.ours,
        "advice": "give both or neither",
    }


def test_what_breaks_makes_the_status(run: Command) -> None:
    """A change or a note alone does not."""
    changed: dict[str, Any] = {"conn_type": "aws", "extra": {"session_kwargs": {"region_name": "eu-west-1"}}}
    ended = run("adopt", "--check", "--json", "--file", "-", stdin=json.dumps({"x": changed}))
    assert (ended.status, list_found(ended)) == (
        0,
        [("session-region", "connection 'x' extra.session_kwargs.region_name")],
    )
    changed["extra"]["session_kwargs"] = {"profile_name": "p"}
    assert run("adopt", "--check", "--json", "--file", "-", stdin=json.dumps({"x": changed})).status == 1


@pytest.mark.parametrize("text", ["{canary", '["canary"]'])
def test_a_file_that_cannot_be_read_breaks(text: str, run: Command) -> None:
    """Nobody knows what is in it."""
    ended = run("adopt", "--check", "--json", "--file", "-", stdin=text)
    assert (ended.status, list_found(ended)) == (1, [("unread-connections", "connection 'standard input' file")])


def test_a_database_that_cannot_be_read_breaks(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same."""

    def fail() -> None:
        raise OperationalError("select", {}, Exception("canary"))

    monkeypatch.setattr(airflow_compat, "list_stored_connections", fail)
    ended = run("adopt", "--check", "--json")
    where = "connection 'metadata database' [database] sql_alchemy_conn"
    assert (ended.status, list_found(ended)) == (1, [("unread-connections", where)])


def test_options_of_the_installation_count(run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session factory, secrets backends that are not asked, and what a missing connection is."""
    monkeypatch.setenv("AIRFLOW__AWS__SESSION_FACTORY", "acme.Factory")
    monkeypatch.setenv("AIRFLOW__SECRETS__BACKEND", "acme.nowhere.Backend")
    (tmp_path / "dags" / "a.py").write_text("from airflow_provider_awsconn.hooks.aws import AwsHook\nAwsHook('gone')\n")
    found = dict(list_found(run("adopt", "--check", "--json")))
    assert found == {
        "session-factory": "[aws] session_factory",
        "not-asked": "[secrets] backend",
        "missing-maybe": f"{tmp_path}/dags/a.py:2",
    }
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambient")
    assert "missing-ambient" in dict(list_found(run("adopt", "--check", "--json")))


def test_people_get_a_table_for_each_difference(run: Command) -> None:
    """What is said by the difference once, then the places; the first ten, unless all are asked for."""
    connections = {f"half_{number:02}": f"aws://{KEY}@" for number in range(12)}
    connections["role"] = f"aws://{KEY}:{SECRET}@/?role_arn={ROLE}&region_name=eu-west-1"
    ended = run("adopt", "--check", "--file", "-", stdin=json.dumps(connections))
    assert CANARY not in ended.out + ended.err
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert lines[0] == "error a key id without its secret, or the reverse [half-credentials]"
    assert lines[2] == "stock hook passes over it and goes on as the worker's own identity"
    assert lines[3] == "this hook is an error that names the missing half"
    assert lines[4] == "where connection 'half_00' password: empty while login is set; give both or neither"
    assert lines[13] == "connection 'half_09' password: empty while login is set; give both or neither"
    assert lines[14] == "and 2 more; --all shows them"
    assert lines[16] == "change a role without a session name [session-name]"
    assert lines[-1] == "13 connections, 0 files of code, 12 errors, 1 change, 0 notes"
    assert max(map(len, ended.out.splitlines())) <= 140
    whole = run("adopt", "--check", "--all", "--file", "-", stdin=json.dumps(connections)).out
    assert "half_11" in whole
    assert "--all" not in whole


def test_the_stock_provider_is_spoken_of_once(run: Command, tmp_path: Path) -> None:
    """However many files have operators of it."""
    for name in ("a", "b"):
        text = "from airflow.providers.amazon.aws.operators.s3 import S3ListOperator\nS3ListOperator(aws_conn_id='x')\n"
        (tmp_path / "dags" / f"{name}.py").write_text(text, encoding="utf-8")
    assert run("adopt", "--check").out == (
        "0 connections, 2 files of code, 0 errors, 0 changes, 0 notes\n"
        "operators and hooks of the stock provider, in 2 files, stay on the stock hook: nothing changes for them\n"
    )


def test_the_table_of_differences_says_all(run: Command) -> None:
    """Each has a name of its own and texts of one line; and the page of the docs has a row for each."""
    names = [difference.name for difference in DIFFERENCES]
    assert len(set(names)) == len(names)
    rows = render_differences_table().splitlines()
    for of in DIFFERENCES:
        texts = (of.title, of.stock, of.ours, of.why, of.advice)
        assert all(text and text == " ".join(text.split()) and not text.endswith(".") for text in texts)
        (row,) = [row for row in rows if f"`{of.name}`" in row]
        assert all(text.replace("|", r"\|") in row for text in texts)
        assert of.is_found or "not found by `adopt`" in row
    assert run("adopt", "--help").status == 0
