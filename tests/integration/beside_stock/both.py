"""Stock operators and tasks with our hook on one connection and one bucket; both in one process, a triggerer too."""

from __future__ import annotations

import logging
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from typing import Any

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.operators.s3 import (
    S3CreateBucketOperator,
    S3CreateObjectOperator,
    S3DeleteBucketOperator,
    S3ListOperator,
)
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.sdk import DAG, BaseHook, task

CONN_ID = "aws_both"
BUCKET = "both"
THREADS = 4
WATCHED = re.compile(r"(aiobotocore|airflow\.providers\.amazon|boto3|botocore|logging|s3transfer|urllib3)\b")
# urllib3 puts the function for this platform there when it is first called.
REPLACED_BY_ITSELF = {"urllib3.util.wait:wait_for_socket"}
# What differs from one request to the next, in botocore's log of them.
RANDOM = re.compile(
    r"0x[0-9a-f]+|[0-9a-f]{32,}|[0-9a-f-]{36}|ASIA\w+|\d{8}T\d{6}Z|\d\d:\d\d:\d\d(\.\d+)?|:\d{5}\b|\b\w{52}\b"
    r"|(?<=Content-Length': ')\d+|(?<=HTTP/1.1\" 200 )\d+"
)


def _list_members() -> dict[str, Any]:
    """List what the watched packages define: their functions, and what is in their classes."""
    found = {}
    for module_name, module in list(sys.modules.items()):
        if not WATCHED.match(module_name):
            continue
        for name, member in list(vars(module).items()):
            if callable(member):
                found[f"{module_name}:{name}"] = member
            if isinstance(member, type) and member.__module__ == module_name:
                found |= {f"{module_name}:{name}.{key}": value for key, value in list(vars(member).items())}
    return found


# Before anything of ours is imported.
MEMBERS = {} if "airflow_provider_awsconn.hooks.aws" in sys.modules else _list_members()

from wait_for_s3_key import WaitForS3Key  # noqa: E402

from airflow_provider_awsconn.hooks.aws import AwsHook  # noqa: E402
from airflow_provider_awsconn.sessions.log_guard import redact  # noqa: E402


class ReadsAndWrites:
    """What somebody's own hooks add, whichever hook they stand on."""

    get_conn: Any

    def read(self, key: str) -> bytes:
        """Give what is in an object."""
        return bytes(self.get_conn().get_object(Bucket=BUCKET, Key=key)["Body"].read())

    def write(self, key: str, content: bytes) -> None:
        """Write an object."""
        self.get_conn().put_object(Bucket=BUCKET, Key=key, Body=content)


class StockS3(ReadsAndWrites, S3Hook):  # type: ignore[misc] # the stock hook has no types here
    """A hook of somebody's own, on the stock hook."""


class OurS3(ReadsAndWrites, AwsHook):
    """A hook of somebody's own, on ours."""

    def __init__(self, aws_conn_id: str) -> None:
        super().__init__(aws_conn_id, client_type="s3")


@task
def use_ours() -> list[str]:
    """Read what a stock operator wrote, and write beside it."""
    client = AwsHook(CONN_ID).get_client_type("s3")
    content = client.get_object(Bucket=BUCKET, Key="stock.csv")["Body"].read()
    client.put_object(Bucket=BUCKET, Key="ours.csv", Body=content)
    return [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]


@task
def use_both_in_one_process() -> dict[str, Any]:
    """Tell what there is to see of both at once: in threads, in the log, in the classes of boto3 and the stock hook."""
    # Once for what boto3 keeps for the whole process.
    _write_with_stock_hook()
    before = _record_debug_log()
    exchanged = _write_and_read_in_threads()
    after = _record_debug_log()
    told = [RANDOM.sub("#", redact(line)) for line in before]
    telling = [RANDOM.sub("#", line) for line in after]
    now = _list_members()
    stock_config = S3Hook(CONN_ID).conn_config
    return {
        "exchanged": exchanged,
        "watched": len(MEMBERS),
        "changed": sorted(
            {name for name, member in MEMBERS.items() if now.get(name) is not member} - REPLACED_BY_ITSELF
        ),
        "tokens_logged": ["FQoG" in "".join(lines) for lines in (before, after)],
        "lines_logged": [len(before), len(after)],
        "differ": [f"{old}\n{new}" for old, new in zip(told, telling, strict=False) if old != new],
        "hook_of_the_type": type(BaseHook.get_hook(CONN_ID)).__module__,
        "stock_config": type(stock_config).__module__,
        "stock_secret_is_text": type(stock_config.aws_secret_access_key) is str,
    }


def _write_with_stock_hook() -> None:
    """Assume the role and write, with a hook and a client of their own."""
    StockS3(CONN_ID).write("stock.csv", b"1;2")


class _Recorder(logging.Handler):
    """Keeps what is logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(funcName)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(self.format(record))


def _record_debug_log() -> list[str]:
    """Give what botocore and urllib3 log at DEBUG while the stock hook assumes the role and writes."""
    recorder = _Recorder()
    loggers = [logging.getLogger(name) for name in ("botocore", "urllib3")]
    for logger in loggers:
        logger.addHandler(recorder)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
    _write_with_stock_hook()
    for logger in loggers:
        logger.removeHandler(recorder)
        logger.setLevel(logging.NOTSET)
        logger.propagate = True
    return recorder.lines


def _write_and_read_in_threads() -> list[str]:
    """Have each hook read what the other wrote, both shared by all threads and of each thread alone."""
    stock, ours = StockS3(CONN_ID), OurS3(CONN_ID)

    def work(number: int) -> list[str]:
        own_stock, own = StockS3(CONN_ID), OurS3(CONN_ID)
        read = []
        for name, writer, reader in (
            ("a", stock, own),
            ("b", ours, own_stock),
            ("c", own_stock, ours),
            ("d", own, stock),
        ):
            writer.write(f"{name}-{number}", f"{name}{number}".encode())
            read.append(reader.read(f"{name}-{number}").decode())
        return read

    with ThreadPoolExecutor(THREADS) as pool:
        return [text for texts in pool.map(work, range(THREADS)) for text in texts]


with DAG("both", schedule="@once", start_date=datetime(2026, 1, 1, tzinfo=timezone.utc), catchup=False):
    waits = [
        S3KeySensor(
            task_id="wait_with_stock",
            bucket_name=BUCKET,
            bucket_key="late.csv",
            aws_conn_id=CONN_ID,
            deferrable=True,
            poke_interval=1,
        ),
        WaitForS3Key(task_id="wait_with_ours", bucket=BUCKET, key="late.csv", aws_conn_id=CONN_ID, poll_seconds=0.5),
    ]
    (
        S3CreateBucketOperator(task_id="create_bucket", bucket_name=BUCKET, aws_conn_id=CONN_ID)
        >> S3CreateObjectOperator(
            task_id="create_object", s3_bucket=BUCKET, s3_key="stock.csv", data="1;2", aws_conn_id=CONN_ID
        )
        >> use_ours()
        >> S3ListOperator(task_id="list_keys", bucket=BUCKET, aws_conn_id=CONN_ID)
        >> use_both_in_one_process()
        >> waits
        >> S3DeleteBucketOperator(task_id="delete_bucket", bucket_name=BUCKET, force_delete=True, aws_conn_id=CONN_ID)
    )
