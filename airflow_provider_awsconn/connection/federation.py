"""From assume_role_method and its keys to what takes the place of base credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.saml import read_saml
from airflow_provider_awsconn.connection.web_identity import WEB_IDENTITY_KEYS, read_web_identity

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.model import RoleStep, Saml, WebIdentity
    from airflow_provider_awsconn.connection.notes import Notes

_WITH_SAML = "assume_role_with_saml"
_WITH_WEB_IDENTITY = "assume_role_with_web_identity"
_OPERATIONS = {_WITH_SAML: "AssumeRoleWithSAML", _WITH_WEB_IDENTITY: "AssumeRoleWithWebIdentity"}
# What AssumeRole takes and the others don't: there the trust policy and the token say it.
_OF_ASSUME_ROLE = ("external_id", "tags", "transitive_tag_keys", "source_identity")


def read_federation(fields: ExtraFields, roles: tuple[RoleStep, ...], notes: Notes) -> WebIdentity | Saml | None:
    """Read what takes the place of base credentials; None for the base credentials themselves."""
    method = fields.assume_role_method
    _remark_unused(fields, notes)
    if method not in (_WITH_SAML, _WITH_WEB_IDENTITY):
        return None
    if not roles:
        notes.refuse("extra.assume_role_method", "is set without a role to assume", "give extra.role_arn")
    elif roles[0].name and not roles[0].account_id:
        # A name alone takes its account from the base credentials, and there are none.
        notes.refuse("extra.assume_role_method", "is set with a role's name alone", "give extra.role_arn")
    for name in _OF_ASSUME_ROLE:
        if roles and getattr(roles[0], name):
            where = notes.origins.get(f"roles.0.{name}", "extra.role_chain.0")
            notes.refuse(where, f"is not an argument of {_OPERATIONS[method]}", "remove it")
    return read_saml(fields, notes) if method == _WITH_SAML else read_web_identity(fields, notes)


def _remark_unused(fields: ExtraFields, notes: Notes) -> None:
    readers = {_WITH_SAML: (_WITH_SAML,), _WITH_WEB_IDENTITY: WEB_IDENTITY_KEYS}
    for method, names in readers.items():
        for name in names:
            if fields.assume_role_method != method and getattr(fields, name) is not None:
                hint = f"give extra.assume_role_method = {method}, or remove it"
                notes.remark(f"extra.{name}", "has no effect with another assume_role_method", hint)
