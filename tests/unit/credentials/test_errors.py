"""Errors on the way to credentials: of botocore's kinds too, whole after a pickle, short in a log, free of frames."""

from __future__ import annotations

import copy
import os
import pickle
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from botocore.exceptions import NoCredentialsError as BotocoreNoCredentialsError

from airflow_provider_awsconn.credentials.errors import (
    BaseCredentialsError,
    CredentialsUnavailableError,
    EmptyChainError,
    EndedAlreadyError,
    MintedMeanwhileError,
    RoleRefusedError,
    UnusableAnswerError,
    describe_error,
    describe_moment,
    find_origin,
    forget_frames,
    get_code,
    is_refusal,
)
from airflow_provider_awsconn.credentials.renewal import Failure, MintingError
from airflow_provider_awsconn.credentials.saml import SamlAssertionError
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.tokens import TokenError
from airflow_provider_awsconn.errors import (
    AccountNotAllowedError,
    AwsConnError,
    CredentialsError,
    NoCredentialsError,
)
from tests.unit.credentials.fakes import NOW, find_reachable, make_client_error

RESPONSE = {"Error": {"Code": "AccessDenied", "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
PARTS = ("connection 'c', role x", "AccessDenied: no", "look at what STS said")
TEXT = "connection 'c', role x: AccessDenied: no; look at what STS said"

ERRORS = [
    pytest.param(EmptyChainError(*PARTS), (NoCredentialsError, BotocoreNoCredentialsError, BotoCoreError), id="empty"),
    pytest.param(CredentialsUnavailableError(*PARTS), (BotoCoreError,), id="unavailable"),
    pytest.param(RoleRefusedError(*PARTS, RESPONSE, "AssumeRole"), (ClientError,), id="refused"),
    pytest.param(AccountNotAllowedError(*PARTS), (), id="account"),
    pytest.param(NoCredentialsError(*PARTS), (), id="none"),
    pytest.param(SourceError(*PARTS), (), id="source"),
    pytest.param(TokenError(*PARTS), (SourceError,), id="token"),
    pytest.param(SamlAssertionError(*PARTS), (SourceError,), id="assertion"),
    pytest.param(CredentialsError(*PARTS), (), id="base"),
]


@pytest.mark.parametrize(("error", "kinds"), ERRORS)
def test_an_error_is_of_the_kinds_that_are_caught(error: CredentialsError, kinds: tuple[type, ...]) -> None:
    """This package's base, the error for credentials, and botocore's own where there is one; the text is the same."""
    for kind in (Exception, AwsConnError, CredentialsError, *kinds):
        assert isinstance(error, kind)
    assert (str(error), (error.where, error.reason, error.hint)) == (TEXT, PARTS)
    assert error.args == (TEXT,)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(("error", "kinds"), ERRORS)
def test_an_error_survives_a_pickle(error: CredentialsError, kinds: tuple[type, ...], protocol: int) -> None:
    """It comes back of its kind with every field, as it does between Airflow's processes."""
    back = pickle.loads(pickle.dumps(error, protocol))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))
    assert isinstance(back, kinds or AwsConnError)


@pytest.mark.parametrize("take", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
@pytest.mark.parametrize(("error", "kinds"), ERRORS)
def test_an_error_can_be_copied(error: CredentialsError, kinds: tuple[type, ...], take: Any) -> None:
    """A copy is another error with the same fields, and nothing behind it."""
    try:
        raise error from OSError("behind")
    except CredentialsError as raised:
        copied = take(raised)
    assert copied is not error
    assert (type(copied), str(copied), vars(copied)) == (type(error), str(error), vars(error))
    assert (copied.__cause__, copied.__context__, copied.__traceback__) == (None, None, None)
    assert isinstance(copied, kinds or AwsConnError)
    error.__cause__ = error.__traceback__ = None


def test_a_refusal_answers_like_a_client_error() -> None:
    """Code that handles ClientError reads response and operation."""
    with pytest.raises(ClientError) as caught:
        raise RoleRefusedError(*PARTS, RESPONSE, "AssumeRole")
    assert caught.value.response["Error"]["Code"] == "AccessDenied"
    assert caught.value.operation_name == "AssumeRole"


def test_credentials_that_ended_survive_a_pickle() -> None:
    """The age comes along, and the text is made of it."""
    error = EndedAlreadyError(90.4)
    for back in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (type(back), back.seconds_ago, str(back)) == (EndedAlreadyError, 90.4, str(error))
    assert isinstance(error, AwsConnError)


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        pytest.param(UnusableAnswerError("r", "h"), ("r", "h"), id="unusable"),
        pytest.param(
            EndedAlreadyError(90.4),
            ("STS gave credentials that ended 90 s ago", "set this machine's clock right (chrony, NTP)"),
            id="ended",
        ),
        pytest.param(
            MintedMeanwhileError(),
            (
                "this thread is just asking for these credentials",
                "use other credentials in a signal handler, and in what a token is fetched with",
            ),
            id="meanwhile",
        ),
    ],
)
def test_an_answer_that_can_not_be_used_says_what_would_be_right(
    error: UnusableAnswerError, parts: tuple[str, str]
) -> None:
    """Each kind has a reason and a hint, and comes back whole from a pickle and a copy."""
    assert isinstance(error, UnusableAnswerError)
    for back in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (type(back), back.reason, back.hint, str(back)) == (type(error), *parts, "; ".join(parts))


