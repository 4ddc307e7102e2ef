"""The table of keys holds together in itself and with Airflow's idea of what is sensitive."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME, KEYS, Key

if TYPE_CHECKING:
    from collections.abc import Callable

by_name = pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)


@pytest.fixture(scope="module")
def should_hide_value_for_key() -> Callable[[str], bool]:
    """Airflow's own rule of which keys of Extra are secrets, from where each line has it."""
    import importlib

    for module in (
        "airflow._shared.secrets_masker",
        "airflow.sdk.execution_time.secrets_masker",
        "airflow.utils.log.secrets_masker",
    ):
        try:
            hide: Callable[[str], bool] = importlib.import_module(module).should_hide_value_for_key
        except (ImportError, AttributeError):
            continue
        return hide
    pytest.fail("none of the places known to have should_hide_value_for_key has it")


def test_names_are_unique() -> None:
    """No key is in the table twice."""
    assert list(KEY_BY_NAME) == [key.name for key in KEYS]
    assert len(KEY_BY_NAME) == len(KEYS)


def test_no_key_has_a_default() -> None:
    """The table has no place for a default: a default would beat the environment and the profile."""
    assert "default" not in {field.name for field in fields(Key)}


def test_older_names_point_at_keys() -> None:
    """The replacement of an older name starts at a key of the table that is not an older name itself."""
    older = {key.name: key.replaced_by for key in KEYS if key.replaced_by}
    assert older == {"external_id": "assume_role_kwargs.ExternalId", "host": "endpoint_url"}
    assert all(KEY_BY_NAME[new.split(".")[0]].replaced_by is None for new in older.values())


def test_form_fields_are_text_that_people_should_use() -> None:
    """A form field is text: objects and a stored false need the JSON box, and an older name is not offered."""
    shown = [key for key in KEYS if key.in_form]
    assert [key.name for key in shown] == [
        "region_name",
        "role_arn",
        "endpoint_url",
        "profile_name",
        "aws_session_token",
    ]
    assert [key.name for key in shown if key.kind != "text" or key.replaced_by] == []


@by_name
def test_texts_are_whole(key: Key) -> None:
    """Every key has a label, a help of whole sentences, a hint that fits behind a semicolon, an example of its kind."""
    assert key.label
    assert key.help.endswith(".")
    assert key.expects
    assert not key.expects.endswith(".")
    assert key.expects[0].islower()
    if key.kind == "object":
        assert isinstance(json.loads(key.example), dict)


@by_name
def test_airflow_hides_exactly_the_sensitive_keys(key: Key, should_hide_value_for_key: Callable[[str], bool]) -> None:
    """Airflow masks a key of Extra by its name; every sensitive key has such a name."""
    if key.is_sensitive:
        assert should_hide_value_for_key(key.name)


def test_the_sensitive_keys_are_these() -> None:
    """Secret and token are sensitive; the access key id is not: it is how people tell keys apart."""
    assert {key.name for key in KEYS if key.is_sensitive} == {"aws_secret_access_key", "aws_session_token"}
