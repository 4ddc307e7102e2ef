"""Account ids as people and forms write them."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.account import check_account_id, read_account_ids
from airflow_provider_awsconn.connection.notes import Notes
from tests.unit.connection.checks import list_problems

NOT_12 = 'is not 12 digits; give the 12 digits as text, such as "123456789012"'


def describe_lost_zeros(digits: int, whole: str) -> str:
    """What is said of an id that is a few digits short."""
    return (
        f"has {digits} digits instead of 12; leading zeros get lost where it is written as a number; "
        f'write it as text, "{whole}" if zeros are what is missing'
    )


@pytest.mark.parametrize("account_id", ["123456789012", "000000000001", "012345678901"])
def test_twelve_digits_are_an_account_id(account_id: str) -> None:
    """Twelve digits pass, leading zeros included."""
    notes = Notes()
    check_account_id("here", account_id, notes)
    assert notes == Notes()


@pytest.mark.parametrize(
    ("account_id", "told"),
    [
        pytest.param("12345678901", describe_lost_zeros(11, "012345678901"), id="one-zero-lost"),
        pytest.param("123456789", describe_lost_zeros(9, "000123456789"), id="three-zeros-lost"),
        pytest.param("12345678", NOT_12, id="too-short-to-be-zeros"),
        pytest.param("1234567890123", NOT_12, id="too-long"),
        pytest.param("1234-5678-9012", NOT_12, id="hyphens"),
        pytest.param("my-account", NOT_12, id="alias"),
        pytest.param("١٢٣٤٥٦٧٨٩٠١٢", NOT_12, id="other-digits"),
    ],
)
def test_what_is_no_account_id_is_refused(account_id: str, told: str) -> None:
    """An id that lost its leading zeros is told so, and everything else what 12 digits look like."""
    notes = Notes()
    check_account_id("here", account_id, notes)
    assert [str(problem) for problem in notes.problems] == [f"here: {told}"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        pytest.param(None, (), id="unset"),
        pytest.param([], (), id="empty"),
        pytest.param(["210987654321", "123456789012"], ("210987654321", "123456789012"), id="order-kept"),
        pytest.param(["123456789012", "123456789012"], ("123456789012",), id="each-once"),
    ],
)
def test_a_guard_is_read(given: list[str] | None, read: tuple[str, ...]) -> None:
    """The ids come in the order given, each once, and unset is no guard."""
    notes = Notes()
    assert read_account_ids("here", given, notes) == read
    assert notes == Notes()


def test_each_wrong_id_of_a_guard_is_told_with_its_place() -> None:
    """The place in the list is in the message."""
    notes = Notes()
    read_account_ids("here", ["123456789012", "x", "12345678901"], notes)
    assert [str(problem) for problem in notes.problems] == [
        f"here.1: {NOT_12}",
        f"here.2: {describe_lost_zeros(11, '012345678901')}",
    ]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(["123456789012", "000000000001"], id="list"),
        pytest.param('["123456789012", "000000000001"]', id="json-text"),
        pytest.param("123456789012, 000000000001", id="commas"),
        pytest.param([123456789012, " 000000000001 ", ""], id="number-and-blanks"),
    ],
)
@pytest.mark.parametrize("key", ["allowed_account_ids", "forbidden_account_ids"])
def test_guards_in_all_their_forms(key: str, given: object) -> None:
    """A list, its JSON text, text with commas, and numbers are the same guard."""
    assert getattr(parse_connection(extra={key: given}), key) == ("123456789012", "000000000001")


@pytest.mark.parametrize("given", [123456789012, 123456789012.0, "123456789012"], ids=repr)
def test_one_account_is_a_guard_too(given: object) -> None:
    """A single id, as a form or a URI gives it, is a list of one."""
    assert parse_connection(extra={"allowed_account_ids": given}).allowed_account_ids == ("123456789012",)


@pytest.mark.parametrize(
    ("extra", "problems"),
    [
        pytest.param(
            {"allowed_account_ids": [12345678901]},
            [f"extra.allowed_account_ids.0: {describe_lost_zeros(11, '012345678901')}"],
            id="lost-zero",
        ),
        pytest.param(
            {"allowed_account_ids": {"a": 1}},
            [
                (
                    "extra.allowed_account_ids: is of type dict; "
                    'give a list of 12-digit account ids, such as ["123456789012"]'
                )
            ],
            id="object",
        ),
        pytest.param(
            {
                "allowed_account_ids": ["123456789012", "210987654321"],
                "forbidden_account_ids": ["210987654321"],
            },
            ["extra.forbidden_account_ids: holds 210987654321, which is allowed too; keep it in one of the two"],
            id="allowed-and-forbidden",
        ),
    ],
)
def test_impossible_guards_are_refused(extra: dict[str, Any], problems: list[str]) -> None:
    """A guard that can never let anything through, or never match, is a problem."""
    assert list_problems(extra=extra) == problems
