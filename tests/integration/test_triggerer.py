"""A real triggerer: deferred tasks wait in it with asynchronous clients of the hook, one and two hundred at once."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3.session
import pytest

from airflow_provider_awsconn.hooks.aws import AwsHook
from demo.airflow_home import AirflowHome
from demo.airflow_servers import Servers, run_servers
from tests.aws_bench import AwsBench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws_bench import LoggedRequest

pytest.importorskip("aiobotocore", reason="the extra async is not installed")

ROOT = Path(__file__).parents[2]
VERSION = tuple(int(part) for part in version("apache-airflow").split(".")[:2])
PLUGINS = (
    ROOT / "demo" / "plugins" / "wait_for_s3_key.py",
    ROOT / "tests" / "integration" / "triggerer_plugin.py",
    ROOT / "tests" / "aws_bench" / "loop_lag.py",
)
SECONDS = 90.0
BUCKET = "data"
TRIGGERS = 200
# Whoever waits for STS on the loop stalls it for as long.
SLOW_STS_SECONDS = 1.5
# What every session token of the bench begins with.
TOKEN_START = "FQoGZXIvYXdzEBYaD"
ENDED = {"success", "failed"}

pytestmark = pytest.mark.oldest

HEADER = """
from datetime import datetime

try:
    from airflow.sdk import DAG
except ImportError:
    from airflow import DAG

from triggerer_plugin import WatchesLoop
from wait_for_s3_key import WaitForS3Key

dag = DAG("{name}", schedule="@once", start_date=datetime(2020, 1, 1), catchup=False)
"""
WAITS = """
with dag:
    WaitForS3Key(
        task_id="arrives",
        bucket="data",
        key="orders.csv",
        aws_conn_id="aws_role",
        region_name="eu-central-1",
        verify="{ca_bundle}",
        botocore_config={{"user_agent_extra": "waits-for-orders"}},
        poll_seconds=0.5,
    )
    for name in ("missing", "role_refused", "reading_refused"):
        WaitForS3Key(task_id=name, bucket="data", key="never", aws_conn_id=f"aws_{{name}}")
    WaitForS3Key(task_id="given_up", bucket="data", key="given-up", aws_conn_id="aws_plain", poll_seconds=0.2)
"""
LOAD = """
from wait_for_s3_key import BaseOperator

with dag:
    watch = WatchesLoop(task_id="watch", notes="{notes}")
    for number in range({triggers}):
        watch >> BaseOperator(task_id=f"wait_{{number}}")
"""


def _read_listing() -> str:
    """Cut the DAG with an async task out of the docs, for this file's connection and bucket, to run at once."""
    page = (ROOT / "docs" / "async.md").read_text(encoding="utf-8")
    (source,) = [block for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "def listing" in block]
    for shown, run in {
        "schedule=None": 'schedule="@once"',
        "aws_default": "aws_plain_role",
        "my-bucket": BUCKET,
    }.items():
        assert shown in source
        source = source.replace(shown, run)
    return str(source)


