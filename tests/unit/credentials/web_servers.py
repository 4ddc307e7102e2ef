"""Web servers and proxies on loopback, a certificate authority of their own, and a search for secrets in errors."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import pickle
import select
import socket
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pytest


@dataclass
class Seen:
    """A request that a server saw; `handler` writes for who wants to answer otherwise than with an `Answer`."""

    path: str
    headers: Mapping[str, str]
    handler: BaseHTTPRequestHandler = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What a server answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Server:
    """A server that runs, and what it saw."""

    url: str
    port: int
    seen: list[Seen] = field(default_factory=list)


@dataclass(frozen=True)
class Certificates:
    """A certificate authority, and a certificate of it for localhost, 127.0.0.1 and issuer.example."""

    authority: str
    server: str


def make_certificates(folder: Path, names: tuple[str, ...] = ("localhost", "issuer.example")) -> Certificates:
    """Write a private authority's certificate and a server's, with its key."""
    now = dt.datetime.now(dt.timezone.utc)

    def build(name: str, key: Any, issuer: str) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
        )

    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    # Python 3.13 wants all that RFC 5280 wants of a certificate.
    usages = dict.fromkeys(
        ("content_commitment", "data_encipherment", "decipher_only", "encipher_only", "key_agreement"), False
    )
    usages |= {"digital_signature": True, "key_cert_sign": True, "crl_sign": True, "key_encipherment": False}
    key_usage = x509.KeyUsage(**usages)
    authority = (
        build("authority", authority_key, "authority")
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(key_usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    alternatives.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        build("server", key, "authority")
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "server.pem").write_bytes(certificate.public_bytes(pem) + private)
    return Certificates(str(folder / "authority.pem"), str(folder / "server.pem"))


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client that hangs up is what some tests are about."""


@contextlib.contextmanager
def serve(
    answer: Callable[[Seen], Answer | None], certificates: Certificates | None = None, *, client_authority: str = ""
) -> Iterator[Server]:
    """Serve GET on loopback; an answer of None says that the request has been answered by hand.

    Clients of a server with a `client_authority` have to show a certificate of it.
    """
    server: Server

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            seen = Seen(self.path, dict(self.headers.items()), self)
            server.seen.append(seen)
            reply = answer(seen)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    listening = _Quiet(("127.0.0.1", 0), Handler)
    if certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.server)
        if client_authority:
            context.load_verify_locations(client_authority)
            context.verify_mode = ssl.CERT_REQUIRED
        listening.socket = context.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    port = listening.server_address[1]
    server = Server(f"{'https' if certificates else 'http'}://127.0.0.1:{port}", port)
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


@contextlib.contextmanager
def serve_proxy(target_port: int, password: str | None = None) -> Iterator[Server]:
    """Serve a proxy that leads every CONNECT and every plain GET to one port of this machine."""
    server: Server

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            server.seen.append(Seen(self.path, dict(self.headers.items()), self))
            if password and "Proxy-Authorization" not in self.headers:
                self.send_error(407)
                return
            with socket.create_connection(("127.0.0.1", target_port)) as target:
                self.send_response(200)
                self.end_headers()
                ends = {self.connection: target, target: self.connection}
                while True:
                    for ready in select.select(list(ends), [], [])[0]:
                        data = ready.recv(65536)
                        if not data:
                            return
                        ends[ready].sendall(data)

        def do_GET(self) -> None:
            server.seen.append(Seen(self.path, dict(self.headers.items()), self))
            self.send_response(200)
            self.send_header("Content-Length", "7")
            self.end_headers()
            self.wfile.write(b"proxied")

        def log_message(self, *_: Any) -> None:
            pass

    listening = _Quiet(("127.0.0.1", 0), Handler)
    port = listening.server_address[1]
    server = Server(f"http://127.0.0.1:{port}", port)
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def point_names(monkeypatch: pytest.MonkeyPatch, **addresses: str) -> list[str]:
    """Let names, their dots written as `_`, lead to addresses, and give the list of the names that are looked up."""
    known = {name.replace("_", "."): address for name, address in addresses.items()}
    look_up, asked = socket.getaddrinfo, []

    def answer(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(str(host))
        if str(host).endswith((".example", ".test")) and host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return look_up(known.get(host, host), port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def count_files() -> int:
    """How many files and sockets this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def assert_untold(error: BaseException, *secrets: str, log: str = "") -> None:
    """Look for secrets in an error, those behind it, its pickle, the local variables of our frames, and the log."""
    assert error.__cause__ is None
    assert error.__context__ is None
    texts = [log, str(error), repr(error), repr(error.args), repr(vars(error)), repr(pickle.dumps(error))]
    frame = error.__traceback__
    while frame is not None:
        if "/tests/" not in frame.tb_frame.f_code.co_filename:
            texts.append(repr({name: _show(value) for name, value in frame.tb_frame.f_locals.items()}))
        frame = frame.tb_next
    for secret in secrets:
        assert secret
        assert not [text for text in texts if secret in text]


def _show(value: object) -> str:
    try:
        return repr(value)
    except Exception as error:  # noqa: BLE001 - as a debugger would
        return type(error).__name__
