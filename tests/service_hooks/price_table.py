"""Prices in DynamoDB: a resource, and its client where a resource has no word for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from .base import AwsBaseHook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class PriceTableHook(AwsBaseHook):
    """Keeps prices in one table.

    Args:
        table_name: the table.
        args: of the base class, by position.
        kwargs: of the base class, by name.
    """

    def __init__(self, table_name: str, *args: Any, **kwargs: Any) -> None:
        kwargs["resource_type"] = "dynamodb"
        super().__init__(*args, **kwargs)
        self.table_name = table_name

    @cached_property
    def table(self) -> Any:
        """The table, of the hook's resource."""
        return self.get_conn().Table(self.table_name)

    @cached_property
    def client(self) -> Any:
        """The client of the hook's resource."""
        return self.get_conn().meta.client

    def create(self) -> None:
        """Create the table and wait until it is there."""
        self.conn.create_table(
            TableName=self.table_name,
            KeySchema=[{"AttributeName": "article", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "article", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        self.get_waiter("table_exists").wait(TableName=self.table_name, WaiterConfig={"Delay": 1, "MaxAttempts": 3})

    def write(self, prices: Iterable[Mapping[str, Any]]) -> None:
        """Write prices, twenty-five to a request."""
        with self.table.batch_writer() as batch:
            for price in prices:
                batch.put_item(Item=dict(price))

    def read(self, article: str) -> dict[str, Any] | None:
        """Read the price of an article, None where it has none."""
        item: dict[str, Any] | None = self.table.get_item(Key={"article": article}).get("Item")
        return item

    def read_state(self) -> str:
        """Read the state of the table, with the client."""
        return str(self.client.describe_table(TableName=self.table_name)["Table"]["TableStatus"])
