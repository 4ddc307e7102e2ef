"""Which of the places a setting may be made in counts: a hook's argument, the connection, its store, then the rest.

What is settled here says where it came from. Nothing settled leaves it to botocore: profile, environment, default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint
from airflow_provider_awsconn.connection.store import find_preset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airflow_provider_awsconn.connection.model import AwsConnection

BY_CALL = "argument of the call"
BY_HOOK = "argument of the hook"


class Setting(NamedTuple):
    """A value, and where it came from."""

    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class HookArguments:
    """What a hook was made with; it beats the connection. None and "" mean nothing was said.

    Attributes:
        region_name: region of the clients.
        verify: True, False or the path of a CA bundle.
        config: a botocore ``Config`` or a mapping of its arguments.
    """

    region_name: str | None = None
    verify: bool | str | None = None
    config: Any = None


def settle_region(
    connection: AwsConnection, hook: HookArguments, service_name: str | None = None, call: str | None = None
) -> Setting | None:
    """Settle the region of a service's clients, or of a session; a store that has regions of its own says it last."""
    said = _first(
        Setting(call, BY_CALL),
        Setting(hook.region_name, BY_HOOK),
        _of_service(connection, service_name, "region_name"),
        _of_connection(connection, "region_name"),
    )
    preset = None if said else find_preset(connection, service_name or "")
    if preset is None or not preset.has_own_regions or configures_region(connection, hook, service_name):
        return said
    return _first(Setting(preset.region, preset.origin))


def settle_default_region(connection: AwsConnection, service_name: str | None = None) -> Setting | None:
    """Settle the region where environment and profile say none either: that of a store which takes any."""
    preset = find_preset(connection, service_name or "")
    return _first(Setting(preset.region, preset.origin)) if preset else None


def settle_chain_region(connection: AwsConnection, hook: HookArguments) -> Setting | None:
    """Settle the region in which boto3's lookup chain asks AWS, whatever store the connection is for."""
    return _first(Setting(hook.region_name, BY_HOOK), _of_connection(connection, "region_name"))


def settle_sts_region(connection: AwsConnection, hook: HookArguments, call: str | None = None) -> Setting | None:
    """Settle the region in which roles are asked for: STS's own, for the other arguments are about other services."""
    return _first(
        _of_service(connection, "sts", "region_name"),
        Setting(hook.region_name, BY_HOOK),
        _of_connection(connection, "region_name"),
        Setting(call, BY_CALL),
    )


def settle_verify(connection: AwsConnection, hook: HookArguments, service_name: str | None = None) -> Setting | None:
    """Settle TLS verification: True, False or the path of a CA bundle."""
    return _first(
        Setting(hook.verify, BY_HOOK),
        _of_service(connection, service_name, "verify"),
        _of_connection(connection, "verify"),
    )


def settle_endpoint(connection: AwsConnection, service_name: str) -> Setting | None:
    """Settle the endpoint of a service. One on AWS itself, such as a service's VPC endpoint, is not taken for STS."""
    own = _of_service(connection, service_name, "endpoint_url")
    if service_name == "sts" and connection.endpoint_url and is_aws_endpoint(connection.endpoint_url):
        return _first(own)
    return _first(own, _of_connection(connection, "endpoint_url"))


def list_configs(connection: AwsConnection, hook: HookArguments, service_name: str | None = None) -> list[Setting]:
    """List the botocore configurations that are merged, the strongest last."""
    preset = find_preset(connection, service_name or "")
    of_store = [Setting(preset.config.to_dict(), preset.origin)] if preset else []
    return of_store + _list_said_configs(connection, hook, service_name)


def configures_region(connection: AwsConnection, hook: HookArguments, service_name: str | None) -> bool:
    """Tell whether a configuration says a region, which botocore takes where there is no argument."""
    given = [config.value for config in _list_said_configs(connection, hook, service_name)]
    return any(
        config.get("region_name") if isinstance(config, Mapping) else getattr(config, "region_name", None)
        for config in given
    )


def _list_said_configs(connection: AwsConnection, hook: HookArguments, service_name: str | None) -> list[Setting]:
    own = connection.get_service_config(service_name).get("config_kwargs") if service_name else None
    configs = [
        Setting(connection.config_kwargs.to_dict(), "extra.config_kwargs"),
        Setting(own, f"extra.service_config.{service_name}.config_kwargs"),
        Setting(hook.config, BY_HOOK),
    ]
    return [config for config in configs if config.value]


def _of_connection(connection: AwsConnection, name: str) -> Setting:
    return Setting(getattr(connection, name), str(connection.origins.get(name, f"extra.{name}")))


def _of_service(connection: AwsConnection, service_name: str | None, name: str) -> Setting:
    own = connection.get_service_config(service_name) if service_name else {}
    return Setting(own.get(name), f"extra.service_config.{service_name}.{name}")


def _first(*settings: Setting) -> Setting | None:
    said: Iterable[Setting] = (setting for setting in settings if setting.value not in (None, ""))
    return next(iter(said), None)
