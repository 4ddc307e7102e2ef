"""One aiobotocore session per profile and environment, which makes the async clients of all connections there.

The same as ``sessions/template.py``, on the same models. Clients are made in one thread, so nobody waits for a turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiobotocore.hooks import AioHierarchicalEmitter
from aiobotocore.session import AioSession

from airflow_provider_awsconn.async_sessions.building import make_client
from airflow_provider_awsconn.credentials.lru import LastUsed
from airflow_provider_awsconn.sessions.bare_session import build_bare_session
from airflow_provider_awsconn.sessions.botocore_inside import ParsedRuleSets, share_model
from airflow_provider_awsconn.sessions.error_hints import AsyncErrorHints
from airflow_provider_awsconn.sessions.template import ClassSharing, build_template_key

if TYPE_CHECKING:
    from airflow_provider_awsconn.credentials.asynchronous import AsyncCredentials


class AsyncTemplate(AioSession):  # type: ignore[misc] # of an untyped library
    """A session that makes clients with the credentials of whoever asks, in the thread that makes clients."""

    emitter_class = AioHierarchicalEmitter

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._credentials_of_turn: AsyncCredentials | None = None
        self._takes_tokens = False
        self._models: dict[Any, Any] = {}
        ClassSharing(AsyncErrorHints).register(self)

    def build_client(
        self, credentials: AsyncCredentials | None, takes_tokens: bool, service_name: str, **arguments: Any
    ) -> Any:
        """Build a client, which nobody has entered yet.

        Args:
            credentials: what it signs with; None for requests that are not signed.
            takes_tokens: whether bearer tokens of the worker are for it.
            service_name: boto3 service name.
            arguments: of aiobotocore's ``create_client``.
        """
        self._credentials_of_turn, self._takes_tokens = credentials, takes_tokens
        try:
            client = make_client(self, service_name, **arguments)
        finally:
            self._credentials_of_turn = None
        share_model(client, self._models)
        return client

    async def get_credentials(self) -> AsyncCredentials | None:
        """Give the credentials of the client that is being made."""
        return self._credentials_of_turn

    def get_auth_token(self, **kwargs: Any) -> Any:
        """Give the worker's bearer token to those it is for."""
        return super().get_auth_token(**kwargs) if self._takes_tokens else None


def get_async_template(profile_name: str | None, user_agent: str) -> AsyncTemplate:
    """Give the template of a profile as the environment and the AWS files are now.

    Args:
        profile_name: of the AWS configuration files; None for that of the environment.
        user_agent: goes into the User-Agent header of all requests.
    """
    key = build_template_key(profile_name, user_agent)
    return _TEMPLATES.find(key) or _TEMPLATES.keep(key, _build_template(profile_name, user_agent))


def _build_template(profile_name: str | None, user_agent: str) -> AsyncTemplate:
    template = build_bare_session(AsyncTemplate, profile_name, user_agent)
    template.register_component("data_loader", ParsedRuleSets(template.get_component("data_loader")))
    return template


_TEMPLATES: LastUsed[AsyncTemplate] = LastUsed(16)