@dataclass
class Airflow:
    """Airflow at work, and the two AWS it asks: one with TLS and one without.

    Attributes:
        home: its home.
        servers: its processes.
        bench: the AWS without TLS.
        tls: the AWS with TLS.
        snapshots: what stood in the database while tasks were deferred, without the table of connections.
    """

    home: AirflowHome
    servers: Servers
    bench: AwsBench
    tls: AwsBench
    snapshots: list[str] = field(default_factory=list)

    def run_once(self, name: str, body: str) -> None:
        """Put a DAG where Airflow finds it, that runs as soon as it is found."""
        self.add_dag_file(name, HEADER.format(name=name) + body)

    def add_dag_file(self, name: str, text: str) -> None:
        """Put a file where Airflow finds it, all of it at once."""
        written = self.home.folder / f"{name}.py"
        written.write_text(text, encoding="utf-8")
        written.rename(self.home.dags / written.name)

    def ask(self, statement: str, *parameters: str) -> list[tuple[Any, ...]]:
        """Ask Airflow's database, which is read only here."""
        with contextlib.closing(self._connect("ro")) as database:
            return database.execute(statement, parameters).fetchall()

    def change(self, statement: str, *parameters: str) -> None:
        """Change Airflow's database, as its own servers would."""
        with contextlib.closing(self._connect("rw")) as database, database:
            database.execute(statement, parameters)

    def _connect(self, mode: str) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.home.folder / 'airflow.db'}?mode={mode}", uri=True, timeout=30)

    def defer(self, dag_id: str, triggers: dict[str, tuple[str, dict[str, Any]]]) -> None:
        """Defer tasks that have not run, as their workers would; each to its trigger's class path and arguments."""
        path = self.home.folder / "triggers.json"
        path.write_text(json.dumps(triggers), encoding="utf-8")
        script = Path(__file__).with_name("deferring_script.py")
        self.home.run(dag_id, str(path), program=(sys.executable, str(script)))

    def get_states(self, dag_id: str) -> dict[str, str]:
        """Give the state of each task."""
        return dict(self.ask("select task_id, state from task_instance where dag_id = ?", dag_id))

    def wait(self, is_so: Callable[[], bool], what: str, seconds: float = SECONDS) -> None:
        """Return when it is so; it is an error when it is not in time."""
        self.servers.wait(is_so, what, seconds)

    def wait_for(self, dag_id: str, task_id: str, *states: str) -> str:
        """Return when the task is in one of the states."""
        self.wait(lambda: self.get_states(dag_id).get(task_id) in states, f"{task_id} of {dag_id} is {states}")
        return self.get_states(dag_id)[task_id]

    def read_logs(self, dag_id: str = "", task_id: str = "") -> str:
        """Give the logs of a task, of the worker and of the triggerer; or all logs there are, the servers' too."""
        folders = [self.home.folder / "logs"] if dag_id else [self.home.folder / "logs", self.servers.logs]
        files = (path for folder in folders for path in sorted(folder.rglob("*.log")) if path.is_file())
        chosen = (path for path in files if f"dag_id={dag_id}" in str(path) and f"task_id={task_id}" in str(path))
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in (chosen if dag_id else files))

    def take_snapshot(self) -> None:
        """Keep what stands in the database now, but for the connections themselves."""
        with contextlib.closing(self._connect("ro")) as database:
            lines = [line for line in database.iterdump() if not line.startswith('INSERT INTO "connection"')]
        self.snapshots.append("\n".join(lines))


def _list_heads(bench: AwsBench, key: str) -> list[LoggedRequest]:
    return [request for request in bench.requests("HeadObject") if request.path.endswith(f"/{BUCKET}/{key}")]


def _build_s3(bench: AwsBench) -> Any:
    session = boto3.session.Session(bench.worker.access_key, bench.worker.secret_key, region_name="us-east-1")
    return session.client("s3", endpoint_url=bench.endpoint_url, verify=bench.ca_bundle)


def _describe(bench: AwsBench, **extra: Any) -> dict[str, Any]:
    merged = {"region_name": "us-east-1", "endpoint_url": bench.endpoint_url, **extra}
    keys = {"login": bench.worker.access_key, "password": bench.worker.secret_key}
    return {"conn_type": "aws", **keys, "extra": merged}


@pytest.fixture(scope="module")
def airflow(servers_python: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Airflow]:
    """A home with connections in its database, the demo's plugin beside the tests' own, and all servers."""
    folder = tmp_path_factory.mktemp("triggerer")
    for name in ("dags", "plugins", "printed"):
        (folder / name).mkdir()
    for plugin in PLUGINS:
        shutil.copy(plugin, folder / "plugins")
    home = AirflowHome(folder, folder / "dags")
    home.extra_environment |= {
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
        # What triggers carry is encrypted in the database: without a key, a secret among it would be seen.
        "AIRFLOW__CORE__FERNET_KEY": "",
    }
    home.run("db", "migrate")
    with AwsBench.start(servers_python) as plain, AwsBench.start(servers_python, tls=True) as tls:
        for bench in (plain, tls):
            _build_s3(bench).create_bucket(Bucket=BUCKET)
            _build_s3(bench).put_object(Bucket=BUCKET, Key="listed.csv", Body=b"1")
        plain.set_fault("AssumeRole", role_arn=plain.third_role_arn, refused=True)
        connections = {
            "aws_role": _describe(tls, role_arn=tls.role_arn),
            "aws_plain": _describe(plain),
            "aws_plain_role": _describe(plain, role_arn=plain.role_arn),
            "aws_role_refused": _describe(plain, role_arn=plain.third_role_arn),
            "aws_reading_refused": _describe(plain, role_arn=plain.nobody_role_arn),
            "aws_load_a": _describe(plain, role_arn=plain.hub_role_arn),
            "aws_load_b": _describe(plain, role_arn=plain.spoke_role_arn),
        }
        stored = folder / "connections.json"
        stored.write_text(json.dumps(connections), encoding="utf-8")
        home.run("connections", "import", str(stored))
        stored.unlink()
        with run_servers(home, folder / "printed") as servers:
            yield Airflow(home, servers, plain, tls)


