"""From an ``AwsConnection`` back to the fields of a connection, each setting under the key to use now."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.role_arguments import ROLE_ARGUMENTS
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.model import AwsConnection, Probe, RoleStep

_AS_THEY_ARE = (
    "region_name",
    "endpoint_url",
    "test_endpoint_url",
    "store",
    "profile_name",
    "verify",
    "config_kwargs",
    "service_config",
    "allowed_account_ids",
    "forbidden_account_ids",
)


def dump_extra(connection: AwsConnection) -> dict[str, Any]:
    """Give the Extra object of a connection, secrets in clear."""
    extra = {name: getattr(connection, name) for name in _AS_THEY_ARE}
    extra["aws_session_token"] = connection.session_token
    extra["session_kwargs"] = {"aws_account_id": connection.account_id} if connection.account_id else None
    extra["test_probe"] = _dump_probe(connection.test_probe)
    extra |= _dump_roles(connection.roles) | _dump_federation(connection.federation)
    own = {name: _to_json(value) for name, value in extra.items() if not _is_unset(value)}
    return connection.other_keys.to_dict() | own


def _dump_roles(roles: tuple[RoleStep, ...]) -> dict[str, Any]:
    if not roles:
        return {}
    kwargs = roles[-1].further_arguments.to_dict()
    if len(roles) > 1:
        return {"role_chain": [_dump_step(role) for role in roles], "assume_role_kwargs": kwargs}
    step = _dump_step(roles[0])
    for argument in ROLE_ARGUMENTS:
        if argument.name in step:
            value = step.pop(argument.name)
            if argument.key:
                step[argument.key] = value
            else:
                kwargs[argument.aws_name] = [{"arn": arn} for arn in value] if argument.name == "policy_arns" else value
    return step | {"assume_role_kwargs": kwargs}


def _dump_step(role: RoleStep) -> dict[str, Any]:
    values = {"role_arn": role.arn, "aws_account_id": role.account_id, "aws_iam_role": role.name}
    values |= {argument.name: getattr(role, argument.name) for argument in ROLE_ARGUMENTS}
    return {name: _to_json(value) for name, value in values.items() if not _is_unset(value)}


def _dump_federation(federation: WebIdentity | Saml | None) -> dict[str, Any]:
    if isinstance(federation, Saml):
        return {"assume_role_method": "assume_role_with_saml", "assume_role_with_saml": federation.settings}
    if isinstance(federation, WebIdentity):
        return {
            "assume_role_method": "assume_role_with_web_identity",
            "assume_role_with_web_identity_federation": federation.source,
            "assume_role_with_web_identity_token_file": federation.token_file,
            "assume_role_with_web_identity_token_variable": federation.token_variable,
            "assume_role_with_web_identity_token_url": federation.token_url,
            "assume_role_with_web_identity_token_headers": federation.token_headers,
            "assume_role_with_web_identity_token_source": federation.token_source,
            "assume_role_with_web_identity_federation_audience": federation.audience,
        }
    return {}


def _dump_probe(probe: Probe | None) -> dict[str, Any] | None:
    if probe is None:
        return None
    return {"service": probe.service, "operation": probe.operation, "parameters": probe.parameters.to_dict()}


def _is_unset(value: object) -> bool:
    return value is None or (isinstance(value, Sized) and not len(value))


def _to_json(value: Any) -> Any:
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Settings):
        return value.to_dict()
    return list(value) if isinstance(value, tuple) else value
