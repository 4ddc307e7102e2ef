"""The hook of streams in Kinesis, and its waiters."""

# mypy: disable-error-code="assignment"

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import WaiterError

from .base import AwsBaseHook
from .click_stream import ClickStreamHook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench

    from .conftest import Connect

FILE = Path(__file__).parent / "waiter_models" / "kinesis.json"


@pytest.fixture(scope="module")
def hook(connect_once: Connect) -> Iterator[ClickStreamHook]:
    """A hook with a stream of two shards."""
    hook = ClickStreamHook(connect_once())
    hook.open("clicks", shards=2)
    yield hook
    hook.conn.delete_stream(StreamName="clicks")


def test_waits_with_a_waiter_of_the_file(hook: ClickStreamHook, bench: AwsBench) -> None:
    """A waiter of the file asks what it is told to ask."""
    bench.clear()
    hook.wait_for("stream_active", "clicks")
    assert [request.action for request in bench.requests()] == ["DescribeStreamSummary"]


def test_the_services_own_waiters_are_there_too(hook: ClickStreamHook, bench: AwsBench) -> None:
    """Where the file has none of that name it is botocore's."""
    bench.clear()
    hook.wait_for("stream_exists", "clicks")
    assert [request.action for request in bench.requests()] == ["DescribeStream"]
    names = hook.list_waiters()
    assert {"stream_exists", "stream_not_exists", "stream_active", "stream_deleting", "stream_has_shards"} <= set(names)


def test_a_waiter_fails_as_its_file_says(hook: ClickStreamHook, bench: AwsBench) -> None:
    """What the file calls a failure ends the waiting."""
    bench.clear()
    with pytest.raises(WaiterError, match="stream_active"):
        hook.wait_for("stream_active", "there-is-none")
    assert bench.count() == 1


def test_a_waiter_can_be_overridden(hook: ClickStreamHook, bench: AwsBench) -> None:
    """Delay, attempts and acceptors of the call beat those of the file."""
    bench.clear()
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        hook.wait_for("stream_deleting", "clicks", delay=1, maxAttempts=2)
    assert bench.count() == 2
    path = "(StreamDescriptionSummary || StreamDescription).StreamName"
    acceptors = [{"matcher": "path", "argument": path, "expected": "clicks", "state": "success"}]
    hook.wait_for("stream_deleting", "clicks", acceptors=acceptors)
    hook.wait_for("stream_deleting", "clicks", operation="DescribeStream", acceptors=acceptors)
    assert bench.requests()[-1].action == "DescribeStream"


def test_templates_need_their_parameters(hook: ClickStreamHook) -> None:
    """A parameter of a template is asked for when the waiter is made."""
    assert hook.get_waiter("stream_has_shards", {"shards": "2"}).name == "stream_has_shards"
    with pytest.raises(Exception, match=r"[Pp]arameter"):
        hook.get_waiter("stream_has_shards")
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        hook.get_waiter("stream_has_shards", {"shards": "3"}, {"maxAttempts": 1}).wait(StreamName="clicks")


def test_arguments_that_do_not_go_together(hook: ClickStreamHook) -> None:
    """A waiter to await needs a client, and parameters do not go with acceptors of the call."""
    with pytest.raises(ValueError, match="client"):
        hook.get_waiter("stream_active", deferrable=True)
    with pytest.raises(ValueError, match="parameters"):
        hook.get_waiter("stream_active", {"a": "b"}, {"acceptors": []})
    with pytest.raises(ValueError, match="there_is_none"):
        hook.get_waiter("there_is_none")


def test_waits_off_the_loop(hook: ClickStreamHook, bench: AwsBench) -> None:
    """Waiters of the file and botocore's own wait with the async client that they are given."""
    for waiter_name in ("stream_active", "stream_exists"):
        bench.clear()
        asyncio.run(hook.wait_off_loop(waiter_name, "clicks"))
        assert bench.count() == 1
    bench.clear()
    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        asyncio.run(hook.wait_off_loop("stream_deleting", "clicks"))
    assert bench.count() == 2


def _as_property(_: Any) -> Path:
    return FILE


@pytest.mark.parametrize("kind", ["text", "property", "on the instance", "None"])
def test_where_the_file_is_said(kind: str, connect: Connect) -> None:
    """A subclass says where its waiters are with an attribute of any kind; None is none."""

    class Hook(AwsBaseHook):
        if kind == "text":
            waiter_path = str(FILE)
        elif kind == "property":
            waiter_path = property(_as_property)
        elif kind == "None":
            waiter_path = None

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs["client_type"] = "kinesis"
            super().__init__(*args, **kwargs)
            if kind == "on the instance":
                self.waiter_path = FILE

    hook = Hook(connect())
    assert ("stream_active" in hook.list_waiters()) == (kind != "None")
    if kind != "None":
        assert hook.get_waiter("stream_active").config.max_attempts == 3
