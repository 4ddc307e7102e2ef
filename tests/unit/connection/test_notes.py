"""What is noted while a connection is read."""

from __future__ import annotations

from airflow_provider_awsconn.connection.notes import Notes
from airflow_provider_awsconn.errors import Problem


def test_notes_are_empty_at_first() -> None:
    """Nothing is noted of a connection that was not looked at, and no two notes share their lists."""
    notes = Notes()
    assert (notes.problems, notes.remarks, notes.origins) == ([], [], {})
    notes.refuse("a", "b", "c")
    assert Notes().problems == []


def test_notes_keep_the_order() -> None:
    """Problems and remarks are kept apart, each in the order they were noted."""
    notes = Notes()
    notes.refuse("password", "empty", "give it")
    notes.remark("host", "is ignored", "remove it")
    notes.refuse("extra.verify", "is of type list", "give true")
    assert notes.problems == [
        Problem("password", "empty", "give it"),
        Problem("extra.verify", "is of type list", "give true"),
    ]
    assert notes.remarks == [Problem("host", "is ignored", "remove it")]
    assert [str(problem) for problem in notes.problems] == [
        "password: empty; give it",
        "extra.verify: is of type list; give true",
    ]
