"""Roles are assumed and refused as STS does it: by name, external id, token and assertion, and for so long only."""

from __future__ import annotations

import base64
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from .clients import (
    BUCKET,
    build_anonymous_sts,
    build_client,
    build_minted_client,
    build_role_client,
    describe_message,
    describe_refusal,
)

if TYPE_CHECKING:
    from . import AwsBench

OPERATIONS = ["AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"]


def assume(bench: AwsBench, operation: str, **arguments: Any) -> dict[str, Any]:
    """The answer to one of the three ways to get a role's keys."""
    arguments.setdefault("RoleArn", bench.role_arn)
    if operation == "AssumeRoleWithSAML":
        arguments.setdefault("PrincipalArn", bench.saml_principal_arn)
        arguments.setdefault("SAMLAssertion", bench.make_saml_response(arguments["RoleArn"]))
        answer = build_anonymous_sts(bench).assume_role_with_saml(**arguments)
    else:
        arguments.setdefault("RoleSessionName", "session")
        if operation == "AssumeRoleWithWebIdentity":
            arguments.setdefault("WebIdentityToken", bench.make_web_identity_token())
            answer = build_anonymous_sts(bench).assume_role_with_web_identity(**arguments)
        else:
            answer = build_client(bench, "sts", bench.limited).assume_role(**arguments)
    return dict(answer)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_minted_keys_have_the_rights_of_the_role(bench: AwsBench, operation: str) -> None:
    """Each way gives keys that may do what the role may, and no more."""
    minted = assume(bench, operation)["Credentials"]
    s3 = build_minted_client(bench, "s3", minted)
    s3.put_object(Bucket=BUCKET, Key=operation, Body=b"x")
    secrets = build_minted_client(bench, "secretsmanager", minted)
    assert describe_refusal(secrets.list_secrets) == ("AccessDenied", 403)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        pytest.param("SessionToken", ("InvalidToken", 400), id="token"),
        pytest.param("SecretAccessKey", ("SignatureDoesNotMatch", 403), id="secret"),
    ],
)
def test_minted_keys_are_checked(bench: AwsBench, operation: str, changed: str, refusal: tuple[str, int]) -> None:
    """Keys with another token or another secret are refused, whichever way they came."""
    minted = {**assume(bench, operation)["Credentials"], changed: "other"}
    assert describe_refusal(build_minted_client(bench, "s3", minted).list_buckets) == refusal


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("lifetime", "expected"),
    [
        pytest.param(90, timedelta(seconds=90), id="rewritten"),
        pytest.param(2.5, timedelta(seconds=2.5), id="fraction"),
        pytest.param(-10, timedelta(seconds=-10), id="in-the-past"),
        pytest.param(None, timedelta(seconds=3600), id="as-requested"),
    ],
)
def test_expiration_is_rewritten(bench: AwsBench, operation: str, lifetime: float | None, expected: timedelta) -> None:
    """A client sees the life time that was set, and the usual one when none is set."""
    bench.set_assume_role_lifetime(60)
    bench.set_assume_role_lifetime(lifetime)
    before = datetime.now(timezone.utc)
    minted = assume(bench, operation)["Credentials"]
    after = datetime.now(timezone.utc)
    slack = timedelta(seconds=1)
    assert before + expected - slack <= minted["Expiration"] <= after + expected + slack


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        pytest.param("AssumeRole", {"DurationSeconds": 1800}, id="role"),
        pytest.param("AssumeRoleWithWebIdentity", {"DurationSeconds": 1800}, id="web-identity"),
        pytest.param("AssumeRoleWithSAML", {"DurationSeconds": 1800}, id="saml"),
    ],
)
def test_requested_duration_counts(bench: AwsBench, operation: str, arguments: dict[str, Any]) -> None:
    """Without a life time that was set, keys live as long as was asked for."""
    minted = assume(bench, operation, **arguments)["Credentials"]
    assert abs(minted["Expiration"].timestamp() - time.time() - 1800) < 5


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    ("service", "call", "refusal"),
    [
        pytest.param("s3", "list_buckets", ("ExpiredToken", 400), id="s3"),
        pytest.param("sts", "get_caller_identity", ("ExpiredToken", 403), id="query"),
        pytest.param("secretsmanager", "list_secrets", ("ExpiredTokenException", 400), id="json"),
    ],
)
def test_expired_keys_are_refused(
    bench: AwsBench, operation: str, service: str, call: str, refusal: tuple[str, int]
) -> None:
    """Keys whose time is over get the refusal each API has for it."""
    bench.set_assume_role_lifetime(-1)
    minted = assume(bench, operation)["Credentials"]
    assert describe_refusal(getattr(build_minted_client(bench, service, minted), call)) == refusal


