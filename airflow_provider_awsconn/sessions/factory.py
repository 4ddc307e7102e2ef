"""The one way from a connection to sessions, clients and resources."""

from __future__ import annotations

import os
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
from botocore.config import Config

from airflow_provider_awsconn.connection.arn import partition_of_arn
from airflow_provider_awsconn.connection.precedence import (
    HookArguments,
    list_configs,
    settle_endpoint,
    settle_region,
    settle_sts_region,
    settle_verify,
)
from airflow_provider_awsconn.connection.region import default_region_of_partition, partition_of_region
from airflow_provider_awsconn.credentials.chain import CredentialChain, StsAccess, Surroundings, name_connection
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.credentials.registry import Registry
from airflow_provider_awsconn.credentials.shared import GivenCredentials, NoTokens
from airflow_provider_awsconn.credentials.token_endpoints import check_token_endpoint
from airflow_provider_awsconn.credentials.transport import Transport
from airflow_provider_awsconn.sessions.config import build_config, merge_configs
from airflow_provider_awsconn.sessions.endpoint_guard import guard_endpoint
from airflow_provider_awsconn.sessions.loader import share_loader
from airflow_provider_awsconn.sessions.log_guard import guard_logs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.credentials import Credentials

    from airflow_provider_awsconn.connection import AwsConnection

_STS_SIGNATURE = Config(signature_version="v4")
# STS answers within a second, or not at all; a storm of tasks slows down instead of failing.
_STS_DEFAULTS: dict[str, Any] = {"connect_timeout": 5, "read_timeout": 15}
_STS_RETRIES: dict[str, Any] = {"retries": {"mode": "adaptive"}}
_BEARER_TOKENS = "AWS_BEARER_TOKEN_"
_PREFERENCE = "auth_scheme_preference"
# What of a configuration says nothing about who is asked for credentials, and how.
_NOT_OF_STS = frozenset({"s3", "signature_version", "max_pool_connections", "user_agent", "user_agent_extra"})


