"""Start the AWS bench from a test, read its request log and stop it.

Runs in the project's own environment: it imports only the standard library, nothing of moto.
"""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import tempfile
import threading
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from .server import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from typing_extensions import Self

# -I keeps folders and PYTHON* variables out of the server's imports, so the one folder it needs is added by hand.
LAUNCHER = "import runpy, sys; sys.path.append(sys.argv[1]); runpy.run_module('aws_bench.server', run_name='__main__')"
PACKAGE_FOLDER = str(Path(__file__).resolve().parents[1])
START_TIMEOUT_SECONDS = 30.0
CONTROL_TIMEOUT_SECONDS = 10.0
STOP_TIMEOUT_SECONDS = 5.0
STDERR_TAIL_CHARACTERS = 2000
AWS_FILE_VARIABLES = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")


@dataclass(frozen=True)
class Keys:
    """A user's access key; the secret stays out of the repr, and so out of assertion messages."""

    access_key: str
    secret_key: str = field(repr=False)


@dataclass(frozen=True)
class LoggedRequest:
    """One AWS request the bench got, without secrets, signatures and query string.

    `action` is the API operation (`AssumeRole`, `PutObject`, `ListObjectsV2`) and falls back to the method.
    `service` and `region` are those the request was signed for; `signed` tells whether it was signed at all.
    `role_arn` to `tags` are set for the AssumeRole family only. `status` is None until there is an answer.
    `sequence` counts up through the life of the server, `AwsBench.clear` does not restart it.

    A request to a credential endpoint has the service `imds`, `ecs`, `eks`, `gce`, `azure`, `oidc`, `sso` or `idp`.
    `token_sub` and `token_aud` are those of a web identity token, or the audience an endpoint is asked for.
    `token_digest` is `AwsBench.digest` of a web identity token or SAML assertion, `authorization_digest` that of an
    `Authorization` header that is no signature. `header_names` are in lower case.
    """

    sequence: int
    method: str
    path: str
    service: str | None
    region: str | None
    action: str
    access_key: str | None
    signed: bool
    role_arn: str | None
    role_session_name: str | None
    external_id: str | None
    duration_seconds: int | None
    policy: str | None
    tags: Mapping[str, str]
    user_agent: str
    client_port: int
    status: int | None
    policy_arns: Sequence[str] = ()
    transitive_tag_keys: Sequence[str] = ()
    source_identity: str | None = None
    principal_arn: str | None = None
    token_sub: str | None = None
    token_aud: str | None = None
    token_digest: str | None = None
    host: str = ""
    header_names: Sequence[str] = ()
    authorization_digest: str | None = None


