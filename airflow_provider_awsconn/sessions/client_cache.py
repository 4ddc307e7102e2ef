"""Clients that hooks of one process share: one per identity, service and settings. A forked child makes its own.

botocore's clients may be shared between threads:
https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html#multithreading-or-multiprocessing-with-clients
"""

from __future__ import annotations

import contextlib
import json
import os
from threading import RLock
from typing import TYPE_CHECKING, Any

import botocore
from botocore.config import Config

from airflow_provider_awsconn.credentials.environment import describe_environment
from airflow_provider_awsconn.credentials.lru import LastUsed
from airflow_provider_awsconn.credentials.registry import fingerprint_texts, write_document
from airflow_provider_awsconn.sessions.botocore_inside import describe_builtin_handlers, describe_config
from airflow_provider_awsconn.sessions.client_view import view_client
from airflow_provider_awsconn.sessions.patience import take_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.credentials.surroundings import Surroundings


class UnsharedError(Exception):
    """Nobody can tell whether another client is the same."""


class SharedClient:
    """The place of a client of many, made by the first who needs it."""

    def __init__(self) -> None:
        self._made: tuple[Any, Callable[[], Any]] | None = None
        # Others who come while it is made wait here, and those who want another client do not.
        self._lock = RLock()

    def view(self, prepare: Callable[[], Callable[[], Any]], is_current: Callable[[], bool] = lambda: True) -> Any:
        """Give a view of the client.

        Args:
            prepare: gives what makes the client; called by the first alone.
            is_current: tells whether the client is still what its place is for, once it is made.
        """
        if self._made is None:
            with take_turn(self._lock) as has_turn:
                if not has_turn:
                    return prepare()()
                if self._made is None:
                    build = prepare()
                    client = build()
                    if not is_current():
                        return client
                    self._made = client, build
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
    surroundings: Surroundings | None,
    service_name: str,
    region_name: str | None = None,
    config: Config | Mapping[str, Any] | None = None,
    user_agent: str = "",
) -> bytes:
    """Build the keyed hash of all that decides what a client is, and who.

    Args:
        fetched: what the connection says, and the keyed hash of its fields.
        hook: what the hook was made with.
        surroundings: what there is besides the connection; only a role's credentials depend on it.
        service_name: boto3 service name.
        region_name: argument of the call.
        config: argument of the call.
        user_agent: goes into the User-Agent header of all requests.

    Raises:
        UnsharedError: when something of a configuration can't be compared.
    """
    connection, connection_key = fetched
    return fingerprint_texts(
        connection_key,
        service_name,
        region_name,
        # Not the same as that of the call: it is also where STS is asked.
        hook.region_name,
        repr(hook.verify),
        _describe_config(hook.config),
        _describe_config(config),
        *describe_environment(connection.profile_name),
        describe_builtin_handlers(),
        user_agent,
        _describe_surroundings(connection, surroundings) if surroundings else None,
    )


def _describe_surroundings(connection: AwsConnection, surroundings: Surroundings) -> bytes:
    """Describe who a role session is named after, and where its credentials may come from and be kept."""
    deployment = surroundings.deployment
    cache = deployment.host_cache
    told: list[Any] = [surroundings.run_values, dict(deployment.token_sources), deployment.token_endpoints]
    if connection.federation:
        from airflow_provider_awsconn.credentials.chain import describe_token_environment

        told.append(describe_token_environment(connection.federation))
    return write_document([*told, cache and str(cache.directory)])


def _describe_config(config: Config | Mapping[str, Any] | None) -> str | None:
    """Describe a configuration."""
    if config is None:
        return None
    given = describe_config(config) if isinstance(config, Config) else dict(config)
    if isinstance(given, dict) and given.get("signature_version") is botocore.UNSIGNED:
        given["signature_version"] = "unsigned"
    # Paths are the one thing beside JSON that says what it is.
    with contextlib.suppress(TypeError, ValueError, RecursionError):
        return json.dumps(given, sort_keys=True, default=os.fspath)
    # Outside of the handler: a proxy's password may be in what was refused, and in a frame.
    del config, given
    raise UnsharedError
