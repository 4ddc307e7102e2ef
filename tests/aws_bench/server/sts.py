"""Answer the AssumeRole family where moto does not: tokens, roles that don't exist, external ids, life times."""

from __future__ import annotations

import re
import time
import uuid
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from .answers import build_error
from .descriptions import parse_form
from .faults import describe_refusal
from .moto_app import describe_caller, is_role
from .sessions import compute_end, describe_expiration, parse_expiration
from .tokens import parse_saml_response, parse_web_identity_token

if TYPE_CHECKING:
    from .answers import Answer, Environ
    from .sessions import Session, Sessions

DEFAULT_DURATION_SECONDS = 3600
NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"


class RefusedError(Exception):
    """A request that is refused, with status, code and message."""


class Sts:
    """The AssumeRole family; `lifetime_seconds` replaces the duration that was asked for."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.reset()

    def reset(self) -> None:
        """Take the settings back to what they are at the start."""
        self.lifetime_seconds: float | None = None
        self.external_ids: dict[str, str | None] = {}

    def complete_assume_role(self, environ: Environ, entry: dict[str, Any], answer: Answer) -> Answer:
        """Moto's answer to AssumeRole, refused or with another end where AWS would say so."""
        status, headers, body = answer
        is_refused = status.startswith("403") and b"<Code>AccessDenied</Code>" in body
        if is_refused or (status.startswith("200") and not self.may_assume(entry)):
            message = describe_refusal(entry, describe_caller(entry["access_key"]))
            return build_error(403, environ, "sts", "AccessDenied", message)
        if status.startswith("200"):
            body = self.set_end(body)
        return status, headers, body

    def may_assume(self, entry: dict[str, Any]) -> bool:
        """Tell whether the role exists and the external id is the one it wants."""
        role_arn = entry["role_arn"] or ""
        wanted = self.external_ids.get(role_arn)
        return is_role(role_arn) and wanted in (None, entry["external_id"])

    def set_end(self, body: bytes) -> bytes:
        """The answer with the life time that was set; from its Expiration on the keys are refused."""
        found = re.search(rb"<AccessKeyId>([^<]+)<", body), re.search(rb"<Expiration>([^<]+)<", body)
        access_key, expiration = (match.group(1).decode() if match else "" for match in found)
        lifetime = self.lifetime_seconds
        end = parse_expiration(expiration) if lifetime is None else compute_end(lifetime)
        self.sessions.set_end(access_key, end)
        text = f"<Expiration>{describe_expiration(end)}<".encode()
        return re.sub(rb"<Expiration>[^<]*<", text, body)

    def answer_unsigned(self, environ: Environ, entry: dict[str, Any], body: bytes) -> Answer:
        """Answer AssumeRoleWithWebIdentity or AssumeRoleWithSAML: what is asked for hangs on the token alone."""
        form = parse_form(environ, body, {})
        is_saml = entry["action"] == "AssumeRoleWithSAML"
        try:
            answered = self.assume_with_saml(entry, form) if is_saml else self.assume_with_token(entry, form)
        except RefusedError as refused:
            return build_error(refused.args[0], environ, "sts", *refused.args[1:])
        return build_session_answer(entry["action"], *answered)

    def assume_with_token(self, entry: dict[str, Any], form: dict[str, str]) -> tuple[Session, dict[str, str]]:
        """Keys for a web identity token, and what the answer tells beside them."""
        claims = parse_web_identity_token(form.get("WebIdentityToken", ""))
        if claims is None:
            raise RefusedError(400, "InvalidIdentityToken", "The ID Token provided is not a valid JWT.")
        if not isinstance(claims.get("exp"), (int, float)):
            raise RefusedError(400, "InvalidIdentityToken", "Missing a required claim: exp")
        if claims["exp"] <= time.time():
            message = "Token expired: current date/time must be before the expiration date/time"
            raise RefusedError(400, "ExpiredTokenException", message)
        name = entry["role_session_name"] or ""
        if not re.fullmatch(r"[\w+=,.@-]{2,64}", name):
            raise RefusedError(400, "ValidationError", "1 validation error detected at 'roleSessionName'")
        session = self.mint(entry, name, DEFAULT_DURATION_SECONDS)
        return session, {
            "SubjectFromWebIdentityToken": entry["token_sub"] or "",
            "Audience": entry["token_aud"] or "",
            "Provider": str(claims.get("iss", "")),
        }

    def assume_with_saml(self, entry: dict[str, Any], form: dict[str, str]) -> tuple[Session, dict[str, str]]:
        """Keys for a SAML assertion, and what the answer tells beside them."""
        parsed = parse_saml_response(form.get("SAMLAssertion", ""))
        if parsed is None:
            raise RefusedError(400, "InvalidIdentityToken", "Invalid base64 SAMLResponse")
        attributes, end = parsed
        if end is not None and end <= datetime.now(timezone.utc):
            raise RefusedError(400, "ExpiredTokenException", "Assertion has expired")
        pair = {entry["role_arn"], entry["principal_arn"]}
        offered = attributes.get("Role")
        is_provider = re.fullmatch(r"arn:[\w-]+:iam::\d{12}:saml-provider/.+", entry["principal_arn"] or "")
        if not is_provider or (offered is not None and all(set(role.split(",")) != pair for role in offered)):
            raise RefusedError(403, "AccessDenied", describe_refusal(entry, ""))
        name = attributes.get("RoleSessionName", ["saml"])[0]
        duration = int(attributes.get("SessionDuration", [str(DEFAULT_DURATION_SECONDS)])[0])
        return self.mint(entry, name, duration), {
            "Subject": name,
            "SubjectType": "persistent",
            "Audience": "https://signin.aws.amazon.com/saml",
        }

    def mint(self, entry: dict[str, Any], session_name: str, default_seconds: int) -> Session:
        """Keys of the role that was asked for, if there is one."""
        if not is_role(entry["role_arn"] or ""):
            raise RefusedError(403, "AccessDenied", describe_refusal(entry, ""))
        asked = entry["duration_seconds"] or default_seconds
        lifetime = asked if self.lifetime_seconds is None else self.lifetime_seconds
        return self.sessions.mint(entry["role_arn"], session_name, lifetime)


def build_session_answer(action: str, session: Session, told: dict[str, str]) -> Answer:
    """The answer of STS with the keys of a session."""
    credentials = {
        "AccessKeyId": session.access_key,
        "SecretAccessKey": session.secret_key,
        "SessionToken": session.token,
        "Expiration": session.expiration,
    }
    user = {"AssumedRoleId": session.user_id, "Arn": session.arn}
    content = (
        f"<Credentials>{build_elements(credentials)}</Credentials>"
        f"<AssumedRoleUser>{build_elements(user)}</AssumedRoleUser>"
        f"{build_elements(told)}<PackedPolicySize>6</PackedPolicySize>"
    )
    document = (
        f'<{action}Response xmlns="{NAMESPACE}"><{action}Result>{content}</{action}Result>'
        f"<ResponseMetadata><RequestId>{uuid.uuid4()}</RequestId></ResponseMetadata></{action}Response>"
    )
    return "200 OK", [("Content-Type", "text/xml")], document.encode()


def build_elements(values: dict[str, str]) -> str:
    """One XML element for each value."""
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