@pytest.fixture(scope="module")
def waited(airflow: Airflow) -> Airflow:
    """The same, after a task of each kind was deferred and came to its end."""
    ca_bundle = airflow.tls.ca_bundle
    airflow.run_once("waits", WAITS.format(ca_bundle=ca_bundle))
    airflow.wait(lambda: len(_list_heads(airflow.tls, "orders.csv")) > 1, "the object is asked for twice")
    assert airflow.wait_for("waits", "arrives", "deferred")
    airflow.wait(lambda: len(_list_heads(airflow.bench, "given-up")) > 1, "the other object is asked for twice")
    airflow.take_snapshot()
    _build_s3(airflow.tls).put_object(Bucket=BUCKET, Key="orders.csv", Body=b"1")
    return airflow


def test_the_task_ends_when_the_object_is_there(waited: Airflow) -> None:
    """It waited as the role, and gives what it waited for to the tasks after it."""
    assert waited.wait_for("waits", "arrives", *ENDED) == "success", waited.read_logs("waits", "arrives")
    asked = _list_heads(waited.tls, "orders.csv")
    assert {request.status for request in asked[:-1]} == {404}
    assert asked[-1].status == 200
    (assumed,) = waited.tls.requests("AssumeRole")
    assert (assumed.role_arn, assumed.role_session_name) == (waited.tls.role_arn, "Airflow_aws_role")
    assert {request.access_key for request in asked} != {waited.tls.worker.access_key}
    ((value,),) = waited.ask("select value from xcom where dag_id = 'waits' and task_id = 'arrives'")
    assert "orders.csv" in str(value)


def test_settings_of_the_hook_arrive_in_the_triggerer(waited: Airflow) -> None:
    """What the operator was told beside the connection holds there: region, configuration, and the CA to trust."""
    asked = _list_heads(waited.tls, "orders.csv")
    assert {request.region for request in asked} == {"eu-central-1"}
    assert {"waits-for-orders" in request.user_agent for request in asked} == {True}


@pytest.mark.parametrize(
    ("task_id", "told"),
    [
        ("missing", "create it with: airflow connections add aws_missing --conn-type aws"),
        ("role_refused", "connection 'aws_role_refused', role arn:aws:iam::123456789012:role/"),
        ("reading_refused", "An error occurred (403) when calling the HeadObject operation: Forbidden"),
    ],
)
def test_the_task_says_why_it_failed(task_id: str, told: str, waited: Airflow) -> None:
    """Its own log has the text of the connection's or of AWS's error."""
    assert waited.wait_for("waits", task_id, *ENDED) == "failed"
    waited.wait(lambda: told in waited.read_logs("waits", task_id), f"the log of {task_id} says {told}", 10)


def test_a_task_that_is_given_up_asks_no_more(waited: Airflow) -> None:
    """The trigger is cancelled, and leaves no open connection behind."""
    waited.change("update task_instance set state = 'failed', trigger_id = null where task_id = 'given_up'")
    before = -1

    def is_quiet() -> bool:
        nonlocal before
        last, before = before, len(_list_heads(waited.bench, "given-up"))
        time.sleep(1)
        return last == before

    waited.wait(is_quiet, "the trigger is cancelled")
    assert "nclosed" not in waited.read_logs()


@pytest.mark.skipif(VERSION < (3, 2), reason="newer than this Airflow")
def test_an_async_task(airflow: Airflow) -> None:
    """The one of the docs uses the same clients in a worker."""
    airflow.add_dag_file("listing", _read_listing())
    assert airflow.wait_for("listing", "list_keys", *ENDED) == "success", airflow.read_logs("listing", "list_keys")
    ((value,),) = airflow.ask("select value from xcom where dag_id = 'listing' and key = 'return_value'")
    assert "listed.csv" in str(value)


