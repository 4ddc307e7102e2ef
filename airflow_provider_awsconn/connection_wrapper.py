"""A connection as callers of a hook read it: ``hook.conn_config``, by the names of the stock provider's wrapper.

Secrets come in clear by an explicit call alone: ``reveal()`` of a ``Secret``, ``reveal_extra()``,
``reveal_session_kwargs()``.
https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.airflow_connections import Fetched, Stored, read_stored
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.redact import is_hidden, redact
from airflow_provider_awsconn.connection.secret import Secret

if TYPE_CHECKING:
    from airflow.sdk import Connection
    from botocore.config import Config

_METHODS = {Saml: "assume_role_with_saml", WebIdentity: "assume_role_with_web_identity"}


class AwsConnectionWrapper:
    """What a connection says, with what a hook's caller says over it.

    What is not listed here is an attribute of ``settings``, and found here too: ``roles``, ``store``, ``remarks``...

    Args:
        conn: an Airflow connection or an object with its fields, another wrapper, or None for no connection at all.
        region_name: beats the connection's.
        botocore_config: a botocore ``Config`` or a mapping of its arguments; merged over the connection's.
        verify: beats the connection's.

    Attributes:
        settings: the parsed connection, region and verify over it.

    Raises:
        InvalidConnectionError: with every problem of the connection.
    """

    # Of one that could not be made there is a repr too.
    settings: AwsConnection = AwsConnection()
    _stored: Stored | None = None
    _configs: tuple[Any, ...] = ()

    def __init__(
        self,
        conn: Connection | AwsConnectionWrapper | AwsConnection | Fetched | None = None,
        region_name: str | None = None,
        botocore_config: Config | Mapping[str, Any] | None = None,
        verify: bool | str | None = None,
    ) -> None:
        configs: tuple[Any, ...] = ()
        stored: Stored | None = None
        if isinstance(conn, AwsConnectionWrapper):
            settings, stored, configs = conn.settings, conn._stored, conn._configs  # noqa: SLF001 - of the same class
        elif isinstance(conn, Fetched):
            settings, stored = conn.connection, conn.stored
        elif isinstance(conn, AwsConnection):
            settings = conn
        elif conn:
            stored = _read_fields(conn)
            # A traceback that shows local variables must not show this one.
            del conn
            settings = read_stored(stored).accept()
        else:
            settings = AwsConnection()
        given: dict[str, Any] = {"region_name": region_name, "verify": verify}
        said = {name: value for name, value in given.items() if value not in {None, ""}}
        self.settings = replace(settings, **said) if said else settings
        self._stored = stored
        self._configs = (*configs, botocore_config) if botocore_config else configs

    @classmethod
    def from_connection_metadata(
        cls,
        conn_id: str | None = None,
        login: str | None = None,
        password: str | None = None,
        extra: Mapping[str, Any] | str | None = None,
    ) -> AwsConnectionWrapper:
        """Make one of a connection's fields, without Airflow knowing of it; its secrets are masked in logs.

        Args:
            conn_id: what the connection is called in messages and role session names.
            login: access key id.
            password: secret access key.
            extra: the Extra object, or its JSON text.

        Raises:
            InvalidConnectionError: with every problem of the connection.
        """
        text = json.dumps(dict(extra)) if isinstance(extra, Mapping) else extra
        secrets = [Secret(value) if value else None for value in (password, text)]
        # A traceback that shows local variables must not show these.
        del password, extra, text
        stored = Stored(conn_id, "aws", login, secrets[0], None, None, secrets[1])
        return cls(Fetched(read_stored(stored).accept(), b"", stored))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name == "settings":
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        return getattr(self.settings, name)

    def __bool__(self) -> bool:
        """Tell whether there is a connection."""
        return self._stored is not None or self.settings != AwsConnection(
            region_name=self.settings.region_name, verify=self.settings.verify
        )

    def __repr__(self) -> str:
        shown = ("conn_id", "conn_type", "region_name", "endpoint_url", "profile_name", "role_arn")
        values = {name: getattr(self, name) for name in shown}
        return f"{type(self).__name__}({', '.join(f'{name}={redact(value)!r}' for name, value in values.items())})"

    # The connection's fields.

    @property
    def conn_id(self) -> str | None:
        """The Airflow connection id."""
        return self.settings.conn_id

    @property
    def conn_type(self) -> str | None:
        """The connection type, ``aws`` where none is said; None without a connection."""
        if self._stored is None:
            return "aws" if self else None
        return self._stored.conn_type or "aws"

    @property
    def login(self) -> str | None:
        """The Login of the connection, which is the access key id."""
        return self._stored.login or None if self._stored else self.settings.access_key_id

    @property
    def password(self) -> Secret | None:
        """The Password of the connection, which is the secret access key; ``password.reveal()`` gives it in clear."""
        return self._stored.password if self._stored else self.settings.secret_access_key

    @property
    def schema(self) -> str | None:
        """The Schema of the connection; it means nothing here."""
        return self._stored.schema or None if self._stored else None

    @property
    def extra_config(self) -> dict[str, Any]:
        """The connection's Extra as it is stored, legacy keys too; secret texts in it are ``Secret`` objects."""
        return {name: _hide(value, name) for name, value in self.reveal_extra().items()}

    @property
    def extra_dejson(self) -> dict[str, Any]:
        """The same as ``extra_config``, by the name that an Airflow connection has for it."""
        return self.extra_config

    def reveal_extra(self) -> dict[str, Any]:
        """Give the connection's Extra as it is stored, secrets in clear."""
        if self._stored is not None:
            return dict(json.loads(self._stored.extra.reveal())) if self._stored.extra else {}
        return dict(json.loads(self.settings.to_json()).get("extra", {})) if self else {}

    # What they mean.

    @property
    def region_name(self) -> str | None:
        """The region of the hook, else of the connection; None leaves it to the environment and the profile."""
        return self.settings.region_name

    @property
    def verify(self) -> bool | str | None:
        """TLS verification of the hook, else of the connection; None leaves it to botocore."""
        return self.settings.verify

    @property
    def endpoint_url(self) -> str | None:
        """The connection's ``endpoint_url``; ``get_service_endpoint_url`` gives that of a service."""
        return self.settings.endpoint_url

    @property
    def profile_name(self) -> str | None:
        """The profile of the AWS configuration files."""
        return self.settings.profile_name

    @property
    def aws_access_key_id(self) -> str | None:
        """The access key id, wherever the connection has it."""
        return self.settings.access_key_id

    @property
    def aws_secret_access_key(self) -> Secret | None:
        """The secret access key, wherever the connection has it; its ``reveal()`` gives it in clear."""
        return self.settings.secret_access_key

    @property
    def aws_session_token(self) -> Secret | None:
        """The session token of a temporary key pair; its ``reveal()`` gives it in clear."""
        return self.settings.session_token

    @property
    def role_arn(self) -> str | None:
        """The ARN of the role that does the work; None without a role and while only its name is known."""
        return self.settings.role_arn

    @property
    def assume_role_method(self) -> str | None:
        """How the role is assumed.

        ``assume_role``, ``assume_role_with_saml`` or ``assume_role_with_web_identity``; None without a role.
        """
        if not self.settings.roles:
            return None
        is_first = len(self.settings.roles) == 1
        return _METHODS.get(type(self.settings.federation), "assume_role") if is_first else "assume_role"

    @property
    def assume_role_kwargs(self) -> dict[str, Any]:
        """The arguments of the STS call for the role, but its ARN, in AWS's spelling; templates filled in."""
        if not self.settings.roles:
            return {}
        from airflow_provider_awsconn.airflow_compat import read_run_values
        from airflow_provider_awsconn.credentials.arguments import (
            build_assume_role_arguments,
            build_federated_arguments,
        )

        role, federation = self.settings.roles[-1], self.settings.federation
        if federation is None or len(self.settings.roles) > 1:
            return build_assume_role_arguments(role, self.conn_id, read_run_values())
        return build_federated_arguments(federation, role, self.conn_id, read_run_values())

    @property
    def botocore_config(self) -> Config | None:
        """The botocore configuration: the connection's, the hook's merged over it; None where neither says anything."""
        from airflow_provider_awsconn.sessions.config import merge_configs

        configs = [config for config in (self.settings.config_kwargs.to_dict(), *self._configs) if config]
        return merge_configs(*configs) if configs else None

    @property
    def service_config(self) -> dict[str, Any]:
        """The settings of services, by boto3's service name."""
        return self.settings.service_config.to_dict()

    @property
    def session_kwargs(self) -> dict[str, Any]:
        """The arguments of ``boto3.session.Session`` for the base credentials: what is set of key, region and profile.

        Secret key and token are ``Secret`` objects, with which botocore can't sign; ``reveal_session_kwargs()`` gives
        them in clear.
        """
        given = {
            "aws_access_key_id": self.aws_access_key_id,
            "aws_secret_access_key": self.aws_secret_access_key,
            "aws_session_token": self.aws_session_token,
            "region_name": self.region_name,
            "profile_name": self.profile_name,
        }
        return {name: value for name, value in given.items() if value is not None}

    def reveal_session_kwargs(self) -> dict[str, Any]:
        """Give ``session_kwargs`` with secrets in clear, for ``boto3.session.Session``. No role is assumed there."""
        kwargs = self.session_kwargs
        return {name: value.reveal() if isinstance(value, Secret) else value for name, value in kwargs.items()}

    def get_service_config(self, service_name: str) -> dict[str, Any]:
        """Give the settings under ``service_config.<service_name>``, empty without any."""
        return self.settings.get_service_config(service_name)

    def get_service_endpoint_url(
        self, service_name: str, *, sts_connection_assume: bool = False, sts_test_connection: bool = False
    ) -> str | None:
        """Give the endpoint URL of a service, None for the one botocore works out.

        Args:
            service_name: boto3 service name.
            sts_connection_assume: for STS as it is asked for roles: the same as STS otherwise, so that roles of a store
                are asked for there.
            sts_test_connection: for STS as the connection test asks it: ``test_endpoint_url`` beats ``endpoint_url``.

        Raises:
            ValueError: when both are asked for.
        """
        if sts_connection_assume and sts_test_connection:
            raise ValueError("sts_connection_assume and sts_test_connection: both are set; set one of them")
        settled = self.settings.get_service_endpoint_url(service_name)
        if service_name != "sts" or not sts_test_connection:
            return settled
        own: str | None = self.get_service_config("sts").get("endpoint_url")
        return own or self.settings.test_endpoint_url or settled


def _read_fields(conn: Any) -> Stored:
    """Read the fields of an Airflow connection, or of a wrapper of the stock provider's."""
    if hasattr(conn, "extra"):
        return Stored.read(conn)
    password, extra = conn.password, json.dumps(conn.extra_config)
    of = conn
    return Stored(
        of.conn_id, of.conn_type, of.login, Secret(password) if password else None, None, of.schema, Secret(extra)
    )


def _hide(value: Any, name: str) -> Any:
    """Give a JSON value with ``Secret`` objects in place of the texts that must not be seen."""
    if isinstance(value, Mapping):
        return {key: _hide(member, name if is_hidden(name) else key) for key, member in value.items()}
    if isinstance(value, list):
        return [_hide(item, name) for item in value]
    if isinstance(value, str) and value and (is_hidden(name) or redact(value) != value):
        return Secret(value)
    return value
