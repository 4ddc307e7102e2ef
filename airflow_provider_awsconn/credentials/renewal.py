"""One set of credentials kept alive for all who share it: minted at first use, renewed in the background in time.

Knows nothing of STS: ``mint`` makes a new set. Safe between threads, event loops and across forks.
"""

from __future__ import annotations

import logging
import math
import random
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from airflow_provider_awsconn.credentials.errors import (
    EndedAlreadyError,
    MintedMeanwhileError,
    describe_error,
    forget_frames,
    is_refusal,
)
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.credentials.waiting import WaitingSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.credentials.minted import MintedCredentials

logger = logging.getLogger(__name__)

# A set is renewed in the last quarter of its life, at most the last 15 minutes; when exactly is left to chance, so
# that a fleet that started together does not ask together.
_WINDOW_SHARE = 0.25
_LONGEST_WINDOW_SECONDS = 900.0
_JITTER_SHARE = 0.3
# A request is under way for a while, and has to arrive before the end.
_MARGIN_SHARE = 0.05
_LONGEST_MARGIN_SECONDS = 10.0
# Nobody asks again so soon after a failure.
REFUSED_PAUSE_SECONDS = 5.0
FAILED_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 60.0
_SHORTEST_PAUSE_SECONDS = 0.5


class _Held(NamedTuple):
    """A set, with the moments that matter, in seconds since 1970."""

    minted: MintedCredentials
    renew_at: float
    usable_until: float


@dataclass(frozen=True, slots=True)
class Failure:
    """The last attempts failed.

    Attributes:
        error: what the last one raised.
        since: when the first of them failed, seconds since 1970.
        count: how many failed in a row.
        retry_at: when the next one may be made.
    """

    error: Exception
    since: float
    count: int
    retry_at: float


class MintingError(Exception):
    """No usable set, and none could be minted. For this package's own use: callers tell people who and which role.

    Attributes:
        failure: the attempts that failed.
        expired_at: when the last set ended, None when there never was one.
        role: which of the connection's roles it was, counted from 0; None for another step.
    """

    def __init__(self, failure: Failure, expired_at: float | None, role: int | None) -> None:
        super().__init__("no credentials")
        self.failure = failure
        self.expired_at = expired_at
        self.role = role


