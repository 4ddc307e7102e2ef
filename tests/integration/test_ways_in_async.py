"""Sync and async clients of one connection: the same identity, minted once, and the same settings."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, NoAuthTokenError

from airflow_provider_awsconn.errors import AccountNotAllowedError, InvalidConnectionError, NoCredentialsError
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.integration import test_ways_in, test_ways_in_tokens
from tests.integration.test_ways_in_everywhere import ALL
from tests.integration.test_ways_in_transport import PLACES, Place, in_partition, use_keys
from tests.integration.ways import ONE_ATTEMPT, REGION, Worker, ask_on_loop, read_who

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


pytest.importorskip("aiobotocore")
from aiobotocore.config import AioConfig
from aiobotocore.session import AioSession

ASKED: dict[str, tuple[str, ...]] = {
    **{name: way.asked for name, way in test_ways_in.WAYS.items()},
    **{name: (*way.asked, way.asked_after) for name, way in test_ways_in_tokens.WAYS.items()},
}
# Somebody's, and nobody connects to it.
ELSEWHERE = "https://store.example:9000"


@pytest.fixture
def worker(trusted_worker: Worker) -> Worker:
    """A worker of its own for each test."""
    return trusted_worker


@pytest.mark.parametrize("name", ALL)
def test_sync_and_async_clients_that_start_together_mint_once(name: str, worker: Worker) -> None:
    """Two threads, and two coroutines on each of two event loops, are the same; what is needed is asked once."""
    hook = ALL[name](worker)
    start = threading.Barrier(4)

    def ask() -> list[str]:
        client = hook.get_conn()
        start.wait()
        return [read_who(client.get_caller_identity())]

    def ask_on_a_loop() -> list[str]:
        async def ask_twice() -> list[Any]:
            start.wait()
            return await asyncio.gather(*(ask_on_loop(hook, "get_caller_identity") for _ in range(2)))

        return [read_who(answer) for answer in asyncio.run(ask_twice())]

    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(each) for each in (ask, ask, ask_on_a_loop, ask_on_a_loop)]
        told = [who for each in asking for who in each.result()]
    assert len(told) == 6
    assert len(set(told)) == 1
    lines = [line for line in worker.tell() if line != "gce Ping by nobody"]
    # The first of the lines may be one that mints, with the same words.
    assert len([line for line in lines if line.startswith("sts GetCallerIdentity by ")]) == 6 + (name == "role-name")
    minting = [line.partition(" by ")[0] for line in lines if not line.startswith("sts GetCallerIdentity")]
    expected = [line.partition(" by ")[0] for line in ASKED[name] if not line.startswith("sts GetCallerIdentity")]
    assert sorted(minting) == sorted(expected)


# Accounts.


@pytest.mark.parametrize("has_keys", [True, False], ids=["keys", "ecs"])
@pytest.mark.parametrize("guard", ["allowed_account_ids", "forbidden_account_ids"])
def test_an_account_that_is_not_allowed_does_nothing(guard: str, has_keys: bool, worker: Worker) -> None:
    """The request is not sent; STS is asked who it is, once for sync and async clients."""
    bench = worker.bench
    extra: dict[str, Any] = {guard: [bench.other_account_id if guard == "allowed_account_ids" else bench.account_id]}
    if not has_keys:
        test_ways_in.use_ecs(worker)
    hook = worker.hook_with_keys(service="s3", **extra) if has_keys else worker.hook(service="s3", **extra)
    for _ in range(2):
        with pytest.raises(AccountNotAllowedError, match=bench.account_id):
            asyncio.run(ask_on_loop(hook, "list_buckets"))
    with pytest.raises(AccountNotAllowedError, match=bench.account_id):
        hook.get_conn().list_buckets()
    asked = [] if has_keys else ["ecs GetCredentials by nobody"]
    assert worker.tell() == [*asked, f"sts GetCallerIdentity by {'worker' if has_keys else 'session 1'}"]


def test_an_account_that_is_allowed_is_looked_at_once(worker: Worker) -> None:
    """Async clients first, then a sync one."""
    hook = worker.hook_with_keys(service="s3", allowed_account_ids=[worker.bench.account_id])
    for _ in range(2):
        asyncio.run(ask_on_loop(hook, "list_buckets"))
    hook.get_conn().list_buckets()
    assert worker.tell() == ["sts GetCallerIdentity by worker", *["s3 ListBuckets by worker"] * 3]


# Settings.


class Settings(NamedTuple):
    """Settings from everywhere.

    Attributes:
        extra: keys of the connection.
        hook: arguments of the hook.
        call: arguments of the call.
        environment: of the worker.
        service: boto3 service name.
    """

    extra: dict[str, Any]
    hook: Mapping[str, Any] = MappingProxyType({})
    call: Mapping[str, Any] = MappingProxyType({})
    environment: Mapping[str, str] = MappingProxyType({})
    service: str = "s3"


OWN = {"s3": {"region_name": "eu-central-1", "endpoint_url": ELSEWHERE, "config_kwargs": {"max_pool_connections": 3}}}
CONFIG = {"retries": {"mode": "adaptive"}, "connect_timeout": 3, "s3": {"addressing_style": "path"}}
PROXIES = {"https": "http://proxy.example:3128", "http": "http://proxy.example:3129"}
SETTINGS = {
    "nothing": Settings({}),
    "region-of-the-connection": Settings({"region_name": "eu-west-3"}),
    "region-of-the-hook": Settings({"region_name": "eu-west-3"}, {"region_name": "ap-south-1"}),
    "region-of-the-call": Settings(
        {"region_name": "eu-west-3"}, {"region_name": "ap-south-1"}, {"region_name": REGION}
    ),
    "region-of-the-environment": Settings({}, environment={"AWS_DEFAULT_REGION": "ca-central-1"}),
    "region-of-a-config": Settings({"config_kwargs": {"region_name": "sa-east-1"}}),
    "region-of-the-calls-config": Settings({}, call={"config": {"region_name": "sa-east-1"}}),
    "region-of-the-roles-partition": Settings({"role_arn": in_partition("aws-cn")}, service="sts"),
    "service-config": Settings({"region_name": REGION, "endpoint_url": "https://other.example", "service_config": OWN}),
    "service-config-of-another": Settings({"region_name": REGION, "service_config": OWN}, service="sqs"),
    "endpoint": Settings({"endpoint_url": ELSEWHERE}),
    "endpoint-of-the-environment": Settings({}, environment={"AWS_ENDPOINT_URL_S3": ELSEWHERE}),
    "store": Settings({"endpoint_url": ELSEWHERE, "store": "minio"}),
    "store-with-a-region": Settings({"endpoint_url": ELSEWHERE, "store": "r2"}),
    "config": Settings({"config_kwargs": CONFIG, "region_name": REGION}),
    "config-over-config": Settings(
        {"config_kwargs": CONFIG, "region_name": REGION},
        {"config": {"retries": {"total_max_attempts": 7}, "s3": {"payload_signing_enabled": True}}},
        {"config": Config(connect_timeout=9, user_agent_extra="me", tcp_keepalive=True)},
    ),
    "config-of-aiobotocore": Settings(
        {"config_kwargs": CONFIG},
        {"config": AioConfig(read_timeout=8)},
        {"config": AioConfig(retries={"mode": "legacy"})},
    ),
    "proxies": Settings({"config_kwargs": {"proxies": PROXIES}}),
    "no-proxies": Settings({"config_kwargs": {"proxies": {}}}, environment={"HTTPS_PROXY": PROXIES["https"]}),
    "proxies-of-the-environment": Settings({}, environment={"HTTPS_PROXY": PROXIES["https"]}),
    "unsigned": Settings({"config_kwargs": {"signature_version": "unsigned"}}),
    "signature-version-not-for-sts": Settings({"config_kwargs": {"signature_version": "s3v4"}}, service="sts"),
    "verify-false": Settings({"verify": False}),
    "verify-of-the-hook": Settings({"verify": False}, {"verify": True}),
    "verify-of-a-service": Settings({"service_config": {"s3": {"verify": False}}}),
}


def describe(client: Any) -> dict[str, Any]:
    """Describe all that a client works with."""
    http, timeout = client._endpoint.http_session, client._endpoint.http_session._timeout
    config = {name: getattr(client.meta.config, name) for name in Config.OPTION_DEFAULTS}
    return {
        **config,
        # Who asks is not the same.
        "user_agent": None,
        "endpoint_url": client.meta.endpoint_url,
        "region": client.meta.region_name,
        "verify": http._verify,
        "timeout": (getattr(timeout, "connect_timeout", None), getattr(timeout, "read_timeout", None))
        if hasattr(timeout, "connect_timeout")
        else (getattr(timeout, "sock_connect", None), getattr(timeout, "sock_read", None)),
        "pool": getattr(http, "_max_pool_connections", None),
        "proxies": http._proxy_config._proxies,
        "signs-with": client._request_signer._signature_version,
        "signs-as": client._request_signer.signing_name,
    }


async def describe_on_loop(hook: AwsHook, **call: Any) -> dict[str, Any]:
    """Describe all that an async client works with."""
    async with hook.async_client(**call) as client:
        return describe(client)


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_settings_are_those_of_a_sync_client(settings: Settings, worker: Worker) -> None:
    """Region, endpoint, TLS, proxies, time-outs, signature and every option of botocore's."""
    worker.set(**settings.environment)
    extra = {"region_name": None, "endpoint_url": None, **settings.extra}
    conn_id = worker.hook_with_keys(**extra).aws_conn_id
    hook = AwsHook(conn_id, client_type=settings.service, shared=False, **settings.hook)
    expected = describe(hook.get_client_type(**settings.call))
    assert asyncio.run(describe_on_loop(hook, **settings.call)) == expected

    async def describe_session() -> dict[str, Any]:
        async with hook.get_session(deferrable=True).create_client(settings.service) as client:
            return {"region": client.meta.region_name}

    session = hook.get_session().client(settings.service)
    assert asyncio.run(describe_session()) == {"region": session.meta.region_name}
    assert worker.bench.requests() == []


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_where_an_async_sts_client_is(place: Place, worker: Worker) -> None:
    """Where roles are asked for, as the hook's sync client."""
    worker.set(**place.environment)
    given = {"region_name": None, "endpoint_url": None, "role_arn": in_partition("aws")} | place.extra
    hook = worker.hook(**use_keys(worker), **given)
    assert asyncio.run(describe_on_loop(hook))["endpoint_url"] == f"https://{place.host}"


