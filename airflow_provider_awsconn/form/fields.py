"""The connection form as plain data, from the one key table.

Airflow 3.2 and later read it from the provider info; earlier versions ask the hook. No field has a default: a
default would be stored, and would then beat the environment and the profile.
"""

from __future__ import annotations

from typing import Any

from airflow_provider_awsconn.connection.keys import KEYS, Key


def list_form_keys() -> tuple[Key, ...]:
    """List the keys that have a form field, in the order of the table."""
    return tuple(key for key in KEYS if key.in_form)


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
        },
    }


def _build_schema(key: Key) -> dict[str, Any]:
    # Without "null" the field is required and the form can't be saved.
    schema: dict[str, Any] = {"type": ["string", "null"]}
    if key.is_sensitive:
        schema["format"] = "password"
    if key.suggestions:
        schema["examples"] = list(key.suggestions)
    return schema
