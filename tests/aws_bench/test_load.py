"""The bench keeps its count when many ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from . import AwsBench
from .clients import build_client, build_minted_client

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.once

THREADS = 64
REQUESTS = 640


def test_many_threads_are_served(bench: AwsBench) -> None:
    """64 threads get all their answers, on no more connections than threads, and each request is in the log once."""
    sts = build_client(bench, "sts", bench.limited, max_pool_connections=THREADS)

    def assume(number: int) -> Any:
        return sts.assume_role(RoleArn=bench.role_arn, RoleSessionName=f"session-{number}")["Credentials"]

    with ThreadPoolExecutor(THREADS) as threads:
        minted = list(threads.map(assume, range(REQUESTS)))
    assert len({keys["AccessKeyId"] for keys in minted}) == REQUESTS
    assert bench.count("AssumeRole", "sts") == REQUESTS
    logged = bench.requests("AssumeRole")
    assert [request.status for request in logged] == [200] * REQUESTS
    assert len({request.role_session_name for request in logged}) == REQUESTS
    assert len({request.client_port for request in logged}) <= THREADS
    build_minted_client(bench, "s3", minted[-1]).list_buckets()


def test_a_test_may_have_a_server_of_its_own(bench: AwsBench, servers_python: str) -> None:
    """Beside that of the run, with a log and users of its own."""
    with AwsBench.start(servers_python) as own:
        build_client(own, "sts", own.worker).get_caller_identity()
        assert (own.count("GetCallerIdentity"), bench.count("GetCallerIdentity")) == (1, 0)
