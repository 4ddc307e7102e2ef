"""STS is asked once: by a thousand hooks of one process, by the processes of a host, and after forks and kills."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.fernet import Fernet

from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.fresh_start import start_afresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

pytestmark = pytest.mark.oldest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("sharing_script.py")


@pytest.fixture
def shared(bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch) -> str:
    """A connection with a role, whose credentials nobody has yet."""
    start_afresh(monkeypatch)
    extra = {"endpoint_url": bench.endpoint_url, "region_name": "eu-west-1", "role_arn": bench.role_arn}
    return airflow_connection("shared", login=bench.worker.access_key, password=bench.worker.secret_key, extra=extra)


@pytest.fixture
def run(shared: str, tmp_path: Path) -> Callable[..., list[int]]:
    """Run the script and give the exit statuses of its children."""

    def run_script(*arguments: object, **options: str) -> list[int]:
        names = {f"AIRFLOW__{name.upper()}": value for name, value in options.items()}
        environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)} | names
        done = subprocess.run(
            [sys.executable, str(SCRIPT), *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        statuses: list[int] = json.loads(done.stdout.splitlines()[-1])
        return statuses

    assert shared == "shared"
    return run_script


def test_a_thousand_hooks_from_64_threads(shared: str, bench: AwsBench) -> None:
    """One thousand hooks on one role connection, from 64 threads at once, make one AssumeRole call."""

    def sign(_: int) -> Any:
        credentials: Any = AwsHook(shared).get_session().get_credentials()
        return credentials.get_frozen_credentials()

    with ThreadPoolExecutor(64) as threads:
        found = set(threads.map(sign, range(1000)))
    assert len(found) == 1
    assert bench.count("AssumeRole") == 1


def test_tasks_of_one_host_ask_once(run: Callable[..., list[int]], bench: AwsBench, tmp_path: Path) -> None:
    """200 tasks in 16 processes ask STS once; what is shared is encrypted, and for this user alone."""
    key = Fernet.generate_key().decode()
    assert run("share", 16, 200, awsconn__credential_cache="host", core__fernet_key=key) == [0] * 16
    assert bench.count("ListBuckets") == 200
    (asked,) = bench.requests("AssumeRole")
    assert asked.role_session_name == "Airflow_shared"
    minted = {request.access_key for request in bench.requests("ListBuckets")}
    assert len(minted) == 1
    (folder,) = tmp_path.iterdir()
    assert (folder.name, stat.S_IMODE(folder.stat().st_mode)) == (f"airflow-awsconn-{os.geteuid()}", 0o700)
    for file in folder.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
        assert str(*minted).encode() not in file.read_bytes()


def test_processes_ask_once_each_without_the_cache(run: Callable[..., list[int]], bench: AwsBench) -> None:
    """With the memory of a process alone, as it is without the option, each process asks once."""
    assert run("share", 4, 20) == [0] * 4
    assert (bench.count("AssumeRole"), bench.count("ListBuckets")) == (4, 20)


def test_a_process_killed_while_it_asks_holds_up_nobody(run: Callable[..., list[int]], bench: AwsBench) -> None:
    """The first process dies while STS has not answered; of the others one asks again, and all work."""
    bench.set_fault("AssumeRole", latency_seconds=3, times=1)
    key = Fernet.generate_key().decode()
    statuses = run("kill", 8, 1000, awsconn__credential_cache="host", core__fernet_key=key)
    assert statuses == [-9] + [0] * 7
    assert (bench.count("AssumeRole"), bench.count("ListBuckets")) == (2, 7)


def test_without_a_fernet_key_the_cache_is_refused(
    shared: str, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked, and nothing is written in clear, where there is no key to encrypt with."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__CREDENTIAL_CACHE", "host")
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", "")
    with pytest.raises(ValueError, match=r"^\[core\] fernet_key: empty, and credentials are written to files only"):
        AwsHook(shared, client_type="s3").get_conn()
    assert bench.requests() == []


@pytest.mark.parametrize("cache", ["memory", "host"])
def test_forks_under_load_do_not_hang(run: Callable[..., list[int]], bench: AwsBench, cache: str) -> None:
    """Children of a process whose threads hold its locks at any moment work, with credentials that were there."""
    key = Fernet.generate_key().decode()
    assert run("load", 8, 20, awsconn__credential_cache=cache, core__fernet_key=key) == [0] * 20
    assert bench.count("AssumeRole") == 1
    ports = {request.client_port for request in bench.requests("ListBuckets")}
    # Two hooks in each child share a client, none of them with a socket of the parent's.
    assert len(ports) == 20
