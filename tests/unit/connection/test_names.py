"""Names of what a worker has."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.connection.names import is_source_name, is_variable_name


@pytest.mark.parametrize(
    ("name", "expected"), [("A", True), ("_a1", True), ("1a", False), ("", False), ("a-b", False), ("é", False)]
)
def test_names_of_variables(name: str, expected: bool) -> None:
    """Letters, digits and underscores, no digit in front."""
    assert is_variable_name(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a", True), ("a.b-c_1", True), ("1", True), ("x" * 64, True), ("x" * 65, False), ("", False), ("a:b", False)],
)
def test_names_of_sources(name: str, expected: bool) -> None:
    """Up to 64 letters, digits and some punctuation: no import path."""
    assert is_source_name(name) is expected
