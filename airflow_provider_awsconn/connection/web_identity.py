"""From the keys about a web identity to where its token comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from airflow_provider_awsconn.connection.addresses import is_metadata_url
from airflow_provider_awsconn.connection.endpoint import accept_url, describe_bad_url, is_http_url
from airflow_provider_awsconn.connection.headers import read_headers
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.model import WebIdentity
from airflow_provider_awsconn.connection.names import is_source_name, is_variable_name
from airflow_provider_awsconn.connection.redact import redact
from airflow_provider_awsconn.connection.settings import Settings

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.notes import Notes

_KEY = "assume_role_with_web_identity"
_SOURCE = f"{_KEY}_federation"


class _Readers(NamedTuple):
    needed_by: tuple[str, ...] = ()
    taken_by: tuple[str, ...] = ()


# The keys about a token, and the sources that read them.
_READ_BY: dict[str, _Readers] = {
    f"{_KEY}_token_file": _Readers(taken_by=("file",)),
    f"{_KEY}_token_variable": _Readers(needed_by=("environment",)),
    f"{_KEY}_token_url": _Readers(needed_by=("url",)),
    f"{_KEY}_token_headers": _Readers(taken_by=("url",)),
    f"{_KEY}_token_source": _Readers(needed_by=("registered",)),
    f"{_KEY}_federation_audience": _Readers(needed_by=("google", "azure"), taken_by=("registered", "url")),
}
WEB_IDENTITY_KEYS = (_SOURCE, *_READ_BY)


def read_web_identity(fields: ExtraFields, notes: Notes) -> WebIdentity | None:
    """Read where the token comes from; None, and a problem, when nothing says so."""
    headers = _check_values(fields, notes)
    source = fields.assume_role_with_web_identity_federation
    if source is None:
        reason = "is empty while a web identity token is to be used"
        notes.refuse(f"extra.{_SOURCE}", reason, KEY_BY_NAME[_SOURCE].expects)
        return None
    for name, readers in _READ_BY.items():
        is_given, sources = getattr(fields, name) is not None, readers.needed_by + readers.taken_by
        if source in readers.needed_by and not is_given:
            reason = f"is empty while the source of the token is {source}"
            notes.refuse(f"extra.{name}", reason, KEY_BY_NAME[name].expects)
        elif is_given and source not in sources:
            hint = f"give extra.{_SOURCE} = {' or '.join(sources)}, or remove it"
            notes.remark(f"extra.{name}", f"has no effect with {source}", hint)
    return WebIdentity(
        source=source,
        token_file=fields.assume_role_with_web_identity_token_file,
        token_variable=fields.assume_role_with_web_identity_token_variable,
        token_url=accept_url(fields.assume_role_with_web_identity_token_url),
        token_headers=Settings(headers),
        token_source=fields.assume_role_with_web_identity_token_source,
        audience=fields.assume_role_with_web_identity_federation_audience,
    )


def _check_values(fields: ExtraFields, notes: Notes) -> dict[str, str]:
    """Refuse values that no source can read, and give the headers."""
    checks = {f"{_KEY}_token_variable": is_variable_name, f"{_KEY}_token_source": is_source_name}
    for name, fits in checks.items():
        text = getattr(fields, name)
        if text is not None and not fits(text):
            notes.refuse(f"extra.{name}", "is not what belongs here", KEY_BY_NAME[name].expects)
    name, url = f"{_KEY}_token_url", fields.assume_role_with_web_identity_token_url
    if url is not None and not is_http_url(url) and not is_metadata_url(url):
        reason, hint = describe_bad_url(url)
        # What stands there in an endpoint's place is the password for the token.
        hint = f"give it as a header, in extra.{_KEY}_token_headers" if "@" in url else hint
        notes.refuse(f"extra.{name}", reason, hint)
    elif url is not None and redact(url) != url:
        hint = f"give a secret as a header, in extra.{_KEY}_token_headers"
        notes.remark(f"extra.{name}", "has something in its query that is named like a secret, and is shown", hint)
    return read_headers(f"extra.{_KEY}_token_headers", fields.assume_role_with_web_identity_token_headers or {}, notes)
