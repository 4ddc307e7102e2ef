"""How AWS, token services and identity providers are asked: CA bundle, proxy, time-outs, attempts, and where STS is."""

from __future__ import annotations

import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from airflow_provider_awsconn.errors import CredentialsError
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.aws_bench import AwsBench
from tests.aws_bench.server.certificates import build_tls_context
from tests.integration.test_ways_in import use_irsa, use_profile_with_role, use_sso_session
from tests.integration.test_ways_in_tokens import use_file, use_identity_provider, use_plain_url
from tests.integration.ways import ONE_ATTEMPT, Proxy, Worker, ask_who, run_proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.conftest import AirflowConnection

ROLE = "arn:aws:iam::123456789012:role/etl"


@pytest.fixture(scope="module")
def secure_bench(servers_python: str) -> Iterator[AwsBench]:
    """The same AWS with TLS, and a CA that nobody knows."""
    with AwsBench.start(servers_python, tls=True) as running:
        yield running


@pytest.fixture(scope="module")
def running_proxy() -> Iterator[Proxy]:
    """One proxy for the file."""
    with run_proxy() as proxy:
        yield proxy


@pytest.fixture
def proxy(running_proxy: Proxy) -> Proxy:
    """A proxy that has been asked nothing."""
    running_proxy.clear()
    return running_proxy