def test_keys_work_until_they_expire(bench: AwsBench) -> None:
    """Keys whose life ends within a second work, and are refused from the very moment they were told."""
    # Time to make a client, on however busy a machine.
    bench.set_assume_role_lifetime(4.8)
    minted = assume(bench, "AssumeRole")["Credentials"]
    s3 = build_minted_client(bench, "s3", minted)
    s3.list_buckets()
    # The clock is the server's, in another process.
    threading.Event().wait(max(0.0, minted["Expiration"].timestamp() - time.time()))
    assert describe_refusal(s3.list_buckets) == ("ExpiredToken", 400)


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        pytest.param(
            "AssumeRole",
            "User: arn:aws:iam::{account}:user/limited is not authorized to perform: sts:AssumeRole "
            "on resource: {role}",
            id="role",
        ),
        pytest.param(
            "AssumeRoleWithWebIdentity", "Not authorized to perform sts:AssumeRoleWithWebIdentity", id="web-identity"
        ),
        pytest.param("AssumeRoleWithSAML", "Not authorized to perform sts:AssumeRoleWithSAML", id="saml"),
    ],
)
@pytest.mark.parametrize("account", ["own", "unknown"])
def test_role_that_does_not_exist_is_refused(bench: AwsBench, operation: str, message: str, account: str) -> None:
    """A role nobody made is refused in AWS's words, in an account nobody has too."""
    role_arn = f"arn:aws:iam::{bench.account_id if account == 'own' else '333333333333'}:role/none"
    told = describe_message(assume, bench=bench, operation=operation, RoleArn=role_arn)
    assert told == message.format(account=bench.account_id, role=role_arn)
    (request,) = bench.requests()
    assert (request.action, request.role_arn, request.status) == (operation, role_arn, 403)


def test_caller_without_the_right_is_refused(bench: AwsBench) -> None:
    """A role that may not assume roles is told so with its own ARN and the one it asked for."""
    sts = build_role_client(bench, "sts", bench.role_arn)
    assert describe_message(sts.assume_role, RoleArn=bench.hub_role_arn, RoleSessionName="session") == (
        f"User: arn:aws:sts::{bench.account_id}:assumed-role/etl/session is not authorized to perform: "
        f"sts:AssumeRole on resource: {bench.hub_role_arn}"
    )


@pytest.mark.parametrize(
    ("arguments", "is_refused"),
    [
        pytest.param({}, True, id="missing"),
        pytest.param({"ExternalId": "other"}, True, id="wrong"),
        pytest.param({"ExternalId": "wanted"}, False, id="right"),
    ],
)
def test_external_id_is_required(bench: AwsBench, arguments: dict[str, str], *, is_refused: bool) -> None:
    """A role that wants an external id is refused without it, and other roles are not."""
    bench.require_external_id(bench.hub_role_arn, "wanted")
    assume(bench, "AssumeRole", RoleArn=bench.spoke_role_arn)
    if is_refused:
        refusal = describe_refusal(assume, bench=bench, operation="AssumeRole", RoleArn=bench.hub_role_arn, **arguments)
        assert refusal == ("AccessDenied", 403)
    else:
        assume(bench, "AssumeRole", RoleArn=bench.hub_role_arn, **arguments)
    bench.require_external_id(bench.hub_role_arn, None)
    assume(bench, "AssumeRole", RoleArn=bench.hub_role_arn)


def test_wrong_signature_comes_before_the_role(bench: AwsBench) -> None:
    """Whoever signs wrongly does not learn which roles there are."""
    wrong = type(bench.limited)(bench.limited.access_key, "w" * 40)
    sts = build_client(bench, "sts", wrong)
    refusal = describe_refusal(
        sts.assume_role, RoleArn=f"arn:aws:iam::{bench.account_id}:role/none", RoleSessionName="session"
    )
    assert refusal == ("SignatureDoesNotMatch", 403)


def test_roles_form_a_chain(bench: AwsBench) -> None:
    """Each role of a chain assumes the next, over two accounts, and the last one reads and writes the bucket."""
    sts = build_client(bench, "sts", bench.limited)
    for role_arn in (bench.hub_role_arn, bench.other_role_arn, bench.third_role_arn, bench.spoke_role_arn):
        minted = sts.assume_role(RoleArn=role_arn, RoleSessionName="session")["Credentials"]
        sts = build_minted_client(bench, "sts", minted)
        name = role_arn.rpartition("/")[2]
        account_id = bench.other_account_id if role_arn == bench.other_role_arn else bench.account_id
        identity = sts.get_caller_identity()
        assert (identity["Account"], identity["Arn"]) == (
            account_id,
            f"arn:aws:sts::{account_id}:assumed-role/{name}/session",
        )
    s3 = build_minted_client(bench, "s3", minted)
    s3.put_object(Bucket=BUCKET, Key="chain", Body=b"x")
    keys = [request.access_key for request in bench.requests("AssumeRole")]
    assert (len(keys), len(set(keys))) == (4, 4)


def test_other_account_reaches_the_bucket(bench: AwsBench) -> None:
    """The role of the other account may use the first account's bucket."""
    s3 = build_role_client(bench, "s3", bench.other_role_arn)
    s3.put_object(Bucket=BUCKET, Key="partner", Body=b"x")
    assert s3.get_object(Bucket=BUCKET, Key="partner")["Body"].read() == b"x"


