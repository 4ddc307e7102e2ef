"""Account ids as people and forms write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.arn import is_account_id
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airflow_provider_awsconn.connection.notes import Notes

_LOST_ZEROS = re.compile(r"[0-9]{9,11}")


def check_account_id(where: str, account_id: str, notes: Notes) -> None:
    """Refuse what is no account id; digits that are missing were leading zeros of a number."""
    if is_account_id(account_id):
        return
    if _LOST_ZEROS.fullmatch(account_id):
        notes.refuse(
            where,
            f"has {len(account_id)} digits instead of 12; leading zeros get lost where it is written as a number",
            f'write it as text, "{account_id.zfill(12)}" if zeros are what is missing',
        )
    else:
        notes.refuse(where, "is not 12 digits", KEY_BY_NAME["aws_account_id"].expects)


def read_account_ids(where: str, account_ids: Iterable[str] | None, notes: Notes) -> tuple[str, ...]:
    """Read a guard: account ids in the order given, each once."""
    for index, account_id in enumerate(account_ids or ()):
        check_account_id(f"{where}.{index}", account_id, notes)
    return tuple(dict.fromkeys(account_ids or ()))
