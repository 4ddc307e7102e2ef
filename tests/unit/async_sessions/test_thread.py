"""One thread per process makes clients, whatever happens to who waits for them."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import os
import sys
import threading
from typing import Any

import pytest

from airflow_provider_awsconn.async_sessions.thread import build_off_loop
from tests.unit.async_sessions.loops import LoopElsewhere, run


class Gate:
    """Holds up the thread that makes clients."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.passed = 0

    def __call__(self) -> int:
        """Wait in that thread until somebody lets it go."""
        self.begun.set()
        assert self.go_on.wait(30), "nobody lets it go"
        self.passed += 1
        return self.passed


async def wait_for(event: threading.Event) -> None:
    """Wait for a thread on a loop."""
    assert await asyncio.to_thread(event.wait, 30)


def test_one_thread_builds_for_all_loops() -> None:
    """It is none of theirs, and the same for each."""

    async def find() -> int:
        return await build_off_loop(threading.get_ident)

    with LoopElsewhere() as one, LoopElsewhere() as two:
        found = {one.run(find()), two.run(find()), run(find()), run(find())}
        assert len(found) == 1
        assert found.isdisjoint({threading.get_ident(), one.thread.ident, two.thread.ident})


def test_many_at_once_are_built_one_after_the_other() -> None:
    """Each who waits gets what was built for it."""
    inside: list[int] = []
    together = 0

    def build(number: int) -> int:
        nonlocal together
        inside.append(number)
        together = max(together, len(inside))
        inside.remove(number)
        return number

    async def main() -> list[int]:
        return await asyncio.gather(*(build_off_loop(functools.partial(build, number)) for number in range(50)))

    assert run(main()) == list(range(50))
    assert together == 1


def test_the_context_of_the_caller_holds_there() -> None:
    """What a task has set is seen, and what is set there stays there."""
    variable = contextvars.ContextVar("variable", default="unset")

    def build() -> str:
        seen = variable.get()
        variable.set("of the thread")
        return seen

    async def main() -> tuple[str, str]:
        variable.set("of the task")
        return await build_off_loop(build), variable.get()

    assert run(main()) == ("of the task", "of the task")


@pytest.mark.parametrize("kind", [ValueError, SystemExit, GeneratorExit])
def test_the_thread_outlives_what_is_raised_there(kind: type[BaseException]) -> None:
    """Who waits gets the error, and the next one a client, from the same thread."""

    def fail() -> None:
        raise kind("no")

    async def main() -> None:
        before = await build_off_loop(threading.get_ident)
        caught: Any = None
        try:
            await build_off_loop(fail)
        except BaseException as error:  # noqa: BLE001 - the kinds are above
            caught = error
        assert type(caught) is kind
        assert await build_off_loop(threading.get_ident) == before

    run(main())


def test_who_is_cancelled_does_not_stop_what_is_built() -> None:
    """What has begun is finished, and the next one gets its turn."""

    async def main() -> None:
        gate = Gate()
        task = asyncio.create_task(build_off_loop(gate))
        await wait_for(gate.begun)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert gate.passed == 0
        gate.go_on.set()
        assert await build_off_loop(lambda: gate.passed) == 1

    run(main())


def test_what_nobody_waits_for_is_not_begun() -> None:
    """Who gives up while others have their turn costs nobody anything."""

    async def main() -> list[str]:
        gate, built = Gate(), list[str]()
        first = asyncio.create_task(build_off_loop(gate))
        await wait_for(gate.begun)
        waiting = [asyncio.create_task(build_off_loop(lambda: built.append("given up"))) for _ in range(20)]
        last = asyncio.create_task(build_off_loop(lambda: built.append("last")))
        await asyncio.sleep(0)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        gate.go_on.set()
        await asyncio.gather(first, last)
        return built

    assert run(main()) == ["last"]


def test_a_loop_may_end_before_the_work() -> None:
    """Nobody complains, and the work is done."""
    gate = Gate()

    async def main() -> None:
        task = asyncio.create_task(build_off_loop(gate))
        await wait_for(gate.begun)
        task.cancel()

    asyncio.run(main())
    gate.go_on.set()

    async def after() -> int:
        return await build_off_loop(lambda: gate.passed)

    assert run(after()) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_a_forked_child_has_a_thread_of_its_own(busy: bool) -> None:
    """The parent's thread is not there, whether it was at work or not."""
    gate = Gate()

    async def ask() -> int:
        return await build_off_loop(os.getpid)

    with LoopElsewhere() as loop:
        loop.run(ask())
        if busy:
            working = asyncio.run_coroutine_threadsafe(build_off_loop(gate), loop.loop)
            assert gate.begun.wait(30)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = 0 if asyncio.run(asyncio.wait_for(ask(), 20)) == os.getpid() else 2
            finally:
                sys.stderr.flush()
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        gate.go_on.set()
        if busy:
            assert working.result(30) == 1
        assert loop.run(ask()) == os.getpid()
