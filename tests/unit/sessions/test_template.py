"""One session makes the clients of all connections: none of them ever signs with the keys of another."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import botocore
import botocore.handlers
import botocore.session
import pytest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import NoCredentialsError, ProfileNotFound
from botocore.tokens import FrozenAuthToken

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.sessions.factory import SessionFactory
from airflow_provider_awsconn.sessions.s3_extras import METHODS
from airflow_provider_awsconn.sessions.template import ClientTemplate, get_template
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws_bench import AwsBench, Keys

AGENT = "Airflow/3 awsconn/1"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


class SentError(Exception):
    """A request was about to be sent, and is not."""


def build(credentials: Credentials | None, service: str = "s3", profile: str | None = None, **arguments: Any) -> Any:
    """A client of the template of now."""
    given = {"region_name": REGION} | arguments
    return get_template(profile, AGENT).build_client(credentials, False, service, **given)


def describe_request(client: Any, operation: str = "list_buckets", **arguments: Any) -> dict[str, str]:
    """The headers of a request that a client would send."""
    headers: dict[str, str] = {}

    def keep(request: Any, **_: Any) -> None:
        for name, value in request.headers.items():
            headers[name] = value.decode() if isinstance(value, bytes) else value
        raise SentError

    client.meta.events.register_first("before-send", keep)
    with pytest.raises(SentError):
        getattr(client, operation)(**arguments)
    return headers


def read_key(headers: dict[str, str]) -> str | None:
    """The access key a request is signed with."""
    signature = headers.get("Authorization")
    return signature.split("Credential=")[1].split("/")[0] if signature else None


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> list[ClientTemplate]:
    """An environment that has no template yet, and those that are made there."""
    monkeypatch.setenv("AWS_OF_THIS_TEST", os.urandom(8).hex())
    made: list[ClientTemplate] = []
    original = ClientTemplate.__init__

    def note(self: ClientTemplate, *args: Any, **kwargs: Any) -> None:
        made.append(self)
        original(self, *args, **kwargs)

    monkeypatch.setattr(ClientTemplate, "__init__", note)
    return made


# Who a client is.


@pytest.mark.parametrize(
    ("credentials", "key", "token"),
    [
        pytest.param(Credentials("AKIA1", SECRET), "AKIA1", None, id="keys"),
        pytest.param(Credentials("ASIA1", SECRET, "token-1"), "ASIA1", "token-1", id="token"),
        pytest.param(Credentials("AKIA1", SECRET, account_id="123456789012"), "AKIA1", None, id="account"),
    ],
)
@pytest.mark.parametrize("service", ["s3", "sts", "dynamodb", "sqs"])
def test_a_client_signs_with_what_it_was_made_with(
    credentials: Credentials, key: str, token: str | None, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the worker's environment has, and whoever else made one before or after."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAWORKER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    operation = {"sts": "get_caller_identity", "dynamodb": "list_tables", "sqs": "list_queues"}.get(
        service, "list_buckets"
    )
    other = Credentials("AKIAOTHER", SECRET, "other-token")
    build(other, service)
    client = build(credentials, service)
    build(other, service)
    headers = describe_request(client, operation)
    assert read_key(headers) == key
    assert headers.get("X-Amz-Security-Token") == token


def test_no_credentials_are_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that was made with none signs with none: not the worker's, nor those of the one before."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAWORKER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    build(Credentials("AKIA1", SECRET))
    with pytest.raises(NoCredentialsError):
        build(None).list_buckets()
    unsigned = build(None, config=Config(signature_version=botocore.UNSIGNED))
    assert read_key(describe_request(unsigned)) is None
    assert get_template(None, AGENT).get_credentials() is None


@pytest.mark.parametrize("fails", [False, True], ids=["made", "failed"])
def test_nothing_is_left_behind(fails: bool) -> None:
    """When a client is made, or is not, the template is nobody again."""
    if fails:
        with pytest.raises(botocore.exceptions.UnknownServiceError):
            build(Credentials("AKIA1", SECRET), "no-such-service")
    else:
        build(Credentials("AKIA1", SECRET))
    assert get_template(None, AGENT).get_credentials() is None


def test_a_client_may_be_made_while_another_is(monkeypatch: pytest.MonkeyPatch, fresh: list[ClientTemplate]) -> None:
    """As when credentials need a client of STS first: each has its own."""
    inner: list[Any] = []
    original = ClientTemplate.get_credentials

    def ask_first(self: ClientTemplate) -> Credentials:
        if not inner:
            inner.append(None)
            inner[0] = self.build_client(Credentials("AKIAINNER", SECRET), False, "sts", region_name=REGION)
        return original(self)

    monkeypatch.setattr(ClientTemplate, "get_credentials", ask_first)
    outer = build(Credentials("AKIAOUTER", SECRET))
    assert len(fresh) == 1
    assert read_key(describe_request(outer)) == "AKIAOUTER"
    assert read_key(describe_request(inner[0], "get_caller_identity")) == "AKIAINNER"


@pytest.mark.usefixtures("hasty")
def test_threads_never_mix(fresh: list[ClientTemplate], monkeypatch: pytest.MonkeyPatch) -> None:
    """16 threads make 320 clients of 320 identities at once, some unsigned: each signs with its own."""
    monkeypatch.setattr("airflow_provider_awsconn.sessions.patience.PATIENCE_SECONDS", 60)
    build(None)
    barrier = threading.Barrier(16)

    def work(thread: int) -> list[tuple[str | None, str | None]]:
        barrier.wait(30)
        found = []
        for number in range(20):
            key = f"AKIA{thread:03}{number:03}" if (thread + number) % 7 else None
            credentials = Credentials(key, SECRET, f"token-{key}") if key else None
            config = None if key else Config(signature_version=botocore.UNSIGNED)
            headers = describe_request(build(credentials, "sts", config=config), "get_caller_identity")
            assert headers.get("X-Amz-Security-Token") == (f"token-{key}" if key else None)
            found.append((key, read_key(headers)))
        return found

    with ThreadPoolExecutor(16) as threads:
        found = [pair for pairs in threads.map(work, range(16)) for pair in pairs]
    assert len(found) == 320
    assert [given for given, signed in found if given != signed] == []
    assert len(fresh) == 1


def test_connections_never_mix(bench: AwsBench) -> None:
    """64 threads with connections of keys, of a role, and unsigned ones; the server tells who each request was."""

    def connect(number: int, keys: Keys, **extra: Any) -> SessionFactory:
        fields = {"endpoint_url": bench.endpoint_url, "region_name": REGION} | extra
        named = f"c{number}"
        return SessionFactory(
            parse_connection(conn_id=named, login=keys.access_key, password=keys.secret_key, extra=fields)
        )

    barrier = threading.Barrier(64)
    kinds: dict[int, Callable[[int], SessionFactory]] = {
        0: lambda number: connect(number, bench.worker),
        1: lambda number: connect(number, bench.limited),
        2: lambda number: connect(number, bench.limited, role_arn=bench.role_arn, role_session_name=f"n{number % 8}"),
        3: lambda number: connect(number, bench.worker, config_kwargs={"signature_version": "unsigned"}),
    }

    def work(number: int) -> None:
        factory = kinds[number % 4](number)
        barrier.wait(30)
        client = factory.build_client("s3", config={"retries": {"total_max_attempts": 1}})
        try:
            client.list_objects_v2(Bucket=f"of-{number}")
        except client.exceptions.ClientError:
            return

    with ThreadPoolExecutor(64) as threads:
        list(threads.map(work, range(64)))
    roles: dict[int, set[str | None]] = {}
    for request in bench.requests("ListObjectsV2"):
        number = int(request.path.split("of-")[1].strip("/"))
        if number % 4 == 2:
            roles.setdefault(number % 8, set()).add(request.access_key)
        else:
            assert request.access_key == {0: bench.worker.access_key, 1: bench.limited.access_key, 3: None}[number % 4]
    assert bench.count("ListObjectsV2") == 64
    # One set of keys for each session name, and another for each other.
    assert {len(keys) for keys in roles.values()} == {1}
    assert bench.count("AssumeRole") == len(roles) == len(set().union(*roles.values()))


class Gate:
    """Holds up whoever makes a client of STS, until it is opened."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()
        create = ClientTemplate.create_client

        def wait(template: Any, service_name: str, *args: Any, **arguments: Any) -> Any:
            if service_name == "sts":
                self.entered.set()
                self.opened.wait(20)
            return create(template, service_name, *args, **arguments)

        patch.setattr(ClientTemplate, "create_client", wait)


