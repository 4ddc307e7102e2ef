"""An AWS-like server on loopback that checks signatures and logs every request it gets.

The server is moto in an interpreter of its own (`server.py`); tests talk to it through `AwsBench`.
"""

from .client import AwsBench, Keys, LoggedRequest

__all__ = ["AwsBench", "Keys", "LoggedRequest"]
