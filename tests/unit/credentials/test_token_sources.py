"""Where web identity tokens come from, each time anew, and that nothing is read before."""

from __future__ import annotations

import json
import sys
import types
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from airflow_provider_awsconn.connection.model import WebIdentity
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.token_sources import build_token_source
from airflow_provider_awsconn.credentials.tokens import TokenError
from airflow_provider_awsconn.credentials.transport import Transport
from tests.unit.credentials.test_tokens import NO_TOKENS, make_token
from tests.unit.credentials.web_servers import Answer, assert_untold, serve

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CANARY = "CanaryQ7x"
ONCE = Transport(max_attempts=1)
TOKEN, NEXT = make_token(sub="a"), make_token(sub="b")
KEY = "connection 'etl': extra.assume_role_with_web_identity"


def get(identity: WebIdentity, registered: Mapping[str, str] | None = None, transport: Transport = ONCE) -> str:
    """Get a token once."""
    return build_token_source(identity, transport, registered or {}, "etl")()


def refuse(
    identity: WebIdentity, kind: type[SourceError] = SourceError, registered: Mapping[str, str] | None = None
) -> str:
    """Get no token, and give the error's text."""
    with pytest.raises(SourceError) as caught:
        get(identity, registered)
    assert type(caught.value) is kind
    assert_untold(caught.value, CANARY)
    return str(caught.value)


def test_a_source_reads_nothing_before_it_is_called() -> None:
    """A hook builds sources for connections it may never use."""
    for source in ("file", "environment", "url", "google", "azure", "registered", "unknown"):
        identity = WebIdentity(source, "/none", "NONE", "http://127.0.0.1:1", Settings(), "none", "aud")
        build_token_source(identity, ONCE, {"none": "none:none"}, None)


