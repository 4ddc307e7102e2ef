"""Errors carry their parts, survive pickling and have one message form."""

from __future__ import annotations

import copy
import pickle

import pytest

from airflow_provider_awsconn.airflow_compat import AirflowNotFoundException
from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError
from airflow_provider_awsconn.errors import (
    AwsConnectionWarning,
    AwsConnError,
    InvalidConnectionError,
    NoCredentialsError,
    Problem,
    UnknownKey,
    UnknownKeyWarning,
)

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
def test_errors_survive_a_process_boundary(clone: object) -> None:
    """Class, fields and message are the same after pickling and copying."""
    assert callable(clone)
    invalid = InvalidConnectionError("c", PROBLEMS)
    same = clone(invalid)
    assert (type(same), same.conn_id, same.problems, str(same)) == (type(invalid), "c", PROBLEMS, str(invalid))
    missing = ConnectionNotFoundError("c")
    same = clone(missing)
    assert (type(same), same.conn_id, str(same)) == (ConnectionNotFoundError, "c", str(missing))
    assert str(clone(NoCredentialsError("none"))) == "none"


@pytest.mark.parametrize(
    ("child", "parents"),
    [
        (InvalidConnectionError, (AwsConnError, ValueError)),
        (NoCredentialsError, (AwsConnError,)),
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
