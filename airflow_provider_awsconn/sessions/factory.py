"""The one way from a connection to sessions, clients and resources."""

from __future__ import annotations

import functools
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.credentials import Credentials

from airflow_provider_awsconn.connection.precedence import settle_region, settle_sts_region
from airflow_provider_awsconn.connection.region import default_region_of_partition
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.credentials.registry import Registry
from airflow_provider_awsconn.credentials.shared import GivenCredentials, NoTokens
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.sessions.arguments import ClientArguments
from airflow_provider_awsconn.sessions.bare_session import build_bare_session
from airflow_provider_awsconn.sessions.log_guard import guard_logs
from airflow_provider_awsconn.sessions.template import get_template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import boto3.session
    from botocore.config import Config

    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments


class SessionFactory:
    """Makes sessions, clients and resources of one connection, all with the same credentials.

    Credentials are minted when the first request needs them, and shared in the process with all who are the same.
    Safe to share between threads; a boto3 session it gives is not.

    Args:
        connection: what the connection says.
        hook: what the hook was made with; beats the connection.
        surroundings: what there is besides the connection: airflow.cfg, the task that runs, the masker.
        create_session: a deployment's own way to make a session for a region, instead of ours.
        defaults: what clients are configured with where nobody says otherwise.

    Raises:
        ValueError: for a config that botocore refuses.
    """

    def __init__(
        self,
        connection: AwsConnection,
        hook: HookArguments | None = None,
        surroundings: Surroundings | None = None,
        create_session: Callable[[str | None], boto3.session.Session] | None = None,
        defaults: Mapping[str, Any] | None = None,
    ) -> None:
        guard_logs()
        self.arguments = ClientArguments(connection, hook, defaults)
        self.connection = connection
        self.config = self.arguments.config
        self._surroundings = surroundings or Surroundings()
        self._create_session = create_session
        self._lock = ProcessLocal(RLock)
        # The same for all clients, whatever becomes of the environment: the credentials are the same too.
        self._template = ProcessLocal(
            functools.partial(get_template, connection.profile_name, self._surroundings.user_agent)
        )
        self._credentials: dict[str | None, Credentials] = {}

    def build_session(self, region_name: str | None = None) -> boto3.session.Session:
        """Build a new boto3 session; region_name beats the connection's.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        import boto3.session

        if self._create_session is not None:
            return self._check_account(self._create_session(region_name))
        session = build_bare_session(
            botocore.session.Session, self.connection.profile_name, self._surroundings.user_agent
        )
        region = settle_region(self.connection, self.arguments.hook, call=region_name)
        if region is not None:
            session.set_config_variable("region", region.value)
        if self.arguments.refuses_bearer_tokens:
            session.register_component("token_provider", NoTokens())
        session.register_component("credential_provider", GivenCredentials(self._give_credentials(region_name)))
        return boto3.session.Session(botocore_session=session)

    def find_region(self, service_name: str) -> str | None:
        """Give the region that the worker's environment or profile says, where neither connection nor hook say one."""
        said = settle_region(self.connection, self.arguments.hook, service_name)
        region: str | None = None if said else self._template.get().get_config_variable("region")
        return region

    def build_client(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
        session: boto3.session.Session | None = None,
        endpoint_url: str | None = None,
    ) -> Any:
        """Build a new client of a service; arguments beat the connection's settings.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        arguments = self.arguments.settle(service_name, region_name, config)
        if endpoint_url:
            arguments["endpoint_url"] = endpoint_url
        if session is None and self._create_session is not None:
            session = self.build_session(region_name)
        build: Callable[..., Any]
        if session is None:
            template = self._template.get()
            credentials = self._give_credentials(region_name)
            build = functools.partial(template.build_client, credentials, not self.arguments.refuses_bearer_tokens)
            known_region = template.get_config_variable("region")
        else:
            build, known_region = session.client, session.region_name
        partition = self.arguments.partition
        if service_name == "sts" and partition and not (arguments.get("region_name") or known_region):
            # Where the role was asked for: in another partition nobody knows its credentials.
            arguments["region_name"] = default_region_of_partition(partition)
        return self.arguments.guard(build(service_name, **arguments), service_name)

    def build_resource(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> Any:
        """Build a new resource of a service; arguments beat the connection's settings."""
        build: Callable[..., Any] = self.build_session(region_name).resource
        resource = build(service_name, **self.arguments.settle(service_name, region_name, config))
        self.arguments.guard(resource.meta.client, service_name)
        return resource

    def _give_credentials(self, region_name: str | None) -> Credentials:
        """Give what a session or a client signs with: the connection's own keys as they are, else what is minted."""
        connection = self.connection
        guarded = connection.allowed_account_ids or connection.forbidden_account_ids
        if connection.access_key_id and connection.secret_access_key and not connection.roles and not guarded:
            token = connection.session_token
            return Credentials(
                connection.access_key_id,
                connection.secret_access_key.reveal(),
                token.reveal() if token else None,
                method="explicit",
                account_id=connection.account_id,
            )
        return self._share_credentials(region_name)

    def _share_credentials(self, region_name: str | None) -> Credentials:
        """Give the connection's credentials, the same object to every session and client.

        STS is asked in its own region of service_config, the hook's or the connection's; only where none is named, in
        the region of the call.
        """
        from airflow_provider_awsconn.credentials.chain import CredentialChain
        from airflow_provider_awsconn.sessions.sts import build_sts_access, load_base

        settled = settle_sts_region(self.connection, self.arguments.hook, region_name)
        region = settled and settled.value
        with self._lock.get():
            if region not in self._credentials:
                sts = build_sts_access(self.arguments, self._surroundings, region)
                load = functools.partial(load_base, self.arguments, self._surroundings.user_agent)
                chain = CredentialChain(self.connection, load, sts, self._surroundings)
                self._credentials[region] = chain.build()
            return self._credentials[region]

    def _check_account(self, session: boto3.session.Session) -> boto3.session.Session:
        """Give a session of the deployment's own, once its account is known to be allowed: STS is asked at once."""
        connection = self.connection
        if connection.allowed_account_ids or connection.forbidden_account_ids:
            from airflow_provider_awsconn.credentials.chain import CredentialChain
            from airflow_provider_awsconn.sessions.sts import build_sts_access

            bare = replace(connection, access_key_id=None, secret_access_key=None, roles=(), federation=None)
            sts = build_sts_access(self.arguments, self._surroundings, session.region_name)
            CredentialChain(
                bare, session.get_credentials, sts, replace(self._surroundings, registry=Registry())
            ).build().get_frozen_credentials()
        return session
