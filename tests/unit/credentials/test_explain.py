"""What people are told when credentials can't be had: which connection, which role, since when, and what to do."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from airflow_provider_awsconn.connection import AwsConnection, RoleStep
from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.errors import (
    BaseCredentialsError,
    CredentialsUnavailableError,
    EmptyChainError,
    EndedAlreadyError,
    MintedMeanwhileError,
    RoleRefusedError,
    UnusableAnswerError,
)
from airflow_provider_awsconn.credentials.explain import describe_role, explain, explain_base
from airflow_provider_awsconn.credentials.renewal import Failure, MintingError
from airflow_provider_awsconn.credentials.tokens import TokenError
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem
from tests.unit.credentials.fakes import ARN, NOW, find_reachable, make_client_error

if TYPE_CHECKING:
    from airflow_provider_awsconn.errors import AwsConnError

WHERE = "connection 'c'"
CALLER = "arn:aws:iam::210987654321:user/worker"
NO_WAY = (
    "there is no way from this worker to sts.eu-west-1.amazonaws.com; look at firewalls and security groups, and, "
    "without internet, for a proxy or VPC endpoint"
)
HUB = "arn:aws:iam::333333333333:role/hub"


def make_failure(error: Exception, count: int = 1, since: float = NOW) -> Failure:
    """A failure of this many attempts."""
    return Failure(error, since, count, since + 5)


def fail(
    error: Exception, role: int | None = 0, count: int = 1, expired_at: float | None = None, since: float = NOW
) -> MintingError:
    """What a source raises."""
    return MintingError(make_failure(error, count, since), expired_at, role)


def tell(error: MintingError, *roles: RoleStep, federation: WebIdentity | Saml | None = None) -> AwsConnError:
    """Explain an error to the user of a connection with these roles."""
    return explain(error, AwsConnection("c", roles=roles or (RoleStep(arn=ARN),), federation=federation), WHERE)


def refuse(action: str = "sts:AssumeRole") -> ClientError:
    """What AWS's STS answers to who may not."""
    return make_client_error(
        "AccessDenied", f"User: {CALLER} is not authorized to perform: {action} on resource: {ARN}"
    )


def say_refused(action: str = "sts:AssumeRole") -> str:
    """The first part of the text for that answer."""
    return (
        f"{WHERE}, role {ARN}: AccessDenied: User: {CALLER} is not authorized to perform: {action} on resource: {ARN}; "
    )


def say_wanted(rights: str, external_id: str) -> str:
    """What the policies must allow, where AWS does not say which of them is short of it."""
    return (
        "the role does not let the caller in, or the caller may not ask for it; the role's trust policy must allow "
        f"{rights} to the caller {external_id}, and demand no MFA; the caller's own policy must allow {rights} on "
        "the role"
    )


@pytest.mark.parametrize(
    ("role", "action", "hint"),
    [
        pytest.param(
            RoleStep(arn=ARN),
            "sts:AssumeRole",
            say_wanted("sts:AssumeRole", "without an external id, or give the one it wants"),
            id="no-external-id",
        ),
        pytest.param(
            RoleStep(arn=ARN, external_id=Secret("canary-external-id")),
            "sts:AssumeRole",
            say_wanted("sts:AssumeRole", "with the same external id"),
            id="external-id",
        ),
        pytest.param(
            RoleStep(arn=ARN, tags=Settings({"a": "b"}), source_identity="me"),
            "sts:AssumeRole",
            say_wanted(
                "sts:AssumeRole and sts:TagSession and sts:SetSourceIdentity",
                "without an external id, or give the one it wants",
            ),
            id="tags-and-source-identity",
        ),
        pytest.param(
            RoleStep(arn=ARN, tags=Settings({"a": "b"})),
            "sts:TagSession",
            "session tags are set, and the role does not take them; the role's trust policy must allow "
            "sts:TagSession too",
            id="tags-named-by-aws",
        ),
        pytest.param(
            RoleStep(arn=ARN, source_identity="me"),
            "sts:SetSourceIdentity",
            "a source identity is set, and the role does not take it; the role's trust policy must allow "
            "sts:SetSourceIdentity too",
            id="source-identity-named-by-aws",
        ),
        pytest.param(
            RoleStep(arn=ARN),
            "sts:TagSession",
            say_wanted("sts:AssumeRole", "without an external id, or give the one it wants"),
            id="tags-that-are-not-ours",
        ),
    ],
)
def test_a_refusal_says_what_the_trust_policy_must_allow(role: RoleStep, action: str, hint: str) -> None:
    """What AWS said, then what this connection asks for; the external id is not shown."""
    error = tell(fail(refuse(action)), role)
    assert str(error) == say_refused(action) + hint
    assert isinstance(error, RoleRefusedError)
    assert find_reachable(error, ["canary-external-id"]) == []


