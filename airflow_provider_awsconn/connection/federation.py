"""From the keys about SAML and web identity to what takes the place of base credentials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.endpoint import is_http_url
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.readers import drop_unset
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.connection.suggest import suggest_name

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.model import RoleStep
    from airflow_provider_awsconn.connection.notes import Notes

_WITH_SAML = "assume_role_with_saml"
_WITH_WEB_IDENTITY = "assume_role_with_web_identity"
_OPERATIONS = {_WITH_SAML: "AssumeRoleWithSAML", _WITH_WEB_IDENTITY: "AssumeRoleWithWebIdentity"}
# What AssumeRole takes and the others don't: there the trust policy and the token say it.
_OF_ASSUME_ROLE = ("external_id", "tags", "transitive_tag_keys", "source_identity")
_SOURCE = "assume_role_with_web_identity_federation"
_OF_WEB_IDENTITY = (
    _SOURCE,
    "assume_role_with_web_identity_token_file",
    "assume_role_with_web_identity_federation_audience",
)
_SAML_NEEDED = ("principal_arn", "idp_url", "idp_auth_method", "saml_response_xpath")
_SAML_KEYS = (
    *_SAML_NEEDED,
    "mutual_authentication",
    "idp_request_kwargs",
    "idp_request_retry_kwargs",
    "log_idp_response",
)
_SAML_METHODS = ("http_spegno_auth",)
_MUTUAL_AUTHENTICATION = ("REQUIRED", "OPTIONAL", "DISABLED")
_SAML_PROVIDER = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/\S+")


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
    if method == _WITH_SAML:
        return _read_saml(fields, notes)
    if not fields.assume_role_with_web_identity_federation:
        notes.refuse(
            f"extra.{_SOURCE}", "is empty while a web identity token is to be used", KEY_BY_NAME[_SOURCE].expects
        )
        return None
    return WebIdentity(
        source=fields.assume_role_with_web_identity_federation,
        token_file=fields.assume_role_with_web_identity_token_file,
        audience=fields.assume_role_with_web_identity_federation_audience,
    )


def _remark_unused(fields: ExtraFields, notes: Notes) -> None:
    readers = {_WITH_SAML: (_WITH_SAML,), _WITH_WEB_IDENTITY: _OF_WEB_IDENTITY}
    for method, names in readers.items():
        for name in names:
            if fields.assume_role_method != method and getattr(fields, name) is not None:
                hint = f"give extra.assume_role_method = {method}, or remove it"
                notes.remark(f"extra.{name}", "has no effect with another assume_role_method", hint)


def _read_saml(fields: ExtraFields, notes: Notes) -> Saml:
    where, given = f"extra.{_WITH_SAML}", drop_unset(fields.assume_role_with_saml or {})
    for name in given:
        if name not in _SAML_KEYS:
            meant = suggest_name(name, _SAML_KEYS)
            hint = f"did you mean {meant}?" if meant else f"these are: {', '.join(_SAML_KEYS)}"
            notes.refuse(f"{where}.{name}", "is not a SAML setting", hint)
    missing = [name for name in _SAML_NEEDED if name not in given]
    if missing:
        notes.refuse(where, f"lacks {', '.join(missing)}", KEY_BY_NAME[_WITH_SAML].expects)
    shapes = {
        "principal_arn": (_is_provider, 'give an ARN such as "arn:aws:iam::123456789012:saml-provider/idp"'),
        "idp_url": (lambda url: isinstance(url, str) and is_http_url(url), "give a URL with http or https"),
        "idp_auth_method": (lambda method: method in _SAML_METHODS, f"give {', '.join(_SAML_METHODS)}"),
        "mutual_authentication": (
            lambda choice: choice in _MUTUAL_AUTHENTICATION,
            f"give {', '.join(_MUTUAL_AUTHENTICATION)}",
        ),
        "saml_response_xpath": (lambda path: isinstance(path, str), "give an XPath as text"),
    }
    for name, (fits, hint) in shapes.items():
        if name in given and not fits(given[name]):
            notes.refuse(f"{where}.{name}", "is not what belongs here", hint)
    return Saml(Settings(given))


def _is_provider(arn: object) -> bool:
    return isinstance(arn, str) and _SAML_PROVIDER.fullmatch(arn) is not None
