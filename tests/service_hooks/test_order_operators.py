"""Operators, a sensor and a trigger on the hooks."""

# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import asyncio
import importlib
from typing import TYPE_CHECKING, Any

import pytest

from .order_operators import OrderSensor, PasswordTrigger, WarehouseOperator, WriteReportOperator
from .order_queue import OrderQueueHook
from .password_store import PasswordStoreHook
from .report_bucket import ReportBucketHook

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench

    from .conftest import Connect, QueueRows


@pytest.fixture
def shop(connect: Connect) -> str:
    """A connection."""
    return connect("shop")


def test_an_operator(shop: str, bench: AwsBench) -> None:
    """An operator hands region and configuration on to its hook."""
    hook = ReportBucketHook(shop)
    hook.create_bucket("acme-operator")
    operator = WriteReportOperator(
        task_id="write",
        bucket="acme-operator",
        key="a.json",
        report=[1],
        aws_conn_id=shop,
        region_name="eu-west-1",
        botocore_config={"user_agent_extra": "acme/op"},
    )
    bench.clear()
    assert operator.execute({}) == "a.json"
    assert [" acme/op" in request.user_agent for request in bench.requests(action="PutObject")] == [True]
    assert hook.get("a.json", bucket="acme-operator") == [1]
    hook.delete_bucket("acme-operator")


def test_a_sensor(shop: str) -> None:
    """A sensor looks with the same hook each time."""
    hook = OrderQueueHook(shop)
    queue_url = hook.create("sensed")
    sensor = OrderSensor(task_id="wait", queue_url=queue_url, aws_conn_id=shop)
    assert not sensor.poke({})
    hook.send(queue_url, {"article": "a1"})
    assert sensor.poke({})
    assert sensor.orders == [{"article": "a1"}]


def test_a_trigger(shop: str) -> None:
    """A trigger is made anew from what it says of itself, and its hook works on the loop."""
    hook = PasswordStoreHook(shop)
    hook.write("of-trigger", "1234567")
    path, arguments = PasswordTrigger("of-trigger", shop).serialize()
    module, _, name = path.rpartition(".")
    trigger: Any = getattr(importlib.import_module(module), name)(**arguments)

    async def fire() -> Any:
        return await anext(trigger.run())

    assert asyncio.run(fire()).payload == {"characters": 7}


def test_an_operator_of_sql(connect: Connect, queue_rows: QueueRows) -> None:
    """The operator of all databases runs on the hook, with arguments for it."""
    connect()
    conn_id = connect("house", conn_type="warehouse", extra={"output": "s3://acme/"})
    queue_rows(("a1", 3), columns={"article": "varchar", "sold": "integer"})
    operator = WarehouseOperator(
        task_id="ask", conn_id=conn_id, sql="SELECT * FROM articles", hook_params={"schema": "archive"}
    )
    assert operator.execute({}) == [("a1", 3)]
