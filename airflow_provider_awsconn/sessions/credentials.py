"""Credentials of an assumed role as botocore's own deferred, self-renewing credentials.

Nothing is called before the first request needs a signature.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
from botocore.exceptions import UnknownRegionError

from airflow_provider_awsconn.connection.arn import build_role_arn, partition_of_arn
from airflow_provider_awsconn.connection.session_name import build_session_name
from airflow_provider_awsconn.errors import NoCredentialsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from botocore.credentials import Credentials
    from botocore.session import Session

    from airflow_provider_awsconn.connection import RoleStep


class GivenCredentials:
    """The ``credential_provider`` component of a botocore session that has its credentials already."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def load_credentials(self) -> Credentials:
        """Give the credentials, as botocore's resolver does."""
        return self._credentials


class RoleCredentialFetcher:
    """Asks STS for the credentials of one role, with a session's credentials as the base.

    Args:
        session: the botocore session whose credentials may assume the role.
        create_sts: makes the STS client from the keyword arguments that botocore gives it.
        role: which role, and with what arguments.
        build_arguments: gives the further arguments of the STS call, the external id in clear.
        conn_id: for messages.
        on_secret: gets each secret value the moment it exists.
        base: credentials that may assume the role, instead of the session's.
    """

    def __init__(
        self,
        session: Session,
        create_sts: Callable[..., Any],
        role: RoleStep,
        build_arguments: Callable[[], dict[str, Any]],
        conn_id: str | None,
        on_secret: Callable[[str], None],
        base: Credentials | None = None,
    ) -> None:
        self._session = session
        self._create_sts = create_sts
        self._role = role
        self._build_arguments = build_arguments
        self._base = base
        self._conn_id = conn_id
        self._on_secret = on_secret
        self._lock = Lock()
        self._fetcher: AssumeRoleCredentialFetcher | None = None

    def fetch_credentials(self) -> dict[str, Any]:
        """Ask STS, and give what botocore's refreshable credentials take."""
        with self._lock:
            if self._fetcher is None:
                self._fetcher = self._build_fetcher()
        minted: dict[str, Any] = self._fetcher.fetch_credentials()
        self._on_secret(minted["secret_key"])
        self._on_secret(minted["token"])
        return minted

    def _build_fetcher(self) -> AssumeRoleCredentialFetcher:
        base = self._base or self._session.get_credentials()
        if base is None:
            raise NoCredentialsError(
                f"connection '{self._conn_id}': no base credentials to assume the role with; give login and "
                "password, a profile, or run where boto3 finds credentials"
            )
        return AssumeRoleCredentialFetcher(
            self._create_sts,
            base,
            self._role.arn or self._resolve_arn(base),
            extra_args=self._build_arguments(),
            # botocore asks for it on the terminal, given or not; a worker has nobody to type it.
            mfa_prompter=lambda _: self._build_arguments().get("TokenCode"),
        )

    def _resolve_arn(self, base: Credentials) -> str:
        name = str(self._role.name)
        if self._role.account_id is not None:
            return build_role_arn(self._partition(), self._role.account_id, name)
        caller = self._create_base_sts(base).get_caller_identity()
        return build_role_arn(partition_of_arn(caller["Arn"]), caller["Account"], name)

    def _create_base_sts(self, base: Credentials) -> Any:
        """Create a client by itself, so that no secret is a local variable in the traceback of a refused request."""
        frozen = base.get_frozen_credentials()
        return self._create_sts(
            "sts",
            aws_access_key_id=frozen.access_key,
            aws_secret_access_key=frozen.secret_key,
            aws_session_token=frozen.token,
        )

    def _partition(self) -> str:
        region = self._session.get_config_variable("region")
        if region is None:
            return "aws"
        try:
            partition: str = self._session.get_partition_for_region(region)
        except UnknownRegionError:
            # A store of one's own may call its region anything.
            return "aws"
        return partition


def build_assume_role_arguments(
    role: RoleStep, conn_id: str | None, run_values: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Build the arguments of AssumeRole, without RoleArn; run_values fill the template of the session name."""
    arguments = {
        "RoleSessionName": build_session_name(conn_id, role.session_name, run_values),
        "ExternalId": role.external_id and role.external_id.reveal(),
        "DurationSeconds": role.duration_seconds,
        "Policy": role.policy,
        "PolicyArns": [{"arn": arn} for arn in role.policy_arns],
        "Tags": [{"Key": name, "Value": value} for name, value in role.tags.items()],
        "TransitiveTagKeys": list(role.transitive_tag_keys),
        "SourceIdentity": role.source_identity,
    }
    given = {name: value for name, value in arguments.items() if value}
    return role.further_arguments.to_dict() | given


def build_role_credentials(fetcher: RoleCredentialFetcher) -> DeferredRefreshableCredentials:
    """Build credentials that ask the fetcher at first use, and again before they expire."""
    return DeferredRefreshableCredentials(refresh_using=fetcher.fetch_credentials, method="assume-role")
