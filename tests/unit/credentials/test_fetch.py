"""A GET against real servers on loopback: where it goes, where it does not, when it ends, and what it tells."""

from __future__ import annotations

import logging
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.credentials import fetch as fetch_module
from airflow_provider_awsconn.credentials.fetch import FetchError, GetRequest, fetch, run_request
from airflow_provider_awsconn.credentials.transport import Transport
from tests.unit.credentials.web_servers import (
    Answer,
    Certificates,
    Seen,
    assert_untold,
    count_files,
    make_certificates,
    point_names,
    serve,
    serve_proxy,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

CANARY = "CanaryQ7x"
ONCE = Transport(max_attempts=1, connect_timeout=5, read_timeout=5)
REFUSED_HINT = "give the URL of a host that is neither link-local nor a cloud's metadata service"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A private authority."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def get(url: str, transport: Transport = ONCE, headers: Mapping[str, str] | None = None) -> bytes:
    """Fetch without waiting between attempts."""
    return fetch(url, transport, headers, origin="here", sleep=lambda _: None)


def refuse(url: str, transport: Transport = ONCE, headers: Mapping[str, str] | None = None) -> str:
    """Fetch in vain, and give the error's text behind its origin."""
    with pytest.raises(FetchError) as caught:
        get(url, transport, headers)
    assert_untold(caught.value, CANARY)
    assert str(caught.value).startswith("here: ")
    return str(caught.value)[6:]


def hello(_: Seen) -> Answer:
    """An answer."""
    return Answer(b"hello")


def test_a_body_is_fetched_with_the_headers() -> None:
    """The headers of the connection go along, and the answer must not be compressed."""
    with serve(hello) as server:
        assert get(f"{server.url}/token?a=b", headers={"Authorization": "Bearer x"}) == b"hello"
    assert [seen.path for seen in server.seen] == ["/token?a=b"]
    assert server.seen[0].headers["Authorization"] == "Bearer x"
    assert server.seen[0].headers["Accept-Encoding"] == "identity"
    assert server.seen[0].headers["Host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "169.254.170.2",
        "169.254.0.1:8080",
        "2852039166",
        "0xA9FEA9FE",
        "0xa9.0xfe.0xa9.0xfe",
        "0251.0376.0251.0376",
        "169.254.43518",
        "169.16689662",
        "169.254.169.254.",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fd00:ec2::254]",
        "[fd20:ce::254]",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "0.0.0.0",
        "0",
        "[::]",
        "224.0.0.1",
        "[ff02::1]",
        "metadata.google.internal",
        "METADATA.google.internal.",
        "\uff11\uff16\uff19.254.169.254",
        "169\u3002254\u3002169\u3002254",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_a_metadata_address_is_asked(monkeypatch: pytest.MonkeyPatch, scheme: str, host: str) -> None:
    """Link-local, metadata, unspecified and multicast addresses are refused before a socket is made."""

    def refuse_socket(*_: Any, **__: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse_socket)
    text = refuse(f"{scheme}://{host}/latest/{CANARY}?token={CANARY}", Transport(max_attempts=3))
    assert f"is link-local or a metadata service; {REFUSED_HINT}" in text


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "//127.0.0.1/",
        "127.0.0.1",
        "",
        f"http://user:{CANARY}@127.0.0.1/",
        "http://127.0.0.1\\@169.254.169.254/",
        "http://127.0.0.1:99999/",
        "http:///path",
    ],
)
def test_what_is_no_plain_url_is_refused(url: str) -> None:
    """Nothing but http and https with a host and without a user name is asked."""
    assert refuse(url) == "is no URL with http or https, a host and no user name; give such a URL"


