"""A deployment's own way to make sessions: the class that ``[aws] session_factory`` in airflow.cfg names.

The option and its contract are those of the stock provider, so that a class that was derived from its base class works
with another import. Where it can't, it is told so, before anybody is asked for credentials.
https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html
"""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from airflow_provider_awsconn.async_sessions.extra import load_async_extra
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.arn import is_role_arn
from airflow_provider_awsconn.connection.model import RoleStep, Saml, WebIdentity
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.process_local import cached_property

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import boto3.session
    from airflow.sdk import Connection
    from botocore.config import Config

    from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper
    from airflow_provider_awsconn.sessions.factory import SessionFactory

_KEYS = frozenset({"aws_access_key_id", "aws_secret_access_key"})
_OF_CONNECTION = _KEYS | {"aws_session_token", "region_name", "profile_name"}
_OF_FEDERATION = "assume_role_with_"

# What the stock provider's class calls on the way to a role, by how the role is assumed, and what is done here instead.
_OWN_ROLE = "override _create_session_with_assume_role, or create_session"
_OF_STS = f"give arguments of the call as extra.assume_role_kwargs, or {_OWN_ROLE}"
_REGISTER = "register a function in [awsconn] token_sources, and name it in extra"
_ASSERTION = f"{_REGISTER}.assume_role_with_saml.assertion_source"
_TOKEN = f"{_REGISTER}.assume_role_with_web_identity_token_source"
_UNCALLED: dict[type | None, dict[str, str]] = {
    None: {
        "_refresh_credentials": f"override _create_basic_session for what the role is assumed with; or {_OWN_ROLE}",
        "_assume_role": _OF_STS,
        "_strip_invalid_session_name_characters": "give extra.role_session_name",
    },
    Saml: {
        "_refresh_credentials": _OWN_ROLE,
        "_assume_role_with_saml": _OF_STS,
        "_fetch_saml_assertion_using_http_spegno_auth": _ASSERTION,
        "_get_idp_response": _ASSERTION,
    },
    WebIdentity: {
        "_get_web_identity_credential_fetcher": _TOKEN,
        "_get_file_token_loader": _TOKEN,
        "_get_google_identity_token_loader": _TOKEN,
    },
}


