"""Shared credentials in a botocore session: late, one whole set per request, and each secret told before it is used."""

from __future__ import annotations

import asyncio
from threading import Event, Thread, current_thread
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
import pytest
from asgiref.sync import async_to_sync
from botocore.credentials import Credentials

from airflow_provider_awsconn.credentials.renewal import RenewingSource
from airflow_provider_awsconn.credentials.shared import Announced, GivenCredentials, SharedCredentials
from tests.unit.credentials.fakes import NOW, Clock, Sets, gather, make_set, run_at_once, run_in_child, see

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.credentials.minted import MintedCredentials

# When the sets of these tests end.
ENDS = NOW + 3600


def build_session(sets: Sets) -> botocore.session.Session:
    """A session with these credentials."""
    session = botocore.session.Session()
    session.set_config_variable("region", "eu-west-1")
    session.register_component(
        "credential_provider", GivenCredentials(SharedCredentials(sets.get, lambda: "assume-role"))
    )
    return session


def get_signer(request: Any) -> str:
    """The access key id that a signed request shows."""
    header = request.headers["Authorization"]
    text: str = header.decode() if isinstance(header, bytes) else header
    return text.split("Credential=")[1].split("/", maxsplit=1)[0]


def sign(client: Any) -> tuple[str, str]:
    """Have a client sign a request, and give the key and the token in it; nothing is sent."""
    seen: list[Any] = []

    def answer(request: Any, **_: Any) -> Any:
        from botocore.awsrequest import AWSResponse

        seen.append(request)
        headers: Any = {}

        class Raw:
            """An empty body."""

            def stream(self, *_: Any, **__: Any) -> Any:
                return iter([b"<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>"])

        return AWSResponse(request.url, 200, headers, Raw())

    client.meta.events.register("before-send", answer)
    client.get_caller_identity()
    client.meta.events.unregister("before-send", answer)
    token = seen[0].headers["X-Amz-Security-Token"]
    return get_signer(seen[0]), token.decode() if isinstance(token, bytes) else token


def test_nothing_is_asked_before_a_request() -> None:
    """Sessions and clients are made without a set; each request is signed with the set of its moment, key and token."""
    sets = Sets()
    client = build_session(sets).create_client("sts")
    session = boto3.session.Session(botocore_session=build_session(sets))
    session.client("s3")
    session.resource("s3")
    assert sets.uses == 0
    assert sign(client) == ("ASIA1", "token-1")
    sets.fixed = make_set(7)
    assert sign(client) == ("ASIA7", "token-7")


def test_a_frozen_triple_is_of_one_set() -> None:
    """Key, secret, token and account are never of two sets."""
    credentials = SharedCredentials(Sets().get, lambda: "assume-role")
    for number in (1, 2, 3):
        frozen = credentials.get_frozen_credentials()
        assert tuple(frozen) == (f"ASIA{number}", f"secret-{number}", f"token-{number}", f"{number:012}")


def test_each_property_is_of_the_moment() -> None:
    """Who reads the parts one by one gets those of now; botocore's deferred account too."""
    sets = Sets()
    credentials = SharedCredentials(sets.get, lambda: "assume-role")
    sets.fixed = make_set(5, account_id="123456789012")
    deferred = credentials.get_deferred_property("account_id")
    assert (credentials.access_key, credentials.secret_key, credentials.token, credentials.account_id) == (
        "ASIA5",
        "secret-5",
        "token-5",
        "123456789012",
    )
    assert deferred() == "123456789012"
    sets.fixed = make_set(6, account_id="210987654321")
    assert (deferred(), credentials.access_key) == ("210987654321", "ASIA6")


def test_the_method_is_told() -> None:
    """It is what boto3 shows of where credentials come from."""
    credentials = SharedCredentials(Sets().get, lambda: "assume-role-with-saml")
    assert (credentials.method, isinstance(credentials, Credentials)) == ("assume-role-with-saml", True)


def test_a_repr_shows_nothing() -> None:
    """Nor asks for a set."""
    sets = Sets()
    assert "secret" not in repr(SharedCredentials(sets.get, lambda: "assume-role"))
    assert sets.uses == 0


