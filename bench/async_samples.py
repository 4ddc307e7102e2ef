"""Async clients of a role connection: what a fresh process measures about itself, printed as one line of JSON.

Runs as a script in the stock environment's interpreter. Imports nothing but the standard library, and what it measures
before the clocks start: Airflow, the hook, boto3, aiobotocore and one fetch of a connection are there, garbage is
collected.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import importlib
import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
    from contextlib import AbstractAsyncContextManager

    Open = Callable[[], AbstractAsyncContextManager[Any]]

BYTES_PER_MIB = 1024**2
LOOP_LAG = Path(__file__).resolve().parents[1] / "tests" / "aws_bench" / "loop_lag.py"
KEPT_SECONDS = 0.005
PHASES = ("open", "wait", "renew", "close")


async def measure_role(open_client: Open, count: int, _wait_seconds: float) -> dict[str, float]:
    """Measure clients that are opened one after another, each used once, all kept: the first, and each further one.

    Its first request, which all need alike, is no part of a client's time. It is one of its memory.
    """
    async with contextlib.AsyncExitStack() as opened:
        before = _read_mib()
        [(first_cpu, first_wall)] = await _open_and_use(opened, open_client, 1)
        first, objects = _read_mib(), len(gc.get_objects())
        further = await _open_and_use(opened, open_client, count - 1)
        grown, objects = _read_mib() - first, len(gc.get_objects()) - objects
    return {
        "first_ms": first_cpu,
        "first_wall_ms": first_wall,
        "each_ms": sum(cpu for cpu, _wall in further) / len(further),
        "each_wall_ms": median(wall for _cpu, wall in further),
        "first_mib": first - before,
        "each_mib": grown / len(further),
        "each_objects": objects / len(further),
    }


async def _open_and_use(opened: contextlib.AsyncExitStack, open_client: Open, count: int) -> list[tuple[float, float]]:
    """Give what each client took before its first request: CPU of all threads, and wall time, in milliseconds."""
    took = []
    for _ in range(count):
        wall, cpu = time.perf_counter(), time.process_time()
        client = await opened.enter_async_context(open_client())
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        took.append((cpu * 1000, wall * 1000))
        await client.list_buckets()
    return took


async def measure_loop(open_client: Open, count: int, wait_seconds: float) -> dict[str, float]:
    """Measure how long the event loop stands still at most while clients are opened and used, all at the same time.

    They are used again when their credentials have to be renewed, and closed.
    """
    values: dict[str, float] = {}
    async with contextlib.AsyncExitStack() as opened:

        async def open_and_use() -> Any:
            client = await opened.enter_async_context(open_client())
            await client.list_buckets()
            return client

        wall, cpu = time.perf_counter(), time.process_time()
        async with _watch(values, "open"):
            clients = await _gather(open_and_use for _ in range(count))
        values["open_seconds"] = time.perf_counter() - wall
        async with _watch(values, "wait"):
            await asyncio.sleep(wait_seconds)
        async with _watch(values, "renew"):
            await _gather(client.list_buckets for client in clients)
        async with _watch(values, "close"):
            await opened.aclose()
    for kind in ("ms", "with_gc_ms"):
        values[f"longest_{kind}"] = max(values[f"{phase}_{kind}"] for phase in PHASES)
    values["cpu_seconds"] = time.process_time() - cpu
    return values


async def _gather(starts: Iterable[Callable[[], Coroutine[Any, Any, Any]]]) -> list[Any]:
    """Start each in a turn of the loop of its own, as Airflow's triggerer starts triggers, and wait for all."""
    tasks = []
    for start in starts:
        tasks.append(asyncio.create_task(start()))
        await asyncio.sleep(0)
    return await asyncio.gather(*tasks)


@contextlib.asynccontextmanager
async def _watch(values: dict[str, float], name: str) -> AsyncIterator[None]:
    """Put down the loop's longest stall while something goes on, and the longest less what garbage collections took."""
    async with _load_loop_lag().LoopLag() as lag:
        yield
    values[f"{name}_with_gc_ms"] = lag.worst_seconds * 1000
    values[f"{name}_ms"] = lag.worst_without_gc_seconds * 1000


