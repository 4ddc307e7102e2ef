"""Passwords in Secrets Manager, read on an event loop: for triggers."""

from __future__ import annotations

import asyncio
from typing import Any

from .base import AwsBaseHook


class PasswordStoreHook(AwsBaseHook):
    """Reads passwords."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["client_type"] = "secretsmanager"
        super().__init__(*args, **kwargs)

    def write(self, name: str, password: str) -> str:
        """Write a password and give its ARN."""
        return str(self.conn.create_secret(Name=name, SecretString=password)["ARN"])

    async def read(self, name: str) -> str:
        """Read a password."""
        async with await self.get_async_conn() as client:
            return str((await client.get_secret_value(SecretId=name))["SecretString"])

    async def read_all(self, names: list[str]) -> list[str]:
        """Read passwords at once, with one client."""
        async with await self.get_async_conn() as client:
            found = await asyncio.gather(*(client.get_secret_value(SecretId=name) for name in names))
        return [each["SecretString"] for each in found]

    async def list_names(self) -> list[str]:
        """List what there is, page by page."""
        async with await self.get_async_conn() as client:
            pages = client.get_paginator("list_secrets").paginate(PaginationConfig={"PageSize": 1})
            return [secret["Name"] async for page in pages for secret in page["SecretList"]]
