"""Everything that may be wrong with a waiter, each with what would be right."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.waiters.checks import list_problems

ACCEPTOR = {"matcher": "path", "argument": "a", "expected": 1, "state": "success"}
WAITER = {"operation": "ListBuckets", "delay": 5, "maxAttempts": 2, "acceptors": [ACCEPTOR]}
OPERATIONS = {"ListBuckets"}
ABSENT = object()


def check(**changes: Any) -> list[str]:
    """What is wrong with a waiter that differs in this from a good one."""
    merged = {key: value for key, value in (WAITER | changes).items() if value is not ABSENT}
    return [str(problem) for problem in list_problems(merged, "s3", OPERATIONS)]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="plain"),
        pytest.param({"delay": 0}, id="no-delay"),
        pytest.param({"delay": 0.5}, id="part-of-a-second"),
        pytest.param({"operation": "list_buckets"}, id="python-spelling"),
        pytest.param({"description": "x", "comment": "y"}, id="further-keys"),
        pytest.param({"acceptors": [{"matcher": "error", "expected": False, "state": "retry"}]}, id="no-error"),
        pytest.param({"acceptors": [{"matcher": "status", "expected": 404, "state": "failure"}]}, id="status"),
        pytest.param({"acceptors": (ACCEPTOR | {"matcher": "pathAny", "expected": None},)}, id="any"),
    ],
)
def test_a_good_waiter_has_no_problems(changes: dict[str, Any]) -> None:
    """What botocore takes is taken."""
    assert check(**changes) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"operation": ABSENT},
            'operation: is missing; give one in AWS\'s spelling, such as "DescribeJobRun"',
        ),
        ({"operation": 1}, 'operation: is no text; give one in AWS\'s spelling, such as "DescribeJobRun"'),
        ({"operation": "ListBucket"}, "operation: 'ListBucket' is no operation of s3; did you mean ListBuckets?"),
        ({"delay": "5"}, "delay: is '5'; give the seconds between two requests"),
        ({"delay": -1}, "delay: is -1; give the seconds between two requests"),
        ({"delay": True}, "delay: is True; give the seconds between two requests"),
        ({"maxAttempts": 0}, "maxAttempts: is 0; give the number of requests, 1 or more"),
        ({"maxAttempts": None}, "maxAttempts: is None; give the number of requests, 1 or more"),
        ({"maxAttempts": ABSENT, "max_attempts": 3}, "maxAttempts: is missing; is it meant by 'max_attempts'?"),
        (
            {"acceptors": ABSENT},
            "acceptors: is missing; give a list of objects with state, matcher, argument and expected",
        ),
        ({"acceptors": []}, "acceptors: is empty; give a list of objects with state, matcher, argument and expected"),
        (
            {"acceptors": {"a": 1}},
            "acceptors: is no list; give a list of objects with state, matcher, argument and expected",
        ),
        ({"acceptors": ["a"]}, "acceptors[0]: is no object; give state, matcher, argument and expected"),
    ],
)
def test_a_bad_waiter_is_told(changes: dict[str, Any], message: str) -> None:
    """Each problem says where, what is wrong and what would be right."""
    assert check(**changes) == [message]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"state": "succes"}, "acceptors[1].state: is 'succes'; did you mean success?"),
        ({"state": ABSENT}, "acceptors[1].state: is missing; give success, failure or retry"),
        ({"state": 1}, "acceptors[1].state: is 1; give success, failure or retry"),
        ({"matcher": "path_all"}, "acceptors[1].matcher: is 'path_all'; did you mean pathAll?"),
        ({"expected": ABSENT, "Expected": 1}, "acceptors[1].expected: is missing; is it meant by 'Expected'?"),
        (
            {"argument": ABSENT},
            'acceptors[1].argument: is missing; give an expression of JMESPath, such as "jobRun.state"',
        ),
        (
            {"argument": 5},
            (
                "acceptors[1].argument: 5 is no expression of JMESPath, no text; "
                'give an expression of JMESPath, such as "jobRun.state"'
            ),
        ),
        ({"matcher": "status", "expected": "404"}, "acceptors[1].expected: is '404'; give an HTTP status, such as 404"),
        (
            {"matcher": "error", "expected": 404},
            "acceptors[1].expected: is 404; give an error code, true for any error, false for none",
        ),
    ],
)
def test_a_bad_acceptor_is_told(changes: dict[str, Any], message: str) -> None:
    """Each problem says which acceptor it is."""
    acceptor = {key: value for key, value in (ACCEPTOR | changes).items() if value is not ABSENT}
    assert check(acceptors=[ACCEPTOR, acceptor]) == [message]


def test_a_bad_expression_is_told_in_one_line() -> None:
    """JMESPath's own words of many lines become one."""
    (message,) = check(acceptors=[ACCEPTOR | {"argument": "a["}])
    assert message.startswith("acceptors[0].argument: 'a[' is no expression of JMESPath, ")
    assert "\n" not in message
