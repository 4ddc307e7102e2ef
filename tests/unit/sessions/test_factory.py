"""Sessions, clients and resources of one connection, by the requests they send."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import botocore
import botocore.session
import pytest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, NoRegionError, ProfileNotFound

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.credentials.deployment import Deployment
from airflow_provider_awsconn.credentials.errors import RoleRefusedError
from airflow_provider_awsconn.credentials.renewal import RenewingSource
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.errors import CredentialsError
from airflow_provider_awsconn.sessions.arguments import ClientArguments
from airflow_provider_awsconn.sessions.factory import SessionFactory
from airflow_provider_awsconn.sessions.sts import build_sts_access, load_base
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.credentials.registry import Registry
    from tests.aws_bench import AwsBench, LoggedRequest

ARN = "arn:aws:iam::123456789012:role/etl"


@pytest.fixture
def connect(bench: AwsBench) -> Callable[..., AwsConnection]:
    """Connections to the bench with the worker's keys."""

    def parse(**extra: Any) -> AwsConnection:
        return parse_connection(
            conn_id="c",
            login=bench.worker.access_key,
            password=bench.worker.secret_key,
            extra={"endpoint_url": bench.endpoint_url, "region_name": REGION} | extra,
        )

    return parse


def read_triple(session: Any) -> tuple[str, str, str | None]:
    """Key, secret and token of a session."""
    frozen = session.get_credentials().get_frozen_credentials()
    return frozen.access_key, frozen.secret_key, frozen.token