@pytest.mark.usefixtures("fresh")
def test_a_client_that_takes_long_does_not_hold_up_others_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where botocore waits for a metadata service, other connections of the environment lose patience."""
    monkeypatch.setattr("airflow_provider_awsconn.sessions.patience.PATIENCE_SECONDS", 1.0)
    gate = Gate(monkeypatch)
    slow, quick = Credentials("AKIASLOW", SECRET), Credentials("AKIAQUICK", SECRET)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(build, slow, "sts")
        try:
            assert gate.entered.wait(20)
            began = time.monotonic()
            client = build(quick, "s3")
            took = time.monotonic() - began
            assert not waiting.done()
        finally:
            gate.opened.set()
        assert read_key(describe_request(waiting.result(20), "get_caller_identity")) == "AKIASLOW"
    assert read_key(describe_request(client)) == "AKIAQUICK"
    assert took >= 1


class AskingHandler(logging.Handler):
    """A handler of the log that makes a client for what it is told; a second thread waits for it meanwhile."""

    def __init__(self, busy: threading.Event) -> None:
        super().__init__()
        self.holds = threading.Event()
        self.keys: list[str | None] = []
        self._busy = busy

    def emit(self, record: logging.LogRecord) -> None:
        """Make a client for the application's own words."""
        if record.name == "application":
            self.holds.set()
            self._busy.wait(20)
            self.keys.append(read_key(describe_request(build(Credentials("AKIALOG", SECRET)))))


