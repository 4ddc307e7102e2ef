"""Beside the stock provider, in a real scheduler: both at work, and stock operators as they are without our package.

The same DAG of stock operators runs in two Airflows at a time, one of them with our wheel installed too. What each
asked of AWS and wrote to its logs is compared.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import secrets
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3.session
import pytest

from airflow_provider_awsconn import __version__
from demo.airflow_home import AirflowHome
from demo.airflow_servers import Api, Servers, run_servers
from demo.ports import find_free_ports
from tests.aws_bench import AwsBench
from tests.integration.stock_environments import README_WARNINGS, ROOT, Overlay, build_wheel, find_stock_python

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.aws_bench import LoggedRequest

pytestmark = pytest.mark.installed

HERE = Path(__file__).with_name("beside_stock")
CONN_ID = "aws_both"
REGION = "eu-west-1"
SECONDS = 240.0
ENDED = {"success", "failed", "upstream_failed", "removed", "skipped"}
END_OF_COMMAND = "\n--- end of the command\n"
# The first of them logs: those after it that make a table keep Airflow's log back.
COMMANDS = (f"connections test {CONN_ID}", "providers list", "providers hooks", "plugins", "info")
IMPORT = "connections import --overwrite connections.json"

# How the providers stand on the path.
ORDERS = {
    "commands": "airflow-provider-awsconn apache-airflow-providers-amazon",
    "other_order": "apache-airflow-providers-amazon airflow-provider-awsconn",
}

# A line of Airflow 3's log on the console, and of Airflow 2's: the level and the text.
CONSOLE = re.compile(r"^[-\d]+[ T]\S+ \[(?P<level>\w+) *\] (?P<text>.*?) *(?:\[[\w.:]+\].*)?$")
CONSOLE_2 = re.compile(r"^\[\S+\] \{\S+\} (?P<level>[A-Z]+) - (?P<text>.*)$")
LOUD = ("warning", "error", "critical")
# What is in a log beside Airflow's own lines: Python's warnings and tracebacks.
LOUD_TEXT = re.compile(
    r"^.*(?:\w+Warning: |\w+(?:Error|Exception): |Traceback|\b(?:WARNING|ERROR|CRITICAL)\b).*$", re.MULTILINE
)
# What a slow machine is told, with either environment.
OF_SLOWNESS = re.compile(
    "Starting call to|heartbeat|took too long|too many|database is locked|timed out|appears deadlocked"
    "|second exit signal",
    re.IGNORECASE,
)
# What Python prints when the signal to stop comes while an object is cleaned up.
STOPPED = re.compile(r"^Traceback .*\n(?:(?: .*)?\n)*SystemExit: 0$", re.MULTILINE)
# Of a request, what differs from one run to the next.
RANDOM_FIELDS = {"sequence", "access_key", "client_port", "host"}
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|0x[0-9a-f]+|\d+")


@dataclass
class World:
    """An Airflow with the stock provider, what it ran and what was seen of it.

    Attributes:
        home: its home.
        printed: the folder of what its servers printed.
        commands: what each of `COMMANDS` printed.
        other_order: the same, where the two providers stand on the path the other way round.
        requests: those to AWS, by the DAG they were made for.
        states: of all task instances, by DAG and task.
        values: what the tasks gave, by task.
    """

    home: AirflowHome
    printed: Path
    commands: dict[str, str] = field(default_factory=dict)
    other_order: dict[str, str] = field(default_factory=dict)
    requests: dict[str, list[LoggedRequest]] = field(default_factory=dict)
    states: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def ask(self, statement: str, *parameters: str) -> list[tuple[Any, ...]]:
        """Ask Airflow's database, which is read only here."""
        address = f"file:{self.home.folder / 'airflow.db'}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=30)) as database:
            return database.execute(statement, parameters).fetchall()

    def get_states(self, dag_id: str) -> dict[str, str]:
        """Give the state of each task."""
        return dict(self.ask("select task_id, state from task_instance where dag_id = ?", dag_id))

    def read_task_logs(self, dag_id: str) -> dict[str, list[dict[str, Any]]]:
        """Give the lines of each task's logs; the triggerer's part of a task is one of its own."""
        found = {}
        for path in sorted((self.home.folder / "logs" / f"dag_id={dag_id}").rglob("*.log*")):
            task = re.search("task_id=([^/]+)", str(path))
            assert task is not None
            name = task[1] + (" in the triggerer" if "trigger" in path.name else "")
            found[name] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        return found

    def list_loud(self) -> set[str]:
        """List the warnings and errors of all logs and of the command line, numbers left out."""
        texts = [*self.commands.values(), *self.other_order.values()]
        for folder in (self.printed, self.home.folder / "logs"):
            files = (path for path in folder.rglob("*.log*") if path.is_file())
            texts += [path.read_text(encoding="utf-8", errors="replace") for path in files]
        return {NUMBER.sub("#", loud) for loud in _find_loud("\n".join(texts)) if not OF_SLOWNESS.search(loud)}


