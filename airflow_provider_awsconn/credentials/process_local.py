"""Values that a forked child must not share with its parent: locks, sockets, clients.

https://docs.python.org/3/library/os.html#os.fork
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

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


class cached_property(Generic[T]):  # noqa: N801 - used like functools.cached_property
    """A property that is worked out once per object, as by functools, and without a lock.

    Before Python 3.12 that of functools has one lock for all objects: a child forked while a thread held it hangs.
    Threads that come first at once may each work it out; all get the same.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, owner: None, kind: type | None = None) -> cached_property[T]: ...
    @overload
    def __get__(self, owner: object, kind: type | None = None) -> T: ...
    def __get__(self, owner: Any, kind: type | None = None) -> cached_property[T] | T:
        if owner is None:
            return self
        # What stands in the object's own dictionary is found before this is asked again.
        kept: T = owner.__dict__.setdefault(self._name, self._make(owner))
        return kept


class process_cached_property(Generic[T]):  # noqa: N801 - used like functools.cached_property
    """A property that is worked out once per object and process. It may be set and deleted, as a cached one may."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        if owner is None:
            return self
        held = owner.__dict__.get(self._name)
        if held is None:
            held = owner.__dict__.setdefault(self._name, ProcessLocal(partial(self._make, owner)))
        return held.get()

    def __set__(self, owner: Any, value: T) -> None:
        # What mock took out of the dictionary, it puts back in this way.
        owner.__dict__[self._name] = value if isinstance(value, ProcessLocal) else ProcessLocal(lambda: value)

    def __delete__(self, owner: Any) -> None:
        owner.__dict__.pop(self._name, None)
