"""HTTP of async clients: who is at the other end is verified, by certificate and name, and contexts are shared."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import re
import select
import shutil
import socket
import ssl
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, InvalidProxiesConfigError, SSLError

from airflow_provider_awsconn.async_sessions import http
from airflow_provider_awsconn.async_sessions.http import ProxyConnector, SharedTlsSession
from airflow_provider_awsconn.async_sessions.template import get_async_template
from airflow_provider_awsconn.credentials.asynchronous import build_async_credentials
from tests.unit.async_sessions.loops import LoopElsewhere, run
from tests.unit.conftest import REGION
from tests.unit.credentials.web_servers import Answer, make_certificates, serve, serve_proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.unit.credentials.web_servers import Certificates, Seen, Server

BODY = (
    b"<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account>"
    b"</GetCallerIdentityResult></GetCallerIdentityResponse>"
)
ONCE: dict[str, Any] = {"retries": {"total_max_attempts": 1}}
# Where the certificate is for another name than that of the machine.
NAME = "https://issuer.example"


# asyncio's own before Python 3.11, where a server hangs up during a handshake.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed transport <asyncio.sslproto:ResourceWarning")


class OwnSession(AIOHTTPSession):  # type: ignore[misc] # of an untyped library
    """A deployment's own."""


@pytest.fixture(autouse=True)
def fresh(fresh_templates: None) -> None:
    """Each test makes its contexts itself."""


def answer(_: Seen) -> Answer:
    """An answer of STS to everybody."""
    return Answer(BODY)


@pytest.fixture
def secure(certificates: Certificates) -> Iterator[Server]:
    """A server with a certificate of the private authority."""
    with serve(answer, certificates) as server:
        yield server


@pytest.fixture
def other_authority(tmp_path: Path) -> str:
    """The bundle of an authority that vouches for none of the servers."""
    folder = tmp_path / "other"
    folder.mkdir()
    return make_certificates(folder).authority


def build(url: str, *, verify: bool | str | None = None, config: Config | None = None, service: str = "sts") -> Any:
    """A client that asks once."""
    merged = Config(**ONCE)
    merged = merged.merge(config) if config and not isinstance(config, AioConfig) else config or merged
    return get_async_template(None, "Airflow/3 awsconn/1").build_client(
        build_async_credentials(Credentials("AKIA1", "secret")),
        False,
        service,
        region_name=REGION,
        endpoint_url=url,
        verify=verify,
        config=merged,
    )


async def ask(client: Any) -> str:
    """Enter a client, make a request with it, and leave it."""
    async with client:
        return str((await client.get_caller_identity())["Account"])


def enter_and_ask(client: Any) -> str:
    """The same on a loop of its own."""
    return run(ask(client))


def refuse(main: Callable[[], object], reason: str = "certificate verify failed|hostname mismatch") -> None:
    """See that there is no connection, and that it is for this reason; versions differ in which error says so."""
    try:
        main()
    except BotoCoreError as error:
        reasons: list[str] = []
        cause: BaseException | None = error
        while cause is not None:
            reasons.append(str(cause))
            cause = cause.__cause__ or cause.__context__
        assert re.search(reason, "\n".join(reasons), re.IGNORECASE), reasons
    else:
        pytest.fail("served")
    finally:
        # What complains then does so here.
        gc.collect()


