"""Waiters by way of the hook: requests over HTTP to a server that counts them, with and without an event loop."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import boto3
import pytest
from botocore.exceptions import WaiterError

from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.waiters.building import build_waiter
from airflow_provider_awsconn.waiters.files import InvalidWaiterError
from tests.unit.conftest import REGION
from tests.unit.waiters.conftest import WAITERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench
    from tests.unit.conftest import BenchConnection
    from tests.unit.waiters.conftest import MakeHookClass

_NUMBERS = itertools.count()
KINDS = pytest.mark.parametrize("kind", ["sync", "async"])


def wait(hook: AwsHook, kind: str, waiter_name: str, arguments: dict[str, Any] | None = None, **options: Any) -> None:
    """Wait with a client of the hook, of this kind."""
    if kind == "sync":
        hook.get_waiter(waiter_name, **options).wait(**(arguments or {}))
        return
    pytest.importorskip("aiobotocore")

    async def wait_on_loop() -> None:
        async with hook.async_client("s3") as client:
            await hook.get_waiter(waiter_name, deferrable=True, client=client, **options).wait(**(arguments or {}))

    asyncio.run(wait_on_loop())


def list_actions(bench: AwsBench) -> list[str]:
    """The operations that reached the server, in order; of a bucket's tags its log knows the method alone."""
    return [request.action for request in bench.requests()]


@pytest.fixture
def bucket(bench_connection: BenchConnection, bench: AwsBench) -> Iterator[str]:
    """A bucket without tags, behind the connection ``bench``."""
    name = f"waited-for-{next(_NUMBERS)}"
    client = AwsHook(bench_connection(), client_type="s3").conn
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    bench.clear()
    yield name
    client.delete_bucket(Bucket=name)


def tag(bucket: str, value: str) -> None:
    """Give the bucket a tag."""
    tags = {"TagSet": [{"Key": "state", "Value": value}]}
    AwsHook("bench", client_type="s3").conn.put_bucket_tagging(Bucket=bucket, Tagging=tags)


# Waiters of a file.


@KINDS
def test_a_waiter_of_the_file_waits(kind: str, bucket: str, bench: AwsBench, make_hook_class: MakeHookClass) -> None:
    """It asks until it sees what it waits for."""
    tag(bucket, "ready")
    bench.clear()
    wait(make_hook_class(WAITERS)("bench"), kind, "bucket_tagged", {"Bucket": bucket})
    assert list_actions(bench) == ["GET"]


@KINDS
def test_a_waiter_asks_as_often_as_it_says(
    kind: str, bucket: str, bench: AwsBench, make_hook_class: MakeHookClass
) -> None:
    """Nothing to see is asked for maxAttempts times, and is botocore's error then."""
    with pytest.raises(WaiterError, match=r"^Waiter bucket_tagged failed: Max attempts exceeded"):
        wait(make_hook_class(WAITERS)("bench"), kind, "bucket_tagged", {"Bucket": bucket})
    assert list_actions(bench) == ["GET"] * 3


@KINDS
def test_a_failure_ends_the_waiting(kind: str, bucket: str, bench: AwsBench, make_hook_class: MakeHookClass) -> None:
    """What is told as a failure is botocore's error at once."""
    tag(bucket, "broken")
    bench.clear()
    with pytest.raises(WaiterError, match="encountered a terminal failure state"):
        wait(make_hook_class(WAITERS)("bench"), kind, "bucket_tagged", {"Bucket": bucket})
    assert list_actions(bench) == ["GET"]


def test_a_waiter_sees_what_happens_meanwhile(bucket: str, bench: AwsBench, make_hook_class: MakeHookClass) -> None:
    """What is not there at the first request and is at the second is found by the second."""
    hook = make_hook_class(WAITERS)("bench")
    asked: list[str] = []

    def tag_before_the_second(**_: Any) -> None:
        asked.append("request")
        if len(asked) == 2:
            tag(bucket, "ready")

    hook.conn.meta.events.register("before-call.s3.GetBucketTagging", tag_before_the_second)
    hook.get_waiter("bucket_tagged").wait(Bucket=bucket)
    assert list_actions(bench) == ["GET", "PUT", "GET"]


