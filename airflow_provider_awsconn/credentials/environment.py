"""The environment of the process as the system has it.

To decode the names of a large environment takes longer than all else a hook does again.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


# How the names of variables begin and end that decide what boto3 finds, and how it gets to AWS.
_STARTS = (b"AWS_", b"BOTO", b"HOME", b"REQUESTS_CA_BUNDLE", b"USERPROFILE")
_ENDS = (b"_proxy", b"_PROXY")


def describe_environment(profile_name: str | None) -> tuple[str | None, ...]:
    """Describe what decides which credentials boto3's chain finds, and how boto3 gets to AWS: variables and files.

    It holds secrets: for a hash only.
    """
    config = get_variable(b"AWS_CONFIG_FILE") or b"~/.aws/config"
    credentials = get_variable(b"AWS_SHARED_CREDENTIALS_FILE") or b"~/.aws/credentials"
    return profile_name, describe_variables(), _describe_file(config), _describe_file(credentials)


def describe_variables() -> str:
    """Describe the variables of the above; it holds secrets."""
    return select_variables(_STARTS, _ENDS)


def _describe_file(path: bytes) -> str:
    if b"$" in path:
        path = os.path.expandvars(path)
    if path.startswith(b"~"):
        path = _expand(path, get_variable(b"HOME"))
    try:
        status = os.stat(path)  # noqa: PTH116 - asked for each client, and Path is slow
    except OSError:
        return ""
    return f"{os.fsdecode(path)} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"


@functools.lru_cache(maxsize=8)
def _expand(path: bytes, _home: bytes | None) -> bytes:
    return os.path.expanduser(path)  # noqa: PTH111 - the same


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
