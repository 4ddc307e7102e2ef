"""What an HTTP answer is here, and the shapes AWS and its neighbours give their errors."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, bytes]

REST_XML_SERVICES = frozenset({"cloudfront", "route53", "s3"})


class ConnectionDroppedError(Exception):
    """There is nobody to answer, or nobody who shall be answered: the connection is closed."""


def describe_status(status: int) -> str:
    """The status line's number and text."""
    known = {member.value: member.phrase for member in HTTPStatus}
    return f"{status} {known.get(status, 'Unknown')}"


def build_json(content: Mapping[str, Any], status: int = 200) -> Answer:
    """An answer with a JSON document."""
    return describe_status(status), [("Content-Type", "application/json")], json.dumps(content).encode()


def build_text(content: str, status: int = 200, content_type: str = "text/plain") -> Answer:
    """An answer with a text."""
    return describe_status(status), [("Content-Type", content_type)], content.encode()


def is_query_api(environ: Environ) -> bool:
    """Tell whether the client speaks the query protocol, and so wants XML back."""
    return bool(environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"))


def build_error(status: int, environ: Environ, service: str | None, code: str, message: str) -> Answer:
    """An error in the shape of the API that was asked: query, XML or JSON."""
    if not is_query_api(environ) and service not in REST_XML_SERVICES:
        body = json.dumps({"__type": code, "message": message})
        return describe_status(status), [("Content-Type", "application/x-amz-json-1.1")], body.encode()
    body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    if is_query_api(environ):
        body = f"<ErrorResponse>{body}</ErrorResponse>"
    return describe_status(status), [("Content-Type", "application/xml")], body.encode()


def call_wsgi(app: Callable[..., Iterable[bytes]], environ: Environ) -> Answer:
    """The whole answer of a WSGI app."""
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, _error: object = None) -> None:
        started.append((status, headers))

    chunks = app(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = started[-1]
    return status, headers, body
