"""A GET that goes to checked addresses only, follows redirects by hand, ends in time and tells no secrets.

Imports ``connection``, requests, tenacity and urllib3. Nothing of a URL but scheme, host and port, nothing of headers
and bodies gets into an error or a log line.
"""

from __future__ import annotations

import logging
import os
import re
import ssl
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from requests import Request
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ConnectTimeout, ProxyError, ReadTimeout, RequestException, RetryError, SSLError
from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_random_exponential
from urllib3.exceptions import HTTPError, LocationParseError, ReadTimeoutError
from urllib3.util import parse_url
from urllib3.util.ssl_match_hostname import CertificateError

from airflow_provider_awsconn.connection.addresses import is_metadata_url
from airflow_provider_awsconn.connection.endpoint import is_http_url
from airflow_provider_awsconn.credentials.guarded_http import (
    PUBLIC_HINT,
    Exchange,
    GuardedSession,
    RefusedError,
    UnresolvedError,
    check_host,
    resolve_host,
)
from airflow_provider_awsconn.credentials.source_errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from requests import Response
    from requests.auth import AuthBase
    from urllib3.util.retry import Retry

    from airflow_provider_awsconn.credentials.transport import Transport

logger = logging.getLogger(__name__)

MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SHOWABLE_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]{1,255}")
# Where somebody's own urllib3 Retry waits as it likes.
_LONGEST_WITH_OWN_RETRIES_SECONDS = 600.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.25, 2.0
_ADVICE = {
    401: "give what it wants to be asked with",
    403: "give what it wants to be asked with",
    404: "give the URL it answers at",
}
_NO_TICKET = "get one with kinit, or look into the log at what requests_gssapi has to say"
_LATER = "look at that host, or try again later"
_REACH = "look whether that host can be reached from this worker, and whether it needs a proxy"


class FetchError(SourceError):
    """A URL gave no answer that could be used."""


