"""The hook of passwords in Secrets Manager, on event loops."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiobotocore.session import AioSession
from botocore.exceptions import ClientError

from .base import AwsBaseHook
from .password_store import PasswordStoreHook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench

    from .conftest import Connect


@pytest.fixture(scope="module")
def hook(connect_once: Connect) -> Iterator[PasswordStoreHook]:
    """A hook with three passwords."""
    hook = PasswordStoreHook(connect_once())
    names = ["a", "b", "c"]
    for name in names:
        hook.write(name, f"pass-{name}")
    yield hook
    for name in names:
        hook.conn.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


def test_reads(hook: PasswordStoreHook, bench: AwsBench) -> None:
    """An async client has the connection's keys, region and endpoint."""
    bench.clear()
    assert asyncio.run(hook.read("a")) == "pass-a"
    (request,) = bench.requests()
    assert (request.access_key, request.region) == (bench.worker.access_key, "eu-west-1")


def test_reads_on_one_loop_after_another(hook: PasswordStoreHook) -> None:
    """A client is of the loop that it is made on; the hook is of none."""
    assert [asyncio.run(hook.read(name)) for name in "ab"] == ["pass-a", "pass-b"]


def test_reads_at_once(hook: PasswordStoreHook) -> None:
    """One client sends many requests at a time."""
    assert asyncio.run(hook.read_all(["c", "a", "b"])) == ["pass-c", "pass-a", "pass-b"]


def test_pages(hook: PasswordStoreHook, bench: AwsBench) -> None:
    """Paginators are iterated with ``async for``."""
    bench.clear()
    names = asyncio.run(hook.list_names())
    assert {"a", "b", "c"} <= set(names)
    assert bench.count("ListSecrets") == len(names)


def test_errors_are_botocores(hook: PasswordStoreHook) -> None:
    """What AWS refuses is the same error as in a client that blocks."""
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        asyncio.run(hook.read("there-is-none"))


def test_the_hooks_own_settings_are_the_async_clients(connect: Connect) -> None:
    """Region and configuration of the constructor beat the connection's."""
    hook = PasswordStoreHook(connect(), region_name="eu-central-1", config={"read_timeout": 9})

    async def look() -> tuple[str, float]:
        async with await hook.get_async_conn() as client:
            return client.meta.region_name, client.meta.config.read_timeout

    assert asyncio.run(look()) == ("eu-central-1", 9)


def test_a_role_is_assumed(connect: Connect, bench: AwsBench) -> None:
    """Async clients have the keys of the connection's role."""
    hook = AwsBaseHook(connect("role", extra={"role_arn": bench.role_arn}), client_type="s3")

    async def look() -> None:
        async with await hook.get_async_conn() as client:
            await client.list_buckets()

    asyncio.run(look())
    assert bench.requests(action="AssumeRole")[0].role_arn == bench.role_arn
    (request,) = bench.requests(action="ListBuckets")
    assert request.status == 200
    assert request.access_key != bench.worker.access_key


def test_async_conn_is_deprecated(hook: PasswordStoreHook) -> None:
    """The property of old gives an async client too, and warns."""

    async def read() -> str:
        with pytest.warns(DeprecationWarning, match="async_conn"):
            context = hook.async_conn
        async with context as client:
            return str((await client.get_secret_value(SecretId="a"))["SecretString"])

    assert asyncio.run(read()) == "pass-a"


def test_get_client_type_gives_async_clients(hook: PasswordStoreHook) -> None:
    """``deferrable`` makes it a client to enter, off a loop as in a thread of one."""

    async def read() -> str:
        context = await asyncio.to_thread(hook.get_client_type, region_name="eu-west-1", deferrable=True)
        async with context as client:
            return str((await client.get_secret_value(SecretId="b"))["SecretString"])

    assert asyncio.run(read()) == "pass-b"


def test_a_subclass_decides_for_async_clients(connect: Connect, bench: AwsBench) -> None:
    """Sessions and region of a subclass are those of its async clients."""

    class Hook(AwsBaseHook):
        @property
        def region_name(self) -> str:
            return "eu-north-1"

        def get_session(self, region_name: str | None = None, deferrable: bool = False) -> Any:
            assert deferrable
            session = AioSession()
            session.set_credentials(bench.worker.access_key, bench.worker.secret_key)
            session.set_config_variable("region", region_name or self.region_name)
            return session

    hook = Hook(connect("nobody", login="AKIANOBODY", password="wrong"), client_type="s3")

    async def ask() -> None:
        async with await hook.get_async_conn() as client:
            await client.list_buckets()

    asyncio.run(ask())
    (request,) = bench.requests()
    assert (request.access_key, request.region) == (bench.worker.access_key, "eu-north-1")


def test_get_session_gives_async_sessions(hook: PasswordStoreHook, bench: AwsBench) -> None:
    """``deferrable`` makes it a session of aiobotocore."""
    session = hook.get_session(deferrable=True)

    async def read() -> str:
        async with session.create_client("secretsmanager", endpoint_url=bench.endpoint_url) as client:
            return str((await client.get_secret_value(SecretId="c"))["SecretString"])

    assert asyncio.run(read()) == "pass-c"
