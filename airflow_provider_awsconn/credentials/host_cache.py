"""Minted credentials that the tasks of one host share, in files encrypted with Airflow's Fernet key.

Imports cryptography, which comes with Airflow, and the files of `host_files`. A cache that doesn't work is no reason
to fail: the credentials are minted, a warning says once what is wrong.
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import random
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.fernet import Fernet, InvalidToken

from airflow_provider_awsconn.credentials.host_files import (
    MAX_BYTES,
    HostFiles,
    HostLock,
    UnusableFilesError,
    open_host_files,
)
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.errors import AwsConnError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)

_VERSION = 1
# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: no session is longer than 12 hours.
_MAX_LIFETIME_SECONDS = 12 * 3600
_CLOCK_SLACK_SECONDS = 300

_FIRST_PAUSE_SECONDS = 0.005
_MAX_PAUSE_SECONDS = 0.25
_SWEEP_SECONDS = 600

_warned: ProcessLocal[dict[tuple[Path, str], object]] = ProcessLocal(dict)
_swept_at: ProcessLocal[dict[Path, float]] = ProcessLocal(dict)


class HostCacheError(AwsConnError, ValueError):
    """Credentials can't be shared on this host with the Fernet key there is.

    Attributes:
        reason: what is wrong with the key; never the key.
        hint: what would be right.
    """

    def __init__(self, reason: str, hint: str) -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(f"[core] fernet_key: {reason}; {hint}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason, self.hint)


class HostCache:
    """One set of credentials per identity, for all processes of this user on this host.

    With several Fernet keys, new ones first, entries of every key are read and those of the first written. Nothing is
    done before the first use.

    Args:
        directory: where the files are; made, for this user alone, if there is none.
        fernet_keys: the parts of Airflow's `[core] fernet_key`.
        clock: gives the time, seconds since 1970.
        lock_timeout: how long to wait for another process that is minting, in seconds, before minting all the same.

    Raises:
        HostCacheError: there is no key, or what is there is none.
    """

    def __init__(
        self,
        directory: Path,
        fernet_keys: Sequence[str],
        clock: Callable[[], float] = time.time,
        lock_timeout: float = 60.0,
    ) -> None:
        self.directory = Path(directory)
        self._clock = clock
        self._lock_timeout = lock_timeout
        count, has_key = len(fernet_keys), any(key.strip() for key in fernet_keys)
        seals = [_make_seal(key) for key in fernet_keys]
        # Or a traceback that shows local variables would show it.
        del fernet_keys
        if not has_key:
            raise HostCacheError(
                "empty, and credentials are written to files only encrypted",
                "set a key, or leave [awsconn] credential_cache unset",
            )
        self._seals = [seal for seal in seals if seal is not None]
        if len(self._seals) < count:
            raise HostCacheError(
                f"part {seals.index(None) + 1} of {count} is not a Fernet key",
                "a key is 32 bytes in URL-safe base64; cryptography.fernet.Fernet.generate_key() makes one",
            )

    def __reduce__(self) -> NoReturn:
        raise TypeError("a host cache holds the Fernet key and is not pickled: make it where it is used")

    def get_or_mint(
        self, identity: bytes, mint: Callable[[], MintedCredentials], newer_than: float
    ) -> MintedCredentials:
        """Give the shared set of an identity, minted now unless there is one that lives on after `newer_than`.

        One process mints while the others wait for what it makes. What `mint` raises passes unchanged.

        Args:
            identity: all that decides which credentials are minted; only a keyed hash of it leaves this call.
            mint: makes a new set; called once at most.
            newer_than: how long the set must live at least, seconds since 1970.
        """
        names = [seal.name(identity) for seal in self._seals]
        # A traceback out of mint goes through this frame.
        del identity
        with ExitStack() as held:
            lock = HostLock(names[0])
            held.callback(lock.release)
            try:
                found = self._find_or_lock(names, lock, newer_than)
            except OSError as error:
                found, is_usable = None, False
                self._warn("use", error)
            else:
                is_usable = True
            if found is not None:
                return found
            # Outside of the handler above: an error of mint has no part of ours in its context.
            minted = mint()
            if is_usable:
                self._store(names[0], minted)
        if is_usable:
            self._sweep()
        return minted

    def _find_or_lock(self, names: list[str], lock: HostLock, newer_than: float) -> MintedCredentials | None:
        """Wait for a good entry or for the lock, whichever comes first; None with the lock or after the timeout."""
        deadline = time.monotonic() + self._lock_timeout
        pause = _FIRST_PAUSE_SECONDS
        while True:
            with open_host_files(self.directory) as files:
                found = self._find(files, names, newer_than)
                if found is not None:
                    return found
                if lock.try_acquire(files):
                    # Somebody may have stored it and let go in between.
                    return self._find(files, names, newer_than)
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return None
            time.sleep(min(remaining, pause * random.uniform(0.5, 1)))  # noqa: S311 - spreads those who wait
            pause = min(2 * pause, _MAX_PAUSE_SECONDS)

    def _find(self, files: HostFiles, names: list[str], newer_than: float) -> MintedCredentials | None:
        now = self._clock()
        for seal, name in zip(self._seals, names, strict=True):
            sealed = files.read(name)
            minted = None if sealed is None else seal.unseal(name, sealed)
            if minted is not None and _is_credible(minted, now) and _is_newer(minted, newer_than):
                return minted
        return None

    def _store(self, name: str, minted: MintedCredentials) -> None:
        if minted.expires_at is None or not _is_credible(minted, self._clock()):
            return
        sealed = self._seals[0].seal(name, minted)
        if len(sealed) > MAX_BYTES:
            return
        try:
            with open_host_files(self.directory) as files:
                files.write(name, sealed, minted.expires_at)
        except OSError as error:
            self._warn("store", error)

    def _sweep(self) -> None:
        swept_at, now = _swept_at.get(), time.monotonic()
        if now - swept_at.get(self.directory, -_SWEEP_SECONDS) < _SWEEP_SECONDS:
            return
        swept_at[self.directory] = now
        try:
            with open_host_files(self.directory) as files:
                files.sweep(self._clock())
        except OSError as error:
            self._warn("store", error)

    def _warn(self, action: str, error: OSError) -> None:
        """Say once in this process what is wrong, without a traceback."""
        this = object()
        if _warned.get().setdefault((self.directory, action), this) is not this:
            return
        if isinstance(error, UnusableFilesError):
            reason, hint = error.reason, error.hint
        else:
            reason = f"could not be used ({error.strerror or type(error).__name__})"
            hint = "name a local directory that this user may write to and that has room"
        logger.warning("%s: %s, so minted credentials are not shared on this host; %s", self.directory, reason, hint)


class _Seal:
    """What one Fernet key makes of an identity, and of a set of credentials."""

    __slots__ = ("_fernet", "_name_key")

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)
        self._name_key = hmac.digest(base64.urlsafe_b64decode(key), b"awsconn host cache: file names", "sha256")

    def name(self, identity: bytes) -> str:
        """Give the name of the identity's entry: it says nothing to who hasn't the key."""
        return hmac.digest(self._name_key, identity, "sha256").hex()

    def seal(self, name: str, minted: MintedCredentials) -> bytes:
        """Give what the entry of that name is to hold."""
        return self._fernet.encrypt(
            json.dumps(
                {
                    "version": _VERSION,
                    # An entry that was copied to another's name is noticed.
                    "name": name,
                    "access_key": minted.access_key,
                    "secret_key": minted.secret_key,
                    "token": minted.token,
                    "minted_at": minted.minted_at,
                    "expires_at": minted.expires_at,
                    "account_id": minted.account_id,
                }
            ).encode()
        )

    def unseal(self, name: str, sealed: bytes) -> MintedCredentials | None:
        """Give the credentials of the entry of that name, None if they are not what `seal` makes."""
        try:
            return _read_entry(name, json.loads(self._fernet.decrypt(sealed)))
        except (InvalidToken, ValueError, TypeError, LookupError, RecursionError):
            return None


def _make_seal(key: str) -> _Seal | None:
    """Give the seal of a key, None when it is no key; without an exception, whose frames would hold the key."""
    try:
        return _Seal(key)
    except ValueError:
        return None


def _read_entry(name: str, entry: dict[str, Any]) -> MintedCredentials | None:
    minted = MintedCredentials(
        access_key=entry["access_key"],
        secret_key=entry["secret_key"],
        token=entry["token"],
        minted_at=entry["minted_at"],
        expires_at=entry["expires_at"],
        account_id=entry["account_id"],
    )
    is_whole = (
        (entry["version"], entry["name"]) == (_VERSION, name)
        and all(isinstance(text, str) and text for text in (minted.access_key, minted.secret_key))
        and all(text is None or isinstance(text, str) for text in (minted.token, minted.account_id))
        and all(isinstance(moment, float | int) for moment in (minted.minted_at, minted.expires_at))
    )
    return minted if is_whole else None


def _is_newer(minted: MintedCredentials, newer_than: float) -> bool:
    return minted.expires_at is not None and minted.expires_at > newer_than


def _is_credible(minted: MintedCredentials, now: float) -> bool:
    """Tell whether the times can be those of temporary credentials that live; no number is not a moment."""
    return (
        minted.expires_at is not None
        and now < minted.expires_at
        and minted.minted_at <= now + _CLOCK_SLACK_SECONDS
        and minted.expires_at <= minted.minted_at + _MAX_LIFETIME_SECONDS + _CLOCK_SLACK_SECONDS
    )
