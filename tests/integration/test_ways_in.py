"""Each way to be somebody on AWS without a token or an assertion: who signs, and what is asked of whom, and when."""

from __future__ import annotations

import hashlib
import json
import shlex
import sys
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from botocore.exceptions import ClientError

from airflow_provider_awsconn.credentials.errors import EmptyChainError, RoleRefusedError
from airflow_provider_awsconn.errors import CredentialsError, InvalidConnectionError
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.aws_bench.clients import build_client
from tests.integration.ways import Worker, ask, ask_who, assert_silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.aws_bench import AwsBench, LoggedRequest
    from tests.conftest import AirflowConnection

START_URL = "https://portal.example.com/start"
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}

pytestmark = pytest.mark.usefixtures("each_client")


@pytest.fixture
def worker(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Worker:
    """A worker of its own for each test."""
    return Worker.prepare(bench, airflow_connection, monkeypatch, tmp_path)


class Way(NamedTuple):
    """A way to be somebody.

    Attributes:
        hook: sets the worker up and gives the hook.
        who: the end of the ARN that STS tells.
        asked: what is asked before the first request, and who signs it.
        signer: who signs the request itself.
    """

    hook: Callable[[Worker], AwsHook]
    who: str
    asked: tuple[str, ...] = ()
    signer: str = "worker"


def use_session_token(worker: Worker) -> AwsHook:
    """Keys of a session, minted before the test looks."""
    minted = worker.hook_with_keys("minting", role_arn=worker.bench.role_arn).get_credentials()
    worker.bench.clear()
    return worker.hook(login=minted.access_key, password=minted.secret_key, aws_session_token=minted.token)


def write_files(worker: Worker, config: str, credentials: str = "") -> None:
    """Write the two AWS configuration files and let boto3 read them."""
    worker.set(
        AWS_CONFIG_FILE=worker.write("config", config),
        AWS_SHARED_CREDENTIALS_FILE=worker.write("credentials", credentials),
    )


def write_keys(worker: Worker, profile: str) -> str:
    """The user's keys as a section of the credentials file."""
    keys = worker.bench.worker
    return f"[{profile}]\naws_access_key_id = {keys.access_key}\naws_secret_access_key = {keys.secret_key}\n"


def use_profile(worker: Worker) -> AwsHook:
    """A profile with plain keys."""
    write_files(worker, "", write_keys(worker, "plain"))
    return worker.hook(profile_name="plain")


def use_profile_with_role(worker: Worker) -> AwsHook:
    """A profile that boto3 assumes a role for, with the keys of another one."""
    config = f"[profile etl]\nrole_arn = {worker.bench.role_arn}\nsource_profile = plain\nrole_session_name = me\n"
    write_files(worker, config, write_keys(worker, "plain"))
    worker.set(AWS_ENDPOINT_URL_STS=worker.bench.endpoint_url)
    return worker.hook(profile_name="etl")


def use_credential_process(worker: Worker) -> AwsHook:
    """A profile whose keys a program prints."""
    keys = worker.bench.worker
    printed = json.dumps({"Version": 1, "AccessKeyId": keys.access_key, "SecretAccessKey": keys.secret_key})
    path = worker.write("keys.json", printed)
    program = f"import pathlib; print(pathlib.Path({path!r}).read_text())"
    write_files(worker, f"[profile program]\ncredential_process = {sys.executable} -c {shlex.quote(program)}\n")
    return worker.hook(profile_name="program")


def use_sign_on(worker: Worker, profile: str, cached: str) -> AwsHook:
    """A profile of single sign-on, with a sign-on that has been made."""
    role = f"sso_account_id = {worker.bench.account_id}\nsso_role_name = hub\nregion = us-east-1\n"
    write_files(worker, f"[profile signed-on]\n{role}{profile}")
    ends = datetime.now(timezone.utc) + timedelta(hours=1)
    sign_on = {"startUrl": START_URL, "region": "us-east-1", "accessToken": worker.bench.sso_token}
    worker.write(
        f"{hashlib.sha1(cached.encode()).hexdigest()}.json",
        json.dumps(sign_on | {"expiresAt": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}),
    )
    # Where botocore looks is worked out from HOME when it is imported.
    for holder in ("credentials.SSOProvider", "tokens.SSOTokenProvider"):
        worker.patch.setattr(f"botocore.{holder}._SSO_TOKEN_CACHE_DIR", str(worker.folder))
    worker.set(AWS_ENDPOINT_URL_SSO=worker.bench.endpoint_url)
    return worker.hook(profile_name="signed-on")


def use_sso_session(worker: Worker) -> AwsHook:
    """Single sign-on with a section of its own for the session."""
    session = f"[sso-session company]\nsso_start_url = {START_URL}\nsso_region = us-east-1\n"
    return use_sign_on(worker, f"sso_session = company\n{session}", "company")


def use_sso_start_url(worker: Worker) -> AwsHook:
    """Single sign-on as profiles had it before."""
    return use_sign_on(worker, f"sso_start_url = {START_URL}\nsso_region = us-east-1\n", START_URL)


def set_keys(worker: Worker) -> None:
    """The user's keys in the environment."""
    keys = worker.bench.worker
    worker.set(AWS_ACCESS_KEY_ID=keys.access_key, AWS_SECRET_ACCESS_KEY=keys.secret_key)


def use_environment(worker: Worker) -> AwsHook:
    """An empty connection, keys in the environment."""
    set_keys(worker)
    return worker.hook()


def use_no_connection(worker: Worker) -> AwsHook:
    """No connection at all, everything in the environment."""
    set_keys(worker)
    worker.set(AWS_ENDPOINT_URL=worker.bench.endpoint_url, AWS_DEFAULT_REGION="eu-west-1")
    return AwsHook(None, client_type="sts")


def set_metadata(worker: Worker) -> None:
    """An instance with a role."""
    worker.patch.delenv("AWS_EC2_METADATA_DISABLED")
    worker.set(AWS_EC2_METADATA_SERVICE_ENDPOINT=worker.bench.imds_endpoint)


def use_metadata(worker: Worker) -> AwsHook:
    """An empty connection on an instance."""
    set_metadata(worker)
    return worker.hook()


def use_metadata_1(worker: Worker) -> AwsHook:
    """An empty connection on an old instance."""
    worker.bench.set_imds(v1_only=True)
    return use_metadata(worker)


def use_ecs(worker: Worker) -> AwsHook:
    """An empty connection in an ECS task."""
    worker.set(
        AWS_CONTAINER_CREDENTIALS_FULL_URI=worker.bench.container_credentials_url,
        AWS_CONTAINER_AUTHORIZATION_TOKEN=worker.bench.container_token,
    )
    return worker.hook()


def use_pod_identity(worker: Worker) -> AwsHook:
    """An empty connection in an EKS pod with Pod Identity."""
    worker.set(
        AWS_CONTAINER_CREDENTIALS_FULL_URI=worker.bench.pod_identity_url,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=worker.write("token", worker.bench.container_token),
    )
    return worker.hook()


def use_irsa(worker: Worker) -> AwsHook:
    """An empty connection in an EKS pod with a service account's role."""
    worker.set(
        AWS_WEB_IDENTITY_TOKEN_FILE=worker.write("token", worker.bench.make_web_identity_token()),
        AWS_ROLE_ARN=worker.bench.role_arn,
        AWS_ROLE_SESSION_NAME="pod",
        AWS_ENDPOINT_URL_STS=worker.bench.endpoint_url,
    )
    return worker.hook()


def assume_on_profile(worker: Worker) -> AwsHook:
    """A role with the keys of a profile."""
    write_files(worker, "", write_keys(worker, "plain"))
    return worker.hook(profile_name="plain", role_arn=worker.bench.role_arn)


def assume_on_profile_with_role(worker: Worker) -> AwsHook:
    """A role with the role of a profile."""
    config = f"[profile etl]\nrole_arn = {worker.bench.hub_role_arn}\nsource_profile = plain\n"
    write_files(worker, config, write_keys(worker, "plain"))
    worker.set(AWS_ENDPOINT_URL_STS=worker.bench.endpoint_url)
    return worker.hook(profile_name="etl", role_arn=worker.bench.role_arn)


def assume_on_environment(worker: Worker) -> AwsHook:
    """A role with the keys of the environment."""
    set_keys(worker)
    return worker.hook(role_arn=worker.bench.role_arn)


def assume_on_session_token(worker: Worker) -> AwsHook:
    """A role with keys of a session in the connection."""
    minted = worker.hook_with_keys("minting", role_arn=worker.bench.hub_role_arn).get_credentials()
    worker.bench.clear()
    return worker.hook(
        login=minted.access_key,
        password=minted.secret_key,
        aws_session_token=minted.token,
        role_arn=worker.bench.role_arn,
    )


METADATA = ("imds GetRoleName by nobody", "imds GetCredentials by nobody")
METADATA_2 = ("imds GetToken by nobody", *METADATA)
ASSUMED = ("sts AssumeRole role by worker",)
BY_SESSION = "session 1"
WAYS = {
    "keys": Way(lambda worker: worker.hook_with_keys(), "user/worker"),
    "keys-and-token": Way(use_session_token, "assumed-role/etl/Airflow_minting", (), BY_SESSION),
    "profile": Way(use_profile, "user/worker"),
    "profile-role": Way(use_profile_with_role, "assumed-role/etl/me", ASSUMED, BY_SESSION),
    "profile-credential-process": Way(use_credential_process, "user/worker"),
    "profile-sso-session": Way(
        use_sso_session, "assumed-role/hub/sso-user", ("sso GetRoleCredentials by nobody",), BY_SESSION
    ),
    "profile-sso-start-url": Way(
        use_sso_start_url, "assumed-role/hub/sso-user", ("sso GetRoleCredentials by nobody",), BY_SESSION
    ),
    "chain-environment": Way(use_environment, "user/worker"),
    "no-connection": Way(use_no_connection, "user/worker"),
    "chain-imds-2": Way(use_metadata, "assumed-role/etl/i-0123456789abcdef0", METADATA_2, BY_SESSION),
    "chain-imds-1": Way(
        use_metadata_1, "assumed-role/etl/i-0123456789abcdef0", (f"{METADATA_2[0]}, 404", *METADATA), BY_SESSION
    ),
    "chain-ecs": Way(use_ecs, "assumed-role/etl/ecs-task", ("ecs GetCredentials by nobody",), BY_SESSION),
    "chain-pod-identity": Way(
        use_pod_identity, "assumed-role/etl/eks-pod", ("eks GetCredentials by nobody",), BY_SESSION
    ),
    "chain-irsa": Way(use_irsa, "assumed-role/etl/pod", ("sts AssumeRoleWithWebIdentity role by nobody",), BY_SESSION),
    "role-arn": Way(
        lambda worker: worker.hook_with_keys(role_arn=worker.bench.role_arn),
        "assumed-role/etl/Airflow_ways",
        ASSUMED,
        BY_SESSION,
    ),
    "role-account-and-name": Way(
        lambda worker: worker.hook_with_keys(aws_account_id=worker.bench.account_id, aws_iam_role="etl"),
        "assumed-role/etl/Airflow_ways",
        ASSUMED,
        BY_SESSION,
    ),
    "role-name": Way(
        lambda worker: worker.hook_with_keys(aws_iam_role="etl"),
        "assumed-role/etl/Airflow_ways",
        ("sts GetCallerIdentity by worker", *ASSUMED),
        BY_SESSION,
    ),
    "role-on-profile": Way(assume_on_profile, "assumed-role/etl/Airflow_ways", ASSUMED, BY_SESSION),
    "role-on-profile-role": Way(
        assume_on_profile_with_role,
        "assumed-role/etl/Airflow_ways",
        ("sts AssumeRole hub by worker", "sts AssumeRole role by session 1"),
        "session 2",
    ),
    "role-on-environment": Way(assume_on_environment, "assumed-role/etl/Airflow_ways", ASSUMED, BY_SESSION),
    "role-on-session-token": Way(
        assume_on_session_token, "assumed-role/etl/Airflow_ways", ("sts AssumeRole role by session 1",), "session 2"
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_way_in(way: Way, worker: Worker) -> None:
    """Nothing is asked before the first request, what is needed before it once, and nothing at the second one."""
    hook = way.hook(worker)
    assert_silent(worker, hook)
    assert ask_who(hook) == way.who
    request = f"sts GetCallerIdentity by {way.signer}"
    assert worker.tell() == [*way.asked, request]
    hook.get_session().client("sts", endpoint_url=worker.bench.endpoint_url).get_caller_identity()
    assert ask_who(hook) == way.who
    # Without the first ones, sessions are counted anew.
    again = "sts GetCallerIdentity by worker" if way.signer == "worker" else "sts GetCallerIdentity by session 1"
    assert worker.tell() == [again, again]


@pytest.fixture
def etl_may_assume(bench: AwsBench) -> Iterator[None]:
    """The role of the machine may assume others for once."""
    iam = build_client(bench, "iam", bench.worker)
    allowed = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    iam.put_role_policy(RoleName="etl", PolicyName="assume", PolicyDocument=policy)
    bench.clear()
    yield
    iam.delete_role_policy(RoleName="etl", PolicyName="assume")


MACHINES = {
    "imds": (use_metadata, METADATA_2),
    "ecs": (use_ecs, ("ecs GetCredentials by nobody",)),
    "pod-identity": (use_pod_identity, ("eks GetCredentials by nobody",)),
    "irsa": (use_irsa, ("sts AssumeRoleWithWebIdentity role by nobody",)),
}


@pytest.mark.usefixtures("etl_may_assume")
@pytest.mark.parametrize(("prepare", "asked"), MACHINES.values(), ids=MACHINES)
def test_a_role_on_the_role_of_the_machine(
    prepare: Callable[[Worker], AwsHook], asked: tuple[str, ...], worker: Worker
) -> None:
    """The machine's own role signs AssumeRole once, and two connections on one machine ask it once."""
    prepare(worker)
    hub, spoke = (
        worker.hook(name, role_arn=arn)
        for name, arn in (("one", worker.bench.hub_role_arn), ("two", worker.bench.spoke_role_arn))
    )
    assert_silent(worker, hub)
    assert ask_who(hub) == "assumed-role/hub/Airflow_one"
    assert ask_who(spoke) == "assumed-role/spoke/Airflow_two"
    assert worker.tell() == [
        *asked,
        "sts AssumeRole hub by session 1",
        "sts GetCallerIdentity by session 2",
        "sts AssumeRole spoke by session 1",
        "sts GetCallerIdentity by session 3",
    ]


def test_anonymous_requests_are_not_signed(worker: Worker) -> None:
    """With `unsigned` the keys that are there sign nothing, and nothing else is asked."""
    hook = worker.hook_with_keys(service="s3", config_kwargs={"signature_version": "unsigned"})
    assert_silent(worker, hook)
    with pytest.raises(ClientError):
        ask(hook, "get_object", Bucket="none", Key="none")
    (told,) = worker.tell()
    assert told.startswith("s3 GetObject by nobody")


def test_anonymous_requests_need_no_keys(worker: Worker) -> None:
    """Without keys anywhere `unsigned` works too, and no lookup chain is run."""
    worker.patch.delenv("AWS_EC2_METADATA_DISABLED")
    worker.set(AWS_EC2_METADATA_SERVICE_ENDPOINT=worker.bench.imds_endpoint)
    hook = worker.hook(service="s3", config_kwargs={"signature_version": "unsigned"})
    with pytest.raises(ClientError):
        ask(hook, "get_object", Bucket="none", Key="none")
    (told,) = worker.tell()
    assert told.startswith("s3 GetObject by nobody")


def test_an_empty_chain_is_told(worker: Worker) -> None:
    """Where boto3 finds nothing the error names the connection, and nothing is sent; with a role as well."""
    for hook in (worker.hook("empty"), worker.hook("empty", role_arn=worker.bench.role_arn)):
        with pytest.raises(EmptyChainError, match="connection 'empty': boto3's lookup chain found no credentials"):
            ask_who(hook)
    assert worker.tell() == []


def test_half_a_key_pair_asks_nobody(worker: Worker) -> None:
    """A login without a password is an error, although the worker has keys of its own."""
    set_keys(worker)
    with pytest.raises(InvalidConnectionError, match="password: empty while login is set"):
        ask_who(worker.hook(login="AKIAIOSFODNN7EXAMPLE"))
    assert worker.tell() == []


ARGUMENTS: dict[str, tuple[dict[str, Any], Callable[[LoggedRequest], Any], Any]] = {
    "external-id": ({"external_id": "partner-7"}, lambda sent: sent.external_id, "partner-7"),
    "policy-object": ({"session_policy": POLICY}, lambda sent: json.loads(sent.policy or ""), POLICY),
    "policy-text": ({"session_policy": json.dumps(POLICY)}, lambda sent: json.loads(sent.policy or ""), POLICY),
    "policy-arns": (
        {"assume_role_kwargs": {"PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}]}},
        lambda sent: tuple(sent.policy_arns),
        ("arn:aws:iam::aws:policy/ReadOnlyAccess",),
    ),
    "tags": (
        {"session_tags": {"team": "etl", "of": "{conn_id}"}},
        lambda sent: sent.tags,
        {"team": "etl", "of": "ways"},
    ),
    "transitive-tags": (
        {"session_tags": {"team": "etl"}, "assume_role_kwargs": {"TransitiveTagKeys": ["team"]}},
        lambda sent: tuple(sent.transitive_tag_keys),
        ("team",),
    ),
    "source-identity": ({"source_identity": "nightly"}, lambda sent: sent.source_identity, "nightly"),
    "source-identity-field": ({"source_identity": "by-{conn_id}"}, lambda sent: sent.source_identity, "by-ways"),
    "duration": ({"duration_seconds": 900}, lambda sent: sent.duration_seconds, 900),
    "session-name": ({"role_session_name": "for_{conn_id}"}, lambda sent: sent.role_session_name, "for_ways"),
}


@pytest.mark.parametrize(("extra", "read", "expected"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_what_is_said_about_the_role_is_sent(
    extra: dict[str, Any], read: Callable[[LoggedRequest], Any], expected: Any, worker: Worker
) -> None:
    """Each argument of AssumeRole arrives at STS as the connection says it, in one call."""
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn, **extra)
    assert_silent(worker, hook)
    assert ask_who(hook).startswith("assumed-role/etl/")
    (sent,) = worker.bench.requests("AssumeRole")
    assert read(sent) == expected


@pytest.mark.parametrize("external_id", [None, "partner-8"], ids=["missing", "wrong"])
def test_an_external_id_that_is_not_the_roles_is_refused(external_id: str | None, worker: Worker) -> None:
    """The refusal names connection, role and what to look at; the request itself is not sent."""
    worker.bench.require_external_id(worker.bench.role_arn, "partner-7")
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn, external_id=external_id)
    with pytest.raises(RoleRefusedError, match="external id") as caught:
        ask_who(hook)
    assert str(caught.value).startswith(f"connection 'ways', role {worker.bench.role_arn}: AccessDenied: ")
    assert "partner" not in str(caught.value)
    assert worker.tell() == ["sts AssumeRole role by worker, 403"]
    assert ask_who(worker.hook_with_keys(role_arn=worker.bench.role_arn, external_id="partner-7"))


@pytest.mark.parametrize(
    ("extra", "action"),
    [({"session_tags": {"team": "etl"}}, "sts:TagSession"), ({"source_identity": "me"}, "sts:SetSourceIdentity")],
    ids=["tags", "source-identity"],
)
def test_a_right_that_is_missing_is_named(extra: dict[str, Any], action: str, worker: Worker) -> None:
    """Where the trust policy lacks the right that tags or a source identity need, the error names it."""
    worker.bench.set_fault("AssumeRole", refused=True, refused_action=action)
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn, **extra)
    with pytest.raises(RoleRefusedError, match=f"the role's trust policy must allow {action} too"):
        ask_who(hook)


def break_pod(worker: Worker) -> AwsHook:
    """A pod whose role does not trust it."""
    worker.bench.set_fault("AssumeRoleWithWebIdentity", refused=True)
    return use_irsa(worker)


def break_sign_on(worker: Worker) -> AwsHook:
    """A sign-on that has ended."""
    worker.bench.set_fault(service="sso", status=401, error_code="UnauthorizedException")
    hook = use_sso_session(worker)
    worker.set(AWS_PROFILE="signed-on")
    return hook


def break_profile(worker: Worker) -> AwsHook:
    """A profile whose role is refused."""
    worker.bench.set_fault("AssumeRole", refused=True)
    hook = use_profile_with_role(worker)
    worker.set(AWS_PROFILE="etl")
    return hook


BROKEN = {
    "irsa": (break_pod, "AccessDenied: ", "the role does not let this web identity token in; "),
    "sso": (break_sign_on, "UnauthorizedSSOTokenError: ", "the SSO session of the profile has ended, "),
    "profile-role": (break_profile, "AccessDenied: ", "the role of the profile does not let the caller in, "),
}


@pytest.mark.parametrize("has_role", [False, True], ids=["alone", "role-on-it"])
@pytest.mark.parametrize(("prepare", "reason", "cause"), BROKEN.values(), ids=BROKEN)
def test_a_failure_of_the_worker_is_told_as_its_own(
    prepare: Callable[[Worker], AwsHook], reason: str, cause: str, has_role: bool, worker: Worker
) -> None:
    """Where boto3's chain fails, the error says so, and sends nobody to the connection's own role."""
    prepare(worker)
    hook = worker.hook(role_arn=worker.bench.hub_role_arn if has_role else None)
    with pytest.raises(CredentialsError) as caught:
        ask_who(hook)
    text = str(caught.value)
    assert text.startswith(f"connection 'ways', boto3's lookup chain: {reason}")
    assert f"; {cause}" in text
    assert worker.bench.hub_role_arn not in text
