"""Clicks in Kinesis: waiters of a file beside the module, for clients of both kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .base import AwsBaseHook


class ClickStreamHook(AwsBaseHook):
    """Opens streams and waits for them."""

    # Beside this module: the stock base looks beside itself only.
    waiter_path = Path(__file__).parent / "waiter_models" / "kinesis.json"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "client_type": "kinesis"})

    def open(self, stream: str, shards: int = 1) -> None:
        """Create a stream and wait until it has its shards."""
        self.conn.create_stream(StreamName=stream, ShardCount=shards)
        waiter = self.get_waiter("stream_has_shards", parameters={"shards": str(shards)})
        waiter.wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 3})

    def wait_for(self, waiter_name: str, stream: str, **overrides: Any) -> None:
        """Wait with a waiter of the file, or one of boto3's own."""
        self.get_waiter(waiter_name, config_overrides=overrides or None).wait(StreamName=stream)

    async def wait_off_loop(self, waiter_name: str, stream: str) -> None:
        """Wait without blocking the event loop."""
        async with await self.get_async_conn() as client:
            waiter = self.get_waiter(waiter_name, deferrable=True, client=client)
            await waiter.wait(StreamName=stream, WaiterConfig={"Delay": 1, "MaxAttempts": 2})
