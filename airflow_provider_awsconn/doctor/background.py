"""Steps that are taken in a thread of their own, so that nobody hangs with them. Knows nothing of what they do."""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from airflow_provider_awsconn.doctor.report import Step

# How long the thread goes on waiting for somebody who has gone.
_GRACE_SECONDS = 1.0


class LeftBehindError(Exception):
    """Nobody waits for this thread any more."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A step has begun.

    Attributes:
        name: the step's.
        title: the step's.
        doing: what it is about to do, as the end of "while it was to".
    """

    name: str
    title: str
    doing: str


@dataclass(frozen=True, slots=True)
class Minted:
    """A secret that is to be made known before anybody uses it; the thread waits until ``is_known`` is put.

    Attributes:
        secret: the value.
        ends_at: when it ends, in seconds since 1970.
        is_known: gets True once it is known, False where nobody cares any more.
    """

    secret: str
    ends_at: float | None
    is_known: queue.SimpleQueue[bool]


# None is the end; an exception is what the steps ended with.
Event = Step | Begun | Minted | BaseException | None
Begin = Callable[[str, str, str], None]
OnSecret = Callable[[str, float | None], None]
TakeSteps = Callable[[Begin, OnSecret], Iterator[Step]]


class Background:
    """A thread that takes steps, and tells of them.

    Args:
        take_steps: gives the steps, told how to tell of a beginning and of a secret.
        ends_at: until when somebody waits, on the monotonic clock.
    """

    def __init__(self, take_steps: TakeSteps, ends_at: float) -> None:
        self._take_steps = take_steps
        self._ends_at = ends_at
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._is_left = threading.Event()

    def start(self) -> None:
        """Start the thread, in the context of who starts it."""
        run = contextvars.copy_context().run
        threading.Thread(target=run, args=(self._run,), name="awsconn-test", daemon=True).start()

    def wait(self) -> Event:
        """Wait for what is told next. Signals are handled meanwhile.

        Raises:
            queue.Empty: when time is up.
        """
        return self._events.get(timeout=max(self._ends_at - time.monotonic(), 0.0))

    def leave(self) -> None:
        """Wait for nothing more: the thread ends as soon as it wants to tell something."""
        self._is_left.set()
        try:
            while True:
                event = self._events.get_nowait()
                if isinstance(event, Minted):
                    event.is_known.put(False)
        except queue.Empty:
            return

    def _run(self) -> None:
        try:
            for step in self._take_steps(self._begin, self._tell_secret):
                self._tell(step)
            self._tell(None)
        except LeftBehindError:
            return
        except BaseException as error:  # noqa: BLE001 - a callable of the deployment may even want to end the process
            self._events.put(error)

    def _tell(self, event: Event) -> None:
        if self._is_left.is_set():
            raise LeftBehindError
        self._events.put(event)

    def _begin(self, name: str, title: str, doing: str) -> None:
        self._tell(Begun(name, title, doing))

    def _tell_secret(self, secret: str, ends_at: float | None) -> None:
        is_known: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._tell(Minted(secret, ends_at, is_known))
        try:
            known = is_known.get(timeout=max(self._ends_at - time.monotonic(), 0.0) + _GRACE_SECONDS)
        except queue.Empty:
            known = False
        if not known:
            raise LeftBehindError
