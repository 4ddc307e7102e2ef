"""Locks that are held while a client is made, and that nobody waits for without end.

A client takes milliseconds, and on a busy machine many threads wait a while. But botocore may ask a metadata service
for its region's defaults. And a handler of the log that wants a client may hold what the one who makes a client logs
to.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import RLock

PATIENCE_SECONDS = 5.0


@contextmanager
def take_turn(lock: RLock) -> Iterator[bool]:
    """Wait for a lock, and give whether it came to that: whoever lost patience has to do without."""
    has_turn = lock.acquire(timeout=PATIENCE_SECONDS)
    try:
        yield has_turn
    finally:
        if has_turn:
            lock.release()