def _find_loud(text: str) -> Iterator[str]:
    """Find the warnings and errors in a log, whichever way it was written."""
    rest = []
    for line in text.splitlines():
        if line.startswith('{"timestamp"'):
            told = json.loads(line)
            if told["level"] in LOUD or "error_detail" in told:
                yield told["event"]
        elif found := CONSOLE.match(line) or CONSOLE_2.match(line):
            if found["level"].lower() in LOUD:
                yield found["text"]
        else:
            rest.append(line)
    yield from LOUD_TEXT.findall(STOPPED.sub("", "\n".join(rest)))


def _run_commands(home: AirflowHome, *before: str) -> dict[str, str]:
    """Run commands, then those of `COMMANDS`, in one process; give what each printed, and the order on the path."""
    commands = (*before, *COMMANDS)
    printed = home.run(*commands, program=(str(home.programs / "python"), str(HERE / "commands.py")))
    parts = printed.split(END_OF_COMMAND)
    assert len(parts) == len(commands) + 2, printed
    return dict(zip(("order", *commands), parts, strict=False))


def _run_world(world: World, dags: Iterable[str], servers_python: str, stock_packages: str = "") -> World:
    """Run the DAGs, one after the other, in a real Airflow with all its servers, on an AWS of their own."""
    home = world.home
    with AwsBench.start(servers_python) as bench:
        path = home.folder / "connections.json"
        path.write_text(json.dumps({CONN_ID: _describe_connection(bench)}), encoding="utf-8")
        world.commands = _run_commands(home, IMPORT)
        if stock_packages:
            turned = replace(home, extra_environment=home.extra_environment | {"PYTHONPATH": stock_packages})
            world.other_order = _run_commands(turned, IMPORT)
        path.unlink()
        with run_servers(home, world.printed) as servers:
            api = Api(home)
            # Tasks that ask for it in vain would say so. The connection form's fields come from there.
            servers.wait(lambda: _has_form(api), "the API server answers", SECONDS)
            for dag_id in dags:
                bench.clear()
                _run_dag(world, dag_id, bench, servers)
                world.requests[dag_id] = bench.requests()
        world.values = {
            f"{dag_id}.{task_id}": json.loads(value) if isinstance(value, str) else value
            for dag_id, task_id, value in world.ask(
                "select dag_id, task_id, value from xcom where key = 'return_value'"
            )
        }
    return world


def _has_form(api: Api) -> bool:
    with contextlib.suppress(OSError):
        return any(described["connection_type"] == "aws" for described in api.ask("/ui/connections/hook_meta"))
    return False


def _run_dag(world: World, dag_id: str, bench: AwsBench, servers: Servers) -> None:
    """Put a DAG where Airflow finds it and runs it once; upload what its sensors wait for when they wait."""
    source = (HERE / f"{dag_id}.py").read_text(encoding="utf-8")
    sensors = re.findall(r'(?:S3KeySensor|WaitForS3Key)\(\s*task_id="(\w+)"', source)
    shutil.copy(HERE / f"{dag_id}.py", world.home.dags)
    bucket = dag_id.replace("_", "-")

    def is_awaited() -> bool:
        states = world.get_states(dag_id)
        polls = [request for request in bench.requests("HeadObject") if request.path == f"/{bucket}/late.csv"]
        # The stock sensor looks once before it waits. A task that goes on before the scheduler has heard that it was
        # deferred is failed by Airflow.
        return (
            {states.get(name) for name in sensors} == {"deferred"}
            and len(polls) > len(sensors)
            and all(servers.has_heard(dag_id, name) for name in sensors)
        )

    def has_ended() -> bool:
        states = world.get_states(dag_id)
        return bool(states) and set(states.values()) <= ENDED

    servers.wait(lambda: is_awaited() or has_ended(), f"{dag_id} waits", SECONDS)
    if not has_ended():
        keys = bench.worker
        session = boto3.session.Session(keys.access_key, keys.secret_key, region_name=REGION)
        session.client("s3", endpoint_url=bench.endpoint_url).put_object(Bucket=bucket, Key="late.csv", Body=b"1")
    servers.wait(has_ended, f"{dag_id} ends", SECONDS)
    world.states[dag_id] = world.get_states(dag_id)


def _describe_connection(bench: AwsBench) -> dict[str, Any]:
    """A role of a store; the stock hook has to be told apart where the store's STS is."""
    extra = {
        "region_name": REGION,
        "endpoint_url": bench.endpoint_url,
        "service_config": {"sts": {"endpoint_url": bench.endpoint_url}},
        "role_arn": bench.role_arn,
    }
    return {"conn_type": "aws", "login": bench.worker.access_key, "password": bench.worker.secret_key, "extra": extra}