def test_what_aiobotocore_alone_knows_survives(worker: Worker) -> None:
    """connector_args of hook and call are merged, and used; a sync client of the same hook takes no notice."""
    conn_id = worker.hook_with_keys("aio", config_kwargs=ONE_ATTEMPT).aws_conn_id
    config = AioConfig({"keepalive_timeout": 5}, connect_timeout=7)
    hook = AwsHook(conn_id, client_type="sts", config=config)

    async def look() -> tuple[Any, ...]:
        async with hook.async_client(config=AioConfig({"use_dns_cache": False, "keepalive_timeout": 6})) as client:
            await client.get_caller_identity()
            (session,) = client._endpoint.http_session._sessions.values()
            connector = session.connector
            used = (connector._keepalive_timeout, connector.use_dns_cache)
            return client.meta.config.connector_args, used, client.meta.config.retries["total_max_attempts"]

    args, used, attempts = asyncio.run(look())
    assert args == {"use_dns_cache": False, "keepalive_timeout": 6}
    assert (used, attempts) == ((6, False), 1)
    client = hook.get_conn()
    assert client.get_caller_identity()
    assert client.meta.config.connect_timeout == 7
    assert config.connector_args == {"keepalive_timeout": 5}


def test_unsigned_requests_are_not_signed(worker: Worker) -> None:
    """Of a client whose call alone says so, too."""
    hook = worker.hook_with_keys(service="s3")
    for config in ({"signature_version": "unsigned"}, AioConfig(signature_version=worker_unsigned())):

        async def get(config: Any = config) -> None:
            async with hook.async_client(config=config) as client:
                await client.get_object(Bucket="none", Key="none")

        with pytest.raises(ClientError):
            asyncio.run(get())
        (told,) = worker.tell()
        assert told.startswith("s3 GetObject by nobody")


