"""What things cost, in numbers that are the same on every machine: modules, clients, requests, files that are read.

Times and memory are the bench's to measure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import airflow
import pytest

from airflow_provider_awsconn import __version__
from airflow_provider_awsconn.connection.parse import read_connection
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.sessions import loader
from airflow_provider_awsconn.sessions.loader import ModelFileLoader
from airflow_provider_awsconn.sessions.template import ClientTemplate
from tests.unit.conftest import REGION
from tests.unit.test_layers import LOAD_AIRFLOW, NAME, list_loaded_modules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

HOOKS = 200
BOTO = {"boto3", "botocore", "s3transfer", "aiobotocore", "urllib3"}
AGENT = f"Airflow/{airflow.__version__} awsconn/{__version__}"
# The hook, with what it needs of Airflow, of the environment, and of what a forked child must not share.
HOOK_MODULES = {
    f"{NAME}.airflow_compat",
    f"{NAME}.credentials",
    f"{NAME}.credentials.environment",
    f"{NAME}.credentials.process_local",
    f"{NAME}.hooks",
    f"{NAME}.hooks.aws",
    f"{NAME}.hooks.stock_names",
}


class Counts:
    """The clients and templates that are made."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.clients: list[str] = []
        self.templates: list[ClientTemplate] = []
        build, make = ClientTemplate.build_client, ClientTemplate.__init__

        def build_client(template: Any, *args: Any, **arguments: Any) -> Any:
            # That of STS is asked for by position.
            self.clients.append(arguments["service_name"] if "service_name" in arguments else args[2])
            return build(template, *args, **arguments)

        def make_template(template: ClientTemplate, *args: Any, **arguments: Any) -> None:
            self.templates.append(template)
            make(template, *args, **arguments)

        patch.setattr(ClientTemplate, "build_client", build_client)
        patch.setattr(ClientTemplate, "__init__", make_template)
        # An environment that no test has had.
        patch.setenv("AWS_OF_THIS_TEST", os.urandom(8).hex())


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Nothing is made yet."""
    return Counts(monkeypatch)


@pytest.fixture
def connect(airflow_connection: AirflowConnection) -> Callable[[str], str]:
    """Connections with static keys."""

    def set_connection(conn_id: str) -> str:
        extra = {"region_name": REGION}
        return airflow_connection(
            conn_id, login="AKIAIOSFODNN7EXAMPLE", password="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", extra=extra
        )

    return set_connection


def run(code: str) -> Any:
    """What code prints as JSON in a fresh process."""
    paths = os.pathsep.join(filter(None, sys.path))
    finished = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout.splitlines()[-1])


# Modules.


def test_a_dag_file_loads_seven_modules_for_the_hook() -> None:
    """Beside the package itself and Airflow's own base class, which a process has that parses DAG files."""
    loaded = list_loaded_modules(f"import {NAME}.hooks.aws", LOAD_AIRFLOW)
    assert {name for name in loaded if name.startswith(f"{NAME}.")} == HOOK_MODULES
    # Others are Airflow's exceptions, where its base class has not loaded them.
    assert {name.split(".")[0] for name in loaded} <= {NAME, "airflow", "http"}
    assert len(loaded) < 10


def test_to_make_a_hook_loads_nothing_more() -> None:
    """As at the top of a DAG file."""
    code = f"import {NAME}.hooks.aws"
    made = f"{code}\n{NAME}.hooks.aws.AwsHook('c', client_type='s3', region_name='eu-west-1')"
    assert list_loaded_modules(made, LOAD_AIRFLOW) == list_loaded_modules(code, LOAD_AIRFLOW)


def test_discovery_loads_nothing_of_boto() -> None:
    """Airflow asks each provider what it has, in each of its processes."""
    loaded = list_loaded_modules(f"from {NAME}.provider_info import get_provider_info\nget_provider_info()")
    assert f"{NAME}.provider_info" in loaded
    assert {name.split(".")[0] for name in loaded} & (BOTO | {"airflow", "pydantic", "flask", "wtforms"}) == set()
    assert not any(name.startswith((f"{NAME}.sessions", f"{NAME}.hooks")) for name in loaded)


def test_a_first_client_needs_no_boto3(connect: Callable[[str], str]) -> None:
    """Botocore makes it; boto3 comes with the first transfer, session or resource."""
    connect("c")
    code = """
import json, sys
from airflow_provider_awsconn.hooks.aws import AwsHook
hook = AwsHook("c", client_type="s3")
loaded = []
def note():
    loaded.append(sorted({"boto3", "s3transfer", "botocore"} & set(sys.modules)))
note()
client = hook.get_conn()
note()
client.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
client.get_paginator("list_objects_v2")
AwsHook("c", client_type="sqs").get_conn()
note()
client.upload_file
note()
print(json.dumps(loaded))
"""
    assert run(code) == [[], ["botocore"], ["botocore"], ["boto3", "botocore", "s3transfer"]]


# Clients and requests.


def test_200_hooks_of_one_connection_make_one_client(counts: Counts, bench_connection: BenchConnection) -> None:
    """And one template."""
    conn_id = bench_connection()
    hooks = [AwsHook(conn_id, client_type="s3") for _ in range(HOOKS)]
    assert (counts.clients, counts.templates) == ([], [])
    clients = [hook.get_conn() for hook in hooks]
    assert (counts.clients, len(counts.templates)) == (["s3"], 1)
    assert len({id(client) for client in clients}) == HOOKS


