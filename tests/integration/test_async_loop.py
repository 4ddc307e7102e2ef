"""200 role clients on one event loop: nothing stalls it, STS is asked once per lifetime, and a client costs little."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.aws_bench.clients import build_client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

pytest.importorskip("aiobotocore")
pytestmark = pytest.mark.oldest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("async_loop_script.py")
BUCKET = "async-loop"
RESULT = "result: "
CLIENTS = 200
# What the project promises; a machine that is slower at the moment has as much longer.
LONGEST_STALL_SECONDS = 0.05
MOST_MEMORY_PER_CLIENT = 0.5
# Renewed after 9 s at the earliest; the last 5 % are not used.
LIFETIME_SECONDS = 12
# STS is asked once per attempt, and given up soon: a test can't wait for the usual 15 s.
STS_CONFIG = {"read_timeout": 3, "connect_timeout": 1, "retries": {"total_max_attempts": 1}}


class StalledError(AssertionError):
    """The loop was stalled for too long."""


def repeat_when_stalled(test: Callable[..., None]) -> Callable[..., None]:
    """Begin anew where the loop was stalled, four times at most: what stalls it by itself does so each time.

    A busy machine does so now and then, beyond what the scheduler's count of waits tells of.
    """

    @functools.wraps(test)
    def run(bench: AwsBench, **arguments: Any) -> None:
        for _ in range(4):
            try:
                return test(bench=bench, **arguments)
            except StalledError:
                bench.clear_faults()
                bench.reset()
        return test(bench=bench, **arguments)

    return run


def remove_bucket(bench: AwsBench) -> None:
    """Other tests count the buckets."""
    client = build_client(bench, "s3", bench.worker)
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        for item in page.get("Contents", ()):
            client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)


class LoopProcess:
    """A process with an event loop that does what it is told, and tells of every stall."""

    def __init__(self, conn_ids: list[str], bytecode: Path) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(bytecode)}
        # To compile a module holds Python's lock; whoever installs a package has that done before.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._process = subprocess.Popen(
            [sys.executable, str(SCRIPT), BUCKET, *conn_ids],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def do(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Have it done; fails when the loop was stalled."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([name, arguments]), file=self._process.stdin, flush=True)
        # Airflow may log to the standard output.
        for line in self._process.stdout:
            if line.startswith(RESULT):
                break
        else:
            pytest.fail(f"{name}: the process ended")
        result: dict[str, Any] = json.loads(line.removeprefix(RESULT))
        assert result["beats"] > 0
        if result["stalled_seconds"] > LONGEST_STALL_SECONDS * result["slowness"]:
            raise StalledError(f"{name} {arguments}, {result['slowness']} times slower:\n{result['stalls']}")
        return result

    def do_well(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Have it done without any error."""
        result = self.do(name, **arguments)
        assert result["errors"] == []
        return result

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the processes of these tests find modules compiled, all but the first."""
    return tmp_path_factory.mktemp("bytecode")


@pytest.fixture
def start(
    bench: AwsBench, airflow_connection: AirflowConnection, bytecode: Path
) -> Iterator[Callable[[int], LoopProcess]]:
    """Start a process whose hooks have so many connections among them, each with a session name of its own."""
    build_client(bench, "s3", bench.worker).create_bucket(Bucket=BUCKET)
    bench.reset()
    started: list[LoopProcess] = []

    def start_process(connections: int) -> LoopProcess:
        def set_connection(number: int) -> str:
            extra = {
                "endpoint_url": bench.endpoint_url,
                "region_name": "us-east-1",
                "role_arn": bench.role_arn,
                "assume_role_kwargs": {"RoleSessionName": f"session-{number}"},
                "service_config": {"sts": {"config_kwargs": STS_CONFIG}},
            }
            keys = bench.worker
            return airflow_connection(f"loop_{number}", login=keys.access_key, password=keys.secret_key, extra=extra)

        started.append(LoopProcess([set_connection(number) for number in range(connections)], bytecode))
        return started[-1]

    try:
        yield start_process
    finally:
        for process in started:
            process.end()
        bench.clear_faults()
        remove_bucket(bench)


@repeat_when_stalled
@pytest.mark.parametrize(
    ("connections", "threads"), [pytest.param(1, 0, id="one", marks=pytest.mark.once), pytest.param(5, 2, id="several")]
)
def test_nothing_stalls_the_loop(
    start: Callable[[int], LoopProcess], bench: AwsBench, connections: int, threads: int
) -> None:
    """200 hooks open, work, renew with a slow and a silent STS and close; STS is asked once per connection and set."""
    bench.set_assume_role_lifetime(3600)
    process = start(connections)
    few = process.do_well("open", count=CLIENTS // 4)
    all_ = process.do_well("open", count=CLIENTS - CLIENTS // 4)
    assert all_["clients"] == CLIENTS
    assert (all_["memory"] - few["memory"]) / (CLIENTS - CLIENTS // 4) < MOST_MEMORY_PER_CLIENT
    process.do_well("work", within_seconds=2, threads=threads)
    assert Counter(each.role_session_name for each in bench.requests("AssumeRole")) == {
        f"session-{number}": 1 for number in range(connections)
    }
    minted = {request.access_key for request in bench.requests(service="s3")}
    assert len(minted) == connections
    assert bench.worker.access_key not in minted
    process.do_well("close")


@repeat_when_stalled
def test_sets_are_renewed_beside_the_loop(start: Callable[[int], LoopProcess], bench: AwsBench) -> None:
    """With a slow STS all go on with the set they have, and wait for the next one without it; STS is asked once."""
    bench.set_assume_role_lifetime(LIFETIME_SECONDS)
    process = start(1)
    process.do_well("open", count=CLIENTS)
    # On a busy machine that takes longer than a set is good.
    asked = bench.count("AssumeRole")
    bench.set_fault("AssumeRole", latency_seconds=1.5)
    ends = time.monotonic() + 60
    while bench.count("AssumeRole") == asked and time.monotonic() < ends:
        process.do_well("work", within_seconds=1)
    process.do_well("work", within_seconds=2)
    assert bench.count("AssumeRole") == asked + 1
    time.sleep(LIFETIME_SECONDS)
    waited = process.do_well("work", within_seconds=1, threads=2)
    assert waited["longest_seconds"] > 1
    keys = {request.access_key for request in bench.requests(service="s3")}
    assert bench.count("AssumeRole") == len(keys) == asked + 2
    process.do_well("close")


@pytest.mark.once
@repeat_when_stalled
def test_a_silent_sts_keeps_nobody_waiting_for_long(start: Callable[[int], LoopProcess], bench: AwsBench) -> None:
    """All work while the old set is good; then errors come in bounded time, and work goes on as soon as STS answers."""
    # Renewed after 18 s at the earliest, used for 22.8 s: between them a busy machine has time for work.
    lifetime = 2 * LIFETIME_SECONDS
    bench.set_assume_role_lifetime(lifetime)
    process = start(1)
    began = time.monotonic()
    process.do_well("open", count=CLIENTS)
    asked = bench.count("AssumeRole")
    ends = time.monotonic() + 60
    # A busy machine may have taken most of the first set's life.
    while time.monotonic() - began > lifetime / 2 and bench.count("AssumeRole") == asked and time.monotonic() < ends:
        before = time.monotonic()
        process.do_well("work", within_seconds=1)
        if bench.count("AssumeRole") > asked:
            began = before
    asked = bench.count("AssumeRole")
    bench.set_fault("AssumeRole", silent=True)
    ends = time.monotonic() + 60
    while bench.count("AssumeRole") == asked and time.monotonic() < ends:
        done = process.do("work", within_seconds=1)
        # What is begun while the set is good ends after it, on a busy machine.
        assert not done["errors"] or time.monotonic() - began > lifetime * 0.95, done["errors"]
    time.sleep(lifetime / 2)
    failed = process.do("work", within_seconds=1)
    assert len(failed["errors"]) == CLIENTS
    assert {error.partition(":")[0] for error in failed["errors"]} == {"CredentialsUnavailableError"}
    # Two attempts, and what a busy machine takes.
    assert failed["longest_seconds"] < 20
    bench.clear_faults()
    time.sleep(2)
    process.do_well("work", within_seconds=2)
    process.do_well("close")