@dataclass(frozen=True, slots=True, repr=False)
class GetRequest:
    """What is asked for, and how. Shows nothing of itself.

    Attributes:
        url: where to, with http or https.
        transport: how.
        headers: go to the URL's own scheme, host and port only, as cookies and certificate do, until it leads on.
        parameters: are added to the query of the URL itself.
        cookies: are sent beside those that are set on the way.
        certificate: the client's, as requests takes it.
        make_auth: makes what answers the challenges of one host.
        retries: urllib3's, in place of the attempts of ``transport``.
        follow_redirects: whether a redirect is followed or an error.
    """

    url: str
    transport: Transport
    headers: Mapping[str, str] = field(default_factory=dict)
    parameters: Any = None
    cookies: Mapping[str, str] | None = None
    certificate: Any = None
    make_auth: Callable[[], AuthBase] | None = None
    retries: Retry | None = None
    follow_redirects: bool = True


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why an attempt failed, in words that hold no secret."""

    reason: str
    hint: str
    may_pass: bool = False


def fetch(
    url: str,
    transport: Transport,
    headers: Mapping[str, str] | None = None,
    *,
    origin: str,
    sleep: Callable[[float], None] = time.sleep,
) -> bytes:
    """Get the body of a URL.

    Args:
        url: where to, with http or https.
        transport: how.
        headers: are sent to that scheme, host and port only.
        origin: the connection and field that say so, for errors.
        sleep: waits between two attempts.

    Raises:
        FetchError: when there is no body with a status of success.
    """
    request = GetRequest(url, transport, headers or {})
    # A traceback that shows local variables must not show these.
    url, headers = "", None
    return run_request(request, origin=origin, sleep=sleep)


def run_request(request: GetRequest, *, origin: str, sleep: Callable[[float], None] = time.sleep) -> bytes:
    """Get the body that answers a request, in as many attempts as it takes and may have.

    Raises:
        FetchError: when there is no body with a status of success.
    """
    attempts = Retrying(
        stop=stop_after_attempt(1 if request.retries else max(1, request.transport.max_attempts)),
        wait=wait_random_exponential(multiplier=_FIRST_PAUSE_SECONDS, max=_LONGEST_PAUSE_SECONDS),
        retry=retry_if_result(lambda answer: isinstance(answer, _Failure) and answer.may_pass),
        retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        sleep=sleep,
    )
    answer: bytes | _Failure = attempts(_attempt, request)
    if isinstance(answer, bytes):
        logger.debug("%s: %s answered", origin, _describe_url(request.url))
        return answer
    raise FetchError(origin, answer.reason, answer.hint)


def _attempt(request: GetRequest) -> bytes | _Failure:
    return _Attempt(request).run()


class _Attempt:
    """One walk from the URL to where it ends, within a number of seconds."""

    def __init__(self, request: GetRequest) -> None:
        self._request = request
        self._url = request.url
        self._is_at_home = True
        self._seconds = request.transport.connect_timeout + request.transport.read_timeout
        if request.retries:
            self._seconds = max(self._seconds, _LONGEST_WITH_OWN_RETRIES_SECONDS)

    def run(self) -> bytes | _Failure:
        """Give the body, or why there is none. Foreign errors end here: texts, frames and causes hold what was sent."""
        exchange = Exchange(self._seconds)
        try:
            with exchange, GuardedSession(self._request.retries or 0) as session:
                session.headers.clear()
                session.headers.update({"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "awsconn"})
                response = self._follow(session)
                # What ends because it was shut looks like an end.
                return self._describe_end() if exchange.is_over else self._judge(response)
        except RefusedError as error:
            return _Failure(error.reason, error.hint)
        except Exception as error:  # noqa: BLE001 - a header that can't be sent is in the text of the error about it
            return self._describe_end() if exchange.is_over else self._describe_error(error)

    def _follow(self, session: GuardedSession) -> Response:
        request = self._request
        for count in range(MOST_REDIRECTS + 1):
            if not is_http_url(self._url):
                what = f"{_describe_url(request.url)} leads on to" if count else "is"
                raise RefusedError(f"{what} no URL with http or https, a host and no user name", "give such a URL")
            if is_metadata_url(self._url):
                raise RefusedError(f"{_describe_url(self._url)} is link-local or a metadata service", PUBLIC_HINT)
            response = self._send(session, is_first=not count)
            location = response.headers.get("Location") if response.status_code in _REDIRECTS else None
            if location is None or not request.follow_redirects:
                return response
            url = urljoin(self._url, location)
            if parse_url(self._url).scheme == "https" and parse_url(url).scheme == "http":
                reason = f"{_describe_url(self._url)} leads on to a URL without https"
                raise RefusedError(reason, "give the https URL that answers itself")
            # Not on the way back either: somebody else has chosen the path there.
            self._is_at_home &= _read_origin(url) == _read_origin(request.url)
            self._url = url
        reason = f"{_describe_url(request.url)} leads on more than {MOST_REDIRECTS} times"
        raise RefusedError(reason, "give the URL that answers itself")

    def _send(self, session: GuardedSession, *, is_first: bool) -> Response:
        request, transport = self._request, self._request.transport
        prepared = session.prepare_request(
            Request(
                "GET",
                self._url,
                headers=dict(request.headers) if self._is_at_home else None,
                params=request.parameters if is_first else None,
                cookies=dict(request.cookies) if request.cookies and self._is_at_home else None,
                auth=request.make_auth() if request.make_auth else None,
            )
        )
        verify = transport.choose_verify()
        if isinstance(verify, str) and not Path(verify).exists():
            raise RefusedError(f"there is no CA bundle {verify}", "give the path of a file or folder on this worker")
        url = str(prepared.url)
        proxy = _choose_checked_proxy(url, transport)
        return session.send(
            prepared,
            stream=True,
            verify=verify,
            cert=request.certificate if self._is_at_home else None,
            proxies={str(parse_url(url).scheme): proxy} if proxy else {},
            timeout=(transport.connect_timeout, transport.read_timeout),
        )

    def _judge(self, response: Response) -> bytes | _Failure:
        status = response.status_code
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return response.content
        known = {each.value: f" {each.phrase}" for each in HTTPStatus}
        may_pass = status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if status == HTTPStatus.UNAUTHORIZED and self._request.make_auth:
            return _Failure(f"{_describe_url(self._url)} takes no ticket of this worker (401 Unauthorized)", _NO_TICKET)
        hint = _LATER if may_pass else _ADVICE.get(status, "give a URL that answers a GET with status 200")
        return _Failure(f"{_describe_url(self._url)} answers {status}{known.get(status, '')}", hint, may_pass)

    def _describe_end(self) -> _Failure:
        reason = f"{_describe_url(self._url)} has not answered in full within {self._seconds:g} s"
        return _Failure(reason, _LATER, may_pass=True)

    def _describe_error(self, error: Exception) -> _Failure:  # noqa: PLR0911 - one for each kind of error
        """Say what went wrong in words of our own; of a foreign error its type, number or certificate's fault."""
        where, transport = _describe_url(self._url), self._request.transport
        chain = list(_list_chain(error))
        if isinstance(error, ProxyError):
            hint = "look whether it is right for that URL, and whether it wants a user name and password"
            return _Failure(f"the proxy does not lead to {where}", hint, may_pass=True)
        for each in chain:
            if isinstance(each, UnresolvedError):
                return _Failure(f"the host of {where} has no address", _REACH, may_pass=True)
            if isinstance(each, (ssl.SSLCertVerificationError, CertificateError)):
                fault = getattr(each, "verify_message", "Hostname mismatch, by urllib3's own check")
                hint = "give verify with the CA bundle that signs for it, and the name that its certificate is for"
                return _Failure(f"the certificate of {where} is not accepted ({fault})", hint)
        if isinstance(error, SSLError):
            return _Failure(f"there is no TLS with {where}", "look whether its URL begins with http: instead")
        if isinstance(error, ConnectTimeout):
            seconds = transport.connect_timeout
            return _Failure(f"{where} is not connected to within {seconds:g} s", _REACH, may_pass=True)
        if any(isinstance(each, (ReadTimeout, ReadTimeoutError, TimeoutError)) for each in chain):
            seconds = transport.read_timeout
            return _Failure(f"{where} says nothing for {seconds:g} s", _LATER, may_pass=True)
        if isinstance(error, RetryError):
            return _Failure(f"{where} does not answer with success in as many attempts as it may have", _LATER)
        is_known = isinstance(error, RequestsConnectionError) or not isinstance(error, RequestException)
        if is_known and isinstance(error, (HTTPError, OSError)) and not isinstance(error, ValueError):
            number = next((each.errno for each in chain if isinstance(each, OSError) and each.errno), None)
            detail = f" ({os.strerror(number)})" if number else ""
            return _Failure(f"the connection to {where} fails{detail}", _REACH, may_pass=True)
        return _Failure(f"{where} can't be asked ({type(error).__name__})", "look at its URL and headers")


