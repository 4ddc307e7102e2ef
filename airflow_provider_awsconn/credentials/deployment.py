"""What the deployment allows, from airflow.cfg: never from a connection, which other people may edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.credentials.host_cache import HostCache


@dataclass(frozen=True, slots=True)
class Deployment:
    """The options of ``[awsconn]`` that decide where credentials come from and go to, and what errors tell.

    Attributes:
        token_sources: import paths of callables that give tokens and assertions, by the name a connection may say.
        token_endpoints: URLs besides AWS's own STS that tokens and assertions may be sent to.
        host_cache: where the tasks of this host share credentials; None for a memory of the process alone.
        error_hints: whether errors of clients say what is likely wrong.
    """

    token_sources: Mapping[str, str] = field(default_factory=dict)
    token_endpoints: tuple[str, ...] = ()
    host_cache: HostCache | None = None
    error_hints: bool = True
