"""Airflow's servers on a home: what it takes to run tasks, and to wait in a triggerer, on the installed version."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import time
import urllib.request
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from demo.airflow_home import AirflowError, stop_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from demo.airflow_home import AirflowHome

_IS_AIRFLOW_2 = version("apache-airflow").startswith("2.")
_SERVERS: dict[str, tuple[str, ...]] = {
    "scheduler": ("--skip-serve-logs",),
    "triggerer": ("--skip-serve-logs",),
}
_SERVERS_OF_AIRFLOW_3: dict[str, tuple[str, ...]] = {"api-server": (), "dag-processor": ()}
_STOP_SECONDS = 10.0
_START_SECONDS = 180.0
# Soon found and soon run; each name is known to some versions, and the others look past it.
_HASTE = {
    "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
    "AIRFLOW__CORE__PARALLELISM": "2",
    "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
    "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "1",
    "AIRFLOW__SCHEDULER__DAG_DIR_LIST_INTERVAL": "1",
    "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.2",
    # What the scheduler has heard stands in its log.
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
    # A busy machine is no fault: the default is 5 s.
    "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
    # Airflow 2 takes SQLite for one task at a time only, unless it is told.
    "_AIRFLOW__SKIP_DATABASE_EXECUTOR_COMPATIBILITY_CHECK": "1",
}


class Servers:
    """Airflow's servers at work.

    Attributes:
        processes: by the name of their command.
        logs: the folder of what they printed.
    """

    def __init__(self, logs: Path) -> None:
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.logs = logs

    def wait(self, is_so: Callable[[], bool], what: str, timeout_seconds: float) -> None:
        """Return when it is so.

        Raises:
            AirflowError: when a server has ended, or it is not so in time; with the end of what they printed.
        """
        ends = time.monotonic() + timeout_seconds
        while not is_so():
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            if ended or time.monotonic() > ends:
                why = f"{', '.join(ended)} ended" if ended else f"{timeout_seconds} s are over"
                raise AirflowError(f"{what}: {why}\n{self.describe()}")
            time.sleep(0.2)

    def has_heard(self, dag_id: str, task_id: str) -> bool:
        """Tell whether the scheduler has heard that a worker is done with a task for now.

        Airflow 3.3.2 fails a deferred task that goes on before.
        """
        log = (self.logs / "scheduler.log").read_text(encoding="utf-8", errors="replace")
        return (
            re.search(rf"TaskInstance Finished: dag_id={re.escape(dag_id)}, task_id={re.escape(task_id)}\b", log)
            is not None
        )

    def stop(self) -> None:
        """End them: each is asked first, because a scheduler whose workers were ended waits for them."""
        for process in self.processes.values():
            process.terminate()
        ends = time.monotonic() + _STOP_SECONDS
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, ends - time.monotonic()))
            stop_group(process)

    def describe(self) -> str:
        """The end of what each server printed."""
        read = {name: (self.logs / f"{name}.log").read_text(errors="replace") for name in self.processes}
        return "\n".join(f"--- {name}\n{text[-2000:]}" for name, text in read.items())


@contextlib.contextmanager
def run_servers(home: AirflowHome, logs: Path) -> Iterator[Servers]:
    """Run them until the end of the block.

    Args:
        home: theirs; what makes them find and run DAGs soon is added to its environment.
        logs: the folder to write to what they print.
    """
    logs.mkdir(exist_ok=True)
    home.extra_environment.update(_HASTE | home.extra_environment)
    servers = Servers(logs)
    commands = _SERVERS if _IS_AIRFLOW_2 else _SERVERS_OF_AIRFLOW_3 | _SERVERS
    try:
        for name, options in commands.items():
            servers.processes[name] = home.start(name, *options, log=logs / f"{name}.log")
            if name == "api-server":
                # Airflow fails a task that is begun before the API server has come up.
                servers.wait(lambda: _answers(f"{home.url}/api/v2/monitor/health"), "it answers", _START_SECONDS)
        yield servers
    finally:
        servers.stop()


def _answers(url: str) -> bool:
    """Tell whether a server on this machine answers."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(url, timeout=10).close()
    except OSError:
        return False
    return True


class Api:
    """The REST API of Airflow 3, as an administrator of the home asks it."""

    def __init__(self, home: AirflowHome) -> None:
        self._url = home.url
        self._token = ""
        # Loopback is asked past every proxy.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, path: str) -> Any:
        """Give the document at a path.

        Raises:
            OSError: when there is none, or no server yet.
        """
        if not self._token:
            self._token = self._get("/auth/token")["access_token"]
        return self._get(path)

    def _get(self, path: str) -> Any:
        # Our own address, and loopback; the rule is about addresses from outside.
        request = urllib.request.Request(self._url + path)  # noqa: S310
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        with self._opener.open(request, timeout=10) as answer:
            return json.load(answer)
