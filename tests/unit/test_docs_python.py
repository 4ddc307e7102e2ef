"""Every piece of Python on a page runs, against the bench, and each function and class of it is used."""

from __future__ import annotations

import ast
import asyncio
import importlib.util
import inspect
import json
import re
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.pages import ROOT, list_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.pages import Block
    from tests.unit.conftest import BenchConnection

# The pages say the same on every Airflow line.
pytestmark = pytest.mark.once

AIRFLOW = tuple(int(part) for part in version("apache-airflow").split(".")[:2])
KEY = "orders/latest.csv"
# The connections that the pages speak of; all lead to the bench.
CONNECTIONS = ("aws_default", "etl", "old_store")
# The bucket that the pages speak of.
BUCKET = "my-bucket"
SAID_OF_AIRFLOW_2 = re.compile(r"^from airflow\.sdk import .+?(  # Airflow 2\.11: (?P<import>.+))?$", re.MULTILINE)


@dataclass(frozen=True)
class World:
    """What the pages' code meets: connections to the bench, a bucket with an object in it, a folder of modules."""

    bench: AwsBench
    connect: BenchConnection
    connect_airflow: AirflowConnection
    folder: Path


@pytest.fixture
def world(
    bench: AwsBench,
    bench_connection: BenchConnection,
    airflow_connection: AirflowConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    """The connections, and the bucket for the time of a test."""
    for conn_id in CONNECTIONS:
        bench_connection(conn_id)
    s3 = AwsHook("etl", client_type="s3").get_conn()
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=BUCKET, Key=KEY)
    bench.clear()
    # The trigger that a page shows lies in the plugins folder of the demo.
    monkeypatch.syspath_prepend(str(ROOT / "demo" / "plugins"))
    yield World(bench, bench_connection, airflow_connection, tmp_path)
    sys.modules.pop("wait_for_s3_key", None)
    for found in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        s3.delete_object(Bucket=BUCKET, Key=found["Key"])
    s3.delete_bucket(Bucket=BUCKET)


def load(block: Block, world: World, patch: pytest.MonkeyPatch, **given: Any) -> ModuleType:
    """Write a block to a file as a user would, acme/hooks/emr.py, and import it.

    Args:
        block: the code.
        world: its folder is where the file goes.
        patch: takes the module out of Python's again.
        given: names that the page leaves to its reader.
    """
    text = block.text
    if AIRFLOW < (3, 0):
        found = SAID_OF_AIRFLOW_2.search(text)
        if found and not found["import"]:
            pytest.skip("the page says that this is for later Airflows, and has no import for 2.11")
        text = SAID_OF_AIRFLOW_2.sub(lambda line: line["import"], text)
    path = world.folder / "acme" / "hooks" / "emr.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    name = f"page_{re.sub(r'[^a-z]', '_', block.page)}_{block.line}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    vars(module).update(given)
    patch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def list_names(block: Block) -> dict[str, bool]:
    """Give the functions and classes that a block makes, and whether each is a DAG."""
    made = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {
        node.name: any("dag" in ast.unparse(decorator) for decorator in node.decorator_list)
        for node in ast.parse(block.text).body
        if isinstance(node, made)
    }


def finish(given: Any) -> Any:
    """Give a result, awaited where it has to be."""
    return asyncio.run(given) if inspect.iscoroutine(given) else given


# How each function and class is used.


def gives_the_bucket(_world: World, list_buckets: Callable[[], Any]) -> None:
    """The bucket is among the names."""
    assert BUCKET in finish(list_buckets())


def finds_the_object(_world: World, has_object: Callable[[str, str], Any]) -> None:
    """The object is there, another one is not."""
    assert finish(has_object(BUCKET, KEY))
    assert not finish(has_object(BUCKET, "orders/none.csv"))


def lists_the_object(_world: World, list_when_ready: Callable[[str], Any]) -> None:
    """The one object."""
    assert finish(list_when_ready(BUCKET)) == [KEY]


