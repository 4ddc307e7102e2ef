"""The hook on event loops: Airflow is asked in threads or in its own way for loops, with the errors of sync use."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession
from botocore.exceptions import ClientError, ProfileNotFound

from airflow_provider_awsconn import airflow_compat
from airflow_provider_awsconn.airflow_compat import AirflowNotFoundException, BaseHook, find_async_getter
from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError, ask_on_loop, fetch_connection
from airflow_provider_awsconn.async_sessions.context import SessionOnLoop
from airflow_provider_awsconn.async_sessions.session import AsyncSession
from airflow_provider_awsconn.errors import InvalidConnectionError
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.session_factory import BaseSessionFactory
from tests.unit.async_sessions.loops import run
from tests.unit.conftest import REGION

try:
    from airflow.sdk import Connection
except ImportError:
    from airflow.models import Connection  # type: ignore[assignment] # Airflow 2.11

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws_bench import AwsBench
    from tests.unit.conftest import BenchConnection

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


class Airflow:
    """Airflow's answers, and who asked in which way on which thread."""

    def __init__(self) -> None:
        self.connections: dict[str, Any] = {}
        self.asked: list[tuple[str, int]] = []

    def add(self, conn_id: str, **fields: Any) -> str:
        """Add a connection."""
        self.connections[conn_id] = Connection(conn_id=conn_id, conn_type="aws", **fields)
        return conn_id

    def give(self, conn_id: str, way: str) -> Any:
        """Give a connection."""
        self.asked.append((way, threading.get_ident()))
        if conn_id not in self.connections:
            raise AirflowNotFoundException(conn_id)
        return self.connections[conn_id]


@pytest.fixture
def airflow(monkeypatch: pytest.MonkeyPatch) -> Airflow:
    """An Airflow with both ways to a connection, whichever version is installed."""
    airflow = Airflow()

    class Getters:
        @classmethod
        def get_connection(cls, conn_id: str) -> Any:
            return airflow.give(conn_id, "sync")

        @classmethod
        async def aget_connection(cls, conn_id: str) -> Any:
            await asyncio.sleep(0)
            return airflow.give(conn_id, "async")

    for name in ("get_connection", "aget_connection"):
        monkeypatch.setattr(BaseHook, name, Getters.__dict__[name], raising=False)
    monkeypatch.setattr(airflow_compat, "_GET_CONNECTION", Getters.__dict__["get_connection"])
    return airflow


@pytest.fixture
def masked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """What is given to Airflow's masker, and on which thread."""
    seen: list[tuple[str, int]] = []
    monkeypatch.setattr(
        airflow_compat, "_find_mask_secret", lambda: lambda secret: seen.append((secret, threading.get_ident()))
    )
    yield seen
    assert threading.get_ident() not in {thread for _, thread in seen}, "the masker was told on the loop's thread"


async def ask(hook: AwsHook, **given: Any) -> str:
    """Ask STS who a hook is."""
    async with hook.async_client("sts", **given) as client:
        return str((await client.get_caller_identity())["Arn"])


def describe(bench: AwsBench, **further: Any) -> str:
    """The extra of a connection to the bench."""
    return json.dumps({"endpoint_url": bench.endpoint_url, "region_name": REGION} | further)


# How Airflow is asked.


def test_airflows_own_way_is_taken(bench: AwsBench, airflow: Airflow, masked: list[tuple[str, int]]) -> None:
    """Once per hook, on the loop; what it says is parsed and masked elsewhere."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    hook = AwsHook(airflow.add("etl", login=login, password=password, extra=describe(bench, session_token="")))
    assert run(ask(hook)).endswith("worker")
    run(ask(hook))
    assert airflow.asked == [("async", threading.get_ident())]
    assert (password in dict(masked)) is True


def test_without_it_a_thread_asks(bench: AwsBench, airflow: Airflow, monkeypatch: pytest.MonkeyPatch) -> None:
    """As before Airflow 3.1, and where a hook has its connections from elsewhere."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    airflow.add("etl", login=login, password=password, extra=describe(bench))

    class Own(AwsHook):
        @classmethod
        def get_connection(cls, conn_id: str) -> Any:
            return airflow.give(conn_id, "own")

    assert run(ask(Own("etl"))).endswith("worker")
    monkeypatch.delattr(BaseHook, "aget_connection")
    assert run(ask(AwsHook("etl"))).endswith("worker")
    assert [way for way, _ in airflow.asked] == ["own", "sync"]
    assert threading.get_ident() not in {thread for _, thread in airflow.asked}


