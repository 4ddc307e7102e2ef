"""What the tests of the ways to be somebody on AWS share: a worker to set up, its hooks, and who asked for what."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import select
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from requests.auth import AuthBase

from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.aws_bench.server.tokens import build_saml_response, build_web_identity_token
from tests.fresh_start import start_afresh

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pytest

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

REGION = "eu-west-1"
ONE_ATTEMPT: dict[str, Any] = {"retries": {"total_max_attempts": 1}}
ROLES = ("role", "nobody_role", "hub_role", "spoke_role", "third_role", "other_role")


@dataclass(frozen=True)
class Worker:
    """A worker with nothing on it but what a test puts there, and the AWS it asks.

    Attributes:
        bench: its AWS.
        connect: makes an Airflow connection.
        patch: sets environment variables.
        folder: its files.
    """

    bench: AwsBench
    connect: AirflowConnection
    patch: pytest.MonkeyPatch
    folder: Path

    @classmethod
    def prepare(cls, bench: AwsBench, connect: AirflowConnection, patch: pytest.MonkeyPatch, folder: Path) -> Worker:
        """Give a worker whose process has minted nothing so far."""
        start_afresh(patch)
        # Airflow's masker is slower with each secret it has ever been told, and these tests mint hundreds.
        masker = find_masker()
        patch.setattr(masker, "patterns", set())
        patch.setattr(masker, "replacer", None)
        return cls(bench, connect, patch, folder)

    def set(self, **variables: str) -> None:
        """Set environment variables."""
        for name, value in variables.items():
            self.patch.setenv(name, value)

    def write(self, name: str, text: str) -> str:
        """Write a file and give its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def hook(
        self,
        conn_id: str = "ways",
        service: str = "sts",
        *,
        login: str | None = None,
        password: str | None = None,
        **extra: Any,
    ) -> AwsHook:
        """Give a hook of a connection whose every service is the bench, with keys of Extra added; None removes one."""
        merged = {"region_name": REGION, "endpoint_url": self.bench.endpoint_url} | extra
        merged = {name: value for name, value in merged.items() if value is not None}
        return AwsHook(self.connect(conn_id, login=login, password=password, extra=merged), client_type=service)

    def hook_with_keys(self, conn_id: str = "ways", service: str = "sts", **extra: Any) -> AwsHook:
        """Give the same of a connection with the user's keys."""
        keys = self.bench.worker
        return self.hook(conn_id, service, login=keys.access_key, password=keys.secret_key, **extra)

    def allow_tokens(self) -> None:
        """Have airflow.cfg allow that tokens are sent to the bench."""
        self.set(AIRFLOW__AWSCONN__TOKEN_ENDPOINTS=self.bench.endpoint_url)

    def tell(self) -> list[str]:
        """Tell of each request since the last look what was asked, and who signed: the user, nobody or a session."""
        roles = {getattr(self.bench, f"{name}_arn"): name.partition("_")[0] for name in ROLES}
        signers: dict[str | None, str] = {None: "nobody", self.bench.worker.access_key: "worker"}
        told = []
        for request in self.bench.requests():
            signer = signers.setdefault(request.access_key if request.signed else None, f"session {len(signers) - 1}")
            role = f" {roles.get(request.role_arn, request.role_arn)}" if request.role_arn else ""
            refused = "" if request.status == 200 else f", {request.status}"
            told.append(f"{request.service} {request.action}{role} by {signer}{refused}")
        self.bench.clear()
        return told


def find_masker() -> Any:
    """Give the masker that Airflow's log, and so the package, tells secrets to."""
    for name in ("airflow.sdk._shared.secrets_masker", "airflow.sdk.log", "airflow.utils.log.secrets_masker"):
        with contextlib.suppress(ImportError):
            return import_module(name).mask_secret.__globals__["_secrets_masker"]()
    raise LookupError("there is no masker")


# Whether the hooks' clients of this test are async ones; a fixture says so.
is_on_loop = False


def ask(hook: AwsHook, operation: str, **parameters: Any) -> Any:
    """Send a request with a hook's own client, a new async one where the test is about those."""
    if is_on_loop:
        return asyncio.run(ask_on_loop(hook, operation, **parameters))
    return getattr(hook.get_conn(), operation)(**parameters)


async def ask_on_loop(hook: AwsHook, operation: str, **parameters: Any) -> Any:
    """Send a request with a new async client of a hook."""
    async with hook.async_client() as client:
        return await getattr(client, operation)(**parameters)


