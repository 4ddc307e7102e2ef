"""What a class of ``[aws] session_factory`` may override, as one that was written for the stock provider does."""

from __future__ import annotations

import asyncio
import functools
import http.server
import inspect
import json
import logging
import pickle
import sys
import threading
import traceback
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
import pytest
from botocore.config import Config
from botocore.credentials import Credentials, ReadOnlyCredentials
from botocore.exceptions import ClientError

from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper
from airflow_provider_awsconn.errors import AccountNotAllowedError, InvalidConnectionError, NoCredentialsError
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.session_factory import BaseSessionFactory
from tests.fuzz import canaries
from tests.fuzz.canaries import CANARIES, find_secrets
from tests.integration.ways import find_masker
from tests.unit.conftest import REGION
from tests.unit.test_secrets import FOREIGN, catch, list_leaks_of_frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.credentials.registry import Registry
    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"
ARN = "arn:aws:iam::123456789012:role/etl"


@pytest.fixture(autouse=True)
def own_masker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow's masker is slower with each secret it has ever been told, and these tests mint hundreds."""
    masker = find_masker()
    monkeypatch.setattr(masker, "patterns", set())
    monkeypatch.setattr(masker, "replacer", None)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def deferrable(request: pytest.FixtureRequest) -> bool:
    """Done with sessions of boto3, and with those of aiobotocore."""
    if request.param:
        pytest.importorskip("aiobotocore")
    return bool(request.param)


def ask(session: Any, endpoint_url: str, region_name: str | None = None) -> str:
    """Ask STS with a session of either kind who it is: ``user/worker``, or ``assumed-role/<role>/<session>``."""
    arguments = {"endpoint_url": endpoint_url, "region_name": region_name}
    if isinstance(session, boto3.session.Session):
        return read_who(session.client("sts", **arguments).get_caller_identity())

    async def main() -> Any:
        async with session.create_client("sts", **arguments) as client:
            return await client.get_caller_identity()

    return read_who(asyncio.run(main()))


def read_who(answer: Any) -> str:
    """Read who it is from STS's answer."""
    return str(answer["Arn"]).rpartition(":")[2]


@pytest.fixture
def who(bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch, deferrable: bool) -> Callable[..., str]:
    """Tell who the client of a new hook is, with a class in airflow.cfg and a connection that says this."""

    def tell(factory: type | str, **extra: Any) -> str:
        use(factory, monkeypatch)
        hook = AwsHook(bench_connection("own", **extra), client_type="sts")
        if not deferrable:
            return read_who(hook.get_conn().get_caller_identity())

        async def main() -> Any:
            async with hook.async_client() as client:
                return await client.get_caller_identity()

        return read_who(asyncio.run(main()))

    return tell


def use(factory: type | str, patch: pytest.MonkeyPatch) -> None:
    """Name a class in airflow.cfg, be it one that a test has made."""
    if isinstance(factory, str):
        patch.setenv("AIRFLOW__AWS__SESSION_FACTORY", factory)
        return
    # Another name each time: what is imported by one is kept.
    name = f"Named{id(factory)}"
    patch.setattr(sys.modules[__name__], name, factory, raising=False)
    patch.setenv("AIRFLOW__AWS__SESSION_FACTORY", f"{__name__}.{name}")


@pytest.fixture
def hub(bench: AwsBench, bench_connection: BenchConnection) -> ReadOnlyCredentials:
    """Keys that come from elsewhere, here those of the role hub."""
    keys = AwsHook(bench_connection("elsewhere", role_arn=bench.hub_role_arn)).get_credentials()
    bench.clear()
    return keys


@pytest.fixture
def other(bench: AwsBench, bench_connection: BenchConnection) -> ReadOnlyCredentials:
    """Keys of another account."""
    keys = AwsHook(bench_connection("elsewhere", role_arn=bench.other_role_arn)).get_credentials()
    bench.clear()
    return keys


def build_session(keys: ReadOnlyCredentials, region_name: str | None = REGION) -> boto3.session.Session:
    """Build a session with keys."""
    return boto3.session.Session(keys.access_key, keys.secret_key, keys.token, region_name=region_name)


def list_ways(keys: ReadOnlyCredentials) -> dict[str, type[BaseSessionFactory]]:
    """Give a class for each way to have a basic session of one's own."""

    class Method(BaseSessionFactory):
        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
            return build_session(keys, session_kwargs.get("region_name"))

    class Property(BaseSessionFactory):
        @property
        def basic_session(self) -> boto3.session.Session:
            return build_session(keys)

    class CachedProperty(BaseSessionFactory):
        @functools.cached_property
        def basic_session(self) -> boto3.session.Session:
            return build_session(keys)

    class Constructor(BaseSessionFactory):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.basic_session = build_session(keys)

    class Super(BaseSessionFactory):
        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
            return super()._create_basic_session(
                session_kwargs
                | {
                    "aws_access_key_id": keys.access_key,
                    "aws_secret_access_key": keys.secret_key,
                    "aws_session_token": keys.token,
                }
            )

    class Botocore(BaseSessionFactory):
        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
            session = botocore.session.get_session()
            credentials = Credentials(str(keys.access_key), str(keys.secret_key), keys.token)
            session.register_component("credential_provider", SimpleNamespace(load_credentials=lambda: credentials))
            return super()._create_basic_session(
                {"botocore_session": session, "region_name": session_kwargs["region_name"]}
            )

    ways = (Method, Property, CachedProperty, Constructor, Super, Botocore)
    return {way.__name__: way for way in ways}


