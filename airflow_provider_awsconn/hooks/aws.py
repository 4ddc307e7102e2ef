"""``AwsHook``: an Airflow ``aws`` connection in, boto3 sessions and clients out.

Importing this module loads neither boto3 nor botocore nor the parser: DAG files name hooks, and are parsed often.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from airflow_provider_awsconn.airflow_compat import (
    BaseHook,
    find_stored_extra,
    has_form_of_airflow_2,
    mask_minted,
    mask_secret,
)
from airflow_provider_awsconn.credentials.process_local import cached_property, process_cached_property
from airflow_provider_awsconn.hooks.stock_names import DECIDING, OtherKindError, StockNames, is_region, open_property

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    from boto3.session import Session
    from botocore.client import ClientMeta
    from botocore.config import Config
    from botocore.credentials import ReadOnlyCredentials

    # Of Python 3.13; type checkers know it everywhere.
    from typing_extensions import TypeVar as TypeVarWithDefault

    from airflow_provider_awsconn.airflow_connections import ConnectionSource, Fetched
    from airflow_provider_awsconn.async_sessions.context import ClientContext
    from airflow_provider_awsconn.async_sessions.factory import AsyncSessionFactory
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper
    from airflow_provider_awsconn.doctor.examination import Examination
    from airflow_provider_awsconn.doctor.subject import Subject
    from airflow_provider_awsconn.sessions.description import Description
    from airflow_provider_awsconn.sessions.factory import SessionFactory

    C = TypeVarWithDefault("C", default=Any)
else:
    C = TypeVar("C")

H = TypeVar("H", bound="AwsHook[Any]")


def _load_modules(*names: str) -> None:
    """Import modules of this package; a fork waits for it."""
    # Asked for each client: the gate is for the first one.
    if any(f"airflow_provider_awsconn.{name}" not in sys.modules for name in names):
        from airflow_provider_awsconn.credentials.fork_gate import load_modules

        load_modules(*names)


def _load_client_modules() -> None:
    _load_modules("airflow_clients", "sessions.factory")


class AwsHook(StockNames, BaseHook, Generic[C]):
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
        further: for the next class of a subclass with several bases, such as ``DbApiHook``.

    ``AwsBaseHook`` and ``AwsGenericHook`` are other names of this class, and ``AwsGenericHook["S3Client"]`` says what
    ``conn`` is. A subclass that overrides ``get_session``, ``conn_config``, ``region_name``, ``verify`` or ``config``
    decides for its clients too.

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
        **further: Any,
    ) -> None:
        give_on = super().__init__
        if further and getattr(give_on, "__func__", None) is BaseHook.__init__:
            raise TypeError(f"{type(self).__name__}() got an unexpected keyword argument '{next(iter(further))}'")
        give_on(**further)
        self.aws_conn_id = aws_conn_id
        self.client_type = client_type
        self.resource_type = resource_type
        self._verify = verify
        self._region_name = region_name
        self._awsconn_config = config
        self._awsconn_shared = shared

    def __getstate__(self) -> dict[str, Any]:
        """What a copy or a pickle of the hook carries: how it was made, neither secrets nor clients."""
        members = {name: member for cls in reversed(type(self).__mro__) for name, member in vars(cls).items()}
        cached = {name for name, member in members.items() if isinstance(member, functools.cached_property)}
        if members["conn_config"] is self._awsconn_own["conn_config"] and self._awsconn_decides("conn_config"):
            # Set by somebody: without it the copy would be another identity.
            cached.discard("conn_config")
        if self._awsconn_config is not None:
            from airflow_provider_awsconn.hooks.travel import keep_unsigned

            keep_unsigned()
        return {name: value for name, value in self.__dict__.items() if name not in cached}

    # What the connection says, with what the hook's caller said over it.

    @cached_property
    def conn_config(self) -> AwsConnectionWrapper:
        """What the connection says, the hook's region, verify and config over it. Read once per hook.

        Raises:
            ConnectionNotFoundError: when the connection does not exist.
            InvalidConnectionError: with every problem of the connection.
        """
        return self._awsconn_wrapper

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
        return describe_connection(self._awsconn_connection, self._awsconn_arguments, service_name)

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
        from botocore.config import Config

        return self.conn_config.botocore_config or Config()

    @property
    def service_name(self) -> str:
        """The boto3 service name of ``conn``.

        Raises:
            ValueError: when neither or both of client_type and resource_type are set.
        """
        self._awsconn_check_one_type()
        return str(self.client_type or self.resource_type)

    @property
    def service_config(self) -> dict[str, Any]:
        """The connection's ``service_config`` of this hook's service."""
        return self.conn_config.get_service_config(self.service_name)

    # Sessions, clients and resources.

    @overload
    def get_session(self, region_name: str | None = None, deferrable: Literal[False] = False) -> Session: ...

    @overload
    def get_session(self, region_name: str | None = None, deferrable: bool = False) -> Any: ...

    def get_session(self, region_name: str | None = None, deferrable: bool = False) -> Any:
        """Build a new boto3 session; sessions of one hook share their credentials.

        Args:
            region_name: beats the hook's and the connection's.
            deferrable: give an aiobotocore session instead. On an event loop the session itself is made when its
                ``create_client`` or ``get_credentials`` is awaited.

        Raises:
            AsyncExtraMissingError: for ``deferrable=True`` without aiobotocore.
        """
        if not deferrable:
            return self._awsconn_own_factory.build_session(region_name)
        from airflow_provider_awsconn.async_sessions.context import SessionOnLoop, is_on_loop
        from airflow_provider_awsconn.credentials.off_loop import run_with_airflow

        def build() -> Any:
            # Loads what the next line imports, or says what to install.
            _ = self._awsconn_async_factory
            from airflow_provider_awsconn.async_sessions.factory import AsyncSessionFactory

            return AsyncSessionFactory(self._awsconn_own_factory).build_session(region_name)

        async def prepare() -> Any:
            await self._awsconn_load()
            return await run_with_airflow(build)

        return SessionOnLoop(prepare, build) if is_on_loop() else build()

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
            deferrable: give what ``async_client`` gives instead.

        Raises:
            ValueError: when no client_type is given here or in the constructor, or it is a region's name.
            LookupError: when the hook was made for a resource.
        """
        given = self._awsconn_sort_arguments("client_type", client_type, region_name, config, deferrable)
        client_type, region_name, config, deferrable = given
        if deferrable:
            return self.async_client(client_type, region_name, config)
        return self._awsconn_give_client(self._awsconn_pick_type("client_type", client_type), region_name, config)

    def async_client(
        self,
        client_type: str | None = None,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> ClientContext:
        """Give an aiobotocore client when it is entered: ``async with hook.async_client("s3") as client``.

        Nothing blocks the event loop: connection, models and TLS are read in threads, credentials are minted and
        renewed there, the same as those of the hook's other clients. Each time it is entered it is a new client, of the
        event loop of that moment.

        Args:
            client_type: boto3 service name; beats the constructor's.
            region_name: beats the hook's and the connection's.
            config: merged over the hook's and the connection's.

        Raises:
            ValueError: when no client_type is given here or in the constructor, or it is a region's name.
            LookupError: when the hook was made for a resource.

        Entering it raises:
            AsyncExtraMissingError: without aiobotocore.
            ConnectionNotFoundError: when the connection does not exist.
            InvalidConnectionError: with every problem of the connection.
        """
        from airflow_provider_awsconn.async_sessions.context import ClientContext
        from airflow_provider_awsconn.async_sessions.thread import build_off_loop
        from airflow_provider_awsconn.credentials.off_loop import run_with_airflow

        service_name = self._awsconn_pick_type("client_type", client_type)

        async def build() -> Any:
            factory = await self._awsconn_load()
            make = functools.partial(self._awsconn_make_async_client, factory, service_name, region_name, config)
            return await (run_with_airflow(make) if factory.is_foreign else build_off_loop(make))

        return ClientContext(build)

    async def get_async_conn(
        self,
        client_type: str | None = None,
        region_name: str | None = None,
        config: Config | Mapping[str, Any] | None = None,
    ) -> ClientContext:
        """Read the connection, then give what ``async_client`` gives.

        ``async with await hook.get_async_conn() as client``: arguments and errors are those of ``async_client``.
        """
        context = self.async_client(client_type, region_name, config)
        await self._awsconn_load()
        return context

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
        resource_type, region_name, config, _ = self._awsconn_sort_arguments(
            "resource_type", resource_type, region_name, config
        )
        service_name = self._awsconn_pick_type("resource_type", resource_type)
        return self._awsconn_factory.build_resource(service_name, region_name, self._awsconn_settle_config(config))

    @process_cached_property
    def conn(self) -> C:
        """The client of client_type or the resource of resource_type, made once per hook, and anew in a forked child.

        Raises:
            ValueError: when neither or both of client_type and resource_type are set.
        """
        self._awsconn_check_one_type()
        made: C = self.get_client_type() if self.client_type else self.get_resource_type()
        return made

    def get_conn(self) -> C:
        """Give ``conn``: the client of client_type or the resource of resource_type.

        Raises:
            ValueError: when neither or both of client_type and resource_type are set.
        """
        conn: C = self.conn
        return conn

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
        return self._client.meta

    @property
    def conn_region_name(self) -> str:
        """The region ``conn`` really talks to."""
        region: str = self.conn_client_meta.region_name
        return region

    @property
    def conn_partition(self) -> str:
        """The AWS partition of ``conn``'s region, such as ``aws-cn``."""
        partition: str = self.conn_client_meta.partition
        return partition

    @cached_property
    def account_id(self) -> str:
        """The account of the credentials, asked from STS once per hook."""
        return str(self._awsconn_give_client("sts").get_caller_identity()["Account"])

    def expand_role(self, role: str, region_name: str | None = None) -> str:
        """Give the ARN of a role named by name; what holds a ``/`` is given back unchanged.

        Asks IAM, because a role's path is part of its ARN: needs the right ``iam:GetRole``.

        Args:
            role: role name or ARN.
            region_name: beats the hook's and the connection's.
        """
        if "/" in role:
            return role
        client = self._awsconn_give_client("iam", region_name)
        return str(client.get_role(RoleName=role)["Role"]["Arn"])

    # Waiters.

    @open_property
    def waiter_path(self) -> str | os.PathLike[str] | None:
        """The JSON file of custom waiters: ``waiters/<service>.json`` beside the hook's class, None without one.

        Looked for beside the class's module and beside that module's folder, then beside the classes it derives from.
        """
        from airflow_provider_awsconn.waiters.files import find_waiters_file

        service_name = self.client_type or self.resource_type
        classes = type(self).__mro__
        return find_waiters_file(classes[: classes.index(AwsHook)], service_name) if service_name else None

    def get_waiter(
        self,
        waiter_name: str,
        parameters: Mapping[str, Any] | None = None,
        config_overrides: Mapping[str, Any] | None = None,
        deferrable: bool = False,
        client: Any = None,
    ) -> Any:
        """Give a waiter: one of the file at ``waiter_path``, else one of the service's own.

        Args:
            waiter_name: as it is written in the file, or as boto3 names the service's own, such as ``bucket_exists``.
            parameters: for the Jinja templates in the acceptors of a waiter of the file.
            config_overrides: replaces ``operation``, ``delay``, ``maxAttempts`` or ``acceptors`` of the waiter.
            deferrable: gives one to be awaited, ``await waiter.wait(...)``; needs a client.
            client: makes the requests; the hook's own without one. An async client gives a waiter to be awaited.

        Raises:
            InvalidWaiterError: a ValueError with all that is wrong with the waiter or its file, missing parameters too.
            ValueError: when there is no such waiter, or for arguments that do not go together.
        """
        from airflow_provider_awsconn.waiters.building import build_waiter, check_arguments

        check_arguments(parameters, config_overrides, deferrable, client)
        client = self._client if client is None else client
        return build_waiter(client, self.waiter_path, waiter_name, parameters, config_overrides, deferrable)

    def list_waiters(self) -> list[str]:
        """List the names of all waiters: the service's own, and those of the file at ``waiter_path``.

        Raises:
            InvalidWaiterError: for a file that can't be read.
        """
        from airflow_provider_awsconn.waiters.building import list_names

        return list_names(self._client, self.waiter_path)

    # A hook travels.

    def serialize(self) -> dict[str, Any]:
        """Give what the hook was made with, as plain JSON: for a trigger's arguments, and ``deserialize``.

        A subclass with arguments of its own adds them. Secrets stay in the connection.

        Raises:
            ValueError: with everything that can't be written as JSON, or must not be seen.
        """
        from airflow_provider_awsconn.hooks.travel import serialize_hook

        return serialize_hook(self)

    @classmethod
    def deserialize(  # noqa: PYI019 - Self is of Python 3.11
        cls: type[H],
        data: Mapping[str, Any],
        version: int = 0,  # noqa: ARG003 - Airflow gives it
    ) -> H:
        """Make a hook of what ``serialize`` gave; loads and reads nothing.

        Args:
            data: what ``serialize`` of this class gave.
            version: what Airflow says where it reads hooks itself; there is one version.

        Raises:
            ValueError: with everything that is wrong with the data.
        """
        from airflow_provider_awsconn.hooks.travel import deserialize_hook

        return deserialize_hook(cls, data)

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

        return Examination(self._awsconn_prepare_examination, timeout_seconds)

    def _awsconn_prepare_examination(self) -> Subject:
        from airflow_provider_awsconn.airflow_clients import read_surroundings
        from airflow_provider_awsconn.doctor.subject import Subject

        surroundings = replace(read_surroundings(self._awsconn_connection), on_secret=mask_minted)
        return Subject(
            self._awsconn_connection, self._awsconn_arguments, surroundings, self._awsconn_factory.create_session
        )

    # How the above is done.

    @cached_property
    def _awsconn_fetched(self) -> Fetched:
        """What the connection of aws_conn_id says by itself, with its fingerprint."""
        _load_modules("airflow_connections", "sessions.checks")
        from airflow_provider_awsconn.airflow_connections import fetch_connection

        return fetch_connection(self.aws_conn_id, type(self))

    @cached_property
    def _awsconn_wrapper(self) -> AwsConnectionWrapper:
        from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper

        return AwsConnectionWrapper(self._awsconn_fetched, self._region_name, self._awsconn_config, self._verify)

    @property
    def _awsconn_connection(self) -> AwsConnection:
        """What the connection says: that of aws_conn_id, or what a subclass has made of it."""
        if not self._awsconn_decides("conn_config"):
            return self._awsconn_fetched.connection
        from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper

        return AwsConnectionWrapper(self.conn_config).settings

    @property
    def _awsconn_arguments(self) -> HookArguments:
        """What the hook was made with, and beats the connection; what a subclass says instead, where it does."""
        from airflow_provider_awsconn.connection.precedence import HookArguments

        return HookArguments(
            self.region_name if self._awsconn_decides("region_name") else self._region_name,
            self.verify if self._awsconn_decides("verify") else self._verify,
            self.config if self._awsconn_decides("config") else self._awsconn_config,
        )

    @cached_property
    def _awsconn_own_factory(self) -> SessionFactory:
        """What sessions come from."""
        return self._awsconn_build_factory(self._awsconn_choose_session_maker())

    @cached_property
    def _awsconn_factory(self) -> SessionFactory:
        """What clients come from: the sessions of a subclass, where it makes its own."""
        if self._awsconn_decides("get_session"):
            return self._awsconn_build_factory(self._awsconn_ask_for_session)
        return self._awsconn_own_factory

    def _awsconn_build_factory(self, create_session: Callable[..., Any] | None) -> SessionFactory:
        _load_client_modules()
        from airflow_provider_awsconn.airflow_clients import read_surroundings
        from airflow_provider_awsconn.sessions.factory import SessionFactory

        connection = self._awsconn_connection
        return SessionFactory(connection, self._awsconn_arguments, read_surroundings(connection), create_session)

    def _awsconn_ask_for_session(self, region_name: str | None, deferrable: bool = False) -> Any:
        # Not every subclass takes the other argument.
        further = {"deferrable": True} if deferrable else {}
        return self.get_session(region_name=region_name, **further)

    def _awsconn_settle_config(self, config: Config | Mapping[str, Any] | None) -> Config | Mapping[str, Any] | None:
        """Give the configuration of a call: what a subclass makes of it, and for sessions of others who asks."""
        if self._awsconn_decides("_get_config") or self._awsconn_factory.create_session is not None:
            return self._get_config(config)
        return config

    def _awsconn_make_async_client(
        self,
        factory: AsyncSessionFactory,
        service_name: str,
        region_name: str | None,
        config: Config | Mapping[str, Any] | None,
    ) -> Any:
        return factory.build_client(service_name, region_name, self._awsconn_settle_config(config))

    @cached_property
    def _awsconn_async_factory(self) -> AsyncSessionFactory:
        from airflow_provider_awsconn.async_sessions.extra import load_async_extra

        load_async_extra()
        from airflow_provider_awsconn.async_sessions.factory import AsyncSessionFactory

        return AsyncSessionFactory(self._awsconn_factory)

    async def _awsconn_load(self) -> AsyncSessionFactory:
        """Have all that Airflow and the worker's files say read, without blocking the event loop."""
        from airflow_provider_awsconn.async_sessions.extra import load_async_extra
        from airflow_provider_awsconn.credentials.off_loop import run_with_airflow

        if "_awsconn_async_factory" not in self.__dict__:
            await run_with_airflow(load_async_extra)
            source: ConnectionSource = type(self)
            if "_awsconn_fetched" not in self.__dict__ and not self._awsconn_decides("conn_config"):
                from airflow_provider_awsconn.airflow_connections import ask_on_loop

                source = await ask_on_loop(self.aws_conn_id, type(self))
            await run_with_airflow(self._awsconn_read, source)
        return self._awsconn_async_factory

    def _awsconn_read(self, source: ConnectionSource) -> None:
        if "_awsconn_fetched" not in self.__dict__ and not self._awsconn_decides("conn_config"):
            from airflow_provider_awsconn.airflow_connections import fetch_connection

            self.__dict__.setdefault("_awsconn_fetched", fetch_connection(self.aws_conn_id, source))
        # What is read on the loop from now on.
        _ = self._awsconn_async_factory, self.conn_config
        if self.waiter_path is not None:
            from airflow_provider_awsconn.waiters.files import InvalidWaiterError, load_waiters

            # What is wrong with the file is told to who asks for a waiter.
            with contextlib.suppress(InvalidWaiterError):
                load_waiters(self.waiter_path)

    def _awsconn_give_client(
        self, service_name: str, region_name: str | None = None, config: Config | Mapping[str, Any] | None = None
    ) -> Any:
        """Give a client, a view of a shared one where that is allowed."""
        _load_client_modules()
        from airflow_provider_awsconn.airflow_clients import count_shared_clients, share_client

        # Nobody knows what a subclass goes by.
        is_decided = any(map(self._awsconn_decides, ("get_session", "conn_config", "_get_config")))
        maximum = count_shared_clients() if self._awsconn_shared and not is_decided else 0
        if not maximum:
            return self._awsconn_factory.build_client(service_name, region_name, self._awsconn_settle_config(config))
        fetched, arguments = self._awsconn_fetched, self._awsconn_arguments
        return share_client(fetched, arguments, service_name, region_name, config, maximum)

    def _awsconn_choose_session_maker(self) -> Callable[..., Any] | None:
        """Give the way to sessions that ``[aws] session_factory`` names, None for our own."""
        _load_client_modules()
        from airflow_provider_awsconn.airflow_options import read_session_factory
        from airflow_provider_awsconn.sessions.config import merge_configs

        factory_class = read_session_factory()
        if factory_class is None:
            return None
        connection, arguments = self._awsconn_connection, self._awsconn_arguments
        conn: Any = None
        if self._awsconn_decides("conn_config"):
            conn = self.conn_config or None
        elif self.aws_conn_id and connection.conn_id:
            # As Airflow gives it: the contract is older than this package.
            conn = self.get_connection(self.aws_conn_id)
        config = merge_configs(connection.config_kwargs.to_dict(), arguments.config)

        # A traceback that shows local variables must not show the connection.
        def hold() -> Any:
            return conn

        def create_session(region_name: str | None, deferrable: bool = False) -> Any:
            region = region_name or arguments.region_name or None
            made = factory_class(conn=hold(), region_name=region, config=config)
            return made.create_session(deferrable=True) if deferrable else made.create_session()

        return create_session

    def _awsconn_check_one_type(self) -> None:
        if bool(self.client_type) == bool(self.resource_type):
            raise ValueError(
                f"client_type and resource_type: got {self.client_type!r} and {self.resource_type!r}; "
                "set exactly one of them, such as AwsHook(client_type='s3')"
            )

    def _awsconn_pick_type(self, argument: str, given: str | None) -> str:
        """Pick the service name: given in the call, else the constructor's; argument says of which kind."""
        if not given:
            self._awsconn_check_one_type()
            given = getattr(self, argument)
        if not given:
            raise OtherKindError(f"{argument}: the hook was made for the other kind; give {argument} in the call")
        if is_region(given):
            raise ValueError(f"{argument}: '{given}' is a region; pass it as region_name='{given}'")
        return str(given)


# What a subclass is compared with.
AwsHook._awsconn_own = {name: getattr(AwsHook, name) for name in DECIDING}  # noqa: SLF001 - of the class itself

# The names of the stock hook's two classes.
AwsBaseHook = AwsHook
AwsGenericHook = AwsHook
