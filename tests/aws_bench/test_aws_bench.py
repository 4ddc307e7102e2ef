"""The bench is a fake, so it is tested: what it refuses, what it logs and what it keeps to itself."""

from __future__ import annotations

import time
import urllib.error
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore import UNSIGNED

from . import AwsBench, Keys
from . import client as bench_client
from .clients import BUCKET, ask, build_client, build_role_client, describe_refusal

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN_KEYS = Keys("AKIAUNKNOWN000000000", "s" * 40)
WRONG_SECRET = "w" * 40


def test_right_signature_passes(bench: AwsBench) -> None:
    """A request signed with the worker's keys is answered for the worker."""
    identity = build_client(bench, "sts", bench.worker).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{bench.account_id}:user/worker"


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        pytest.param("sts", "get_caller_identity", id="query"),
        pytest.param("s3", "list_buckets", id="s3"),
        pytest.param("secretsmanager", "list_secrets", id="json"),
        pytest.param("lambda", "list_functions", id="rest-json"),
    ],
)
def test_signature_is_checked_in_every_protocol(bench: AwsBench, service: str, operation: str) -> None:
    """The right secret passes and a wrong one gets SignatureDoesNotMatch, which the client can read."""
    getattr(build_client(bench, service, bench.worker), operation)()
    wrong = build_client(bench, service, Keys(bench.worker.access_key, WRONG_SECRET))
    assert describe_refusal(getattr(wrong, operation)) == ("SignatureDoesNotMatch", 403)
    assert [request.status for request in bench.requests(service=service)] == [200, 403]


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        pytest.param("sts", "get_caller_identity", "InvalidClientTokenId", id="sts"),
        pytest.param("s3", "list_buckets", "InvalidAccessKeyId", id="s3"),
    ],
)
def test_unknown_key_is_refused(bench: AwsBench, service: str, operation: str, code: str) -> None:
    """An access key nobody has is refused with the code the service uses for it."""
    client = build_client(bench, service, UNKNOWN_KEYS)
    assert describe_refusal(getattr(client, operation)) == (code, 403)


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        pytest.param("sts", "get_caller_identity", "MissingAuthenticationToken", id="sts"),
        pytest.param("s3", "list_buckets", "AccessDenied", id="s3"),
        pytest.param("secretsmanager", "list_secrets", "MissingAuthenticationToken", id="json"),
    ],
)
def test_unsigned_request_is_refused(bench: AwsBench, service: str, operation: str, code: str) -> None:
    """A request without a signature gets 403 and is logged as unsigned."""
    client = build_client(bench, service, bench.worker, signature_version=UNSIGNED)
    assert describe_refusal(getattr(client, operation)) == (code, 403)
    (request,) = bench.requests()
    assert (request.signed, request.access_key, request.status) == (False, None, 403)


def test_limited_user_may_not_write(bench: AwsBench) -> None:
    """The limited user's right signature is no right to put an object."""
    client = build_client(bench, "s3", bench.limited)
    assert describe_refusal(client.put_object, Bucket=BUCKET, Key="k", Body=b"x") == ("AccessDenied", 403)


def test_json_api_refusal_has_a_code(bench: AwsBench) -> None:
    """A JSON client finds AccessDenied in the refusal, not the bare status."""
    client = build_client(bench, "secretsmanager", bench.limited)
    assert describe_refusal(client.list_secrets) == ("AccessDenied", 403)


def test_assumed_role_works_for_s3(bench: AwsBench) -> None:
    """Keys of an assumed role write and read an object, and may do nothing outside S3."""
    s3 = build_role_client(bench, "s3", bench.role_arn)
    s3.put_object(Bucket=BUCKET, Key="folder/ключ", Body=b"hello")
    assert s3.get_object(Bucket=BUCKET, Key="folder/ключ")["Body"].read() == b"hello"
    assert [request.path for request in bench.requests("GetObject")] == ["/data/folder/ключ"]
    secrets = build_role_client(bench, "secretsmanager", bench.role_arn)
    assert describe_refusal(secrets.list_secrets) == ("AccessDenied", 403)


