"""Where a connection's web identity tokens come from. Each call of a source gets one anew, and nothing before that.

Imports ``connection`` and the standard library; the libraries of the clouds and of HTTP when they are needed.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.tokens import check_token
from airflow_provider_awsconn.credentials.worker_sources import call_registered, read_file, read_variable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from airflow_provider_awsconn.connection.model import WebIdentity
    from airflow_provider_awsconn.credentials.transport import Transport

LONGEST_FILE = 64 * 1024

_KEY = "assume_role_with_web_identity"
# What issuers call it: GitHub, Vault and others, OpenID Connect, OAuth.
_TOKEN_MEMBERS = ("value", "token", "id_token", "access_token")
_FILE_VARIABLE = "AWS_WEB_IDENTITY_TOKEN_FILE"


def build_token_source(
    identity: WebIdentity, transport: Transport, registered: Mapping[str, str], conn_id: str | None
) -> Callable[[], str]:
    """Give what gets the token of a connection, anew at each call.

    Args:
        identity: where the connection says it comes from.
        transport: how it is asked for over HTTP.
        registered: import paths by name, of the option ``[awsconn] token_sources``.
        conn_id: the connection's id, for errors and for a registered callable.

    The result raises ``SourceError`` when there is no token, and its kind ``TokenError`` for what is none.
    """
    connection = "connection" if conn_id is None else f"connection '{conn_id}'"

    def where(name: str) -> str:
        return f"{connection}: extra.{_KEY}_{name}"

    # A traceback that shows local variables must not show the query of a URL.
    url, headers, audience = Secret(identity.token_url or ""), identity.token_headers, identity.audience

    def from_file() -> str:
        path = identity.token_file or os.environ.get(_FILE_VARIABLE, "")
        if not path:
            raise SourceError(where("token_file"), f"is empty, as {_FILE_VARIABLE} is", "give the path of a file")
        return check_token(read_file(path, LONGEST_FILE, where("token_file")), f"{where('token_file')}: {path}")

    def from_environment() -> str:
        name, origin = _require(identity.token_variable, where("token_variable")), where("token_variable")
        return check_token(read_variable(name, origin), f"{origin}: the environment variable {name}")

    def from_url() -> str:
        from airflow_provider_awsconn.credentials.fetch import fetch

        origin = where("token_url")
        _require("a URL" if url.reveal() else None, origin)
        asked = Secret(_add_audience(url.reveal(), audience))
        return check_token(
            _read_answer(fetch(asked.reveal(), transport, headers, origin=origin), origin), f"{origin}: the answer"
        )

    def from_google() -> str:
        from airflow_provider_awsconn.credentials.cloud_tokens import fetch_google_token

        origin, asked = where("federation"), _require(audience, where("federation_audience"))
        return check_token(fetch_google_token(asked, transport, origin), f"{origin}: what Google answers")

    def from_azure() -> str:
        from airflow_provider_awsconn.credentials.cloud_tokens import fetch_azure_token

        origin, asked = where("federation"), _require(audience, where("federation_audience"))
        return check_token(fetch_azure_token(asked, transport, origin), f"{origin}: what Azure answers")

    def from_registered() -> str:
        origin = where("token_source")
        name = _require(identity.token_source, origin)
        return check_token(
            call_registered(name, registered, origin, audience=audience, conn_id=conn_id),
            f"{origin}: what {name} returned",
        )

    def from_nowhere() -> str:
        raise SourceError(where("federation"), f"{identity.source} is not known", f"give {', '.join(sources)}")

    sources = {
        "file": from_file,
        "environment": from_environment,
        "url": from_url,
        "google": from_google,
        "azure": from_azure,
        "registered": from_registered,
    }
    return sources.get(identity.source, from_nowhere)


def _require(value: str | None, origin: str) -> str:
    if value:
        return value
    raise SourceError(origin, "is empty", "give it, for the token comes from there")


def _add_audience(url: str, audience: str | None) -> str:
    """Add the query parameter that GitHub and others take.

    https://docs.github.com/en/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
    """
    if not audience:
        return url
    parts = urlsplit(url)
    added = f"audience={quote(audience, safe='')}"
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _read_answer(body: bytes, origin: str) -> str | bytes:
    """Read the token out of a JSON object; what is none is taken for the token."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return body
    if not isinstance(answer, dict):
        return answer if isinstance(answer, str) else body
    token = next((text for text in map(answer.get, _TOKEN_MEMBERS) if isinstance(text, str)), None)
    if token is not None:
        return token
    # A traceback that shows local variables must not show these.
    body, answer = b"", None
    names = ", ".join(_TOKEN_MEMBERS)
    raise SourceError(origin, "answers with JSON without a token", f"the token is looked for in {names}")
