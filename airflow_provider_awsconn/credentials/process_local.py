"""Values that a forked child must not share with its parent: locks, sockets, clients.

https://docs.python.org/3/library/os.html#os.fork
"""

from __future__ import annotations

import functools
import os
import weakref
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_forks = 0


def _count_fork() -> None:
    global _forks  # noqa: PLW0603 - one number of the process, changed by nobody else
    _forks += 1


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_count_fork)


class ProcessLocal(Generic[T]):
    """One value per process, made at first use and made anew after a fork. Uses no lock itself.

    Two threads that come first at once may both make one; all get the same.
    """

    __slots__ = ("_held", "_make")

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._held: dict[int, T] = {}

    def get(self) -> T:
        """Give this process's value."""
        try:
            return self._held[_forks]
        except KeyError:
            # A dict's setdefault is atomic. What the parent made stays, unused: to collect a client's pool of
            # connections takes a lock, and a thread of the parent may have held it.
            return self._held.setdefault(_forks, self._make())


def _work_out(func: Callable[[Any], T], instance: Callable[[], Any]) -> T:
    return func(instance())


class cached_property(functools.cached_property[T]):  # noqa: N801 - used like that of functools
    """A property that is worked out once per object, as by functools, and without a lock.

    Before Python 3.12 that of functools has one lock for all objects: a child forked while a thread held it hangs.
    Threads that come first at once may each work it out; all get the same.
    """

    if not TYPE_CHECKING:

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            # What stands in the object's own dictionary is found before this is asked again.
            return instance.__dict__.setdefault(self.attrname, self.func(instance))


class process_cached_property(functools.cached_property[T]):  # noqa: N801 - the same
    """A property that is worked out once per object and process. It may be set and deleted, as a cached one may."""

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        held = instance.__dict__.get(self.attrname)
        if held is None:
            # Weak, or each object would wait for the garbage collector, with all that it holds.
            make = functools.partial(_work_out, self.func, weakref.ref(instance))
            held = instance.__dict__.setdefault(self.attrname, ProcessLocal(make))
        return held.get()

    def __set__(self, instance: Any, value: T) -> None:
        # What mock took out of the dictionary, it puts back in this way.
        held = value if isinstance(value, ProcessLocal) else ProcessLocal(lambda: value)
        instance.__dict__[self.attrname] = held

    def __delete__(self, instance: Any) -> None:
        instance.__dict__.pop(self.attrname, None)
