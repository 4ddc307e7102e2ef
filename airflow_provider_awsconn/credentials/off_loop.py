"""Work that blocks, for coroutines: it runs in threads, and they wait for it on whatever event loop they are.

Imports asyncio and asgiref where they are used: who runs no coroutine needs neither.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from threading import RLock, Thread
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from airflow_provider_awsconn.credentials.process_local import ProcessLocal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

# An event loop waits for Python's lock behind all threads that have something to do.
_FEW_THREADS = 8
# They may all wait for somebody who does not answer: one thread more is started when none began a call for so long.
_PATIENCE_SECONDS = 0.1


class _Crew:
    """The threads of one process that make calls: few, and more while those that are there do not get on."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()
        self._count = 0
        self._began_at = 0.0
        # One that a signal's handler may take again.
        self._lock = RLock()

    def add(self, call: Callable[[], None]) -> None:
        """Have a call made as soon as a thread is there for it."""
        with self._lock:
            self._waiting.append(call)
            if self._count < _FEW_THREADS:
                self._start_thread()

    def hurry(self) -> None:
        """Start one thread more, where calls wait and none has begun for a while."""
        with self._lock:
            if self._waiting and time.monotonic() >= self._began_at + _PATIENCE_SECONDS:
                self._start_thread()

    def _start_thread(self) -> None:
        self._count += 1
        self._began_at = time.monotonic()
        try:
            Thread(target=self._work, name="awsconn-flight", daemon=True).start()
        except RuntimeError:
            # No more threads for this process, or none at all while the interpreter ends.
            self._count -= 1
            if not self._count:
                self._waiting.clear()
                raise

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._count -= 1
                    return
                call = self._waiting.popleft()
                self._began_at = time.monotonic()
            call()
            # Or what it holds would stay until there is another.
            del call


_CREW = ProcessLocal(_Crew)
# Not asyncio's own threads, of which a large machine has many, and which others may keep busy.
_WITH_AIRFLOW = ProcessLocal(lambda: ThreadPoolExecutor(_FEW_THREADS, thread_name_prefix="awsconn-airflow"))


class Flight(Generic[T]):
    """A call that blocks, made once at a time for all coroutines of all loops that wait for it.

    It runs in a daemon thread. A waiter that is cancelled, or whose loop ends, leaves it running.

    Args:
        call: runs in the thread. All who wait get its error, without the frames it came from: they may hold secrets.
    """

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        # One at most. A forked child has none of its parent's threads.
        self._running: ProcessLocal[dict[None, Future[T]]] = ProcessLocal(dict)

    def start(self) -> Future[T]:
        """Start the call, unless one runs, and wait for nothing."""
        running, mine = self._running.get(), Future[T]()
        # A dict's setdefault is atomic: one of those who come at once has it made.
        future = running.setdefault(None, mine)
        if future is mine:
            try:
                _CREW.get().add(functools.partial(_fly, self._call, running, mine))
            except RuntimeError as error:
                _fail(running, mine, error)
        return future

    async def join(self) -> T:
        """Give what the running call gives; where none runs, what a new one gives."""
        future = self.start()
        while not (future.running() or future.done()):
            await _wait(future, _PATIENCE_SECONDS)
            _CREW.get().hurry()
        await _wait(future)
        error = future.exception()
        if error is None:
            return future.result()
        try:
            # One error for all: without this, the frames of those who raised it before would stay in it.
            raise error.with_traceback(None)
        finally:
            # Or the error and this frame would hold each other.
            del error, future


def _fly(call: Callable[[], T], running: dict[None, Future[T]], future: Future[T]) -> None:
    if not future.set_running_or_notify_cancel():
        running.clear()
        return
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001 - those who wait get it
        _fail(running, future, error)
    else:
        running.clear()
        future.set_result(result)


def _fail(running: dict[None, Future[T]], future: Future[T], error: BaseException) -> None:
    running.clear()
    future.set_exception(error.with_traceback(None))


async def await_future(future: Future[T]) -> T:
    """Give what a thread's future comes to, as ``asyncio.wrap_future`` does.

    A waiter that is cancelled doesn't cancel the work, and nothing is logged when its loop has ended before the work.
    """
    await _wait(future)
    try:
        return future.result()
    finally:
        # Or an error and this frame would hold each other.
        del future


async def _wait(future: Future[T], seconds: float | None = None) -> None:
    """Wait until it is done, or for some time."""
    if future.done():
        return
    import asyncio

    loop = asyncio.get_running_loop()
    waiter: asyncio.Future[None] = loop.create_future()

    def call_loop(_: Future[T]) -> None:
        # A loop that has ended has nobody who waits.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_wake_in_turn, loop, waiter)

    future.add_done_callback(call_loop)
    timer = None if seconds is None else loop.call_later(seconds, _wake_in_turn, loop, waiter)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()


# By loop: who is to be woken there. Only that loop's thread changes it.
_TO_WAKE: WeakKeyDictionary[asyncio.AbstractEventLoop, deque[asyncio.Future[None]]] = WeakKeyDictionary()


def _wake_in_turn(loop: asyncio.AbstractEventLoop, waiter: asyncio.Future[None]) -> None:
    """Wake a waiter in a turn of its loop of its own: 200 that go on in one turn keep all others from theirs."""
    to_wake = _TO_WAKE.setdefault(loop, deque())
    to_wake.append(waiter)
    if len(to_wake) == 1:
        _wake_next(loop, to_wake)


def _wake_next(loop: asyncio.AbstractEventLoop, to_wake: deque[asyncio.Future[None]]) -> None:
    # It stays the first until its turn is over: who comes meanwhile waits behind it.
    if not to_wake[0].done():
        to_wake[0].set_result(None)
    loop.call_soon(_go_on, loop, to_wake)


def _go_on(loop: asyncio.AbstractEventLoop, to_wake: deque[asyncio.Future[None]]) -> None:
    to_wake.popleft()
    if to_wake:
        _wake_next(loop, to_wake)


async def run_with_airflow(func: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function that talks to Airflow, or blocks otherwise, in a thread.

    Airflow's own way to its supervisor, or to the API server, may lead back to the loop that waits here: in a thread
    that asgiref started it finds that loop.
    """
    from asgiref.sync import sync_to_async

    return await sync_to_async(func, thread_sensitive=False, executor=_WITH_AIRFLOW.get())(*args, **kwargs)
