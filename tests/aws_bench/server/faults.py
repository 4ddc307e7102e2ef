"""Spoil answers: late, never, refused, throttled, failed, or a closed connection."""

from __future__ import annotations

import os
import select
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .answers import ConnectionDroppedError, build_error, is_query_api
from .descriptions import UNSIGNED_STS_ACTIONS

if TYPE_CHECKING:
    import socket

    from .answers import Answer, Environ

ENDPOINT_SERVICES = frozenset({"azure", "ecs", "eks", "gce", "idp", "imds", "oidc", "sso"})
STATUS_CODES = {500: "InternalFailure", 503: "ServiceUnavailable"}


@dataclass
class Fault:
    """What happens to requests that fit; None fits all, `times` None is for ever."""

    action: str | None = None
    service: str | None = None
    access_key: str | None = None
    role_arn: str | None = None
    times: int | None = None
    latency_seconds: float = 0.0
    silent: bool = False
    throttled: bool = False
    status: int | None = None
    error_code: str | None = None
    refused: bool = False
    refused_action: str | None = None
    drop: bool = False
    is_cleared: bool = field(default=False, init=False)

    def fits(self, entry: dict[str, Any]) -> bool:
        """Tell whether the request is one of those to spoil."""
        wanted = {name: getattr(self, name) for name in ("action", "service", "access_key", "role_arn")}
        return self.times != 0 and all(value in (None, entry[name]) for name, value in wanted.items())


class Faults:
    """The faults that are set; of those that fit a request, the last one set is taken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._waiting: set[int] = set()

    def add(self, fault: Fault) -> None:
        """Spoil what fits from now on."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Spoil nothing more; requests that are held are answered now."""
        with self._lock:
            for fault in self._faults:
                fault.is_cleared = True
            self._faults = []
            for pipe in self._waiting:
                os.write(pipe, b"x")

    def take(self, entry: dict[str, Any]) -> Fault | None:
        """The fault for this request, counted."""
        with self._lock:
            fault = next((fault for fault in reversed(self._faults) if fault.fits(entry)), None)
            if fault is not None and fault.times is not None:
                fault.times -= 1
            return fault

    def hold(self, fault: Fault, client: socket.socket) -> None:
        """Return when the fault's time is up or it is cleared; raise ConnectionDroppedError when the client goes first.

        The thread sleeps in the kernel until then: any number of held requests costs threads, but no time.
        """
        ready, wake = os.pipe()
        try:
            with self._lock:
                if fault.is_cleared:
                    return
                self._waiting.add(wake)
            poll = select.poll()
            # A client that waits for an answer sends nothing: whatever is to be read is its goodbye.
            poll.register(client, select.POLLIN)
            poll.register(ready, select.POLLIN)
            woken = poll.poll(None if fault.silent else fault.latency_seconds * 1000)
            if client.fileno() in dict(woken):
                raise ConnectionDroppedError
        finally:
            with self._lock:
                self._waiting.discard(wake)
            os.close(ready)
            os.close(wake)


def build_fault_answer(fault: Fault, environ: Environ, entry: dict[str, Any], caller_arn: str) -> Answer | None:
    """The error a fault answers with; None when the request is to be answered after all.

    Raises ConnectionDroppedError when there shall be no answer.
    """
    service = entry["service"]
    if fault.drop:
        raise ConnectionDroppedError
    if fault.refused or fault.refused_action:
        message = describe_refusal(entry, caller_arn, fault.refused_action)
        return build_error(403, environ, service, "AccessDenied", message)
    if fault.throttled:
        return build_throttling(environ, service)
    if fault.status is not None:
        usual = "InternalError" if service == "s3" and fault.status == 500 else STATUS_CODES.get(fault.status)
        code = fault.error_code or usual or "InternalFailure"
        return build_error(fault.status, environ, service, code, "A fault of the bench.")
    return None


def build_throttling(environ: Environ, service: str | None) -> Answer:
    """The answer of a service that is asked too often."""
    if service == "s3":
        return build_error(503, environ, service, "SlowDown", "Please reduce your request rate.")
    if service in ENDPOINT_SERVICES:
        return build_error(429, environ, service, "TooManyRequestsException", "Rate exceeded")
    code = "Throttling" if is_query_api(environ) else "ThrottlingException"
    return build_error(400, environ, service, code, "Rate exceeded")


def describe_refusal(entry: dict[str, Any], caller_arn: str, refused_action: str | None = None) -> str:
    """AWS's own words for a caller who may not do what they asked for."""
    action = refused_action or f"{entry['service']}:{entry['action']}"
    if entry["action"] in UNSIGNED_STS_ACTIONS:
        return f"Not authorized to perform {action}"
    resource = entry["role_arn"] or "*"
    if entry["service"] == "s3":
        resource = f"arn:aws:s3:::{entry['path'].strip('/') or '*'}"
    return f"User: {caller_arn} is not authorized to perform: {action} on resource: {resource}"
