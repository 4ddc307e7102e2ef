"""botocore configurations from JSON, merged and never replaced. No IO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection import AwsConnection


def build_config(config: Config | Mapping[str, Any] | None) -> Config:
    """Build a botocore ``Config`` from its arguments as JSON can write them; a ``Config`` passes through.

    ``"signature_version": "unsigned"`` means unsigned requests.
    https://botocore.amazonaws.com/v1/documentation/api/latest/reference/config.html

    Raises:
        ValueError: for an argument or value that botocore refuses.
    """
    if isinstance(config, Config):
        return config
    kwargs = dict(config or {})
    if kwargs.get("signature_version") == "unsigned":
        kwargs["signature_version"] = botocore.UNSIGNED
    try:
        return Config(**kwargs)
    except (TypeError, ValueError, BotoCoreError) as error:
        raise ValueError(f"config: {error}; give arguments of botocore.config.Config") from error


def build_connection_config(connection: AwsConnection) -> Config:
    """Build the ``Config`` that the connection's ``config_kwargs`` ask for.

    Raises:
        InvalidConnectionError: for an argument or value that botocore refuses.
    """
    try:
        return build_config(connection.config_kwargs)
    except ValueError as error:
        problem = Problem(
            "extra.config_kwargs",
            str(error.__cause__),
            KEY_BY_NAME["config_kwargs"].expects,
        )
        raise InvalidConnectionError(connection.conn_id, [problem]) from error


def merge_configs(*configs: Config | Mapping[str, Any] | None) -> Config:
    """Merge configurations; what a later one sets beats what an earlier one set, the rest stays."""
    merged = Config()
    for config in configs:
        if config is not None:
            merged = merged.merge(build_config(config))
    return merged
