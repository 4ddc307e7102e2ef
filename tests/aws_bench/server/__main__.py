"""Serve on a port of loopback until SIGTERM, SIGINT or the end of stdin.

Prints one JSON line when ready. With `--tls` it serves HTTPS, and the line has the CA to trust.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading

from .bench import Bench
from .connections import Server
from .moto_app import build_moto, create_users_and_roles


def stop_with_parent() -> None:
    """End the process when stdin is closed, so that it never outlives the tests that started it."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve until told to stop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # Nothing is worth saving, and tearing moto down takes most of a second.
        signal.signal(number, lambda *_: os._exit(0))
    users_and_roles = create_users_and_roles()
    bench = Bench(build_moto(), users_and_roles)
    tls, ca = None, None
    if "--tls" in sys.argv:
        from .certificates import build_tls_context

        tls, ca = build_tls_context()
    server = Server(bench, tls)
    threading.Thread(target=stop_with_parent, daemon=True).start()
    ready = {"port": server.server_port, "ca": ca, **users_and_roles, **bench.describe_secrets()}
    print(json.dumps(ready), flush=True)  # noqa: T201 - the parent reads it
    # Moto prints; nobody reads this pipe after the ready line, and a full pipe would stop the server.
    sys.stdout = sys.stderr
    server.serve_forever()


if __name__ == "__main__":
    main()
