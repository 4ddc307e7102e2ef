"""How late an event loop is, and what kept it: ``async with LoopLag() as lag``. Imports the standard library only.

A task on the loop wants to be woken every 3 ms. What it is late by counts, whatever the reason: a coroutine that
blocks or reckons, callbacks that pile up in one turn of the loop, a thread that keeps Python's lock. What of it was the
garbage collector's is told, and may be left out: a full pass goes through all objects of the process, and takes 60 to
100 ms where nothing but Airflow is imported.

One thing is taken off always: the time in which a thread of this process was ready to run and other processes had the
processors. Linux tells it for each thread, exactly. It is what makes a busy machine's test fail for nothing, and a
control process can't tell it: another process need not wait when this one does. A thread that blocks, be it in
``time.sleep``, is not ready to run, and one that reckons runs; so nothing of these is taken off. The longest wait of
another thread is taken off too, for it may have Python's lock: on a busy machine a stall may look shorter than it was,
never on a quiet one. Where there is no ``/proc``, nothing is taken off.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType, TracebackType

    from typing_extensions import Self

BEAT_SECONDS = 0.003
WATCH_SECONDS = 0.01
# What is shorter is not looked at.
KEPT_SECONDS = 0.02
KEPT_STALLS = 10
KEPT_STACKS = 5
STACK_DEPTH = 25
TASKS = Path("/proc/self/task")
HAS_WAITS = TASKS.exists()
# A thread whose innermost frame is in one of these keeps nobody.
WAITING_IN = {"threading.py", "selectors.py", "queue.py", "socket.py", "ssl.py", "thread.py"}


@dataclass(frozen=True)
class Stall:
    """A time in which the loop did not come back to its tasks.

    `late_seconds` is what counts: the heartbeat's lag less `machine_seconds`, in which other processes had the
    processors. In `running_seconds` the loop's thread ran itself; `gc_seconds` were spent in the garbage collector, in
    whatever thread, and count. `stacks` are where the loop's thread was meanwhile, `others` where other threads were at
    the end.
    """

    began_seconds: float
    late_seconds: float
    machine_seconds: float
    running_seconds: float
    gc_seconds: float
    stacks: tuple[traceback.StackSummary, ...]
    others: tuple[traceback.StackSummary, ...]

    @property
    def late_without_gc_seconds(self) -> float:
        """What counts, less the garbage collector's part."""
        return max(self.late_seconds - self.gc_seconds, 0.0)

    def describe(self) -> str:
        """When, how long, and where."""
        text = (
            f"{self.late_seconds * 1000:.0f} ms, {self.began_seconds:.3f} s after the start "
            f"(beside it {self.machine_seconds * 1000:.0f} ms of the machine's; "
            f"the loop's thread ran {self.running_seconds * 1000:.0f} ms, "
            f"the garbage collector took {self.gc_seconds * 1000:.0f} ms)\n"
        )
        for kind, stacks in (("the loop's thread", self.stacks), ("another thread, at the end", self.others)):
            text += "".join(f"  {kind}:\n{''.join(stack.format())}" for stack in stacks)
        return text


