"""What is examined: a connection, with what it finds where it is used."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import botocore

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.credentials.registry import Registry
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.sessions.config import merge_configs
from airflow_provider_awsconn.sessions.factory import SessionFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection import AwsConnection

# Of the time for all steps, what one connection or one answer may take: a silent server is told as such.
_SHARE_OF_REQUEST = 0.4


@dataclass(frozen=True, slots=True)
class Subject:
    """What is examined.

    Attributes:
        connection: what the connection says.
        hook: what the hook was made with.
        surroundings: what there is besides the connection.
        create_session: a deployment's own way to make sessions, instead of ours.
        found_s3_url: where environment or profile say that S3 is, where the connection does not.
    """

    connection: AwsConnection
    hook: HookArguments = field(default_factory=HookArguments)
    surroundings: Surroundings = field(default_factory=Surroundings)
    create_session: Callable[..., Any] | None = None
    found_s3_url: str | None = None

    @property
    def store_url(self) -> str | None:
        """Where S3 is, when that is not AWS."""
        url = self.connection.get_service_endpoint_url("s3") or self.found_s3_url
        return url if url and not is_aws_endpoint(url) else None

    @property
    def asks_sts(self) -> bool:
        """Whether there is an STS to ask who we are: AWS's, or one that the connection names or its guards ask."""
        return self.store_url is None or bool(self.sts_url) or self._is_guarded

    @property
    def can_do_without_sts(self) -> bool:
        """Whether nothing hangs on who we are, and a probe of the connection's own proves that it works."""
        connection = self.connection
        return connection.test_probe is not None and not (self._is_guarded or connection.account_id)

    @property
    def _is_guarded(self) -> bool:
        return bool(self.connection.allowed_account_ids or self.connection.forbidden_account_ids)

    @property
    def sts_url(self) -> str | None:
        """The endpoint of STS that the connection names."""
        own: str | None = self.connection.get_service_config("sts").get("endpoint_url")
        return own or self.connection.test_endpoint_url

    def build_factory(self, timeout_seconds: float, on_secret: Callable[[str, float | None], None]) -> SessionFactory:
        """Build the way to clients that real work takes, except that it knows nobody, waits little and writes nothing.

        What worked before proves nothing now: credentials are made anew, and no process of the host hears of them.
        """
        seconds = timeout_seconds * _SHARE_OF_REQUEST
        limits: dict[str, Any] = {
            "connect_timeout": seconds,
            "read_timeout": seconds,
            "retries": {"total_max_attempts": 1, "mode": "standard"},
        }
        around = replace(
            self.surroundings,
            deployment=replace(self.surroundings.deployment, host_cache=None),
            on_secret=on_secret,
            registry=Registry(),
            writes_nothing=True,
        )
        hook = replace(self.hook, config=merge_configs(self.hook.config, limits))
        return SessionFactory(self.connection, hook, around, self.create_session)


def is_unsigned(factory: SessionFactory, service_name: str) -> bool:
    """Tell whether requests to a service carry no signature; STS's do, and are not asked where others carry none."""
    config: Any = factory.config if service_name == "sts" else factory.arguments.build_service_config(service_name)
    return bool(config.signature_version is botocore.UNSIGNED)