def _choose_checked_proxy(url: str, transport: Transport) -> str | None:
    """Choose the way to a URL. With a proxy it is the proxy that resolves the name, so that we check what we see."""
    # The reading of those who connect; another one might find another host.
    parts = parse_url(url)
    host = str(parts.host or "").strip("[]")
    check_host(host)
    proxy = transport.choose_proxy(url)
    if proxy:
        try:
            resolve_host(host, parts.port or _DEFAULT_PORTS[str(parts.scheme)])
        except (OSError, UnicodeError):
            return proxy  # many a network leaves all names of outside to its proxy
    return proxy


def _list_chain(error: BaseException) -> Iterator[BaseException]:
    """List the errors that an error came from; urllib3 and requests keep them as arguments or as reasons."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, BaseException) and id(each) not in seen:
            seen.add(id(each))
            waiting += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
            yield each


def _read_origin(url: str) -> tuple[str | None, str | None, int | None]:
    parts = parse_url(url)
    return parts.scheme, parts.host, parts.port or _DEFAULT_PORTS.get(str(parts.scheme))


def _describe_url(url: str) -> str:
    """Give scheme, host and port; a path or a query may be as good as a password."""
    try:
        parts = parse_url(url)
    except LocationParseError:
        return "the URL"
    host = str(parts.host)
    if _SHOWABLE_HOST.fullmatch(host) is None:
        return "the URL"
    return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "")
