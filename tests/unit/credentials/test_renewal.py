"""One set kept alive: minted once for all, renewed in time and beside the work, through failures, threads and forks."""

from __future__ import annotations

import logging
import os
import signal
import time
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.credentials.errors import EndedAlreadyError, find_origin
from airflow_provider_awsconn.credentials.renewal import Failure, MintingError, RenewingSource
from tests.unit.credentials.fakes import (
    NOW,
    Clock,
    find_reachable,
    make_client_error,
    make_set,
    run_at_once,
    run_in_child,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.credentials.minted import MintedCredentials

LABEL = "connection 'c', role etl"


class Mint:
    """Makes sets that last, or fails with the error that was set."""

    def __init__(self, clock: Clock, lifetime: float | None = 3600.0) -> None:
        self.clock = clock
        self.lifetime = lifetime
        self.error: BaseException | None = None
        self.asked: list[float] = []

    def __call__(self, newer_than: float) -> MintedCredentials:
        """Give the next set."""
        self.asked.append(newer_than)
        if self.error is not None:
            raise self.error
        return make_set(len(self.asked), self.clock.now, self.lifetime)


class Background:
    """Keeps what is to run in another thread until it is told to run it."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], None]) -> None:
        """Take a function."""
        self.waiting.append(work)

    def run(self) -> int:
        """Run what waits, and tell how many there were."""
        count = len(self.waiting)
        while self.waiting:
            self.waiting.pop(0)()
        return count


class Kept:
    """A source with its fakes.

    Args:
        lifetime: of the sets, in seconds.
        chance: what stands for a random number.
    """

    def __init__(self, lifetime: float | None = 3600.0, chance: float = 0.0, role: int | None = None) -> None:
        self.clock = Clock()
        self.mint = Mint(self.clock, lifetime)
        self.background = Background()
        self.source = RenewingSource(self.mint, LABEL, role, self.clock, self.background, lambda: chance)

    def get_at(self, seconds: float) -> str:
        """Ask so many seconds after the start, and give the key."""
        self.clock.now = NOW + seconds
        return self.source.get().access_key

    def fail_at(self, seconds: float) -> MintingError:
        """Ask so many seconds after the start, and give the error."""
        self.clock.now = NOW + seconds
        with pytest.raises(MintingError) as failed:
            self.source.get()
        return failed.value

    @property
    def failure(self) -> Failure:
        """The attempts that failed."""
        failure = self.source._failure
        assert failure is not None
        return failure


def test_nothing_is_minted_before_the_first_use() -> None:
    """Building a source asks nobody and starts no thread; the first use mints, the next ones do not."""
    kept = Kept()
    assert (kept.mint.asked, kept.background.waiting) == ([], [])
    assert [kept.get_at(0), kept.get_at(1), kept.get_at(2000)] == ["ASIA1"] * 3
    assert (len(kept.mint.asked), kept.background.waiting) == (1, [])


def test_the_first_use_mints_once_for_all_threads() -> None:
    """64 threads that come at once wait for one request and get the same set."""
    kept = Kept()
    assert len(set(map(id, run_at_once(64, kept.source.get)))) == 1
    assert len(kept.mint.asked) == 1


@pytest.mark.parametrize(
    ("lifetime", "chance", "window"),
    [
        pytest.param(3600, 0.0, 900, id="one-hour"),
        pytest.param(3600, 1.0, 630, id="one-hour-latest"),
        pytest.param(3600, 0.5, 765, id="one-hour-in-between"),
        pytest.param(900, 0.0, 225, id="fifteen-minutes"),
        pytest.param(900, 1.0, 157.5, id="fifteen-minutes-latest"),
        pytest.param(43200, 0.0, 900, id="twelve-hours"),
        pytest.param(43200, 1.0, 630, id="twelve-hours-latest"),
        pytest.param(60, 0.0, 15, id="a-minute"),
    ],
)
def test_a_set_is_renewed_in_the_last_quarter_of_its_life(lifetime: float, chance: float, window: float) -> None:
    """Renewal starts at the last quarter or the last 15 minutes, whichever is shorter, or up to 30 % of it later."""
    kept = Kept(lifetime, chance)
    kept.get_at(0)
    kept.get_at(lifetime - window - 0.01)
    assert kept.background.waiting == []
    assert kept.get_at(lifetime - window + 0.01) == "ASIA1"
    assert kept.background.run() == 1
    assert kept.get_at(lifetime - window + 0.02) == "ASIA2"


@pytest.mark.parametrize(("lifetime", "margin"), [(3600, 10), (43200, 10), (900, 10), (100, 5)])
def test_a_set_is_not_used_in_its_last_seconds(lifetime: float, margin: float) -> None:
    """A request has to arrive before the end: a set is good until 5 % of its life, or 10 s, are left."""
    kept = Kept(lifetime)
    kept.get_at(0)
    assert (kept.get_at(lifetime - margin - 0.01), len(kept.mint.asked)) == ("ASIA1", 1)
    kept.background.run()
    kept = Kept(lifetime)
    kept.get_at(0)
    assert (kept.get_at(lifetime - margin + 0.01), len(kept.mint.asked)) == ("ASIA2", 2)


def test_sets_of_fifteen_minutes_are_not_renewed_at_every_call() -> None:
    """A use each second for an hour mints one set per three quarters of their life."""
    kept = Kept(900)
    for second in range(3600):
        kept.get_at(second)
        kept.background.run()
    assert len(kept.mint.asked) == 6


def test_a_set_that_never_ends_is_never_renewed() -> None:
    """A set without an end is good for ever."""
    kept = Kept(None)
    assert [kept.get_at(0), kept.get_at(10.0**9)] == ["ASIA1"] * 2
    assert (len(kept.mint.asked), kept.background.waiting) == (1, [])


def test_a_clock_that_goes_back_changes_nothing() -> None:
    """A set stays good when the machine's clock is set back."""
    kept = Kept()
    assert [kept.get_at(0), kept.get_at(-7200)] == ["ASIA1"] * 2
    assert (len(kept.mint.asked), kept.background.waiting) == (1, [])


def test_a_set_is_asked_for_that_is_newer_than_the_one_at_hand() -> None:
    """Mint is told the end of the set that is held, or the present where that is later."""
    kept = Kept()
    kept.get_at(0)
    kept.get_at(3000)
    kept.background.run()
    kept.get_at(10_000)
    assert kept.mint.asked == [NOW, NOW + 3600, NOW + 10_000]


def test_a_set_from_elsewhere_that_is_old_is_renewed_at_its_own_time() -> None:
    """Of a set that another process minted, the life counts from there."""
    clock, background = Clock(), Background()
    shared = make_set(1, NOW - 3000, 3600)
    source = RenewingSource(lambda _: shared, LABEL, None, clock, background, lambda: 0.0)
    assert source.get() is shared
    assert background.waiting == []
    assert source.get() is shared
    assert len(background.waiting) == 1


def test_one_thread_renews_and_nobody_waits() -> None:
    """While a renewal is under way all others get the set at hand at once, and only one asks."""
    clock, asked, go_on, done = Clock(), Event(), Event(), Event()
    minted: list[float] = []

    def mint(newer_than: float) -> MintedCredentials:
        minted.append(newer_than)
        if len(minted) > 1:
            asked.set()
            assert go_on.wait(30)
        return make_set(len(minted), clock.now)

    def start(work: Callable[[], None]) -> None:
        def run() -> None:
            work()
            done.set()

        Thread(target=run, daemon=True).start()

    source = RenewingSource(mint, LABEL, None, clock, start, lambda: 0.0)
    source.get()
    clock.now = NOW + 3000
    assert {each.access_key for each in run_at_once(64, source.get)} == {"ASIA1"}
    assert asked.wait(30)
    assert {each.access_key for each in run_at_once(64, source.get)} == {"ASIA1"}
    assert len(minted) == 2
    go_on.set()
    assert done.wait(30)
    assert (source.get().access_key, len(minted)) == ("ASIA2", 2)


def test_the_background_is_a_thread_that_does_not_keep_the_process() -> None:
    """Without anything else said a daemon thread renews, and its name says what it does."""
    clock, seen = Clock(), Event()
    threads: list[Thread] = []

    def mint(_: float) -> MintedCredentials:
        threads.append(current_thread())
        if len(threads) > 1:
            seen.set()
        return make_set(len(threads), clock.now)

    source = RenewingSource(mint, LABEL, clock=clock)
    source.get()
    clock.now = NOW + 3500
    source.get()
    assert seen.wait(30)
    threads[1].join(30)
    assert (threads[1].name, threads[1].daemon) == ("awsconn-renewal", True)
    assert source.get().access_key == "ASIA2"


def test_a_renewal_that_fails_leaves_the_set_and_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    """The set at hand is given on; the log says whose it is, what STS said and for how long the set is good."""
    kept = Kept()
    kept.get_at(0)
    kept.mint.error = make_client_error("AccessDenied", "User: x is\nnot authorized")
    with caplog.at_level(logging.WARNING):
        assert kept.get_at(3000) == "ASIA1"
        kept.background.run()
        assert kept.get_at(3001) == "ASIA1"
    assert kept.background.waiting == []
    assert [(record.levelname, record.getMessage(), record.exc_info) for record in caplog.records] == [
        (
            "WARNING",
            (
                f"{LABEL}: the credentials could not be renewed (AccessDenied: User: x is not authorized); "
                "those at hand are good for another 590 s"
            ),
            None,
        )
    ]


@pytest.mark.parametrize(
    ("error", "chance", "pauses"),
    [
        pytest.param(make_client_error("AccessDenied"), 0.0, [5, 10, 20, 40, 60, 60], id="refused"),
        pytest.param(TimeoutError(), 0.0, [1, 2, 4, 8, 16, 32, 60, 60], id="failed"),
        pytest.param(TimeoutError(), 1.0, [0.7, 1.4, 2.8, 5.6, 11.2, 22.4, 42, 42], id="failed-with-jitter"),
    ],
)
def test_pauses_grow_while_a_good_set_is_there(error: Exception, chance: float, pauses: list[float]) -> None:
    """Each failure in a row doubles the pause, up to a minute; nobody asks before it is over."""
    kept = Kept(43_200, chance)
    kept.get_at(0)
    kept.mint.error = error
    moment, seen = 43_200.0 - 600, []
    for _ in pauses:
        kept.get_at(moment)
        assert kept.background.run() == 1
        pause = kept.failure.retry_at - kept.clock.now
        kept.get_at(moment + pause - 0.01)
        assert kept.background.run() == 0
        seen.append(round(pause, 3))
        moment += pause + 0.01
    assert seen == pauses


def test_near_the_end_pauses_are_short() -> None:
    """However often it failed, there are several more attempts before the end, and never more than two a second."""
    kept = Kept(43_200)
    kept.get_at(0)
    kept.mint.error = TimeoutError()
    moment, pauses = 43_200.0 - 900, []
    while moment < 43_190:
        kept.get_at(moment)
        kept.background.run()
        left = 43_190 - moment
        pauses.append(kept.failure.retry_at - kept.clock.now)
        assert pauses[-1] <= max(left / 4, 0.5) + 0.001
        moment += pauses[-1] + 0.001
    assert min(pauses) >= 0.499
    assert 15 < len(pauses) < 60


def test_a_good_set_hides_that_renewals_fail_until_it_ends() -> None:
    """Nobody sees a failure while the set is good; then the error says since when, how often and what ended."""
    kept = Kept(role=2)
    kept.get_at(0)
    kept.mint.error = TimeoutError("slow")
    kept.get_at(3000)
    kept.background.run()
    kept.get_at(3100)
    kept.background.run()
    error = kept.fail_at(3595)
    assert (error.failure.since, error.failure.count, error.expired_at, error.role) == (NOW + 3000, 3, NOW + 3600, 2)
    assert error.failure.error is kept.mint.error


def test_without_a_set_all_threads_share_one_attempt_and_its_error() -> None:
    """64 threads that wait get the one error of one request, at the first use as after the end of a set."""
    for lifetime in (None, 3600.0):
        kept = Kept(lifetime)
        if lifetime:
            kept.get_at(0)
            kept.clock.now = NOW + 3600
        before = len(kept.mint.asked)
        kept.mint.error = TimeoutError()
        errors = run_at_once(64, kept.source.get)
        assert {type(error) for error in errors} == {MintingError}
        assert len({id(error) for error in errors}) == 64
        assert {id(error.failure) for error in errors} == {id(kept.failure)}
        assert {error.expired_at for error in errors} == {NOW + 3600 if lifetime else None}
        assert (len(kept.mint.asked) - before, kept.failure.count) == (1, 1)


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        pytest.param(make_client_error("AccessDenied"), 5, id="refused"),
        pytest.param(make_client_error("ExpiredToken", status=400), 5, id="refused-400"),
        pytest.param(make_client_error(None, status=403), 5, id="refused-without-a-code"),
        pytest.param(make_client_error("Throttling", status=400), 1, id="throttled"),
        pytest.param(make_client_error("SlowDown", status=503), 1, id="slow-down"),
        pytest.param(make_client_error("InternalFailure", status=500), 1, id="500"),
        pytest.param(TimeoutError(), 1, id="timeout"),
        pytest.param(EndedAlreadyError(3.0), 1, id="ended-already"),
        pytest.param(
            MintingError(Failure(make_client_error("AccessDenied"), NOW, 1, NOW), None, 0), 5, id="role-before-refused"
        ),
        pytest.param(MintingError(Failure(TimeoutError(), NOW, 1, NOW), None, 0), 1, id="role-before-failed"),
    ],
)
def test_without_a_set_nobody_asks_again_at_once(error: Exception, pause: float) -> None:
    """After a refusal nothing is asked for 5 s, after anything else for 1 s; the same error is told meanwhile."""
    kept = Kept()
    kept.mint.error = error
    first = kept.fail_at(0)
    again = kept.fail_at(pause - 0.01)
    assert (again.failure, len(kept.mint.asked)) == (first.failure, 1)
    third = kept.fail_at(pause)
    assert (third.failure.count, third.failure.since, third.expired_at) == (2, NOW, None)
    assert kept.failure.retry_at == NOW + 2 * pause


