"""From what a hook was made with to a client, that of another hook where it is the same."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.airflow_compat import describe_user_agent, mask_minted, read_run_values
from airflow_provider_awsconn.airflow_options import read_client_cache_size, read_deployment, read_session_factory
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.sessions.client_cache import UnsharedError, build_client_key, find_place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.config import Config

    from airflow_provider_awsconn.airflow_connections import Fetched
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments

# A client of many has room for the connections of many; one that has none left throws them away, and warns.
_OF_MANY = {"max_pool_connections": 50}


def read_surroundings(connection: AwsConnection) -> Surroundings:
    """Read what there is besides a connection: Airflow's options, the task that runs, the masker."""
    # Only role sessions are named after the task.
    run_values = read_run_values() if connection.roles else None
    return Surroundings(read_deployment(), run_values, mask_minted, user_agent=describe_user_agent())


def count_shared_clients() -> int:
    """Give how many clients the deployment lets hooks of this process share, 0 for none."""
    # Nobody knows what a session of the deployment's own depends on.
    return read_client_cache_size() if read_session_factory() is None else 0


def share_client(
    fetched: Fetched,
    arguments: HookArguments,
    service_name: str,
    region_name: str | None,
    config: Config | Mapping[str, Any] | None,
    maximum: int,
) -> Any:
    """Give a view of a client that all hooks of these settings share.

    Args:
        fetched: the connection.
        arguments: what the hook was made with.
        service_name: boto3 service name.
        region_name: argument of the call.
        config: argument of the call.
        maximum: how many clients are kept.
    """
    # Of no account for who has keys of its own, and asked for each hook.
    surroundings = read_surroundings(fetched.connection) if fetched.connection.roles else None

    def build_key() -> bytes:
        user_agent = describe_user_agent()
        return build_client_key(fetched[:2], arguments, surroundings, service_name, region_name, config, user_agent)

    def prepare() -> Callable[[], Any]:
        from airflow_provider_awsconn.sessions.config import merge_configs
        from airflow_provider_awsconn.sessions.factory import SessionFactory

        # One of its own, as all is now: that of the hook may be older. Mappings may change after this.
        kept = [given and merge_configs(given) for given in (arguments.config, config)]
        arguments_now = replace(arguments, config=kept[0])
        around = surroundings or read_surroundings(fetched.connection)
        factory = SessionFactory(fetched.connection, arguments_now, around, defaults=_OF_MANY)
        # Nor does a client that becomes one of its own later go to another region.
        region = region_name or factory.find_region(service_name, kept[1])
        return functools.partial(factory.build_client, service_name, region, kept[1])

    try:
        key = build_key()
    except UnsharedError:
        return prepare()()
    return find_place(key, maximum).view(prepare, lambda: build_key() == key)
