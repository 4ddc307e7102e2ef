"""Which hooks share a client, and what must never be shared. Clients are counted as they are made."""

from __future__ import annotations

import gc
import logging
import pickle
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import botocore
import botocore.handlers
import pytest
from botocore.config import Config
from cryptography.fernet import Fernet

from airflow_provider_awsconn.errors import CredentialsError
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.session_factory import BaseSessionFactory
from airflow_provider_awsconn.sessions import client_cache
from airflow_provider_awsconn.sessions.template import ClientTemplate
from tests.aws_bench import Keys
from tests.unit.conftest import REGION
from tests.unit.credentials.fakes import run_in_child
from tests.unit.running_task import run_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

NOBODY = Keys("", "")
ROLE = "arn:aws:iam::123456789012:role/etl"
CANARY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAAcanary"
EXTRA: dict[str, Any] = {"region_name": REGION}


class Made(list[str]):
    """The services of the clients that were made."""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Count the clients that are made from now on."""
    clients = Made()
    build = ClientTemplate.build_client

    def count(self: ClientTemplate, credentials: Any, takes_tokens: bool, service_name: str, **arguments: Any) -> Any:
        clients.append(service_name)
        return build(self, credentials, takes_tokens, service_name, **arguments)

    monkeypatch.setattr(ClientTemplate, "build_client", count)
    return clients


@pytest.fixture
def connect(airflow_connection: AirflowConnection) -> Callable[..., str]:
    """A connection with static keys, that goes nowhere."""

    def set_connection(conn_id: str = "c", **fields: Any) -> str:
        login, password = fields.pop("login", "AKIAIOSFODNN7EXAMPLE"), fields.pop("password", CANARY)
        return airflow_connection(conn_id, login=login, password=password, extra=EXTRA | fields)

    return set_connection


def be(patch: pytest.MonkeyPatch, keys: Keys) -> None:
    """Let the worker itself have these keys."""
    patch.setenv("AWS_ACCESS_KEY_ID", keys.access_key)
    patch.setenv("AWS_SECRET_ACCESS_KEY", keys.secret_key)


def is_shared(first: Any, second: Any) -> bool:
    """Tell whether two clients send through the same connections."""
    return first._endpoint is second._endpoint


def ask(conn_id: str, **arguments: Any) -> Any:
    """A client of a new hook."""
    return AwsHook(conn_id, client_type="s3", **arguments).get_conn()


# The same.


def test_hooks_of_the_same_settings_share_a_client(connect: Callable[..., str], made: Made) -> None:
    """Each has an object of its own, and all send through the same connections."""
    conn_id = connect()
    hooks = [AwsHook(conn_id, client_type="s3") for _ in range(5)]
    clients = [hook.conn for hook in hooks] + [hook.get_client_type("s3") for hook in hooks]
    assert made == ["s3"]
    assert all(is_shared(clients[0], client) for client in clients)
    assert len({id(client) for client in clients}) == 10
    assert hooks[0].conn is hooks[0].conn


def test_requests_of_many_hooks_use_one_connection(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """One after the other, they need one socket."""
    conn_id = bench_connection()
    for _ in range(10):
        ask(conn_id).list_buckets()
    assert len({request.client_port for request in bench.requests()}) == 1


SAME: dict[str, tuple[Any, Any]] = {
    "none": (None, None),
    "order": ({"read_timeout": 7, "connect_timeout": 8}, {"connect_timeout": 8, "read_timeout": 7}),
    "objects": (Config(retries={"mode": "standard"}), Config(retries={"mode": "standard"})),
    "unsigned": (Config(signature_version=botocore.UNSIGNED), Config(signature_version=botocore.UNSIGNED)),
    "unsigned-text": ({"signature_version": botocore.UNSIGNED}, {"signature_version": "unsigned"}),
}


@pytest.mark.parametrize(("first", "second"), SAME.values(), ids=SAME)
def test_what_says_the_same_is_the_same(first: Any, second: Any, connect: Callable[..., str], made: Made) -> None:
    """Objects that are equal need not be one."""
    conn_id = connect()
    for config in (first, second):
        ask(conn_id, config=config, verify="/etc/ca.pem")
    assert made == ["s3"]


def test_64_threads_make_one_client(bench_connection: BenchConnection, bench: AwsBench, made: Made) -> None:
    """Hooks that come at once share the client of the first; one AssumeRole call serves them all."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    barrier = threading.Barrier(64)

    def work(_: int) -> int:
        hook = AwsHook(conn_id, client_type="s3")
        barrier.wait(30)
        return int(hook.conn.list_buckets()["ResponseMetadata"]["HTTPStatusCode"])

    with ThreadPoolExecutor(64) as threads:
        assert set(threads.map(work, range(64))) == {200}
    assert made == ["s3", "sts"]
    assert bench.count("AssumeRole") == 1


# Not the same.