def test_a_recovery_forgets_the_failures() -> None:
    """After a success the next failure is the first again, and its pause the shortest."""
    kept = Kept()
    kept.mint.error = TimeoutError()
    kept.fail_at(0)
    kept.fail_at(1)
    kept.mint.error = None
    assert kept.get_at(2) == "ASIA3"
    assert kept.source._failure is None
    kept.mint.error = TimeoutError()
    error = kept.fail_at(4000)
    assert (error.failure.count, error.failure.since) == (1, NOW + 4000)
    assert error.failure.retry_at == NOW + 4001


def test_a_renewal_that_comes_late_finds_it_done() -> None:
    """A thread that starts when another has renewed already asks nobody."""
    kept = Kept()
    kept.get_at(0)
    kept.get_at(3000)
    (late,) = kept.background.waiting
    kept.background.run()
    kept.source._turn.get().lock.acquire()
    late()
    assert len(kept.mint.asked) == 2
    assert kept.source._turn.get().lock.acquire(blocking=False)


def test_a_thread_that_can_not_start_is_no_error() -> None:
    """While the interpreter ends no thread starts: the set at hand is given, and the next one may try again."""
    kept = Kept()
    started: list[int] = []

    def start(_: Callable[[], None]) -> None:
        started.append(1)
        raise RuntimeError("can't start new thread")

    kept.source._start = start
    kept.get_at(0)
    assert [kept.get_at(3000), kept.get_at(3001)] == ["ASIA1"] * 2
    assert len(started) == 2
    assert kept.get_at(3600) == "ASIA2"


