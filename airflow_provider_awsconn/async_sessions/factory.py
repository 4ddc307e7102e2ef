"""From a connection to async clients and sessions, with the settings and the credentials of its other clients.

All of it may block: it is a thread's work. A client that is made here is entered on the event loop that uses it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from aiobotocore.session import AioSession
from botocore.credentials import Credentials

from airflow_provider_awsconn.async_sessions.building import make_client, run_to_end
from airflow_provider_awsconn.async_sessions.config import build_async_config
from airflow_provider_awsconn.async_sessions.session import AsyncSession, GivenAsyncCredentials
from airflow_provider_awsconn.async_sessions.template import get_async_template
from airflow_provider_awsconn.credentials.asynchronous import build_async_credentials
from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.sessions.bare_session import build_bare_session
from airflow_provider_awsconn.sessions.error_hints import AsyncErrorHints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.config import Config

    from airflow_provider_awsconn.sessions.factory import SessionFactory


class AsyncSessionFactory:
    """Makes the async sessions and clients of one connection.

    Args:
        factory: makes the connection's other clients.
    """

    def __init__(self, factory: SessionFactory) -> None:
        self._factory = factory
        # The same for all clients, as the credentials are.
        self._template = ProcessLocal(
            functools.partial(get_async_template, factory.connection.profile_name, factory.user_agent)
        )

    def build_session(self, region_name: str | None = None) -> AioSession:
        """Build a new session.

        Args:
            region_name: beats the connection's.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        factory = self._factory
        with factory.hinting(region_name=region_name):
            if factory.create_session is not None:
                session = self._make_session(region_name)
            else:
                session = build_bare_session(AsyncSession, factory.connection.profile_name, factory.user_agent)
                factory.settle_session(session, region_name)
                credentials = build_async_credentials(factory.give_credentials(region_name))
                session.register_component("credential_provider", GivenAsyncCredentials(credentials))
        if factory.hints is not None:
            factory.hints.add_to_session(session.get_component("event_emitter"), AsyncErrorHints)
        return session

    def build_client(
        self,
        service_name: str,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> Any:
        """Build a new client of a service, which nobody has entered yet; arguments beat the connection's settings.

        Raises:
            botocore.exceptions.ProfileNotFound: when the connection names a profile that is not there.
        """
        factory = self._factory
        with factory.hinting(service_name=service_name, region_name=region_name, config=config):
            client = self._build_client(service_name, region_name, config)
        factory.arguments.guard(client, service_name, is_async=True)
        if factory.hints is not None:
            factory.hints.give_to(client)
        return client

    @property
    def is_foreign(self) -> bool:
        """Whether sessions are the deployment's own: to make one may take long."""
        return self._factory.create_session is not None

    def _build_client(
        self, service_name: str, region_name: str | None, config: Config | Mapping[str, Any] | None
    ) -> Any:
        factory = self._factory
        arguments = factory.arguments.settle(service_name, region_name, config)
        arguments["config"] = build_async_config(arguments["config"], factory.arguments.hook.config, config)
        if self.is_foreign:
            session = self.build_session(region_name)
            factory.add_default_region(arguments, service_name, session.get_config_variable("region"))
            return make_client(session, service_name, **arguments)
        template = self._template.get()
        factory.add_default_region(arguments, service_name, template.get_config_variable("region"))
        credentials = build_async_credentials(factory.give_credentials(region_name))
        takes_tokens = not factory.arguments.refuses_bearer_tokens
        return template.build_client(credentials, takes_tokens, service_name, **arguments)

    def _make_session(self, region_name: str | None) -> AioSession:
        """Have the deployment make a session, and see that its account is allowed."""
        if self._factory.create_session is None:
            raise ValueError("the deployment has no session factory")
        session = self._factory.create_session(region_name, deferrable=True)
        if not isinstance(session, AioSession):
            raise TypeError(
                f"[aws] session_factory: create_session(deferrable=True) gave {type(session).__name__}; "
                "give an aiobotocore.session.AioSession"
            )

        def load() -> Credentials | None:
            return run_to_end(_freeze(session))

        self._factory.check_account(load, session.get_config_variable("region"))
        return session


async def _freeze(session: AioSession) -> Credentials | None:
    """Give the credentials that a session has at this moment."""
    credentials = await session.get_credentials()
    if credentials is None:
        return None
    frozen = await credentials.get_frozen_credentials()
    return Credentials(frozen.access_key, frozen.secret_key, frozen.token, account_id=frozen.account_id)
