"""botocore configurations from JSON, merged and never replaced. No IO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import botocore
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from airflow_provider_awsconn.sessions.botocore_inside import describe_config

if TYPE_CHECKING:
    from collections.abc import Mapping

# The options of a Config that are objects.
_OBJECTS = ("retries", "s3", "proxies", "proxies_config")
# Two ways to say one thing; beside each other botocore takes the second, whoever said it.
_ATTEMPTS = ("max_attempts", "total_max_attempts")


def build_config(config: Config | Mapping[str, Any] | None) -> Config:
    """Build a botocore ``Config`` from its arguments as JSON can write them; a ``Config`` passes through.

    ``"signature_version": "unsigned"`` means unsigned requests.
    https://botocore.amazonaws.com/v1/documentation/api/latest/reference/config.html

    Raises:
        ValueError: for an argument or value that botocore refuses.
    """
    if isinstance(config, Config):
        return config
    kwargs = read_arguments(config or {})
    try:
        return Config(**kwargs)
    except (TypeError, ValueError, BotoCoreError) as error:
        reason = str(error)
    # A traceback that shows local variables must not show a proxy's password, botocore's own frames neither.
    kwargs, config = {}, None
    raise ValueError(f"config: {reason}; give arguments of botocore.config.Config")


def read_arguments(written: Mapping[str, Any]) -> dict[str, Any]:
    """Read the arguments of a ``Config`` as JSON writes them: there are no tuples, nor botocore's UNSIGNED."""
    arguments = dict(written)
    if arguments.get("signature_version") == "unsigned":
        arguments["signature_version"] = botocore.UNSIGNED
    if isinstance(arguments.get("client_cert"), list):
        arguments["client_cert"] = tuple(arguments["client_cert"])
    of_proxies = arguments.get("proxies_config")
    certificate = of_proxies.get("proxy_client_cert") if isinstance(of_proxies, dict) else None
    if isinstance(of_proxies, dict) and isinstance(certificate, list):
        arguments["proxies_config"] = of_proxies | {"proxy_client_cert": tuple(certificate)}
    return arguments


def merge_configs(*configs: Config | Mapping[str, Any] | None) -> Config:
    """Merge configurations; what a later one sets beats what an earlier one set, the rest stays.

    Options that are objects, such as ``retries`` and ``s3``, are merged member by member; ``proxies={}`` is botocore's
    way to say that there are none. Nothing given is changed, by a client neither.

    Raises:
        ValueError: for an argument or value that botocore refuses.
    """
    merged: Any = Config()
    for config in configs:
        # Each merge takes longer than all else that is settled for a client.
        if config:
            later: Any = build_config(config)
            given = {name: getattr(later, name) for name in _OBJECTS}
            # Joined even where there is nothing to join with: a client writes into the retries it is made with.
            joined = {name: _join(getattr(merged, name), value) for name, value in given.items() if value is not None}
            if given["proxies"] == {}:
                joined["proxies"] = {}
            merged = merged.merge(_keep_botocores(later)).merge(build_config(joined))
    return cast("Config", merged)


def _keep_botocores(config: Config) -> Config:
    """Give what botocore knows of a configuration: that of aiobotocore says more."""
    said = describe_config(config)
    if not isinstance(said, dict) or said.keys() <= Config.OPTION_DEFAULTS.keys():
        return config
    return Config(**{name: value for name, value in said.items() if name in Config.OPTION_DEFAULTS})


def _join(earlier: Mapping[str, Any] | None, later: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(earlier or {})
    if any(name in later for name in _ATTEMPTS):
        kept = {name: value for name, value in kept.items() if name not in _ATTEMPTS}
    return kept | dict(later)
