"""Errors of waiters say what is likely wrong, as those of the requests they make.

botocore's waiters keep what the server answered and drop the error that told of it, hint and all.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any

from botocore.exceptions import ClientError, WaiterError

from airflow_provider_awsconn.credentials.off_loop import run_with_airflow
from airflow_provider_awsconn.sessions.error_hints import HintSource, add_hint, append_hint


def keep_hints(waiter: Any, client: Any) -> Any:
    """Have the errors of a waiter carry hints where those of its client do; gives the waiter."""
    source = getattr(client, "_awsconn_hints", None)
    if not isinstance(source, HintSource):
        return waiter
    wait, operation_name = waiter.wait, waiter.config.operation

    @functools.wraps(wait)
    def wait_with_hints(**kwargs: Any) -> Any:
        try:
            return wait(**kwargs)
        except WaiterError as error:
            _add_hint(error, source, client, operation_name)
            raise

    @functools.wraps(wait)
    async def wait_with_hints_on_loop(**kwargs: Any) -> Any:
        try:
            return await wait(**kwargs)
        except WaiterError as error:
            # A hint reads the AWS files.
            await run_with_airflow(_add_hint, error, source, client, operation_name)
            raise

    waiter.wait = wait_with_hints_on_loop if inspect.iscoroutinefunction(wait) else wait_with_hints
    return waiter


def _add_hint(error: Any, source: HintSource, client: Any, operation_name: str) -> None:
    response = error.last_response
    answer = response.get("Error") if isinstance(response, dict) else None
    # Some operations have a member of that name in good answers.
    if hasattr(error, "awsconn_hint") or not isinstance(answer, dict) or "Code" not in answer:
        return
    told = ClientError(response, operation_name)
    add_hint(told, source, client)
    hint = getattr(told, "awsconn_hint", None)
    if hint is not None:
        append_hint(error, hint)
