"""Templates in the expressions of acceptors: filled, or told."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.waiters.templates import fill_templates


def fill(argument: Any, parameters: dict[str, Any] | None) -> tuple[Any, list[str]]:
    """What becomes of the argument of an acceptor, and of what is wrong."""
    waiter = {"delay": 1, "acceptors": [{"matcher": "error"}, {"argument": argument, "state": "retry"}]}
    before = repr(waiter)
    filled, problems = fill_templates(waiter, parameters)
    assert repr(waiter) == before
    assert filled["acceptors"][0] == {"matcher": "error"}
    return filled["acceptors"][1]["argument"], [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("argument", "parameters", "expected"),
    [
        pytest.param("a[?b=='{{ x }}']", {"x": "<&'>"}, "a[?b=='<&'>']", id="not-html"),
        pytest.param("{{ x }}.{{ y.z }}", {"x": "a", "y": {"z": 1}, "w": 0}, "a.1", id="several"),
        pytest.param("{{ x | default('a') }}", {}, "a", id="default"),
        pytest.param("{% if x is defined %}a{% else %}b{% endif %}", None, "b", id="condition"),
        pytest.param("a.b", None, "a.b", id="none"),
        pytest.param(5, {"x": 1}, 5, id="no-text"),
    ],
)
def test_templates_are_filled(argument: Any, parameters: dict[str, Any] | None, expected: Any) -> None:
    """Text is filled as it is; what has no template stays."""
    assert fill(argument, parameters) == (expected, [])


@pytest.mark.parametrize(
    ("argument", "parameters", "message"),
    [
        pytest.param(
            "{{ JOB_ID }}.{{ RUN }}",
            None,
            "acceptors[1].argument: wants the parameter JOB_ID and RUN; "
            "give it in parameters; it is filled into '{{ JOB_ID }}.{{ RUN }}'",
            id="missing",
        ),
        pytest.param(
            "{{ JOB_ID }}",
            {"job_id": "1"},
            "acceptors[1].argument: wants the parameter JOB_ID; give it in parameters; did you mean JOB_ID for job_id?",
            id="misspelt",
        ),
        pytest.param(
            "{{ x.y }}",
            {"x": {}},
            "acceptors[1].argument: wants a part of a parameter that is not there, 'dict object' has no attribute 'y'; "
            "give what '{{ x.y }}' takes",
            id="part",
        ),
        pytest.param(
            "{{ x",
            {"x": 1},
            "acceptors[1].argument: is a template that can't be filled, unexpected end of template, expected "
            "'end of print statement'.; correct '{{ x'",
            id="syntax",
        ),
    ],
)
def test_what_can_not_be_filled_is_told(argument: str, parameters: dict[str, Any] | None, message: str) -> None:
    """The problem names the acceptor, what it wants and what is given instead."""
    assert fill(argument, parameters)[1] == [message]


def test_templates_reach_nothing_of_python() -> None:
    """A file of waiters is text and no program."""
    _, problems = fill("{{ x.__class__.__mro__ }}", {"x": 1})
    assert problems == [
        (
            "acceptors[1].argument: is a template that can't be filled, access to attribute '__class__' of 'int' "
            "object is unsafe.; correct '{{ x.__class__.__mro__ }}'"
        )
    ]


@pytest.mark.parametrize("acceptors", [None, 5, "text", {}, [None, "text"]])
def test_what_is_no_waiter_is_left_to_the_checks(acceptors: Any) -> None:
    """Nothing is filled, and nothing fails."""
    assert fill_templates({"acceptors": acceptors}, {})[0]["acceptors"] == acceptors