@pytest.mark.parametrize("address", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254"])
def test_a_name_that_leads_to_a_metadata_address_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """What a name resolves to counts, not how the name looks."""
    point_names(monkeypatch, issuer_example=address)
    text = refuse("http://issuer.example/")
    assert text == f"issuer.example leads to {address}, which is link-local or a metadata service; {REFUSED_HINT}"


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name with several addresses is refused when one of them is refused, wherever it stands."""
    with serve(hello) as server:
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, server.port))
            for address in ("127.0.0.1", "169.254.169.254")
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        refuse(f"http://issuer.example:{server.port}/")
    assert server.seen == []


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is resolved once: a second, worse answer of its name server is never asked for."""
    look_up, asked = socket.getaddrinfo, []

    def rebind(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host != "issuer.example":
            return look_up(host, port, *args, **kwargs)
        asked.append(host)
        return look_up("127.0.0.1" if len(asked) == 1 else "169.254.169.254", port, *args, **kwargs)

    with serve(hello) as server:
        monkeypatch.setattr(socket, "getaddrinfo", rebind)
        assert get(f"http://issuer.example:{server.port}/") == b"hello"
        assert asked == ["issuer.example"]
        assert server.seen[0].headers["Host"] == f"issuer.example:{server.port}"
        # A second request resolves anew, and is checked anew.
        refuse(f"http://issuer.example:{server.port}/")
    assert len(server.seen) == 1


def test_another_address_of_a_name_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first address does not answer, the next one is connected to."""
    with serve(hello) as server:
        found = [
            (family, socket.SOCK_STREAM, 6, "", address)
            for family, address in (
                (socket.AF_INET6, ("::1", server.port, 0, 0)),
                (socket.AF_INET, ("127.0.0.1", server.port)),
            )
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        assert get(f"http://issuer.example:{server.port}/") == b"hello"


def test_a_urllib3_that_makes_its_sockets_elsewhere_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a later urllib3 go around the check, no request is sent."""
    from urllib3.connection import HTTPConnection

    from airflow_provider_awsconn.credentials.guarded_http import GuardedHTTPConnection

    monkeypatch.setattr(GuardedHTTPConnection, "_new_conn", HTTPConnection._new_conn)
    with serve(hello) as server:
        assert refuse(server.url) == "this version of urllib3 can't be guarded; install an older urllib3"
    assert server.seen == []


def test_redirects_are_followed() -> None:
    """A redirect on the same host carries the headers, a relative one too."""
    pages = {"/a": Answer(status=302, headers={"Location": "/b?c=d"}), "/b?c=d": Answer(b"hello")}
    with serve(lambda seen: pages[seen.path]) as server:
        assert get(f"{server.url}/a", headers={"X-Token": "x"}) == b"hello"
    assert [seen.headers.get("X-Token") for seen in server.seen] == ["x", "x"]


def test_a_redirect_to_another_host_carries_no_headers() -> None:
    """Another port is another host; the headers are not sent there, nor on the way back from there."""
    with serve(lambda _: Answer(status=302, headers={"Location": f"{server.url}/back"})) as other:

        def lead_on(seen: Seen) -> Answer:
            return hello(seen) if seen.path == "/back" else Answer(status=307, headers={"Location": other.url})

        with serve(lead_on) as server:
            assert get(server.url, headers={"Authorization": CANARY, "X-Token": CANARY, "Cookie": CANARY}) == b"hello"
    assert server.seen[0].headers["X-Token"] == CANARY
    assert CANARY not in str([other.seen[0].headers, server.seen[1].headers])


@pytest.mark.parametrize(
    ("location", "text"),
    [
        pytest.param("http://169.254.169.254/", "169.254.169.254 is link-local or a metadata service", id="metadata"),
        pytest.param("//0xA9FEA9FE/", "0xa9fea9fe is link-local or a metadata service", id="hexadecimal"),
        pytest.param("file:///etc/passwd", "leads on to no URL with http or https", id="file"),
        pytest.param("http://a:b@127.0.0.1/", "leads on to no URL with http or https", id="user name"),
        pytest.param(f"http://{CANARY}.test/{CANARY}", "has no address", id="unknown host"),
    ],
)
def test_a_redirect_is_checked_like_a_url(monkeypatch: pytest.MonkeyPatch, location: str, text: str) -> None:
    """Where a server leads to is no better than what a connection says."""
    point_names(monkeypatch)
    answer = Answer(status=302, headers={"Location": location})
    with serve(lambda _: answer) as server, pytest.raises(FetchError) as caught:
        get(server.url)
    assert text in str(caught.value).replace("A9FEA9FE", "a9fea9fe")
    assert len(server.seen) == 1


def test_a_redirect_out_of_tls_is_refused(certificates: Certificates) -> None:
    """What began with https goes on with it."""
    with (
        serve(hello) as plain,
        serve(lambda _: Answer(status=302, headers={"Location": plain.url}), certificates) as server,
    ):
        text = refuse(server.url, Transport(verify=certificates.authority, max_attempts=1))
    assert text == f"{server.url} leads on to a URL without https; give the https URL that answers itself"
    assert plain.seen == []


def test_redirects_end() -> None:
    """Five redirects are followed, and no sixth; that is no reason to try again."""
    with serve(lambda seen: Answer(status=302, headers={"Location": f"{seen.path}x"})) as server:
        text = refuse(f"{server.url}/", Transport())
    assert text == f"{server.url} leads on more than 5 times; give the URL that answers itself"
    assert len(server.seen) == 6


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_an_answer_that_may_pass_is_asked_for_again(status: str) -> None:
    """Throttling and faults of the server are tried again, with a short pause that differs each time."""
    pauses: list[float] = []

    def answer(_: Seen) -> Answer:
        return Answer(b"hello") if len(server.seen) == 3 else Answer(CANARY.encode(), int(status))

    with serve(answer) as server:
        assert fetch(server.url, Transport(), origin="here", sleep=pauses.append) == b"hello"
    assert len(server.seen) == 3
    assert len(set(pauses)) == 2
    assert all(0 <= pause <= 2 for pause in pauses)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (304, "answers 304 Not Modified; give a URL that answers a GET with status 200"),
        (400, "answers 400 Bad Request; give a URL that answers a GET with status 200"),
        (401, "answers 401 Unauthorized; give what it wants to be asked with"),
        (403, "answers 403 Forbidden; give what it wants to be asked with"),
        (404, "answers 404 Not Found; give the URL it answers at"),
        (302, "answers 302 Found; give a URL that answers a GET with status 200"),
        (799, "answers 799; look at that host, or try again later"),
    ],
)
def test_another_status_is_an_error(status: int, text: str) -> None:
    """The error names the status and the host; a path, a query, a header or a body may hold a secret."""
    with serve(lambda _: Answer(CANARY.encode(), status, {"X-Canary": CANARY})) as server:
        found = refuse(f"{server.url}/{CANARY}?a={CANARY}", headers={"Authorization": CANARY})
    assert found == f"{server.url} {text}"
    assert len(server.seen) == 1


