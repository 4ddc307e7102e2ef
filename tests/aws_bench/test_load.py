"""The bench keeps its count and its speed when many ask at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from . import AwsBench
from .clients import build_client, build_minted_client

if TYPE_CHECKING:
    from typing import Any

THREADS = 64
REQUESTS = 640


def test_many_threads_are_served(bench: AwsBench) -> None:
    """64 threads get more than 100 answers a second, and each request is in the log once."""
    sts = build_client(bench, "sts", bench.limited, max_pool_connections=THREADS)

    def assume(number: int) -> Any:
        return sts.assume_role(RoleArn=bench.role_arn, RoleSessionName=f"session-{number}")["Credentials"]

    started = time.monotonic()
    with ThreadPoolExecutor(THREADS) as threads:
        minted = list(threads.map(assume, range(REQUESTS)))
    assert time.monotonic() - started < REQUESTS / 100
    assert len({keys["AccessKeyId"] for keys in minted}) == REQUESTS
    assert bench.count("AssumeRole", "sts") == REQUESTS
    logged = bench.requests("AssumeRole")
    assert [request.status for request in logged] == [200] * REQUESTS
    assert len({request.role_session_name for request in logged}) == REQUESTS
    assert len({request.client_port for request in logged}) <= THREADS
    build_minted_client(bench, "s3", minted[-1]).list_buckets()


def test_start_is_quick(servers_python: str) -> None:
    """A test may have a server of its own."""
    started = time.monotonic()
    with AwsBench.start(servers_python):
        assert time.monotonic() - started < 4
