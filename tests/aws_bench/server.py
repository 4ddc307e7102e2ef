"""Serve moto on loopback with signature and IAM checks, real keep-alive and a request log.

A script for a separate interpreter that has ``moto[server]``; it imports only the standard library, moto and
werkzeug. It prints one JSON line when it is ready and serves until SIGTERM, SIGINT or the end of its stdin.
`client.py` starts it and reads its log.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import sys
import threading
import traceback
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape, unescape

from moto import settings
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import S3IAMRequest
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, bytes]

# AWS takes these without a signature: the token in the body is the proof of who asks.
UNSIGNED_STS_ACTIONS = frozenset({"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"})
ASSUME_ROLE_ACTIONS = UNSIGNED_STS_ACTIONS | {"AssumeRole"}
REST_XML_SERVICES = frozenset({"cloudfront", "route53", "s3"})

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


def parse_credential_scope(environ: Environ, query: dict[str, str]) -> tuple[str, str, str] | None:
    """Access key, region and service of a signed request; None when it carries no Signature Version 4."""
    match = re.match(r"AWS4-\S+ Credential=([^,\s]+)", environ.get("HTTP_AUTHORIZATION", ""))
    parts = (match.group(1) if match else query.get("X-Amz-Credential", "")).split("/")
    return (parts[0], parts[2], parts[3]) if len(parts) == 5 else None


def parse_form(environ: Environ, body: bytes, query: dict[str, str]) -> dict[str, str]:
    """Parameters of a query API request, from the body or the URL; empty for every other request."""
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return query if "Action" in query else {}


def parse_tags(form: dict[str, str]) -> dict[str, str]:
    """Session tags of an AssumeRole request by key."""
    tags = {}
    for name, value in form.items():
        match = re.fullmatch(r"Tags\.member\.(\d+)\.Key", name)
        if match:
            tags[value] = form.get(f"Tags.member.{match.group(1)}.Value", "")
    return tags


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


def describe_request(environ: Environ, body: bytes) -> dict[str, Any]:
    """One entry of the request log, without any secret, signature, token or query string."""
    method = environ["REQUEST_METHOD"]
    # WSGI hands over the bytes of the path as latin-1.
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
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
    }


def build_error(status: str, environ: Environ, service: str | None, code: str, message: str) -> Answer:
    """An error in the shape of the API that was asked: query, XML or JSON."""
    is_query = environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
    if not is_query and service not in REST_XML_SERVICES:
        body = json.dumps({"__type": code, "message": message})
        return status, [("Content-Type", "application/x-amz-json-1.1")], body.encode()
    body = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    if is_query:
        body = f"<ErrorResponse>{body}</ErrorResponse>"
    return status, [("Content-Type", "application/xml")], body.encode()


def call_wsgi(app: Callable[..., Iterable[bytes]], environ: Environ) -> Answer:
    """The whole answer of a WSGI app."""
    started: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, _error: object = None) -> None:
        started.append((status, headers))

    chunks = app(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = started[-1]
    return status, headers, body


class Bench:
    """Moto behind a request log, plus the control paths below ``/_bench/``."""

    def __init__(self, moto: Callable[..., Iterable[bytes]]) -> None:
        self.moto = moto
        self.lock = threading.Lock()
        self.requests: list[dict[str, Any]] = []
        self.request_count = 0
        self.assume_role_lifetime_seconds: float | None = None

    def __call__(self, environ: Environ, start_response: Callable[[str, Headers], object]) -> list[bytes]:
        """Answer a request of either kind."""
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body)
        is_control = environ["PATH_INFO"].startswith("/_bench/")
        status, headers, answer = (self.control if is_control else self.answer)(environ, body)
        start_response(status, headers)
        return [answer]

    def control(self, environ: Environ, body: bytes) -> Answer:
        """Answer the bench's own paths; they are neither logged nor seen by moto."""
        route = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        status, answer = "200 OK", "{}"
        with self.lock:
            if route == "GET /_bench/requests":
                answer = json.dumps(self.requests)
            elif route == "DELETE /_bench/requests":
                self.requests = []
            elif route == "POST /_bench/settings":
                self.assume_role_lifetime_seconds = json.loads(body)["assume_role_lifetime_seconds"]
            else:
                status, answer = "404 Not Found", json.dumps({"error": f"{route}: no such control path"})
        return status, [("Content-Type", "application/json")], answer.encode()

    def answer(self, environ: Environ, body: bytes) -> Answer:
        """Answer an AWS request; the log has its status before the first byte of the answer leaves."""
        entry = describe_request(environ, body)
        with self.lock:
            self.request_count += 1
            entry["sequence"] = self.request_count
            self.requests.append(entry)
        try:
            status, headers, answer = self.check_and_ask_moto(environ, entry)
        except Exception as error:  # noqa: BLE001 - whatever moto raises, the client is owed an answer
            traceback.print_exc()
            status, headers, answer = build_error(
                "500 Internal Server Error",
                environ,
                entry["service"],
                "InternalError",
                f"moto failed: {type(error).__name__}",
            )
        if entry["action"] in ASSUME_ROLE_ACTIONS and status.startswith("200"):
            answer = self.rewrite_expiration(answer)
        with self.lock:
            entry["status"] = int(status[:3])
        return status, headers, answer

    def check_and_ask_moto(self, environ: Environ, entry: dict[str, Any]) -> Answer:
        """Moto's answer, except to requests it cannot check: it fails with 500 where AWS answers 403."""
        if "HTTP_AUTHORIZATION" in environ:
            reason = None if entry["signed"] else "Only Signature Version 4 is understood"
        elif entry["action"] in UNSIGNED_STS_ACTIONS:
            reason = None
        else:
            reason = "Presigned URLs are not checked" if entry["signed"] else "Missing Authentication Token"
        if reason is not None:
            code = "AccessDenied" if entry["service"] == "s3" else "MissingAuthenticationToken"
            return build_error("403 Forbidden", environ, entry["service"], code, reason)
        status, headers, answer = call_wsgi(self.moto, environ)
        # Moto refuses JSON APIs with the XML of the query API, in which their clients find no error code.
        pattern = r"<Errors><Error><Code>(.*?)</Code><Message>(.*?)</Message>"
        refusal = re.search(pattern, answer.decode("utf-8", "replace")) if status.startswith("403") else None
        if refusal:
            return build_error(status, environ, entry["service"], *map(unescape, refusal.groups()))
        return status, headers, answer

    def rewrite_expiration(self, answer: bytes) -> bytes:
        """The STS answer with the life time that was set; moto's own when none is set."""
        lifetime = self.assume_role_lifetime_seconds
        if lifetime is None:
            return answer
        expiration = datetime.now(timezone.utc) + timedelta(seconds=lifetime)
        text = expiration.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return re.sub(rb"<Expiration>[^<]*<", b"<Expiration>" + text + b"<", answer)


