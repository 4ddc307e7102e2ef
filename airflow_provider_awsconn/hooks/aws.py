"""``AwsHook``: an Airflow ``aws`` connection in, boto3 sessions and clients out.

Importing this module loads neither boto3 nor botocore nor the parser: DAG files name hooks, and are parsed often.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.airflow_compat import (
    BaseHook,
    find_stored_extra,
    has_form_of_airflow_2,
    mask_minted,
    mask_secret,
)
from airflow_provider_awsconn.credentials.process_local import cached_property, process_cached_property

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from boto3.session import Session
    from botocore.client import ClientMeta
    from botocore.config import Config
    from botocore.credentials import ReadOnlyCredentials

    from airflow_provider_awsconn.airflow_connections import Fetched
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.doctor.examination import Examination
    from airflow_provider_awsconn.doctor.subject import Subject
    from airflow_provider_awsconn.sessions.description import Description
    from airflow_provider_awsconn.sessions.factory import SessionFactory


class AwsHook(BaseHook):
    """Gives boto3 sessions, clients and resources for an Airflow connection of type ``aws``.

    The constructor does no IO: the connection is read at the first use, AWS is asked at the first request.

    Args:
        aws_conn_id: Airflow connection id. None or "" asks for boto3's own lookup chain on purpose; a name that does
            not exist is an error.
        verify: beats the connection's: False skips TLS verification, a path names a CA bundle.
        region_name: beats the connection's.
        client_type: boto3 service name of ``conn`` as a client, such as ``"s3"``. Not together with resource_type.
        resource_type: boto3 service name of ``conn`` as a resource. Not together with client_type.
        config: a botocore ``Config`` or a mapping of its arguments; merged over the connection's ``config_kwargs``.
        shared: whether clients may share connections and memory with those of other hooks of this process whose
            settings are the same. What is done to a client hurts no other either way.

    https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html
    """

    conn_name_attr = "aws_conn_id"
    default_conn_name = "aws_default"
    conn_type = "aws"
    hook_name = "Amazon Web Services"

    def __init__(
        self,
        aws_conn_id: str | None = default_conn_name,
        verify: bool | str | None = None,
        region_name: str | None = None,
        client_type: str | None = None,
        resource_type: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
        *,
        shared: bool = True,
    ) -> None:
        super().__init__()
        self.aws_conn_id = aws_conn_id
        self.client_type = client_type
        self.resource_type = resource_type
        self._verify = verify
        self._region_name = region_name
        self._config = config
        self._shared = shared

    def __getstate__(self) -> dict[str, Any]:
        """What a copy or a pickle of the hook carries: how it was made, neither secrets nor clients."""
        members = {name: member for cls in reversed(type(self).__mro__) for name, member in vars(cls).items()}
        cached = {name for name, member in members.items() if isinstance(member, functools.cached_property)}
        return {name: value for name, value in self.__dict__.items() if name not in cached}

    # What the connection says, with what the hook's caller said over it.

    @cached_property
    def conn_config(self) -> AwsConnection:
        """The connection's settings, the hook's region and verify over them. Read once per hook.

        Raises:
            ConnectionNotFoundError: when the connection does not exist.
            InvalidConnectionError: with every problem of the connection.
        """
        given: dict[str, Any] = {"region_name": self._region_name, "verify": self._verify}
        return replace(self._connection, **{name: value for name, value in given.items() if value not in {None, ""}})

    def describe(self, service_name: str | None = None) -> Description:
        """Describe the effective settings, each with where it came from, without secrets and without asking AWS.

        Args:
            service_name: boto3 service name; the hook's own when none is given, and settings of no service without.

        Raises:
            ConnectionNotFoundError: when the connection does not exist.
            InvalidConnectionError: with every problem of the connection.
        """
        from airflow_provider_awsconn.sessions.description import describe_connection

        service_name = service_name or self.client_type or self.resource_type
        return describe_connection(self._connection, self._arguments, service_name)

    @property
    def region_name(self) -> str | None:
        """The region of the hook or the connection; None leaves it to the environment and the profile."""
        return self.conn_config.region_name

    @property
    def verify(self) -> bool | str | None:
        """TLS verification of the hook or the connection; None leaves it to botocore."""
        return self.conn_config.verify

    @property
    def config(self) -> Config:
        """The botocore configuration: the connection's with the hook's merged over it."""
        return self._factory.config

    @property
    def service_name(self) -> str:
        """The boto3 service name of ``conn``.

        Raises:
            ValueError: when neither or both of client_type and resource_type are set.
        """
        self._check_one_type()
        return str(self.client_type or self.resource_type)

    @property
    def service_config(self) -> dict[str, Any]:
        """The connection's ``service_config`` of this hook's service."""
        return self.conn_config.get_service_config(self.service_name)

    # Sessions, clients and resources.

    def get_session(self, region_name: str | None = None, deferrable: bool = False) -> Session:
        """Build a new boto3 session; sessions of one hook share their credentials.

        Args:
            region_name: beats the hook's and the connection's.
            deferrable: asynchronous sessions are not part of this version.

        Raises:
            NotImplementedError: for ``deferrable=True``.
        """
        self._refuse_deferrable(deferrable)
        return self._factory.build_session(region_name)

    def get_client_type(
        self,
        client_type: str | None = None,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
        deferrable: bool = False,
    ) -> Any:
        """Give a client; hooks of the same settings share what is behind it.

        Event handlers that are registered on it are its own, and so is ``close()``. Safe to share between threads.

        Args:
            client_type: boto3 service name; beats the constructor's.
            region_name: beats the hook's and the connection's.
            config: merged over the hook's and the connection's.
            deferrable: asynchronous clients are not part of this version.

        Raises:
            ValueError: when no client_type is given here or in the constructor, or it is a region's name.
            LookupError: when the hook was made for a resource.
            NotImplementedError: for ``deferrable=True``.
        """
        self._refuse_deferrable(deferrable)
        return self._give_client(self._pick_type("client_type", client_type), region_name, config)

    def get_resource_type(
        self,
        resource_type: str | None = None,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> Any:
        """Build a new resource.

        Args:
            resource_type: boto3 service name; beats the constructor's.
            region_name: beats the hook's and the connection's.
            config: merged over the hook's and the connection's.

        Raises:
            ValueError: when no resource_type is given here or in the constructor, or it is a region's name.
            LookupError: when the hook was made for a client.
        """
        service_name = self._pick_type("resource_type", resource_type)
        return self._factory.build_resource(service_name, region_name, config)

    @process_cached_property
    def conn(self) -> Any:
        """The client of client_type or the resource of resource_type, made once per hook, and anew in a forked child.

        Raises:
            ValueError: when neither or both of client_type and resource_type are set.
        """
        self._check_one_type()
        return self.get_client_type() if self.client_type else self.get_resource_type()

    def get_conn(self) -> Any:
        """Give ``conn``: the client of client_type or the resource of resource_type.

        Raises:
            ValueError: when neither or both of client_type and resource_type are set.
        """
        return self.conn

    def get_credentials(self, region_name: str | None = None) -> ReadOnlyCredentials:
        """Give the key, secret and token as they are now; all three from one refresh.

        They do not renew themselves. Secret and token are registered with Airflow's masker.

        Args:
            region_name: beats the hook's and the connection's.

        Raises:
            CredentialsError: when there are none, and why: its kinds tell of an empty lookup chain, a role that is
                refused, an STS that does not answer, an account that is not allowed.
        """
        from airflow_provider_awsconn.credentials.errors import EmptyChainError

        credentials = self.get_session(region_name).get_credentials()
        if credentials is None:
            # Only a session factory of the deployment's own gives a session without any.
            raise EmptyChainError(
                f"connection '{self.aws_conn_id}'",
                "the session of [aws] session_factory has no credentials",
                "have the factory give some, or use the connection without it",
            )
        frozen: ReadOnlyCredentials = credentials.get_frozen_credentials()
        for secret in filter(None, (frozen.secret_key, frozen.token)):
            mask_secret(secret)
        return frozen

    # What the client knows.

    @property
    def conn_client_meta(self) -> ClientMeta:
        """The metadata of ``conn``'s client."""
        client = self.conn if self.client_type else self.conn.meta.client
        meta: ClientMeta = client.meta
        return meta

    @property
    def conn_region_name(self) -> str:
        """The region ``conn`` really talks to."""
        return str(self.conn_client_meta.region_name)

    @property
    def conn_partition(self) -> str:
        """The AWS partition of ``conn``'s region, such as ``aws-cn``."""
        return str(self.conn_client_meta.partition)

    @cached_property
    def account_id(self) -> str:
        """The account of the credentials, asked from STS once per hook."""
        return str(self._give_client("sts").get_caller_identity()["Account"])

    def expand_role(self, role: str, region_name: str | None = None) -> str:
        """Give the ARN of a role named by name; what holds a ``/`` is given back unchanged.

        Asks IAM, because a role's path is part of its ARN: needs the right ``iam:GetRole``.

        Args:
            role: role name or ARN.
            region_name: beats the hook's and the connection's.
        """
        if "/" in role:
            return role
        client = self._give_client("iam", region_name)
        return str(client.get_role(RoleName=role)["Role"]["Arn"])

    # Airflow's connection screen.

    @classmethod
    def get_connection_form_widgets(cls) -> dict[str, Any]:
        """Give the form fields for Airflow versions that take them from the hook."""
        from airflow_provider_awsconn.form.widgets import build_box_fields, build_react_fields

        return build_box_fields(find_stored_extra) if has_form_of_airflow_2() else build_react_fields()

    @classmethod
    def get_ui_field_behaviour(cls) -> dict[str, Any]:
        """Give labels, placeholders and hidden fields for Airflow versions that take them from the hook."""
        from airflow_provider_awsconn.form.fields import build_field_behaviour

        return build_field_behaviour()

    def test_connection(self) -> tuple[bool, str]:
        """Test the connection step by step, within 10 s in all; Airflow's Test button and CLI call this.

        The message is one line without secrets. Nothing is written anywhere, and what worked before counts for nothing.
        """
        from airflow_provider_awsconn.doctor.line import describe_in_one_line

        report = self.examine().finish()
        return report.passed, describe_in_one_line(report)

    def examine(self, timeout_seconds: float = 10.0) -> Examination:
        """Test the connection step by step: the same as ``test_connection``, with all that each step found.

        Args:
            timeout_seconds: how long all steps may take together.

        Returns:
            An iterable of the steps, each given as soon as it ends; ``finish()`` takes those that are left and gives
            the report.

        Raises:
            ValueError: for a time that is none.
        """
        from airflow_provider_awsconn.doctor.examination import Examination

        return Examination(self._prepare_examination, timeout_seconds)

    def _prepare_examination(self) -> Subject:
        from airflow_provider_awsconn.airflow_clients import read_surroundings
        from airflow_provider_awsconn.doctor.subject import Subject

        surroundings = replace(read_surroundings(self._connection), on_secret=mask_minted)
        return Subject(self._connection, self._arguments, surroundings, self._choose_session_maker())

    # How the above is done.

    @cached_property
    def _fetched(self) -> Fetched:
        """What the connection says by itself, with its fingerprint."""
        from airflow_provider_awsconn.airflow_connections import fetch_connection

        return fetch_connection(self.aws_conn_id, type(self))

    @property
    def _connection(self) -> AwsConnection:
        return self._fetched.connection

    @property
    def _arguments(self) -> HookArguments:
        """What the hook was made with, and beats the connection."""
        from airflow_provider_awsconn.connection.precedence import HookArguments

        return HookArguments(self._region_name, self._verify, self._config)

    @cached_property
    def _factory(self) -> SessionFactory:
        from airflow_provider_awsconn.airflow_clients import read_surroundings
        from airflow_provider_awsconn.sessions.factory import SessionFactory

        arguments, create_session = self._arguments, self._choose_session_maker()
        return SessionFactory(self._connection, arguments, read_surroundings(self._connection), create_session)

    def _give_client(
        self, service_name: str, region_name: str | None = None, config: Config | Mapping[str, Any] | None = None
    ) -> Any:
        """Give a client, a view of a shared one where that is allowed."""
        from airflow_provider_awsconn.airflow_clients import count_shared_clients, share_client

        maximum = count_shared_clients() if self._shared else 0
        if not maximum:
            return self._factory.build_client(service_name, region_name, config)
        return share_client(self._fetched, self._arguments, service_name, region_name, config, maximum)

    def _choose_session_maker(self) -> Callable[[str | None], Session] | None:
        """Give the way to sessions that ``[aws] session_factory`` names, None for our own."""
        from airflow_provider_awsconn.airflow_options import read_session_factory
        from airflow_provider_awsconn.sessions.config import merge_configs

        factory_class = read_session_factory()
        if factory_class is None:
            return None
        # The connection as Airflow gives it: the contract is older than this package.
        conn = self.get_connection(self.aws_conn_id) if self.aws_conn_id and self._connection.conn_id else None
        config = merge_configs(self._connection.config_kwargs.to_dict(), self._config)

        def create_session(region_name: str | None) -> Session:
            region = region_name or self._region_name or None
            session: Session = factory_class(conn=conn, region_name=region, config=config).create_session()
            return session

        return create_session

    def _check_one_type(self) -> None:
        if bool(self.client_type) == bool(self.resource_type):
            raise ValueError(
                f"client_type and resource_type: got {self.client_type!r} and {self.resource_type!r}; "
                "set exactly one of them, such as AwsHook(client_type='s3')"
            )

    def _pick_type(self, argument: str, given: str | None) -> str:
        """Pick the service name: given in the call, else the constructor's; argument says of which kind."""
        from airflow_provider_awsconn.connection.region import is_region_name

        if not given:
            self._check_one_type()
            given = getattr(self, argument)
        if not given:
            raise LookupError(f"{argument}: the hook was made for the other kind; give {argument} in the call")
        if is_region_name(given):
            raise ValueError(f"{argument}: '{given}' is a region; pass it as region_name='{given}'")
        return given

    @staticmethod
    def _refuse_deferrable(deferrable: bool) -> None:
        if deferrable:
            raise NotImplementedError(
                "deferrable=True: this version has no asynchronous clients; use the synchronous ones in a thread"
            )
