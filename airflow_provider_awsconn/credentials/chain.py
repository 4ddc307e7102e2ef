"""From a connection to its credentials: base, roles and guards, each step shared with all who take the same one."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from botocore.credentials import Credentials, EnvProvider
from botocore.exceptions import PartialCredentialsError

from airflow_provider_awsconn.connection.model import Saml
from airflow_provider_awsconn.connection.session_name import describe_session
from airflow_provider_awsconn.connection.templates import tells_of_run
from airflow_provider_awsconn.credentials.account import AccountGuard, KnownAccountSource
from airflow_provider_awsconn.credentials.arguments import build_assume_role_arguments, build_federated_arguments
from airflow_provider_awsconn.credentials.assume import RoleCall
from airflow_provider_awsconn.credentials.base import AmbientSource, StaticSource
from airflow_provider_awsconn.credentials.environment import describe_environment, describe_variables
from airflow_provider_awsconn.credentials.errors import BaseCredentialsError, EmptyChainError
from airflow_provider_awsconn.credentials.explain import describe_role, explain, explain_base
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.off_loop import run_with_airflow
from airflow_provider_awsconn.credentials.registry import fingerprint_texts, write_document
from airflow_provider_awsconn.credentials.renewal import MintingError, RenewingSource
from airflow_provider_awsconn.credentials.shared import Announced, SharedCredentials

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.model import WebIdentity
    from airflow_provider_awsconn.credentials.base import Source
    from airflow_provider_awsconn.credentials.surroundings import Surroundings
    from airflow_provider_awsconn.credentials.transport import Transport
    from airflow_provider_awsconn.errors import AwsConnError

logger = logging.getLogger(__name__)

_EXPLAINED = (MintingError, EmptyChainError, BaseCredentialsError)
# The variables of what a worker's own identity is made of elsewhere: Azure, Google, Kerberos.
_OF_TOKENS = ("AZURE_", "GCE_", "GOOGLE_", "IDENTITY_", "KRB5", "MSI_")


@dataclass(frozen=True, slots=True)
class StsAccess:
    """How STS is asked, as the connection and the hook say.

    Attributes:
        create: makes an STS client with these credentials, or one that signs nothing.
        check_token_endpoint: refuses an STS client that no token may be sent through.
        target: where and how, as JSON; connections that differ in it share no credentials.
        partition: where roles are that are named by account and name.
        transport: the same for the requests that fetch tokens and assertions.
    """

    create: Callable[[Credentials | None], Any]
    check_token_endpoint: Callable[[Any], None]
    target: Any = field(repr=False)  # a proxy's password may be in it
    partition: str
    transport: Transport


@dataclass(frozen=True, slots=True)
class Hop:
    """One step to a connection's credentials.

    Attributes:
        role: which of the connection's roles, counted from 0; None for what they start from.
        get: gives the credentials of this step; asks for no more than that, where those before it are there.
        describe_method: tells where they come from, in botocore's words.
        get_end: gives the moment they end, in seconds since 1970, once they are there; None for never, or not known.
    """

    role: int | None
    get: Callable[[], MintedCredentials]
    describe_method: Callable[[], str]
    get_end: Callable[[], float | None]


class CredentialChain:
    """Builds the credentials of a connection. Nothing is read or asked before the first request needs a signature.

    Args:
        connection: who to be.
        load_base: runs botocore's lookup chain with the connection's profile.
        sts: how STS is asked.
        surroundings: what there is besides the connection.
    """

    def __init__(
        self,
        connection: AwsConnection,
        load_base: Callable[[], Credentials | None],
        sts: StsAccess,
        surroundings: Surroundings,
    ) -> None:
        self._connection = connection
        self._load_base = load_base
        self._sts = sts
        self._surroundings = surroundings
        self._where = name_connection(connection)
        self._ambient: AmbientSource | None = None
        self._method = "explicit"
        self._minting: list[RenewingSource] = []
        self._roles = connection.roles
        if surroundings.deployment.host_cache is not None:
            # Credentials that tasks share must not carry the name of one of them.
            name = "Airflow" if connection.conn_id is None else "Airflow_{conn_id}"
            self._roles = tuple(replace(role, session_name=role.session_name or name) for role in connection.roles)

    def build(self) -> SharedCredentials:
        """Build what a botocore session takes."""
        connection = self._connection
        source, document = self._build_roles()
        if connection.allowed_account_ids or connection.forbidden_account_ids:
            if not connection.roles:
                source = self._know_account(source, document)
            allowed, forbidden = connection.allowed_account_ids, connection.forbidden_account_ids
            source = AccountGuard(source, self._where, allowed, forbidden)
        announced = Announced(source, self._surroundings.on_secret, self._minting[:-1])
        explained = _Explained(announced, self._explain)
        return SharedCredentials(explained.get, self._describe_method, explained)

    def build_hops(self) -> list[Hop]:
        """Build the steps to the credentials, for who wants to take them one by one: the base, then each role."""
        self._build_roles()
        roles = [self._build_hop(source, index) for index, source in enumerate(self._minting)]
        return roles if self._connection.federation else [self._build_hop(self._build_base()[0], None), *roles]

    def _build_hop(self, source: Source, role: int | None) -> Hop:
        # The connection's own keys are known already; those of the environment are not.
        is_told = isinstance(source, StaticSource) and bool(self._connection.access_key_id)
        told = source if is_told else Announced(source, self._surroundings.on_secret)

        def get_end() -> float | None:
            if isinstance(source, AmbientSource):
                return source.expires_at
            minted = source.peek() if isinstance(source, RenewingSource) else None
            return minted.expires_at if minted else None

        get = _Explained(told, self._explain).get
        return Hop(role, get, self._describe_method if role is None else lambda: "assume-role", get_end)

    def _explain(self, error: MintingError | EmptyChainError | BaseCredentialsError) -> AwsConnError:
        if isinstance(error, MintingError):
            return explain(error, self._connection, self._where)
        if isinstance(error, BaseCredentialsError):
            return explain_base(error, self._where, self._connection)
        # The chain is shared, and knows nothing of connections.
        return EmptyChainError(self._where, error.reason, error.hint)

    def _describe_method(self) -> str:
        connection = self._connection
        if connection.roles:
            by_first = "assume-role-with-saml" if isinstance(connection.federation, Saml) else None
            by_first = by_first or ("assume-role-with-web-identity" if connection.federation else "assume-role")
            return by_first if len(connection.roles) == 1 else "assume-role"
        return self._ambient.method if self._ambient else self._method

    def _build_base(self) -> tuple[Source, Any]:
        """Build the connection's own keys, or what boto3's chain finds; and the JSON that says which these are."""
        connection = self._connection
        if connection.access_key_id and connection.secret_access_key:
            token = connection.session_token.reveal() if connection.session_token else None
            minted = MintedCredentials(
                connection.access_key_id,
                connection.secret_access_key.reveal(),
                token,
                0.0,
                None,
                connection.account_id,
            )
            return StaticSource(minted), ["keys", minted.access_key, minted.secret_key, token, connection.account_id]
        document = ["chain", describe_environment(connection.profile_name), self._sts.target]
        of_environment = None if connection.profile_name else _read_environment_keys()
        if of_environment is not None:
            # Those of now, as boto3 takes them when it makes a client; no lookup later finds others.
            self._method = "env"
            return StaticSource(of_environment), document
        as_it_was = fingerprint_texts(describe_variables())

        def is_current() -> bool:
            return fingerprint_texts(describe_variables()) == as_it_was

        build = functools.partial(AmbientSource, self._load_base, is_current)
        self._ambient = cast("AmbientSource", self._surroundings.registry.get(document, build))
        return self._ambient, document

    def _build_roles(self) -> tuple[Source, Any]:
        """Build the credentials of the last role, each role with those of the one before it as the base."""
        connection = self._connection
        source: Source | None = None
        document: Any = None
        if not connection.federation:
            source, document = self._build_base()
        for index, role in enumerate(self._roles):
            arguments = self._build_arguments(index)
            named = [role.arn, role.account_id, role.name]
            document = ["role", document or self._document_federation(), named, arguments, self._sts.target]
            build = functools.partial(self._build_role, index, source, document)
            built: list[Source] = []
            source = self._surroundings.registry.get(document, functools.partial(_keep, build, built))
            if built:
                # Not while the registry is locked: a handler of the log may have a connection of its own.
                self._tell_session_name(index, arguments.get("RoleSessionName"))
            self._minting.append(cast("RenewingSource", source))
        if source is None:
            raise ValueError("the connection has no role to assume")
        return source, document

    def _build_arguments(self, index: int) -> dict[str, Any]:
        """Build the arguments of a role's call, without token or assertion."""
        connection, role = self._connection, self._roles[index]
        run_values = self._surroundings.run_values
        if connection.federation and index == 0:
            return build_federated_arguments(connection.federation, role, connection.conn_id, run_values)
        return build_assume_role_arguments(role, connection.conn_id, run_values)

    def _build_role(self, index: int, base: Source | None, document: Any) -> RenewingSource:
        role = self._roles[index]
        if base is None:
            call = self._build_federated_call(index)
        else:
            get_base = functools.partial(_get_kept, base)
            create_sts = functools.partial(self._sts.create, SharedCredentials(get_base, lambda: "assume-role"))
            build_arguments = functools.partial(self._build_arguments, index)
            call = RoleCall(create_sts, "assume_role", role, self._sts.partition, build_arguments)
        label = f"{self._where}, {describe_role(self._connection, index)}"
        return RenewingSource(self._share_on_host(call, document), label, index)

    def _tell_session_name(self, index: int, name: str | None) -> None:
        template, run_values = self._roles[index].session_name, self._surroundings.run_values
        if name and run_values and (template is None or tells_of_run(template)):
            logger.info("%s: %s", self._where, describe_session(name, run_values))

    def _build_federated_call(self, index: int) -> RoleCall:
        sts, federation, conn_id = self._sts, self._connection.federation, self._connection.conn_id
        sources = self._surroundings.deployment.token_sources
        if isinstance(federation, Saml):
            from airflow_provider_awsconn.credentials.assertions import build_assertion_source

            operation, argument = "assume_role_with_saml", "SAMLAssertion"
            fetch = build_assertion_source(federation, sts.transport, sources, conn_id)
        elif federation is not None:
            from airflow_provider_awsconn.credentials.token_sources import build_token_source

            operation, argument = "assume_role_with_web_identity", "WebIdentityToken"
            fetch = build_token_source(federation, sts.transport, sources, conn_id)
        else:
            raise ValueError("the connection has no federation")

        def create_sts() -> Any:
            # Before any token is read.
            client = sts.create(None)
            sts.check_token_endpoint(client)
            return client

        def build_arguments() -> dict[str, Any]:
            return self._build_arguments(index) | {argument: fetch()}

        return RoleCall(create_sts, operation, self._roles[index], sts.partition, build_arguments)

    def _share_on_host(self, call: RoleCall, document: Any) -> Callable[[float], MintedCredentials]:
        cache = self._surroundings.deployment.host_cache
        if cache is None or self._asks_registered():
            return lambda _: call()
        identity = hashlib.sha256(write_document(document)).digest()
        return lambda newer_than: cache.get_or_mint(identity, call, newer_than)

    def _asks_registered(self) -> bool:
        """Tell whether a callable of the deployment decides who it is: it may decide otherwise in another process."""
        federation = self._connection.federation
        if isinstance(federation, Saml):
            return "assertion_source" in federation.settings
        return federation is not None and federation.token_source is not None

    def _know_account(self, source: Source, document: Any) -> Source:
        def fetch_account(minted: MintedCredentials) -> str:
            sts = self._sts.create(SharedCredentials(lambda: minted, lambda: "explicit"))
            return str(sts.get_caller_identity()["Account"])

        label = f"{self._where}, the account of its credentials"
        return self._surroundings.registry.get(
            ["account", document, self._sts.target], lambda: KnownAccountSource(source, fetch_account, label)
        )

    def _document_federation(self) -> Any:
        federation = self._connection.federation
        if federation is None:
            raise ValueError("the connection has no federation")
        if isinstance(federation, Saml):
            told: Any = federation.settings.to_dict()
        else:
            told = {name: getattr(federation, name) for name in federation.__slots__}
            told["token_headers"] = told["token_headers"].to_dict()
        sources = dict(self._surroundings.deployment.token_sources)
        # A registered callable is told whose token is asked for.
        return ["federation", told, sources, self._connection.conn_id, describe_token_environment(federation)]