def test_attempts_end() -> None:
    """No more attempts are made than the connection has."""
    with serve(lambda _: Answer(status=503)) as server:
        text = refuse(server.url, Transport(max_attempts=2))
    assert text == f"{server.url} answers 503 Service Unavailable; look at that host, or try again later"
    assert len(server.seen) == 2


def test_nobody_listens() -> None:
    """A port that nobody listens on is an error with its reason."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        text = refuse(f"{url}/?a={CANARY}", Transport(max_attempts=2))
    assert text.startswith(f"the connection to {url} fails (Connection refused); look whether that host can be reached")


def test_a_name_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host that is not known is an error of its own."""
    asked = point_names(monkeypatch)
    text = refuse("https://nobody.test/", Transport(max_attempts=2))
    assert text.startswith("the host of https://nobody.test has no address; look whether that host can be reached")
    assert asked == ["nobody.test"] * 2


def test_a_header_that_cant_be_sent_is_not_told() -> None:
    """Requests writes such a header into its error."""
    with serve(hello) as server:
        for value in (f"{CANARY}\n", f"{CANARY}\u20ac"):
            text = refuse(server.url, headers={"Authorization": value})
            assert text.startswith(f"{server.url} can't be asked (")
    assert server.seen == []


def test_a_body_is_bounded() -> None:
    """A megabyte is read, and not a byte more is kept."""
    limit = 1024 * 1024
    with serve(lambda seen: Answer(b"a" * (limit + (seen.path == "/more")))) as server:
        assert len(get(server.url)) == limit
        text = refuse(f"{server.url}/more")
    assert text == "answers with more than 1048576 bytes; give the URL of a token or a login page"


def test_a_body_without_an_end_is_bounded() -> None:
    """A server that never stops is left after a megabyte."""

    def pour(seen: Seen) -> None:
        seen.handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            seen.handler.wfile.write(CANARY.encode() * 10_000)

    with serve(pour) as server:
        assert refuse(server.url).startswith("answers with more than 1048576 bytes")


def test_a_compressed_body_is_refused() -> None:
    """A small one could be large inside."""
    with serve(lambda _: Answer(b"\x1f\x8b", headers={"Content-Encoding": "gzip"})) as server:
        assert refuse(server.url).startswith("answers in a compressed form nobody asked for; ")


@pytest.mark.parametrize("part", ["status", "headers", "body", "endless body"])
def test_a_server_that_drips_is_left_in_time(part: str) -> None:
    """A byte now and then keeps within every time-out of a socket, and yet the request ends."""
    heads = {
        "status": b"",
        "headers": b"HTTP/1.1 200 OK\r\nX-Slow: ",
        "body": b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        "endless body": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
    }

    def drip(seen: Seen) -> None:
        seen.handler.wfile.write(heads[part])
        for _ in range(400):
            seen.handler.wfile.write(b"C")
            time.sleep(0.02)

    with serve(drip) as server:
        began = time.monotonic()
        text = refuse(server.url, Transport(max_attempts=1, connect_timeout=0.2, read_timeout=0.3))
        assert time.monotonic() - began < 5
    assert text == f"{server.url} has not answered in full within 0.5 s; look at that host, or try again later"


