"""``make demo``: a connection in, a working client out, on real Airflow against a real S3 + STS server."""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from demo.airflow_home import AWSCONN, AirflowError, AirflowHome, stop_group
from demo.airflow_servers import Api, Servers, run_servers
from demo.report import Report
from demo.stores import REGION, Store, StoreError, build_client, run_ministack, run_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

ROOT = Path(__file__).resolve().parents[1]
SERVERS_PYTHON = ROOT / ".venvs" / "servers" / "bin" / "python"
CONNECTIONS = ["aws_default", "aws_etl_role", "aws_reader_role", "aws_wrong_secret"]
TASKS = [
    "write aws_default",
    "list_back aws_default",
    "read_back aws_default",
    "write aws_etl_role",
    "list_back aws_etl_role",
    "read_back aws_etl_role",
    "wrong_secret aws_wrong_secret",
    "role_without_rights aws_reader_role",
]
# What the DAG awsconn_waits waits for.
WAITED_BUCKET = "awsconn-demo"
WAITED_KEY = "orders/4.csv"
_ENDING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_DAG_SECONDS = 120
_SERVERS_SECONDS = 90


class DemoError(RuntimeError):
    """The demo found something other than it should."""


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; 0 when every step passed."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--ui", action="store_true", help="then leave Airflow's UI open")
    parser.add_argument("--ministack", action="store_true", help="use MiniStack, not SeaweedFS")
    options = parser.parse_args(arguments)
    for number in _ENDING_SIGNALS:
        signal.signal(number, _interrupt_once)
    report = Report()
    try:
        with contextlib.ExitStack() as stack:
            _run(stack, report, with_ui=options.ui, run=run_ministack if options.ministack else run_store)
            report.step("stop", lambda: _stop(stack))
    except KeyboardInterrupt:
        report.failure("interrupted; everything that was started is stopped")
        return 130
    except (AirflowError, DemoError, StoreError) as error:
        report.failure(str(error))
        return 1
    report.summary()
    return 0


def _stop(stack: contextlib.ExitStack) -> str:
    stack.close()
    return "the server has ended, the folders are gone"


def _interrupt_once(*_: object) -> None:
    """End the demo through every `finally`; a second Ctrl-C must not break off the clean-up."""
    for number in _ENDING_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _run(
    stack: contextlib.ExitStack,
    report: Report,
    *,
    with_ui: bool,
    run: Callable[[str], AbstractContextManager[Store]],
) -> None:
    report.title("airflow-provider-awsconn: a connection in, a working client out")
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="awsconn-demo-")))
    stores: list[Store] = []

    def start_store() -> str:
        stores.append(stack.enter_context(run(str(SERVERS_PYTHON))))
        return f"{stores[0].product} serves S3 and STS on loopback and checks signatures"

    report.step("store", start_store)
    store = stores[0]
    home = AirflowHome(folder, ROOT / "demo" / "dags")
    home.extra_environment["AIRFLOW__CORE__PLUGINS_FOLDER"] = str(ROOT / "demo" / "plugins")
    report.step("airflow db migrate", lambda: _migrate(home))
    report.step("airflow providers list", lambda: _find_provider(home))
    report.step("airflow connections import (URI)", lambda: _import_uri(home, store))
    report.step("airflow connections import (JSON)", lambda: _import_json(home, store))
    report.step("AIRFLOW_CONN_AWS_WRONG_SECRET (env)", lambda: _set_variable(home, store))
    report.step("airflow_provider_awsconn lint --all", lambda: _lint(home))
    report.step("airflow connections test aws_default", lambda: _test(home))
    _run_dag(home, report)
    _wait_in_triggerer(stack, home, store, report)
    if with_ui:
        report.say(f"Airflow's UI: {home.url} - Admin, Connections shows the three - Ctrl-C ends it")
        signal.pause()


def _migrate(home: AirflowHome) -> str:
    home.run("db", "migrate")
    version = home.run("version").split()[-1]
    return f"Airflow {version} on SQLite in a throw-away AIRFLOW_HOME"


def _find_provider(home: AirflowHome) -> str:
    providers = home.run_json("providers", "list")
    ours = [row for row in providers if row["package_name"] == "airflow-provider-awsconn"]
    if not ours:
        raise DemoError(f"airflow providers list does not show the provider, but {providers}")
    return f"shows airflow-provider-awsconn {ours[0]['version']}"


def _common_extra(store: Store) -> dict[str, str]:
    return {"region_name": REGION, "endpoint_url": store.endpoint_url}


def _import_uri(home: AirflowHome, store: Store) -> str:
    """Import a file of URIs: as an argument, the secret would show in the list of processes."""
    login, password = quote(store.access_key, safe=""), quote(store.secret_key, safe="")
    uri = f"aws://{login}:{password}@/?{urlencode(_common_extra(store))}"
    _import(home, "connections.env", f"aws_default={uri}\n")
    return "aws_default: access key, secret with / and + in it, region, endpoint"


def _import_json(home: AirflowHome, store: Store) -> str:
    roles = {"aws_etl_role": store.role_arn, "aws_reader_role": store.reader_role_arn}
    connections = {
        conn_id: {
            "conn_type": "aws",
            "login": store.access_key,
            "password": store.secret_key,
            "extra": {**_common_extra(store), "role_arn": role_arn},
        }
        for conn_id, role_arn in roles.items()
    }
    _import(home, "connections.json", json.dumps(connections))
    return "aws_etl_role, aws_reader_role: the same key, then a role"