def worker_unsigned() -> Any:
    """Botocore's own way to say it."""
    import botocore

    return botocore.UNSIGNED


def test_a_session_of_either_place_is_one_of_aiobotocore(worker: Worker) -> None:
    """Outside an event loop it is one, on a loop it becomes one; it signs as the hook, and its errors carry hints."""
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn)
    outside = hook.get_session(deferrable=True)
    assert isinstance(outside, AioSession)

    async def use(session: Any) -> str:
        endpoint = {"endpoint_url": worker.bench.endpoint_url}
        async with session.create_client("sts", **endpoint) as client:
            who = read_who(await client.get_caller_identity())
        async with session.create_client("s3", **endpoint) as client:
            with pytest.raises(ClientError, match=r"NoSuchBucket|Not Found|404") as caught:
                await client.list_objects_v2(Bucket="none-such")
        assert caught.value.operation_name == "ListObjectsV2"
        frozen = await (await session.get_credentials()).get_frozen_credentials()
        assert frozen.access_key == hook.get_credentials().access_key
        return who

    async def use_one_of_the_loop() -> str:
        return await use(hook.get_session(deferrable=True))

    assert {asyncio.run(use(outside)), asyncio.run(use_one_of_the_loop())} == {"assumed-role/etl/Airflow_ways"}
    assert worker.bench.count("AssumeRole") == 1


