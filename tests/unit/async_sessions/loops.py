"""Event loops that complain, and what to do on them."""

from __future__ import annotations

import asyncio
import gc
import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from typing_extensions import Self

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a loop of its own in debug mode; whatever is left behind there is a failure."""
    complaints: list[str] = []

    async def guarded() -> T:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, about: complaints.append(about["message"]))
        # How long something took is not looked at here.
        loop.slow_callback_duration = 60
        try:
            return await main
        finally:
            left = asyncio.all_tasks() - {asyncio.current_task()}
            complaints.extend(map(repr, left))
            # What is young: all that was made here.
            gc.collect(1)

    result = asyncio.run(guarded(), debug=True)
    assert complaints == []
    return result


class LoopElsewhere:
    """An event loop that runs in another thread, until it is closed."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def run(self, main: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine there, and wait for it."""
        return asyncio.run_coroutine_threadsafe(main, self.loop).result(30)
