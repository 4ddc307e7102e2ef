"""Whether a text is a web identity token, by shape. What is not one goes nowhere, not even into the error about it.

The signature is for AWS to check. Imports the standard library and the errors only.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from typing import TYPE_CHECKING

from airflow_provider_awsconn.credentials.source_errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
LONGEST_TOKEN = 20_000
_JWT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_EXPECTED = "give a JSON Web Token: three parts of base64url with dots in between, at most 20000 characters"
# AWS's clock counts. This machine's may be ahead of it.
_CLOCK_LEEWAY_SECONDS = 300


class TokenError(SourceError):
    """A text is no web identity token, or one that has expired."""


def check_token(text: str | bytes, origin: str, clock: Callable[[], float] = time.time) -> str:
    """Give the token that a text is, without the whitespace around it.

    Args:
        text: what was read or answered.
        origin: where it came from, for the error.
        clock: seconds since 1970.

    Raises:
        TokenError: when it is no JSON Web Token of the size that STS takes, or has expired for five minutes.
    """
    token = _read_text(text).strip()
    fault = _find_fault(token, clock())
    if fault is None:
        return token
    # A traceback that shows local variables must not show these.
    text = token = ""
    raise TokenError(origin, *fault)


def _read_text(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("latin-1")


def _find_fault(token: str, now: float) -> tuple[str, str] | None:
    if not token:
        return "is empty", _EXPECTED
    if len(token) > LONGEST_TOKEN:
        return "is longer than the 20000 characters that STS takes", _EXPECTED
    parts = _JWT.fullmatch(token)
    decoded = [_decode(part) for part in parts.groups()] if parts else []
    if None in decoded or not decoded:
        return "is no web identity token", _EXPECTED
    header, claims = (_read_object(part) for part in decoded[:2])
    if header is None or claims is None:
        return "is no web identity token", _EXPECTED
    expires_at = claims.get("exp")
    if isinstance(expires_at, (int, float)) and not isinstance(expires_at, bool):
        seconds = now - expires_at
        if seconds > _CLOCK_LEEWAY_SECONDS:
            hint = "let a new one be written or issued, and this machine's clock be right"
            return f"is a token that expired {seconds:.0f} s ago", hint
    return None


def _decode(part: str) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        return None


def _read_object(part: bytes | None) -> dict[str, object] | None:
    try:
        read = json.loads(part or b"")
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
