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


class NoCredentialsError(AwsConnError):
    """Credentials were asked for by value and there are none."""


class AwsConnectionWarning(UserWarning):
    """Something in a connection works, and should be written otherwise."""


class UnknownKeyWarning(AwsConnectionWarning):
    """A key of Extra has no effect; ``[awsconn] unknown_keys`` decides whether this is told or refused."""
