"""The values a connection is parsed into. Frozen, no IO, secrets never in a repr."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.secret import Secret
    from airflow_provider_awsconn.errors import Problem


@dataclass(frozen=True, slots=True)
class RoleStep:
    """One role to assume, named by ARN, by account and name, or by name alone.

    Attributes:
        arn: the role's ARN, or None while only its name is known.
        account_id: 12 digits; None with no ARN means the account of the base credentials.
        name: the role's name, with its path if it has one.
        assume_role_kwargs: arguments of STS AssumeRole in AWS's spelling, without RoleArn.
    """

    arn: str | None = None
    account_id: str | None = None
    name: str | None = None
    assume_role_kwargs: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class AwsConnection:
    """What an ``aws`` connection means, before the environment and AWS have their say.

    Attributes:
        conn_id: the Airflow connection id; None for boto3's own lookup chain, asked for on purpose.
        access_key_id: None means boto3's lookup chain.
        secret_access_key: there exactly when access_key_id is.
        session_token: belongs to a temporary key pair.
        profile_name: profile of the AWS configuration files.
        region_name: region of the clients.
        endpoint_url: endpoint of every service that service_config does not move.
        verify: True, False, the path of a CA bundle, or None for botocore's default.
        role: the role to assume, None for none.
        config_kwargs: arguments of botocore's Config, as they are written in JSON.
        service_config: settings by boto3's service name.
        account_id: account of the static key pair, for account-based endpoints.
        remarks: what works and should be written otherwise.
    """

    conn_id: str | None = None
    access_key_id: str | None = None
    secret_access_key: Secret | None = None
    session_token: Secret | None = None
    profile_name: str | None = None
    region_name: str | None = None
    endpoint_url: str | None = None
    verify: bool | str | None = None
    role: RoleStep | None = None
    config_kwargs: dict[str, Any] = field(default_factory=dict, repr=False)
    service_config: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    account_id: str | None = None
    remarks: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def role_arn(self) -> str | None:
        """The ARN of the role, None without a role and while only its name is known."""
        return None if self.role is None else self.role.arn

    def get_service_config(self, service_name: str) -> dict[str, Any]:
        """Give the settings under ``service_config.<service_name>``, empty without any."""
        return self.service_config.get(service_name, {})

    def get_service_endpoint_url(self, service_name: str) -> str | None:
        """Give the endpoint URL of a service, None for the one botocore works out.

        ``service_config.<service>.endpoint_url`` beats ``endpoint_url``. An ``endpoint_url`` on AWS itself, such as
        the VPC endpoint of one service, is not taken for STS.
        """
        own: str | None = self.get_service_config(service_name).get("endpoint_url")
        if own:
            return own
        if service_name == "sts" and self.endpoint_url and is_aws_endpoint(self.endpoint_url):
            return None
        return self.endpoint_url

    def secrets(self) -> tuple[str, ...]:
        """Give the secret values in clear, for botocore and for registration with a masker only."""
        held = (self.secret_access_key, self.session_token)
        return tuple(secret.reveal() for secret in held if secret is not None)
