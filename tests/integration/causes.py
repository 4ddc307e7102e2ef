"""Each cause for which requests fail, brought about for real on loopback: how to arrange it, and what people are told.

`SCENARIOS` is data: who wants to see a cause takes a `Stage`, and has a scenario make a connection and its servers.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import ssl
import struct
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any

from tests.integration.ways import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pytest

    from tests.aws_bench import AwsBench

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
ROLE = "arn:aws:iam::123456789012:role/etl"
# Planted where it must not be seen again.
CANARIES = {"secret": "canary-secret-key-of-forty-characters-00", "external_id": "canary-external-id"}
AWS_HOSTS = (".amazonaws.com", ".amazonaws.com.cn")
HASTE: dict[str, Any] = {"retries": {"total_max_attempts": 1}, "connect_timeout": 2, "read_timeout": 2}


@dataclass(frozen=True)
class Answer:
    """What a small server says to everything.

    Attributes:
        status: HTTP status.
        code: AWS's error code, told as XML; None for a body that is none.
        message: goes with it.
        headers: of the answer.
        body: instead of the XML.
    """

    status: int
    code: str | None = None
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def write(self) -> bytes:
        """Give the body."""
        if self.code is None:
            return self.body.encode()
        told = f"<Code>{self.code}</Code><Message>{self.message}</Message>"
        return f"<?xml version='1.0'?><ErrorResponse><Error>{told}</Error></ErrorResponse>".encode()


@dataclass(frozen=True)
class Attempt:
    """A connection, and a request that fails with it.

    Attributes:
        fields: ``login``, ``password`` and ``extra`` of the connection.
        advice: what people are told: the likely cause and the fix.
        service: boto3 service name.
        operation: boto3 method name.
        parameters: its arguments.
        region_name: argument of the hook.
        is_refused: the connection's own credentials can't be had, which is an error of this package.
    """

    fields: Mapping[str, Any]
    advice: str
    service: str = "sts"
    operation: str = "get_caller_identity"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    region_name: str | None = None
    is_refused: bool = False


@dataclass
class Stage:
    """A worker with nothing on it, the servers that it asks, and what is made for one test.

    Attributes:
        bench: its AWS.
        secure_bench: starts the same with TLS and a CA that nobody knows.
        patch: sets environment variables.
        folder: its files.
        closing: what is running for this test.
    """

    bench: AwsBench
    secure_bench: Callable[[], AwsBench]
    patch: pytest.MonkeyPatch
    folder: Path
    closing: contextlib.ExitStack

    def connect(self, *, login: str | None = None, password: str | None = None, **extra: Any) -> dict[str, Any]:
        """Give the fields of a connection to the bench, with the user's keys; None leaves a key of Extra out."""
        keys = self.bench.worker
        merged = {"region_name": REGION, "endpoint_url": self.bench.endpoint_url} | extra
        return {
            "login": keys.access_key if login is None else login,
            "password": keys.secret_key if password is None else password,
            "extra": {name: value for name, value in merged.items() if value is not None},
        }

    def connect_without_keys(self, **extra: Any) -> dict[str, Any]:
        """Give the fields of a connection to the bench that leaves its identity to boto3's lookup chain."""
        return self.connect(login="", password="", **extra)

    def connect_to_aws(self, **given: Any) -> dict[str, Any]:
        """Give the fields of a connection to AWS, whose host names lead to the bench on this machine."""
        secure = self.secure_bench()
        self.lead(dict.fromkeys(AWS_HOSTS, secure.host))
        return self.connect(**({"endpoint_url": None, "verify": False} | given))

    def lead(self, hosts: Mapping[str, str]) -> None:
        """Have names of hosts, or all that end so, lead to a server on this machine, as a name server would."""
        ask = socket.getaddrinfo

        def look_up(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
            for name, target in hosts.items():
                if host == name or (name.startswith(".") and str(host).endswith(name)):
                    address, _, own_port = target.rpartition(":")
                    return ask(address, int(own_port) if port else port, *args, **kwargs)
            return ask(host, port, *args, **kwargs)

        self.patch.setattr(socket, "getaddrinfo", look_up)

    def write(self, name: str, text: str) -> str:
        """Write a file and give its path."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def set(self, **variables: str) -> None:
        """Set environment variables."""
        for name, value in variables.items():
            self.patch.setenv(name, value)

    def write_profiles(self, text: str) -> None:
        """Write the file of the AWS profiles."""
        self.set(AWS_CONFIG_FILE=self.write("aws-config", text))

    def serve(self, answer: Answer | Callable[[BaseHTTPRequestHandler], Answer]) -> str:
        """Start a server that says the same to everything, or what is told for each request; gives its URL."""

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def reply(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                told = answer if isinstance(answer, Answer) else answer(self)
                body = b"" if self.command == "HEAD" else told.write()
                self.send_response(told.status)
                for name, value in {"Content-Length": str(len(body)), **told.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)
                self.close_connection = True

            def __getattr__(self, name: str) -> Any:
                if not name.startswith("do_"):
                    raise AttributeError(name)
                return self.reply

            def log_message(self, *_: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        self.closing.callback(thread.join)
        self.closing.callback(server.server_close)
        self.closing.callback(server.shutdown)
        return f"http://127.0.0.1:{server.server_address[1]}"

    def talk(self, answer: bytes | None, *, cuts: bool = False) -> str:
        """Start a server that sends these bytes to whoever connects; gives ``host:port``.

        Args:
            answer: the bytes; with None it takes nobody.
            cuts: whether it cuts connections off then, instead of closing them.
        """
        listening = self.closing.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = listening.getsockname()
        if answer is None:
            for _ in range(4):
                # The queue of those who wait is full then, and whoever comes next waits in vain.
                waiting = self.closing.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(address)
        else:
            thread = threading.Thread(target=_talk, args=(listening, answer, cuts), daemon=True)
            thread.start()
            self.closing.callback(thread.join)
            self.closing.callback(listening.shutdown, socket.SHUT_RDWR)
        return f"127.0.0.1:{address[1]}"

    def serve_tls(self, context: ssl.SSLContext) -> str:
        """Start a TLS server that says nothing; gives its URL."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients that end the handshake
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        self.closing.callback(thread.join)
        self.closing.callback(server.server_close)
        self.closing.callback(server.shutdown)
        return f"https://127.0.0.1:{server.server_address[1]}"

    def mint(self, lifetime_seconds: float | None = None) -> dict[str, str]:
        """Give temporary credentials of the bench's role, that end soon where that is said."""
        import botocore.session

        self.bench.set_assume_role_lifetime(lifetime_seconds)
        keys = self.bench.worker
        sts: Any = botocore.session.Session().create_client(
            "sts",
            region_name=REGION,
            endpoint_url=self.bench.endpoint_url,
            aws_access_key_id=keys.access_key,
            aws_secret_access_key=keys.secret_key,
        )
        minted: dict[str, str] = sts.assume_role(RoleArn=self.bench.role_arn, RoleSessionName="of-causes")[
            "Credentials"
        ]
        return minted


def _talk(listening: socket.socket, answer: bytes, cuts: bool) -> None:
    while True:
        try:
            taken, _ = listening.accept()
        except OSError:
            return
        with taken:
            taken.settimeout(5)
            with contextlib.suppress(OSError):
                taken.recv(65536)
                taken.sendall(answer)
                if cuts:
                    # Closing it sends a reset.
                    taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    continue
                taken.shutdown(socket.SHUT_WR)
                # What is not read when a socket is closed takes the answer away again.
                while taken.recv(65536):
                    pass


@dataclass(frozen=True)
class Scenario:
    """One way to a cause.

    Attributes:
        name: of the scenario.
        cause: its name in the table of causes.
        arrange: brings it about.
    """

    name: str
    cause: str
    arrange: Callable[[Stage], Attempt]


SCENARIOS: list[Scenario] = []


def scenario(cause: str) -> Callable[[Callable[[Stage], Attempt]], Callable[[Stage], Attempt]]:
    """Add a scenario of a cause."""

    def add(arrange: Callable[[Stage], Attempt]) -> Callable[[Stage], Attempt]:
        SCENARIOS.append(Scenario(arrange.__name__.replace("_", "-"), cause, arrange))
        return arrange

    return add


# Keys, tokens and signatures.


@scenario("clock")
def clock_ahead(stage: Stage) -> Attempt:
    """The server's clock is behind, and it says so."""
    stage.bench.set_date_offset(-17 * 60)
    stage.bench.set_fault(status=403, error_code="RequestTimeTooSkewed")
    return Attempt(
        stage.connect(),
        "this machine's clock is 17 min ahead of the server's; set it right (chrony, NTP)",
        "s3",
        "list_buckets",
    )


@scenario("clock")
def clock_behind(stage: Stage) -> Attempt:
    """The server's clock is ahead, and its answer blames the signature."""
    stage.bench.set_date_offset(3 * 3600)
    stage.bench.set_fault(status=403, error_code="SignatureDoesNotMatch")
    return Attempt(stage.connect(), "this machine's clock is 3 h behind the server's; set it right (chrony, NTP)")


_BOTH = "give the two that belong together; in a URI write + as %2B and / as %2F, and have proxies keep Host and path"


@scenario("wrong-secret")
def wrong_secret(stage: Stage) -> Attempt:
    """The secret is another's."""
    key = stage.bench.worker.access_key
    return Attempt(
        stage.connect(password=CANARIES["secret"]),
        f"the secret access key is not that of the access key {key}; {_BOTH}",
    )


@scenario("wrong-secret")
def secret_encoded_twice(stage: Stage) -> Attempt:
    """The secret is URL-encoded still."""
    return Attempt(
        stage.connect(password="canary%2Fsecret%2Bkey"),
        "the secret access key holds something like %2F, which no secret of AWS does: it is URL-encoded still; give it "
        "as AWS shows it; only in a URI are / and + written %2F and %2B, once",
    )


@scenario("wrong-secret")
def secret_with_space(stage: Stage) -> Attempt:
    """A plus of the secret has become a space."""
    return Attempt(
        stage.connect(password="canary secret"),
        "the secret access key has white space in it, which may have been a + of a URI; give it as AWS shows it; in a "
        "URI write + as %2B and / as %2F",
    )


@scenario("wrong-secret")
def short_secret(stage: Stage) -> Attempt:
    """What came after a slash is lost."""
    fields = stage.connect_to_aws(login=stage.secure_bench().worker.access_key, password="canary/short")
    return Attempt(
        fields,
        "the secret access key has 12 characters instead of 40; give all of it; in a URI write + as %2B and / as %2F",
    )


@scenario("unknown-key")
def unknown_key(stage: Stage) -> Attempt:
    """Nobody has this key."""
    return Attempt(
        stage.connect(login=KEY, password=SECRET),
        f"{stage.bench.host} does not know the access key {KEY}: it is mistyped, deleted or of somewhere else; look at "
        "the access key id and where it is from",
        "s3",
        "list_buckets",
    )


@scenario("unknown-key")
def unknown_key_of_a_role(stage: Stage) -> Attempt:
    """Nobody has this key, and it was to assume a role."""
    return Attempt(
        stage.connect(login=KEY, password=SECRET, role_arn=stage.bench.role_arn),
        f"{stage.bench.host} does not know the access key {KEY}: it is mistyped, deleted or of somewhere else; look at "
        "the access key id and where it is from",
        is_refused=True,
    )


@scenario("swapped-keys")
def swapped_keys(stage: Stage) -> Attempt:
    """The environment has them in each other's place."""
    stage.set(AWS_ACCESS_KEY_ID=CANARIES["secret"], AWS_SECRET_ACCESS_KEY=KEY)
    return Attempt(
        stage.connect_without_keys(),
        "the access key id and the secret access key seem to be in each other's place; exchange them",
    )


@scenario("malformed-key")
def malformed_key(stage: Stage) -> Attempt:
    """The key has what no key has."""
    stage.bench.set_fault(status=400, error_code="IncompleteSignature")
    return Attempt(
        stage.connect(),
        "the access key id has characters that none has; look at the access key id and where it is from",
    )


@scenario("no-endpoint")
def no_endpoint(stage: Stage) -> Attempt:
    """The key of a store, and no endpoint."""
    return Attempt(
        stage.connect_to_aws(login="minio-user", password=CANARIES["secret"]),
        "the access key id is not one of AWS, and the connection names no endpoint, so AWS was asked; give the store's "
        "URL as extra.endpoint_url",
    )


@scenario("missing-session-token")
def missing_session_token(stage: Stage) -> Attempt:
    """The environment has a temporary key pair without its token."""
    minted = stage.mint()
    key = minted["AccessKeyId"]
    stage.set(AWS_ACCESS_KEY_ID=key, AWS_SECRET_ACCESS_KEY=minted["SecretAccessKey"])
    return Attempt(
        stage.connect_without_keys(),
        f"the access key {key} is a temporary one, and there is no session token with it; give the token that "
        "was issued "
        "with it (extra.aws_session_token, AWS_SESSION_TOKEN), or a key that lasts",
    )


@scenario("wrong-session-token")
def wrong_session_token(stage: Stage) -> Attempt:
    """A temporary key pair with another's token."""
    minted = stage.mint()
    token = "canary-" + minted["SessionToken"][7:]
    return Attempt(
        stage.connect(login=minted["AccessKeyId"], password=minted["SecretAccessKey"], aws_session_token=token),
        "the session token is not that of the access key, or not whole; give key, secret and token of one and the same "
        "set",
        "s3",
        "list_buckets",
    )


@scenario("expired-token")
def expired_token(stage: Stage) -> Attempt:
    """A temporary key pair that has ended."""
    minted = stage.mint(0.001)
    return Attempt(
        stage.connect(
            login=minted["AccessKeyId"],
            password=minted["SecretAccessKey"],
            aws_session_token=minted["SessionToken"],
        ),
        "the session token has ended (login and password); give a new key, secret and token, or a role, whose "
        "credentials renew themselves",
    )


# Regions and partitions.


@scenario("wrong-partition")
def wrong_partition(stage: Stage) -> Attempt:
    """A key of AWS in a region of China."""
    return Attempt(
        stage.connect_to_aws(login=KEY, password=SECRET, region_name="cn-north-1"),
        f"the access key {KEY} is not known in aws-cn, and the region cn-north-1 (extra.region_name) lies in "
        "aws-cn; give "
        "a region of the partition that key and role are of",
    )


@scenario("wrong-region")
def wrong_region(stage: Stage) -> Attempt:
    """The bucket lies elsewhere."""
    message = f"The authorization header is malformed; the region '{REGION}' is wrong; expecting 'us-west-2'"
    url = stage.serve(Answer(400, "AuthorizationHeaderMalformed", message))
    return Attempt(
        stage.connect(endpoint_url=url),
        f"what was asked for lies in region us-west-2, and the client in {REGION} (extra.region_name); "
        "give the region as "
        "extra.region_name, or for one service as service_config",
        "sqs",
        "list_queues",
    )


@scenario("region-disabled")
def region_disabled(stage: Stage) -> Attempt:
    """The account has not activated the region."""
    stage.bench.set_fault("AssumeRole", status=403, error_code="RegionDisabledException")
    return Attempt(
        stage.connect(role_arn=stage.bench.role_arn),
        "the account has not activated this region; activate it for the account, or give another as "
        "service_config.sts.region_name",
        is_refused=True,
    )


@scenario("no-region")
def no_region(stage: Stage) -> Attempt:
    """Nobody says a region."""
    return Attempt(
        stage.connect_to_aws(region_name=None),
        "neither connection, hook, environment nor profile says a region; give extra.region_name, such as "
        "eu-west-1, or "
        "set AWS_DEFAULT_REGION on the worker",
        "sqs",
        "list_queues",
    )


@scenario("bad-region")
def bad_region(stage: Stage) -> Attempt:
    """The hook's region is none."""
    return Attempt(
        stage.connect(),
        "'eu_west/1' is not the name of a region; give one such as eu-west-1 (argument of the hook)",
        region_name="eu_west/1",
    )


# Rights and roles.


@scenario("not-allowed")
def not_allowed(stage: Stage) -> Attempt:
    """The user may not list buckets."""
    keys = stage.bench.limited
    return Attempt(
        stage.connect(login=keys.access_key, password=keys.secret_key),
        "the credentials are known, and may not do this; allow ListBuckets to them on what was asked for",
        "s3",
        "list_buckets",
    )


@scenario("not-allowed")
def not_allowed_head(stage: Stage) -> Attempt:
    """The answer to HEAD has no body."""
    keys = stage.bench.limited
    return Attempt(
        stage.connect(login=keys.access_key, password=keys.secret_key),
        "an answer to HEAD says no more than 403: the credentials are wrong, or may not do this; look whether another "
        "operation works, and allow HeadBucket",
        "s3",
        "head_bucket",
        {"Bucket": "b"},
    )


@scenario("mfa")
def mfa_demanded(stage: Stage) -> Attempt:
    """A policy demands a second factor."""
    url = stage.serve(Answer(403, "AccessDenied", "MultiFactorAuthentication failed, must provide a code"))
    return Attempt(
        stage.connect(endpoint_url=url),
        "a policy demands multi-factor authentication, which a worker can't give; have the policy let this identity in "
        "without aws:MultiFactorAuthPresent, or use another identity",
    )


def _say_wanted(external_id: str, rights: str = "sts:AssumeRole") -> str:
    return (
        "the role does not let the caller in, or the caller may not ask for it; the role's trust policy must allow "
        f"{rights} to the caller {external_id}, and demand no MFA; the caller's own policy must allow {rights} "
        "on the role"
    )


@scenario("role-refused")
def missing_external_id(stage: Stage) -> Attempt:
    """The trust policy wants an external id."""
    stage.bench.require_external_id(stage.bench.role_arn, CANARIES["external_id"])
    return Attempt(
        stage.connect(role_arn=stage.bench.role_arn),
        _say_wanted("without an external id, or give the one it wants"),
        is_refused=True,
    )


@scenario("role-refused")
def wrong_external_id(stage: Stage) -> Attempt:
    """The trust policy wants another external id."""
    stage.bench.require_external_id(stage.bench.role_arn, "another-one")
    return Attempt(
        stage.connect(role_arn=stage.bench.role_arn, external_id=CANARIES["external_id"]),
        _say_wanted("with the same external id"),
        is_refused=True,
    )


@scenario("role-refused")
def refused_second_role(stage: Stage) -> Attempt:
    """The second role of a chain."""
    stage.bench.set_fault("AssumeRole", role_arn=stage.bench.spoke_role_arn, refused=True)
    return Attempt(
        stage.connect(role_chain=[stage.bench.hub_role_arn, stage.bench.spoke_role_arn]),
        _say_wanted("without an external id, or give the one it wants"),
        is_refused=True,
    )


def _refuse_role(stage: Stage, message: str, **extra: Any) -> dict[str, Any]:
    url = stage.serve(
        Answer(403, "AccessDenied", f"User: arn:aws:iam::1:user/u is not authorized to perform: {message}")
    )
    return stage.connect(endpoint_url=url, role_arn=ROLE, **extra)


@scenario("role-refused")
def caller_may_not_ask(stage: Stage) -> Attempt:
    """AWS says that it is the caller's own policy."""
    message = f"sts:AssumeRole on resource: {ROLE} because no identity-based policy allows the sts:AssumeRole action"
    return Attempt(
        _refuse_role(stage, message),
        "the caller may not ask for the role; the caller's own policy must allow sts:AssumeRole on the role",
        is_refused=True,
    )


@scenario("role-refused")
def role_does_not_trust(stage: Stage) -> Attempt:
    """AWS says that it is the trust policy."""
    message = "sts:AssumeRole because no role trust policy allows the sts:AssumeRole action"
    return Attempt(
        _refuse_role(stage, message),
        "the role does not let the caller in; the role's trust policy must allow sts:AssumeRole to the caller "
        "without an "
        "external id, or give the one it wants, and demand no MFA",
        is_refused=True,
    )


@scenario("role-tags")
def role_takes_no_tags(stage: Stage) -> Attempt:
    """The trust policy does not allow session tags."""
    stage.bench.set_fault("AssumeRole", refused=True, refused_action="sts:TagSession")
    return Attempt(
        stage.connect(role_arn=stage.bench.role_arn, session_tags={"team": "etl"}),
        "session tags are set, and the role does not take them; the role's trust policy must allow sts:TagSession too",
        is_refused=True,
    )


@scenario("role-source-identity")
def role_takes_no_source_identity(stage: Stage) -> Attempt:
    """The trust policy does not allow a source identity."""
    stage.bench.set_fault("AssumeRole", refused=True, refused_action="sts:SetSourceIdentity")
    return Attempt(
        stage.connect(role_arn=stage.bench.role_arn, assume_role_kwargs={"SourceIdentity": "me"}),
        "a source identity is set, and the role does not take it; the role's trust policy must allow "
        "sts:SetSourceIdentity too",
        is_refused=True,
    )


def _federate(stage: Stage, token: str) -> dict[str, Any]:
    stage.set(AIRFLOW__AWSCONN__TOKEN_ENDPOINTS=stage.bench.endpoint_url)
    return stage.connect_without_keys(
        role_arn=stage.bench.role_arn,
        assume_role_method="assume_role_with_web_identity",
        assume_role_with_web_identity_federation="file",
        assume_role_with_web_identity_token_file=stage.write("token", token),
    )


@scenario("role-federation")
def role_does_not_trust_provider(stage: Stage) -> Attempt:
    """The trust policy does not fit the token."""
    stage.bench.set_fault("AssumeRoleWithWebIdentity", refused=True)
    return Attempt(
        _federate(stage, stage.bench.make_web_identity_token()),
        "the role does not let this web identity token in; the role's trust policy must name the identity "
        "provider, and "
        "its conditions must fit the token",
        is_refused=True,
    )


@scenario("expired-identity-token")
def expired_identity_token(stage: Stage) -> Attempt:
    """The token has ended."""
    return Attempt(
        _federate(stage, stage.bench.make_web_identity_token(lifetime_seconds=-60)),
        "the web identity token has ended; have a new one issued, and look at this machine's clock",
        is_refused=True,
    )


@scenario("wrong-identity-token")
def wrong_identity_token(stage: Stage) -> Attempt:
    """Another provider has issued the token."""
    stage.bench.set_fault("AssumeRoleWithWebIdentity", status=400, error_code="InvalidIdentityToken")
    return Attempt(
        _federate(stage, stage.bench.make_web_identity_token()),
        "the identity provider of the role's trust policy has not issued this web identity token; issuer and audience "
        "must match",
        is_refused=True,
    )


@scenario("rejected-claim")
def rejected_claim(stage: Stage) -> Attempt:
    """A claim is not as wanted."""
    stage.bench.set_fault("AssumeRoleWithWebIdentity", status=403, error_code="IDPRejectedClaim")
    return Attempt(
        _federate(stage, stage.bench.make_web_identity_token()),
        "the web identity token has not the claims that the role asks for; look at the conditions of the role's trust "
        "policy",
        is_refused=True,
    )


@scenario("long-session-policy")
def long_session_policy(stage: Stage) -> Attempt:
    """Policy and tags are too long together."""
    stage.bench.set_fault("AssumeRole", status=400, error_code="PackedPolicyTooLarge")
    return Attempt(
        stage.connect(role_arn=stage.bench.role_arn),
        "session policy and tags are longer together than STS takes; shorten the session policy, the policy "
        "ARNs and the "
        "tags",
        is_refused=True,
    )


@scenario("bad-session-policy")
def bad_session_policy(stage: Stage) -> Attempt:
    """IAM does not understand the policy."""
    stage.bench.set_fault("AssumeRole", status=400, error_code="MalformedPolicyDocument")
    return Attempt(
        stage.connect(role_arn=stage.bench.role_arn),
        "the session policy is not one that IAM understands; mend extra.session_policy",
        is_refused=True,
    )


# The lookup chain.


@scenario("missing-profile")
def missing_profile(stage: Stage) -> Attempt:
    """The profile is not there."""
    stage.write_profiles("[profile etl]\nregion = eu-west-1\n[default]\n")
    stage.set(AWS_PROFILE="elt")
    return Attempt(
        stage.connect(),
        "there is no profile 'elt' in the AWS files of this worker; there are: default, etl; give one that is there "
        "(environment variable AWS_PROFILE), or add it on the worker",
    )


@scenario("bad-aws-file")
def bad_aws_file(stage: Stage) -> Attempt:
    """The file is not one of profiles."""
    stage.write_profiles("canary-of-a-broken-file = 1\n")
    path = stage.folder / "aws-config"
    return Attempt(stage.connect(), f"{path} is not a file of AWS profiles; correct it")


@scenario("mfa-profile")
def mfa_profile(stage: Stage) -> Attempt:
    """The profile's role wants a code, which botocore would ask for at the keyboard."""
    stage.write_profiles(
        f"[profile etl]\nrole_arn = {stage.bench.role_arn}\nsource_profile = base\n"
        "mfa_serial = arn:aws:iam::123456789012:mfa/me\n"
        f"[profile base]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
    )
    return Attempt(
        stage.connect_without_keys(profile_name="etl"),
        "the profile has mfa_serial, and nobody can type a code on a worker; give a profile without mfa_serial, or a "
        "role that does not demand multi-factor authentication",
        is_refused=True,
    )


_SIGN_IN = (
    "the SSO session of the profile has ended, or nobody has signed in on this worker; run aws sso login --profile etl "
    "there as the worker's user; for work that runs alone give a role or keys instead"
)


def _sign_on(stage: Stage, ends_in_seconds: float | None) -> dict[str, Any]:
    """A profile of single sign-on, and a sign-on that ends so soon, if there is one."""
    stage.write_profiles(
        "[profile etl]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = hub\nregion = us-east-1\n"
        "[sso-session s]\nsso_start_url = https://start.example\nsso_region = us-east-1\n"
    )
    if ends_in_seconds is not None:
        ends = datetime.now(timezone.utc) + timedelta(seconds=ends_in_seconds)
        sign_on = {"startUrl": "https://start.example", "region": "us-east-1", "accessToken": "canary-sign-on"}
        name = hashlib.sha1(b"s").hexdigest()
        stage.write(f"{name}.json", json.dumps(sign_on | {"expiresAt": ends.strftime("%Y-%m-%dT%H:%M:%SZ")}))
    # Where botocore looks is worked out from HOME when it is imported.
    for holder in ("credentials.SSOProvider", "tokens.SSOTokenProvider"):
        stage.patch.setattr(f"botocore.{holder}._SSO_TOKEN_CACHE_DIR", str(stage.folder))
    stage.set(AWS_ENDPOINT_URL_SSO=stage.bench.endpoint_url)
    return stage.connect_without_keys(profile_name="etl")


@scenario("sso-expired")
def sso_never_signed_in(stage: Stage) -> Attempt:
    """Nobody has signed in."""
    return Attempt(_sign_on(stage, None), _SIGN_IN, is_refused=True)


@scenario("sso-expired")
def sso_ended(stage: Stage) -> Attempt:
    """The sign-on is there, and has ended."""
    return Attempt(_sign_on(stage, -60), _SIGN_IN, is_refused=True)


@scenario("sso-expired")
def sso_revoked(stage: Stage) -> Attempt:
    """The sign-on is good by its file, and AWS does not take it."""
    return Attempt(_sign_on(stage, 3600), _SIGN_IN, is_refused=True)


@scenario("half-a-key")
def half_a_key(stage: Stage) -> Attempt:
    """The environment has one half."""
    stage.set(AWS_ACCESS_KEY_ID=KEY)
    return Attempt(
        stage.connect_without_keys(),
        "the key pair of env is short of AWS_SECRET_ACCESS_KEY; give both halves, or neither",
        is_refused=True,
    )


@scenario("credential-process")
def credential_process(stage: Stage) -> Attempt:
    """The command fails."""
    stage.write_profiles("[profile etl]\ncredential_process = false\n")
    return Attempt(
        stage.connect_without_keys(profile_name="etl"),
        "the command of the profile's credential_process gave no credentials; run it on the worker as the "
        "worker's user, "
        "and see what it says",
        is_refused=True,
    )


@scenario("metadata-service")
def metadata_service(stage: Stage) -> Attempt:
    """The container's service refuses."""
    stage.set(AWS_CONTAINER_CREDENTIALS_FULL_URI=stage.serve(Answer(403, body="no")))
    return Attempt(
        stage.connect_without_keys(),
        "the metadata service of this machine or container gave no credentials; look whether an instance role, task "
        "role or pod identity is attached, and may be reached (IMDS hop limit)",
        is_refused=True,
    )


@scenario("no-credentials")
def no_credentials(stage: Stage) -> Attempt:
    """The lookup chain is empty."""
    return Attempt(
        stage.connect_without_keys(),
        "boto3's lookup chain found no credentials; give login and password, a profile, or run where boto3 finds "
        "credentials",
        is_refused=True,
    )


# The network.


def _to(stage: Stage, url: str, **extra: Any) -> dict[str, Any]:
    return stage.connect(endpoint_url=url, **extra)


@scenario("no-such-host")
def no_such_host(stage: Stage) -> Attempt:
    """The name is nobody's."""
    return Attempt(
        _to(stage, "http://store.invalid:9000"),
        "there is no host store.invalid for this worker; look at its spelling (extra.endpoint_url) and at the worker's "
        "DNS",
    )


@scenario("connection-refused")
def connection_refused(stage: Stage) -> Attempt:
    """Nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        host = f"127.0.0.1:{gone.getsockname()[1]}"
    return Attempt(
        _to(stage, f"http://{host}"),
        f"nobody listens at {host} (in a container that is the container itself); start the server, or correct "
        "host and "
        "port (extra.endpoint_url)",
    )


@scenario("connection-refused")
def connection_refused_for_a_role(stage: Stage) -> Attempt:
    """Nobody listens where STS should be."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        host = f"127.0.0.1:{gone.getsockname()[1]}"
    return Attempt(
        _to(stage, f"http://{host}", role_arn=ROLE),
        f"nobody listens at {host} (in a container that is the container itself); start the server, or correct "
        "host and "
        "port (extra.endpoint_url)",
        is_refused=True,
    )


@scenario("no-way")
def no_way(stage: Stage) -> Attempt:
    """Connections are not taken."""
    host = stage.talk(None)
    return Attempt(
        _to(stage, f"http://{host}"),
        f"there is no way from this worker to {host}; look at firewalls and security groups, and at its host and port",
    )


@scenario("silent")
def silent(stage: Stage) -> Attempt:
    """The server takes the request and says nothing."""
    stage.bench.set_fault(silent=True)
    stage.closing.callback(stage.bench.clear_faults)
    return Attempt(
        stage.connect(),
        f"{stage.bench.host} took the request and does not answer; look whether it is busy, or something else listens "
        "there; config_kwargs.read_timeout says how long to wait",
    )


@scenario("closed")
def closed(stage: Stage) -> Attempt:
    """The server hangs up."""
    stage.bench.set_fault(drop=True)
    return Attempt(
        stage.connect(),
        f"{stage.bench.host} closed the connection without an answer; if the server wants TLS, write the endpoint with "
        "https://",
    )


@scenario("closed")
def reset(stage: Stage) -> Attempt:
    """The connection is cut off."""
    host = stage.talk(b"", cuts=True)
    return Attempt(
        _to(stage, f"http://{host}"),
        f"{host} closed the connection without an answer; if the server wants TLS, write the endpoint with https://",
    )


@scenario("closed")
def reset_in_the_handshake(stage: Stage) -> Attempt:
    """The connection is cut off before there is TLS."""
    host = stage.talk(b"", cuts=True)
    return Attempt(
        _to(stage, f"https://{host}"),
        f"{host} closed the connection without an answer; look at it and what is before it",
    )


@scenario("closed")
def closed_in_the_handshake(stage: Stage) -> Attempt:
    """The server hangs up before there is TLS."""
    host = stage.talk(b"")
    return Attempt(
        _to(stage, f"https://{host}"),
        f"{host} closed the connection without an answer; look at it and what is before it",
    )


@scenario("closed")
def no_http(stage: Stage) -> Attempt:
    """Something else answers."""
    host = stage.talk(b"SSH-2.0-OpenSSH_9.6\r\n")
    return Attempt(
        _to(stage, f"http://{host}"),
        f"{host} closed the connection without an answer; if the server wants TLS, write the endpoint with https://",
    )


@scenario("proxy")
def proxy_refused(stage: Stage) -> Attempt:
    """Nobody listens where the proxy should be."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}"
    return Attempt(
        stage.connect(config_kwargs={"proxies": {"http": url}}),
        f"the proxy {url} refuses connections; look at the proxy and where it is set "
        "(extra.config_kwargs.proxies.http: "
        f"{url}); NO_PROXY names hosts that need none",
    )


@scenario("proxy")
def proxy_silent(stage: Stage) -> Attempt:
    """The proxy takes no connection."""
    url = f"http://{stage.talk(None)}"
    return Attempt(
        stage.connect(endpoint_url="https://127.0.0.1:9", config_kwargs={"proxies": {"https": url}}),
        f"the proxy {url} does not answer; look at the proxy and where it is set "
        f"(extra.config_kwargs.proxies.https: {url}); NO_PROXY names hosts that need none",
    )


@scenario("proxy")
def proxy_without_a_host(stage: Stage) -> Attempt:
    """Nobody knows the proxy's name."""
    url = "http://proxy.invalid:3128"
    return Attempt(
        stage.connect(endpoint_url="https://127.0.0.1:9", config_kwargs={"proxies": {"https": url}}),
        f"the proxy {url} has a host name that nobody knows; look at the proxy and where it is set "
        f"(extra.config_kwargs.proxies.https: {url}); NO_PROXY names hosts that need none",
    )


@scenario("proxy")
def proxy_lets_nobody_through(stage: Stage) -> Attempt:
    """The proxy refuses the host."""
    url = stage.serve(Answer(403))
    return Attempt(
        stage.connect(endpoint_url="https://127.0.0.1:9", config_kwargs={"proxies": {"https": url}}),
        f"the proxy {url} lets nobody through to there; look at the proxy and where it is set "
        f"(extra.config_kwargs.proxies.https: {url}); NO_PROXY names hosts that need none",
    )


@scenario("proxy")
def proxy_of_an_unknown_ca(stage: Stage) -> Attempt:
    """The proxy is behind TLS itself, and the worker does not know its CA."""
    url = stage.secure_bench().endpoint_url
    return Attempt(
        stage.connect(endpoint_url="https://127.0.0.1:9", config_kwargs={"proxies": {"https": url}}),
        f"the proxy {url} gives no connection; look at the proxy and where it is set "
        f"(extra.config_kwargs.proxies.https: {url}); NO_PROXY names hosts that need none",
    )


@scenario("proxy-login")
def proxy_wants_a_login(stage: Stage) -> Attempt:
    """The proxy answers 407."""
    url = stage.serve(Answer(407, headers={"Proxy-Authenticate": "Basic"}))
    return Attempt(
        stage.connect(endpoint_url="https://127.0.0.1:9", config_kwargs={"proxies": {"https": url}}),
        "the proxy wants another user name or password; give them in its URL "
        f"(extra.config_kwargs.proxies.https: {url})",
    )


@scenario("unknown-ca")
def unknown_ca(stage: Stage) -> Attempt:
    """A private CA that the worker does not know."""
    secure = stage.secure_bench()
    return Attempt(
        _to(stage, secure.endpoint_url),
        f"this worker does not know the CA that {secure.host} has its certificate from; give that CA's file as "
        "extra.verify",
    )


@scenario("ca-file")
def ca_file_without_certificate(stage: Stage) -> Attempt:
    """The file of verify holds none."""
    path = stage.write("ca.pem", "not a certificate\n")
    return Attempt(
        _to(stage, stage.secure_bench().endpoint_url, verify=path),
        f"{path} (extra.verify) is not there, or holds no certificate; give the path of a PEM file on this worker",
    )


@scenario("certificate-name")
def certificate_name(stage: Stage) -> Attempt:
    """The certificate is for another name."""
    secure = stage.secure_bench()
    stage.lead({"store.test": secure.host})
    port = secure.host.rpartition(":")[2]
    return Attempt(
        _to(stage, f"https://store.test:{port}", verify=secure.ca_bundle),
        f"the certificate of store.test:{port} is for another name; write the endpoint with the name in the "
        "certificate "
        "(extra.endpoint_url)",
    )


@scenario("certificate-ended")
def certificate_ended(stage: Stage) -> Attempt:
    """The certificate is past its end."""
    context, ca = build_ended_certificate(stage.folder)
    url = stage.serve_tls(context)
    return Attempt(
        _to(stage, url, verify=ca),
        f"the certificate of {url[8:]} is past its end, or this machine's clock is wrong; renew the "
        "certificate, or set "
        "the clock right",
    )


@scenario("not-tls")
def not_tls(stage: Stage) -> Attempt:
    """The URL says https for a server of plain HTTP."""
    return Attempt(
        _to(stage, f"https://{stage.bench.host}"),
        f"{stage.bench.host} does not speak TLS; write the endpoint with http:// (extra.endpoint_url)",
    )


@scenario("wants-tls")
def wants_tls(stage: Stage) -> Attempt:
    """The URL says http, for a server with TLS, which says so."""
    url = stage.serve(Answer(400, "InvalidRequest", "Client sent an HTTP request to an HTTPS server."))
    return Attempt(_to(stage, url), f"{url[7:]} speaks TLS only; write the endpoint with https:// (extra.endpoint_url)")


@scenario("wants-tls")
def wants_tls_in_bytes(stage: Stage) -> Attempt:
    """The URL says http, for a server with TLS, which answers in TLS."""
    host = stage.talk(b"\x15\x03\x01\x00\x02\x02\x46")
    return Attempt(
        _to(stage, f"http://{host}"), f"{host} speaks TLS only; write the endpoint with https:// (extra.endpoint_url)"
    )


@scenario("tls")
def no_common_tls(stage: Stage) -> Attempt:
    """The server refuses the handshake."""
    host = stage.talk(b"\x15\x03\x03\x00\x02\x02\x28")
    return Attempt(
        _to(stage, f"https://{host}"),
        f"no TLS version or cipher suits both this worker and {host}; look at the TLS settings of the server "
        "and of what "
        "is before it",
    )


# Stores.


@scenario("path-style")
def bucket_before_the_host(stage: Stage) -> Attempt:
    """The bucket's name stands before that of the store."""
    stage.lead({"store.invalid": stage.bench.host})
    return Attempt(
        _to(stage, "http://store.invalid:9000", config_kwargs={"s3": {"addressing_style": "virtual"}}),
        "the bucket stands before the host name, and store.invalid wants it behind; set config_kwargs to "
        '{"s3": {"addressing_style": "path"}}, or name the store as extra.store',
        "s3",
        "list_objects_v2",
        {"Bucket": "my-bucket"},
    )


@scenario("path-style")
def store_knows_no_buckets_in_hosts(stage: Stage) -> Attempt:
    """The store takes the key for the bucket."""
    url = stage.serve(Answer(404, "NoSuchBucket", "The specified bucket does not exist"))
    port = url.rpartition(":")[2]
    stage.lead({".store.test": f"127.0.0.1:{port}", "store.test": f"127.0.0.1:{port}"})
    return Attempt(
        _to(stage, f"http://store.test:{port}", config_kwargs={"s3": {"addressing_style": "virtual"}}),
        "the bucket stands before the host name, and store.test may want it behind; set config_kwargs to "
        '{"s3": {"addressing_style": "path"}}, or name the store as extra.store',
        "s3",
        "list_objects_v2",
        {"Bucket": "my-bucket"},
    )


@scenario("checksum")
def store_refuses_checksums(stage: Stage) -> Attempt:
    """The store knows no checksum of boto3's."""

    def answer(request: BaseHTTPRequestHandler) -> Answer:
        odd = [name for name in request.headers if name.lower().startswith(("x-amz-sdk-checksum", "x-amz-checksum"))]
        if not odd:
            return Answer(200)
        return Answer(501, "NotImplemented", f"Header '{odd[0].lower()}' with value 'CRC32' not implemented")

    url = stage.serve(answer)
    return Attempt(
        _to(stage, url, config_kwargs={"request_checksum_calculation": "when_supported"}),
        f"{url[7:]} does not know the checksums that boto3 adds since 1.36; set config_kwargs to "
        '{"request_checksum_calculation": "when_required"}, or name the store as extra.store',
        "s3",
        "put_object",
        {"Bucket": "b", "Key": "k", "Body": b"x"},
    )


@scenario("s3-only")
def no_sts_there(stage: Stage) -> Attempt:
    """A store that has S3 alone is asked for STS."""
    url = stage.serve(Answer(404, body="Not Found"))
    return Attempt(
        _to(stage, url),
        f"{url[7:]} does not answer for sts: it may be a store that has S3 alone; give the service's own URL as "
        "service_config.sts.endpoint_url, or leave out what needs it (extra.endpoint_url)",
    )


@scenario("s3-only")
def no_sts_for_a_role(stage: Stage) -> Attempt:
    """A store that has S3 alone is asked for a role."""
    url = stage.serve(Answer(405, "MethodNotAllowed", "The specified method is not allowed against this resource."))
    return Attempt(
        _to(stage, url, role_arn=ROLE),
        f"{url[7:]} does not answer for sts: it may be a store that has S3 alone; give the service's own URL as "
        "service_config.sts.endpoint_url, or leave out what needs it (extra.endpoint_url)",
        is_refused=True,
    )


def build_ended_certificate(folder: Path) -> tuple[ssl.SSLContext, str]:
    """Build the TLS settings of a server whose certificate has ended, and the file with its CA."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    ended = datetime.now(timezone.utc) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ended - timedelta(days=1))
        .not_valid_after(ended)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path, ca = folder / "ended.pem", folder / "ended-ca.pem"
    path.write_bytes(private + certificate)
    ca.write_bytes(certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, str(ca)


@contextlib.contextmanager
def prepare_stage(
    bench: AwsBench, secure_bench: Callable[[], AwsBench], patch: pytest.MonkeyPatch, folder: Path
) -> Iterator[Stage]:
    """Give a stage, and take down what runs on it afterwards."""
    with contextlib.ExitStack() as closing:
        yield Stage(bench, secure_bench, patch, folder, closing)
