"""From a connection id to an ``AwsConnection``, by way of Airflow. Named and not found is an error."""

from __future__ import annotations

import logging
import os
import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.airflow_compat import (
    AirflowNotFoundException,
    BaseHook,
    get_option,
    mask_secret,
)
from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.errors import AwsConnectionWarning, AwsConnError, Problem

if TYPE_CHECKING:
    from airflow.sdk import Connection

log = logging.getLogger(__name__)


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


def fetch_connection(conn_id: str | None, hook_class: type[BaseHook] = BaseHook) -> AwsConnection:
    """Fetch a connection from Airflow and parse it; its secrets are registered with Airflow's masker.

    Args:
        conn_id: the Airflow connection id; None or "" asks for boto3's own lookup chain.
        hook_class: whose ``get_connection`` is asked.

    Raises:
        ConnectionNotFoundError: when there is none of that id, unless ``[awsconn] missing_connection`` is ``ambient``.
        InvalidConnectionError: with every problem of the connection.
    """
    if not conn_id:
        return AwsConnection()
    try:
        found = hook_class.get_connection(conn_id)
    except AirflowNotFoundException:
        # One that is there and can't be read is not missing: another identity in its place would go unseen.
        if _is_ambient_when_missing() and _name_variable(conn_id) not in os.environ:
            log.warning(
                "Connection '%s' does not exist; [awsconn] missing_connection = ambient: using boto3's own chain",
                conn_id,
            )
            return AwsConnection()
        raise ConnectionNotFoundError(conn_id) from None
    connection = parse_airflow_connection(found)
    for remark in connection.remarks:
        warnings.warn(f"connection '{conn_id}': {remark}", AwsConnectionWarning, stacklevel=2)
    return connection


def parse_airflow_connection(connection: Connection) -> AwsConnection:
    """Parse an Airflow ``Connection`` of either Airflow line.

    Raises:
        InvalidConnectionError: with every problem of the connection.
    """
    # The extra text itself: Airflow's extra_dejson reads broken JSON as an empty object, another identity.
    parsed = parse_connection(
        conn_id=connection.conn_id,
        login=connection.login,
        password=connection.password,
        host=connection.host,
        extra=connection.extra,
    )
    for secret in parsed.secrets():
        mask_secret(secret)
    if connection.conn_type in {None, "", "aws"}:
        return parsed
    other = Problem("conn_type", f"is '{connection.conn_type}'", "with 'aws' Airflow's form and test fit")
    return replace(parsed, remarks=(other, *parsed.remarks))


def _is_ambient_when_missing() -> bool:
    choice = get_option("awsconn", "missing_connection", "error").strip().lower()
    if choice not in {"error", "ambient"}:
        raise ValueError(f"[awsconn] missing_connection: '{choice}' is not a choice; give error or ambient")
    return choice == "ambient"


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
