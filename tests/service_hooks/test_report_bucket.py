"""The hook of reports in S3."""

# mypy: disable-error-code="attr-defined"

from __future__ import annotations

import io
import urllib.error
import urllib.request
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from .base import AwsBaseHook
from .report_bucket import ReportBucketHook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench

    from .conftest import Connect

BUCKET = "acme-reports"
AT_ONCE = {"multiplier": 0, "min": 0, "max": 0, "stop_after_delay": 20}


@pytest.fixture(scope="module")
def hook(connect_once: Connect) -> Iterator[ReportBucketHook]:
    """A hook with a bucket, which the connection names."""
    hook = ReportBucketHook(connect_once(extra={"service_config": {"s3": {"bucket_name": BUCKET}}}))
    hook.create_bucket(BUCKET)
    yield hook
    hook.delete_bucket(BUCKET)


def test_what_is_written_is_read(hook: ReportBucketHook) -> None:
    """A report comes back as it went."""
    hook.put("2026/11.json", {"sold": 3})
    assert hook.get("2026/11.json") == {"sold": 3}
    assert hook.has("2026/11.json")
    assert not hook.has("2026/12.json")


def test_requests_are_of_the_connections_user_and_region(hook: ReportBucketHook, bench: AwsBench) -> None:
    """Each request is signed with the connection's key for the connection's region, and tells of Airflow."""
    bench.clear()
    hook.put("a.json", {})
    (request,) = bench.requests()
    assert (request.action, request.access_key, request.region) == ("PutObject", bench.worker.access_key, "eu-west-1")
    assert " Airflow/" in request.user_agent


def test_keys_are_listed_page_by_page(hook: ReportBucketHook, bench: AwsBench) -> None:
    """A paginator asks as often as it has to."""
    for month in range(5):
        hook.put(f"listed/{month}.json", month)
    bench.clear()
    assert hook.list_keys("listed/", page_size=2) == [f"listed/{month}.json" for month in range(5)]
    assert bench.count("ListObjectsV2") == 3


def test_files_are_transferred_by_client_and_resource(hook: ReportBucketHook) -> None:
    """Transfer managers take client and resource of the hook."""
    content = bytes(range(256)) * 100
    hook.upload("big.bin", content)
    assert hook.download("big.bin") == content


def test_further_arguments_of_requests_are_kept(connect: Connect, hook: ReportBucketHook) -> None:
    """Arguments of the subclass's own go along with those of the base."""
    encrypting = ReportBucketHook(connect(), put_args={"ContentType": "text/acme"}, region_name="eu-west-1")
    encrypting.put("typed", 1, bucket=BUCKET)
    assert hook.conn.head_object(Bucket=BUCKET, Key="typed")["ContentType"] == "text/acme"


def test_a_bucket_is_made_where_the_client_is(connect: Connect, bench: AwsBench) -> None:
    """The region of the client decides, which is the constructor's before the connection's."""
    hook = ReportBucketHook(aws_conn_id=connect(), region_name="us-east-1")
    hook.create_bucket("acme-virginia")
    try:
        assert {request.region for request in bench.requests()} == {"us-east-1"}
        assert hook.conn.get_bucket_location(Bucket="acme-virginia")["LocationConstraint"] is None
    finally:
        hook.delete_bucket("acme-virginia")


@pytest.mark.parametrize(
    ("region", "arn"), [("eu-west-1", "arn:aws:s3:::b"), ("cn-north-1", "arn:aws-cn:s3:::b")], ids=["aws", "aws-cn"]
)
def test_the_partition_is_the_clients(region: str, arn: str, connect: Connect) -> None:
    """The client's region tells the partition."""
    hook = ReportBucketHook(connect(extra={"region_name": region}))
    assert hook.build_arn("b") == arn
    assert hook.conn_region_name == region
    assert hook.conn_client_meta.service_model.service_name == "s3"


def test_a_signed_link_names_endpoint_and_key(hook: ReportBucketHook, bench: AwsBench) -> None:
    """A link is signed with the connection's key, for the connection's endpoint."""
    link = hook.sign_link("a.json")
    assert link.startswith(f"{bench.endpoint_url}/{BUCKET}/a.json?")
    assert bench.worker.access_key in link
    # The bench answers those with 403, but it is there.
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(link)


