"""The monitor of event loops sees what stalls one and says where, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import re
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from .loop_lag import LoopLag

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.once


def repeat(test: Callable[..., None]) -> Callable[..., None]:
    """Begin anew, twice at most: a busy machine disturbs a measurement now and then, a wrong one fails each time."""

    @functools.wraps(test)
    def run(**arguments: object) -> None:
        for _ in range(2):
            # pytest.raises fails with an exception of pytest's own.
            with contextlib.suppress(AssertionError, pytest.fail.Exception):
                return test(**arguments)
        return test(**arguments)

    return run


async def watch(work: Callable[[], object], times: int = 1) -> LoopLag:
    """Have the loop do something between two times of doing nothing."""
    async with LoopLag() as lag:
        await asyncio.sleep(0.1)
        for _ in range(times):
            work()
            await asyncio.sleep(0)
        await asyncio.sleep(0.1)
    return lag


def block() -> None:
    """Block, as something that waits without the loop does."""
    time.sleep(0.1)


def reckon() -> None:
    """Keep the processor."""
    until = time.thread_time() + 0.1
    while time.thread_time() < until:
        pass


def keep_the_lock() -> None:
    """Have a C function that keeps Python's lock: nobody gets a turn before it is through."""
    re.match(r"(a|aa)+$", "a" * 33 + "b")


@repeat
def test_an_idle_loop_is_never_late() -> None:
    """Neither is one that waits for threads and for its own tasks."""

    async def idle() -> LoopLag:
        async with LoopLag() as lag:
            await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.3) for _ in range(5)))
        return lag

    lag = asyncio.run(idle())
    lag.check()
    assert lag.beats > 10


@pytest.mark.parametrize("work", [block, reckon])
@repeat
def test_what_blocks_is_caught_with_its_stack(work: Callable[[], None]) -> None:
    """A stall is told with its length and the line that the loop's thread was in."""
    lag = asyncio.run(watch(work))
    assert lag.worst_seconds > 0.05
    with pytest.raises(AssertionError, match=rf"(?s)stalled:\n\d+ ms, .*in {work.__name__}\n"):
        lag.check()


@repeat
def test_just_over_the_limit_is_too_much() -> None:
    """Blocking for 60 ms is caught; one of ten times at least, on however busy a machine."""
    lag = asyncio.run(watch(lambda: time.sleep(0.06), times=10))
    with pytest.raises(AssertionError, match="stalled"):
        lag.check()


@repeat
def test_what_is_done_last_counts() -> None:
    """A stall right before the end is seen."""

    async def run() -> LoopLag:
        async with LoopLag() as lag:
            await asyncio.sleep(0.05)
            block()
        return lag

    with pytest.raises(AssertionError, match="in block\n"):
        asyncio.run(run()).check()


@repeat
def test_callbacks_of_one_turn_add_up() -> None:
    """Each is short; together they keep everybody else."""

    async def run() -> LoopLag:
        async with LoopLag() as lag:
            await asyncio.gather(*(asyncio.create_task(asyncio.sleep(0)) for _ in range(10)))
            for _ in range(20):
                asyncio.get_running_loop().call_soon(time.sleep, 0.005)
            await asyncio.sleep(0.05)
        return lag

    with pytest.raises(AssertionError, match="stalled"):
        asyncio.run(run()).check()


@repeat
def test_another_thread_that_keeps_the_lock_is_caught() -> None:
    """The loop waits for Python's lock, and does nothing itself."""

    async def run() -> LoopLag:
        async with LoopLag() as lag:
            # On a busy machine most of one stall may be the machine's.
            for _ in range(10):
                await asyncio.sleep(0.05)
                await asyncio.to_thread(keep_the_lock)
                if lag.worst_seconds > 0.05:
                    break
        return lag

    # Where the thread was is told only if it is still there when it is looked at.
    with pytest.raises(AssertionError, match=r"stalled:\n.*the loop's thread ran \d{1,2} ms"):
        asyncio.run(run()).check()


@repeat
def test_the_garbage_collector_is_told_apart() -> None:
    """A pass through many objects stalls the loop, and is no fault of what ran on it."""
    objects = [[each] for each in range(3_000_000)]
    lag = asyncio.run(watch(gc.collect))
    del objects
    with pytest.raises(AssertionError, match=r"the garbage collector took [1-9]\d+ ms"):
        lag.check()
    lag.check(with_gc=False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how long a thread waits for a processor")
@repeat
def test_a_busy_machine_is_nobodys_fault() -> None:
    """Other processes keep all processors busy; an idle loop is late for that, and it is not counted."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(12)]
    thread = threading.Thread(target=reckon)
    try:
        thread.start()
        lag = asyncio.run(watch(lambda: None))
    finally:
        thread.join()
        for each in busy:
            each.kill()
            each.wait()
    lag.check()
