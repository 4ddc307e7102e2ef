"""An aiobotocore session of a connection, whose clients are made away from the event loop."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aiobotocore.hooks import AioHierarchicalEmitter
from aiobotocore.session import AioSession

from airflow_provider_awsconn.async_sessions.building import make_client
from airflow_provider_awsconn.async_sessions.context import ClientContext
from airflow_provider_awsconn.async_sessions.thread import build_off_loop

if TYPE_CHECKING:
    from airflow_provider_awsconn.credentials.asynchronous import AsyncCredentials


class AsyncSession(AioSession):  # type: ignore[misc] # of an untyped library
    """aiobotocore's session; only its clients are made in a thread."""

    emitter_class = AioHierarchicalEmitter

    def create_client(self, *args: Any, **kwargs: Any) -> ClientContext:
        """Give the context manager of a client; arguments are those of botocore's ``create_client``."""
        return ClientContext(lambda: build_off_loop(functools.partial(make_client, self, *args, **kwargs)))


class GivenAsyncCredentials:
    """The ``credential_provider`` component of an aiobotocore session that has its credentials already."""

    def __init__(self, credentials: AsyncCredentials | None) -> None:
        self._credentials = credentials

    async def load_credentials(self) -> AsyncCredentials | None:
        """Give the credentials, as aiobotocore's resolver does."""
        return self._credentials
