"""Coroutines that wait for a set: minted once for all of them and for threads, no loop kept, nothing lost."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import weakref
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.credentials.errors import find_origin
from airflow_provider_awsconn.credentials.renewal import MintingError, RenewingSource
from tests.unit.credentials.fakes import (
    NOW,
    Clock,
    end_flights,
    find_reachable,
    gather,
    make_client_error,
    make_set,
    run_at_once,
    run_in_child,
    see,
    turn_loop,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.credentials.minted import MintedCredentials

LABEL = "connection 'c', role etl"


class SlowMint:
    """An STS that answers when it is let go, and counts.

    Args:
        clock: of the sets.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.threads: list[Thread] = []
        self.asked = Event()
        self.go_on = Event()
        self.error: Exception | None = None

    def __call__(self, _: float) -> MintedCredentials:
        """Give the next set."""
        self.threads.append(current_thread())
        self.asked.set()
        assert self.go_on.wait(30), "nobody lets it go: the loop is blocked"
        if self.error is not None:
            raise self.error
        return make_set(len(self.threads), self.clock.now)


class Slow:
    """A source whose mint is slow, until it is let go."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.mint = SlowMint(self.clock)
        self.source = RenewingSource(self.mint, LABEL, 0, self.clock, chance=lambda: 0.0)

    def hold(self, seconds: float) -> MintedCredentials:
        """Have the first set, and so many seconds pass; the next mint is slow again."""
        self.mint.go_on.set()
        minted = self.source.get()
        self.mint.go_on.clear()
        self.mint.asked.clear()
        self.clock.now = NOW + seconds
        return minted

    @property
    def count(self) -> int:
        """How often STS was asked."""
        return len(self.mint.threads)


def test_what_is_at_hand_is_given_without_a_thread() -> None:
    """And what is not at hand is not asked for, until somebody waits."""
    slow = Slow()
    assert (slow.source.get_now(), slow.count) == (None, 0)
    minted = slow.hold(100)

    async def main() -> list[Any]:
        end_flights()
        before = threading.active_count()
        got = await gather(20, slow.source.aget)
        assert threading.active_count() == before
        return got

    assert asyncio.run(main()) == [minted] * 20
    assert (slow.source.get_now(), slow.count) == (minted, 1)


def test_200_coroutines_on_two_loops_and_50_threads_mint_once() -> None:
    """The first use of all of them at once, with an STS that takes its time: one call, and one thread more."""
    slow, arrived, ready = Slow(), threading.Semaphore(0), threading.Semaphore(0)
    counts: list[int] = []

    async def ask_all() -> list[Any]:
        waiting = asyncio.ensure_future(gather(100, slow.source.aget))
        await turn_loop()
        ready.release()
        await see(slow.mint.go_on)
        return await waiting

    def ask_one() -> MintedCredentials:
        arrived.release()
        return slow.source.get()

    def let_go() -> None:
        for _ in range(50):
            assert arrived.acquire(timeout=30)
        for _ in range(2):
            assert ready.acquire(timeout=30)
        assert slow.mint.asked.wait(30)
        counts.append(sum(thread.name == "awsconn-flight" for thread in threading.enumerate()))
        slow.mint.go_on.set()

    end_flights()
    Thread(target=let_go, daemon=True).start()
    works: Iterator[Callable[[], list[Any]]] = iter([lambda: asyncio.run(ask_all())] * 2 + [lambda: [ask_one()]] * 50)

    def run_next() -> list[Any]:
        work = next(works)
        return work()

    got = run_at_once(52, run_next)
    sets = [each for part in got for each in part]
    assert len(sets) == 250
    assert {id(each) for each in sets} == {id(slow.source.peek())}
    assert (slow.count, counts) == (1, [1])


def test_a_slow_mint_keeps_no_loop() -> None:
    """While it lasts the loop turns, and it is the loop that lets it go."""
    slow = Slow()

    async def main() -> tuple[list[Any], int]:
        ticks = 0
        waiting = asyncio.ensure_future(gather(200, slow.source.aget))
        await see(slow.mint.asked)
        while ticks < 1000:
            await asyncio.sleep(0)
            ticks += 1
        assert not waiting.done()
        slow.mint.go_on.set()
        return await waiting, ticks

    sets, ticks = asyncio.run(main())
    assert ({each.access_key for each in sets}, len(sets), ticks, slow.count) == ({"ASIA1"}, 200, 1000, 1)
    assert current_thread() not in slow.mint.threads


def test_a_coroutine_waits_for_what_a_thread_mints() -> None:
    """A thread was first: its mint is the one, and the loop is not kept by the thread's lock."""
    slow = Slow()
    got: list[MintedCredentials] = []
    thread = Thread(target=lambda: got.append(slow.source.get()), daemon=True)
    thread.start()
    assert slow.mint.asked.wait(30)

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(gather(10, slow.source.aget))
        await turn_loop(1000)
        assert not waiting.done()
        slow.mint.go_on.set()
        return await waiting

    sets = asyncio.run(main())
    thread.join(30)
    assert ({id(each) for each in [*sets, *got]}, slow.count) == ({id(slow.source.peek())}, 1)