class AwsBench:
    """A running bench; use `AwsBench.start` as a context manager.

    `worker` may do everything, `limited` may only call GetCallerIdentity and AssumeRole. Anybody may assume
    `role_arn` (all of S3), `nobody_role_arn` (nothing), and `hub_role_arn`, `spoke_role_arn`, `third_role_arn` and,
    in another account, `other_role_arn` (all of S3 and STS, so they may assume any role themselves).

    The credential endpoints give out keys of `role_arn`. They are told apart by their path, which no signed request
    is looked at for: a bucket may have such a name.
    """

    def __init__(
        self,
        process: subprocess.Popen[str],
        stderr: IO[str],
        ready: Mapping[str, Any],
        folder: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self._process = process
        self._stderr = stderr
        self._folder = folder
        self.ca_bundle: str | None = None
        # Explicit: a proxy from the environment would be asked for loopback too.
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
        if folder is not None:
            path = Path(folder.name, "ca.pem")
            path.write_text(ready["ca"], encoding="ascii")
            self.ca_bundle = str(path)
            handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=path)))
        self._opener = urllib.request.build_opener(*handlers)

        self.host = f"127.0.0.1:{ready['port']}"
        self.endpoint_url = f"{'http' if folder is None else 'https'}://{self.host}"
        self.account_id: str = ready["account_id"]
        self.worker = Keys(ready["access_key"], ready["secret_key"])
        self.limited = Keys(ready["limited_access_key"], ready["limited_secret_key"])
        self.role_arn: str = ready["role_arn"]
        self.nobody_role_arn: str = ready["nobody_role_arn"]
        self.hub_role_arn: str = ready["hub_role_arn"]
        self.spoke_role_arn: str = ready["spoke_role_arn"]
        self.third_role_arn: str = ready["third_role_arn"]
        self.other_account_id: str = ready["other_account_id"]
        self.other_role_arn: str = ready["other_role_arn"]
        self.saml_principal_arn: str = ready["saml_principal_arn"]

        # AWS_EC2_METADATA_SERVICE_ENDPOINT
        self.imds_endpoint = f"{self.endpoint_url}/imds"
        # AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN
        self.container_credentials_url = f"{self.endpoint_url}/ecs/credentials"
        self.pod_identity_url = f"{self.endpoint_url}/eks/v1/credentials"
        self.container_token: str = ready["container_token"]
        # AWS_ENDPOINT_URL_SSO is the endpoint_url; this is the accessToken of the cached sign-on.
        self.sso_token: str = ready["sso_token"]
        # GCE_METADATA_HOST and GCE_METADATA_IP
        self.gce_metadata_host = self.host
        # IDENTITY_ENDPOINT and IDENTITY_HEADER
        self.azure_identity_endpoint = f"{self.endpoint_url}/azure/msi/token"
        self.azure_identity_header: str = ready["azure_identity_header"]
        # ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN
        self.oidc_token_url = f"{self.endpoint_url}/oidc/token"
        self.oidc_request_token: str = ready["oidc_request_token"]
        self.oidc_plain_url = f"{self.endpoint_url}/oidc/plain"
        self.idp_url = f"{self.endpoint_url}/idp/sso"
        self.idp_ticket: str = ready["idp_ticket"]

    @classmethod
    def start(cls, python: str, *, tls: bool = False) -> AwsBench:
        """Return a bench whose server runs in `python`, an interpreter that has ``moto[server]``.

        With `tls` it serves HTTPS, and `ca_bundle` is the file with the CA to trust; it is gone after `stop`.
        Raises RuntimeError with the end of the server's stderr when it is not ready within 30 s.
        """
        stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - the bench closes it
        try:
            process = subprocess.Popen(
                [python, "-I", "-c", LAUNCHER, PACKAGE_FOLDER, *(["--tls"] if tls else [])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                encoding="utf-8",
                env={"PATH": os.defpath} | dict.fromkeys(AWS_FILE_VARIABLES, os.devnull),
            )
        except OSError:
            stderr.close()
            raise
        ready_line = _read_line(process)
        try:
            ready = json.loads(ready_line)
        except ValueError:
            _end(process)
            stderr.seek(0)
            tail = stderr.read()[-STDERR_TAIL_CHARACTERS:]
            stderr.close()
            message = f"AWS bench: the server in {python} did not get ready; its stderr ends with:\n{tail}"
            raise RuntimeError(message) from None
        return cls(process, stderr, ready, tempfile.TemporaryDirectory(prefix="aws-bench-") if tls else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def requests(self, action: str | None = None, service: str | None = None) -> list[LoggedRequest]:
        """The requests since the start or the last `clear`, in the order they came, filtered when asked."""
        logged = [_build_logged_request(entry) for entry in self._call("GET", "/_bench/requests")]
        return [
            request for request in logged if action in (None, request.action) and service in (None, request.service)
        ]

    def count(self, action: str | None = None, service: str | None = None) -> int:
        """How many requests there were since the last `clear`, answered or not; the log stays where it is."""
        return self._count({"action": action, "service": service})

    def wait_for(
        self, count: int, action: str | None = None, service: str | None = None, timeout_seconds: float = 5.0
    ) -> None:
        """Return as soon as `count` requests have come; raises TimeoutError when they do not."""
        asked = {"action": action, "service": service, "at_least": count, "timeout_seconds": timeout_seconds}
        came = self._count(asked, CONTROL_TIMEOUT_SECONDS + timeout_seconds)
        if came < count:
            raise TimeoutError(f"AWS bench: {came} of {count} requests came within {timeout_seconds} s")

    def clear(self) -> None:
        """Forget the requests so far."""
        self._call("DELETE", "/_bench/requests")

    def reset(self) -> None:
        """Forget the requests so far, and take faults and all settings back to what they are at the start."""
        self._call("DELETE", "/_bench/settings")

    def set_assume_role_lifetime(self, seconds: float | None) -> None:
        """Let keys of later AssumeRole* calls expire after `seconds`; None restores the requested duration.

        The answer says so, and the bench refuses the keys from that moment on. Whole seconds end at the next whole
        second, as AWS writes them; fractions end exactly.
        """
        self._set(assume_role_lifetime_seconds=seconds)

    def set_endpoint_lifetime(self, seconds: float) -> None:
        """Let keys that the credential endpoints give out from now on expire after `seconds`; 6 hours at the start."""
        self._set(endpoint_lifetime_seconds=seconds)

    def set_date_offset(self, seconds: float) -> None:
        """Let the `Date` header of every answer be off by `seconds`."""
        self._set(date_offset_seconds=seconds)

    def set_imds(self, *, v1_only: bool, token_status: int = 404) -> None:
        """Choose between instance metadata version 2 and version 1, which answers `token_status` to who wants a token.

        botocore goes on with version 1 after 403, 404 and 405.
        """
        self._set(v1_only=v1_only, token_status=token_status)

    def require_external_id(self, role_arn: str, external_id: str | None) -> None:
        """Refuse AssumeRole of this role without just this ExternalId; None wants none."""
        self._set(external_ids={role_arn: external_id})

    def set_fault(
        self,
        action: str | None = None,
        service: str | None = None,
        *,
        times: int | None = None,
        access_key: str | None = None,
        role_arn: str | None = None,
        latency_seconds: float = 0.0,
        silent: bool = False,
        throttled: bool = False,
        status: int | None = None,
        error_code: str | None = None,
        refused: bool = False,
        refused_action: str | None = None,
        drop: bool = False,
    ) -> None:
        """Spoil the next `times` requests that fit, or all of them until `clear_faults`.

        Where several faults fit a request, the last one set is taken. Requests are logged as they come.

        Args:
            action: as in the log; None fits all.
            service: as in the log; None fits all.
            times: how often; None is until `clear_faults`.
            access_key: only requests signed with it.
            role_arn: only requests to assume this role.
            latency_seconds: answer so much later; goes with any of the others.
            silent: give no answer until the fault is cleared, then the usual one.
            throttled: answer 400 Throttling (S3: 503 SlowDown, endpoints: 429).
            status: answer this status and `error_code`, InternalFailure if there is none.
            error_code: the code that goes with `status`.
            refused: answer 403 AccessDenied in AWS's words.
            refused_action: the same for another action than the one that was asked for, such as ``sts:TagSession``.
            drop: close the connection without an answer.
        """
        fault = {name: value for name, value in locals().items() if name != "self"}
        self._call("POST", "/_bench/faults", fault)

    def clear_faults(self) -> None:
        """Spoil nothing more; whoever waits for an answer gets it now."""
        self._call("DELETE", "/_bench/faults")

    def make_web_identity_token(
        self,
        *,
        sub: str = tokens.DEFAULT_SUBJECT,
        aud: str | list[str] = tokens.DEFAULT_AUDIENCE,
        lifetime_seconds: float = 3600,
    ) -> str:
        """A token that AssumeRoleWithWebIdentity takes, another one each time; a negative life time is over."""
        return tokens.build_web_identity_token(sub, aud, lifetime_seconds)

    def make_saml_response(
        self,
        role_arn: str | None = None,
        principal_arn: str | None = None,
        *,
        session_name: str = "saml-user",
        session_duration: int | None = None,
        lifetime_seconds: float = 300,
    ) -> str:
        """A SAML response in Base64 for the role, `role_arn` of the bench if none is named, and its provider."""
        role = (role_arn or self.role_arn, principal_arn or self.saml_principal_arn)
        return tokens.build_saml_response([role], session_name, session_duration, lifetime_seconds)

    @staticmethod
    def digest(text: str) -> str:
        """What stands in the log for a token with this text."""
        return tokens.build_digest(text)

    def stop(self) -> None:
        """End the server; a second call does nothing."""
        _end(self._process)
        self._stderr.close()
        if self._folder is not None:
            self._folder.cleanup()

    def _set(self, **settings: Any) -> None:
        self._call("POST", "/_bench/settings", settings)

    def _count(self, asked: Mapping[str, Any], timeout: float = CONTROL_TIMEOUT_SECONDS) -> int:
        query = urllib.parse.urlencode({name: value for name, value in asked.items() if value is not None})
        return int(self._call("GET", f"/_bench/count?{query}", timeout=timeout))

    def _call(
        self,
        method: str,
        path: str,
        payload: Mapping[str, Any] | None = None,
        *,
        timeout: float = CONTROL_TIMEOUT_SECONDS,
    ) -> Any:
        data = None if payload is None else json.dumps(payload).encode()
        request = urllib.request.Request(self.endpoint_url + path, data=data, method=method)
        with self._opener.open(request, timeout=timeout) as response:
            return json.load(response)["answer"]


def _build_logged_request(entry: Mapping[str, Any]) -> LoggedRequest:
    """An entry of the server's log; JSON has no tuples."""
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return LoggedRequest(**fields)


def _read_line(process: subprocess.Popen[str]) -> str:
    """The first line of the process, or an empty text when none comes in time."""
    lines: list[str] = []
    assert process.stdout is not None
    stdout = process.stdout
    reader = threading.Thread(target=lambda: lines.append(stdout.readline()), daemon=True)
    reader.start()
    reader.join(START_TIMEOUT_SECONDS)
    return lines[0] if lines else ""


def _end(process: subprocess.Popen[str]) -> None:
    """Stop the process and close our ends of its pipes."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
