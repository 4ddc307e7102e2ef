"""HTTP of async clients: TLS contexts that clients share, made before an event loop needs them.

To read the certificate authorities takes 20 ms and half a megabyte. All versions of aiobotocore verify servers the same
way here: by certificate and name, through a proxy too, which those before 3.9 do not.
"""

from __future__ import annotations

import asyncio
import inspect
import ssl
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
from aiobotocore import httpsession
from aiobotocore.httpsession import AIOHTTPSession
from botocore.exceptions import (
    BotoCoreError,
    ConnectTimeoutError,
    EndpointConnectionError,
    InvalidProxiesConfigError,
    ProxyConnectionError,
    SSLError,
)
from botocore.httpsession import create_urllib3_context, get_cert_path, mask_proxy_url

from airflow_provider_awsconn.credentials.lru import LastUsed
from airflow_provider_awsconn.credentials.registry import fingerprint_texts

if TYPE_CHECKING:
    from collections.abc import Awaitable

# Connections differ in few: bundles of their own, client certificates.
_CONTEXTS: LastUsed[ssl.SSLContext] = LastUsed(32)
# Newer versions await it.
_IS_AWAITED = inspect.iscoroutinefunction(AIOHTTPSession._create_connector)  # noqa: SLF001 - what is overridden here


