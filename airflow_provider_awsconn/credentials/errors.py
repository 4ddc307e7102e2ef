"""What can go wrong on the way to credentials, as errors that botocore's own handlers of errors catch too."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.exceptions import NoCredentialsError as BotocoreNoCredentialsError

from airflow_provider_awsconn.errors import AwsConnError, CredentialsError, NoCredentialsError

if TYPE_CHECKING:
    from collections.abc import Iterator

_THROTTLED = frozenset(
    {
        "IDPCommunicationError",
        "PriorRequestNotComplete",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "RequestTimeout",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_CLIENT_ERRORS = range(400, 500)
_LONGEST_REASON = 600


class EmptyChainError(NoCredentialsError, BotocoreNoCredentialsError):
    """boto3's lookup chain found no credentials; botocore's error of that name as well."""


class CredentialsUnavailableError(CredentialsError, BotoCoreError):
    """Nobody answered, or nothing could be asked; a ``BotoCoreError`` as well."""


class RoleRefusedError(CredentialsError, ClientError):
    """STS answered with an error; a ``ClientError`` with STS's response as well.

    Attributes:
        response: what STS answered, as in every ``ClientError``.
        operation_name: the STS operation.
    """

    def __init__(self, where: str, reason: str, hint: str, response: Any, operation_name: str) -> None:
        CredentialsError.__init__(self, where, reason, hint)
        self.response = response
        self.operation_name = operation_name

    def __reduce__(self) -> tuple[Any, ...]:
        arguments = (self.where, self.reason, self.hint, self.response, self.operation_name)
        return (type(self), arguments, {"cause": self.cause}) if self.cause else (type(self), arguments)


class UnusableAnswerError(AwsConnError):
    """Something came of an attempt, and it is no credentials that could be used.

    Attributes:
        reason: what is wrong with it.
        hint: what would be right.
    """

    def __init__(self, reason: str, hint: str) -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(f"{reason}; {hint}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason, self.hint)


class EndedAlreadyError(UnusableAnswerError):
    """STS gave credentials that are past their end already.

    Attributes:
        seconds_ago: how long ago they ended.
    """

    def __init__(self, seconds_ago: float) -> None:
        self.seconds_ago = seconds_ago
        super().__init__(
            f"STS gave credentials that ended {seconds_ago:.0f} s ago", "set this machine's clock right (chrony, NTP)"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.seconds_ago,)


class MintedMeanwhileError(UnusableAnswerError):
    """Credentials are asked for in the middle of the attempt to get them, by the thread that makes it."""

    def __init__(self) -> None:
        super().__init__(
            "this thread is just asking for these credentials",
            "use other credentials in a signal handler, and in what a token is fetched with",
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()


class MfaDemandedError(UnusableAnswerError):
    """A profile wants a code of multi-factor authentication. Nobody is asked for one: a worker has no keyboard."""

    def __init__(self) -> None:
        super().__init__(
            "the profile has mfa_serial, and nobody can type a code on a worker",
            "give a profile without mfa_serial, or a role that does not demand multi-factor authentication",
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()


class BaseCredentialsError(AwsConnError):
    """boto3's lookup chain failed. For this package's own use: callers tell people for which connection.

    Attributes:
        error: what it raised.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__("no base credentials")
        self.error = error


def is_refusal(error: BaseException) -> bool:
    """Tell whether STS said no, and will say so again until somebody changes something."""
    cause = find_origin(error)
    if isinstance(cause, BaseCredentialsError):
        cause = cause.error
    if not isinstance(cause, ClientError):
        return False
    status = cause.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status in _CLIENT_ERRORS and get_code(cause) not in _THROTTLED


def find_origin(error: BaseException) -> BaseException:
    """Give the error that a failed attempt came from, through all roles of a chain."""
    # A chain's later role fails with the failure of the one before it.
    while (failure := getattr(error, "failure", None)) is not None:
        error = failure.error
    return error


def get_code(error: ClientError) -> str:
    """Give the error's code; a store may answer without one."""
    return str(error.response.get("Error", {}).get("Code") or "an error without a code")


def describe_error(error: BaseException) -> str:
    """Describe an error in one line of bounded length."""
    error = find_origin(error)
    if isinstance(error, ClientError):
        text = f"{get_code(error)}: {error.response.get('Error', {}).get('Message') or 'no message'}"
    elif isinstance(error, AwsConnError):
        text = str(error)
    else:
        text = f"{type(error).__name__}: {error}"
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text)[:_LONGEST_REASON]


def describe_moment(seconds: float) -> str:
    """Give a moment, in seconds since 1970, as people write it."""
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def forget_frames(error: BaseException) -> None:
    """Drop the tracebacks of an error that is kept: the frames in them hold tokens, and would never be collected."""
    for each in _list_chain(error):
        each.__traceback__ = None


def _list_chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            waiting += [each.__cause__, each.__context__]
            yield each
