"""What classes and calls written for the stock hook rely on beyond this package's own names and ways.

https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/_api/airflow/providers/amazon/aws/hooks/base_aws/index.html
"""

from __future__ import annotations

import functools
import logging
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.client import BaseClient
    from botocore.config import Config

    from airflow_provider_awsconn.async_sessions.context import ClientContext
    from airflow_provider_awsconn.hooks.aws import AwsHook

F = TypeVar("F", bound="Callable[..., Any]")
T = TypeVar("T")


class OtherKindError(LookupError, ValueError):
    """A client was asked for of a hook that was made for a resource, or the reverse."""


class open_property(Generic[T]):  # noqa: N801 - used like that of Python
    """A property that is worked out each time, and may be set on the object."""

    def __init__(self, func: Callable[[Any], T]) -> None:
        self.func = func
        self.__doc__ = func.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> open_property[T]: ...

    @overload
    def __get__(self, instance: object, owner: type | None = None) -> T: ...

    def __get__(self, instance: object | None, owner: type | None = None) -> Any:
        return self if instance is None else self.func(instance)


# A subclass that has its own of these decides for clients too, and so does a test's patch.
DECIDING = ("get_session", "conn_config", "region_name", "verify", "config", "_get_config")


class StockNames:
    """What ``AwsHook`` has by the names of the stock hook."""

    _awsconn_own: Mapping[str, Any]

    @staticmethod
    def retry(should_retry: Callable[[BaseException], bool]) -> Callable[[F], F]:
        """Decorate a method to be called again when it fails, as the hook's ``retry_args`` say; not without them.

        ``retry_args`` is an attribute of the hook, a mapping of ``multiplier``, ``min`` and ``max`` of the exponential
        wait in seconds (1 each when not given) and ``stop_after_delay`` in seconds (10). Each attempt is logged.

        Args:
            should_retry: tells of an error whether to try again.

        Raises:
            tenacity.RetryError: when the time is over.

        https://tenacity.readthedocs.io/en/latest/
        """

        def decorate(method: F) -> F:
            @functools.wraps(method)
            def call(self: Any, *args: Any, **kwargs: Any) -> Any:
                retry_args: Mapping[str, float] | None = getattr(self, "retry_args", None)
                if retry_args is None:
                    return method(self, *args, **kwargs)
                import tenacity

                attempts = tenacity.Retrying(
                    wait=tenacity.wait_exponential(
                        multiplier=retry_args.get("multiplier", 1),
                        min=retry_args.get("min", 1),
                        max=retry_args.get("max", 1),
                    ),
                    stop=tenacity.stop_after_delay(retry_args.get("stop_after_delay", 10)),
                    retry=tenacity.retry_if_exception(should_retry),
                    before=tenacity.before_log(self.log, logging.INFO),
                    after=tenacity.after_log(self.log, logging.INFO),
                )
                return attempts(method, self, *args, **kwargs)

            return cast("F", call)

        return decorate

    @property
    def async_conn(self) -> ClientContext:
        """An async client when it is entered; deprecated, ``async_client()`` and ``get_async_conn()`` say the same."""
        warnings.warn(
            f"{type(self).__name__}.async_conn is deprecated; use async_client(), or await get_async_conn()",
            DeprecationWarning,
            stacklevel=2,
        )
        return self._get_async_conn()

    def _get_async_conn(self) -> ClientContext:
        return cast("AwsHook[Any]", self).async_client()

    @property
    def _config(self) -> Config | None:
        """The configuration that the hook was made with, a mapping as a ``Config``."""
        given = self.__dict__.get("_awsconn_config")
        if not isinstance(given, Mapping):
            return cast("Config | None", given)
        from airflow_provider_awsconn.sessions.config import build_config

        return build_config(given)

    @_config.setter
    def _config(self, config: Config | Mapping[str, Any] | None) -> None:
        # As it was given: botocore is loaded when somebody asks.
        self.__dict__["_awsconn_config"] = config

    @open_property
    def _client(self) -> BaseClient:
        """``conn``'s client: itself, or that of a resource."""
        hook = cast("AwsHook[Any]", self)
        client: BaseClient = hook.conn.meta.client if hook.resource_type else hook.conn
        return client

    def _get_config(self, config: Config | Mapping[str, Any] | None = None) -> Config:
        """Give the configuration that a client of this hook is made with: the hook's, the given one merged over it."""
        from airflow_provider_awsconn.airflow_compat import describe_user_agent
        from airflow_provider_awsconn.sessions.config import merge_configs

        merged: Any = merge_configs(cast("AwsHook[Any]", self).config, config)
        agent = f"{describe_user_agent()} {merged.user_agent_extra or ''}".strip()
        return merge_configs(merged, {"user_agent_extra": agent})

    def _resolve_service_name(self, is_resource_type: bool = False) -> str:
        """Give the service name of a client or of a resource, where the hook was made for one."""
        hook = cast("AwsHook[Any]", self)
        argument = "resource_type" if is_resource_type else "client_type"
        return hook._awsconn_pick_type(argument, None)  # noqa: SLF001 - another part of the same class

    def _awsconn_decides(self, name: str) -> bool:
        """Tell whether a subclass, or a patch of a class or of this object, has its own member of a name."""
        own, held = self._awsconn_own[name], self.__dict__
        if name == "conn_config" and name in held:
            # Worked out here, or set by somebody.
            return held[name] is not held.get("_awsconn_wrapper")
        return getattr(type(self), name) is not own or (callable(own) and name in held)

    def _awsconn_sort_arguments(
        self, argument: str, first: Any, second: Any, third: Any, fourth: bool = False
    ) -> tuple[Any, Any, Any, bool]:
        """Sort a call's arguments as this package has them; the stock hook takes region, config and deferrable first.

        Args:
            argument: ``client_type`` or ``resource_type``.
            first: that, or a region.
            second: a region, or a configuration.
            third: a configuration, or whether it is deferrable.
            fourth: whether it is deferrable.
        """
        is_region_first = first is None or is_region(first)
        is_other_order = (second is not None and not isinstance(second, str)) or isinstance(third, bool)
        is_region_alone = first is not None and second is None and getattr(self, argument)
        if not is_region_first or not (is_other_order or is_region_alone):
            return first, second, third, fourth
        warnings.warn(
            f"{type(self).__name__}.get_{argument}: give region_name and config by name, "
            f"such as region_name={first!r}; what comes first is {argument}",
            DeprecationWarning,
            stacklevel=3,
        )
        if isinstance(third, bool):
            third, fourth = None, third
        return None, first, third if second is None else second, fourth


def is_region(text: object) -> bool:
    """Tell whether this is the name of a region, and of no service."""
    # Imported for those only that may be one: this may run on an event loop, and it takes a while the first time.
    if not isinstance(text, str) or "-" not in text:
        return False
    from airflow_provider_awsconn.connection.region import is_region_name

    return is_region_name(text)