def counts_roles(world: World, count_assumed_roles: Callable[[AwsBench], int]) -> None:
    """A request of a role hook is one AssumeRole."""
    hook = AwsHook(world.connect("etl", role_arn=world.bench.role_arn), client_type="s3")
    hook.get_conn().list_buckets()
    assert count_assumed_roles(world.bench) == 1


def ends_well(_world: World, work_unnoticed: Callable[[], Any]) -> None:
    """Nothing is raised."""
    finish(work_unnoticed())


def makes_sessions(world: World, factory: Callable[..., Any]) -> None:
    """With a role of the vault the stand-in's keys, without one those of the connection."""
    from airflow.models.connection import Connection

    keys = world.bench.worker
    connection = Connection(conn_id="etl", conn_type="aws", login=keys.access_key, password=keys.secret_key)
    assert factory(connection).create_session().get_credentials().access_key == keys.access_key
    connection.set_extra(json.dumps({"vault_role": "reader", "region_name": "eu-west-1"}))
    session = factory(connection, region_name="eu-west-1").create_session()
    assert (session.get_credentials().access_key, session.region_name) == ("AKIAFROMTHEVAULT", "eu-west-1")
    session = factory(connection, region_name="eu-west-1").create_session(deferrable=True)
    assert type(session).__name__ == "AioSession"
    assert asyncio.run(session.get_credentials()).access_key == "AKIAFROMTHEVAULT"


def waits_for_the_job(world: World, wait: Callable[[str, str], Any]) -> None:
    """With the waiters file of the page, and a server that says that the job is done."""
    (waiters,) = list_blocks("waiters")
    path = world.folder / "acme" / "waiters" / "emr-containers.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(waiters.text, encoding="utf-8")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = json.dumps({"jobRuns": [{"id": "j-2", "state": "FAILED"}, {"id": "j-1", "state": "COMPLETED"}]})
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        world.connect("etl", endpoint_url=f"http://127.0.0.1:{server.server_address[1]}")
        finish(wait("j-1", "cluster-1"))
        server.shutdown()
        thread.join()
    assert asked == ["/virtualclusters/cluster-1/jobruns"]


def is_a_hook(_world: World, hook_class: Any) -> None:
    """A class that its block uses itself."""
    assert issubclass(hook_class, AwsHook)


def counts_queues(world: World, queue_hook: Any) -> None:
    """At least the one that is made for it."""
    hook = queue_hook("etl")
    url = hook.conn.create_queue(QueueName="of-the-docs")["QueueUrl"]
    assert hook.count_queues() >= 1
    hook.conn.delete_queue(QueueUrl=url)
    assert {request.service for request in world.bench.requests()} == {"sqs"}


def knows_who_is_busy(_world: World, is_busy: Callable[[BaseException], bool]) -> None:
    """By the code of the answer."""
    assert is_busy(ClientError({"Error": {"Code": "TooManyRequestsException"}}, "StartExecution"))
    assert not is_busy(ClientError({"Error": {"Code": "AccessDenied"}}, "StartExecution"))


def tries_again(world: World, busy_hook: Any) -> None:
    """After one answer that tells of too many requests; that there is no such machine is final."""
    once = {"retries": {"total_max_attempts": 1}}
    hook = busy_hook("etl", client_type="stepfunctions", config=once)
    hook.retry_args = {**busy_hook.retry_args, "multiplier": 0, "min": 0}
    world.bench.set_fault("StartExecution", status=400, error_code="TooManyRequestsException", times=1)
    with pytest.raises(ClientError, match="StateMachineDoesNotExist"):
        hook.start("arn:aws:states:eu-west-1:123456789012:stateMachine:none")
    world.bench.clear_faults()
    assert world.bench.count("StartExecution") == 2


def finds_the_problem(world: World, find_problems: Callable[[str], list[str]]) -> None:
    """None of a good connection, half a key pair of another."""
    assert find_problems("etl") == []
    world.connect_airflow("half", login="AKIAIOSFODNN7EXAMPLE")
    assert find_problems("half") == ["password"]


