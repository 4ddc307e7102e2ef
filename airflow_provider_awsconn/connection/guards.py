"""The accounts that a connection may belong to, held against what its own text already tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.arn import account_of_arn, is_account_id

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.model import AwsConnection
    from airflow_provider_awsconn.connection.notes import Notes

_ALLOWED = "extra.allowed_account_ids"
_FORBIDDEN = "extra.forbidden_account_ids"


def check_guards(connection: AwsConnection, notes: Notes) -> None:
    """Refuse guards that contradict each other, and a role of an account that they keep out."""
    allowed, forbidden = connection.allowed_account_ids, connection.forbidden_account_ids
    both = set(allowed) & set(forbidden)
    if both:
        accounts = ", ".join(sorted(both))
        notes.refuse(_FORBIDDEN, f"holds {accounts}, which is allowed too", "keep it in one of the two")
    where, account_id = _find_account(connection, notes)
    if account_id is None or not is_account_id(account_id):
        return
    if account_id in forbidden:
        hint = f"give a role of another account, or take it out of {_FORBIDDEN}"
        notes.refuse(where, f"lies in the account {account_id}, which {_FORBIDDEN} holds", hint)
    elif allowed and account_id not in allowed:
        hint = f"give a role of an allowed account, or add it to {_ALLOWED}"
        notes.refuse(where, f"lies in the account {account_id}, which {_ALLOWED} does not hold", hint)


def check_unsigned(connection: AwsConnection, notes: Notes) -> None:
    """Refuse guards over unsigned requests, and remark a role that they do not use."""
    if connection.config_kwargs.get("signature_version") != "unsigned":
        return
    where = "extra.config_kwargs.signature_version"
    guards = {_ALLOWED: connection.allowed_account_ids, _FORBIDDEN: connection.forbidden_account_ids}
    for guard in [name for name, account_ids in guards.items() if account_ids]:
        reason = f"is unsigned while {guard} is set, and unsigned requests belong to no account"
        notes.refuse(where, reason, "keep one of the two")
    if connection.roles:
        notes.remark(where, "is unsigned, so that requests do not use the role", "keep one of the two")


def _find_account(connection: AwsConnection, notes: Notes) -> tuple[str, str | None]:
    """Find the account of the role that does the work, and the field that tells it."""
    if not connection.roles:
        return "", None
    role, place = connection.roles[-1], f"roles.{len(connection.roles) - 1}"
    if role.arn:
        return notes.origins.get(f"{place}.arn", "extra.role_arn"), account_of_arn(role.arn)
    return notes.origins.get(f"{place}.account_id", "extra.aws_account_id"), role.account_id