def test_an_error_comes_out_of_the_request() -> None:
    """What the source raises passes through botocore as it is, at once."""
    uses: list[int] = []

    class Failing(Sets):
        """Has no set."""

        def get(self) -> MintedCredentials:
            """Fail."""
            uses.append(1)
            raise PermissionError("no credentials")

    client: Any = build_session(Failing()).create_client("sts")
    with pytest.raises(PermissionError, match=r"^no credentials$"):
        client.get_caller_identity()
    assert len(uses) == 1


def test_given_credentials_are_the_component_botocore_asks() -> None:
    """The component gives its credentials to any session it is registered in, also when there are none."""
    credentials = Credentials("AKIA", "secret")
    session = botocore.session.Session()
    session.register_component("credential_provider", GivenCredentials(credentials))
    assert session.get_credentials() is credentials
    session = botocore.session.Session()
    session.register_component("credential_provider", GivenCredentials(None))
    assert session.get_credentials() is None


def test_secrets_are_told_once_per_set_and_before_it_is_given() -> None:
    """Secret and token of every set with its end, in front of the first use; the access key id is no secret."""
    told: list[tuple[str, float | None]] = []
    sets = Sets()
    announced = Announced(sets, lambda *each: told.append(each))
    assert told == []
    sets.fixed = make_set(1)
    announced.get()
    announced.get()
    assert told == [("secret-1", ENDS), ("token-1", ENDS)]
    sets.fixed = make_set(2, token=None, lifetime=None)
    announced.get()
    assert told[2:] == [("secret-2", None)]


def test_a_set_whose_secrets_can_not_be_told_is_not_given() -> None:
    """An error of the listener passes, and the next use tells them again."""
    errors: list[OSError] = [OSError("masker")]
    told: list[str] = []

    def listen(secret: str, _: float | None) -> None:
        if errors and secret.startswith("token"):
            raise errors.pop()
        told.append(secret)

    sets = Sets()
    sets.fixed = make_set(1)
    announced = Announced(sets, listen)
    with pytest.raises(OSError, match=r"^masker$"):
        announced.get()
    assert announced.get() is sets.fixed
    assert told == ["secret-1", "secret-1", "token-1"]


def test_no_thread_gets_a_set_that_was_not_told() -> None:
    """64 threads that come at once each find both secrets told."""
    told: list[tuple[str, float | None]] = []
    sets = Sets()
    sets.fixed = make_set(1)
    announced = Announced(sets, lambda *each: told.append(each))

    def use() -> bool:
        announced.get()
        return {("secret-1", ENDS), ("token-1", ENDS)} <= set(told)

    assert run_at_once(64, use) == [True] * 64


def test_a_child_goes_on_with_what_was_told() -> None:
    """The masker of a child knows what its parent's knew: only new sets are told."""
    told: list[tuple[str, float | None]] = []
    sets = Sets()
    sets.fixed = make_set(1)
    announced = Announced(sets, lambda *each: told.append(each))
    announced.get()

    def use() -> list[tuple[str, float | None]]:
        announced.get()
        sets.fixed = make_set(2)
        announced.get()
        return told[2:]

    assert run_in_child(use) == str([("secret-2", ENDS), ("token-2", ENDS)])


def test_secrets_of_the_way_are_told_first() -> None:
    """Those of the roles before it, each with its own end, and of a role that has minted nothing yet none."""
    told: list[tuple[str, float | None]] = []
    sets = Sets()
    sets.fixed = make_set(9)
    minted, idle = (RenewingSource(lambda _: make_set(4, lifetime=900), "hub", clock=Clock()) for _ in range(2))
    minted.get()
    announced = Announced(sets, lambda *each: told.append(each), [minted, idle])
    for _ in range(2):
        announced.get()
    assert told == [("secret-4", NOW + 900), ("token-4", NOW + 900), ("secret-9", ENDS), ("token-9", ENDS)]
    sets.fixed = make_set(10, lifetime=None, token=None)
    announced.get()
    assert told[-1] == ("secret-10", None)


# On an event loop.


class Masker:
    """An Airflow's, which asks its supervisor by way of the loop that waits."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.threads: list[Thread] = []
        self.loops: list[object] = []
        self.asked = Event()
        self.go_on = Event()
        self.go_on.set()

    def __call__(self, secret: str, _: float | None) -> None:
        """Take a secret."""
        self.threads.append(current_thread())
        self.asked.set()
        assert self.go_on.wait(30), "the loop is blocked"
        async_to_sync(self.send)()
        self.told.append(secret)

    async def send(self) -> None:
        """Stand for the supervisor's channel, which belongs to one loop."""
        self.loops.append(asyncio.get_running_loop())
        await asyncio.sleep(0)