HOOKS: dict[str, dict[str, Any]] = {
    "region": {"region_name": "eu-central-1"},
    "not-verified": {"verify": False},
    "verified": {"verify": True},
    "bundle": {"verify": "/etc/other.pem"},
    "config": {"config": {"connect_timeout": 7}},
    "config-object": {"config": Config(connect_timeout=7)},
    "member": {"config": {"s3": {"addressing_style": "virtual"}}},
    "retries": {"config": {"retries": {"mode": "adaptive"}}},
    "unsigned": {"config": Config(signature_version=botocore.UNSIGNED)},
    "proxy": {"config": {"proxies": {"http": "http://127.0.0.1:1"}}},
    "not-shared": {"shared": False},
}


@pytest.mark.parametrize("arguments", HOOKS.values(), ids=HOOKS)
def test_an_argument_of_the_hook_decides(arguments: dict[str, Any], connect: Callable[..., str], made: Made) -> None:
    """Whichever comes first, the other has a client of its own."""
    conn_id = connect()
    clients = [ask(conn_id), ask(conn_id, **arguments), ask(conn_id)]
    assert made == ["s3", "s3"]
    assert is_shared(clients[0], clients[2])
    assert not is_shared(clients[0], clients[1])


@pytest.mark.parametrize("verify", [True, False])
def test_a_path_is_not_a_choice(verify: bool, connect: Callable[..., str], made: Made) -> None:
    """A bundle named ``False`` is looked for, and never means that nobody looks."""
    conn_id = connect()
    ask(conn_id, verify=verify)
    ask(conn_id, verify=str(verify))
    assert made == ["s3", "s3"]


CALLS: dict[str, dict[str, Any]] = {
    "service": {"client_type": "sqs"},
    "region": {"client_type": "s3", "region_name": "eu-central-1"},
    "config": {"client_type": "s3", "config": {"read_timeout": 7}},
    "config-object": {"client_type": "s3", "config": Config(read_timeout=7)},
}


@pytest.mark.parametrize("arguments", CALLS.values(), ids=CALLS)
def test_an_argument_of_the_call_decides(arguments: dict[str, Any], connect: Callable[..., str], made: Made) -> None:
    """As one of the hook."""
    hook = AwsHook(connect(), client_type="s3")
    clients = [
        hook.conn,
        hook.get_client_type(**arguments),
        hook.get_client_type("s3"),
        hook.get_client_type(**arguments),
    ]
    assert made == ["s3", arguments["client_type"]]
    assert is_shared(clients[1], clients[3])
    assert not is_shared(clients[0], clients[1])


FIELDS: dict[str, dict[str, Any]] = {
    "key": {"login": "AKIAIOSFODNN7ANOTHER"},
    "secret": {"password": CANARY[::-1]},
    "token": {"login": "ASIAIOSFODNN7EXAMPLE", "aws_session_token": "token"},
    "region": {"region_name": "us-east-1"},
    "endpoint": {"endpoint_url": "http://127.0.0.1:9"},
    "verify": {"verify": False},
    "config": {"config_kwargs": {"connect_timeout": 3}},
    "of-service": {"service_config": {"s3": {"region_name": "us-east-1"}}},
    "role": {"role_arn": ROLE},
    "guard": {"allowed_account_ids": ["123456789012"]},
    "profile": {"profile_name": "other"},
}


@pytest.mark.parametrize("fields", FIELDS.values(), ids=FIELDS)
def test_a_changed_connection_is_seen_by_the_next_hook(
    fields: dict[str, Any], connect: Callable[..., str], aws_files: Callable[..., None], made: Made
) -> None:
    """A client of what it says now; that of before goes on, and is there again when the connection is as it was."""
    aws_files("[profile other]\nregion = us-west-1\n")
    conn_id = connect()
    first = ask(conn_id)
    connect(**fields)
    changed = [ask(conn_id), ask(conn_id)]
    connect()
    assert is_shared(first, ask(conn_id))
    assert is_shared(*changed)
    assert not is_shared(first, changed[0])
    assert made.count("s3") == 2


def test_connections_of_another_name_share_nothing(connect: Callable[..., str], made: Made) -> None:
    """Errors, logs and role sessions name their own connection."""
    assert not is_shared(ask(connect("one")), ask(connect("two")))
    assert made == ["s3", "s3"]


VARIABLES = {
    "AWS_DEFAULT_REGION": "us-west-2",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7ANOTHER",
    "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
    "AWS_MAX_ATTEMPTS": "7",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_OF_TOMORROW": "1",
    "HTTPS_PROXY": "http://127.0.0.1:1",
    "https_proxy": "http://127.0.0.1:1",
    "Https_Proxy": "http://127.0.0.1:1",
    "NO_PROXY": "example.com",
    "REQUESTS_CA_BUNDLE": "/etc/another.pem",
    "HOME": "/nowhere",
}