def test_an_interrupt_while_a_thread_starts_frees_the_lock() -> None:
    """An interrupt goes through, and others can renew."""
    kept = Kept()
    kept.get_at(0)

    def interrupt(_: Callable[[], None]) -> None:
        raise KeyboardInterrupt

    kept.source._start = interrupt
    kept.clock.now = NOW + 3000
    with pytest.raises(KeyboardInterrupt):
        kept.source.get()
    kept.source._start = kept.background
    kept.get_at(3001)
    assert kept.background.run() == 1
    assert kept.get_at(3002) == "ASIA2"


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt(), SystemExit(3)], ids=["keyboard", "exit"])
def test_an_interrupt_while_minting_is_no_failure(interrupt: BaseException) -> None:
    """An interrupt goes through as it is, is not kept, and the next one mints; in front as in the background."""
    kept = Kept()
    kept.mint.error = interrupt
    with pytest.raises(type(interrupt)):
        kept.get_at(0)
    assert (kept.source._failure, kept.source._held) == (None, None)
    kept.mint.error = None
    assert kept.get_at(0) == "ASIA2"
    kept.mint.error = interrupt
    kept.get_at(3000)
    with pytest.raises(type(interrupt)):
        kept.background.run()
    assert kept.source._failure is None
    kept.mint.error = None
    kept.get_at(3001)
    kept.background.run()
    assert kept.get_at(3002) == "ASIA4"


