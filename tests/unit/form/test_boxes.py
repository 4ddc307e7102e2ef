"""What a box of Airflow 2's form shows, and what is stored when it comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK, KEY_BY_NAME
from airflow_provider_awsconn.form.boxes import load_raw_extra, read_box, settle, show_value
from airflow_provider_awsconn.form.fields import list_form_keys
from tests.unit.connection.test_keys import BESIDE

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.keys import Key

by_name = pytest.mark.parametrize("key", list_form_keys(), ids=lambda key: key.name)

# What JSON can hold under a key, right or wrong for it.
VALUES: tuple[Any, ...] = (
    *(None, False, True, 0, 1, -1, 900, 1.5, 3600.0, 10**30, "", " ", "text", " spaced ", "two\nlines", "é<&\"'>"),
    *("0", "3600", "false", "null", "[]", '{"a": 1}', "{'a': 1}", "half \ud800 character", AIRFLOW_2_MASK, "***"),
    *([], [None], ["a", ""], [["b"], {"c": False}], {}, {"a": {"b": True}}, {"": 0, "é": [1.0, None]}, float("inf")),
)
PREFIXED = {"extra__aws__region_name": "a"}
PYTHON_DICT = "is the text of a Python dict, not JSON; something wrote an object with str() instead of as JSON"


def as_text(value: Any) -> str:
    """A value as JSON text, in which 1, 1.0 and true differ."""
    return json.dumps(value)


@by_name
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_an_untouched_box_keeps_what_is_stored(key: Key, value: Any) -> None:
    """Whatever is stored under a key, right or wrong, of whatever type, an untouched form stores it again."""
    extra = {key.name: value, "unknown": 1}
    text = AIRFLOW_2_MASK if key.name == "aws_session_token" and value else show_value(value)
    # Airflow shows its mask in the raw Extra too, even for null.
    raw = extra | ({key.name: AIRFLOW_2_MASK} if key.name == "aws_session_token" else {})
    assert as_text(settle(key, text, raw, extra)) == as_text(value)
    assert as_text(settle(key, None, raw, extra)) == as_text(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (False, ""),
        (True, "true"),
        (3600.0, "3600.0"),
        ({"é": [1, None]}, '{"é": [1, null]}'),
        (" two\r\nlines ", "twolines"),
        ("half \ud800", "half ?"),
    ],
)
def test_a_box_shows_json_on_one_line(value: Any, text: str) -> None:
    """Text as it is, anything else as JSON, and nothing in it that would not come back from a page."""
    assert show_value(value) == text


@by_name
def test_the_text_of_a_right_value_reads_as_that_value(key: Key) -> None:
    """What a box shows of the docs' example is read as the example, typed, and the connection is the same."""
    example = json.loads(key.example) if key.kind in {"integer", "object", "roles", "texts"} else key.example
    assert as_text(read_box(key, show_value(example))) == as_text(example)
    beside = BESIDE.get(key.name, {})
    typed, as_test_button = {key.name: example}, {key.name: show_value(example)}
    # Airflow 2's Test button sends the texts of the boxes, under both names.
    as_test_button |= {f"extra__aws__{key.name}": show_value(example)}
    assert parse_connection(extra={**beside, **as_test_button}) == parse_connection(extra={**beside, **typed})


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("verify", "true", True),
        ("verify", "FALSE", False),
        ("verify", "no", False),
        ("verify", "/etc/ssl/ca.pem", "/etc/ssl/ca.pem"),
        ("duration_seconds", "", ""),
        ("duration_seconds", "900", 900),
        ("duration_seconds", "43200", 43200),
        ("external_id", "007", "007"),
        ("external_id", "true", "true"),
        ("region_name", "{}", "{}"),
        ("store", "minio", "minio"),
        ("allowed_account_ids", "012345678901", ["012345678901"]),
        ("allowed_account_ids", '["123456789012"]', ["123456789012"]),
        ("allowed_account_ids", ",", ""),
        ("config_kwargs", '{"read_timeout": 20.0}', {"read_timeout": 20.0}),
        ("config_kwargs", "{}", ""),
        ("role_chain", '["a", {"role_arn": "b"}]', ["a", {"role_arn": "b"}]),
        ("role_chain", "[]", ""),
        ("test_probe", "sqs:list_queues", "sqs:list_queues"),
        ("test_probe", '{"service": "s3"}', {"service": "s3"}),
        ("aws_session_token", "{}", "{}"),
    ],
)
def test_what_is_typed_gets_the_type_of_the_key(name: str, text: str, value: Any) -> None:
    """Numbers, booleans, lists and objects are stored as such, text stays text, nothing is stored for nothing."""
    assert as_text(read_box(KEY_BY_NAME[name], text)) == as_text(value)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("duration_seconds", "900.5", "is not a whole number"),
        ("duration_seconds", "43201", "is out of range"),
        ("duration_seconds", "-1", "is out of range"),
        ("config_kwargs", '{"C4N4RY":', "is not JSON"),
        ("config_kwargs", "C4N4RY", "is not JSON"),
        ("config_kwargs", '{"a": NaN}', "is not JSON"),
        ("service_config", "[]", "is of type list"),
        ("session_tags", "{'C4N4RY': 1}", PYTHON_DICT),
        ("role_chain", "3", "is of type int"),
        ("store", "C4N4RY", "is none of the choices"),
    ],
)
def test_what_cant_be_read_is_refused_without_its_text(name: str, text: str, reason: str) -> None:
    """The message says which key, what is wrong and what would be right; never what was typed."""
    key = KEY_BY_NAME[name]
    with pytest.raises(ValueError, match="extra") as caught:
        read_box(key, text)
    assert str(caught.value) == f"extra.{name}: {reason}; {key.expects}"