@pytest.mark.parametrize(
    ("federation", "token"),
    [
        (WebIdentity("file"), "web identity token"),
        (Saml(Settings({"principal_arn": "arn:aws:iam::123456789012:saml-provider/idp"})), "SAML assertion"),
    ],
    ids=["web-identity", "saml"],
)
def test_a_refused_token_leads_to_the_identity_provider(federation: WebIdentity | Saml, token: str) -> None:
    """For the first role of a federation it is the provider and the conditions; for the next one the caller again."""
    refused = make_client_error(
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        operation="AssumeRoleWithWebIdentity",
    )
    assert str(tell(fail(refused), federation=federation)) == (
        f"{WHERE}, role {ARN}: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity; the role does "
        f"not let this {token} in; the role's trust policy must name the identity provider, and its conditions must "
        "fit the token"
    )
    second = str(tell(fail(refuse(), role=1), RoleStep(arn=HUB), RoleStep(arn=ARN), federation=federation))
    assert second.startswith(f"{WHERE}, role 2 of 2 ({ARN}): AccessDenied: ")
    assert "identity provider" not in second


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (
            "ExpiredToken",
            "the session token has ended; have new ones issued, and look at this machine's clock",
        ),
        (
            "InvalidClientTokenId",
            (
                "AWS does not know the access key: it is mistyped, deleted or of somewhere else; look at "
                "the access key id "
                "and where it is from"
            ),
        ),
        (
            "InvalidIdentityToken",
            (
                "the identity provider of the role's trust policy has not issued this web identity token; issuer and "
                "audience must match"
            ),
        ),
        (
            "IDPRejectedClaim",
            (
                "the web identity token has not the claims that the role asks for; look at the conditions "
                "of the role's "
                "trust policy"
            ),
        ),
        (
            "SignatureDoesNotMatch",
            "the secret access key is not that of the access key; look at both where they come from",
        ),
        (
            "RegionDisabledException",
            (
                "the account has not activated this region; activate it for the account, or give another as "
                "service_config.sts.region_name"
            ),
        ),
        (
            "PackedPolicyTooLarge",
            (
                "session policy and tags are longer together than STS takes; shorten the session policy, "
                "the policy ARNs "
                "and the tags"
            ),
        ),
        (
            "MalformedPolicyDocument",
            "the session policy is not one that IAM understands; mend extra.session_policy",
        ),
        ("Throttling", "look at what STS said"),
        ("ValidationError", "look at what STS said"),
    ],
)
def test_an_answer_of_sts_has_its_hint(code: str, hint: str) -> None:
    """Each code that STS is known for leads to what to do about it."""
    error = tell(fail(make_client_error(code, "as STS says", 400)))
    assert str(error) == f"{WHERE}, role {ARN}: {code}: as STS says; {hint}"


def test_the_response_is_stss() -> None:
    """Handlers of botocore's errors find what they look for: code, message, status, operation."""
    refused = refuse()
    error: Any = tell(fail(refused))
    assert (error.response, error.operation_name) == (refused.response, "AssumeRole")
    assert error.response["Error"]["Code"] == "AccessDenied"


def test_an_answer_without_an_error_in_it_is_told() -> None:
    """SeaweedFS answers without code and message; the text says that it does."""
    error = tell(fail(make_client_error(None, status=503)))
    assert str(error) == f"{WHERE}, role {ARN}: an error without a code: no message; look at what STS said"
    assert isinstance(error, RoleRefusedError)


def test_without_a_role_the_connection_alone_is_named() -> None:
    """The question whose account it is belongs to no role."""
    error = tell(fail(make_client_error("AccessDenied", "no", operation="GetCallerIdentity"), role=None))
    assert str(error) == (
        f"{WHERE}: AccessDenied: no; the credentials are known, and may not do this; allow "
        "GetCallerIdentity to them on what was asked for"
    )