class LoopLag:
    """Watches the running event loop from when it is entered until it is left.

    Attributes:
        stalls: the worst, none shorter than 20 ms.
        beats: how often the loop was found alive.
    """

    def __init__(self) -> None:
        self.stalls: list[Stall] = []
        self.beats = 0
        self._stopped = threading.Event()
        self._collecting: tuple[int, float] | None = None
        self._collected = 0.0
        self._stacks: dict[tuple[Any, ...], traceback.StackSummary] = {}

    @property
    def worst_seconds(self) -> float:
        """The longest stall; 0 when none was worth keeping."""
        return max((stall.late_seconds for stall in self.stalls), default=0.0)

    @property
    def worst_without_gc_seconds(self) -> float:
        """The same, less what the garbage collector took of each."""
        return max((stall.late_without_gc_seconds for stall in self.stalls), default=0.0)

    def describe(self) -> str:
        """All that is kept, for the message of a test that fails."""
        return "\n".join(stall.describe() for stall in self.stalls)

    def check(self, most_seconds: float = 0.05, *, with_gc: bool = True) -> None:
        """Fail with the stacks of what stalled the loop for longer, be it with the garbage collector or without."""
        assert self.beats, "the heartbeat never came"
        worst = self.worst_seconds if with_gc else self.worst_without_gc_seconds
        assert worst <= most_seconds, f"the event loop was stalled:\n{self.describe()}"

    async def __aenter__(self) -> Self:
        self._began = time.monotonic()
        self._due = self._began + BEAT_SECONDS
        self._loop_thread = threading.get_ident()
        self._waits = _RunQueueWaits(threading.get_native_id())
        self._others_before = self._waits.read_others(0)
        gc.callbacks.append(self._watch_collector)
        self._watchdog = threading.Thread(target=self._watch, name="loop-lag", daemon=True)
        self._watchdog.start()
        self._heart = asyncio.create_task(self._beat())
        await asyncio.sleep(0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        # The last beat comes after whatever was done last.
        await self._heart
        self._watchdog.join()
        gc.callbacks.remove(self._watch_collector)
        self._waits.close()

    async def _beat(self) -> None:
        while not self._stopped.is_set():
            waited, ran, collected = self._waits.read_loop(), time.thread_time(), self._sum_collected()
            self._due = time.monotonic() + BEAT_SECONDS
            await asyncio.sleep(BEAT_SECONDS)
            late = time.monotonic() - self._due
            self.beats += 1
            if late > KEPT_SECONDS:
                waited, ran = self._waits.read_loop() - waited, time.thread_time() - ran
                self._keep(late, waited, ran, self._sum_collected() - collected)

    def _keep(self, late: float, waited: float, ran: float, collected: float) -> None:
        before, watchdog = self._others_before, self._watchdog.native_id
        others = self._waits.read_others(watchdog or 0)
        # A thread that has come since then was not waiting before.
        waited += max((wait - before.get(thread, 0) for thread, wait in others.items()), default=0)
        stacks, self._stacks = tuple(self._stacks.values()), {}
        if late - waited <= KEPT_SECONDS:
            return
        threads = sys._current_frames()
        frames = [threads[each] for each in threads if each not in (self._loop_thread, self._watchdog.ident)]
        busy = [_extract(frame) for frame in frames if Path(frame.f_code.co_filename).name not in WAITING_IN]
        began = self._due - self._began
        self.stalls.append(Stall(began, late - waited, waited, ran, collected, stacks, tuple(busy[:KEPT_STACKS])))
        # Passes of the garbage collector don't push out what is worse without them.
        self.stalls.sort(key=lambda stall: -stall.late_without_gc_seconds)
        longest = max(self.stalls, key=lambda stall: stall.late_seconds)
        self.stalls = [*self.stalls[:KEPT_STALLS], *(stall for stall in self.stalls[KEPT_STALLS:] if stall is longest)]

    def _watch(self) -> None:
        """See where the loop's thread is while the heartbeat is late; in a thread of its own."""
        while not self._stopped.wait(WATCH_SECONDS):
            if time.monotonic() - self._due < WATCH_SECONDS:
                self._stacks = {}
                self._others_before = self._waits.read_others(threading.get_native_id())
                continue
            frame = sys._current_frames().get(self._loop_thread)
            if frame is not None and len(self._stacks) < KEPT_STACKS:
                stack = _extract(frame)
                self._stacks[tuple((each.filename, each.lineno) for each in stack)] = stack
            # Or a local variable of another thread's would live on here.
            del frame

    def _watch_collector(self, phase: str, _: dict[str, int]) -> None:
        clock = _find_clock_of_thread()
        if phase == "start":
            self._collecting = (clock, time.clock_gettime(clock))
        elif self._collecting is not None:
            self._collected = self._sum_collected()
            self._collecting = None

    def _sum_collected(self) -> float:
        """What the collector took until now; in another thread, a pass may be through and not say so yet."""
        collected, collecting = self._collected, self._collecting
        return collected + (time.clock_gettime(collecting[0]) - collecting[1] if collecting else 0.0)


def _find_clock_of_thread() -> int:
    """The clock of this thread's processor time, which other threads may read; macOS has none."""
    if hasattr(time, "pthread_getcpuclockid"):
        return time.pthread_getcpuclockid(threading.get_ident())
    return time.CLOCK_MONOTONIC


def _extract(frame: FrameType) -> traceback.StackSummary:
    """The innermost frames; files are read when it is printed."""
    frames: Iterable[tuple[FrameType, int]] = islice(traceback.walk_stack(frame), STACK_DEPTH)
    return traceback.StackSummary.extract(iter(list(frames)[::-1]), lookup_lines=False)


class _RunQueueWaits:
    """How long threads of this process were ready to run and did not run, in seconds since they started.

    https://docs.kernel.org/scheduler/sched-stats.html: the second number of ``schedstat`` is in nanoseconds.
    """

    def __init__(self, loop_thread: int) -> None:
        self._loop_thread = loop_thread
        self._lock = threading.Lock()
        self._files: dict[int, int] = {}

    def read_loop(self) -> float:
        """Give the wait of the loop's thread."""
        return self._read(self._loop_thread)

    def read_others(self, but: int) -> dict[int, float]:
        """Give the waits of all threads but the loop's and that one, by their ids."""
        with self._lock:
            threads = {int(task.name) for task in TASKS.iterdir()} if HAS_WAITS else set()
            for ended in set(self._files) - threads:
                os.close(self._files.pop(ended))
            return {thread: self._read(thread) for thread in threads - {self._loop_thread, but}}

    def _read(self, thread: int) -> float:
        try:
            if thread not in self._files:
                self._files[thread] = os.open(f"{TASKS}/{thread}/schedstat", os.O_RDONLY)
            return int(os.pread(self._files[thread], 100, 0).split()[1]) / 1e9
        except OSError:
            # The thread has just ended, or there is no such file.
            return 0.0

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()
