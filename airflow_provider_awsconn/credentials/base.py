"""The credentials a connection starts from: its own keys, or what boto3's lookup chain finds on the worker."""

from __future__ import annotations

import time
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Protocol

from botocore.credentials import Credentials, RefreshableCredentials

from airflow_provider_awsconn.credentials.errors import BaseCredentialsError, EmptyChainError, forget_frames
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.credentials.waiting import WaitingSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.credentials import ReadOnlyCredentials

# How long an empty chain is taken for empty: it asks the metadata service, and waits for it.
_EMPTY_PAUSE_SECONDS = 2.0
# From then on botocore has all wait for the next set; before, one thread looks for it while others use the last one.
_MANDATORY_REFRESH_SECONDS = 600


class Source(Protocol):
    """Gives credentials that are good now."""

    def get(self) -> MintedCredentials:
        """Give the set of this moment."""
        ...

    def get_now(self) -> MintedCredentials | None:
        """Give the set of this moment where it is at hand: waits for nothing, None where somebody has to."""
        ...

    async def aget(self) -> MintedCredentials:
        """Give what ``get`` gives, without keeping the event loop waiting."""
        ...


class StaticSource:
    """The connection's own key pair."""

    def __init__(self, minted: MintedCredentials) -> None:
        self._minted = minted

    def get(self) -> MintedCredentials:
        """Give the pair."""
        return self._minted

    get_now = get

    async def aget(self) -> MintedCredentials:
        """Give the pair."""
        return self._minted


class AmbientSource(WaitingSource):
    """What boto3's lookup chain finds, looked up at the first use and renewed by botocore.

    Args:
        load: runs botocore's chain, and gives None where it finds nothing.
        is_current: tells whether the environment is the one that these are the credentials of; what is found in another
            is not kept.
        clock: seconds of any clock that goes forward only.
    """

    def __init__(
        self,
        load: Callable[[], Credentials | None],
        is_current: Callable[[], bool] = lambda: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        # botocore's credentials hold locks and clients.
        self._found = ProcessLocal(lambda: _Lookup(load, is_current, clock))

    @property
    def method(self) -> str:
        """Where they were found, in botocore's words; not looked up for this alone."""
        return self._found.get().method or "boto3-chain"

    @property
    def is_kept(self) -> bool:
        """Whether what was found is that of the environment this is for."""
        return self._found.get().is_kept

    @property
    def expires_at(self) -> float | None:
        """When what was found ends, in seconds since 1970; None for never, and where botocore does not tell."""
        return self._found.get().expires_at

    def get(self) -> MintedCredentials:
        """Give the set of this moment.

        Raises:
            EmptyChainError: when the chain finds nothing.
            BaseCredentialsError: with what a link of the chain raises.
        """
        failure: BaseCredentialsError | None = None
        try:
            frozen = self._found.get().get()
        except Exception as error:  # noqa: BLE001 - botocore's own, and what a credential_process comes to
            forget_frames(error)
            failure = BaseCredentialsError(error)
        if failure is not None:
            raise failure
        if frozen is None:
            raise EmptyChainError(
                "boto3",
                "boto3's lookup chain found no credentials",
                "give login and password, a profile, or run where boto3 finds credentials",
            )
        return _to_set(frozen)

    def get_now(self) -> MintedCredentials | None:
        """Give the set of this moment, and have the next one looked for in time; None where all wait for it."""
        lookup = self._found.get()
        frozen = lookup.get_now()
        if frozen is not None and lookup.is_to_refresh():
            self._flight.start()
        return frozen and _to_set(frozen)


def _to_set(frozen: ReadOnlyCredentials) -> MintedCredentials:
    return MintedCredentials(
        str(frozen.access_key), str(frozen.secret_key), frozen.token, time.time(), None, frozen.account_id
    )


class _Lookup:
    """One process's lookup: the chain is run once, by one thread."""

    def __init__(
        self, load: Callable[[], Credentials | None], is_current: Callable[[], bool], clock: Callable[[], float]
    ) -> None:
        self._load = load
        self._is_current = is_current
        self._clock = clock
        self._lock = RLock()
        self._credentials: Credentials | None = None
        self._last: ReadOnlyCredentials | None = None
        self._look_again_at = clock()

    @property
    def is_kept(self) -> bool:
        return self._credentials is not None

    @property
    def method(self) -> str | None:
        return self._credentials.method if self._credentials else None

    @property
    def expires_at(self) -> float | None:
        # botocore has no public name for it.
        end = getattr(self._credentials, "_expiry_time", None)
        return end.timestamp() if isinstance(end, datetime) else None

    def get(self) -> ReadOnlyCredentials | None:
        credentials = self._credentials or self._look()
        if credentials is None:
            return None
        is_kept = credentials is self._credentials
        try:
            frozen = credentials.get_frozen_credentials()
        except Exception:
            # botocore gives up ten minutes before the end; until then the last set is as good as it was.
            refresh_needed = getattr(credentials, "refresh_needed", None)
            if not is_kept or self._last is None or refresh_needed is None or refresh_needed(refresh_in=0):
                raise
            return self._last
        if is_kept:
            self._last = frozen
        return frozen

    def get_now(self) -> ReadOnlyCredentials | None:
        credentials = self._credentials
        if credentials is None or self.is_to_refresh(_MANDATORY_REFRESH_SECONDS):
            return None
        if self.is_to_refresh():
            return self._last
        is_known = type(credentials) is Credentials or isinstance(credentials, RefreshableCredentials)
        return credentials.get_frozen_credentials() if is_known else None

    def is_to_refresh(self, seconds: int | None = None) -> bool:
        """Tell whether what was found ends so soon; without a number, so soon that botocore looks for the next."""
        refresh_needed = getattr(self._credentials, "refresh_needed", None)
        return refresh_needed is not None and bool(refresh_needed(seconds))

    def _look(self) -> Credentials | None:
        with self._lock:
            if self._credentials is None and self._clock() >= self._look_again_at:
                found = self._load()
                if not self._is_current():
                    return found
                self._credentials = found
                self._look_again_at = self._clock() + _EMPTY_PAUSE_SECONDS
            return self._credentials