@functools.lru_cache(maxsize=1)
def _load_loop_lag() -> Any:
    """Load the tests' monitor of event loops; nothing else of theirs is to be found from here."""
    spec = importlib.util.spec_from_file_location("loop_lag", LOOP_LAG)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{LOOP_LAG}: not a module")
    module: Any = importlib.util.module_from_spec(spec)
    sys.modules["loop_lag"] = module
    spec.loader.exec_module(module)
    # Tests look at what is far from harmless, a figure may be small.
    module.KEPT_SECONDS = KEPT_SECONDS
    return module


MEASURES = {"async_role": measure_role, "async_loop": measure_loop}


def measure(
    what: str, kind: str, module: str, name: str, conn_id: str, count: int, wait_seconds: float
) -> dict[str, float]:
    """Measure one of ``MEASURES``.

    Args:
        what: which.
        kind: ``hook``, or ``one async session`` for clients of one aiobotocore session.
        module: where the hook or session is.
        name: its class.
        conn_id: a connection with a role, in an environment variable.
        count: how many clients.
        wait_seconds: after which credentials have to be renewed.
    """
    base_hook = importlib.import_module("airflow.sdk").BaseHook
    for before in ("aiobotocore.session", "boto3", "psutil"):
        importlib.import_module(before)
    entrance = getattr(importlib.import_module(module), name)
    # Loads what Airflow loads at the first fetch of a process.
    base_hook.get_connection(conn_id)
    open_client: Open = {"hook": _open_of_hooks, "one async session": _open_of_session}[kind](entrance, conn_id)
    if what == "async_loop":
        _load_loop_lag()
    # Airflow's import leaves a full collection (0.1 s) nearly due.
    gc.collect()
    return asyncio.run(MEASURES[what](open_client, count, wait_seconds))


def _open_of_hooks(entrance: Any, conn_id: str) -> Open:
    # As triggers do: each has a hook of its own.
    @contextlib.asynccontextmanager
    async def open_client() -> AsyncIterator[Any]:
        hook = entrance(conn_id, client_type="s3")
        async with await hook.get_async_conn() as client:
            yield client

    return open_client


def _open_of_session(entrance: Any, conn_id: str) -> Open:
    """Give the clients of one session, which assumes the role without blocking, as its writer would have it do."""
    connection = json.loads(os.environ[f"AIRFLOW_CONN_{conn_id.upper()}"])
    extra = connection["extra"]
    session = entrance()
    open_client = functools.partial(
        session.create_client, region_name=extra["region_name"], endpoint_url=extra["endpoint_url"]
    )

    async def assume_role() -> dict[str, str]:
        keys = {"aws_access_key_id": connection["login"], "aws_secret_access_key": connection["password"]}
        async with open_client("sts", **keys) as sts:
            answer = await sts.assume_role(RoleArn=extra["role_arn"], RoleSessionName=f"airflow_{conn_id}")
        found = answer["Credentials"]
        return {
            "access_key": found["AccessKeyId"],
            "secret_key": found["SecretAccessKey"],
            "token": found["SessionToken"],
            "expiry_time": found["Expiration"].isoformat(),
        }

    credentials = importlib.import_module("aiobotocore.credentials").AioDeferredRefreshableCredentials
    session._credentials = credentials(refresh_using=assume_role, method="assume-role")  # noqa: SLF001 - no public way
    return lambda: open_client("s3")


def _read_mib() -> float:
    gc.collect()
    resident: int = importlib.import_module("psutil").Process().memory_info().rss
    return resident / BYTES_PER_MIB


if __name__ == "__main__":
    # Airflow logs to standard output, which is for the result alone.
    with contextlib.redirect_stdout(sys.stderr):
        what, kind, module, name, conn_id, count, wait_seconds = sys.argv[1:]
        result = measure(what, kind, module, name, conn_id, int(count), float(wait_seconds))
    print(json.dumps(result))
