"""Errors carry their parts, survive pickling and have one message form."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING, Any

import botocore.exceptions
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from airflow_provider_awsconn.airflow_compat import AirflowNotFoundException
from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError
from airflow_provider_awsconn.credentials.errors import (
    CredentialsUnavailableError,
    EmptyChainError,
    EndedAlreadyError,
    RoleRefusedError,
)
from airflow_provider_awsconn.errors import (
    AccountNotAllowedError,
    AwsConnectionWarning,
    AwsConnError,
    CredentialsError,
    InvalidConnectionError,
    NoCredentialsError,
    Problem,
    UnknownKey,
    UnknownKeyWarning,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Clone: TypeAlias = Callable[[Any], Any]

PROBLEMS = (Problem("password", "empty", "give both"), Problem("extra.verify", "is of type list", "give true"))


def test_the_message_has_every_problem() -> None:
    """Where, what is wrong and what would be right, for each problem, behind the connection's id."""
    error = InvalidConnectionError("c", PROBLEMS)
    assert str(error) == ("connection 'c': password: empty; give both - extra.verify: is of type list; give true")
    assert str(InvalidConnectionError(None, PROBLEMS[:1])) == "connection: password: empty; give both"


def test_problems_may_come_from_any_iterable() -> None:
    """A generator is taken, and read once."""
    assert InvalidConnectionError("c", (problem for problem in PROBLEMS)).problems == PROBLEMS


@pytest.mark.parametrize("clone", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"])
def test_errors_survive_a_process_boundary(clone: Clone) -> None:
    """Class, fields and message are the same after pickling and copying."""
    invalid = InvalidConnectionError("c", PROBLEMS)
    same = clone(invalid)
    assert (type(same), same.conn_id, same.problems, str(same)) == (type(invalid), "c", PROBLEMS, str(invalid))
    missing = ConnectionNotFoundError("c")
    same = clone(missing)
    assert (type(same), same.conn_id, str(same)) == (ConnectionNotFoundError, "c", str(missing))


PARTS = ("connection 'c', role R", "it says no", "ask another one")
ANSWER = {"Error": {"Code": "AccessDenied"}, "ResponseMetadata": {"HTTPStatusCode": 403}}


@pytest.mark.parametrize("clone", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"])
@pytest.mark.parametrize(
    "kind", [CredentialsError, NoCredentialsError, AccountNotAllowedError, EmptyChainError, CredentialsUnavailableError]
)
def test_errors_of_credentials_survive_a_process_boundary(kind: type[CredentialsError], clone: Clone) -> None:
    """They have the parts of every message as fields, whatever error of botocore they are beside it."""
    error = clone(kind(*PARTS))
    assert (type(error), error.where, error.reason, error.hint) == (kind, *PARTS)
    assert (str(error), error.args) == ("connection 'c', role R: it says no; ask another one", (str(error),))


@pytest.mark.parametrize("clone", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"])
def test_a_refused_role_keeps_what_sts_answered(clone: Clone) -> None:
    """Response and operation are there as in every ClientError, after pickling and copying too."""
    error = clone(RoleRefusedError(*PARTS, ANSWER, "AssumeRole"))
    assert (type(error), error.where, error.reason, error.hint) == (RoleRefusedError, *PARTS)
    assert (str(error), error.response, error.operation_name) == (
        "connection 'c', role R: it says no; ask another one",
        ANSWER,
        "AssumeRole",
    )


@pytest.mark.parametrize("clone", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy], ids=["pickle", "copy"])
def test_credentials_that_ended_already_tell_how_long_ago(clone: Clone) -> None:
    """The error says what is wrong with the machine, and keeps the number."""
    error = clone(EndedAlreadyError(90.4))
    assert (type(error), error.seconds_ago) == (EndedAlreadyError, 90.4)
    assert str(error) == "STS gave credentials that ended 90 s ago; set this machine's clock right (chrony, NTP)"


@pytest.mark.parametrize(
    ("child", "parents"),
    [
        (InvalidConnectionError, (AwsConnError, ValueError)),
        (CredentialsError, (AwsConnError,)),
        (NoCredentialsError, (CredentialsError,)),
        (AccountNotAllowedError, (CredentialsError,)),
        (EmptyChainError, (NoCredentialsError, botocore.exceptions.NoCredentialsError, BotoCoreError)),
        (CredentialsUnavailableError, (CredentialsError, BotoCoreError)),
        (RoleRefusedError, (CredentialsError, ClientError)),
        (EndedAlreadyError, (AwsConnError,)),
        (ConnectionNotFoundError, (AwsConnError, AirflowNotFoundException)),
        (AwsConnectionWarning, (UserWarning,)),
        (UnknownKeyWarning, (AwsConnectionWarning, UserWarning)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_errors_are_caught_by_what_people_catch(child: type[Exception], parents: tuple[type[Exception], ...]) -> None:
    """One base for all of ours, and beside it the class that callers know already."""
    assert all(issubclass(child, parent) for parent in parents)


def test_an_unknown_key_is_a_problem_of_its_own_kind() -> None:
    """It reads like every problem, can be told from one by its class, and survives pickling as what it is."""
    unknown = UnknownKey("extra.regionname", "is not a key", "did you mean region_name?")
    assert str(unknown) == "extra.regionname: is not a key; did you mean region_name?"
    assert unknown != Problem("extra.regionname", "is not a key", "did you mean region_name?")
    (same,) = pickle.loads(pickle.dumps(InvalidConnectionError("c", [unknown]))).problems
    assert (type(same), same) == (UnknownKey, unknown)


def test_a_problem_can_not_be_changed() -> None:
    """What was found stays what was found: problems are values, and go into sets."""
    with pytest.raises(AttributeError):
        PROBLEMS[0].hint = "other"  # type: ignore[misc]
    assert len({*PROBLEMS, Problem("password", "empty", "give both")}) == 2
