"""All sources of credentials in this process, one per identity: who is the same shares one."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import weakref
from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.credentials.process_local import ProcessLocal

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.credentials.base import Source

MAXIMUM_SOURCES = 1024

# The keys of registries mean nothing outside this process and its forks.
_KEY = os.urandom(32)


def _write_other(value: object) -> str:
    """Write what is not JSON: a path as its text; of anything else nobody knows when two are the same."""
    return os.fspath(value) if isinstance(value, os.PathLike) else os.urandom(16).hex()


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_write_other)


def write_document(document: Any) -> bytes:
    """Write a JSON document so that two that say the same are the same bytes."""
    return _ENCODER.encode(document).encode("utf-8", "surrogatepass")


def fingerprint(document: Any) -> bytes:
    """Give the keyed hash of a JSON document, which may hold secrets; they can't be found out from it."""
    return hmac.digest(_KEY, write_document(document), hashlib.sha256)


def fingerprint_texts(*texts: str | bytes | None) -> bytes:
    """Give the keyed hash of some texts, as ``fingerprint`` does, in a fraction of the time."""
    return hmac.digest(_KEY, repr(texts).encode("utf-8", "surrogatepass"), hashlib.sha256)


class Registry:
    """Sources by fingerprint. Those that were used last are kept, and all that somebody holds.

    Args:
        maximum: how many are kept though nobody holds them.
    """

    def __init__(self, maximum: int = MAXIMUM_SOURCES) -> None:
        self._maximum = maximum
        self._kept: OrderedDict[bytes, Source] = OrderedDict()
        self._all: weakref.WeakValueDictionary[bytes, Source] = weakref.WeakValueDictionary()
        # One that a signal's handler may take again.
        self._lock = ProcessLocal(RLock)

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, document: Any, build: Callable[[], Source]) -> Source:
        """Give the source of an identity, built when it is the first of its kind.

        Args:
            document: all that decides who the credentials are, as JSON; not kept.
            build: makes the source; must not come back to this registry.
        """
        key = fingerprint(document)
        with self._lock.get():
            source = self._kept.get(key) or self._all.get(key)
            if source is None:
                source = self._all[key] = build()
            self._kept[key] = source
            self._kept.move_to_end(key)
            while len(self._kept) > self._maximum:
                self._kept.popitem(last=False)
        return source
