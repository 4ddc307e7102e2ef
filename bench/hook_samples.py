"""Many hooks in one process: what a fresh process measures about itself, printed as one line of JSON.

Runs as a script in the stock environment's interpreter. Imports nothing but the standard library, and what it measures
before the clocks start: Airflow, the hook, boto3 and one fetch of a connection are there, garbage is collected.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys
import time
from statistics import fmean, median
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BYTES_PER_MIB = 1024**2
WARM_SUFFIX = "_warm"


class Made(NamedTuple):
    """A client, who made it, and the id of the connection whose region and key it is to have."""

    maker: Any
    client: Any
    conn_id: str


if TYPE_CHECKING:
    Make = Callable[[str], Made]
    Fetch = Callable[[str], Any]


def measure_same(make: Make, fetch: Fetch | None, conn_id: str, count: int) -> dict[str, float]:
    """Measure hooks on one connection, an S3 client of each, all kept: the first, and the others together.

    Then that many fetches of the connection by Airflow alone, for who fetches.
    """
    before = _read_mib()
    cpu = time.process_time()
    kept = [make(conn_id)]
    first_ms = (time.process_time() - cpu) * 1000
    first = _read_mib()
    cpu = time.process_time()
    kept += [make(conn_id) for _ in range(count - 1)]
    further_ms = (time.process_time() - cpu) * 1000
    all_of_them = _read_mib()
    values = {
        "first_ms": first_ms,
        "further_ms": further_ms,
        "first_mib": first - before,
        "further_mib": all_of_them - first,
    }
    if fetch is not None:
        cpu = time.process_time()
        for _ in range(count):
            fetch(conn_id)
        values["fetch_ms"] = (time.process_time() - cpu) * 1000
    _check_clients(kept)
    return values


def measure_different(make: Make, fetch: Fetch | None, conn_id: str, count: int) -> dict[str, float]:
    """Measure hooks on as many connections, an S3 client of each, all kept, after a first that does not count.

    Airflow has fetched each connection once before its hook fetches it: its masker learns a new secret then, and takes
    the longer the more it knows. A garbage collection falls on one hook: the mean has all of them, the median hardly
    any.
    """
    conn_ids = [f"{conn_id}_{number}" for number in range(count)]
    kept = [make(conn_id + WARM_SUFFIX)]
    before = _read_mib()
    each, fetches = [], []
    for each_id in conn_ids:
        started = time.process_time_ns()
        if fetch is not None:
            fetch(each_id)
        fetches.append((time.process_time_ns() - started) / 1_000_000)
        started = time.process_time_ns()
        kept.append(make(each_id))
        each.append((time.process_time_ns() - started) / 1_000_000)
    grown = _read_mib() - before
    _check_clients(kept)
    values = {"median_ms": median(each), "mean_ms": fmean(each), "kib": grown * 1024 / count}
    return values if fetch is None else values | {"fetch_ms": fmean(fetches)}


def measure_again(make: Make, fetch: Fetch | None, conn_id: str, count: int) -> dict[str, float]:
    """Measure a hook and its S3 client where there is one already, and Airflow's fetch of the connection beside it.

    Wall time, the median of many: a wait counts, and one that is somebody else's does not.
    """
    first = made = make(conn_id)
    calls, fetches = [], []
    for _ in range(count):
        started = time.perf_counter_ns()
        if fetch is not None:
            fetch(conn_id)
        fetched = time.perf_counter_ns()
        made = make(conn_id)
        calls.append((time.perf_counter_ns() - fetched) / 1000)
        fetches.append((fetched - started) / 1000)
    _check_clients([first, made])
    if fetch is None:
        return {"call_us": median(calls), "beyond_us": median(calls)}
    return {"call_us": median(calls), "fetch_us": median(fetches), "beyond_us": median(calls) - median(fetches)}


MEASURES = {"same": measure_same, "different": measure_different, "again": measure_again}


def measure(what: str, kind: str, module: str, name: str, conn_id: str, count: int) -> dict[str, float]:
    """Measure one of ``MEASURES``.

    Args:
        what: which.
        kind: ``hook``, or ``session`` for a boto3 Session each, or ``one session`` for further clients of one.
        module: where the hook or Session is.
        name: its class.
        conn_id: a connection in an environment variable; with ``_warm`` and ``_0``, ``_1`` ... there are more.
        count: how many hooks or calls.
    """
    base_hook = importlib.import_module("airflow.sdk").BaseHook
    importlib.import_module("boto3")
    importlib.import_module("psutil")
    entrance = getattr(importlib.import_module(module), name)
    # Loads what Airflow loads at the first fetch of a process.
    base_hook.get_connection(conn_id + WARM_SUFFIX)
    make = {"hook": _make_hooks, "session": _make_sessions, "one session": _make_clients}[kind](entrance, conn_id)
    # Airflow's import leaves a full collection (0.1 s) nearly due.
    gc.collect()
    return MEASURES[what](make, base_hook.get_connection if kind == "hook" else None, conn_id, count)


def _make_hooks(entrance: Any, _: str) -> Make:
    def make(conn_id: str) -> Made:
        hook = entrance(conn_id, client_type="s3")
        return Made(hook, hook.get_conn(), conn_id)

    return make


def _make_sessions(entrance: Any, _: str) -> Make:
    # Bare boto3 has no connections: what reading them takes is no part of it.
    arguments = {name: _read_session_arguments(name) for name in os.environ if name.startswith("AIRFLOW_CONN_")}

    def make(conn_id: str) -> Made:
        session = entrance(**arguments[_name_variable(conn_id)])
        return Made(session, session.client("s3"), conn_id)

    return make


def _make_clients(entrance: Any, conn_id: str) -> Make:
    session = entrance(**_read_session_arguments(_name_variable(conn_id)))
    return lambda _: Made(session, session.client("s3"), conn_id)


def _name_variable(conn_id: str) -> str:
    return f"AIRFLOW_CONN_{conn_id.upper()}"


def _read_session_arguments(variable: str) -> dict[str, str]:
    connection = json.loads(os.environ[variable])
    return {
        "aws_access_key_id": connection["login"],
        "aws_secret_access_key": connection["password"],
        "region_name": connection["extra"]["region_name"],
    }


def _read_mib() -> float:
    gc.collect()
    resident: int = importlib.import_module("psutil").Process().memory_info().rss
    return resident / BYTES_PER_MIB


def _check_clients(made: Sequence[Made]) -> None:
    """Refuse a client without its own connection's region and key; signing a URL asks nobody."""
    for _, client, conn_id in made:
        expected = _read_session_arguments(_name_variable(conn_id))
        url = client.generate_presigned_url("get_object", Params={"Bucket": "bucket", "Key": "key"})
        if client.meta.region_name != expected["region_name"] or expected["aws_access_key_id"] not in url:
            raise SystemExit(f"an S3 client does not have the region and key of connection '{conn_id}'")


if __name__ == "__main__":
    # Airflow logs to standard output, which is for the result alone.
    with contextlib.redirect_stdout(sys.stderr):
        what, kind, module, name, conn_id, count = sys.argv[1:]
        result = measure(what, kind, module, name, conn_id, int(count))
    print(json.dumps(result))