def test_minted_keys_need_their_token(bench: AwsBench) -> None:
    """Keys of an assumed role with another session token are refused."""
    minted = build_client(bench, "sts", bench.limited).assume_role(RoleArn=bench.role_arn, RoleSessionName="session")[
        "Credentials"
    ]
    keys = Keys(minted["AccessKeyId"], minted["SecretAccessKey"])
    client = build_client(bench, "s3", keys, session_token="other-token")
    assert describe_refusal(client.list_buckets) == ("InvalidToken", 400)


def test_nobody_role_is_refused_for_s3(bench: AwsBench) -> None:
    """The role without rights can be assumed, and that is all."""
    s3 = build_role_client(bench, "s3", bench.nobody_role_arn)
    assert describe_refusal(s3.list_buckets) == ("AccessDenied", 403)


def test_log_counts_every_request_once(bench: AwsBench) -> None:
    """Requests of many threads are all in the log, in order and with one number each."""
    sts = build_client(bench, "sts", bench.worker)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: sts.get_caller_identity(), range(40)))
    logged = bench.requests()
    assert len(logged) == 40
    assert len({request.sequence for request in logged}) == 40
    assert [request.sequence for request in logged] == sorted(request.sequence for request in logged)
    assert {(request.action, request.status) for request in logged} == {("GetCallerIdentity", 200)}


def test_log_tells_how_a_role_was_assumed(bench: AwsBench) -> None:
    """Every parameter of AssumeRole that is no secret is in the log."""
    policy = '{"Version":"2012-10-17","Statement":[]}'
    sts = build_client(bench, "sts", bench.limited, region="eu-west-1", user_agent_extra="bench-test/1")
    sts.assume_role(
        RoleArn=bench.role_arn,
        RoleSessionName="session",
        ExternalId="external",
        DurationSeconds=900,
        Policy=policy,
        Tags=[{"Key": "team", "Value": "é & x"}, {"Key": "empty", "Value": ""}],
        PolicyArns=[{"arn": f"arn:aws:iam::aws:policy/P{number}"} for number in range(3)],
        TransitiveTagKeys=["team", "empty"],
        SourceIdentity="someone",
    )
    (request,) = bench.requests()
    assert (request.method, request.path) == ("POST", "/")
    assert (request.service, request.region, request.action) == ("sts", "eu-west-1", "AssumeRole")
    assert (request.access_key, request.signed) == (bench.limited.access_key, True)
    assert (request.role_arn, request.role_session_name) == (bench.role_arn, "session")
    assert (request.external_id, request.duration_seconds, request.policy) == ("external", 900, policy)
    assert request.tags == {"team": "é & x", "empty": ""}
    assert request.policy_arns == tuple(f"arn:aws:iam::aws:policy/P{number}" for number in range(3))
    assert (request.transitive_tag_keys, request.source_identity) == (("team", "empty"), "someone")
    assert (request.principal_arn, request.token_sub, request.token_aud, request.token_digest) == (None,) * 4
    assert request.host == bench.host
    assert {"authorization", "host", "user-agent", "x-amz-date"} <= set(request.header_names)
    assert request.authorization_digest is None
    assert request.user_agent.endswith("bench-test/1")


