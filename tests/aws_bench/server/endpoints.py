"""What the credential endpoints have in common: how they are found, what they are asked, the keys they hand out."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .descriptions import parse_path, parse_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .answers import Answer, Environ

DEFAULT_LIFETIME_SECONDS = 6 * 3600


@dataclass(frozen=True)
class Query:
    """A request to an endpoint; header names are in lower case."""

    headers: Mapping[str, str]
    parameters: Mapping[str, str]
    path_part: str

    def has(self, header: str, secret: str) -> bool:
        """Tell whether the header is there with just this value."""
        return hmac.compare_digest(self.headers.get(header, "").encode(), secret.encode())


@dataclass(frozen=True)
class Endpoint:
    """One address of a service; its pattern may have a group, the query's `path_part`."""

    service: str
    action: str
    method: str
    pattern: str
    answer: Callable[[Query], Answer]
    needed_header: str | None = None

    def answer_request(self, environ: Environ) -> Answer:
        """Answer a request that was found to be for this endpoint."""
        headers = {name.lower(): value for name, value in environ["bench.headers"]}
        match = re.fullmatch(self.pattern, parse_path(environ))
        parts = match.groups() if match else ()
        return self.answer(Query(headers, parse_query(environ), parts[0] if parts else ""))


def find_endpoint(endpoints: Iterable[Endpoint], environ: Environ) -> Endpoint | None:
    """The endpoint a request is for; None for a request of AWS's own APIs."""
    path, method = parse_path(environ), environ["REQUEST_METHOD"]
    names = {name.lower() for name, _ in environ["bench.headers"]}
    return next(
        (
            endpoint
            for endpoint in endpoints
            if endpoint.method in (method, "*")
            and re.fullmatch(endpoint.pattern, path)
            and endpoint.needed_header in (None, *names)
        ),
        None,
    )


def describe_endpoint_request(entry: dict[str, Any], endpoint: Endpoint, environ: Environ) -> None:
    """Write into the log's entry what only the endpoint knows."""
    action = environ["REQUEST_METHOD"] if endpoint.action == "*" else endpoint.action
    entry |= {"service": endpoint.service, "action": action}
    asked = parse_query(environ)
    entry["token_aud"] = asked.get("audience") or asked.get("resource")