@pytest.fixture
def worker(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Worker:
    """A worker of its own for each test."""
    return Worker.prepare(bench, airflow_connection, monkeypatch, tmp_path)


@pytest.fixture
def secure_worker(
    secure_bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Worker:
    """The same, where everything is behind TLS."""
    secure_bench.reset()
    return Worker.prepare(secure_bench, airflow_connection, monkeypatch, tmp_path)


class Call(NamedTuple):
    """What is asked on the way to credentials.

    Attributes:
        extra: sets the worker up and gives the connection's keys.
        service: of the bench, that is asked.
        action: the same.
        failure: what the error says where it can't be asked over TLS.
    """

    extra: Callable[[Worker], dict[str, Any]]
    service: str
    action: str
    failure: str


def use_keys(worker: Worker) -> dict[str, Any]:
    """The user's keys, as keys of Extra."""
    keys = worker.bench.worker
    return {"aws_access_key_id": keys.access_key, "aws_secret_access_key": keys.secret_key}


IN_STS = r"connection 'ways', role arn:aws:iam::123456789012:role/etl: SSLError: .*https://127\.0\.0\.1"
CALLS = {
    "assume-role": Call(use_keys, "sts", "AssumeRole", IN_STS),
    "web-identity": Call(use_file, "sts", "AssumeRoleWithWebIdentity", IN_STS),
    "token-url": Call(
        use_plain_url,
        "oidc",
        "GetPlainToken",
        r"connection 'ways': extra\.assume_role_with_web_identity_token_url: "
        r"the certificate of https://127\.0\.0\.1:\d+ is not accepted",
    ),
    "identity-provider": Call(
        use_identity_provider,
        "idp",
        "SignOn",
        r"connection 'ways': extra\.assume_role_with_saml\.idp_url: "
        r"the certificate of https://127\.0\.0\.1:\d+ is not accepted",
    ),
}
TOKEN_CALLS = {name: call for name, call in CALLS.items() if name != "assume-role"}
each_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
# Done with sync and with async clients.
with_each_client = pytest.mark.usefixtures("each_client")


def connect(worker: Worker, call: Call, **extra: Any) -> AwsHook:
    """A hook of a connection with the bench's role."""
    worker.allow_tokens()
    return worker.hook(role_arn=worker.bench.role_arn, **call.extra(worker), **extra)


@with_each_client
@each_call
@pytest.mark.parametrize("how", ["verify", "service_config", "environment", "hook"])
def test_a_private_ca_is_trusted_everywhere(how: str, call: Call, secure_worker: Worker) -> None:
    """The CA bundle of the connection, its STS, the environment or the hook counts for each call on the way."""
    bundle = str(secure_worker.bench.ca_bundle)
    extra: dict[str, Any] = {}
    if how == "verify":
        extra = {"verify": bundle}
    elif how == "service_config":
        extra = {"service_config": {"sts": {"verify": bundle}}}
    elif how == "environment":
        secure_worker.set(AWS_CA_BUNDLE=bundle)
    hook = connect(secure_worker, call, **extra)
    if how == "hook":
        hook = AwsHook("ways", client_type="sts", verify=bundle)
    assert ask_who(hook).startswith("assumed-role/etl/")
    assert secure_worker.bench.count(call.action, call.service) >= 1


@with_each_client
@each_call
def test_an_unknown_ca_is_told(call: Call, secure_worker: Worker) -> None:
    """Without it each call fails on its own with an error that names the setting and the host, and nobody is asked."""
    hook = connect(secure_worker, call, config_kwargs=ONE_ATTEMPT)
    with pytest.raises(CredentialsError, match=call.failure):
        ask_who(hook)
    assert secure_worker.bench.requests() == []


@with_each_client
@pytest.mark.parametrize("prepare", [use_profile_with_role, use_sso_session], ids=["profile-role", "profile-sso"])
def test_a_private_ca_is_trusted_by_boto3s_chain(prepare: Callable[[Worker], AwsHook], secure_worker: Worker) -> None:
    """What boto3's own lookup asks of AWS goes the connection's way too."""
    profile = prepare(secure_worker).conn_config.profile_name
    hook = secure_worker.hook(profile_name=profile, verify=secure_worker.bench.ca_bundle)
    assert ask_who(hook).startswith("assumed-role/")


@with_each_client
@each_call
def test_each_call_goes_through_the_proxy(call: Call, secure_worker: Worker, proxy: Proxy) -> None:
    """The proxy of the connection is the only way: it sees each request, the token service's and STS's."""
    bench = secure_worker.bench
    hook = connect(
        secure_worker, call, verify=str(bench.ca_bundle), config_kwargs={"proxies": {"https": proxy.url}, **ONE_ATTEMPT}
    )
    assert ask_who(hook).startswith("assumed-role/etl/")
    assert set(proxy.asked) == {bench.host}
    # A tunnel may serve several requests to the same service.
    assert len(proxy.asked) == len({request.client_port for request in bench.requests()})


@with_each_client
def test_signed_requests_go_through_the_proxy_unencrypted(worker: Worker, proxy: Proxy) -> None:
    """A signature is of no use to who reads it: AssumeRole may go to an endpoint with http through a proxy."""
    hook = worker.hook_with_keys(
        role_arn=worker.bench.role_arn, config_kwargs={"proxies": {"http": proxy.url}, **ONE_ATTEMPT}
    )
    assert ask_who(hook).startswith("assumed-role/etl/")
    assert proxy.asked == [worker.bench.host] * 2
    assert worker.tell() == ["sts AssumeRole role by worker", "sts GetCallerIdentity by session 1"]


@pytest.mark.parametrize("call", TOKEN_CALLS.values(), ids=TOKEN_CALLS)
@pytest.mark.parametrize("whose", ["airflow-cfg", "environment"])
def test_no_token_goes_through_a_proxy_unencrypted(whose: str, call: Call, worker: Worker, proxy: Proxy) -> None:
    """Not even to an endpoint that airflow.cfg or the worker's environment names, and nobody is asked for one."""
    extra: dict[str, Any] = {"config_kwargs": {"proxies": {"http": proxy.url}, **ONE_ATTEMPT}, **call.extra(worker)}
    if whose == "airflow-cfg":
        worker.allow_tokens()
    else:
        worker.set(AWS_ENDPOINT_URL_STS=worker.bench.endpoint_url)
        extra["endpoint_url"] = None
    with pytest.raises(CredentialsError) as caught:
        ask_who(worker.hook(role_arn=worker.bench.role_arn, **extra))
    assert str(caught.value) == (
        f"connection 'ways': a token is not sent to {worker.bench.endpoint_url}, unencrypted through a proxy; "
        "give a URL with https, or no proxy"
    )
    assert (proxy.asked, worker.tell()) == ([], [])


@with_each_client
@each_call
def test_a_closed_proxy_is_told(call: Call, secure_worker: Worker) -> None:
    """Where the proxy does not answer, nobody goes past it."""
    config = {"proxies": {"https": "http://127.0.0.1:9"}, "connect_timeout": 2, **ONE_ATTEMPT}
    with pytest.raises(CredentialsError, match=r"ProxyConnectionError: |: the proxy does not lead to https:"):
        ask_who(connect(secure_worker, call, verify=str(secure_worker.bench.ca_bundle), config_kwargs=config))
    assert secure_worker.bench.requests() == []


@with_each_client
@each_call
def test_the_proxy_of_the_environment_counts(call: Call, worker: Worker, proxy: Proxy) -> None:
    """Without one of the connection's, that of the environment is asked, and NO_PROXY counts."""
    worker.set(HTTP_PROXY=proxy.url, http_proxy=proxy.url)
    assert ask_who(connect(worker, call)).startswith("assumed-role/etl/")
    assert proxy.asked == []
    for name in ("NO_PROXY", "no_proxy"):
        worker.set(**{name: "example.com"})
    again = Worker.prepare(worker.bench, worker.connect, worker.patch, worker.folder)
    assert ask_who(connect(again, call)).startswith("assumed-role/etl/")
    assert set(proxy.asked) == {worker.bench.host}
    assert len(proxy.asked) >= 2


@each_call
def test_a_silent_server_is_given_up(call: Call, worker: Worker) -> None:
    """The connection's read_timeout and its one attempt end each call within seconds."""
    worker.bench.set_fault(call.action, call.service, silent=True)
    hook = connect(worker, call, config_kwargs={"read_timeout": 0.5, **ONE_ATTEMPT})
    started = time.monotonic()
    with pytest.raises(CredentialsError):
        ask_who(hook)
    assert time.monotonic() - started < 8
    assert worker.bench.count() == 1


@each_call
@pytest.mark.parametrize("attempts", [1, 2])
def test_attempts_are_the_connections(attempts: int, call: Call, worker: Worker) -> None:
    """A call that fails once is made again as often as the connection says."""
    worker.bench.set_fault(call.action, call.service, times=1, status=503, error_code="ServiceUnavailable")
    hook = connect(worker, call, config_kwargs={"retries": {"total_max_attempts": attempts}})
    if attempts == 1:
        with pytest.raises(CredentialsError):
            ask_who(hook)
        assert worker.bench.count() == 1
        return
    assert ask_who(hook).startswith("assumed-role/etl/")
    # An identity provider is asked twice for one sign-on, and its challenge is an answer.
    expected = 3 if call.service == "idp" else 2
    assert worker.bench.count(call.action, call.service) == expected


OWN_TOKENS = {
    "irsa": (use_irsa, "assumed-role/etl/pod"),
    "sso": (use_sso_session, "assumed-role/hub/sso-user"),
}
UNVERIFIED = r"^connection 'ways': a token is not sent while TLS is not verified; remove verify = false"
IN_CHAIN = r"^connection 'ways', boto3's lookup chain: SSLError: .*CERTIFICATE_VERIFY_FAILED"


@pytest.mark.parametrize(
    ("way", "error"),
    [
        ("irsa", IN_CHAIN),
        ("sso", IN_CHAIN),
        ("allowed-endpoint", UNVERIFIED),
        ("endpoint-of-environment", UNVERIFIED),
    ],
)
def test_no_token_of_the_worker_goes_through_a_proxy_unverified(
    way: str, error: str, secure_worker: Worker, proxy: Proxy
) -> None:
    """Who edits a connection can't have the worker's token led through a proxy of his own with TLS not verified."""
    extra: dict[str, Any] = {"verify": False, "config_kwargs": {"proxies": {"https": proxy.url}, **ONE_ATTEMPT}}
    role_arn = secure_worker.bench.role_arn
    if way == "irsa":
        use_irsa(secure_worker)
    elif way == "sso":
        extra["profile_name"] = use_sso_session(secure_worker).conn_config.profile_name
    elif way == "allowed-endpoint":
        secure_worker.allow_tokens()
        extra |= {"role_arn": role_arn, **use_file(secure_worker)}
    else:
        secure_worker.set(AWS_ENDPOINT_URL_STS=secure_worker.bench.endpoint_url)
        extra |= {"role_arn": role_arn, "endpoint_url": None, **use_file(secure_worker)}
    with pytest.raises(CredentialsError, match=error):
        secure_worker.hook(**extra).get_credentials()
    assert secure_worker.tell() == []


@with_each_client
@pytest.mark.parametrize(("prepare", "who"), OWN_TOKENS.values(), ids=OWN_TOKENS)
def test_a_token_of_the_worker_goes_past_a_proxy_unencrypted(
    prepare: Callable[[Worker], AwsHook], who: str, worker: Worker, proxy: Proxy
) -> None:
    """What boto3's chain sends over http to where the worker says, the connection's proxy does not get to see."""
    profile = prepare(worker).conn_config.profile_name
    hook = worker.hook(profile_name=profile, config_kwargs={"proxies": {"http": proxy.url}, **ONE_ATTEMPT})
    hook.get_credentials()
    assert proxy.asked == []
    assert worker.bench.count() == 1
    assert ask_who(hook) == who
    assert proxy.asked == [worker.bench.host]


@pytest.mark.parametrize("prepare", [use_irsa, use_sso_session], ids=OWN_TOKENS)
def test_a_token_of_the_worker_goes_through_a_tunnel(
    prepare: Callable[[Worker], AwsHook], secure_worker: Worker
) -> None:
    """The connection's proxy leads boto3's chain too, but does not end its TLS, even where the connection says so."""
    profile = prepare(secure_worker).conn_config.profile_name
    tls, ca = build_tls_context()
    options = {"proxy_ca_bundle": secure_worker.write("proxy.pem", ca), "proxy_use_forwarding_for_https": True}
    with run_proxy(tls) as proxy:
        config = {"proxies": {"https": proxy.url}, "proxies_config": options, **ONE_ATTEMPT}
        bundle = str(secure_worker.bench.ca_bundle)
        secure_worker.hook(profile_name=profile, verify=bundle, config_kwargs=config).get_credentials()
    assert (proxy.tunnels, proxy.asked) == ([secure_worker.bench.host], [secure_worker.bench.host])
    assert secure_worker.bench.count() == 1


def test_no_token_goes_through_a_proxy_that_reads_along(secure_worker: Worker, proxy: Proxy) -> None:
    """A proxy that ends TLS gets no token, to an endpoint of airflow.cfg either."""
    secure_worker.allow_tokens()
    config = {
        "proxies": {"https": proxy.url},
        "proxies_config": {"proxy_use_forwarding_for_https": True},
        **ONE_ATTEMPT,
    }
    hook = connect(
        secure_worker, CALLS["web-identity"], verify=str(secure_worker.bench.ca_bundle), config_kwargs=config
    )
    with pytest.raises(CredentialsError, match="a token is not sent where a proxy can read it"):
        ask_who(hook)
    assert (proxy.asked, secure_worker.tell()) == ([], [])


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
@pytest.mark.parametrize("way", ["not-verified", "unencrypted"])
def test_no_ticket_goes_through_a_proxy_that_reads_along(
    way: str, worker: Worker, secure_worker: Worker, proxy: Proxy
) -> None:
    """Who edits a connection can't have the worker's Kerberos ticket, and the assertion it gets, led past himself."""
    secure_worker.allow_tokens()
    provider = secure_worker if way == "not-verified" else worker
    extra = use_identity_provider(provider)
    request: dict[str, Any] = {"verify": False} if way == "not-verified" else {}
    extra["assume_role_with_saml"]["idp_request_kwargs"] = request
    config = {"proxies": {"http": proxy.url, "https": proxy.url}, **ONE_ATTEMPT}
    bundle = str(secure_worker.bench.ca_bundle)
    hook = secure_worker.hook(role_arn=secure_worker.bench.role_arn, verify=bundle, config_kwargs=config, **extra)
    with pytest.raises(CredentialsError, match="a ticket is not sent"):
        hook.get_credentials()
    assert provider.bench.requests(service="idp") == []


class Place(NamedTuple):
    """Where STS is asked.

    Attributes:
        extra: keys of the connection.
        host: of STS.
        environment: of the worker.
    """

    extra: dict[str, Any]
    host: str
    environment: Mapping[str, str] = MappingProxyType({})


def in_partition(partition: str) -> str:
    """The ARN of a role of a partition."""
    return ROLE.replace("arn:aws:", f"arn:{partition}:")


CHINA = {"role_arn": in_partition("aws-cn")}
PLACES = {
    "eu": Place({"region_name": "eu-west-1"}, "sts.eu-west-1.amazonaws.com"),
    "us-east-1": Place({"region_name": "us-east-1"}, "sts.us-east-1.amazonaws.com"),
    "china": Place({"region_name": "cn-north-1", **CHINA}, "sts.cn-north-1.amazonaws.com.cn"),
    "gov": Place(
        {"region_name": "us-gov-west-1", "role_arn": in_partition("aws-us-gov")}, "sts.us-gov-west-1.amazonaws.com"
    ),
    "no-region": Place({}, "sts.us-east-1.amazonaws.com"),
    "no-region-china": Place(CHINA, "sts.cn-north-1.amazonaws.com.cn"),
    "region-of-environment": Place({}, "sts.ap-south-1.amazonaws.com", {"AWS_DEFAULT_REGION": "ap-south-1"}),
    "legacy-on-purpose": Place(
        {"region_name": "eu-west-1"}, "sts.amazonaws.com", {"AWS_STS_REGIONAL_ENDPOINTS": "legacy"}
    ),
    "own-region": Place(
        {"region_name": "eu-west-1", "service_config": {"sts": {"region_name": "eu-central-1"}}},
        "sts.eu-central-1.amazonaws.com",
    ),
    "endpoint-of-a-store": Place(
        {"region_name": "eu-west-1", "endpoint_url": "https://store.example"}, "store.example"
    ),
    "endpoint-of-s3": Place(
        {"region_name": "eu-west-1", "endpoint_url": "https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com"},
        "sts.eu-west-1.amazonaws.com",
    ),
    "own-endpoint": Place(
        {
            "region_name": "eu-west-1",
            "endpoint_url": "https://store.example",
            "service_config": {"sts": {"endpoint_url": "https://sts.example"}},
        },
        "sts.example",
    ),
    "endpoint-of-environment": Place(
        {"region_name": "eu-west-1"}, "sts.example", {"AWS_ENDPOINT_URL_STS": "https://sts.example"}
    ),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("federated", [False, True], ids=["assume-role", "web-identity"])
def test_where_sts_is_asked(federated: bool, place: Place, worker: Worker, proxy: Proxy) -> None:
    """STS is asked in the region and partition of the connection, or where the connection or the worker say."""
    worker.set(AIRFLOW__AWSCONN__TOKEN_ENDPOINTS="https://store.example https://sts.example", **place.environment)
    extra = use_file(worker) if federated else use_keys(worker)
    config = {"proxies": {"https": proxy.url}, "connect_timeout": 2, **ONE_ATTEMPT}
    given = {"region_name": None, "endpoint_url": None, "role_arn": ROLE} | place.extra
    with pytest.raises(CredentialsError, match="connection 'ways', role"):
        worker.hook(config_kwargs=config, **extra, **given).get_credentials()
    assert proxy.asked == [f"{place.host}:443"]
    assert worker.bench.requests() == []


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_where_the_hooks_own_sts_client_is(place: Place, worker: Worker) -> None:
    """The client that a hook gives for STS is where the connection's roles are asked for, for account_id as well.

    A session of one partition is of no use in another.
    """
    worker.set(**place.environment)
    given = {"region_name": None, "endpoint_url": None, "role_arn": ROLE} | place.extra
    assert worker.hook(**use_keys(worker), **given).get_conn().meta.endpoint_url == f"https://{place.host}"
    assert worker.bench.requests() == []
