"""Clients that hooks of one process share: one per identity, service and settings. A forked child makes its own.

botocore's clients may be shared between threads:
https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html#multithreading-or-multiprocessing-with-clients
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

import botocore
from botocore.config import Config

from airflow_provider_awsconn.credentials.base import fingerprint_environment
from airflow_provider_awsconn.credentials.lru import LastUsed
from airflow_provider_awsconn.credentials.registry import fingerprint
from airflow_provider_awsconn.sessions.botocore_inside import describe_builtin_handlers
from airflow_provider_awsconn.sessions.client_view import view_client

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.credentials.surroundings import Surroundings


class SharedClient:
    """The place of a client of many, made by the first who needs it."""

    def __init__(self) -> None:
        self._made: tuple[Any, Callable[[], Any]] | None = None
        # Others who come while it is made wait here, and those who want another client do not.
        self._lock = RLock()

    def view(self, prepare: Callable[[], Callable[[], Any]]) -> Any:
        """Give a view of the client.

        Args:
            prepare: gives what makes the client; called by the first alone.
        """
        if self._made is None:
            with self._lock:
                if self._made is None:
                    build = prepare()
                    self._made = build(), build
        return view_client(*self._made)


_CLIENTS: LastUsed[SharedClient] = LastUsed(1)


def find_place(key: bytes, maximum: int) -> SharedClient:
    """Find the place of a client in this process; who holds one goes on holding it, whatever is let go of here.

    Args:
        key: what ``build_client_key`` gives.
        maximum: how many clients are kept, 1 or more: those used last.
    """
    _CLIENTS.maximum = maximum
    return _CLIENTS.find(key) or _CLIENTS.keep(key, SharedClient())


def build_client_key(
    fetched: tuple[AwsConnection, bytes],
    hook: HookArguments,
    surroundings: Surroundings,
    service_name: str,
    region_name: str | None = None,
    config: Config | Mapping[str, Any] | None = None,
) -> bytes:
    """Build the keyed hash of all that decides what a client is, and who.

    Args:
        fetched: what the connection says, and the keyed hash of its fields.
        hook: what the hook was made with.
        surroundings: what there is besides the connection.
        service_name: boto3 service name.
        region_name: argument of the call.
        config: argument of the call.
    """
    connection, connection_key = fetched
    deployment = surroundings.deployment
    return fingerprint(
        [
            connection_key.hex(),
            region_name or hook.region_name,
            hook.verify,
            _describe_config(hook.config),
            _describe_config(config),
            service_name,
            fingerprint_environment(connection.profile_name),
            describe_builtin_handlers(),
            surroundings.user_agent,
            # Who a role session is named after, and where its credentials may come from and be kept.
            [
                surroundings.run_values,
                sorted(deployment.token_sources.items()),
                deployment.token_endpoints,
                deployment.host_cache and str(deployment.host_cache.directory),
            ]
            if connection.roles
            else None,
        ]
    )


def _describe_config(config: Config | Mapping[str, Any] | None) -> Any:
    """Describe a configuration as JSON; what can't be, the hash takes for different each time."""
    if isinstance(config, Config):
        # Its options are attributes that its type does not tell of.
        options: Any = config
        config = {name: getattr(options, name) for name in Config.OPTION_DEFAULTS}
    if config and config.get("signature_version") is botocore.UNSIGNED:
        return dict(config) | {"signature_version": "unsigned"}
    return config and dict(config)
