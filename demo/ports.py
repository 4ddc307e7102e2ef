"""Free ports on loopback. Imports the standard library only."""

from __future__ import annotations

import contextlib
import socket

# SeaweedFS listens for gRPC on each port + 10000, MiniStack on one port only.
_HIGHEST_PORT = 65535 - 10000


def find_free_ports(count: int) -> list[int]:
    """Find free loopback ports, all different, that leave room for a second port 10000 above."""
    with contextlib.ExitStack() as stack:
        ports: list[int] = []
        while len(ports) < count:
            listener = stack.enter_context(socket.socket())
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
            if port <= _HIGHEST_PORT:
                ports.append(port)
        return ports
