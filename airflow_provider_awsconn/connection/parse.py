"""From the fields of a connection, as they really arrive, to an ``AwsConnection`` and all that is to be said of it.

Takes text from URIs and Airflow 2 forms as well as typed JSON. Imports neither Airflow nor boto3 and does no IO.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from airflow_provider_awsconn.connection.account import read_account_ids
from airflow_provider_awsconn.connection.endpoint import accept_url
from airflow_provider_awsconn.connection.extra import read_extra, refuse_masks
from airflow_provider_awsconn.connection.federation import read_federation
from airflow_provider_awsconn.connection.guards import check_guards, check_unsigned
from airflow_provider_awsconn.connection.identity import pick_key_pair, read_session_arguments
from airflow_provider_awsconn.connection.model import AwsConnection
from airflow_provider_awsconn.connection.notes import Notes
from airflow_provider_awsconn.connection.probe import read_probe
from airflow_provider_awsconn.connection.readers import check_json, read_text
from airflow_provider_awsconn.connection.roles import read_roles
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.connection.target import (
    check_endpoints,
    check_partition,
    check_regions,
    check_store,
    read_services,
)
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.identity import SessionArguments

UnknownKeys = Literal["error", "warn", "ignore"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        connection: the connection as far as it could be read; its remarks are what works and is odd.
        problems: what makes it unusable.
    """

    connection: AwsConnection
    problems: tuple[Problem, ...] = ()

    def accept(self) -> AwsConnection:
        """Give the connection.

        Raises:
            InvalidConnectionError: with every problem of the connection.
        """
        if self.problems:
            raise InvalidConnectionError(self.connection.conn_id, self.problems)
        return self.connection


def parse_connection(
    *,
    conn_id: str | None = None,
    login: str | None = None,
    password: str | None = None,
    host: str | None = None,
    extra: str | Mapping[str, Any] | None = None,
    conn_type: str | None = None,
    unknown_keys: UnknownKeys = "warn",
) -> AwsConnection:
    """Parse the fields of a connection.

    Args:
        conn_id: the Airflow connection id, for messages and the role session name.
        login: access key id; None and "" are the same.
        password: secret access key; None and "" are the same.
        host: the connection's own host field, which means nothing here and often tells of a wrong URI.
        extra: the Extra object, or its JSON text.
        conn_type: another type than ``aws`` is remarked, and its keys are its own affair.
        unknown_keys: whether a key that nobody is known to read is a problem, a remark, or nothing.

    Raises:
        InvalidConnectionError: with every problem of the connection.
    """
    reading = read_connection(
        conn_id=conn_id,
        conn_type=conn_type,
        login=login,
        password=password,
        host=host,
        extra=extra,
        unknown_keys=unknown_keys,
    )
    # A traceback that shows local variables must not show these.
    password = extra = None
    return reading.accept()


def read_connection(
    *,
    conn_id: str | None = None,
    conn_type: object = None,
    login: object = None,
    password: object = None,
    host: object = None,
    extra: object = None,
    unknown_keys: UnknownKeys = "warn",
) -> Reading:
    """Read the fields of a connection as ``parse_connection`` does, and give problems instead of raising them."""
    notes = Notes()
    key_id, secret = _read_field("login", login, notes), _read_field("password", password, notes)
    read = read_extra(extra, notes)
    fields = read.fields
    session = read_session_arguments(fields, notes)
    services = read_services(fields, notes)
    _check_host(_read_field("host", host, notes), key_id, notes)
    pair = pick_key_pair(key_id, Secret(secret) if secret else None, fields, session, notes)
    if pair is not None:
        notes.origins |= {"access_key_id": pair.key_field, "secret_access_key": pair.secret_field}
        if pair.token is not None:
            notes.origins["session_token"] = pair.token_field
    _note_origins(fields, session, notes)
    check_endpoints(fields, services, notes)
    region_name = fields.region_name or session.region_name
    # A URL that is refused tells all the same whether requests are meant for AWS.
    given_url = fields.endpoint_url or fields.host
    check_regions(region_name, given_url, services, notes)
    roles = read_roles(fields, notes)
    check_partition(region_name, given_url, roles, notes)
    connection = AwsConnection(
        conn_id=conn_id,
        access_key_id=pair and pair.key,
        secret_access_key=pair and pair.secret,
        session_token=pair and pair.token,
        account_id=session.aws_account_id,
        profile_name=fields.profile_name or session.profile_name,
        federation=read_federation(fields, roles, notes),
        roles=roles,
        region_name=region_name,
        endpoint_url=accept_url(given_url),
        test_endpoint_url=accept_url(fields.test_endpoint_url),
        store=fields.store,
        verify=fields.verify,
        config_kwargs=Settings(fields.config_kwargs),
        service_config=Settings(services),
        allowed_account_ids=read_account_ids("extra.allowed_account_ids", fields.allowed_account_ids, notes),
        forbidden_account_ids=read_account_ids("extra.forbidden_account_ids", fields.forbidden_account_ids, notes),
        test_probe=read_probe(fields.test_probe, notes),
        other_keys=Settings(read.others),
    )
    check_store(connection, given_url, notes)
    check_guards(connection, notes)
    check_unsigned(connection, notes)
    if _is_of_another_type(conn_type, notes):
        # Its keys are that type's; another hook may read any of them.
        unknown_keys = "ignore"
    if unknown_keys == "error":
        notes.problems.extend(read.unknown)
    elif unknown_keys == "warn":
        notes.remarks.extend(read.unknown)
    connection = replace(connection, origins=Settings(notes.origins), remarks=tuple(notes.remarks))
    return Reading(connection, tuple(notes.problems))


def _read_field(where: str, value: object, notes: Notes) -> str | None:
    """Read one of the connection's own fields, which are text."""
    if value is None:
        return None
    try:
        check_json(value)
        text = read_text(value)
    except ValueError as error:
        notes.refuse(where, str(error), "give text")
        return None
    # The mask of a password is told together with the other secrets.
    if where != "password" and refuse_masks(where, text, notes):
        return None
    return text or None


def _note_origins(fields: ExtraFields, session: SessionArguments, notes: Notes) -> None:
    """Note the field of each setting that is taken over as it is."""
    for name in AwsConnection.__slots__:
        if getattr(fields, name, None) is not None:
            notes.origins[name] = f"extra.{name}"
    if session.aws_account_id is not None:
        notes.origins["account_id"] = "extra.session_kwargs.aws_account_id"
    for name in ("region_name", "profile_name"):
        if getattr(fields, name) is None and getattr(session, name) is not None:
            notes.origins[name] = f"extra.session_kwargs.{name}"


def _check_host(host: str | None, login: str | None, notes: Notes) -> None:
    if not host:
        return
    if login:
        notes.remark("host", "is ignored", "an endpoint belongs into extra.endpoint_url")
        return
    notes.refuse(
        "host",
        "is set while login is empty, as when a URI lacks its '@' and the access key id is taken for a host",
        "write aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, and an endpoint as extra.endpoint_url",
    )


def _is_of_another_type(conn_type: object, notes: Notes) -> bool:
    if conn_type in (None, "", "aws"):
        return False
    # Of a broken URI it may be a piece of the secret.
    is_a_name = isinstance(conn_type, str) and re.fullmatch(r"[a-z][a-z0-9_-]{0,30}", conn_type)
    reason = f"is '{conn_type}'" if is_a_name else "is not 'aws'"
    notes.remark("conn_type", reason, "with 'aws' Airflow's form and test fit")
    return True