def test_two_hundred_triggers_at_once(airflow: Airflow, tmp_path: Path, record_property: Callable[..., None]) -> None:
    """All end well, over a renewal of their two roles' credentials; the loop goes on, and memory stays small."""
    notes = tmp_path / "notes.jsonl"
    airflow.run_once("load", LOAD.format(notes=notes, triggers=TRIGGERS))

    def read_notes() -> list[dict[str, Any]]:
        return [json.loads(line) for line in notes.read_text().splitlines()] if notes.exists() else []

    airflow.wait(lambda: len(read_notes()) > 8, "the loop is watched")
    before = read_notes()[-1]
    airflow.bench.clear()
    airflow.bench.set_assume_role_lifetime(30)
    airflow.bench.set_fault("AssumeRole", latency_seconds=SLOW_STS_SECONDS)
    started = time.time()
    hooks = [AwsHook(f"aws_load_{letter}").serialize() for letter in "ab"]
    airflow.defer(
        "load",
        {
            f"wait_{number}": (
                "triggerer_plugin.EndingS3KeyTrigger",
                {"hook": hooks[number % 2], "bucket": BUCKET, "key": f"load/{number}", "poll_seconds": 5.0},
            )
            for number in range(TRIGGERS)
        },
    )

    def count_waiting() -> int:
        return len({request.path for request in airflow.bench.requests("HeadObject") if "/load/" in request.path})

    def get_states() -> list[str]:
        return [state for task_id, state in airflow.get_states("load").items() if task_id != "watch"]

    airflow.wait(lambda: count_waiting() == TRIGGERS, "all triggers ask")
    all_wait = time.time()
    airflow.take_snapshot()
    roles = {airflow.bench.hub_role_arn, airflow.bench.spoke_role_arn}
    airflow.wait(lambda: airflow.bench.count("AssumeRole") > len(roles), "the credentials are renewed")
    s3 = _build_s3(airflow.bench)
    for number in range(TRIGGERS):
        s3.put_object(Bucket=BUCKET, Key=f"load/{number}", Body=b"1")
    airflow.wait(lambda: "deferred" not in get_states(), "all tasks end")
    ended = time.time()
    airflow.bench.clear_faults()
    assert get_states() == ["success"] * TRIGGERS, airflow.read_logs("load")[-3000:]

    assumed = [request.role_arn for request in airflow.bench.requests("AssumeRole")]
    assert set(assumed) == roles
    # Lifetimes of 30 s, the last part of each for the renewal.
    assert all(assumed.count(role) <= 1 + (ended - started) / 15 for role in roles), assumed

    notes.with_suffix(".stop").touch()
    airflow.wait(lambda: "stalls" in read_notes()[-1], "the loop is watched no longer")
    *during, last = read_notes()
    told = {
        "assumed": len(assumed),
        "seconds_to_start": all_wait - started,
        "lag_seconds": last["lag_seconds"],
        "lag_seconds_before": before["lag_seconds"],
        "threads": max(note["threads"] for note in during),
        "kib_per_trigger": (max(note["rss_kib"] for note in during) - before["rss_kib"]) / TRIGGERS,
    }
    for name, value in told.items():
        record_property(name, value)
    # What fails tells where the loop was.
    print(told, last["stalls"])  # noqa: T201
    assert last["lag_seconds"] < SLOW_STS_SECONDS
    assert told["kib_per_trigger"] < 2048


def test_no_secret_is_told(waited: Airflow) -> None:
    """No log of task, triggerer or scheduler has one, and neither the triggers nor anything else in the database."""
    waited.take_snapshot()
    texts = {"logs": waited.read_logs()} | {f"database {n}": text for n, text in enumerate(waited.snapshots)}
    # That the right things are looked at.
    assert "HeadObject" in texts["logs"]
    assert any("given-up" in text for text in waited.snapshots)
    secrets = {bench.worker.secret_key for bench in (waited.bench, waited.tls)} | {TOKEN_START}
    for where, text in texts.items():
        assert [secret for secret in secrets if secret in text] == [], where
