"""From the fields of a connection, as they really arrive, to an ``AwsConnection`` or to every problem at once.

Takes text from URIs and Airflow 2 forms as well as typed JSON. Imports neither Airflow nor boto3 and does no IO.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow_provider_awsconn.connection.arn import is_account_id, is_role_arn
from airflow_provider_awsconn.connection.endpoint import is_http_url
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK, KEY_BY_NAME
from airflow_provider_awsconn.connection.model import AwsConnection, RoleStep
from airflow_provider_awsconn.connection.readers import drop_unset, read_object, read_text, read_verify
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection.keys import KeyKind

# What Airflow's screens put in place of a secret they will not show.
_UI_MASKS = frozenset({"***", AIRFLOW_2_MASK})

_READERS: dict[KeyKind, Callable[[object], Any]] = {
    "text": read_text,
    "object": read_object,
    "verify": read_verify,
}


@dataclass(frozen=True, slots=True)
class SessionArguments:
    """Arguments of ``boto3.session.Session`` that make sense in a connection."""

    aws_access_key_id: str | None = None
    aws_secret_access_key: Secret | None = None
    aws_session_token: Secret | None = None
    aws_account_id: str | None = None
    region_name: str | None = None
    profile_name: str | None = None


@dataclass(frozen=True, slots=True)
class ExtraFields:
    """The keys of the Extra object, read; ``keys.KEYS`` says what they mean.

    Keys that are not ours belong to other hooks and are left alone.
    """

    region_name: str | None = None
    role_arn: str | None = None
    aws_iam_role: str | None = None
    aws_account_id: str | None = None
    assume_role_method: str | None = None
    assume_role_kwargs: dict[str, Any] | None = None
    external_id: str | None = None
    endpoint_url: str | None = None
    host: str | None = None
    profile_name: str | None = None
    aws_session_token: Secret | None = None
    verify: bool | str | None = None
    aws_access_key_id: str | None = None
    aws_secret_access_key: Secret | None = None
    config_kwargs: dict[str, Any] | None = None
    session_kwargs: dict[str, Any] | None = None
    service_config: dict[str, Any] | None = None


def parse_connection(
    *,
    conn_id: str | None = None,
    login: str | None = None,
    password: str | None = None,
    host: str | None = None,
    extra: str | Mapping[str, Any] | None = None,
) -> AwsConnection:
    """Parse the fields of a connection.

    Args:
        conn_id: the Airflow connection id, for messages and the role session name.
        login: access key id; None and "" are the same.
        password: secret access key; None and "" are the same.
        host: the connection's own host field, which means nothing here and often tells of a wrong URI.
        extra: the Extra object, or its JSON text.

    Raises:
        InvalidConnectionError: with every problem of the connection.
    """
    problems: list[Problem] = []
    remarks: list[Problem] = []
    fields = _read_extra(extra, problems)
    session = _read_session_arguments(fields, problems)
    services = _read_services(fields, problems)
    _check_host(host, login, problems, remarks)
    pairs = _list_key_pairs(login, password, fields, session)
    access_key_id, secret_access_key = _pick_keys(pairs, problems, remarks)
    session_token = _pick_token(fields, session, access_key_id, pairs, problems)
    endpoint_url = _pick_endpoint(fields, services, problems, remarks)
    role = _pick_role(fields, problems, remarks)
    if problems:
        raise InvalidConnectionError(conn_id, problems)
    return AwsConnection(
        conn_id=conn_id,
        access_key_id=access_key_id,
        secret_access_key=secret_access_key,
        session_token=session_token,
        profile_name=fields.profile_name or session.profile_name,
        region_name=fields.region_name or session.region_name,
        endpoint_url=endpoint_url,
        verify=fields.verify,
        role=role,
        config_kwargs=fields.config_kwargs or {},
        service_config=services,
        account_id=session.aws_account_id,
        remarks=tuple(remarks),
    )


def _read_extra(extra: str | Mapping[str, Any] | None, problems: list[Problem]) -> ExtraFields:
    right = 'give a JSON object such as {"region_name": "eu-west-1"}'
    if isinstance(extra, str):
        if not extra.strip():
            return ExtraFields()
        try:
            extra = json.loads(extra)
        except json.JSONDecodeError:
            problems.append(Problem("extra", "is not JSON", right))
            return ExtraFields()
    if not extra:
        return ExtraFields()
    if not isinstance(extra, Mapping):
        problems.append(Problem("extra", f"is not a JSON object but of type {type(extra).__name__}", right))
        return ExtraFields()
    given = {name: value for name, value in drop_unset(extra).items() if name in KEY_BY_NAME}
    return ExtraFields(**_read_keys("extra", given, problems))


def _read_keys(where: str, given: Mapping[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """Read the values of keys as the table says; one that can't be read is a problem, the others go on."""
    read: dict[str, Any] = {}
    for name, value in given.items():
        key = KEY_BY_NAME[name]
        try:
            plain = _READERS[key.kind](value)
        except ValueError as error:
            problems.append(Problem(f"{where}.{name}", str(error), key.expects))
        else:
            read[name] = Secret(plain) if key.is_sensitive else plain
    return read


