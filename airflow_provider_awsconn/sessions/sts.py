"""How STS is asked, and botocore's own lookup chain run: in the connection's region, through its proxies, in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.config import Config

from airflow_provider_awsconn.connection.precedence import (
    settle_chain_region,
    settle_endpoint,
    settle_region,
    settle_verify,
)
from airflow_provider_awsconn.connection.region import default_region_of_partition, partition_of_region
from airflow_provider_awsconn.credentials.base import AmbientSource
from airflow_provider_awsconn.credentials.chain import CredentialChain, StsAccess, name_connection
from airflow_provider_awsconn.credentials.errors import BaseCredentialsError, EmptyChainError
from airflow_provider_awsconn.credentials.token_endpoints import check_token_endpoint
from airflow_provider_awsconn.credentials.transport import Transport
from airflow_provider_awsconn.errors import CredentialsError
from airflow_provider_awsconn.sessions.bare_session import ForkSafeSession, build_bare_session, says
from airflow_provider_awsconn.sessions.config import merge_configs
from airflow_provider_awsconn.sessions.mfa import refuse_mfa
from airflow_provider_awsconn.sessions.template import get_template

if TYPE_CHECKING:
    import botocore.session
    from botocore.credentials import Credentials

    from airflow_provider_awsconn.credentials.base import Source
    from airflow_provider_awsconn.credentials.renewal import MintingError
    from airflow_provider_awsconn.credentials.surroundings import Surroundings
    from airflow_provider_awsconn.errors import AwsConnError
    from airflow_provider_awsconn.sessions.arguments import ClientArguments

# STS answers within a second, or not at all; a storm of tasks slows down instead of failing.
_DEFAULTS: dict[str, Any] = {"connect_timeout": 5, "read_timeout": 15}
_RETRIES: dict[str, Any] = {"retries": {"mode": "adaptive"}}
# What of a configuration says nothing about who is asked for credentials, and how.
_NOT_OF_STS = frozenset({"s3", "signature_version", "max_pool_connections", "user_agent", "user_agent_extra"})


class SessionChain(CredentialChain):
    """Builds the credentials of a connection from those of a session that is there already.

    Whatever keys or profile the connection has, and whatever is in the environment, ``load_base`` alone is asked. It is
    asked when the chain is built: who has the same keys shares what is minted with them.
    """

    def _build_base(self) -> tuple[Source, Any]:
        """Build what the session has; it renews itself, as far as it can."""
        source = AmbientSource(self._load_base)
        try:
            found = source.get()
        except (BaseCredentialsError, EmptyChainError):
            # The first request tells it, and asks again. Until then nobody knows who this is, to share with them.
            return source, ["session", object()]
        document = ["session", found.access_key, found.secret_key, found.token, self._sts.target]
        return self._surroundings.registry.get(document, lambda: source), document

    def _explain(self, error: MintingError | EmptyChainError | BaseCredentialsError) -> AwsConnError:
        # A session of ours says by itself what is wrong.
        found = error.error if isinstance(error, BaseCredentialsError) else None
        return found if isinstance(found, CredentialsError) else super()._explain(error)


def build_sts_access(
    arguments: ClientArguments, surroundings: Surroundings, region_name: str | None = None
) -> StsAccess:
    """Build the way STS is asked.

    Args:
        arguments: the settings of the connection and the hook.
        surroundings: what there is besides the connection.
        region_name: where it is asked; None for the region of the connection, of the environment, of the partition.
    """
    profile_name = arguments.connection.profile_name
    template = get_template(profile_name, surroundings.user_agent)
    settled_region = settle_region(arguments.connection, arguments.hook, "sts", region_name)
    region = settled_region.value if settled_region else template.get_config_variable("region")
    partition = partition_of_region(region) if region else arguments.partition or "aws"
    region = region or default_region_of_partition(partition)
    # Its options are attributes that its type does not tell of.
    config: Any = _build_sts_config(arguments, template)
    settled = arguments.settle("sts") | {"region_name": region, "config": config}
    given = {name: getattr(config, name) for name in Config.OPTION_DEFAULTS if name not in _NOT_OF_STS}

    def create(credentials: Credentials | None) -> Any:
        given = settled
        if credentials is None:
            given = settled | {"config": merge_configs(config, {"signature_version": "unsigned"})}
        template = get_template(profile_name, surroundings.user_agent)
        return arguments.guard(template.build_client(credentials, False, "sts", **given), "sts")

    def check(sts: Any) -> None:
        _check_token_endpoint(sts, arguments, surroundings)

    return StsAccess(
        create,
        check,
        [region, settled.get("endpoint_url"), settled.get("verify"), given],
        partition,
        Transport(
            verify=settled.get("verify"),
            proxies=config.proxies,
            connect_timeout=config.connect_timeout,
            read_timeout=config.read_timeout,
            max_attempts=_count_attempts(config),
        ),
    )


def load_base(arguments: ClientArguments, user_agent: str, *, writes_nothing: bool = False) -> Credentials | None:
    """Run boto3's lookup chain; what it asks of AWS goes the connection's way, and to AWS's own endpoints.

    It sends tokens of the worker's own. Whoever edits a connection must not see them: TLS is verified, and no proxy
    of the connection gets what is not encrypted.
    """
    session = build_bare_session(ForkSafeSession, arguments.connection.profile_name, user_agent)
    region = settle_chain_region(arguments.connection, arguments.hook)
    if region is not None:
        session.set_config_variable("region", region.value)
    verify = settle_verify(arguments.connection, arguments.hook, "sts")
    if verify is not None and verify.value is not False:
        session.set_config_variable("ca_bundle", verify.value)
    config: Any = _build_sts_config(arguments, session)
    if config.proxies:
        tunnel = {scheme: url for scheme, url in config.proxies.items() if scheme == "https"}
        config = config.merge(Config(proxies=tunnel))
    if config.proxies_config:
        options: Any = dict(config.proxies_config) | {"proxy_use_forwarding_for_https": False}
        config = config.merge(Config(proxies_config=options))
    session.set_default_client_config(config)
    if writes_nothing:
        from airflow_provider_awsconn.sessions.signed_on import keep_sign_ons_unwritten

        keep_sign_ons_unwritten(session)
    refuse_mfa(session)
    credentials: Credentials | None = session.get_credentials()
    return credentials


def _build_sts_config(arguments: ClientArguments, session: botocore.session.Session) -> Config:
    """Build the configuration of STS's clients; what the connection, the hook or the worker says beats ours."""
    says_retries = says(session, "AWS_RETRY_MODE", "retry_mode")
    return merge_configs(_DEFAULTS, {} if says_retries else _RETRIES, arguments.build_service_config("sts"))


def _check_token_endpoint(sts: Any, arguments: ClientArguments, surroundings: Surroundings) -> None:
    """Refuse an STS client that no token may be sent through. What the worker's environment says is its own."""
    connection = arguments.connection
    allowed = list(surroundings.deployment.token_endpoints)
    if settle_endpoint(connection, "sts") is None:
        allowed.append(sts.meta.endpoint_url)
    verify, config = settle_verify(connection, arguments.hook, "sts"), arguments.build_service_config("sts")
    transport = Transport(verify=verify and verify.value, proxies=getattr(config, "proxies", None))
    where, proxies_config = name_connection(connection), sts.meta.config.proxies_config
    check_token_endpoint(sts.meta.endpoint_url, where, transport, proxies_config, allowed)


def _count_attempts(config: Any) -> int:
    """Give the number of all attempts, as botocore counts them; 3 where nothing is said."""
    retries = config.retries or {}
    if "total_max_attempts" in retries:
        return int(retries["total_max_attempts"])
    return int(retries["max_attempts"]) + 1 if "max_attempts" in retries else 3
