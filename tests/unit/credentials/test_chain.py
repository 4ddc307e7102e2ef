"""From a connection to its credentials: who shares what, what is asked first, what is told, what is refused."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import CredentialRetrievalError
from cryptography.fernet import Fernet

from airflow_provider_awsconn.connection import AwsConnection, RoleStep
from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.asynchronous import build_async_credentials
from airflow_provider_awsconn.credentials.chain import CredentialChain, StsAccess, name_connection
from airflow_provider_awsconn.credentials.deployment import Deployment
from airflow_provider_awsconn.credentials.errors import CredentialsUnavailableError, EmptyChainError, RoleRefusedError
from airflow_provider_awsconn.credentials.explain import explain
from airflow_provider_awsconn.credentials.host_cache import HostCache
from airflow_provider_awsconn.credentials.registry import Registry
from airflow_provider_awsconn.credentials.shared import GivenCredentials, SharedCredentials
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.credentials.transport import Transport
from airflow_provider_awsconn.errors import AccountNotAllowedError, CredentialsError
from tests.unit.credentials.fakes import (
    ACCOUNT,
    ARN,
    FakeSts,
    end_flights,
    find_reachable,
    gather,
    make_client_error,
    run_at_once,
    run_in_child,
    see,
    turn_loop,
)

if TYPE_CHECKING:
    from pathlib import Path

HUB = RoleStep(arn="arn:aws:iam::333333333333:role/hub")
ETL = RoleStep(arn=ARN)
OTHER = RoleStep(arn="arn:aws:iam::444444444444:role/other")
RUN = {"dag_id": "daily", "task_id": "load", "run_id": "r1", "try_number": "1"}


def make_token(subject: str) -> str:
    """A token of the shape that STS takes."""
    parts = (json.dumps(part).encode() for part in ({"alg": "RS256"}, {"sub": subject}))
    return ".".join([base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts] + ["c2ln"])


@dataclass
class Worker:
    """A worker with a fake STS."""

    sts: FakeSts = field(default_factory=FakeSts)
    found: Credentials | None = None
    target: list[Any] = field(default_factory=lambda: ["eu-west-1", None, None, {}])
    deployment: Deployment = field(default_factory=Deployment)
    run_values: dict[str, str] | None = None
    registry: Registry = field(default_factory=Registry)
    told: list[str] = field(default_factory=list)
    ends: list[float | None] = field(default_factory=list)
    lookups: int = 0
    lookup_error: Exception | None = None
    checked: list[Any] = field(default_factory=list)
    refusal: Exception | None = None

    def build(self, connection: AwsConnection) -> Any:
        """Build the credentials of a connection."""
        access = StsAccess(self.sts.create, self.check, self.target, "aws", Transport())
        surroundings = Surroundings(self.deployment, self.run_values, self.tell, self.registry)
        return CredentialChain(connection, self.look, access, surroundings).build()

    def get(self, connection: AwsConnection) -> str:
        """Give the key that a request of the connection is signed with."""
        return str(self.build(connection).get_frozen_credentials().access_key)

    def look(self) -> Credentials | None:
        """Stand for boto3's chain."""
        self.lookups += 1
        if self.lookup_error is not None:
            raise self.lookup_error
        return self.found

    def tell(self, secret: str, ends_at: float | None) -> None:
        """Stand for the masker."""
        self.told.append(secret)
        self.ends.append(ends_at)

    def check(self, client: Any) -> None:
        """Stand for the check of where a token goes."""
        self.checked.append(client)
        if self.refusal is not None:
            raise self.refusal


def connect(*roles: RoleStep, conn_id: str | None = "c", key: str | None = "AKIA", **changes: Any) -> AwsConnection:
    """A connection with keys of its own, or none."""
    secret = None if key is None else Secret(f"canary-secret-of-{key}")
    return AwsConnection(conn_id, access_key_id=key, secret_access_key=secret, roles=roles, **changes)


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    """A file with a token in it."""
    path = tmp_path / "token"
    path.write_text(make_token("canary-subject"))
    return path


def test_nothing_is_asked_before_the_first_use() -> None:
    """Building the credentials of any chain looks nothing up, asks nobody and tells nothing."""
    worker = Worker(found=Credentials("AKIAFOUND", "s"))
    worker.build(connect(HUB, ETL))
    worker.build(connect(HUB, key=None))
    worker.build(connect(key=None, allowed_account_ids=(ACCOUNT,)))
    worker.build(connect(ETL, key=None, federation=WebIdentity("file", token_file="/nowhere")))
    worker.build(AwsConnection())
    assert (worker.sts.clients, worker.sts.calls, worker.lookups, worker.told) == (0, [], 0, [])


def test_keys_of_the_connection_are_its_credentials() -> None:
    """Without a role the connection's own keys sign, token and account with them."""
    connection = connect(session_token=Secret("canary-token"), account_id=ACCOUNT)
    frozen = Worker().build(connection).get_frozen_credentials()
    assert tuple(frozen) == ("AKIA", "canary-secret-of-AKIA", "canary-token", ACCOUNT)


def test_each_role_is_asked_for_with_the_one_before() -> None:
    """The first with the base, each later one with the credentials of the role before it."""
    worker = Worker()
    assert worker.get(connect(HUB, ETL)) == "ASIA2"
    assert [arguments["RoleArn"] for _, arguments in worker.sts.calls] == [HUB.arn, ETL.arn]
    assert worker.sts.keys == ["AKIA", "ASIA1"]


@pytest.mark.parametrize(
    ("connection", "method"),
    [
        pytest.param(connect(), "explicit", id="keys"),
        pytest.param(connect(key=None), "boto3-chain", id="chain"),
        pytest.param(connect(ETL), "assume-role", id="role"),
        pytest.param(connect(HUB, ETL), "assume-role", id="two-roles"),
        pytest.param(
            connect(ETL, key=None, federation=WebIdentity("file")), "assume-role-with-web-identity", id="web-identity"
        ),
        pytest.param(connect(ETL, key=None, federation=Saml(Settings({}))), "assume-role-with-saml", id="saml"),
        pytest.param(
            connect(HUB, ETL, key=None, federation=WebIdentity("file")), "assume-role", id="web-identity-and-role"
        ),
    ],
)
def test_the_method_says_where_credentials_come_from(connection: AwsConnection, method: str) -> None:
    """In botocore's words."""
    assert Worker().build(connection).method == method