def _read_session_arguments(fields: ExtraFields, problems: list[Problem]) -> SessionArguments:
    where, known = "extra.session_kwargs", SessionArguments.__slots__
    given = drop_unset(fields.session_kwargs or {})
    hint = f"these are: {', '.join(known)}"
    problems.extend(
        Problem(f"{where}.{name}", "is not an argument of a boto3 session that a connection can give", hint)
        for name in given
        if name not in known
    )
    return SessionArguments(
        **_read_keys(where, {name: value for name, value in given.items() if name in known}, problems)
    )


def _read_services(fields: ExtraFields, problems: list[Problem]) -> dict[str, dict[str, Any]]:
    services: dict[str, dict[str, Any]] = {}
    for name, settings in (fields.service_config or {}).items():
        try:
            services[name] = drop_unset(read_object(settings))
        except ValueError as error:
            hint = KEY_BY_NAME["service_config"].expects
            problems.append(Problem(f"extra.service_config.{name}", str(error), hint))
    return services


def _check_host(host: str | None, login: str | None, problems: list[Problem], remarks: list[Problem]) -> None:
    if not host:
        return
    if login:
        remarks.append(Problem("host", "is ignored", "an endpoint belongs into extra.endpoint_url"))
        return
    problems.append(
        Problem(
            "host",
            "is set while login is empty, as when a URI lacks its '@' and the access key id is taken for a host",
            "write aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, and an endpoint as extra.endpoint_url",
        )
    )


class _KeyPair(NamedTuple):
    key_field: str
    secret_field: str
    key: str | None
    secret: Secret | None


def _list_key_pairs(
    login: str | None, password: str | None, fields: ExtraFields, session: SessionArguments
) -> tuple[_KeyPair, ...]:
    """List the places a key pair may stand, the one that wins first."""
    login, password = (login or "").strip(), (password or "").strip()
    return (
        _KeyPair("login", "password", login or None, Secret(password) if password else None),
        _KeyPair(
            "extra.aws_access_key_id",
            "extra.aws_secret_access_key",
            fields.aws_access_key_id,
            fields.aws_secret_access_key,
        ),
        _KeyPair(
            "extra.session_kwargs.aws_access_key_id",
            "extra.session_kwargs.aws_secret_access_key",
            session.aws_access_key_id,
            session.aws_secret_access_key,
        ),
    )


def _pick_keys(
    pairs: tuple[_KeyPair, ...], problems: list[Problem], remarks: list[Problem]
) -> tuple[str | None, Secret | None]:
    """Pick the first key pair; half a pair anywhere is a problem, never a reason to look further."""
    picked: _KeyPair | None = None
    for pair in pairs:
        if pair.secret is not None:
            _refuse_mask(pair.secret_field, pair.secret, problems)
        if bool(pair.key) != bool(pair.secret):
            empty, full = (pair.secret_field, pair.key_field) if pair.key else (pair.key_field, pair.secret_field)
            problems.append(Problem(empty, f"empty while {full} is set", "give both or neither"))
        elif pair.key and picked is None:
            picked = pair
        elif pair.key and picked is not None and pair.key != picked.key:
            remarks.append(
                Problem(pair.key_field, f"is ignored because {picked.key_field} is set", "keep one of the two")
            )
    return (None, None) if picked is None else (picked.key, picked.secret)


