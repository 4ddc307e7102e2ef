"""The connection form as plain data: which keys of the one key table have a field, in which order.

Airflow 3.2 and later read it from the provider info; earlier versions ask the hook. No field has a default: a
default would be stored, and would then beat the environment and the profile.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.keys import Key, KeyKind

_MAIN = (
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
)
_ADVANCED = ("config_kwargs", "service_config", "assume_role_kwargs", "session_tags", "role_chain", "test_probe")

# AWS says that an external id is no secret, and Airflow masks a key of Extra by its name alone.
_PASSWORDS = frozenset({"aws_session_token"})

# Airflow takes the first type of a list for the kind of editor.
_TYPES: dict[KeyKind, list[str]] = {
    "text": ["string", "null"],
    "verify": ["string", "boolean", "null"],
    "integer": ["integer", "null"],
    "texts": ["array", "null"],
    "object": ["object", "null"],
    "roles": ["array", "null"],
    "probe": ["string", "object", "null"],
}
_ITEMS: dict[KeyKind, dict[str, Any]] = {"texts": {"type": "string"}, "roles": {"type": ["string", "object"]}}


def list_form_keys() -> tuple[Key, ...]:
    """List the keys that have a form field, in the order of the form."""
    return tuple(KEY_BY_NAME[name] for name in (*_MAIN, *_ADVANCED))


def is_password(key: Key) -> bool:
    """Tell whether the field of a key hides what is typed, and what is stored."""
    return key.name in _PASSWORDS


def build_conn_fields() -> dict[str, Any]:
    """Build the ``conn-fields`` of the provider info.

    https://airflow.apache.org/docs/apache-airflow-providers/howto/create-custom-providers.html
    """
    return {
        key.name: {"label": key.label, "description": key.help, "schema": _build_schema(key)}
        for key in list_form_keys()
    }


def build_field_behaviour() -> dict[str, Any]:
    """Build what a hook's ``get_ui_field_behaviour`` gives."""
    return {
        "hidden_fields": ["host", "schema", "port"],
        "relabeling": {"login": "AWS Access Key ID", "password": "AWS Secret Access Key"},
        "placeholders": {
            "login": "Leave both empty for boto3's own lookup chain",
            # Airflow 2 shows a stored password as an empty box, so this must not say what an empty one means.
            "password": "Given together with the access key ID",
            # Airflow 3 passes over those of our own fields. "such as", because a bare value looks like a default.
            **{key.name: f"such as {key.example}" for key in list_form_keys()},
        },
    }


def _build_schema(key: Key) -> dict[str, Any]:
    # Without "null" the field is required and the form can't be saved.
    schema: dict[str, Any] = {"type": list(_TYPES[key.kind])}
    if is_password(key):
        schema["format"] = "password"
    if key.kind in _ITEMS:
        schema["items"] = deepcopy(_ITEMS[key.kind])
    if key.suggestions:
        schema["examples"] = list(key.suggestions)
    if key.choices:
        # Without null, which the list would show as a word; an emptied box stores it all the same.
        schema["enum"] = list(key.choices)
    if key.bounds:
        schema["minimum"], schema["maximum"] = key.bounds
    if key.name in _ADVANCED:
        schema["section"] = "Advanced"
    return schema
