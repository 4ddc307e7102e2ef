"""Credentials as async clients take them: waited for by requests, never by an event loop, shared with sync clients."""

from __future__ import annotations

import asyncio
import copy
import pickle
import subprocess
import sys
import threading
from datetime import datetime, timezone
from threading import Event, Semaphore, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.credentials import Credentials, RefreshableCredentials

from airflow_provider_awsconn.credentials.asynchronous import AsyncCredentials, build_async_credentials
from airflow_provider_awsconn.credentials.errors import CredentialsUnavailableError
from airflow_provider_awsconn.credentials.renewal import RenewingSource
from airflow_provider_awsconn.credentials.shared import SharedCredentials
from tests.unit.credentials.fakes import ACCOUNT, AtHand, Clock, Sets, gather, make_set, run_at_once, see, turn_loop
from tests.unit.credentials.web_servers import Answer, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.credentials.minted import MintedCredentials

ATTRIBUTES = ["access_key", "secret_key", "token", "account_id"]
CALLER = b"<GetCallerIdentityResponse><GetCallerIdentityResult/></GetCallerIdentityResponse>"


class SlowSts:
    """A role whose mint lasts until it is let go."""

    def __init__(self) -> None:
        self.asked, self.go_on = Event(), Event()
        self.threads: list[Thread] = []
        self.source = RenewingSource(self.mint, "role etl", clock=Clock())

    def mint(self, _: float) -> MintedCredentials:
        """Give a set, sometime."""
        self.threads.append(threading.current_thread())
        self.asked.set()
        assert self.go_on.wait(30), "the loop is blocked"
        return make_set(len(self.threads), account_id=ACCOUNT)

    def build(self) -> tuple[SharedCredentials, AsyncCredentials]:
        """Build what sync and async clients of one connection sign with."""
        shared = SharedCredentials(self.source.get, lambda: "assume-role", self.source)
        built = build_async_credentials(shared)
        assert built is not None
        return shared, built


def build(source: AtHand) -> AsyncCredentials:
    """Credentials of a source."""
    return AsyncCredentials(source, lambda: "assume-role")


def test_a_frozen_triple_is_of_one_set() -> None:
    """Key, secret, token and account are never of two sets."""
    credentials = build(Sets())
    for number in (1, 2, 3):
        frozen = asyncio.run(credentials.get_frozen_credentials())
        assert tuple(frozen) == (f"ASIA{number}", f"secret-{number}", f"token-{number}", f"{number:012}")


def test_each_part_is_of_the_moment() -> None:
    """As an attribute, as a coroutine, and as what aiobotocore asks for later."""
    sets = Sets()
    credentials = build(sets)
    sets.fixed = make_set(5, account_id=ACCOUNT)
    expected = ["ASIA5", "secret-5", "token-5", ACCOUNT]
    deferred = [credentials.get_deferred_property(name) for name in ATTRIBUTES]
    assert [getattr(credentials, name) for name in ATTRIBUTES] == expected
    assert [asyncio.run(getattr(credentials, f"get_{name}")()) for name in ATTRIBUTES] == expected
    assert [each() for each in deferred] == expected
    sets.fixed = make_set(6)
    assert (credentials.access_key, deferred[0](), deferred[3]()) == ("ASIA6", "ASIA6", None)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_waits_for_nothing(name: str) -> None:
    """Before the first set it is an error that says what to do, and nobody is asked."""
    sts = SlowSts()
    _, credentials = sts.build()
    with pytest.raises(CredentialsUnavailableError) as failed:
        getattr(credentials, name)
    assert str(failed.value) == (
        f"async credentials, {name}: there are none at hand, and an attribute waits for nothing; "
        "await get_frozen_credentials()"
    )
    assert (credentials.get_deferred_property(name)(), sts.threads) == (None, [])
    sts.go_on.set()
    asyncio.run(credentials.get_frozen_credentials())
    assert getattr(credentials, name)
    assert credentials.get_deferred_property(name)() == getattr(credentials, name)


def test_the_method_is_told() -> None:
    """That of the moment, as the sync client's; and it is botocore's kind of thing."""
    methods = ["boto3-chain", "iam-role"]
    sets = Sets()
    credentials = build_async_credentials(SharedCredentials(sets.get, lambda: methods[0], sets))
    assert isinstance(credentials, Credentials)
    assert credentials.method == "boto3-chain"
    methods.pop(0)
    assert (credentials.method, sets.uses) == ("iam-role", 0)


def test_nothing_shows_or_pickles_a_secret() -> None:
    """Neither a repr nor a pickle, nor a copy of what is shared."""
    sets = Sets()
    credentials = build(sets)
    assert "secret" not in repr(credentials)
    for use in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match=r"^credentials are not pickled: hand on the hook, which makes its own$"):
            use(credentials)
    assert sets.uses == 0