class _Explained:
    """Credentials of a source, its failures told as errors for people."""

    def __init__(
        self,
        source: Source,
        explain: Callable[[MintingError | EmptyChainError | BaseCredentialsError], AwsConnError],
    ) -> None:
        self._source = source
        self._explain = explain

    def get(self) -> MintedCredentials:
        try:
            return self._source.get()
        except _EXPLAINED as error:
            problem = self._explain(error)
        # Outside of the handler: what was caught holds what botocore sent, and stays behind.
        raise problem

    def get_now(self) -> MintedCredentials | None:
        return self._source.get_now()

    async def aget(self) -> MintedCredentials:
        try:
            return await self._source.aget()
        except _EXPLAINED as error:
            caught = error
        # In a thread: what knows the causes is imported for it.
        problem = await run_with_airflow(self._explain, caught)
        del caught
        raise problem


def _keep(build: Callable[[], Source], built: list[Source]) -> Source:
    built.append(build())
    return built[0]


def _read_environment_keys() -> MintedCredentials | None:
    """Give the key pair of the environment as it is now, None where there is none that lasts."""
    with contextlib.suppress(PartialCredentialsError):
        found = EnvProvider().load()
        if type(found) is Credentials:
            frozen = found.get_frozen_credentials()
            key, secret = str(frozen.access_key), str(frozen.secret_key)
            return MintedCredentials(key, secret, frozen.token, 0.0, None, frozen.account_id)
    return None


def _get_kept(base: Source) -> MintedCredentials:
    """Give what a role is asked for with; not with what another environment has, for the role is kept as this one's."""
    minted = base.get()
    if isinstance(base, AmbientSource) and not base.is_kept:
        raise BaseCredentialsError(
            RuntimeError(
                "the environment variables have changed between the hook and its first request; make a new hook"
            )
        )
    return minted


def describe_token_environment(federation: WebIdentity | Saml) -> Any:
    """List what the worker's environment has to say about who a token or assertion is of."""
    names = [name for name in os.environ if name.startswith(_OF_TOKENS)]
    if isinstance(federation, Saml):
        names.append(str(federation.settings.get("assertion_variable")))
    else:
        names += [str(federation.token_variable)] * (federation.source == "environment")
        names += ["AWS_WEB_IDENTITY_TOKEN_FILE"] * (federation.source == "file" and not federation.token_file)
    return sorted((name, os.environ.get(name)) for name in names)


def name_connection(connection: AwsConnection) -> str:
    """Name a connection in a message."""
    return "aws_conn_id=None" if connection.conn_id is None else f"connection '{connection.conn_id}'"
