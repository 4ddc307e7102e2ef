"""Faults hit the requests they are for, so often as they should, and never the bench itself."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from . import AwsBench
from .clients import (
    ask,
    build_anonymous_sts,
    build_client,
    build_role_client,
    describe_message,
    describe_refusal,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def call_sts(bench: AwsBench, **config: Any) -> Any:
    """A call that only a fault can refuse."""
    return build_client(bench, "sts", bench.worker, **config).get_caller_identity()


@pytest.mark.parametrize(
    ("service", "operation", "fault", "refusal"),
    [
        pytest.param("sts", "get_caller_identity", {"throttled": True}, ("Throttling", 400), id="sts-throttled"),
        pytest.param("s3", "list_buckets", {"throttled": True}, ("SlowDown", 503), id="s3-throttled"),
        pytest.param(
            "secretsmanager", "list_secrets", {"throttled": True}, ("ThrottlingException", 400), id="json-throttled"
        ),
        pytest.param("sts", "get_caller_identity", {"status": 500}, ("InternalFailure", 500), id="sts-500"),
        pytest.param("sts", "get_caller_identity", {"status": 503}, ("ServiceUnavailable", 503), id="sts-503"),
        pytest.param("s3", "list_buckets", {"status": 500}, ("InternalError", 500), id="s3-500"),
        pytest.param(
            "sts",
            "get_caller_identity",
            {"status": 400, "error_code": "IDPCommunicationError"},
            ("IDPCommunicationError", 400),
            id="other-code",
        ),
        pytest.param("secretsmanager", "list_secrets", {"refused": True}, ("AccessDenied", 403), id="json-refused"),
    ],
)
def test_fault_is_answered_as_the_service_does(
    bench: AwsBench, service: str, operation: str, fault: dict[str, Any], refusal: tuple[str, int]
) -> None:
    """Each API gets an error its client can read, the log has it, and afterwards all is well again."""
    client = build_client(bench, service, bench.worker)
    bench.set_fault(**fault)
    assert describe_refusal(getattr(client, operation)) == refusal
    bench.clear_faults()
    getattr(client, operation)()
    assert [request.status for request in bench.requests()] == [refusal[1], 200]


def test_refusal_has_the_words_of_aws(bench: AwsBench) -> None:
    """A refused AssumeRole names the caller, user or role, the action and the role."""
    arguments = {"RoleArn": bench.role_arn, "RoleSessionName": "session"}
    hub = build_role_client(bench, "sts", bench.hub_role_arn)
    bench.set_fault("AssumeRole", refused=True)
    callers = {
        f"arn:aws:iam::{bench.account_id}:user/worker": build_client(bench, "sts", bench.worker),
        f"arn:aws:sts::{bench.account_id}:assumed-role/hub/session": hub,
    }
    for arn, sts in callers.items():
        assert describe_message(sts.assume_role, **arguments) == (
            f"User: {arn} is not authorized to perform: sts:AssumeRole on resource: {bench.role_arn}"
        )


def test_other_action_can_be_refused(bench: AwsBench) -> None:
    """AWS refuses AssumeRole for what its parameters need too."""
    bench.set_fault("AssumeRole", refused_action="sts:TagSession")
    sts = build_client(bench, "sts", bench.worker)
    assert describe_message(sts.assume_role, RoleArn=bench.role_arn, RoleSessionName="session") == (
        f"User: arn:aws:iam::{bench.account_id}:user/worker is not authorized to perform: sts:TagSession "
        f"on resource: {bench.role_arn}"
    )


def test_unsigned_refusal_names_no_caller(bench: AwsBench) -> None:
    """STS does not know who sends a token it refuses."""
    bench.set_fault(service="sts", refused=True)
    call = build_anonymous_sts(bench).assume_role_with_web_identity
    arguments = {"RoleArn": bench.role_arn, "RoleSessionName": "session", "WebIdentityToken": "e30.e30.c2ln"}
    assert describe_message(call, **arguments) == "Not authorized to perform sts:AssumeRoleWithWebIdentity"


def test_s3_refusal_names_the_object(bench: AwsBench) -> None:
    """A refused S3 request tells which object it was about."""
    bench.set_fault("PutObject", refused=True)
    s3 = build_client(bench, "s3", bench.worker)
    assert describe_message(s3.put_object, Bucket="data", Key="a/b", Body=b"x") == (
        f"User: arn:aws:iam::{bench.account_id}:user/worker is not authorized to perform: s3:PutObject "
        "on resource: arn:aws:s3:::data/a/b"
    )


@pytest.mark.parametrize(
    "select",
    [
        pytest.param(lambda _: {"action": "ListBuckets"}, id="action"),
        pytest.param(lambda _: {"service": "s3"}, id="service"),
        pytest.param(lambda bench: {"access_key": bench.limited.access_key}, id="access-key"),
        pytest.param(lambda bench: {"role_arn": bench.role_arn}, id="role"),
        pytest.param(lambda _: {"action": "GetCallerIdentity", "service": "s3"}, id="action-of-other-service"),
    ],
)
def test_fault_leaves_others_alone(bench: AwsBench, select: Callable[[AwsBench], dict[str, Any]]) -> None:
    """A request that does not fit in one point is answered as ever."""
    bench.set_fault(throttled=True, **select(bench))
    call_sts(bench)


def test_fault_fits_key_and_role(bench: AwsBench) -> None:
    """A fault for a role, or for a key, hits it."""
    limited = build_client(bench, "sts", bench.limited)
    call = {"call": limited.assume_role, "RoleArn": bench.hub_role_arn, "RoleSessionName": "session"}
    for role_arn, access_key in ((bench.hub_role_arn, None), (None, bench.limited.access_key)):
        bench.set_fault(status=500, role_arn=role_arn, access_key=access_key)
        assert describe_refusal(**call) == ("InternalFailure", 500)
        bench.clear_faults()


def test_fault_ends_after_so_many_times(bench: AwsBench) -> None:
    """The count is kept, and a fault that was set before shows again behind it."""
    bench.set_fault(status=500, times=1)
    bench.set_fault(throttled=True, times=2)
    sts = build_client(bench, "sts", bench.worker)
    refusals = [describe_refusal(sts.get_caller_identity) for _ in range(3)]
    assert refusals == [("Throttling", 400), ("Throttling", 400), ("InternalFailure", 500)]
    sts.get_caller_identity()


def test_count_holds_for_many_threads(bench: AwsBench) -> None:
    """Just so many requests are hit, whichever threads they come from."""
    bench.set_fault(status=500, times=7)
    sts = build_client(bench, "sts", bench.worker, max_pool_connections=16)

    def is_refused(_: int) -> bool:
        try:
            sts.get_caller_identity()
        except sts.exceptions.ClientError:
            return True
        return False

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(is_refused, range(48))) == 7


def test_latency_comes_before_the_answer(bench: AwsBench) -> None:
    """A late answer is the usual one, or the error that was set with it."""
    bench.set_fault(latency_seconds=0.2, times=1)
    bench.set_fault(latency_seconds=0.2, throttled=True, times=1)
    sts = build_client(bench, "sts", bench.worker)
    started = time.monotonic()
    assert describe_refusal(sts.get_caller_identity) == ("Throttling", 400)
    assert 0.2 <= time.monotonic() - started < 5
    sts.get_caller_identity()
    assert time.monotonic() - started >= 0.4


def test_silent_requests_are_answered_when_cleared(bench: AwsBench) -> None:
    """More silent requests than a pool has threads hold up neither others nor the control; clearing answers them."""
    bench.set_fault("GetCallerIdentity", silent=True)
    sts = build_client(bench, "sts", bench.worker, max_pool_connections=80)
    with ThreadPoolExecutor(80) as threads:
        waiting = [threads.submit(sts.get_caller_identity) for _ in range(80)]
        bench.wait_for(80, "GetCallerIdentity")
        build_client(bench, "s3", bench.worker).list_buckets()
        assert {request.status for request in bench.requests("GetCallerIdentity")} == {None}
        assert not any(call.done() for call in waiting)
        bench.clear_faults()
        for call in waiting:
            assert call.result(timeout=20)["Account"] == bench.account_id
    assert {request.status for request in bench.requests("GetCallerIdentity")} == {200}


def test_latency_ends_when_cleared(bench: AwsBench) -> None:
    """A test need not wait for the end of a long latency, not even of one whose count is up."""
    bench.set_fault(latency_seconds=60, times=1)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(call_sts, bench)
        bench.wait_for(1)
        bench.clear_faults()
        waiting.result(timeout=10)


def test_silent_request_ends_with_its_client(bench: AwsBench) -> None:
    """When the client gives up, the server's thread ends too, and no answer is logged."""
    bench.set_fault(silent=True)
    with pytest.raises(ReadTimeoutError):
        call_sts(bench, read_timeout=0.2)
    with socket.create_connection(("127.0.0.1", int(bench.host.rpartition(":")[2])), timeout=5) as client:
        client.sendall(f"GET /idp/sso HTTP/1.1\r\nHost: {bench.host}\r\n\r\n".encode())
        bench.wait_for(1, service="idp")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""
    assert [request.status for request in bench.requests()] == [None, None]