def test_a_silent_server_is_left_in_time() -> None:
    """A server that takes the connection and says nothing costs the read time-out."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        text = refuse(url, Transport(max_attempts=1, connect_timeout=1, read_timeout=0.2))
        assert time.monotonic() - began < 5
        assert text == f"{url} says nothing for 0.2 s; look at that host, or try again later"
        # In TLS it is the greeting that does not come.
        began = time.monotonic()
        refuse(url.replace("http", "https"), Transport(max_attempts=1, connect_timeout=0.2, read_timeout=0.2))
        assert time.monotonic() - began < 5


def test_a_server_that_hangs_up_is_asked_again() -> None:
    """A connection that ends without an answer may be a server that restarts."""

    def answer(_: Seen) -> Answer | None:
        return Answer(b"hello") if len(server.seen) == 2 else None

    with serve(answer) as server:
        assert get(server.url, Transport()) == b"hello"


def test_tls_is_checked_for_the_name_in_the_url(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that is connected to does not replace the name, neither for the certificate nor for the server."""
    point_names(monkeypatch, issuer_example="127.0.0.1", other_example="127.0.0.1")
    transport = Transport(verify=certificates.authority, max_attempts=3)
    with serve(hello, certificates) as server:
        assert get(f"https://issuer.example:{server.port}/", transport) == b"hello"
        assert server.seen[0].headers["Host"] == f"issuer.example:{server.port}"
        text = refuse(f"https://other.example:{server.port}/", transport)
    where = f"https://other.example:{server.port}"
    assert text.startswith(f"the certificate of {where} is not accepted (Hostname mismatch, ")
    assert len(server.seen) == 1


