"""What is wrong with a waiter, before anybody waits with it. No IO.

https://github.com/boto/botocore/blob/develop/botocore/waiter.py is what reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import jmespath
from botocore import xform_name
from jmespath.exceptions import JMESPathError

from airflow_provider_awsconn.connection.suggest import suggest_name
from airflow_provider_awsconn.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_EXPECTED = {
    "operation": 'give one in AWS\'s spelling, such as "DescribeJobRun"',
    "delay": "give the seconds between two requests",
    "maxAttempts": "give the number of requests, 1 or more",
    "acceptors": "give a list of objects with state, matcher, argument and expected",
}
KEYS = (*_EXPECTED, "description")
_STATES = ("success", "failure", "retry")
_OF_PATHS = ("path", "pathAll", "pathAny")
_MATCHERS = (*_OF_PATHS, "status", "error")


def list_unknown_keys(overrides: Iterable[str]) -> Iterator[Problem]:
    """List what is to override something of a waiter that no waiter has."""
    for key in overrides:
        if key not in KEYS:
            near = suggest_name(str(key), KEYS)
            hint = f"did you mean {near}?" if near else f"give {', '.join(_EXPECTED)}"
            yield Problem(f"config_overrides.{key}", "is no key of a waiter", hint)


def list_problems(
    waiter: Mapping[str, Any], service_name: str, operations: Collection[str] | None
) -> Iterator[Problem]:
    """List everything that is wrong with a waiter.

    Args:
        waiter: what it is made of, parameters filled in.
        service_name: whose waiter it is.
        operations: those of the service, in AWS's spelling; None where they are not known.
    """
    for key, hint in _EXPECTED.items():
        if key not in waiter:
            yield _miss("", key, waiter, hint)
    operation = waiter.get("operation", "")
    if not isinstance(operation, str):
        yield Problem("operation", "is no text", _EXPECTED["operation"])
    elif operation and operations is not None and xform_name(operation) not in map(xform_name, operations):
        near = suggest_name(operation, operations)
        hint = f"did you mean {near}?" if near else _EXPECTED["operation"]
        yield Problem("operation", f"'{operation}' is no operation of {service_name}", hint)
    for key, minimum in (("delay", 0), ("maxAttempts", 1)):
        if not _is_number(waiter.get(key, minimum), minimum):
            yield Problem(key, f"is {waiter[key]!r}", _EXPECTED[key])
    acceptors = waiter.get("acceptors", [{}])
    if not isinstance(acceptors, list | tuple) or not acceptors:
        yield Problem("acceptors", "is no list" if acceptors else "is empty", _EXPECTED["acceptors"])
        return
    for index, acceptor in enumerate(acceptors if "acceptors" in waiter else ()):
        where = f"acceptors[{index}]"
        if isinstance(acceptor, Mapping):
            yield from _list_problems_of_acceptor(where, acceptor)
        else:
            yield Problem(where, "is no object", "give state, matcher, argument and expected")


def _list_problems_of_acceptor(where: str, acceptor: Mapping[str, Any]) -> Iterator[Problem]:
    for key, choices in (("state", _STATES), ("matcher", _MATCHERS)):
        hint = f"give {', '.join(choices[:-1])} or {choices[-1]}"
        if key not in acceptor:
            yield _miss(where, key, acceptor, hint)
        elif acceptor[key] not in choices:
            near = suggest_name(str(acceptor[key]), choices)
            yield Problem(f"{where}.{key}", f"is {acceptor[key]!r}", f"did you mean {near}?" if near else hint)
    matcher = acceptor.get("matcher")
    if "expected" not in acceptor:
        yield _miss(where, "expected", acceptor, "give what is to be found")
    else:
        yield from _check_expected(where, matcher, acceptor["expected"])
    if matcher in _OF_PATHS:
        yield from _check_argument(where, acceptor)


def _check_expected(where: str, matcher: object, expected: object) -> Iterator[Problem]:
    if matcher == "status" and not _is_number(expected, 100):
        yield Problem(f"{where}.expected", f"is {expected!r}", "give an HTTP status, such as 404")
    if matcher == "error" and not isinstance(expected, str | bool):
        yield Problem(f"{where}.expected", f"is {expected!r}", "give an error code, true for any error, false for none")


def _check_argument(where: str, acceptor: Mapping[str, Any]) -> Iterator[Problem]:
    hint = 'give an expression of JMESPath, such as "jobRun.state"'
    if "argument" not in acceptor:
        yield _miss(where, "argument", acceptor, hint)
        return
    try:
        jmespath.compile(acceptor["argument"])
    except (JMESPathError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split()) if isinstance(error, JMESPathError) else "no text"
        yield Problem(f"{where}.argument", f"{acceptor['argument']!r} is no expression of JMESPath, {reason}", hint)


def _miss(where: str, key: str, given: Mapping[str, Any], hint: str) -> Problem:
    """Tell of a key that is not there, and by which one it may have been meant."""
    others = [name for name in given if isinstance(name, str)]
    written = suggest_name(key, others)
    path = f"{where}.{key}" if where else key
    return Problem(path, "is missing", f"is it meant by '{written}'?" if written and written not in KEYS else hint)


def _is_number(value: object, minimum: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= minimum
