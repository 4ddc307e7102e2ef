"""What of a JSON object may be shown."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection.redact import SHOWN_FOR_HIDDEN, is_hidden, list_hidden_texts, redact
from airflow_provider_awsconn.connection.settings import Settings

CANARY = "C4N4RY"


@pytest.mark.parametrize(
    "name",
    [
        "aws_secret_access_key",
        "aws_session_token",
        "WebIdentityToken",
        "TokenCode",
        "SAMLAssertion_token",
        "password",
        "passwd",
        "db_password",
        "passphrase",
        "ssl_key_passphrase",
        "client_secret",
        "credentials",
        "Authorization",
        "Cookie",
        "api_key",
        "apikey",
        "private_key",
        "privateKey",
        "external_id",
        "ExternalId",
        "auth",
        "pass",
        "headers",
        "assume_role_with_web_identity_token_headers",
    ],
)
def test_names_of_secrets_are_known(name: str) -> None:
    """A name that says secret hides what stands under it, in any case and spelling."""
    assert is_hidden(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "region_name",
        "aws_access_key_id",
        "role_arn",
        "assume_role_with_web_identity_token_file",
        "assume_role_with_web_identity_token_variable",
        "assume_role_with_web_identity_token_url",
        "assume_role_with_web_identity_token_source",
        "serverless_token_duration_seconds",
        "TransitiveTagKeys",
        "transitive_tag_keys",
        "idp_auth_method",
        "mutual_authentication",
        "compass",
        "passenger",
    ],
)
def test_names_that_only_sound_like_it_are_shown(name: str) -> None:
    """Paths, numbers, lists of names and other words are shown."""
    assert not is_hidden(name)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param({"password": CANARY}, {"password": "***"}, id="by-name"),
        pytest.param({"a": [{"token": CANARY}]}, {"a": [{"token": "***"}]}, id="in-a-list"),
        pytest.param({"credentials": {"user": CANARY}}, {"credentials": "***"}, id="object-under-a-secret-name"),
        pytest.param({"auth": ["user", CANARY]}, {"auth": "***"}, id="list-under-a-secret-name"),
        pytest.param({"password": 12345}, {"password": "***"}, id="number"),
        pytest.param({"password": None, "token": ""}, {"password": None, "token": ""}, id="nothing-to-hide"),
        pytest.param({"token": True}, {"token": True}, id="boolean"),
        pytest.param(
            {"proxies": {"https": f"http://user:{CANARY}@proxy:1"}},
            {"proxies": {"https": "http://***@proxy:1"}},
            id="password-in-a-url",
        ),
        pytest.param({"headers": {"X-A": CANARY}}, {"headers": "***"}, id="headers"),
        pytest.param(
            {"url": f"http://h/?a=1&access_token={CANARY}&b=2#c"},
            {"url": "http://h/?a=1&access_token=***&b=2#c"},
            id="secret-in-a-query",
        ),
        pytest.param({"url": "http://proxy:1/a@b"}, {"url": "http://proxy:1/a@b"}, id="at-sign-in-a-path"),
        pytest.param({"a": 1, "b": None, "c": [True]}, {"a": 1, "b": None, "c": [True]}, id="nothing-secret"),
    ],
)
def test_what_must_not_be_seen_is_replaced(value: dict[str, Any], shown: dict[str, Any]) -> None:
    """Three stars stand for it, in a plain copy, of settings too; the value itself is as before."""
    assert redact(value) == shown
    assert redact(Settings(value)) == shown
    assert type(redact(Settings(value))) is dict
    assert CANARY not in repr(redact(value))


def test_a_value_is_hidden_under_its_own_name() -> None:
    """The name may be given beside the value."""
    assert redact(CANARY, "password") == SHOWN_FOR_HIDDEN
    assert redact("x", "region_name") == "x"


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        pytest.param({"password": "p", "user": "u"}, ["p"], id="by-name"),
        pytest.param({"credentials": {"user": "u", "more": ["v"]}}, ["u", "v"], id="everything-below-a-secret-name"),
        pytest.param({"auth": ["user", "p"]}, ["user", "p"], id="list"),
        pytest.param({"a": {"token": "t"}, "b": [{"secret": "s"}]}, ["t", "s"], id="nested"),
        pytest.param({"https": "http://user:p%40@proxy:1"}, ["p%40"], id="password-in-a-url"),
        pytest.param({"https": "http://user@proxy:1"}, [], id="user-in-a-url"),
        pytest.param({"headers": {"a": "Bearer t", "b": "x y z"}}, ["Bearer t", "t", "x y z"], id="headers"),
        pytest.param({"url": "http://h/?a=1&access_token=t#c"}, ["t"], id="secret-in-a-query"),
        pytest.param({"password": "", "token": None, "secret": 7}, [], id="no-text"),
        pytest.param({"token_file": "/a"}, [], id="only-sounds-like-it"),
    ],
)
def test_the_hidden_texts_are_listed(value: dict[str, Any], texts: list[str]) -> None:
    """What is replaced is what a masker has to know, in the order it stands there."""
    assert list(list_hidden_texts(value)) == texts
    assert list(list_hidden_texts(Settings(value))) == texts


def test_a_proxy_without_a_scheme_hides_its_password_too() -> None:
    """Botocore takes a proxy without http:// in front; its password is one all the same."""
    value = {"proxies": {"https": f"user:{CANARY}@proxy:1"}}
    assert CANARY not in repr(redact(value))
    assert list(list_hidden_texts(value)) == [CANARY]
