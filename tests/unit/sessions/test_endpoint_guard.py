"""No client of a connection reaches a metadata service by another name for its address."""

from __future__ import annotations

import socket
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.errors import InvalidConnectionError
from airflow_provider_awsconn.sessions import endpoint_guard
from airflow_provider_awsconn.sessions.factory import SessionFactory
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench

KEYS: dict[str, Any] = {"login": "AKIAIOSFODNN7EXAMPLE", "password": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
NAME = "store.example"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Addresses of names, of which the test decides; other names are looked up as ever."""
    known: dict[str, list[str]] = {}
    look_up = socket.getaddrinfo

    def find(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host not in known:
            return look_up(host, port, *arguments, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", find)
    return known


def build(service: str = "s3", *, as_resource: bool = False, **extra: Any) -> Any:
    """A client, or the client of a resource."""
    factory = SessionFactory(parse_connection(conn_id="c", **KEYS, extra={"region_name": REGION} | extra))
    return factory.build_resource(service).meta.client if as_resource else factory.build_client(service)


@pytest.mark.parametrize("as_resource", [False, True], ids=["client", "resource"])
@pytest.mark.parametrize("addresses", [["169.254.169.254"], ["127.0.0.1", "169.254.170.2"], ["::ffff:169.254.169.254"]])
def test_an_endpoint_that_leads_there_is_refused(
    names: dict[str, list[str]], addresses: list[str], as_resource: bool
) -> None:
    """The first request is an error that names the field; nothing is connected to."""
    names[NAME] = addresses
    client = build(endpoint_url=f"http://{NAME}/latest/meta-data", as_resource=as_resource)
    for _ in range(2):
        with pytest.raises(InvalidConnectionError) as refused:
            client.list_buckets()
        assert str(refused.value) == (
            "connection 'c': extra.endpoint_url: leads to the address of a metadata service; "
            "give the endpoint of the service"
        )


def test_a_proxy_that_leads_there_is_refused(names: dict[str, list[str]]) -> None:
    """The proxies of a connection are hosts that it names as well."""
    names[NAME] = ["169.254.169.254"]
    client = build(config_kwargs={"proxies": {"https": f"http://{NAME}:80"}})
    with pytest.raises(InvalidConnectionError, match=r"extra\.config_kwargs\.proxies\.https: leads to the address"):
        client.list_buckets()


def test_the_sts_that_roles_are_asked_of_is_guarded_too(names: dict[str, list[str]]) -> None:
    """A role's STS endpoint is looked up before the request that asks for its credentials."""
    names[NAME] = ["169.254.169.254"]
    client = build(
        role_arn="arn:aws:iam::123456789012:role/etl", service_config={"sts": {"endpoint_url": f"http://{NAME}"}}
    )
    with pytest.raises(Exception, match=r"c': extra\.service_config\.sts\.endpoint_url: leads to the addr"):
        client.list_buckets()


def test_other_hosts_are_looked_up_once(
    bench: AwsBench, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]
) -> None:
    """A host of one's own is looked up by us once per client, and works."""
    asked: list[Any] = []
    find = socket.getaddrinfo

    def count(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        asked.append((host, port))
        return find(host, port, *arguments, **options)

    assert names == {}
    factory = SessionFactory(
        parse_connection(
            conn_id="c",
            login=bench.worker.access_key,
            password=bench.worker.secret_key,
            extra={"endpoint_url": bench.endpoint_url, "region_name": REGION},
        )
    )
    client = factory.build_client("s3")
    monkeypatch.setattr(socket, "getaddrinfo", count)
    client.list_buckets()
    client.list_buckets()
    assert asked.count(("127.0.0.1", None)) == 1


def test_a_name_is_looked_up_again_after_a_minute(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    """Clients live long: a name that leads elsewhere by now is refused, and one that leads back works again."""
    now = [1000.0]
    monkeypatch.setattr(endpoint_guard, "time", SimpleNamespace(monotonic=lambda: now[0]))
    asked: list[str] = []
    names[NAME] = ["127.0.0.1"]
    client = build(endpoint_url=f"http://{NAME}")
    find = socket.getaddrinfo

    def count(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host == NAME and port is None:
            asked.append(host)
        return find(host, port, *arguments, **options)

    def send(**_: Any) -> Any:
        raise ConnectionAbortedError

    monkeypatch.setattr(socket, "getaddrinfo", count)
    client.meta.events.register_last("before-send", send)
    for seconds, refusal, lookups in (
        (0, ConnectionAbortedError, 1),
        (59, ConnectionAbortedError, 1),
        (61, InvalidConnectionError, 2),
        (61, InvalidConnectionError, 3),
    ):
        now[0] = 1000.0 + seconds
        with pytest.raises(refusal):
            client.list_buckets()
        assert len(asked) == lookups
        names[NAME] = ["169.254.169.254"]
    names[NAME] = ["127.0.0.1"]
    with pytest.raises(ConnectionAbortedError):
        client.list_buckets()
