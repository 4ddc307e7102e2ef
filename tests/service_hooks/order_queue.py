"""Orders in SQS: a base that names its client's type, clients of other settings, ``get_conn`` with more to it."""

# mypy: disable-error-code="call-overload, name-defined, override"

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .base import AwsGenericHook

if TYPE_CHECKING:
    from botocore.config import Config


class OrderQueueHook(AwsGenericHook["SQSClient"]):
    """Sends and receives orders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["client_type"] = "sqs"
        super().__init__(*args, **kwargs)
        self.handed_out = 0

    def get_conn(self) -> Any:
        """Give the client, and count how often."""
        self.handed_out += 1
        return super().get_conn()

    def create(self, name: str) -> str:
        """Create a queue and give its address."""
        return str(self.get_conn().create_queue(QueueName=name)["QueueUrl"])

    def send(self, queue_url: str, order: dict[str, Any]) -> str:
        """Send an order and give the id of its message."""
        return str(self.get_conn().send_message(QueueUrl=queue_url, MessageBody=json.dumps(order))["MessageId"])

    def receive(self, queue_url: str, *, config: Config | None = None) -> list[dict[str, Any]]:
        """Receive up to ten orders and take them out of the queue; a config is for a client of its own."""
        client = self.get_client_type(config=config) if config else self.get_conn()
        messages = client.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            client.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in messages]

    def count_in(self, region_name: str) -> int:
        """Count the queues of another region."""
        return len(self.get_client_type(region_name=region_name).list_queues().get("QueueUrls", []))


class RecordedQueueHook(OrderQueueHook):
    """Records the operations of all its clients, with boto3's events."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operations: list[str] = []

    def get_client_type(
        self,
        region_name: str | None = None,
        config: Config | None = None,
        deferrable: bool = False,
    ) -> Any:
        """Give the base's client, with a handler on it."""
        client = super().get_client_type(region_name, config, deferrable)
        client.meta.events.register("before-call.sqs", self._record)
        return client

    def _record(self, model: Any, **_: Any) -> None:
        self.operations.append(model.name)