# Where requests go.


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """Addresses of names, of which the test decides; and what was looked up in which thread."""
    known: dict[str, str] = {}
    asked: list[tuple[str, int]] = []
    look_up = socket.getaddrinfo

    def find(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        asked.append((host, threading.get_ident()))
        return look_up(known.get(host, host), port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", find)
    return known, asked


@pytest.mark.parametrize("address", ["169.254.169.254", "169.254.170.2", "::ffff:169.254.169.254"])
@pytest.mark.parametrize("how", ["endpoint", "service", "proxy"])
def test_no_async_client_reaches_a_metadata_service(
    how: str, address: str, worker: Worker, names: tuple[dict[str, str], list[tuple[str, int]]]
) -> None:
    """By whatever name; the field is named, each time, and no event loop waits for the name server."""
    known, asked = names
    known["store.example"] = address
    url = "http://store.example"
    places: dict[str, dict[str, Any]] = {
        "endpoint": {"endpoint_url": url},
        "service": {"service_config": {"s3": {"endpoint_url": url}}},
        "proxy": {"config_kwargs": {"proxies": {"http": url}}},
    }
    field = {
        "endpoint": r"extra\.endpoint_url",
        "service": r"extra\.service_config\.s3\.endpoint_url",
        "proxy": r"extra\.config_kwargs\.proxies\.http",
    }[how]
    hook = worker.hook_with_keys(service="s3", **places[how])

    async def send() -> None:
        async with hook.async_client() as client:
            for _ in range(2):
                with pytest.raises(
                    InvalidConnectionError, match=f"{field}: leads to the address of a metadata service"
                ):
                    await client.list_buckets()

    asyncio.run(send())
    looked_up = [thread for host, thread in asked if host == "store.example"]
    assert len(looked_up) == 2
    assert threading.get_ident() not in looked_up
    assert worker.bench.requests() == []


def test_other_hosts_are_looked_up_once(worker: Worker, names: tuple[dict[str, str], list[tuple[str, int]]]) -> None:
    """A host of one's own is looked up by us once per client, and works."""
    known, asked = names
    known["store.test"] = "127.0.0.1"
    port = worker.bench.host.rpartition(":")[2]
    hook = worker.hook_with_keys(endpoint_url=f"http://store.test:{port}")

    async def send() -> None:
        async with hook.async_client() as client:
            for _ in range(3):
                await client.get_caller_identity()

    asyncio.run(send())
    # Once by us, once by aiohttp, for the connection that serves all.
    assert [host for host, _ in asked if host == "store.test"] == ["store.test"] * 2


CANARY = "canary-bearer-token"
NOT_THE_WORKER: dict[str, tuple[Callable[[Worker], AwsHook], bool]] = {
    "nobody": (lambda worker: worker.hook(service="bedrock-runtime", endpoint_url=None), True),
    "keys": (lambda worker: worker.hook_with_keys(service="bedrock-runtime", endpoint_url=None), False),
    "endpoint": (lambda worker: worker.hook(service="bedrock-runtime", endpoint_url=ELSEWHERE), False),
    "not-verified": (lambda worker: worker.hook(service="bedrock-runtime", endpoint_url=None, verify=False), False),
}


@pytest.mark.skipif("auth_scheme_preference" not in Config.OPTION_DEFAULTS, reason="this botocore reads no such token")
@pytest.mark.parametrize(("prepare", "is_sent"), NOT_THE_WORKER.values(), ids=NOT_THE_WORKER)
@pytest.mark.parametrize("by_session", [False, True], ids=["client", "session"])
def test_a_bearer_token_is_the_workers_own(
    prepare: Callable[[Worker], AwsHook], is_sent: bool, by_session: bool, worker: Worker
) -> None:
    """A connection that is somebody, or says where requests go, does not get it."""
    worker.set(AWS_BEARER_TOKEN_BEDROCK=CANARY)
    hook = prepare(worker)
    headers: list[str] = []

    class SentError(Exception):
        pass

    def keep(request: Any, **_: Any) -> None:
        value = request.headers["Authorization"]
        headers.append(value.decode() if isinstance(value, bytes) else value)
        raise SentError

    async def send() -> None:
        session = hook.get_session(deferrable=True)
        async with session.create_client("bedrock-runtime") if by_session else hook.async_client() as client:
            client.meta.events.register_first("before-send", keep)
            await client.converse(modelId="m", messages=[])

    # A session's own clients want the token all the same, as boto3's do, and get none.
    with pytest.raises((SentError, NoCredentialsError, NoAuthTokenError)):
        asyncio.run(send())
    assert (headers == [f"Bearer {CANARY}"]) == is_sent
    assert is_sent or CANARY not in "".join(headers)