def get_contexts(client: Any) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The TLS contexts of a client: for endpoints and for proxies."""
    session = client._endpoint.http_session
    assert isinstance(session, SharedTlsSession)
    assert session._contexts is not None
    return session._contexts


# Who is at the other end.


def test_a_bundle_vouches_for_the_server(secure: Server, certificates: Certificates) -> None:
    """By address and by name."""
    for url in (secure.url, f"https://localhost:{secure.port}"):
        assert run(ask(build(url, verify=certificates.authority))) == "123456789012"


def test_a_strange_authority_does_not(secure: Server, other_authority: str) -> None:
    """Neither one that is named, nor all those that everybody trusts; nothing was sent."""
    for verify in (other_authority, True, None):
        with pytest.raises(SSLError, match="CERTIFICATE_VERIFY_FAILED"):
            run(ask(build(secure.url, verify=verify)))
    assert secure.seen == []


def test_another_name_is_refused(tmp_path: Path) -> None:
    """The right authority vouches for a server of another name: aiobotocore before 3.9 would not look."""
    strange = make_certificates(tmp_path, ("issuer.example",))
    with serve(answer, strange) as server:
        with pytest.raises(SSLError, match=r"(?i)hostname mismatch"):
            run(ask(build(f"https://localhost:{server.port}", verify=strange.authority)))
        assert server.seen == []
        assert run(ask(build(server.url, verify=strange.authority))) == "123456789012"


def test_who_verifies_nothing_is_served(tmp_path: Path) -> None:
    """Whoever the server is."""
    strange = make_certificates(tmp_path, ("issuer.example",))
    with serve(answer, strange) as server:
        assert run(ask(build(f"https://localhost:{server.port}", verify=False))) == "123456789012"


def test_the_environment_names_a_bundle(
    secure: Server, certificates: Certificates, monkeypatch: pytest.MonkeyPatch, other_authority: str
) -> None:
    """As for sync clients; what is said to the client beats it."""
    monkeypatch.setenv("AWS_CA_BUNDLE", certificates.authority)
    assert run(ask(build(secure.url))) == "123456789012"
    with pytest.raises(SSLError):
        run(ask(build(secure.url, verify=other_authority)))


def test_a_bundle_that_is_replaced_counts_for_new_clients(
    secure: Server, certificates: Certificates, other_authority: str, tmp_path: Path
) -> None:
    """A client that is there keeps what it has read; none reads it again later."""
    bundle = tmp_path / "bundle.pem"
    shutil.copy(certificates.authority, bundle)
    before = build(secure.url, verify=str(bundle))
    shutil.copy(other_authority, bundle)
    after = build(secure.url, verify=str(bundle))
    assert get_contexts(before)[0] is not get_contexts(after)[0]
    bundle.unlink()
    assert run(ask(before)) == "123456789012"
    with pytest.raises(SSLError, match="CERTIFICATE_VERIFY_FAILED"):
        run(ask(after))


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["missing", "broken"])
def test_a_bundle_that_can_not_be_used(content: str | None, tmp_path: Path) -> None:
    """The same kind of error as with sync clients, before the client is there; the proxy is not blamed for it."""
    bundle = tmp_path / "bundle.pem"
    if content:
        bundle.write_text(content)
    with pytest.raises(SSLError, match=r"SSL validation failed for https://issuer\.example"):
        build(NAME, verify=str(bundle))


def test_without_tls_a_broken_bundle_is_no_concern(tmp_path: Path) -> None:
    """As with sync clients, which do not read it then; and nobody with TLS is trusted for lack of it."""
    with serve(answer) as server:
        client = build(server.url, verify=str(tmp_path / "nowhere.pem"))
        assert run(ask(client)) == "123456789012"
    for context in get_contexts(client):
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
        assert context.cert_store_stats()["x509"] == 0


# Certificates of clients.

# The server says so in the handshake, or by hanging up after it.
HUNG_UP = "certificate required|reset by peer|disconnected|connection was closed|could not connect"


@pytest.fixture
def demanding(certificates: Certificates) -> Iterator[Server]:
    """A server that wants to see a certificate of the private authority."""
    with serve(answer, certificates, client_authority=certificates.authority) as server:
        yield server


def split(certificates: Certificates, folder: Path) -> tuple[str, str]:
    """The certificate and its key in two files."""
    text = Path(certificates.server).read_text(encoding="ascii")
    certificate, key = folder / "client.pem", folder / "client.key"
    end = text.index("-----BEGIN PRIVATE KEY")
    certificate.write_text(text[:end])
    key.write_text(text[end:])
    return str(certificate), str(key)


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("kind", ["file", "pair"])
def test_a_client_shows_its_certificate(
    demanding: Server, certificates: Certificates, tmp_path: Path, kind: str, verify: bool
) -> None:
    """In one file with its key or in two, whether it verifies the server or not."""
    client_cert = certificates.server if kind == "file" else split(certificates, tmp_path)
    config = Config(client_cert=client_cert)
    client = build(demanding.url, verify=certificates.authority if verify else False, config=config)
    assert run(ask(client)) == "123456789012"


def test_a_client_without_one_is_refused(demanding: Server, certificates: Certificates) -> None:
    """And a client with one before it shares nothing with it."""
    shows = build(demanding.url, verify=certificates.authority, config=Config(client_cert=certificates.server))
    shows_none = build(demanding.url, verify=certificates.authority)
    refuse(lambda: run(ask(shows_none)), HUNG_UP)
    assert demanding.seen == []
    assert run(ask(shows)) == "123456789012"


def test_a_certificate_that_is_not_there() -> None:
    """It is missed before the client is there."""
    with pytest.raises(SSLError, match="No such file"):
        build(NAME, config=Config(client_cert="/no/such.pem"))


# Through proxies.


def configure(url: str, settings: Any = None, **further: Any) -> Config:
    """A configuration with a proxy for all."""
    return Config(proxies={"http": url, "https": url}, proxies_config=settings or None, **ONCE, **further)


def through(proxy: Server, **settings: Any) -> Config:
    """A configuration with a plain proxy."""
    return configure(proxy.url, settings)


def test_a_proxy_changes_nothing_about_the_server(certificates: Certificates, other_authority: str) -> None:
    """It is verified by the bundle, and by the name it was asked for; aiobotocore before 3.9 takes any."""
    with serve(answer, certificates) as server, serve_proxy(server.port) as proxy:
        assert run(ask(build(NAME, verify=certificates.authority, config=through(proxy)))) == "123456789012"
        assert [seen.path for seen in proxy.seen] == ["issuer.example:443"]
        for url, verify in (
            (NAME, other_authority),
            (NAME, True),
            ("https://other.example", certificates.authority),
        ):
            client = build(url, verify=verify, config=through(proxy))
            refuse(functools.partial(enter_and_ask, client))
        assert len(server.seen) == 1
        assert run(ask(build("https://other.example", verify=False, config=through(proxy)))) == "123456789012"


def test_a_client_certificate_goes_through_the_proxy(demanding: Server, certificates: Certificates) -> None:
    """To the server, which wants to see it."""
    with serve_proxy(demanding.port) as proxy:
        config = through(proxy).merge(Config(client_cert=certificates.server))
        assert run(ask(build(NAME, verify=certificates.authority, config=config))) == "123456789012"


def test_a_proxy_with_tls_is_verified_too(certificates: Certificates, other_authority: str) -> None:
    """By the client's bundle, or by one of its own."""
    with serve(answer, certificates) as proxy:

        def ask_through(verify: bool | str, **settings: Any) -> str:
            config = configure(proxy.url, settings)
            return run(ask(build("http://issuer.example", verify=verify, config=config)))

        assert ask_through(certificates.authority) == "123456789012"
        assert ask_through(True, proxy_ca_bundle=certificates.authority) == "123456789012"
        assert ask_through(False) == "123456789012"
        assert [seen.path for seen in proxy.seen] == ["http://issuer.example/"] * 3
        for verify, settings in ((True, {}), (True, {"proxy_ca_bundle": other_authority}), (other_authority, {})):
            refuse(functools.partial(ask_through, verify, **settings))
        assert len(proxy.seen) == 3


