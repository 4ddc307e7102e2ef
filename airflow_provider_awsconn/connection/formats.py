"""Airflow's two ways to write a connection as one text, URI and JSON, read and written. No Airflow in here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from airflow_provider_awsconn.connection.dump import dump_extra
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.model import AwsConnection
from airflow_provider_awsconn.connection.parse import Reading, read_connection
from airflow_provider_awsconn.connection.readers import load_json
from airflow_provider_awsconn.connection.suggest import suggest_name
from airflow_provider_awsconn.errors import Problem

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.parse import UnknownKeys

# https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#json-format-example
CONNECTION_FIELDS = ("conn_type", "login", "password", "host", "extra", "schema", "port", "description", "conn_id")
_WHOLE_EXTRA = "__extra__"
_JSON_HINT = 'give a JSON object such as {"conn_type": "aws", "login": "...", "password": "..."}'
_NO_AT = ("has no @ after the key id and the secret", "write aws://KEY_ID:SECRET@ with each part URL-encoded")
_NOT_ENCODED = (
    "has a part that is not URL-encoded",
    "in each part write / as %2F, + as %2B, = as %3D, @ as %40, # as %23, ? as %3F and % as %25",
)


def read_mapping(fields: object, conn_id: str | None = None, unknown_keys: UnknownKeys = "warn") -> Reading:
    """Read the fields of a connection by their names in Airflow's JSON format."""
    if not isinstance(fields, Mapping):
        return _refuse(conn_id, "connection", f"is of type {type(fields).__name__}", _JSON_HINT)
    names = [name for name in fields if isinstance(name, str)]
    strangers = [_describe_stranger(name) for name in names if name not in CONNECTION_FIELDS]
    if len(names) < len(fields):
        strangers.append(Problem("connection", "has a field whose name is not text", _JSON_HINT))
    reading = read_connection(
        conn_id=conn_id,
        unknown_keys=unknown_keys,
        **{name: fields.get(name) for name in ("conn_type", "login", "password", "host", "extra")},
    )
    return Reading(reading.connection, (*strangers, *reading.problems))


def read_json(text: str, conn_id: str | None = None, unknown_keys: UnknownKeys = "warn") -> Reading:
    """Read a connection in Airflow's JSON format."""
    try:
        fields = load_json(text, depth=-1)  # Extra is one level down in it
    except ValueError as error:
        return _refuse(conn_id, "connection", str(error), _JSON_HINT)
    return read_mapping(fields, conn_id, unknown_keys)


def read_uri(uri: str, conn_id: str | None = None, unknown_keys: UnknownKeys = "warn") -> Reading:
    """Read a connection URI as Airflow does, and say what is wrong where Airflow shows a piece of the secret."""
    scheme, separator, rest = uri.strip().partition("://")
    if not separator:
        return _refuse(conn_id, "uri", "has no ://", "write aws://KEY_ID:SECRET@ with each part URL-encoded")
    try:
        parts = urlsplit(f"//{rest}")
        _ = parts.port  # raises for what is no port: the start of a secret with a / in it
        is_cut = "@" in parts.query and parts.netloc and not parts.netloc.endswith("@")
        if parts.netloc.count("@") > 1 or "@" in parts.path or parts.fragment or is_cut:
            # What follows may be the rest of the secret, which a message would show as a key.
            return _refuse(conn_id, "uri", *_NOT_ENCODED)
        query = dict(parse_qsl(parts.query, keep_blank_values=True, errors="strict"))
        login, password, host = (
            unquote(part or "", errors="strict") for part in (parts.username, parts.password, parts.hostname)
        )
    except ValueError:
        return _refuse(conn_id, "uri", *(_NOT_ENCODED if "@" in rest else _NO_AT))
    return read_connection(
        conn_id=conn_id,
        conn_type=scheme.lower().replace("-", "_"),
        login=login,
        password=password,
        host=host,
        extra=query.get(_WHOLE_EXTRA, query),
        unknown_keys=unknown_keys,
    )


def read_text(text: str, conn_id: str | None = None, unknown_keys: UnknownKeys = "warn") -> Reading:
    """Read a connection as Airflow reads its environment variable: JSON where it starts with a brace, else a URI."""
    read = read_json if text.lstrip().startswith("{") else read_uri
    return read(text, conn_id, unknown_keys)


def write_json(connection: AwsConnection) -> str:
    """Write a connection in Airflow's JSON format, secrets in clear."""
    secret = connection.secret_access_key
    fields = {
        "conn_type": "aws",
        "login": connection.access_key_id,
        "password": secret and secret.reveal(),
        "extra": dump_extra(connection),
    }
    return json.dumps({name: value for name, value in fields.items() if value})


def write_uri(connection: AwsConnection) -> str:
    """Write a connection as a URI, secrets in clear."""
    secret, extra = connection.secret_access_key, dump_extra(connection)
    keys = [connection.access_key_id or ""] + ([secret.reveal()] if secret else [])
    uri = f"aws://{':'.join(quote(key, safe='') for key in keys)}@"
    if not extra:
        return uri
    # Some of Airflow's versions read JSON in a query's values, and would make a number of an id.
    if _WHOLE_EXTRA in extra or not all(_is_plain_text(value) for value in extra.values()):
        extra = {_WHOLE_EXTRA: json.dumps(extra)}
    return f"{uri}/?{urlencode(extra)}"


def _is_plain_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        json.loads(value)
    except ValueError:
        return True
    except RecursionError:
        return False
    return False


def _describe_stranger(name: str) -> Problem:
    name = name.encode(errors="replace").decode()  # half a Unicode character can't be printed
    if name in KEY_BY_NAME:
        return Problem(name, "is not a field of a connection", f"put it into extra, as extra.{name}")
    meant = suggest_name(name, CONNECTION_FIELDS)
    hint = f"did you mean {meant}?" if meant else f"these are: {', '.join(CONNECTION_FIELDS)}"
    return Problem(name, "is not a field of a connection", hint)


def _refuse(conn_id: str | None, where: str, reason: str, hint: str) -> Reading:
    return Reading(AwsConnection(conn_id=conn_id), (Problem(where, reason, hint),))
