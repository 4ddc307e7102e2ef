"""Free ports on loopback. Imports the standard library only."""

from __future__ import annotations

import contextlib
import random
import socket

# SeaweedFS listens for gRPC on each port + 10000, MiniStack on one port only.
_ABOVE = 10000
# Below those that Linux gives to outgoing connections, the second port too: one of them may be taken at any moment.
_PORTS = range(12000, 22000)


def find_free_ports(count: int) -> list[int]:
    """Find free loopback ports, all different, each with its second port 10000 above free too.

    Raises:
        OSError: when there are too few.
    """
    ports: list[int] = []
    for port in random.sample(_PORTS, len(_PORTS)):
        if len(ports) == count:
            return ports
        if _is_free(port) and _is_free(port + _ABOVE):
            ports.append(port)
    raise OSError(f"fewer than {count} free ports from {_PORTS.start} to {_PORTS.stop}")


def _is_free(port: int) -> bool:
    with contextlib.closing(socket.socket()) as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
