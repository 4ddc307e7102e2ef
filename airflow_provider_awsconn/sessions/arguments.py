"""What a client of a service is made with: region, endpoint, TLS and configuration, settled."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from airflow_provider_awsconn.connection.arn import partition_of_arn
from airflow_provider_awsconn.connection.precedence import (
    HookArguments,
    list_configs,
    settle_endpoint,
    settle_region,
    settle_verify,
)
from airflow_provider_awsconn.sessions.config import build_config, merge_configs
from airflow_provider_awsconn.sessions.endpoint_guard import guard_endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection import AwsConnection

_BEARER_TOKENS = "AWS_BEARER_TOKEN_"
_PREFERENCE = "auth_scheme_preference"


class ClientArguments:
    """The settings of a connection and a hook, as botocore takes them.

    Args:
        connection: what the connection says.
        hook: what the hook was made with; beats the connection.
        defaults: what clients are configured with where nobody says otherwise.

    Raises:
        ValueError: for a config that botocore refuses.
    """

    def __init__(
        self,
        connection: AwsConnection,
        hook: HookArguments | None = None,
        defaults: Mapping[str, Any] | None = None,
    ) -> None:
        self._defaults = defaults
        self.connection = connection
        self.hook = hook or HookArguments()
        if self.hook.config is not None:
            # Refused here, where no setting of the connection is a local variable of the traceback.
            self.hook = replace(self.hook, config=build_config(self.hook.config))
        self.config = merge_configs(*(config.value for config in list_configs(connection, self.hook)))

    @property
    def partition(self) -> str | None:
        """The partition of the connection's roles, as far as an ARN tells."""
        return find_partition(self.connection)

    @property
    def refuses_bearer_tokens(self) -> bool:
        """Whether bearer tokens of the worker are not for this connection.

        It is somebody else, or says itself where requests go: then they would be another's identity, or go astray.
        """
        connection = self.connection
        endpoints = [
            connection.get_service_config(service).get("endpoint_url") for service in connection.service_config
        ]
        is_somebody = bool(connection.access_key_id or connection.roles)
        return is_somebody or connection.verify is False or any([connection.endpoint_url, *endpoints])

    def settle(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Give the arguments of ``create_client``; what is given here beats the connection's settings."""
        merged = merge_configs(self._defaults, self._prefer(), *self._list_configs(service_name), config)
        # The region of a store that has its own gives way to one of any configuration, that of the call too.
        hook = replace(self.hook, config=merged)
        settled = {
            "region_name": settle_region(self.connection, hook, service_name, region_name),
            "endpoint_url": settle_endpoint(self.connection, service_name),
            "verify": settle_verify(self.connection, self.hook, service_name),
        }
        arguments = {name: setting.value for name, setting in settled.items() if setting is not None}
        return arguments | {"config": merged}

    def build_service_config(self, service_name: str) -> Config:
        """Build the configuration of a service's clients."""
        return merge_configs(*self._list_configs(service_name))

    def _list_configs(self, service_name: str) -> list[Any]:
        configs = [config.value for config in list_configs(self.connection, self.hook, service_name)]
        own = self.connection.get_service_config("sts").get("config_kwargs", {})
        if service_name == "sts" and "signature_version" not in own:
            # Another one of the connection or the hook is meant for an object store; STS knows one only.
            configs.append({"signature_version": "v4"})
        return configs

    def guard(self, client: Any, service_name: str, *, is_async: bool = False) -> Any:
        """Keep a client from metadata services, as far as the connection says where it sends requests."""
        endpoint = settle_endpoint(self.connection, service_name)
        urls = {endpoint.origin: str(endpoint.value)} if endpoint else {}
        for config in list_configs(self.connection, HookArguments(), service_name):
            for scheme, url in (config.value.get("proxies") or {}).items():
                urls[f"{config.origin}.proxies.{scheme}"] = str(url)
        guard_endpoint(client, self.connection.conn_id, urls, is_async=is_async)
        return client

    def _prefer(self) -> dict[str, Any]:
        """Give what keeps botocore from a bearer token that is in the environment."""
        has_token = any(name.startswith(_BEARER_TOKENS) for name in os.environ)
        if has_token and self.refuses_bearer_tokens and _PREFERENCE in Config.OPTION_DEFAULTS:
            return {_PREFERENCE: "sigv4"}
        return {}


def find_partition(connection: AwsConnection) -> str | None:
    """Find the partition of a connection's roles, as far as an ARN tells."""
    arns = [role.arn for role in connection.roles if role.arn]
    return partition_of_arn(arns[0]) if arns else None
