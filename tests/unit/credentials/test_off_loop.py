"""Work that blocks, for coroutines: once for all who wait, on all loops, whatever becomes of those who wait."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import functools
import gc
import subprocess
import sys
import threading
import weakref
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from asgiref.sync import async_to_sync

from airflow_provider_awsconn.credentials import off_loop
from airflow_provider_awsconn.credentials.off_loop import Flight, await_future, run_with_airflow
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from tests.unit.credentials.fakes import end_flights, find_reachable, gather, run_at_once, run_in_child, see, turn_loop

if TYPE_CHECKING:
    from collections.abc import Callable


class Call:
    """A call that lasts until it is let go, and counts.

    Args:
        answer: what it gives, or raises.
    """

    def __init__(self, answer: object = "done") -> None:
        self.answer = answer
        self.threads: list[Thread] = []
        self.asked = Event()
        self.go_on = Event()

    def __call__(self) -> object:
        """Last."""
        self.threads.append(current_thread())
        self.asked.set()
        assert self.go_on.wait(30), "nobody lets it go: the loop is blocked"
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    """Gives what was logged or printed by what nobody holds any more."""

    def read() -> list[str]:
        gc.collect()
        printed = capfd.readouterr()
        return [record.getMessage() for record in caplog.records] + [printed.out + printed.err]

    return read


# One call for all.


def test_all_coroutines_of_a_loop_share_a_call_while_the_loop_goes_on() -> None:
    """200 wait for one thread; the loop itself lets the call go, so it was never blocked."""
    call = Call()

    async def main() -> list[Any]:
        flight = Flight(call)
        end_flights()
        before = threading.active_count()
        waiting = asyncio.ensure_future(gather(200, flight.join))
        await see(call.asked)
        await turn_loop()
        assert (waiting.done(), threading.active_count() - before) == (False, 1)
        call.go_on.set()
        return await waiting

    assert asyncio.run(main()) == ["done"] * 200
    (thread,) = call.threads
    assert (thread.name, thread.daemon) == ("awsconn-flight", True)


def test_all_loops_share_a_call() -> None:
    """Four loops in four threads, 50 coroutines each: one call, let go once all of them wait."""
    call, arrived = Call(), threading.Semaphore(0)
    flight = Flight(call)

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(gather(50, flight.join))
        await turn_loop()
        arrived.release()
        return await waiting

    def let_go() -> None:
        for _ in range(4):
            assert arrived.acquire(timeout=30)
        call.go_on.set()

    Thread(target=let_go, daemon=True).start()
    assert run_at_once(4, lambda: asyncio.run(main())) == [["done"] * 50] * 4
    assert len(call.threads) == 1


def test_a_call_that_is_over_is_made_anew() -> None:
    """What it gave is not kept: whoever comes later asks anew."""
    answers = iter(range(3))
    flight = Flight(lambda: next(answers))
    assert [asyncio.run(flight.join()) for _ in range(3)] == [0, 1, 2]


def test_a_call_is_started_without_waiting_for_it() -> None:
    """Who comes while it runs joins it."""
    call = Call(7)
    flight = Flight(call)
    started = flight.start()
    assert call.asked.wait(30)
    assert flight.start() is started

    async def main() -> object:
        waiting = asyncio.ensure_future(flight.join())
        await turn_loop()
        call.go_on.set()
        return await waiting

    assert (asyncio.run(main()), started.result(30), len(call.threads)) == (7, 7, 1)


# Few threads.


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crew of its own, whose threads are never taken for some that do not get on."""
    monkeypatch.setattr(off_loop, "_CREW", ProcessLocal(off_loop._Crew))
    monkeypatch.setattr(off_loop, "_PATIENCE_SECONDS", 1000.0)