@pytest.mark.parametrize(
    ("error", "text", "hint"),
    [
        pytest.param(
            ConnectTimeoutError(endpoint_url="https://sts.eu-west-1.amazonaws.com/"),
            'ConnectTimeoutError: Connect timeout on endpoint URL: "https://sts.eu-west-1.amazonaws.com/"',
            NO_WAY,
            id="connect-timeout",
        ),
        pytest.param(
            EndpointConnectionError(endpoint_url="https://sts.eu-west-1.amazonaws.com/"),
            'EndpointConnectionError: Could not connect to the endpoint URL: "https://sts.eu-west-1.amazonaws.com/"',
            NO_WAY,
            id="no-connection",
        ),
        pytest.param(
            TimeoutError(), "TimeoutError: ", "look whether STS can be reached from this worker", id="no-text"
        ),
    ],
)
def test_who_can_not_be_reached_is_told(error: Exception, text: str, hint: str) -> None:
    """Timeouts and broken connections are told in botocore's words, and are no refusal."""
    told = tell(fail(error))
    assert str(told) == f"{WHERE}, role {ARN}: {text}; {hint}"
    assert type(told) is CredentialsUnavailableError


def test_how_often_and_since_when_it_fails() -> None:
    """From the second attempt on the text says how many there were since when, and what ended meanwhile."""
    hint = "look whether STS can be reached from this worker"
    start = f"{WHERE}, role {ARN}: OSError: no"
    assert str(tell(fail(OSError("no")))) == f"{start}; {hint}"
    assert str(tell(fail(OSError("no"), count=3))) == f"{start} (tried 3 times since 2023-11-14 22:13:20 UTC); {hint}"
    assert str(tell(fail(OSError("no"), expired_at=NOW + 60))) == (
        f"{start}; the last credentials were good until 2023-11-14 22:14:20 UTC; {hint}"
    )
    assert str(tell(fail(OSError("no"), count=2, expired_at=NOW + 60))) == (
        f"{start} (tried 2 times since 2023-11-14 22:13:20 UTC); the last credentials were good until "
        f"2023-11-14 22:14:20 UTC; {hint}"
    )


CHAIN = (RoleStep(arn=HUB), RoleStep(account_id="444444444444", name="spoke"), RoleStep(name="last"))


@pytest.mark.parametrize(
    ("index", "name"),
    [
        (0, f"role 1 of 3 ({HUB})"),
        (1, "role 2 of 3 (spoke in 444444444444)"),
        (2, "role 3 of 3 (last)"),
    ],
)
def test_the_role_of_a_chain_is_named_with_its_place(index: int, name: str) -> None:
    """By what the connection says of it: ARN, account and name, or name alone."""
    assert describe_role(AwsConnection("c", roles=CHAIN), index) == name
    text = str(tell(fail(make_client_error("ValidationError", "m", 400), role=index), *CHAIN))
    assert text == f"{WHERE}, {name}: ValidationError: m; look at what STS said"


def test_of_roles_that_fail_the_first_is_named() -> None:
    """The later ones only wait for its credentials: its attempts and its end are told, not theirs."""
    first = fail(make_client_error("ValidationError", "m", 400), role=1, count=4, since=NOW - 60, expired_at=NOW - 30)
    last = fail(first, role=2, count=9, expired_at=NOW + 999)
    assert str(tell(last, *CHAIN)) == (
        f"{WHERE}, role 2 of 3 (spoke in 444444444444): ValidationError: m (tried 4 times since "
        "2023-11-14 22:12:20 UTC); the last credentials were good until 2023-11-14 22:12:50 UTC; look at what STS said"
    )
    deep = fail(fail(fail(refuse(), role=0), role=1), role=2)
    assert str(tell(deep, *CHAIN)).startswith(f"{WHERE}, role 1 of 3 ({HUB}): AccessDenied: ")


