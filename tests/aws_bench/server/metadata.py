"""The metadata services of EC2, ECS, EKS, Google and Azure: a machine's own keys or tokens, for whoever runs on it."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any

from .answers import build_json, build_text
from .endpoints import DEFAULT_LIFETIME_SECONDS, Endpoint, Query
from .tokens import build_web_identity_token

if TYPE_CHECKING:
    from .answers import Answer
    from .sessions import Session, Sessions

REGION = "us-east-1"
SERVICE_ACCOUNT = "worker@bench-project.iam.gserviceaccount.com"
GOOGLE = [("Metadata-Flavor", "Google")]
MAXIMUM_TOKEN_SECONDS = 21600


class Metadata:
    """The endpoints; `lifetime_seconds` is that of the keys they hand out from now on."""

    def __init__(self, sessions: Sessions, role_arn: str) -> None:
        self.sessions = sessions
        self.role_arn = role_arn
        self.role_name = role_arn.rpartition("/")[2]
        self.container_token = secrets.token_urlsafe(24)
        self.azure_identity_header = secrets.token_urlsafe(24)
        self.instance_tokens: set[str] = set()
        self.reset()

    def reset(self) -> None:
        """Take the settings back to what they are at the start."""
        self.lifetime_seconds: float = DEFAULT_LIFETIME_SECONDS
        self.v1_only = False
        self.token_status = 404

    def endpoints(self) -> list[Endpoint]:
        """All addresses, the catch-all of each service behind its others."""
        data, google = "/imds/latest/meta-data", "/computeMetadata/v1"
        account = f"{google}/instance/service-accounts/(?:default|[^/]+@[^/]+)"
        return [
            Endpoint("imds", "GetToken", "PUT", "/imds/latest/api/token", self.get_instance_token),
            Endpoint("imds", "GetRoleName", "GET", f"{data}/iam/security-credentials/?", self.get_role_name),
            Endpoint("imds", "GetCredentials", "GET", f"{data}/iam/security-credentials/(.+)", self.get_instance_keys),
            Endpoint("imds", "GetAvailabilityZone", "GET", f"{data}/placement/availability-zone/?", self.get_zone),
            Endpoint("imds", "GetRegion", "GET", f"{data}/placement/region/?", self.get_region),
            Endpoint("imds", "*", "*", "/imds(?:/.*)?", self.get_nothing),
            Endpoint("ecs", "GetCredentials", "GET", "/ecs/credentials", self.get_task_keys),
            Endpoint("ecs", "*", "*", "/ecs(?:/.*)?", self.get_nothing),
            Endpoint("eks", "GetCredentials", "GET", "/eks/v1/credentials", self.get_pod_keys),
            Endpoint("eks", "*", "*", "/eks(?:/.*)?", self.get_nothing),
            Endpoint("gce", "Ping", "GET", "/", self.ping, needed_header="metadata-flavor"),
            Endpoint("gce", "GetIdentityToken", "GET", f"{account}/identity", self.get_identity_token),
            Endpoint("gce", "GetServiceAccount", "GET", f"{account}/", self.get_service_account),
            Endpoint("gce", "GetEmail", "GET", f"{account}/email", self.get_email),
            Endpoint(
                "gce", "GetUniverseDomain", "GET", "/computeMetadata/v1/universe/universe-domain", self.get_universe
            ),
            Endpoint("gce", "GetProjectId", "GET", f"{google}/project/project-id", self.get_project),
            Endpoint("gce", "Ping", "GET", f"{google}/?", self.ping),
            Endpoint("gce", "*", "*", "/computeMetadata(?:/.*)?", self.get_nothing),
            Endpoint("azure", "GetToken", "GET", "/azure/msi/token", self.get_managed_identity_token),
            Endpoint("azure", "*", "*", "/azure(?:/.*)?", self.get_nothing),
        ]

    def mint(self, session_name: str) -> Session:
        """Keys of the machine's role."""
        return self.sessions.mint(self.role_arn, session_name, self.lifetime_seconds)

    def get_nothing(self, _query: Query) -> Answer:
        """Answer where there is nothing."""
        return build_text("Not Found", 404)

    def get_instance_token(self, query: Query) -> Answer:
        """A session token of instance metadata version 2."""
        if self.v1_only:
            return build_text("", self.token_status)
        lifetime = query.headers.get("x-aws-ec2-metadata-token-ttl-seconds", "")
        if not lifetime.isdigit() or not 1 <= int(lifetime) <= MAXIMUM_TOKEN_SECONDS:
            return build_text("Bad Request", 400)
        token = secrets.token_urlsafe(24)
        self.instance_tokens.add(token)
        status, headers, body = build_text(token)
        return status, [*headers, ("X-aws-ec2-metadata-token-ttl-seconds", lifetime)], body

    def refuse_instance(self, query: Query) -> Answer | None:
        """The refusal of a request without a token of this server; None when it may pass."""
        token = query.headers.get("x-aws-ec2-metadata-token")
        is_known = token in self.instance_tokens or (token is None and self.v1_only)
        return None if is_known else build_text("Unauthorized", 401)

    def get_role_name(self, query: Query) -> Answer:
        """The name of the instance's role."""
        return self.refuse_instance(query) or build_text(self.role_name)

    def get_instance_keys(self, query: Query) -> Answer:
        """Keys of the instance's role."""
        refusal = self.refuse_instance(query)
        if refusal or query.path_part.strip("/") != self.role_name:
            return refusal or self.get_nothing(query)
        session = self.mint("i-0123456789abcdef0")
        kind = {"Code": "Success", "LastUpdated": session.expiration, "Type": "AWS-HMAC"}
        return build_json({**kind, **describe_keys(session)})

    def get_zone(self, query: Query) -> Answer:
        """The availability zone the instance is in."""
        return self.refuse_instance(query) or build_text(f"{REGION}a")

    def get_region(self, query: Query) -> Answer:
        """The region the instance is in."""
        return self.refuse_instance(query) or build_text(REGION)

    def get_task_keys(self, query: Query) -> Answer:
        """Keys of an ECS task's role."""
        return self.get_container_keys(query, "ecs-task")

    def get_pod_keys(self, query: Query) -> Answer:
        """Keys of a pod's role."""
        return self.get_container_keys(query, "eks-pod")

    def get_container_keys(self, query: Query, session_name: str) -> Answer:
        """Keys for whoever knows the container's token."""
        if not query.has("authorization", self.container_token):
            return build_json({"code": "Unauthorized", "message": "The token is not the container's"}, 401)
        return build_json({**describe_keys(self.mint(session_name)), "RoleArn": self.role_arn})

    def ping(self, _query: Query) -> Answer:
        """Tell that this is Google's metadata server."""
        return add_flavor(build_text("computeMetadata/\n"))

    def get_identity_token(self, query: Query) -> Answer:
        """A token of the machine's service account, for the audience that is asked for."""
        audience = query.parameters.get("audience")
        if not audience:
            return add_flavor(build_text("non-empty audience parameter required", 400))
        claims: dict[str, Any] = {"iss": "https://accounts.google.com"}
        if query.parameters.get("format") == "full":
            claims |= {"email": SERVICE_ACCOUNT, "email_verified": True}
        token = build_web_identity_token("117000000000000000000", audience, 3600, claims)
        return self.build_google_answer(query, token)

    def get_service_account(self, query: Query) -> Answer:
        """What Google tells of the machine's service account."""
        account = {"aliases": ["default"], "email": SERVICE_ACCOUNT, "scopes": []}
        refusal = self.refuse_unflavored(query)
        return refusal or add_flavor(build_json(account))

    def get_email(self, query: Query) -> Answer:
        """The name of the machine's service account."""
        return self.build_google_answer(query, SERVICE_ACCOUNT)

    def get_universe(self, query: Query) -> Answer:
        """The domain Google's services are in."""
        return self.build_google_answer(query, "googleapis.com")

    def get_project(self, query: Query) -> Answer:
        """The project the machine is in."""
        return self.build_google_answer(query, "bench-project")

    def build_google_answer(self, query: Query, text: str) -> Answer:
        """A text for those who ask as Google wants to be asked."""
        return self.refuse_unflavored(query) or add_flavor(build_text(text, content_type="application/text"))

    def refuse_unflavored(self, query: Query) -> Answer | None:
        """The refusal of a request that any web page could send."""
        if query.has("metadata-flavor", "Google"):
            return None
        return build_text("Missing Metadata-Flavor:Google header.", 403)

    def get_managed_identity_token(self, query: Query) -> Answer:
        """A token of the app's managed identity, for the resource that is asked for."""
        if not query.has("x-identity-header", self.azure_identity_header):
            return build_json({"statusCode": 401, "message": "The identity header is not the app's"}, 401)
        resource = query.parameters.get("resource")
        if not resource or query.parameters.get("api-version") != "2019-08-01":
            return build_json({"statusCode": 400, "message": "resource and api-version 2019-08-01 are needed"}, 400)
        token = build_web_identity_token("6b1f2c3d-managed-identity", resource, 3600)
        return build_json(
            {
                "access_token": token,
                "expires_on": str(int(time.time()) + 3600),
                "resource": resource,
                "token_type": "Bearer",
                "client_id": "00000000-0000-0000-0000-00000000c11e",
            }
        )


def add_flavor(answer: Answer) -> Answer:
    """The answer with the header by which Google's clients know the server."""
    status, headers, body = answer
    return status, [*headers, *GOOGLE], body


def describe_keys(session: Session) -> dict[str, str]:
    """Keys in the words of the metadata services."""
    return {
        "AccessKeyId": session.access_key,
        "SecretAccessKey": session.secret_key,
        "Token": session.token,
        "Expiration": session.expiration,
    }
