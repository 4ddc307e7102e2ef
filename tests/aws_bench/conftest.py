"""One server for all tests of the bench, as new for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import AwsBench
from .clients import BUCKET, build_client

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def running_bench(servers_python: str) -> Iterator[AwsBench]:
    """One server with a bucket."""
    with AwsBench.start(servers_python) as running:
        build_client(running, "s3", running.worker).create_bucket(Bucket=BUCKET)
        yield running


@pytest.fixture
def bench(running_bench: AwsBench) -> Iterator[AwsBench]:
    """The server with an empty log and nothing set."""
    running_bench.reset()
    yield running_bench
    running_bench.clear_faults()
