"""The portal, the token service and the identity provider answer who has what they ask for, and log no secret."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import boto3
import pytest

from .clients import ask, ask_json, build_anonymous_sts
from .server.tokens import parse_saml_response, parse_web_identity_token

if TYPE_CHECKING:
    from pathlib import Path

    from . import AwsBench

START_URL = "https://portal.example.com/start"


def test_single_sign_on_gives_keys(bench: AwsBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """boto3 exchanges a cached sign-on for keys of the profile's role, and the keys work."""
    config = tmp_path / "config"
    config.write_text(
        f"[default]\nregion = us-east-1\nsso_start_url = {START_URL}\nsso_region = us-east-1\n"
        f"sso_account_id = {bench.account_id}\nsso_role_name = hub\n"
    )
    signed_on = {
        "startUrl": START_URL,
        "accessToken": bench.sso_token,
        "expiresAt": (datetime.now(timezone.utc) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    cached = hashlib.sha1(START_URL.encode()).hexdigest()
    (tmp_path / f"{cached}.json").write_text(json.dumps(signed_on))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO", bench.endpoint_url)
    monkeypatch.setattr("botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR", str(tmp_path))

    session = boto3.Session()
    session.client("s3", endpoint_url=bench.endpoint_url).list_buckets()
    identity = session.client("sts", endpoint_url=bench.endpoint_url).get_caller_identity()
    assert session.get_credentials().method == "sso"
    assert identity["Arn"] == f"arn:aws:sts::{bench.account_id}:assumed-role/hub/sso-user"
    (request,) = bench.requests(service="sso")
    assert (request.action, request.status) == ("GetRoleCredentials", 200)
    assert "x-amz-sso_bearer_token" in request.header_names
    assert bench.sso_token not in repr(request)


@pytest.mark.parametrize(
    ("token", "role_name", "refusal"),
    [
        pytest.param("other", "etl", (401, "UnauthorizedException"), id="wrong-token"),
        pytest.param(None, "etl", (401, "UnauthorizedException"), id="no-token"),
        pytest.param("right", "none", (403, "ForbiddenException"), id="unknown-role"),
    ],
)
def test_portal_refuses(bench: AwsBench, token: str | None, role_name: str, refusal: tuple[int, str]) -> None:
    """There are no keys without a sign-on, nor for a role that does not exist."""
    url = f"{bench.endpoint_url}/federation/credentials?role_name={role_name}&account_id={bench.account_id}"
    known = {"right": bench.sso_token}
    headers = {} if token is None else {"x-amz-sso_bearer_token": known.get(token, token)}
    status, told, _ = ask(url, headers)
    assert (status, told["x-amzn-errortype"]) == refusal


@pytest.mark.parametrize(
    ("query", "audience"),
    [
        pytest.param("", "sts.amazonaws.com", id="default"),
        pytest.param("?audience=api%3A%2F%2Fother", "api://other", id="asked-for"),
    ],
)
def test_token_service_gives_tokens(bench: AwsBench, query: str, audience: str) -> None:
    """A job with its request token gets a token for the audience it asks for, which STS takes."""
    headers = {"Authorization": f"bearer {bench.oidc_request_token}", "X-Team": "data"}
    token = ask_json(bench.oidc_token_url + query, headers)["value"]
    claims = parse_web_identity_token(token)
    assert claims is not None
    assert claims["aud"] == audience
    minted = build_anonymous_sts(bench).assume_role_with_web_identity(
        RoleArn=bench.role_arn, RoleSessionName="session", WebIdentityToken=token
    )
    assert minted["SubjectFromWebIdentityToken"] == claims["sub"]
    asked, assumed = bench.requests()
    assert (asked.service, asked.action, asked.status) == ("oidc", "GetToken", 200)
    assert {"authorization", "x-team"} <= set(asked.header_names)
    assert asked.authorization_digest == bench.digest(headers["Authorization"])
    assert bench.oidc_request_token not in repr(asked)
    assert assumed.token_digest == bench.digest(token)


@pytest.mark.parametrize(
    "authorization", [None, "bearer other", "basic {token}", "{token}"], ids=["none", "wrong", "basic", "no-scheme"]
)
def test_token_service_wants_the_request_token(bench: AwsBench, authorization: str | None) -> None:
    """Everybody else is refused."""
    headers = {"Authorization": authorization.format(token=bench.oidc_request_token)} if authorization else {}
    assert ask(bench.oidc_token_url, headers)[0] == 401
    (request,) = bench.requests("GetToken", "oidc")
    assert (request.authorization_digest is None) == (authorization is None)


def test_plain_token_is_the_token_alone(bench: AwsBench) -> None:
    """There is a token as text too, another one each time."""
    status, headers, token = ask(bench.oidc_plain_url + "?audience=a")
    assert (status, headers["content-type"]) == (200, "text/plain")
    claims = parse_web_identity_token(token)
    assert claims is not None
    assert claims["aud"] == "a"
    assert ask(bench.oidc_plain_url)[2] != token


def test_redirect_goes_where_it_is_told(bench: AwsBench) -> None:
    """The client is sent to any URL, and the log does not have it."""
    status, headers, _ = ask(f"{bench.endpoint_url}/oidc/redirect?to=http%3A%2F%2F169.254.169.254%2F%3Fa%3Db")
    assert (status, headers["location"]) == (302, "http://169.254.169.254/?a=b")
    assert ask(f"{bench.endpoint_url}/oidc/redirect")[0] == 400
    assert "169.254" not in repr(bench.requests())


def test_identity_provider_gives_an_assertion(bench: AwsBench) -> None:
    """Who has the ticket gets a page with an assertion that STS takes."""
    status, headers, _ = ask(bench.idp_url)
    assert (status, headers["www-authenticate"]) == (401, "Negotiate")
    status, _, page = ask(bench.idp_url, {"Authorization": f"Negotiate {bench.idp_ticket}"})
    found = re.search(r'<input type="hidden" name="SAMLResponse" value="([^"]+)"/>', page)
    assert found is not None
    assertion = found.group(1)
    assert parse_saml_response(assertion) is not None
    build_anonymous_sts(bench).assume_role_with_saml(
        RoleArn=bench.role_arn, PrincipalArn=bench.saml_principal_arn, SAMLAssertion=assertion
    )
    assert [(request.service, request.action, request.status) for request in bench.requests()] == [
        ("idp", "SignOn", 401),
        ("idp", "SignOn", 200),
        ("sts", "AssumeRoleWithSAML", 200),
    ]
    assert bench.idp_ticket not in repr(bench.requests())


@pytest.mark.parametrize("authorization", ["Negotiate other", "Basic {ticket}"], ids=["wrong", "basic"])
def test_identity_provider_wants_the_ticket(bench: AwsBench, authorization: str) -> None:
    """Another ticket, or the ticket in another scheme, gets the challenge again."""
    headers = {"Authorization": authorization.format(ticket=bench.idp_ticket)}
    status, told, _ = ask(bench.idp_url, headers)
    assert (status, told["www-authenticate"]) == (401, "Negotiate")


@pytest.mark.parametrize("path", ["/federation/other", "/oidc", "/oidc/other", "/idp/other"])
def test_unknown_path_is_not_found(bench: AwsBench, path: str) -> None:
    """What no endpoint has is 404, and still counts for the service."""
    assert ask(bench.endpoint_url + path)[0] == 404
    (request,) = bench.requests()
    assert (request.service in {"sso", "oidc", "idp"}, request.action) == (True, "GET")


# The server knows nothing of Airflow.
pytestmark = pytest.mark.once