@pytest.mark.usefixtures("patient")
def test_many_calls_are_made_by_few_threads() -> None:
    """An event loop waits for Python's lock behind all of them. Each call is made, and no thread stays."""
    begun, go_on = threading.Semaphore(0), Event()
    threads: list[Thread] = []

    def call(number: int) -> int:
        threads.append(current_thread())
        begun.release()
        assert go_on.wait(30)
        return number

    async def main() -> list[int]:
        flights = [Flight(functools.partial(call, number)) for number in range(100)]
        waiting = asyncio.ensure_future(asyncio.gather(*(flight.join() for flight in flights)))
        await turn_loop()
        for _ in range(8):
            assert begun.acquire(timeout=30)
        await turn_loop()
        assert (len(set(threads)), len(threads), waiting.done()) == (8, 8, False)
        go_on.set()
        return await waiting

    assert asyncio.run(main()) == list(range(100))
    for thread in threads:
        thread.join(30)
    assert (len(threads), len(set(threads))) == (100, 8)
    assert not any(thread.is_alive() for thread in threads)


def test_calls_that_hang_do_not_keep_others() -> None:
    """Where nobody gets on there are more threads, one after the other."""
    go_on = Event()

    async def main() -> list[Any]:
        hanging = [Flight(go_on.wait) for _ in range(20)]
        tasks = [asyncio.ensure_future(flight.join()) for flight in hanging]
        await turn_loop()
        got = await asyncio.wait_for(gather(5, Flight(lambda: "done").join), 30)
        assert not any(task.done() for task in tasks)
        go_on.set()
        return [*got, *await asyncio.gather(*tasks)]

    assert asyncio.run(main()) == ["done"] * 5 + [True] * 20


def test_calls_may_wait_for_calls() -> None:
    """What a token is fetched with may run a loop of its own, and wait for credentials there."""
    inner = [Flight(lambda: "done") for _ in range(20)]
    outer = [Flight(functools.partial(lambda flight: asyncio.run(flight.join()), each)) for each in inner]

    async def main() -> list[Any]:
        return list(await asyncio.wait_for(asyncio.gather(*(flight.join() for flight in outer)), 30))

    assert asyncio.run(main()) == ["done"] * 20


def test_where_no_more_threads_can_be_started_those_that_are_there_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine's limit, reached by others."""
    call = Call()

    def refuse(_: Thread) -> NoReturn:
        raise RuntimeError("can't start new thread")

    async def main() -> list[Any]:
        first = asyncio.ensure_future(Flight(call).join())
        await see(call.asked)
        with monkeypatch.context() as patch:
            patch.setattr(Thread, "start", refuse)
            second = asyncio.ensure_future(Flight(lambda: "second").join())
            await turn_loop()
            assert not second.done()
            call.go_on.set()
            return [await first, await second]

    assert asyncio.run(main()) == ["done", "second"]


@pytest.mark.usefixtures("patient")
def test_a_call_that_is_called_off_before_it_begins_is_not_made() -> None:
    """And leaves its place, and its thread, to the next."""
    go_on = Event()
    hanging = [Flight(go_on.wait).start() for _ in range(8)]
    made: list[int] = []
    flight = Flight(lambda: made.append(1))
    started = flight.start()
    assert started.cancel()
    last = Flight(lambda: "last").start()
    go_on.set()
    assert ([each.result(30) for each in hanging], last.result(30)) == ([True] * 8, "last")
    assert (made, flight.start() is started) == ([], False)


# Errors.


