"""What can be said of a connection only where it is used: by botocore's own lists, and by this machine's files.

Asks no network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.errors import Problem
from airflow_provider_awsconn.sessions.botocore_names import (
    check_assume_role_arguments,
    check_ca_bundle,
    check_config_arguments,
    check_service_names,
)

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection import AwsConnection


def check_connection(connection: AwsConnection) -> list[Problem]:
    """List what makes a connection unusable here, beyond what its own text tells."""
    problems = check_config_arguments("extra.config_kwargs", connection.config_kwargs.to_dict())
    for service in connection.service_config:
        own = connection.get_service_config(service).get("config_kwargs", {})
        problems += check_config_arguments(f"extra.service_config.{service}.config_kwargs", own)
    problems += check_files(connection)
    if connection.roles:
        further = connection.roles[-1].further_arguments.to_dict()
        problems += check_assume_role_arguments("extra.assume_role_kwargs", _pick_operation(connection), further)
        if "SerialNumber" in further and "TokenCode" not in further:
            problems.append(
                Problem(
                    "extra.assume_role_kwargs.TokenCode",
                    "is missing while SerialNumber is given",
                    "give the code that the device shows, or assume a role that asks for none",
                )
            )
    return problems


def check_files(connection: AwsConnection) -> list[Problem]:
    """List the files a connection names that are not there now."""
    problems = check_ca_bundle("extra.verify", connection.verify)
    for service in connection.service_config:
        own = connection.get_service_config(service)
        problems += check_ca_bundle(f"extra.service_config.{service}.verify", own.get("verify"))
    if isinstance(connection.federation, Saml):
        asked = connection.federation.settings.to_dict().get("idp_request_kwargs", {})
        problems += check_ca_bundle("extra.assume_role_with_saml.idp_request_kwargs.verify", asked.get("verify"))
    return problems


def check_services(connection: AwsConnection) -> list[Problem]:
    """List the services of service_config that boto3 does not know: odd, and harmless."""
    return check_service_names("extra.service_config", connection.service_config)


def _pick_operation(connection: AwsConnection) -> str:
    """Further arguments are of the last role, and only the first one is assumed without credentials."""
    operations = {Saml: "AssumeRoleWithSAML", WebIdentity: "AssumeRoleWithWebIdentity"}
    return operations.get(type(connection.federation), "AssumeRole") if len(connection.roles) == 1 else "AssumeRole"
