"""Processes that work with one connection, as tasks of Airflow do: forked after the hook is imported.

Run by ``test_sharing.py`` with a mode and numbers; prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import airflow

from airflow_provider_awsconn.hooks.aws import AwsHook

if TYPE_CHECKING:
    from collections.abc import Callable

CONN_ID = "shared"
TIMEOUT_SECONDS = 60
# SQLAlchemy sets up Airflow's models at the first connection that is read, with a lock that a child forked just then
# would find taken for ever.
AwsHook.get_connection(CONN_ID)
READ_BEFORE = {"_awsconn_fetched": AwsHook(CONN_ID)._awsconn_fetched} if airflow.__version__.startswith("2.") else {}


def make_hook(shared: bool = True) -> AwsHook:
    """Make a hook. That of Airflow 2 has its connection already: to read one takes a lock of SQLAlchemy's."""
    hook = AwsHook(CONN_ID, client_type="s3", shared=shared)
    hook.__dict__.update(READ_BEFORE)
    return hook


def work(tasks: int) -> None:
    """Do some tasks, each with a hook of its own and a signed request."""
    for _ in range(tasks):
        make_hook().get_conn().list_buckets()


def fork(what: Callable[[], None]) -> int:
    """Do something in a child, and give its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        what()
        status = 0
    finally:
        os._exit(status)


def wait_for(children: list[int]) -> list[int]:
    """Give the exit status of each child; one that hangs is killed, which its status tells."""
    ends = time.monotonic() + TIMEOUT_SECONDS
    found: dict[int, int] = {}
    while len(found) < len(children):
        for child in set(children) - set(found):
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                found[child] = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > ends:
                os.kill(child, signal.SIGKILL)
        time.sleep(0.02)
    return [found[child] for child in children]


def share(processes: int, tasks: int) -> list[int]:
    """Share out tasks among processes that start together."""
    shares = [tasks // processes + (number < tasks % processes) for number in range(processes)]
    return wait_for([fork(lambda share=share: work(share)) for share in shares])  # type: ignore[misc]


def kill_the_first(processes: int, delay_ms: int) -> list[int]:
    """Kill the process that came first while it waits for STS, then wait for the others."""
    first = fork(lambda: work(1))
    while not list(Path(os.environ["TMPDIR"]).glob("airflow-awsconn-*/*")):
        time.sleep(0.02)
    # It has the lock, and is on its way to STS.
    time.sleep(delay_ms / 1000)
    others = [fork(lambda: work(1)) for _ in range(processes - 1)]
    os.kill(first, signal.SIGKILL)
    return wait_for([first, *others])


def fork_under_load(threads: int, forks: int) -> list[int]:
    """Fork while threads take and release every lock there is, each with new hooks all the time."""
    stop = threading.Event()

    def load() -> None:
        while not stop.is_set():
            hook = make_hook()
            hook.get_session().get_credentials().get_frozen_credentials()
            _ = hook.conn
            _ = make_hook(shared=False).conn

    running = [threading.Thread(target=load, daemon=True) for _ in range(threads)]
    for thread in running:
        thread.start()
    # A child that is forked before there are credentials asks for its own.
    make_hook().get_session().get_credentials().get_frozen_credentials()
    time.sleep(1)
    statuses: list[int] = []
    for _ in range(forks):
        statuses += wait_for([fork(lambda: work(2))])
    stop.set()
    for thread in running:
        # Airflow 3.0 logs to the standard output, whose last line is the result.
        thread.join()
    return statuses


if __name__ == "__main__":
    modes = {"share": share, "kill": kill_the_first, "load": fork_under_load}
    sys.stdout.write(json.dumps(modes[sys.argv[1]](*map(int, sys.argv[2:]))) + "\n")