def test_secrets_are_told_once_before_any_coroutine_gets_a_set() -> None:
    """While the masker takes its time nobody has the set; it is asked in one thread, which finds the loop."""
    sets, masker = Sets(), Masker()
    sets.fixed = make_set(1)
    masker.go_on.clear()
    announced = Announced(sets, masker)
    assert announced.get_now() is None

    async def use() -> tuple[list[str], Any]:
        minted = await announced.aget()
        return list(masker.told), minted

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(gather(200, use))
        await see(masker.asked)
        assert (announced.get_now(), waiting.done()) == (None, False)
        masker.go_on.set()
        got = await waiting
        assert set(masker.loops) == {asyncio.get_running_loop()}
        return got

    got = asyncio.run(main())
    assert got == [(["secret-1", "token-1"], sets.fixed)] * 200
    assert masker.told == ["secret-1", "token-1"]
    assert (len(set(masker.threads)), current_thread() in masker.threads) == (1, False)
    assert announced.get_now() is announced.get() is sets.fixed
    assert (masker.told, announced._turns) == (["secret-1", "token-1"], {})


def test_a_set_that_was_told_is_given_at_once() -> None:
    """No thread is asked for it, whoever told it; the next set is told anew."""
    sets, masker = Sets(), Masker()
    announced = Announced(sets, masker)
    sets.fixed = make_set(1)
    announced.get()
    assert masker.threads == [current_thread()] * 2
    assert asyncio.run(gather(20, announced.aget)) == [sets.fixed] * 20
    assert len(masker.threads) == 2
    sets.fixed = make_set(2)
    assert asyncio.run(gather(20, announced.aget)) == [sets.fixed] * 20
    assert masker.told == ["secret-1", "token-1", "secret-2", "token-2"]


def test_no_loop_gives_a_set_that_was_not_told() -> None:
    """Four loops and ten threads at once, with one source."""
    sets, masker = Sets(), Masker()
    sets.fixed = make_set(1)
    announced = Announced(sets, masker)

    async def use() -> bool:
        await announced.aget()
        return {"secret-1", "token-1"} <= set(masker.told)

    def use_in_thread() -> list[bool]:
        announced.get()
        return [{"secret-1", "token-1"} <= set(masker.told)]

    works: Iterator[Callable[[], list[Any]]] = iter([lambda: asyncio.run(gather(20, use))] * 4 + [use_in_thread] * 10)

    def run_next() -> list[bool]:
        work = next(works)
        return work()

    seen = [each for part in run_at_once(14, run_next) for each in part]
    assert seen == [True] * 90
    assert announced._turns == {}


def test_a_coroutine_that_is_cancelled_while_it_tells_leaves_it_to_the_next() -> None:
    """No set is given before its secrets are told."""
    sets, masker = Sets(), Masker()
    sets.fixed = make_set(1)
    masker.go_on.clear()
    announced = Announced(sets, masker)

    async def main() -> list[Any]:
        first = asyncio.ensure_future(announced.aget())
        await see(masker.asked)
        others = asyncio.ensure_future(gather(20, announced.aget))
        first.cancel()
        await asyncio.sleep(0)
        assert (announced.get_now(), others.done()) == (None, False)
        masker.go_on.set()
        got = await others
        assert {"secret-1", "token-1"} <= set(masker.told)
        return got

    assert asyncio.run(main()) == [sets.fixed] * 20
    assert announced._turns == {}


def test_a_masker_that_fails_gives_no_set_to_a_coroutine() -> None:
    """Its error passes to whoever asked, and the next one tells the secrets again."""
    errors = [OSError("masker"), OSError("masker")]
    told: list[str] = []

    def listen(secret: str, _: float | None) -> None:
        if errors:
            raise errors.pop()
        told.append(secret)

    sets = Sets()
    sets.fixed = make_set(1)
    announced = Announced(sets, listen)
    got = asyncio.run(gather(5, announced.aget))
    assert [isinstance(each, OSError) for each in got] == [True, True, False, False, False]
    assert (got[2:], told, announced._turns) == ([sets.fixed] * 3, ["secret-1", "token-1"], {})
