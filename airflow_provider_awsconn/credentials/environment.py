"""The environment of the process as the system has it.

To decode the names of a large environment takes longer than all else a hook does again.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def select_variables(starts: tuple[bytes, ...], ends: tuple[bytes, ...]) -> str:
    """Give the variables whose names start so, or end so in any case, as one text that changes when any does."""
    held = _get_held()
    names = _select_names(tuple(held), starts, ends)
    return b"\0".join([name + b"=" + held.get(name, b"") for name in names]).decode("latin-1")


# Variables come and go rarely; a tuple of the same names is compared faster than any of them is looked at.
@functools.lru_cache(maxsize=4)
def _select_names(names: tuple[bytes, ...], starts: tuple[bytes, ...], ends: tuple[bytes, ...]) -> list[bytes]:
    return sorted(name for name in names if name.startswith(starts) or name.lower().endswith(ends))


def get_variables(names: tuple[bytes, ...]) -> tuple[bytes | None, ...]:
    """Give the values of variables, each None where it is not set."""
    return tuple(map(_get_held().get, names))


def get_variable(name: bytes) -> bytes | None:
    """Give the value of a variable, None where it is not set."""
    return _get_held().get(name)


def _get_held() -> Mapping[bytes, bytes]:
    # Python keeps it so, and has no public name for it. https://docs.python.org/3/library/os.html#os.environb
    held = getattr(os.environ, "_data", None)
    if os.supports_bytes_environ and isinstance(held, dict):
        return held
    return {os.fsencode(name): os.fsencode(value) for name, value in os.environ.items()}
