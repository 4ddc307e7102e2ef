"""botocore configurations as aiobotocore takes them. No IO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiobotocore.config import AioConfig

from airflow_provider_awsconn.sessions.botocore_inside import describe_config

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.config import Config


def build_async_config(config: Config, *given: Config | Mapping[str, Any] | None) -> Config:
    """Build what an async client is configured with.

    Args:
        config: all settings that botocore knows, merged.
        given: configurations of callers; what an ``AioConfig`` among them says beyond botocore's counts too, the last
            one's most.
    """
    of_aiobotocore = [each for each in given if isinstance(each, AioConfig)]
    if not of_aiobotocore:
        return config
    default = AioConfig()
    connector_args: dict[str, Any] = {}
    http_session_cls = default.http_session_cls
    for each in of_aiobotocore:
        connector_args |= dict(each.connector_args.items() - default.connector_args.items())
        if each.http_session_cls is not default.http_session_cls:
            http_session_cls = each.http_session_cls
    built: Config = AioConfig(connector_args, http_session_cls=http_session_cls, **describe_config(config))
    return built