def _import(home: AirflowHome, name: str, content: str) -> None:
    path = home.folder / name
    path.touch(mode=0o600)
    path.write_text(content, encoding="utf-8")
    printed = home.run("connections", "import", str(path))
    path.unlink()
    if "Imported" not in printed:
        raise DemoError(f"airflow connections import said: {printed}")


def _set_variable(home: AirflowHome, store: Store) -> str:
    home.extra_environment["AIRFLOW_CONN_AWS_WRONG_SECRET"] = json.dumps(
        {"conn_type": "aws", "login": store.access_key, "password": "wrong" * 8, "extra": _common_extra(store)}
    )
    (row,) = home.run_json("connections", "get", "aws_wrong_secret")
    if row["conn_type"] != "aws":
        raise DemoError(f"airflow connections get shows the type {row['conn_type']}")
    return "aws_wrong_secret: the same key with another secret"


def _lint(home: AirflowHome) -> str:
    looked_at = json.loads(home.run("lint", "--all", "--output", "json", program=AWSCONN))["connections"]
    findings = [finding for connection in looked_at for finding in connection["findings"]]
    if len(looked_at) != len(CONNECTIONS) or findings:
        raise DemoError(f"lint looked at {len(looked_at)} connections and found {findings}")
    return f"{len(looked_at)} connections, nothing wrong with them"


def _test(home: AirflowHome) -> str:
    printed = home.run("connections", "test", "aws_default")
    if "Connection success!" not in printed:
        raise DemoError(f"airflow connections test said: {printed}")
    return "Connection success!"


def _run_dag(home: AirflowHome, report: Report) -> None:
    """Run the DAG, and print each task's line when the task has written it."""
    written = home.folder / "report.jsonl"
    written.touch()
    home.extra_environment["AWSCONN_DEMO_REPORT"] = str(written)
    log = home.folder / "dag.log"
    process = home.start("dags", "test", "awsconn_demo", log=log)
    told = 0
    try:
        deadline = time.monotonic() + _DAG_SECONDS
        running = True
        while running and time.monotonic() < deadline:
            running = process.poll() is None
            lines = written.read_text(encoding="utf-8").splitlines()
            for line in lines[told:]:
                entry = json.loads(line)
                report.tick(f"task {entry['step']}", entry["seconds"], entry["proved"])
            told = len(lines)
            time.sleep(0.1)
    finally:
        stop_group(process)
    steps = [json.loads(line)["step"] for line in written.read_text(encoding="utf-8").splitlines()]
    if process.returncode != 0 or steps != TASKS:
        tail = log.read_text(encoding="utf-8", errors="replace")[-3000:]
        raise DemoError(f"airflow dags test ended with status {process.returncode} after {steps}:\n{tail}")


def _wait_in_triggerer(stack: contextlib.ExitStack, home: AirflowHome, store: Store, report: Report) -> None:
    """Start Airflow's servers, which run until the end, and follow a task that waits in the triggerer."""
    api = Api(home)
    running: list[Servers] = []

    def find_task() -> dict[str, Any]:
        with contextlib.suppress(OSError):
            for found in api.ask("/api/v2/dags/awsconn_waits/dagRuns/~/taskInstances")["task_instances"]:
                return dict(found)
        return {}

    def wait(is_so: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """Wait until it is so, or the task has failed: then with its log."""
        running[0].wait(lambda: is_so(task := find_task()) or task.get("state") == "failed", what, _SERVERS_SECONDS)
        task = find_task()
        if task["state"] == "failed":
            log = json.dumps(api.ask(_get_path(task, "logs/1")))[-3000:]
            raise DemoError(f"the task failed:\n{log}\n{running[0].describe()}")
        return task

    def start() -> str:
        running.append(stack.enter_context(run_servers(home, home.folder / "printed")))
        wait(bool, "the DAG awsconn_waits runs")
        return "runs with API server, scheduler and DAG processor"

    def defer() -> str:
        wait(lambda task: task.get("triggerer_job") is not None, "the triggerer has the task")
        return "deferred: the triggerer asks with an async client"

    def upload() -> str:
        # Time to ask for what is not there yet.
        time.sleep(1)
        servers = running[0]
        servers.wait(
            lambda: servers.has_heard("awsconn_waits", "wait_for_orders"), "the scheduler knows of it", _SERVERS_SECONDS
        )
        wait(lambda task: task["state"] == "deferred", "the task waits")
        build_client(store, "s3").put_object(Bucket=WAITED_BUCKET, Key=WAITED_KEY, Body=b"4")
        task = wait(lambda task: task["state"] == "success", "the task ends")
        return f"the task gave {api.ask(_get_path(task, 'xcomEntries/return_value'))['value']}"

    report.step("airflow triggerer", start)
    report.step("task wait_for_orders aws_etl_role", defer)
    report.step(f"upload of {WAITED_KEY}", upload)


def _get_path(task: dict[str, Any], what: str) -> str:
    run_id = quote(task["dag_run_id"], safe="")
    return f"/api/v2/dags/{task['dag_id']}/dagRuns/{run_id}/taskInstances/{task['task_id']}/{what}"


if __name__ == "__main__":
    if shutil.which("airflow", path=str(Path(sys.executable).parent)) is None:
        sys.exit("this interpreter has no Airflow; run: make demo")
    sys.exit(main())
