"""The one way from a connection to sessions, clients and resources."""

from __future__ import annotations

import functools
from threading import Lock
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
from botocore.config import Config

from airflow_provider_awsconn.sessions.config import build_connection_config, merge_configs
from airflow_provider_awsconn.sessions.credentials import (
    GivenCredentials,
    RoleCredentialFetcher,
    build_role_credentials,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.credentials import Credentials

    from airflow_provider_awsconn.connection import AwsConnection

_STS_SIGNATURE = Config(signature_version="v4")


class SessionFactory:
    """Makes sessions, clients and resources of one connection, all with the same credentials.

    A role is assumed once for all that one factory makes, when the first request needs it. Safe to share between
    threads; a boto3 session it gives is not.

    Args:
        connection: what the connection says, region and verify of the caller already in it.
        config: beats the connection's ``config_kwargs``, argument by argument.
        on_secret: gets each secret value that AWS hands out, the moment it exists.

    Raises:
        InvalidConnectionError: for ``config_kwargs`` that botocore refuses.
        ValueError: for a config that botocore refuses.
    """

    def __init__(
        self,
        connection: AwsConnection,
        config: Config | Mapping[str, Any] | None = None,
        on_secret: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.connection = connection
        self.config = merge_configs(build_connection_config(connection), config)
        self._on_secret = on_secret
        self._lock = Lock()
        self._role_credentials: dict[str | None, Credentials] = {}

    def build_session(self, region_name: str | None = None) -> boto3.session.Session:
        """Build a new boto3 session; region_name beats the connection's.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        if self.connection.role is None:
            session = self._build_base_session(region_name)
        else:
            session = self._build_bare_session(region_name)
            session.register_component("credential_provider", GivenCredentials(self._assume(region_name)))
        return boto3.session.Session(botocore_session=session)

    def build_client(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
        session: boto3.session.Session | None = None,
    ) -> Any:
        """Build a new client of a service; arguments beat the connection's settings."""
        build: Callable[..., Any] = (session or self.build_session(region_name)).client
        return build(service_name, **self._arguments(service_name, config))

    def build_resource(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> Any:
        """Build a new resource of a service; arguments beat the connection's settings."""
        build: Callable[..., Any] = self.build_session(region_name).resource
        return build(service_name, **self._arguments(service_name, config))

    def _arguments(self, service_name: str, config: Config | Mapping[str, Any] | None = None) -> dict[str, Any]:
        # A signature version in the connection is meant for its object store; STS knows one only.
        base = self.config.merge(_STS_SIGNATURE) if service_name == "sts" else self.config
        return {
            "endpoint_url": self.connection.get_service_endpoint_url(service_name),
            "verify": self.connection.verify,
            "config": merge_configs(base, config),
        }

    def _build_bare_session(self, region_name: str | None = None) -> botocore.session.Session:
        """Build a session of the profile and region, without the connection's credentials.

        Credentials set on a session would hide the component that gives a role's.
        """
        session = botocore.session.Session(profile=self.connection.profile_name)
        region = region_name or self.connection.region_name
        if region:
            session.set_config_variable("region", region)
        return session

    def _build_base_session(self, region_name: str | None = None) -> botocore.session.Session:
        """Build a session with the base credentials: the connection's keys, else what boto3's chain finds."""
        connection = self.connection
        session = self._build_bare_session(region_name)
        if connection.access_key_id and connection.secret_access_key:
            token = connection.session_token
            session.set_credentials(
                connection.access_key_id,
                connection.secret_access_key.reveal(),
                token.reveal() if token else None,
                account_id=connection.account_id,
            )
        return session

    def _assume(self, region_name: str | None) -> Credentials:
        """Give the role's credentials, the same object to every session.

        STS is asked in the connection's region; only where it names none, in the region of the call.
        """
        region_name = self.connection.region_name or region_name
        with self._lock:
            if region_name not in self._role_credentials:
                self._role_credentials[region_name] = build_role_credentials(self._build_fetcher(region_name))
            return self._role_credentials[region_name]

    def _build_fetcher(self, region_name: str | None) -> RoleCredentialFetcher:
        connection = self.connection
        if connection.role is None:
            raise ValueError("the connection has no role to assume")
        base = self._build_base_session(region_name)
        create_sts = functools.partial(base.create_client, **self._arguments("sts"))
        return RoleCredentialFetcher(base, create_sts, connection.role, connection.conn_id, self._on_secret)
