"""An AWS-like server on loopback that checks signatures and logs every request it gets.

The server (`server/`) is moto behind a log, faults, expiry and the credential endpoints of AWS's default chain, in an
interpreter of its own; tests talk to it through `AwsBench`.
"""

from .client import AwsBench, Keys, LoggedRequest

__all__ = ["AwsBench", "Keys", "LoggedRequest"]