def nest(error: Exception, depth: int = 3) -> Exception:
    """The error of a role whose base is a role whose base failed."""
    for role in range(depth):
        error = MintingError(Failure(error, NOW, 1, NOW), None, role)
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(make_client_error("AccessDenied"), True, id="access-denied"),
        pytest.param(make_client_error("ValidationError", status=400), True, id="validation"),
        pytest.param(make_client_error(None, status=403), True, id="no-code"),
        pytest.param(nest(make_client_error("AccessDenied")), True, id="of-a-role-before"),
        *(
            pytest.param(make_client_error(code, status=status), False, id=f"{code}-{status}")
            for code, status in [
                ("Throttling", 400),
                ("ThrottlingException", 429),
                ("TooManyRequestsException", 429),
                ("RequestLimitExceeded", 400),
                ("RequestTimeout", 408),
                ("IDPCommunicationError", 400),
                ("PriorRequestNotComplete", 400),
                ("SlowDown", 503),
                ("InternalFailure", 500),
                ("ServiceUnavailable", 503),
            ]
        ),
        pytest.param(ClientError({}, "AssumeRole"), False, id="nothing-in-the-answer"),
        pytest.param(nest(make_client_error("Throttling", status=400)), False, id="throttled-role-before"),
        pytest.param(TimeoutError(), False, id="timeout"),
        pytest.param(BaseCredentialsError(make_client_error("AccessDenied")), True, id="of-the-chain"),
        pytest.param(nest(BaseCredentialsError(make_client_error("AccessDenied"))), True, id="of-the-chain-of-a-role"),
        pytest.param(BaseCredentialsError(make_client_error("Throttling", status=400)), False, id="chain-throttled"),
        pytest.param(BaseCredentialsError(TimeoutError()), False, id="chain-timeout"),
        pytest.param(EndedAlreadyError(1.0), False, id="ended"),
        pytest.param(EmptyChainError(*PARTS), False, id="empty-chain"),
    ],
)
def test_a_refusal_is_told_from_a_failure(error: Exception, expected: bool) -> None:
    """STS said no and will say so again, or it was busy, broken or not there."""
    assert is_refusal(error) is expected


def test_the_origin_of_a_chain_is_the_first_error() -> None:
    """Through all roles; an error that is none of a role is its own origin."""
    error = OSError("no")
    assert find_origin(nest(error, 5)) is error
    assert find_origin(error) is error


@pytest.mark.parametrize(
    ("error", "text"),
    [
        pytest.param(make_client_error("AccessDenied", "User is\n  not\tallowed"), "AccessDenied: User is not allowed"),
        pytest.param(make_client_error(None), "an error without a code: no message"),
        pytest.param(ClientError({"Error": {}}, "AssumeRole"), "an error without a code: no message"),
        pytest.param(OSError("gone"), "OSError: gone"),
        pytest.param(nest(OSError("gone")), "OSError: gone"),
        pytest.param(EmptyChainError("w", "r", "h"), "w: r; h"),
        pytest.param(OSError("x" * 5000), f"OSError: {'x' * 591}"),
        pytest.param(make_client_error("X", "a\x1b[2Jb\x00c\x7f\x9bd"), "X: a [2Jb c d"),
        pytest.param(OSError("a\r\n\x85\u2028b"), "OSError: a b"),
    ],
    ids=["client", "no-code", "empty", "other", "nested", "ours", "long", "escape-sequences", "line-breaks"],
)
def test_an_error_is_described_in_one_short_line(error: Exception, text: str) -> None:
    """AWS's by code and message, ours by text, others by kind and text; no line breaks, at most 600 characters."""
    assert describe_error(error) == text
    assert text.isprintable()


def test_a_code_is_always_a_text() -> None:
    """A store may give a number, or nothing."""
    assert get_code(ClientError({"Error": {"Code": 403}}, "x")) == "403"  # type: ignore[typeddict-item]
    assert get_code(ClientError({"Error": {"Code": ""}}, "x")) == "an error without a code"


def test_a_moment_is_written_in_utc() -> None:
    """As people write it, with the zone."""
    assert describe_moment(NOW) == "2023-11-14 22:13:20 UTC"
    assert describe_moment(0.9) == "1970-01-01 00:00:00 UTC"


def test_frames_are_forgotten_all_the_way() -> None:
    """Of an error, its causes and contexts, in a ring too."""

    def fail() -> None:
        secret = "canary"
        try:
            os.stat("/nowhere")  # noqa: PTH116 - fails
        except OSError:
            try:
                "".index(str(len(secret)))
            except ValueError as second:
                raise TypeError("third") from second

    with pytest.raises(TypeError) as raised:
        fail()
    error = raised.value
    assert error.__cause__ is not None
    assert error.__cause__.__context__ is not None
    error.__cause__.__context__.__context__ = error
    forget_frames(error)
    assert find_reachable(error, ["canary"]) == []
