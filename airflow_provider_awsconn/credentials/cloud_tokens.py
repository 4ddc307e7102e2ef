"""Web identity tokens of the cloud a worker runs in, by the cloud's own library, which is an extra of this package.

The metadata services that other URLs must not reach are what is asked here, at the addresses the libraries know.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from requests import Session

from airflow_provider_awsconn.connection.addresses import is_metadata_host
from airflow_provider_awsconn.credentials.source_errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.credentials.transport import Transport

_INSTALL = "pip install 'airflow-provider-awsconn[{extra}]'"
_GOOGLE_HINT = "run on Google Cloud, or set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account"
_AZURE_HINT = "run on Azure with a managed identity; set AZURE_CLIENT_ID for one that was assigned by a user"


def fetch_google_token(audience: str, transport: Transport, origin: str) -> str:
    """Get a Google ID token for an audience: of GOOGLE_APPLICATION_CREDENTIALS, else of the metadata server.

    https://cloud.google.com/docs/authentication/get-id-token

    Raises:
        SourceError: when there is none, or google-auth is not installed.
    """

    def ask(session: Session) -> str:
        from google.auth.transport.requests import Request
        from google.oauth2.id_token import fetch_id_token_credentials

        request = Request(session)
        credentials = fetch_id_token_credentials(audience, request)  # type: ignore[no-untyped-call] # it has none
        credentials.refresh(request)
        return str(credentials.token)

    return _ask(ask, transport, origin, "google", _GOOGLE_HINT)


def fetch_azure_token(audience: str, transport: Transport, origin: str) -> str:
    """Get an access token of the managed identity, or of AKS's workload identity, for an application of Entra ID.

    https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview

    Raises:
        SourceError: when there is none, or azure-identity is not installed.
    """

    def ask(session: Session) -> str:
        from azure.core.pipeline.transport import RequestsTransport
        from azure.identity import ManagedIdentityCredential

        carrier = RequestsTransport(session=session, session_owner=False)
        client_id = os.environ.get("AZURE_CLIENT_ID")
        with ManagedIdentityCredential(client_id=client_id, transport=carrier) as credential:
            return str(credential.get_token(f"{audience}/.default").token)

    return _ask(ask, transport, origin, "azure", _AZURE_HINT)


def _ask(ask: Callable[[Session], str], transport: Transport, origin: str, extra: str, hint: str) -> str:
    try:
        with _CloudSession(transport) as session:
            return ask(session)
    except ImportError:
        reason, hint = f"the extra '{extra}' is not installed", _INSTALL.format(extra=extra)
    except Exception as error:  # noqa: BLE001 - the text of a library's error may hold an answer
        reason = f"there is no token of {extra.title()} ({type(error).__name__})"
    raise SourceError(origin, reason, hint)


class _CloudSession(Session):
    """Asks as the connection says; the metadata server and what listens on this machine without a proxy."""

    def __init__(self, transport: Transport) -> None:
        super().__init__()
        self.trust_env = False
        self._transport = transport

    def merge_environment_settings(
        self, url: str | bytes, proxies: Any, stream: bool | None, verify: Any, cert: Any
    ) -> Any:
        """Give what counts for one request; what the library says of proxies and certificates is its default."""
        del proxies, verify
        host, scheme = urlsplit(str(url)).hostname or "", urlsplit(str(url)).scheme
        is_near = is_metadata_host(host) or host in {"localhost", "127.0.0.1", "::1"}
        proxy = None if is_near else self._transport.choose_proxy(str(url))
        return {
            "proxies": {scheme: proxy} if proxy else {},
            "stream": stream,
            "verify": self._transport.choose_verify(),
            "cert": cert,
        }