class ProxyConnector(aiohttp.TCPConnector):
    """Goes to the proxy with a TLS context of its own: one end's certificates are not for the other.

    That of aiobotocore 3.9, for those before.
    """

    def __init__(self, *args: Any, proxy_ssl_context: ssl.SSLContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proxy_ssl_context = proxy_ssl_context

    def _update_proxy_auth_header_and_build_proxy_req(self, req: aiohttp.ClientRequest) -> aiohttp.ClientRequest:
        request = super()._update_proxy_auth_header_and_build_proxy_req(req)
        request._ssl = self._proxy_ssl_context  # noqa: SLF001 - as aiobotocore does
        return request


_PROXY_CONNECTOR = getattr(httpsession, "_ProxySSLTCPConnector", None)
# aiohttp before 3.13 has one context for both ends.
if _PROXY_CONNECTOR is None and hasattr(aiohttp.TCPConnector, "_update_proxy_auth_header_and_build_proxy_req"):
    _PROXY_CONNECTOR = ProxyConnector


def prepare_http(client: Any) -> None:
    """Have a client use shared TLS contexts, and make those it will need: a thread's work.

    Args:
        client: one that nobody has entered. An HTTP session of another kind than aiobotocore's own is left as it is.

    Raises:
        InvalidProxiesConfigError: for files of ``proxies_config`` that can't be used.
        SSLError: for a CA bundle or a client certificate that can't be used, where there is TLS.
    """
    http_session = client._endpoint.http_session  # noqa: SLF001 - botocore has no public name for it
    if type(http_session) is AIOHTTPSession:
        # Not by aiobotocore's configuration: sessions have clients that nobody configures, and merging forgets it.
        http_session.__class__ = SharedTlsSession
        try:
            http_session.prepare()
        except OSError as error:
            if not client.meta.endpoint_url.startswith("http://"):
                raise SSLError(endpoint_url=client.meta.endpoint_url, error=error) from error
            # The worker's bundle is no concern of a client without TLS.
            http_session.trust_nobody()


class SharedTlsSession(AIOHTTPSession):  # type: ignore[misc] # of an untyped library
    """aiobotocore's HTTP session, with TLS contexts that all sessions of the same settings share."""

    # For endpoints and for proxies.
    _contexts: tuple[ssl.SSLContext, ssl.SSLContext]
    # Where it was entered; None before and after.
    _loop: asyncio.AbstractEventLoop | None = None

    def prepare(self) -> None:
        """Make what the session will need."""
        self._contexts = self._find_contexts()

    def trust_nobody(self) -> None:
        """Do without certificate authorities: no server with TLS is good enough."""
        context = create_urllib3_context()
        context.check_hostname = True
        self._contexts = context, context

    async def __aenter__(self) -> SharedTlsSession:  # noqa: PYI034 - Self is of Python 3.11
        self._loop = asyncio.get_running_loop()
        await super().__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        self._loop = None
        await super().__aexit__(*error)

    async def send(self, request: Any) -> Any:
        """Send a request, as aiobotocore does.

        Raises:
            ProxyConnectionError: also where aiobotocore takes the proxy for the endpoint.
            RuntimeError: on another event loop than that it was entered on, where it might wait without end.
        """
        sending, url = super().send(request), request.url
        # A traceback that shows local variables must not show its headers.
        del request
        if self._loop is not asyncio.get_running_loop():
            sending.close()
            what = "is closed" if self._loop is None else "belongs to another event loop"
            raise RuntimeError(f"this async client {what}; enter one here: async with hook.async_client(...) as client")
        try:
            return await sending
        except (ConnectTimeoutError, EndpointConnectionError, SSLError) as error:
            proxy = self._describe_proxy(error, url)
            if proxy is None:
                raise
            raise ProxyConnectionError(proxy_url=proxy, error=error) from error

    def _describe_proxy(self, error: BotoCoreError, url: str) -> str | None:
        """Give the proxy that a request to a URL did not get to, None where it is not the proxy that failed."""
        proxy_url = self._proxy_config.proxy_url_for(url)
        return mask_proxy_url(proxy_url) if proxy_url and _is_of_proxy(error, proxy_url) else None

    def _create_connector(self, proxy_url: str | None) -> aiohttp.TCPConnector | Awaitable[aiohttp.TCPConnector]:
        return self._await_connector(proxy_url) if _IS_AWAITED else self._build_connector(proxy_url)

    async def _await_connector(self, proxy_url: str | None) -> aiohttp.TCPConnector:
        return self._build_connector(proxy_url)

    def _build_connector(self, proxy_url: str | None) -> aiohttp.TCPConnector:
        to_endpoint, to_proxy = self._contexts
        arguments = {"limit": self._max_pool_connections, "ssl": to_endpoint} | self._connector_args
        if "ssl_context" in arguments:
            arguments["ssl"] = arguments.pop("ssl_context")
        if arguments.get("force_close"):
            # aiobotocore's default; aiohttp takes no two answers.
            arguments.pop("keepalive_timeout", None)
        if proxy_url and _PROXY_CONNECTOR:
            connector: aiohttp.TCPConnector = _PROXY_CONNECTOR(proxy_ssl_context=to_proxy, **arguments)
            return connector
        return aiohttp.TCPConnector(**arguments)

    def _find_contexts(self) -> tuple[ssl.SSLContext, ssl.SSLContext]:
        settings = self._proxy_config.settings
        of_proxy = (settings.get("proxy_ca_bundle"), *_pair(settings.get("proxy_client_cert")))
        bundle = get_cert_path(self._verify) if self._verify else None
        of_endpoint = (self._cert_file, self._key_file)
        to_endpoint = _find_context(bundle, None, *of_endpoint)
        try:
            to_proxy = _find_context(bundle, *of_proxy)
            if any(of_proxy) and not _PROXY_CONNECTOR:
                # One for both: there is no other way to a proxy's own certificates.
                to_endpoint = _find_context(bundle, of_proxy[0], *(of_endpoint if self._cert_file else of_proxy[1:]))
        except OSError as error:
            raise InvalidProxiesConfigError(error=error) from error
        return to_endpoint, to_proxy


def _is_of_proxy(error: BotoCoreError, proxy_url: str) -> bool:
    """Tell whether it is the proxy that a request did not get to."""
    if isinstance(error, ConnectTimeoutError):
        return True
    reason, proxy = error.kwargs.get("error"), urlsplit(proxy_url)
    return isinstance(reason, aiohttp.ClientConnectorError) and (reason.host, reason.port) == (
        proxy.hostname,
        proxy.port,
    )


def _pair(certificate: object) -> tuple[Any, Any]:
    """Give a client certificate as its file and that of its key."""
    return (certificate[0], certificate[1]) if isinstance(certificate, (tuple, list)) else (certificate, None)


def _find_context(*files: str | None) -> ssl.SSLContext:
    """Find the TLS context of a CA bundle, a further one, a client certificate and its key, anew when one changes."""
    key = fingerprint_texts(*map(_describe_file, files))
    return _CONTEXTS.find(key) or _CONTEXTS.keep(key, _build_context(*files))


def _build_context(
    bundle: str | None, further: str | None, certificate: str | None, certificate_key: str | None
) -> ssl.SSLContext:
    context: ssl.SSLContext = create_urllib3_context()
    if bundle:
        context.check_hostname = True
        context.load_verify_locations(bundle)
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if further:
        context.load_verify_locations(further)
    if certificate:
        context.load_cert_chain(certificate, certificate_key)
    return context


def _describe_file(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        status = Path(path).stat()
    except OSError:
        # To read it tells what is wrong.
        return path
    return f"{path} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_size} {status.st_ino}"
