"""How HTTP requests are made beside botocore: the CA bundle, the proxies, the time-outs and attempts of a connection.

Imports the standard library only and does no IO.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

if TYPE_CHECKING:
    from collections.abc import Mapping

# The first is botocore's, the second that of requests, which the stock hook asks an identity provider with.
_CA_BUNDLE_VARIABLES = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE")


@dataclass(frozen=True, slots=True)
class Transport:
    """The settings of a connection that count for its HTTP requests.

    Attributes:
        verify: True, False, the path of a CA bundle, or None for that of the environment, else the default one.
        proxies: URL of a proxy by scheme, as botocore's ``Config(proxies=...)``; empty for none, None for those of the
            environment.
        connect_timeout: seconds to wait for a connection.
        read_timeout: seconds to wait for an answer, all of it.
        max_attempts: all attempts, the first one included.
    """

    verify: bool | str | None = None
    proxies: Mapping[str, str] | None = field(default=None, repr=False)
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    max_attempts: int = 3

    def choose_verify(self) -> bool | str:
        """Give what TLS certificates are checked against: True for the default CA bundle, or the path of one."""
        if self.verify is not None:
            return self.verify
        return next(filter(None, map(os.environ.get, _CA_BUNDLE_VARIABLES)), True)

    def choose_proxy(self, url: str) -> str | None:
        """Give the URL of the proxy that leads to this URL, None for the direct way; NO_PROXY counts as in botocore."""
        parts = urlsplit(url)
        if self.proxies is not None:
            return self.proxies.get(parts.scheme) or None
        if proxy_bypass(parts.netloc):
            return None
        return getproxies().get(parts.scheme)
