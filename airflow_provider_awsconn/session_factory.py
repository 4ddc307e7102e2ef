"""A deployment's own way to make sessions: the class that ``[aws] session_factory`` in airflow.cfg names.

The option and its contract are those of the stock provider, so that one class serves both.
https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.credentials.process_local import cached_property

if TYPE_CHECKING:
    import boto3.session
    from airflow.sdk import Connection
    from botocore.config import Config

    from airflow_provider_awsconn.sessions.factory import SessionFactory


class BaseSessionFactory:
    """Makes the sessions of one connection; derive from it and override ``create_session``.

    Args:
        conn: the Airflow connection, None for a hook without one.
        region_name: beats the connection's.
        config: the botocore configuration of the connection and the hook.
    """

    def __init__(
        self,
        conn: Connection | AwsConnection | None,
        region_name: str | None = None,
        config: Config | None = None,
    ) -> None:
        self._conn = conn
        self._region_name = region_name
        self._config = config

    def create_session(self, deferrable: bool = False) -> boto3.session.Session:
        """Make a session, such as this package makes without a class of your own.

        Args:
            deferrable: asynchronous sessions are not part of this version.

        Raises:
            NotImplementedError: for ``deferrable=True``.
        """
        if deferrable:
            raise NotImplementedError("deferrable=True: this version has no asynchronous sessions")
        return self._build_factory(self.conn).build_session(self._region_name)

    @cached_property
    def basic_session(self) -> boto3.session.Session:
        """A session with the connection's base credentials: its keys, or what boto3 finds; no role is assumed."""
        from dataclasses import replace

        bare = replace(self.conn, roles=(), federation=None, allowed_account_ids=(), forbidden_account_ids=())
        return self._build_factory(bare).build_session(self._region_name)

    @cached_property
    def conn(self) -> AwsConnection:
        """What the connection says.

        Raises:
            InvalidConnectionError: with every problem of the connection.
        """
        from airflow_provider_awsconn.airflow_connections import parse_airflow_connection

        if self._conn is None or isinstance(self._conn, AwsConnection):
            return self._conn or AwsConnection()
        return parse_airflow_connection(self._conn)

    @property
    def extra_config(self) -> dict[str, Any]:
        """The connection's Extra, with whatever keys the deployment has added. It may hold secrets."""
        extra: dict[str, Any] = getattr(self._conn, "extra_dejson", None) or {}
        return dict(extra)

    @property
    def region_name(self) -> str | None:
        """The region of the hook, else of the connection."""
        return self._region_name or self.conn.region_name

    @property
    def config(self) -> Config | None:
        """The botocore configuration of the connection and the hook."""
        return self._config

    @property
    def role_arn(self) -> str | None:
        """The ARN of the role to assume, None without one."""
        return self.conn.role_arn

    def _build_factory(self, connection: AwsConnection) -> SessionFactory:
        from airflow_provider_awsconn.airflow_clients import read_surroundings
        from airflow_provider_awsconn.connection.precedence import HookArguments
        from airflow_provider_awsconn.sessions.factory import SessionFactory

        arguments = HookArguments(region_name=self._region_name, config=self._config)
        return SessionFactory(connection, arguments, read_surroundings(connection))
