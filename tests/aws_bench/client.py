"""Start the AWS bench from a test, read its request log and stop it.

Runs in the project's own environment: it imports only the standard library, nothing of moto.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from typing_extensions import Self

SERVER_SCRIPT = Path(__file__).with_name("server.py")
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


class AwsBench:
    """A running bench; use `AwsBench.start` as a context manager.

    `worker` may do everything, `limited` may only call GetCallerIdentity and AssumeRole. Both may assume
    `role_arn` (all of S3) and `nobody_role_arn` (nothing).
    """

    def __init__(self, process: subprocess.Popen[str], stderr: IO[str], ready: Mapping[str, Any]) -> None:
        self._process = process
        self._stderr = stderr
        # Explicit: a proxy from the environment would be asked for loopback too.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.endpoint_url = f"http://127.0.0.1:{ready['port']}"
        self.account_id: str = ready["account_id"]
        self.worker = Keys(ready["access_key"], ready["secret_key"])
        self.limited = Keys(ready["limited_access_key"], ready["limited_secret_key"])
        self.role_arn: str = ready["role_arn"]
        self.nobody_role_arn: str = ready["nobody_role_arn"]

    @classmethod
    def start(cls, python: str) -> AwsBench:
        """Return a bench whose server runs in `python`, an interpreter that has ``moto[server]``.

        Raises RuntimeError with the end of the server's stderr when it is not ready within 30 s.
        """
        stderr = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115 - the bench closes it
        try:
            process = subprocess.Popen(
                # -I keeps this folder and PYTHON* variables out of the server's imports.
                [python, "-I", "-B", str(SERVER_SCRIPT)],
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
            return cls(process, stderr, json.loads(ready_line))
        except ValueError:
            _end(process)
            stderr.seek(0)
            tail = stderr.read()[-STDERR_TAIL_CHARACTERS:]
            stderr.close()
            message = f"AWS bench: the server in {python} did not get ready; its stderr ends with:\n{tail}"
            raise RuntimeError(message) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def requests(self, action: str | None = None, service: str | None = None) -> list[LoggedRequest]:
        """The requests since the start or the last `clear`, in the order they came, filtered when asked."""
        logged = [LoggedRequest(**entry) for entry in self._call("GET", "/_bench/requests")]
        return [
            request for request in logged if action in (None, request.action) and service in (None, request.service)
        ]

    def clear(self) -> None:
        """Forget the requests so far."""
        self._call("DELETE", "/_bench/requests")

    def set_assume_role_lifetime(self, seconds: float | None) -> None:
        """Let later AssumeRole answers expire after `seconds`; None restores the requested duration.

        Only the answer changes: the bench goes on accepting the keys after that moment.
        """
        self._call("POST", "/_bench/settings", {"assume_role_lifetime_seconds": seconds})

    def stop(self) -> None:
        """End the server; a second call does nothing."""
        _end(self._process)
        self._stderr.close()

    def _call(self, method: str, path: str, payload: Mapping[str, Any] | None = None) -> Any:
        data = None if payload is None else json.dumps(payload).encode()
        request = urllib.request.Request(self.endpoint_url + path, data=data, method=method)
        with self._opener.open(request, timeout=CONTROL_TIMEOUT_SECONDS) as response:
            return json.load(response)


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
