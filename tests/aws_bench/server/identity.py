"""Those who say who somebody is: single sign-on's portal, a CI's token service, a company's SAML identity provider."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from .answers import build_json, build_text, describe_status
from .endpoints import DEFAULT_LIFETIME_SECONDS, Endpoint, Query
from .moto_app import is_role
from .tokens import DEFAULT_AUDIENCE, build_saml_response, build_web_identity_token

if TYPE_CHECKING:
    from .answers import Answer
    from .sessions import Sessions

OIDC_SUBJECT = "repo:example/pipelines:ref:refs/heads/main"
SIGN_ON_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<html>
<head><title>Sign on</title></head>
<body>
<form method="post" action="https://signin.aws.amazon.com/saml">
<input type="hidden" name="SAMLResponse" value={assertion}/>
<input type="submit" value="Go on"/>
</form>
</body>
</html>
"""


class Identity:
    """The endpoints; `lifetime_seconds` is that of the portal's keys."""

    def __init__(self, sessions: Sessions, role_arn: str, principal_arn: str) -> None:
        self.sessions = sessions
        self.role_arn = role_arn
        self.principal_arn = principal_arn
        self.sso_token = secrets.token_urlsafe(24)
        self.oidc_request_token = secrets.token_urlsafe(24)
        self.idp_ticket = base64.b64encode(secrets.token_bytes(32)).decode()
        self.reset()

    def reset(self) -> None:
        """Take the settings back to what they are at the start."""
        self.lifetime_seconds: float = DEFAULT_LIFETIME_SECONDS

    def endpoints(self) -> list[Endpoint]:
        """All addresses, the catch-all of each service behind its others."""
        return [
            Endpoint("sso", "GetRoleCredentials", "GET", "/federation/credentials", self.get_role_credentials),
            Endpoint("sso", "*", "*", "/federation(?:/.*)?", self.get_nothing),
            Endpoint("oidc", "GetToken", "GET", "/oidc/token", self.get_token),
            Endpoint("oidc", "GetPlainToken", "GET", "/oidc/plain", self.get_plain_token),
            Endpoint("oidc", "Redirect", "GET", "/oidc/redirect", self.redirect),
            Endpoint("oidc", "*", "*", "/oidc(?:/.*)?", self.get_nothing),
            Endpoint("idp", "SignOn", "GET", "/idp/sso", self.sign_on),
            Endpoint("idp", "*", "*", "/idp(?:/.*)?", self.get_nothing),
        ]

    def get_nothing(self, _query: Query) -> Answer:
        """Answer where there is nothing."""
        return build_text("Not Found", 404)

    def get_role_credentials(self, query: Query) -> Answer:
        """Keys of the role that is asked for, for whoever signed on."""
        if not query.has("x-amz-sso_bearer_token", self.sso_token):
            return build_portal_error(401, "UnauthorizedException", "Session token not found or invalid")
        account_id, role_name = (query.parameters.get(name, "") for name in ("account_id", "role_name"))
        role_arn = f"arn:aws:iam::{account_id}:role/{role_name}"
        if not is_role(role_arn):
            return build_portal_error(403, "ForbiddenException", "No access")
        session = self.sessions.mint(role_arn, "sso-user", self.lifetime_seconds)
        keys: dict[str, Any] = {
            "accessKeyId": session.access_key,
            "secretAccessKey": session.secret_key,
            "sessionToken": session.token,
            "expiration": int(session.expires_at * 1000),
        }
        return build_json({"roleCredentials": keys})

    def get_token(self, query: Query) -> Answer:
        """A CI job's token in JSON, for whoever knows the job's request token."""
        scheme, _, token = query.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secrets.compare_digest(token, self.oidc_request_token):
            return build_json({"message": "The request token is not the job's"}, 401)
        return build_json({"count": 1, "value": build_token(query)})

    def get_plain_token(self, query: Query) -> Answer:
        """A token and nothing else, for everybody."""
        return build_text(build_token(query))

    def redirect(self, query: Query) -> Answer:
        """Send the client where it asks to be sent."""
        target = query.parameters.get("to", "")
        if not target or not target.isprintable():
            return build_text("to: a URL is needed", 400)
        return describe_status(302), [("Location", target), ("Content-Type", "text/plain")], b""

    def sign_on(self, query: Query) -> Answer:
        """A page with a SAML response, for whoever has the Kerberos ticket."""
        scheme, _, ticket = query.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "negotiate" or not secrets.compare_digest(ticket, self.idp_ticket):
            status, headers, body = build_text("Unauthorized", 401)
            return status, [*headers, ("WWW-Authenticate", "Negotiate")], body
        assertion = build_saml_response([(self.role_arn, self.principal_arn)], "saml-user", None, 300)
        page = SIGN_ON_PAGE.format(assertion=quoteattr(assertion))
        return build_text(page, content_type="text/html; charset=utf-8")


def build_token(query: Query) -> str:
    """A CI job's token for the audience that is asked for."""
    return build_web_identity_token(OIDC_SUBJECT, query.parameters.get("audience") or DEFAULT_AUDIENCE, 300)


def build_portal_error(status: int, code: str, message: str) -> Answer:
    """A refusal as the portal's clients read it."""
    line, headers, body = build_json({"message": message}, status)
    return line, [*headers, ("x-amzn-ErrorType", code)], body