def test_verify_is_the_connections(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    """A private authority has to be given, by the connection or the environment; or the check is turned off."""
    with serve(hello, certificates) as server:
        for verify in (None, True):
            text = refuse(server.url, Transport(verify=verify))
            assert text.startswith(f"the certificate of {server.url} is not accepted (")
        assert get(server.url, Transport(verify=certificates.authority)) == b"hello"
        with pytest.warns(Warning, match="Unverified HTTPS request"):
            assert get(server.url, Transport(verify=False)) == b"hello"
        monkeypatch.setenv("AWS_CA_BUNDLE", certificates.authority)
        assert get(server.url) == b"hello"
        text = refuse(server.url, Transport(verify="/no/such.pem"))
    assert text == "there is no CA bundle /no/such.pem; give the path of a file or folder on this worker"


def test_https_to_a_plain_server() -> None:
    """A server without TLS is told from one that can't be reached."""
    with serve(hello) as server:
        url = server.url.replace("http", "https")
        assert refuse(url) == f"there is no TLS with {url}; look whether its URL begins with http: instead"


def test_a_proxy_leads_to_tls(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a proxy the connection goes to the proxy, TLS to the host behind it; the headers are not the proxy's."""
    point_names(monkeypatch)
    with serve(hello, certificates) as server, serve_proxy(server.port) as proxy:
        transport = Transport(
            verify=certificates.authority, proxies={"https": f"http://user:{CANARY}@127.0.0.1:{proxy.port}"}
        )
        assert get("https://issuer.example/", transport, {"X-Token": "x"}) == b"hello"
        assert [seen.path for seen in proxy.seen] == ["issuer.example:443"]
        assert "X-Token" not in proxy.seen[0].headers
        assert proxy.seen[0].headers["Proxy-Authorization"].startswith("Basic ")
        assert server.seen[0].headers["X-Token"] == "x"
        assert "Proxy-Authorization" not in server.seen[0].headers


def test_a_proxy_without_a_scheme(certificates: Certificates) -> None:
    """As in botocore, a proxy is taken for one of http."""
    with serve(hello, certificates) as server, serve_proxy(server.port) as proxy:
        transport = Transport(verify=certificates.authority, proxies={"https": f"127.0.0.1:{proxy.port}"})
        assert get(server.url, transport) == b"hello"
    assert len(proxy.seen) == 1


def test_the_environments_proxy_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """HTTP_PROXY and NO_PROXY lead the way where the connection says nothing."""
    with serve(hello) as server, serve_proxy(server.port) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert get(server.url) == b"hello"
        monkeypatch.setenv("NO_PROXY", "")
        assert get(server.url) == b"proxied"
        assert get(server.url, Transport(proxies={})) == b"hello"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_no_way_around_the_check(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """Behind a proxy the host is checked as it is written and as it resolves here, where it does."""
    point_names(monkeypatch, issuer_example="169.254.169.254")
    with serve_proxy(1) as proxy:
        transport = Transport(proxies={scheme: proxy.url}, max_attempts=1)
        for host in (
            "169.254.169.254",
            "0xA9FEA9FE",
            "[::ffff:a9fe:a9fe]",
            "metadata.google.internal",
            "issuer.example",
        ):
            assert "link-local or a metadata service" in refuse(f"{scheme}://{host}/", transport)
    assert proxy.seen == []


@pytest.mark.parametrize("proxy", ["http://169.254.169.254:80", "http://proxy.example:80", "http://0xA9FEA9FE:80"])
def test_a_proxys_own_address_is_checked(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    """A connection's proxy is one more URL that a connection says."""
    point_names(monkeypatch, proxy_example="169.254.169.254")
    for scheme in ("http", "https"):
        text = refuse(f"{scheme}://127.0.0.1/", Transport(proxies={scheme: proxy}))
        assert "link-local or a metadata service; " in text


def test_a_proxy_that_does_not_lead_on() -> None:
    """A proxy that refuses or is not there is told from the host behind it, without its password."""
    with serve_proxy(1, password="yes") as proxy:
        transport = Transport(proxies={"https": proxy.url}, max_attempts=1)
        text = refuse("https://127.0.0.1/", transport)
    assert text.startswith("the proxy does not lead to https://127.0.0.1; ")
    gone = proxy.url.replace("//", f"//user:{CANARY}@")
    for scheme in ("http", "https"):
        text = refuse(f"{scheme}://127.0.0.1/", Transport(proxies={scheme: gone}, max_attempts=1))
        assert text.startswith(f"the proxy does not lead to {scheme}://127.0.0.1; ")


def test_another_kind_of_proxy_is_refused() -> None:
    """A SOCKS proxy would make its connections in a way we do not check."""
    text = refuse("http://127.0.0.1/", Transport(proxies={"http": "socks5h://127.0.0.1:1"}))
    assert text == "its proxy is not one of HTTP; give a proxy with http or https"


def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Neither URLs nor headers are logged at DEBUG; other requests of the process are logged as before."""
    import urllib3

    caplog.set_level(logging.DEBUG)
    pages = {
        "/a": Answer(status=302, headers={"Location": f"/{CANARY}?b={CANARY}"}),
        f"/{CANARY}?b={CANARY}": Answer(CANARY.encode(), headers={"X-Canary": CANARY}),
    }
    with serve(lambda seen: pages.get(seen.path, Answer(status=503))) as server:
        get(f"{server.url}/a", headers={"Authorization": CANARY})
        refuse(f"{server.url}/c?token={CANARY}", Transport(max_attempts=2))
        assert CANARY not in caplog.text
        assert f"here: {server.url} answered" in caplog.text
        with urllib3.PoolManager() as pool:
            pool.request("GET", f"{server.url}/others", retries=False)
    assert "/others" in caplog.text


def test_no_thread_and_no_socket_is_left() -> None:
    """What ends a slow request ends with a fast one."""
    import threading

    with serve(hello) as server:
        get(server.url)
        threads, files = threading.active_count(), count_files()
        for _ in range(5):
            get(server.url)
            refuse(f"{server.url}:1/")
        time.sleep(0.1)
        assert threading.active_count() <= threads
        assert count_files() <= files


def test_redirects_may_be_left_alone() -> None:
    """A request may take a redirect for an answer, which is an error here."""
    answer = Answer(status=302, headers={"Location": "/b"})
    with serve(lambda _: answer) as server, pytest.raises(FetchError, match="answers 302 Found"):
        run_request(GetRequest(server.url, ONCE, follow_redirects=False), origin="here")
    assert len(server.seen) == 1


def test_a_request_shows_nothing() -> None:
    """What a request holds is in no text of it."""
    request = GetRequest(f"http://{CANARY}", ONCE, {"a": CANARY}, {"a": CANARY}, {"a": CANARY}, CANARY)
    assert CANARY not in repr(request)
    assert fetch_module.MOST_REDIRECTS == 5