@pytest.mark.parametrize("kind", ["file", "pair", "list"])
def test_a_proxy_is_shown_its_own_certificate(certificates: Certificates, tmp_path: Path, kind: str) -> None:
    """In one file with its key or in two, as JSON writes them too."""
    pair = split(certificates, tmp_path)
    certificate = {"file": certificates.server, "pair": pair, "list": list(pair)}[kind]
    with serve(answer, certificates, client_authority=certificates.authority) as proxy:
        config = configure(proxy.url, {"proxy_ca_bundle": certificates.authority, "proxy_client_cert": certificate})
        assert run(ask(build("http://issuer.example", config=config))) == "123456789012"


SEPARATE = pytest.mark.skipif(http._PROXY_CONNECTOR is None, reason="this aiohttp has one context for both ends")


@SEPARATE
def test_a_proxy_is_not_shown_the_servers(certificates: Certificates) -> None:
    """What a client shows to servers is not for proxies; those who want a certificate of their own refuse it."""
    with serve(answer, certificates, client_authority=certificates.authority) as proxy:
        config = configure(proxy.url, client_cert=certificates.server)
        client = build("http://issuer.example", verify=certificates.authority, config=config)
        refuse(lambda: run(ask(client)), HUNG_UP)
        assert proxy.seen == []


