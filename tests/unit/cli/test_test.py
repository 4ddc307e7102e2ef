"""``test``: a connection put to the test, its steps shown as they end."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.cli.output import Printer, ShownStep

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench
    from tests.unit.cli.conftest import Command
    from tests.unit.conftest import BenchConnection

WRONG = "canarysecretcanarysecretcanarysecret1234"


def wrong_keys(bench: AwsBench) -> object:
    """A user's key with another secret."""
    return type(bench.worker)(bench.worker.access_key, WRONG)


def test_steps_are_lines_in_a_pipe(run: Command, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A mark, what it was and what it came to; then what is proved. Status 0."""
    ended = run("test", bench_connection("cli_works"))
    assert ended.status == 0
    lines = [line.rpartition(" (")[0] or line for line in ended.out.splitlines()]
    assert lines[:5] == [
        "✓ settings: nothing wrong with them",
        "✓ region: eu-west-1 (extra.region_name)",
        "✓ credentials: login and password",
        "- identity: not asked: the connection names no STS beside the store",
        f"✓ probe: Connected to {bench.endpoint_url} - S3 lists 0 buckets",
    ]
    assert lines[5] == ""
    assert lines[6].startswith("connection 'cli_works' works on ")
    assert lines[7:] == [
        "proved: the credentials are accepted, they may list_buckets of s3",
        "not proved: what else they may do",
    ]


def test_a_failure_ends_the_list_with_advice(run: Command, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Status 1, and no secret."""
    ended = run("test", bench_connection("cli_fails", keys=wrong_keys(bench)))  # type: ignore[arg-type] # keys they are
    assert ended.status == 1
    lines = ended.out.splitlines()
    assert lines[4].startswith("✗ probe: ListBuckets was answered with SignatureDoesNotMatch: ")
    assert lines[5].startswith(
        f"  → the secret access key is not that of the access key {bench.worker.access_key}; give the two that belong "
    )
    assert lines[7].startswith("connection 'cli_fails' does not work on ")
    assert "canary" not in ended.out + ended.err


@pytest.mark.parametrize("works", [True, False])
def test_json_is_the_report(works: bool, run: Command, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """And nothing else in the output; the same status."""
    conn_id = bench_connection("cli_json", keys=None if works else wrong_keys(bench), regionname="x")  # type: ignore[arg-type]
    ended = run("test", conn_id, "--json")
    printed = json.loads(ended.out)
    assert (ended.status, printed["connection"], printed["passed"]) == (int(not works), "cli_json", works)
    assert [step["name"] for step in printed["steps"]] == ["settings", "region", "credentials", "identity", "probe"]
    assert printed["steps"][0]["advice"].startswith("extra.regionname: is not a key of an aws connection")
    assert "canary" not in ended.out + ended.err


def test_a_missing_connection_fails_at_the_settings(run: Command) -> None:
    """As a step, with how to make it."""
    ended = run("test", "nobody_made_this")
    assert ended.status == 1
    assert ended.out.startswith("✗ settings: connection 'nobody_made_this': does not exist, looked in ")


def test_an_id_moves_no_cursor(run: Command) -> None:
    """Wherever it is told."""
    ended = run("test", "a\x1b[31mb\nc")
    assert ended.out.splitlines()[2].startswith("connection 'a\\x1b[31mb\\nc' does not work on ")


@pytest.mark.parametrize("given", ["x", "0", "-1", "nan", "inf", "3601"])
def test_a_time_that_is_none_is_wrong_use(given: str, run: Command) -> None:
    """Status 2."""
    ended = run("test", "x", f"--timeout={given}")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.endswith(
        f"error: --timeout: '{given}' is not a number of seconds; give one above 0 and at most 3600\n"
    )


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It does."""
        return True


@pytest.mark.parametrize("width", ["20", "40", "100"])
def test_a_terminal_gets_columns(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever its width, all of the text is there, and square brackets are no markup."""
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setenv("TERM", "dumb")
    out = Terminal()
    with Printer(out, io.StringIO()).show_progress(lambda: "probe") as show:
        show(ShownStep("failed", "role 1 of 2 (arn)", "refused [b]now", "do that", "1.2 s"))
    shown = "".join(out.getvalue().split())
    assert shown.startswith("✗role")
    for piece in ("✗", "1.2s"):
        assert piece in shown
    if width == "100":
        assert "✗role1of2(arn):refused[b]now1.2s→dothat" in shown


def test_a_stream_without_our_marks_gets_plain_ones() -> None:
    """A terminal or a log in ASCII."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    with Printer(out, io.StringIO()).show_progress(lambda: "probe") as show:
        show(ShownStep("passed", "region", "eu-west-1", None, "0.0 s"))
        show(ShownStep("failed", "probe", "no", "do that", "0.0 s"))
    out.flush()
    assert raw.getvalue() == b"+ region: eu-west-1 (0.0 s)\nx probe: no (0.0 s)\n  -> do that\n"
