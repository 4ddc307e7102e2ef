"""From one value as it really arrives to what it means."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK
from airflow_provider_awsconn.connection.readers import (
    check_json,
    drop_unset,
    is_ui_mask,
    is_unset,
    load_json,
    read_integer,
    read_list,
    read_object,
    read_policy,
    read_text,
    read_texts,
    read_verify,
)

if TYPE_CHECKING:
    from collections.abc import Callable

PYTHON_DICT = "is the text of a Python dict, not JSON; something wrote an object with str() instead of as JSON"


def read_reason(read: Callable[[Any], object], value: object) -> str:
    """What a reader says of a value, which nothing that caused it may say more of."""
    with pytest.raises(ValueError) as refused:
        read(value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None or refused.value.__suppress_context__
    return str(refused.value)


def test_what_forms_store_for_an_untouched_field_is_left_out() -> None:
    """Null, blank text and an empty object are left out; false, zero and an empty list are values."""
    given: dict[str, object] = {
        "null": None,
        "empty": "",
        "blank": " \t",
        "object": {},
        " text ": " a ",
        "false": False,
        "0": 0,
        "list": [],
    }
    assert drop_unset(given) == {"text": "a", "false": False, "0": 0, "list": []}
    assert given[" text "] == " a "


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, True), ("", True), ({}, True), (" ", False), (False, False), (0, False), ([], False), ({"a": None}, False)],
    ids=repr,
)
def test_unset_is_null_empty_text_or_an_empty_object(value: object, expected: bool) -> None:
    """Everything else says something."""
    assert is_unset(value) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("***", True),
        (" *** ", True),
        ("******", True),
        (AIRFLOW_2_MASK, True),
        (f" {AIRFLOW_2_MASK}\n", True),
        ("**", False),
        ("*", False),
        ("", False),
        ("a***", False),
        ("*** ***", False),
        (AIRFLOW_2_MASK.lower(), False),
    ],
    ids=repr,
)
def test_masks_of_the_ui_are_known(text: str, expected: bool) -> None:
    """Three stars or more, and Airflow 2's long placeholder, are no secret; a star in a text is one."""
    assert is_ui_mask(text) is expected


@pytest.mark.parametrize(
    "value", [None, True, 1, 1.5, "a", [], {}, [1, {"a": [None, False]}], {"ключ": "значение"}, 2**255], ids=repr
)
def test_json_is_loaded(value: object) -> None:
    """What JSON can say comes back as it is, and passes the check."""
    assert load_json(json.dumps(value)) == value
    check_json(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "is not JSON", id="empty"),
        pytest.param("C4N4RY", "is not JSON", id="word"),
        pytest.param("{", "is not JSON", id="brace"),
        pytest.param('{"a": "C4N4RY"', "is not JSON", id="cut-off"),
        pytest.param('{"a": [', "is not JSON", id="cut-off-in-a-list"),
        pytest.param('{"a": {', "is not JSON", id="cut-off-in-an-object"),
        pytest.param('{"a": 1,}', "is not JSON", id="comma-at-the-end"),
        pytest.param("{a: 1}", "is not JSON", id="names-without-quotes"),
        pytest.param("NaN", "is not JSON", id="nan"),
        pytest.param('{"a": -Infinity}', "is not JSON", id="infinity"),
        pytest.param("{'a': {'b': True}}", PYTHON_DICT, id="python-dict"),
        pytest.param("{'a': 'C4N4RY'}", PYTHON_DICT, id="python-dict-of-text"),
        pytest.param("{1: 2}", PYTHON_DICT, id="python-dict-of-numbers"),
        pytest.param("['a']", PYTHON_DICT, id="python-list"),
        pytest.param("{u'a': 1}", PYTHON_DICT, id="python-2-dict"),
        pytest.param('{"a": None}', PYTHON_DICT, id="python-none"),
        pytest.param('{"a": True}', PYTHON_DICT, id="python-true"),
        pytest.param("[" * 34 + "]" * 34, "is nested too deeply", id="deep"),
        pytest.param("[" * 100_000, "is nested too deeply", id="too-deep-for-the-parser"),
        pytest.param('"\\ud800"', "has half a Unicode character", id="half-a-character"),
        pytest.param("1e999", "has a number that JSON does not know", id="overflow"),
        pytest.param(str(2**256), "has a number that is too long", id="long-number"),
    ],
)
def test_what_is_no_json_is_told_by_what_it_is(text: str, reason: str) -> None:
    """A Python dict's text is told from broken JSON, and the text itself is never repeated."""
    assert read_reason(load_json, text) == reason


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param({1: 2}, "has a name that is not text", id="name"),
        pytest.param({"a": {None: 2}}, "has a name that is not text", id="nested-name"),
        pytest.param({"\ud800": 1}, "has half a Unicode character", id="half-a-character-in-a-name"),
        pytest.param([float("nan")], "has a number that JSON does not know", id="nan"),
        pytest.param([-(2**256)], "has a number that is too long", id="long-number"),
        pytest.param({"a": b"C4N4RY"}, "is of type bytes", id="bytes"),
        pytest.param({"a": {1, 2}}, "is of type set", id="set"),
        pytest.param(object(), "is of type object", id="object"),
    ],
)
def test_what_can_not_be_written_as_json_is_refused(value: object, reason: str) -> None:
    """What comes from a program, not from JSON, is checked as well."""
    assert read_reason(check_json, value) == reason


def test_an_object_that_holds_itself_is_refused() -> None:
    """There is an end to every check."""
    endless: list[object] = []
    endless.append(endless)
    assert read_reason(check_json, endless) == "is nested too deeply"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (" a\n", "a"),
        (123456789012, "123456789012"),
        (123456789012.0, "123456789012"),
        (0, "0"),
        (-7, "-7"),
        (1.5, "1.5"),
    ],
    ids=repr,
)
def test_text_may_arrive_as_a_number(value: object, text: str) -> None:
    """An account id without quotes is the same id; blanks around text are left out."""
    assert read_text(value) == text


