"""The one way from a connection to sessions, clients and resources."""

from __future__ import annotations

import functools
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
from botocore.config import Config

from airflow_provider_awsconn.connection.precedence import (
    HookArguments,
    list_configs,
    settle_endpoint,
    settle_region,
    settle_sts_region,
    settle_verify,
)
from airflow_provider_awsconn.sessions.config import build_config, merge_configs
from airflow_provider_awsconn.sessions.credentials import (
    GivenCredentials,
    RoleCredentialFetcher,
    build_assume_role_arguments,
    build_role_credentials,
)
from airflow_provider_awsconn.sessions.log_guard import guard_logs

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
        connection: what the connection says.
        hook: what the hook was made with; beats the connection.
        on_secret: gets each secret value that AWS hands out, the moment it exists.
        run_values: what the fields of a role session name's template stand for.

    Raises:
        ValueError: for a config that botocore refuses.
    """

    def __init__(
        self,
        connection: AwsConnection,
        hook: HookArguments | None = None,
        on_secret: Callable[[str], None] = lambda _: None,
        run_values: Mapping[str, str] | None = None,
    ) -> None:
        guard_logs()
        self.connection = connection
        self.hook = hook or HookArguments()
        if self.hook.config is not None:
            # Refused here, where no setting of the connection is a local variable of the traceback.
            self.hook = replace(self.hook, config=build_config(self.hook.config))
        self.config = merge_configs(*(config.value for config in list_configs(connection, self.hook)))
        self._on_secret = on_secret
        self._run_values = run_values
        self._lock = Lock()
        self._role_credentials: dict[str | None, Credentials] = {}

    def build_session(self, region_name: str | None = None) -> boto3.session.Session:
        """Build a new boto3 session; region_name beats the connection's.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        if self.connection.roles:
            session = self._build_bare_session(region_name)
            session.register_component("credential_provider", GivenCredentials(self._assume(region_name)))
        else:
            session = self._build_base_session(region_name)
        return boto3.session.Session(botocore_session=session)

    def build_client(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
        session: boto3.session.Session | None = None,
        endpoint_url: str | None = None,
    ) -> Any:
        """Build a new client of a service; arguments beat the connection's settings."""
        build: Callable[..., Any] = (session or self.build_session(region_name)).client
        arguments = self._arguments(service_name, region_name, config)
        if endpoint_url:
            arguments["endpoint_url"] = endpoint_url
        return build(service_name, **arguments)

    def build_resource(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> Any:
        """Build a new resource of a service; arguments beat the connection's settings."""
        build: Callable[..., Any] = self.build_session(region_name).resource
        return build(service_name, **self._arguments(service_name, region_name, config))

    def _arguments(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Give the arguments that boto3 makes a client of a service with."""
        config = build_config(config)
        settled = {
            "region_name": settle_region(self.connection, self.hook, service_name, region_name),
            "endpoint_url": settle_endpoint(self.connection, service_name),
            "verify": settle_verify(self.connection, self.hook, service_name),
        }
        arguments = {name: setting.value for name, setting in settled.items() if setting is not None}
        return arguments | {"config": merge_configs(self._build_service_config(service_name), config)}

    def _build_service_config(self, service_name: str) -> Config:
        configs = list_configs(self.connection, self.hook, service_name)
        merged = merge_configs(*(config.value for config in configs))
        own = self.connection.get_service_config("sts").get("config_kwargs", {})
        if service_name != "sts" or "signature_version" in own:
            return merged
        # A signature version of the connection or the hook is meant for an object store; STS knows one only.
        return merged.merge(_STS_SIGNATURE)

    def _build_bare_session(self, region_name: str | None = None) -> botocore.session.Session:
        """Build a session of the profile and region, without the connection's credentials.

        Credentials set on a session would hide the component that gives a role's.
        """
        session = botocore.session.Session(profile=self.connection.profile_name)
        region = settle_region(self.connection, self.hook, call=region_name)
        if region is not None:
            session.set_config_variable("region", region.value)
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

        STS is asked in its own region of service_config, the hook's or the connection's; only where none is named, in
        the region of the call.
        """
        settled = settle_sts_region(self.connection, self.hook, region_name)
        region = settled and settled.value
        with self._lock:
            if region not in self._role_credentials:
                self._role_credentials[region] = self._build_role_credentials(region)
            return self._role_credentials[region]

    def _build_role_credentials(self, region_name: str | None) -> Credentials:
        """Build the credentials of the last role, each role with those of the one before it as the base."""
        connection = self.connection
        session = self._build_base_session(region_name)
        arguments = self._arguments("sts") | ({"region_name": region_name} if region_name else {})
        create_sts = functools.partial(session.create_client, **arguments)
        credentials: Credentials | None = None
        for role in connection.roles:
            fetcher = RoleCredentialFetcher(
                session,
                create_sts,
                role,
                functools.partial(build_assume_role_arguments, role, connection.conn_id, self._run_values),
                connection.conn_id,
                self._on_secret,
                credentials,
            )
            credentials = build_role_credentials(fetcher)
        if credentials is None:
            raise ValueError("the connection has no role to assume")
        return credentials