def test_a_set_that_has_ended_is_minted_anew_for_all() -> None:
    """After its end nobody gets it any more."""
    slow = Slow()
    slow.hold(3600)

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(gather(50, slow.source.aget))
        await see(slow.mint.asked)
        slow.mint.go_on.set()
        return await waiting

    assert {each.access_key for each in asyncio.run(main())} == {"ASIA2"}
    assert slow.count == 2


def test_nobody_waits_while_a_good_set_is_renewed() -> None:
    """In its last quarter the next one is minted by one thread; meanwhile STS may be silent for as long as it likes."""
    slow = Slow()
    slow.hold(2700.5)

    async def main() -> None:
        for _ in range(5):
            assert {each.access_key for each in await gather(40, slow.source.aget)} == {"ASIA1"}
            assert slow.source.get_now() is slow.source.peek()
        await see(slow.mint.asked)
        assert {each.access_key for each in await gather(40, slow.source.aget)} == {"ASIA1"}
        assert slow.count == 2
        slow.mint.go_on.set()
        slow.mint.threads[1].join(30)
        assert {each.access_key for each in await gather(40, slow.source.aget)} == {"ASIA2"}

    asyncio.run(main())
    assert (slow.count, slow.mint.threads[1].name) == (2, "awsconn-renewal")


def test_a_renewal_that_fails_is_seen_by_nobody(caplog: pytest.LogCaptureFixture) -> None:
    """The set at hand is given on, and the log says what STS said."""
    slow = Slow()
    slow.hold(3000)
    slow.mint.error = make_client_error("AccessDenied", "canary said no")
    slow.mint.go_on.set()

    async def main() -> None:
        assert (await slow.source.aget()).access_key == "ASIA1"
        await see(slow.mint.asked)
        slow.mint.threads[1].join(30)
        assert (await slow.source.aget()).access_key == "ASIA1"

    with caplog.at_level(logging.WARNING):
        asyncio.run(main())
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert slow.count == 2


def test_all_who_wait_get_the_one_failure() -> None:
    """Coroutines of two loops and threads: one call, one failure, and nobody asks again at once."""
    slow, ready = Slow(), threading.Semaphore(0)
    slow.mint.error = make_client_error("AccessDenied")

    async def ask_all() -> list[Any]:
        waiting = asyncio.ensure_future(gather(30, slow.source.aget))
        await turn_loop()
        ready.release()
        return await waiting

    def ask_one() -> list[Any]:
        ready.release()
        with pytest.raises(MintingError) as failed:
            slow.source.get()
        return [failed.value]

    def let_go() -> None:
        for _ in range(12):
            assert ready.acquire(timeout=30)
        slow.mint.go_on.set()

    Thread(target=let_go, daemon=True).start()
    works: Iterator[Callable[[], list[Any]]] = iter([lambda: asyncio.run(ask_all())] * 2 + [ask_one] * 10)

    def run_next() -> list[Any]:
        work = next(works)
        return work()

    errors = [each for part in run_at_once(12, run_next) for each in part]
    assert {type(error) for error in errors} == {MintingError}
    assert {id(find_origin(error)) for error in errors} == {id(slow.mint.error)}
    assert (len(errors), slow.count, {error.role for error in errors}) == (70, 1, {0})
    with pytest.raises(MintingError):
        asyncio.run(slow.source.aget())
    assert slow.count == 1
    slow.mint.error = None
    slow.clock.now += 5
    assert asyncio.run(slow.source.aget()).access_key == "ASIA2"


def test_what_failed_keeps_no_frame_of_those_who_waited() -> None:
    """Failures are kept for a while; coroutines hold all kinds of things."""
    slow = Slow()
    slow.mint.error = make_client_error("AccessDenied")
    slow.mint.go_on.set()

    async def use() -> str:
        mine = "canary-of-the-caller"
        with pytest.raises(MintingError):
            await slow.source.aget()
        return mine

    for _ in range(3):
        asyncio.run(use())
    assert find_reachable(slow.source._failure, ["canary-of-the-caller"]) == []


