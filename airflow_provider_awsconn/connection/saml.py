"""From the key ``assume_role_with_saml`` to where the SAML assertion comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow_provider_awsconn.connection.addresses import is_metadata_url
from airflow_provider_awsconn.connection.endpoint import is_http_url
from airflow_provider_awsconn.connection.idp_request import read_request_kwargs, read_retry_kwargs
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.model import Saml
from airflow_provider_awsconn.connection.names import SOURCE_HINT, VARIABLE_HINT, is_source_name, is_variable_name
from airflow_provider_awsconn.connection.readers import drop_unset, read_verify
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.connection.suggest import suggest_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.notes import Notes

_KEY = "assume_role_with_saml"
_WHERE = f"extra.{_KEY}"
_ASSERTIONS = ("assertion_file", "assertion_variable", "assertion_source")
_IDP_NEEDED = ("idp_url", "idp_auth_method", "saml_response_xpath")
_IDP_OPTIONAL = ("mutual_authentication", "idp_request_kwargs", "idp_request_retry_kwargs", "log_idp_response")
_MEMBERS = ("principal_arn", *_ASSERTIONS, *_IDP_NEEDED, *_IDP_OPTIONAL)
_METHODS = ("http_spegno_auth",)
_MUTUAL_AUTHENTICATION = ("REQUIRED", "OPTIONAL", "DISABLED")
_PROVIDER = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:saml-provider/\S+")


class _Shape(NamedTuple):
    fits: Callable[[str], object]
    hint: str


_SHAPES = {
    "principal_arn": _Shape(_PROVIDER.fullmatch, 'give an ARN such as "arn:aws:iam::123456789012:saml-provider/idp"'),
    "assertion_file": _Shape(bool, "give the path of a file on the worker"),
    "assertion_variable": _Shape(is_variable_name, VARIABLE_HINT),
    "assertion_source": _Shape(is_source_name, SOURCE_HINT),
    # A metadata service is told by itself, together with those of the other URLs.
    "idp_url": _Shape(lambda url: is_http_url(url) or is_metadata_url(url), "give a URL with http or https"),
    "idp_auth_method": _Shape(_METHODS.__contains__, f"give {', '.join(_METHODS)}"),
    "mutual_authentication": _Shape(_MUTUAL_AUTHENTICATION.__contains__, f"give {', '.join(_MUTUAL_AUTHENTICATION)}"),
    "saml_response_xpath": _Shape(bool, "give an XPath as text"),
}


def read_saml(fields: ExtraFields, notes: Notes) -> Saml:
    """Read where the SAML assertion comes from."""
    given = drop_unset(fields.assume_role_with_saml or {})
    for name in given:
        if name not in _MEMBERS:
            meant = suggest_name(name, _MEMBERS)
            hint = f"did you mean {meant}?" if meant else f"these are: {', '.join(_MEMBERS)}"
            notes.refuse(f"{_WHERE}.{name}", "is not a SAML setting", hint)
    _check_ways(given, notes)
    for name, shape in _SHAPES.items():
        if name in given and not (isinstance(given[name], str) and shape.fits(given[name])):
            notes.refuse(f"{_WHERE}.{name}", "is not what belongs here", shape.hint)
    return Saml(Settings(drop_unset(given | _read_request(given, notes))))


def _check_ways(given: dict[str, Any], notes: Notes) -> None:
    """Refuse no way to an assertion, half of one, and more than one."""
    assertions = [name for name in _ASSERTIONS if name in given]
    of_idp = [name for name in _IDP_NEEDED if name in given]
    needed = ["principal_arn", *(() if assertions else _IDP_NEEDED)]
    missing = [name for name in needed if name not in given]
    if missing and (of_idp or assertions):
        notes.refuse(_WHERE, f"lacks {', '.join(missing)}", KEY_BY_NAME[_KEY].expects)
    elif missing:
        lacks = [*(["principal_arn"] if "principal_arn" in missing else []), "where the assertion comes from"]
        notes.refuse(_WHERE, f"lacks {' and '.join(lacks)}", KEY_BY_NAME[_KEY].expects)
    for other in [*assertions[1:], *(of_idp if assertions else ())]:
        notes.refuse(f"{_WHERE}.{other}", f"is given beside {assertions[0]}", "keep one way to the assertion")
    for name in [name for name in _IDP_OPTIONAL if assertions and name in given]:
        notes.remark(f"{_WHERE}.{name}", f"has no effect with {assertions[0]}", "remove it")


def _read_request(given: dict[str, Any], notes: Notes) -> dict[str, Any]:
    """Read what is said of the request to the identity provider."""
    read: dict[str, Any] = {}
    if "idp_request_kwargs" in given:
        where = f"{_WHERE}.idp_request_kwargs"
        read["idp_request_kwargs"] = read_request_kwargs(where, given["idp_request_kwargs"], notes)
    if "idp_request_retry_kwargs" in given:
        where = f"{_WHERE}.idp_request_retry_kwargs"
        read["idp_request_retry_kwargs"] = read_retry_kwargs(where, given["idp_request_retry_kwargs"], notes)
    if "log_idp_response" in given:
        read["log_idp_response"] = _read_log(given["log_idp_response"], notes)
    return read


def _read_log(value: object, notes: Notes) -> bool:
    where = f"{_WHERE}.log_idp_response"
    try:
        wanted = read_verify(value)
    except ValueError as error:
        notes.refuse(where, str(error), "give true or false")
        return False
    if isinstance(wanted, str):
        notes.refuse(where, "is not a boolean", "give true or false")
        return False
    if wanted:
        reason = "has no effect: the response is a credential and is never logged"
        notes.remark(where, reason, "remove it")
    return wanted