def test_connections_share_the_roles_they_begin_with() -> None:
    """Two connections that go through the same hub with the same name ask for it once, and each for its own role."""
    worker = Worker(run_values=RUN)
    worker.get(connect(HUB, ETL, conn_id="a"))
    worker.get(connect(HUB, OTHER, conn_id="b"))
    worker.get(connect(HUB, conn_id="d"))
    assert [arguments["RoleArn"] for _, arguments in worker.sts.calls] == [HUB.arn, ETL.arn, OTHER.arn]
    assert worker.sts.keys == ["AKIA", "ASIA1", "ASIA1"]


def test_many_threads_with_many_connections_ask_once() -> None:
    """64 threads that build chains of their own share one request per role."""
    worker = Worker(run_values=RUN)
    assert run_at_once(64, lambda: worker.get(connect(HUB, ETL))) == ["ASIA2"] * 64
    assert len(worker.sts.calls) == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(connect(ETL, key="AKIAOTHER"), id="key"),
        pytest.param(replace(connect(ETL), secret_access_key=Secret("other")), id="secret"),
        pytest.param(connect(ETL, session_token=Secret("t")), id="token"),
        pytest.param(connect(ETL, account_id=ACCOUNT), id="account"),
        pytest.param(connect(ETL, key=None), id="no-keys"),
        pytest.param(connect(ETL, key=None, profile_name="p"), id="profile"),
        pytest.param(connect(OTHER), id="role"),
        pytest.param(connect(HUB, ETL), id="chain"),
        pytest.param(connect(RoleStep(account_id=ACCOUNT, name="etl")), id="named-otherwise"),
        pytest.param(connect(replace(ETL, external_id=Secret("x"))), id="external-id"),
        pytest.param(connect(replace(ETL, duration_seconds=900)), id="duration"),
        pytest.param(connect(replace(ETL, session_name="n")), id="session-name"),
        pytest.param(connect(replace(ETL, policy="{}")), id="policy"),
        pytest.param(connect(replace(ETL, policy_arns=("arn:aws:iam::aws:policy/ReadOnlyAccess",))), id="policy-arns"),
        pytest.param(connect(replace(ETL, tags=Settings({"a": "b"}))), id="tags"),
        pytest.param(connect(replace(ETL, transitive_tag_keys=("a",))), id="transitive"),
        pytest.param(connect(replace(ETL, source_identity="me")), id="source-identity"),
        pytest.param(connect(replace(ETL, further_arguments=Settings({"TokenCode": "1"}))), id="further-arguments"),
        pytest.param(connect(ETL, conn_id="other"), id="connection-outside-a-task"),
    ],
)
def test_who_differs_shares_no_role(other: AwsConnection) -> None:
    """Base, role, every argument of the call: a difference in any of them is another identity."""
    worker = Worker(found=Credentials("AKIAFOUND", "s"))
    first = worker.get(connect(ETL))
    assert worker.get(connect(ETL)) == first
    assert worker.get(other) != first


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"target": ["us-east-1", None, None, {}]}, id="region"),
        pytest.param({"target": ["eu-west-1", "http://minio:9000", None, {}]}, id="endpoint"),
        pytest.param({"target": ["eu-west-1", None, False, {}]}, id="verify"),
        pytest.param({"target": ["eu-west-1", None, None, {"proxies": {"https": "http://proxy"}}]}, id="proxy"),
        pytest.param({"run_values": RUN}, id="run"),
    ],
)
def test_where_sts_is_asked_differently_nothing_is_shared(change: dict[str, Any]) -> None:
    """Region, endpoint, TLS, proxies and the run are part of the identity."""
    worker = Worker()
    first = worker.get(connect(ETL))
    for name, value in change.items():
        setattr(worker, name, value)
    assert worker.get(connect(ETL)) != first


def test_each_run_has_its_own_session() -> None:
    """The default session name tells the run, so two runs in one process share nothing."""
    worker = Worker(run_values=RUN)
    worker.get(connect(ETL))
    worker.run_values = RUN | {"run_id": "r2"}
    worker.get(connect(ETL))
    names = [arguments["RoleSessionName"] for _, arguments in worker.sts.calls]
    assert [name.startswith("daily.load.r") for name in names] == [True, True]
    assert names[0] != names[1]


def test_boto3s_chain_is_shared_until_the_worker_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One lookup for all connections without keys; a changed variable makes another."""
    worker = Worker(found=Credentials("AKIAFOUND", "s"))
    assert [worker.get(connect(key=None)), worker.get(connect(key=None, conn_id="d"))] == ["AKIAFOUND"] * 2
    assert worker.lookups == 1
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    worker.get(connect(key=None))
    assert worker.lookups == 2


def test_keys_of_the_environment_are_those_of_when_credentials_were_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """As boto3 takes them; a key without its secret, or another profile, leaves the lookup for later."""
    worker = Worker(found=Credentials("AKIAFOUND", "s"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAONE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-one")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token-one")
    credentials, of_profile = worker.build(connect(key=None)), worker.build(connect(key=None, profile_name="p"))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATWO")
    assert credentials.get_frozen_credentials()[:3] == ("AKIAONE", "secret-one", "token-one")
    assert credentials.method == "env"
    assert worker.get(connect(key=None)) == "AKIATWO"
    assert worker.lookups == 0
    assert of_profile.get_frozen_credentials().access_key == "AKIAFOUND"
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert worker.get(connect(key=None)) == "AKIAFOUND"


def test_a_role_is_not_minted_with_what_another_environment_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lookup after the variables have changed is refused to roles, and given to who asks for no role."""
    worker = Worker(found=Credentials("AKIAFOUND", "s"))
    role, plain = worker.build(connect(ETL, key=None)), worker.build(connect(key=None))
    monkeypatch.setenv("AWS_PROFILE", "other")
    with pytest.raises(CredentialsError, match="the environment variables have changed between the hook and its first"):
        role.get_frozen_credentials()
    assert worker.sts.calls == []
    assert plain.get_frozen_credentials().access_key == "AKIAFOUND"
    assert worker.get(connect(ETL, key=None)) == "ASIA1"
    assert len(worker.sts.calls) == 1


