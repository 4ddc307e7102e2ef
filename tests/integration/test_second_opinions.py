"""What two servers that are not ours, and not each other's, say of the same calls: SeaweedFS and MiniStack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from airflow_provider_awsconn.credentials.errors import RoleRefusedError
from airflow_provider_awsconn.errors import CredentialsError, InvalidConnectionError
from demo.stores import REGION, Store, build_client, find_program, run_ministack, run_seaweedfs
from tests.integration.ways import Worker, ask_who

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from airflow_provider_awsconn.hooks.aws import AwsHook
    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

pytestmark = pytest.mark.once

EXTERNAL_ID = "partner-7"
BUCKET = "second-opinions"


@pytest.fixture(scope="module")
def seaweedfs(store: Store, servers_python: str) -> Iterator[Store]:
    """SeaweedFS, with a bucket; the store of the other tests where it is one."""
    weed = find_program("weed", servers_python)
    if weed is None:
        pytest.skip("SeaweedFS has no wheel for this platform")
    if not store.product.startswith("SeaweedFS"):
        with run_seaweedfs(weed) as running:
            yield running
        return
    build_client(store, "s3").create_bucket(Bucket=BUCKET)
    yield store


@pytest.fixture(scope="module")
def ministack(servers_python: str) -> Iterator[tuple[Store, str]]:
    """MiniStack, and the ARN of a role that wants an external id."""
    with run_ministack(servers_python) as running:
        trusted = {
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
        role = build_client(running, "iam").create_role(RoleName="partner", AssumeRolePolicyDocument=policy)
        yield running, role["Role"]["Arn"]


@pytest.fixture
def worker(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Worker:
    """A worker of its own for each test."""
    return Worker.prepare(bench, airflow_connection, monkeypatch, tmp_path)


def connect(worker: Worker, store: Store, service: str = "sts", **extra: Any) -> AwsHook:
    """A hook of a connection to a store, with its user's keys."""
    extra = {"region_name": REGION, "endpoint_url": store.endpoint_url, **extra}
    return worker.hook("opinion", service, login=store.access_key, password=store.secret_key, **extra)


def test_an_unknown_role_is_refused(worker: Worker, seaweedfs: Store) -> None:
    """Another server's refusal is told as AWS's is: connection, role, and what it said."""
    arn = seaweedfs.role_arn.replace("/etl", "/nobody")
    with pytest.raises(RoleRefusedError) as caught:
        connect(worker, seaweedfs, role_arn=arn).get_credentials()
    assert str(caught.value).startswith(f"connection 'opinion', role {arn}: ")
    assert caught.value.operation_name == "AssumeRole"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_tampered_token_assumes_nothing(worker: Worker, seaweedfs: Store) -> None:
    """Keys of a session whose token was touched are refused before a role is assumed with them."""
    minted = connect(worker, seaweedfs, role_arn=seaweedfs.role_arn).get_credentials()
    token = f"{str(minted.token)[:-4]}AAAA"
    extra = {"aws_session_token": token, "role_arn": seaweedfs.reader_role_arn}
    extra |= {"region_name": REGION, "endpoint_url": seaweedfs.endpoint_url}
    hook = worker.hook("opinion", login=minted.access_key, password=minted.secret_key, **extra)
    with pytest.raises(CredentialsError) as caught:
        hook.get_credentials()
    text = str(caught.value)
    assert text.startswith(f"connection 'opinion', role {seaweedfs.reader_role_arn}: ")
    assert token[:40] not in text + repr(vars(caught.value))


def test_a_wrong_secret_assumes_nothing(worker: Worker, seaweedfs: Store) -> None:
    """A refusal in S3's words, which botocore reads as an error without parts, still names connection and role."""
    extra: dict[str, Any] = {"region_name": REGION, "endpoint_url": seaweedfs.endpoint_url}
    hook = worker.hook(
        "opinion", login=seaweedfs.access_key, password="wrong" * 8, role_arn=seaweedfs.role_arn, **extra
    )
    with pytest.raises(RoleRefusedError) as caught:
        hook.get_credentials()
    assert str(caught.value).startswith(f"connection 'opinion', role {seaweedfs.role_arn}: ")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


@pytest.mark.parametrize("seconds", [899, 43201], ids=["too-short", "too-long"])
def test_the_limits_of_a_session_are_the_servers_too(seconds: int, worker: Worker, seaweedfs: Store) -> None:
    """What we refuse offline is what the server refuses when it is asked past every check."""
    for extra in ({"duration_seconds": seconds}, {"assume_role_kwargs": {"DurationSeconds": seconds}}):
        with pytest.raises(InvalidConnectionError, match="900 s and 43200 s"):
            connect(worker, seaweedfs, role_arn=seaweedfs.role_arn, **extra).get_credentials()
    sts: Any = botocore.session.Session().create_client(
        "sts",
        region_name=REGION,
        endpoint_url=seaweedfs.endpoint_url,
        aws_access_key_id=seaweedfs.access_key,
        aws_secret_access_key=seaweedfs.secret_key,
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )
    ask: dict[str, Any] = {"RoleArn": seaweedfs.role_arn, "RoleSessionName": "opinion"}
    with pytest.raises(ClientError, match=r"(?i)duration"):
        sts.assume_role(**ask, DurationSeconds=seconds)


@pytest.mark.parametrize("seconds", [900, 43200])
def test_the_limits_themselves_are_taken(seconds: int, worker: Worker, seaweedfs: Store) -> None:
    """The shortest and the longest session that we let through are minted, and work."""
    hook = connect(worker, seaweedfs, "s3", role_arn=seaweedfs.role_arn, duration_seconds=seconds)
    assert hook.get_conn().list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


@pytest.mark.parametrize("external_id", [None, "partner-8"], ids=["missing", "wrong"])
def test_the_external_id_must_be_the_roles(
    external_id: str | None, worker: Worker, ministack: tuple[Store, str]
) -> None:
    """The refusal of a server that checks it names the role and leads to the external id."""
    store, arn = ministack
    extra = {} if external_id is None else {"external_id": external_id}
    with pytest.raises(RoleRefusedError) as caught:
        connect(worker, store, role_arn=arn, **extra).get_credentials()
    text = str(caught.value)
    assert text.startswith(f"connection 'opinion', role {arn}: AccessDenied: ")
    hint = "with the same external id, and" if external_id else "without an external id, or give the one it wants, and"
    assert hint in text
    assert EXTERNAL_ID not in text


def test_the_right_external_id_is_let_in(worker: Worker, ministack: tuple[Store, str]) -> None:
    """With the role's external id the session is made, and is the role's."""
    store, arn = ministack
    hook = connect(worker, store, role_arn=arn, external_id=EXTERNAL_ID)
    assert ask_who(hook) == "assumed-role/partner/Airflow_opinion"


def test_a_chain_of_two(worker: Worker, ministack: tuple[Store, str]) -> None:
    """The second role is asked for with the first one's session, each with its own external id."""
    store, arn = ministack
    root = build_client(store, "iam")
    allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}]}
    root.put_role_policy(RoleName="partner", PolicyName="chain", PolicyDocument=json.dumps(allowed))
    chain = [{"role_arn": arn, "external_id": EXTERNAL_ID}, store.reader_role_arn]
    assert ask_who(connect(worker, store, role_chain=chain)) == "assumed-role/reader/Airflow_opinion"
