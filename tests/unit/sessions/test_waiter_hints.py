"""Errors of waiters end with the hint that the request's own error would have."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError, WaiterError

from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.sessions.waiter_hints import keep_hints
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from pathlib import Path

    from tests.aws_bench import AwsBench
    from tests.unit.conftest import BenchConnection

LISTED = {"matcher": "path", "argument": "Buckets[?Name=='nobody'] | [0].Name != null", "expected": True}
WAITER = {
    "operation": "ListBuckets",
    "delay": 0,
    "maxAttempts": 3,
    "acceptors": [LISTED | {"state": "success"}],
}


@pytest.fixture
def hook_class(tmp_path: Path) -> type[AwsHook]:
    """A hook of S3 with a waiter of its own."""
    path = tmp_path / "s3.json"
    path.write_text(json.dumps({"version": 2, "waiters": {"bucket_listed": WAITER}}))

    class StoreHook(AwsHook):
        def __init__(self, aws_conn_id: str) -> None:
            super().__init__(aws_conn_id, client_type="s3")

        @property
        def waiter_path(self) -> Path:
            return path

    return StoreHook


@pytest.fixture
def wrong(bench: AwsBench, bench_connection: BenchConnection) -> str:
    """A connection whose secret is another's."""
    return bench_connection(keys=type(bench.worker)(bench.worker.access_key, bench.limited.secret_key))


def fail_sync(hook: AwsHook) -> tuple[ClientError, WaiterError]:
    """What a request comes to, and the same request of a waiter."""
    with pytest.raises(ClientError) as asked:
        hook.conn.list_buckets()
    with pytest.raises(WaiterError) as waited:
        hook.get_waiter("bucket_listed").wait()
    return asked.value, waited.value


def fail_async(hook: AwsHook) -> tuple[ClientError, WaiterError]:
    """The same with an event loop."""
    pytest.importorskip("aiobotocore")

    async def fail_on_loop() -> tuple[ClientError, WaiterError]:
        async with hook.async_client() as client:
            with pytest.raises(ClientError) as asked:
                await client.list_buckets()
            with pytest.raises(WaiterError) as waited:
                await hook.get_waiter("bucket_listed", deferrable=True, client=client).wait()
            return asked.value, waited.value

    return asyncio.run(fail_on_loop())


@pytest.mark.parametrize("fail", [fail_sync, fail_async])
def test_the_error_of_a_waiter_has_the_hint(fail: Any, wrong: str, hook_class: type[AwsHook]) -> None:
    """Class and start of the text stay botocore's, and the hint is that of the request."""
    asked, waited = fail(hook_class(wrong))
    assert asked.awsconn_hint.startswith(f" - connection 'bench', region {REGION} (extra.region_name), ")
    assert waited.awsconn_hint == asked.awsconn_hint
    assert str(waited).startswith("Waiter bucket_listed failed: An error occurred (SignatureDoesNotMatch): ")
    assert str(waited).endswith(asked.awsconn_hint)
    assert str(waited).count(" - connection 'bench'") == 1
    assert waited.last_response["Error"]["Code"] == "SignatureDoesNotMatch"


def test_the_services_own_waiters_have_it_too(wrong: str) -> None:
    """A waiter that botocore has gets the hint, be it by way of overrides or not."""
    hook = AwsHook(wrong, client_type="s3")
    for overrides in (None, {"delay": 0, "maxAttempts": 1}):
        with pytest.raises(WaiterError) as waited:
            hook.get_waiter("bucket_not_exists", config_overrides=overrides).wait(Bucket="b")
        start, hint, _ = str(waited.value).partition(" - connection 'bench', ")
        assert start == "Waiter BucketNotExists failed: An error occurred (403): Forbidden"
        assert hint


def test_what_nobody_knows_has_no_hint(bench_connection: BenchConnection, hook_class: type[AwsHook]) -> None:
    """A waiter that waited in vain says what botocore says."""
    with pytest.raises(WaiterError) as waited:
        hook_class(bench_connection()).get_waiter("bucket_listed").wait()
    assert str(waited.value) == "Waiter bucket_listed failed: Max attempts exceeded"


def test_hints_that_are_switched_off_stay_away(
    wrong: str,
    hook_class: type[AwsHook],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With [awsconn] error_hints = false the text is botocore's alone."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__ERROR_HINTS", "false")
    with pytest.raises(WaiterError) as waited:
        hook_class(wrong).get_waiter("bucket_listed").wait()
    assert not hasattr(waited.value, "awsconn_hint")


def test_other_clients_waiters_are_left_as_they_are() -> None:
    """A client that is not of a hook has no connection to tell of."""
    waiter = boto3.client("s3", region_name=REGION).get_waiter("bucket_exists")
    assert keep_hints(waiter, boto3.client("s3", region_name=REGION)) is waiter
    assert "wait" not in vars(waiter)


def test_a_waiter_to_be_awaited_says_so() -> None:
    """Code that looks whether it has to await sees what it saw before."""
    pytest.importorskip("aiobotocore")

    async def look() -> bool:
        hook = AwsHook(None, client_type="s3", region_name=REGION)
        async with hook.async_client() as client:
            waiter = hook.get_waiter("bucket_exists", client=client)
            assert "wait" in vars(waiter)
            return inspect.iscoroutinefunction(waiter.wait)

    assert asyncio.run(look())


def test_waiters_that_a_client_gives_have_it_too(wrong: str) -> None:
    """The hook need not be asked for the waiter."""
    with pytest.raises(WaiterError, match=r" - connection 'bench', "):
        AwsHook(wrong, client_type="s3").conn.get_waiter("bucket_not_exists").wait(Bucket="b")