def test_a_set_that_ended_already_is_refused() -> None:
    """Credentials of the past are no credentials: the error says how old they are and what to do."""
    kept = Kept(-90.0)
    error = kept.fail_at(0)
    assert isinstance(error.failure.error, EndedAlreadyError)
    assert str(error.failure.error) == (
        "STS gave credentials that ended 90 s ago; set this machine's clock right (chrony, NTP)"
    )
    assert kept.source._held is None


def test_a_renewal_that_brings_an_ended_set_keeps_the_good_one() -> None:
    """In the background too: what is at hand is better than what ended."""
    kept = Kept()
    kept.get_at(0)
    kept.mint.lifetime = 0.0
    kept.get_at(3000)
    kept.background.run()
    assert kept.get_at(3001) == "ASIA1"
    assert isinstance(kept.failure.error, EndedAlreadyError)


def fail_with_secrets(_: float) -> MintedCredentials:
    """Fail as botocore does: an error from an error in the context of a third, in frames that hold a token."""
    token = "canary-token"

    def send(body: str) -> None:
        try:
            os.stat("/nowhere")  # noqa: PTH116 - fails
        except OSError:
            try:
                "".index(str(len(body)))
            except ValueError as error:
                raise TimeoutError(f"{len(body)} bytes") from error

    send(token)
    raise AssertionError


