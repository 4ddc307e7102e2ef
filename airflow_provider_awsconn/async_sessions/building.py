"""How clients of aiobotocore are made in a thread, and nothing is left for the event loop to read."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from airflow_provider_awsconn.async_sessions.http import prepare_http
from airflow_provider_awsconn.credentials.asynchronous import AsyncCredentials
from airflow_provider_awsconn.credentials.fork_gate import delaying_forks

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from aiobotocore.session import AioSession

T = TypeVar("T")


def make_client(session: AioSession, *args: Any, **kwargs: Any) -> Any:
    """Have a session make a client, and the client read what it would read on the event loop; nobody has entered it.

    Args:
        session: any of aiobotocore.
        args: of its ``create_client``.
        kwargs: of its ``create_client``.
    """
    with delaying_forks():
        client = run_to_end(session._create_client(*args, **kwargs))  # noqa: SLF001 - what its create_client awaits
        prepare_http(client)
    _settle_account(client)
    # These fill the client's own cache of paginators and waiters.
    client.can_paginate(next(iter(client.meta.method_to_api_mapping)))
    _ = client.waiter_names
    return client


def _settle_account(client: Any) -> None:
    """Have a client whose endpoints may go by the account wait for it, as it waits for its credentials."""
    # botocore has no public names for them.
    credentials = client._request_signer._credentials  # noqa: SLF001
    rules = getattr(client._ruleset_resolver, "_param_definitions", {})  # noqa: SLF001
    if isinstance(credentials, AsyncCredentials) and "AccountId" in rules:
        client.meta.events.register("before-endpoint-resolution", credentials.settle_account)


def run_to_end(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine of aiobotocore's in a thread that has no event loop.

    Those that make clients wait for nothing, unless botocore's defaults are to be found at a metadata service.
    """
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()
