"""Values that were used last, by keyed hash; a forked child starts without any."""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock
from typing import Generic, TypeVar

from airflow_provider_awsconn.credentials.process_local import ProcessLocal

T = TypeVar("T")


class LastUsed(Generic[T]):
    """A bounded cache for threads and forks.

    Args:
        maximum: how many values are kept, 1 or more; those used last.
    """

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum
        self._state: ProcessLocal[_State[T]] = ProcessLocal(_State)

    def __len__(self) -> int:
        return len(self._state.get().held)

    def find(self, key: bytes) -> T | None:
        """Give the value of a key, None where there is none.

        Args:
            key: without secrets: a keyed hash.
        """
        state = self._state.get()
        with state.lock:
            value = state.held.get(key)
            if value is not None:
                state.held.move_to_end(key)
        return value

    def keep(self, key: bytes, value: T) -> T:
        """Keep a value, and give what is kept: of threads that come at once with one each, the first one's."""
        state = self._state.get()
        with state.lock:
            value = state.held.setdefault(key, value)
            while len(state.held) > self.maximum:
                state.held.popitem(last=False)
        return value


class _State(Generic[T]):
    def __init__(self) -> None:
        self.held: OrderedDict[bytes, T] = OrderedDict()
        # One that a signal's handler may take again.
        self.lock = RLock()
