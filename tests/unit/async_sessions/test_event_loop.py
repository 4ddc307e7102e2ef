"""Nothing blocks an event loop: a fresh process is watched from its first client on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest

from tests.aws_bench import AwsBench
from tests.unit.async_sessions.event_loop_script import BUCKET

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
# Small modules that are imported on the loop where they are needed first.
SMALL = re.compile(
    r"(airflow_provider_awsconn[./](async_sessions([./](__init__|context|extra|thread))?|credentials[./](fork_gate|off_loop))"
    r"|airflow_provider_awsconn[./](airflow_connections|errors|sessions[./](description|worker))"
    r"|asgiref([./]\w+)?|concurrent[./]futures[./]thread)(\.[\w-]+)*$"
)


@pytest.fixture(scope="module")
def secure_bench(servers_python: str) -> Iterator[AwsBench]:
    """A server with TLS, which has the bucket."""
    with AwsBench.start(servers_python, tls=True) as bench:
        boto3.client(
            "s3",
            endpoint_url=bench.endpoint_url,
            region_name="us-east-1",
            verify=bench.ca_bundle,
            aws_access_key_id=bench.worker.access_key,
            aws_secret_access_key=bench.worker.secret_key,
        ).create_bucket(Bucket=BUCKET)
        yield bench


def test_no_file_is_opened_on_the_loop(secure_bench: AwsBench) -> None:
    """Nor is a name looked up there, nor does anything sleep: connection, role, models, TLS, requests, and the end.

    The host is a name, which is looked up for each client and by the guard; the role is minted meanwhile.
    """
    extra = {
        "endpoint_url": secure_bench.endpoint_url.replace("127.0.0.1", "localhost"),
        "region_name": "eu-west-1",
        "verify": secure_bench.ca_bundle,
        "role_arn": secure_bench.role_arn,
    }
    keys = {"login": secure_bench.worker.access_key, "password": secure_bench.worker.secret_key}
    environment = os.environ | {
        "AIRFLOW_CONN_WATCHED": json.dumps({"conn_type": "aws", **keys, "extra": extra}),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.unit.async_sessions.event_loop_script"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert finished.returncode == 0, finished.stderr
    events = [tuple(event) for event in json.loads(finished.stdout.splitlines()[-1])]
    assert [event for event in events if event[0] == "then"] == []
    first = [(kind, what) for _, kind, what in events if kind not in {"os.listdir", "os.scandir"}]
    assert {kind for kind, _ in first} <= {"open", "import"}
    named = [what.replace("__pycache__/", "") for _, what in first]
    assert [what for what in named if not SMALL.search(what)] == []
