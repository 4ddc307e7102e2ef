"""Hold the connections: keep-alive, TLS, a `Date` that may be wrong, and connections that end without an answer."""

from __future__ import annotations

import contextlib
import io
import time
from typing import TYPE_CHECKING, Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import ThreadedWSGIServer

from .answers import ConnectionDroppedError, call_wsgi

if TYPE_CHECKING:
    import ssl


class KeepAliveHandler(MotoRequestHandler):  # type: ignore[misc]  # moto has no types in our environment
    """Leaves the connection open after an answer; werkzeug's own handler always closes it.

    Body and answer are held whole in memory: a body read to its end and an answer of known length
    are what makes the next request on the same connection readable.
    """

    protocol_version = "HTTP/1.1"
    # Headers and body are two writes; with Nagle's algorithm the second waits 40 ms for the client's ACK.
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Answer one request."""
        environ = self.make_environ()
        # Werkzeug leaves out headers with an underscore, the single sign-on portal's token among them.
        environ["bench.headers"] = self.headers.items()
        if "wsgi.input_terminated" in environ:
            body = environ["wsgi.input"].read()
            environ["CONTENT_LENGTH"] = str(len(body))
        else:
            body = self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)

        try:
            status, headers, answer = call_wsgi(self.server.app, environ)
        except ConnectionDroppedError:
            self.close_connection = True
            return
        has_no_body = self.command == "HEAD" or status[:3] in {"204", "304"}
        # The length of the object a HEAD request asks about is the app's to tell.
        replaced = {"connection", "date", "transfer-encoding", "" if self.command == "HEAD" else "content-length"}
        self.send_response_only(int(status[:3]), status[4:])
        for name, value in headers:
            if name.lower() not in replaced:
                self.send_header(name, value)
        self.send_header("Date", self.date_time_string(time.time() + self.server.app.date_offset_seconds))
        if not has_no_body:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if not has_no_body:
            self.wfile.write(answer)


class Server(ThreadedWSGIServer):  # type: ignore[misc]  # nor has werkzeug
    """A thread for each connection, so that none of them waits for another's fault."""

    # A burst of clients that connect at the same moment must not wait for a second SYN.
    request_queue_size = 1024

    def __init__(self, app: Any, tls: ssl.SSLContext | None) -> None:
        super().__init__("127.0.0.1", 0, app, KeepAliveHandler)
        self.ssl_context = tls

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection; the TLS handshake is made here, where a silent client holds up no other."""
        if self.ssl_context is None:
            super().finish_request(request, client_address)
            return
        # A client that does not trust the CA goes during the handshake.
        with contextlib.suppress(OSError), self.ssl_context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)