def test_what_is_kept_of_a_failure_holds_no_frame() -> None:
    """The error and all behind it lose their tracebacks, whose frames hold tokens; what remains reaches none."""
    source = RenewingSource(fail_with_secrets, LABEL, clock=Clock())
    with pytest.raises(MintingError):
        source.get()
    failure = source._failure
    assert failure is not None
    assert find_reachable(failure, ["canary-token"]) == []
    assert isinstance(failure.error.__cause__, ValueError)
    assert isinstance(failure.error.__cause__.__context__, OSError)


def test_a_failure_that_is_told_again_gathers_no_frames() -> None:
    """However often the kept error is told, the frames of those who got it are not kept with it."""
    source = RenewingSource(fail_with_secrets, LABEL, clock=Clock())

    def use() -> None:
        mine = "canary-of-the-caller"
        with pytest.raises(MintingError):
            source.get()
        assert mine

    for _ in range(3):
        use()
    assert find_reachable(source._failure, ["canary-of-the-caller"]) == []


def test_a_child_forked_during_a_renewal_keeps_the_set_and_renews_itself() -> None:
    """A thread of the parent holds the lock for ever; the child has the set at once and a renewal of its own."""
    clock, parent = Clock(), os.getpid()
    asked, go_on, count = Event(), Event(), []

    def mint(_: float) -> MintedCredentials:
        count.append(1)
        if len(count) > 1 and os.getpid() == parent:
            asked.set()
            go_on.wait(60)
        return make_set(len(count), clock.now)

    source = RenewingSource(mint, LABEL, clock=clock)
    source.get()
    clock.now = NOW + 3500
    source.get()
    assert asked.wait(30)

    def use() -> list[str]:
        renewed = Event()

        def start(work: Callable[[], None]) -> None:
            work()
            renewed.set()

        source._start = start
        return [source.get().access_key, str(renewed.is_set()), source.get().access_key]

    assert run_in_child(use) == "['ASIA1', 'True', 'ASIA3']"
    assert source.get().access_key == "ASIA1"
    go_on.set()


def test_a_child_forked_during_the_first_mint_mints_itself() -> None:
    """A thread of the parent is minting the first set; the child does not wait for it."""
    parent, asked, go_on = os.getpid(), Event(), Event()

    def mint(_: float) -> MintedCredentials:
        if os.getpid() == parent:
            asked.set()
            go_on.wait(60)
            return make_set(1)
        return make_set(2)

    source = RenewingSource(mint, LABEL, clock=Clock())
    got: list[str] = []
    thread = Thread(target=lambda: got.append(source.get().access_key), daemon=True)
    thread.start()
    assert asked.wait(30)
    assert run_in_child(lambda: (source.get().access_key, run_in_child(lambda: source.get().access_key))) == (
        "('ASIA2', 'ASIA2')"
    )
    go_on.set()
    thread.join(30)
    assert got == ["ASIA1"]