@KINDS
def test_parameters_fill_the_templates(kind: str, bucket: str, bench: AwsBench, make_hook_class: MakeHookClass) -> None:
    """The name in the expression is that of parameters; one that no template has does no harm."""
    hook = make_hook_class(WAITERS)("bench")
    wait(hook, kind, "bucket_listed", parameters={"name": bucket, "other": 1})
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        wait(hook, kind, "bucket_listed", parameters={"name": "no-such-bucket"})
    assert list_actions(bench) == ["ListBuckets"] * 4


@KINDS
def test_parameters_of_one_waiter_are_not_there_for_the_next(
    kind: str, bucket: str, make_hook_class: MakeHookClass
) -> None:
    """The file's waiter stays a template, with its own attempts, whatever was made of it."""
    hook = make_hook_class(WAITERS)("bench")
    wait(hook, kind, "bucket_listed", parameters={"name": bucket}, config_overrides={"maxAttempts": 7})
    with pytest.raises(InvalidWaiterError, match="wants the parameter name"):
        hook.get_waiter("bucket_listed")
    waiter = hook.get_waiter("bucket_listed", {"name": bucket})
    assert waiter.config.max_attempts == 3


@KINDS
def test_overrides_replace_keys_of_the_waiter(
    kind: str, bucket: str, bench: AwsBench, make_hook_class: MakeHookClass
) -> None:
    """Attempts and acceptors of the call count, and the rest stays the file's."""
    hook = make_hook_class(WAITERS)("bench")
    with pytest.raises(WaiterError):
        wait(hook, kind, "bucket_tagged", {"Bucket": bucket}, config_overrides={"maxAttempts": 2})
    assert list_actions(bench) == ["GET"] * 2
    acceptors = [{"matcher": "error", "expected": "NoSuchTagSet", "state": "success"}]
    wait(hook, kind, "bucket_tagged", {"Bucket": bucket}, config_overrides={"acceptors": acceptors})
    wait(
        hook,
        kind,
        "without_acceptors",
        config_overrides={"acceptors": [{"matcher": "status", "expected": 200, "state": "success"}]},
    )
    assert list_actions(bench) == ["GET"] * 3 + ["ListBuckets"]


def test_a_resource_waits_with_its_client(bucket: str, make_hook_class: MakeHookClass) -> None:
    """A hook for a resource has the waiters of its service, and the file's."""
    tag(bucket, "ready")
    hook_class = make_hook_class(WAITERS, module=MODULE_OF_RESOURCE)
    hook_class("bench").get_waiter("bucket_tagged").wait(Bucket=bucket)
    hook_class("bench").get_waiter("bucket_exists").wait(Bucket=bucket)


MODULE_OF_RESOURCE = """
from airflow_provider_awsconn.hooks.aws import AwsHook


class StoreHook(AwsHook):
    def __init__(self, aws_conn_id):
        super().__init__(aws_conn_id, resource_type="s3")
"""


def test_the_given_client_asks(bucket: str, bench: AwsBench, make_hook_class: MakeHookClass) -> None:
    """With a client the hook makes none: its own connection is not even read."""
    tag(bucket, "ready")
    client = AwsHook("bench").get_client_type("s3", region_name="eu-central-1")
    bench.clear()
    make_hook_class(WAITERS)("nobody_made_this").get_waiter("bucket_tagged", client=client).wait(Bucket=bucket)
    assert [request.region for request in bench.requests()] == ["eu-central-1"]


# The service's own waiters.


@KINDS
def test_the_services_own_waiters_are_there(kind: str, bucket: str, bench: AwsBench) -> None:
    """A hook without a file gives botocore's waiters, and overrides count for them too."""
    hook = AwsHook("bench", client_type="s3")
    wait(hook, kind, "bucket_exists", {"Bucket": bucket})
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        wait(
            hook,
            kind,
            "bucket_not_exists",
            {"Bucket": bucket},
            config_overrides={"delay": 0, "maxAttempts": 2},
        )
    assert list_actions(bench) == ["HeadBucket"] * 3


