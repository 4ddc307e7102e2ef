"""An event loop with the async clients of many hooks, as a triggerer has them; told what to do line by line.

Run by ``test_async_loop.py`` with the connections' ids and the bucket. Reads one line of JSON for each thing to do, the
name of a function below and its arguments, and prints a line of JSON when it is done: what came of it, and how late
the loop was since the line before.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.aws_bench.loop_lag import LoopLag

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
RESULT = "result: "
# Calls to S3 that are under way at once. All that is answered while the loop has a turn is worked off in the next one,
# and aiobotocore takes a millisecond of it for each: 200 calls at once stall a loop by themselves. Those who wait for
# credentials, at once, have not called yet.
CALLS_AT_ONCE = 10
# What Python takes for the work below on the machine that the bounds are for; one that is slower stalls longer.
USUAL_SECONDS = 0.0008
# Whatever blocks a loop is longer than that.
SLOWEST = 4.0


def measure_slowness() -> float:
    """How many times slower than usual this machine runs Python just now: 1 at least, 4 at most."""
    taken = []
    for _ in range(5):
        began = time.thread_time()
        total = 0
        for number in range(20_000):
            total += number
        taken.append(time.thread_time() - began)
    return min(max(statistics.median(taken) / USUAL_SECONDS, 1.0), SLOWEST)


def read_memory() -> float:
    """The resident memory of this process, in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES / 2**20


class Loop:
    """The hooks, their clients and what they do."""

    def __init__(self, conn_ids: list[str], bucket: str) -> None:
        self._conn_ids = conn_ids
        self._bucket = bucket
        self._contexts: list[Any] = []
        self._clients: list[Any] = []
        self._errors: list[str] = []
        self._longest = 0.0
        self._calls = asyncio.Semaphore(CALLS_AT_ONCE)

    async def open(self, count: int) -> dict[str, Any]:
        """Have so many hooks open a client each, all at once, and use it."""
        first = len(self._clients)
        await self._note(*(self._open(number) for number in range(first, first + count)))
        return {"clients": len(self._clients)}

    async def work(self, within_seconds: float, threads: int = 0) -> dict[str, Any]:
        """Have each client write and read once, one after the other started; and as many hooks of threads as asked."""
        pause = within_seconds / len(self._clients)

        async def work(number: int) -> None:
            await asyncio.sleep(number * pause)
            began = time.monotonic()
            try:
                await self._use(self._clients[number], number)
            finally:
                self._longest = max(self._longest, time.monotonic() - began)

        calls = [work(number) for number in range(len(self._clients))]
        await self._note(*calls, *(asyncio.to_thread(self._use_in_thread, number) for number in range(threads)))
        return {"clients": len(self._clients)}

    async def close(self) -> dict[str, Any]:
        """Close all clients at once."""
        await self._note(*(context.__aexit__(None, None, None) for context in self._contexts))
        return {"threads": sorted(thread.name for thread in threading.enumerate())}

    def take_result(self) -> dict[str, Any]:
        """What went wrong since the last time, the longest call, and the memory."""
        result = {"errors": self._errors, "longest_seconds": self._longest, "memory": read_memory()}
        self._errors, self._longest = [], 0.0
        return result

    async def _open(self, number: int) -> None:
        hook = AwsHook(self._conn_ids[number % len(self._conn_ids)], client_type="s3")
        context = await hook.get_async_conn() if number % 2 else hook.async_client("s3")
        client = await context.__aenter__()
        self._contexts.append(context)
        self._clients.append(client)
        await self._use(client, number)
        paginator = client.get_paginator("list_objects_v2")
        async with self._calls:
            async for page in paginator.paginate(Bucket=self._bucket, Prefix=f"{number:03}"):
                assert page["KeyCount"] == 1

    async def _use(self, client: Any, number: int) -> None:
        key = f"{number:03}"
        # Whoever must wait for credentials does so here. botocore has no public name for them.
        await client._request_signer._credentials.get_frozen_credentials()
        async with self._calls:
            url = await client.generate_presigned_url("get_object", Params={"Bucket": self._bucket, "Key": key})
            assert "ASIA" in url
            await client.put_object(Bucket=self._bucket, Key=key, Body=key.encode())
            answer = await client.get_object(Bucket=self._bucket, Key=key)
            async with answer["Body"] as body:
                assert await body.read() == key.encode()

    def _use_in_thread(self, number: int) -> None:
        client = AwsHook(self._conn_ids[number % len(self._conn_ids)], client_type="s3").get_conn()
        for _ in range(3):
            client.list_buckets()
            time.sleep(0.1)

    async def _note(self, *calls: Awaitable[Any]) -> None:
        for error in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(error, BaseException):
                self._errors.append(f"{type(error).__name__}: {error}")


async def main(conn_ids: list[str], bucket: str) -> None:
    """Do what the lines say until there are no more."""
    loop = Loop(conn_ids, bucket)
    async with LoopLag() as lag:
        while line := await asyncio.to_thread(sys.stdin.readline):
            name, arguments = json.loads(line)
            do: Callable[..., Awaitable[dict[str, Any]]] = getattr(loop, name)
            before = measure_slowness()
            result = await do(**arguments) | loop.take_result()
            result["slowness"] = max(before, measure_slowness())
            result |= {"stalled_seconds": lag.worst_without_gc_seconds, "stalls": lag.describe(), "beats": lag.beats}
            lag.stalls.clear()
            sys.stdout.write(f"{RESULT}{json.dumps(result)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[2:], sys.argv[1]))
