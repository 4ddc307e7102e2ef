"""From a failed attempt to mint credentials to the error that people get: which connection, which role, since when."""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.credentials.errors import (
    BaseCredentialsError,
    CredentialsUnavailableError,
    EmptyChainError,
    RoleRefusedError,
    UnusableAnswerError,
    describe_error,
    describe_moment,
    find_origin,
    get_code,
)
from airflow_provider_awsconn.credentials.renewal import MintingError
from airflow_provider_awsconn.errors import CredentialsError, InvalidConnectionError

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.errors import AwsConnError

_REFUSED_ACTION = re.compile(r"not authorized to perform:? (sts:\w+)")
_HINTS = {
    "ExpiredToken": "give new base credentials: the session token of those at hand has ended",
    "ExpiredTokenException": "have a new token issued: the one that was given has ended",
    "InvalidClientTokenId": "look at the base credentials: STS does not know the access key",
    "InvalidIdentityToken": "look at the identity provider of the role's trust policy: issuer and audience must match",
    "IDPRejectedClaim": "look at the claims the role's trust policy asks for",
    "SignatureDoesNotMatch": "look at the secret access key; in a URI write + as %2B and / as %2F",
    "RegionDisabledException": "activate STS in this region, or give another region as service_config.sts.region_name",
    "PackedPolicyTooLarge": "shorten the session policy, the policy ARNs and the tags",
    "MalformedPolicyDocument": "mend extra.session_policy",
}


def explain(error: MintingError, connection: AwsConnection, where: str) -> AwsConnError:
    """Build the error for people.

    Args:
        error: the attempt that failed, of the last role or of one before it.
        connection: whose roles they are.
        where: the connection, for the message.
    """
    # The role that failed first is the one to name; those after it only waited for its credentials.
    innermost = error
    while isinstance(innermost.failure.error, MintingError):
        innermost = innermost.failure.error
    cause = find_origin(error)
    if isinstance(cause, EmptyChainError):
        return EmptyChainError(where, cause.reason, cause.hint)
    if isinstance(cause, InvalidConnectionError):
        return InvalidConnectionError(connection.conn_id, cause.problems)
    if isinstance(cause, CredentialsError):
        return copy(cause)
    failure, index = innermost.failure, innermost.role
    if isinstance(cause, BaseCredentialsError):
        return explain_base(cause, where)
    if index is not None:
        where = f"{where}, {describe_role(connection, index)}"
    answer = cause if isinstance(cause, UnusableAnswerError) else None
    reason = answer.reason if answer else describe_error(cause)
    if failure.count > 1:
        reason += f" (tried {failure.count} times since {describe_moment(failure.since)})"
    if innermost.expired_at is not None:
        reason += f"; the last credentials were good until {describe_moment(innermost.expired_at)}"
    if isinstance(cause, ClientError):
        return RoleRefusedError(where, reason, _advise(cause, index, connection), cause.response, cause.operation_name)
    hint = answer.hint if answer else "look whether STS can be reached from this worker"
    return CredentialsUnavailableError(where, reason, hint)


def explain_base(error: BaseCredentialsError, where: str) -> CredentialsError:
    """Build the error for people when it is boto3's lookup chain that failed.

    Args:
        error: what it raised.
        where: the connection, for the message.
    """
    where, reason = f"{where}, boto3's lookup chain", describe_error(error.error)
    hint = "look at the worker's profile, variables or metadata service"
    if isinstance(error.error, ClientError):
        return RoleRefusedError(where, reason, hint, error.error.response, error.error.operation_name)
    return CredentialsUnavailableError(where, reason, hint)


def describe_role(connection: AwsConnection, index: int) -> str:
    """Name one of a connection's roles, counted from 0, and its place in a chain."""
    role = connection.roles[index]
    name = role.arn or (f"{role.name} in {role.account_id}" if role.account_id else str(role.name))
    return f"role {name}" if len(connection.roles) == 1 else f"role {index + 1} of {len(connection.roles)} ({name})"


def _advise(cause: ClientError, index: int | None, connection: AwsConnection) -> str:
    code = get_code(cause)
    if code != "AccessDenied" or index is None:
        return _HINTS.get(code, "look at what STS said")
    role = connection.roles[index]
    message: Any = cause.response.get("Error", {}).get("Message") or ""
    refused = _REFUSED_ACTION.search(message)
    missing = refused[1] if refused else ""
    if missing == "sts:TagSession" and role.tags:
        return "session tags are set: the role's trust policy must allow sts:TagSession too"
    if missing == "sts:SetSourceIdentity" and role.source_identity:
        return "a source identity is set: the role's trust policy must allow sts:SetSourceIdentity too"
    if index == 0 and isinstance(connection.federation, (WebIdentity, Saml)):
        return "the role's trust policy must name the identity provider, and its conditions must fit the token"
    rights = ["sts:AssumeRole"]
    rights += ["sts:TagSession"] if role.tags else []
    rights += ["sts:SetSourceIdentity"] if role.source_identity else []
    wanted = " and ".join(rights)
    external = "with the same external id" if role.external_id else "without an external id, or give the one it wants"
    return (
        f"the role's trust policy must allow {wanted} to the caller {external}, and the caller's own policy must "
        "allow it on the role"
    )
