"""Say what a request asks for, as one entry of the log: no secret, signature, token or query string."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from .answers import is_query_api
from .tokens import build_digest, parse_web_identity_token

if TYPE_CHECKING:
    from .answers import Environ

# AWS takes these without a signature: the token in the body is the proof of who asks.
UNSIGNED_STS_ACTIONS = frozenset({"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"})
ASSUME_ROLE_ACTIONS = UNSIGNED_STS_ACTIONS | {"AssumeRole"}
TOKEN_PARAMETERS = ("SAMLAssertion", "WebIdentityToken")

S3_ACTIONS = {
    ("service", "GET"): "ListBuckets",
    ("bucket", "GET"): "ListObjects",
    ("bucket", "PUT"): "CreateBucket",
    ("bucket", "HEAD"): "HeadBucket",
    ("bucket", "DELETE"): "DeleteBucket",
    ("object", "GET"): "GetObject",
    ("object", "PUT"): "PutObject",
    ("object", "HEAD"): "HeadObject",
    ("object", "DELETE"): "DeleteObject",
}
# A sub-resource in the query turns the same method and path into another operation.
S3_QUERY_ACTIONS = {
    ("bucket", "GET", "list-type"): "ListObjectsV2",
    ("bucket", "GET", "location"): "GetBucketLocation",
    ("bucket", "GET", "versions"): "ListObjectVersions",
    ("bucket", "GET", "uploads"): "ListMultipartUploads",
    ("bucket", "POST", "delete"): "DeleteObjects",
    ("object", "POST", "uploads"): "CreateMultipartUpload",
    ("object", "POST", "uploadId"): "CompleteMultipartUpload",
    ("object", "PUT", "uploadId"): "UploadPart",
    ("object", "GET", "uploadId"): "ListParts",
    ("object", "DELETE", "uploadId"): "AbortMultipartUpload",
}
# Queries that leave the operation what its method and path say.
S3_PLAIN_QUERIES = frozenset(
    {"bucket-region", "continuation-token", "delimiter", "encoding-type", "fetch-owner", "marker"}
    | {"max-buckets", "max-keys", "partNumber", "prefix", "start-after", "versionId", "x-id"}
)


def parse_path(environ: Environ) -> str:
    """The path as text; WSGI hands its bytes over as latin-1."""
    path: str = environ["PATH_INFO"]
    return path.encode("latin-1").decode("utf-8", "replace")


def parse_query(environ: Environ) -> dict[str, str]:
    """The parameters of the URL."""
    return dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))


def parse_credential_scope(environ: Environ, query: dict[str, str]) -> tuple[str, str, str] | None:
    """Access key, region and service of a signed request; None when it carries no Signature Version 4."""
    match = re.match(r"AWS4-\S+ Credential=([^,\s]+)", environ.get("HTTP_AUTHORIZATION", ""))
    parts = (match.group(1) if match else query.get("X-Amz-Credential", "")).split("/")
    return (parts[0], parts[2], parts[3]) if len(parts) == 5 else None


def parse_form(environ: Environ, body: bytes, query: dict[str, str]) -> dict[str, str]:
    """Parameters of a query API request, from the body or the URL; empty for every other request."""
    if is_query_api(environ):
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return query if "Action" in query else {}


def parse_members(form: dict[str, str], pattern: str) -> list[tuple[str, str]]:
    """Number and value of the members of a list whose names fit the pattern, in their order."""
    found = [(re.fullmatch(pattern, name), value) for name, value in form.items()]
    return sorted(
        ((match.group(1), value) for match, value in found if match), key=lambda member: (len(member[0]), member[0])
    )


def parse_tags(form: dict[str, str]) -> dict[str, str]:
    """Session tags of an AssumeRole request by key."""
    keys = parse_members(form, r"Tags\.member\.(\d+)\.Key")
    return {key: form.get(f"Tags.member.{number}.Value", "") for number, key in keys}


def describe_s3_action(method: str, path: str, query: dict[str, str]) -> str:
    """Operation name of a path-style S3 request, or the method for a sub-resource not known here."""
    bucket, _, key = path.lstrip("/").partition("/")
    level = "object" if key else "bucket" if bucket else "service"
    for name in query:
        if (level, method, name) in S3_QUERY_ACTIONS:
            return S3_QUERY_ACTIONS[level, method, name]
    if any(name not in S3_PLAIN_QUERIES and not name.startswith(("X-Amz-", "response-")) for name in query):
        return method
    return S3_ACTIONS.get((level, method), method)


def describe_token(form: dict[str, str]) -> dict[str, str | None]:
    """What may be told of the token of an AssumeRole request."""
    token = next((form[name] for name in TOKEN_PARAMETERS if name in form), None)
    claims = parse_web_identity_token(form.get("WebIdentityToken", "")) or {}
    audience = claims.get("aud")
    return {
        "token_sub": None if "sub" not in claims else str(claims["sub"]),
        "token_aud": ",".join(map(str, audience)) if isinstance(audience, list) else audience and str(audience),
        "token_digest": None if token is None else build_digest(token),
    }


def describe_request(environ: Environ, body: bytes) -> dict[str, Any]:
    """One entry of the request log, for any request."""
    method = environ["REQUEST_METHOD"]
    path = parse_path(environ)
    query = parse_query(environ)
    form = parse_form(environ, body, query)
    scope = parse_credential_scope(environ, query)
    access_key, region, service = scope or (None, None, None)

    operation = re.search(r"/operation/(\w+)$", path) if "HTTP_SMITHY_PROTOCOL" in environ else None
    action = form.get("Action") or environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    action = action or (operation.group(1) if operation else "")
    if scope is None:
        service = "sts" if action in UNSIGNED_STS_ACTIONS else None if action else "s3"
    if service == "s3":
        action = describe_s3_action(method, path, query)

    asked = form if action in ASSUME_ROLE_ACTIONS else {}
    duration = asked.get("DurationSeconds", "")
    authorization = environ.get("HTTP_AUTHORIZATION")
    return {
        "method": method,
        "path": path,
        "service": service,
        "region": region,
        "action": action or method,
        "access_key": access_key,
        "signed": scope is not None,
        "role_arn": asked.get("RoleArn"),
        "role_session_name": asked.get("RoleSessionName"),
        "external_id": asked.get("ExternalId"),
        "duration_seconds": int(duration) if duration.isdigit() else None,
        "policy": asked.get("Policy"),
        "tags": parse_tags(asked),
        "user_agent": environ.get("HTTP_USER_AGENT", ""),
        "client_port": int(environ["REMOTE_PORT"]),
        "status": None,
        "policy_arns": [arn for _, arn in parse_members(asked, r"PolicyArns\.member\.(\d+)\.arn")],
        "transitive_tag_keys": [key for _, key in parse_members(asked, r"TransitiveTagKeys\.member\.(\d+)")],
        "source_identity": asked.get("SourceIdentity"),
        "principal_arn": asked.get("PrincipalArn"),
        **describe_token(asked),
        "host": environ.get("HTTP_HOST", ""),
        "header_names": sorted({name.lower() for name, _ in environ["bench.headers"]}),
        # A signature is made anew for each request, so its digest tells nothing.
        "authorization_digest": build_digest(authorization) if authorization and scope is None else None,
    }