class TestRetry:
    """``AwsBaseHook.retry``, which the hook has on reading."""

    def test_repeats_until_it_works(
        self, hook: ReportBucketHook, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is not there yet is asked for again."""
        hook.put("late.json", 1)
        monkeypatch.setattr(hook, "retry_args", AT_ONCE)
        bench.clear()
        bench.set_fault("GetObject", times=2, status=404, error_code="NoSuchKey")
        assert hook.get("late.json") == 1
        assert bench.count("GetObject") == 3

    def test_repeats_nothing_that_is_in_vain(
        self, hook: ReportBucketHook, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What the hook's own rule does not name is an error at once."""
        monkeypatch.setattr(hook, "retry_args", AT_ONCE)
        bench.set_fault("GetObject", refused=True)
        with pytest.raises(ClientError, match="AccessDenied"):
            hook.get("any.json")
        assert bench.count("GetObject") == 1

    def test_does_nothing_without_arguments(self, hook: ReportBucketHook, bench: AwsBench) -> None:
        """A hook without ``retry_args`` asks once."""
        with pytest.raises(hook.conn.exceptions.NoSuchKey):
            hook.get("missing.json")
        assert bench.count("GetObject") == 1

    def test_is_for_any_class(self, caplog: pytest.LogCaptureFixture) -> None:
        """The decorator keeps name and docstring, asks its rule, and is logged by the hook."""
        tried: list[str] = []

        class Stubborn(AwsBaseHook):
            retry_args = AT_ONCE

            @AwsBaseHook.retry(lambda error: isinstance(error, KeyError))
            def try_thrice(self, name: str) -> int:
                """Try."""
                tried.append(name)
                if len(tried) < 3:
                    raise KeyError(name)
                return len(tried)

        assert (Stubborn.try_thrice.__name__, Stubborn.try_thrice.__doc__) == ("try_thrice", "Try.")
        with caplog.at_level("INFO"):
            assert Stubborn(client_type="s3").try_thrice("x") == 3
        assert tried == ["x", "x", "x"]


class TestClient:
    """What boto3 and its friends do with the client of a hook."""

    def test_is_one_of_botocores(self, hook: ReportBucketHook) -> None:
        """The client is botocore's, the same each time."""
        assert isinstance(hook.conn, BaseClient)
        assert type(hook.conn).__name__ == "S3"
        assert hook.conn is hook.get_conn()

    def test_can_be_stubbed(self, hook: ReportBucketHook, bench: AwsBench) -> None:
        """Botocore's Stubber answers in the server's place, and lets go of the client afterwards."""
        bench.clear()
        with Stubber(hook.conn) as stubber:
            answer = {"Body": io.BytesIO(b'"stubbed"')}
            stubber.add_response("get_object", answer, {"Bucket": BUCKET, "Key": "a.json"})
            assert hook.get("a.json") == "stubbed"
        assert bench.requests() == []
        hook.put("a.json", "real")
        assert hook.get("a.json") == "real"

    def test_stubbing_one_leaves_others_alone(self, hook: ReportBucketHook) -> None:
        """The client of another hook of the same connection is not stubbed with it."""
        hook.put("a.json", "real")
        with Stubber(hook.conn):
            assert ReportBucketHook(hook.aws_conn_id).get("a.json") == "real"

    def test_methods_can_be_patched(self, hook: ReportBucketHook, monkeypatch: pytest.MonkeyPatch) -> None:
        """A method of the client can be replaced."""
        sent: list[dict[str, Any]] = []
        monkeypatch.setattr(hook.conn, "put_object", lambda **request: sent.append(request))
        hook.put("a.json", 1)
        assert [request["Key"] for request in sent] == ["a.json"]

    def test_takes_event_handlers(self, hook: ReportBucketHook) -> None:
        """Handlers that are registered through the client's metadata are called."""
        seen: list[str] = []
        hook.conn_client_meta.events.register("before-call.s3.PutObject", lambda model, **_: seen.append(model.name))
        hook.put("a.json", 1)
        assert seen == ["PutObject"]

    def test_has_the_hooks_configuration(self, connect: Connect) -> None:
        """A configuration of the constructor is the client's, be it an object or a mapping."""
        conn_id = connect()
        for config in (
            Config(read_timeout=7, user_agent_extra="acme/1"),
            {"read_timeout": 7, "user_agent_extra": "acme/1"},
        ):
            hook = ReportBucketHook(conn_id, config=config)
            assert hook.conn.meta.config.read_timeout == 7
            assert hook.config.read_timeout == 7
            assert "acme/1" in hook.conn.meta.config.user_agent_extra

    def test_tells_of_the_dag_in_a_task(
        self, connect: Connect, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What names the DAG in the requests of a task is a key that is made of its id."""
        monkeypatch.setenv("AIRFLOW_CTX_DAG_ID", "acme_daily")
        ReportBucketHook(connect()).conn.list_buckets()
        (request,) = bench.requests()
        assert f" DagRunKey/{uuid.uuid5(uuid.NAMESPACE_OID, 'acme_daily')}" in request.user_agent