def test_cancelled_waiters_take_nothing_from_others() -> None:
    """Whoever began the mint may go: it goes on, and what it gives is there for the others and for the next."""
    slow = Slow()

    async def main() -> list[Any]:
        tasks = [asyncio.ensure_future(slow.source.aget()) for _ in range(10)]
        await see(slow.mint.asked)
        for task in tasks[:9]:
            task.cancel()
        await turn_loop()
        assert [task.cancelled() for task in tasks] == [True] * 9 + [False]
        slow.mint.go_on.set()
        return [await tasks[9], await slow.source.aget()]

    first, second = asyncio.run(main())
    assert (first is second, slow.count) == (True, 1)


@pytest.mark.parametrize("error", [None, make_client_error("AccessDenied")], ids=["minted", "refused"])
def test_a_loop_that_ends_during_a_mint_leaves_its_set_to_the_next(
    error: Exception | None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """What comes of it is there for the next loop, and nothing is logged."""
    slow = Slow()
    slow.mint.error = error

    async def leave() -> None:
        task = asyncio.ensure_future(gather(5, slow.source.aget))
        await see(slow.mint.asked)
        assert not task.done()

    asyncio.run(leave())
    assert slow.source.peek() is None
    slow.mint.go_on.set()
    slow.mint.threads[0].join(30)
    got = asyncio.run(gather(1, slow.source.aget))
    assert [isinstance(each, MintingError) for each in got] == [error is not None]
    del got
    gc.collect()
    assert (slow.count, caplog.records, capfd.readouterr()) == (1, [], ("", ""))


def test_a_child_forked_during_a_mint_mints_on_a_loop_of_its_own() -> None:
    """The parent's thread is not the child's; and a child of the child has the set at once."""
    slow = Slow()
    started = Thread(target=lambda: asyncio.run(slow.source.aget()), daemon=True)
    started.start()
    assert slow.mint.asked.wait(30)

    def use() -> str:
        slow.mint.go_on.set()
        sets = asyncio.run(gather(20, slow.source.aget))
        own = run_in_child(lambda: asyncio.run(slow.source.aget()).access_key)
        return f"{ {each.access_key for each in sets} } {slow.count} {own}"

    assert run_in_child(use) == "{'ASIA2'} 2 ASIA2"
    assert slow.source.peek() is None
    slow.mint.go_on.set()
    started.join(30)
    assert (slow.source.peek(), slow.count) == (make_set(1), 1)


def test_a_child_forked_on_a_loop_runs_one_of_its_own() -> None:
    """A task forks while other coroutines of its loop wait for a mint."""
    slow = Slow()

    def use() -> str:
        # As a new process would begin: no loop is running here.
        asyncio.events._set_running_loop(None)
        slow.mint.go_on.set()
        return asyncio.run(slow.source.aget()).access_key

    async def main() -> tuple[str, MintedCredentials]:
        waiting = asyncio.ensure_future(slow.source.aget())
        await see(slow.mint.asked)
        said = run_in_child(use)
        slow.mint.go_on.set()
        return said, await waiting

    said, minted = asyncio.run(main())
    assert (said, minted.access_key, slow.count) == ("ASIA2", "ASIA1", 1)


def test_who_needs_the_credentials_on_a_loop_to_mint_them_is_told() -> None:
    """A source of tokens that runs a loop of its own, with the connection it is the source of: no wait without end."""

    def use() -> str:
        source = RenewingSource(lambda _: asyncio.run(source.aget()), LABEL, clock=Clock())
        names = []
        for ask in (source.get, lambda: asyncio.run(source.aget())):
            with pytest.raises(MintingError) as failed:
                ask()
            names.append(type(find_origin(failed.value)).__name__)
            source._failure = None
        return " ".join(names)

    assert run_in_child(use) == "MintedMeanwhileError MintedMeanwhileError"


@pytest.mark.parametrize(
    "ask", [lambda source: source.get(), lambda source: asyncio.run(source.aget())], ids=["thread", "loop"]
)
def test_a_source_goes_when_nobody_holds_it(ask: Callable[[RenewingSource], object]) -> None:
    """With its set, at once: it does not wait for the garbage collector."""
    threads: list[Thread] = []

    def mint(_: float) -> MintedCredentials:
        threads.append(current_thread())
        return make_set()

    source = RenewingSource(mint, LABEL, clock=Clock())
    gc.collect()
    gc.disable()
    try:
        ask(source)
        if threads[0] is not current_thread():
            threads[0].join(30)
        seen = weakref.ref(source)
        del source
        assert seen() is None
    finally:
        gc.enable()
