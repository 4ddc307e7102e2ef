"""What the tests of the triggerer add to its plugins folder: tasks that end in it, and a look at its event loop."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.triggers.base import BaseTrigger, TaskSuccessEvent, TriggerEvent
from loop_lag import LoopLag
from wait_for_s3_key import BaseOperator, S3KeyTrigger

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOTE_SECONDS = 0.25


class EndingS3KeyTrigger(S3KeyTrigger):
    """Ends its task itself: two hundred tasks need no worker that goes on with them."""

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """End the task well when the object is there, and fail when something else is told."""
        async for event in super().run():
            if event.payload["status"] != "success":
                raise RuntimeError(event.payload["message"])
            yield TaskSuccessEvent()


class LoopMonitor(BaseTrigger):
    """Watches the loop it runs on, and the memory of its process, until it is told to stop."""

    def __init__(self, notes: str) -> None:
        super().__init__()
        self.notes = notes

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Give the trigger's class and arguments."""
        return f"{type(self).__module__}.{type(self).__qualname__}", {"notes": self.notes}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Write a line of what was found, again and again, until somebody has written "stop"."""
        notes = Path(self.notes)
        stop = notes.with_suffix(".stop")
        with notes.open("a", encoding="utf-8", buffering=1) as written:  # noqa: ASYNC230 - a few bytes
            async with LoopLag() as lag:
                while not stop.exists():
                    await asyncio.sleep(NOTE_SECONDS)
                    found = {"at": time.time(), "lag_seconds": lag.worst_without_gc_seconds, **_read_memory()}
                    written.write(json.dumps(found) + "\n")
            written.write(json.dumps({**found, "stalls": lag.describe()}) + "\n")
        yield TaskSuccessEvent()


class WatchesLoop(BaseOperator):
    """Has the loop of the triggerer watched."""

    def __init__(self, *, notes: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.notes = notes

    def execute(self, context: object) -> None:  # noqa: ARG002 - Airflow's signature
        """Defer."""
        self.defer(trigger=LoopMonitor(self.notes), method_name="execute_complete")

    def execute_complete(self, **_: object) -> None:
        """Never called: the trigger ends the task."""


def _read_memory() -> dict[str, int]:
    status = Path("/proc/self/status")
    if not status.exists():
        return {}
    found = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines())
    return {"rss_kib": int(found["VmRSS"].split()[0]), "threads": int(found["Threads"])}