def test_an_empty_chain_is_the_error_of_a_role_too() -> None:
    """A role without base credentials is refused with what to give, and STS is not asked."""
    worker = Worker()
    for connection in (connect(key=None), connect(ETL, key=None), connect(HUB, ETL, key=None)):
        with pytest.raises(EmptyChainError) as empty:
            worker.get(connection)
        assert str(empty.value) == (
            "connection 'c': boto3's lookup chain found no credentials; give login and password, a profile, or run "
            "where boto3 finds credentials"
        )
    assert worker.sts.calls == []
    with pytest.raises(EmptyChainError) as empty:
        Worker().get(AwsConnection())
    assert str(empty.value).startswith("aws_conn_id=None: boto3's lookup chain found no credentials; ")


REFUSED = (
    "the role of the profile does not let the caller in, or the caller may not ask for it; the trust policy of the "
    "profile's role must allow sts:AssumeRole to the caller, and demand no MFA; the caller's own policy "
    "must allow sts:AssumeRole on the role"
)
FAILED = (
    "the command of the profile's credential_process gave no credentials; run it on the worker as the "
    "worker's user, and "
    "see what it says"
)


@pytest.mark.parametrize(
    "connection",
    [
        pytest.param(connect(key=None), id="chain"),
        pytest.param(connect(ETL, key=None), id="role"),
        pytest.param(connect(HUB, ETL, key=None, profile_name="p"), id="two-roles-and-a-profile"),
        pytest.param(connect(key=None, allowed_account_ids=(ACCOUNT,)), id="guard"),
    ],
)
def test_what_boto3s_chain_raises_is_told_of_the_chain(connection: AwsConnection) -> None:
    """The role of a profile is none of the connection's, and its STS none that the connection asks."""
    worker = Worker(lookup_error=make_client_error("AccessDenied", "not authorized to perform: sts:AssumeRole"))
    with pytest.raises(RoleRefusedError) as refused:
        worker.get(connection)
    assert str(refused.value) == (
        f"connection 'c', boto3's lookup chain: AccessDenied: not authorized to perform: sts:AssumeRole; {REFUSED}"
    )
    assert (refused.value.response["Error"]["Code"], refused.value.operation_name) == ("AccessDenied", "AssumeRole")
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    other = Worker(lookup_error=CredentialRetrievalError(provider="custom-process", error_msg="exit 1"))
    with pytest.raises(CredentialsUnavailableError) as failed:
        other.get(replace(connection, conn_id=None))
    assert str(failed.value) == (
        "aws_conn_id=None, boto3's lookup chain: CredentialRetrievalError: Error when retrieving credentials from "
        f"custom-process: exit 1; {FAILED}"
    )
    assert (failed.value.__cause__, failed.value.__context__) == (None, None)
    assert worker.sts.calls == other.sts.calls == []


def test_credentials_that_ended_already_are_told_with_their_hint() -> None:
    """STS could be reached, and nobody is sent to look whether it can."""
    worker = Worker()
    worker.sts.lifetime = timedelta(seconds=-60)
    with pytest.raises(CredentialsUnavailableError) as failed:
        worker.get(connect(ETL))
    assert str(failed.value) == (
        f"connection 'c', role {ARN}: STS gave credentials that ended 60 s ago; set this machine's clock right "
        "(chrony, NTP)"
    )


def test_a_server_that_is_no_sts_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What answers with something else is named by what is missing."""
    worker = Worker()
    monkeypatch.setattr(worker.sts, "answer", lambda *_: {})
    with pytest.raises(CredentialsUnavailableError) as failed:
        worker.get(connect(ETL))
    assert str(failed.value) == (
        f"connection 'c', role {ARN}: STS answered without AccessKeyId and SecretAccessKey and SessionToken and "
        "Expiration; look whether it is STS that answers at its endpoint"
    )


def test_a_role_that_is_refused_is_told_with_its_name() -> None:
    """The error is this package's and botocore's, with STS's answer in it; the role of a chain is named."""
    worker = Worker()
    worker.sts.error = make_client_error("AccessDenied", "User: x is not authorized to perform: sts:AssumeRole")
    with pytest.raises(RoleRefusedError) as refused:
        worker.get(connect(HUB, ETL))
    assert str(refused.value).startswith(
        f"connection 'c', role 1 of 2 ({HUB.arn}): AccessDenied: User: x is not authorized to perform: sts:AssumeRole; "
    )
    assert refused.value.response["Error"]["Code"] == "AccessDenied"


def test_a_failure_is_shared_and_soon_tried_again() -> None:
    """All threads get errors of their own of one request."""
    worker = Worker(run_values=RUN)
    worker.sts.error = OSError("no way")
    errors = run_at_once(16, lambda: worker.get(connect(ETL)))
    assert ({type(error) for error in errors}, len({id(error) for error in errors})) == (
        {CredentialsUnavailableError},
        16,
    )
    assert len(worker.sts.calls) == 1


def build_unreachable(credentials: Credentials | None) -> Any:
    """A real client of an STS that nobody answers for."""
    session = botocore.session.Session()
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=2)
    arguments: dict[str, Any] = {"region_name": "eu-west-1", "endpoint_url": "http://127.0.0.1:1"}
    if credentials is None:
        config = config.merge(Config(signature_version=botocore.UNSIGNED))
    else:
        session.register_component("credential_provider", GivenCredentials(credentials))
    return session.create_client("sts", config=config, **arguments)


CANARIES = ("canary-secret", "canary-token", "canary-external", make_token("canary-subject"))


