"""``describe``: the settings of a connection that Airflow finds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.unit.cli.conftest import CANARY, KEY, ROLE, SECRET

if TYPE_CHECKING:
    from tests.conftest import AirflowConnection
    from tests.unit.cli.conftest import Command


def test_json_is_the_description(run: Command, airflow_connection: AirflowConnection) -> None:
    """Settings and remarks, and nothing else in the output."""
    extra = {"region_name": "eu-west-1", "role_arn": ROLE, "external_id": "canary-7", "regionname": "x"}
    airflow_connection("cli_json", login=KEY, password=SECRET, extra=extra)
    ended = run("describe", "cli_json", "--service", "s3", "--json")
    printed = json.loads(ended.out)
    assert ended.status == 0
    assert {"name": "region_name", "value": "eu-west-1", "origin": "extra.region_name"} in printed["settings"]
    assert {"name": "roles.0.external_id", "value": "***", "origin": "extra.external_id"} in printed["settings"]
    assert printed["remarks"] == [
        {
            "where": "extra.regionname",
            "reason": "is not a key of an aws connection and has no effect",
            "hint": "did you mean region_name?",
        }
    ]
    assert CANARY not in ended.out + ended.err


def test_people_get_a_table(run: Command, airflow_connection: AirflowConnection) -> None:
    """A line for each setting; remarks on the other stream; square brackets as they are."""
    airflow_connection(
        "cli_table", login=KEY, password=SECRET, extra={"region_name": "eu-west-1", "[b]x": 1, "bucket_name": "b"}
    )
    ended = run("describe", "cli_table")
    lines = [line.split() for line in ended.out.splitlines()]
    assert ended.status == 0
    assert lines[0] == ["setting", "value", "origin"]
    assert ["region_name", "eu-west-1", "extra.region_name"] in lines
    assert ["other_keys", '["bucket_name"]', "extra"] in lines
    assert ended.err == (
        "remark: extra: has a key that does not look like a name, as when a part of a URI is not URL-encoded; "
        "URL-encode each part, or remove it\n"
    )
    assert CANARY not in ended.out + ended.err


def test_a_missing_connection_is_an_error(run: Command) -> None:
    """Status 1, and how to make it; no traceback."""
    ended = run("describe", "nobody_made_this", "--json")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.startswith("error: connection 'nobody_made_this': does not exist, looked in environment variable ")
    assert ended.err.count("\n") == 1


def test_an_invalid_connection_tells_each_problem_in_a_line(
    run: Command, airflow_connection: AirflowConnection
) -> None:
    """Status 1, and no secret."""
    airflow_connection("cli_bad", login=KEY, extra={"region_name": "eu-west1", "aws_secret_access_key": SECRET})
    ended = run("describe", "cli_bad")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err.splitlines() == [
        "error: connection 'cli_bad': password: empty while login is set; give both or neither",
        (
            "error: connection 'cli_bad': extra.aws_access_key_id: empty while extra.aws_secret_access_key is set; "
            "give both or neither"
        ),
        (
            "error: connection 'cli_bad': extra.region_name: 'eu-west1' is not the name of an AWS region; "
            "did you mean eu-west-1?"
        ),
    ]