@pytest.mark.parametrize(
    ("operation", "arguments", "action"),
    [
        pytest.param("list_buckets", {}, "ListBuckets", id="list-buckets"),
        pytest.param("create_bucket", {"Bucket": "other"}, "CreateBucket", id="create-bucket"),
        pytest.param("head_bucket", {"Bucket": BUCKET}, "HeadBucket", id="head-bucket"),
        pytest.param("list_objects", {"Bucket": BUCKET, "Prefix": "p"}, "ListObjects", id="list-objects"),
        pytest.param("list_objects_v2", {"Bucket": BUCKET}, "ListObjectsV2", id="list-objects-v2"),
        pytest.param("put_object", {"Bucket": BUCKET, "Key": "k", "Body": b"x"}, "PutObject", id="put-object"),
        pytest.param("delete_object", {"Bucket": BUCKET, "Key": "gone"}, "DeleteObject", id="delete-object"),
        pytest.param(
            "delete_objects",
            {"Bucket": BUCKET, "Delete": {"Objects": [{"Key": "k"}]}},
            "DeleteObjects",
            id="batch",
        ),
        pytest.param("get_bucket_versioning", {"Bucket": BUCKET}, "GET", id="unknown-sub-resource"),
    ],
)
def test_s3_requests_are_logged_by_operation(
    bench: AwsBench, operation: str, arguments: dict[str, Any], action: str
) -> None:
    """S3 has no action in its requests; the log names the operation by method, path and query."""
    getattr(build_client(bench, "s3", bench.worker), operation)(**arguments)
    assert [request.action for request in bench.requests()] == [action]


def test_requests_are_filtered_by_action_and_service(bench: AwsBench) -> None:
    """Both filters must fit; without one, all requests are returned."""
    build_client(bench, "sts", bench.worker).get_caller_identity()
    build_client(bench, "s3", bench.worker).list_buckets()
    assert len(bench.requests()) == 2
    assert [request.service for request in bench.requests("GetCallerIdentity")] == ["sts"]
    assert [request.action for request in bench.requests(service="s3")] == ["ListBuckets"]
    assert bench.requests("GetCallerIdentity", "s3") == []


def test_requests_are_counted_on_the_server(bench: AwsBench) -> None:
    """The count knows the same filters as the log, and forgets with it."""
    build_client(bench, "sts", bench.worker).get_caller_identity()
    build_client(bench, "s3", bench.worker).list_buckets()
    assert (bench.count(), bench.count("ListBuckets"), bench.count(service="sts")) == (2, 1, 1)
    assert (bench.count("ListBuckets", "s3"), bench.count("ListBuckets", "sts")) == (1, 0)
    bench.clear()
    assert (bench.count(), bench.count("ListBuckets"), bench.count(service="sts")) == (0, 0, 0)


def test_waiting_ends_with_the_request(bench: AwsBench) -> None:
    """A test can wait for a request of another thread, and is told when it does not come."""
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(bench.wait_for, 1, "GetCallerIdentity", timeout_seconds=10)
        build_client(bench, "sts", bench.worker).get_caller_identity()
        waiting.result()
    with pytest.raises(TimeoutError, match=r"^AWS bench: 1 of 2 requests came within 0\.05 s$"):
        bench.wait_for(2, service="sts", timeout_seconds=0.05)


def test_reset_forgets_everything(bench: AwsBench) -> None:
    """After a reset the bench answers as one that was just started."""
    bench.set_fault(throttled=True)
    bench.set_assume_role_lifetime(-10)
    bench.set_endpoint_lifetime(-10)
    bench.set_date_offset(3600)
    bench.set_imds(v1_only=True)
    bench.require_external_id(bench.role_arn, "wanted")
    bench.reset()
    assert bench.requests() == []
    build_role_client(bench, "s3", bench.role_arn).list_buckets()
    assert ask(f"{bench.imds_endpoint}/latest/meta-data/placement/region")[0] == 401


@pytest.mark.parametrize("offset", [pytest.param(0, id="right"), pytest.param(-7200, id="two-hours-behind")])
def test_date_is_off_by_what_was_set(bench: AwsBench, offset: int) -> None:
    """Every answer tells the time of a clock that is wrong by so much."""
    bench.set_date_offset(offset)
    for service, operation in (("sts", "get_caller_identity"), ("s3", "list_buckets")):
        answer = getattr(build_client(bench, service, bench.worker), operation)()
        told = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
        assert abs(told.timestamp() - time.time() - offset) < 5