@pytest.mark.parametrize("text", ['{"C4N4RY":', "[]", '"C4N4RY"', "null", "1", "{'C4N4RY': 1}"])
def test_a_raw_extra_that_is_no_object_is_refused_without_its_text(text: str) -> None:
    """Airflow would save none of it, or fail; the message has no word of it."""
    with pytest.raises(ValueError, match="JSON") as caught:
        load_raw_extra(text)
    assert str(caught.value) == "extra: is not a JSON object; correct it, or empty it"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("text", [None, "", "{}"])
def test_an_empty_raw_extra_is_an_empty_object(text: str | None) -> None:
    """A form without raw Extra is a form whose boxes say all."""
    assert load_raw_extra(text) == {}


@pytest.mark.parametrize(
    ("text", "raw", "stored", "value"),
    [
        pytest.param("a", {"region_name": "a"}, {"region_name": "a"}, "a", id="nothing-done"),
        pytest.param("b", {"region_name": "a"}, {"region_name": "a"}, "b", id="box-edited"),
        pytest.param("a", {"region_name": "b"}, {"region_name": "a"}, "b", id="raw-edited"),
        pytest.param("c", {"region_name": "b"}, {"region_name": "a"}, "c", id="both-edited"),
        pytest.param("", {"region_name": "a"}, {"region_name": "a"}, "", id="box-emptied"),
        pytest.param("a", {}, {"region_name": "a"}, "", id="taken-out-of-raw"),
        pytest.param("", {"region_name": "a"}, {}, "a", id="put-into-raw"),
        pytest.param("a", {"region_name": "a"}, {"region_name": "b"}, "a", id="another-tab-saved-meanwhile"),
        pytest.param("1", {"region_name": 1}, {"region_name": "b"}, 1, id="another-tab-saved-another-type"),
        pytest.param("a", {"region_name": "a"}, {}, "a", id="another-tab-took-it-out"),
        pytest.param("a", PREFIXED, PREFIXED, "", id="prefixed"),
        pytest.param("b", PREFIXED, PREFIXED, "b", id="prefixed-edited"),
    ],
)
def test_what_was_touched_wins(text: str, raw: dict[str, Any], stored: dict[str, Any], value: Any) -> None:
    """Of box and raw Extra the one that was changed counts, and of two changed ones the box."""
    assert settle(KEY_BY_NAME["region_name"], text, raw, stored) == value