def ask_who(hook: AwsHook) -> str:
    """Ask STS with a hook's own client who it is: ``user/worker``, or ``assumed-role/<role>/<session>``."""
    return read_who(ask(hook, "get_caller_identity"))


def read_who(answer: Mapping[str, Any]) -> str:
    """Read who it is from STS's answer."""
    return str(answer["Arn"]).rpartition(":")[2]


def assert_silent(worker: Worker, hook: AwsHook) -> None:
    """Make a session and a client of a hook, and find that nobody has been asked anything."""
    if is_on_loop:
        asyncio.run(_make_and_leave(hook))
    else:
        hook.get_session()
        hook.get_conn()
    assert worker.bench.requests() == []


async def _make_and_leave(hook: AwsHook) -> None:
    assert await hook.get_session(deferrable=True).get_credentials()
    async with await hook.get_async_conn():
        pass


# What airflow.cfg may name.

calls: list[dict[str, Any]] = []


def fetch_token(**asked: Any) -> str:
    """Give a web identity token, as a registered callable."""
    calls.append(asked)
    return build_web_identity_token(aud=asked["audience"] or "sts.amazonaws.com")


def fetch_assertion(**asked: Any) -> str:
    """Give a SAML response that names no role, as a registered callable; the bench takes it for any."""
    calls.append(asked)
    response = base64.b64decode(build_saml_response([("role", "provider")], "registered", None, 300)).decode()
    start, end = response.index("<saml:AttributeStatement>"), response.index("</saml:Assertion>")
    return base64.b64encode((response[:start] + response[end:]).encode()).decode()


class StandInKerberos(AuthBase):
    """Answers Negotiate with a ticket, in place of requests_gssapi and a Kerberos domain."""

    ticket = ""

    def __init__(self, **_: Any) -> None:
        self._is_answered = False

    def __call__(self, request: Any) -> Any:
        """Wait for the challenge."""
        request.register_hook("response", self._answer)
        return request

    def _answer(self, response: Any, **arguments: Any) -> Any:
        if response.status_code != 401 or self._is_answered:
            return response
        self._is_answered = True
        response.content  # noqa: B018 - frees the connection
        response.close()
        request = response.request.copy()
        request.headers["Authorization"] = f"Negotiate {self.ticket}"
        again = response.connection.send(request, **arguments)
        again.history.append(response)
        return again


# A proxy of the company's.


@dataclass
class Proxy:
    """A proxy that runs, and where it was asked to lead, as ``host:port``.

    Attributes:
        url: its own.
        asked: by each connection and each plain request.
        tunnels: by each connection alone.
    """

    url: str
    asked: list[str] = field(default_factory=list)
    tunnels: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Forget what was asked."""
        self.asked.clear()
        self.tunnels.clear()


@contextlib.contextmanager
def run_proxy(tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """Run a proxy that leads to loopback, and writes down and refuses what would leave this machine.

    Args:
        tls: for a proxy that is itself behind TLS.
    """
    proxy: Proxy

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            proxy.asked.append(self.path)
            proxy.tunnels.append(self.path)
            host, _, port = self.path.rpartition(":")
            if host != "127.0.0.1":
                self.send_error(403)
                return
            with socket.create_connection((host, int(port)), timeout=10) as target:
                self.send_response(200)
                self.end_headers()
                _relay(self.connection, target)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            proxy.asked.append(parts.netloc)
            if parts.hostname != "127.0.0.1":
                self.send_error(403)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with socket.create_connection((parts.hostname, parts.port or 80), timeout=10) as target:
                path = parts.path + (f"?{parts.query}" if parts.query else "")
                lines = [f"{self.command} {path or '/'} HTTP/1.1", "Connection: close"]
                lines += [f"{name}: {value}" for name, value in self.headers.items() if name.lower() != "connection"]
                target.sendall("\r\n".join([*lines, "", ""]).encode() + body)
                head, blank_line, body = b"".join(iter(lambda: target.recv(65536), b"")).partition(b"\r\n\r\n")
                # Who is not told would ask again here, while it closes.
                self.wfile.write(head + b"\r\nConnection: close" + blank_line + body)
            self.close_connection = True

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    if tls is not None:
        listening.socket = tls.wrap_socket(listening.socket, server_side=True)
    proxy = Proxy(f"{'http' if tls is None else 'https'}://127.0.0.1:{listening.server_address[1]}")
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


def _relay(one: socket.socket, other: socket.socket) -> None:
    ends = {one: other, other: one}
    while True:
        for ready in select.select(list(ends), [], [], 30)[0]:
            data = ready.recv(65536)
            if not data:
                return
            ends[ready].sendall(data)