def test_200_connections_make_one_template(
    counts: Counts, connect: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client each, all of one template; again, those that are kept are made no more."""
    hooks = [AwsHook(connect(f"c{number}"), client_type="s3") for number in range(HOOKS)]
    monkeypatch.setenv("AIRFLOW__AWSCONN__CLIENT_CACHE_SIZE", str(HOOKS))
    for _ in range(2):
        for hook in hooks:
            hook.get_client_type()
    assert (counts.clients, len(counts.templates)) == (["s3"] * HOOKS, 1)


def test_to_make_hooks_and_clients_asks_nobody(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """No request before the first one of the user's, with a role neither."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    for service in ("s3", "sts", "sqs"):
        hook = AwsHook(conn_id, client_type=service)
        hook.get_conn()
        hook.get_session()
        hook.describe()
    AwsHook(conn_id, resource_type="s3").get_conn()
    assert bench.requests() == []


def test_200_hooks_with_a_role_ask_sts_once(counts: Counts, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """One AssumeRole call, one client of the user's and one of STS, one request for each that is sent."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    for _ in range(HOOKS):
        AwsHook(conn_id, client_type="s3").get_conn().list_buckets()
    assert (bench.count("AssumeRole"), bench.count("ListBuckets"), len(bench.requests())) == (1, HOOKS, HOOKS + 1)
    assert (counts.clients, len(counts.templates)) == (["s3", "sts"], 1)
    assert len({request.client_port for request in bench.requests("ListBuckets")}) == 1


def test_what_airflow_is_asked(bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook asks for its connection once, whatever is asked of the hook; it is parsed once for all hooks."""
    conn_id, asked, parsed = bench_connection(), list[str](), list[object]()
    get_connection = AwsHook.get_connection

    def ask(named: str) -> Any:
        asked.append(named)
        return get_connection(named)

    def parse(**fields: Any) -> Any:
        parsed.append(fields["conn_id"])
        return read_connection(**fields)

    monkeypatch.setattr(AwsHook, "get_connection", staticmethod(ask))
    monkeypatch.setattr("airflow_provider_awsconn.airflow_connections.read_connection", parse)
    for _ in range(10):
        hook = AwsHook(conn_id, client_type="s3")
        for use in (hook.get_conn, hook.get_client_type, hook.get_session, hook.describe):
            use()
    assert asked == [conn_id] * 10
    assert parsed == [conn_id]


# Files.


def test_models_are_read_once(connect: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file once, for clients of 20 connections and sessions of each; the second service reads its own alone."""
    read: list[str] = []
    load = ModelFileLoader.load_file

    def note(self: ModelFileLoader, file_path: str) -> Any:
        found = load(self, file_path)
        if found is not None:
            read.append("/".join(Path(file_path).parts[-3:]))
        return found

    monkeypatch.setattr(ModelFileLoader, "load_file", note)
    # A loader that has read nothing.
    loader._get_loader.cache_clear()
    monkeypatch.setenv("AWS_OF_THIS_TEST", os.urandom(8).hex())

    def use(service: str) -> list[str]:
        read.clear()
        for number in range(20):
            hook = AwsHook(connect(f"c{number}"), client_type=service)
            hook.get_conn()
            hook.get_session().client(service)
        return sorted(read)

    first = use("s3")
    assert len(first) == len(set(first))
    assert {name.rpartition("/")[2] for name in first} >= {
        "endpoints",
        "partitions",
        "service-2",
        "endpoint-rule-set-1",
    }
    second = use("sqs")
    assert second
    assert all("/sqs/" in f"/{name}" or name.startswith("sqs/") for name in second)
    assert use("s3") == []


# The user agent.

USES: dict[str, Callable[[AwsHook], object]] = {
    "client": lambda hook: hook.get_client_type("s3").list_buckets(),
    "session": lambda hook: hook.get_session().client("s3").list_buckets(),
    "resource": lambda hook: list(hook.get_resource_type("s3").buckets.all()),
    "account": lambda hook: hook.account_id,
    "not-shared": lambda hook: AwsHook(hook.aws_conn_id, client_type="s3", shared=False).conn.list_buckets(),
    "test": lambda hook: hook.test_connection(),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_every_request_names_airflow_and_us_once(
    use: Callable[[AwsHook], object],
    bench_connection: BenchConnection,
    bench: AwsBench,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Those to STS for the role, and those of clients, sessions and resources."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    use(AwsHook(bench_connection(role_arn=bench.role_arn)))
    requests = bench.requests()
    assert {request.action for request in requests} >= {"AssumeRole"}
    assert len(requests) >= 2
    for request in requests:
        assert request.user_agent.count(AGENT) == 1, request
        assert request.user_agent.count("Airflow/") == request.user_agent.count("awsconn/") == 1


def test_a_user_agent_of_ones_own_stands_beside(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """What the connection or the hook adds is added."""
    conn_id = bench_connection(config_kwargs={"user_agent_extra": "team/7"})
    AwsHook(conn_id, client_type="s3").conn.list_buckets()
    (request,) = bench.requests()
    assert (request.user_agent.count(AGENT), request.user_agent.count("team/7")) == (1, 1)