def test_the_files_waiter_comes_first(make_hook_class: MakeHookClass) -> None:
    """A waiter of the file hides one of the service of the same name."""
    hook_class = make_hook_class({"bucket_exists": WAITERS["bucket_tagged"]})
    hook = hook_class(None, region_name=REGION)
    assert hook.get_waiter("bucket_exists").config.operation == "GetBucketTagging"
    assert hook.get_waiter("bucket_not_exists").config.operation == "HeadBucket"


def test_overriding_a_waiter_of_the_service_keeps_the_rest() -> None:
    """What is not overridden is the service's; another waiter of the name is as it was."""
    hook = AwsHook(None, client_type="s3", region_name=REGION)
    official, overridden = hook.get_waiter("bucket_exists"), hook.get_waiter("bucket_exists", None, {"delay": 1})
    described = [
        (each.name, each.config.operation, each.config.max_attempts, [vars(a) | {"matcher_func": 0} for a in accepted])
        for each in (official, overridden)
        for accepted in [each.config.acceptors]
    ]
    assert described[0] == described[1]
    assert (official.config.delay, overridden.config.delay) == (5, 1)
    assert hook.get_waiter("bucket_exists").config.delay == 5


def test_waiters_are_listed(make_hook_class: MakeHookClass) -> None:
    """The service's own and the file's, each name once; a service without any has none."""
    hook = make_hook_class(WAITERS | {"bucket_exists": WAITERS["bucket_tagged"]})(None, region_name=REGION)
    own = AwsHook(None, client_type="s3", region_name=REGION).list_waiters()
    assert "bucket_exists" in own
    assert hook.list_waiters() == [*own, "bucket_listed", "bucket_tagged", "without_acceptors"]
    assert AwsHook(None, client_type="sts", region_name=REGION).list_waiters() == []


# What is refused.


@pytest.mark.parametrize(
    ("service", "name", "message"),
    [
        pytest.param(
            "s3",
            "BucketExists",
            "waiter 'BucketExists': s3 has no such waiter; did you mean bucket_exists? "
            "list_waiters() of the hook lists them",
            id="near",
        ),
        pytest.param(
            "sts", "done", "waiter 'done': sts has no such waiter; list_waiters() of the hook lists them", id="none"
        ),
    ],
)
def test_an_unknown_waiter_is_told(service: str, name: str, message: str) -> None:
    """The error names the service, the waiter that was meant and how to find the others."""
    with pytest.raises(ValueError) as refused:
        AwsHook(None, client_type=service, region_name=REGION).get_waiter(name)
    assert str(refused.value) == message


def test_a_waiter_of_the_file_is_suggested(make_hook_class: MakeHookClass) -> None:
    """The names of the file are among those that may have been meant."""
    with pytest.raises(ValueError, match=r"did you mean bucket_tagged\?"):
        make_hook_class(WAITERS)(None, region_name=REGION).get_waiter("bucket_taged")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(
            {"deferrable": True},
            "client: is missing while deferrable=True; give the async client that the waiter is to ask with",
            id="deferrable",
        ),
        pytest.param(
            {"parameters": {}, "config_overrides": {"acceptors": []}},
            "parameters: are for the acceptors of the file, and config_overrides has others; give one of the two",
            id="parameters",
        ),
        pytest.param(
            {"config_overrides": {"max_attempts": 1, "pause": 2}},
            "config_overrides.max_attempts: is no key of a waiter; did you mean maxAttempts? - "
            "config_overrides.pause: is no key of a waiter; give operation, delay, maxAttempts, acceptors",
            id="overrides",
        ),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(options: dict[str, Any], message: str) -> None:
    """Before anything is read or asked."""
    with pytest.raises(ValueError) as refused:
        AwsHook("nobody_made_this").get_waiter("bucket_exists", client=options.pop("client", None), **options)
    assert str(refused.value) == message


def test_a_deferrable_waiter_needs_an_async_client() -> None:
    """A synchronous client would be an error at the first request only."""
    hook = AwsHook(None, client_type="s3", region_name=REGION)
    with pytest.raises(ValueError) as refused:
        hook.get_waiter("bucket_exists", deferrable=True, client=hook.conn)
    assert str(refused.value) == "client: is a synchronous one while deferrable=True; give an async client"