def build_with_canaries(kind: str, token_file: Path) -> tuple[AwsConnection, Registry, SharedCredentials]:
    """A connection full of secrets to look for, where they are kept, and its credentials, whose STS nobody reaches."""
    role = replace(ETL, external_id=Secret("canary-external"))
    connection = {
        "keys": connect(role, session_token=Secret("canary-token")),
        "chain": connect(role, OTHER, session_token=Secret("canary-token")),
        "token": connect(ETL, key=None, federation=WebIdentity("file", token_file=str(token_file))),
    }[kind]
    registry = Registry()
    access = StsAccess(build_unreachable, lambda _: None, ["eu-west-1"], "aws", Transport())
    chain = CredentialChain(connection, lambda: None, access, Surroundings(registry=registry))
    return connection, registry, chain.build()


@pytest.mark.parametrize("kind", ["keys", "chain", "token"])
def test_what_failed_holds_no_secret(kind: str, token_file: Path) -> None:
    """Of a request that botocore could not send neither the error nor what is kept of it leads to what was in it."""
    connection, registry, credentials = build_with_canaries(kind, token_file)
    with pytest.raises(CredentialsUnavailableError) as failed:
        credentials.get_frozen_credentials()
    error = failed.value
    assert (error.__cause__, error.__context__) == (None, None)
    error.__traceback__ = None
    assert find_reachable(error, CANARIES) == []
    kept = [source._failure for source in registry._kept.values()]  # type: ignore[attr-defined]
    assert len(kept) == len(connection.roles)
    assert find_reachable(kept, CANARIES) == []
    # The search finds what is there.
    assert find_reachable(list(registry._kept.values()), [str(token_file), "canary-external"]) != []


def test_the_registry_keeps_no_document() -> None:
    """What decides the identity is hashed: external ids and keys are in none of the registry's own members."""
    worker = Worker()
    worker.get(connect(replace(ETL, external_id=Secret("canary-external"))))
    assert find_reachable([list(worker.registry._kept), list(worker.registry._all)], CANARIES) == []


def test_secrets_are_told_once_per_set_and_before_use() -> None:
    """Secret and token of the credentials that sign, when the first request needs them, and not again."""
    worker = Worker()
    credentials = worker.build(connect(ETL))
    assert worker.told == []
    credentials.get_frozen_credentials()
    credentials.get_frozen_credentials()
    assert credentials.secret_key == "secret-1"
    assert worker.told == ["secret-1", "token-1"]
    assert {3590 < (ends_at or 0) - time.time() <= 3600 for ends_at in worker.ends} == {True}


def test_keys_of_a_connection_have_no_end_for_the_masker() -> None:
    """Nor has what boto3's chain finds: botocore renews it, and says not when."""
    worker = Worker(found=Credentials("AKIAFOUND", "s", "t"))
    worker.get(connect(session_token=Secret("canary-token")))
    worker.get(connect(key=None))
    assert worker.told == ["canary-secret-of-AKIA", "canary-token", "s", "t"]
    assert worker.ends == [None] * 4


def test_each_connection_tells_its_own_masker() -> None:
    """Who shares a set of somebody else's still tells its secrets to his own listener."""
    worker, other = Worker(run_values=RUN), Worker(run_values=RUN)
    other.registry = worker.registry
    worker.get(connect(ETL))
    assert other.get(connect(ETL)) == "ASIA1"
    assert worker.told == other.told == ["secret-1", "token-1"]


@pytest.mark.parametrize("base", ["keys", "chain"])
def test_a_guard_asks_whose_the_credentials_are_before_they_are_used(base: str) -> None:
    """Without a role STS is asked once with these very credentials; an allowed account passes."""
    worker = Worker(FakeSts(ACCOUNT), Credentials("AKIAFOUND", "s"))
    key = "AKIA" if base == "keys" else None
    connection = connect(key=key, account_id="999999999999" if key else None, allowed_account_ids=(ACCOUNT,))
    credentials = worker.build(connection)
    frozen = [credentials.get_frozen_credentials() for _ in range(3)]
    assert {(each.access_key, each.account_id) for each in frozen} == {(key or "AKIAFOUND", ACCOUNT)}
    assert (worker.sts.operations, worker.sts.keys) == (["get_caller_identity"], [key or "AKIAFOUND"])


def test_credentials_of_another_account_are_neither_given_nor_told() -> None:
    """The guard stands in front of masker and request: what it refuses goes nowhere."""
    worker = Worker(FakeSts("210987654321"))
    for connection in (connect(allowed_account_ids=(ACCOUNT,)), connect(forbidden_account_ids=("210987654321",))):
        credentials = worker.build(connection)
        with pytest.raises(AccountNotAllowedError):
            credentials.get_frozen_credentials()
        with pytest.raises(AccountNotAllowedError):
            _ = credentials.secret_key
    assert worker.told == []
    assert worker.sts.operations == ["get_caller_identity"]


def test_a_role_is_of_the_account_of_its_arn() -> None:
    """The account of a role's credentials is known: nobody is asked, and the base's account does not count."""
    worker = Worker(FakeSts("210987654321"))
    assert worker.get(connect(ETL, allowed_account_ids=(ACCOUNT,))) == "ASIA1"
    with pytest.raises(AccountNotAllowedError):
        worker.get(connect(OTHER, allowed_account_ids=(ACCOUNT,)))
    assert worker.sts.operations == ["assume_role", "assume_role"]


def test_guards_of_two_connections_share_the_answer_and_not_the_verdict() -> None:
    """What one connection may use another may not: each asks its own guard."""
    worker = Worker(FakeSts(ACCOUNT))
    assert worker.get(connect(allowed_account_ids=(ACCOUNT,))) == "AKIA"
    with pytest.raises(AccountNotAllowedError):
        worker.get(connect(conn_id="d", forbidden_account_ids=(ACCOUNT,)))
    assert worker.get(connect(conn_id="e")) == "AKIA"
    assert worker.sts.operations == ["get_caller_identity"]


