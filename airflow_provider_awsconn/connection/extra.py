"""From the Extra object, as it really arrives, to the values of its keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.notes import MASKED
from airflow_provider_awsconn.connection.readers import (
    check_json,
    drop_unset,
    is_ui_mask,
    is_unset,
    load_json,
    read_integer,
    read_list,
    read_object,
    read_policy,
    read_text,
    read_texts,
    read_verify,
)
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.connection.unknown_keys import describe_unknown, is_foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection.keys import KeyKind
    from airflow_provider_awsconn.connection.notes import Notes
    from airflow_provider_awsconn.errors import UnknownKey

_PREFIX = "extra__aws__"
_PREFIXES = re.compile(rf"(?:{_PREFIX}\s*)+")
_EXTRA_HINT = 'give a JSON object such as {"region_name": "eu-west-1"}'


def _read_probe(value: object) -> str | dict[str, Any]:
    if isinstance(value, str) and not value.lstrip().startswith("{"):
        return read_text(value)
    return read_object(value)


_READERS: dict[KeyKind, Callable[[object], Any]] = {
    "text": read_text,
    "integer": read_integer,
    "texts": read_texts,
    "object": read_object,
    "verify": read_verify,
    "policy": read_policy,
    "roles": read_list,
    "probe": _read_probe,
}


@dataclass(frozen=True, slots=True)
class ExtraFields:
    """The keys of the Extra object, read; ``keys.KEYS`` says what they mean."""

    region_name: str | None = None
    role_arn: str | None = None
    aws_iam_role: str | None = None
    aws_account_id: str | None = None
    role_chain: list[Any] | None = None
    external_id: Secret | None = None
    duration_seconds: int | None = None
    role_session_name: str | None = None
    session_tags: dict[str, Any] | None = None
    source_identity: str | None = None
    session_policy: str | None = None
    assume_role_method: str | None = None
    assume_role_kwargs: dict[str, Any] | None = None
    assume_role_with_saml: dict[str, Any] | None = None
    assume_role_with_web_identity_federation: str | None = None
    assume_role_with_web_identity_token_file: str | None = None
    assume_role_with_web_identity_token_variable: str | None = None
    assume_role_with_web_identity_token_url: str | None = None
    assume_role_with_web_identity_token_headers: Settings | None = None
    assume_role_with_web_identity_token_source: str | None = None
    assume_role_with_web_identity_federation_audience: str | None = None
    endpoint_url: str | None = None
    host: str | None = None
    test_endpoint_url: str | None = None
    store: str | None = None
    profile_name: str | None = None
    aws_session_token: Secret | None = None
    verify: bool | str | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: Secret | None = None
    config_kwargs: dict[str, Any] | None = None
    session_kwargs: dict[str, Any] | None = None
    service_config: dict[str, Any] | None = None
    allowed_account_ids: list[str] | None = None
    forbidden_account_ids: list[str] | None = None
    test_probe: str | dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """The Extra object in three parts.

    Attributes:
        fields: the keys of the table.
        others: the other keys, as they are.
        unknown: what is to be said of those others that nobody is known to read.
    """

    fields: ExtraFields = field(default_factory=ExtraFields)
    others: dict[str, Any] = field(default_factory=dict, repr=False)
    unknown: tuple[UnknownKey, ...] = ()


def read_extra(extra: object, notes: Notes) -> Extra:
    """Read the Extra object or its JSON text; a key that can't be read is a problem, the others go on."""
    given = _load_extra(extra, notes)
    plain = {name: value for name, value in given.items() if not name.startswith(_PREFIX)}
    # Airflow 2's form prefixes the names of its fields; a save may leave both, and the plain one is the newer.
    named = {_PREFIXES.sub("", name).strip(): value for name, value in given.items() if name not in plain} | plain
    known = {name: value for name, value in named.items() if name in KEY_BY_NAME}
    others = {name: value for name, value in named.items() if name not in KEY_BY_NAME}
    unknown = tuple(
        describe_unknown("extra", name)
        for name in others
        if not is_foreign(name) and not (name == "profile" and "s3_config_file" in others)
    )
    return Extra(ExtraFields(**read_keys("extra", known, notes)), others, unknown)


def _load_extra(extra: object, notes: Notes) -> dict[str, Any]:
    try:
        if isinstance(extra, str):
            extra = load_json(extra) if extra.strip() else None
        check_json(extra)
    except ValueError as error:
        notes.refuse("extra", str(error), _EXTRA_HINT)
        return {}
    if is_unset(extra):
        return {}
    if not isinstance(extra, Mapping):
        notes.refuse("extra", f"is not a JSON object but of type {type(extra).__name__}", _EXTRA_HINT)
        return {}
    return drop_unset(extra)


def read_keys(where: str, given: Mapping[str, Any], notes: Notes) -> dict[str, Any]:
    """Read the values of keys as the table says; one that can't be read is a problem, the others go on."""
    read: dict[str, Any] = {}
    for name, value in given.items():
        key = KEY_BY_NAME[name]
        if refuse_masks(f"{where}.{name}", value, notes):
            continue
        try:
            plain = _READERS[key.kind](value)
        except ValueError as error:
            notes.refuse(f"{where}.{name}", str(error), key.expects)
            continue
        # Once more: what came as JSON text has been opened only now.
        if is_unset(plain) or plain == [] or refuse_masks(f"{where}.{name}", plain, notes):
            continue
        if key.choices and plain not in key.choices:
            notes.refuse(f"{where}.{name}", "is none of the choices", key.expects)
            continue
        read[name] = _hide(plain) if key.is_sensitive else plain
    return read


def _hide(plain: Any) -> Secret | Settings:
    return Settings(plain) if isinstance(plain, Mapping) else Secret(plain)


def refuse_masks(where: str, value: object, notes: Notes) -> bool:
    """Refuse what the UI shows in place of a secret, wherever in the value it stands; tell whether it was there."""
    if isinstance(value, str) and is_ui_mask(value):
        notes.refuse(where, MASKED, "type the secret again")
        return True
    members: dict[Any, Any] = {}
    if isinstance(value, Mapping):
        members = dict(value)
    elif isinstance(value, (list, tuple)):
        members = dict(enumerate(value))
    found = [refuse_masks(f"{where}.{name}", member, notes) for name, member in members.items()]
    return any(found)
