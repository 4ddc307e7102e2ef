"""HTTP connections that go to checked addresses only, end in time, and log no URLs: a floor for ``fetch``.

Link-local and metadata addresses are refused where the socket is made, so that the address that was checked is the
one that is connected to, a proxy's own among them. Imports ``connection``, requests and urllib3.
"""

from __future__ import annotations

import logging
import socket
import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, ClassVar

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from airflow_provider_awsconn.connection.addresses import is_metadata_address, is_metadata_host

if TYPE_CHECKING:
    from types import TracebackType

    from requests import PreparedRequest, Response
    from urllib3.poolmanager import ProxyManager
    from urllib3.util.retry import Retry

LONGEST_BODY = 1024 * 1024

# They write whole URLs, headers and tickets. A filter is not inherited by name.
_LOGGERS = (
    "requests_gssapi.compat",
    "requests_gssapi.gssapi_",
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
)
PUBLIC_HINT = "give the URL of a host that is neither link-local nor a cloud's metadata service"


class RefusedError(Exception):
    """Something we don't do. Of no type that urllib3 or requests would catch or wrap.

    Attributes:
        reason: what is wrong; holds no secret.
        hint: what would be right.
    """

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason, hint)
        self.reason = reason
        self.hint = hint


class UnresolvedError(NewConnectionError):
    """The host name has no address."""


class Exchange:
    """What is done in one attempt, kept to a number of seconds: then every socket of this thread's is shut.

    A server that sends a byte now and then is within every time-out of a socket. While it lasts, the HTTP libraries
    log nothing but errors from this thread.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self.is_over = False

    def __enter__(self) -> None:
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(_QUIET)
        self._timer.start()
        self._token = _current.set(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _current.reset(self._token)
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def watch(self, connected: socket.socket) -> None:
        """Shut this socket at the end, whoever wraps it into TLS meanwhile."""
        with self._lock:
            self._sockets.append(connected.dup())
            if self.is_over:
                _shut(self._sockets[-1])

    def _end(self) -> None:
        with self._lock:
            self.is_over = True
            for each in self._sockets:
                _shut(each)


_current: ContextVar[Exchange | None] = ContextVar("awsconn_exchange", default=None)


class _QuietFilter(logging.Filter):
    """Keeps back what is logged in an exchange, but for errors: a login says why it failed nowhere else."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let a record pass, or not."""
        return record.levelno >= logging.ERROR or _current.get() is None


_QUIET = _QuietFilter()


def _shut(connected: socket.socket) -> None:
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is shut already


def check_host(host: str) -> None:
    """Refuse a host that is a link-local or metadata address, in any spelling, or a name of a metadata service.

    Raises:
        RefusedError: when it is.
    """
    if is_metadata_host(host):
        raise RefusedError(f"{host} is link-local or a metadata service", PUBLIC_HINT)


def resolve_host(host: str, port: int) -> list[tuple[socket.AddressFamily, Any]]:
    """Give the addresses of a host, every one of them checked.

    Raises:
        RefusedError: when one of them is link-local or a metadata service's.
        OSError: when there is none.
    """
    check_host(host)
    found: list[tuple[socket.AddressFamily, Any]] = [
        (family, address) for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ]
    for _, address in found:
        if is_metadata_address(str(address[0])):
            raise RefusedError(f"{host} leads to {address[0]}, which is link-local or a metadata service", PUBLIC_HINT)
    return found


class GuardedHTTPConnection(HTTPConnection):
    """A connection to an address that was checked, within the current exchange."""

    _is_checked = False

    def connect(self) -> None:
        """Connect, and send nothing over a socket that did not come from here."""
        self._is_checked = False
        super().connect()
        if not self._is_checked:
            # A later urllib3 could make its sockets in another way; then none is used.
            self.close()
            raise RefusedError("this version of urllib3 can't be guarded", "install an older urllib3")

    def _new_conn(self) -> socket.socket:
        exchange = _current.get()
        if exchange is None:
            raise RefusedError("is asked outside of an exchange", "ask within one")
        host = self._dns_host.strip("[]")
        try:
            addresses = resolve_host(host, self.port)
        except (OSError, UnicodeError):
            raise UnresolvedError(self, "no address") from None
        failure: OSError | None = None
        for family, address in addresses:
            try:
                connected = self._connect_to(family, address, exchange)
            except OSError as error:
                failure = error
            else:
                self._is_checked = True
                return connected
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, "timed out") from failure
        raise NewConnectionError(self, "not connected") from failure

    def _connect_to(self, family: socket.AddressFamily, address: Any, exchange: Exchange) -> socket.socket:
        connected = socket.socket(family, socket.SOCK_STREAM)
        try:
            for option in self.socket_options or ():
                connected.setsockopt(*option)
            if isinstance(self.timeout, (int, float)):
                connected.settimeout(self.timeout)
            exchange.watch(connected)
            if not exchange.is_over:
                connected.connect(address)
        except BaseException:
            connected.close()
            raise
        if exchange.is_over:
            # What was shut before it was connected is not shut.
            connected.close()
            raise TimeoutError
        return connected


class GuardedHTTPSConnection(GuardedHTTPConnection, HTTPSConnection):
    """The same with TLS; the certificate is checked for the name in the URL."""


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = GuardedHTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = GuardedHTTPSConnection


class GuardedAdapter(HTTPAdapter):
    """Sends over guarded connections, and reads bounded bodies, those of a login's first answer among them."""

    _POOLS: ClassVar[dict[str, Any]] = {"http": _HTTPPool, "https": _HTTPSPool}

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools guarded ones."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:
        """Make a proxy's pools guarded ones."""
        if not proxy.lower().startswith(("http://", "https://")):
            raise RefusedError("its proxy is not one of HTTP", "give a proxy with http or https")
        manager: ProxyManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._POOLS
        return manager

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        """Send, and read the body at once as far as it may go."""
        response = super().send(request, *args, **kwargs)
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"", "identity"}:
            # A megabyte of it could be a gigabyte, and nobody asked for it.
            raise RefusedError("answers in a compressed form nobody asked for", "let it answer without compression")
        body = response.raw.read(LONGEST_BODY + 1, decode_content=False)
        if len(body) > LONGEST_BODY:
            raise RefusedError(
                f"answers with more than {LONGEST_BODY} bytes", "give the URL of a token or a login page"
            )
        response._content = body  # noqa: SLF001 - what everybody who reads a response for requests sets
        response._content_consumed = True  # noqa: SLF001 - the same
        return response


class GuardedSession(Session):
    """A session of requests that reaches out through guarded connections only, and follows nobody by itself."""

    def __init__(self, max_retries: Retry | int = 0) -> None:
        super().__init__()
        # Neither a .netrc nor proxies beside the ones that are given.
        self.trust_env = False
        for scheme in ("http://", "https://"):
            self.mount(scheme, GuardedAdapter(max_retries=max_retries))

    def get_redirect_target(self, resp: Response) -> None:  # noqa: ARG002 - the signature of requests
        """Let no redirect be prepared, for that reads the body once more."""
        return
