"""Keep the log of requests, for many threads."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any


class RequestLog:
    """The requests since the last `clear`; counting them does not look at each."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._entries: list[dict[str, Any]] = []
        self._counts: Counter[tuple[str | None, str | None]] = Counter()
        self._sequence = 0

    def add(self, entry: dict[str, Any]) -> None:
        """Take a request in and give it its number; it counts from here on, answered or not."""
        action, service = entry["action"], entry["service"]
        with self._changed:
            self._sequence += 1
            entry["sequence"] = self._sequence
            self._entries.append(entry)
            self._counts.update({(action, service), (action, None), (None, service), (None, None)})
            self._changed.notify_all()

    def set_status(self, entry: dict[str, Any], status: int) -> None:
        """Say how a request of the log was answered."""
        with self._changed:
            entry["status"] = status

    def clear(self) -> None:
        """Forget all requests; the numbers go on."""
        with self._changed:
            self._entries = []
            self._counts.clear()

    def entries(self) -> list[dict[str, Any]]:
        """A copy of the log in the order the requests came."""
        with self._changed:
            return [dict(entry) for entry in self._entries]

    def count(self, action: str | None, service: str | None) -> int:
        """How many requests there were with this action and of this service, None for any."""
        with self._changed:
            return self._counts[action, service]

    def wait_for(self, count: int, action: str | None, service: str | None, timeout_seconds: float) -> int:
        """The same count, once it has reached `count` or the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._counts[action, service] >= count, timeout_seconds)
            return self._counts[action, service]