@pytest.mark.parametrize(("name", "value"), VARIABLES.items(), ids=list(VARIABLES))
@pytest.mark.parametrize("keys", [True, False], ids=["keys", "ambient"])
def test_a_variable_decides(
    name: str, value: str, keys: bool, connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What botocore reads in the environment is read by the next hook."""
    conn_id = connect() if keys else connect(login=None, password=None)
    with monkeypatch.context() as patch:
        patch.setenv(name, value)
        ask(conn_id)
    ask(conn_id)
    assert made == ["s3", "s3"]


@pytest.mark.parametrize("which", ["config", "credentials"])
def test_an_edited_file_decides(
    which: str, connect: Callable[..., str], aws_files: Callable[..., None], made: Made
) -> None:
    """The files of AWS are read by the next hook, when they have been changed."""
    texts = {"config": "[default]\nregion = us-west-1\n", "credentials": "[default]\naws_access_key_id = A\n"}
    aws_files(**texts)
    conn_id = connect()
    for _ in range(2):
        ask(conn_id)
    assert made == ["s3"]
    aws_files(**texts | {which: texts[which] + "aws_secret_access_key = S\n"})
    for _ in range(2):
        ask(conn_id)
    assert made == ["s3", "s3"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("token_endpoints", "https://minio.example:9000"),
        ("token_sources", '{"mine": "tests.unit.hooks.test_shared_clients.Made"}'),
        ("credential_cache", "host"),
    ],
)
def test_what_a_deployment_allows_decides_for_roles(
    option: str, value: str, connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where tokens may go and where credentials are kept, for those who have a role."""
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", Fernet.generate_key().decode())
    conn_id = connect(role_arn=ROLE)
    ask(conn_id)
    monkeypatch.setenv(f"AIRFLOW__AWSCONN__{option.upper()}", value)
    ask(conn_id)
    assert made.count("s3") == 2


def test_tasks_share_a_client_only_without_a_role(
    connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A role session is named after its task; keys are the same for all."""
    roles, keys = connect("roles", role_arn=ROLE), connect("keys")
    for map_index in (-1, 3, 3):
        with run_task(monkeypatch, map_index):
            ask(roles)
            ask(keys)
    assert made.count("s3") == 3


def test_handlers_that_come_later_are_seen(
    connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Moto adds one to botocore's own list; clients from then on have it, and those of before have not."""
    conn_id = connect()
    before = ask(conn_id)
    calls: list[str] = []

    def answer(request: Any, **_: Any) -> Any:
        calls.append(request.url)
        raise ConnectionAbortedError

    added = [*botocore.handlers.BUILTIN_HANDLERS, ("before-send", answer)]
    monkeypatch.setattr(botocore.handlers, "BUILTIN_HANDLERS", added)
    after = ask(conn_id)
    assert not is_shared(before, after)
    assert made == ["s3", "s3"]
    with pytest.raises(ConnectionAbortedError):
        after.list_buckets()
    assert len(calls) == 1


def test_a_handler_in_the_place_of_another_is_seen(
    connect: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Botocore's list is as long as before, and its last handler another: that one is called."""
    conn_id, calls = connect(), list[str]()
    builtin = list(botocore.handlers.BUILTIN_HANDLERS)
    monkeypatch.setattr(botocore.handlers, "BUILTIN_HANDLERS", builtin)

    def make_handler(name: str) -> Callable[..., None]:
        def answer(**_: Any) -> None:
            calls.append(name)
            raise ConnectionAbortedError

        return answer

    for name in ("first", "second"):
        builtin.append(("before-send", make_handler(name)))
        with pytest.raises(ConnectionAbortedError):
            ask(conn_id).list_buckets()
        builtin.pop()
    assert calls == ["first", "second"]


@pytest.mark.parametrize("option", ["retries", "user_agent_extra", "proxies"])
def test_what_nobody_knows_is_not_shared(option: str, connect: Callable[..., str], made: Made) -> None:
    """An object without a known text may be another one each time."""

    class Odd(dict[str, Any]):
        """Equal to no other."""

    class Mode:
        """Not JSON."""

        def __str__(self) -> str:
            return "standard"

    values = {"retries": {"mode": "standard", "odd": Mode()}, "user_agent_extra": Mode(), "proxies": {"http": Mode()}}
    conn_id = connect()
    for _ in range(2):
        try:
            ask(conn_id, config={option: values[option]})
        except (ValueError, TypeError):
            continue
    assert made in (["s3", "s3"], [])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(Config(), Config(connect_timeout=60), id="default-said"),
        pytest.param(Config(read_timeout=60), Config(), id="default-not-said"),
        pytest.param(Config(), {"connect_timeout": 60}, id="mapping"),
    ],
)
def test_a_default_that_is_said_is_not_one_that_is_not(first: Any, second: Any, connect: Callable[..., str]) -> None:
    """It beats the connection's; in whichever order they come, each has what it would have alone."""
    conn_id = connect(config_kwargs={"connect_timeout": 5, "read_timeout": 6})
    for config in (first, second):
        shared, alone = ask(conn_id, config=config), ask(conn_id, config=config, shared=False)
        told = [(client.meta.config.connect_timeout, client.meta.config.read_timeout) for client in (shared, alone)]
        assert told[0] == told[1]


PROXY = f"http://user:{CANARY.replace('/', '-')}@127.0.0.1:1"
NOT_COMPARED: dict[str, dict[str, Any]] = {
    "mapping": {"proxies_config": MappingProxyType({"proxy_use_forwarding_for_https": True})},
    "mixed-keys": {"proxies": {None: "http://127.0.0.1:1", "http": PROXY}},
}


@pytest.mark.parametrize("said", NOT_COMPARED.values(), ids=NOT_COMPARED)
def test_what_can_not_be_compared_takes_no_place(said: dict[str, Any], connect: Callable[..., str], made: Made) -> None:
    """Each has a client of its own, and the clients of others stay where they are."""
    conn_id = connect()
    first = ask(conn_id)
    for _ in range(2):
        ask(conn_id, config=Config(**said))
        AwsHook(conn_id).get_client_type("s3", config=Config(**said))
    assert made == ["s3"] * 5
    assert len(client_cache._CLIENTS) == 1
    assert is_shared(first, ask(conn_id))


def test_what_can_not_be_compared_shows_no_password(connect: Callable[..., str]) -> None:
    """A traceback that shows local variables shows no proxy's password when its client can't be made."""
    conn_id, said = connect(), Config(**NOT_COMPARED["mixed-keys"])
    with pytest.raises(Exception, match="no-such-service") as failed:
        AwsHook(conn_id, config=said).get_client_type("no-such-service")
    shown = traceback.TracebackException.from_exception(failed.value, capture_locals=True)
    assert shown.stack
    assert "canary" not in "".join(shown.format())


def build_identity_variable(method: str, bench: AwsBench) -> tuple[dict[str, Any], list[str]]:
    """The extra of a connection whose token or assertion is in the variable ``WHO``, and two values for it."""
    if method == "saml":
        saml = {"principal_arn": bench.saml_principal_arn, "assertion_variable": "WHO"}
        extra: dict[str, Any] = {"assume_role_method": "assume_role_with_saml", "assume_role_with_saml": saml}
        return extra, [bench.make_saml_response(session_name=name) for name in ("alice", "bob")]
    extra = {
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "environment",
        "assume_role_with_web_identity_token_variable": "WHO",
    }
    return extra, [bench.make_web_identity_token(sub=name) for name in ("alice", "bob")]


@pytest.mark.parametrize("method", ["web-identity", "saml"])
def test_another_token_in_a_variable_is_somebody_else(
    method: str, bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next hook signs with what the token of now has given; that of before is there again with its token."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_ENDPOINTS", bench.endpoint_url)
    extra, (alice, bob) = build_identity_variable(method, bench)
    conn_id = bench_connection(keys=NOBODY, role_arn=bench.role_arn, **extra)
    for token in (alice, bob, bob, alice):
        monkeypatch.setenv("WHO", token)
        ask(conn_id).list_buckets()
    told = [request.token_digest for request in bench.requests() if request.token_digest]
    assert told == [bench.digest(alice), bench.digest(bob)]
    keys = [request.access_key for request in bench.requests("ListBuckets")]
    assert keys[0] == keys[3] != keys[1] == keys[2]


def test_the_region_of_a_hook_is_that_of_its_sts(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Roles are asked for in the hook's region, not in the call's: two clients, though of one region."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    AwsHook(conn_id).get_client_type("s3", region_name="us-west-2").list_buckets()
    AwsHook(conn_id, region_name="us-west-2").get_client_type("s3").list_buckets()
    assert [request.region for request in bench.requests("ListBuckets")] == ["us-west-2"] * 2
    assert [request.region for request in bench.requests("AssumeRole")] == [REGION, "us-west-2"]


# Identities never mix.


def test_an_older_hook_gives_no_client_of_before(
    bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker's keys change: whoever is made after that is the new one, whatever older hooks ask for meanwhile."""
    conn_id = bench_connection(keys=NOBODY)
    be(monkeypatch, bench.worker)
    older = AwsHook(conn_id)
    older.get_client_type("sts").get_caller_identity()
    be(monkeypatch, bench.limited)
    older.get_client_type("sts").get_caller_identity()
    AwsHook(conn_id).get_client_type("sts").get_caller_identity()
    assert bench.requests()[-1].access_key == bench.limited.access_key


def test_an_older_hook_gives_no_session_of_another_task(
    bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook that is older than the task does not decide what the role sessions of the task are called."""
    conn_id = bench_connection("c", role_arn=bench.role_arn)
    older = AwsHook(conn_id, client_type="s3")
    older.get_client_type().list_buckets()
    with run_task(monkeypatch):
        older.get_client_type().list_buckets()
        ask(conn_id).list_buckets()
    last = bench.requests("ListBuckets")[-1].access_key
    assert last != bench.requests("ListBuckets")[0].access_key
    assert str(bench.requests("AssumeRole")[-1].role_session_name).startswith("daily.load.")


def test_a_region_that_changes_while_a_client_is_made(
    connect: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client that was being made is of one hook alone; later hooks have the region of their own moment."""
    conn_id = connect(region_name=None)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-1")
    create = ClientTemplate.create_client

    def change_first(*args: Any, **arguments: Any) -> Any:
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
        return create(*args, **arguments)

    with monkeypatch.context() as patch:
        patch.setattr(ClientTemplate, "create_client", change_first)
        ask(conn_id)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-1")
    assert ask(conn_id).meta.region_name == "us-west-1"


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])
@pytest.mark.parametrize(
    ("extra", "call", "expected"),
    [
        pytest.param({"config_kwargs": {"region_name": "eu-west-3"}}, None, "eu-west-3", id="config"),
        pytest.param({"region_name": None}, {"region_name": "eu-west-3"}, "eu-west-3", id="config-of-the-call"),
        pytest.param({"endpoint_url": "https://0123.r2.cloudflarestorage.com"}, None, "auto", id="store"),
        pytest.param({"endpoint_url": "https://minio.example"}, None, "us-west-2", id="store-that-takes-any"),
    ],
)
def test_the_workers_region_comes_last(
    extra: dict[str, Any],
    call: dict[str, Any] | None,
    expected: str,
    shared: bool,
    connect: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A configuration or a store that says a region is not beaten by the environment, whoever shares the client."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    hook = AwsHook(connect(**({"region_name": None} | extra)), shared=shared)
    assert hook.get_client_type("s3", config=call).meta.region_name == expected


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])
def test_keys_that_change_before_the_first_request(
    shared: bool, bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client signs with the environment's keys of when it was made; hooks of later with those of their moment."""
    conn_id = bench_connection(keys=NOBODY)

    def make() -> Any:
        return AwsHook(conn_id, client_type="sts", shared=shared).conn

    be(monkeypatch, bench.worker)
    client = make()
    be(monkeypatch, bench.limited)
    make().get_caller_identity()
    client.get_caller_identity()
    be(monkeypatch, bench.worker)
    make().get_caller_identity()
    keys = [request.access_key for request in bench.requests()]
    assert keys == [bench.limited.access_key, bench.worker.access_key, bench.worker.access_key]


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])
def test_a_role_is_asked_for_with_the_keys_of_then(
    shared: bool, bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base of a role is the environment's keys of when the client was made."""
    conn_id = bench_connection(keys=NOBODY, role_arn=bench.role_arn)
    be(monkeypatch, bench.worker)
    client = ask(conn_id, shared=shared)
    be(monkeypatch, bench.limited)
    client.list_buckets()
    ask(conn_id, shared=shared).list_buckets()
    asked = [request.access_key for request in bench.requests("AssumeRole")]
    assert asked == [bench.worker.access_key, bench.limited.access_key]


def test_a_role_is_not_asked_for_with_what_is_found_later(
    bench_connection: BenchConnection, bench: AwsBench, aws_files: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What boto3 looks up after the variables have changed may be somebody else: an error, and nothing is minted."""
    keys = bench.worker
    aws_files("", f"[default]\naws_access_key_id = {keys.access_key}\naws_secret_access_key = {keys.secret_key}\n")
    conn_id = bench_connection(keys=NOBODY, role_arn=bench.role_arn)
    with monkeypatch.context() as patch:
        client = ask(conn_id)
        be(patch, bench.limited)
        with pytest.raises(CredentialsError, match="environment variables have changed between the hook and its first"):
            client.list_buckets()
        assert bench.count() == 0
        ask(conn_id).list_buckets()
    assert [request.access_key for request in bench.requests("AssumeRole")] == [bench.limited.access_key]


def test_a_handler_on_a_client_that_is_gone_is_nobodys(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Who holds a client's events or metadata alone registers there for no other hook."""
    conn_id, calls = bench_connection(), list[str]()

    def note(event_name: str, **_: Any) -> None:
        calls.append(event_name)

    AwsHook(conn_id).get_client_type("s3").meta.events.register("before-send", note)
    AwsHook(conn_id, client_type="s3").conn_client_meta.events.register_first("before-send", note)
    meta = AwsHook(conn_id, client_type="s3").conn_client_meta
    gc.collect()
    meta.events.register_last("before-send", note)
    ask(conn_id).list_buckets()
    assert (calls, bench.count()) == ([], 1)
    assert meta.region_name == REGION


@pytest.mark.parametrize(
    ("name", "value"),
    [("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"), ("AWS_USE_FIPS_ENDPOINT", "true")],
)
def test_a_client_of_its_own_goes_nowhere_else(
    name: str, value: str, connect: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the environment has another endpoint by now, who registers is told both, and goes on as before."""
    conn_id, calls = connect(region_name="us-east-1"), list[str]()
    plain, moved = ask(conn_id), ask(conn_id)
    before = plain.meta.endpoint_url
    monkeypatch.setenv(name, value)
    there = ask(conn_id).meta.endpoint_url
    assert there != before
    events = moved.meta.events
    with pytest.raises(RuntimeError) as refused:
        events.register("before-send", lambda event_name, **_: calls.append(event_name))
    assert f"would send to {there} instead of {before}; get a new client" in str(refused.value)
    assert is_shared(plain, moved)
    assert moved.meta.endpoint_url == before
    assert moved.generate_presigned_url("list_buckets").startswith(before)
    monkeypatch.delenv(name)
    events.register("before-send", lambda event_name, **_: calls.append(event_name))
    assert moved.meta.endpoint_url == before
    assert not is_shared(plain, moved)


def test_a_refused_handler_leaves_the_client_working(
    connect: Callable[..., str], bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its requests go where they went, without the handler."""
    calls: list[str] = []
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", bench.endpoint_url)
    client = ask(connect(login=bench.worker.access_key, password=bench.worker.secret_key))
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3")
    with pytest.raises(RuntimeError, match="the environment has changed since this client was made"):
        client.meta.events.register("before-send", lambda event_name, **_: calls.append(event_name))
    client.list_buckets()
    assert (calls, bench.count("ListBuckets")) == ([], 1)


def test_an_older_config_is_nobody_elses(connect: Callable[..., str]) -> None:
    """A mapping that is changed after its hook was used is not what hooks with its new text get."""
    conn_id, config = connect(), {"connect_timeout": 5}
    older = AwsHook(conn_id, client_type="s3", config=config)
    older.get_client_type()
    config["connect_timeout"] = 7
    older.get_client_type()
    assert ask(conn_id, config={"connect_timeout": 7}).meta.config.connect_timeout == 7


def test_a_client_of_its_own_is_as_it_was(connect: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A handler that comes after the environment has changed does not take the client to another region."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    client = ask(connect(region_name=None))
    told = client.meta.region_name, client.meta.endpoint_url
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    client.meta.events.register("before-send", lambda **_: None)
    assert (client.meta.region_name, client.meta.endpoint_url) == told == (REGION, f"https://s3.{REGION}.amazonaws.com")


def test_a_client_of_its_own_is_who_it_was(
    bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor to another identity: the worker's that it was made with, or the connection's."""
    be(monkeypatch, bench.worker)
    clients = [ask(bench_connection("ambient", keys=NOBODY)), ask(bench_connection("keys"))]
    for client in clients:
        client.list_buckets()
    be(monkeypatch, bench.limited)
    for client in clients:
        client.meta.events.register("before-send", lambda **_: None)
        client.list_buckets()
    assert {request.access_key for request in bench.requests()} == {bench.worker.access_key}


def test_a_connection_edited_meanwhile(bench_connection: BenchConnection, bench: AwsBench, made: Made) -> None:
    """While threads ask all the time, the keys change to and fro: each hook signs with what it has read."""
    conn_id, stop, wrong = bench_connection(), threading.Event(), []
    keys = [bench.worker, bench.limited]

    def work() -> None:
        while not stop.is_set():
            hook = AwsHook(conn_id)
            said = hook.conn_config.access_key_id
            client = hook.get_client_type("sts")
            if client._request_signer._credentials.access_key != said:
                wrong.append(said)

    with ThreadPoolExecutor(8) as threads:
        working = [threads.submit(work) for _ in range(8)]
        for number in range(100):
            bench_connection(keys=keys[number % 2])
        stop.set()
        for each in working:
            each.result(30)
    assert wrong == []
    assert len(made) <= 2


# The option.


@pytest.mark.parametrize(("size", "clients"), [("0", 6), ("1", 6), ("2", 6), ("3", 3), ("64", 3), (" 3 ", 3)])
def test_as_many_as_the_option_says(
    size: str, clients: int, connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three services asked for by turns: too little room makes them anew."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__CLIENT_CACHE_SIZE", size)
    conn_id = connect()
    for service in ("s3", "sqs", "sts") * 2:
        AwsHook(conn_id, client_type=service).get_conn()
    assert len(made) == clients


@pytest.mark.parametrize("size", ["-1", "1.5", "many", "", "1e3", "0x10"])
def test_a_bad_size_is_told(size: str, connect: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With what would be right, before a client is made."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__CLIENT_CACHE_SIZE", size)
    with pytest.raises(ValueError, match=r"^\[awsconn\] client_cache_size: '.*' is not a number of clients; give 0 or"):
        ask(connect())


def test_what_was_used_last_stays(connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds a client goes on with it, whatever is let go of."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__CLIENT_CACHE_SIZE", "2")
    conn_id = connect()
    held = AwsHook(conn_id, client_type="s3")
    client = held.conn
    for service in ("sqs", "s3", "sts", "s3"):
        AwsHook(conn_id, client_type=service).get_conn()
    assert made == ["s3", "sqs", "sts"]
    for service in ("sqs", "sts"):
        AwsHook(conn_id, client_type=service).get_conn()
    assert held.conn is client
    assert not is_shared(client, ask(conn_id))


def read_pool(client: Any) -> int:
    """How many connections of a client are kept; it says and does the same."""
    size = client.meta.config.max_pool_connections
    assert client._endpoint.http_session._max_pool_connections == size
    return int(size)


POOLS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], int]] = {
    "nobody": ({}, {}, {}, 50),
    "connection": ({"config_kwargs": {"max_pool_connections": 7}}, {}, {}, 7),
    "of-service": ({"service_config": {"s3": {"config_kwargs": {"max_pool_connections": 6}}}}, {}, {}, 6),
    "hook": ({"config_kwargs": {"max_pool_connections": 7}}, {"config": {"max_pool_connections": 8}}, {}, 8),
    "call": ({}, {"config": {"max_pool_connections": 8}}, {"config": {"max_pool_connections": 9}}, 9),
    "the-default": ({}, {"config": Config(max_pool_connections=10)}, {}, 10),
}


@pytest.mark.parametrize(("fields", "arguments", "call", "size"), POOLS.values(), ids=POOLS)
def test_a_client_of_many_has_room_for_many(
    fields: dict[str, Any], arguments: dict[str, Any], call: dict[str, Any], size: int, connect: Callable[..., str]
) -> None:
    """50 connections are kept where nobody says how many, and botocore's 10 by a client of one's own."""
    conn_id = connect(**fields)
    shared = AwsHook(conn_id, **arguments).get_client_type("s3", **call)
    own = AwsHook(conn_id, shared=False, **arguments).get_client_type("s3", **call)
    assert read_pool(shared) == size
    assert read_pool(own) == (10 if size == 50 else size)


def test_room_for_many_changes_nothing_else(connect: Callable[..., str]) -> None:
    """All other settings are those of a client of one's own."""
    said = {"s3": {"addressing_style": "virtual"}, "retries": {"mode": "standard"}, "tcp_keepalive": True}
    conn_id = connect(config_kwargs=said)
    options: Any = Config.OPTION_DEFAULTS
    shared, own = (
        {name: getattr(ask(conn_id, shared=shared).meta.config, name) for name in options} for shared in (True, False)
    )
    assert (shared.pop("max_pool_connections"), own.pop("max_pool_connections")) == (50, 10)
    assert shared == own
    assert shared["s3"]["addressing_style"] == "virtual"


def test_not_shared_is_a_client_each(connect: Callable[..., str], made: Made) -> None:
    """With ``shared=False`` a hook has clients that nobody else has, each call another, and leaves none behind."""
    hook = AwsHook(connect(), client_type="s3", shared=False)
    first, second = hook.conn, hook.get_client_type()
    assert hook.conn is first
    assert not is_shared(first, second)
    assert first.meta.events is not second.meta.events
    assert made == ["s3", "s3"]
    first.meta.events.register("before-send", lambda **_: None)
    assert made == ["s3", "s3"]
    assert not is_shared(first, ask("c"))
    assert not pickle.loads(pickle.dumps(hook))._awsconn_shared


class Own(BaseSessionFactory):
    """A session factory of the deployment's own."""


def test_a_session_factory_of_the_deployments_own_shares_nothing(
    connect: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows what its sessions depend on."""
    conn_id = connect()
    before = ask(conn_id)
    monkeypatch.setenv("AIRFLOW__AWS__SESSION_FACTORY", f"{__name__}.Own")
    first, second = ask(conn_id), ask(conn_id)
    assert not is_shared(first, second)
    assert not is_shared(before, first)
    monkeypatch.delenv("AIRFLOW__AWS__SESSION_FACTORY")
    assert is_shared(before, ask(conn_id))


# What can't be made.


def test_each_is_told_its_own_error(connect: Callable[..., str], made: Made, aws_files: Callable[..., None]) -> None:
    """A missing profile is missing each time; when it is there, the client is made."""
    aws_files("[profile mine]\nregion = us-west-1\n")
    conn_id = connect(profile_name="other", region_name=None)
    errors = []
    for _ in range(2):
        with pytest.raises(Exception, match="other") as caught:
            ask(conn_id)
        errors.append(caught.value)
    assert errors[0] is not errors[1]
    assert made == []
    aws_files("[profile other]\nregion = us-west-1\n")
    assert ask(conn_id).meta.region_name == "us-west-1"
    assert made == ["s3"]


def test_a_failure_of_the_maker_is_not_kept(
    connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """64 threads meet 64 errors; then there is one client."""
    conn_id = connect()
    with monkeypatch.context() as patch:

        def fail(*_: Any, **__: Any) -> Any:
            raise OSError(threading.get_ident(), "too many open files")

        patch.setattr(ClientTemplate, "create_client", fail)
        with ThreadPoolExecutor(16) as threads:
            failed = [threads.submit(ask, conn_id) for _ in range(64)]
            errors = [each.exception(30) for each in failed]
    assert len({id(error) for error in errors}) == 64
    assert {type(error) for error in errors} == {OSError}
    made.clear()
    assert is_shared(ask(conn_id), ask(conn_id))
    assert made == ["s3"]


# Secrets.


def test_no_secret_is_in_what_is_kept(
    connect: Callable[..., str], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in the keys of what is kept, nor in the text of anything there, nor in the log."""
    caplog.set_level(logging.DEBUG)
    keys: list[bytes] = []
    original = client_cache._CLIENTS.find
    proxies = {"http": f"http://user:{CANARY.replace('/', '-')}@127.0.0.1:1"}
    conn_id = connect(
        login="ASIAIOSFODNN7EXAMPLE", role_arn=ROLE, aws_session_token=CANARY, config_kwargs={"proxies": proxies}
    )
    client = ask(conn_id, config={"user_agent_extra": "x"})
    client.meta.events.register("before-send", lambda **_: None)
    kept = client_cache._CLIENTS._state.get().held
    keys.extend(kept)
    assert original(keys[0]) is not None
    texts = [repr(client_cache._CLIENTS), repr(kept), repr(client), repr(client.meta), repr(client.meta.events)]
    texts += [repr(value) for place in kept.values() for value in vars(place).values()]
    texts += [repr(vars(client.meta.events)), str(keys), caplog.text, *capsys.readouterr()]
    assert all(len(key) == 32 for key in keys)
    assert "canary" not in "".join(texts).lower()
    hook = AwsHook(conn_id, client_type="s3")
    _ = hook.conn
    assert b"canary" not in pickle.dumps(hook)


# Forks.


def list_sockets() -> set[str]:
    """The sockets of this process, by what the system calls them."""
    found = set()
    for number in Path("/proc/self/fd").iterdir():
        try:
            target = str(number.readlink())
        except OSError:
            continue
        if target.startswith("socket:"):
            found.add(target)
    return found


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_makes_its_own_clients(bench_connection: BenchConnection, bench: AwsBench, made: Made) -> None:
    """One for all hooks of the child, over a socket of its own; the parent goes on with its own."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    older = AwsHook(conn_id, client_type="s3")
    older.conn.list_buckets()
    before, made_before = list_sockets(), len(made)

    def work() -> bool:
        for _ in range(3):
            ask(conn_id).list_buckets()
        older.conn.list_buckets()
        own = list_sockets() - before if before else {"one"}
        return len(made) == made_before + 1 and len(own) == 1

    assert run_in_child(work) == "True"
    assert len(made) == made_before
    ask(conn_id).list_buckets()
    older.conn.list_buckets()
    ports = [request.client_port for request in bench.requests("ListBuckets")]
    assert len(set(ports[1:5])) == 1
    assert ports[0] == ports[5] == ports[6] != ports[1]
    assert bench.count("AssumeRole") == 1


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_view_of_the_parent_may_part_in_a_child(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A client that the parent holds gets its handler in the child alone."""
    client, calls = ask(bench_connection()), list[str]()
    client.list_buckets()

    def work() -> bool:
        client.meta.events.register("before-send", lambda event_name, **_: calls.append(event_name))
        client.list_buckets()
        return len(calls) == 1

    assert run_in_child(work) == "True"
    client.list_buckets()
    assert calls == []
    ports = [request.client_port for request in bench.requests()]
    assert ports[0] == ports[2] != ports[1]


def test_clients_of_hooks_that_are_gone_are_let_go_of(
    connect: Callable[..., str], made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many connections the memory is bounded: clients that nobody holds are freed."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__CLIENT_CACHE_SIZE", "4")
    login = "AKIAIOSFODNN7LETGONE"
    for number in range(21):
        ask(connect(f"c{number}", login=login))
    gc.collect()
    living = [each for each in gc.get_objects() if type(each).__name__ == "S3" and hasattr(each, "_request_signer")]
    # Others' clients may be there, whose credentials are minted when they are asked for.
    signers = [vars(each._request_signer._credentials or object) for each in living]
    mine = [signer for signer in signers if signer.get("access_key") == login]
    assert len(made) == 21
    # Those that are kept, no views.
    assert len(mine) == 4
