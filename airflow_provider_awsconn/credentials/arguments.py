"""The arguments of STS's calls, from a role step: in AWS's spelling, secrets in clear. RoleArn is not among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.model import Saml
from airflow_provider_awsconn.connection.session_name import build_session_name
from airflow_provider_awsconn.connection.templates import render_source_identity, render_tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection import RoleStep
    from airflow_provider_awsconn.connection.model import WebIdentity


def build_assume_role_arguments(
    role: RoleStep, conn_id: str | None, run_values: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Build the arguments of AssumeRole; run_values fill in the templates."""
    tags = render_tags(role.tags, conn_id, run_values)
    return _build_common_arguments(role) | _drop_empty(
        {
            "RoleSessionName": build_session_name(conn_id, role.session_name, run_values),
            "ExternalId": role.external_id and role.external_id.reveal(),
            "Tags": [{"Key": name, "Value": value} for name, value in tags.items()],
            "TransitiveTagKeys": [key for key in role.transitive_tag_keys if key in tags or key not in role.tags],
            "SourceIdentity": render_source_identity(role.source_identity, conn_id, run_values),
        }
    )


def build_federated_arguments(
    federation: WebIdentity | Saml, role: RoleStep, conn_id: str | None, run_values: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Build the arguments of AssumeRoleWithWebIdentity or AssumeRoleWithSAML, without token or assertion."""
    if isinstance(federation, Saml):
        own = {"PrincipalArn": federation.settings.get("principal_arn")}
    else:
        own = {"RoleSessionName": build_session_name(conn_id, role.session_name, run_values)}
    return _build_common_arguments(role) | own


def _build_common_arguments(role: RoleStep) -> dict[str, Any]:
    given = {
        "DurationSeconds": role.duration_seconds,
        "Policy": role.policy,
        "PolicyArns": [{"arn": arn} for arn in role.policy_arns],
    }
    return role.further_arguments.to_dict() | _drop_empty(given)


def _drop_empty(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value}
