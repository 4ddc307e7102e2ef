"""Where a connection's credentials come from, for people. Names places and no secret."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from airflow_provider_awsconn.connection.model import WebIdentity

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.model import Saml
    from airflow_provider_awsconn.sessions.worker import Worker

# https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
_POD_IDENTITY = ("169.254.170.23", "[fd00:ec2::23]")
# https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html
_IRSA = "/eks.amazonaws.com/serviceaccount/"
_TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE"  # noqa: S105 - the name of a variable


def describe_base(connection: AwsConnection, worker: Worker, method: str) -> str:
    """Describe the credentials that a connection starts from, once they are there.

    Args:
        connection: whose they are.
        worker: what this machine says.
        method: where they were found, in botocore's words.
    """
    if connection.access_key_id:
        token = " and session token" if connection.session_token else ""
        where = str(connection.origins.get("access_key_id", "extra.aws_access_key_id"))
        return f"login and password{token}" if where == "login" else f"key pair{token} ({where})"
    found = worker.find_credentials()
    if method == "iam-role":
        return "instance role (instance metadata)"
    if method == "container-role":
        url = os.environ.get("AWS_CONTAINER_CREDENTIALS_FULL_URI", "")
        is_pod_identity = any(f"//{host}/" in f"{url}/" for host in _POD_IDENTITY)
        return f"{'EKS Pod Identity' if is_pod_identity else 'container credentials'} ({found.origin})"
    kind = f"IRSA, {found.kind}" if _IRSA in found.kind else found.kind
    return f"{kind} ({found.origin})"


def describe_federation(federation: WebIdentity | Saml) -> str:
    """Describe what the first role is asked for with, instead of credentials."""
    if isinstance(federation, WebIdentity):
        places = {
            "file": federation.token_file or f"environment variable {_TOKEN_FILE}",
            "environment": f"environment variable {federation.token_variable}",
            "url": _read_host(federation.token_url),
            "registered": f"the source '{federation.token_source}' of the deployment",
        }
        return f"web identity token from {places.get(federation.source, federation.source)}"
    told = federation.settings
    if told.get("assertion_file"):
        place = str(told.get("assertion_file"))
    elif told.get("assertion_variable"):
        place = f"environment variable {told.get('assertion_variable')}"
    elif told.get("assertion_source"):
        place = f"the source '{told.get('assertion_source')}' of the deployment"
    else:
        place = _read_host(told.get("idp_url"))
    return f"SAML assertion from {place}"


def _read_host(url: object) -> str:
    try:
        return urlsplit(str(url)).hostname or "a URL"
    except ValueError:
        return "a URL"
