"""Operators, a sensor and a trigger that use the hooks of this folder."""

# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from airflow.providers.common.compat.sdk import BaseOperator, BaseSensorOperator
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.triggers.base import BaseTrigger, TriggerEvent

from .order_queue import OrderQueueHook
from .password_store import PasswordStoreHook
from .report_bucket import ReportBucketHook
from .warehouse import WarehouseHook

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence


class WriteReportOperator(BaseOperator):
    """Writes a report and gives its key."""

    template_fields: Sequence[str] = ("aws_conn_id", "region_name", "key")

    def __init__(
        self,
        *,
        bucket: str,
        key: str,
        report: Any,
        aws_conn_id: str | None = "aws_default",
        region_name: str | None = None,
        botocore_config: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.bucket = bucket
        self.key = key
        self.report = report
        self.aws_conn_id = aws_conn_id
        self.region_name = region_name
        self.botocore_config = botocore_config

    @cached_property
    def hook(self) -> ReportBucketHook:
        """The hook."""
        return ReportBucketHook(aws_conn_id=self.aws_conn_id, region_name=self.region_name, config=self.botocore_config)

    def execute(self, context: Any) -> str:  # noqa: ARG002 - Airflow gives it
        """Write the report."""
        self.hook.put(self.key, self.report, bucket=self.bucket)
        return self.key


class OrderSensor(BaseSensorOperator):
    """Waits for orders and gives them."""

    def __init__(self, *, queue_url: str, aws_conn_id: str | None = "aws_default", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queue_url = queue_url
        self.aws_conn_id = aws_conn_id
        self.orders: list[dict[str, Any]] = []

    @cached_property
    def hook(self) -> OrderQueueHook:
        """The hook."""
        return OrderQueueHook(aws_conn_id=self.aws_conn_id)

    def poke(self, context: Any) -> bool:  # noqa: ARG002 - Airflow gives it
        """Look for orders."""
        self.orders += self.hook.receive(self.queue_url)
        return bool(self.orders)


class PasswordTrigger(BaseTrigger):
    """Fires with the length of a password."""

    def __init__(self, name: str, aws_conn_id: str | None, region_name: str | None = None) -> None:
        super().__init__()
        self.name = name
        self.aws_conn_id = aws_conn_id
        self.region_name = region_name

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Give what makes another of these."""
        arguments = {"name": self.name, "aws_conn_id": self.aws_conn_id, "region_name": self.region_name}
        return f"{type(self).__module__}.{type(self).__qualname__}", arguments

    def hook(self) -> PasswordStoreHook:
        """Make the hook."""
        return PasswordStoreHook(aws_conn_id=self.aws_conn_id, region_name=self.region_name)

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Read the password."""
        yield TriggerEvent({"characters": len(await self.hook().read(self.name))})


class WarehouseOperator(SQLExecuteQueryOperator):
    """Runs SQL in the warehouse."""

    def get_db_hook(self) -> WarehouseHook:
        """Make the hook."""
        return WarehouseHook(str(self.conn_id), **self.hook_params)
