"""Who the worker is for AWS, and a login for a cluster that trusts AWS: sessions, keys, account and roles."""

from __future__ import annotations

import base64
from typing import Any

from botocore.signers import RequestSigner

from .base import AwsBaseHook

LIFETIME_SECONDS = 60


class ClusterLoginHook(AwsBaseHook):
    """Logs in to clusters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("client_type", "iam")
        super().__init__(*args, **kwargs)

    def build_token(self, cluster: str) -> str:
        """Build what the cluster takes as a password: a signed question to STS who signed it."""
        session = self.get_session()
        client = session.client("sts")
        signer = RequestSigner(
            *(client.meta.service_model.service_id, session.region_name, "sts", "v4"),
            session.get_credentials(),
            session.events,
        )
        request = {
            "method": "GET",
            "url": f"https://sts.{session.region_name}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
            "body": {},
            "headers": {"x-acme-cluster": cluster},
            "context": {},
        }
        url = signer.generate_presigned_url(request, "", LIFETIME_SECONDS, session.region_name)
        return base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")

    def build_unload_clause(self) -> str:
        """Build the clause that lets a database write to S3 in the worker's name."""
        keys = self.get_credentials()
        clause = f"aws_access_key_id={keys.access_key};aws_secret_access_key={keys.secret_key}"
        return f"{clause};token={keys.token}" if keys.token else clause

    def create_role(self, name: str, path: str = "/") -> None:
        """Create a role that nobody may assume."""
        self.conn.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument="{}")

    def build_role_arn(self, role: str) -> str:
        """Build the ARN that a role of the hook's account has without a path."""
        return f"arn:{self.conn_partition}:iam::{self.account_id}:role/{role}"