def _make_world(folder: Path, programs: Path, port: int) -> World:
    for name in ("dags", "config"):
        (folder / name).mkdir(parents=True)
    home = AirflowHome(folder, folder / "dags", programs=programs)
    home.port = port
    home.extra_environment |= {
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
        # What leaves for Amazon ends at a closed port of our own.
        "HTTPS_PROXY": "http://127.0.0.1:9",
        # A busy machine is no fault: the default is 5 s.
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
        # The order in a User-Agent is that of a set.
        "PYTHONHASHSEED": "0",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "AIRFLOW__CORE__FERNET_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
    return World(home, folder / "printed")


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory, outer_environment: dict[str, str]) -> Overlay:
    """The stock environment with our wheel installed beside it."""
    folder = tmp_path_factory.mktemp("overlay")
    wheel = build_wheel(folder / "dist", outer_environment)
    return Overlay.make(folder / "both", find_stock_python(), wheel, outer_environment)


@pytest.fixture(scope="module")
def worlds(overlay: Overlay, servers_python: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, World]:
    """Airflow with the stock provider alone, and with both, after the same; the second has run a DAG of both too."""
    folder = tmp_path_factory.mktemp("beside")
    ports = find_free_ports(2)
    alone = _make_world(folder / "alone", Path(find_stock_python()).parent, ports[0])
    both = _make_world(folder / "both", overlay.programs, ports[1])
    both.home.run("db", "migrate")
    shutil.copy(both.home.folder / "airflow.db", alone.home.folder)
    # Beside the plugins, which are imported before any DAG is.
    shutil.copy(ROOT / "demo" / "plugins" / "wait_for_s3_key.py", both.home.folder / "config")
    with ThreadPoolExecutor(2) as pool:
        running = (
            pool.submit(_run_world, alone, ["stock_only"], servers_python),
            pool.submit(_run_world, both, ["stock_only", "both"], servers_python, overlay.stock_packages),
        )
    return running[0].result(), running[1].result()


@pytest.fixture
def alone(worlds: tuple[World, World]) -> World:
    """Airflow with the stock provider alone."""
    return worlds[0]


@pytest.fixture
def both(worlds: tuple[World, World]) -> World:
    """Airflow with the stock provider and ours."""
    return worlds[1]


def _describe_requests(requests: Iterable[LoggedRequest]) -> list[dict[str, Any]]:
    """Describe requests without what is random in them; of one that comes again and again, as a sensor's, the first."""
    described: list[dict[str, Any]] = []
    keys: dict[str | None, int] = {}
    for request in requests:
        found = {name: value for name, value in vars(request).items() if name not in RANDOM_FIELDS}
        # Those of each role assumed are new: the first that were seen, the second, and so on.
        found["credentials"] = keys.setdefault(request.access_key, len(keys))
        if found not in described[-1:]:
            described.append(found)
    return described


def _describe_log(lines: Iterable[dict[str, Any]], folder: Path) -> list[tuple[str, ...]]:
    """Describe a task's log without what is random in it; of a line that comes again and again, the first."""
    described: list[tuple[str, ...]] = []
    for line in lines:
        told = [
            str(line.get(name)).replace(str(folder), "") for name in ("level", "logger", "filename", "lineno", "event")
        ]
        found = tuple(NUMBER.sub("#", text) for text in told)
        if found not in described[-1:]:
            described.append(found)
    return described


def test_every_task_succeeds(alone: World, both: World) -> None:
    """Operators, sensors and hooks of both, in workers and in the triggerer."""
    ran = {(dag_id, name): state for dag_id, states in both.states.items() for name, state in states.items()}
    assert {name: state for name, state in ran.items() if state != "success"} == {}
    assert set(alone.states["stock_only"].values()) == {"success"}
    assert both.states["stock_only"] == alone.states["stock_only"]
    assert len(ran) == 14
    assert both.values["both.list_keys"] == ["ours.csv", "stock.csv"]
    assert both.values["both.use_ours"] == ["both"]
    assert both.values["both.wait_with_ours"] == "late.csv"


def test_stock_operators_ask_what_they_ask_alone(alone: World, both: World) -> None:
    """The same requests in the same order, by as many roles assumed; but for the version that the README explains."""
    expected, found = (_describe_requests(world.requests["stock_only"]) for world in (alone, both))
    assert sum(request["action"] == "AssumeRole" for request in expected) == 8
    told = [request["user_agent"].partition(" AmPP/")[2].partition(" ")[0] for request in found]
    assert set(told) == {"", __version__}
    for request in expected:
        request["user_agent"] = re.sub(r" AmPP/\S+", f" AmPP/{__version__}", request["user_agent"])
    assert found == expected