@pytest.mark.usefixtures("fresh")
def test_a_handler_of_the_log_may_make_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """At DEBUG, who makes a client waits for the handler, and the handler for a client: neither waits for ever."""
    monkeypatch.setattr("airflow_provider_awsconn.sessions.patience.PATIENCE_SECONDS", 0.2)
    gate = Gate(monkeypatch)
    gate.opened.set()
    # Made before: that is logged as well.
    get_template(None, AGENT)
    handler = AskingHandler(gate.entered)
    loggers = [logging.getLogger("application"), logging.getLogger("botocore")]
    before = [each.level for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(logging.DEBUG)
    # Nothing holds up the end of the tests, should it hang.
    threads = [
        threading.Thread(target=loggers[0].info, args=("now",), daemon=True),
        threading.Thread(target=lambda: handler.holds.wait(20) and build(None, "sts"), daemon=True),
    ]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert not any(thread.is_alive() for thread in threads)
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.removeHandler(handler)
            each.setLevel(level)
    assert gate.entered.is_set()
    assert handler.keys == ["AKIALOG"]


@pytest.mark.usefixtures("fresh")
def test_bearer_tokens_are_for_those_they_are_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's token is asked for by clients that take it, and by no other before, after or in between."""
    asked: list[object] = []

    def give(self: object, **_: Any) -> FrozenAuthToken:
        asked.append(self)
        return FrozenAuthToken("worker-token")

    monkeypatch.setattr(botocore.session.Session, "get_auth_token", give)
    template = get_template(None, AGENT)
    for takes in (False, True, False):
        asked.clear()
        template.build_client(Credentials("AKIA1", SECRET), takes, "s3", region_name=REGION)
        # Asked from outside it is nobody's.
        assert template.get_auth_token() is None
        assert bool(asked) is takes


# The environment.


def test_there_is_one_per_environment(fresh: list[ClientTemplate], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for the same; another when a variable changes, and the first again when it changes back."""
    first = get_template(None, AGENT)
    assert get_template(None, AGENT) is first
    monkeypatch.setenv("AWS_REGION", "us-west-2")
    assert get_template(None, AGENT) is not first
    monkeypatch.delenv("AWS_REGION")
    assert get_template(None, AGENT) is first
    assert get_template(None, "another") is not first
    assert len(fresh) == 3


def test_many_profiles_are_not_kept_for_ever(fresh: list[ClientTemplate], aws_files: Callable[..., None]) -> None:
    """As many as a worker may have; the one that was used last is still there."""
    aws_files("".join(f"[profile p{number}]\nregion = us-west-{number}\n" for number in range(40)))
    for number in range(40):
        get_template(f"p{number}", AGENT)
        get_template("p0", AGENT)
    assert len(fresh) == 40
    get_template("p1", AGENT)
    assert len(fresh) == 41


def test_the_region_is_that_of_now(aws_files: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable or file that is changed counts for the next client."""
    aws_files("[default]\nregion = us-east-1\n[profile a]\nregion = us-west-1\n[profile b]\nregion = us-west-2\n")
    found = [build(None, region_name=None).meta.region_name]
    monkeypatch.setenv("AWS_PROFILE", "a")
    found.append(build(None, region_name=None).meta.region_name)
    found.append(build(None, profile="b", region_name=None).meta.region_name)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    found.append(build(None, region_name=None).meta.region_name)
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    aws_files("[profile a]\nregion = ap-south-1\n[profile b]\n")
    found.append(build(None, region_name=None).meta.region_name)
    assert found == ["us-east-1", "us-west-1", "us-west-2", "eu-west-3", "ap-south-1"]


def test_a_missing_profile_is_missing_each_time(aws_files: Callable[..., None]) -> None:
    """Botocore's own error for each who names it; nothing of it is kept."""
    aws_files("[profile a]\nregion = us-west-1\n")
    for _ in range(3):
        with pytest.raises(ProfileNotFound, match="gone"):
            build(None, profile="gone")
    aws_files("[profile gone]\nregion = us-west-2\n")
    assert build(None, profile="gone", region_name=None).meta.region_name == "us-west-2"


def test_threads_that_come_first_share_one(fresh: list[ClientTemplate]) -> None:
    """Whoever makes one, all go on with the same."""
    barrier = threading.Barrier(16)

    def work(_: int) -> ClientTemplate:
        barrier.wait(20)
        return get_template(None, AGENT)

    with ThreadPoolExecutor(16) as threads:
        assert len(set(threads.map(work, range(16)))) == 1
    assert get_template(None, AGENT) in fresh


# What its clients are.


def test_handlers_that_come_later_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moto adds one to botocore's own list; clients from then on have it."""
    before = build(Credentials("AKIA1", SECRET))

    def answer(**_: Any) -> None:
        raise ConnectionAbortedError

    monkeypatch.setattr(
        botocore.handlers, "BUILTIN_HANDLERS", [*botocore.handlers.BUILTIN_HANDLERS, ("before-send", answer)]
    )
    with pytest.raises(ConnectionAbortedError):
        build(Credentials("AKIA1", SECRET)).list_buckets()
    assert read_key(describe_request(before)) == "AKIA1"


def test_handlers_of_botocore_do_not_pile_up() -> None:
    """The hundredth client has as many as the first, and as many as a plain one."""
    plain: Any = botocore.session.Session().create_client("s3", region_name=REGION)
    clients = [build(Credentials("AKIA1", SECRET)) for _ in range(20)]
    counts = [
        [len(client.meta.events.emit(f"no-such-event.{name}")) for name in ("s3", "sqs")]
        + [len(client.meta.events.emit_until_response("getattr.s3.none", client=client))]
        for client in (clients[0], clients[-1], plain)
    ]
    assert counts[0] == counts[1] == counts[2]


def test_a_handler_of_one_client_is_of_no_other() -> None:
    """Nor of those that are made later."""
    calls: list[str] = []
    first, second = (build(Credentials("AKIA1", SECRET)) for _ in range(2))
    first.meta.events.register("before-send", lambda **_: calls.append("called"))
    third = build(Credentials("AKIA1", SECRET))
    for client in (second, third):
        describe_request(client)
    assert calls == []


@pytest.mark.parametrize("service", ["s3", "sts", "dynamodb", "ec2", "lambda", "s3control"])
def test_a_client_has_all_of_a_plain_one(service: str) -> None:
    """Its names, its class's name and its methods' texts are those of boto3's clients."""
    import boto3

    theirs: Any = boto3.session.Session("AKIA", SECRET, region_name=REGION).client(service)
    ours = build(Credentials("AKIA", SECRET), service)
    assert set(dir(ours)) - {"_awsconn_hints"} == set(dir(theirs))
    assert type(ours).__name__ == type(theirs).__name__
    assert ours.meta.method_to_api_mapping == theirs.meta.method_to_api_mapping
    name = next(iter(sorted(ours.meta.method_to_api_mapping)))
    assert getattr(ours, name).__name__ == getattr(theirs, name).__name__ == name
    assert str(getattr(ours, name).__doc__) == str(getattr(theirs, name).__doc__)


def test_s3_has_the_transfers_of_boto3() -> None:
    """In every client, the first and the last."""
    for _ in range(3):
        client = build(Credentials("AKIA", SECRET))
        assert all(callable(getattr(client, name)) for name in METHODS)
    assert not hasattr(build(Credentials("AKIA", SECRET), "sts"), "upload_file")


def test_clients_of_a_service_share_their_methods() -> None:
    """Each has a class, as boto3's have, and that has no methods of its own."""
    first, second = (build(Credentials("AKIA", SECRET)) for _ in range(2))
    assert type(first).list_buckets is type(second).list_buckets
    assert type(build(Credentials("AKIA", SECRET), "sts")).__name__ == "STS"


# Forks.

UNDER_LOAD = """
import faulthandler, json, os, signal, sys, threading, time
from botocore.credentials import Credentials
from airflow_provider_awsconn.sessions.client_cache import find_place
from airflow_provider_awsconn.sessions.template import get_template

def build(key, service="sts"):
    return get_template(None, "agent").build_client(Credentials(key, "s" * 40), False, service, region_name="eu-west-1")

def view(name, key):
    return find_place(name, 4).view(lambda: lambda: build(key))

def ignore(**_):
    pass

def get_key(client):
    return client._request_signer._credentials.access_key

stop, wrong = threading.Event(), []

def load(number):
    turn = 0
    while not stop.is_set():
        turn += 1
        if get_key(build(f"AKIA{number}")) != f"AKIA{number}":
            wrong.append(number)
        view(b"%d" % (turn % 6), "AKIAMANY").meta.events.register("before-send", ignore)

parent = get_template(None, "agent")
threads = [threading.Thread(target=load, args=(number,), daemon=True) for number in range(8)]
for thread in threads:
    thread.start()
statuses = []
for _ in range(20):
    child = os.fork()
    if child == 0:
        # Where it hangs, if it does: the alarm ends it without a word.
        faulthandler.dump_traceback_later(25)
        signal.alarm(30)
        status = 1
        try:
            own = get_template(None, "agent")
            mine = [get_key(build(f"AKIAC{number}")) for number in range(3)]
            views = [view(b"1", "AKIACHILD") for _ in range(2)]
            views[0].meta.events.register("before-send", ignore)
            good = own is not parent and own.get_credentials() is None and mine == ["AKIAC0", "AKIAC1", "AKIAC2"]
            status = 0 if good and {get_key(each) for each in views} == {"AKIACHILD"} else 2
        finally:
            os._exit(status)
    statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    time.sleep(0.01)
stop.set()
for thread in threads:
    thread.join(30)
good = get_template(None, "agent") is parent and not any(thread.is_alive() for thread in threads)
print(json.dumps([statuses, wrong, good]))
"""


@pytest.mark.once
def test_forks_under_load_do_not_hang() -> None:
    """20 children of a process whose 8 threads make clients all the time: each makes its own, as itself."""
    paths = os.pathsep.join(filter(None, sys.path))
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UNDER_LOAD],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout) == [[0] * 20, [], True], finished.stderr


def test_a_template_keeps_no_secret(fresh: list[ClientTemplate]) -> None:
    """When a client is made, neither the template nor its cache of classes knows whose it was."""
    build(Credentials("AKIA1", SECRET, "a-session-token"))
    (template,) = fresh
    held = {name: value for name, value in vars(template).items() if name != "_components"}
    assert SECRET not in repr(held)
    assert "a-session-token" not in repr(held)
    assert all(not isinstance(value, Credentials) for value in held.values())