def test_who_can_not_ask_for_the_account_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """A guard that can't ask refuses; the connection is named, and no role."""
    worker = Worker()
    worker.sts.error = make_client_error("InvalidClientTokenId", "The security token is invalid", 403)
    with caplog.at_level(logging.INFO), pytest.raises(RoleRefusedError) as refused:
        worker.get(connect(allowed_account_ids=(ACCOUNT,)))
    assert str(refused.value) == (
        "connection 'c': InvalidClientTokenId: The security token is invalid; the access key id is not one of AWS, "
        "and the connection names no endpoint, so AWS was asked; give the store's URL as extra.endpoint_url"
    )
    assert worker.told == []


def test_a_token_is_read_at_each_request_and_signs_none(token_file: Path) -> None:
    """The client signs nothing, was checked before the token was read, and the token goes into the call alone."""
    worker = Worker()
    connection = connect(ETL, key=None, federation=WebIdentity("file", token_file=str(token_file)))
    assert worker.get(connection) == "ASIA1"
    assert (len(worker.checked), worker.sts.keys, worker.lookups) == (1, [None], 0)
    assert worker.sts.calls == [
        (
            "assume_role_with_web_identity",
            {"RoleArn": ARN, "RoleSessionName": "Airflow_c", "WebIdentityToken": make_token("canary-subject")},
        )
    ]


def test_where_no_token_may_go_none_is_read() -> None:
    """The check comes first: of a missing file nothing is said when the endpoint is refused."""
    worker = Worker(refusal=CredentialsError("connection 'c'", "a token is not sent there", "have it added"))
    connection = connect(ETL, key=None, federation=WebIdentity("file", token_file="/nowhere"))
    with pytest.raises(CredentialsError) as refused:
        worker.get(connection)
    assert str(refused.value) == "connection 'c': a token is not sent there; have it added"
    assert worker.sts.calls == []


def test_a_role_after_a_token_is_asked_for_with_its_credentials(token_file: Path) -> None:
    """Only the first role is federated."""
    worker = Worker()
    federation = WebIdentity("file", token_file=str(token_file))
    assert worker.get(connect(HUB, ETL, key=None, federation=federation)) == "ASIA2"
    assert worker.sts.operations == ["assume_role_with_web_identity", "assume_role"]
    assert worker.sts.keys == [None, "ASIA1"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"token_file": "/b"}, id="file"),
        pytest.param({"source": "environment", "token_variable": "A"}, id="source"),
        pytest.param({"audience": "b"}, id="audience"),
        pytest.param({"token_headers": Settings({"Authorization": "x"})}, id="headers"),
        pytest.param({"token_url": "https://b"}, id="url"),
        pytest.param({"token_source": "b"}, id="registered"),
    ],
)
def test_tokens_from_elsewhere_are_another_identity(other: dict[str, Any]) -> None:
    """Every setting of where a token comes from is part of who one is."""
    worker = Worker()
    one = WebIdentity("file", token_file="/a", audience="a", token_url="https://a", token_source="a")
    for federation in (one, replace(one, **other)):
        worker.build(connect(ETL, key=None, federation=federation))
    assert len(worker.registry) == 2
    worker.build(connect(ETL, key=None, federation=one))
    assert len(worker.registry) == 2


def fetch_token(audience: str | None, conn_id: str | None) -> str:
    """What a deployment registers: it is told whose token is asked for."""
    return make_token(f"{conn_id} {audience}")


def test_a_registered_source_is_asked_for_each_connection() -> None:
    """The callable knows the connection, so two connections never share what it gave for one of them."""
    worker = Worker(run_values=RUN, deployment=Deployment(token_sources={"x": f"{__name__}:fetch_token"}))
    for conn_id in ("a", "b", "a"):
        worker.get(connect(ETL, key=None, conn_id=conn_id, federation=WebIdentity("registered", token_source="x")))
    tokens = [arguments["WebIdentityToken"] for _, arguments in worker.sts.calls]
    assert tokens == [make_token("a None"), make_token("b None")]


def ask_with(federation: WebIdentity | Saml, registry: Registry, tmp_path: Path | None = None) -> int:
    """Ask for a federated role as a worker does, and tell how many requests it took."""
    deployment = Deployment() if tmp_path is None else build_cache(tmp_path)
    worker = Worker(deployment=deployment, registry=registry)
    worker.get(connect(ETL, key=None, federation=federation))
    return len(worker.sts.calls)


