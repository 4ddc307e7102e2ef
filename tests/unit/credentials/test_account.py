"""Whose account credentials belong to: asked once per set, checked at each use, refused by name."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.credentials.account import AccountGuard, KnownAccountSource
from airflow_provider_awsconn.credentials.base import StaticSource
from airflow_provider_awsconn.credentials.renewal import MintingError
from airflow_provider_awsconn.errors import AccountNotAllowedError
from tests.unit.credentials.fakes import AtHand, gather, make_client_error, make_set, run_at_once, see

if TYPE_CHECKING:
    from airflow_provider_awsconn.credentials.minted import MintedCredentials

LABEL = "connection 'c', the account of its credentials"


class Changing(AtHand):
    """Gives sets that change when told to."""

    def __init__(self) -> None:
        self.minted = make_set(1, account_id="999999999999")

    def get(self) -> MintedCredentials:
        """Give the set of this moment."""
        return self.minted


class Sts:
    """Says whose the credentials are."""

    def __init__(self, account: str = "123456789012") -> None:
        self.account = account
        self.sets: list[MintedCredentials] = []
        self.error: Exception | None = None

    @property
    def asked(self) -> int:
        """How often."""
        return len(self.sets)

    def __call__(self, minted: MintedCredentials) -> str:
        """Give the account."""
        self.sets.append(minted)
        if self.error is not None:
            raise self.error
        return self.account


def test_sts_is_asked_once_per_set() -> None:
    """What the credentials claim of their account does not count; the same key is asked of once, a new one anew."""
    source, sts = Changing(), Sts()
    known = KnownAccountSource(source, sts, LABEL)
    assert sts.asked == 0
    assert [known.get().account_id, known.get().account_id, sts.asked] == ["123456789012", "123456789012", 1]
    source.minted, sts.account = make_set(2), "210987654321"
    assert [known.get().account_id, known.get().account_id, sts.asked] == ["210987654321", "210987654321", 2]
    source.minted = make_set(1)
    assert (known.get().account_id, sts.asked) == ("123456789012", 2)


def test_all_else_is_the_sources() -> None:
    """Key, secret, token and end are those of the set, also of one that was renewed under the same key."""
    source = Changing()
    known = KnownAccountSource(source, Sts(), LABEL)
    assert known.get() == replace(source.minted, account_id="123456789012")
    source.minted = replace(source.minted, token="token-next", expires_at=None)
    assert known.get() == replace(source.minted, account_id="123456789012")


def test_many_threads_ask_once() -> None:
    """64 threads that come at once share one question."""
    sts = Sts()
    known = KnownAccountSource(Changing(), sts, LABEL)
    assert {each.account_id for each in run_at_once(64, known.get)} == {"123456789012"}
    assert sts.asked == 1


def test_a_refused_question_is_shared_too() -> None:
    """Nobody could be asked: all threads get the one error, which is not asked for again at once."""
    sts = Sts()
    sts.error = make_client_error("AccessDenied", operation="GetCallerIdentity")
    known = KnownAccountSource(Changing(), sts, LABEL)
    errors: list[Any] = run_at_once(16, known.get)
    assert {type(error) for error in errors} == {MintingError}
    assert {id(error.failure.error) for error in errors} == {id(sts.error)}
    assert (sts.asked, {error.role for error in errors}) == (1, {None})


def test_only_the_last_sets_are_kept() -> None:
    """Sets come one after the other, and a worker runs for months: what is over is forgotten."""
    source, sts = Changing(), Sts()
    known = KnownAccountSource(source, sts, LABEL)
    for number in range(100):
        source.minted = make_set(number)
        known.get()
    assert (sts.asked, len(known._known)) == (100, 4)


def test_many_threads_with_many_sets_are_never_mixed_up() -> None:
    """While sets come and go every thread gets the account that goes with a set."""
    source = Changing()
    known = KnownAccountSource(source, lambda minted: f"account of {minted.access_key}", LABEL)
    numbers = iter(range(10**6))

    def work() -> list[tuple[str, str | None]]:
        wrong = []
        for _ in range(300):
            source.minted = make_set(next(numbers))
            minted = known.get()
            if minted.account_id != f"account of {minted.access_key}":
                wrong.append((minted.access_key, minted.account_id))
        return wrong

    assert run_at_once(8, work) == [[]] * 8


def test_the_very_set_that_is_given_is_asked_about() -> None:
    """The source may have the next set by then: the answer must not be of another one."""
    sets = [make_set(1), make_set(2), make_set(3)]

    class Rotating(AtHand):
        """Gives another set each time."""

        def get(self) -> MintedCredentials:
            """Give the next set."""
            return sets.pop(0)

    sts = Sts()
    minted = KnownAccountSource(Rotating(), sts, LABEL).get()
    assert (minted.access_key, [each.access_key for each in sts.sets]) == ("ASIA1", ["ASIA1"])
    assert len(sets) == 2


def build_guard(account: str | None, allowed: tuple[str, ...] = (), forbidden: tuple[str, ...] = ()) -> AccountGuard:
    """A guard of one set."""
    return AccountGuard(StaticSource(make_set(account_id=account)), "connection 'c'", allowed, forbidden)


@pytest.mark.parametrize(
    ("allowed", "forbidden"),
    [
        pytest.param(("123456789012",), (), id="allowed"),
        pytest.param(("210987654321", "123456789012"), (), id="one-of-two"),
        pytest.param((), ("210987654321",), id="not-forbidden"),
        pytest.param((), (), id="no-guard"),
    ],
)
def test_an_allowed_account_passes(allowed: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    """The set is given as it is."""
    assert build_guard("123456789012", allowed, forbidden).get() == make_set(account_id="123456789012")


@pytest.mark.parametrize(
    ("account", "allowed", "forbidden", "text"),
    [
        pytest.param(
            "123456789012",
            ("210987654321", "333333333333"),
            (),
            "connection 'c': the credentials belong to the account 123456789012, which extra.allowed_account_ids does "
            "not name; give credentials of 210987654321 or 333333333333",
            id="not-allowed",
        ),
        pytest.param(
            "123456789012",
            (),
            ("123456789012",),
            "connection 'c': the credentials belong to the account 123456789012, which extra.forbidden_account_ids "
            "names; give credentials of another account",
            id="forbidden",
        ),
        pytest.param(
            "123456789012",
            ("123456789012",),
            ("123456789012",),
            "connection 'c': the credentials belong to the account 123456789012, which extra.forbidden_account_ids "
            "names; give credentials of another account",
            id="forbidden-beats-allowed",
        ),
        pytest.param(
            None,
            ("123456789012",),
            (),
            "connection 'c': nobody knows which account the credentials belong to; give credentials of AWS",
            id="unknown",
        ),
        pytest.param(
            None,
            (),
            ("123456789012",),
            "connection 'c': nobody knows which account the credentials belong to; give credentials of AWS",
            id="unknown-and-forbidden",
        ),
    ],
)
def test_another_account_is_refused(
    account: str | None, allowed: tuple[str, ...], forbidden: tuple[str, ...], text: str
) -> None:
    """The error names connection, account and option; no set leaves the guard."""
    with pytest.raises(AccountNotAllowedError) as refused:
        build_guard(account, allowed, forbidden).get()
    assert str(refused.value) == text


def test_a_guard_looks_at_every_set() -> None:
    """An account that was allowed does not open the door for the next set."""
    source = Changing()
    guard = AccountGuard(source, "connection 'c'", ("999999999999",), ())
    assert guard.get().access_key == "ASIA1"
    source.minted = make_set(2, account_id="123456789012")
    with pytest.raises(AccountNotAllowedError):
        guard.get()


# On an event loop.


def test_many_coroutines_ask_once_and_their_loop_goes_on() -> None:
    """Whose a set is, is asked in a thread, once for all, and at hand from then on."""
    asked, go_on = Event(), Event()
    sts = Sts()

    def ask(minted: MintedCredentials) -> str:
        asked.set()
        assert go_on.wait(30), "the loop is blocked"
        return sts(minted)

    known = KnownAccountSource(Changing(), ask, LABEL)
    assert known.get_now() is None

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(gather(50, known.aget))
        await see(asked)
        assert known.get_now() is None
        go_on.set()
        return await waiting

    sets = asyncio.run(main())
    assert ({each.account_id for each in sets}, len(sets), sts.asked) == ({"123456789012"}, 50, 1)
    assert known.get_now() == known.get() == sets[0]
    assert sts.asked == 1


def test_a_set_that_is_not_at_hand_is_asked_about_by_nobody() -> None:
    """Nor is there anything to check."""

    class Absent(Changing):
        """Has a set for those who wait."""

        def get_now(self) -> MintedCredentials | None:
            """Give none."""
            return None

    sts = Sts()
    known = KnownAccountSource(Absent(), sts, LABEL)
    guard = AccountGuard(known, "connection 'c'", ("123456789012",), ())
    assert (known.get_now(), guard.get_now(), sts.asked) == (None, None, 0)
    assert (asyncio.run(guard.aget()).account_id, sts.asked) == ("123456789012", 1)
    assert (guard.get_now(), sts.asked) == (None, 1)


@pytest.mark.parametrize(
    ("allowed", "forbidden", "is_refused"),
    [
        pytest.param(("999999999999",), (), False, id="allowed"),
        pytest.param(("111111111111",), (), True, id="not-allowed"),
        pytest.param((), ("999999999999",), True, id="forbidden"),
        pytest.param((), ("111111111111",), False, id="not-forbidden"),
    ],
)
def test_a_guard_says_on_a_loop_what_it_says_in_a_thread(
    allowed: tuple[str, ...], forbidden: tuple[str, ...], is_refused: bool
) -> None:
    """The same sets, the same refusals in the same words, at hand or waited for."""
    source = Changing()
    guard = AccountGuard(source, "connection 'c'", allowed, forbidden)
    said = []
    for ask in (guard.get, guard.get_now, lambda: asyncio.run(guard.aget())):
        try:
            assert ask() is source.minted
        except AccountNotAllowedError as error:
            said.append(str(error))
    assert (len(said), len(set(said))) == ((3, 1) if is_refused else (0, 0))
