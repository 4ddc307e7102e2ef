"""Make web identity tokens and SAML assertions, and read what a log may tell of them.

Client and server use it, in two interpreters: it imports only the standard library.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
import uuid
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_AUDIENCE = "sts.amazonaws.com"
DEFAULT_ISSUER = "https://issuer.example.com"
DEFAULT_SUBJECT = "system:serviceaccount:airflow:worker"
DIGEST_CHARACTERS = 16
# Nobody checks the signature of these tokens; it is there because a JWT has three parts.
TOKEN_KEY = b"the bench's own"

SAML_PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
SAML_ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
AWS_SAML_ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"


def build_digest(text: str) -> str:
    """The start of the text's SHA-256, by which a test finds a token in the log without the token being there."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_CHARACTERS]


def build_web_identity_token(
    sub: str = DEFAULT_SUBJECT,
    aud: str | list[str] = DEFAULT_AUDIENCE,
    lifetime_seconds: float = 3600,
    claims: Mapping[str, Any] | None = None,
) -> str:
    """A JSON Web Token with these claims; each call makes another one."""
    now = int(time.time())
    payload = {
        "iss": DEFAULT_ISSUER,
        "sub": sub,
        "aud": aud,
        "iat": now,
        "nbf": now,
        "exp": int(now + lifetime_seconds),
        "jti": uuid.uuid4().hex,
        **(claims or {}),
    }
    signed = f"{_encode_part({'alg': 'HS256', 'typ': 'JWT', 'kid': 'bench'})}.{_encode_part(payload)}"
    signature = hmac.new(TOKEN_KEY, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def parse_web_identity_token(token: str) -> dict[str, Any] | None:
    """The claims of a JSON Web Token, or None when the text is none by its shape."""
    parts = token.split(".")
    if len(parts) != 3 or not re.fullmatch(r"[A-Za-z0-9_-]+", parts[2]):
        return None
    header, claims = (_decode_part(part) for part in parts[:2])
    return claims if header is not None else None


def build_saml_response(
    roles: Iterable[tuple[str, str]], session_name: str, session_duration: int | None, lifetime_seconds: float
) -> str:
    """A SAML response as an identity provider posts it, in Base64, for pairs of a role and its provider's ARN."""
    now = datetime.now(timezone.utc)
    attributes = {"Role": [f"{role},{principal}" for role, principal in roles], "RoleSessionName": [session_name]}
    if session_duration is not None:
        attributes["SessionDuration"] = [str(session_duration)]
    statements = "".join(
        f"<saml:Attribute Name={quoteattr(AWS_SAML_ATTRIBUTES + name)}>"
        + "".join(f"<saml:AttributeValue>{escape(value)}</saml:AttributeValue>" for value in values)
        + "</saml:Attribute>"
        for name, values in attributes.items()
    )
    document = (
        f'<samlp:Response xmlns:samlp="{SAML_PROTOCOL}" xmlns:saml="{SAML_ASSERTION}" ID="_{uuid.uuid4().hex}" '
        f'Version="2.0" IssueInstant="{_describe_time(now)}">'
        f"<saml:Issuer>{DEFAULT_ISSUER}</saml:Issuer>"
        f'<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
        f'<saml:Assertion ID="_{uuid.uuid4().hex}" Version="2.0" IssueInstant="{_describe_time(now)}">'
        f"<saml:Issuer>{DEFAULT_ISSUER}</saml:Issuer>"
        f"<saml:Subject><saml:NameID>{escape(session_name)}</saml:NameID></saml:Subject>"
        f'<saml:Conditions NotOnOrAfter="{_describe_time(now + timedelta(seconds=lifetime_seconds))}"/>'
        f"<saml:AttributeStatement>{statements}</saml:AttributeStatement>"
        "</saml:Assertion></samlp:Response>"
    )
    return base64.b64encode(document.encode()).decode()


def parse_saml_response(assertion: str) -> tuple[dict[str, list[str]], datetime | None] | None:
    """AWS's attributes by name and the end of a SAML response; None when the text is no Base64 of such XML."""
    try:
        document = base64.b64decode("".join(assertion.split()), validate=True)
        if b"<!DOCTYPE" in document:
            return None
        root = ET.fromstring(document)
    except (binascii.Error, ValueError, ET.ParseError):
        return None
    if root.tag != f"{{{SAML_PROTOCOL}}}Response":
        return None
    attributes = {
        attribute.get("Name", "").removeprefix(AWS_SAML_ATTRIBUTES): [value.text or "" for value in attribute]
        for attribute in root.iter(f"{{{SAML_ASSERTION}}}Attribute")
    }
    ends = [conditions.get("NotOnOrAfter") for conditions in root.iter(f"{{{SAML_ASSERTION}}}Conditions")]
    end = next(filter(None, ends), None)
    return attributes, None if end is None else datetime.fromisoformat(end.replace("Z", "+00:00"))


def _encode_part(value: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _decode_part(part: str) -> dict[str, Any] | None:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", part):
        return None
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _describe_time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
