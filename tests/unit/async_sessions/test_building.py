"""Clients are made in a thread that has no loop, and read there what they would read on one."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiobotocore.session import AioSession
from botocore.credentials import Credentials

from airflow_provider_awsconn.async_sessions.building import make_client, run_to_end
from airflow_provider_awsconn.async_sessions.http import SharedTlsSession
from airflow_provider_awsconn.async_sessions.template import get_async_template
from airflow_provider_awsconn.credentials.asynchronous import AsyncCredentials, build_async_credentials
from airflow_provider_awsconn.credentials.renewal import RenewingSource
from tests.unit.async_sessions.loops import run
from tests.unit.conftest import REGION
from tests.unit.credentials.fakes import ACCOUNT, Clock, make_set


class Forgetful:
    """A loader that reads no more."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"read on the loop: {name}")


def build(service: str, credentials: AsyncCredentials | None = None) -> Any:
    """A client of the template of now."""
    given = credentials or build_async_credentials(Credentials("AKIA1", "secret"))
    return get_async_template(None, "agent").build_client(given, False, service, region_name=REGION)


@pytest.mark.parametrize(
    ("service", "operation", "pages", "waiter"),
    [
        ("s3", "list_objects_v2", True, "object_exists"),
        ("ec2", "describe_instances", True, "instance_running"),
        ("sqs", "send_message", False, None),
        ("sts", "get_caller_identity", False, None),
    ],
)
def test_a_client_has_its_paginators_and_waiters(service: str, operation: str, pages: bool, waiter: str | None) -> None:
    """They are there before it is entered: nothing is read later, also where a service has none."""
    client = build(service)
    client._loader = Forgetful()

    async def main() -> None:
        async with client:
            assert client.can_paginate(operation) is pages
            if pages:
                client.get_paginator(operation).paginate()
            assert (waiter in client.waiter_names) is bool(waiter)
            if waiter:
                client.get_waiter(waiter)

    run(main())


def test_any_session_of_aiobotocore_will_do() -> None:
    """A deployment's own makes clients with the same TLS."""
    session = AioSession()
    session.set_credentials("AKIA1", "secret")
    client = make_client(session, "s3", region_name=REGION)
    assert isinstance(client._endpoint.http_session, SharedTlsSession)
    assert client._endpoint.http_session._contexts is not None


def test_a_coroutine_is_run_to_its_end() -> None:
    """With what it gives or raises; its loop is closed, and a loop of the thread is none of its business."""
    loops: list[asyncio.AbstractEventLoop] = []

    async def give() -> str:
        loops.append(asyncio.get_running_loop())
        await asyncio.sleep(0)
        return "given"

    async def fail() -> None:
        loops.append(asyncio.get_running_loop())
        raise SystemExit(3)

    assert run_to_end(give()) == "given"
    with pytest.raises(SystemExit):
        run_to_end(fail())
    assert [loop.is_closed() for loop in loops] == [True, True]

    async def main() -> str:
        return await asyncio.to_thread(run_to_end, give())

    assert run(main()) == "given"


# Endpoints that go by the account.


async def presign(client: Any, operation: str) -> str | None:
    """The host that a request would go to."""
    async with client:
        url: str = await client.generate_presigned_url(operation)
        return urlsplit(url).hostname


def mint(account_id: str | None) -> AsyncCredentials:
    """Credentials of a role that nobody has minted yet."""
    source = RenewingSource(lambda _: make_set(account_id=account_id), "role etl", clock=Clock())
    return AsyncCredentials(source, lambda: "assume-role")


@pytest.mark.parametrize("account_id", [ACCOUNT, None])
def test_the_first_request_goes_by_the_account(account_id: str | None) -> None:
    """The client waits for the account, with each aiobotocore, as a sync client does."""
    expected = f"{account_id}.ddb.eu-west-1.amazonaws.com" if account_id else "dynamodb.eu-west-1.amazonaws.com"
    assert run(presign(build("dynamodb", mint(account_id)), "list_tables")) == expected


def test_who_needs_no_account_waits_for_none() -> None:
    """A request that is not signed asks for no credentials."""
    asked: list[float] = []

    def refuse(now: float) -> Any:
        asked.append(now)
        raise AssertionError("nobody needs them")

    credentials = AsyncCredentials(RenewingSource(refuse, "role etl", clock=Clock()), lambda: "assume-role")
    client = build("sts", credentials)
    sent: list[str] = []

    class SentError(Exception):
        pass

    def keep(request: Any, **_: Any) -> None:
        sent.append(request.url)
        raise SentError

    client.meta.events.register_first("before-send", keep)

    async def main() -> None:
        async with client:
            with pytest.raises(SentError):
                await client.assume_role_with_web_identity(
                    RoleArn="arn:aws:iam::123456789012:role/etl", RoleSessionName="session", WebIdentityToken="token"
                )

    run(main())
    assert (len(sent), asked) == (1, [])
