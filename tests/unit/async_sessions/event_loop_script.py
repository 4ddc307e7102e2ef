"""A process whose event loop is watched from its very first async client on; prints what happened on its thread."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from typing import Any

from airflow_provider_awsconn.hooks.aws import AwsHook

BUCKET = "watched-bucket"
WATCHED = {
    "import",
    "open",
    "os.listdir",
    "os.scandir",
    "os.system",
    "shutil.copyfile",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostname",
    "subprocess.Popen",
    "time.sleep",
}
events: list[list[str]] = []
phase = ""


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Note what happens on the loop's thread, which is this one."""
    if phase and event in WATCHED and threading.get_ident() == threading.main_thread().ident:
        events.append([phase, event, str(arguments[0]) if arguments else ""])


async def work(hook: AwsHook) -> None:
    """All that async clients are for."""
    async with hook.async_client("s3") as s3:
        await s3.put_object(Bucket=BUCKET, Key="key", Body=b"body")
        assert await (await s3.get_object(Bucket=BUCKET, Key="key"))["Body"].read() == b"body"
        pages = [page async for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)]
        assert [each["Key"] for page in pages for each in page["Contents"]] == ["key"]
        await s3.get_waiter("object_exists").wait(Bucket=BUCKET, Key="key")
        assert await s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "key"})
        try:
            await s3.get_object(Bucket=BUCKET, Key="no-such-key")
        except s3.exceptions.NoSuchKey:
            pass
        else:
            raise AssertionError("no error")
    async with await hook.get_async_conn("sts") as sts:
        assert ":assumed-role/" in (await sts.get_caller_identity())["Arn"]
    async with hook.get_session(deferrable=True).create_client("sqs") as sqs:
        assert await sqs.generate_presigned_url("list_queues")
    assert hook.region_name == "eu-west-1"
    assert hook.conn_config.role_arn
    assert hook.describe("s3")


async def main() -> None:
    """The first clients of a process, and then those of another hook."""
    global phase  # noqa: PLW0603 - a script's
    for now in ("first", "then"):
        phase = now
        await work(AwsHook("watched"))
    phase = ""


if __name__ == "__main__":
    sys.addaudithook(watch)
    asyncio.run(main())
    sys.stdout.write(json.dumps(events))
