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
    from collections.abc import Callable

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
        conn_id: for the role session name and messages.
        on_secret: gets each secret value the moment it exists.
    """

    def __init__(
        self,
        session: Session,
        create_sts: Callable[..., Any],
        role: RoleStep,
        conn_id: str | None,
        on_secret: Callable[[str], None],
    ) -> None:
        self._session = session
        self._create_sts = create_sts
        self._role = role
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
        base = self._session.get_credentials()
        if base is None:
            raise NoCredentialsError(
                f"connection '{self._conn_id}': no base credentials to assume the role with; give login and "
                "password, a profile, or run where boto3 finds credentials"
            )
        kwargs = {
            "RoleSessionName": build_session_name(self._conn_id),
            **self._role.assume_role_kwargs,
        }
        return AssumeRoleCredentialFetcher(
            self._create_sts, base, self._role.arn or self._resolve_arn(base), extra_args=kwargs
        )

    def _resolve_arn(self, base: Credentials) -> str:
        name = str(self._role.name)
        if self._role.account_id is not None:
            return build_role_arn(self._partition(), self._role.account_id, name)
        frozen = base.get_frozen_credentials()
        caller = self._create_sts(
            "sts",
            aws_access_key_id=frozen.access_key,
            aws_secret_access_key=frozen.secret_key,
            aws_session_token=frozen.token,
        ).get_caller_identity()
        return build_role_arn(partition_of_arn(caller["Arn"]), caller["Account"], name)

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


def build_role_credentials(fetcher: RoleCredentialFetcher) -> DeferredRefreshableCredentials:
    """Build credentials that ask the fetcher at first use, and again before they expire."""
    return DeferredRefreshableCredentials(refresh_using=fetcher.fetch_credentials, method="assume-role")