def test_a_file_is_read_at_each_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A renewal gets what the file holds then; without a path the file is that of the environment."""
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n")
    source = build_token_source(WebIdentity("file", str(path)), ONCE, {}, None)
    assert source() == TOKEN
    path.write_text(NEXT)
    assert source() == NEXT
    text = refuse(WebIdentity("file"))
    assert text == f"{KEY}_token_file: is empty, as AWS_WEB_IDENTITY_TOKEN_FILE is; give the path of a file"
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(path))
    assert get(WebIdentity("file")) == NEXT


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NO_TOKENS.items()])
def test_a_file_that_holds_no_token_is_not_told(tmp_path: Path, text: str) -> None:
    """A connection that names a secret file of the worker gets to know nothing of it."""
    (tmp_path / "token").write_text(text)
    kind = SourceError if len(text.encode()) > 65536 else TokenError
    assert refuse(WebIdentity("file", str(tmp_path / "token")), kind).startswith(f"{KEY}_token_file: ")


def test_a_variable_is_read_at_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable gives its value at that time; one without a token is not told."""
    monkeypatch.setenv("CI_TOKEN", TOKEN)
    source = build_token_source(WebIdentity("environment", token_variable="CI_TOKEN"), ONCE, {}, "etl")
    assert source() == TOKEN
    monkeypatch.setenv("CI_TOKEN", NEXT)
    assert source() == NEXT
    monkeypatch.setenv("CI_TOKEN", CANARY)
    text = refuse(WebIdentity("environment", token_variable="CI_TOKEN"), TokenError)
    assert text.startswith(f"{KEY}_token_variable: the environment variable CI_TOKEN: is no web identity token; ")
    assert refuse(WebIdentity("environment")).startswith(f"{KEY}_token_variable: is empty; ")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"value": TOKEN, "token": NEXT, "count": 1}, id="value"),
        pytest.param({"token": TOKEN}, id="token"),
        pytest.param({"id_token": TOKEN, "access_token": NEXT}, id="id_token"),
        pytest.param({"value": None, "access_token": TOKEN}, id="access_token"),
        pytest.param(TOKEN, id="JSON text"),
        pytest.param(f"{TOKEN}\n".encode(), id="bare"),
    ],
)
def test_a_url_answers_with_json_or_the_token(body: Any) -> None:
    """The names under which issuers answer, and the token alone."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with serve(lambda _: Answer(content)) as server:
        assert get(WebIdentity("url", token_url=server.url)) == TOKEN


def test_a_url_is_asked_at_each_call_with_headers_and_audience() -> None:
    """As GitHub wants it: a bearer token, and the audience added to the query that is there."""
    with serve(lambda _: Answer(json.dumps({"value": make_token(n=len(server.seen))}).encode())) as server:
        headers = Settings({"Authorization": "bearer x"})
        identity = WebIdentity(
            "url", token_url=f"{server.url}/?api-version=2", token_headers=headers, audience="sts:a&b c"
        )
        source = build_token_source(identity, ONCE, {}, "etl")
        assert [source(), source()] == [make_token(n=1), make_token(n=2)]
    assert parse_qs(urlsplit(server.seen[0].path).query) == {"api-version": ["2"], "audience": ["sts:a&b c"]}
    assert server.seen[0].headers["Authorization"] == "bearer x"


@pytest.mark.parametrize(
    ("body", "status", "kind", "text"),
    [
        pytest.param(
            json.dumps({"error": CANARY}).encode(),
            200,
            SourceError,
            "answers with JSON without a token; the token is looked for in value, token, id_token, access_token",
            id="JSON without one",
        ),
        pytest.param(json.dumps({"token": CANARY}).encode(), 200, TokenError, "the answer: is no web", id="no token"),
        pytest.param(f"<html>{CANARY}".encode(), 200, TokenError, "the answer: is no web", id="page"),
        pytest.param(f"[{CANARY!r}]".encode(), 200, TokenError, "the answer: is no web", id="list"),
        pytest.param(b"", 200, TokenError, "the answer: is empty", id="nothing"),
    ],
)
def test_an_answer_without_a_token_is_not_told(body: bytes, status: int, kind: type[SourceError], text: str) -> None:
    """What a server answers is in no error, and neither is what it was asked with."""
    with serve(lambda _: Answer(body, status)) as server:
        headers = Settings({"Authorization": CANARY})
        identity = WebIdentity("url", token_url=f"{server.url}/?key={CANARY}", token_headers=headers)
        assert refuse(identity, kind).startswith(f"{KEY}_token_url: {text}")


def test_a_url_that_fails_is_an_error_of_its_field() -> None:
    """The error names connection and field, and nothing of the headers."""
    from airflow_provider_awsconn.credentials.fetch import FetchError

    with serve(lambda _: Answer(CANARY.encode(), 401)) as server:
        headers = Settings({"Authorization": CANARY})
        identity = WebIdentity("url", token_url=f"{server.url}/?key={CANARY}", token_headers=headers, audience="a")
        text = refuse(identity, FetchError)
    assert text.startswith(f"{KEY}_token_url: {server.url} answers 401 Unauthorized; ")
    assert refuse(WebIdentity("url")).startswith(f"{KEY}_token_url: is empty; ")


def test_a_registered_callable_gives_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets audience and connection id; what it returns is checked like any other text."""
    module: Any = types.ModuleType("company")
    module.fetch = lambda *, audience, conn_id: make_token(aud=audience, sub=conn_id)
    module.leak = lambda **_: CANARY
    monkeypatch.setitem(sys.modules, "company", module)
    registered = {"vault": "company:fetch", "leak": "company.leak"}
    identity = WebIdentity("registered", token_source="vault", audience="aud")
    assert get(identity, registered) == make_token(aud="aud", sub="etl")
    text = refuse(WebIdentity("registered", token_source="leak"), TokenError, registered)
    assert text.startswith(f"{KEY}_token_source: what leak returned: is no web identity token; ")
    assert "not registered in [awsconn] token_sources" in refuse(
        WebIdentity("registered", token_source="company.fetch")
    )
    assert refuse(WebIdentity("registered")).startswith(f"{KEY}_token_source: is empty; ")


def test_an_unknown_source_is_an_error() -> None:
    """A value that was built by hand may name any source."""
    text = refuse(WebIdentity("none"))
    hint = "give file, environment, url, google, azure, registered"
    assert text == f"{KEY}_federation: none is not known; {hint}"


@pytest.mark.parametrize("source", ["google", "azure"])
def test_a_cloud_is_asked_for_an_audience(source: str) -> None:
    """Neither cloud gives a token without one."""
    assert refuse(WebIdentity(source)).startswith(f"{KEY}_federation_audience: is empty; ")