@pytest.mark.parametrize("shared", ["process", "host"])
def test_another_token_of_the_worker_is_another_identity(
    shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in one process nor through the host's files does bob get what alice's token gave."""
    registry = Registry()

    def ask(federation: WebIdentity) -> int:
        host = tmp_path if shared == "host" else None
        return ask_with(federation, Registry() if host else registry, host)

    in_variable = WebIdentity("environment", token_variable="TOKEN_OF_THE_TASK")
    for subject, count in (("alice", 1), ("alice", 0), ("bob", 1), ("alice", 0)):
        monkeypatch.setenv("TOKEN_OF_THE_TASK", make_token(subject))
        assert ask(in_variable) == count, subject
    for subject, count in (("alice", 1), ("alice", 0), ("bob", 1)):
        path = tmp_path / subject
        path.write_text(make_token(subject))
        monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(path))
        assert ask(WebIdentity("file")) == count, subject
    named = WebIdentity("file", token_file=str(tmp_path / "alice"))
    assert ask(named) == 1
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/nowhere")
    assert ask(named) == 0


@pytest.mark.parametrize(
    ("federation", "name", "counts"),
    [
        pytest.param(WebIdentity("azure", audience="a"), "AZURE_CLIENT_ID", True, id="azure"),
        pytest.param(WebIdentity("azure", audience="a"), "IDENTITY_ENDPOINT", True, id="azure-app-service"),
        pytest.param(WebIdentity("azure", audience="a"), "MSI_ENDPOINT", True, id="azure-msi"),
        pytest.param(WebIdentity("google", audience="a"), "GOOGLE_APPLICATION_CREDENTIALS", True, id="google"),
        pytest.param(WebIdentity("google", audience="a"), "GCE_METADATA_HOST", True, id="google-metadata"),
        pytest.param(Saml(Settings({"principal_arn": "p"})), "KRB5CCNAME", True, id="kerberos"),
        pytest.param(Saml(Settings({"assertion_variable": "ASSERTION"})), "ASSERTION", True, id="assertion"),
        pytest.param(WebIdentity("environment", token_variable="TOKEN"), "TOKEN", True, id="variable"),
        pytest.param(WebIdentity("file"), "AWS_WEB_IDENTITY_TOKEN_FILE", True, id="file"),
        pytest.param(WebIdentity("file", token_file="/a"), "AWS_WEB_IDENTITY_TOKEN_FILE", False, id="named-file"),
        pytest.param(WebIdentity("file", token_variable="TOKEN"), "TOKEN", False, id="variable-of-another-source"),
        pytest.param(WebIdentity("file"), "UNRELATED", False, id="unrelated"),
    ],
)
def test_what_the_environment_says_of_who_a_token_is_of_counts(
    federation: WebIdentity | Saml, name: str, counts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set or not set and each value is an identity of its own; what is not read for this source is not."""
    worker = Worker()
    connection = connect(ETL, key=None, federation=federation)
    monkeypatch.delenv(name, raising=False)
    worker.build(connection)
    for value in ("one", "two", "one"):
        monkeypatch.setenv(name, value)
        worker.build(connection)
    assert len(worker.registry) == (3 if counts else 1)


@pytest.mark.parametrize("method", ["web-identity", "saml"])
def test_a_registered_callable_is_asked_in_every_process(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may decide otherwise there: what it led to is in no file of the host, not even for the role after it."""
    federation: WebIdentity | Saml = WebIdentity("registered", token_source="x")
    if method == "saml":
        federation = Saml(Settings({"principal_arn": "p", "assertion_source": "x"}))
        monkeypatch.setattr(
            "airflow_provider_awsconn.credentials.assertions.build_assertion_source", lambda *_: lambda: "assertion"
        )
    cache = build_cache(tmp_path).host_cache
    deployment = Deployment(token_sources={"x": f"{__name__}:fetch_token"}, host_cache=cache)
    for roles in ((ETL,), (HUB, ETL)):
        connection = connect(*roles, key=None, federation=federation)
        counts = []
        for _ in range(2):
            worker = Worker(deployment=deployment)
            worker.get(connection)
            counts.append(len(worker.sts.calls))
        assert counts == [len(roles)] * 2
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    (tmp_path / "token").write_text(make_token("alice"))
    plain = WebIdentity("file", token_file=str(tmp_path / "token"))
    assert [ask_with(plain, Registry(), tmp_path) for _ in range(2)] == [1, 0]
    assert len([path for path in (tmp_path / "cache").rglob("*") if path.is_file()]) > 0


def test_a_shared_failure_names_who_asks() -> None:
    """Connections share a chain or a role; the error of each names itself."""
    worker = Worker(run_values=RUN)
    for conn_id in ("a", "b"):
        for connection in (
            connect(key=None, conn_id=conn_id),
            connect(ETL, key=None, conn_id=conn_id),
            connect(ETL, key=None, conn_id=conn_id, federation=WebIdentity("file", token_file="/nowhere")),
        ):
            with pytest.raises(CredentialsError) as failed:
                worker.get(connection)
            assert str(failed.value).startswith(f"connection '{conn_id}': ")


def test_the_secrets_of_every_role_are_told() -> None:
    """Those of the roles on the way too, before the last one's can be used."""
    worker = Worker()
    worker.get(connect(HUB, ETL))
    assert worker.told == ["secret-1", "token-1", "secret-2", "token-2"]
    worker.get(connect(OTHER, HUB, ETL))
    assert worker.told[4:] == [f"{kind}-{number}" for number in (3, 4, 5) for kind in ("secret", "token")]


def build_cache(path: Path) -> Deployment:
    """A deployment whose tasks share credentials on the host."""
    return Deployment(host_cache=HostCache(path / "cache", [KEY]))


KEY = Fernet.generate_key().decode()


def test_tasks_of_a_host_share_under_the_connections_name(tmp_path: Path) -> None:
    """With a host cache no task's name is on the credentials: two runs in two processes use one set."""
    one = Worker(deployment=build_cache(tmp_path), run_values=RUN)
    other = Worker(deployment=build_cache(tmp_path), run_values=RUN | {"run_id": "r2", "task_id": "other"})
    assert one.get(connect(HUB, ETL)) == other.get(connect(HUB, ETL)) == "ASIA2"
    assert other.sts.calls == []
    assert [arguments["RoleSessionName"] for _, arguments in one.sts.calls] == ["Airflow_c", "Airflow_c"]
    nobody = Worker(deployment=build_cache(tmp_path), run_values=RUN)
    nobody.get(AwsConnection(access_key_id="AKIA", secret_access_key=Secret("s"), roles=(ETL,)))
    assert nobody.sts.calls[0][1]["RoleSessionName"] == "Airflow"


def test_a_name_that_is_given_is_kept_on_a_shared_host(tmp_path: Path) -> None:
    """A template that tells the run keeps runs apart, cache or not; so do tags that tell it."""
    for role in (replace(ETL, session_name="{run_id}-name"), replace(ETL, tags=Settings({"run": "{run_id}"}))):
        workers = [
            Worker(deployment=build_cache(tmp_path), run_values=RUN | {"run_id": run_id}) for run_id in ("r1", "r2")
        ]
        for worker in workers:
            worker.get(connect(role))
        assert [len(worker.sts.calls) for worker in workers] == [1, 1]


def test_on_a_shared_host_other_keys_are_another_identity(tmp_path: Path) -> None:
    """Whoever does not have the base credentials does not get what they may assume."""
    one, other = (Worker(deployment=build_cache(tmp_path)) for _ in range(2))
    one.get(connect(ETL))
    other.get(replace(connect(ETL), secret_access_key=Secret("guessed")))
    assert len(other.sts.calls) == 1


def test_a_child_shares_what_its_parent_minted() -> None:
    """A forked task goes on with the set there is, with a client of its own for the next."""
    worker = Worker()
    credentials = worker.build(connect(ETL))
    assert credentials.access_key == "ASIA1"
    assert run_in_child(lambda: (credentials.access_key, worker.get(connect(ETL)), worker.get(connect(OTHER)))) == (
        "('ASIA1', 'ASIA1', 'ASIA2')"
    )


def list_sessions(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The log lines that lead from CloudTrail to a run."""
    return [record.getMessage() for record in caplog.records if "role session" in record.getMessage()]


def test_the_log_says_once_whose_a_session_is(caplog: pytest.LogCaptureFixture) -> None:
    """Inside a task one line per role tells the session's name and the run in full, however often it is built."""
    worker = Worker(run_values=RUN)
    with caplog.at_level(logging.INFO):
        for _ in range(3):
            worker.get(connect(ETL))
    name = worker.sts.calls[0][1]["RoleSessionName"]
    assert list_sessions(caplog) == [f"connection 'c': role session \"{name}\" is DAG daily, task load, run r1, try 1"]


@pytest.mark.parametrize(
    ("role", "run_values"),
    [
        pytest.param(ETL, None, id="outside-a-task"),
        pytest.param(replace(ETL, session_name="nightly"), RUN, id="fixed-name"),
        pytest.param(replace(ETL, session_name="nightly-{conn_id}"), RUN, id="name-of-the-connection"),
    ],
)
def test_the_log_says_nothing_where_the_name_tells_no_run(
    role: RoleStep, run_values: dict[str, str] | None, caplog: pytest.LogCaptureFixture
) -> None:
    """A name that is always the same needs no line."""
    with caplog.at_level(logging.INFO):
        Worker(run_values=run_values).get(connect(role))
    assert list_sessions(caplog) == []


@pytest.mark.parametrize("template", ["{conn_id}-{dag_id}", "{run_id}", "{map_index}{team}{try_number}x"])
def test_the_log_says_whose_a_session_of_a_template_is(template: str, caplog: pytest.LogCaptureFixture) -> None:
    """A name with any field of the run in it is one run's, on a shared host too."""
    with caplog.at_level(logging.INFO):
        worker = Worker(run_values=RUN)
        worker.get(connect(replace(ETL, session_name=template)))
    name = worker.sts.calls[0][1]["RoleSessionName"]
    assert list_sessions(caplog) == [f"connection 'c': role session \"{name}\" is DAG daily, task load, run r1, try 1"]


def test_the_log_says_no_task_of_a_session_that_is_everybodys(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With a host cache a session without a name of its own is no task's."""
    worker = Worker(deployment=build_cache(tmp_path), run_values=RUN)
    with caplog.at_level(logging.INFO):
        worker.get(connect(HUB, ETL))
        assert list_sessions(caplog) == []
        worker.get(connect(replace(ETL, session_name="{run_id}-x")))
    assert len(list_sessions(caplog)) == 1


def test_a_handler_of_the_log_may_have_a_connection_of_its_own() -> None:
    """One that sends lines to AWS needs credentials while a line is written: the registry is free, in any thread."""

    def use() -> str:
        worker = Worker(run_values=RUN)
        keys: list[str] = []

        class Remote(logging.Handler):
            """Asks in another thread, which no re-entrant lock lets in."""

            def emit(self, _: logging.LogRecord) -> None:
                thread = threading.Thread(target=lambda: keys.append(worker.get(connect(conn_id="log", key="AKIALOG"))))
                thread.start()
                thread.join(5)
                keys.append(worker.get(connect(conn_id="log", key="AKIALOG")))

        logger = logging.getLogger("airflow_provider_awsconn.credentials.chain")
        logger.setLevel(logging.INFO)
        logger.addHandler(Remote())
        worker.build(connect(ETL))
        return " ".join(keys)

    assert run_in_child(use) == "AKIALOG AKIALOG"


@pytest.mark.parametrize(("conn_id", "name"), [(None, "aws_conn_id=None"), ("c", "connection 'c'")])
def test_a_connection_has_a_name(conn_id: str | None, name: str) -> None:
    """By its id, or as what it stands for."""
    assert name_connection(AwsConnection(conn_id)) == name


def test_the_registry_of_the_process_is_the_default(own_registry: Registry) -> None:
    """Who says nothing else shares with the whole process."""
    assert Surroundings().registry is own_registry


# On an event loop.


def ask_on_loop(credentials: Any, count: int = 1) -> list[Any]:
    """What coroutines of one loop get of a connection's credentials, or what is raised."""
    built = build_async_credentials(credentials)
    assert built is not None
    return asyncio.run(gather(count, built.get_frozen_credentials))


def test_200_hooks_of_a_loop_ask_once_and_wait_in_one_thread() -> None:
    """Each hook has a chain of its own; the role before theirs is the same, and so is theirs."""
    asked, go_on = threading.Event(), threading.Event()

    class SlowSts(FakeSts):
        """Answers when it is let go."""

        def answer(self, operation: str, arguments: dict[str, Any], credentials: Credentials | None) -> dict[str, Any]:
            """Answer, sometime."""
            asked.set()
            assert go_on.wait(30), "the loop is blocked"
            return super().answer(operation, arguments, credentials)

    worker = Worker(sts=SlowSts())
    built = [build_async_credentials(worker.build(connect(HUB, ETL))) for _ in range(200)]

    async def main() -> list[Any]:
        end_flights()
        before = threading.active_count()
        asking = (each.get_frozen_credentials() for each in built if each is not None)
        waiting = asyncio.ensure_future(asyncio.gather(*asking))
        await see(asked)
        await turn_loop()
        assert (waiting.done(), threading.active_count() - before) == (False, 1)
        go_on.set()
        return list(await waiting)

    assert {each.access_key for each in asyncio.run(main())} == {"ASIA2"}
    assert worker.sts.operations == ["assume_role"] * 2
    assert set(worker.told) >= {"secret-1", "token-1", "secret-2", "token-2"}


def test_threads_and_loops_have_the_same_credentials() -> None:
    """What one has minted is at hand for the other; their hooks know nothing of each other."""
    worker = Worker()
    assert worker.get(connect(ETL)) == "ASIA1"
    assert [each.access_key for each in ask_on_loop(worker.build(connect(ETL)), 20)] == ["ASIA1"] * 20
    assert [each.access_key for each in ask_on_loop(worker.build(connect(HUB)))] == ["ASIA2"]
    assert worker.get(connect(HUB)) == "ASIA2"
    assert len(worker.sts.calls) == 2


FAILING = {
    "role": (connect(HUB, ETL), make_client_error("AccessDenied", "you may not"), None),
    "unreachable": (connect(ETL), TimeoutError("slow"), None),
    "chain": (connect(key=None), None, CredentialRetrievalError(provider="p", error_msg="exit 1")),
    "empty-chain": (connect(key=None), None, None),
    "role-of-empty-chain": (connect(ETL, key=None), None, None),
    "role-of-chain": (connect(ETL, key=None), None, CredentialRetrievalError(provider="p", error_msg="exit 1")),
    "account": (connect(allowed_account_ids=(ACCOUNT,)), make_client_error("AccessDenied"), None),
    "another-account": (connect(allowed_account_ids=(ACCOUNT,)), None, None),
    "forbidden-account": (connect(ETL, forbidden_account_ids=(ACCOUNT,)), None, None),
}


@pytest.mark.parametrize(("connection", "of_sts", "of_chain"), FAILING.values(), ids=FAILING)
def test_a_coroutine_is_told_what_a_thread_is_told(
    connection: AwsConnection, of_sts: Exception | None, of_chain: Exception | None
) -> None:
    """The same error in the same words, to all who wait, each with one of its own where it is explained."""

    def work() -> Worker:
        worker = Worker(lookup_error=of_chain)
        worker.sts.error = of_sts
        return worker

    with pytest.raises(CredentialsError) as in_thread:
        work().get(connection)
    worker = work()
    errors = ask_on_loop(worker.build(connection), 20)
    assert {(type(error), str(error), error.cause) for error in errors} == {
        (type(in_thread.value), str(in_thread.value), in_thread.value.cause)
    }
    assert len({id(error) for error in errors}) == 20
    assert {(error.__cause__, error.__context__) for error in errors} == {(None, None)}
    # A lookup that fails is not kept: who comes after it looks again, here as in a thread.
    assert len(worker.sts.calls) + (worker.lookups > 0) == 1
    assert not any(text.startswith(("secret-2", "token-2")) for text in worker.told)


@pytest.mark.parametrize("kind", ["keys", "chain", "token"])
def test_what_failed_on_a_loop_holds_no_secret(kind: str, token_file: Path) -> None:
    """Neither the errors nor what is kept of the failure lead to what was in the request."""
    connection, registry, credentials = build_with_canaries(kind, token_file)
    errors = ask_on_loop(credentials, 3)
    assert {type(error) for error in errors} == {CredentialsUnavailableError}
    for error in errors:
        error.__traceback__ = None
    assert find_reachable(errors, CANARIES) == []
    kept = [source._failure for source in registry._kept.values()]  # type: ignore[attr-defined]
    assert len(kept) == len(connection.roles)
    assert find_reachable(kept, CANARIES) == []


def test_a_failure_is_explained_off_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """What knows the causes is a lot to import, which an event loop does not wait for."""
    threads: list[threading.Thread] = []

    def note(*arguments: Any) -> Any:
        threads.append(threading.current_thread())
        return explain(*arguments)

    monkeypatch.setattr("airflow_provider_awsconn.credentials.chain.explain", note)
    worker = Worker()
    worker.sts.error = make_client_error("AccessDenied")
    (error,) = ask_on_loop(worker.build(connect(ETL)))
    assert isinstance(error, RoleRefusedError)
    assert len(threads) == 1
    assert threading.current_thread() not in threads


def test_the_masker_is_told_off_the_loop_before_a_set_is_given() -> None:
    """Of each role on the way, once; of another hook with the same credentials again, which has its own masker."""
    worker, threads = Worker(), list[threading.Thread]()
    tell = worker.tell

    def note(secret: str, ends_at: float | None) -> None:
        threads.append(threading.current_thread())
        tell(secret, ends_at)

    worker.tell = note  # type: ignore[method-assign]
    credentials = worker.build(connect(HUB, ETL))
    for _ in range(2):
        ask_on_loop(credentials, 50)
        assert worker.told == ["secret-1", "token-1", "secret-2", "token-2"]
    assert threading.current_thread() not in threads
    # Those that find the loop for Airflow, not those that mint.
    assert all(thread.name.startswith("awsconn-airflow") for thread in threads)
    worker.told.clear()
    ask_on_loop(worker.build(connect(HUB, ETL)))
    assert worker.told == ["secret-1", "token-1", "secret-2", "token-2"]


def test_a_role_is_not_minted_on_a_loop_with_what_another_environment_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a thread: the hook was made in one environment, and is used in another."""
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    worker = Worker(found=Credentials("AKIAFOUND", "s"))
    credentials = worker.build(connect(ETL, key=None))
    monkeypatch.setenv("AWS_PROFILE", "other")
    (error,) = ask_on_loop(credentials)
    assert "the environment variables have changed between the hook and its first request" in str(error)
    assert worker.sts.calls == []


def test_a_child_has_on_its_loop_what_its_parent_minted() -> None:
    """Nothing is asked anew after a fork, and what was not there is minted there."""
    worker = Worker()
    ask_on_loop(worker.build(connect(ETL)))

    def use() -> str:
        keys = [ask_on_loop(worker.build(connect(role)))[0].access_key for role in (ETL, HUB)]
        return f"{keys} {len(worker.sts.calls)}"

    assert run_in_child(use) == "['ASIA1', 'ASIA2'] 2"
    assert len(worker.sts.calls) == 1
