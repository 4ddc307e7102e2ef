"""From a failed attempt to mint credentials to the error that people get: which connection, which role, since when."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from airflow_provider_awsconn.connection.arn import partition_of_arn
from airflow_provider_awsconn.connection.precedence import (
    HookArguments,
    Setting,
    settle_endpoint,
    settle_sts_region,
    settle_verify,
)
from airflow_provider_awsconn.credentials.errors import (
    BaseCredentialsError,
    CredentialsUnavailableError,
    EmptyChainError,
    RoleRefusedError,
    UnusableAnswerError,
    describe_error,
    describe_moment,
    find_origin,
)
from airflow_provider_awsconn.credentials.fork_gate import delaying_forks
from airflow_provider_awsconn.credentials.renewal import MintingError
from airflow_provider_awsconn.errors import CredentialsError, InvalidConnectionError

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.diagnosis.cause import Diagnosis
    from airflow_provider_awsconn.errors import AwsConnError


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
    if isinstance(cause, InvalidConnectionError):
        return InvalidConnectionError(connection.conn_id, cause.problems)
    if isinstance(cause, CredentialsError):
        # The chain is shared, and knows nothing of connections.
        is_of_chain = isinstance(cause, EmptyChainError)
        return EmptyChainError(where, cause.reason, cause.hint) if is_of_chain else copy(cause)
    failure, index = innermost.failure, innermost.role
    if isinstance(cause, BaseCredentialsError):
        return explain_base(cause, where, connection)
    if index is not None:
        where = f"{where}, {describe_role(connection, index)}"
    answer = cause if isinstance(cause, UnusableAnswerError) else None
    reason = answer.reason if answer else describe_error(cause)
    if failure.count > 1:
        reason += f" (tried {failure.count} times since {describe_moment(failure.since)})"
    if innermost.expired_at is not None:
        reason += f"; the last credentials were good until {describe_moment(innermost.expired_at)}"
    otherwise = "look whether STS can be reached from this worker"
    if isinstance(cause, ClientError):
        otherwise = "look at what STS said"
    diagnosis = _diagnose(cause, connection, index)
    return _build_error(cause, where, reason, diagnosis, answer.hint if answer else otherwise)


def explain_base(error: BaseCredentialsError, where: str, connection: AwsConnection | None = None) -> CredentialsError:
    """Build the error for people when it is boto3's lookup chain that failed.

    Args:
        error: what it raised.
        where: the connection, for the message.
        connection: whose lookup chain it is.
    """
    cause, where = error.error, f"{where}, boto3's lookup chain"
    answer = cause if isinstance(cause, UnusableAnswerError) else None
    reason = answer.reason if answer else describe_error(cause)
    otherwise = answer.hint if answer else "look at the worker's profile, variables or metadata service"
    return _build_error(cause, where, reason, _diagnose_base(cause, connection), otherwise)


def _build_error(
    cause: BaseException, where: str, reason: str, diagnosis: Diagnosis | None, otherwise: str
) -> CredentialsError:
    """Build the error, with the advice of a diagnosis where there is one."""
    # An answer that can't be used says itself what would be right.
    hint = otherwise if diagnosis is None or isinstance(cause, UnusableAnswerError) else str(diagnosis)
    error: CredentialsError = CredentialsUnavailableError(where, reason, hint)
    if isinstance(cause, ClientError):
        error = RoleRefusedError(where, reason, hint, cause.response, cause.operation_name)
    if diagnosis is not None:
        error.cause = diagnosis.cause
    return error


def describe_role(connection: AwsConnection, index: int) -> str:
    """Name one of a connection's roles, counted from 0, and its place in a chain."""
    role = connection.roles[index]
    name = role.arn or (f"{role.name} in {role.account_id}" if role.account_id else str(role.name))
    return f"role {name}" if len(connection.roles) == 1 else f"role {index + 1} of {len(connection.roles)} ({name})"


def _diagnose(error: BaseException, connection: AwsConnection, index: int | None) -> Diagnosis | None:
    """Say what is likely wrong when STS was asked for a role, or whose the credentials are; None where nobody knows."""
    with delaying_forks():
        from airflow_provider_awsconn.diagnosis.causes import diagnose
        from airflow_provider_awsconn.diagnosis.circumstances import Circumstances, describe_role_shape, describe_secret

    role = None if index is None else connection.roles[index]
    hook = HookArguments()
    around = Circumstances(
        conn_id=connection.conn_id,
        service="sts",
        region=settle_sts_region(connection, hook),
        endpoint=settle_endpoint(connection, "sts"),
        store=connection.store,
        credentials=f"role {index} of {len(connection.roles)}" if index else None,
        role=None if index is None else describe_role(connection, index),
        role_shape=None if index is None else describe_role_shape(connection, index),
        partition_of_role=partition_of_arn(role.arn) if role and role.arn else None,
        verify=settle_verify(connection, hook, "sts"),
    )
    if connection.secret_access_key and not connection.federation and not index:
        around = replace(
            around,
            credentials="the connection's own key",
            method="explicit",
            access_key_id=connection.access_key_id,
            has_session_token=connection.session_token is not None,
            secret=describe_secret(connection.secret_access_key),
        )
    return diagnose(error, around)


def _diagnose_base(error: BaseException, connection: AwsConnection | None) -> Diagnosis | None:
    """Say what is likely wrong with boto3's lookup chain; None where nobody knows."""
    with delaying_forks():
        from airflow_provider_awsconn.diagnosis.causes import diagnose
        from airflow_provider_awsconn.diagnosis.circumstances import Circumstances, RoleShape

    name = connection.profile_name if connection else None
    around = Circumstances(
        credentials="boto3's lookup chain",
        role="the role of the profile",
        role_shape=RoleShape(is_of_profile=True),
        profile=Setting(name, "extra.profile_name") if name else None,
    )
    return diagnose(error, around)
