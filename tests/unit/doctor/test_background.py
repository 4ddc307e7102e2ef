"""Steps in a thread of their own: what it tells, and how it is left behind."""

from __future__ import annotations

import contextvars
import queue
import signal
import threading
import time
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.doctor.background import Background, Begun, LeftBehindError, Minted
from airflow_provider_awsconn.doctor.report import Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airflow_provider_awsconn.doctor.background import Begin, OnSecret

STEP = Step("probe", "probe", "passed", "x")
NAMED: contextvars.ContextVar[str] = contextvars.ContextVar("NAMED", default="nobody")


def start(take: object, seconds: float = 5.0) -> Background:
    """A thread that takes steps."""
    background = Background(take, time.monotonic() + seconds)  # type: ignore[arg-type] # functions of the tests
    background.start()
    return background


def test_it_tells_in_order() -> None:
    """A beginning, a step, and the end."""

    def take(begin: Begin, _: OnSecret) -> Iterator[Step]:
        begin("probe", "probe s3", "ask s3")
        yield STEP

    background = start(take)
    assert [background.wait() for _ in range(3)] == [Begun("probe", "probe s3", "ask s3"), STEP, None]


def test_it_has_the_context_of_who_starts_it() -> None:
    """Variables of the context are those of the caller."""

    def take(_: Begin, __: OnSecret) -> Iterator[Step]:
        yield Step("probe", NAMED.get(), "passed", "x")

    NAMED.set("caller")
    told = start(take).wait()
    assert isinstance(told, Step)
    assert told.title == "caller"


def test_a_secret_is_used_once_it_is_known() -> None:
    """The thread goes on when it is told so."""

    def take(_: Begin, on_secret: OnSecret) -> Iterator[Step]:
        on_secret("s", 1.0)
        yield STEP

    background = start(take)
    minted = background.wait()
    assert isinstance(minted, Minted)
    assert (minted.secret, minted.ends_at) == ("s", 1.0)
    minted.is_known.put(True)
    assert background.wait() == STEP


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(3), KeyboardInterrupt()], ids=["error", "exit", "stop"])
def test_whatever_ends_it_is_told(error: BaseException) -> None:
    """Nothing is lost in the thread, and it ends nobody else."""

    def take(_: Begin, __: OnSecret) -> Iterator[Step]:
        raise error
        yield STEP

    assert start(take).wait() is error


def test_time_runs_out_and_the_thread_ends_when_it_wakes() -> None:
    """Nobody waits longer than was said; the thread left behind tells nobody and asks for no secret."""
    go_on, ended = threading.Event(), queue.SimpleQueue[str]()

    def take(_: Begin, on_secret: OnSecret) -> Iterator[Step]:
        go_on.wait()
        try:
            on_secret("s", None)
        except LeftBehindError:
            ended.put("left behind")
            raise
        yield STEP

    background = start(take, 0.05)
    with pytest.raises(queue.Empty):
        background.wait()
    background.leave()
    go_on.set()
    assert ended.get(timeout=5) == "left behind"


def test_who_waits_to_be_told_is_told_that_nobody_cares() -> None:
    """A thread that waits for its secret to be known does not wait on."""
    ended: queue.SimpleQueue[str] = queue.SimpleQueue()
    asked = threading.Event()

    def take(_: Begin, on_secret: OnSecret) -> Iterator[Step]:
        asked.set()
        try:
            on_secret("s", None)
        finally:
            ended.put("ended")
        yield STEP

    background = start(take)
    assert asked.wait(5)
    # It is in the queue, or will find that nobody cares.
    background.leave()
    assert ended.get(timeout=5) == "ended"


def test_signals_are_handled_while_it_waits() -> None:
    """A time limit of Airflow's ends the wait."""
    go_on = threading.Event()

    def take(_: Begin, __: OnSecret) -> Iterator[Step]:
        go_on.wait()
        yield STEP

    class TimeLimitError(BaseException):
        pass

    def end(*_: object) -> None:
        raise TimeLimitError

    before = signal.signal(signal.SIGALRM, end)
    background = start(take, 30)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        started = time.monotonic()
        with pytest.raises(TimeLimitError):
            background.wait()
        assert time.monotonic() - started < 5
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        background.leave()
        go_on.set()
