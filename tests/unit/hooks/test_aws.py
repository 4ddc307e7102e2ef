"""Every public name of the hook: connections by way of Airflow, requests over HTTP to a server that counts them."""

from __future__ import annotations

import copy
import inspect
import logging
import os
import pickle
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.exceptions
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, NoRegionError

from airflow_provider_awsconn.airflow_compat import BaseHook
from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError
from airflow_provider_awsconn.async_sessions.context import ClientContext
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.credentials.errors import RoleRefusedError
from airflow_provider_awsconn.errors import (
    AwsConnectionWarning,
    InvalidConnectionError,
    NoCredentialsError,
    UnknownKeyWarning,
)
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

ARN = "arn:aws:iam::123456789012:role/etl"
WRONG_SECRET = "W" * 40


def list_actions(bench: AwsBench) -> list[str]:
    """The operations that reached the server, in order."""
    return [request.action for request in bench.requests()]


# The class and its constructor.


def test_the_hook_is_airflows() -> None:
    """The names Airflow and its users go by."""
    assert issubclass(AwsHook, BaseHook)
    assert (AwsHook.conn_name_attr, AwsHook.default_conn_name, AwsHook.conn_type, AwsHook.hook_name) == (
        "aws_conn_id",
        "aws_default",
        "aws",
        "Amazon Web Services",
    )
    assert AwsHook().aws_conn_id == "aws_default"


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (
            AwsHook,
            (
                "(aws_conn_id='aws_default', verify=None, region_name=None, client_type=None, resource_type=None, "
                "config=None, *, shared=True, **further)"
            ),
        ),
        (AwsHook.get_session, "(self, region_name=None, deferrable=False)"),
        (AwsHook.get_client_type, "(self, client_type=None, region_name=None, config=None, deferrable=False)"),
        (AwsHook.async_client, "(self, client_type=None, region_name=None, config=None)"),
        (AwsHook.get_async_conn, "(self, client_type=None, region_name=None, config=None)"),
        (AwsHook.get_resource_type, "(self, resource_type=None, region_name=None, config=None)"),
        (AwsHook.get_credentials, "(self, region_name=None)"),
        (AwsHook.describe, "(self, service_name=None)"),
        (AwsHook.examine, "(self, timeout_seconds=10.0)"),
        (AwsHook.expand_role, "(self, role, region_name=None)"),
        (
            AwsHook.get_waiter,
            "(self, waiter_name, parameters=None, config_overrides=None, deferrable=False, client=None)",
        ),
        (AwsHook.list_waiters, "(self)"),
        (AwsHook.serialize, "(self)"),
        (AwsHook.deserialize, "(data, version=0)"),
        (AwsHook.get_conn, "(self)"),
        (AwsHook.test_connection, "(self)"),
        (AwsHook.get_connection_form_widgets, "()"),
        (AwsHook.get_ui_field_behaviour, "()"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_signatures_are_the_public_contract(function: Callable[..., object], expected: str) -> None:
    """Names, order and defaults of the arguments; all but the newest may be given by position."""
    signature = inspect.signature(function)
    bare = [parameter.replace(annotation=parameter.empty) for parameter in signature.parameters.values()]
    assert str(inspect.Signature(bare)) == expected


def test_the_public_names_are_these() -> None:
    """Nothing is public beside the contract and what Airflow's base class has."""
    own = {name for name in vars(AwsHook) if not name.startswith("_")}
    assert own == {
        "account_id",
        "async_client",
        "config",
        "conn",
        "conn_client_meta",
        "conn_config",
        "conn_name_attr",
        "conn_partition",
        "conn_region_name",
        "conn_type",
        "default_conn_name",
        "describe",
        "deserialize",
        "examine",
        "expand_role",
        "get_async_conn",
        "get_client_type",
        "get_conn",
        "get_connection_form_widgets",
        "get_credentials",
        "get_resource_type",
        "get_session",
        "get_ui_field_behaviour",
        "get_waiter",
        "hook_name",
        "list_waiters",
        "region_name",
        "serialize",
        "service_config",
        "service_name",
        "test_connection",
        "verify",
        "waiter_path",
    }


# conn and the types.


@pytest.mark.parametrize(
    ("arguments", "got"),
    [
        pytest.param({}, "None and None", id="neither"),
        pytest.param({"client_type": "s3", "resource_type": "s3"}, "'s3' and 's3'", id="both"),
        pytest.param({"client_type": ""}, "'' and None", id="empty"),
    ],
)
@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda hook: hook.conn, id="conn"),
        pytest.param(lambda hook: hook.get_conn(), id="get_conn"),
        pytest.param(lambda hook: hook.service_name, id="service_name"),
        pytest.param(lambda hook: hook.service_config, id="service_config"),
        pytest.param(lambda hook: hook.get_client_type(), id="get_client_type"),
        pytest.param(lambda hook: hook.get_resource_type(), id="get_resource_type"),
        pytest.param(lambda hook: hook.conn_region_name, id="conn_region_name"),
    ],
)
def test_exactly_one_type_is_needed(arguments: dict[str, Any], got: str, use: Callable[[AwsHook], object]) -> None:
    """Neither or both of client_type and resource_type is an error at the first use that needs one."""
    hook = AwsHook(None, region_name=REGION, **arguments)
    with pytest.raises(ValueError) as refused:
        use(hook)
    assert str(refused.value) == (
        f"client_type and resource_type: got {got}; set exactly one of them, such as AwsHook(client_type='s3')"
    )


