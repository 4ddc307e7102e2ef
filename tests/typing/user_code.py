"""Code as users write it: no type checker has anything to say, with types-boto3 and without."""

from __future__ import annotations

from typing import Any

from airflow_provider_awsconn.hooks.aws import AwsBaseHook, AwsGenericHook, AwsHook


class S3Hook(AwsBaseHook):
    """As hooks were written for the stock provider."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["client_type"] = "s3"
        super().__init__(*args, **kwargs)

    def list_names(self) -> list[str]:
        """Use ``conn``."""
        return [bucket["Name"] for bucket in self.conn.list_buckets()["Buckets"]]


class AnyHook(AwsGenericHook[Any]):
    """Says that ``conn`` may be anything."""

    def get_conn(self) -> Any:
        """Give what the hook gives."""
        return super().get_conn()


class Database:
    """Stands for ``DbApiHook``."""

    def __init__(self, *args: Any, schema: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schema = schema


class DatabaseHook(AwsHook, Database):
    """Has several bases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def take(hook: AwsHook, other: AwsGenericHook[Any]) -> list[Any]:
    """Take hooks without and with a parameter."""
    return [hook.conn, other.conn.list_queues()]


async def read(hook: AwsHook) -> Any:
    """Use an asynchronous client."""
    async with hook.async_client("s3") as client:
        return await client.list_buckets()