class BaseSessionFactory:
    """Makes the sessions of one connection. Derive from it, and override what is to be otherwise.

    Without a connection (``conn`` is None) only ``create_session``, ``region_name``, ``config`` and what makes async
    sessions have a say.

    Args:
        conn: the Airflow connection, or a wrapper of one; None for a hook without one.
        region_name: beats the connection's.
        config: the botocore configuration of the connection and the hook.

    Raises:
        InvalidConnectionError: with every problem of the connection.
    """

    def __init__(
        self,
        conn: Connection | AwsConnectionWrapper | AwsConnection | None,
        region_name: str | None = None,
        config: Config | None = None,
    ) -> None:
        from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper

        self._conn: Any = conn
        # A traceback that shows local variables must not show this one; nor must what is kept show its password.
        del conn
        if self._conn is not None:
            self._conn = AwsConnectionWrapper(self._conn)
        self._region_name = region_name
        self._config = config
        self._plain: tuple[boto3.session.Session, dict[str, Any]] | None = None

    def create_session(self, deferrable: bool = False) -> Any:
        """Make a boto3 session, such as this package makes without a class of your own.

        Args:
            deferrable: make an ``aiobotocore.session.AioSession`` instead. Hooks ask for it in a thread, never on an
                event loop.

        Raises:
            AccountNotAllowedError: where the session is a basic session of your own, and of an account that the
                connection does not allow; others tell it at the first request.
            AsyncExtraMissingError: for ``deferrable=True`` without aiobotocore.
            TypeError: for a class that overrides what only the stock provider's class calls.
            ValueError: for a ``role_arn`` of your own that can't be a role's.
        """
        connection = self._settle_connection()
        if connection.roles:
            region = {"region_name": self.region_name} if self.region_name else {}
            return self._create_session_with_assume_role(session_kwargs=region, deferrable=deferrable)
        if deferrable and self._overrides("get_async_session", "_apply_session_kwargs"):
            session = self.get_async_session()
            self._apply_session_kwargs(session)
            return session
        own = self._find_own_session()
        factory = self._build_factory(connection, own)
        if own is None or deferrable:
            return _build_session(factory, None, deferrable)
        if connection.allowed_account_ids or connection.forbidden_account_ids:
            factory.give_credentials(None).get_frozen_credentials()
        return own

    @cached_property
    def basic_session(self) -> boto3.session.Session:
        """A session with the base credentials: the connection's keys, or what boto3 finds; no role is assumed.

        Override it, or ``_create_basic_session``, and yours is the session of a connection without a role; a role is
        assumed with the credentials that it has.
        """
        return self._create_basic_session(session_kwargs=self._reveal_session_kwargs())

    @cached_property
    def conn(self) -> AwsConnectionWrapper:
        """What the connection says, region and configuration of the hook over it."""
        from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper

        return AwsConnectionWrapper(self._conn, self._region_name, self._config)

    @property
    def extra_config(self) -> dict[str, Any]:
        """The connection's Extra in clear, secrets too, with whatever keys the deployment has added.

        Of one that is overridden ``create_session`` takes the settings of the federation: ``assume_role_with_saml`` and
        ``assume_role_with_web_identity_...``.
        """
        return self._wrapper.reveal_extra()

    @property
    def region_name(self) -> str | None:
        """The region of the hook, else of the connection."""
        return self._wrapper.region_name

    @property
    def config(self) -> Config | None:
        """The botocore configuration of the connection and the hook; requests to STS go by it."""
        return self._wrapper.botocore_config

    @property
    def role_arn(self) -> str | None:
        """The ARN of the role to assume; None without one, and while only its name is known."""
        return self._wrapper.role_arn

    @property
    def log(self) -> logging.Logger:
        """The logger of the class."""
        return logging.getLogger(f"{type(self).__module__}.{type(self).__name__}")

    def get_async_session(self) -> Any:
        """Make an aiobotocore session of the connection's profile that has no keys and no region yet.

        Raises:
            AsyncExtraMissingError: without aiobotocore.
        """
        load_async_extra()
        from airflow_provider_awsconn.airflow_compat import describe_user_agent
        from airflow_provider_awsconn.async_sessions.session import AsyncSession
        from airflow_provider_awsconn.sessions.bare_session import build_bare_session

        return build_bare_session(AsyncSession, self._wrapper.profile_name, describe_user_agent())

    def _apply_session_kwargs(self, session: Any) -> None:
        """Set the connection's keys and the region on a session of ``get_async_session``."""
        conn = self._wrapper
        if conn.aws_access_key_id and conn.aws_secret_access_key:
            token = conn.aws_session_token
            session.set_credentials(
                conn.aws_access_key_id, conn.aws_secret_access_key.reveal(), token.reveal() if token else None
            )
        if self.region_name:
            session.set_config_variable("region", self.region_name)

    def _create_basic_session(self, session_kwargs: dict[str, Any]) -> boto3.session.Session:
        """Make the session with the base credentials.

        Args:
            session_kwargs: arguments of ``boto3.session.Session`` in clear, those that are set: ``region_name``,
                ``profile_name``, ``aws_access_key_id``, ``aws_secret_access_key``, ``aws_session_token``.
        """
        base = _read_session_kwargs(session_kwargs)
        if base is None:
            import boto3.session

            return boto3.session.Session(**session_kwargs)
        # A traceback that shows local variables must not show this one.
        del session_kwargs
        settings = self._wrapper.settings
        if base["access_key_id"] != settings.access_key_id:
            base["account_id"] = None
        bare = replace(settings, roles=(), federation=None, allowed_account_ids=(), forbidden_account_ids=(), **base)
        session = self._prepare_factory(bare).build_session()
        self._plain = (session, base)
        return session

    def _create_session_with_assume_role(self, session_kwargs: dict[str, Any], deferrable: bool = False) -> Any:
        """Make a session of the connection's role.

        Args:
            session_kwargs: ``region_name``, or nothing.
            deferrable: make an aiobotocore session.
        """
        connection = self._settle_connection()
        if not connection.roles or set(session_kwargs) - {"region_name"}:
            raise TypeError("_create_session_with_assume_role: it takes a region_name alone, and needs a role")
        uncalled = _UNCALLED[type(connection.federation) if connection.federation else None]
        for name, instead in uncalled.items():
            if hasattr(self, name):
                raise TypeError(
                    f"[aws] session_factory: {type(self).__name__}.{name} is a method of the stock provider's class "
                    f"that nothing calls here, and the role would be assumed without it; {instead}"
                )
        factory = self._build_factory(connection, self._find_own_session())
        return _build_session(factory, session_kwargs.get("region_name"), deferrable)

    @property
    def _wrapper(self) -> AwsConnectionWrapper:
        """What ``conn`` gives; one that is overridden may give something of the stock provider's."""
        from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper

        return AwsConnectionWrapper(self.conn)

    def _reveal_session_kwargs(self) -> dict[str, Any]:
        given = self._wrapper.reveal_session_kwargs() | {"region_name": self.region_name}
        return {name: value for name, value in given.items() if value}

    def _overrides(self, *names: str) -> bool:
        return any(getattr(type(self), name) is not getattr(BaseSessionFactory, name) for name in names)

    # From what the class says to what is built.

    def _settle_connection(self) -> AwsConnection:
        """Give what the connection says, and what the properties of the class say over it."""
        settings = replace(self._wrapper.settings, region_name=self.region_name or None)
        if not self.conn:
            return settings
        arn = self.role_arn or None
        if arn != settings.role_arn:
            settings = replace(settings, roles=self._replace_role(settings, arn))
        elif arn is None and settings.roles and self._overrides("role_arn"):
            raise ValueError(
                f"{type(self).__name__}.role_arn: is None, and the connection has a role that is named without its "
                "ARN; give extra.role_arn, so that it can be told from no role"
            )
        if not settings.roles:
            return replace(settings, federation=None)
        if settings.federation and self._overrides("extra_config"):
            settings = replace(settings, federation=self._read_federation(settings))
        return settings

    def _replace_role(self, settings: AwsConnection, arn: str | None) -> tuple[RoleStep, ...]:
        """Give the roles of the connection with another one as the last."""
        if arn is None:
            return ()
        if not is_role_arn(arn):
            raise ValueError(
                f"{type(self).__name__}.role_arn: is not the ARN of a role; "
                'give one such as "arn:aws:iam::123456789012:role/etl", or None for no role'
            )
        *before, last = settings.roles or (RoleStep(),)
        return (*before, replace(last, arn=arn, account_id=None, name=None))

    def _read_federation(self, settings: AwsConnection) -> WebIdentity | Saml | None:
        """Read the settings of the federation as ``extra_config`` has them; all else is as the connection says."""
        from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper

        told = AwsConnection(roles=settings.roles[:1], federation=settings.federation)
        # One expression: no secret of Extra becomes a local variable of a traceback.
        return AwsConnectionWrapper.from_connection_metadata(
            settings.conn_id, extra=_replace_federation(json.loads(told.to_json())["extra"], self.extra_config)
        ).settings.federation

    def _find_own_session(self) -> boto3.session.Session | None:
        """Give the basic session where the class has one of its own, None where it is the one of this package."""
        if not self.conn:
            return None
        if self._overrides("basic_session", "_create_basic_session"):
            return self.basic_session
        given: boto3.session.Session | None = vars(self).get("basic_session")
        return None if self._plain and given is self._plain[0] else given

    def _build_factory(self, connection: AwsConnection, own: boto3.session.Session | None) -> SessionFactory:
        """Build what makes sessions that start from the basic session of the class, where it has one."""
        if own is None:
            return self._prepare_factory(connection)
        if self._plain and own is self._plain[0]:
            # It was made here, of what the class said: nothing that it has needs to be asked for.
            return self._prepare_factory(replace(connection, **self._plain[1]))
        profile = own.profile_name
        connection = replace(
            connection,
            access_key_id=None,
            secret_access_key=None,
            session_token=None,
            account_id=None,
            profile_name=None if profile == "default" else profile,
            region_name=own.region_name or connection.region_name,
        )
        return self._prepare_factory(connection, own.get_credentials)

    def _prepare_factory(self, connection: AwsConnection, load_base: Callable[[], Any] | None = None) -> SessionFactory:
        from airflow_provider_awsconn.airflow_clients import read_surroundings
        from airflow_provider_awsconn.connection.precedence import HookArguments
        from airflow_provider_awsconn.sessions.factory import SessionFactory

        is_of_hook, config = connection.region_name == self._region_name, self._config
        if self._overrides("config"):
            connection, config = replace(connection, config_kwargs=Settings()), self.config
        hook = HookArguments(region_name=self._region_name if is_of_hook else None, config=config)
        return SessionFactory(connection, hook, read_surroundings(connection), load_base=load_base)

    def __reduce__(self) -> NoReturn:
        raise TypeError("session factories are not pickled: hand on the hook, which makes its own")