def test_a_key_pair_is_at_hand() -> None:
    """The connection's own, with its method and account; requests that are not signed have none."""
    plain = Credentials("AKIA", "canary", "token", method="explicit", account_id=ACCOUNT)
    credentials = build_async_credentials(plain)
    assert credentials is not None
    assert tuple(asyncio.run(credentials.get_frozen_credentials())) == ("AKIA", "canary", "token", ACCOUNT)
    assert (credentials.method, credentials.access_key, credentials.secret_key) == ("explicit", "AKIA", "canary")
    assert build_async_credentials(None) is None


def test_what_may_block_is_refused() -> None:
    """Botocore's own that renew themselves would do so on the loop; and those that no coroutine was thought of for."""
    renewing = RefreshableCredentials("AKIA", "canary", "t", datetime.now(timezone.utc), dict, "iam-role")
    for each in (renewing, SharedCredentials(Sets().get, lambda: "assume-role")):
        with pytest.raises(TypeError) as refused:
            build_async_credentials(each)
        assert str(refused.value) == f"no async credentials can be made of {type(each).__name__}"


def test_sync_and_async_clients_share_a_mint() -> None:
    """200 coroutines on two loops and 50 threads, of one role that was never asked for: one call."""
    sts, ready = SlowSts(), Semaphore(0)
    shared, credentials = sts.build()

    async def ask_all() -> list[Any]:
        waiting = asyncio.ensure_future(gather(100, credentials.get_frozen_credentials))
        await turn_loop()
        ready.release()
        return await waiting

    def ask_one() -> list[Any]:
        ready.release()
        return [shared.get_frozen_credentials()]

    def let_go() -> None:
        for _ in range(52):
            assert ready.acquire(timeout=30)
        sts.go_on.set()

    Thread(target=let_go, daemon=True).start()
    works: Iterator[Callable[[], list[Any]]] = iter([lambda: asyncio.run(ask_all())] * 2 + [ask_one] * 50)

    def run_next() -> list[Any]:
        work = next(works)
        return work()

    got = [each for part in run_at_once(52, run_next) for each in part]
    assert got == [("ASIA1", "secret-1", "token-1", ACCOUNT)] * 250
    assert len(sts.threads) == 1


def test_aiobotocore_is_not_needed_for_it() -> None:
    """Nor loaded by it: whoever has none can make sync clients."""
    code = (
        "import sys; sys.modules['aiobotocore'] = None\n"
        "import airflow_provider_awsconn.credentials.asynchronous, airflow_provider_awsconn.credentials.chain\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('aiohttp', 'asgiref', 'boto3')])"
    )
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (finished.stdout, finished.stderr) == ("[]\n", "")


# With aiobotocore.


class Provider:
    """The component that a session asks for its credentials."""

    def __init__(self, credentials: AsyncCredentials | None) -> None:
        self._credentials = credentials

    async def load_credentials(self) -> AsyncCredentials | None:
        """Give them."""
        return self._credentials


def make_session(credentials: AsyncCredentials | None) -> Any:
    """A session of aiobotocore's with these credentials."""
    session = pytest.importorskip("aiobotocore.session").AioSession()
    session.set_config_variable("region", "eu-west-1")
    session.register_component("credential_provider", Provider(credentials))
    return session


def get_signer(request: Any) -> str:
    """The access key id that a signed request shows."""
    text: str = request.headers["Authorization"]
    return text.split("Credential=")[1].split("/", maxsplit=1)[0]


def test_each_request_is_signed_with_the_set_of_its_moment() -> None:
    """Key and token; none is asked for before."""
    sets = Sets()

    async def main(url: str) -> None:
        session = make_session(build(sets))
        async with session.create_client("sts", endpoint_url=url) as client:
            assert sets.uses == 0
            await client.get_caller_identity()
            sets.fixed = make_set(7)
            await client.get_caller_identity()
        assert (await session.get_credentials()).method == "assume-role"

    with serve(lambda _: Answer(CALLER)) as server:
        asyncio.run(main(server.url))
    assert [(get_signer(seen), seen.headers["X-Amz-Security-Token"]) for seen in server.seen] == [
        ("ASIA1", "token-1"),
        ("ASIA7", "token-7"),
    ]


def test_a_request_waits_for_a_mint_and_its_loop_does_not() -> None:
    """20 requests of the first moment: one mint, and meanwhile the loop turns."""
    sts = SlowSts()

    async def main(url: str) -> None:
        async with make_session(sts.build()[1]).create_client("sts", endpoint_url=url) as client:
            waiting = asyncio.ensure_future(gather(20, client.get_caller_identity))
            await see(sts.asked)
            await turn_loop(1000)
            assert (waiting.done(), server.seen) == (False, [])
            sts.go_on.set()
            assert [isinstance(each, dict) for each in await waiting] == [True] * 20

    with serve(lambda _: Answer(CALLER)) as server:
        asyncio.run(main(server.url))
    assert ([get_signer(seen) for seen in server.seen], len(sts.threads)) == (["ASIA1"] * 20, 1)


