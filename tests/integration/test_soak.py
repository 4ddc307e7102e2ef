"""Many threads at work through many lifetimes, while STS refuses, throttles, is slow, silent or down."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3.session
import pytest
from botocore.exceptions import ClientError

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.credentials.errors import get_code
from airflow_provider_awsconn.credentials.registry import Registry
from airflow_provider_awsconn.credentials.renewal import RenewingSource
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.errors import CredentialsError
from airflow_provider_awsconn.sessions.factory import SessionFactory

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench

pytestmark = pytest.mark.once

THREADS = 64
# STS is asked once per attempt, and given up soon: a test can't wait for the usual 15 s.
STS_CONFIG = {"read_timeout": 1, "connect_timeout": 1, "retries": {"total_max_attempts": 1}}
# What is wrong with STS while the credentials of a role are to be renewed.
FAULTS: dict[str, dict[str, Any]] = {
    "refused": {"refused": True},
    "throttled": {"throttled": True},
    "slow": {"latency_seconds": 0.5},
    "silent": {"silent": True},
    "broken": {"status": 500},
    "gone": {"drop": True},
}


@dataclass
class Work:
    """What threads with one connection did: each request sent, and each that failed."""

    name: str
    client: Any
    source: RenewingSource
    sent: int = 0
    failed: list[Exception] = field(default_factory=list)
    failed_needlessly: list[Exception] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        """Send requests until told to stop."""
        while not stop.is_set():
            held = self.source._held
            try:
                self.client.list_buckets()
            except Exception as error:  # noqa: BLE001 - every failure counts
                self.failed.append(error)
                if held is not None and time.time() < held.usable_until:
                    self.failed_needlessly.append(error)
            self.sent += 1
            stop.wait(0.1)


def start_work(bench: AwsBench, name: str, role_arn: str) -> Work:
    """A client of a role, its credentials minted."""
    connection = parse_connection(
        conn_id=name,
        login=bench.worker.access_key,
        password=bench.worker.secret_key,
        extra={
            "endpoint_url": bench.endpoint_url,
            "region_name": "eu-west-1",
            "role_arn": role_arn,
            "service_config": {"sts": {"config_kwargs": STS_CONFIG}},
        },
    )
    registry = Registry()
    client = SessionFactory(connection, surroundings=Surroundings(registry=registry)).build_client(
        "s3", config={"max_pool_connections": THREADS}
    )
    client.list_buckets()
    (source,) = [source for source in registry._kept.values() if isinstance(source, RenewingSource)]
    return Work(name, client, source)


class Team:
    """Threads that share out the works among them."""

    def __init__(self, works: list[Work]) -> None:
        self.stop = threading.Event()
        self.threads = [
            threading.Thread(target=works[number % len(works)].run, args=(self.stop,)) for number in range(THREADS)
        ]

    def __enter__(self) -> None:
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=30)
        assert not [thread for thread in self.threads if thread.is_alive()]


def test_no_request_fails_while_a_valid_credential_exists(bench: AwsBench) -> None:
    """Six roles, each with a fault of STS of its own at each renewal, fail no request, and all are renewed."""
    lifetime = 20.0
    bench.set_assume_role_lifetime(lifetime)
    arns = [
        bench.role_arn,
        bench.hub_role_arn,
        bench.spoke_role_arn,
        bench.third_role_arn,
        bench.other_role_arn,
        f"{bench.role_arn}-soak",
    ]
    create_role(bench, f"{bench.role_arn}-soak")
    works = [start_work(bench, name, arn) for name, arn in zip(FAULTS, arns, strict=True)]
    first = {work.name: work.source._held for work in works}
    with Team(works):
        for _ in range(2):
            for work, arn in zip(works, arns, strict=True):
                bench.set_fault("AssumeRole", role_arn=arn, **FAULTS[work.name])
            # Into the window of the renewal, which is the last 3.5 to 5 s, and out before the end.
            ends = min(held.minted.expires_at or 0.0 for work in works if (held := work.source._held))
            time.sleep(max(0.0, ends - time.time() - 3.2))
            bench.clear_faults()
            time.sleep(3.5)
    for work in works:
        assert (work.name, work.failed) == (work.name, [])
        assert work.source._held != first[work.name], work.name
    assert sum(work.sent for work in works) > 1000
    assert {request.status for request in bench.requests(service="s3")} == {200}
    # The faults did fall on renewals; a silent or slow answer may have come when the fault was over.
    asked = {request.role_arn: request.status for request in bench.requests("AssumeRole") if request.status != 200}
    found = {name: asked.get(arn, 200) for name, arn in zip(FAULTS, arns, strict=True)}
    expected = {"refused": 403, "throttled": 400, "broken": 500, "gone": None}
    assert {name: found[name] for name in expected} == expected


def create_role(bench: AwsBench, arn: str) -> None:
    """One more role like the others."""
    keys = {"aws_access_key_id": bench.worker.access_key, "aws_secret_access_key": bench.worker.secret_key}
    iam: Any = boto3.session.Session(**keys).client("iam", region_name="eu-west-1", endpoint_url=bench.endpoint_url)
    name = arn.rpartition("/")[2]
    trusted = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    allowed = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    trust, policy = (json.dumps({"Version": "2012-10-17", "Statement": [each]}) for each in (trusted, allowed))
    try:
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
    except iam.exceptions.EntityAlreadyExistsException:
        return
    iam.put_role_policy(RoleName=name, PolicyName="s3", PolicyDocument=policy)


@pytest.mark.parametrize("fault", ["refused", "throttled", "broken", "gone", "silent"])
def test_sts_down_for_many_lifetimes(bench: AwsBench, fault: str) -> None:
    """Requests fail only while there is no valid credential, STS is not hammered, and all is well once it is back."""
    lifetime = 1.5
    bench.set_assume_role_lifetime(lifetime)
    work = start_work(bench, fault, bench.role_arn)
    with Team([work]):
        bench.set_fault("AssumeRole", **FAULTS[fault])
        asked = bench.count("AssumeRole")
        time.sleep(4 * lifetime)
        asked = bench.count("AssumeRole") - asked
        bench.clear_faults()
        wait_until(lambda: (held := work.source._held) is not None and time.time() < held.usable_until, 8.0)
        failed = len(work.failed)
        bench.set_assume_role_lifetime(60)
        time.sleep(lifetime)
        in_flight = len(work.failed) - failed
    assert work.failed_needlessly == []
    assert failed > THREADS
    # At most one attempt a second without a set, and a few more while one was left; 64 threads wanted one at a time.
    assert asked <= 4 * lifetime + 3
    # Those that were waiting for the last failed attempt when STS came back.
    assert in_flight <= THREADS
    ours = [error for error in work.failed if isinstance(error, CredentialsError)]
    # A request that was signed in time may be late at the server, where time is short.
    others = [error for error in work.failed if error not in ours]
    assert {get_code(error) for error in others if isinstance(error, ClientError)} <= {"ExpiredToken"}, others
    text = str(ours[-1])
    assert text.startswith(f"connection '{fault}', role {bench.role_arn}: ")
    assert "; the last credentials were good until 20" in text


def wait_until(is_so: Any, seconds: float) -> None:
    """Wait for something to become true."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "not so in time"
        time.sleep(0.02)