class SessionFactory:
    """Makes sessions, clients and resources of one connection, all with the same credentials.

    Credentials are minted when the first request needs them, and shared in the process with all who are the same.
    Safe to share between threads; a boto3 session it gives is not.

    Args:
        connection: what the connection says.
        hook: what the hook was made with; beats the connection.
        surroundings: what there is besides the connection: airflow.cfg, the task that runs, the masker.
        create_session: a deployment's own way to make a session for a region, instead of ours.

    Raises:
        ValueError: for a config that botocore refuses.
    """

    def __init__(
        self,
        connection: AwsConnection,
        hook: HookArguments | None = None,
        surroundings: Surroundings | None = None,
        create_session: Callable[[str | None], boto3.session.Session] | None = None,
    ) -> None:
        guard_logs()
        self.connection = connection
        self.hook = hook or HookArguments()
        if self.hook.config is not None:
            # Refused here, where no setting of the connection is a local variable of the traceback.
            self.hook = replace(self.hook, config=build_config(self.hook.config))
        self.config = merge_configs(*(config.value for config in list_configs(connection, self.hook)))
        self._surroundings = surroundings or Surroundings()
        self._create_session = create_session
        self._lock = ProcessLocal(RLock)
        self._credentials: dict[str | None, Credentials] = {}

    def build_session(self, region_name: str | None = None) -> boto3.session.Session:
        """Build a new boto3 session; region_name beats the connection's.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        if self._create_session is not None:
            return self._check_account(self._create_session(region_name))
        session = self._build_bare_session(region_name)
        connection = self.connection
        guarded = connection.allowed_account_ids or connection.forbidden_account_ids
        if self._refuses_bearer_tokens():
            session.register_component("token_provider", NoTokens())
        if connection.access_key_id and connection.secret_access_key and not connection.roles and not guarded:
            token = connection.session_token
            session.set_credentials(
                connection.access_key_id,
                connection.secret_access_key.reveal(),
                token.reveal() if token else None,
                account_id=connection.account_id,
            )
        else:
            session.register_component("credential_provider", GivenCredentials(self._get_credentials(region_name)))
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
        session = session or self.build_session(region_name)
        build: Callable[..., Any] = session.client
        arguments = self._arguments(service_name, region_name, config)
        if endpoint_url:
            arguments["endpoint_url"] = endpoint_url
        if service_name == "sts" and self._partition and not (arguments.get("region_name") or session.region_name):
            # Where the role was asked for: in another partition nobody knows its credentials.
            arguments["region_name"] = default_region_of_partition(self._partition)
        return self._guard(build(service_name, **arguments), service_name)

    def build_resource(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> Any:
        """Build a new resource of a service; arguments beat the connection's settings."""
        build: Callable[..., Any] = self.build_session(region_name).resource
        resource = build(service_name, **self._arguments(service_name, region_name, config))
        self._guard(resource.meta.client, service_name)
        return resource

    def _guard(self, client: Any, service_name: str) -> Any:
        """Keep a client from metadata services, as far as the connection says where it sends requests."""
        endpoint = settle_endpoint(self.connection, service_name)
        urls = {endpoint.origin: str(endpoint.value)} if endpoint else {}
        for config in list_configs(self.connection, HookArguments(), service_name):
            for scheme, url in (config.value.get("proxies") or {}).items():
                urls[f"{config.origin}.proxies.{scheme}"] = str(url)
        guard_endpoint(client, self.connection.conn_id, urls)
        return client

    @property
    def _partition(self) -> str | None:
        """The partition of the connection's roles, as far as an ARN tells."""
        arns = [role.arn for role in self.connection.roles if role.arn]
        return partition_of_arn(arns[0]) if arns else None

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
        return arguments | {"config": merge_configs(self._prefer(), self._build_service_config(service_name), config)}

    def _refuses_bearer_tokens(self) -> bool:
        """Tell whether bearer tokens of the worker are not for this connection.

        It is somebody else, or says itself where requests go: then they would be another's identity, or go astray.
        """
        connection = self.connection
        endpoints = [
            connection.get_service_config(service).get("endpoint_url") for service in connection.service_config
        ]
        is_somebody = bool(connection.access_key_id or connection.roles)
        return is_somebody or connection.verify is False or any([connection.endpoint_url, *endpoints])

    def _prefer(self) -> dict[str, Any]:
        """Give what keeps botocore from a bearer token that is in the environment."""
        has_token = any(name.startswith(_BEARER_TOKENS) for name in os.environ)
        if has_token and self._refuses_bearer_tokens() and _PREFERENCE in Config.OPTION_DEFAULTS:
            return {_PREFERENCE: "sigv4"}
        return {}

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

        Credentials set on a session would hide the component that gives those of a role.
        """
        session = botocore.session.Session(profile=self.connection.profile_name)
        share_loader(session)
        region = settle_region(self.connection, self.hook, call=region_name)
        if region is not None:
            session.set_config_variable("region", region.value)
        if not _says(session, "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints"):
            session.set_config_variable("sts_regional_endpoints", "regional")
        return session

    def _load_base(self) -> Credentials | None:
        """Run boto3's lookup chain; what it asks of AWS goes the connection's way, and to AWS's own endpoints.

        It sends tokens of the worker's own. Whoever edits a connection must not see them: TLS is verified, and no proxy
        of the connection gets what is not encrypted.
        """
        session = self._build_bare_session()
        verify = settle_verify(self.connection, self.hook, "sts")
        if verify is not None and verify.value is not False:
            session.set_config_variable("ca_bundle", verify.value)
        config: Any = self._build_sts_config(session)
        if config.proxies:
            tunnel = {scheme: url for scheme, url in config.proxies.items() if scheme == "https"}
            config = config.merge(Config(proxies=tunnel))
        if config.proxies_config:
            options: Any = dict(config.proxies_config) | {"proxy_use_forwarding_for_https": False}
            config = config.merge(Config(proxies_config=options))
        session.set_default_client_config(config)
        credentials: Credentials | None = session.get_credentials()
        return credentials

    def _get_credentials(self, region_name: str | None) -> Credentials:
        """Give the connection's credentials, the same object to every session.

        STS is asked in its own region of service_config, the hook's or the connection's; only where none is named, in
        the region of the call.
        """
        settled = settle_sts_region(self.connection, self.hook, region_name)
        region = settled and settled.value
        with self._lock.get():
            if region not in self._credentials:
                sts = self._build_sts_access(region)
                chain = CredentialChain(self.connection, self._load_base, sts, self._surroundings)
                self._credentials[region] = chain.build()
            return self._credentials[region]

    def _check_account(self, session: boto3.session.Session) -> boto3.session.Session:
        """Give a session of the deployment's own, once its account is known to be allowed: STS is asked at once."""
        connection = self.connection
        if connection.allowed_account_ids or connection.forbidden_account_ids:
            bare = replace(connection, access_key_id=None, secret_access_key=None, roles=(), federation=None)
            sts = self._build_sts_access(session.region_name)
            CredentialChain(
                bare, session.get_credentials, sts, replace(self._surroundings, registry=Registry())
            ).build().get_frozen_credentials()
        return session

    def _build_sts_access(self, region_name: str | None) -> StsAccess:
        """Build the way STS is asked: in the connection's region and partition, through its proxies, in its time."""
        session = self._build_bare_session(region_name)
        region = region_name or session.get_config_variable("region")
        partition = partition_of_region(region) if region else self._partition or "aws"
        region = region or default_region_of_partition(partition)
        # Its options are attributes that its type does not tell of.
        config: Any = self._build_sts_config(session)
        arguments = self._arguments("sts") | {"region_name": region, "config": config}
        given = {name: getattr(config, name) for name in Config.OPTION_DEFAULTS if name not in _NOT_OF_STS}

        def create(credentials: Credentials | None) -> Any:
            session = self._build_bare_session(region)
            if credentials is None:
                unsigned = merge_configs(config, {"signature_version": "unsigned"})
                return self._guard(session.create_client("sts", **arguments | {"config": unsigned}), "sts")
            session.register_component("credential_provider", GivenCredentials(credentials))
            return self._guard(session.create_client("sts", **arguments), "sts")

        return StsAccess(
            create,
            self._check_token_endpoint,
            [region, arguments.get("endpoint_url"), arguments.get("verify"), given],
            partition,
            Transport(
                verify=arguments.get("verify"),
                proxies=config.proxies,
                connect_timeout=config.connect_timeout,
                read_timeout=config.read_timeout,
                max_attempts=_count_attempts(config),
            ),
        )

    def _build_sts_config(self, session: botocore.session.Session) -> Config:
        """Build the configuration of STS's clients; what the connection, the hook or the worker says beats ours."""
        says_retries = _says(session, "AWS_RETRY_MODE", "retry_mode")
        return merge_configs(_STS_DEFAULTS, {} if says_retries else _STS_RETRIES, self._build_service_config("sts"))

    def _check_token_endpoint(self, sts: Any) -> None:
        """Refuse an STS client that no token may be sent through. What the worker's environment says is its own."""
        allowed = list(self._surroundings.deployment.token_endpoints)
        if settle_endpoint(self.connection, "sts") is None:
            allowed.append(sts.meta.endpoint_url)
        verify, config = settle_verify(self.connection, self.hook, "sts"), self._build_service_config("sts")
        transport = Transport(verify=verify and verify.value, proxies=getattr(config, "proxies", None))
        where, proxies_config = name_connection(self.connection), sts.meta.config.proxies_config
        check_token_endpoint(sts.meta.endpoint_url, where, transport, proxies_config, allowed)


def _says(session: botocore.session.Session, variable: str, option: str) -> bool:
    """Tell whether the worker's environment or profile says something of its own."""
    return variable in os.environ or option in session.get_scoped_config()


def _count_attempts(config: Any) -> int:
    """Give the number of all attempts, as botocore counts them; 3 where nothing is said."""
    retries = config.retries or {}
    if "total_max_attempts" in retries:
        return int(retries["total_max_attempts"])
    return int(retries["max_attempts"]) + 1 if "max_attempts" in retries else 3
