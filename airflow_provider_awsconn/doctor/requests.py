"""The requests of a connection test, and what their answers prove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import botocore.exceptions
from botocore.exceptions import ClientError

from airflow_provider_awsconn.connection.model import Probe
from airflow_provider_awsconn.connection.redact import redact
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.errors import get_code
from airflow_provider_awsconn.doctor.failures import describe_answer
from airflow_provider_awsconn.doctor.subject import is_unsigned
from airflow_provider_awsconn.errors import AccountNotAllowedError
from airflow_provider_awsconn.sessions.endpoint_guard import guard_endpoint

if TYPE_CHECKING:
    from airflow_provider_awsconn.doctor.report import Outcome
    from airflow_provider_awsconn.doctor.subject import Subject
    from airflow_provider_awsconn.sessions.factory import SessionFactory

# A server that knows who asks, and says no to what is asked.
_REFUSED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
# A server that has no such operation.
_UNKNOWN_OPERATION = frozenset({"InvalidAction", "NotImplemented", "UnknownOperationException", "UnsupportedOperation"})
# There was no answer.
_OF_NETWORK = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
LIST_BUCKETS = Probe("s3", "list_buckets")


class Finding(NamedTuple):
    """What a step came to, where nothing was raised.

    Attributes:
        text: what was found.
        outcome: as that of a step.
        advice: what to do.
        proof: what is proved.
        cause: the name of a cause.
    """

    text: str
    outcome: Outcome = "passed"
    advice: str | None = None
    proof: str | None = None
    cause: str | None = None


def choose_probe(subject: Subject) -> Probe | None:
    """Choose what is asked for: what the connection says, or of a store its bucket or buckets; None for nothing."""
    connection = subject.connection
    if connection.test_probe is not None:
        return connection.test_probe
    # Who names an endpoint for the test alone wants that one asked, and no other.
    if subject.store_url is None or connection.test_endpoint_url:
        return None
    bucket = connection.get_service_config("s3").get("bucket_name")
    if isinstance(bucket, str) and bucket:
        return Probe("s3", "head_bucket", Settings({"Bucket": bucket}))
    return LIST_BUCKETS


def ask_identity(factory: SessionFactory, subject: Subject) -> Finding:
    """Ask STS whose the credentials are, and hold that against what the connection says.

    Raises:
        AccountNotAllowedError: when it is another account.
        botocore.exceptions.ClientError: when STS refuses.
    """
    connection = subject.connection
    try:
        client = factory.build_client("sts", endpoint_url=subject.sts_url)
        if connection.test_endpoint_url:
            # An endpoint of the test alone, which no other client has.
            guard_endpoint(client, connection.conn_id, {"extra.test_endpoint_url": connection.test_endpoint_url})
        caller = client.get_caller_identity()
    except (ClientError, *_OF_NETWORK) as error:
        if subject.can_do_without_sts and (not isinstance(error, ClientError) or get_code(error) in _REFUSED):
            text = f"not told: {describe_answer(error)}"
            return Finding(
                text, "warning", "the network, or a policy of it, keeps STS away; the probe is asked all the same"
            )
        if not isinstance(error, ClientError) or subject.store_url is None or get_code(error) not in _UNKNOWN_OPERATION:
            raise
        text = f"not told: {redact(subject.sts_url)} has no GetCallerIdentity"
        return Finding(text, "warning", "the store's STS does not tell who we are, which is no fault of the connection")
    account, arn = str(caller["Account"]), str(caller["Arn"])
    if connection.account_id and connection.account_id != account and not connection.roles:
        origin = str(connection.origins.get("account_id", "extra.aws_account_id"))
        reason = f"the credentials belong to the account {account}, and {origin} says {connection.account_id}"
        raise AccountNotAllowedError("", reason, f"give credentials of that account, or correct {origin}")
    checked = " (allowed)" if connection.allowed_account_ids or connection.forbidden_account_ids else ""
    return Finding(f"Connected as {arn} - account {account}{checked}", proof="the credentials are accepted")


def ask_probe(factory: SessionFactory, subject: Subject, probe: Probe) -> Finding:
    """Ask for what the probe says.

    Raises:
        Exception: whatever botocore raises when the request fails.
    """
    client = factory.build_client(probe.service)
    url = str(redact(client.meta.endpoint_url))
    parameters = probe.parameters.to_dict()
    try:
        answer: Any = getattr(client, probe.operation)(**parameters)
    except ClientError as error:
        if probe is LIST_BUCKETS and get_code(error) in _REFUSED and not is_unsigned(factory, probe.service):
            advice = "the key is known, and may not list buckets; give test_probe s3://BUCKET to test what it may do"
            text = f"Connected to {url} - it knows the key, and does not let it list buckets"
            return Finding(text, "warning", advice, proof="the credentials are accepted")
        raise
    return Finding(_describe_answer(probe, parameters, url, answer), proof=_describe_proof(factory, subject, probe))


def describe_place(url: str | None) -> str:
    """Name where something is asked, as the end of a phrase; "" where botocore knows."""
    return f" at {redact(url)}" if url else ""


def _describe_answer(probe: Probe, parameters: dict[str, Any], url: str, answer: Any) -> str:
    bucket = parameters.get("Bucket")
    if probe.service == "s3" and probe.operation == "list_buckets":
        count = len(answer.get("Buckets") or ())
        return f"Connected to {url} - S3 lists {count} {'bucket' if count == 1 else 'buckets'}"
    if probe.service == "s3" and probe.operation == "head_bucket":
        return f"Connected to {url} - bucket {bucket} is there"
    if probe.service == "s3" and probe.operation == "list_objects_v2":
        prefix = parameters.get("Prefix", "")
        is_there = "has objects" if answer.get("KeyCount") else "has no object yet"
        return f"Connected to {url} - s3://{bucket}/{prefix} can be listed and {is_there}"
    return f"Connected to {url} - {probe.service} answered {probe.operation}"


def _describe_proof(factory: SessionFactory, subject: Subject, probe: Probe) -> str:
    whose = "anybody" if is_unsigned(factory, probe.service) else "they"
    may = f"{whose} may {probe.operation} of {probe.service}"
    return may if subject.asks_sts or whose == "anybody" else f"the credentials are accepted, {may}"
