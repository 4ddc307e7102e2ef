"""What this package takes from botocore beyond its public names. Where botocore changes, the plain way is taken.

Each piece makes clients cheaper and changes nothing about them: without it they only cost more.
"""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from botocore import endpoint_provider, handlers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.loaders import Loader

logger = logging.getLogger(__name__)

RULE_SET = "endpoint-rule-set-1"
# A kind of rule beside botocore's own: one that is parsed already.
_PARSED = "awsconn_parsed"
# What boto3's transfers register on every client they use: flags on the request at hand, the same for all.
_OF_TRANSFERS = frozenset({"s3upload-transferring", "s3upload-not-transferring"})

_seen: tuple[tuple[Any, ...], int] = ((), 0)


def describe_builtin_handlers() -> str | None:
    """Describe what changes with botocore's built-in handlers, as moto changes them; None where they are unknown.

    Sessions that share the handlers of an earlier one must not miss what has been added since.
    """
    global _seen  # noqa: PLW0603 - replaced as a whole
    builtin = getattr(handlers, "BUILTIN_HANDLERS", None)
    if not isinstance(builtin, list) or not builtin:
        return None
    now = tuple(builtin)
    if now != _seen[0]:
        # Held, so that nothing else gets the place in memory of what was taken out.
        _seen = now, _seen[1] + 1
    return str(_seen[1])


def describe_config(config: Any) -> Any:
    """Describe a botocore ``Config`` as what it was made with: a default that was said beats what others say.

    Gives what nothing can be compared with where botocore has come to keep that otherwise.
    """
    said = getattr(config, "_user_provided_options", None)
    return dict(said) if isinstance(said, dict) else object()


def is_of_aiobotocore(value: object) -> bool:
    """Tell whether this is an object of aiobotocore, such as an async client, without importing it."""
    return any(each.__module__.partition(".")[0] == "aiobotocore" for each in type(value).__mro__)


def is_of_transfers(unique_id: object) -> bool:
    """Tell whether a handler of this id is that of boto3's transfers, which hurts nobody on a client of many."""
    return unique_id in _OF_TRANSFERS


def share_model(client: Any, models: dict[Any, Any]) -> None:
    """Have the clients of a service share its operations and shapes, which botocore works out anew for each client.

    Args:
        client: one that nobody has used.
        models: those of the clients before it, which are on the same data.
    """
    own = client.meta.service_model
    # The loader gives the same data again, as long as it is the same.
    data = getattr(own, "_service_description", None)
    if data is None:
        return
    shared = models.setdefault(id(data), own)
    holders: tuple[Any, ...] = (client.meta, getattr(client, "_ruleset_resolver", None))
    for holder in holders:
        if getattr(holder, "_service_model", None) is own:
            holder._service_model = shared  # noqa: SLF001 - where botocore keeps it
    # Worked out now, and not with the first error: it goes through all shapes of the service.
    _ = getattr(shared, "_error_code_cache", None)


class ParsedRuleSets:
    """The ``data_loader`` of a session whose clients share parsed endpoint rules.

    botocore parses the rules of a service anew for each client: S3's are 390 objects.

    Args:
        loader: reads the models.
    """

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._parsed: dict[tuple[str, str | None], Mapping[str, Any]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        """Load a model; of endpoint rules the one that is parsed."""
        if type_name != RULE_SET:
            return self._loader.load_service_model(service_name, type_name, api_version)
        key = (service_name, api_version)
        if key not in self._parsed:
            self._parsed[key] = _parse_rules(self._loader.load_service_model(service_name, type_name, api_version))
        return self._parsed[key]


def _parse_rules(model: Mapping[str, Any]) -> Mapping[str, Any]:
    """Parse the rules of a set, by botocore's own parser; the set as it was where that is not as expected."""
    try:
        creator = endpoint_provider.RuleCreator
        if getattr(creator, _PARSED, None) is None:
            setattr(creator, _PARSED, staticmethod(_give_parsed))
        parsed = [creator.create(**rule) for rule in model["rules"]]
        shared = {**model, "rules": [{"type": _PARSED, "rule": rule} for rule in parsed]}
        works = endpoint_provider.RuleSet(**shared, partitions={}).rules == parsed
    except Exception:  # noqa: BLE001 - whatever botocore has become, its own way works
        works = False
    if works:
        return shared
    _tell_once("parsed endpoint rules")
    return model


def _give_parsed(rule: object) -> object:
    return rule


@functools.lru_cache(maxsize=8)
def _tell_once(what: str) -> None:
    logger.warning("botocore has changed: %s are not shared between clients, which costs time and memory", what)
