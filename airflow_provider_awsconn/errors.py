"""Every error of this package. Imports nothing but the standard library.

One message form everywhere, *where: what is wrong; what would be right*. Errors carry the parts as fields, so
that nobody has to parse text, and they survive pickling.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a connection.

    Attributes:
        where: the field, such as ``password`` or ``extra.verify``.
        reason: what is wrong with it; never the value of a sensitive field.
        hint: what would be right.
    """

    where: str
    reason: str
    hint: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}; {self.hint}"


@dataclass(frozen=True, slots=True)
class UnknownKey(Problem):
    """A key of Extra that nobody is known to read."""


class AwsConnError(Exception):
    """Base of every error this package raises on its own account."""


class InvalidConnectionError(AwsConnError, ValueError):
    """A connection that exists and does not mean anything we could act on.

    Attributes:
        conn_id: the Airflow connection id, None for a value that was built without one.
        problems: everything that is wrong, in the order of the fields.
    """

    def __init__(self, conn_id: str | None, problems: Iterable[Problem]) -> None:
        self.conn_id = conn_id
        self.problems = tuple(problems)
        name = "connection" if conn_id is None else f"connection '{conn_id}'"
        super().__init__(f"{name}: " + " - ".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.conn_id, self.problems)


class CredentialsError(AwsConnError):
    """There are no credentials that could sign a request, and this says why.

    Attributes:
        where: the connection, and the role where it is a role's.
        reason: what went wrong, in the words of who said it.
        hint: what would be right.
        cause: the name of the likely cause in the table of causes, None where nobody knows.
    """

    cause: str | None = None

    def __init__(self, where: str, reason: str, hint: str) -> None:
        self.where = where
        self.reason = reason
        self.hint = hint
        # Not super(): beside this one stands an error of botocore, whose constructor takes other arguments.
        Exception.__init__(self, f"{where}: {reason}; {hint}")

    def __reduce__(self) -> tuple[Any, ...]:
        arguments = (self.where, self.reason, self.hint)
        return (type(self), arguments, {"cause": self.cause}) if self.cause else (type(self), arguments)


class NoCredentialsError(CredentialsError):
    """boto3's lookup chain found no credentials."""


class AccountNotAllowedError(CredentialsError):
    """The credentials belong to an account that the connection does not allow. No request was sent with them."""


class AwsConnectionWarning(UserWarning):
    """Something in a connection works, and should be written otherwise."""


class UnknownKeyWarning(AwsConnectionWarning):
    """A key of Extra has no effect; ``[awsconn] unknown_keys`` decides whether this is told or refused."""