def test_an_error_reaches_all_who_wait() -> None:
    """The very error, on each loop; without the frames of the call, which may hold secrets, or of others who wait."""

    def fail() -> NoReturn:
        secret = "canary"
        raise PermissionError(f"no {len(secret)}")

    gate = Call()

    def call() -> object:
        gate()
        return fail()

    flight = Flight(call)

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(gather(50, flight.join))
        await see(gate.asked)
        await turn_loop()
        gate.go_on.set()
        return await waiting

    errors = asyncio.run(main())
    assert {type(error) for error in errors} == {PermissionError}
    assert len({id(error) for error in errors}) == 1
    frames, trace = [], errors[0].__traceback__
    while trace is not None:
        frames.append(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    assert frames == ["join"]
    assert (errors[0].__cause__, errors[0].__context__) == (None, None)
    errors[0].__traceback__ = None
    assert find_reachable(errors[0], ["canary"]) == []
    assert str(errors[0]) == "no 6"


def test_an_error_that_nobody_waits_for_holds_no_frame() -> None:
    """It is known by its future alone, which the frame of the thread would hold."""

    def fail() -> NoReturn:
        raise OSError("canary")

    error = Flight(fail).start().exception(30)
    assert isinstance(error, OSError)
    assert error.__traceback__ is None


def test_after_an_error_the_next_call_is_a_new_one() -> None:
    """It is not kept."""
    answers: list[Any] = [OSError("first"), "second"]

    def call() -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    flight = Flight(call)
    with pytest.raises(OSError, match=r"^first$"):
        asyncio.run(flight.join())
    assert asyncio.run(flight.join()) == "second"


def test_what_ends_a_thread_ends_the_wait() -> None:
    """Nobody waits for ever for a call that came to an end of another kind."""

    def call() -> NoReturn:
        raise SystemExit(3)

    async def main() -> int | str | None:
        try:
            await Flight(call).join()
        except SystemExit as error:
            return error.code
        return None

    assert asyncio.run(main()) == 3


def test_where_no_thread_can_be_started_all_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As while the interpreter ends; and it is tried again by the next one."""

    def refuse(_: Thread) -> NoReturn:
        raise RuntimeError("can't start new thread")

    # One whose threads of before are all gone.
    monkeypatch.setattr(off_loop, "_CREW", ProcessLocal(off_loop._Crew))
    flight = Flight(lambda: 1)

    async def main() -> list[Any]:
        with monkeypatch.context() as patch:
            patch.setattr(Thread, "start", refuse)
            told = await gather(3, flight.join)
        return [*told, await flight.join()]

    *errors, given = asyncio.run(main())
    assert [str(error) for error in errors] == ["can't start new thread"] * 3
    assert given == 1


def test_an_error_leaves_nothing_for_the_garbage_collector() -> None:
    """What failed, and all it holds, goes with those who caught it."""

    class FailedError(Exception):
        """Holds something large."""

    seen: list[weakref.ref[FailedError]] = []
    threads: list[Thread] = []

    def call() -> NoReturn:
        threads.append(current_thread())
        error = FailedError()
        seen.append(weakref.ref(error))
        try:
            raise error
        finally:
            del error

    async def main() -> None:
        flight = Flight(call)
        for _ in range(3):
            with contextlib.suppress(FailedError):
                await flight.join()
        for thread in threads:
            thread.join(30)
        assert [each() for each in seen] == [None] * 3

    gc.collect()
    gc.disable()
    try:
        asyncio.run(main())
    finally:
        gc.enable()


# Those who wait no longer.


@pytest.mark.parametrize("answer", ["done", OSError("canary")], ids=["result", "error"])
def test_a_cancelled_waiter_leaves_the_call_to_others(answer: object, logged: Callable[[], list[str]]) -> None:
    """Half of those who wait are cancelled, the first of them too: the others get what it comes to."""
    call = Call(answer)

    async def main() -> list[Any]:
        flight = Flight(call)
        tasks = [asyncio.ensure_future(flight.join()) for _ in range(20)]
        await see(call.asked)
        for task in tasks[::2]:
            task.cancel()
        await turn_loop()
        assert [task.cancelled() for task in tasks] == [True, False] * 10
        call.go_on.set()
        return await asyncio.gather(*tasks[1::2], return_exceptions=True)

    assert asyncio.run(main()) == [answer] * 10
    assert (len(call.threads), logged()) == (1, [""])


def test_a_waiter_with_a_timeout_comes_back_in_time() -> None:
    """And joins the same call again."""
    call = Call()

    async def main() -> object:
        flight = Flight(call)
        for _ in range(3):
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(flight.join(), 0.01)
        waiting = asyncio.ensure_future(flight.join())
        await turn_loop()
        call.go_on.set()
        return await waiting

    assert (asyncio.run(main()), len(call.threads)) == ("done", 1)


@pytest.mark.parametrize("answer", ["done", OSError("canary")], ids=["result", "error"])
@pytest.mark.parametrize("ending", ["run", "closed", "stopped"])
def test_a_loop_that_ends_before_the_call_is_not_missed(
    answer: object, ending: str, logged: Callable[[], list[str]]
) -> None:
    """The call goes on for those of other loops, and nothing is said of the loop that is gone."""
    call = Call(answer)
    flight = Flight(call)

    async def leave() -> None:
        task = asyncio.ensure_future(flight.join())
        await see(call.asked)
        await turn_loop()
        assert not task.done()

    if ending == "run":
        asyncio.run(leave())
    else:
        loop = asyncio.new_event_loop()
        waiting = loop.create_task(flight.join())
        waiting._log_destroy_pending = False  # type: ignore[attr-defined] # asyncio's own word about it
        loop.run_until_complete(see(call.asked))
        if ending == "closed":
            loop.close()

    async def stay() -> list[Any]:
        others = asyncio.ensure_future(gather(3, flight.join))
        await turn_loop()
        call.go_on.set()
        return await others

    assert asyncio.run(stay()) == [answer] * 3
    call.threads[0].join(30)
    if ending != "run":
        del waiting
        loop.close()
        del loop
    assert (len(call.threads), logged()) == (1, [""])


def test_an_interpreter_ends_while_a_call_runs() -> None:
    """It waits for no call, and prints nothing."""
    code = """
import asyncio, threading
from airflow_provider_awsconn.credentials.off_loop import Flight

async def main():
    flight = Flight(threading.Event().wait)
    tasks = [asyncio.ensure_future(flight.join()) for _ in range(3)]
    await asyncio.sleep(0.01)

asyncio.run(main())
print("over")
"""
    finished = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "over\n", "")


def test_a_child_forked_while_a_call_runs_makes_its_own() -> None:
    """The thread is the parent's: nobody in the child would ever hear of it."""
    call = Call("parent's")
    flight = Flight(call)
    started = flight.start()
    assert call.asked.wait(30)

    def use() -> object:
        call.go_on.set()
        call.answer = "child's"
        return asyncio.run(gather(5, flight.join))

    assert run_in_child(use) == str(["child's"] * 5)
    assert not started.done()
    call.go_on.set()
    assert started.result(30) == "parent's"


def test_a_child_has_threads_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """All threads of the parent are busy for long: they are none of the child's."""
    end_flights()
    monkeypatch.setattr(off_loop, "_PATIENCE_SECONDS", 1000.0)
    begun, go_on = threading.Semaphore(0), Event()

    def call() -> bool:
        begun.release()
        return go_on.wait(30)

    started = [Flight(call).start() for _ in range(8)]
    for _ in started:
        assert begun.acquire(timeout=30)
    assert run_in_child(lambda: asyncio.run(Flight(lambda: "own").join())) == "own"
    go_on.set()
    assert [each.result(30) for each in started] == [True] * 8


# Futures of other threads.


def test_a_future_is_awaited_on_any_loop() -> None:
    """What it comes to, now or later."""
    done, failed, later = Future[int](), Future[int](), Future[int]()
    done.set_result(1)
    failed.set_exception(OSError("canary"))

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(await_future(later))
        await turn_loop()
        later.set_result(2)
        return [await await_future(done), await waiting, *await gather(1, lambda: await_future(failed))]

    assert asyncio.run(main()) == [1, 2, failed.exception()]


def test_a_cancelled_waiter_does_not_cancel_a_future() -> None:
    """The work was begun, and others may wait for it."""
    future = Future[int]()

    async def main() -> int:
        waiting = asyncio.ensure_future(await_future(future))
        await turn_loop()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert not future.cancelled()
        other = asyncio.ensure_future(await_future(future))
        await turn_loop()
        future.set_result(3)
        return await other

    assert asyncio.run(main()) == 3


@pytest.mark.parametrize("answer", [1, OSError("canary")], ids=["result", "error"])
def test_a_future_that_is_done_after_the_loop_says_nothing(answer: Any, logged: Callable[[], list[str]]) -> None:
    """As asyncio does it, the executor logs that its callback failed."""
    go_on = Event()

    def work() -> int:
        assert go_on.wait(30)
        if isinstance(answer, Exception):
            raise answer
        return int(answer)

    async def main(pool: ThreadPoolExecutor) -> Future[int]:
        future = pool.submit(work)
        task = asyncio.ensure_future(await_future(future))
        await turn_loop()
        assert not task.done()
        return future

    with ThreadPoolExecutor(1) as pool:
        future = asyncio.run(main(pool))
        go_on.set()
    assert future.done()
    del future
    assert logged() == [""]


# Who talks to Airflow.

KIND = contextvars.ContextVar("KIND", default="none")


def test_airflow_is_talked_to_in_a_thread_that_finds_the_loop() -> None:
    """As Airflow's supervisor does it: what it awaits runs on the loop that waits here, with its context."""
    seen: list[Any] = []

    async def ask(question: str) -> str:
        seen.append((current_thread(), asyncio.get_running_loop()))
        await asyncio.sleep(0)
        return f"{question} {KIND.get()}"

    def talk(question: str, *, mark: str) -> str:
        seen.append(current_thread())
        return async_to_sync(ask)(question) + mark

    async def main() -> None:
        KIND.set("task's")
        assert await run_with_airflow(talk, "who?", mark="!") == "who? task's!"
        thread, (asker, loop) = seen
        assert thread is not current_thread()
        assert (asker, loop) == (current_thread(), asyncio.get_running_loop())

    asyncio.run(main())


def test_talks_have_few_threads_of_their_own() -> None:
    """The loop's own threads may be many, and busy with what others do."""
    names: set[str] = set()
    at_once: list[int] = []
    running: set[int] = set()
    go_on = Event()

    def talk() -> None:
        running.add(threading.get_ident())
        at_once.append(len(running))
        names.add(current_thread().name.rpartition("_")[0])
        go_on.wait(0.01)
        running.discard(threading.get_ident())

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        blocked = loop.run_in_executor(None, go_on.wait)
        await asyncio.gather(*(run_with_airflow(talk) for _ in range(50)))
        go_on.set()
        await blocked

    asyncio.run(main())
    assert (len(at_once), names) == (50, {"awsconn-airflow"})
    assert 1 < max(at_once) <= 8


def test_talks_do_not_wait_for_each_other() -> None:
    """One that lasts keeps neither the loop nor another one."""
    call = Call()

    async def main() -> tuple[Any, Any]:
        slow = asyncio.ensure_future(run_with_airflow(call))
        await see(call.asked)
        fast = await run_with_airflow(lambda: "fast")
        call.go_on.set()
        return await slow, fast

    assert asyncio.run(main()) == ("done", "fast")


def test_an_error_of_a_talk_passes() -> None:
    """As it is."""

    def talk() -> NoReturn:
        raise PermissionError("no")

    with pytest.raises(PermissionError, match=r"^no$"):
        asyncio.run(run_with_airflow(talk))


def test_who_waited_goes_on_in_a_turn_of_the_loop_of_its_own() -> None:
    """Hundreds that have waited for one call do not keep the others of their loop waiting."""
    asked = threading.Event()
    flight = Flight(asked.wait)

    async def run() -> int:
        went_on, most = 0, 0

        async def wait() -> None:
            nonlocal went_on
            await flight.join()
            went_on += 1

        tasks = [asyncio.create_task(wait()) for _ in range(50)]
        await asyncio.sleep(0)
        asked.set()
        while went_on < len(tasks):
            before = went_on
            await asyncio.sleep(0)
            most = max(most, went_on - before)
        await asyncio.gather(*tasks)
        return most

    assert asyncio.run(run()) <= 2
