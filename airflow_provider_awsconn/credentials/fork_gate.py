"""Work that a fork must not come in the middle of: a child has none of its parent's other threads, but their locks.

Python locks each module while it is imported, and OpenSSL its tables while a TLS context is made, which each client
has: a child forked just then waits without end for the same module, and may for a context of its own.

https://docs.python.org/3/library/os.html#os.fork
https://docs.openssl.org/3.0/man7/openssl-threads/
"""

from __future__ import annotations

import contextlib
import importlib
import os
from threading import Condition, get_ident
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Such work takes milliseconds, on a machine in distress seconds. But what is inside may wait for somebody who waits for
# the fork to be over.
PATIENCE_SECONDS = 30.0


class ForkGate:
    """Has forks wait for the work of other threads, and work that begins meanwhile for the fork."""

    def __init__(self) -> None:
        self._changed = Condition()
        # How often each thread has entered.
        self._inside: dict[int, int] = {}
        self._forks_pending = 0

    @contextlib.contextmanager
    def delaying(self) -> Iterator[None]:
        """Have forks wait for what is done here; a thread may enter again."""
        me = get_ident()
        with self._changed:
            if me not in self._inside:
                self._changed.wait_for(lambda: not self._forks_pending)
            self._inside[me] = self._inside.get(me, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._inside[me] -= 1
                if not self._inside[me]:
                    del self._inside[me]
                    self._changed.notify_all()

    def before_fork(self) -> None:
        """Wait until no other thread is inside, and let none enter until the fork is over."""
        self._changed.acquire()
        self._forks_pending += 1
        self._changed.wait_for(lambda: not self._inside.keys() - {get_ident()}, PATIENCE_SECONDS)

    def after_fork_in_parent(self) -> None:
        """Let the others go on."""
        # Servers that fork in C may have called this alone.
        with contextlib.suppress(RuntimeError):
            self._changed.notify_all()
            self._forks_pending -= 1
            self._changed.release()

    def after_fork_in_child(self) -> None:
        """Forget the threads that are not here."""
        me = get_ident()
        self._changed = Condition()
        self._inside = {me: self._inside[me]} if me in self._inside else {}
        self._forks_pending = 0


_GATE = ForkGate()
delaying_forks = _GATE.delaying


def load_modules(*names: str) -> None:
    """Import modules of this package; a fork waits for it.

    Args:
        names: such as ``sessions.factory``.
    """
    with delaying_forks():
        for name in names:
            importlib.import_module(f"airflow_provider_awsconn.{name}")


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(
        before=_GATE.before_fork,
        after_in_parent=_GATE.after_fork_in_parent,
        after_in_child=_GATE.after_fork_in_child,
    )
