"""The form as plain data: the same keys as the table, no default, nothing required."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.keys import KEYS
from airflow_provider_awsconn.form.fields import (
    build_conn_fields,
    build_field_behaviour,
    is_password,
    list_form_keys,
)
from airflow_provider_awsconn.provider_info import get_provider_info

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.keys import Key

KEYS_IN_FORM = list_form_keys()
# What the forms store for a field that was left alone, or emptied; by the type of the field.
NO_VALUES: dict[str, tuple[object, ...]] = {"array": (None, "", {}, [], [""]), "object": (None, "", {})}


def test_the_form_has_these_keys_in_this_order() -> None:
    """What most people set first, then the section Advanced; older names and what federation needs are not offered."""
    sections: dict[str | None, list[str]] = {}
    for name, field in build_conn_fields().items():
        sections.setdefault(field["schema"].get("section"), []).append(name)
    assert sections == {
        None: [
            "region_name",
            "role_arn",
            "external_id",
            "aws_session_token",
            "profile_name",
            "endpoint_url",
            "store",
            "assume_role_method",
            "verify",
            "duration_seconds",
            "allowed_account_ids",
        ],
        "Advanced": [
            "config_kwargs",
            "service_config",
            "assume_role_kwargs",
            "session_tags",
            "role_chain",
            "test_probe",
        ],
    }
    assert list(build_conn_fields()) == [key.name for key in KEYS_IN_FORM]
    assert [key.name for key in KEYS_IN_FORM if key.replaced_by] == []


def test_labels_and_helps_are_those_of_the_table() -> None:
    """Label and help of every form field come from the table, which the docs are made from; each says the default."""
    assert [(field["label"], field["description"]) for field in build_conn_fields().values()] == [
        (key.label, key.help) for key in KEYS_IN_FORM
    ]
    assert [key.name for key in KEYS_IN_FORM if "Without it: " not in key.help] == []
    assert [key.name for key in KEYS_IN_FORM if len(key.label.split()) > 3 or len(key.label) > 24] == []


def test_no_field_has_a_default() -> None:
    """A default would be stored by a form nobody filled in, and would beat the environment and the profile."""
    for field in build_conn_fields().values():
        assert set(field) == {"label", "description", "schema"}
        assert "default" not in field["schema"]


@pytest.mark.parametrize("key", KEYS_IN_FORM, ids=lambda key: key.name)
def test_every_field_may_stay_empty(key: Key) -> None:
    """Null is a type of every field, or the form can't be saved; and no choice, where it would show as a word."""
    schema = build_conn_fields()[key.name]["schema"]
    assert schema["type"][-1] == "null"
    assert None not in schema.get("enum", ())
    assert "required" not in schema
    values = NO_VALUES.get(schema["type"][0], (None, ""))
    assert [value for value in values if parse_connection(extra={key.name: value}) != AwsConnection()] == []


@pytest.mark.parametrize("key", KEYS_IN_FORM, ids=lambda key: key.name)
def test_the_example_fits_the_schema(key: Key) -> None:
    """The example of the docs is a value of the field's type, and every value that it offers is one."""
    schema = build_conn_fields()[key.name]["schema"]
    example = json.loads(key.example) if schema["type"][0] in {"integer", "object", "array"} else key.example
    for value in (example, *schema.get("enum", ()), *schema.get("examples", ())):
        jsonschema.validate(value, schema)


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("verify", False, True),
        ("verify", "/ca.pem", True),
        ("verify", 1, False),
        ("duration_seconds", 899, False),
        ("duration_seconds", 43201, False),
        ("duration_seconds", "900", False),
        ("allowed_account_ids", [123456789012], False),
        ("role_chain", ["a", {"role_arn": "b"}], True),
        ("role_chain", [1], False),
        ("config_kwargs", "{}", False),
        ("test_probe", {"service": "s3", "operation": "list_buckets"}, True),
    ],
)
def test_the_schemas_say_the_types(name: str, value: object, fits: bool) -> None:
    """Booleans, numbers, lists and objects are fields of their own kind, not text."""
    schema = build_conn_fields()[name]["schema"]
    # The choices of a schema are for the form: any other value may be there.
    assert jsonschema.Draft7Validator(schema).is_valid(value) is fits


def test_the_first_type_decides_the_editor() -> None:
    """Airflow's React form takes the first type of a list; an array of anything but text gets a JSON editor."""
    schemas = {name: field["schema"] for name, field in build_conn_fields().items()}
    kinds = {name: schema["type"][0] for name, schema in schemas.items()}
    assert {name for name, kind in kinds.items() if kind == "string"} == {
        key.name for key in KEYS_IN_FORM if key.kind in {"text", "verify", "probe"}
    }
    assert {name for name, kind in kinds.items() if kind == "integer"} == {"duration_seconds"}
    assert {name: schema["items"] for name, schema in schemas.items() if kinds[name] == "array"} == {
        "allowed_account_ids": {"type": "string"},
        "role_chain": {"type": ["string", "object"]},
    }
    assert "boolean" not in kinds.values()


def test_only_the_token_is_a_password() -> None:
    """The session token is hidden, and Airflow masks its name; nothing is hidden that people must be able to read."""
    passwords = {name for name, field in build_conn_fields().items() if field["schema"].get("format") == "password"}
    assert passwords == {key.name for key in KEYS_IN_FORM if is_password(key)} == {"aws_session_token"}


def test_regions_are_suggested_not_enforced() -> None:
    """The region field offers regions and takes any other."""
    schema = build_conn_fields()["region_name"]["schema"]
    assert schema["examples"] == list(next(key for key in KEYS if key.name == "region_name").suggestions)
    assert "enum" not in schema


def test_the_standard_fields_are_relabelled_and_hidden() -> None:
    """Login and Password are AWS's keys, the rest of a database connection is hidden, Extra stays."""
    behaviour = build_field_behaviour()
    assert behaviour["hidden_fields"] == ["host", "schema", "port"]
    assert behaviour["relabeling"] == {"login": "AWS Access Key ID", "password": "AWS Secret Access Key"}
    assert set(behaviour) == {"hidden_fields", "relabeling", "placeholders"}


def test_placeholders_show_the_examples() -> None:
    """Every field says what a right value looks like, in words that nobody takes for a default."""
    placeholders = build_field_behaviour()["placeholders"]
    assert placeholders.pop("login") == "Leave both empty for boto3's own lookup chain"
    assert placeholders.pop("password") == "Given together with the access key ID"
    assert placeholders == {key.name: f"such as {key.example}" for key in KEYS_IN_FORM}


def test_callers_can_not_change_the_tables() -> None:
    """Every call gives new lists and mappings: Airflow edits what it gets."""
    build_field_behaviour()["hidden_fields"].append("extra")
    build_field_behaviour()["relabeling"].clear()
    build_conn_fields()["role_chain"]["schema"]["items"]["type"].append("null")
    build_conn_fields()["store"]["schema"]["type"].clear()
    build_conn_fields().clear()
    assert build_conn_fields()["role_chain"]["schema"]["items"] == {"type": ["string", "object"]}
    assert build_conn_fields()["store"]["schema"]["type"] == ["string", "null"]
    assert build_field_behaviour()["hidden_fields"] == ["host", "schema", "port"]
    assert build_field_behaviour()["relabeling"]
    info = get_provider_info()["connection-types"][0]
    info["ui-field-behaviour"]["hidden-fields"].append("extra")
    assert get_provider_info()["connection-types"][0]["ui-field-behaviour"]["hidden-fields"] == [
        "host",
        "schema",
        "port",
    ]
