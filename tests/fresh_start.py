"""A test starts as a process does: nothing is shared yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow_provider_awsconn.credentials.lru import LastUsed
from airflow_provider_awsconn.credentials.registry import Registry

if TYPE_CHECKING:
    import pytest


def start_afresh(patch: pytest.MonkeyPatch) -> Registry:
    """Have hooks share with none of before: credentials, clients, parsed connections. Gives the new registry."""
    registry = Registry()
    patch.setattr("airflow_provider_awsconn.credentials.surroundings.SHARED", registry)
    patch.setattr("airflow_provider_awsconn.sessions.client_cache._CLIENTS", LastUsed(1))
    for name in ("_PARSED", "_READABLE"):
        patch.setattr(f"airflow_provider_awsconn.airflow_connections.{name}", LastUsed(256))
    return registry