def _build_session(factory: SessionFactory, region_name: str | None, deferrable: bool) -> Any:
    if not deferrable:
        return factory.build_session(region_name)
    load_async_extra()
    from airflow_provider_awsconn.async_sessions.factory import AsyncSessionFactory

    return AsyncSessionFactory(factory).build_session(region_name)


def _read_session_kwargs(session_kwargs: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read arguments of boto3's session as fields of a connection; None for those that only boto3 knows or refuses."""
    given = {name for name, value in session_kwargs.items() if value}
    if not given <= _OF_CONNECTION or (given & (_KEYS | {"aws_session_token"}) and not given >= _KEYS):
        return None
    secret, token = (session_kwargs.get(f"aws_{name}") for name in ("secret_access_key", "session_token"))
    return {
        "access_key_id": session_kwargs.get("aws_access_key_id") or None,
        "secret_access_key": Secret(secret) if secret else None,
        "session_token": Secret(token) if token else None,
        "profile_name": session_kwargs.get("profile_name") or None,
        "region_name": session_kwargs.get("region_name") or None,
    }


def _replace_federation(extra: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give Extra with the settings of the federation that are given."""
    kept = {name: value for name, value in extra.items() if not name.startswith(_OF_FEDERATION)}
    return kept | {name: value for name, value in given.items() if name.startswith(_OF_FEDERATION)}
