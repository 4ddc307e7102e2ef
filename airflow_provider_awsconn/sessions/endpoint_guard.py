"""Clients of a connection do not talk to a metadata service, whatever name its address goes by.

Addresses that are written out are refused when the connection is read; names are looked up before the first request.
"""

from __future__ import annotations

import contextlib
import math
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from airflow_provider_awsconn.connection.addresses import is_metadata_address
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A name may lead elsewhere later, and clients live as long as their process.
_GOOD_FOR_SECONDS = 60.0


def guard_endpoint(client: Any, conn_id: str | None, urls: Mapping[str, str], *, is_async: bool = False) -> None:
    """Have a client look up the hosts of a connection before its first request, and again after a minute.

    Args:
        client: a boto3 client.
        conn_id: the connection's id, for the error.
        urls: by the field that each comes from; a proxy may be written without a scheme.
        is_async: whether the client is one of aiobotocore.

    The client's requests raise ``InvalidConnectionError`` when one leads to a metadata service.
    """
    hosts = {where: _read_host(url) for where, url in urls.items()}
    wanted = [(where, host) for where, host in hosts.items() if host]
    checked_at: dict[str, float] = {}

    def list_due() -> list[tuple[str, str]]:
        now = time.monotonic()
        return [(where, host) for where, host in wanted if now - checked_at.get(host, -math.inf) >= _GOOD_FOR_SECONDS]

    def judge(where: str, host: str, found: Iterable[tuple[Any, ...]]) -> None:
        if any(is_metadata_address(str(address[0])) for *_, address in found):
            reason = "leads to the address of a metadata service"
            raise InvalidConnectionError(conn_id, [Problem(where, reason, "give the endpoint of the service")])
        checked_at[host] = time.monotonic()

    def check(**_: Any) -> None:
        for where, host in list_due():
            # The request itself tells that there is no such host.
            with contextlib.suppress(OSError, UnicodeError):
                judge(where, host, socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))

    async def check_on_loop(**_: Any) -> None:
        for where, host in list_due():
            with contextlib.suppress(OSError, UnicodeError):
                judge(where, host, await _look_up(host))

    if wanted:
        client.meta.events.register("before-send", check_on_loop if is_async else check)


async def _look_up(host: str) -> Iterable[tuple[Any, ...]]:
    import asyncio

    return await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)


def _read_host(url: str) -> str | None:
    try:
        return urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