WAYS = ("Method", "Property", "CachedProperty", "Constructor", "Super", "Botocore")


# The constructor, and what it is made of.


def test_the_names_are_those_of_the_stock_class() -> None:
    """Constructor and methods are called as the stock provider's are."""
    assert list(inspect.signature(BaseSessionFactory).parameters) == ["conn", "region_name", "config"]
    assert list(inspect.signature(BaseSessionFactory.create_session).parameters) == ["self", "deferrable"]
    for name in ("_create_basic_session", "_create_session_with_assume_role"):
        assert list(inspect.signature(getattr(BaseSessionFactory, name)).parameters)[1] == "session_kwargs"


def give_connection(conn_id: str) -> Any:
    """Give what Airflow has of a connection."""
    return AwsHook.get_connection(conn_id)


class OfStock:
    """The fields of the stock provider's wrapper, which has no ``extra``."""

    def __init__(self, conn: Any) -> None:
        self.conn_id, self.conn_type, self.login = conn.conn_id, conn.conn_type, conn.login
        self.password, self.schema, self.extra_config = conn.password, conn.schema, conn.extra_dejson


@pytest.mark.parametrize(
    "wrap",
    [
        pytest.param(lambda conn: conn, id="airflow"),
        pytest.param(AwsConnectionWrapper, id="wrapper"),
        pytest.param(lambda conn: AwsConnectionWrapper(conn).settings, id="settings"),
        pytest.param(OfStock, id="stock-wrapper"),
    ],
)
def test_what_a_factory_is_made_of(
    wrap: Callable[[Any], Any], bench: AwsBench, bench_connection: BenchConnection
) -> None:
    """Airflow's connection or any wrapper of it: the names mean the same, and so does the session."""
    conn = wrap(give_connection(bench_connection("own", role_arn=bench.role_arn)))
    factory = BaseSessionFactory(conn, region_name="us-east-2", config=Config(read_timeout=7))
    assert isinstance(factory.conn, AwsConnectionWrapper)
    assert (factory.conn.conn_id, factory.conn.endpoint_url) == ("own", bench.endpoint_url)
    assert factory.conn.settings.roles[0].arn == factory.role_arn == bench.role_arn
    assert factory.region_name == factory.conn.region_name == "us-east-2"
    config: Any = factory.config
    assert config.read_timeout == 7
    assert factory.extra_config["role_arn"] == bench.role_arn
    assert factory.log.name == "airflow_provider_awsconn.session_factory.BaseSessionFactory"
    session = factory.create_session()
    assert session.region_name == "us-east-2"
    assert ask(session, bench.endpoint_url) == "assumed-role/etl/Airflow_own"


def test_the_extra_is_in_clear(airflow_connection: AirflowConnection) -> None:
    """It is the deployment's business what its own keys are: a dict of its own each time, secrets as they are."""
    extra = {"broker_password": canaries.UNKNOWN_VALUE, "nested": {"token": canaries.TOKEN}}
    factory = BaseSessionFactory(give_connection(airflow_connection("own", extra=extra)))
    assert factory.extra_config == extra
    factory.extra_config.clear()
    assert factory.extra_config == extra


