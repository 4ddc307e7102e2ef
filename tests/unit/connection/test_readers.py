"""From one value as it arrives to what it means."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.connection.readers import drop_unset, read_object, read_text, read_verify


def test_what_forms_store_for_an_untouched_field_is_unset() -> None:
    """Null, blank text and an empty object are left out; false, zero and an empty list are values."""
    given: dict[str, object] = {
        "null": None,
        "empty": "",
        "blank": " \t",
        "object": {},
        "text": " a ",
        "false": False,
        "0": 0,
        "list": [],
    }
    assert drop_unset(given) == {"text": "a", "false": False, "0": 0, "list": []}
    assert given["text"] == " a "


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (" a\n", "a"), (123456789012, "123456789012"), (1.5, "1.5")], ids=repr
)
def test_text_may_arrive_as_a_number(value: object, text: str) -> None:
    """An account id without quotes is the same id; blanks around text are left out."""
    assert read_text(value) == text


@pytest.mark.parametrize(
    ("value", "kind"), [(True, "bool"), (None, "NoneType"), (["a"], "list"), ({"a": 1}, "dict")], ids=repr
)
def test_other_types_are_no_text(value: object, kind: str) -> None:
    """A boolean, null, a list or an object is said by its type."""
    with pytest.raises(ValueError) as refused:
        read_text(value)
    assert str(refused.value) == f"is of type {kind}"


@pytest.mark.parametrize("value", [{"a": {"b": ""}}, '{"a": {"b": ""}}'], ids=["object", "text"])
def test_an_object_is_given_as_it_is(value: object) -> None:
    """An object or its JSON text, with whatever is in it."""
    assert read_object(value) == {"a": {"b": ""}}


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("{", "is text, but not the text of a JSON object"),
        ("C4N4RY", "is text, but not the text of a JSON object"),
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
    with pytest.raises(ValueError) as refused:
        read_object(value)
    assert str(refused.value) == reason
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ is (isinstance(value, str) and "text" in reason)


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
    with pytest.raises(ValueError) as refused:
        read_verify(value)
    assert str(refused.value) == f"is of type {kind}"