@SEPARATE
def test_a_server_is_not_vouched_for_by_the_proxys_authority(certificates: Certificates) -> None:
    """Nor is it shown the proxy's certificate."""
    with serve(answer, certificates) as server, serve_proxy(server.port) as proxy:
        config = through(proxy, proxy_ca_bundle=certificates.authority, proxy_client_cert=certificates.server)
        refuse(lambda: run(ask(build(NAME, config=config))))
        assert server.seen == []
        client = build(NAME, config=config)
        to_endpoint, to_proxy = get_contexts(client)
        assert to_endpoint is get_contexts(build(NAME))[0]
        assert to_proxy is not to_endpoint


def test_where_there_is_one_context_it_is_for_both(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an aiohttp before 3.13 the proxy's files still count, unless the client has a certificate itself."""
    monkeypatch.setattr(http, "_PROXY_CONNECTOR", None)
    with serve(answer, certificates, client_authority=certificates.authority) as proxy:
        settings = {"proxy_ca_bundle": certificates.authority, "proxy_client_cert": certificates.server}
        config = configure(proxy.url, settings)
        assert run(ask(build("http://issuer.example", config=config))) == "123456789012"


def test_ends_are_told_apart_where_aiohttp_can() -> None:
    """By aiobotocore's connector, or by ours where it has none."""
    can = hasattr(aiohttp.TCPConnector, "_update_proxy_auth_header_and_build_proxy_req")
    assert (http._PROXY_CONNECTOR is not None) == can


@SEPARATE
def test_our_connector_does_what_that_of_aiobotocore_does(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy gets its own context, whichever aiobotocore it is."""
    monkeypatch.setattr(http, "_PROXY_CONNECTOR", ProxyConnector)
    with serve(answer, certificates, client_authority=certificates.authority) as proxy:
        settings = {"proxy_ca_bundle": certificates.authority, "proxy_client_cert": certificates.server}
        config = configure(proxy.url, settings)
        assert run(ask(build("http://issuer.example", config=config))) == "123456789012"
        config = configure(proxy.url, client_cert=certificates.server)
        client = build("http://issuer.example", verify=certificates.authority, config=config)
        refuse(lambda: run(ask(client)), HUNG_UP)
        assert len(proxy.seen) == 1


@pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio has no TLS within TLS")
def test_a_server_behind_a_proxy_with_tls(certificates: Certificates, tmp_path: Path) -> None:
    """Each end is verified by its own authority."""
    own = tmp_path / "proxy"
    own.mkdir()
    of_proxy = make_certificates(own)
    with serve(answer, certificates) as server, serve_proxy(server.port) as plain, wrap(plain.port, of_proxy) as port:

        def ask_through(verify: bool | str, **settings: Any) -> str:
            config = configure(f"https://localhost:{port}", settings)
            return run(ask(build(NAME, verify=verify, config=config)))

        authority = of_proxy.authority
        assert ask_through(certificates.authority, proxy_ca_bundle=authority) == "123456789012"
        for verify, settings in (
            (certificates.authority, {}),
            (True, {"proxy_ca_bundle": authority}),
            (authority, {}),
        ):
            refuse(functools.partial(ask_through, verify, **settings))
        assert len(server.seen) == 1


@contextlib.contextmanager
def wrap(port: int, certificates: Certificates) -> Iterator[int]:
    """Serve TLS, and hand what comes on to a port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.server)

    def hand_on(near: ssl.SSLSocket, far: socket.socket) -> None:
        ends: dict[socket.socket, socket.socket] = {near: far, far: near}
        while True:
            for ready in select.select(list(ends), [], [])[0]:
                data = ready.recv(65536)
                while ready is near and near.pending():
                    data += near.recv(65536)
                if not data:
                    return
                ends[ready].sendall(data)

    def greet(raw: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            raw,
            context.wrap_socket(raw, server_side=True) as near,
            socket.create_connection(("127.0.0.1", port)) as far,
        ):
            hand_on(near, far)

    threads: list[threading.Thread] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threads.append(threading.Thread(target=greet, args=(listening.accept()[0],), daemon=True))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threads.append(threading.Thread(target=accept, daemon=True))
        threads[0].start()
        yield int(listening.getsockname()[1])
        listening.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(10)


@pytest.mark.parametrize(
    "settings",
    [{"proxy_ca_bundle": "/no/such.pem"}, {"proxy_client_cert": "/no/such.pem"}],
    ids=["bundle", "certificate"],
)
def test_files_of_a_proxy_that_are_not_there(settings: dict[str, str]) -> None:
    """As with sync clients, and before the client is there."""
    with pytest.raises(InvalidProxiesConfigError):
        build(NAME, config=configure("http://127.0.0.1:1", settings))


# Contexts are shared.


def test_clients_of_the_same_settings_share_a_context(certificates: Certificates) -> None:
    """Fifty of one bundle have one; another bundle, none, or a certificate of one's own have others."""
    same = {get_contexts(build(NAME, verify=certificates.authority))[0] for _ in range(50)}
    assert len(same) == 1
    others = [
        build(NAME),
        build(NAME, verify=False),
        build(NAME, verify=certificates.authority, config=Config(client_cert=certificates.server)),
        build(NAME, verify=False, config=Config(client_cert=certificates.server)),
    ]
    contexts = [get_contexts(client)[0] for client in others]
    assert len({*contexts, *same}) == 5
    assert get_contexts(build(NAME, service="s3"))[0] is contexts[0]
    assert get_contexts(build(NAME, verify=True))[0] is contexts[0]


def test_a_context_is_the_safe_one() -> None:
    """Certificates and names are verified, and old TLS is refused, unless somebody wants none of it."""
    verifying, none = get_contexts(build(NAME))[0], get_contexts(build(NAME, verify=False))[0]
    assert (verifying.verify_mode, verifying.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (none.verify_mode, none.check_hostname) == (ssl.CERT_NONE, False)
    assert verifying.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert verifying.cert_store_stats()["x509_ca"] > 50


# What callers say to aiobotocore.


def build_connector(client: Any) -> Any:
    """The connector of a client's requests."""

    async def main() -> Any:
        session = client._endpoint.http_session
        made = session._create_connector(None)
        connector = await made if asyncio.iscoroutine(made) else made
        await connector.close()
        return connector

    return run(main())


def test_a_context_of_ones_own_is_used(secure: Server, certificates: Certificates) -> None:
    """It is the endpoint's, whatever else is said."""
    context = ssl.create_default_context(cafile=certificates.authority)
    client = build(secure.url, config=AioConfig({"ssl_context": context}, **ONCE))
    assert run(ask(client)) == "123456789012"
    assert build_connector(build(secure.url, config=AioConfig({"ssl_context": context})))._ssl is context


@pytest.mark.parametrize(
    ("connector_args", "expected"),
    [
        (None, {"_keepalive_timeout": 12, "_force_close": False}),
        ({"keepalive_timeout": 60}, {"_keepalive_timeout": 60}),
        # aiobotocore adds its own keepalive_timeout, and aiohttp refuses both together.
        ({"force_close": True}, {"_force_close": True}),
        ({"force_close": True, "keepalive_timeout": None}, {"_force_close": True}),
        ({"use_dns_cache": False}, {"_use_dns_cache": False}),
    ],
)
def test_connector_arguments_arrive(connector_args: Any, expected: dict[str, Any]) -> None:
    """With the size of the pool, which is botocore's own setting."""
    connector = build_connector(build(NAME, config=AioConfig(connector_args, max_pool_connections=7)))
    assert {name: getattr(connector, name) for name in expected} == expected
    assert connector.limit == 7


def test_a_plain_configuration_is_aiobotocores_default() -> None:
    """Whoever gives a botocore ``Config``, or none."""
    connector = build_connector(build(NAME, config=Config(max_pool_connections=9)))
    assert (connector._keepalive_timeout, connector.limit) == (12, 9)


def test_a_resolver_of_ones_own_is_asked(secure: Server, certificates: Certificates) -> None:
    """It leads to the server, whose name is still verified."""
    asked: list[str] = []

    class Resolver(aiohttp.abc.AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: Any = 0) -> Any:
            asked.append(host)
            return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": family, "proto": 0, "flags": 0}]

        async def close(self) -> None:
            pass

    url = f"https://issuer.example:{secure.port}"

    def make() -> Any:
        return build(url, verify=certificates.authority, config=AioConfig({"resolver": Resolver()}, **ONCE))

    assert run(ask(make())) == "123456789012"
    assert asked == ["issuer.example"]
    url = f"https://other.example:{secure.port}"
    with pytest.raises(SSLError, match=r"(?i)hostname mismatch"):
        run(ask(make()))


def test_a_session_class_of_ones_own_stays_as_it_is() -> None:
    """It does its TLS itself."""
    client = build(NAME, verify="/no/such.pem", config=AioConfig(http_session_cls=OwnSession))
    assert type(client._endpoint.http_session) is OwnSession


# A client belongs to its loop.


async def request(client: Any) -> str:
    """Ask who it is."""
    return str((await client.get_caller_identity())["Account"])


@pytest.mark.parametrize("used_before", [True, False])
def test_another_loop_is_told_at_once(used_before: bool) -> None:
    """An error says whose the client is, and it stays good on its own loop."""
    with serve(answer) as server, LoopElsewhere() as loop:
        client = build(server.url)
        loop.run(client.__aenter__())
        if used_before:
            assert loop.run(request(client)) == "123456789012"
        with pytest.raises(RuntimeError, match="this async client belongs to another event loop; enter one here"):
            run(request(client))
        assert loop.run(request(client)) == "123456789012"
        loop.run(client.__aexit__(None, None, None))


def test_a_client_that_was_left_is_closed() -> None:
    """By the end of its block, and by ``close``; nothing is left open."""

    async def main(left: Any, closed: Any) -> None:
        async with left:
            assert await request(left) == "123456789012"
        await closed.__aenter__()
        await closed.close()
        for client in (left, closed):
            with pytest.raises(RuntimeError, match="this async client is closed; enter one here"):
                await request(client)

    with serve(answer) as server:
        run(main(build(server.url), build(server.url)))


def test_requests_at_once_share_a_pool() -> None:
    """Twenty of one client, and nothing is left open when it is closed."""

    async def main(client: Any) -> list[str]:
        async with client:
            return await asyncio.gather(*(request(client) for _ in range(20)))

    with serve(answer) as server:
        assert run(main(build(server.url))) == ["123456789012"] * 20


def test_a_request_that_is_cancelled_leaves_nothing() -> None:
    """The client is closed as ever."""
    arrived, go_on = threading.Event(), threading.Event()

    def wait(seen: Seen) -> Answer:
        arrived.set()
        assert go_on.wait(30)
        return answer(seen)

    async def main(client: Any) -> None:
        async with client:
            task = asyncio.create_task(request(client))
            assert await asyncio.to_thread(arrived.wait, 30)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    with serve(wait) as server:
        try:
            run(main(build(server.url)))
        finally:
            go_on.set()