def test_a_variable_is_read_in_a_thread(bench_connection: BenchConnection, airflow: Airflow) -> None:
    """It is looked at before Airflow reads it, which logs pieces of what it can't read."""
    bench_connection("etl")

    async def find() -> Any:
        return await ask_on_loop("etl", AwsHook)

    assert run(find()) is AwsHook
    assert airflow.asked == []


def test_what_is_put_in_its_place_is_asked(airflow: Airflow, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that replaces ``get_connection``, of the hook or of Airflow's, is heard on loops too."""
    assert find_async_getter(AwsHook) is not None
    with monkeypatch.context() as patch:
        patch.setattr(AwsHook, "get_connection", lambda conn_id: airflow.give(conn_id, "mock"))
        assert find_async_getter(AwsHook) is None
    with monkeypatch.context() as patch:
        patch.setattr(BaseHook, "get_connection", lambda conn_id: airflow.give(conn_id, "mock"))
        assert find_async_getter(AwsHook) is None
    assert find_async_getter(AwsHook) is not None


def test_nobody_is_asked_for_no_connection(airflow: Airflow) -> None:
    """None and "" are boto3's own chain."""
    for conn_id in (None, ""):
        hook = AwsHook(conn_id, region_name=REGION)

        async def main(hook: AwsHook = hook) -> str:
            async with await hook.get_async_conn("s3") as client:
                return str(client.meta.region_name)

        assert run(main()) == REGION
    assert airflow.asked == []


# What is wrong is said as it is said to sync clients.


@pytest.mark.parametrize("native", [True, False])
def test_a_missing_connection(airflow: Airflow, monkeypatch: pytest.MonkeyPatch, native: bool) -> None:
    """The same error, in each way."""
    if not native:
        monkeypatch.delattr(BaseHook, "aget_connection")
    with pytest.raises(ConnectionNotFoundError) as of_sync:
        AwsHook("nobody").get_client_type("s3")
    for make in (AwsHook("nobody").get_async_conn, lambda kind: AwsHook("nobody").async_client(kind).__aenter__()):
        with pytest.raises(ConnectionNotFoundError) as of_async:
            run(make("s3"))
        assert str(of_async.value) == str(of_sync.value)
    assert [way for way, _ in airflow.asked[1:]] == (["async"] if native else ["sync"]) * 2


def test_a_missing_one_may_be_ambient(
    airflow: Airflow, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the deployment says so."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__MISSING_CONNECTION", "ambient")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAWORKER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    async def main() -> str:
        async with AwsHook("nobody", region_name=REGION).async_client("s3") as client:
            return str(await client.generate_presigned_url("list_buckets"))

    assert "AKIAWORKER" in run(main())
    assert [way for way, _ in airflow.asked] == ["async"]
    assert "does not exist" in caplog.text


def test_every_problem_of_a_broken_one(airflow: Airflow) -> None:
    """All at once, the same as without a loop; and secrets stay out of it."""
    extra = json.dumps({"region_name": "eu_west_1", "duration_seconds": 5, "role_arn": "no-arn"})
    airflow.add("broken", login="AKIA1", password=None, extra=extra)
    hook_class: type[AwsHook] = AwsHook
    with pytest.raises(InvalidConnectionError) as of_sync:
        fetch_connection("broken", hook_class)
    with pytest.raises(InvalidConnectionError) as of_async:
        run(ask(AwsHook("broken")))
    assert str(of_async.value) == str(of_sync.value)
    assert len(of_async.value.problems) >= 3


@pytest.mark.parametrize("text", ["aws://AKIA:sec/ret@", '{"conn_type": "aws", "extra": '])
def test_an_unreadable_variable(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same error, with all that is wrong."""
    monkeypatch.setenv("AIRFLOW_CONN_UNREADABLE", text)
    with pytest.raises((InvalidConnectionError, ConnectionNotFoundError)) as of_sync:
        AwsHook("unreadable").get_client_type("s3")
    with pytest.raises((InvalidConnectionError, ConnectionNotFoundError)) as of_async:
        run(ask(AwsHook("unreadable")))
    assert (type(of_async.value), str(of_async.value)) == (type(of_sync.value), str(of_sync.value))


def test_arguments_that_are_wrong_are_refused_at_once() -> None:
    """Before anything is awaited, by each way."""
    for make in (AwsHook("any").async_client, lambda: AwsHook("any").get_client_type(deferrable=True)):
        with pytest.raises(ValueError, match="set exactly one of them"):
            make()
    with pytest.raises(ValueError, match="is a region"):
        AwsHook("any").async_client("eu-west-1")
    with pytest.raises(LookupError):
        AwsHook("any", resource_type="s3").async_client()
    assert AwsHook("any").async_client("cognito-idp")


def test_a_profile_that_is_not_there(airflow: Airflow) -> None:
    """Botocore's error, with the hint that sync clients give."""
    hook = AwsHook(airflow.add("etl", extra=json.dumps({"profile_name": "no-such-profile"})))
    with pytest.raises(ProfileNotFound) as of_sync:
        hook.get_client_type("s3", region_name=REGION)
    with pytest.raises(ProfileNotFound) as of_async:
        run(ask(hook))
    assert "no-such-profile" in str(of_async.value)
    assert str(of_async.value).split(" - ")[0] == str(of_sync.value).split(" - ")[0]


def test_an_error_of_a_request_has_its_hint(bench: AwsBench, airflow: Airflow) -> None:
    """With the connection's name, once."""
    hook = AwsHook(airflow.add("etl", login=bench.worker.access_key, password="W" * 40, extra=describe(bench)))
    with pytest.raises(ClientError) as caught:
        run(ask(hook))
    assert str(caught.value).count("connection 'etl'") == 1


# One hook for all.


def test_many_coroutines_use_one_hook(bench: AwsBench, airflow: Airflow) -> None:
    """They come at once, each gets a client, and the role is assumed once."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    hook = AwsHook(airflow.add("etl", login=login, password=password, extra=describe(bench, role_arn=bench.role_arn)))

    async def main() -> set[str]:
        return set(await asyncio.gather(*(ask(hook) for _ in range(30))))

    assert len(run(main())) == 1
    assert bench.count("AssumeRole") == 1
    assert {thread for _, thread in airflow.asked} == {threading.get_ident()}


@pytest.mark.parametrize("first", ["sync", "async"])
def test_both_ways_of_a_hook_share_credentials(bench: AwsBench, airflow: Airflow, first: str) -> None:
    """Whichever comes first asks Airflow and STS, and the other one nobody."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    hook = AwsHook(airflow.add("etl", login=login, password=password, extra=describe(bench, role_arn=bench.role_arn)))
    ways: dict[str, Callable[[], str]] = {
        "sync": lambda: str(hook.get_client_type("sts").get_caller_identity()["Arn"]),
        "async": lambda: run(ask(hook)),
    }
    one = ways.pop(first)()
    assert ways.popitem()[1]() == one
    assert bench.count("AssumeRole") == 1
    assert [way for way, _ in airflow.asked] == [first]


def test_what_the_connection_says_is_there_after_it(airflow: Airflow) -> None:
    """After ``get_async_conn`` nobody asks Airflow on the loop."""
    hook = AwsHook(airflow.add("etl", extra=json.dumps({"region_name": REGION, "verify": False})), client_type="s3")

    async def main() -> Any:
        await hook.get_async_conn()
        airflow.connections.clear()
        assert hook.conn_config.conn_id == "etl"
        assert (hook.verify, hook.service_config) == (False, {})
        assert hook.config is not None
        assert hook.describe() is not None
        return hook.region_name

    assert run(main()) == REGION
    assert len(airflow.asked) == 1


def test_arguments_of_the_call_arrive(bench: AwsBench, airflow: Airflow) -> None:
    """Region and configuration, aiobotocore's own part too, beat the hook's and the connection's."""
    extra = describe(bench, config_kwargs={"read_timeout": 5, "connect_timeout": 6, "max_pool_connections": 7})
    airflow.add("etl", login=bench.worker.access_key, password=bench.worker.secret_key, extra=extra)
    hook = AwsHook("etl", config=AioConfig({"ttl_dns_cache": 5}, read_timeout=15))

    async def main() -> None:
        async with hook.async_client("s3", "us-east-2", AioConfig({"force_close": True}, connect_timeout=16)) as client:
            config = client.meta.config
            assert client.meta.region_name == "us-east-2"
            assert (config.read_timeout, config.connect_timeout, config.max_pool_connections) == (15, 16, 7)
            assert config.connector_args["ttl_dns_cache"] == 5
            assert (await client.list_buckets())["Buckets"] is not None
        async with await hook.get_async_conn("s3", config={"read_timeout": 25}) as client:
            assert (client.meta.region_name, client.meta.config.read_timeout) == (REGION, 25)

    run(main())


def test_the_guard_of_endpoints_waits_for_no_name(airflow: Airflow) -> None:
    """A name that leads to a metadata service is refused, looked up off the loop."""
    airflow.add("etl", login="AKIA1", password=SECRET, extra=json.dumps({"endpoint_url": "http://metadata.example"}))
    threads: list[int] = []

    async def main() -> None:
        def look_up(host: str, *_: Any, **__: Any) -> Any:
            threads.append(threading.get_ident())
            assert host == "metadata.example"
            return [(2, 1, 6, "", ("169.254.169.254", 0))]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("socket.getaddrinfo", look_up)
            async with AwsHook("etl", region_name=REGION).async_client("sts") as client:
                with pytest.raises(InvalidConnectionError, match="leads to the address of a metadata service"):
                    await client.get_caller_identity()

    run(main())
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_who_is_cancelled_leaves_nothing(bench: AwsBench, airflow: Airflow) -> None:
    """At each moment of entering, and in a request: no session stays open, and the hook is as good as before."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    hook = AwsHook(airflow.add("etl", login=login, password=password, extra=describe(bench, role_arn=bench.role_arn)))

    async def main() -> None:
        for steps in range(0, 60, 3):
            task = asyncio.create_task(ask(hook))
            for _ in range(steps):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled() or not task.exception()
        assert ":assumed-role/" in await ask(hook)

    run(main())
    assert bench.count("AssumeRole") == 1


# Sessions.


def test_a_session_is_made_when_it_is_awaited(bench: AwsBench, airflow: Airflow) -> None:
    """On a loop; off it, it is there at once. Both have the credentials of the hook's clients."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    hook = AwsHook(airflow.add("etl", login=login, password=password, extra=describe(bench, role_arn=bench.role_arn)))

    async def main() -> tuple[str, str]:
        session = hook.get_session(deferrable=True)
        assert isinstance(session, SessionOnLoop)
        assert airflow.asked == []
        frozen = await (await session.get_credentials()).get_frozen_credentials()
        async with session.create_client("sts", endpoint_url=bench.endpoint_url) as client:
            arn = str((await client.get_caller_identity())["Arn"])
        return frozen.access_key, arn

    access_key, arn = run(main())
    assert ":assumed-role/" in arn
    session = hook.get_session(deferrable=True)
    assert isinstance(session, AsyncSession)
    assert session.get_config_variable("region") == REGION

    async def again() -> str:
        return str((await (await session.get_credentials()).get_frozen_credentials()).access_key)

    assert run(again()) == access_key == hook.get_credentials().access_key
    assert bench.count("AssumeRole") == 1
    assert hook.get_session("us-east-2", deferrable=True).get_config_variable("region") == "us-east-2"


def test_positional_arguments_of_a_session(bench: AwsBench, airflow: Airflow) -> None:
    """Those of botocore's ``create_client``, in its order."""
    hook = AwsHook(airflow.add("etl", login="AKIA1", password=SECRET, extra=describe(bench)))

    async def main() -> None:
        arguments = ("s3", "us-east-2", None, False, None, bench.endpoint_url, "AKIA2", SECRET, "token-2")
        session = hook.get_session(deferrable=True)
        async with session.create_client(*arguments, AioConfig({"ttl_dns_cache": 5})) as client:
            assert (client.meta.region_name, client.meta.endpoint_url) == ("us-east-2", bench.endpoint_url)
            assert client.meta.config.connector_args["ttl_dns_cache"] == 5
            assert "AKIA2" in await client.generate_presigned_url("list_buckets")

    run(main())


class OwnFactory(BaseSessionFactory):
    """A deployment's own sessions."""

    threads: list[int] = []  # noqa: RUF012 - of this test

    def create_session(self, deferrable: bool = False) -> Any:
        """Make a session with keys of its own."""
        self.threads.append(threading.get_ident())
        if not deferrable:
            return super().create_session()
        session = AioSession()
        session.set_config_variable("region", "eu-north-1")
        session.set_credentials("AKIAOWN", SECRET)
        return session


class WrongFactory(BaseSessionFactory):
    """Knows no async sessions."""

    def create_session(self, deferrable: bool = False) -> Any:
        """Make a sync one."""
        return super().create_session() if deferrable else None


class PlainFactory(BaseSessionFactory):
    """Adds nothing."""


@pytest.mark.parametrize(("name", "key"), [("OwnFactory", "AKIAOWN"), ("PlainFactory", "AKIA1")])
def test_a_deployments_own_sessions(airflow: Airflow, monkeypatch: pytest.MonkeyPatch, name: str, key: str) -> None:
    """They are made in a thread, and so are their clients."""
    monkeypatch.setenv("AIRFLOW__AWS__SESSION_FACTORY", f"{__name__}.{name}")
    OwnFactory.threads.clear()
    hook = AwsHook(airflow.add("etl", login="AKIA1", password=SECRET, extra=json.dumps({"region_name": REGION})))

    async def main() -> None:
        async with hook.async_client("s3") as client:
            assert key in await client.generate_presigned_url("list_buckets")
        session = hook.get_session(deferrable=True)
        async with session.create_client("s3", region_name=REGION) as client:
            assert key in await client.generate_presigned_url("list_buckets")

    run(main())
    assert threading.get_ident() not in OwnFactory.threads


def test_a_deployments_class_without_async_sessions(airflow: Airflow, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error says what it should have given."""
    monkeypatch.setenv("AIRFLOW__AWS__SESSION_FACTORY", f"{__name__}.WrongFactory")
    hook = AwsHook(airflow.add("etl", login="AKIA1", password=SECRET))
    with pytest.raises(TypeError, match=r"session_factory: .* give an aiobotocore\.session\.AioSession"):
        run(ask(hook))


def test_a_forbidden_account_is_refused(bench: AwsBench, airflow: Airflow, monkeypatch: pytest.MonkeyPatch) -> None:
    """With our sessions, and with the deployment's own."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    extra = describe(bench, allowed_account_ids=["999999999999"])
    airflow.add("etl", login=login, password=password, extra=extra)
    with pytest.raises(Exception, match="999999999999"):
        run(ask(AwsHook("etl")))
    monkeypatch.setenv("AIRFLOW__AWS__SESSION_FACTORY", f"{__name__}.PlainFactory")
    with pytest.raises(Exception, match="999999999999"):
        run(ask(AwsHook("etl")))


def test_unsigned_requests(airflow: Airflow) -> None:
    """A connection that signs nothing asks for no credentials."""
    extra = {"config_kwargs": {"signature_version": "unsigned"}, "region_name": REGION}
    hook = AwsHook(airflow.add("etl", extra=json.dumps(extra)))

    async def main() -> str:
        async with hook.async_client("s3") as client:
            return str(await client.generate_presigned_url("list_buckets"))

    assert "Signature" not in run(main())


def test_the_masker_is_told_off_the_loop(bench: AwsBench, airflow: Airflow, masked: list[tuple[str, int]]) -> None:
    """Of the password, and of what is minted: the loop waits for it, in a thread."""
    login, password = bench.worker.access_key, bench.worker.secret_key
    hook = AwsHook(airflow.add("etl", login=login, password=password, extra=describe(bench, role_arn=bench.role_arn)))
    assert ":assumed-role/" in run(ask(hook))
    assert len({secret for secret, _ in masked}) >= 3
