"""Answer AWS requests: ask moto, except where it would answer other than AWS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import unescape

from .answers import build_error, call_wsgi, is_query_api
from .descriptions import UNSIGNED_STS_ACTIONS

if TYPE_CHECKING:
    from .answers import Answer, Environ
    from .moto_app import Moto
    from .sessions import Sessions
    from .sts import Sts


class Aws:
    """All AWS services behind one address."""

    def __init__(self, moto: Moto, sts: Sts, sessions: Sessions) -> None:
        self.moto = moto
        self.sts = sts
        self.sessions = sessions

    def answer(self, environ: Environ, entry: dict[str, Any], body: bytes) -> Answer:
        """The answer to one request."""
        service = entry["service"]
        if entry["action"] in UNSIGNED_STS_ACTIONS and not entry["signed"] and "HTTP_AUTHORIZATION" not in environ:
            return self.sts.answer_unsigned(environ, entry, body)
        reason = find_missing_signature(environ, entry)
        if reason is not None:
            code = "AccessDenied" if service == "s3" else "MissingAuthenticationToken"
            return build_error(403, environ, service, code, reason)
        if self.sessions.has_ended(entry["access_key"]):
            return build_expired(environ, service)
        answer = self.ask_moto(environ, service)
        if (service, entry["action"]) == ("sts", "AssumeRole"):
            return self.sts.complete_assume_role(environ, entry, answer)
        return answer

    def ask_moto(self, environ: Environ, service: str | None) -> Answer:
        """Moto's answer, a refusal in the shape the client reads."""
        status, headers, answer = call_wsgi(self.moto, environ)
        # Moto refuses JSON APIs with the XML of the query API, in which their clients find no error code.
        pattern = r"<Errors><Error><Code>(.*?)</Code><Message>(.*?)</Message>"
        refusal = re.search(pattern, answer.decode("utf-8", "replace")) if status.startswith("403") else None
        if refusal:
            return build_error(403, environ, service, *map(unescape, refusal.groups()))
        return status, headers, answer


def find_missing_signature(environ: Environ, entry: dict[str, Any]) -> str | None:
    """Why moto cannot check the request: it fails with 500 where AWS answers 403."""
    if "HTTP_AUTHORIZATION" in environ:
        return None if entry["signed"] else "Only Signature Version 4 is understood"
    return "Presigned URLs are not checked" if entry["signed"] else "Missing Authentication Token"


def build_expired(environ: Environ, service: str | None) -> Answer:
    """The refusal of keys whose time is over."""
    if service == "s3":
        return build_error(400, environ, service, "ExpiredToken", "The provided token has expired.")
    message = "The security token included in the request is expired"
    if is_query_api(environ):
        return build_error(403, environ, service, "ExpiredToken", message)
    return build_error(400, environ, service, "ExpiredTokenException", message)
