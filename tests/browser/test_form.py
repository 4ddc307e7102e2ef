"""The connection form in a real browser: nothing is lost, nothing changes its type, no secret is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection.formats import read_mapping
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK
from airflow_provider_awsconn.form.fields import list_form_keys
from tests.browser.classic_form import ClassicForm
from tests.browser.values import (
    CANARIES,
    DESCRIPTION,
    HAND_MADE,
    LOGIN,
    OTHER_TOKEN_CANARY,
    PASSWORD_CANARY,
    TOKEN_CANARY,
    VALUES,
)
from tests.browser.visit import open_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tests.browser.airflows import Line
    from tests.browser.visit import Visit

MASK = "***"
# Airflow 3.1's form has no fields for objects and lists.
KINDS_OF_3_1 = ("text", "verify", "integer")
HAND_MADE_CONNECTION = {"conn_type": "aws", "login": LOGIN, "password": PASSWORD_CANARY, "extra": HAND_MADE}


def list_expected_fields(line: Line) -> list[str]:
    """List the keys that must have a field on an Airflow line, in the form's order."""
    return [key.name for key in list_form_keys() if line.name != "3.1" or key.kind in KINDS_OF_3_1]


def find_canaries(texts: Iterable[str]) -> list[str]:
    """Find the texts that show a secret."""
    return [text[:2000] for text in texts if any(canary in text for canary in CANARIES)]


def mask(extra: Mapping[str, Any], by: str = MASK) -> dict[str, Any]:
    """Give Extra as it must be shown."""
    return {key: by if key == "aws_session_token" else value for key, value in extra.items()}


def render(stored: Mapping[str, Any]) -> str:
    """Give a text that tells true from 1, and 1 from "1"."""
    return json.dumps(stored, indent=1, sort_keys=True)


def test_no_field_of_the_form_is_left_out() -> None:
    """There is a value to type for each field."""
    assert list(VALUES) == [key.name for key in list_form_keys()]


@pytest.mark.browser
def test_every_field_is_stored_as_it_was_typed(visit: Visit) -> None:
    """Each field is there and filled, REST and CLI give its value in its own type, and one edit leaves the others."""
    form = open_form(visit)
    form.add("typed")
    fields = form.list_fields()
    assert fields == list_expected_fields(visit.airflow.line)
    form.fill_standard(description=DESCRIPTION, login=LOGIN, password=PASSWORD_CANARY)
    for name in fields:
        form.fill(name, VALUES[name])
    form.save()

    expected = {name: VALUES[name] for name in fields}
    told = visit.airflow.fetch("typed")
    assert render(told["extra"]) == render(mask(expected))
    assert (told["conn_type"], told["login"], told["description"]) == ("aws", LOGIN, DESCRIPTION)
    stored = visit.airflow.export()["typed"]
    assert render(stored["extra"]) == render(expected)
    assert stored["password"] == PASSWORD_CANARY

    form.edit("typed")
    texts = form.read_texts()
    form.fill("region_name", "af-south-1")
    form.save()

    changed = stored | {"extra": expected | {"region_name": "af-south-1"}}
    assert render(visit.airflow.export()["typed"]) == render(changed)
    assert find_canaries([*texts, *visit.heard]) == []


@pytest.mark.browser
def test_a_field_left_alone_stores_nothing_that_counts(visit: Visit) -> None:
    """A form with a key pair alone makes the connection that a key pair alone makes, with no warning either."""
    form = open_form(visit)
    form.add("key_pair")
    form.list_fields()
    form.fill_standard(login=LOGIN, password=PASSWORD_CANARY)
    form.save()

    stored = visit.airflow.export()["key_pair"]
    assert [value for value in stored["extra"].values() if value is not None] == []
    bare = read_mapping({"conn_type": "aws", "login": LOGIN, "password": PASSWORD_CANARY}, conn_id="key_pair")
    assert read_mapping(stored, conn_id="key_pair") == bare


@pytest.mark.browser
def test_an_edit_leaves_what_no_form_would_write(visit: Visit) -> None:
    """A false, a number as text, objects, lists, unknown keys and secrets stay as REST stored them."""
    visit.airflow.create({"connection_id": "hand_made", **HAND_MADE_CONNECTION})
    form = open_form(visit)
    form.edit("hand_made")
    texts = form.read_texts()
    form.fill("region_name", "af-south-1")
    form.save()

    stored = visit.airflow.export()["hand_made"]
    assert render(stored["extra"]) == render(HAND_MADE | {"region_name": "af-south-1"})
    given = {name: value for name, value in stored.items() if value and name != "extra"}
    assert given == {name: value for name, value in HAND_MADE_CONNECTION.items() if name != "extra"}
    assert find_canaries([*texts, *visit.heard]) == []


@pytest.mark.browser
def test_fields_can_be_changed_and_emptied(visit: Visit) -> None:
    """A new secret replaces the old one, an emptied field counts as never given, the others stay."""
    visit.airflow.create({"connection_id": "changed", **HAND_MADE_CONNECTION})
    form = open_form(visit)
    form.edit("changed")
    form.fill("aws_session_token", OTHER_TOKEN_CANARY)
    form.fill("duration_seconds", 900)
    form.clear("external_id")
    form.save()

    extra = visit.airflow.export()["changed"]["extra"]
    assert not extra.pop("external_id", None)
    kept = {name: value for name, value in HAND_MADE.items() if name != "external_id"}
    assert render(extra) == render(kept | {"aws_session_token": OTHER_TOKEN_CANARY, "duration_seconds": 900})
    assert find_canaries(visit.heard) == []


@pytest.mark.browser
def test_a_key_without_a_field_is_added_in_the_json_box(visit: Visit) -> None:
    """Keys typed into the JSON of Extra are stored, and the masked secret in it stays the stored one."""
    visit.airflow.create({"connection_id": "raw", **HAND_MADE_CONNECTION})
    added = {"role_session_name": "airflow_{dag_id}", "role_arn": VALUES["role_arn"]}
    form = open_form(visit)
    form.edit("raw")
    form.fill_raw(added | mask(HAND_MADE, AIRFLOW_2_MASK if visit.airflow.line.is_airflow_2 else MASK))
    form.save()

    assert render(visit.airflow.export()["raw"]["extra"]) == render(HAND_MADE | added)
    assert find_canaries(visit.heard) == []


@pytest.mark.browser
@pytest.mark.lines("2.11")
def test_a_wrong_value_is_refused_in_the_form(visit: Visit) -> None:
    """Python in place of JSON is told beside its box before anything is stored, and no typed secret comes back."""
    form = ClassicForm(visit)
    form.add("mended")
    form.fill_standard(login=LOGIN, password=PASSWORD_CANARY)
    form.fill("aws_session_token", TOKEN_CANARY)
    form.fill("session_tags", "{'team': 'etl'}")
    refused = form.save_or_refuse()
    texts = form.read_texts()

    assert refused is not None
    assert "extra.session_tags: " in refused
    assert "Session token: not saved yet; type it again" in refused
    assert find_canaries(texts) == []
    form.fill_standard(password=PASSWORD_CANARY)
    form.fill("aws_session_token", TOKEN_CANARY)
    form.fill("session_tags", {"team": "etl"})
    form.save()
    stored = visit.airflow.export()["mended"]
    assert stored["password"] == PASSWORD_CANARY
    assert render(stored["extra"]) == render({"aws_session_token": TOKEN_CANARY, "session_tags": {"team": "etl"}})
