"""Where a connection's SAML assertions come from. Each call of a source gets one anew, and nothing before that.

Imports ``connection`` and the standard library; what asks an identity provider when it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow_provider_awsconn.credentials.saml import LONGEST_ASSERTION, check_assertion
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.worker_sources import call_registered, read_file, read_variable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from airflow_provider_awsconn.connection.model import Saml
    from airflow_provider_awsconn.credentials.transport import Transport

# With the line breaks that base64 is often written with.
LONGEST_FILE = 2 * LONGEST_ASSERTION


def build_assertion_source(
    saml: Saml, transport: Transport, registered: Mapping[str, str], conn_id: str | None
) -> Callable[[], str]:
    """Give what gets the SAML assertion of a connection, in base64, anew at each call.

    Args:
        saml: where the connection says it comes from.
        transport: how an identity provider is asked over HTTP.
        registered: import paths by name, of the option ``[awsconn] token_sources``.
        conn_id: the connection's id, for errors and for a registered callable.

    The result raises ``SourceError`` when there is no assertion, and its kind ``SamlAssertionError`` for what is none.
    """
    connection = "connection" if conn_id is None else f"connection '{conn_id}'"
    where, settings = f"{connection}: extra.assume_role_with_saml", saml.settings

    def from_file() -> str:
        path, origin = str(settings["assertion_file"]), f"{where}.assertion_file"
        return check_assertion(read_file(path, LONGEST_FILE, origin), f"{origin}: {path}")

    def from_variable() -> str:
        name, origin = str(settings["assertion_variable"]), f"{where}.assertion_variable"
        return check_assertion(read_variable(name, origin), f"{origin}: the environment variable {name}")

    def from_registered() -> str:
        name, origin = str(settings["assertion_source"]), f"{where}.assertion_source"
        return check_assertion(
            call_registered(name, registered, origin, audience=None, conn_id=conn_id),
            f"{origin}: what {name} returned",
        )

    def from_identity_provider() -> str:
        from airflow_provider_awsconn.credentials.identity_provider import fetch_assertion

        return check_assertion(fetch_assertion(settings, transport, where), f"{where}: the identity provider's answer")

    def from_nowhere() -> str:
        named = f"{', '.join(sources)} or idp_url"
        raise SourceError(where, "says nothing of where the assertion comes from", f"give {named}")

    sources = {
        "assertion_file": from_file,
        "assertion_variable": from_variable,
        "assertion_source": from_registered,
    }
    for name, source in sources.items():
        if settings.get(name):
            return source
    return from_identity_provider if settings.get("idp_url") else from_nowhere
