"""The one way from a connection to sessions, clients and resources."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any

from botocore.credentials import Credentials

from airflow_provider_awsconn.connection.precedence import (
    configures_region,
    settle_default_region,
    settle_region,
    settle_sts_region,
)
from airflow_provider_awsconn.connection.region import default_region_of_partition
from airflow_provider_awsconn.credentials.fork_gate import delaying_forks
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.credentials.registry import Registry
from airflow_provider_awsconn.credentials.shared import GivenCredentials, NoTokens
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.sessions.arguments import ClientArguments
from airflow_provider_awsconn.sessions.bare_session import ForkSafeSession, build_bare_session
from airflow_provider_awsconn.sessions.error_hints import HINTED, ErrorHints, HintSource, add_hint
from airflow_provider_awsconn.sessions.log_guard import guard_logs
from airflow_provider_awsconn.sessions.template import get_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import boto3.session
    import botocore.session
    from botocore.config import Config

    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.credentials.chain import CredentialChain, Hop


class SessionFactory:
    """Makes sessions, clients and resources of one connection, all with the same credentials.

    Credentials are minted when the first request needs them, and shared in the process with all who are the same.
    Safe to share between threads; a boto3 session it gives is not.

    Args:
        connection: what the connection says.
        hook: what the hook was made with; beats the connection.
        surroundings: what there is besides the connection: airflow.cfg, the task that runs, the masker.
        create_session: a deployment's own way to make sessions, instead of ours: given a region, and
            ``deferrable=True`` where it is to be one of aiobotocore.
        defaults: what clients are configured with where nobody says otherwise.
        load_base: gives what roles are assumed with, instead of the connection's keys and boto3's lookup chain; asked
            as soon as a session or client is made.

    Raises:
        ValueError: for a config that botocore refuses.
    """

    def __init__(
        self,
        connection: AwsConnection,
        hook: HookArguments | None = None,
        surroundings: Surroundings | None = None,
        create_session: Callable[..., Any] | None = None,
        defaults: Mapping[str, Any] | None = None,
        load_base: Callable[[], Credentials | None] | None = None,
    ) -> None:
        guard_logs()
        self.arguments = ClientArguments(connection, hook, defaults)
        self.connection = connection
        self.config = self.arguments.config
        self._surroundings = surroundings or Surroundings()
        self.user_agent = self._surroundings.user_agent
        self.create_session = create_session
        self._load_base = load_base
        self._lock = ProcessLocal(RLock)
        # The same for all clients, whatever becomes of the environment: the credentials are the same too.
        self._template = ProcessLocal(functools.partial(get_template, connection.profile_name, self.user_agent))
        self._credentials: dict[str | None, Credentials] = {}
        self.hints: HintSource | None = None
        if self._surroundings.deployment.error_hints:
            self.hints = HintSource(self.arguments, self._describe_method, create_session is not None)

    def build_session(self, region_name: str | None = None, service_name: str | None = None) -> boto3.session.Session:
        """Build a new boto3 session.

        Args:
            region_name: beats the connection's.
            service_name: the one service that it is for, whose region it has.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        with self.hinting(region_name=region_name):
            session = self._build_session(region_name, service_name)
        if self.hints is not None:
            self.hints.add_to_session(session.events, ErrorHints)
        return session

    def _build_session(self, region_name: str | None, service_name: str | None) -> boto3.session.Session:
        with delaying_forks():
            import boto3.session

        if self.create_session is not None:
            made: boto3.session.Session = self.create_session(region_name)
            self.check_account(made.get_credentials, made.region_name)
            return made
        session = build_bare_session(ForkSafeSession, self.connection.profile_name, self.user_agent)
        self.settle_session(session, region_name, service_name)
        session.register_component("credential_provider", GivenCredentials(self.give_credentials(region_name)))
        return boto3.session.Session(botocore_session=session)

    def settle_session(
        self, session: botocore.session.Session, region_name: str | None, service_name: str | None = None
    ) -> None:
        """Give a session the connection's region, and keep bearer tokens from it that are not for the connection."""
        region = settle_region(self.connection, self.arguments.hook, service_name, region_name)
        if region is None and not session.get_config_variable("region"):
            region = settle_default_region(self.connection, service_name)
        if region is not None:
            session.set_config_variable("region", region.value)
        if self.arguments.refuses_bearer_tokens:
            session.register_component("token_provider", NoTokens())

    def find_region(self, service_name: str, config: Config | Mapping[str, Any] | None = None) -> str | None:
        """Give the region that the worker's environment or profile says, where nothing that beats them says one."""
        hook = self.arguments.hook
        of_call = replace(hook, config=config)
        if settle_region(self.connection, hook, service_name) or any(
            configures_region(self.connection, each, service_name) for each in (hook, of_call)
        ):
            return None
        with self.hinting(service_name=service_name):
            region: str | None = self._template.get().get_config_variable("region")
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
        said: dict[str, Any] = {"region_name": region_name, "config": config, "endpoint_url": endpoint_url}
        with self.hinting(service_name=service_name, **said):
            client = self._build_client(service_name, session=session, **said)
        if self.hints is not None:
            self.hints.give_to(client)
        return client

    def _build_client(
        self,
        service_name: str,
        region_name: str | None,
        config: Config | Mapping[str, Any] | None,
        session: boto3.session.Session | None,
        endpoint_url: str | None,
    ) -> Any:
        arguments = self.arguments.settle(service_name, region_name, config)
        if endpoint_url:
            arguments["endpoint_url"] = endpoint_url
        if session is None and self.create_session is not None:
            session = self.build_session(region_name)
        build: Callable[..., Any]
        if session is None:
            template = self._template.get()
            credentials = self.give_credentials(region_name)
            build = functools.partial(template.build_client, credentials, not self.arguments.refuses_bearer_tokens)
            known_region = template.get_config_variable("region")
        else:
            build, known_region = session.client, session.region_name
        self.add_default_region(arguments, service_name, known_region)
        return self.arguments.guard(build(service_name=service_name, **arguments), service_name)

    def build_resource(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> Any:
        """Build a new resource of a service; arguments beat the connection's settings."""
        session = self.build_session(region_name, service_name)
        build: Callable[..., Any] = session.resource
        arguments = self.arguments.settle(service_name, region_name, config)
        self.add_default_region(arguments, service_name, session.region_name)
        with self.hinting(service_name=service_name, region_name=region_name, config=config):
            resource = build(service_name=service_name, **arguments)
        self.arguments.guard(resource.meta.client, service_name)
        if self.hints is not None:
            self.hints.give_to(resource.meta.client)
        return resource

    @contextlib.contextmanager
    def hinting(self, **said: Any) -> Iterator[None]:
        """Have what botocore raises here say what is likely wrong; said is what a client was to be made with."""
        try:
            yield
        except HINTED as error:
            if self.hints is not None:
                add_hint(error, self.hints, **said)
            raise

    def _describe_method(self) -> str | None:
        """Tell where the credentials come from, in botocore's words, as far as that is known without asking."""
        credentials = next(iter(self._credentials.values()), None)
        return credentials.method if credentials else None

    def add_default_region(self, arguments: dict[str, Any], service_name: str, known_region: str | None) -> None:
        """Add a region where nobody says one: that of the role's partition, or of a store that takes any."""
        if arguments.get("region_name") or arguments["config"].region_name or known_region:
            return
        partition = self.arguments.partition
        if service_name == "sts" and partition:
            # Where the role was asked for: in another partition nobody knows its credentials.
            arguments["region_name"] = default_region_of_partition(partition)
        elif default := settle_default_region(self.connection, service_name):
            arguments["region_name"] = default.value

    def give_credentials(self, region_name: str | None) -> Credentials:
        """Give what a session or a client signs with: the connection's own keys as they are, else what is minted."""
        connection = self.connection
        guarded = connection.allowed_account_ids or connection.forbidden_account_ids
        as_they_are = self._load_base is None and not connection.roles and not guarded
        if connection.access_key_id and connection.secret_access_key and as_they_are:
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
        settled = settle_sts_region(self.connection, self.arguments.hook, region_name)
        region = settled and settled.value
        with self._lock.get():
            if region not in self._credentials:
                self._credentials[region] = self._build_chain(region).build()
            return self._credentials[region]

    def build_hops(self) -> list[Hop]:
        """Build the steps to the credentials one by one, the same that clients use; none for a deployment's session."""
        if self.create_session is not None:
            return []
        settled = settle_sts_region(self.connection, self.arguments.hook)
        return self._build_chain(settled and settled.value).build_hops()

    def _build_chain(self, region: str | None) -> CredentialChain:
        from airflow_provider_awsconn.credentials.chain import CredentialChain
        from airflow_provider_awsconn.sessions.sts import SessionChain, build_sts_access, load_base

        sts = build_sts_access(self.arguments, self._surroundings, region)
        if self._load_base is not None:
            return SessionChain(self.connection, self._load_base, sts, self._surroundings)
        around = self._surroundings
        load = functools.partial(load_base, self.arguments, around.user_agent, writes_nothing=around.writes_nothing)
        return CredentialChain(self.connection, load, sts, self._surroundings)

    def check_account(self, load: Callable[[], Credentials | None], region_name: str | None) -> None:
        """Ask STS at once whose credentials a deployment's own session has, where not all accounts are allowed.

        Args:
            load: gives the session's credentials.
            region_name: the session's.
        """
        connection = self.connection
        if connection.allowed_account_ids or connection.forbidden_account_ids:
            from airflow_provider_awsconn.sessions.sts import SessionChain, build_sts_access

            bare = replace(connection, access_key_id=None, secret_access_key=None, roles=(), federation=None)
            sts = build_sts_access(self.arguments, self._surroundings, region_name)
            around = replace(self._surroundings, registry=Registry())
            SessionChain(bare, load, sts, around).build().get_frozen_credentials()
