"""Tasks on a role connection: what a fresh process measures of getting credentials, printed as one line of JSON.

Runs as a script in the stock environment's interpreter. Imports nothing but the standard library, and what it measures
before the clocks start.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import multiprocessing
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# Of ru_maxrss, which macOS counts in bytes and Linux in KiB.
MAXRSS_PER_MIB = 1024**2 if sys.platform == "darwin" else 1024


def measure(layout: str, module: str, name: str, conn_id: str, tasks: int, workers: int) -> dict[str, float]:
    """Measure tasks that each make a hook of their own and get the role's credentials of it, once.

    The hook's module and boto3 are there before the clocks start. What is only imported when a hook is used counts, in
    each process anew. CPU is that of all threads and processes, memory that of the largest process.

    Args:
        layout: ``threads`` of this process, or ``processes`` forked from it.
        module: where the hook is.
        name: the hook's class.
        conn_id: a connection with a role.
        tasks: shared out among the workers.
        workers: how many threads or processes.
    """
    importlib.import_module("airflow.sdk")
    importlib.import_module("boto3")
    make_hook = getattr(importlib.import_module(module), name)
    do_share = functools.partial(_do_share, make_hook, conn_id, tasks, workers)
    run = {"threads": _run_in_threads, "processes": _run_in_processes}[layout]
    gc.collect()
    wall, cpu = time.perf_counter(), _count_cpu()
    run(do_share, workers)
    cpu, wall = _count_cpu() - cpu, time.perf_counter() - wall
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"wall_seconds": wall, "cpu_seconds": cpu, "peak_mib": peak / MAXRSS_PER_MIB}


def _do_share(make_hook: Callable[..., Any], conn_id: str, tasks: int, workers: int, worker: int) -> None:
    for _ in range(worker, tasks, workers):
        # As a client does for its first signature. The hooks' own get_credentials also registers each new set with
        # Airflow's masker, and that each time takes longer: the stock hook was not done with 1,000 after 10 minutes.
        # The hook goes with its task, or the stock hook's sessions pile up.
        credentials = make_hook(aws_conn_id=conn_id).get_session().get_credentials().get_frozen_credentials()
        if not credentials.token:
            raise RuntimeError("the hook gives other credentials than the role's")


def _run_in_threads(do_share: Callable[[int], None], workers: int) -> None:
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(do_share, range(workers)))


def _run_in_processes(do_share: Callable[[int], None], workers: int) -> None:
    # Airflow forks its tasks too.
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=do_share, args=(worker,)) for worker in range(workers)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    if failed := sum(child.exitcode != 0 for child in children):
        raise SystemExit(f"{failed} of {workers} processes failed")


def _count_cpu() -> float:
    """Give the CPU seconds of this process and of the children that have ended."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    # Airflow logs to standard output, which is for the result alone.
    with contextlib.redirect_stdout(sys.stderr):
        layout, module, name, conn_id, tasks, workers = sys.argv[1:]
        result = measure(layout, module, name, conn_id, int(tasks), int(workers))
    print(json.dumps(result))
