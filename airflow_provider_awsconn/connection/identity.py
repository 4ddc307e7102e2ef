"""From login, password and the keys about credentials to one key pair, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from airflow_provider_awsconn.connection.account import check_account_id
from airflow_provider_awsconn.connection.extra import read_keys, refuse_masks
from airflow_provider_awsconn.connection.readers import drop_unset

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.notes import Notes
    from airflow_provider_awsconn.connection.secret import Secret

_SESSION = "extra.session_kwargs"
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
_TEMPORARY_KEY = re.compile(r"ASIA[A-Z0-9]{12,124}")
_LONG_TERM_KEY = re.compile(r"AKIA[A-Z0-9]{12,124}")
_KEY_ID = re.compile(r"A[KS]IA[A-Z0-9]{16}")
_SECRET_LENGTH = 40
_PERCENT_ENCODED = re.compile(r"%(?:2[FB5]|3D)", re.IGNORECASE)


class KeyPair(NamedTuple):
    """A place where a key pair may stand, and what stands there."""

    key_field: str
    secret_field: str
    token_field: str
    key: str | None
    secret: Secret | None
    token: Secret | None = None


@dataclass(frozen=True, slots=True)
class SessionArguments:
    """Arguments of ``boto3.session.Session`` that make sense in a connection."""

    aws_access_key_id: str | None = None
    aws_secret_access_key: Secret | None = None
    aws_session_token: Secret | None = None
    aws_account_id: str | None = None
    region_name: str | None = None
    profile_name: str | None = None


def read_session_arguments(fields: ExtraFields, notes: Notes) -> SessionArguments:
    """Read ``session_kwargs``."""
    known = SessionArguments.__slots__
    given = drop_unset(fields.session_kwargs or {})
    hint = f"these are: {', '.join(known)}"
    for name in given:
        if name not in known:
            notes.refuse(f"{_SESSION}.{name}", "is not an argument of a boto3 session that a connection can give", hint)
    read = SessionArguments(
        **read_keys(_SESSION, {name: value for name, value in given.items() if name in known}, notes)
    )
    if read.aws_account_id:
        check_account_id(f"{_SESSION}.aws_account_id", read.aws_account_id, notes)
    return read


def pick_key_pair(
    login: str | None, password: Secret | None, fields: ExtraFields, session: SessionArguments, notes: Notes
) -> KeyPair | None:
    """Pick the first key pair there is; half a pair anywhere is a problem, never a reason to look further."""
    # A token at the top of Extra goes along with a pair at the top; one in session_kwargs with the pair beside it.
    at_top = fields.aws_session_token
    pairs = (
        KeyPair("login", "password", "extra.aws_session_token", login, password, at_top),
        KeyPair(
            "extra.aws_access_key_id",
            "extra.aws_secret_access_key",
            "extra.aws_session_token",
            fields.aws_access_key_id,
            fields.aws_secret_access_key,
            at_top,
        ),
        KeyPair(
            f"{_SESSION}.aws_access_key_id",
            f"{_SESSION}.aws_secret_access_key",
            "extra.aws_session_token" if at_top else f"{_SESSION}.aws_session_token",
            session.aws_access_key_id,
            session.aws_secret_access_key,
            at_top or session.aws_session_token,
        ),
    )
    picked = _pick(pairs, notes)
    if picked is None:
        _refuse_lonely_token(pairs, notes)
        return None
    if picked.token is None and session.aws_session_token and session.aws_access_key_id in (None, picked.key):
        picked = picked._replace(token_field=f"{_SESSION}.aws_session_token", token=session.aws_session_token)
    _check_kind(picked, notes)
    _check_encoding(picked, notes)
    return picked


def _pick(pairs: tuple[KeyPair, ...], notes: Notes) -> KeyPair | None:
    picked: KeyPair | None = None
    for pair in pairs:
        if pair.secret is not None and refuse_masks(pair.secret_field, pair.secret.reveal(), notes):
            continue
        if pair.secret is not None and _KEY_ID.fullmatch(pair.secret.reveal()):
            hint = f"give the key id as {pair.key_field}, and the secret here"
            notes.refuse(pair.secret_field, "is an access key id", hint)
        elif bool(pair.key) != bool(pair.secret):
            empty, full = (pair.secret_field, pair.key_field) if pair.key else (pair.key_field, pair.secret_field)
            notes.refuse(empty, f"empty while {full} is set", "give both or neither")
        elif pair.key and picked is None:
            picked = pair
        elif pair.key and picked is not None and pair.key != picked.key:
            notes.remark(pair.key_field, f"is ignored because {picked.key_field} is set", "keep one of the two")
    return picked


def _refuse_lonely_token(pairs: tuple[KeyPair, ...], notes: Notes) -> None:
    """Half a pair has been told already; a token without any is told here."""
    tokens = {pair.token_field for pair in pairs if pair.token is not None}
    if any(pair.key or pair.secret for pair in pairs):
        return
    for where in sorted(tokens):
        notes.refuse(
            where,
            "is set without an access key",
            "give login and password that were issued with it, or remove the token",
        )


def _check_kind(pair: KeyPair, notes: Notes) -> None:
    if pair.token is None and _TEMPORARY_KEY.fullmatch(pair.key or ""):
        notes.refuse(
            pair.token_field,
            f"empty while {pair.key_field} is a temporary key (ASIA...), which is good only with its token",
            "give the session token that was issued with it",
        )
    if pair.token is not None and _LONG_TERM_KEY.fullmatch(pair.key or ""):
        notes.refuse(
            pair.token_field,
            f"is set while {pair.key_field} is a long-term key (AKIA...), which has no token",
            "remove the token, or give the temporary key it was issued with",
        )


def _check_encoding(pair: KeyPair, notes: Notes) -> None:
    """AWS's own secrets are 40 letters, digits, / and +; other lengths and percent signs tell of a wrong URI."""
    secret = "" if pair.secret is None else pair.secret.reveal()
    if _PERCENT_ENCODED.search(secret):
        notes.remark(
            pair.secret_field,
            "looks URL-encoded: it has %2F, %2B or %3D in it",
            "give the secret as AWS shows it; only in a URI it is URL-encoded, once",
        )
    for where, text in ((pair.secret_field, secret), (pair.token_field, pair.token.reveal() if pair.token else "")):
        if " " in text:
            notes.remark(where, "has a blank in it, as when a + was not URL-encoded", "in a URI write + as %2B")
    if len(secret) != _SECRET_LENGTH and _KEY_ID.fullmatch(pair.key or ""):
        notes.remark(
            pair.secret_field,
            f"has {len(secret)} characters, and the secrets of AWS have 40",
            "look whether a part was lost; in a URI write + as %2B and / as %2F",
        )