def test_an_error_that_says_all_is_told_as_it_is() -> None:
    """Of an empty chain or a missing token the kind and the advice stay; each gets an error of his own."""
    cause = EmptyChainError("boto3", "boto3's lookup chain found no credentials", "give some")
    text = f"{WHERE}: boto3's lookup chain found no credentials; give some"
    for error in (fail(cause, role=0), fail(fail(cause, role=0), role=1)):
        told = tell(error, *CHAIN)
        assert (type(told), str(told)) == (EmptyChainError, text)
        assert told is not cause
        assert (told.__cause__, told.__context__, told.__traceback__) == (None, None, None)
    for said in (
        TokenError("connection 'c', token", "the file is not there", "write it"),
        InvalidConnectionError("c", [Problem("extra.endpoint_url", "leads nowhere", "give the endpoint")]),
    ):
        for error in (fail(said, role=0), fail(fail(said, role=0), role=1)):
            told = tell(error, *CHAIN)
            assert (type(told), str(told)) == (type(said), str(said))
            assert told is not said
            assert (told.__cause__, told.__context__, told.__traceback__) == (None, None, None)


HINT_OF_THE_CHAIN = "look at the worker's profile, variables or metadata service"


def test_a_failure_of_boto3s_chain_is_not_that_of_a_role() -> None:
    """No role of the connection is named, nor an external id of its, whether it has roles or not."""
    refused = make_client_error("AccessDenied", f"User: {CALLER} is not authorized to perform: sts:AssumeRole", 403)
    text = (
        f"{WHERE}, boto3's lookup chain: AccessDenied: User: {CALLER} is not authorized to perform: "
        "sts:AssumeRole; the "
        "role of the profile does not let the caller in, or the caller may not ask for it; the trust policy of the "
        "profile's role must allow sts:AssumeRole to the caller, and demand no MFA; the caller's own policy must allow "
        "sts:AssumeRole on the role"
    )
    cause = BaseCredentialsError(refused)
    for told in (explain_base(cause, WHERE), tell(fail(cause)), tell(fail(fail(cause, role=0), role=1), *CHAIN)):
        assert isinstance(told, RoleRefusedError)
        assert (str(told), told.response, told.operation_name) == (text, refused.response, "AssumeRole")
    gone = BaseCredentialsError(OSError("gone"))
    for told in (explain_base(gone, WHERE), tell(fail(gone, count=3)), tell(fail(fail(gone, role=0), role=1), *CHAIN)):
        assert type(told) is CredentialsUnavailableError
        assert str(told) == f"{WHERE}, boto3's lookup chain: OSError: gone; {HINT_OF_THE_CHAIN}"


@pytest.mark.parametrize(
    "error",
    [
        EndedAlreadyError(90.0),
        MintedMeanwhileError(),
        UnusableAnswerError("STS answered without SessionToken", "look whether it is STS that answers"),
    ],
    ids=["ended", "meanwhile", "no-answer"],
)
def test_an_answer_that_can_not_be_used_has_its_own_hint(error: UnusableAnswerError) -> None:
    """Nobody is sent to look at the network when STS could be reached."""
    told = tell(fail(error))
    assert str(told) == f"{WHERE}, role {ARN}: {error.reason}; {error.hint}"
    assert type(told) is CredentialsUnavailableError


def test_a_long_message_is_cut_to_one_line() -> None:
    """What a server says does not fill the log."""
    text = str(tell(fail(make_client_error("ValidationError", "x \n\t" * 5000, 400))))
    assert "\n" not in text
    assert len(text) < 800


def test_nothing_of_what_failed_hangs_on_the_error() -> None:
    """No cause, context or frame leads back to what was sent."""

    def send(token: str) -> None:
        raise ConnectionError(f"{len(token)} bytes lost")

    try:
        send("canary-token")
    except ConnectionError as error:
        failed = fail(error)
    told = tell(failed)
    assert (told.__cause__, told.__context__) == (None, None)
    assert find_reachable(told, ["canary-token"]) == []


def test_the_cause_is_told_by_its_name() -> None:
    """Nobody has to read the text for it, after a pickle neither; where none is recognised there is none."""
    error: Any = tell(fail(refuse()))
    assert error.cause == copy.copy(error).cause == pickle.loads(pickle.dumps(error)).cause == "role-refused"
    unknown: Any = tell(fail(make_client_error("ValidationError", "m", 400)))
    assert unknown.cause is pickle.loads(pickle.dumps(unknown)).cause is None
    base: Any = explain_base(BaseCredentialsError(OSError("gone")), WHERE)
    assert base.cause is None
