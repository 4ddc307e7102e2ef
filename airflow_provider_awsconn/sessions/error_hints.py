"""Errors of clients say what is likely wrong: a hint at the end of their text, and nothing else about them changes.

Hints are worked out when there is an error, and `diagnosis/` is imported then.
https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html
"""

from __future__ import annotations

import functools
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from airflow_provider_awsconn.connection.precedence import BY_CALL
from airflow_provider_awsconn.credentials.fork_gate import delaying_forks
from airflow_provider_awsconn.credentials.off_loop import run_with_airflow
from airflow_provider_awsconn.errors import AwsConnError

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.hooks import BaseEventHooks

    from airflow_provider_awsconn.diagnosis.circumstances import Circumstances
    from airflow_provider_awsconn.sessions.arguments import ClientArguments

logger = logging.getLogger(__name__)

EVENT = "creating-client-class"
# What botocore raises for a request.
HINTED = (BotoCoreError, ClientError, ResponseParserError)


@dataclass(frozen=True, slots=True)
class HintSource:
    """Knows the circumstances of a connection's clients, and works them out when they are asked for.

    Attributes:
        arguments: the settings of the connection and the hook.
        describe_method: tells where credentials come from, in botocore's words, as far as that is known.
        is_foreign: the sessions are the deployment's own, and so are their credentials.
    """

    arguments: ClientArguments
    describe_method: Callable[[], str | None]
    is_foreign: bool = False

    def describe(self, client: Any, **further: Any) -> Circumstances:
        """Describe the circumstances of a client; of one that could not be made by what it was to be made with."""
        with delaying_forks():
            from airflow_provider_awsconn.sessions.circumstances import describe_circumstances

        method = self.describe_method()
        around = describe_circumstances(self.arguments, credentials_method=method, client=client, **further)
        if not self.is_foreign:
            return around
        of_connection: dict[str, Any] = dict.fromkeys(("method", "role", "access_key_id", "secret"))
        if around.region and around.region.origin.startswith(BY_CALL):
            of_connection["region"] = around.region._replace(origin="session_factory of airflow.cfg, or the call")
        return replace(around, credentials="the session_factory of airflow.cfg", **of_connection)

    def give_to(self, client: Any) -> None:
        """Have the errors of a client carry hints, where its class can give them."""
        if isinstance(client, Hinted) and not (self.is_foreign and self._is_known_to(client)):
            client.__dict__["_awsconn_hints"] = self

    def _is_known_to(self, client: Hinted) -> bool:
        """Tell whether a session of the deployment's own is one of ours, which knows more."""
        known = client._awsconn_hints  # noqa: SLF001 - named so for the client's other base classes
        if known is None or known.is_foreign:
            return False
        return known.arguments.connection.conn_id == self.arguments.connection.conn_id

    def add_to_session(self, events: BaseEventHooks, hints: type[Hinted]) -> None:
        """Have the errors of all clients carry hints that a session makes from now on.

        Args:
            events: the session's.
            hints: the base class that its clients get.
        """
        # The same session may be given for one connection again and again.
        conn_id = self.arguments.connection.conn_id
        extend = functools.partial(self._extend_class, hints)
        events.register(EVENT, extend, unique_id=f"awsconn-error-hints-{conn_id}")

    def _extend_class(
        self, hints: type[Hinted], class_attributes: dict[str, Any], base_classes: list[type], **_: Any
    ) -> None:
        if hints not in base_classes:
            base_classes.insert(0, hints)
        # A session that is given for several connections does not tell whose client it is.
        is_of_many = class_attributes.setdefault("_awsconn_hints", self) is not self
        class_attributes["_awsconn_hints"] = None if is_of_many else self


class Hinted:
    """What the base classes below have in common."""

    # No annotation: a client has the names of boto3's clients, and this one.
    _awsconn_hints = cast("HintSource | None", None)

    def get_waiter(self, waiter_name: str) -> Any:
        """Give botocore's waiter, whose errors carry hints too."""
        with delaying_forks():
            from airflow_provider_awsconn.sessions.waiter_hints import keep_hints

        return keep_hints(super().get_waiter(waiter_name), self)  # type: ignore[misc] # botocore's, behind this one


class ErrorHints(Hinted):
    """A base class of clients, before botocore's own: errors of their requests carry hints."""

    def _make_api_call(self, operation_name: str, api_params: Any) -> Any:
        try:
            return super()._make_api_call(operation_name, api_params)  # type: ignore[misc] # botocore's, behind this one
        except HINTED as error:
            if self._awsconn_hints is not None:
                add_hint(error, self._awsconn_hints, self)
            raise


class AsyncErrorHints(Hinted):
    """The same for clients of aiobotocore. A hint is worked out in a thread: it reads the AWS files."""

    async def _make_api_call(self, operation_name: str, api_params: Any) -> Any:
        try:
            return await super()._make_api_call(operation_name, api_params)  # type: ignore[misc] # the same
        except HINTED as error:
            if self._awsconn_hints is not None:
                await run_with_airflow(add_hint, error, self._awsconn_hints, self)
            raise


def add_hint(error: Exception, source: HintSource, client: Any = None, **further: Any) -> None:
    """Add a hint to the end of an error's text, once; where nobody knows the cause, or all fails, nothing happens.

    Args:
        error: what botocore raised.
        source: knows the circumstances.
        client: whose request it was; None where no client could be made.
        further: what the client was to be made with, as of ``describe_circumstances``.
    """
    if (
        isinstance(error, AwsConnError)
        or hasattr(error, "awsconn_hint")
        or not isinstance(next(iter(error.args), None), str)
    ):
        return
    try:
        with delaying_forks():
            from airflow_provider_awsconn.diagnosis.hint import build_hint

        hint = build_hint(error, lambda: source.describe(client, **further))
        if hint is not None:
            append_hint(error, hint)
    except Exception as problem:  # noqa: BLE001 - whatever happens, the error that people get is the one that was raised
        logger.debug("no hint for an error: %s", type(problem).__name__)


def append_hint(error: Exception, hint: str) -> None:
    """Put a hint at the end of an error's text."""
    error.args = (f"{error.args[0]}{hint}", *error.args[1:])
    error.awsconn_hint = hint  # type: ignore[attr-defined] # tells that there is one
