"""Role session names that STS takes, from any connection id and template."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAXIMUM_LENGTH = 64
MINIMUM_LENGTH = 2
FIELDS = ("conn_id", "dag_id", "task_id", "run_id", "try_number")

_HASH_LENGTH = 8
_ILLEGAL = re.compile(r"[^A-Za-z0-9_+=,.@-]+")
_NAME = re.compile(r"[\w .!:-]{0,32}")
_FIELD = re.compile(r"\{([^{}]*)\}")


def build_session_name(
    conn_id: str | None, template: str | None = None, run_values: Mapping[str, str] | None = None
) -> str:
    """Build the role session name of a connection: ``Airflow_<conn_id>``, or the template, in STS's alphabet.

    Illegal characters become ``-``. A name over 64 characters keeps its start and ends in a hash of the whole, so
    that two long ids stay two names.
    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html

    Args:
        conn_id: the Airflow connection id.
        template: text with ``{conn_id}``, ``{dag_id}``, ``{task_id}``, ``{run_id}``, ``{try_number}`` in it.
        run_values: what the fields stand for, besides conn_id; those that are missing are left out.
    """
    values = {"conn_id": conn_id or "", **(run_values or {})}
    if template is None:
        template = "Airflow_{conn_id}" if conn_id is not None else "Airflow"
    whole = _FIELD.sub(lambda field: values.get(field[1], ""), template)
    name = _ILLEGAL.sub("-", whole)
    if len(name) < MINIMUM_LENGTH:
        name = f"Airflow_{name}"
    if len(name) <= MAXIMUM_LENGTH:
        return name
    digest = hashlib.sha256(whole.encode(errors="replace")).hexdigest()[:_HASH_LENGTH]
    return f"{name[: MAXIMUM_LENGTH - _HASH_LENGTH - 1]}-{digest}"


def find_unknown_fields(template: str) -> list[str]:
    """List what stands in braces in a template and is not a field that is filled in."""
    unknown = [name for name in _FIELD.findall(template) if name not in FIELDS]
    return [f"{{{name}}}" if _NAME.fullmatch(name) else "{...}" for name in unknown]