def test_an_async_client_gives_a_waiter_to_be_awaited(bucket: str, make_hook_class: MakeHookClass) -> None:
    """Whether or not deferrable is said."""
    pytest.importorskip("aiobotocore")
    tag(bucket, "ready")

    async def wait_on_loop() -> None:
        hook = make_hook_class(WAITERS)("bench")
        async with hook.async_client() as client:
            await hook.get_waiter("bucket_tagged", client=client).wait(Bucket=bucket)
            await hook.get_waiter("bucket_exists", client=client).wait(Bucket=bucket)

    asyncio.run(wait_on_loop())


def test_a_waiter_nobody_can_wait_with_is_refused(make_hook_class: MakeHookClass) -> None:
    """One error names the waiter, its file, everything that is wrong and what would be right; others still work."""
    hook_class = make_hook_class(
        {
            "done": {
                "operation": "ListBukets",
                "delay": "5",
                "max_attempts": 3,
                "acceptors": [{"matcher": "path", "argument": "a[", "expected": 1, "state": "succes"}],
            },
            "fine": WAITERS["bucket_tagged"],
        }
    )
    hook = hook_class(None, region_name=REGION)
    with pytest.raises(InvalidWaiterError) as refused:
        hook.get_waiter("done")
    assert refused.value.where == f"waiter 'done' of {hook.waiter_path}"
    assert str(refused.value) == f"{refused.value.where}: " + " - ".join(map(str, refused.value.problems))
    assert [problem.where for problem in refused.value.problems] == [
        "maxAttempts",
        "operation",
        "delay",
        "acceptors[0].state",
        "acceptors[0].argument",
    ]
    assert str(refused.value.problems[1]) == (
        "operation: 'ListBukets' is no operation of s3; did you mean ListBuckets?"
    )
    assert hook.get_waiter("fine").config.operation == "GetBucketTagging"


def test_what_stands_in_for_a_client_is_taken(make_hook_class: MakeHookClass) -> None:
    """A test's own client is asked, and need not know the service's operations and waiters."""
    hook = make_hook_class(WAITERS)(None)
    client = mock.MagicMock()
    client.meta.service_model = boto3.client("s3", region_name=REGION).meta.service_model
    client.get_bucket_tagging.return_value = {"TagSet": [{"Value": "ready"}]}
    hook.get_waiter("bucket_tagged", client=client).wait(Bucket="b")
    client.get_bucket_tagging.assert_called_once_with(Bucket="b")
    assert hook.get_waiter("bucket_exists", client=client) is client.get_waiter.return_value


def test_an_operation_may_be_written_as_in_python(make_hook_class: MakeHookClass) -> None:
    """Botocore takes both spellings, and so do waiters of a file."""
    waiter = WAITERS["bucket_tagged"] | {"operation": "get_bucket_tagging"}
    assert make_hook_class({"w": waiter})(None, region_name=REGION).get_waiter("w").name == "w"


# On an event loop.


def test_a_loop_reads_the_file_once(
    bucket: str, make_hook_class: MakeHookClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waiter of a process reads nothing, be it of another hook."""
    tag(bucket, "ready")
    hook_class = make_hook_class(WAITERS)
    reads: list[Path] = []
    read_bytes = Path.read_bytes

    def count(path: Path) -> bytes:
        reads.append(path)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", count)
    for _ in range(3):
        hook_class("bench").get_waiter("bucket_tagged").wait(Bucket=bucket)
    assert [path.name for path in reads] == ["s3.json"]


def test_the_example_of_the_docs_is_good(tmp_path: Path) -> None:
    """As it stands there it is a file of waiters, of which one can be waited with."""
    text = (Path(__file__).parents[3] / "docs" / "hook.md").read_text(encoding="utf-8")
    (tmp_path / "emr-containers.json").write_text(text.split("```javascript\n")[1].split("```")[0], encoding="utf-8")
    client = AwsHook(None, client_type="emr-containers", region_name=REGION).conn
    waiter = build_waiter(client, tmp_path / "emr-containers.json", "job_done", {"job_id": "j-1"}, {"delay": 5}, False)
    assert (waiter.config.operation, waiter.config.delay, waiter.config.max_attempts) == ("ListJobRuns", 5, 60)
    assert waiter.config.acceptors[0].argument == "jobRuns[?id=='j-1'].state | [0]"