class KeepAliveHandler(MotoRequestHandler):  # type: ignore[misc]  # moto has no types in our environment
    """Leaves the connection open after an answer; werkzeug's own handler always closes it.

    Body and answer are held whole in memory: a body read to its end and an answer of known length
    are what makes the next request on the same connection readable.
    """

    protocol_version = "HTTP/1.1"
    # Headers and body are two writes; with Nagle's algorithm the second waits 40 ms for the client's ACK.
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        """Answer one request."""
        environ = self.make_environ()
        if "wsgi.input_terminated" in environ:
            body = environ["wsgi.input"].read()
            environ["CONTENT_LENGTH"] = str(len(body))
        else:
            body = self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)

        status, headers, answer = call_wsgi(self.server.app, environ)
        has_no_body = self.command == "HEAD" or status[:3] in {"204", "304"}
        # The length of the object a HEAD request asks about is the app's to tell.
        replaced = {"connection", "transfer-encoding", "" if self.command == "HEAD" else "content-length"}
        self.send_response_only(int(status[:3]), status[4:])
        for name, value in headers:
            if name.lower() not in replaced:
                self.send_header(name, value)
        if "date" not in {name.lower() for name, _ in headers}:
            self.send_header("Date", self.date_time_string())
        if not has_no_body:
            self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if not has_no_body:
            self.wfile.write(answer)


def repair_moto_checks() -> None:
    """Replace moto's check where it is wrong about requests that AWS takes."""
    check = ActionAuthenticatorMixin._authenticate_and_authorize_action

    def check_signed(self: Any, iam_request_cls: type, resource: str = "*") -> None:
        def build_iam_request(**request: Any) -> object:
            # Moto signs this in place of an empty body. For a form it is the form, otherwise it is the URL's
            # parameters or even the headers: every right signature of a GET to Lambda or EKS is refused.
            content_type = request["headers"].get("Content-Type", "")
            if not content_type.startswith("application/x-www-form-urlencoded") and iam_request_cls is not S3IAMRequest:
                request["data"] = {}
            return iam_request_cls(**request)

        # Moto fails with 500 on any request without a signature.
        if "Authorization" in self.headers or self._get_action() not in UNSIGNED_STS_ACTIONS:
            check(self, build_iam_request, resource)

    ActionAuthenticatorMixin._authenticate_and_authorize_action = check_signed


def build_policy(*actions: str) -> str:
    """A policy document that allows the actions on everything."""
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def create_users_and_roles() -> dict[str, str]:
    """Create users and roles in moto; their keys and ARNs, as the ready line tells them."""
    iam = iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    keys = {}
    for name, policy in {
        "worker": build_policy("*"),
        "limited": build_policy("sts:GetCallerIdentity", "sts:AssumeRole"),
    }.items():
        iam.create_user("us-east-1", name)
        iam.put_user_policy(name, name, policy)
        keys[name] = iam.create_access_key(name)

    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    trust_policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    etl, nobody = (iam.create_role(name, trust_policy, "/", None, "", [], "3600") for name in ("etl", "nobody"))
    iam.put_role_policy("etl", "etl", build_policy("s3:*"))
    return {
        "account_id": DEFAULT_ACCOUNT_ID,
        "access_key": keys["worker"].access_key_id,
        "secret_key": keys["worker"].secret_access_key,
        "limited_access_key": keys["limited"].access_key_id,
        "limited_secret_key": keys["limited"].secret_access_key,
        "role_arn": etl.arn,
        "nobody_role_arn": nobody.arn,
    }


def stop_with_parent() -> None:
    """End the process when stdin is closed, so that it never outlives the tests that started it."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve until told to stop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        # Nothing is worth saving, and tearing moto down takes most of a second.
        signal.signal(number, lambda *_: os._exit(0))
    users_and_roles = create_users_and_roles()
    repair_moto_checks()
    # Moto reads this at each request: from here on every request is checked.
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

    moto = DomainDispatcherApplication(create_backend_app)
    for service in ("iam", "s3", "sts"):
        # Loaded now, or the first request of a test pays for it.
        moto.app_instances[service] = create_backend_app(service)
    server = make_server("127.0.0.1", 0, Bench(moto), threaded=True, request_handler=KeepAliveHandler)
    threading.Thread(target=stop_with_parent, daemon=True).start()
    print(json.dumps({"port": server.server_port, **users_and_roles}), flush=True)  # noqa: T201 - the parent reads it
    # Moto prints; nobody reads this pipe after the ready line, and a full pipe would stop the server.
    sys.stdout = sys.stderr
    server.serve_forever()


if __name__ == "__main__":
    main()