def test_web_identity_is_logged_without_its_token(bench: AwsBench) -> None:
    """The log tells who the token is for and a digest of it, and nothing it could be used with."""
    token = bench.make_web_identity_token(sub="job-7", aud="audience")
    answer = assume(bench, "AssumeRoleWithWebIdentity", WebIdentityToken=token)
    assert (answer["SubjectFromWebIdentityToken"], answer["Audience"]) == ("job-7", "audience")
    assert answer["AssumedRoleUser"]["Arn"].endswith(":assumed-role/etl/session")
    (request,) = bench.requests("AssumeRoleWithWebIdentity")
    assert (request.signed, request.service, request.role_arn) == (False, "sts", bench.role_arn)
    assert (request.token_sub, request.token_aud) == ("job-7", "audience")
    assert request.token_digest == bench.digest(token)
    assert [part for part in token.split(".") if part in repr(request)] == []


@pytest.mark.parametrize(
    ("token", "refusal"),
    [
        pytest.param("identity-token", ("InvalidIdentityToken", 400), id="text"),
        pytest.param("root:x:0:0:root:/root:/bin/bash", ("InvalidIdentityToken", 400), id="password-file"),
        pytest.param("e30.W10.c2ln", ("InvalidIdentityToken", 400), id="payload-is-no-object"),
        pytest.param("bm8.e30.c2ln", ("InvalidIdentityToken", 400), id="header-is-no-json"),
        pytest.param("e30.e30.c2ln", ("InvalidIdentityToken", 400), id="no-expiry"),
        pytest.param("e30.e30.c2ln.c2ln", ("InvalidIdentityToken", 400), id="four-parts"),
    ],
)
def test_token_that_is_none_is_refused(bench: AwsBench, token: str, refusal: tuple[str, int]) -> None:
    """What has not the shape of a token gets STS's refusal for it."""
    call = {"bench": bench, "operation": "AssumeRoleWithWebIdentity", "WebIdentityToken": token}
    assert describe_refusal(assume, **call) == refusal
    assert token not in repr(bench.requests())


def test_expired_token_is_refused(bench: AwsBench) -> None:
    """A token whose time is over gets STS's refusal for it."""
    token = bench.make_web_identity_token(lifetime_seconds=-1)
    call = {"bench": bench, "operation": "AssumeRoleWithWebIdentity", "WebIdentityToken": token}
    assert describe_refusal(assume, **call) == ("ExpiredTokenException", 400)


def test_saml_is_logged_without_its_assertion(bench: AwsBench) -> None:
    """The log tells provider and digest; the session is named and limited as the assertion says."""
    assertion = bench.make_saml_response(session_name="someone", session_duration=1200)
    answer = assume(bench, "AssumeRoleWithSAML", SAMLAssertion=assertion)
    assert answer["AssumedRoleUser"]["Arn"].endswith(":assumed-role/etl/someone")
    assert abs(answer["Credentials"]["Expiration"].timestamp() - time.time() - 1200) < 5
    (request,) = bench.requests("AssumeRoleWithSAML")
    assert (request.signed, request.principal_arn) == (False, bench.saml_principal_arn)
    assert request.token_digest == bench.digest(assertion)
    assert assertion not in repr(request)


@pytest.mark.parametrize(
    "assertion",
    [
        pytest.param("not base64!", id="text"),
        pytest.param(base64.b64encode(b"no xml").decode(), id="no-xml"),
        pytest.param(base64.b64encode(b"<html/>").decode(), id="other-root"),
    ],
)
def test_assertion_that_is_none_is_refused(bench: AwsBench, assertion: str) -> None:
    """What is no SAML response gets STS's refusal for it."""
    call = {"bench": bench, "operation": "AssumeRoleWithSAML", "SAMLAssertion": assertion}
    assert describe_refusal(assume, **call) == ("InvalidIdentityToken", 400)


def test_old_assertion_is_refused(bench: AwsBench) -> None:
    """An assertion whose time is over gets STS's refusal for it."""
    assertion = bench.make_saml_response(lifetime_seconds=-1)
    call = {"bench": bench, "operation": "AssumeRoleWithSAML", "SAMLAssertion": assertion}
    assert describe_refusal(assume, **call) == ("ExpiredTokenException", 400)


def test_assertion_for_another_role_is_refused(bench: AwsBench) -> None:
    """An assertion names the roles it is good for."""
    assertion = bench.make_saml_response(bench.hub_role_arn)
    call = {"bench": bench, "operation": "AssumeRoleWithSAML", "SAMLAssertion": assertion}
    assert describe_refusal(assume, **call) == ("AccessDenied", 403)


def test_tokens_differ(bench: AwsBench) -> None:
    """Two tokens with the same claims are two, so that the log tells a fresh one from an old one."""
    assert bench.make_web_identity_token() != bench.make_web_identity_token()
    assert bench.make_saml_response() != bench.make_saml_response()


# The server knows nothing of Airflow.
pytestmark = pytest.mark.once
