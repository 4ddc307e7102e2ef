"""How coroutines wait for a source whose ``get`` may block: in one thread for all of them.

Nothing in that thread talks to Airflow: it only asks AWS, and what else credentials come from.
"""

from __future__ import annotations

import functools
import weakref
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, cast

from airflow_provider_awsconn.credentials.off_loop import Flight

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.credentials.minted import MintedCredentials


class WaitingSource(ABC):
    """A source that many share, threads and coroutines: they get the same set, and it is asked for once."""

    def __init__(self) -> None:
        # Weak, or each source would wait for the garbage collector, with the set it holds.
        self._flight = Flight(functools.partial(_get, cast("Callable[[], WaitingSource]", weakref.ref(self))))

    @abstractmethod
    def get(self) -> MintedCredentials:
        """Give the set of this moment; waits where there is none."""

    @abstractmethod
    def get_now(self) -> MintedCredentials | None:
        """Give the set of this moment where it is at hand; asks nobody."""

    async def aget(self) -> MintedCredentials:
        """Give what ``get`` gives; a coroutine waits for it, its event loop does not."""
        return self.get_now() or await self._flight.join()


def _get(source: Callable[[], WaitingSource]) -> MintedCredentials:
    return source().get()
