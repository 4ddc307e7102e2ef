"""Role session names that STS takes, from any connection id, template and run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.templates import (
    HASH_LENGTH,
    cut_with_hash,
    digest,
    fill_fields,
    read_map_index,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAXIMUM_LENGTH = 64
MINIMUM_LENGTH = 2

_ILLEGAL = re.compile(r"[^A-Za-z0-9_+=,.@-]+")
_OF_A_RUN = ("dag_id", "task_id", "run_id")
_SPELLED_OUT = (
    ("DAG", "dag_id"),
    ("task", "task_id"),
    ("run", "run_id"),
    ("map index", "map_index"),
    ("try", "try_number"),
)


def build_session_name(
    conn_id: str | None, template: str | None = None, run_values: Mapping[str, str] | None = None
) -> str:
    """Build the role session name of a connection: of the template, the run or the connection id, in STS's alphabet.

    Without a template it tells DAG, task, run and map index and ends in a hash of them, so that no two runs share a
    name; outside a task it is ``Airflow_<conn_id>``. Illegal characters become ``-``. A name over 64 characters keeps
    its start and ends in a hash of the whole, so that two long ids stay two names.
    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html

    Args:
        conn_id: the Airflow connection id.
        template: text with fields such as ``{conn_id}`` and ``{dag_id}`` in it.
        run_values: what the fields stand for, besides conn_id; those that are missing are left out.
    """
    if template is None and run_values and run_values.get("dag_id"):
        return _name_run(run_values)
    if template is None:
        template = "Airflow_{conn_id}" if conn_id is not None else "Airflow"
    whole = fill_fields(template, conn_id, run_values)
    name = _ILLEGAL.sub("-", whole)
    if len(name) < MINIMUM_LENGTH:
        name = f"Airflow_{name}"
    return cut_with_hash(name, whole, MAXIMUM_LENGTH)


def describe_session(name: str, run_values: Mapping[str, str] | None = None) -> str:
    """Say in one line whose role session a name is, with every id in full, for the log that CloudTrail leads to."""
    values = {**(run_values or {}), "map_index": read_map_index(run_values or {})}
    told = [f"{word} {_escape(values[field])}" for word, field in _SPELLED_OUT if values.get(field)]
    return f'role session "{name}"' + (f" is {', '.join(told)}" if told else "")


def _name_run(run_values: Mapping[str, str]) -> str:
    ids = [run_values.get(field) or "" for field in _OF_A_RUN] + [read_map_index(run_values)]
    parts = [_ILLEGAL.sub("-", part) for part in ids if part]
    room = MAXIMUM_LENGTH - HASH_LENGTH - len(parts)
    cut = [part[:share] for part, share in zip(parts, _share([len(part) for part in parts], room), strict=True)]
    return f"{'.'.join(cut)}-{digest(json.dumps(ids))}"


def _share(lengths: Sequence[int], room: int) -> list[int]:
    """Share room out: the short ones get all they need, and the long ones what is left in even parts."""
    shares = [0] * len(lengths)
    for served, index in enumerate(sorted(range(len(lengths)), key=lengths.__getitem__)):
        shares[index] = min(lengths[index], room // (len(lengths) - served))
        room -= shares[index]
    return shares


def _escape(text: str) -> str:
    # A line break in an id would start a log line of its own.
    return "".join(character if character.isprintable() else "?" for character in text)
