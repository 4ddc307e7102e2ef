"""From a connection id to an ``AwsConnection``, by way of Airflow. Named and not found is an error."""

from __future__ import annotations

import logging
import os
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from airflow_provider_awsconn.airflow_compat import (
    AirflowNotFoundException,
    BaseHook,
    find_async_getter,
    get_option,
    mask_secret,
)
from airflow_provider_awsconn.airflow_options import choose_option
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.parse import Reading, read_connection
from airflow_provider_awsconn.connection.secret import Secret
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


@dataclass(frozen=True, slots=True)
class Stored:
    """The fields of a connection as Airflow has them.

    Attributes:
        conn_id: the Airflow connection id.
        conn_type: the connection type.
        login: the access key id.
        password: the secret access key.
        host: means nothing here.
        schema: means nothing here.
        extra: the JSON text of Extra.
    """

    conn_id: str | None = None
    conn_type: str | None = None
    login: str | None = None
    password: Secret | None = None
    host: str | None = None
    schema: str | None = None
    extra: Secret | None = None

    @classmethod
    def read(cls, connection: Any) -> Stored:
        """Read an Airflow ``Connection`` of either Airflow line; the text of its Extra is deciphered once."""
        password, extra = connection.password, connection.extra
        return cls(
            connection.conn_id,
            connection.conn_type,
            connection.login,
            Secret(password) if password else None,
            connection.host,
            connection.schema,
            Secret(extra) if extra else None,
        )


class Fetched(NamedTuple):
    """A connection as it is now.

    Attributes:
        connection: what it says.
        key: a keyed hash of its fields; connections of the same key say the same.
        stored: its fields; None without a connection.
    """

    connection: AwsConnection
    key: bytes
    stored: Stored | None = None


class ConnectionSource(Protocol):
    """Gives Airflow's connections, as hook classes do."""

    def get_connection(self, conn_id: str) -> Connection:
        """Give a connection, or raise ``AirflowNotFoundException``."""
        ...


class _Answer:
    """Gives what Airflow has said already of one connection: None where there is none."""

    def __init__(self, connection: Connection | None) -> None:
        self._connection = connection

    def get_connection(self, conn_id: str) -> Connection:
        if self._connection is None:
            raise AirflowNotFoundException(conn_id)
        return self._connection


_NOBODY = Fetched(AwsConnection(), b"")


class _Parsed(NamedTuple):
    """What was parsed and found good, and whether it holds secrets beside the password."""

    connection: AwsConnection
    has_more_secrets: bool


_PARSED: LastUsed[_Parsed] = LastUsed(256)
# The environment variables that were read and found good.
_READABLE: LastUsed[bool] = LastUsed(256)


def fetch_connection(conn_id: str | None, source: ConnectionSource = BaseHook) -> Fetched:
    """Fetch a connection from Airflow and parse it; its secrets are registered with Airflow's masker.

    Airflow is asked each time, so that what is edited there is seen. What was parsed once is not parsed again.

    Args:
        conn_id: the Airflow connection id; None or "" asks for boto3's own lookup chain.
        source: who is asked: a hook class, or what ``ask_on_loop`` gives.

    Raises:
        ConnectionNotFoundError: when there is none of that id, unless ``[awsconn] missing_connection`` is ``ambient``.
        InvalidConnectionError: with every problem of the connection.
    """
    if not conn_id:
        return _NOBODY
    unknown_keys = choose_unknown_keys()
    found = _find(conn_id, source)
    if found is None:
        return _NOBODY
    stored = None if isinstance(found, Reading) else Stored.read(found)
    key = _fingerprint_fields(stored, unknown_keys) if stored else b""
    parsed = _PARSED.find(key)
    problems: Sequence[Problem] = ()
    if parsed is None:
        from airflow_provider_awsconn.sessions.checks import check_connection

        reading = _read_fields(stored, unknown_keys) if stored else cast("Reading", found)
        connection, problems = reading.connection, (*reading.problems, *check_connection(reading.connection))
        by_airflow = stored and stored.password
        parsed = _Parsed(connection, any(Secret(text) != by_airflow for text in connection.secrets()))
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
    return Fetched(_PARSED.keep(key, parsed).connection, key, stored)


async def ask_on_loop(conn_id: str | None, hook_class: type[BaseHook]) -> ConnectionSource:
    """Ask Airflow for a connection in its own way for event loops, where there is one; it never blocks.

    Returns:
        What ``fetch_connection`` is called with next, in a thread. It asks Airflow there, where nobody was asked here.
    """
    getter = find_async_getter(hook_class)
    # One that stands in the environment is looked at before Airflow reads it.
    if not conn_id or getter is None or _name_variable(conn_id) in os.environ:
        return hook_class
    try:
        return _Answer(await getter(conn_id))
    except AirflowNotFoundException:
        return _Answer(None)


def read_named(conn_id: str, hook_class: type[BaseHook]) -> Reading | None:
    """Read a connection by its id; None where it is missing and the deployment takes the ambient identity then."""
    unknown_keys = choose_unknown_keys()
    found = _find(conn_id, hook_class)
    return found if found is None or isinstance(found, Reading) else _read_fields(Stored.read(found), unknown_keys)


def _find(conn_id: str, source: ConnectionSource) -> Connection | Reading | None:
    """Find a connection: as Airflow gives it, or what is wrong with one that Airflow can't read."""
    variable = _name_variable(conn_id)
    # Airflow takes a piece of a secret in an unreadable URI for a port, and logs it; of JSON it logs nothing.
    unreadable = None if os.environ.get(variable, "").startswith("{") else _read_unreadable(variable, conn_id)
    try:
        return source.get_connection(conn_id)
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


def _fingerprint_fields(of: Stored, unknown_keys: UnknownKeys) -> bytes:
    password, extra = (secret.reveal() if secret else None for secret in (of.password, of.extra))
    return fingerprint_texts(of.conn_id, of.conn_type, of.login, password, of.host, extra, unknown_keys)


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
    return read_stored(Stored.read(connection))


def read_stored(stored: Stored) -> Reading:
    """Read the fields of a connection; its secrets are registered with Airflow's masker."""
    return _read_fields(stored, choose_unknown_keys())


def _read_fields(stored: Stored, unknown_keys: UnknownKeys) -> Reading:
    # The extra text itself: Airflow's extra_dejson reads broken JSON as an empty object, another identity.
    reading = read_connection(
        conn_id=stored.conn_id,
        conn_type=stored.conn_type,
        login=stored.login,
        password=stored.password.reveal() if stored.password else None,
        host=stored.host,
        extra=stored.extra.reveal() if stored.extra else None,
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
