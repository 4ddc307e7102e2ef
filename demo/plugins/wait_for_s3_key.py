"""Wait for an object in S3 without holding a worker: a trigger with an asynchronous client, and its operator.

One file for Airflow 2.11 and 3. It lies in the plugins folder, which the triggerer, the workers and the DAG files
import from on all of them.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from airflow.triggers.base import BaseTrigger, TriggerEvent
from botocore.exceptions import BotoCoreError, ClientError

from airflow_provider_awsconn.errors import AwsConnError
from airflow_provider_awsconn.hooks.aws import AwsHook

try:
    from airflow.sdk import BaseOperator
except ImportError:  # Airflow 2.11
    from airflow.models import BaseOperator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence


class S3KeyTrigger(BaseTrigger):
    """Fires when the object exists, or when AWS or the connection says that this can't be found out.

    Args:
        hook: what ``AwsHook.serialize`` gave: how the hook was made, and no secret.
        bucket: name of the bucket.
        key: the object's.
        poll_seconds: how long to wait before asking again.
    """

    def __init__(self, hook: dict[str, Any], bucket: str, key: str, poll_seconds: float) -> None:
        super().__init__()
        self.hook = hook
        self.bucket = bucket
        self.key = key
        self.poll_seconds = poll_seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Give the trigger's class and arguments, as they go through Airflow's database."""
        arguments = {name: getattr(self, name) for name in ("hook", "bucket", "key", "poll_seconds")}
        return f"{type(self).__module__}.{type(self).__qualname__}", arguments

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Ask until the object is there; the client is closed before the event, and when the task is cancelled."""
        try:
            async with AwsHook.deserialize(self.hook).async_client("s3") as s3:
                while not await self._exists(s3):
                    await asyncio.sleep(self.poll_seconds)
        except (AwsConnError, BotoCoreError, ClientError) as error:
            # Into the task's log, where people look: what a trigger raises is told there as "Trigger failure".
            event = {"status": "error", "message": str(error)}
        else:
            event = {"status": "success", "key": self.key}
        yield TriggerEvent(event)

    async def _exists(self, s3: Any) -> bool:
        try:
            await s3.head_object(Bucket=self.bucket, Key=self.key)
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return False
            raise
        return True


class WaitForS3Key(BaseOperator):
    """Waits in the triggerer until an object exists, and returns its key.

    Args:
        bucket: name of the bucket.
        key: the object's.
        aws_conn_id: Airflow connection id.
        region_name: beats the connection's.
        verify: beats the connection's.
        botocore_config: merged over the connection's.
        poll_seconds: how long to wait before asking again.
        arguments: those of every operator; ``execution_timeout`` is how long to wait in all.
    """

    template_fields: Sequence[str] = ("bucket", "key", "aws_conn_id", "region_name")

    def __init__(
        self,
        *,
        bucket: str,
        key: str,
        aws_conn_id: str | None = "aws_default",
        region_name: str | None = None,
        verify: bool | str | None = None,
        botocore_config: Mapping[str, Any] | None = None,
        poll_seconds: float = 5.0,
        **arguments: Any,
    ) -> None:
        super().__init__(**arguments)
        self.bucket = bucket
        self.key = key
        self.aws_conn_id = aws_conn_id
        self.region_name = region_name
        self.verify = verify
        self.botocore_config = botocore_config
        self.poll_seconds = poll_seconds

    def execute(self, context: Mapping[str, Any]) -> None:
        """Hand over to the triggerer; the worker is free meanwhile."""
        hook = AwsHook(self.aws_conn_id, self.verify, self.region_name, config=self.botocore_config)
        self.defer(
            trigger=S3KeyTrigger(hook.serialize(), self.bucket, self.key, self.poll_seconds),
            method_name="execute_complete",
            timeout=self.execution_timeout,
        )

    def execute_complete(self, context: Mapping[str, Any], event: dict[str, Any]) -> str:
        """Give the key, or raise what the trigger was told.

        Raises:
            RuntimeError: with the connection's or AWS's own words.
        """
        if event["status"] != "success":
            raise RuntimeError(event["message"])
        return str(event["key"])
