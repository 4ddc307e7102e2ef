"""`make demo` as people run it, its output in the README, and its clean-up."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.form.fields import list_form_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

# It takes one minute, and some more on a slow machine that does other things too.
TIMEOUT_SECONDS = 600
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.demo


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the demo makes its own temporary folders in."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def _start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "demo", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextlib.contextmanager
def _running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A demo that is ended when the test fails; else one with `--ui` would be waited for without end."""
    with _start(*arguments) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()


def _wait_for(process: subprocess.Popen[str]) -> str:
    """Give what a demo printed until its end; one that does not come to it is ended, for other tests' sake."""
    try:
        return process.communicate(timeout=TIMEOUT_SECONDS)[0]
    except subprocess.TimeoutExpired:
        process.terminate()
        printed, _ = process.communicate(timeout=60)
        pytest.fail(f"the demo has not come to its end in {TIMEOUT_SECONDS} s:\n{printed}")


def _steps(text: str) -> list[str]:
    """Give the demo's lines without what differs from run to run: times, and versions."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    lines = [re.sub(r"^(.) +\d+\.\d s ", r"\1 TIME ", line) for line in lines]
    lines = [re.sub(r" in \d+ s$", " in TIME", line) for line in lines]
    return [re.sub(r"\d+(\.\d+)+", "VERSION", line) for line in lines]


def _children_of(process_id: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text(encoding="utf-8")
        except OSError:
            continue
        if int(text.rpartition(")")[2].split()[1]) == process_id:
            child = int(status.parent.name)
            yield child
            yield from _children_of(child)


def test_demo_passes_and_prints_what_the_readme_shows(folder: Path, readme: str) -> None:
    """The demo ends with status 0, prints the README's lines step by step, and leaves nothing behind."""
    process = _start()
    printed = _wait_for(process)
    assert process.returncode == 0, printed
    (shown,) = re.findall(r"<!-- demo output[^\n]*-->\n```text\n(.*?)```", readme, re.DOTALL)
    assert _steps(printed) == _steps(shown)
    assert list(folder.iterdir()) == []


def _ask(url: str, token: str | None = None, body: object = None) -> Any:
    request = urllib.request.Request(url, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        return json.load(answer)


def test_demo_ui_stays_open_and_tests_connections(folder: Path) -> None:
    """The UI's api-server shows the type as ours, tests stored connections with their stored secrets, and stops.

    The steps before it pass on MiniStack, which serves where SeaweedFS has no wheel.
    """
    with _running("--ui", "--ministack") as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not (lines and lines[-1].startswith("Airflow's UI: ")):
            lines.append(process.stdout.readline())
            assert process.poll() is None, lines
        url = lines[-1].split()[2]
        token = _ask(f"{url}/auth/token")["access_token"]
        (meta,) = [row for row in _ask(f"{url}/ui/connections/hook_meta", token) if row["connection_type"] == "aws"]
        stored = _ask(f"{url}/api/v2/connections/aws_etl_role", token)
        tested = _ask(f"{url}/api/v2/connections/test", token, stored)
        process.terminate()
        assert "interrupted; everything that was started is stopped" in process.stdout.read()
        assert process.wait(timeout=30) == 130
    assert "MiniStack serves S3 and STS" in "".join(lines)
    assert len([line for line in lines if line.startswith("✓")]) == 19
    assert meta["hook_class_name"] == "airflow_provider_awsconn.hooks.aws.AwsHook"
    assert meta["standard_fields"]["login"]["title"] == "AWS Access Key ID"
    assert list(meta["extra_fields"]) == [key.name for key in list_form_keys()]
    assert stored["password"] == "***"
    assert tested["status"], tested
    assert tested["message"].partition(" - ")[2] == (
        "S3 lists 1 bucket - region us-east-1 (extra.region_name) - credentials: login and password - proved: the "
        "role can be assumed, the credentials are accepted, they may list_buckets of s3 - not proved: what else "
        "they may do"
    )
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in /proc")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_interrupted_demo_stops_all_it_started(folder: Path, sign: signal.Signals) -> None:
    """Ctrl-C in the middle of a step ends with a message; no process and no folder stays."""
    with _running() as process:
        assert process.stdout is not None
        while "airflow db migrate" not in process.stdout.readline():
            assert process.poll() is None
        # The next step's Airflow process is on its way.
        time.sleep(1)
        started = list(_children_of(process.pid))
        assert len(started) >= 2
        os.kill(process.pid, sign)
        printed = process.stdout.read()
    assert process.wait(timeout=30) == 130
    assert "interrupted; everything that was started is stopped" in printed
    assert [child for child in started if Path(f"/proc/{child}").exists()] == []
    assert list(folder.iterdir()) == []


def test_demo_says_why_it_fails(folder: Path) -> None:
    """Without a server to run, the demo ends with status 1, a cross and what to do."""
    environment = {**os.environ, "PATH": os.defpath}
    script = "import sys, demo.__main__ as d; d.SERVERS_PYTHON = d.ROOT / 'nowhere' / 'python'; sys.exit(d.main([]))"
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "✗" in ended.stdout
    assert "make .venvs/servers/.ready" in ended.stdout
    assert list(folder.iterdir()) == []
