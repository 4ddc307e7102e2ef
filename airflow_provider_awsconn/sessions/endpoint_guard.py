"""Clients of a connection do not talk to a metadata service, whatever name its address goes by.

Addresses that are written out are refused when the connection is read; names are looked up before the first request.
"""

from __future__ import annotations

import math
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from airflow_provider_awsconn.connection.addresses import is_metadata_address
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

# A name may lead elsewhere later, and clients live as long as their process.
_GOOD_FOR_SECONDS = 60.0


def guard_endpoint(client: Any, conn_id: str | None, urls: Mapping[str, str]) -> None:
    """Have a client look up the hosts of a connection before its first request, and again after a minute.

    Args:
        client: a boto3 client.
        conn_id: the connection's id, for the error.
        urls: by the field that each comes from; a proxy may be written without a scheme.

    The client's requests raise ``InvalidConnectionError`` when one leads to a metadata service.
    """
    hosts = {where: _read_host(url) for where, url in urls.items()}
    wanted = [(where, host) for where, host in hosts.items() if host]
    checked_at: dict[str, float] = {}

    def check(**_: Any) -> None:
        for where, host in wanted:
            now = time.monotonic()
            if now - checked_at.get(host, -math.inf) < _GOOD_FOR_SECONDS:
                continue
            problem = _check_host(where, host)
            if problem is not None:
                raise InvalidConnectionError(conn_id, [problem])
            checked_at[host] = now

    if wanted:
        client.meta.events.register("before-send", check)


def _read_host(url: str) -> str | None:
    try:
        return urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None


def _check_host(where: str, host: str) -> Problem | None:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None  # the request itself tells that there is no such host
    if not any(is_metadata_address(str(address[0])) for *_, address in found):
        return None
    return Problem(where, "leads to the address of a metadata service", "give the endpoint of the service")
