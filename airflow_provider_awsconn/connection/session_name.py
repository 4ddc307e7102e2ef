"""Role session names that STS takes, from any connection id."""

from __future__ import annotations

import hashlib
import re

MAXIMUM_LENGTH = 64
_HASH_LENGTH = 8
_ILLEGAL = re.compile(r"[^A-Za-z0-9_+=,.@-]+")


def build_session_name(conn_id: str | None) -> str:
    """Build the role session name of a connection: ``Airflow_<conn_id>`` in STS's alphabet.

    Illegal characters become ``-``. A name over 64 characters keeps its start and ends in a hash of the whole, so
    that two long ids stay two names.
    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    whole = "Airflow" if conn_id is None else f"Airflow_{conn_id}"
    name = _ILLEGAL.sub("-", whole)
    if len(name) <= MAXIMUM_LENGTH:
        return name
    digest = hashlib.sha256(whole.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{name[: MAXIMUM_LENGTH - _HASH_LENGTH - 1]}-{digest}"