def test_clear_empties_the_log(bench: AwsBench) -> None:
    """After clear the log is empty, reading it adds nothing, and the numbers go on."""
    sts = build_client(bench, "sts", bench.worker)
    sts.get_caller_identity()
    (before,) = bench.requests()
    bench.clear()
    assert bench.requests() == []
    sts.get_caller_identity()
    (after,) = bench.requests()
    assert after.sequence == before.sequence + 1


def test_keep_alive_reuses_the_socket(bench: AwsBench) -> None:
    """Requests of one client come from one port, refused ones and those with a body too."""
    s3 = build_client(bench, "s3", bench.worker)
    s3.put_object(Bucket=BUCKET, Key="k", Body=b"x" * 200_000)
    assert len(s3.get_object(Bucket=BUCKET, Key="k")["Body"].read()) == 200_000
    assert s3.head_object(Bucket=BUCKET, Key="k")["ContentLength"] == 200_000
    assert describe_refusal(s3.get_object, Bucket=BUCKET, Key="none") == ("NoSuchKey", 404)
    s3.delete_object(Bucket=BUCKET, Key="k")
    s3.list_buckets()
    logged = bench.requests()
    assert [request.status for request in logged] == [200, 200, 200, 404, 204, 200]
    assert len({request.client_port for request in logged}) == 1


def test_clients_have_their_own_sockets(bench: AwsBench) -> None:
    """Two clients show two ports, so one port for both would be seen."""
    clients = [build_client(bench, "sts", bench.worker) for _ in range(2)]
    for client in clients:
        client.get_caller_identity()
    assert len({request.client_port for request in bench.requests()}) == 2


def test_log_contains_no_secret(bench: AwsBench) -> None:
    """Neither secrets nor tokens nor signatures are in what the control path returns."""
    sts = build_client(bench, "sts", bench.limited)
    minted = sts.assume_role(RoleArn=bench.role_arn, RoleSessionName="session")["Credentials"]
    keys = Keys(minted["AccessKeyId"], minted["SecretAccessKey"])
    s3 = build_client(bench, "s3", keys, session_token=minted["SessionToken"], signature_version="s3v4")
    s3.list_buckets()
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "k"})
    assert ask(url)[0] == 403
    log = ask(bench.endpoint_url + "/_bench/requests")[2]
    assert log.count('"sequence"') == 3
    secrets = [bench.worker.secret_key, bench.limited.secret_key, keys.secret_key, minted["SessionToken"]]
    assert [secret for secret in secrets if secret in log] == []
    assert "signature=" not in log.lower()


def test_repr_of_keys_hides_the_secret() -> None:
    """The secret is in neither form of text."""
    keys = Keys("AKIA", "the-secret")
    assert repr(keys) == str(keys) == "Keys(access_key='AKIA')"


def test_server_ends_with_the_bench(servers_python: str) -> None:
    """After the block nobody answers, and stopping again does nothing."""
    with AwsBench.start(servers_python) as bench:
        assert bench.requests() == []
    bench.stop()
    with pytest.raises(urllib.error.URLError):
        bench.requests()


def test_server_ends_when_its_stdin_closes(servers_python: str) -> None:
    """The server sees the end of the process that started it."""
    with AwsBench.start(servers_python) as bench:
        process = bench._process
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_failed_start_shows_stderr(tmp_path: Path) -> None:
    """A server that ends before it is ready is an error with its interpreter and the end of its stderr."""
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho no module named moto >&2\nexit 3\n")
    python.chmod(0o755)
    with pytest.raises(RuntimeError) as failed:
        AwsBench.start(str(python))
    assert str(failed.value) == (
        f"AWS bench: the server in {python} did not get ready; its stderr ends with:\nno module named moto\n"
    )


def test_silent_start_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never gets ready is stopped after the time limit."""
    monkeypatch.setattr(bench_client, "START_TIMEOUT_SECONDS", 0.2)
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexec cat\n")
    python.chmod(0o755)
    with pytest.raises(RuntimeError, match="did not get ready"):
        AwsBench.start(str(python))


# The server knows nothing of Airflow.
pytestmark = pytest.mark.once
