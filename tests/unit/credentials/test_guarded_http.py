"""The floor of HTTP: what has no exchange around it goes nowhere."""

from __future__ import annotations

import socket

import pytest

from airflow_provider_awsconn.credentials.guarded_http import (
    Exchange,
    GuardedHTTPConnection,
    GuardedSession,
    RefusedError,
    check_host,
    resolve_host,
)
from tests.unit.credentials.web_servers import Answer, serve


def test_a_connection_needs_an_exchange() -> None:
    """Without somebody who ends it in time, no connection is made."""
    with serve(lambda _: Answer(b"hello")) as server:
        connection = GuardedHTTPConnection("127.0.0.1", server.port)
        with pytest.raises(RefusedError, match="outside of an exchange"):
            connection.connect()
        with Exchange(5), GuardedSession() as session:
            assert session.get(server.url, proxies={}).content == b"hello"


def test_an_exchange_that_is_over_connects_to_nobody() -> None:
    """The end of the time counts between two addresses, too, and for a socket that comes late."""
    exchange = Exchange(5)
    with exchange, socket.create_server(("127.0.0.1", 0)) as server:
        exchange._end()
        exchange._end()
        connection = GuardedHTTPConnection("127.0.0.1", server.getsockname()[1])
        with pytest.raises(Exception, match="timed out"):
            connection.connect()
        with socket.create_connection(server.getsockname()) as late:
            exchange.watch(late)
            assert late.recv(1) == b""


def test_hosts_are_checked_before_they_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a metadata service is not even resolved."""
    monkeypatch.setattr(socket, "getaddrinfo", None)
    for check in (check_host, lambda host: resolve_host(host, 80)):
        with pytest.raises(RefusedError) as caught:
            check("metadata.google.internal")
        assert caught.value.reason == "metadata.google.internal is link-local or a metadata service"