def test_silent_request_does_not_hold_up_the_stop(servers_python: str) -> None:
    """The server ends at once, whoever is waiting for it."""
    with AwsBench.start(servers_python) as bench, ThreadPoolExecutor(1) as threads:
        bench.set_fault(silent=True)
        waiting = threads.submit(call_sts, bench)
        bench.wait_for(1)
        started = time.monotonic()
        bench.stop()
        assert time.monotonic() - started < 5
        with pytest.raises(ConnectionClosedError):
            waiting.result(timeout=10)


def test_dropped_connection_is_logged(bench: AwsBench) -> None:
    """The client sees a connection that ends, the log a request without an answer."""
    bench.set_fault(drop=True, times=1)
    sts = build_client(bench, "sts", bench.worker)
    with pytest.raises(ConnectionClosedError):
        sts.get_caller_identity()
    sts.get_caller_identity()
    assert [request.status for request in bench.requests()] == [None, 200]
    assert len({request.client_port for request in bench.requests()}) == 2


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        pytest.param({"throttled": True}, 429, id="throttled"),
        pytest.param({"status": 500}, 500, id="failed"),
        pytest.param({"refused": True}, 403, id="refused"),
    ],
)
def test_endpoints_have_faults_too(bench: AwsBench, fault: dict[str, Any], status: int) -> None:
    """A credential endpoint is spoilt by its own service name."""
    bench.set_fault(service="oidc", **fault)
    assert ask(bench.oidc_plain_url)[0] == status
    assert ask(f"{bench.imds_endpoint}/latest/meta-data/placement/region")[0] == 401
    assert [request.status for request in bench.requests("GetPlainToken", "oidc")] == [status]


# The server knows nothing of Airflow.
pytestmark = pytest.mark.once