class _Turn:
    """Whose turn it is to mint in this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.thread: int | None = None


def _start_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="awsconn-renewal", daemon=True).start()


class RenewingSource(WaitingSource):
    """Gives a set of credentials that is good now, and has the next one made before it ends.

    One thread at a time mints. While a good set is there nobody waits and no failure is seen; without one all wait
    for the same attempt and get its error. After a failure nobody asks for a while: 5 s after a refusal and 1 s after
    anything else, longer each time while a good set is there, at most 60 s.

    Args:
        mint: makes a new set, given the end of the one that is held, in seconds since 1970, or the present.
        label: whose credentials these are, for the log.
        role: which of a connection's roles, counted from 0; None for another step.
        clock: seconds since 1970.
        start: runs a function in another thread.
        chance: a number from 0 to 1.
    """

    def __init__(
        self,
        mint: Callable[[float], MintedCredentials],
        label: str,
        role: int | None = None,
        clock: Callable[[], float] = time.time,
        start: Callable[[Callable[[], None]], None] = _start_thread,
        chance: Callable[[], float] = random.random,
    ) -> None:
        super().__init__()
        self._mint = mint
        self._label = label
        self._role = role
        self._clock = clock
        self._start = start
        self._chance = chance
        # Both are values that a forked child may keep; the lock is not.
        self._held: _Held | None = None
        self._failure: Failure | None = None
        self._turn = ProcessLocal(_Turn)

    def get(self) -> MintedCredentials:
        """Give a set that is good now; waits only where there is none.

        Raises:
            MintingError: when there is none and none could be minted.
        """
        return self.get_now() or self._mint_or_wait()

    def get_now(self) -> MintedCredentials | None:
        """Give a set that is good now, and have the next one made where it is time; None where there is none."""
        held, now = self._held, self._clock()
        if held is None or now >= held.usable_until:
            return None
        if now >= held.renew_at:
            self._renew_in_background(now)
        return held.minted

    async def aget(self) -> MintedCredentials:
        """Give what ``get`` gives; a coroutine waits for it, its event loop does not."""
        # A source of tokens that runs a loop of its own may not wait for itself.
        return self.get() if self._turn.get().thread == threading.get_ident() else await super().aget()

    def peek(self) -> MintedCredentials | None:
        """Give the set that is held, good or not; None before the first one."""
        return self._held.minted if self._held else None

    def _mint_or_wait(self) -> MintedCredentials:
        turn = self._turn.get()
        if turn.thread == threading.get_ident():
            # A signal's handler, or a source of tokens that wants these very credentials: to wait is to wait for ever.
            raise self._build_error(self._failure or Failure(MintedMeanwhileError(), self._clock(), 1, 0.0))
        with turn.lock:
            held, failure, now = self._held, self._failure, self._clock()
            if held is not None and now < held.usable_until:
                return held.minted
            if failure is not None and now < failure.retry_at:
                raise self._build_error(failure)
            try:
                turn.thread = threading.get_ident()
                return self._attempt().minted
            except Exception as error:  # noqa: BLE001 - all who wait for this attempt get it
                raise self._build_error(self._note_failure(error)) from None
            finally:
                turn.thread = None

    def _build_error(self, failure: Failure) -> MintingError:
        held = self._held
        error = MintingError(failure, held.minted.expires_at if held else None, self._role)
        error.__cause__ = failure.error
        return error

    def _renew_in_background(self, now: float) -> None:
        failure = self._failure
        turn = self._turn.get()
        lock = turn.lock
        if (failure is not None and now < failure.retry_at) or not lock.acquire(blocking=False):
            return
        try:
            self._start(lambda: self._renew(turn))
        except RuntimeError:
            # No thread can be started while the interpreter ends, and what is held is still good.
            lock.release()
        except BaseException:
            lock.release()
            raise

    def _renew(self, turn: _Turn) -> None:
        """Renew while the lock is held, and release it."""
        try:
            turn.thread = threading.get_ident()
            held, failure, now = self._held, self._failure, self._clock()
            if held is None or now < held.renew_at or (failure is not None and now < failure.retry_at):
                return
            try:
                self._attempt()
            except Exception as error:  # noqa: BLE001 - what is held is still good, and nobody waits
                self._note_failure(error)
                logger.warning(
                    "%s: the credentials could not be renewed (%s); those at hand are good for another %d s",
                    self._label,
                    describe_error(error),
                    held.usable_until - self._clock(),
                )
        finally:
            turn.thread = None
            turn.lock.release()

    def _attempt(self) -> _Held:
        """Mint a set and keep it. The lock is held."""
        held, now = self._held, self._clock()
        ends = held.minted.expires_at if held else None
        self._held = held = self._hold(self._mint(max(now, ends or now)))
        self._failure = None
        return held

    def _hold(self, minted: MintedCredentials) -> _Held:
        if minted.expires_at is None:
            return _Held(minted, math.inf, math.inf)
        now = self._clock()
        if minted.expires_at <= now:
            raise EndedAlreadyError(now - minted.expires_at)
        lifetime = minted.expires_at - minted.minted_at
        window = min(lifetime * _WINDOW_SHARE, _LONGEST_WINDOW_SECONDS)
        window *= 1 - _JITTER_SHARE * self._chance()
        margin = min(lifetime * _MARGIN_SHARE, _LONGEST_MARGIN_SECONDS)
        return _Held(minted, minted.expires_at - window, minted.expires_at - margin)

    def _note_failure(self, error: Exception) -> Failure:
        # The frames below hold tokens, and the error is kept.
        forget_frames(error)
        before, held, now = self._failure, self._held, self._clock()
        count = before.count + 1 if before else 1
        pause = REFUSED_PAUSE_SECONDS if is_refusal(error) else FAILED_PAUSE_SECONDS
        left = held.usable_until - now if held else 0.0
        if left > 0:
            # Nobody suffers yet: ask less and less often, and still several times before the end.
            grown = min(pause * 2 ** min(count - 1, 6), _LONGEST_PAUSE_SECONDS) * (1 - _JITTER_SHARE * self._chance())
            pause = min(grown, max(left / 4, _SHORTEST_PAUSE_SECONDS))
        self._failure = Failure(error, before.since if before else now, count, now + pause)
        return self._failure