def sends_md5(world: World, _add_md5: object) -> None:
    """The client that the block has made sends the header that older stores want."""
    s3 = next(module.s3 for name, module in sys.modules.items() if name.startswith("page_docs_stores_md"))
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": KEY}]})
    (request,) = world.bench.requests("DeleteObjects")
    assert "content-md5" in request.header_names


USES: dict[tuple[str, str], Callable[[World, Any], None]] = {
    ("README.md", "list_buckets"): gives_the_bucket,
    ("docs/async.md", "has_object"): finds_the_object,
    ("docs/async.md", "list_when_ready"): lists_the_object,
    ("docs/contributing.md", "count_assumed_roles"): counts_roles,
    ("docs/contributing.md", "work_unnoticed"): ends_well,
    ("docs/credentials.md", "VaultSessionFactory"): makes_sessions,
    ("docs/hook.md", "BucketHook"): is_a_hook,
    ("docs/hook.md", "BusyHook"): tries_again,
    ("docs/hook.md", "EmrContainersHook"): is_a_hook,
    ("docs/hook.md", "QueueHook"): counts_queues,
    ("docs/hook.md", "find_problems"): finds_the_problem,
    ("docs/hook.md", "is_busy"): knows_who_is_busy,
    ("docs/hook.md", "wait_for_job"): waits_for_the_job,
    ("docs/hook.md", "wait_on_loop"): waits_for_the_job,
    ("docs/index.md", "list_buckets"): gives_the_bucket,
    ("docs/stores.md", "add_md5"): sends_md5,
}
# What the tasks of a DAG give.
TASKS: dict[str, Callable[[World, Any], None]] = {
    "ask_sts": lambda world, task: _equals(task(), f"arn:aws:iam::{world.bench.account_id}:user/worker"),
    "list_buckets": gives_the_bucket,
    "list_keys": lambda _world, task: _equals(finish(task()), [KEY]),
}
# Operators, and the tests that run them in a real triggerer.
OPERATORS = {"WaitForS3Key": "tests/integration/test_triggerer.py"}
# What a page leaves to its reader.
LEFT_TO_READERS: dict[tuple[str, str], dict[str, Any]] = {
    ("docs/credentials.md", "VaultSessionFactory"): {
        "fetch_from_vault": lambda _role: ("AKIAFROMTHEVAULT", "of-the-vault", "token-of-the-vault"),
    },
}


def _equals(given: object, expected: object) -> None:
    assert given == expected


@pytest.mark.parametrize("block", list_blocks("python"), ids=str)
def test_python_of_a_page_runs(block: Block, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block is imported as a module, and what it makes is used; nothing that a page makes is left unused."""
    if "aiobotocore" in block.text or "async " in block.text:
        pytest.importorskip("aiobotocore")
    if "async def" in block.text and "@task" in block.text and AIRFLOW < (3, 2):
        pytest.skip("Airflow 3.2 and later run async tasks")
    names = list_names(block)
    given: dict[str, Any] = {}
    for name in names:
        given |= LEFT_TO_READERS.get((block.page, name), {})
    module = load(block, world, monkeypatch, **given)
    for name, is_dag in names.items():
        made = getattr(module, name)
        if is_dag:
            run_tasks(world, made())
        else:
            USES[block.page, name](world, made)


def run_tasks(world: World, dag: Any) -> None:
    """Call what each task of a DAG does; `airflow dags test` runs the README's and the quick start's elsewhere."""
    assert dag.tasks
    for task in dag.tasks:
        operator = type(task).__name__
        if operator in OPERATORS:
            assert operator in (ROOT / OPERATORS[operator]).read_text(encoding="utf-8")
        else:
            TASKS[task.task_id](world, task.python_callable)


def test_no_use_is_left_of_a_block_that_is_gone() -> None:
    """Each row of the table is of a function or class that its page has."""
    made = {
        (block.page, name)
        for block in list_blocks("python")
        for name, is_dag in list_names(block).items()
        if not is_dag
    }
    assert made == set(USES)
