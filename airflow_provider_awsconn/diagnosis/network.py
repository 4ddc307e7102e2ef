"""Why no answer came: names, addresses, proxies, TLS, time-outs. Goes by the errors of urllib3, aiohttp and Python."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from typing import TYPE_CHECKING

from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
)

from airflow_provider_awsconn.diagnosis.cause import Cause
from airflow_provider_awsconn.diagnosis.evidence import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.diagnosis.evidence import Evidence

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_NOT_TLS = ("wrong version number", "record layer failure", "http request", "packet length too long")
_WANTS_TLS = re.compile(r"http request (?:was sent )?to (?:an )?https (?:server|port)", re.IGNORECASE)
# The first bytes of a TLS alert, which an HTTP client takes for a bad status line.
_TLS_ALERT = "\\x15\\x03"
_NO_FILE = (errno.ENOENT, errno.EISDIR, errno.EACCES, errno.ENOTDIR)
# https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/
_ENDED, _NOT_YET = 10, 9
_OTHER_NAME = frozenset({62, 64})
# The CA is not there, not known or not at hand.
_UNKNOWN_CA = frozenset({0, 2, 18, 19, 20, 21, 27})
_NO_COMMON_TLS = (
    "handshake failure",
    "unsupported protocol",
    "protocol version",
    "no protocols available",
    "no shared cipher",
    "dh key too small",
    "renegotiation disabled",
)
_PROXY_AUTHENTICATION = 407
# Not the digits of a port.
_WANTS_LOGIN = re.compile(rf"(?<![\d:]){_PROXY_AUTHENTICATION}\b|proxy authentication")
_MOVED = frozenset({301, 302, 307, 308})
_RESET = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED})
# This worker has no more files, ports or memory.
_OF_WORKER = frozenset({errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL, errno.ENOBUFS, errno.ENOMEM})


def _describe_endpoint(evidence: Evidence) -> str:
    endpoint = evidence.circumstances.endpoint
    return endpoint.origin if endpoint else "region and endpoint"


def _find_proxy_login(evidence: Evidence) -> Mapping[str, str] | None:
    refused = evidence.status == _PROXY_AUTHENTICATION
    if not refused and evidence.find(ProxyConnectionError):
        refused = _WANTS_LOGIN.search(evidence.texts()) is not None
    return {"proxies": _name_proxies(evidence)} if refused else None


def _find_proxy(evidence: Evidence) -> Mapping[str, str] | None:
    error = evidence.find(ProxyConnectionError)
    if error is None:
        return None
    proxy, texts = show((getattr(error, "kwargs", None) or {}).get("proxy_url", "")), evidence.texts()
    reason = "gives no connection"
    if evidence.find(ConnectionRefusedError):
        reason = "refuses connections"
    elif evidence.find(socket.gaierror) or "name or service" in texts or "failed to resolve" in texts:
        reason = "has a host name that nobody knows"
    elif "timed out" in texts or evidence.find(ConnectTimeoutError):
        reason = "does not answer"
    elif "tunnel connection failed" in texts or evidence.find_named("ClientHttpProxyError"):
        reason = "lets nobody through to there"
    return {"proxy": proxy, "reason": reason, "proxies": _name_proxies(evidence)}


def _name_proxies(evidence: Evidence) -> str:
    return " - ".join(evidence.circumstances.proxies) or "config_kwargs.proxies, HTTPS_PROXY"


def _find_ca_file(evidence: Evidence) -> Mapping[str, str] | None:
    """Recognise a file of ``verify`` that is not there, or holds no certificate."""
    unreadable: OSError | None = next(
        (error for error in evidence.chain if isinstance(error, OSError) and error.errno in _NO_FILE), None
    )
    texts = evidence.texts()
    is_of_tls = evidence.find(SSLError) and any(
        words in texts for words in ("no certificate or crl found", "no start line", "pem lib", "not found: ca")
    )
    # Python tells neither what file it was nor whose.
    if not is_of_tls and (unreadable is None or evidence.find(EndpointConnectionError, ProxyConnectionError)):
        return None
    verify = evidence.circumstances.verify
    if verify is None or not isinstance(verify.value, str):
        return None
    return {"file": show(verify.value), "origin": verify.origin}


def _find_not_tls(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.find(SSLError) is None or not any(words in evidence.texts() for words in _NOT_TLS):
        return None
    return {"host": evidence.host, "where": _describe_endpoint(evidence)}


def _find_wants_tls(evidence: Evidence) -> Mapping[str, str] | None:
    says_so = _WANTS_TLS.search(evidence.message) is not None
    says_so = says_so or (evidence.status in _MOVED and evidence.headers.get("location", "").startswith("https://"))
    if not says_so and not (_is_closed(evidence) and _TLS_ALERT in evidence.texts()):
        return None
    if not (evidence.url or "").startswith("http://"):
        return None
    return {"host": evidence.host, "where": _describe_endpoint(evidence)}


def _find_certificate(evidence: Evidence) -> int | None:
    """Give the number that OpenSSL has for what is wrong with a certificate, 0 where it does not tell."""
    if evidence.find(SSLError) is None:
        return None
    for error in evidence.chain:
        # aiohttp's own is one of Python's too, without the number.
        if isinstance(error, ssl.SSLCertVerificationError) and hasattr(error, "verify_code"):
            return int(error.verify_code)
    # urllib3 looks at names of hosts by itself.
    told = ("certificate verify failed", "doesn't match")
    return 0 if any(words in evidence.texts() for words in told) else None


def _find_ended_certificate(evidence: Evidence) -> Mapping[str, str] | None:
    found = _find_certificate(evidence)
    return {"host": evidence.host} if found in {_ENDED, _NOT_YET} else None


def _find_other_name(evidence: Evidence) -> Mapping[str, str] | None:
    found = _find_certificate(evidence)
    is_other = found is not None and (found in _OTHER_NAME or "doesn't match" in evidence.texts())
    return {"host": evidence.host, "where": _describe_endpoint(evidence)} if is_other else None


def _find_unknown_ca(evidence: Evidence) -> Mapping[str, str] | None:
    if _find_certificate(evidence) not in _UNKNOWN_CA:
        return None
    verify = evidence.circumstances.verify
    now = f", now {show(verify.value)} ({verify.origin})" if verify and isinstance(verify.value, str) else ""
    return {"host": evidence.host, "now": now}


def _find_tls(evidence: Evidence) -> Mapping[str, str] | None:
    is_handshake = evidence.find(SSLError) and any(words in evidence.texts() for words in _NO_COMMON_TLS)
    return {"host": evidence.host} if is_handshake else None


def _find_no_host(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.find(EndpointConnectionError) is None:
        return None
    if evidence.find(socket.gaierror) is None and evidence.find_named("NameResolutionError") is None:
        return None
    return {"host": evidence.host_name or "that name", "where": _describe_endpoint(evidence)}


def _find_refused(evidence: Evidence) -> Mapping[str, str] | None:
    is_refused = any(getattr(error, "errno", None) == errno.ECONNREFUSED for error in evidence.chain)
    # urllib3 1.26 keeps the words alone.
    is_refused = is_refused or "connection refused" in evidence.texts()
    if not is_refused or evidence.find(EndpointConnectionError) is None:
        return None
    local = " (in a container that is the container itself)" if evidence.host_name in _LOCAL else ""
    return {"host": f"{evidence.host}{local}", "where": _describe_endpoint(evidence)}


def _find_no_way(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.find(EndpointConnectionError, ConnectTimeoutError) is None:
        return None
    if _is_closed(evidence) or any(getattr(error, "errno", None) in _OF_WORKER for error in evidence.chain):
        return None
    where = "and, without internet, for a proxy or VPC endpoint" if evidence.is_of_aws else "and at its host and port"
    return {"host": evidence.host, "where": where}


def _find_silent(evidence: Evidence) -> Mapping[str, str] | None:
    return {"host": evidence.host} if evidence.find(ReadTimeoutError) else None


def _is_closed(evidence: Evidence) -> bool:
    """Tell whether there was a connection, and the server ended it, or said what is no HTTP."""
    if evidence.find(ConnectionClosedError) or evidence.find_named("HttpProcessingError"):
        return True
    # aiobotocore calls all of these errors of the endpoint.
    is_reset = any(getattr(error, "errno", None) in _RESET for error in evidence.chain)
    return bool(evidence.find(EndpointConnectionError) and (is_reset or evidence.find(ConnectionResetError)))


def _find_closed(evidence: Evidence) -> Mapping[str, str] | None:
    if not _is_closed(evidence) and evidence.find(ssl.SSLEOFError) is None:
        return None
    is_plain = (evidence.url or "").startswith("http://")
    fix = (
        "if the server wants TLS, write the endpoint with https://" if is_plain else "look at it and what is before it"
    )
    return {"host": evidence.host, "fix": fix}


OF_NETWORK: tuple[Cause, ...] = (
    Cause(
        "proxy-login",
        "Proxy wants a login",
        "the proxy wants another user name or password",
        "give them in its URL ({proxies})",
        _find_proxy_login,
    ),
    Cause(
        "proxy",
        "Proxy",
        "the proxy {proxy} {reason}",
        "look at the proxy and where it is set ({proxies}); NO_PROXY names hosts that need none",
        _find_proxy,
    ),
    Cause(
        "ca-file",
        "CA file unreadable",
        "{file} ({origin}) is not there, or holds no certificate",
        "give the path of a PEM file on this worker",
        _find_ca_file,
    ),
    Cause(
        "not-tls",
        "Server without TLS",
        "{host} does not speak TLS",
        "write the endpoint with http:// ({where})",
        _find_not_tls,
    ),
    Cause(
        "wants-tls",
        "Server with TLS",
        "{host} speaks TLS only",
        "write the endpoint with https:// ({where})",
        _find_wants_tls,
    ),
    Cause(
        "certificate-ended",
        "Certificate ended",
        "the certificate of {host} is past its end, or this machine's clock is wrong",
        "renew the certificate, or set the clock right",
        _find_ended_certificate,
    ),
    Cause(
        "certificate-name",
        "Certificate of another host",
        "the certificate of {host} is for another name",
        "write the endpoint with the name in the certificate ({where})",
        _find_other_name,
    ),
    Cause(
        "unknown-ca",
        "CA missing",
        "this worker does not know the CA that {host} has its certificate from",
        "give that CA's file as extra.verify{now}",
        _find_unknown_ca,
    ),
    Cause(
        "tls",
        "TLS",
        "no TLS version or cipher suits both this worker and {host}",
        "look at the TLS settings of the server and of what is before it",
        _find_tls,
    ),
    Cause(
        "no-such-host",
        "Host name unknown",
        "there is no host {host} for this worker",
        "look at its spelling ({where}) and at the worker's DNS",
        _find_no_host,
    ),
    Cause(
        "connection-refused",
        "Connection refused",
        "nobody listens at {host}",
        "start the server, or correct host and port ({where})",
        _find_refused,
    ),
    Cause(
        "no-way",
        "Nobody answers",
        "there is no way from this worker to {host}",
        "look at firewalls and security groups, {where}",
        _find_no_way,
    ),
    Cause(
        "silent",
        "Silent server",
        "{host} took the request and does not answer",
        "look whether it is busy, or something else listens there; config_kwargs.read_timeout says how long to wait",
        _find_silent,
    ),
    Cause("closed", "Connection closed", "{host} closed the connection without an answer", "{fix}", _find_closed),
)