def test_a_child_that_fails_does_not_trouble_its_parent() -> None:
    """Failures after the fork are the child's own, with its own count."""
    kept = Kept()
    kept.mint.error = TimeoutError()
    kept.fail_at(0)
    assert run_in_child(lambda: kept.fail_at(1).failure.count) == "2"
    assert kept.failure.count == 1


def test_a_renewal_that_comes_late_respects_the_pause_of_another() -> None:
    """A thread that saw no failure before another one failed asks nobody when it gets the lock."""
    kept = Kept()
    kept.get_at(0)
    kept.get_at(3000)
    kept.mint.error = TimeoutError()
    (late,) = kept.background.waiting
    kept.background.run()
    assert (kept.failure.count, len(kept.mint.asked)) == (1, 2)
    for seconds, asked in ((3000.0, 2), (3000.99, 2), (3001.0, 3)):
        kept.clock.now = NOW + seconds
        kept.source._turn.get().lock.acquire()
        late()
        assert len(kept.mint.asked) == asked
    assert kept.source._turn.get().lock.acquire(blocking=False)


def use_in_handler(kept: Kept) -> str:
    """In a child: ask for credentials in the handler of a signal that comes while they are minted."""
    told: list[MintingError] = []
    answer = kept.mint.__call__

    def handle(*_: object) -> None:
        with pytest.raises(MintingError) as refused:
            kept.source.get()
        told.append(refused.value)

    def mint(newer_than: float) -> MintedCredentials:
        if not told:
            os.kill(os.getpid(), signal.SIGUSR1)
            while not told:
                time.sleep(0.001)
        return answer(newer_than)

    signal.signal(signal.SIGUSR1, handle)
    kept.source._mint = mint
    key = kept.get_at(7200)
    error = told[0]
    return f"{key} {type(error.failure.error).__name__} {error.expired_at} {error.role} {kept.source._failure}"


def test_a_signals_handler_is_told_that_the_credentials_are_being_minted() -> None:
    """It runs in the thread that would have to mint: it gets an error and no deadlock, and the minting goes on."""
    assert run_in_child(lambda: use_in_handler(Kept(role=1))) == "ASIA1 MintedMeanwhileError None 1 None"
    kept = Kept(role=1)
    kept.get_at(0)
    assert run_in_child(lambda: use_in_handler(kept)) == f"ASIA2 MintedMeanwhileError {NOW + 3600} 1 None"


def test_a_handler_after_a_failure_gets_that_failure() -> None:
    """What STS said last is told rather than that somebody asks again."""
    kept = Kept()
    kept.mint.error = OSError("no way")
    kept.fail_at(0)
    kept.mint.error = None
    assert run_in_child(lambda: use_in_handler(kept)) == "ASIA2 OSError None None None"


def test_who_needs_the_credentials_to_mint_them_is_told() -> None:
    """A source of tokens that uses its own connection: an error, and the next thread is not locked out."""

    def use() -> str:
        source = RenewingSource(lambda _: source.get(), LABEL, clock=Clock())
        names = []
        for _ in range(2):
            with pytest.raises(MintingError) as failed:
                source.get()
            inner = failed.value.failure.error
            assert isinstance(inner, MintingError)
            names.append(type(find_origin(failed.value)).__name__)
        return " ".join(names)

    assert run_in_child(use) == "MintedMeanwhileError MintedMeanwhileError"


def test_another_thread_waits_while_one_mints() -> None:
    """Only the thread that mints is refused: others get what it mints, and so does a later use of its own."""
    asked, go_on = Event(), Event()

    def mint(_: float) -> MintedCredentials:
        asked.set()
        assert go_on.wait(30)
        return make_set(1)

    source = RenewingSource(mint, LABEL, clock=Clock())
    got: list[str] = []
    threads = [Thread(target=lambda: got.append(source.get().access_key), daemon=True) for _ in range(3)]
    threads[0].start()
    assert asked.wait(30)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert got == ["ASIA1"] * 3
    assert source._turn.get().thread is None
