"""A JSON object that can't be changed and shows its names alone."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from airflow_provider_awsconn.connection.settings import Settings

PLAIN: dict[str, Any] = {
    "proxies": {"https": "http://user:C4N4RY@proxy:1"},
    "list": [1, {"deep": [None, True]}],
    "empty": {},
    "text": "ключ",
}


def test_settings_are_read_as_a_mapping() -> None:
    """Members by name, objects in it as settings, lists as tuples, in the order given."""
    settings = Settings(PLAIN)
    assert list(settings) == list(PLAIN)
    assert (len(settings), "text" in settings, settings.get("none")) == (4, True, None)
    assert isinstance(settings["proxies"], Settings)
    assert settings["list"] == (1, Settings({"deep": (None, True)}))
    assert (len(Settings()), len(Settings(None))) == (0, 0)


def test_settings_give_a_plain_dict_each_time_a_new_one() -> None:
    """to_dict() is the JSON object again, and changing it changes nothing."""
    settings = Settings(PLAIN)
    given = settings.to_dict()
    assert given == PLAIN
    assert [type(given["proxies"]), type(given["list"]), type(given["list"][1])] == [dict, list, dict]
    given["list"][1]["deep"].append("changed")
    assert settings.to_dict() == PLAIN


def test_settings_do_not_follow_what_they_were_made_of() -> None:
    """A change to the object they were made of is no change to them."""
    made_of: dict[str, Any] = {"a": {"b": [1]}}
    settings = Settings(made_of)
    made_of["a"]["b"].append(2)
    assert settings.to_dict() == {"a": {"b": [1]}}


def test_settings_can_not_be_changed() -> None:
    """They have neither item assignment nor attributes of their own."""
    settings: Any = Settings(PLAIN)
    with pytest.raises(TypeError):
        settings["text"] = "changed"
    with pytest.raises(AttributeError):
        settings.text = "changed"


def test_settings_compare_and_hash_by_what_they_hold() -> None:
    """Order does not count, a plain mapping of the same is equal, another type is not."""
    one, other = Settings({"a": 1, "b": [2]}), Settings({"b": (2,), "a": 1})
    assert one == other
    assert hash(one) == hash(other)
    assert one == {"a": 1, "b": [2]}
    assert one == {"a": 1, "b": [2]}
    assert one != Settings({"a": 1})
    assert one != "a"
    assert len({one, other, Settings()}) == 2


def test_settings_show_their_names_alone() -> None:
    """Neither repr nor str shows a value."""
    assert repr(Settings(PLAIN)) == str(Settings(PLAIN)) == "Settings(proxies, list, empty, text)"
    assert repr(Settings()) == "Settings()"


def test_a_copy_of_settings_is_the_settings_themselves() -> None:
    """What can't be changed need not be copied."""
    settings = Settings(PLAIN)
    assert copy.copy(settings) is settings
    assert copy.deepcopy([settings])[0] is settings


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_settings_survive_their_pickle_unseen(protocol: int) -> None:
    """They come back from every protocol, and no bytes of it can be read."""
    dumped = pickle.dumps(Settings(PLAIN), protocol)
    assert pickle.loads(dumped) == Settings(PLAIN)
    assert b"C4N4RY" not in dumped
    assert b"proxies" not in dumped
