"""What is given for a client or a session before it is there: all work waits until it is awaited.

Imports neither aiobotocore nor Airflow: it is made on event loops.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from contextlib import AbstractAsyncContextManager
    from types import TracebackType


def is_on_loop() -> bool:
    """Tell whether an event loop runs in this thread, and would wait for what is done here."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class ClientContext:
    """Makes a client when it is entered, and closes it in the end: ``async with context as client``.

    Each time it is entered it gives a new client, which belongs to the event loop of that moment.

    Args:
        build: makes a client that nobody has entered, or what gives one when it is entered.
    """

    def __init__(self, build: Callable[[], Awaitable[AbstractAsyncContextManager[Any]]]) -> None:
        self._build = build
        self._entered: list[tuple[asyncio.Task[Any] | None, AbstractAsyncContextManager[Any]]] = []

    async def __aenter__(self) -> Any:
        context = await self._build()
        client = await context.__aenter__()
        self._entered.append((asyncio.current_task(), context))
        return client

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # Of tasks that share this, each leaves what it has entered itself.
        task = asyncio.current_task()
        own = [entered for entered in self._entered if entered[0] is task]
        leaving = (own or self._entered)[-1]
        self._entered.remove(leaving)
        await leaving[1].__aexit__(exc_type, exc, traceback)


class SessionOnLoop:
    """A session that was asked for on an event loop, where it can't be made: to read its connection would block.

    ``create_client`` and ``get_credentials`` have it made when they are awaited. All else has it made at once.

    Args:
        prepare: makes the session away from the loop.
        build: makes it here and now.
    """

    def __init__(self, prepare: Callable[[], Awaitable[Any]], build: Callable[[], Any]) -> None:
        self._prepare = prepare
        self._build = build
        self._session: Any = None

    def create_client(self, *args: Any, **kwargs: Any) -> ClientContext:
        """Give the context manager of a client; arguments are those of botocore's ``create_client``."""

        async def build() -> AbstractAsyncContextManager[Any]:
            context: AbstractAsyncContextManager[Any] = (await self._find()).create_client(*args, **kwargs)
            return context

        return ClientContext(build)

    async def get_credentials(self) -> Any:
        """Give the session's credentials."""
        return await (await self._find()).get_credentials()

    async def _find(self) -> Any:
        if self._session is None:
            self._session = await self._prepare()
        return self._session

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._session is None:
            self._session = self._build()
        return getattr(self._session, name)
