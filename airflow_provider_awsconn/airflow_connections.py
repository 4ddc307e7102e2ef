"""From a connection id to an ``AwsConnection``, by way of Airflow. Named and not found is an error."""

from __future__ import annotations

import logging
import os
import re
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from airflow_provider_awsconn.airflow_compat import (
    AirflowNotFoundException,
    BaseHook,
    get_option,
    mask_secret,
)
from airflow_provider_awsconn.airflow_options import choose_option
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.parse import Reading, read_connection
from airflow_provider_awsconn.credentials.lru import LastUsed
from airflow_provider_awsconn.credentials.registry import fingerprint_texts
from airflow_provider_awsconn.errors import (
    AwsConnectionWarning,
    AwsConnError,
    InvalidConnectionError,
    UnknownKey,
    UnknownKeyWarning,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airflow.sdk import Connection

    from airflow_provider_awsconn.connection.parse import UnknownKeys
    from airflow_provider_awsconn.errors import Problem

log = logging.getLogger(__name__)

# What a URL is taken apart at: the pieces that stand in errors. Newer Airflow masks none that are shorter.
_PIECE = re.compile(r"[^:/?#@\[\]]{5,}")


class ConnectionNotFoundError(AwsConnError, AirflowNotFoundException):
    """A connection that was named does not exist.

    Attributes:
        conn_id: the Airflow connection id.
    """

    def __init__(self, conn_id: str) -> None:
        self.conn_id = conn_id
        super().__init__(_describe_missing(conn_id))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.conn_id,)


class Fetched(NamedTuple):
    """A connection as it is now.

    Attributes:
        connection: what it says.
        key: a keyed hash of its fields; connections of the same key say the same.
    """

    connection: AwsConnection
    key: bytes


_NOBODY = Fetched(AwsConnection(), b"")


class _Parsed(NamedTuple):
    """What was parsed and found good, and whether it holds secrets beside the password."""

    connection: AwsConnection
    has_more_secrets: bool


_PARSED: LastUsed[_Parsed] = LastUsed(256)
# The environment variables that were read and found good.
_READABLE: LastUsed[bool] = LastUsed(256)


def fetch_connection(conn_id: str | None, hook_class: type[BaseHook] = BaseHook) -> Fetched:
    """Fetch a connection from Airflow and parse it; its secrets are registered with Airflow's masker.

    Airflow is asked each time, so that what is edited there is seen. What was parsed once is not parsed again.

    Args:
        conn_id: the Airflow connection id; None or "" asks for boto3's own lookup chain.
        hook_class: whose ``get_connection`` is asked.

    Raises:
        ConnectionNotFoundError: when there is none of that id, unless ``[awsconn] missing_connection`` is ``ambient``.
        InvalidConnectionError: with every problem of the connection.
    """
    if not conn_id:
        return _NOBODY
    unknown_keys = choose_unknown_keys()
    found = _find(conn_id, hook_class)
    if found is None:
        return _NOBODY
    key = b"" if isinstance(found, Reading) else _fingerprint_fields(found, unknown_keys)
    parsed = _PARSED.find(key)
    problems: Sequence[Problem] = ()
    if parsed is None:
        from airflow_provider_awsconn.sessions.checks import check_connection

        reading = found if isinstance(found, Reading) else _read_fields(found, unknown_keys)
        connection, problems = reading.connection, (*reading.problems, *check_connection(reading.connection))
        by_airflow = {getattr(found, "password", None)}
        parsed = _Parsed(connection, not by_airflow.issuperset(connection.secrets()))
        del by_airflow
    else:
        connection = parsed.connection
        if parsed.has_more_secrets:
            # Airflow masks the password it fetches; the rest its masker may have forgotten, as it does for each task.
            _mask(connection)
        if connection.verify or connection.service_config or connection.federation:
            from airflow_provider_awsconn.sessions.checks import check_files

            problems = check_files(connection)
    # A traceback that shows local variables must not show this one.
    del found
    if problems:
        raise InvalidConnectionError(connection.conn_id, problems)
    for remark in connection.remarks:
        category = UnknownKeyWarning if isinstance(remark, UnknownKey) else AwsConnectionWarning
        warnings.warn(f"connection '{conn_id}': {remark}", category, stacklevel=2)
    return Fetched(_PARSED.keep(key, parsed).connection, key)


def read_named(conn_id: str, hook_class: type[BaseHook]) -> Reading | None:
    """Read a connection by its id; None where it is missing and the deployment takes the ambient identity then."""
    unknown_keys = choose_unknown_keys()
    found = _find(conn_id, hook_class)
    return found if found is None or isinstance(found, Reading) else _read_fields(found, unknown_keys)