@pytest.mark.parametrize(
    ("value", "kind"), [(True, "bool"), (None, "NoneType"), (["C4N4RY"], "list"), ({"a": 1}, "dict")], ids=repr
)
def test_other_types_are_no_text(value: object, kind: str) -> None:
    """A boolean, null, a list or an object is said by its type."""
    assert read_reason(read_text, value) == f"is of type {kind}"


@pytest.mark.parametrize(
    ("value", "number"),
    [(900, 900), ("900", 900), (" 900\n", 900), (900.0, 900), ("+900", 900), ("-1", -1), ("0900", 900)],
    ids=repr,
)
def test_a_whole_number_may_be_text(value: object, number: int) -> None:
    """A number from a URI or a form is text of one."""
    read = read_integer(value)
    assert (read, type(read)) == (number, int)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1h", "is not a whole number"),
        ("", "is not a whole number"),
        ("900.5", "is not a whole number"),
        (900.5, "is not a whole number"),
        (float("inf"), "is not a whole number"),
        ("9" * 5000, "is not a whole number"),
        ("1_000", "is not a whole number"),
        ("٩٠٠", "is not a whole number"),
        (True, "is of type bool"),
        (None, "is of type NoneType"),
        ([900], "is of type list"),
    ],
    ids=lambda value: ascii(value)[:20],
)
def test_other_values_are_no_whole_number(value: object, reason: str) -> None:
    """Units, fractions, other digits and other types are refused."""
    assert read_reason(read_integer, value) == reason


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (["a", " b ", ""], ["a", "b"]),
        (("a",), ["a"]),
        ('["a", 1]', ["a", "1"]),
        (' ["a"]', ["a"]),
        ("a, b,", ["a", "b"]),
        ("a", ["a"]),
        (7, ["7"]),
        ([7, 8.0], ["7", "8"]),
        ([], []),
        ("[]", []),
    ],
    ids=repr,
)
def test_a_list_of_texts_may_be_text(value: object, texts: list[str]) -> None:
    """A list, its JSON text, texts with commas and a single number; empty ones are left out."""
    assert read_texts(value) == texts


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("['a']", PYTHON_DICT),
        ("[1", "is not JSON"),
        (True, "is of type bool"),
        ({"a": 1}, "is of type dict"),
        ([["a"]], "is of type list"),
        ([None], "is of type NoneType"),
    ],
    ids=repr,
)
def test_other_values_are_no_list_of_texts(value: object, reason: str) -> None:
    """Neither an object nor a list of something else."""
    assert read_reason(read_texts, value) == reason


@pytest.mark.parametrize("value", [{"a": {"b": ""}}, '{"a": {"b": ""}}'], ids=["object", "text"])
def test_an_object_is_given_as_it_is(value: object) -> None:
    """An object or its JSON text, with whatever is in it."""
    assert read_object(value) == {"a": {"b": ""}}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("{", "is not JSON"),
        ("C4N4RY", "is not JSON"),
        ("{'a': True}", PYTHON_DICT),
        ("[1]", "is of type list"),
        ("1", "is of type int"),
        ("null", "is of type NoneType"),
        ([1], "is of type list"),
        (1, "is of type int"),
    ],
    ids=repr,
)
def test_other_types_are_no_object(value: object, reason: str) -> None:
    """The reason never holds the value, nor does what caused it."""
    assert read_reason(read_object, value) == reason


@pytest.mark.parametrize("value", [["a", {"b": 1}], ("a", {"b": 1}), '["a", {"b": 1}]'], ids=repr)
def test_a_list_may_be_text(value: object) -> None:
    """A list or its JSON text, with whatever is in it."""
    assert read_list(value) == ["a", {"b": 1}]


@pytest.mark.parametrize(
    ("value", "reason"),
    [("a", "is not JSON"), ("{}", "is of type dict"), ({"a": 1}, "is of type dict"), (1, "is of type int")],
    ids=repr,
)
def test_other_types_are_no_list(value: object, reason: str) -> None:
    """Nothing is made into a list that is none."""
    assert read_reason(read_list, value) == reason


@pytest.mark.parametrize("value", [{"Version": "2012-10-17"}, '{ "Version":\n"2012-10-17" }'], ids=["object", "text"])
def test_a_policy_becomes_compact_text(value: object) -> None:
    """STS counts the characters of a policy, blanks included."""
    assert read_policy(value) == '{"Version":"2012-10-17"}'


def test_what_is_no_policy_is_refused() -> None:
    """A policy is an object."""
    assert read_reason(read_policy, "Allow") == "is not JSON"
    assert read_reason(read_policy, ["Allow"]) == "is of type list"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(value, True) for value in (True, 1, "true", "True", " TRUE ", "yes", "y", "on", "1")],
        *[(value, False) for value in (False, 0, "false", "False", " FALSE ", "no", "n", "off", "0")],
        *[(value, "/etc/ssl/ca.pem") for value in ("/etc/ssl/ca.pem", " /etc/ssl/ca.pem\n")],
    ],
    ids=repr,
)
def test_verify_in_all_its_spellings(value: object, expected: bool | str) -> None:
    """Booleans as people write them, and a path."""
    read = read_verify(value)
    assert (read, type(read)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "kind"), [(2, "int"), (1.0, "float"), ([True], "list"), (None, "NoneType")], ids=repr
)
def test_other_types_are_no_verify(value: object, kind: str) -> None:
    """What is neither is said by its type."""
    assert read_reason(read_verify, value) == f"is of type {kind}"
