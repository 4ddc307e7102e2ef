"""docs/logins.md: what stands beside each other on the page says the same, and its pictures show that."""

from __future__ import annotations

import json
import os
import struct
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from airflow.models.connection import Connection

from airflow_provider_awsconn.airflow_connections import fetch_connection
from airflow_provider_awsconn.cli.main import main
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.credentials.explain import describe_role
from airflow_provider_awsconn.doctor.sources import describe_federation
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.browser.logins_page import (
    DESCRIPTION,
    IMAGES,
    Way,
    describe_rows,
    list_rows,
    list_sections,
    read_description,
    read_rows,
    read_steps,
    read_ways,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.doctor.report import Step
    from tests.aws_bench import AwsBench

pytestmark = pytest.mark.once

WAYS = read_ways()
NAMES = (
    "worker",
    "access_key",
    "temporary_keys",
    "profile",
    "role",
    "role_by_name",
    "role_chain",
    "token_file",
    "token_variable",
    "token_url",
    "google",
    "azure",
    "registered",
    "saml",
    "saml_file",
    "unsigned",
    "minio",
)
NO_CONNECTION = "No connection"
# What `make` takes for none of its arguments, and why.
NOT_MADE = {
    "aws_role_chain": "--role-chain: holds a secret",
    "aws_token_url": "unrecognized arguments: --assume-role-with-web-identity-token-headers",
}
# Options that ask for what is secret, in the order they ask.
ASKED = {"aws_session_token": "--session-token", "external_id": "--external-id"}
LEAST_WIDTH, MOST_WIDTH = 1400, 1800
LEAST_BYTES, MOST_BYTES = 10_000, 100_000

each_way = pytest.mark.parametrize("way", WAYS, ids=str)


def test_the_page_has_every_way() -> None:
    """One after the other, and at the end the one without a connection."""
    assert [way.conn_id for way in WAYS] == [f"aws_{name}" for name in NAMES]
    assert [way.picture for way in WAYS] == [f"login-{name.replace('_', '-')}" for name in NAMES]
    assert list(list_sections()) == [*(way.heading for way in WAYS), NO_CONNECTION]


@each_way
def test_json_and_uri_are_the_same_connection(way: Way) -> None:
    """For the parser both are equal, and nothing about them is odd."""
    from_json = AwsConnection.from_json(json.dumps(way.document))
    assert AwsConnection.from_uri(way.uri) == from_json
    assert from_json.remarks == ()
    assert from_json != AwsConnection()


@each_way
def test_airflow_reads_the_same_of_both(way: Way) -> None:
    """Login, password and Extra with the types that the JSON has."""
    expected = ("aws", way.document.get("login"), way.document.get("password"), way.extra)
    readings = [Connection(uri=way.uri), Connection.from_json(json.dumps(way.document))]
    for read in readings:
        assert (read.conn_type, read.login or None, read.password or None, read.extra_dejson) == expected


@each_way
def test_a_task_finds_the_connection_in_the_variable(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow's own lookup of the page's line for the shell comes to what the JSON says."""
    monkeypatch.setenv(f"AIRFLOW_CONN_{way.conn_id.upper()}", way.uri)
    expected = AwsConnection.from_json(json.dumps(way.document), conn_id=way.conn_id)
    assert fetch_connection(way.conn_id).connection == expected


@each_way
def test_make_writes_the_uri_of_the_page(
    way: Way, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letter by letter, from an option for each key; where an argument would show a secret it refuses."""
    arguments, secrets = ["make"], []
    if way.standard:
        arguments += ["--login", way.standard["login"]]
        secrets.append(way.standard["password"])
    for key, value in way.extra.items():
        if key not in ASKED:
            text = value if isinstance(value, str) else json.dumps(value)
            arguments += [f"--{key.replace('_', '-')}", text]
    arguments += [option for key, option in ASKED.items() if key in way.extra]
    secrets += [way.extra[key] for key in ASKED if key in way.extra]
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{secret}\n" for secret in secrets)))
    monkeypatch.setenv("_AIRFLOW_PROCESS_CONTEXT", "")
    if way.conn_id in NOT_MADE:
        try:
            status = main(arguments)
        except SystemExit as error:
            status = int(error.code or 0)
        assert status == 2
        assert NOT_MADE[way.conn_id] in capsys.readouterr().err
        made = AwsConnection.from_json(json.dumps(way.document)).to_uri()
    else:
        assert main(arguments) == 0
        made = capsys.readouterr().out.strip()
    assert made == way.uri


@each_way
def test_the_fields_to_fill_are_those_of_the_json(way: Way) -> None:
    """By their labels, in the order of the form."""
    assert way.in_the_form == describe_rows(list_rows(way))


@each_way
def test_the_picture_shows_the_json(way: Way) -> None:
    """What was seen when it was taken is what the page's JSON says, in a size that a page can show."""
    png = (IMAGES / f"{way.picture}.png").read_bytes()
    assert read_rows(png) == list_rows(way)
    assert way.caption == f"{way.heading}: the form"
    assert LEAST_WIDTH < struct.unpack_from(">I", png, 16)[0] < MOST_WIDTH
    assert LEAST_BYTES < len(png) < MOST_BYTES


def test_no_picture_is_left_over() -> None:
    """Each file is that of a way."""
    assert sorted(path.stem for path in IMAGES.glob("login-*.png")) == sorted(way.picture for way in WAYS)


def test_a_picture_without_a_description_shows_nothing() -> None:
    """One that was drawn over and saved by something else would not go for one that the browser took."""
    others = [path for path in IMAGES.glob("form-*.png") if read_description(path.read_bytes()) is None]
    assert others
    assert read_rows(others[0].read_bytes()) == []
    damaged = bytearray((IMAGES / f"{WAYS[0].picture}.png").read_bytes())
    damaged[damaged.index(DESCRIPTION.encode()) + 40] ^= 1
    with pytest.raises(ValueError, match="is damaged in b'iTXt'"):
        read_description(bytes(damaged))


# What a test of the connection shows.


@pytest.fixture
def worker(bench: AwsBench, monkeypatch: pytest.MonkeyPatch, aws_files: Callable[[str, str], None]) -> AwsBench:
    """A worker with a key in its environment and in a profile; STS is the bench."""
    keys = bench.worker
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", keys.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", keys.secret_key)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", bench.endpoint_url)
    aws_files("", f"[etl]\naws_access_key_id={keys.access_key}\naws_secret_access_key={keys.secret_key}\n")
    return bench


def show(steps: tuple[Step, ...]) -> list[str]:
    """Give the steps as the command line shows them, without their marks and times."""
    return [f"{step.title} {step.text}" if step.title == step.name else f"{step.title}: {step.text}" for step in steps]


def examine(way: Way, bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Test a connection of the page on a worker whose AWS, and whose store, is the bench."""
    document = way.document
    if "endpoint_url" in way.extra:
        keys, extra = bench.worker, way.extra | {"endpoint_url": bench.endpoint_url}
        document = document | {"login": keys.access_key, "password": keys.secret_key, "extra": extra}
    monkeypatch.setenv(f"AIRFLOW_CONN_{way.conn_id.upper()}", json.dumps(document))
    shown = "\n".join(show(AwsHook(way.conn_id).examine().finish().steps))
    files = str(Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]))
    shown = shown.replace(files, "~/.aws/credentials")
    return shown.replace(bench.endpoint_url, str(way.extra.get("endpoint_url"))).splitlines()


@pytest.mark.parametrize("way", [way for way in WAYS if "assume_role_method" not in way.extra], ids=str)
def test_a_test_shows_what_the_page_says(way: Way, worker: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this order, with the page's own roles, from a server."""
    if way.conn_id == "aws_worker":
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", worker.imds_endpoint)
    lines = examine(way, worker, monkeypatch)
    found = [step for line in lines for step in way.in_the_test if line.startswith(step)]
    assert tuple(found) == way.in_the_test


@pytest.mark.parametrize("way", [way for way in WAYS if "assume_role_method" in way.extra], ids=str)
def test_a_test_shows_the_source_that_the_page_says(way: Way) -> None:
    """The texts of the steps, which can't be taken without the token: what takes the place of credentials, the role."""
    connection = AwsConnection.from_json(json.dumps(way.document))
    assert connection.federation is not None
    assert way.in_the_test == (
        f"credentials {describe_federation(connection.federation)}, for the first role",
        f"{describe_role(connection, 0)}: assumed, good until",
    )


def test_without_a_connection_a_test_shows_that(worker: AwsBench) -> None:
    """As the page says."""
    (step,) = [each for each in read_steps(list_sections()[NO_CONNECTION]) if not each.startswith("AwsHook")]
    assert show(AwsHook(aws_conn_id=None, region_name="eu-west-1").examine().finish().steps)[0] == step
    assert worker.count("GetCallerIdentity") == 1
