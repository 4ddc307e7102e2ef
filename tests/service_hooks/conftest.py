"""Connections to the AWS-like server, for hooks on either base."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench

# tests/integration/test_service_hooks.py runs these tests, in environments that have both bases.
collect_ignore_glob = [] if os.environ.get("AWSCONN_TEST_BASE") else ["test_*.py"]

REGION = "eu-west-1"


class Connect(Protocol):
    """Makes a connection for the bench's user, and gives its id."""

    def __call__(self, conn_id: str = "aws_default", *, conn_type: str = "aws", **fields: Any) -> str:
        """Set the environment variable of the connection; ``extra`` is laid over what reaches the bench."""


def _build_connect(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> Connect:
    def set_connection(conn_id: str = "aws_default", *, conn_type: str = "aws", **fields: Any) -> str:
        extra = {
            "region_name": REGION,
            "endpoint_url": bench.endpoint_url,
            "service_config": {"sts": {"endpoint_url": bench.endpoint_url}},
            **fields.pop("extra", {}),
        }
        keys = {"login": bench.worker.access_key, "password": bench.worker.secret_key}
        told = {"conn_type": conn_type, **keys, **fields, "extra": extra}
        monkeypatch.setenv(f"AIRFLOW_CONN_{conn_id.upper()}", json.dumps(told))
        return conn_id

    return set_connection


@pytest.fixture
def connect(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> Connect:
    """Make connections that reach the bench as its user with all rights."""
    return _build_connect(bench, monkeypatch)


@pytest.fixture(scope="module")
def connect_once(aws_bench: AwsBench) -> Iterator[Connect]:
    """Make them for all tests of a module, whose hooks share what a client costs."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield _build_connect(aws_bench, monkeypatch)


class QueueRows(Protocol):
    """Has Athena answer the next statement with these rows."""

    def __call__(self, *rows: tuple[Any, ...], columns: dict[str, str]) -> None:
        """Queue rows; columns are names and Athena's types."""


@pytest.fixture
def queue_rows(bench: AwsBench) -> QueueRows:
    """Tell moto, which runs no SQL, what a statement is to give. The bench refuses what is not signed."""

    def queue(*rows: tuple[Any, ...], columns: dict[str, str]) -> None:
        told = {
            "region": REGION,
            "results": [
                {
                    "rows": [
                        {"Data": [{} if cell is None else {"VarCharValue": str(cell)} for cell in row]} for row in rows
                    ],
                    "column_info": [{"Name": name, "Type": kind} for name, kind in columns.items()],
                }
            ],
        }
        url = f"{bench.endpoint_url}/moto-api/static/athena/query-results"
        content = json.dumps(told).encode()
        request = AWSRequest("POST", url, {"Content-Type": "application/json"}, content)
        SigV4Auth(Credentials(bench.worker.access_key, bench.worker.secret_key), "athena", REGION).add_auth(request)
        signed = request.prepare()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(urllib.request.Request(url, content, dict(signed.headers))).close()

    return queue
