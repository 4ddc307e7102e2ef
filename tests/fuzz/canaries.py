"""Secrets made to be found, and the search for them: a text that holds one, or a piece of one, has leaked."""

from __future__ import annotations

import base64
import copy
import dataclasses
import hashlib
import pickle
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from airflow_provider_awsconn.connection.parse import Reading

PIECE = 8


def make_canary(name: str, length: int = 40) -> str:
    """Make a text that stands nowhere else: letters and digits, the same one for the same name."""
    digest = hashlib.sha512(name.encode()).digest() * 3
    return base64.b64encode(digest, b"xY").decode()[:length]


PASSWORD = make_canary("password")
TOKEN = make_canary("token", 120)
SECRET_KEY = make_canary("secret key")
SESSION_SECRET_KEY = make_canary("secret key in session_kwargs")
SESSION_TOKEN = make_canary("token in session_kwargs", 120)
EXTERNAL_ID = make_canary("external id")
PROXY = make_canary("proxy")
SERVICE_PROXY = make_canary("proxy of a service")
SERVICE_VALUE = make_canary("value for a service's own hook")
IDENTITY_PROVIDER = make_canary("identity provider")
TOKEN_HEADER = make_canary("header of the request for a token")
UNKNOWN_VALUE = make_canary("value of an unknown key")
CANARIES = (
    PASSWORD,
    TOKEN,
    SECRET_KEY,
    SESSION_SECRET_KEY,
    SESSION_TOKEN,
    EXTERNAL_ID,
    PROXY,
    SERVICE_PROXY,
    SERVICE_VALUE,
    IDENTITY_PROVIDER,
    TOKEN_HEADER,
    UNKNOWN_VALUE,
)


def cut(secret: str, length: int = PIECE) -> Iterator[str]:
    """Cut every piece of a length out of a secret."""
    return (secret[start : start + length] for start in range(len(secret) - length + 1))


_PIECES = {piece for canary in CANARIES for piece in cut(canary)}


def find_pieces(text: str, pieces: Iterable[str] = ()) -> list[str]:
    """List the pieces of secrets that stand in a text; of the canaries above when no others are named."""
    wanted = set(pieces) or _PIECES
    return [piece for piece in cut(text) if piece in wanted]


def list_forms(secret: str) -> set[str]:
    """List the ways in which a secret may be written: as it is, in a repr, URL-encoded, in base64."""
    raw = secret.encode()
    return {
        secret,
        repr(secret)[1:-1],
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        # At any of the three offsets in a longer text, without what its neighbours change.
        *(base64.b64encode(b"\0" * offset + raw).decode()[4 if offset else 0 : -4] for offset in range(3)),
        *(base64.urlsafe_b64encode(b"\0" * offset + raw).decode()[4 if offset else 0 : -4] for offset in range(3)),
        raw.hex(),
    }


def find_secrets(text: str, secrets: Iterable[str]) -> list[str]:
    """List the forms of secrets that stand in a text, and their pieces of 8 characters."""
    secrets = set(secrets)
    forms = sorted(form for secret in secrets for form in list_forms(secret) if form in text)
    pieces = {piece for secret in secrets for piece in cut(secret)}
    return forms + (find_pieces(text, pieces) if pieces else [])


def list_texts(reading: Reading) -> Iterator[str]:
    """Give every text that a reading shows of itself, and what its pickles hold."""
    connection = reading.connection
    yield from (repr(reading), str(reading), repr(connection), str(connection))
    yield repr(dataclasses.asdict(connection))
    yield repr(dataclasses.astuple(reading))
    yield repr([getattr(connection, name) for name in type(connection).__slots__])
    for told in (*reading.problems, *connection.remarks):
        yield from (str(told), repr(told))
    yield repr(copy.deepcopy(reading))
    yield pickle.dumps(reading).decode("latin-1")


def list_error_texts(error: BaseException) -> Iterator[str]:
    """Give every text that an error shows of itself and of the errors behind it, and what its pickle holds."""
    chain: list[BaseException] = []
    seen: BaseException | None = error
    while seen is not None and seen not in chain:
        chain.append(seen)
        seen = seen.__cause__ or seen.__context__
    for link in chain:
        yield from (str(link), repr(link), repr(link.args), repr(vars(link)))
    yield pickle.dumps(error).decode("latin-1")


def check_copies(value: Any) -> None:
    """Check that copies and pickles of a value are that value."""
    assert copy.copy(value) == value
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value
