"""From a name to a waiter that works with a client: one of a file, or the service's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.client import BaseClient
from botocore.waiter import WaiterModel, create_waiter_with_client

from airflow_provider_awsconn.connection.suggest import suggest_name
from airflow_provider_awsconn.sessions.botocore_inside import is_of_aiobotocore
from airflow_provider_awsconn.sessions.waiter_hints import keep_hints
from airflow_provider_awsconn.waiters.checks import list_problems, list_unknown_keys
from airflow_provider_awsconn.waiters.files import InvalidWaiterError, load_waiters
from airflow_provider_awsconn.waiters.templates import fill_templates

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

_HOW_TO_LIST = "list_waiters() of the hook lists them"


def check_arguments(
    parameters: Mapping[str, Any] | None, config_overrides: Mapping[str, Any] | None, deferrable: bool, client: Any
) -> None:
    """Refuse arguments of ``get_waiter`` that do not go together.

    Raises:
        ValueError: for such arguments.
    """
    if deferrable and client is None:
        raise ValueError(
            "client: is missing while deferrable=True; give the async client that the waiter is to ask with"
        )
    if deferrable and isinstance(client, BaseClient) and not is_of_aiobotocore(client):
        raise ValueError("client: is a synchronous one while deferrable=True; give an async client")
    if parameters is not None and config_overrides is not None and "acceptors" in config_overrides:
        raise ValueError(
            "parameters: are for the acceptors of the file, and config_overrides has others; give one of the two"
        )
    unknown = list(list_unknown_keys(config_overrides or {}))
    if unknown:
        raise ValueError(" - ".join(map(str, unknown)))


def build_waiter(
    client: Any,
    path: str | os.PathLike[str] | None,
    waiter_name: str,
    parameters: Mapping[str, Any] | None = None,
    config_overrides: Mapping[str, Any] | None = None,
    deferrable: bool = False,
) -> Any:
    """Build a waiter; asynchronous ones for asynchronous clients.

    Args:
        client: makes the requests.
        path: the file of waiters; None where there is none.
        waiter_name: as it is written in the file, or of the service's own, which botocore names.
        parameters: for the templates of a waiter of the file.
        config_overrides: replaces keys of the waiter.
        deferrable: decides where the client is none of botocore's, such as one made for a test.

    Raises:
        InvalidWaiterError: with all that is wrong with the waiter.
        ValueError: when there is no such waiter.
    """
    custom = load_waiters(path) if path is not None else {}
    if waiter_name not in custom:
        waiter = _get_official(client, waiter_name, custom)
        if not config_overrides or not isinstance(client, BaseClient):
            return keep_hints(waiter, client)
        where, name, config = f"waiter '{waiter_name}'", waiter.name, _describe(waiter.config)
    else:
        where, name, config = f"waiter '{waiter_name}' of {path}", waiter_name, custom[waiter_name]
    filled, problems = fill_templates({**config, **(config_overrides or {})}, parameters)
    # What is still a template is no expression yet.
    problems = problems or list(list_problems(filled, *_list_operations(client)))
    if problems:
        raise InvalidWaiterError(where, problems)
    model = WaiterModel({"version": 2, "waiters": {name: filled}})
    create = _import_async() if deferrable or is_of_aiobotocore(client) else create_waiter_with_client
    return keep_hints(create(name, model, client), client)


def list_names(client: Any, path: str | os.PathLike[str] | None) -> list[str]:
    """List the names of the service's own waiters, and of those of the file."""
    custom = load_waiters(path) if path is not None else {}
    return list(dict.fromkeys([*client.waiter_names, *custom]))


def _get_official(client: Any, waiter_name: str, custom: Mapping[str, Any]) -> Any:
    # What stands in for a client may not know which waiters there are.
    if not isinstance(client, BaseClient) or waiter_name in client.waiter_names:
        return client.get_waiter(waiter_name)
    near = suggest_name(waiter_name, [*custom, *client.waiter_names])
    hint = f"did you mean {near}? {_HOW_TO_LIST}" if near else _HOW_TO_LIST
    raise ValueError(f"waiter '{waiter_name}': {client.meta.service_model.service_name} has no such waiter; {hint}")


def _describe(config: Any) -> Mapping[str, Any]:
    """Describe a waiter of the service's own as one of a file."""
    acceptors = [
        {"state": each.state, "matcher": each.matcher, "argument": each.argument, "expected": each.expected}
        for each in config.acceptors
    ]
    return {
        "operation": config.operation,
        "delay": config.delay,
        "maxAttempts": config.max_attempts,
        "acceptors": acceptors,
    }


def _list_operations(client: Any) -> tuple[str, list[str] | None]:
    if not isinstance(client, BaseClient):
        return "", None
    model = client.meta.service_model
    return model.service_name, model.operation_names


def _import_async() -> Any:
    # Whoever has an async client has loaded it.
    from aiobotocore.waiter import create_waiter_with_client

    return create_waiter_with_client