def test_static_keys_sign_as_they_are(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """One request of a client is one request at the server, signed with the keys and for the region given."""
    SessionFactory(connect()).build_client("s3").list_buckets()
    (request,) = bench.requests()
    assert (request.action, request.access_key, request.region, request.status) == (
        "ListBuckets",
        bench.worker.access_key,
        REGION,
        200,
    )


def test_a_token_is_part_of_the_credentials() -> None:
    """Key, secret and token of the connection are those of the session."""
    connection = parse_connection(login="ASIA", password="secret", extra={"aws_session_token": "token"})
    assert read_triple(SessionFactory(connection).build_session()) == ("ASIA", "secret", "token")


def test_the_account_of_static_keys_is_kept() -> None:
    """session_kwargs.aws_account_id is the credentials' account, for account-based endpoints."""
    connection = parse_connection(
        login="AKIA", password="secret", extra={"session_kwargs": {"aws_account_id": "123456789012"}}
    )
    frozen = SessionFactory(connection).build_session().get_credentials().get_frozen_credentials()
    assert frozen.account_id == "123456789012"


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"profile_name": "my_profile"}, id="profile_name"),
        pytest.param({"session_kwargs": {"profile_name": "my_profile"}}, id="session_kwargs"),
    ],
)
def test_a_profile_really_selects(
    extra: dict[str, Any], aws_files: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Region and credentials are the profile's, not the default profile's and not the environment's."""
    aws_files(
        "[default]\nregion = us-east-1\n[profile my_profile]\nregion = eu-central-1\n",
        "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s0\n"
        "[my_profile]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s1\n",
    )
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s2")
    session = SessionFactory(parse_connection(extra=extra)).build_session()
    assert read_triple(session) == ("AKIAPROFILE", "s1", None)
    assert (session.region_name, session.profile_name) == ("eu-central-1", "my_profile")


def test_keys_of_the_connection_beat_those_of_its_profile(aws_files: Callable[..., None]) -> None:
    """With both, the profile gives the region and the connection the keys."""
    aws_files("[profile p]\nregion = eu-central-1\n", "[p]\naws_access_key_id = OTHER\naws_secret_access_key = s1\n")
    connection = parse_connection(login="AKIA", password="secret", extra={"profile_name": "p"})
    session = SessionFactory(connection).build_session()
    assert (read_triple(session), session.region_name) == (("AKIA", "secret", None), "eu-central-1")


def test_a_missing_profile_is_botocores_error() -> None:
    """A profile that is not there is refused by name; nothing else is used in its place."""
    factory = SessionFactory(parse_connection(extra={"profile_name": "nowhere"}))
    with pytest.raises(ProfileNotFound, match=r"^The config profile \(nowhere\) could not be found - aws_conn_id=None"):
        factory.build_session()


def test_an_empty_connection_is_boto3s_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without keys the credentials and region are those of the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s2")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
    session = SessionFactory(AwsConnection()).build_session()
    assert (read_triple(session), session.region_name) == (("AKIAENV", "s2", None), "eu-north-1")


def test_there_is_no_default_region() -> None:
    """Where nobody names a region, there is none."""
    assert SessionFactory(AwsConnection()).build_session().region_name is None


def test_every_service_has_settings_of_its_own() -> None:
    """Region, endpoint, TLS and configuration of service_config are that service's, and of no other."""
    own = {
        "region_name": "eu-central-1",
        "endpoint_url": "http://sqs:1",
        "verify": False,
        "config_kwargs": {"read_timeout": 7, "retries": {"mode": "adaptive"}},
    }
    extra = {
        "region_name": REGION,
        "config_kwargs": {"read_timeout": 5, "connect_timeout": 3, "retries": {"total_max_attempts": 4}},
        "service_config": {"sqs": own},
    }
    factory = SessionFactory(parse_connection(extra=extra))
    for client, expected in (
        (factory.build_client("sqs"), ("eu-central-1", "http://sqs:1", False, 7, 3, "adaptive", 4)),
        (
            factory.build_resource("sqs").meta.client,
            ("eu-central-1", "http://sqs:1", False, 7, 3, "adaptive", 4),
        ),
        (
            factory.build_client("sns", config={"retries": {"mode": "standard"}}),
            (REGION, f"https://sns.{REGION}.amazonaws.com", True, 5, 3, "standard", 4),
        ),
    ):
        meta = client.meta
        assert (
            meta.region_name,
            meta.endpoint_url,
            client._endpoint.http_session._verify,
            meta.config.read_timeout,
            meta.config.connect_timeout,
            meta.config.retries["mode"],
            meta.config.retries["total_max_attempts"],
        ) == expected


def test_a_hook_says_it_of_every_service() -> None:
    """Region, TLS and configuration of the hook beat those of service_config too."""
    own = {"region_name": "eu-central-1", "verify": "/nowhere.pem", "config_kwargs": {"read_timeout": 7}}
    connection = parse_connection(extra={"service_config": {"sqs": own}})
    hook = HookArguments(region_name=REGION, verify=False, config=Config(read_timeout=9))
    client = SessionFactory(connection, hook).build_client("sqs")
    assert (client.meta.region_name, client.meta.config.read_timeout) == (REGION, 9)
    assert client._endpoint.http_session._verify is False


@pytest.mark.parametrize(
    "nothing", [HookArguments(), HookArguments("", "", {}), None], ids=["none", "empty", "no-hook"]
)
def test_a_hook_that_says_nothing_changes_nothing(nothing: HookArguments | None) -> None:
    """None, "" and {} of a hook leave the connection's settings as they are."""
    extra = {"region_name": REGION, "verify": False, "config_kwargs": {"read_timeout": 7}}
    client = SessionFactory(parse_connection(extra=extra), nothing).build_client("sqs")
    assert (client.meta.region_name, client.meta.config.read_timeout) == (REGION, 7)
    assert client._endpoint.http_session._verify is False


def test_clients_do_not_wear_out_the_configuration() -> None:
    """A client writes into the retries it gets; the next one, and the caller's own objects, do not notice."""
    given: dict[str, Any] = {"retries": {"max_attempts": 3}}
    connection = parse_connection(extra={"region_name": REGION, "config_kwargs": {"s3": {"addressing_style": "path"}}})
    factory = SessionFactory(connection, HookArguments(config=given))
    clients = [factory.build_client("s3", config=given) for _ in range(3)]
    assert [client.meta.config.retries["total_max_attempts"] for client in clients] == [4, 4, 4]
    assert given == {"retries": {"max_attempts": 3}}
    config: Any = factory.config
    assert (config.retries, config.s3) == ({"max_attempts": 3}, {"addressing_style": "path"})


def test_every_service_has_its_endpoint() -> None:
    """A service's own endpoint, else the connection's, else AWS's."""
    extra = {"service_config": {"s3": {"endpoint_url": "http://s3:1"}}, "region_name": REGION}
    factory = SessionFactory(parse_connection(extra=extra))
    assert factory.build_client("s3").meta.endpoint_url == "http://s3:1"
    assert factory.build_resource("s3").meta.client.meta.endpoint_url == "http://s3:1"
    assert factory.build_client("sqs").meta.endpoint_url == f"https://sqs.{REGION}.amazonaws.com"


def test_configs_are_merged_over_the_connections() -> None:
    """The call beats the factory beats the connection, argument by argument, for clients and resources."""
    extra = {
        "config_kwargs": {"retries": {"max_attempts": 9}, "read_timeout": 1, "connect_timeout": 1},
        "region_name": REGION,
    }
    factory = SessionFactory(
        parse_connection(extra=extra), HookArguments(config=Config(read_timeout=2, connect_timeout=2))
    )
    for client in (
        factory.build_client("s3", config={"connect_timeout": 3}),
        factory.build_resource("s3", config={"connect_timeout": 3}).meta.client,
    ):
        config = client.meta.config
        assert (config.read_timeout, config.connect_timeout) == (2, 3)
        assert config.retries["total_max_attempts"] == 10


@pytest.mark.parametrize("verify", [True, False, "/etc/ssl/private-ca.pem"])
def test_verify_reaches_the_clients_connections(verify: bool | str) -> None:
    """What the connection says about TLS is what the client's HTTP session does."""
    client = SessionFactory(parse_connection(extra={"verify": verify, "region_name": REGION})).build_client("s3")
    assert client._endpoint.http_session._verify == verify


def test_unsigned_requests_carry_no_signature(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """signature_version "unsigned" in the connection sends requests without a signature."""
    client = SessionFactory(connect(config_kwargs={"signature_version": "unsigned"})).build_client("s3")
    with pytest.raises(ClientError, match="AccessDenied"):
        client.list_buckets()
    assert [request.signed for request in bench.requests()] == [False]


def test_a_bad_config_is_refused_at_once() -> None:
    """A misspelt argument is an error of the factory, not of the first client."""
    with pytest.raises(ValueError) as refused:
        SessionFactory(AwsConnection(), HookArguments(config={"retires": {}}))
    assert str(refused.value) == (
        "config: Got unexpected keyword argument 'retires'; give arguments of botocore.config.Config"
    )


def test_a_role_is_assumed_once_for_everything(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Sessions, clients and resources of one factory share one AssumeRole, sent by the first request only."""
    factory = SessionFactory(connect(role_arn=bench.role_arn))
    clients = [factory.build_client("s3"), factory.build_client("s3", "eu-central-1")]
    session, resource = factory.build_session(), factory.build_resource("s3")
    assert bench.requests() == []
    for client in clients:
        client.list_buckets()
    list(resource.buckets.all())
    factory.build_client("s3", session=session).list_buckets()
    assert [request.action for request in bench.requests()] == ["AssumeRole", *["ListBuckets"] * 4]
    (assumed, *rest) = bench.requests()
    assert assumed.access_key == bench.worker.access_key
    assert {request.access_key for request in rest} == {read_triple(session)[0]} != {bench.worker.access_key}


STS_REGION = {"service_config": {"sts": {"region_name": "eu-north-1"}}}


@pytest.mark.parametrize(
    ("extra", "hook_region", "call_region", "expected"),
    [
        pytest.param(STS_REGION, "eu-south-1", "eu-central-1", "eu-north-1", id="service_config.sts"),
        pytest.param({}, "eu-south-1", "eu-central-1", "eu-south-1", id="hook"),
        pytest.param({}, None, "eu-central-1", REGION, id="connection"),
        pytest.param({"region_name": None}, None, "eu-central-1", "eu-central-1", id="call"),
        pytest.param({"region_name": None}, None, None, "ap-south-1", id="environment"),
    ],
)
def test_where_sts_is_asked(
    extra: dict[str, Any],
    hook_region: str | None,
    call_region: str | None,
    expected: str,
    connect: Callable[..., AwsConnection],
    bench: AwsBench,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """STS's own region, the hook's, the connection's and only then the call's decide where a role is asked for."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-south-1")
    factory = SessionFactory(connect(role_arn=bench.role_arn, **extra), HookArguments(region_name=hook_region))
    factory.build_client("s3", call_region).list_buckets()
    (assumed,) = bench.requests(action="AssumeRole")
    assert assumed.region == expected


def test_calls_in_several_regions_share_the_role(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """The region of a call is the client's, and does not make STS be asked again."""
    factory = SessionFactory(connect(role_arn=bench.role_arn))
    for region in ("eu-central-1", "ap-south-1", None):
        factory.build_client("s3", region).list_buckets()
    assert [(request.action, request.region) for request in bench.requests()] == [
        ("AssumeRole", REGION),
        ("ListBuckets", "eu-central-1"),
        ("ListBuckets", "ap-south-1"),
        ("ListBuckets", REGION),
    ]


def test_sts_is_asked_in_the_region_of_the_call_where_there_is_no_other(
    connect: Callable[..., AwsConnection], bench: AwsBench
) -> None:
    """Without a region in the connection, each region of a call has its own STS, asked once."""
    factory = SessionFactory(connect(role_arn=bench.role_arn, region_name=None))
    for region in ("eu-central-1", "ap-south-1", "ap-south-1"):
        factory.build_client("s3", region).list_buckets()
    assert [request.region for request in bench.requests(action="AssumeRole")] == ["eu-central-1", "ap-south-1"]


# Chains of roles, and what each is asked with.


@pytest.mark.parametrize("hops", [2, 3])
def test_each_role_is_asked_with_the_one_before(
    hops: int, connect: Callable[..., AwsConnection], bench: AwsBench
) -> None:
    """A chain is one AssumeRole per hop, each signed by the hop before, and the last one's keys do the work."""
    chain = [bench.hub_role_arn] * (hops - 1) + [bench.role_arn]
    factory = SessionFactory(connect(role_chain=chain))
    clients = [factory.build_client("s3"), factory.build_client("s3", "eu-central-1")]
    assert bench.requests() == []
    for client in clients:
        client.list_buckets()
    requests = bench.requests()
    assert [request.action for request in requests] == [*["AssumeRole"] * hops, "ListBuckets", "ListBuckets"]
    by_key = [request.access_key for request in requests]
    assert by_key[0] == bench.worker.access_key
    assert len(set(by_key)) == hops + 1
    assert by_key[-1] == by_key[-2] == read_triple(factory.build_session())[0]
    assert [request.role_arn for request in requests[:hops]] == chain
    assert {request.region for request in requests[:hops]} == {REGION}


def test_a_hop_that_is_refused_ends_the_chain(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """When a hop may not assume the next one STS's refusal comes up, and nobody else's keys are tried."""
    chain = [bench.hub_role_arn, bench.nobody_role_arn, bench.role_arn]
    client = SessionFactory(connect(role_chain=chain)).build_client("s3")
    with pytest.raises(RoleRefusedError) as refused:
        client.list_buckets()
    assert isinstance(refused.value, ClientError)
    assert str(refused.value) == (
        f"connection 'c', role 3 of 3 ({bench.role_arn}): AccessDenied: User: "
        f"arn:aws:sts::{bench.account_id}:assumed-role/nobody/Airflow_c is not authorized to perform: sts:AssumeRole "
        f"on resource: {bench.role_arn}; the role does not let the caller in, or the caller may not ask for it; the "
        "role's trust policy must allow sts:AssumeRole to the caller without an external id, or give the one it wants, "
        "and demand no MFA; the caller's own policy must allow sts:AssumeRole on the role"
    )
    assert (refused.value.operation_name, refused.value.response["Error"]["Code"]) == ("AssumeRole", "AccessDenied")
    requests = bench.requests()
    assert [(request.role_arn, request.status) for request in requests] == [
        (bench.hub_role_arn, 200),
        (bench.nobody_role_arn, 200),
        (bench.role_arn, 403),
    ]
    assert len({request.access_key for request in requests}) == 3


def test_threads_share_one_chain(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Eight threads that start together cause one AssumeRole per hop."""
    factory = SessionFactory(connect(role_chain=[bench.hub_role_arn, bench.role_arn]))
    with ThreadPoolExecutor(8) as threads:
        triples = list(threads.map(lambda _: read_triple(factory.build_session()), range(8)))
    assert len(set(triples)) == 1
    assert [request.action for request in bench.requests()] == ["AssumeRole"] * 2


def test_secrets_of_every_hop_are_told(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """on_secret hears secret and token of each hop, those of the last one last."""
    told: list[str] = []
    chain = [bench.hub_role_arn, bench.role_arn]
    session = SessionFactory(
        connect(role_chain=chain), surroundings=Surroundings(on_secret=lambda secret, _: told.append(secret))
    ).build_session()
    _, secret, token = read_triple(session)
    assert (len(set(told)), told[2:]) == (4, [secret, token])


POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
ARGUMENTS = {
    "external_id": "partner-7",
    "duration_seconds": 900,
    "role_session_name": "nightly-{conn_id}-{dag_id}",
    "session_tags": {"team": "etl", "stage": "test"},
    "source_identity": "night-shift",
    "session_policy": POLICY,
}
RUN = {"dag_id": "daily"}


def read_arguments(request: LoggedRequest) -> tuple[Any, ...]:
    """What an AssumeRole request said of the session it asked for."""
    return (
        request.role_session_name,
        request.external_id,
        request.duration_seconds,
        dict(request.tags),
        request.policy and json.loads(request.policy),
    )


def test_arguments_of_a_role_arrive_at_sts(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Session name, external id, duration, tags and policy at the top of Extra are in the request."""
    factory = SessionFactory(connect(role_arn=bench.role_arn, **ARGUMENTS), surroundings=Surroundings(run_values=RUN))
    factory.build_client("s3").list_buckets()
    (assumed,) = bench.requests("AssumeRole")
    assert read_arguments(assumed) == (
        "nightly-c-daily",
        "partner-7",
        900,
        {"team": "etl", "stage": "test"},
        POLICY,
    )


def test_arguments_beside_a_chain_are_of_its_last_role(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Session name and source identity are of every role, the rest at the top of Extra of the last one."""
    chain = [bench.hub_role_arn, bench.role_arn]
    read_triple(
        SessionFactory(
            connect(role_chain=chain, **ARGUMENTS), surroundings=Surroundings(run_values=RUN)
        ).build_session()
    )
    first, last = bench.requests("AssumeRole")
    assert read_arguments(first) == ("nightly-c-daily", None, None, {}, None)
    assert read_arguments(last) == (
        "nightly-c-daily",
        "partner-7",
        900,
        {"team": "etl", "stage": "test"},
        POLICY,
    )


def test_arguments_in_a_chain_are_of_their_own_role(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """What a step says is sent for that step, and beats what stands beside the chain."""
    chain = [
        {
            "role_arn": bench.hub_role_arn,
            "external_id": "hub-7",
            "duration_seconds": 1800,
            "session_name": "hub-{dag_id}",
            "tags": {"hop": "first"},
        },
        {
            "aws_account_id": bench.account_id,
            "aws_iam_role": "hub",
            "tags": {"hop": "second"},
            "transitive_tag_keys": ["hop"],
            "policy": POLICY,
        },
        {"role_arn": bench.role_arn, "external_id": "etl-7"},
    ]
    connection = connect(
        role_chain=chain, role_session_name="{conn_id}-{dag_id}", external_id="beside", duration_seconds=1000
    )
    read_triple(SessionFactory(connection, surroundings=Surroundings(run_values=RUN)).build_session())
    requests = bench.requests()
    assert [request.role_arn for request in requests] == [bench.hub_role_arn, bench.hub_role_arn, bench.role_arn]
    assert [read_arguments(request) for request in requests] == [
        ("hub-daily", "hub-7", 1800, {"hop": "first"}, None),
        ("c-daily", None, None, {"hop": "second"}, POLICY),
        ("c-daily", "etl-7", 1000, {}, None),
    ]


def test_arguments_that_the_log_leaves_out_are_accepted(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Policies by ARN, transitive tags and further arguments of assume_role_kwargs make a request that STS takes."""
    kwargs = {
        "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
        "Tags": [{"Key": "team", "Value": "etl"}],
        "TransitiveTagKeys": ["team"],
        "SerialNumber": "GAHT12345678",
        "TokenCode": "123456",
    }
    read_triple(SessionFactory(connect(role_arn=bench.role_arn, assume_role_kwargs=kwargs)).build_session())
    (assumed,) = bench.requests()
    assert (assumed.status, dict(assumed.tags)) == (200, {"team": "etl"})


def test_a_name_in_a_chain_is_of_the_account_before(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """A step that is a name alone is looked for in the account of the hop before, with that hop's keys."""
    connection = connect(role_chain=[bench.hub_role_arn, {"aws_iam_role": "etl"}])
    read_triple(SessionFactory(connection).build_session())
    requests = bench.requests()
    assert [(request.action, request.role_arn) for request in requests] == [
        ("AssumeRole", bench.hub_role_arn),
        ("GetCallerIdentity", None),
        ("AssumeRole", bench.role_arn),
    ]
    assert requests[0].access_key == bench.worker.access_key
    assert requests[1].access_key == requests[2].access_key != bench.worker.access_key


def test_factories_share_one_assume_role(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Factories of one process whose connections say the same have the same credentials, whatever else they make."""
    triples = {read_triple(SessionFactory(connect(role_arn=bench.role_arn)).build_session()) for _ in range(3)}
    other = connect(role_arn=bench.role_arn, config_kwargs={"s3": {"addressing_style": "path"}})
    triples.add(read_triple(SessionFactory(other).build_session()))
    assert len(triples) == 1
    assert [request.action for request in bench.requests()] == ["AssumeRole"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"external_id": "partner-7"}, id="external-id"),
        pytest.param({"duration_seconds": 900}, id="duration"),
        pytest.param({"session_tags": {"team": "etl"}}, id="tags"),
        pytest.param({"source_identity": "night-shift"}, id="source-identity"),
        pytest.param({"session_policy": {"Version": "2012-10-17", "Statement": []}}, id="policy"),
        pytest.param({"role_session_name": "nightly"}, id="session-name"),
        pytest.param({"region_name": "eu-north-1"}, id="region"),
        pytest.param({"config_kwargs": {"read_timeout": 7}}, id="how-sts-is-asked"),
    ],
)
def test_credentials_are_shared_by_nobody_else(
    other: dict[str, Any], connect: Callable[..., AwsConnection], bench: AwsBench
) -> None:
    """Whoever asks STS for something else, or otherwise, has credentials of his own."""
    triples = [
        read_triple(SessionFactory(connect(role_arn=bench.role_arn, **extra)).build_session()) for extra in ({}, other)
    ]
    assert triples[0] != triples[1]
    assert [request.action for request in bench.requests()] == ["AssumeRole"] * 2


@pytest.mark.parametrize(
    "hook",
    [
        pytest.param({"verify": Path("/etc/ssl/private-ca.pem")}, id="verify"),
        pytest.param({"config": {"proxies_config": {"proxy_ca_bundle": Path("/etc/ssl/private-ca.pem")}}}, id="config"),
    ],
)
def test_paths_of_a_hook_are_taken(
    hook: dict[str, Any], connect: Callable[..., AwsConnection], bench: AwsBench
) -> None:
    """Where botocore takes a path object, a role can be assumed with it as well."""
    connection = connect(role_arn=bench.role_arn)
    SessionFactory(connection, HookArguments(**hook)).build_client("s3").list_buckets()
    assert [request.action for request in bench.requests()] == ["AssumeRole", "ListBuckets"]


# How STS is asked.


def build_sts_config(extra: dict[str, Any], hook: HookArguments | None = None) -> Any:
    """The configuration of the client that asks for a role."""
    factory = SessionFactory(parse_connection(extra={"role_arn": ARN, "region_name": REGION} | extra), hook)
    return build_sts_access(factory.arguments, Surroundings()).create(None).meta.config


def test_sts_answers_soon_or_not_at_all() -> None:
    """Time-outs are short, and a storm of requests slows down instead of failing."""
    config = build_sts_config({})
    assert (config.connect_timeout, config.read_timeout, config.retries["mode"]) == (5, 15, "adaptive")


@pytest.mark.parametrize(
    ("extra", "hook", "expected"),
    [
        pytest.param({"config_kwargs": {"read_timeout": 3}}, None, (5, 3, "adaptive"), id="connection"),
        pytest.param(
            {"service_config": {"sts": {"config_kwargs": {"connect_timeout": 2, "retries": {"mode": "standard"}}}}},
            None,
            (2, 15, "standard"),
            id="service",
        ),
        pytest.param({}, HookArguments(config={"retries": {"mode": "legacy"}}), (5, 15, "legacy"), id="hook"),
    ],
)
def test_what_is_said_of_sts_beats_what_is_ours(
    extra: dict[str, Any], hook: HookArguments | None, expected: tuple[object, ...]
) -> None:
    """Argument by argument: connection, service_config and hook."""
    config = build_sts_config(extra, hook)
    assert (config.connect_timeout, config.read_timeout, config.retries["mode"]) == expected


def test_the_workers_retry_mode_counts_for_sts(
    monkeypatch: pytest.MonkeyPatch, aws_files: Callable[[str], None]
) -> None:
    """Its environment or its profile beats ours; the connection beats it."""
    aws_files("[default]\nretry_mode = standard\n")
    assert build_sts_config({}).retries["mode"] == "standard"
    monkeypatch.setenv("AWS_RETRY_MODE", "legacy")
    assert build_sts_config({}).retries["mode"] == "legacy"
    assert build_sts_config({"config_kwargs": {"retries": {"mode": "adaptive"}}}).retries["mode"] == "adaptive"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param({}, "https://sts.us-east-1.amazonaws.com", id="nothing"),
        pytest.param({"region_name": REGION}, f"https://sts.{REGION}.amazonaws.com", id="region"),
        pytest.param(
            {"role_arn": ARN.replace("aws", "aws-cn", 1)}, "https://sts.cn-north-1.amazonaws.com.cn", id="partition"
        ),
        pytest.param(
            {"role_arn": ARN.replace("aws", "aws-us-gov", 1)}, "https://sts.us-gov-west-1.amazonaws.com", id="gov"
        ),
    ],
)
def test_sts_is_regional_and_of_the_roles_partition(extra: dict[str, Any], expected: str) -> None:
    """Without any region a role can be assumed too: STS is asked where its partition has one for everybody."""
    factory = SessionFactory(parse_connection(extra={"role_arn": ARN} | extra))
    assert build_sts_access(factory.arguments, Surroundings()).create(None).meta.endpoint_url == expected


def test_the_worker_may_want_the_global_sts(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_STS_REGIONAL_ENDPOINTS is the worker's own word."""
    monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", "legacy")
    factory = SessionFactory(parse_connection(extra={"role_arn": ARN, "region_name": "us-east-1"}))
    assert (
        build_sts_access(factory.arguments, Surroundings()).create(None).meta.endpoint_url
        == "https://sts.amazonaws.com"
    )
    assert factory.build_client("sts").meta.endpoint_url == "https://sts.amazonaws.com"


@pytest.mark.parametrize("says", [False, True], ids=["nothing", "profile"])
def test_every_session_asks_the_regional_sts_unless_the_worker_says_otherwise(
    says: bool, aws_files: Callable[[str], None]
) -> None:
    """Clients of people too; the worker's profile is its own word as well."""
    aws_files(f"[default]\n{'sts_regional_endpoints = legacy' if says else ''}\n")
    factory = SessionFactory(parse_connection(login="AKIA", password="s", extra={"region_name": "us-east-1"}))
    expected = "https://sts.amazonaws.com" if says else "https://sts.us-east-1.amazonaws.com"
    client: Any = factory.build_session().client("sts")
    assert (client.meta.endpoint_url, factory.build_client("sts").meta.endpoint_url) == (expected, expected)


@pytest.mark.parametrize(
    ("partition", "region"), [("aws", "us-east-1"), ("aws-cn", "cn-north-1"), ("aws-us-gov", "us-gov-west-1")]
)
def test_an_sts_client_without_a_region_is_of_the_roles_partition(partition: str, region: str) -> None:
    """Where the role was asked for; a region that anybody names beats it, and other services have none by it."""
    arn = ARN.replace("aws", partition, 1)
    factory = SessionFactory(parse_connection(extra={"role_arn": arn}))
    assert factory.build_client("sts").meta.region_name == region
    assert factory.build_client("sts", session=factory.build_session()).meta.region_name == region
    assert factory.build_client("sts", "eu-north-1").meta.region_name == "eu-north-1"
    own = {"role_arn": arn, "service_config": {"sts": {"region_name": "eu-south-1"}}}
    assert SessionFactory(parse_connection(extra=own)).build_client("sts").meta.region_name == "eu-south-1"
    with pytest.raises(NoRegionError):
        factory.build_client("sqs")
    chain = parse_connection(extra={"role_chain": [arn, {"aws_iam_role": "etl"}]})
    assert SessionFactory(chain).build_client("sts").meta.region_name == region


# What the worker's own credentials are fetched with, and where tokens go.


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Run boto3's lookup chain for a connection, and give an STS client such as it makes."""
    sessions: list[botocore.session.Session] = []

    def keep(session: botocore.session.Session) -> Credentials:
        sessions.append(session)
        return Credentials("AKIAFOUND", "s")

    def run(extra: dict[str, Any], hook: HookArguments | None = None) -> Any:
        connection = parse_connection(extra={"region_name": REGION} | extra)
        with monkeypatch.context() as patch:
            patch.setattr(botocore.session.Session, "get_credentials", keep)
            found = load_base(ClientArguments(connection, hook), "test/1")
        assert found is not None
        assert found.access_key == "AKIAFOUND"
        return sessions[-1].create_client("sts")

    return run


@pytest.mark.parametrize(
    ("extra", "verify"),
    [
        pytest.param({}, True, id="nothing"),
        pytest.param({"verify": True}, True, id="true"),
        pytest.param({"verify": False}, True, id="false"),
        pytest.param({"service_config": {"sts": {"verify": False}}}, True, id="false-for-sts"),
        pytest.param({"verify": "/etc/ca.pem"}, "/etc/ca.pem", id="bundle"),
        pytest.param({"verify": False, "service_config": {"sts": {"verify": "/etc/ca.pem"}}}, "/etc/ca.pem", id="own"),
    ],
)
def test_the_lookup_chain_verifies_tls(extra: dict[str, Any], verify: object, look: Callable[..., Any]) -> None:
    """It sends tokens of the worker's own, which nobody who edits a connection may read."""
    assert look(extra)._endpoint.http_session._verify == verify


def test_a_hook_can_not_make_the_lookup_chain_verify_nothing(look: Callable[..., Any]) -> None:
    """Nor can the author of a DAG."""
    assert look({}, HookArguments(verify=False))._endpoint.http_session._verify is True


@pytest.mark.parametrize("where", ["connection", "service", "hook"])
@pytest.mark.parametrize(
    ("config", "proxies", "forwards"),
    [
        pytest.param({"proxies": {"https": "http://p:1"}}, {"https": "http://p:1"}, None, id="tunnel"),
        pytest.param(
            {"proxies": {"https": "http://p:1", "http": "http://p:2"}}, {"https": "http://p:1"}, None, id="both"
        ),
        pytest.param({"proxies": {"http": "http://p:2"}}, {}, None, id="http"),
        pytest.param(
            {"proxies": {"https": "http://p:1"}, "proxies_config": {"proxy_use_forwarding_for_https": True}},
            {"https": "http://p:1"},
            False,
            id="forwarding",
        ),
        pytest.param(
            {"proxies": {"https": "http://p:1"}, "proxies_config": {"proxy_ca_bundle": "/etc/p.pem"}},
            {"https": "http://p:1"},
            False,
            id="ca-bundle-of-the-proxy",
        ),
    ],
)
def test_the_lookup_chain_goes_only_through_tunnels(
    config: dict[str, Any], proxies: dict[str, str], forwards: bool | None, where: str, look: Callable[..., Any]
) -> None:
    """No proxy of a connection sees what is not encrypted for AWS; the rest of its settings holds."""
    extra: dict[str, Any] = {
        "connection": {"config_kwargs": config},
        "service": {"service_config": {"sts": {"config_kwargs": config}}},
        "hook": {},
    }[where]
    used = look(extra, HookArguments(config=config) if where == "hook" else None).meta.config
    assert used.proxies == proxies
    options = used.proxies_config or {}
    assert options.get("proxy_use_forwarding_for_https") is forwards
    assert options.get("proxy_ca_bundle") == config.get("proxies_config", {}).get("proxy_ca_bundle")


def check_endpoint(extra: dict[str, Any], token_endpoints: tuple[str, ...] = ()) -> None:
    """Make the STS client that a token goes through, and have it checked."""
    surroundings = Surroundings(Deployment(token_endpoints=token_endpoints))
    connection = parse_connection(conn_id="c", extra={"role_arn": ARN, "region_name": REGION} | extra)
    access = build_sts_access(ClientArguments(connection), surroundings)
    access.check_token_endpoint(access.create(None))


HTTP_PROXY = {"config_kwargs": {"proxies": {"http": "http://p:2"}}}
FORWARDING = {
    "config_kwargs": {
        "proxies": {"https": "http://p:1"},
        "proxies_config": {"proxy_use_forwarding_for_https": True},
    }
}
MINIO = "http://minio:9000"


@pytest.mark.parametrize(
    ("extra", "workers", "allowed", "told"),
    [
        pytest.param({}, None, (), None, id="aws"),
        pytest.param({"verify": "/etc/ca.pem"}, None, (), None, id="bundle"),
        pytest.param({"config_kwargs": {"proxies": {"https": "http://p:1"}}}, None, (), None, id="tunnel"),
        pytest.param({"verify": False}, None, (), "a token is not sent while TLS is not verified", id="verify"),
        pytest.param(FORWARDING, None, (), "a token is not sent where a proxy can read it", id="forwarding"),
        pytest.param({"endpoint_url": MINIO}, None, (), f"a token is not sent to {MINIO}, which is not", id="store"),
        pytest.param({"endpoint_url": MINIO}, None, (MINIO,), None, id="store-allowed"),
        pytest.param(
            {"endpoint_url": MINIO, **HTTP_PROXY},
            None,
            (MINIO,),
            f"a token is not sent to {MINIO}, unencrypted through a proxy",
            id="store-through-a-proxy",
        ),
        pytest.param(
            {"endpoint_url": "https://sts.corp", "verify": False},
            None,
            ("https://sts.corp",),
            "a token is not sent while TLS is not verified",
            id="allowed-and-not-verified",
        ),
        # What the worker's environment says is the worker's own, but not how a connection goes there.
        pytest.param({}, MINIO, (), None, id="worker"),
        pytest.param(HTTP_PROXY, MINIO, (), f"a token is not sent to {MINIO}, unencrypted", id="workers-by-a-proxy"),
        pytest.param(
            {"verify": False},
            "https://sts.corp",
            (),
            "a token is not sent while TLS is not verified",
            id="worker-and-not-verified",
        ),
        pytest.param({"endpoint_url": "http://other:1"}, MINIO, (), "a token is not sent to http://other:1", id="both"),
    ],
)
def test_where_a_token_may_go(
    extra: dict[str, Any],
    workers: str | None,
    allowed: tuple[str, ...],
    told: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """To AWS, to where the worker or the deployment says, and never so that the connection lets others read it."""
    if workers:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", workers)
    if told is None:
        check_endpoint(extra, allowed)
        return
    with pytest.raises(CredentialsError) as refused:
        check_endpoint(extra, allowed)
    assert str(refused.value).startswith(f"connection 'c': {told}")


def test_the_region_of_a_connection_or_session_is_that_of_its_sts_client() -> None:
    """The partition of the role decides only where nobody names a region."""
    factory = SessionFactory(parse_connection(extra={"role_arn": ARN, "region_name": "ap-south-1"}))
    assert factory.build_client("sts").meta.region_name == "ap-south-1"
    bare = SessionFactory(parse_connection(extra={"role_arn": ARN}))
    assert bare.build_client("sts", session=bare.build_session("eu-north-1")).meta.region_name == "eu-north-1"


def test_the_workers_own_proxy_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY of the worker is what its operator says."""
    monkeypatch.setenv("HTTP_PROXY", "http://p:2")
    check_endpoint({"endpoint_url": MINIO}, (MINIO,))


def test_threads_share_one_assume_role(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Eight threads that start together cause one AssumeRole."""
    factory = SessionFactory(connect(role_arn=bench.role_arn))
    with ThreadPoolExecutor(8) as threads:
        triples = list(threads.map(lambda _: read_triple(factory.build_session()), range(8)))
    assert len(set(triples)) == 1
    assert [request.action for request in bench.requests()] == ["AssumeRole"]


def find_role(registry: Registry) -> RenewingSource:
    """The one role whose credentials are kept."""
    (source,) = [source for source in registry._kept.values() if isinstance(source, RenewingSource)]
    return source


def test_a_role_is_renewed_before_it_expires(
    connect: Callable[..., AwsConnection], bench: AwsBench, own_registry: Registry
) -> None:
    """Near their end an older client's next request goes out at once with what is held, and the one after with new."""
    client = SessionFactory(connect(role_arn=bench.role_arn)).build_client("s3")
    client.list_buckets()
    source = find_role(own_registry)
    first = source._held
    assert first is not None
    source._held = first._replace(renew_at=0.0)
    client.list_buckets()
    deadline = time.monotonic() + 10
    while source._held.minted is first.minted and time.monotonic() < deadline:
        time.sleep(0.01)
    client.list_buckets()
    keys = [request.access_key for request in bench.requests("ListBuckets")]
    assert [request.access_key for request in bench.requests("AssumeRole")] == [bench.worker.access_key] * 2
    assert (keys[0], keys[1]) == (first.minted.access_key, first.minted.access_key)
    assert keys[2] == source._held.minted.access_key != first.minted.access_key


def test_a_role_that_has_ended_is_assumed_again(
    connect: Callable[..., AwsConnection], bench: AwsBench, own_registry: Registry
) -> None:
    """The first request after a long pause waits for new credentials, and is not sent with those that have ended."""
    # Time to make a client and a request, on however busy a machine.
    bench.set_assume_role_lifetime(4.5)
    try:
        client = SessionFactory(connect(role_arn=bench.role_arn)).build_client("s3")
        client.list_buckets()
    finally:
        bench.set_assume_role_lifetime(None)
    minted = find_role(own_registry).peek()
    assert minted is not None
    assert minted.expires_at is not None
    time.sleep(max(0.0, minted.expires_at - time.time()))
    client.list_buckets()
    assert [(request.action, request.status) for request in bench.requests()] == [
        ("AssumeRole", 200),
        ("ListBuckets", 200),
    ] * 2
    first, second = (request.access_key for request in bench.requests("ListBuckets"))
    assert first != second


def test_secrets_of_a_role_are_told(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """on_secret hears secret and token of the role at the moment AWS hands them out."""
    told: list[tuple[str, float | None]] = []
    session = SessionFactory(
        connect(role_arn=bench.role_arn), surroundings=Surroundings(on_secret=lambda *each: told.append(each))
    ).build_session()
    assert told == []
    _, secret, token = read_triple(session)
    assert [each for each, _ in told] == [secret, token]
    # An hour, as STS says.
    assert {3500 < (ends_at or 0) - time.time() <= 3600 for _, ends_at in told} == {True}


def test_the_signature_of_the_store_is_not_that_of_sts(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """A signature version meant for the object store leaves AssumeRole signed as STS wants it."""
    connection = connect(role_arn=bench.role_arn, config_kwargs={"signature_version": "s3v4"})
    SessionFactory(connection).build_client("s3").list_buckets()
    assert [(request.action, request.status) for request in bench.requests()] == [
        ("AssumeRole", 200),
        ("ListBuckets", 200),
    ]


def test_sts_gets_the_connections_settings(connect: Callable[..., AwsConnection], bench: AwsBench) -> None:
    """Endpoint, region, user agent and time-outs of the connection hold for AssumeRole too."""
    connection = connect(role_arn=bench.role_arn, config_kwargs={"user_agent_extra": "factory-test/1"})
    read_triple(SessionFactory(connection).build_session())
    (request,) = bench.requests("AssumeRole")
    assert (request.service, request.region) == ("sts", REGION)
    assert "factory-test/1" in request.user_agent


def test_a_role_keeps_the_region_of_its_profile(aws_files: Callable[..., None]) -> None:
    """A role's session has the region of the connection's profile, and the profile's keys as its base."""
    aws_files("[profile p]\nregion = eu-central-1\n")
    session = SessionFactory(parse_connection(extra={"profile_name": "p", "role_arn": ARN})).build_session()
    assert session.region_name == "eu-central-1"
    assert session.get_credentials().method == "assume-role"


def test_the_unsigned_text_is_botocores_mark() -> None:
    """The factory's config holds botocore's own mark for unsigned requests."""
    extra = {"config_kwargs": {"signature_version": "unsigned"}}
    config: Any = SessionFactory(parse_connection(extra=extra)).config
    assert config.signature_version is botocore.UNSIGNED


# Stores.

R2 = "https://0123456789abcdef.r2.cloudflarestorage.com"
ELSEWHERE = "https://minio.example:9000"


def read_options(client: Any) -> tuple[Any, ...]:
    """Region, addressing style and both checksum options of a client."""
    config = client.meta.config
    style = (config.s3 or {}).get("addressing_style")
    return client.meta.region_name, style, config.request_checksum_calculation, config.response_checksum_validation


def build_plain_client(service_name: str, **arguments: Any) -> Any:
    """A client as botocore alone makes it."""
    return botocore.session.Session().create_client(
        service_name, aws_access_key_id="AKIA", aws_secret_access_key="secret", **arguments
    )


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param({"endpoint_url": ELSEWHERE}, "us-east-1", id="any-store"),
        pytest.param({"endpoint_url": ELSEWHERE, "store": "minio"}, "us-east-1", id="named"),
        pytest.param({"endpoint_url": R2}, "auto", id="r2"),
        pytest.param({"endpoint_url": "https://s3.us-west-004.backblazeb2.com"}, "us-west-004", id="b2"),
        pytest.param({"service_config": {"s3": {"endpoint_url": R2}}}, "auto", id="of-s3-alone"),
    ],
)
@pytest.mark.parametrize("way", ["client", "resource"])
def test_clients_of_a_store_have_what_it_needs(extra: dict[str, Any], expected: str, way: str) -> None:
    """Path-style addresses, checksums where they are required, and a region."""
    factory = SessionFactory(parse_connection(login="AKIA", password="secret", extra=extra))
    client = factory.build_client("s3") if way == "client" else factory.build_resource("s3").meta.client
    assert read_options(client) == (expected, "path", "when_required", "when_required")


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"region_name": REGION}, id="aws"),
        pytest.param({"region_name": REGION, "endpoint_url": ELSEWHERE, "store": "aws"}, id="said-to-be-aws"),
        pytest.param(
            {"region_name": REGION, "endpoint_url": "https://vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com"},
            id="vpc-endpoint",
        ),
        pytest.param(
            {"region_name": REGION, "service_config": {"sqs": {"endpoint_url": ELSEWHERE}}}, id="another-service"
        ),
    ],
)
def test_clients_of_aws_are_as_botocore_makes_them(extra: dict[str, Any]) -> None:
    """Nothing is added where S3 is AWS's."""
    client = SessionFactory(parse_connection(login="AKIA", password="secret", extra=extra)).build_client("s3")
    assert read_options(client) == read_options(build_plain_client("s3", region_name=REGION))


@pytest.mark.parametrize(
    ("extra", "hook", "call", "expected"),
    [
        pytest.param(
            {"config_kwargs": {"s3": {"addressing_style": "virtual"}, "region_name": "weur"}},
            {},
            None,
            ("weur", "virtual", "when_required", "when_required"),
            id="connection",
        ),
        pytest.param(
            {"service_config": {"s3": {"config_kwargs": {"request_checksum_calculation": "when_supported"}}}},
            {},
            None,
            ("auto", "path", "when_supported", "when_required"),
            id="service",
        ),
        pytest.param(
            {"config_kwargs": {"response_checksum_validation": "when_required"}},
            {"config": {"response_checksum_validation": "when_supported", "s3": {"use_accelerate_endpoint": False}}},
            None,
            ("auto", "path", "when_required", "when_supported"),
            id="hook",
        ),
        pytest.param(
            {},
            {},
            Config(s3={"addressing_style": "auto"}, region_name="eeur"),
            ("eeur", "auto", "when_required", "when_required"),
            id="call",
        ),
        pytest.param(
            {"region_name": "enam"},
            {},
            {"response_checksum_validation": "when_supported"},
            ("enam", "path", "when_required", "when_supported"),
            id="region",
        ),
    ],
)
def test_each_setting_of_a_store_can_be_overridden(
    extra: dict[str, Any], hook: dict[str, Any], call: Any, expected: tuple[str, ...]
) -> None:
    """By connection, service, hook and call, one by one."""
    connection = parse_connection(login="AKIA", password="secret", extra={"endpoint_url": R2} | extra)
    factory = SessionFactory(connection, HookArguments(**hook))
    assert read_options(factory.build_client("s3", config=call)) == expected


@pytest.mark.parametrize(
    ("url", "environment", "profile", "expected"),
    [
        pytest.param(ELSEWHERE, None, None, "us-east-1", id="nobody"),
        pytest.param(ELSEWHERE, "eu-north-1", None, "eu-north-1", id="environment"),
        pytest.param(ELSEWHERE, None, "eu-south-1", "eu-south-1", id="profile"),
        pytest.param(R2, None, None, "auto", id="r2"),
        pytest.param(R2, "eu-north-1", "eu-south-1", "auto", id="r2-is-in-no-region-of-aws"),
    ],
)
@pytest.mark.parametrize("way", ["client", "session", "resource"])
def test_where_the_region_of_a_store_ranks(
    url: str,
    environment: str | None,
    profile: str | None,
    expected: str,
    way: str,
    monkeypatch: pytest.MonkeyPatch,
    aws_files: Callable[[str], None],
) -> None:
    """A store that takes any region comes last of all, one that has its own before the worker's."""
    if environment:
        monkeypatch.setenv("AWS_DEFAULT_REGION", environment)
    aws_files(f"[default]\nregion = {profile}\n" if profile else "")
    factory = SessionFactory(parse_connection(login="AKIA", password="secret", extra={"endpoint_url": url}))
    ways: dict[str, Callable[[], str]] = {
        "client": lambda: factory.build_client("sqs").meta.region_name,
        "session": lambda: factory.build_session().region_name,
        "resource": lambda: factory.build_resource("sqs").meta.client.meta.region_name,
    }
    assert ways[way]() == expected


def test_a_resource_of_a_store_that_is_for_one_service_has_a_region() -> None:
    """Its session is of no service, and has none."""
    extra = {"service_config": {"sqs": {"endpoint_url": ELSEWHERE}}}
    factory = SessionFactory(parse_connection(login="AKIA", password="secret", extra=extra))
    assert factory.build_session().region_name is None
    assert factory.build_resource("sqs").meta.client.meta.region_name == "us-east-1"
    with pytest.raises(NoRegionError):
        factory.build_client("sns")


@pytest.mark.parametrize("environment", [None, "eu-north-1"])
def test_a_service_of_aws_beside_a_store_has_no_region_of_it(
    environment: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a client nor a resource, though a session of no service has the store's."""
    if environment:
        monkeypatch.setenv("AWS_DEFAULT_REGION", environment)
    on_aws = {"sqs": {"endpoint_url": "https://sqs.eu-north-1.amazonaws.com"}}
    extra = {"endpoint_url": R2, "service_config": on_aws}
    factory = SessionFactory(parse_connection(login="AKIA", password="secret", extra=extra))
    assert factory.build_session().region_name == "auto"
    for build in (factory.build_client, lambda name: factory.build_resource(name).meta.client):
        if environment:
            assert build("sqs").meta.region_name == environment
        else:
            with pytest.raises(NoRegionError):
                build("sqs")


def test_the_lookup_chain_does_not_know_of_the_store(
    monkeypatch: pytest.MonkeyPatch, aws_files: Callable[[str], None]
) -> None:
    """What the worker's profile asks of AWS is asked in the worker's region, not in R2's."""
    asked: list[str | None] = []

    def note(session: botocore.session.Session) -> None:
        asked.append(session.get_config_variable("region"))

    monkeypatch.setattr(botocore.session.Session, "get_credentials", note)
    aws_files("[default]\nregion = eu-south-1\n")
    load_base(ClientArguments(parse_connection(extra={"endpoint_url": R2})), "")
    assert asked == ["eu-south-1"]


def test_the_region_of_a_store_is_not_where_sts_is_asked() -> None:
    """With S3 at R2 and roles from AWS's own STS, or another's, each has its own region."""
    extra = {"role_arn": ARN, "service_config": {"s3": {"endpoint_url": R2}}}
    arguments = ClientArguments(parse_connection(extra=extra))
    assert build_sts_access(arguments, Surroundings()).target[:2] == ["us-east-1", None]
    extra = {"role_arn": ARN, "endpoint_url": R2, "service_config": {"sts": {"endpoint_url": ELSEWHERE}}}
    arguments = ClientArguments(parse_connection(extra=extra))
    assert build_sts_access(arguments, Surroundings()).target[:2] == ["us-east-1", ELSEWHERE]


def test_a_role_of_another_partition_keeps_its_region_at_a_store() -> None:
    """The region of the role's partition goes before that of a store which takes any."""
    extra = {"endpoint_url": ELSEWHERE, "role_arn": "arn:aws-cn:iam::123456789012:role/etl"}
    factory = SessionFactory(parse_connection(login="AKIA", password="secret", extra=extra))
    assert factory.build_client("sts").meta.region_name == "cn-north-1"
    assert factory.build_client("sts", config=Config(region_name="cn-northwest-1")).meta.region_name == "cn-northwest-1"
    assert factory.build_client("s3").meta.region_name == "us-east-1"


def test_a_profile_does_not_change_what_a_store_needs(aws_files: Callable[[str], None]) -> None:
    """It is written for AWS; the connection's own configuration is what changes it. The rest of it is kept."""
    aws_files(
        "[default]\nrequest_checksum_calculation = when_supported\ns3 =\n  addressing_style = virtual\n"
        "  payload_signing_enabled = true\n"
    )
    connection = parse_connection(login="AKIA", password="secret", extra={"endpoint_url": ELSEWHERE})
    client = SessionFactory(connection).build_client("s3")
    assert read_options(client) == ("us-east-1", "path", "when_required", "when_required")
    assert client.meta.config.s3["payload_signing_enabled"] is True


def test_find_region_gives_way_to_every_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's region is for who has none: connection, hook, call and store may say one."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")

    def find(extra: dict[str, Any], call: Config | None = None, **hook: Any) -> str | None:
        return SessionFactory(parse_connection(extra=extra), HookArguments(**hook)).find_region("s3", call)

    assert find({}) == "eu-north-1"
    assert find({"endpoint_url": ELSEWHERE}) == "eu-north-1"
    assert find({"endpoint_url": R2}) is None
    assert find({"config_kwargs": {"region_name": "eu-west-1"}}) is None
    assert find({}, Config(region_name="eu-west-1")) is None
    assert find({}, Config(read_timeout=4), config={"region_name": "eu-west-1"}) is None
    assert find({}, Config(read_timeout=4), config={"read_timeout": 4}) == "eu-north-1"
