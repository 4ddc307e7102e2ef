"""From the keys about a web identity to where its token comes from."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.model import WebIdentity
from airflow_provider_awsconn.connection.parse import read_connection
from airflow_provider_awsconn.connection.settings import Settings
from tests.unit.connection.checks import ARN, list_problems, list_remarks

KEY = "assume_role_with_web_identity"
URL = "https://tokens.example/aws?audience=sts"
HEADERS = {"Authorization": "Bearer C4N4RY"}
METADATA = "is an address of a metadata service, which no connection may reach; give the endpoint of the service"


def build(source: str | None, **keys: Any) -> dict[str, Any]:
    """An Extra object with a source and keys by their short names."""
    names = {"audience": f"{KEY}_federation_audience"}
    return {
        "role_arn": ARN,
        "assume_role_method": KEY,
        f"{KEY}_federation": source,
        **{names.get(name, f"{KEY}_{name}"): value for name, value in keys.items()},
    }


@pytest.mark.parametrize(
    ("extra", "federation"),
    [
        pytest.param(build("file"), WebIdentity("file"), id="file"),
        pytest.param(build("file", token_file=" /t "), WebIdentity("file", token_file="/t"), id="token-file"),
        pytest.param(
            build("environment", token_variable="_T0"),
            WebIdentity("environment", token_variable="_T0"),
            id="environment",
        ),
        pytest.param(build("url", token_url=URL), WebIdentity("url", token_url=URL), id="url"),
        pytest.param(
            build("url", token_url=URL, token_headers=HEADERS | {"X-Number": 7, "X-Unset": None}),
            WebIdentity("url", token_url=URL, token_headers=Settings(HEADERS | {"X-Number": "7"})),
            id="headers",
        ),
        pytest.param(
            build("url", token_url="http://127.0.0.1:8200", token_headers='{"Authorization": "Bearer C4N4RY"}'),
            WebIdentity("url", token_url="http://127.0.0.1:8200", token_headers=Settings(HEADERS)),
            id="headers-as-text",
        ),
        pytest.param(
            build("url", token_url=URL, audience="sts"),
            WebIdentity("url", token_url=URL, audience="sts"),
            id="url-with-audience",
        ),
        pytest.param(build("google", audience="sts"), WebIdentity("google", audience="sts"), id="google"),
        pytest.param(build("azure", audience="api://x"), WebIdentity("azure", audience="api://x"), id="azure"),
        pytest.param(
            build("registered", token_source="my.vault-1_a"),
            WebIdentity("registered", token_source="my.vault-1_a"),
            id="registered",
        ),
        pytest.param(
            build("registered", token_source="v", audience="sts"),
            WebIdentity("registered", token_source="v", audience="sts"),
            id="registered-with-audience",
        ),
    ],
)
def test_a_web_identity_is_read(extra: dict[str, Any], federation: WebIdentity) -> None:
    """Where the token comes from; it comes back from JSON and from a URI."""
    connection = parse_connection(extra=extra)
    assert (connection.federation, connection.remarks) == (federation, ())
    assert type(connection).from_json(connection.to_json()) == connection
    assert type(connection).from_uri(connection.to_uri()) == connection


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("environment", "token_variable"),
        ("url", "token_url"),
        ("google", "federation_audience"),
        ("azure", "federation_audience"),
        ("registered", "token_source"),
    ],
)
def test_a_source_needs_its_key(source: str, needed: str) -> None:
    """Nothing is guessed; only a file may be left to AWS_WEB_IDENTITY_TOKEN_FILE."""
    hint = KEY_BY_NAME[f"{KEY}_{needed}"].expects
    assert list_problems(extra=build(source)) == [
        f"extra.{KEY}_{needed}: is empty while the source of the token is {source}; {hint}"
    ]


@pytest.mark.parametrize(
    ("source", "keys", "name", "sources"),
    [
        ("environment", {"token_variable": "T", "token_file": "/t"}, "token_file", "file"),
        ("file", {"token_variable": "T"}, "token_variable", "environment"),
        ("file", {"token_url": URL}, "token_url", "url"),
        ("file", {"token_headers": HEADERS}, "token_headers", "url"),
        ("file", {"token_source": "v"}, "token_source", "registered"),
        ("file", {"audience": "sts"}, "federation_audience", "google or azure or registered or url"),
    ],
)
def test_a_key_that_another_source_reads_is_remarked(
    source: str, keys: dict[str, Any], name: str, sources: str
) -> None:
    """It has no effect, and is kept."""
    extra = build(source, **keys)
    assert list_remarks(extra=extra) == [
        f"extra.{KEY}_{name}: has no effect with {source}; give extra.{KEY}_federation = {sources}, or remove it"
    ]
    connection = parse_connection(extra=extra)
    assert type(connection).from_json(connection.to_json()) == connection


@pytest.mark.parametrize(
    ("extra", "name", "told"),
    [
        pytest.param(build("environment", token_variable=name), "token_variable", None, id=repr(name))
        for name in ("1A", "A-B", "A B", "$A", "é")
    ]
    + [
        pytest.param(build("registered", token_source=name), "token_source", None, id=repr(name[:9]))
        for name in ("a b", "a/b", "a:b", "é", "x" * 65)
    ]
    + [
        pytest.param(
            build("url", token_url="tokens.example"),
            "token_url",
            "is not a URL with http or https and a host; did you mean https://tokens.example?",
            id="no-scheme",
        ),
        pytest.param(
            build("url", token_url="https://u:C4N4RY@tokens.example"),
            "token_url",
            f"has a user name or password in it; give it as a header, in extra.{KEY}_token_headers",
            id="password",
        ),
        pytest.param(build("url", token_url="http://169.254.169.254/"), "token_url", METADATA, id="metadata"),
        pytest.param(build("url", token_url="http://2852039166/"), "token_url", METADATA, id="metadata-number"),
    ],
)
def test_wrong_values_are_refused(extra: dict[str, Any], name: str, told: str | None) -> None:
    """At once and without the value, which is given to nobody."""
    told = told or f"is not what belongs here; {KEY_BY_NAME[f'{KEY}_{name}'].expects}"
    assert list_problems(extra=extra) == [f"extra.{KEY}_{name}: {told}"]
    federation = read_connection(extra=extra).connection.federation
    assert isinstance(federation, WebIdentity)
    assert federation.token_url is None


def test_a_secret_in_the_query_is_remarked() -> None:
    """A URL is shown, and its headers are not."""
    extra = build("url", token_url="https://tokens.example?access_token=C4N4RY-query")
    assert list_remarks(extra=extra) == [
        (
            f"extra.{KEY}_token_url: has something in its query that is named like a secret, and is shown; "
            f"give a secret as a header, in extra.{KEY}_token_headers"
        )
    ]
    assert parse_connection(extra=extra).secrets() == ("C4N4RY-query",)


def test_headers_are_secrets_and_never_shown() -> None:
    """Each value, and what follows the scheme of an Authorization header."""
    connection = parse_connection(extra=build("url", token_url=URL, token_headers=HEADERS | {"X-Realm": "C4N4RY-2"}))
    assert connection.secrets() == ("Bearer C4N4RY", "C4N4RY", "C4N4RY-2")
    assert "C4N4RY" not in repr(connection)
