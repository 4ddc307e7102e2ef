"""Shared credentials in a botocore session: late, one whole set per request, and each secret told before it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
import pytest
from botocore.credentials import Credentials

from airflow_provider_awsconn.credentials.renewal import RenewingSource
from airflow_provider_awsconn.credentials.shared import Announced, GivenCredentials, SharedCredentials
from tests.unit.credentials.fakes import NOW, Clock, make_set, run_at_once, run_in_child

if TYPE_CHECKING:
    from airflow_provider_awsconn.credentials.minted import MintedCredentials

# When the sets of these tests end.
ENDS = NOW + 3600


class Sets:
    """Gives another set each time, or the one that was fixed."""

    def __init__(self) -> None:
        self.uses = 0
        self.fixed: MintedCredentials | None = None

    def get(self) -> MintedCredentials:
        """Give the set of this moment."""
        self.uses += 1
        return self.fixed or make_set(self.uses, account_id=f"{self.uses:012}")


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
