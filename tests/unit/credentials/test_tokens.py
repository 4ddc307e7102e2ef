"""What is a web identity token, and that what is none is not told."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from airflow_provider_awsconn.credentials.tokens import TokenError, check_token
from tests.unit.credentials.web_servers import assert_untold

NOW = 1_700_000_000.0


def encode(part: object) -> str:
    """One part of a token."""
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def make_token(**claims: Any) -> str:
    """A token by shape, with these claims."""
    return f"{encode({'alg': 'RS256'})}.{encode(claims)}.{encode(b'signature')}"


def check(text: str | bytes) -> str:
    """Check at a fixed time."""
    return check_token(text, "here", clock=lambda: NOW)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(make_token(sub="a"), id="text"),
        pytest.param(f" \r\n{make_token(sub='a')}\n", id="whitespace around"),
        pytest.param(make_token(sub="a").encode(), id="bytes"),
        pytest.param(make_token(sub="ä-\u20ac"), id="not ASCII inside"),
        pytest.param(make_token(exp=NOW + 1), id="not expired"),
        pytest.param(make_token(exp=NOW - 299), id="expired by a clock that may be wrong"),
        pytest.param(make_token(exp=True), id="odd end"),
        pytest.param(make_token(exp="yesterday"), id="end as text"),
    ],
)
def test_a_token_is_given_as_it_is(text: str | bytes) -> None:
    """What has the shape of a token goes on, without the whitespace around it."""
    plain = text if isinstance(text, str) else text.decode()
    assert check(text) == plain.strip()


CANARY = "CanaryQ7x"
NO_TOKENS = {
    "empty": "",
    "whitespace": " \n",
    "passwd": f"root:x:0:0:{CANARY}:/root:/bin/bash\n",
    "PEM key": f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----\n",
    "AWS credentials": f"[default]\naws_access_key_id = AKIA{CANARY}\naws_secret_access_key = {CANARY}/x\n",
    "JSON": json.dumps({"client_secret": CANARY}),
    "JWE": ".".join([encode({"alg": "dir"}), "", encode(CANARY.encode()), CANARY, CANARY]),
    "five parts": ".".join([encode({"alg": "dir"})] * 3 + [CANARY, CANARY]),
    "two parts": f"{encode({})}.{CANARY}xxx",
    "no signature": f"{encode({})}.{encode({'a': CANARY})}.",
    "host name": f"{CANARY}.example.com",
    "header is a list": f"{encode([CANARY])}.{encode({})}.{CANARY}xxx",
    "claims are no JSON": f"{encode({})}.{encode(CANARY.encode())}.{CANARY}xxx",
    "padded": f"{encode({'a': 'b'})}=.{encode({})}.{CANARY}xxx",
    "one digit too many": f"{encode({})}.{encode({})}.{'a' * 9}{CANARY[:8]}",
    "line break within": f"{encode({})}.\n{encode({})}.{CANARY}xxx",
    "full-width": f"{encode({})}.{encode({})}.\uff21{CANARY}",
    "deep": f"{encode(b'[' * 6000)}.{encode({})}.{CANARY}xxx",
    "long number": f"{encode(b'1' * 6000)}.{encode({})}.{CANARY}xxx",
    "1 MB": CANARY * 111_112,
    "a token of 20001 characters": make_token(sub=CANARY + "a" * 15_000),
    "two tokens": f"{make_token(sub=CANARY)} {make_token(sub=CANARY)}",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NO_TOKENS.items()])
@pytest.mark.parametrize("is_bytes", [False, True], ids=["text", "bytes"])
def test_what_is_no_token_is_refused_and_not_told(text: str, is_bytes: bool) -> None:
    """The error holds nothing of the text, in none of its parts, nor of the local variables on the way to it."""
    with pytest.raises(TokenError) as caught:
        check(text.encode() if is_bytes else text)
    assert str(caught.value).startswith("here: is ")
    assert str(caught.value).endswith(
        "; give a JSON Web Token: three parts of base64url with dots in between, at most 20000 characters"
    )
    assert_untold(caught.value, CANARY, CANARY[:8], encode(CANARY.encode()))


def test_bytes_that_are_no_text_are_refused() -> None:
    """A binary file is no token."""
    with pytest.raises(TokenError, match="is no web identity token"):
        check(bytes(range(256)))


def test_an_expired_token_is_refused() -> None:
    """A token whose end is past by more than clocks differ says since when."""
    token = make_token(exp=NOW - 3600, sub=CANARY)
    with pytest.raises(TokenError) as caught:
        check(token)
    hint = "let a new one be written or issued, and this machine's clock be right"
    assert str(caught.value) == f"here: is a token that expired 3600 s ago; {hint}"
    assert_untold(caught.value, token, CANARY)
