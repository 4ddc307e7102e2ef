"""Put the bench together: every request is logged, spoilt if a fault fits, and handed to who answers it.

The paths below ``/_bench/`` are the test's own; they are neither logged nor spoilt.
"""

from __future__ import annotations

import io
import json
import traceback
from typing import TYPE_CHECKING, Any

from .answers import build_error, build_json
from .aws import Aws
from .descriptions import describe_request, parse_query
from .endpoints import describe_endpoint_request, find_endpoint
from .faults import Fault, Faults, build_fault_answer
from .identity import Identity
from .metadata import Metadata
from .moto_app import describe_caller
from .request_log import RequestLog
from .sessions import Sessions
from .sts import Sts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .answers import Answer, Environ, Headers
    from .moto_app import Moto


class Bench:
    """The WSGI app of the server."""

    def __init__(self, moto: Moto, roles: Mapping[str, str]) -> None:
        sessions = Sessions()
        self.log = RequestLog()
        self.faults = Faults()
        self.sts = Sts(sessions)
        self.aws = Aws(moto, self.sts, sessions)
        self.metadata = Metadata(sessions, roles["role_arn"])
        self.identity = Identity(sessions, roles["role_arn"], roles["saml_principal_arn"])
        self.endpoints = [*self.metadata.endpoints(), *self.identity.endpoints()]
        self.date_offset_seconds = 0.0
        self.controls: dict[str, Callable[[Any], Any]] = {
            "GET /_bench/requests": lambda _: self.log.entries(),
            "DELETE /_bench/requests": lambda _: self.log.clear(),
            "GET /_bench/count": self.count,
            "POST /_bench/faults": lambda fault: self.faults.add(Fault(**fault)),
            "DELETE /_bench/faults": lambda _: self.faults.clear(),
            "POST /_bench/settings": self.set_settings,
            "DELETE /_bench/settings": self.reset,
        }

    def describe_secrets(self) -> dict[str, str]:
        """What the endpoints want to be told by those who ask them."""
        return {
            "container_token": self.metadata.container_token,
            "azure_identity_header": self.metadata.azure_identity_header,
            "sso_token": self.identity.sso_token,
            "oidc_request_token": self.identity.oidc_request_token,
            "idp_ticket": self.identity.idp_ticket,
        }

    def __call__(self, environ: Environ, start_response: Callable[[str, Headers], object]) -> list[bytes]:
        """Answer a request of either kind."""
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = io.BytesIO(body)
        is_control = environ["PATH_INFO"].startswith("/_bench/")
        status, headers, answer = (self.control if is_control else self.answer)(environ, body)
        start_response(status, headers)
        return [answer]

    def answer(self, environ: Environ, body: bytes) -> Answer:
        """Answer a logged request; the log has its status before the first byte of the answer leaves."""
        entry = describe_request(environ, body)
        # A bucket may be called as an endpoint's first folder is; a signed request is AWS's.
        endpoint = None if entry["signed"] else find_endpoint(self.endpoints, environ)
        if endpoint is not None:
            describe_endpoint_request(entry, endpoint, environ)
        self.log.add(entry)
        fault = self.faults.take(entry)
        spoilt = None if fault is None else self.spoil(fault, environ, entry)
        if spoilt is not None:
            answer = spoilt
        else:
            try:
                answer = endpoint.answer_request(environ) if endpoint else self.aws.answer(environ, entry, body)
            except Exception as error:  # noqa: BLE001 - whatever moto raises, the client is owed an answer
                traceback.print_exc()
                message = f"moto failed: {type(error).__name__}"
                answer = build_error(500, environ, entry["service"], "InternalError", message)
        self.log.set_status(entry, int(answer[0][:3]))
        return answer

    def spoil(self, fault: Fault, environ: Environ, entry: dict[str, Any]) -> Answer | None:
        """Do what the fault wants; None when the request is to be answered after all."""
        if fault.silent or fault.latency_seconds:
            self.faults.hold(fault, environ["werkzeug.socket"])
        return build_fault_answer(fault, environ, entry, describe_caller(entry["access_key"]))

    def control(self, environ: Environ, body: bytes) -> Answer:
        """Answer the bench's own paths."""
        route = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        if route not in self.controls:
            return build_json({"error": f"{route}: no such control path"}, 404)
        told = json.loads(body) if body else parse_query(environ)
        return build_json({"answer": self.controls[route](told)})

    def count(self, query: Mapping[str, str]) -> int:
        """Count requests, or wait until there are so many."""
        action, service = query.get("action"), query.get("service")
        if "at_least" in query:
            return self.log.wait_for(int(query["at_least"]), action, service, float(query["timeout_seconds"]))
        return self.log.count(action, service)

    def set_settings(self, settings: Mapping[str, Any]) -> None:
        """Change the settings that are named."""
        for name, value in settings.items():
            if name == "assume_role_lifetime_seconds":
                self.sts.lifetime_seconds = value
            elif name == "endpoint_lifetime_seconds":
                self.metadata.lifetime_seconds = self.identity.lifetime_seconds = value
            elif name == "external_ids":
                self.sts.external_ids |= value
            elif name == "date_offset_seconds":
                self.date_offset_seconds = value
            else:
                setattr(self.metadata, name, value)

    def reset(self, _told: object) -> None:
        """Take log, faults and settings back to what they are at the start; keys stay as they are."""
        self.faults.clear()
        self.log.clear()
        self.sts.reset()
        self.metadata.reset()
        self.identity.reset()
        self.date_offset_seconds = 0.0