def _pick_token(
    fields: ExtraFields,
    session: SessionArguments,
    access_key_id: str | None,
    pairs: tuple[_KeyPair, ...],
    problems: list[Problem],
) -> Secret | None:
    where, token = "extra.aws_session_token", fields.aws_session_token
    # A token that stands beside the keys of session_kwargs signs with no other keys.
    if token is None and session.aws_access_key_id in (None, access_key_id):
        where, token = "extra.session_kwargs.aws_session_token", session.aws_session_token
    if token is None:
        return None
    _refuse_mask(where, token, problems)
    if not any(pair.key or pair.secret for pair in pairs):
        problems.append(
            Problem(
                where,
                "is set without an access key",
                "give login and password that were issued with it, or remove the token",
            )
        )
    return token


def _refuse_mask(where: str, secret: Secret, problems: list[Problem]) -> None:
    if secret.reveal() in _UI_MASKS:
        problems.append(Problem(where, "is the mask the UI shows for a secret", "type the secret again"))


def _pick_endpoint(
    fields: ExtraFields, services: dict[str, dict[str, Any]], problems: list[Problem], remarks: list[Problem]
) -> str | None:
    if fields.host:
        remarks.append(_older_name("host"))
    own = {
        f"extra.service_config.{name}.endpoint_url": settings.get("endpoint_url") for name, settings in services.items()
    }
    for where, url in {"extra.endpoint_url": fields.endpoint_url, "extra.host": fields.host, **own}.items():
        if url is None or (isinstance(url, str) and is_http_url(url)):
            continue
        problems.append(
            Problem(where, "is not a URL with http or https and a host", KEY_BY_NAME["endpoint_url"].expects)
        )
    return fields.endpoint_url or fields.host


def _older_name(name: str) -> Problem:
    return Problem(f"extra.{name}", "is an older name", f"use extra.{KEY_BY_NAME[name].replaced_by}")


def _pick_role(fields: ExtraFields, problems: list[Problem], remarks: list[Problem]) -> RoleStep | None:
    if fields.assume_role_method not in (None, "assume_role"):
        problems.append(
            Problem(
                "extra.assume_role_method",
                "names a method this version does not have",
                KEY_BY_NAME["assume_role_method"].expects,
            )
        )
    if fields.role_arn and not is_role_arn(fields.role_arn):
        problems.append(
            Problem("extra.role_arn", "does not have the shape of a role ARN", KEY_BY_NAME["role_arn"].expects)
        )
    if fields.aws_account_id and not is_account_id(fields.aws_account_id):
        problems.append(Problem("extra.aws_account_id", "is not 12 digits", KEY_BY_NAME["aws_account_id"].expects))
    if fields.aws_account_id and not fields.aws_iam_role:
        remarks.append(
            Problem("extra.aws_account_id", "has no effect without aws_iam_role", "give the role's name, or remove it")
        )
    if fields.role_arn and fields.aws_iam_role:
        problems.append(Problem("extra.aws_iam_role", "is given beside role_arn", "keep one of the two"))
    kwargs = dict(fields.assume_role_kwargs or {})
    if "RoleArn" in kwargs:
        problems.append(Problem("extra.assume_role_kwargs.RoleArn", "is not read here", "use extra.role_arn"))
    if fields.external_id:
        remarks.append(_older_name("external_id"))
        kwargs.setdefault("ExternalId", fields.external_id)
    if not fields.role_arn and not fields.aws_iam_role:
        if kwargs:
            remarks.append(
                Problem(
                    "extra.assume_role_kwargs",
                    "have no effect without a role",
                    "give extra.role_arn, or remove them",
                )
            )
        return None
    return RoleStep(
        arn=fields.role_arn,
        account_id=fields.aws_account_id if fields.aws_iam_role else None,
        name=fields.aws_iam_role,
        assume_role_kwargs=kwargs,
    )