def test_without_a_connection_the_session_is_boto3s(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the stock provider: neither a basic session nor a role of the class is asked for; the region is."""

    class Own(BaseSessionFactory):
        role_arn = ARN
        region_name = "us-east-2"

        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> Any:
            raise KeyError(session_kwargs)

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    factory = Own(None)
    assert not factory.conn
    assert factory.extra_config == {}
    session = factory.create_session()
    assert session.region_name == "us-east-2"
    assert ask(session, bench.endpoint_url) == "user/worker"
    assert BaseSessionFactory(None).region_name is None
    assert BaseSessionFactory(None).role_arn is None


# Base credentials of the class.


@pytest.mark.parametrize("way", WAYS)
def test_a_basic_session_is_who_the_session_is(
    way: str, hub: ReadOnlyCredentials, who: Callable[..., str], bench: AwsBench
) -> None:
    """Without a role, whatever keys the connection has."""
    assert who(list_ways(hub)[way]).startswith("assumed-role/hub/")
    assert [request.action for request in bench.requests()] == ["GetCallerIdentity"]
    assert bench.requests()[0].region == REGION


@pytest.mark.parametrize("way", WAYS)
def test_a_role_is_assumed_from_the_basic_session(
    way: str, hub: ReadOnlyCredentials, who: Callable[..., str], bench: AwsBench
) -> None:
    """Once for all hooks of the process, in the connection's way."""
    factory = list_ways(hub)[way]
    extra = {"role_arn": bench.spoke_role_arn, "external_id": "partner-7"}
    assert [who(factory, **extra) for _ in range(2)] == ["assumed-role/spoke/Airflow_own"] * 2
    (asked,) = bench.requests("AssumeRole")
    assert (asked.access_key, asked.external_id, asked.region) == (hub.access_key, "partner-7", REGION)


def test_sync_and_async_sessions_share_the_role(
    hub: ReadOnlyCredentials, bench: AwsBench, bench_connection: BenchConnection
) -> None:
    """One call for both kinds, of different objects of the class."""
    pytest.importorskip("aiobotocore")
    conn = give_connection(bench_connection("own", role_arn=bench.spoke_role_arn))
    for deferrable in (False, True, False):
        session = list_ways(hub)["Method"](conn).create_session(deferrable=deferrable)
        assert ask(session, bench.endpoint_url) == "assumed-role/spoke/Airflow_own"
    assert bench.count("AssumeRole") == 1


def test_other_base_keys_are_another_identity(
    hub: ReadOnlyCredentials, other: ReadOnlyCredentials, who: Callable[..., str], bench: AwsBench
) -> None:
    """The same connection and role with other base credentials share nothing."""
    for keys in (hub, other):
        assert who(list_ways(keys)["Method"], role_arn=bench.spoke_role_arn) == "assumed-role/spoke/Airflow_own"
    assert [request.access_key for request in bench.requests("AssumeRole")] == [hub.access_key, other.access_key]


def test_the_environment_is_not_asked(
    hub: ReadOnlyCredentials, who: Callable[..., str], bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys of the worker's environment are nobody's base credentials then."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.limited.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.limited.secret_key)
    assert who(list_ways(hub)["Method"], role_arn=bench.spoke_role_arn) == "assumed-role/spoke/Airflow_own"
    assert who(list_ways(hub)["Method"]).startswith("assumed-role/hub/")
    assert [request.access_key for request in bench.requests("AssumeRole")] == [hub.access_key]


class Turning(Credentials):
    """Credentials that are others as soon as somebody says so."""

    def __init__(self, *sets: ReadOnlyCredentials) -> None:
        super().__init__("AKIA", "none")
        self.sets = list(sets)

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Give the first set that is left."""
        return self.sets[0]


def test_a_role_is_renewed_with_the_base_credentials_of_that_moment(
    hub: ReadOnlyCredentials,
    other: ReadOnlyCredentials,
    bench: AwsBench,
    bench_connection: BenchConnection,
    own_registry: Registry,
) -> None:
    """Credentials of the class that renew themselves are asked each time."""
    credentials = Turning(hub, other)

    class Own(BaseSessionFactory):
        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
            session = botocore.session.get_session()
            session.register_component("credential_provider", SimpleNamespace(load_credentials=lambda: credentials))
            return boto3.session.Session(botocore_session=session, region_name=session_kwargs["region_name"])

    conn = give_connection(bench_connection("own", role_arn=bench.spoke_role_arn))
    client = Own(conn).create_session().client("sts", endpoint_url=bench.endpoint_url)
    client.get_caller_identity()
    credentials.sets.pop(0)
    role: Any = list(own_registry._kept.values())[-1]
    first = role._held
    role._held = first._replace(renew_at=0.0)
    client.get_caller_identity()
    bench.wait_for(2, "AssumeRole", timeout_seconds=20)
    assert [request.access_key for request in bench.requests("AssumeRole")] == [hub.access_key, other.access_key]


class PassThrough(BaseSessionFactory):
    """Has its say for other connections alone."""

    def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
        return super()._create_basic_session(session_kwargs)


def test_a_class_that_passes_on_is_as_none(
    who: Callable[..., str], bench: AwsBench, bench_connection: BenchConnection
) -> None:
    """Its role is that of hooks without a class, which is there already."""
    AwsHook(bench_connection("own", role_arn=bench.role_arn)).get_credentials()
    assert who(PassThrough, role_arn=bench.role_arn) == "assumed-role/etl/Airflow_own"
    assert bench.count("AssumeRole") == 1
    assert who(PassThrough) == "user/worker"


def test_what_the_chain_finds_is_not_looked_up_before_it_is_needed(
    bench: AwsBench,
    airflow_connection: AirflowConnection,
    deferrable: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A class that passes on asks no metadata service when a session is made, and one for all sessions then."""
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", bench.imds_endpoint)
    extra = {"endpoint_url": bench.endpoint_url, "region_name": REGION}
    conn = give_connection(airflow_connection("own", extra=extra))
    sessions = [PassThrough(conn).create_session(deferrable=deferrable) for _ in range(2)]
    assert bench.requests() == []
    asked = []
    for session in sessions:
        assert ask(session, bench.endpoint_url).startswith("assumed-role/etl/i-")
        asked.append(bench.count(service="imds"))
    assert asked[0] == asked[1] > 0


@pytest.mark.parametrize("changed", [{"profile_name": "p"}, {"region_name": "us-west-2"}])
def test_changed_arguments_of_the_basic_session(
    changed: dict[str, str],
    aws_files: Callable[[str, str], None],
    bench: AwsBench,
    airflow_connection: AirflowConnection,
    deferrable: bool,
) -> None:
    """A profile and a region that the class puts in are those of the session, and of the request for the role."""
    keys = bench.limited
    aws_files(
        f"[profile p]\nregion = {REGION}\n[profile q]\nregion = ap-south-1\n",
        f"[p]\naws_access_key_id = {keys.access_key}\naws_secret_access_key = {keys.secret_key}\n"
        f"[q]\naws_access_key_id = {bench.worker.access_key}\naws_secret_access_key = {bench.worker.secret_key}\n",
    )

    class Own(BaseSessionFactory):
        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
            return super()._create_basic_session(session_kwargs | changed)

    extra = {"endpoint_url": bench.endpoint_url, "profile_name": "q"}
    user = "limited" if "profile_name" in changed else "worker"
    region = changed.get("region_name", REGION)
    conn = give_connection(airflow_connection("own", extra=extra))
    session = Own(conn).create_session(deferrable=deferrable)
    assert ask(session, bench.endpoint_url) == f"user/{user}"
    assert bench.requests()[-1].region == region
    conn = give_connection(airflow_connection("own", extra=extra | {"role_arn": bench.role_arn}))
    session = Own(conn).create_session(deferrable=deferrable)
    assert ask(session, bench.endpoint_url) == "assumed-role/etl/Airflow_own"
    (asked,) = bench.requests("AssumeRole")
    assert asked.access_key == getattr(bench, user).access_key
    assert asked.region == bench.requests()[-1].region == region


def test_half_a_key_pair_is_not_another_identity(
    bench: AwsBench, bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """boto3 is given what the class leaves half, and AWS refuses it; nobody looks for credentials elsewhere."""

    class Own(BaseSessionFactory):
        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
            del session_kwargs["aws_secret_access_key"]
            return super()._create_basic_session(session_kwargs)

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.limited.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.limited.secret_key)
    session = Own(give_connection(bench_connection("own"))).create_session()
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        ask(session, bench.endpoint_url)
    assert [request.access_key for request in bench.requests()] == [bench.worker.access_key]


def test_a_basic_session_without_credentials_is_told_at_the_first_request(
    who: Callable[..., str], bench: AwsBench
) -> None:
    """Neither the connection's keys nor another identity is taken instead."""

    class Own(BaseSessionFactory):
        def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
            session = botocore.session.get_session()
            session.register_component("credential_provider", SimpleNamespace(load_credentials=lambda: None))
            return boto3.session.Session(botocore_session=session, region_name=session_kwargs["region_name"])

    with pytest.raises(NoCredentialsError):
        who(Own, role_arn=bench.role_arn)
    assert bench.requests() == []


# The properties.


def test_another_role(who: Callable[..., str], bench: AwsBench) -> None:
    """It takes the place of the connection's, with all that the connection says of it."""

    class Own(BaseSessionFactory):
        @property
        def role_arn(self) -> str:
            return bench.hub_role_arn

    assert who(Own, role_arn=bench.role_arn, external_id="partner-7") == "assumed-role/hub/Airflow_own"
    assert who(Own) == "assumed-role/hub/Airflow_own"
    assert [(asked.role_arn, asked.external_id) for asked in bench.requests("AssumeRole")] == [
        (bench.hub_role_arn, "partner-7"),
        (bench.hub_role_arn, None),
    ]


def test_the_last_role_of_a_chain_is_the_one(who: Callable[..., str], bench: AwsBench) -> None:
    """Those before it are the connection's."""

    class Own(BaseSessionFactory):
        @property
        def role_arn(self) -> str:
            return bench.third_role_arn

    chain = [bench.hub_role_arn, bench.spoke_role_arn]
    assert who(Own, role_chain=chain) == "assumed-role/third/Airflow_own"
    assert [asked.role_arn for asked in bench.requests("AssumeRole")] == [bench.hub_role_arn, bench.third_role_arn]


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_role(nothing: str | None, who: Callable[..., str], bench: AwsBench) -> None:
    """The base credentials are used as they are, those of a connection with a token too."""

    class Own(BaseSessionFactory):
        @property
        def role_arn(self) -> str | None:
            return nothing

    assert who(Own, role_arn=bench.role_arn) == "user/worker"
    web_identity = {
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "environment",
        "assume_role_with_web_identity_token_variable": "NOBODY_SET_THIS",
    }
    assert who(Own, role_arn=bench.role_arn, **web_identity) == "user/worker"
    assert [request.action for request in bench.requests()] == ["GetCallerIdentity"] * 2


def test_a_role_that_is_named_without_arn(who: Callable[..., str], bench: AwsBench) -> None:
    """A class that says nothing of it assumes it; one that says None could mean either, and is told so."""

    class Own(BaseSessionFactory):
        @property
        def role_arn(self) -> str | None:
            return super().role_arn

    named = {"aws_iam_role": "etl", "aws_account_id": bench.account_id}
    assert who(BaseSessionFactory, **named) == "assumed-role/etl/Airflow_own"
    bench.clear()
    with pytest.raises(ValueError, match=r"^Own\.role_arn: is None, and the connection has a role that is named"):
        who(Own, **named)
    assert bench.requests() == []


def test_a_role_that_is_none(who: Callable[..., str], bench: AwsBench) -> None:
    """What can't be the ARN of a role is refused before anybody is asked."""

    class Own(BaseSessionFactory):
        role_arn = "etl"

    with pytest.raises(ValueError, match=r"^Own\.role_arn: is not the ARN of a role; "):
        who(Own)
    assert bench.requests() == []


def test_another_region(bench: AwsBench, bench_connection: BenchConnection, deferrable: bool) -> None:
    """It is that of the session and of the request for the role, whatever hook and connection say."""

    class Own(BaseSessionFactory):
        @property
        def region_name(self) -> str:
            return "ap-south-1"

    conn = give_connection(bench_connection("own", role_arn=bench.role_arn))
    session = Own(conn, region_name="us-west-2").create_session(deferrable=deferrable)
    ask(session, bench.endpoint_url)
    assert {request.region for request in bench.requests()} == {"ap-south-1"}
    assert Own(conn).basic_session.region_name == "ap-south-1"


def test_no_region_leaves_it_to_the_environment(
    bench: AwsBench, bench_connection: BenchConnection, deferrable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of the class is not that of the connection."""

    class Own(BaseSessionFactory):
        region_name = None

    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-south-1")
    conn = give_connection(bench_connection("own", role_arn=bench.role_arn))
    session = Own(conn, region_name="us-west-2").create_session(deferrable=deferrable)
    ask(session, bench.endpoint_url)
    assert {request.region for request in bench.requests()} == {"eu-south-1"}


def test_another_configuration(bench: AwsBench, bench_connection: BenchConnection, deferrable: bool) -> None:
    """STS is asked for the role with it, in place of the connection's."""

    class Own(BaseSessionFactory):
        @property
        def config(self) -> Config:
            return Config(user_agent_extra="of-the-class")

    proxies = {"proxies": {"http": "http://127.0.0.1:9", "https": "http://127.0.0.1:9"}}
    conn = give_connection(bench_connection("own", role_arn=bench.role_arn, config_kwargs=proxies))
    ask(Own(conn).create_session(deferrable=deferrable), bench.endpoint_url)
    assert "of-the-class" in bench.requests("AssumeRole")[0].user_agent


def test_the_federation_of_another_extra(
    who: Callable[..., str], bench: AwsBench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Token and provider come from the class's extra_config; role and keys are the connection's."""
    token = tmp_path / "token"
    token.write_text(bench.make_web_identity_token())
    monkeypatch.setenv("AIRFLOW__AWSCONN__TOKEN_ENDPOINTS", bench.endpoint_url)

    class Own(BaseSessionFactory):
        @property
        def extra_config(self) -> dict[str, Any]:
            return {
                "assume_role_with_web_identity_federation": "file",
                "assume_role_with_web_identity_token_file": str(token),
                "role_arn": "of nobody",
            }

    extra = {
        "role_arn": bench.role_arn,
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "file",
        "assume_role_with_web_identity_token_file": "/nowhere/token",
    }
    assert who(Own, **extra) == "assumed-role/etl/Airflow_own"
    assert [request.action for request in bench.requests()] == ["AssumeRoleWithWebIdentity", "GetCallerIdentity"]
    assert who(Own) == "user/worker"


def test_a_federation_that_the_extra_of_a_class_lacks(bench_connection: BenchConnection) -> None:
    """The problem is told as for a connection; the role is not assumed in another way."""

    class Own(BaseSessionFactory):
        extra_config = {}  # noqa: RUF012 - of this test

    extra: dict[str, Any] = {
        "role_arn": ARN,
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "file",
    }
    factory = Own(give_connection(bench_connection("own", **extra)))
    with pytest.raises(InvalidConnectionError, match=r"connection 'own': .*web_identity_federation: is empty"):
        factory.create_session()


def test_another_connection(hub: ReadOnlyCredentials, who: Callable[..., str], bench: AwsBench) -> None:
    """Keys and role of a wrapper that the class makes, ours or the stock provider's."""

    class Own(BaseSessionFactory):
        @functools.cached_property
        def conn(self) -> Any:
            given = AwsConnectionWrapper.from_connection_metadata(
                "vault",
                hub.access_key,
                hub.secret_key,
                {
                    "aws_session_token": hub.token,
                    "role_arn": bench.spoke_role_arn,
                    "endpoint_url": bench.endpoint_url,
                    "region_name": REGION,
                },
            )
            return OfStock(SimpleNamespace(**read_fields(given))) if self.wraps else given

        wraps = False

    class Stock(Own):
        wraps = True

    for factory in (Own, Stock):
        assert who(factory, role_arn=bench.role_arn) == "assumed-role/spoke/Airflow_vault"
    assert [asked.access_key for asked in bench.requests("AssumeRole")] == [hub.access_key]


def read_fields(wrapper: AwsConnectionWrapper) -> dict[str, Any]:
    """Give the fields of a wrapper in clear."""
    assert wrapper.password is not None
    return {
        "conn_id": wrapper.conn_id,
        "conn_type": "aws",
        "login": wrapper.login,
        "password": wrapper.password.reveal(),
        "schema": None,
        "extra_dejson": wrapper.reveal_extra(),
    }


# Guards.


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_direct", [False, True], ids=["hook", "direct"])
def test_a_basic_session_of_a_forbidden_account(
    way: str,
    is_direct: bool,
    other: ReadOnlyCredentials,
    who: Callable[..., str],
    bench: AwsBench,
    bench_connection: BenchConnection,
    deferrable: bool,
) -> None:
    """It does nothing but tell whose it is; a hook's and one that is made without a hook."""
    factory = list_ways(other)[way]
    if is_direct:
        conn = give_connection(bench_connection("own", forbidden_account_ids=[bench.other_account_id]))
        with pytest.raises(AccountNotAllowedError, match=bench.other_account_id):
            ask(factory(conn).create_session(deferrable=deferrable), bench.endpoint_url)
    else:
        with pytest.raises(AccountNotAllowedError, match=bench.other_account_id):
            who(factory, allowed_account_ids=[bench.account_id])
    assert {request.action for request in bench.requests()} == {"GetCallerIdentity"}
    assert {request.access_key for request in bench.requests()} == {other.access_key}


def test_a_role_of_a_forbidden_account(hub: ReadOnlyCredentials, who: Callable[..., str], bench: AwsBench) -> None:
    """The role that is assumed from a basic session of the class is guarded as any."""
    factory = list_ways(hub)["Method"]
    extra = {"role_arn": bench.spoke_role_arn, "allowed_account_ids": [bench.account_id]}
    assert who(factory, **extra) == "assumed-role/spoke/Airflow_own"
    bench.clear()
    elsewhere = type("Elsewhere", (factory,), {"role_arn": bench.other_role_arn})
    with pytest.raises(AccountNotAllowedError, match=bench.other_account_id):
        who(elsewhere, **extra)
    assert [request.action for request in bench.requests()] == ["AssumeRole"]


def test_the_guard_asks_whose_the_session_is_and_not_the_environment(
    other: ReadOnlyCredentials,
    who: Callable[..., str],
    bench: AwsBench,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Keys of an allowed account in the worker's environment don't stand for a session of another."""

    class Own(BaseSessionFactory):
        def create_session(self, deferrable: bool = False) -> Any:
            if not deferrable:
                return build_session(other)
            session = self.get_async_session()
            session.set_credentials(other.access_key, other.secret_key, other.token)
            return session

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    with pytest.raises(AccountNotAllowedError, match=bench.other_account_id):
        who(Own, allowed_account_ids=[bench.account_id])
    assert {request.access_key for request in bench.requests()} == {other.access_key}


# What only the stock provider's class has.


class _Uncalled(BaseSessionFactory):
    """Has methods of the stock provider's class."""


WEB_IDENTITY = {
    "assume_role_method": "assume_role_with_web_identity",
    "assume_role_with_web_identity_federation": "environment",
    "assume_role_with_web_identity_token_variable": "NOBODY_SET_THIS",
}
SAML = {
    "assume_role_method": "assume_role_with_saml",
    "assume_role_with_saml": {
        "principal_arn": "arn:aws:iam::123456789012:saml-provider/idp",
        "assertion_variable": "NOBODY_SET_THIS",
    },
}


@pytest.mark.parametrize(
    ("name", "extra", "instead"),
    [
        ("_refresh_credentials", {}, "override _create_basic_session for what the role is assumed with"),
        ("_assume_role", {}, "give arguments of the call as extra.assume_role_kwargs"),
        ("_strip_invalid_session_name_characters", {}, "give extra.role_session_name"),
        ("_refresh_credentials", SAML, "override _create_session_with_assume_role, or create_session"),
        ("_assume_role_with_saml", SAML, "give arguments of the call as extra.assume_role_kwargs"),
        ("_fetch_saml_assertion_using_http_spegno_auth", SAML, "extra.assume_role_with_saml.assertion_source"),
        ("_get_idp_response", SAML, "extra.assume_role_with_saml.assertion_source"),
        *(
            (name, WEB_IDENTITY, "extra.assume_role_with_web_identity_token_source")
            for name in (
                "_get_web_identity_credential_fetcher",
                "_get_file_token_loader",
                "_get_google_identity_token_loader",
            )
        ),
    ],
)
def test_a_method_that_nothing_calls_is_told(
    name: str, extra: dict[str, Any], instead: str, who: Callable[..., str], bench: AwsBench
) -> None:
    """Where the stock provider would have called it, and nobody is asked; elsewhere it is the class's own business."""
    factory = type("Own", (BaseSessionFactory,), {name: lambda *_: None})
    with pytest.raises(TypeError, match=rf"session_factory: Own\.{name} is a method of the stock .*; .*") as caught:
        who(factory, role_arn=bench.role_arn, **extra)
    assert instead in str(caught.value)
    assert bench.requests() == []
    assert who(factory) == "user/worker"


def test_a_method_of_another_way_to_a_role_is_no_matter(who: Callable[..., str], bench: AwsBench) -> None:
    """It is told where it would have been called, and nowhere else."""
    factory = type("Own", (BaseSessionFactory,), {"_get_idp_response": None, "_get_file_token_loader": None})
    assert who(factory, role_arn=bench.role_arn) == "assumed-role/etl/Airflow_own"


def test_the_session_of_a_role_may_be_made_otherwise(
    hub: ReadOnlyCredentials, who: Callable[..., str], bench: AwsBench
) -> None:
    """With a role only, and with ours to start from; what else the class has is its own business then."""
    calls: list[Any] = []

    class Own(BaseSessionFactory):
        def _create_session_with_assume_role(self, session_kwargs: dict[str, Any], deferrable: bool = False) -> Any:
            calls.append((session_kwargs, deferrable))
            if self.role_arn == bench.role_arn:
                return super()._create_session_with_assume_role({"region_name": "us-east-2"}, deferrable)
            if not deferrable:
                return build_session(self._refresh_credentials())  # type: ignore[attr-defined]
            session = self.get_async_session()
            session.set_credentials(hub.access_key, hub.secret_key, hub.token)
            return session

    assert who(Own) == "user/worker"
    assert calls == []
    assert who(Own, role_arn=bench.role_arn) == "assumed-role/etl/Airflow_own"
    Own._refresh_credentials = lambda _: hub  # type: ignore[attr-defined]
    assert who(Own, role_arn=bench.spoke_role_arn).startswith("assumed-role/hub/")
    assert [session_kwargs for session_kwargs, _ in calls] == [{"region_name": REGION}] * 2


@pytest.mark.parametrize(
    ("session_kwargs", "role_arn"), [({"aws_access_key_id": "AKIA"}, ARN), ({}, None)], ids=["keys", "no-role"]
)
def test_the_session_of_a_role_takes_no_keys(
    session_kwargs: dict[str, str], role_arn: str | None, bench_connection: BenchConnection
) -> None:
    """Nor is it one without a role: both would be somebody else."""
    factory = BaseSessionFactory(give_connection(bench_connection("own", role_arn=role_arn)))
    with pytest.raises(TypeError, match="takes a region_name alone, and needs a role"):
        factory._create_session_with_assume_role(session_kwargs)


def test_async_sessions_of_another_making(
    bench: AwsBench, bench_connection: BenchConnection, hub: ReadOnlyCredentials
) -> None:
    """get_async_session and _apply_session_kwargs make those without a role, as in the stock provider."""
    pytest.importorskip("aiobotocore")

    class Getting(BaseSessionFactory):
        def get_async_session(self) -> Any:
            session = super().get_async_session()
            session.made_by = "the class"
            return session

    class Applying(BaseSessionFactory):
        def _apply_session_kwargs(self, session: Any) -> None:
            super()._apply_session_kwargs(session)
            session.set_credentials(hub.access_key, hub.secret_key, hub.token)

    conn = give_connection(bench_connection("own"))
    session = Getting(conn).create_session(deferrable=True)
    assert (session.made_by, session.get_config_variable("region")) == ("the class", REGION)
    assert ask(session, bench.endpoint_url) == "user/worker"
    session = Applying(conn, region_name="us-east-2").create_session(deferrable=True)
    assert session.get_config_variable("region") == "us-east-2"
    assert ask(session, bench.endpoint_url).startswith("assumed-role/hub/")
    assert ask(Getting(conn).create_session(), bench.endpoint_url) == "user/worker"


def test_an_async_session_of_a_profile_has_it(
    aws_files: Callable[[str, str], None], airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection's, not that of the environment."""
    pytest.importorskip("aiobotocore")
    aws_files("[profile p]\nregion = eu-south-1\n[profile q]\nregion = ap-south-1\n", "")
    monkeypatch.setenv("AWS_PROFILE", "q")
    factory = BaseSessionFactory(give_connection(airflow_connection("own", extra={"profile_name": "p"})))
    session = factory.get_async_session()
    factory._apply_session_kwargs(session)
    assert (session.profile, session.get_config_variable("region")) == ("p", "eu-south-1")


# Secrets.


@pytest.fixture
def planted(airflow_connection: AirflowConnection) -> Any:
    """A connection with a canary wherever something secret may stand."""
    airflow_connection(
        "own",
        login="ASIAIOSFODNN7EXAMPLE",
        password=canaries.PASSWORD,
        extra={
            "aws_session_token": canaries.TOKEN,
            "region_name": REGION,
            "config_kwargs": {"proxies": {"https": f"http://user:{canaries.PROXY}@proxy.example:3128"}},
            "broker_password": canaries.UNKNOWN_VALUE,
        },
    )
    return give_connection("own")


@pytest.mark.filterwarnings("ignore:.*broker_password")
def test_a_factory_shows_no_secret(planted: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Neither its repr nor what it keeps nor the log nor a pickle, which it refuses; used or not."""
    caplog.set_level(logging.DEBUG)
    for factory_class in (BaseSessionFactory, PassThrough):
        factory = factory_class(planted, config=Config(proxies={"http": f"http://u:{canaries.SERVICE_PROXY}@p:1"}))
        for is_used in (False, True):
            if is_used:
                assert factory.basic_session
                assert factory.create_session()
                assert factory.extra_config["broker_password"] == canaries.UNKNOWN_VALUE
            shown = [repr(factory), str(factory), repr(vars(factory)), repr(factory.conn), str(factory.conn)]
            assert find_secrets("\n".join(shown), CANARIES) == []
            with pytest.raises(TypeError, match=r"^session factories are not pickled: hand on the hook"):
                pickle.dumps(factory)
    assert find_secrets(caplog.text, CANARIES) == []


@pytest.mark.filterwarnings("ignore:.*broker_password")
def test_the_frames_of_an_error_show_no_secret(planted: Any) -> None:
    """Of a connection that is refused, a profile that is not there, and a federation that is wrong."""
    settings = AwsConnectionWrapper(planted).settings
    with_profile = AwsConnection.from_mapping(
        {
            "login": settings.access_key_id,
            "password": canaries.PASSWORD,
            "extra": {"aws_session_token": canaries.TOKEN, "profile_name": "nowhere"},
        }
    )
    errors = [catch(Exception, lambda: BaseSessionFactory(with_profile).basic_session)]

    class Own(BaseSessionFactory):
        extra_config = {  # noqa: RUF012 - of this test
            "assume_role_with_web_identity_federation": "url",
            "assume_role_with_web_identity_token_headers": {"X-Pass": canaries.TOKEN_HEADER},
        }

    federated = AwsConnection.from_mapping({"extra": {"role_arn": ARN, **WEB_IDENTITY}}, "own")
    errors.append(catch(InvalidConnectionError, Own(federated).create_session))
    for error in errors:
        assert find_secrets(str(error), CANARIES) == []
        leaks = list_leaks_of_frames(error, CANARIES)
        assert [leak for leak in leaks if leak.partition(".")[0] not in FOREIGN] == []
    planted.login = None
    error = catch(InvalidConnectionError, BaseSessionFactory, planted)
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    of_factory = [frame for frame in frames if frame.f_code.co_filename == inspect.getfile(BaseSessionFactory)]
    assert of_factory
    assert find_secrets(repr([frame.f_locals for frame in of_factory]), CANARIES) == []


# The example of the docs.


@pytest.fixture
def broker(hub: ReadOnlyCredentials, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A broker that gives out the keys of the role hub; who asked for which user."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            keys = {
                "AccessKeyId": hub.access_key,
                "SecretAccessKey": hub.secret_key,
                "SessionToken": hub.token,
                "Expiration": "2099-01-01T00:00:00+00:00",
            }
            body = json.dumps(keys).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        monkeypatch.setenv("BROKER_URL", f"http://127.0.0.1:{server.server_address[1]}")
        yield asked
        server.shutdown()
        thread.join()


@pytest.mark.filterwarnings("ignore:.*broker")
def test_the_example_of_the_docs(
    broker: list[str],
    who: Callable[..., str],
    bench: AwsBench,
    hub: ReadOnlyCredentials,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file that the page shows: the broker's keys, a role from them, and connections that it is not for."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    factory = "broker_sessions.BrokerSessionFactory"
    assert who(factory, broker="etl").startswith("assumed-role/hub/")
    assert who(factory, broker="etl", role_arn=bench.spoke_role_arn) == "assumed-role/spoke/Airflow_own"
    assert set(broker) == {"/etl"}
    assert [request.access_key for request in bench.requests("AssumeRole")] == [hub.access_key]
    broker.clear()
    assert who(factory, role_arn=bench.role_arn) == "assumed-role/etl/Airflow_own"
    assert broker == []
    sys.modules.pop("broker_sessions", None)