def test_an_error_comes_out_of_the_request() -> None:
    """What the source raises passes through aiobotocore as it is, at once, and nothing is sent."""
    uses: list[int] = []

    class Failing(Sets):
        """Has no set."""

        def get(self) -> MintedCredentials:
            """Fail."""
            uses.append(1)
            raise PermissionError("no credentials")

    async def main(url: str) -> None:
        async with make_session(build(Failing())).create_client("sts", endpoint_url=url) as client:
            await client.get_caller_identity()

    with serve(lambda _: Answer(CALLER)) as server, pytest.raises(PermissionError, match=r"^no credentials$"):
        asyncio.run(main(server.url))
    assert (len(uses), server.seen) == (1, [])


def test_what_is_signed_without_a_request_is_waited_for_too() -> None:
    """Presigned URLs and posts, and tokens for databases."""
    sts = SlowSts()
    sts.go_on.set()

    async def main() -> list[Any]:
        session = make_session(sts.build()[1])
        where = {"Bucket": "b", "Key": "k"}
        async with session.create_client("s3") as s3, session.create_client("rds") as rds:
            url = await s3.generate_presigned_url("get_object", Params=where)
            post = await s3.generate_presigned_post(**where)
            token = await rds.generate_db_auth_token("db.example", 5432, "me")
        return [url, post["fields"], token]

    url, fields, token = asyncio.run(main())
    assert ("ASIA1" in url, "token-1" in url) == (True, True)
    assert fields["x-amz-security-token" if "x-amz-security-token" in fields else "X-Amz-Security-Token"] == "token-1"
    assert parse_qs(urlsplit(f"//{token}").query)["X-Amz-Security-Token"] == ["token-1"]
    assert len(sts.threads) == 1


EXPRESS = (
    b"<CreateSessionResult><Credentials><SessionToken>session</SessionToken><SecretAccessKey>s</SecretAccessKey>"
    b"<AccessKeyId>ASIAEXPRESS</AccessKeyId><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
    b"</CreateSessionResult>"
)


def test_a_session_of_s3_express_is_made_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session is asked for with this set; what follows is signed with the session's own."""
    sts = SlowSts()
    sts.go_on.set()
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    async def main(url: str) -> None:
        config = pytest.importorskip("aiobotocore.config").AioConfig(s3={"addressing_style": "path"})
        async with make_session(sts.build()[1]).create_client("s3", endpoint_url=url, config=config) as client:
            for _ in range(2):
                await client.list_objects_v2(Bucket="b--euw1-az1--x-s3")

    with serve(lambda seen: Answer(EXPRESS if "?session" in seen.path else b"<ListBucketResult/>")) as server:
        asyncio.run(main(server.url))
    assert [get_signer(seen) for seen in server.seen] == ["ASIA1", "ASIAEXPRESS", "ASIAEXPRESS"]


async def presign_table(credentials: AsyncCredentials, *, settles: bool) -> str | None:
    """Give the host that a request of DynamoDB would go to, which may go by the account."""
    async with make_session(credentials).create_client("dynamodb") as client:
        if settles:
            client.meta.events.register("before-endpoint-resolution.dynamodb", credentials.settle_account)
        url: str = await client.generate_presigned_url("list_tables")
        return urlsplit(url).hostname


@pytest.mark.parametrize("account_id", [ACCOUNT, None])
def test_an_endpoint_goes_by_the_account(account_id: str | None) -> None:
    """With the first request as with the next ones, whatever the aiobotocore."""
    source = RenewingSource(lambda _: make_set(account_id=account_id), "role etl", clock=Clock())
    credentials = AsyncCredentials(source, lambda: "assume-role")
    hosts = [asyncio.run(presign_table(credentials, settles=True)) for _ in range(2)]
    expected = f"{account_id}.ddb.eu-west-1.amazonaws.com" if account_id else "dynamodb.eu-west-1.amazonaws.com"
    assert hosts == [expected] * 2


def test_an_endpoint_that_may_go_by_the_account_blocks_nobody() -> None:
    """Without the handler either: an older aiobotocore takes the endpoint without account until there is a set."""
    source = RenewingSource(lambda _: make_set(account_id=ACCOUNT), "role etl", clock=Clock())
    credentials = AsyncCredentials(source, lambda: "assume-role")
    hosts = [asyncio.run(presign_table(credentials, settles=False)) for _ in range(2)]
    assert hosts[0] in {f"{ACCOUNT}.ddb.eu-west-1.amazonaws.com", "dynamodb.eu-west-1.amazonaws.com"}
    assert hosts[1] == f"{ACCOUNT}.ddb.eu-west-1.amazonaws.com"
