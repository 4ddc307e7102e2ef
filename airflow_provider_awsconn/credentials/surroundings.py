"""What a connection finds where it is used, and shares there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from airflow_provider_awsconn.credentials.deployment import Deployment
from airflow_provider_awsconn.credentials.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# All credentials that this process shares.
SHARED = Registry()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connection finds where it is used.

    Attributes:
        deployment: what airflow.cfg says.
        run_values: what the fields of templates stand for.
        on_secret: gets each secret value before anybody can use it, and the moment it ends, in seconds since 1970.
        registry: shares the credentials.
        user_agent: goes into the User-Agent header of all requests.
        writes_nothing: whether the sign-ons that the AWS CLI keeps in files are read only: they are not renewed then.
    """

    deployment: Deployment = field(default_factory=Deployment)
    run_values: Mapping[str, str] | None = None
    on_secret: Callable[[str, float | None], None] = lambda *_: None
    registry: Registry = field(default_factory=lambda: SHARED)
    user_agent: str = "awsconn"
    writes_nothing: bool = False
