"""botocore configurations from JSON, merged and never replaced. No IO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import botocore
from botocore.config import Config
from botocore.exceptions import BotoCoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

# The options of a Config that are objects.
_OBJECTS = ("retries", "s3", "proxies", "proxies_config")


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


def merge_configs(*configs: Config | Mapping[str, Any] | None) -> Config:
    """Merge configurations; what a later one sets beats what an earlier one set, the rest stays.

    Options that are objects, such as ``retries`` and ``s3``, are merged member by member.

    Raises:
        ValueError: for an argument or value that botocore refuses.
    """
    merged: Any = Config()
    for config in configs:
        if config is not None:
            later: Any = build_config(config)
            joined = {name: _join(getattr(merged, name), getattr(later, name)) for name in _OBJECTS}
            merged = merged.merge(later).merge(build_config({name: value for name, value in joined.items() if value}))
    return cast("Config", merged)


def _join(earlier: dict[str, Any] | None, later: dict[str, Any] | None) -> dict[str, Any] | None:
    return {**earlier, **later} if earlier and later else None
