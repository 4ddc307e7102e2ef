"""The thread that makes async clients, away from event loops. Imports no aiobotocore.

One per process: what is done there is work for the processor, and each further thread of that kind would have event
loops wait longer for Python's lock.
"""

from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from airflow_provider_awsconn.credentials.off_loop import await_future
from airflow_provider_awsconn.credentials.process_local import ProcessLocal

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_THREAD = ProcessLocal(lambda: ThreadPoolExecutor(1, thread_name_prefix="awsconn-clients"))


async def build_off_loop(build: Callable[[], T]) -> T:
    """Call a function in the thread that makes clients, and give what it gives.

    Args:
        build: must not wait for AWS, nor talk to Airflow: others wait behind it.
    """
    future = _THREAD.get().submit(contextvars.copy_context().run, build)
    try:
        return await await_future(future)
    finally:
        # What nobody waits for any more is not begun.
        future.cancel()
        # Or an error and this frame would hold each other.
        del future
