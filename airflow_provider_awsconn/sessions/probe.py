"""The connection test: one bounded request that proves who we are, told in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint
from airflow_provider_awsconn.connection.redact import SHOWN_FOR_HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airflow_provider_awsconn.sessions.factory import SessionFactory

# One attempt per request, so that a silent endpoint is told within seconds.
PROBE_CONFIG: dict[str, Any] = {
    "connect_timeout": 4,
    "read_timeout": 4,
    "retries": {"total_max_attempts": 1, "mode": "standard"},
}

_MAXIMUM_LENGTH = 300


def probe_connection(factory: SessionFactory) -> str:
    """Send one request with the connection's credentials and say what it proved.

    S3 ListBuckets where S3's endpoint is not Amazon's, because most S3-compatible stores have no STS. Otherwise, and
    wherever ``service_config.sts.endpoint_url`` or the older ``test_endpoint_url`` points, STS GetCallerIdentity.

    Raises:
        Exception: whatever botocore raises when the request fails.
    """
    connection = factory.connection
    config: Any = factory.config
    if config.signature_version is botocore.UNSIGNED:
        return "Requests are unsigned, as the connection asks - there is no identity to prove, nothing was sent"
    session = factory.build_session()
    region = f"region {session.region_name}" if session.region_name else "no region set"
    store = connection.get_service_endpoint_url("s3")
    sts = connection.get_service_config("sts").get("endpoint_url") or connection.test_endpoint_url
    if store is None or is_aws_endpoint(store) or sts:
        caller = factory.build_client("sts", session=session, endpoint_url=sts).get_caller_identity()
        proved = f"Connected as {caller['Arn']} - account {caller['Account']}"
    else:
        count = len(factory.build_client("s3", session=session).list_buckets()["Buckets"])
        proved = f"Connected to {store} - S3 lists {count} {'bucket' if count == 1 else 'buckets'}"
    credentials: Any = session.get_credentials()
    return f"{proved} - {region} - credentials: {credentials.method}"


def describe_in_one_line(text: str, secrets: Iterable[str] = (), remarks: Iterable[object] = ()) -> str:
    """Make text fit for Airflow's test result: one line, no markup brackets, no secret, at most 300 characters.

    Airflow masks nothing in a test message, and its CLI takes square brackets for markup. Remarks follow the text,
    which gives way to them as far as to half of the line: what is odd about a connection may be why it is refused.
    """
    line, rest = text, "".join(f" - {remark}" for remark in remarks)
    for secret in secrets:
        line, rest = line.replace(secret, SHOWN_FOR_HIDDEN), rest.replace(secret, SHOWN_FOR_HIDDEN)
    line = _cut(_flatten(line), max(_MAXIMUM_LENGTH - len(rest), _MAXIMUM_LENGTH // 2))
    return _cut(_flatten(f"{line}{rest}"), _MAXIMUM_LENGTH)


def _flatten(text: str) -> str:
    return " ".join(text.split()).translate(str.maketrans("[]", "()"))


def _cut(line: str, length: int) -> str:
    return line if len(line) <= length else f"{line[: length - 3]}..."