def _find(conn_id: str, hook_class: type[BaseHook]) -> Connection | Reading | None:
    """Find a connection: as Airflow gives it, or what is wrong with one that Airflow can't read."""
    variable = _name_variable(conn_id)
    # Airflow takes a piece of a secret in an unreadable URI for a port, and logs it; of JSON it logs nothing.
    unreadable = None if os.environ.get(variable, "").startswith("{") else _read_unreadable(variable, conn_id)
    try:
        return hook_class.get_connection(conn_id)
    except AirflowNotFoundException:
        unreadable = unreadable or _read_unreadable(variable, conn_id)
    # One that is there and can't be read is not missing: another identity in its place would go unseen.
    if unreadable is not None:
        return unreadable
    if variable not in os.environ and _is_ambient_when_missing():
        log.warning(
            "Connection '%s' does not exist; [awsconn] missing_connection = ambient: using boto3's own chain",
            conn_id,
        )
        return None
    raise ConnectionNotFoundError(conn_id) from None


def _fingerprint_fields(connection: Connection, unknown_keys: UnknownKeys) -> bytes:
    of = connection
    return fingerprint_texts(of.conn_id, of.conn_type, of.login, of.password, of.host, of.extra, unknown_keys)


def _read_unreadable(variable: str, conn_id: str) -> Reading | None:
    """Read an environment variable that holds what can't be used; None for every other."""
    if variable not in os.environ:
        return None
    key = fingerprint_texts(os.environ[variable], conn_id)
    if _READABLE.find(key):
        return None
    from airflow_provider_awsconn.connection.formats import read_text

    reading = read_text(os.environ[variable], conn_id)
    if not reading.problems:
        _READABLE.keep(key, True)
        return None
    _mask(reading.connection)
    if any(problem.where == "uri" for problem in reading.problems):
        keys, at, rest = os.environ[variable].partition("://")[2].rpartition("@")
        for piece in _PIECE.findall(keys if at else rest):
            mask_secret(piece)
    return reading


def read_airflow_connection(connection: Connection) -> Reading:
    """Read an Airflow ``Connection`` of either Airflow line; its secrets are registered with Airflow's masker."""
    return _read_fields(connection, choose_unknown_keys())


def _read_fields(connection: Connection, unknown_keys: UnknownKeys) -> Reading:
    # The extra text itself: Airflow's extra_dejson reads broken JSON as an empty object, another identity.
    reading = read_connection(
        conn_id=connection.conn_id,
        conn_type=connection.conn_type,
        login=connection.login,
        password=connection.password,
        host=connection.host,
        extra=connection.extra,
        unknown_keys=unknown_keys,
    )
    _mask(reading.connection)
    return reading


def _mask(connection: AwsConnection) -> None:
    for secret in connection.secrets():
        mask_secret(secret)


def parse_airflow_connection(connection: Connection) -> AwsConnection:
    """Parse an Airflow ``Connection`` of either Airflow line.

    Raises:
        InvalidConnectionError: with every problem of the connection.
    """
    reading = read_airflow_connection(connection)
    # A traceback that shows local variables must not show this one.
    del connection
    return reading.accept()


def choose_unknown_keys() -> UnknownKeys:
    """Give what ``[awsconn] unknown_keys`` says.

    Raises:
        ValueError: when it is none of the choices.
    """
    return cast("UnknownKeys", choose_option("unknown_keys", "warn", "error", "ignore"))


def _is_ambient_when_missing() -> bool:
    return choose_option("missing_connection", "error", "ambient") == "ambient"


def _name_variable(conn_id: str) -> str:
    return f"AIRFLOW_CONN_{conn_id.upper()}"


def _describe_missing(conn_id: str) -> str:
    variable = _name_variable(conn_id)
    if variable in os.environ:
        return (
            f"connection '{conn_id}': environment variable {variable} is set, and Airflow can't read it; "
            "write aws://KEY_ID:SECRET@ with the '@' and each part URL-encoded, or JSON such as "
            '{"conn_type": "aws", "login": "...", "password": "..."}'
        )
    backend = get_option("secrets", "backend", "")
    places = [f"environment variable {variable}", "Airflow's metadata database"]
    if backend:
        places.insert(0, f"secrets backend {backend}")
    return (
        f"connection '{conn_id}': does not exist, looked in {', '.join(places)}; "
        f"create it with: airflow connections add {conn_id} --conn-type aws - or set {variable}="
        '\'{"conn_type": "aws"}\' - or pass aws_conn_id=None to use boto3\'s own lookup chain'
    )