def test_conn_is_a_client_made_once(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Conn and get_conn() are one client, and it works."""
    hook = AwsHook(bench_connection(), client_type="s3")
    assert hook.conn is hook.conn is hook.get_conn()
    hook.conn.list_buckets()
    assert list_actions(bench) == ["ListBuckets"]
    assert hook.service_name == "s3"


def test_conn_is_a_resource_made_once(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """With resource_type conn is a resource, and it works."""
    hook = AwsHook(bench_connection(), resource_type="s3")
    assert hook.conn is hook.get_conn()
    list(hook.conn.buckets.all())
    assert list_actions(bench) == ["ListBuckets"]
    assert hook.service_name == "s3"


def test_clients_are_made_anew(bench_connection: BenchConnection) -> None:
    """get_client_type, get_resource_type and get_session give a new object at every call."""
    hook = AwsHook(bench_connection(), client_type="s3")
    assert hook.get_client_type() is not hook.get_client_type()
    assert hook.get_resource_type("s3") is not hook.get_resource_type("s3")
    assert hook.get_session() is not hook.get_session()
    assert isinstance(hook.get_session(), boto3.session.Session)


def test_an_argument_beats_the_constructor(bench_connection: BenchConnection) -> None:
    """Type and region of a call beat those of the hook, which stay as they were."""
    hook = AwsHook(bench_connection(), client_type="s3", region_name="eu-north-1")
    sqs = hook.get_client_type("sqs", region_name="eu-central-1")
    assert (sqs.meta.service_model.service_name, sqs.meta.region_name) == ("sqs", "eu-central-1")
    dynamodb = hook.get_resource_type("dynamodb", region_name="eu-central-1")
    assert dynamodb.meta.client.meta.region_name == "eu-central-1"
    assert hook.get_session("eu-central-1").region_name == "eu-central-1"
    assert (hook.get_client_type().meta.region_name, hook.get_session().region_name) == ("eu-north-1", "eu-north-1")


@pytest.mark.parametrize(
    ("arguments", "method", "name"),
    [
        pytest.param({"resource_type": "s3"}, "get_client_type", "client_type", id="client-of-a-resource-hook"),
        pytest.param({"client_type": "s3"}, "get_resource_type", "resource_type", id="resource-of-a-client-hook"),
    ],
)
def test_the_other_kind_must_be_named(arguments: dict[str, Any], method: str, name: str) -> None:
    """A hook made for one kind gives the other only when the call says which service."""
    with pytest.raises(LookupError) as refused:
        getattr(AwsHook(None, **arguments), method)()
    assert str(refused.value) == f"{name}: the hook was made for the other kind; give {name} in the call"


@pytest.mark.parametrize("method", ["get_client_type", "get_resource_type"])
def test_a_region_in_the_place_of_a_service_is_told(method: str) -> None:
    """Of a hook that was made for no service a region asks for nothing; the error says what to write."""
    name = method.removeprefix("get_")
    with pytest.raises(ValueError) as refused:
        getattr(AwsHook(None), method)("eu-west-1", "us-east-1")
    assert str(refused.value) == f"{name}: 'eu-west-1' is a region; pass it as region_name='eu-west-1'"


def test_an_async_client_is_asked_for_without_reading_anything() -> None:
    """To ask for one reads no connection: that is done when it is entered."""
    hook = AwsHook("nobody_made_this", client_type="s3")
    assert isinstance(hook.async_client(), ClientContext)
    assert isinstance(hook.get_client_type("sqs", deferrable=True), ClientContext)


def test_an_async_client_of_no_service_is_refused_at_once() -> None:
    """What is wrong with the call itself is told where it stands."""
    with pytest.raises(ValueError, match=r"set exactly one of them"):
        AwsHook(None).async_client()
    with pytest.raises(LookupError, match=r"made for the other kind"):
        AwsHook(None, resource_type="s3").get_client_type(deferrable=True)


# Region, TLS and configuration.


@pytest.mark.parametrize(
    ("hook_region", "connection_region", "environment_region", "profile_region", "expected"),
    [
        pytest.param("eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-west-1", id="hook"),
        pytest.param(None, "eu-west-2", "eu-west-3", "eu-north-1", "eu-west-2", id="connection"),
        pytest.param(None, None, "eu-west-3", "eu-north-1", "eu-west-3", id="AWS_DEFAULT_REGION"),
        pytest.param(None, None, None, "eu-north-1", "eu-north-1", id="profile"),
        pytest.param("", "eu-west-2", "eu-west-3", None, "eu-west-2", id="empty-is-unset"),
        pytest.param(None, None, None, None, None, id="none"),
    ],
)
def test_where_the_region_comes_from(
    hook_region: str | None,
    connection_region: str | None,
    environment_region: str | None,
    profile_region: str | None,
    expected: str | None,
    airflow_connection: AirflowConnection,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The hook, the connection, AWS_DEFAULT_REGION, the profile, in this order, and no default behind them."""
    if profile_region:
        aws_files(f"[default]\nregion = {profile_region}\n")
    if environment_region:
        monkeypatch.setenv("AWS_DEFAULT_REGION", environment_region)
    hook = AwsHook(
        airflow_connection("c", extra={"region_name": connection_region}), region_name=hook_region, client_type="sqs"
    )
    assert hook.get_session().region_name == expected
    assert hook.region_name == (hook_region or connection_region)
    if expected is None:
        with pytest.raises(NoRegionError):
            _ = hook.conn
    else:
        assert hook.conn_region_name == hook.get_client_type().meta.region_name == expected


@pytest.mark.parametrize(
    ("hook_verify", "connection_verify", "expected"),
    [
        pytest.param(None, None, None, id="botocores-default"),
        pytest.param(None, "false", False, id="connection"),
        pytest.param(None, "ca.pem", "ca.pem", id="connections-ca"),
        pytest.param(True, "false", True, id="hook-turns-it-on"),
        pytest.param(False, "ca.pem", False, id="hook-turns-it-off"),
        pytest.param("/etc/ssl/other.pem", True, "/etc/ssl/other.pem", id="hooks-ca"),
    ],
)
def test_where_tls_verification_comes_from(
    hook_verify: bool | str | None,
    connection_verify: object,
    expected: bool | str | None,
    airflow_connection: AirflowConnection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The hook's verify beats the connection's, False included, and reaches the client."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ca.pem").touch()
    extra = {"verify": connection_verify, "region_name": REGION}
    hook = AwsHook(airflow_connection("c", extra=extra), verify=hook_verify, client_type="s3")
    assert hook.verify == hook.conn_config.verify == expected
    assert hook.conn._endpoint.http_session._verify == (True if expected is None else expected)


@pytest.mark.parametrize("make", [dict, Config], ids=["dict", "Config"])
def test_configurations_are_merged(make: Callable[..., Any], airflow_connection: AirflowConnection) -> None:
    """The call beats the hook beats the connection by argument: the connection's retries survive a hook's time-out."""
    extra = {
        "region_name": REGION,
        "config_kwargs": {"retries": {"max_attempts": 6}, "read_timeout": 1, "connect_timeout": 1},
    }
    hook = AwsHook(
        airflow_connection("c", extra=extra), client_type="s3", config=make(read_timeout=2, connect_timeout=2)
    )
    assert (hook.config.read_timeout, hook.config.connect_timeout) == (2, 2)  # type: ignore[attr-defined]
    assert hook.config.retries == {"max_attempts": 6}  # type: ignore[attr-defined]
    call = make(connect_timeout=3)
    for client in (hook.get_client_type(config=call), hook.get_resource_type("s3", config=call).meta.client):
        assert (client.meta.config.read_timeout, client.meta.config.connect_timeout) == (2, 3)
        assert client.meta.config.retries["total_max_attempts"] == 7
    assert hook.conn.meta.config.connect_timeout == 2


@pytest.mark.parametrize("where", ["connection", "hook", "call"])
def test_unsigned_requests(where: str, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """signature_version "unsigned" in any of the three places sends a request without a signature."""
    unsigned = {"signature_version": "unsigned"}
    conn_id = bench_connection(config_kwargs=unsigned if where == "connection" else None)
    hook = AwsHook(conn_id, client_type="s3", config=unsigned if where == "hook" else None)
    client = hook.get_client_type(config=unsigned if where == "call" else None)
    with pytest.raises(ClientError, match="AccessDenied"):
        client.list_buckets()
    assert [(request.signed, request.access_key) for request in bench.requests()] == [(False, None)]


def test_a_misspelt_hook_config_is_told(bench_connection: BenchConnection) -> None:
    """An argument botocore does not know is an error at the first use."""
    with pytest.raises(ValueError) as refused:
        _ = AwsHook(bench_connection(), client_type="s3", config={"retires": {}}).conn
    assert str(refused.value) == (
        "config: Got unexpected keyword argument 'retires'; give arguments of botocore.config.Config"
    )


def test_service_config_is_the_services_own(airflow_connection: AirflowConnection) -> None:
    """A hook sees the settings of its own service, and nothing of other services."""
    service_config = {"s3": {"bucket_name": "data", "endpoint_url": "http://s3:1"}, "sqs": {"queue": "q"}}
    conn_id = airflow_connection("c", extra={"service_config": service_config, "region_name": REGION})
    assert AwsHook(conn_id, client_type="s3").service_config == service_config["s3"]
    assert AwsHook(conn_id, resource_type="sqs").service_config == {"queue": "q"}
    assert AwsHook(conn_id, client_type="iam").service_config == {}
    assert AwsHook(conn_id, client_type="s3").conn.meta.endpoint_url == "http://s3:1"


# The connection.


def test_conn_config_is_the_connection_with_the_hook_over_it(airflow_connection: AirflowConnection) -> None:
    """The parsed connection, its region and verify those of the hook where it has some."""
    conn_id = airflow_connection(
        "c", login="AKIA", password="secret", extra={"region_name": "us-east-1", "role_arn": ARN, "profile_name": "p"}
    )
    config = AwsHook(conn_id, region_name=REGION, verify=False).conn_config
    assert isinstance(config.settings, AwsConnection)
    assert (config.conn_id, config.access_key_id, config.role_arn, config.profile_name) == ("c", "AKIA", ARN, "p")
    assert (config.region_name, config.verify) == (REGION, False)


def test_the_connection_is_read_once_per_hook(airflow_connection: AirflowConnection) -> None:
    """Properties, clients and sessions of a hook read the connection once; a new hook reads it again."""
    reads: list[str] = []

    class CountingHook(AwsHook):
        """Counts how often Airflow is asked."""

        @classmethod
        def get_connection(cls, conn_id: str) -> Any:
            """Count, then ask Airflow."""
            reads.append(conn_id)
            return super().get_connection(conn_id)

    conn_id = airflow_connection("c", extra={"region_name": REGION})
    hook = CountingHook(conn_id, client_type="s3")
    assert reads == []
    _ = (hook.conn, hook.region_name, hook.verify, hook.config, hook.service_config, hook.get_session())
    assert reads == ["c"]
    _ = CountingHook(conn_id).conn_config
    assert reads == ["c", "c"]


@pytest.mark.parametrize("conn_id", [None, ""])
def test_no_connection_is_boto3s_own_chain(
    conn_id: str | None, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """aws_conn_id None or "" takes keys, region and endpoint from the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.limited.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.limited.secret_key)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    hook = AwsHook(conn_id, client_type="sts")
    assert hook.conn.get_caller_identity()["Arn"].endswith(":user/limited")
    assert hook.conn_config.settings == AwsConnection()
    assert not hook.conn_config
    assert [(request.access_key, request.region) for request in bench.requests()] == [
        (bench.limited.access_key, REGION)
    ]


def test_an_empty_connection_is_boto3s_own_chain(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URI aws:// takes the keys of the default profile's place in the chain: here the environment."""
    monkeypatch.setenv("AIRFLOW_CONN_EMPTY", "aws://")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.limited.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.limited.secret_key)
    monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    hook = AwsHook("empty", region_name=REGION, client_type="sts")
    assert hook.conn.get_caller_identity()["Arn"].endswith(":user/limited")


@pytest.mark.parametrize("keys", ["login", "password"])
def test_half_a_key_pair_is_never_the_workers_identity(
    keys: str, airflow_connection: AirflowConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Login alone or Password alone is refused although the environment has keys, and nothing is sent."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    conn_id = airflow_connection("half", extra={"endpoint_url": bench.endpoint_url}, **{keys: "C4N4RY"})
    other = {"login": "password", "password": "login"}[keys]
    with pytest.raises(InvalidConnectionError) as refused:
        AwsHook(conn_id, client_type="s3").get_conn().list_buckets()
    assert str(refused.value) == f"connection 'half': {other}: empty while {keys} is set; give both or neither"
    assert bench.requests() == []


def test_a_missing_connection_is_never_the_workers_identity(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that does not exist is refused although the environment has keys, and nothing is sent."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    with pytest.raises(ConnectionNotFoundError) as refused:
        AwsHook("nobody_made_this", client_type="s3", region_name=REGION).get_conn().list_buckets()
    assert str(refused.value).startswith("connection 'nobody_made_this': does not exist, looked in ")
    assert bench.requests() == []


def test_ambient_is_for_people_who_migrate(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """With [awsconn] missing_connection = ambient a missing connection is boto3's chain."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambient")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    hook = AwsHook("nobody_made_this", client_type="sts", region_name=REGION)
    assert hook.conn.get_caller_identity()["Arn"].endswith(":user/worker")


def test_a_remark_is_a_warning_that_names_the_connection(bench_connection: BenchConnection) -> None:
    """An older key works and warns once per hook."""
    hook = AwsHook(bench_connection("older", endpoint_url=None, host="http://127.0.0.1:1"), client_type="s3")
    with pytest.warns(AwsConnectionWarning) as warned:
        assert hook.conn.meta.endpoint_url == "http://127.0.0.1:1"
    assert [str(warning.message) for warning in warned] == [
        "connection 'older': extra.host: is an older name; use extra.endpoint_url"
    ]


# What only the place of use can tell: botocore's lists and the worker's files.


def test_every_problem_is_told_in_one_error(airflow_connection: AirflowConnection, tmp_path: Path) -> None:
    """What the text of a connection tells, and what botocore and this machine tell of it, is one error."""
    conn_id = airflow_connection(
        "bad",
        login="AKIA",
        extra={
            "role_arn": ARN,
            "verify": str(tmp_path / "missing.pem"),
            "duration_seconds": 60,
            "config_kwargs": {"retires": {}},
            "assume_role_kwargs": {"RoleSesionName": "x"},
            "service_config": {"s3": {"verify": str(tmp_path), "config_kwargs": {"s3": {"adressing_style": "path"}}}},
            "test_probe": "s3://bucket",
        },
    )
    with pytest.raises(InvalidConnectionError) as refused:
        _ = AwsHook(conn_id).conn_config
    assert [str(problem) for problem in refused.value.problems] == [
        "password: empty while login is set; give both or neither",
        (
            "extra.duration_seconds: 60 s is not between 900 s and 43200 s, the limits of STS; "
            "give whole seconds from 900 to 43200"
        ),
        "extra.config_kwargs.retires: is not an argument of botocore's Config; did you mean retries?",
        (
            "extra.service_config.s3.config_kwargs.s3.adressing_style: is not a member of s3; "
            "did you mean addressing_style?"
        ),
        (
            "extra.verify: names a CA bundle that does not exist on this machine; "
            "give true, false or the path of a CA bundle"
        ),
        "extra.service_config.s3.verify: names a directory and not a file; give true, false or the path of a CA bundle",
        "extra.assume_role_kwargs.RoleSesionName: is not an argument of AssumeRole; did you mean RoleSessionName?",
    ]
    assert str(refused.value) == "connection 'bad': " + " - ".join(map(str, refused.value.problems))


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda hook: hook.conn, id="conn"),
        pytest.param(lambda hook: hook.get_session(), id="get_session"),
        pytest.param(lambda hook: hook.get_credentials(), id="get_credentials"),
        pytest.param(lambda hook: hook.conn_config, id="conn_config"),
    ],
)
def test_a_store_that_is_nowhere_is_refused(
    use: Callable[[AwsHook], object], bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """A setting that can have no effect is an error: whoever makes it counts on it."""
    with pytest.raises(InvalidConnectionError) as refused:
        use(AwsHook(bench_connection("c", store="minio", endpoint_url=None), client_type="s3"))
    assert str(refused.value) == (
        "connection 'c': extra.store: is 'minio' while there is no endpoint; "
        'give it as extra.endpoint_url, such as "https://minio.example:9000"'
    )
    assert bench.requests() == []


def test_a_serial_number_needs_its_code(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A worker has nobody to type an MFA code, so a serial number alone is refused at once."""
    conn_id = bench_connection("c", role_arn=bench.role_arn, assume_role_kwargs={"SerialNumber": "GAHT12345678"})
    with pytest.raises(InvalidConnectionError) as refused:
        AwsHook(conn_id).get_credentials()
    assert str(refused.value) == (
        "connection 'c': extra.assume_role_kwargs.TokenCode: is missing while SerialNumber is given; "
        "give the code that the device shows, or assume a role that asks for none"
    )
    assert bench.requests() == []


def test_a_service_nobody_knows_is_harmless(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Settings of a service that boto3 does not know stand in nobody's way."""
    AwsHook(
        bench_connection(service_config={"s33": {"region_name": "eu-west-1"}}), client_type="s3"
    ).conn.list_buckets()
    assert list_actions(bench) == ["ListBuckets"]


def test_an_unknown_key_is_a_warning_at_use(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A key nobody reads is warned about by its name with the one that was meant; the connection works."""
    hook = AwsHook(bench_connection("c", regoin_name="eu-west-1"), client_type="s3")
    with pytest.warns(UnknownKeyWarning) as warned:
        hook.conn.list_buckets()
    assert [str(warning.message) for warning in warned] == [
        (
            "connection 'c': extra.regoin_name: is not a key of an aws connection and has no effect; "
            "did you mean region_name?"
        )
    ]
    assert warned[0].filename.endswith("aws.py")
    assert list_actions(bench) == ["ListBuckets"]


# Credentials and roles.


def test_get_credentials_is_the_frozen_triple(
    airflow_connection: AirflowConnection, redact: Callable[[str], str]
) -> None:
    """Key, secret and token come together and both secrets are masked in Airflow's logs afterwards."""
    conn_id = airflow_connection(
        "c", login="AKIA", password="kept-out-of-logs-1", extra={"aws_session_token": "kept-out-of-logs-2"}
    )
    frozen = AwsHook(conn_id).get_credentials()
    assert (frozen.access_key, frozen.secret_key, frozen.token) == ("AKIA", "kept-out-of-logs-1", "kept-out-of-logs-2")
    assert redact("visible kept-out-of-logs-1 kept-out-of-logs-2") == "visible *** ***"


def test_credentials_of_the_environment_are_masked_too(
    monkeypatch: pytest.MonkeyPatch, redact: Callable[[str], str]
) -> None:
    """Keys that no connection holds are registered when they are handed out; without a token it is None."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA-environment")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "kept-out-of-logs-3")
    assert AwsHook(None).get_credentials()[:3] == ("AKIA-environment", "kept-out-of-logs-3", None)
    assert redact("kept-out-of-logs-3") == "***"


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda hook: hook.get_credentials(), id="get_credentials"),
        pytest.param(lambda hook: hook.conn.list_buckets(), id="client"),
        pytest.param(lambda hook: list(hook.get_resource_type("s3").buckets.all()), id="resource"),
        pytest.param(lambda hook: hook.get_session().client("s3").list_buckets(), id="session"),
        pytest.param(lambda hook: hook.account_id, id="account_id"),
    ],
)
def test_no_credentials_is_an_error_of_ours(
    use: Callable[[AwsHook], object], airflow_connection: AirflowConnection, bench: AwsBench
) -> None:
    """Where boto3's chain finds nothing, whoever asks is told which connection and what to give; nothing is sent."""
    extra = {"endpoint_url": bench.endpoint_url, "region_name": REGION}
    with pytest.raises(NoCredentialsError) as refused:
        use(AwsHook(airflow_connection("empty", extra=extra), client_type="s3"))
    assert isinstance(refused.value, botocore.exceptions.NoCredentialsError)
    assert str(refused.value) == (
        "connection 'empty': boto3's lookup chain found no credentials; give login and password, a profile, "
        "or run where boto3 finds credentials"
    )
    assert bench.requests() == []


def test_an_empty_chain_is_told_of_the_connection_that_was_asked(airflow_connection: AirflowConnection) -> None:
    """Two connections that say the same share one lookup, and each is named in its own error."""
    for conn_id in ("first", "second"):
        with pytest.raises(NoCredentialsError, match=f"^connection '{conn_id}': boto3's lookup chain found no"):
            AwsHook(airflow_connection(conn_id)).get_credentials()


def test_a_role_by_arn(bench_connection: BenchConnection, bench: AwsBench, redact: Callable[[str], str]) -> None:
    """Everything one hook makes shares one AssumeRole, signs with the role's keys, and masks their secrets."""
    hook = AwsHook(bench_connection(keys=bench.limited, role_arn=bench.role_arn), client_type="s3")
    session, credentials = hook.get_session(), None
    assert bench.requests() == []
    hook.conn.list_buckets()
    hook.get_client_type("s3", region_name="eu-central-1").list_buckets()
    list(hook.get_resource_type("s3").buckets.all())
    session.client("s3", endpoint_url=bench.endpoint_url).list_buckets()
    credentials = hook.get_credentials()
    assert list_actions(bench) == ["AssumeRole", *["ListBuckets"] * 4]
    assumed, *rest = bench.requests()
    assert (assumed.access_key, assumed.role_arn, assumed.role_session_name, assumed.region) == (
        bench.limited.access_key,
        bench.role_arn,
        "Airflow_bench",
        REGION,
    )
    assert {request.access_key for request in rest} == {credentials.access_key}
    assert session.get_credentials().get_frozen_credentials() == credentials
    assert redact(f"{credentials.secret_key} {credentials.token}") == "*** ***"


@pytest.mark.parametrize("account", ["given", "asked"])
def test_a_role_by_name(account: str, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """With the account in the connection STS is asked for the role alone; without it, once for the account before."""
    conn_id = bench_connection(
        keys=bench.limited, aws_iam_role="etl", aws_account_id=bench.account_id if account == "given" else None
    )
    hook = AwsHook(conn_id, client_type="s3")
    for client in (hook.conn, hook.get_client_type(), hook.get_session().client("s3", endpoint_url=bench.endpoint_url)):
        client.list_buckets()
    hook.get_credentials()
    first = [] if account == "given" else ["GetCallerIdentity"]
    assert list_actions(bench) == [*first, "AssumeRole", *["ListBuckets"] * 3]
    (assumed,) = bench.requests("AssumeRole")
    assert assumed.role_arn == bench.role_arn
    assert {request.access_key for request in bench.requests(service="sts")} == {bench.limited.access_key}
    assert bench.limited.access_key not in {request.access_key for request in bench.requests(service="s3")}


def test_arguments_of_the_role_reach_sts(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """External id, session name, duration and tags of assume_role_kwargs are in the request."""
    kwargs = {
        "ExternalId": "partner-7",
        "RoleSessionName": "nightly",
        "DurationSeconds": 900,
        "Tags": [{"Key": "team", "Value": "data"}],
    }
    AwsHook(bench_connection(role_arn=bench.role_arn, assume_role_kwargs=kwargs)).get_credentials()
    (assumed,) = bench.requests()
    assert (assumed.external_id, assumed.role_session_name, assumed.duration_seconds, assumed.tags) == (
        "partner-7",
        "nightly",
        900,
        {"team": "data"},
    )


def test_keys_of_the_role_reach_sts(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """External id, duration and tags have keys of their own, which are sent without a warning."""
    keys: dict[str, Any] = {"external_id": "partner-7", "duration_seconds": "900", "session_tags": {"team": "data"}}
    AwsHook(bench_connection("c", role_arn=bench.role_arn, **keys)).get_credentials()
    (assumed,) = bench.requests()
    assert (assumed.external_id, assumed.role_session_name, assumed.duration_seconds, assumed.tags) == (
        "partner-7",
        "Airflow_c",
        900,
        {"team": "data"},
    )


CONTEXT = {
    "AIRFLOW_CTX_DAG_ID": "daily",
    "AIRFLOW_CTX_TASK_ID": "load",
    "AIRFLOW_CTX_DAG_RUN_ID": "manual__2026-11-22T00:00:00+00:00",
    "AIRFLOW_CTX_TRY_NUMBER": "2",
}


@pytest.mark.parametrize(
    ("template", "context", "expected"),
    [
        pytest.param("{dag_id}.{task_id}-{try_number}", CONTEXT, "daily.load-2", id="task"),
        pytest.param("{conn_id}@{run_id}", CONTEXT, "c@manual__2026-11-22T00-00-00+00-00", id="run"),
        pytest.param("{conn_id}-{dag_id}", {}, "c-", id="outside-a-task"),
        pytest.param(None, CONTEXT, "daily.load.manual__2026-11-22T00-00-00+00-00-e16d99fc", id="no-template"),
        pytest.param(None, {}, "Airflow_c", id="no-template-outside-a-task"),
        pytest.param("{dag_id}", {"AIRFLOW_CTX_DAG_ID": "d" * 65}, f"{'d' * 55}-899987f2", id="over-long"),
        pytest.param("{dag_id}", {"AIRFLOW_CTX_DAG_ID": "d" * 64}, "d" * 64, id="longest"),
    ],
)
@pytest.mark.parametrize("is_chain", [False, True], ids=["role", "chain"])
def test_the_session_is_named_after_the_run(
    template: str | None,
    context: dict[str, str],
    expected: str,
    is_chain: bool,
    bench_connection: BenchConnection,
    bench: AwsBench,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The template is filled with what Airflow tells a running task about itself, cut to 64 characters."""
    for name, value in context.items():
        monkeypatch.setenv(name, value)
    role: dict[str, Any] = (
        {"role_chain": [bench.hub_role_arn, bench.role_arn]} if is_chain else {"role_arn": bench.role_arn}
    )
    AwsHook(bench_connection("c", role_session_name=template, **role)).get_credentials()
    assert [request.role_session_name for request in bench.requests()] == [expected] * (2 if is_chain else 1)


def test_a_chain_of_roles(bench_connection: BenchConnection, bench: AwsBench, redact: Callable[[str], str]) -> None:
    """Everything one hook makes shares one AssumeRole per hop; each asks with the keys of the one before."""
    hook = AwsHook(bench_connection(role_chain=[bench.hub_role_arn, bench.role_arn]), client_type="s3")
    session = hook.get_session()
    hook.conn.list_buckets()
    session.client("s3", endpoint_url=bench.endpoint_url).list_buckets()
    credentials = hook.get_credentials()
    assert list_actions(bench) == ["AssumeRole", "AssumeRole", "ListBuckets", "ListBuckets"]
    first, second, *rest = bench.requests()
    assert first.access_key == bench.worker.access_key
    assert second.access_key not in {bench.worker.access_key, credentials.access_key}
    assert {request.access_key for request in rest} == {credentials.access_key}
    assert redact(f"{credentials.secret_key} {credentials.token}") == "*** ***"


def test_a_web_identity_token_is_exchanged(
    bench_connection: BenchConnection, bench: AwsBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token of the file goes to STS, unsigned and once for all hooks, and the role does the work."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_ENDPOINTS", bench.endpoint_url)
    (tmp_path / "token").write_text(token := bench.make_web_identity_token())
    conn_id = bench_connection(
        "c",
        keys=type(bench.worker)("", ""),
        role_arn=bench.role_arn,
        duration_seconds=900,
        assume_role_method="assume_role_with_web_identity",
        assume_role_with_web_identity_federation="file",
        assume_role_with_web_identity_token_file=str(tmp_path / "token"),
    )
    for _ in range(2):
        AwsHook(conn_id, client_type="s3").conn.list_buckets()
    assert list_actions(bench) == ["AssumeRoleWithWebIdentity", "ListBuckets", "ListBuckets"]
    assumed = bench.requests()[0]
    assert (assumed.signed, assumed.role_arn, assumed.role_session_name, assumed.duration_seconds) == (
        False,
        bench.role_arn,
        "Airflow_c",
        900,
    )
    assert assumed.token_digest == bench.digest(token)
    assert AwsHook(conn_id).get_session().get_credentials().method == "assume-role-with-web-identity"


def test_a_saml_assertion_is_exchanged(
    bench_connection: BenchConnection, bench: AwsBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The assertion of the file goes to STS, unsigned, with its provider; the role does the work."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_ENDPOINTS", bench.endpoint_url)
    (tmp_path / "assertion").write_text(assertion := bench.make_saml_response())
    saml = {"principal_arn": bench.saml_principal_arn, "assertion_file": str(tmp_path / "assertion")}
    conn_id = bench_connection(
        keys=type(bench.worker)("", ""),
        role_arn=bench.role_arn,
        assume_role_method="assume_role_with_saml",
        assume_role_with_saml=saml,
    )
    AwsHook(conn_id, client_type="s3").conn.list_buckets()
    assert list_actions(bench) == ["AssumeRoleWithSAML", "ListBuckets"]
    assumed = bench.requests()[0]
    assert (assumed.signed, assumed.role_arn, assumed.principal_arn) == (
        False,
        bench.role_arn,
        bench.saml_principal_arn,
    )
    assert assumed.token_digest == bench.digest(assertion)
    assert AwsHook(conn_id).get_session().get_credentials().method == "assume-role-with-saml"


def test_sts_has_an_endpoint_of_its_own(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """service_config.sts.endpoint_url is where the role is assumed, whatever the other services' endpoint."""
    conn_id = bench_connection(
        endpoint_url="http://127.0.0.1:1",
        role_arn=bench.role_arn,
        service_config={"sts": {"endpoint_url": bench.endpoint_url}},
    )
    AwsHook(conn_id).get_credentials()
    assert list_actions(bench) == ["AssumeRole"]


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda hook: hook.conn.list_buckets(), id="client"),
        pytest.param(lambda hook: list(hook.get_resource_type("s3").buckets.all()), id="resource"),
        pytest.param(lambda hook: hook.get_credentials(), id="get_credentials"),
        pytest.param(
            lambda hook: hook.get_session().client("s3", endpoint_url=hook.conn_config.endpoint_url).list_buckets(),
            id="session",
        ),
        pytest.param(lambda hook: hook.account_id, id="account_id"),
        pytest.param(lambda hook: hook.expand_role("etl"), id="expand_role"),
    ],
)
def test_a_refused_role_is_never_the_base_identity(
    use: Callable[[AwsHook], object],
    bench_connection: BenchConnection,
    airflow_connection: AirflowConnection,
    bench: AwsBench,
) -> None:
    """When STS refuses the role that is the error, told anew without asking again, and nothing goes out as the base."""
    base = AwsHook(bench_connection("base", role_arn=bench.nobody_role_arn)).get_credentials()
    bench.clear()
    conn_id = airflow_connection(
        "refused",
        login=base.access_key,
        password=base.secret_key,
        extra={
            "aws_session_token": base.token,
            "role_arn": bench.role_arn,
            "endpoint_url": bench.endpoint_url,
            "region_name": REGION,
        },
    )
    hook = AwsHook(conn_id, client_type="s3")
    for _ in range(2):
        with pytest.raises(RoleRefusedError) as refused:
            use(hook)
        assert isinstance(refused.value, ClientError)
        assert str(refused.value) == (
            f"connection 'refused', role {bench.role_arn}: AccessDenied: User: "
            f"arn:aws:sts::{bench.account_id}:assumed-role/nobody/Airflow_base is not authorized to perform: "
            f"sts:AssumeRole on resource: {bench.role_arn}; the role does not let the caller in, or the caller may not "
            "ask for it; the role's trust policy must allow sts:AssumeRole to the caller without an external id, or "
            "give the one it wants, and demand no MFA; the caller's own policy must allow sts:AssumeRole on the role"
        )
        assert refused.value.operation_name == "AssumeRole"
        assert refused.value.response["Error"]["Code"] == "AccessDenied"
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert [(request.action, request.access_key) for request in bench.requests()] == [("AssumeRole", base.access_key)]


def test_a_role_without_rights_is_refused_as_the_role(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A role that may do nothing does nothing, although the base keys may do everything."""
    hook = AwsHook(bench_connection(role_arn=bench.nobody_role_arn), client_type="s3")
    with pytest.raises(ClientError, match="AccessDenied"):
        hook.conn.list_buckets()
    assert [request.status for request in bench.requests()] == [200, 403]
    assert bench.requests()[1].access_key != bench.worker.access_key


def test_a_wrong_secret_is_refused(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A wrong secret is the server's refusal, as botocore tells it."""
    wrong = type(bench.worker)(bench.worker.access_key, WRONG_SECRET)
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        AwsHook(bench_connection(keys=wrong), client_type="s3").conn.list_buckets()
    assert len(bench.requests()) == 1


# What the client knows.


def test_the_account_is_asked_once(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """account_id is the credentials' account, from one GetCallerIdentity per hook."""
    hook = AwsHook(bench_connection(), client_type="s3")
    assert [hook.account_id, hook.account_id] == [bench.account_id] * 2
    assert list_actions(bench) == ["GetCallerIdentity"]


def test_a_role_name_is_expanded(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """IAM tells a role's ARN, path included; what holds a slash is one already and IAM is not asked."""
    hook = AwsHook(bench_connection())
    assert hook.expand_role("etl") == bench.role_arn
    assert list_actions(bench) == ["GetRole"]
    assert hook.expand_role(ARN, region_name="eu-central-1") == ARN
    assert hook.expand_role("team/etl") == "team/etl"
    assert list_actions(bench) == ["GetRole"]


def test_a_role_nobody_made_is_not_expanded(bench_connection: BenchConnection) -> None:
    """An unknown name is IAM's error."""
    with pytest.raises(ClientError, match="NoSuchEntity"):
        AwsHook(bench_connection()).expand_role("nobody-made-this")


@pytest.mark.parametrize("kind", ["client_type", "resource_type"])
@pytest.mark.parametrize(
    ("region", "partition"),
    [("eu-west-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_region_and_partition_are_the_clients(kind: str, region: str, partition: str) -> None:
    """Metadata, region and partition of conn, be it a client or a resource; nothing is sent for them."""
    hook = AwsHook(None, region_name=region, **{kind: "sqs"})  # type: ignore[call-overload]
    assert (hook.conn_region_name, hook.conn_partition) == (region, partition)
    assert hook.conn_client_meta.region_name == region
    client = hook.conn if kind == "client_type" else hook.conn.meta.client
    assert hook.conn_client_meta is client.meta


# The connection test.


def test_the_test_asks_sts(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Where STS is to be asked, the message names the caller, the account, the region and where the keys came from."""
    conn_id = bench_connection(endpoint_url=None, service_config={"sts": {"endpoint_url": bench.endpoint_url}})
    passed, message = AwsHook(conn_id).test_connection()
    assert passed, message
    assert message == (
        f"Connected as arn:aws:iam::{bench.account_id}:user/worker - account {bench.account_id} - "
        f"region {REGION} (extra.region_name) - credentials: login and password - proved: the credentials are "
        "accepted - not proved: what they may do"
    )
    assert list_actions(bench) == ["GetCallerIdentity"]


def test_the_test_asks_a_store_of_ones_own(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A plain endpoint_url is asked for its buckets: such stores seldom have an STS."""
    passed, message = AwsHook(bench_connection()).test_connection()
    assert passed, message
    assert message.startswith(f"Connected to {bench.endpoint_url} - S3 lists ")
    assert message.endswith(
        f" - region {REGION} (extra.region_name) - credentials: login and password - proved: the credentials are "
        "accepted, they may list_buckets of s3 - not proved: what else they may do"
    )
    assert list_actions(bench) == ["ListBuckets"]


def test_the_test_proves_the_role(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """With a role the message names the role's session, and the store is asked with it too."""
    conn_id = bench_connection(role_arn=bench.role_arn, service_config={"sts": {"endpoint_url": bench.endpoint_url}})
    passed, message = AwsHook(conn_id).test_connection()
    assert passed, message
    assert message.startswith(f"Connected as arn:aws:sts::{bench.account_id}:assumed-role/etl/Airflow_bench - ")
    assert list_actions(bench) == ["AssumeRole", "GetCallerIdentity", "ListBuckets"]


def test_what_the_test_mints_is_masked(
    bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role's secret and token are registered with Airflow's masker by the test too, in the thread of who asks."""
    registered: list[tuple[str, float | None, bool]] = []

    def register(secret: str, ends_at: float | None) -> None:
        registered.append((secret, ends_at, threading.current_thread() is threading.main_thread()))

    monkeypatch.setattr("airflow_provider_awsconn.hooks.aws.mask_minted", register)
    passed, message = AwsHook(bench_connection(role_arn=bench.role_arn)).test_connection()
    assert passed, message
    assert len({secret for secret, _, _ in registered} - {bench.worker.secret_key}) == 2
    assert {ends_at is not None and 0 < ends_at - time.time() <= 3600 for _, ends_at, _ in registered} == {True}
    assert {is_main for _, _, is_main in registered} == {True}


def test_the_test_uses_the_hooks_settings(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Region and configuration given to the hook hold for its test too."""
    hook = AwsHook(bench_connection(), region_name="eu-central-1", config={"user_agent_extra": "hook-test/1"})
    passed, message = hook.test_connection()
    assert passed, message
    assert " - region eu-central-1 (argument of the hook) - " in message
    (request,) = bench.requests()
    assert (request.region, "hook-test/1" in request.user_agent) == ("eu-central-1", True)


@pytest.mark.parametrize(
    ("extra", "step", "told"),
    [
        pytest.param({}, "Probe", "ListBuckets was answered with SignatureDoesNotMatch: ", id="store"),
        pytest.param(
            {"service_config": True},
            "Identity",
            "GetCallerIdentity was answered with SignatureDoesNotMatch: ",
            id="sts",
        ),
        pytest.param(
            {"role_arn": True}, "Role arn:aws:iam::123456789012:role/etl", "SignatureDoesNotMatch: ", id="role"
        ),
    ],
)
def test_a_wrong_secret_fails_the_test(
    extra: dict[str, Any], step: str, told: str, bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """The likely cause comes first, then the server's refusal; one line without the secret, after one request."""
    values: dict[str, Any] = {
        "service_config": {"sts": {"endpoint_url": bench.endpoint_url}},
        "role_arn": bench.role_arn,
    }
    wrong = type(bench.worker)(bench.worker.access_key, WRONG_SECRET)
    hook = AwsHook(bench_connection(keys=wrong, **{name: values[name] for name in extra}))
    passed, message = hook.test_connection()
    assert not passed
    assert message.startswith(f"{step}: the secret access key ")
    assert f" - {told}" in message
    assert len(message) <= 300
    assert [piece for piece in (WRONG_SECRET, "\n", "[", "]") if piece in message] == []
    assert [request.status for request in bench.requests()] == [403]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"login": "AKIA"}, "password: empty while login is set; give both or neither", id="half"),
        pytest.param(
            {},
            "Credentials: neither the connection nor boto3's lookup chain has credentials; ",
            id="no-credentials",
        ),
        pytest.param(
            {"extra": {"config_kwargs": {"retires": 1}}},
            "extra.config_kwargs.retires: is not an argument of botocore's Config; did you mean retries?",
            id="config",
        ),
        pytest.param(
            {"extra": {"profile_name": "nowhere"}},
            "Credentials: there is no profile 'nowhere' in the AWS files of this worker; ",
            id="profile",
        ),
    ],
)
def test_a_bad_connection_fails_the_test(
    fields: dict[str, Any], message: str, airflow_connection: AirflowConnection
) -> None:
    """What is wrong before any request is the message, and never an exception."""
    fields = fields | {"extra": {"endpoint_url": "http://127.0.0.1:1", "region_name": REGION} | fields.get("extra", {})}
    passed, told = AwsHook(airflow_connection("c", **fields)).test_connection()
    assert (passed, told[: len(message)]) == (False, message)


def test_the_test_tells_what_is_odd(bench_connection: BenchConnection) -> None:
    """The message of a test that passes carries the remarks, unknown keys among them."""
    hook = AwsHook(bench_connection(regionname="eu-west-1"))
    with pytest.warns(UnknownKeyWarning):
        passed, message = hook.test_connection()
    assert passed, message
    assert (
        " - credentials: login and password - extra.regionname: is not a key of an aws connection and has no effect; "
        "did you mean region_name? - "
    ) in message


def test_a_test_that_fails_tells_what_is_odd(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A remark may be the reason of a refusal: it stands in the step of the settings."""
    wrong = type(bench.worker)(bench.worker.access_key, WRONG_SECRET)
    hook = AwsHook(bench_connection(keys=wrong, RoleArn=bench.role_arn))
    with pytest.warns(UnknownKeyWarning):
        report = hook.examine().finish()
    assert [(step.name, step.outcome) for step in report.steps] == [
        ("settings", "warning"),
        ("region", "passed"),
        ("credentials", "passed"),
        ("identity", "skipped"),
        ("probe", "failed"),
    ]
    assert str(report.steps[0].advice).startswith("extra.RoleArn: is not a key of an aws connection")


def test_an_unknown_key_as_an_error_fails_the_test(
    bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With [awsconn] unknown_keys = error the test is refused before anything is sent."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__UNKNOWN_KEYS", "error")
    assert AwsHook(bench_connection("c", regionname="eu-west-1")).test_connection() == (
        False,
        "extra.regionname: is not a key of an aws connection and has no effect; did you mean region_name?",
    )
    assert bench.requests() == []


def test_a_missing_connection_fails_the_test() -> None:
    """A connection that does not exist is a message, cut to one line that still names it."""
    passed, message = AwsHook("nobody_made_this").test_connection()
    assert not passed
    assert message.startswith("connection 'nobody_made_this': does not exist, looked in ")
    assert "; create it with: airflow connections add nobody_made_this --conn-type aws" in message
    assert len(message) <= 300


@pytest.fixture
def silent_endpoint() -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_silent_endpoint_is_told_within_seconds(bench_connection: BenchConnection, silent_endpoint: str) -> None:
    """The test of a dead endpoint ends by itself, although the connection's own limits are longer."""
    config = {"read_timeout": 600, "retries": {"max_attempts": 10}}
    hook = AwsHook(bench_connection(endpoint_url=silent_endpoint, config_kwargs=config))
    started = time.monotonic()
    passed, message = hook.test_connection()
    assert time.monotonic() - started < 8
    assert not passed
    assert message.startswith(
        f"Probe: {silent_endpoint.removeprefix('http://')} took the request and does not answer; "
    )
    assert f'ReadTimeoutError: Read timeout on endpoint URL: "{silent_endpoint}' in message


# Secrets.


def test_no_secret_is_shown_anywhere(
    bench_connection: BenchConnection, bench: AwsBench, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither texts of the parsed connection nor the hook's attributes nor our log records hold a secret."""
    loggers = [name for name in sys.modules if name.startswith("airflow_provider_awsconn")]
    for name in loggers:
        caplog.set_level(logging.DEBUG, logger=name)
    hook = AwsHook(bench_connection(keys=bench.limited, role_arn=bench.role_arn), client_type="s3")
    hook.conn.list_buckets()
    credentials = hook.get_credentials()
    hook.test_connection()
    shown = [repr(hook.conn_config), str(hook.conn_config), f"{hook.conn_config}", repr(hook), repr(vars(hook))]
    shown += [repr(vars(value)) for value in vars(hook).values() if hasattr(value, "__dict__")]
    records = [record for record in caplog.records if record.name.startswith("airflow_provider_awsconn")]
    shown += [record.getMessage() + repr(record.args) for record in records]
    secrets = [bench.limited.secret_key, credentials.secret_key, str(credentials.token)]
    assert [text for text in shown if any(str(secret) in text for secret in secrets)] == []


def test_no_secret_is_in_a_pickled_error(airflow_connection: AirflowConnection) -> None:
    """Errors of a connection full of secrets pickle without one."""
    extra = {"aws_session_token": "C4N4RY", "aws_secret_access_key": "C4N4RY", "role_arn": "C4N4RY"}
    conn_id = airflow_connection("c", password="C4N4RY", extra=extra)
    with pytest.raises(InvalidConnectionError) as refused:
        _ = AwsHook(conn_id).conn_config
    assert b"C4N4RY" not in pickle.dumps(refused.value)
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_the_environment_of_these_tests_is_empty() -> None:
    """No variable of the caller gives boto3 or Airflow something these tests did not."""
    assert {name for name in os.environ if name.startswith("AIRFLOW_CONN_")} == set()
    assert {name for name in os.environ if name.startswith("AWS_")} == {
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_EC2_METADATA_DISABLED",
    }


@pytest.mark.parametrize(
    "travel", [copy.deepcopy, lambda hook: pickle.loads(pickle.dumps(hook))], ids=["copy", "pickle"]
)
def test_a_used_hook_travels_without_secrets_and_clients(
    travel: Callable[[AwsHook], AwsHook], bench: AwsBench, bench_connection: BenchConnection
) -> None:
    """A used hook is copied and pickled as it was made; the other one works, and reads its connection itself."""
    hook = AwsHook(bench_connection(), client_type="s3", config={"read_timeout": 7})
    hook.get_conn().list_buckets()
    other = travel(hook)
    assert not {"conn", "conn_config", "_factory", "account_id"} & set(vars(other))
    assert bench.worker.secret_key.encode() not in pickle.dumps(hook)
    assert other.get_conn() is not hook.get_conn()
    assert other.get_conn().meta.config.read_timeout == 7
    other.get_conn().list_buckets()
    assert list_actions(bench) == ["ListBuckets", "ListBuckets"]


def test_no_connection_id_is_told_as_such() -> None:
    """The error for the chain on purpose names the argument, not a connection of the name None."""
    with pytest.raises(NoCredentialsError) as caught:
        AwsHook(aws_conn_id=None).get_credentials()
    assert str(caught.value) == (
        "aws_conn_id=None: boto3's lookup chain found no credentials; give login and password, a profile, "
        "or run where boto3 finds credentials"
    )
