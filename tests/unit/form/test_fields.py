"""The form as plain data: the same keys as the table, no default, nothing required."""

from __future__ import annotations

import jsonschema

from airflow_provider_awsconn.connection.keys import KEYS
from airflow_provider_awsconn.form.fields import build_conn_fields, build_field_behaviour, list_form_keys
from airflow_provider_awsconn.provider_info import get_provider_info

FORM_KEYS = [key for key in KEYS if key.in_form]


def test_the_form_has_the_keys_of_the_table() -> None:
    """Name, order, label and help of every form field come from the table."""
    assert list_form_keys() == tuple(FORM_KEYS)
    fields = build_conn_fields()
    assert list(fields) == [key.name for key in FORM_KEYS]
    assert [(field["label"], field["description"]) for field in fields.values()] == [
        (key.label, key.help) for key in FORM_KEYS
    ]


def test_no_field_has_a_default() -> None:
    """A default would be stored by a form nobody filled in, and would beat the environment and the profile."""
    for field in build_conn_fields().values():
        assert set(field) == {"label", "description", "schema"}
        assert "default" not in field["schema"]


def test_every_field_may_stay_empty() -> None:
    """Null is a value of every field; without it the field is required and the form can't be saved."""
    for field in build_conn_fields().values():
        assert field["schema"]["type"] == ["string", "null"]
        jsonschema.validate(None, field["schema"])
        jsonschema.validate("text", field["schema"])


def test_only_sensitive_fields_are_passwords() -> None:
    """format: password on the session token, and on nothing that people must be able to read."""
    passwords = {name for name, field in build_conn_fields().items() if field["schema"].get("format") == "password"}
    assert passwords == {key.name for key in FORM_KEYS if key.is_sensitive} == {"aws_session_token"}


def test_regions_are_suggested_not_enforced() -> None:
    """The region field offers regions and takes any other."""
    schema = build_conn_fields()["region_name"]["schema"]
    assert schema["examples"] == list(next(key for key in KEYS if key.name == "region_name").suggestions)
    assert "enum" not in schema


def test_the_standard_fields_are_relabelled_and_hidden() -> None:
    """Login and Password are AWS's keys, the rest of a database connection is hidden, Extra stays."""
    assert build_field_behaviour() == {
        "hidden_fields": ["host", "schema", "port"],
        "relabeling": {"login": "AWS Access Key ID", "password": "AWS Secret Access Key"},
        "placeholders": {
            "login": "Leave both empty for boto3's own lookup chain",
            "password": "Given together with the access key ID",
        },
    }


def test_callers_can_not_change_the_tables() -> None:
    """Every call gives new lists and mappings: Airflow edits what it gets."""
    build_field_behaviour()["hidden_fields"].append("extra")
    build_field_behaviour()["relabeling"].clear()
    build_conn_fields().clear()
    assert build_field_behaviour()["hidden_fields"] == ["host", "schema", "port"]
    assert build_field_behaviour()["relabeling"]
    info = get_provider_info()["connection-types"][0]
    info["ui-field-behaviour"]["hidden-fields"].append("extra")
    assert get_provider_info()["connection-types"][0]["ui-field-behaviour"]["hidden-fields"] == [
        "host",
        "schema",
        "port",
    ]