def test_stock_task_logs_have_one_line_more(alone: World, both: World) -> None:
    """A task's log is what it is alone, with Airflow's warning of the second description of the connection type."""
    expected = {
        name: _describe_log(lines, alone.home.folder) for name, lines in alone.read_task_logs("stock_only").items()
    }
    found = {name: _describe_log(lines, both.home.folder) for name, lines in both.read_task_logs("stock_only").items()}
    assert len(expected) == 7
    warned = {name: [line[-1] for line in lines if line[-1] in README_WARNINGS] for name, lines in found.items()}
    assert set(map(len, warned.values())) == {1}
    assert {
        name: [line for line in lines if line[-1] not in README_WARNINGS] for name, lines in found.items()
    } == expected


def test_no_log_has_a_warning_that_the_readme_does_not_explain(alone: World, both: World) -> None:
    """In all servers, tasks and commands, whichever way round the path is."""
    assert both.list_loud() - alone.list_loud() == README_WARNINGS
    assert {warning for warning in README_WARNINGS if warning in alone.list_loud()} == set()


def test_both_hooks_in_one_process(both: World) -> None:
    """What they write for each other in threads is read; nothing of boto3, botocore or the stock hook is replaced."""
    found = both.values["both.use_both_in_one_process"]
    assert found["exchanged"] == [f"{name}{number}" for number in range(4) for name in "abcd"]
    # Enough to be all of botocore, boto3 and the stock hook.
    assert found["watched"] > 5000
    assert found["changed"] == []
    assert found["hook_of_the_type"] == "airflow_provider_awsconn.hooks.aws"
    assert found["stock_config"] == "airflow.providers.amazon.aws.utils.connection_wrapper"
    assert found["stock_secret_is_text"]


def test_the_debug_log_of_the_stock_hook_loses_tokens_only(both: World) -> None:
    """In a process with our hook botocore logs for the stock hook what it logged before, with `***` for credentials."""
    found = both.values["both.use_both_in_one_process"]
    assert found["tokens_logged"] == [True, False]
    before, after = found["lines_logged"]
    assert before == after > 50
    assert found["differ"] == []


def test_our_hook_assumes_the_role_once_a_process(both: World) -> None:
    """Beside a stock hook, which does for each hook: our task, the process with both, and the triggerer."""
    assumed = both.requests["both"]
    names = [str(request.role_session_name) for request in assumed if request.action == "AssumeRole"]
    ours = [name.rpartition(".scheduled")[0] or name for name in names if name != f"airflow_{CONN_ID}"]
    assert ours == ["both.use_ours", "both.use_both_in_one_process", f"Airflow_{CONN_ID}"]
    # Threads that share a stock hook may each assume it.
    assert len(names) - len(ours) >= 10


@pytest.mark.parametrize(("part", "order"), ORDERS.items())
def test_command_line(part: str, order: str, both: World) -> None:
    """Both are listed, ours owns the type, and the connection is tested with it, whichever comes first on the path."""
    printed: dict[str, str] = getattr(both, part)
    assert f"Imported connection {CONN_ID}" in printed[IMPORT]
    assert "Connection success!" in printed[f"connections test {CONN_ID}"]
    _check_commands(printed, order)


def _check_commands(printed: dict[str, str], order: str) -> None:
    assert printed["order"].splitlines()[-1] == order
    assert {line.split("|")[0].strip() for line in printed["providers list"].splitlines()} >= set(order.split())
    (hook,) = [line for line in printed["providers hooks"].splitlines() if line.startswith("aws ")]
    assert "airflow_provider_awsconn.hooks.aws.AwsHook" in hook
    assert "No plugins loaded" in printed["plugins"]
    assert re.search(rf"airflow-provider-awsconn +\| {re.escape(__version__)}", printed["info"])


def test_command_line_of_airflow_2(
    overlay: Overlay, bench: AwsBench, tmp_path: Path, outer_environment: dict[str, str]
) -> None:
    """Airflow 2.11's command line is the same with both, and has no warning that the README does not explain."""
    stock_python = find_stock_python("stock-2.11")
    overlay = Overlay.make(tmp_path / "env", stock_python, overlay.wheel, outer_environment)
    homes = (
        _make_world(tmp_path / "alone", Path(stock_python).parent, 0).home,
        _make_world(tmp_path / "both", overlay.programs, 0).home,
    )
    for home in homes:
        home.extra_environment[f"AIRFLOW_CONN_{CONN_ID.upper()}"] = json.dumps(_describe_connection(bench))
    with ThreadPoolExecutor(2) as pool:
        alone, both = pool.map(_run_commands, homes)
    _check_commands(both, ORDERS["commands"])
    assert "Connection success!" in both[f"connections test {CONN_ID}"]
    expected, loud = (set(_find_loud("\n".join(printed.values()))) for printed in (alone, both))
    assert loud - expected <= README_WARNINGS
