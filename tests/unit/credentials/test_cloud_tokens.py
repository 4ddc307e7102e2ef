"""Tokens of Google Cloud and Azure, by their own libraries, from servers on loopback that answer as the clouds do."""

from __future__ import annotations

import json
import logging
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from airflow_provider_awsconn.connection.model import WebIdentity
from airflow_provider_awsconn.credentials.cloud_tokens import fetch_azure_token, fetch_google_token
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.token_sources import build_token_source
from airflow_provider_awsconn.credentials.transport import Transport
from tests.google_metadata import use_metadata_host
from tests.unit.credentials.test_tokens import make_token
from tests.unit.credentials.web_servers import Answer, Seen, assert_untold, make_certificates, serve

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "CanaryQ7x"
TOKEN = make_token(sub=CANARY, aud="sts.amazonaws.com", exp=4_000_000_000)
NO_PROXY = Transport(proxies={"http": "http://127.0.0.1:1", "https": "http://127.0.0.1:1"})

pytest.importorskip("google.auth")
pytest.importorskip("azure.identity")


def write_service_account(path: Path, token_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the key file of a service account, and let Google's library find it."""
    key = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    account = {"type": "service_account", "client_email": "a@b.iam.gserviceaccount.com", "token_uri": token_uri}
    path.write_text(json.dumps(account | {"private_key": key.decode(), "private_key_id": "1", "project_id": "p"}))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))


def test_a_google_service_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The token of a service account is asked for with the connection's CA bundle, anew at each call."""
    certificates = make_certificates(tmp_path)
    with serve(lambda _: Answer(json.dumps({"id_token": TOKEN}).encode()), certificates) as server:
        write_service_account(tmp_path / "account.json", f"{server.url}/token", monkeypatch)
        transport = Transport(verify=certificates.authority, proxies={})
        source = build_token_source(WebIdentity("google", audience="sts.amazonaws.com"), transport, {}, "etl")
        assert [source(), source()] == [TOKEN, TOKEN]
    assert len(server.seen) == 2


def test_googles_metadata_server_is_asked_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Google Cloud the metadata server gives the token; no proxy leads there, whatever the connection has."""

    def answer(seen: Seen) -> Answer:
        flavor = {"Metadata-Flavor": "Google"}
        path = urlsplit(seen.path)
        if path.path.endswith("/identity"):
            assert parse_qs(path.query)["audience"] == ["sts.amazonaws.com"]
            return Answer(TOKEN.encode(), headers={"Content-Type": "text/html"} | flavor)
        return Answer(b'{"email": "a@b"}', headers={"Content-Type": "application/json"} | flavor)

    with serve(answer) as server:
        netloc = server.url.partition("//")[2]
        use_metadata_host(netloc, monkeypatch)
        assert fetch_google_token("sts.amazonaws.com", NO_PROXY, "here") == TOKEN
    assert all("Google" in seen.headers.values() for seen in server.seen)


def test_a_google_answer_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A library's error may hold the answer; ours names its type."""
    caplog.set_level(logging.DEBUG)
    with serve(lambda _: Answer(json.dumps({"error": CANARY}).encode(), 400)) as server:
        write_service_account(tmp_path / "account.json", f"{server.url}/token", monkeypatch)
        with pytest.raises(SourceError) as caught:
            fetch_google_token("aud", Transport(proxies={}), "here")
    hint = "run on Google Cloud, or set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account"
    assert str(caught.value) == f"here: there is no token of Google (RefreshError); {hint}"
    assert_untold(caught.value, CANARY)


def test_an_azure_managed_identity(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """The endpoint on the machine gives a token for the scope of the audience, without a proxy and out of the log."""
    caplog.set_level(logging.DEBUG)
    answer = {
        "access_token": TOKEN,
        "expires_on": str(int(time.time()) + 3600),
        "resource": "r",
        "token_type": "Bearer",
    }
    headers = {"Content-Type": "application/json"}
    with serve(lambda _: Answer(json.dumps(answer).encode(), headers=headers)) as server:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "header")
        monkeypatch.setenv("AZURE_CLIENT_ID", "client")
        source = build_token_source(WebIdentity("azure", audience="api://aws"), NO_PROXY, {}, "etl")
        assert [source(), source()] == [TOKEN, TOKEN]
    asked = [parse_qs(urlsplit(seen.path).query) for seen in server.seen]
    assert len(asked) == 2
    assert asked[0]["resource"] == ["api://aws"]
    assert asked[0].get("client_id", asked[0].get("clientid")) == ["client"]
    assert TOKEN not in caplog.text


def test_an_azure_answer_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library's error may hold the answer; ours names its type."""
    headers = {"Content-Type": "application/json"}
    with serve(lambda _: Answer(json.dumps({"message": CANARY}).encode(), 400, headers)) as server:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "header")
        with pytest.raises(SourceError) as caught:
            fetch_azure_token("api://aws", NO_PROXY, "here")
    assert str(caught.value).startswith("here: there is no token of Azure (")
    assert_untold(caught.value, CANARY)


@pytest.mark.parametrize(("extra", "module"), [("google", "google.oauth2.id_token"), ("azure", "azure.identity")])
def test_a_library_that_is_not_installed(extra: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    fetch = {"google": fetch_google_token, "azure": fetch_azure_token}[extra]
    with pytest.raises(SourceError) as caught:
        fetch("aud", Transport(), "here")
    install = f"pip install 'airflow-provider-awsconn[{extra}]'"
    assert str(caught.value) == f"here: the extra '{extra}' is not installed; {install}"
    assert_untold(caught.value, CANARY)
