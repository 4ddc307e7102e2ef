"""The demo's DAG: real work with static keys and through a role, and two refusals."""

from __future__ import annotations

import functools
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import chain, dag, task

from airflow_provider_awsconn.hooks.aws import AwsHook

if TYPE_CHECKING:
    from collections.abc import Callable

BUCKET = "awsconn-demo"
KEYS = ("orders/1.csv", "orders/2.csv", "orders/3.csv")


def reported(work: Callable[..., str]) -> Callable[..., None]:
    """Append what the task proved, and how long it took, to the report that the demo reads."""

    @functools.wraps(work)
    def run(*args: Any) -> None:
        started = time.monotonic()
        proved = work(*args)
        line = {
            "step": " ".join((work.__name__, *args)),
            "seconds": time.monotonic() - started,
            "proved": proved,
        }
        with Path(os.environ["AWSCONN_DEMO_REPORT"]).open("a", encoding="utf-8") as report:
            report.write(json.dumps(line) + "\n")

    return run


def expect_refusal(conn_id: str, code: str) -> str:
    """Try to write with the connection; give the error code of the refusal, which must be the one expected."""
    from botocore.exceptions import ClientError

    client = AwsHook(aws_conn_id=conn_id).get_client_type("s3")
    try:
        client.put_object(Bucket=BUCKET, Key="refused.csv", Body=b"must not arrive")
    except ClientError as error:
        found = str(error.response["Error"]["Code"])
        if found != code:
            raise AssertionError(f"refused with {found}, expected {code}") from error
        return found
    raise AssertionError(f"{conn_id} was allowed to write")


@task
@reported
def write(conn_id: str) -> str:
    """Write the objects, into a bucket that is made on the way."""
    client = AwsHook(aws_conn_id=conn_id).get_client_type("s3")
    if BUCKET not in {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}:
        client.create_bucket(Bucket=BUCKET)
    for key in KEYS:
        client.put_object(Bucket=BUCKET, Key=f"{conn_id}/{key}", Body=key.encode())
    return f"{len(KEYS)} objects written"


@task
@reported
def list_back(conn_id: str) -> str:
    """List what write wrote."""
    client = AwsHook(aws_conn_id=conn_id).get_client_type("s3")
    found = client.list_objects_v2(Bucket=BUCKET, Prefix=f"{conn_id}/")["Contents"]
    names = [item["Key"].removeprefix(f"{conn_id}/") for item in found]
    if names != list(KEYS):
        raise AssertionError(f"listed {names}")
    return f"{len(names)} objects listed"


@task
@reported
def read_back(conn_id: str) -> str:
    """Read what write wrote."""
    client = AwsHook(aws_conn_id=conn_id).get_client_type("s3")
    for key in KEYS:
        body = client.get_object(Bucket=BUCKET, Key=f"{conn_id}/{key}")["Body"].read()
        if body != key.encode():
            raise AssertionError(f"{key} holds {body!r}")
    kind = "temporary" if AwsHook(aws_conn_id=conn_id).get_credentials().token else "static"
    return f"{len(KEYS)} objects read back unchanged, with {kind} credentials"


@task
@reported
def wrong_secret(conn_id: str) -> str:
    """Try to write with a key whose secret is wrong."""
    return f"refused with {expect_refusal(conn_id, 'SignatureDoesNotMatch')}"


@task
@reported
def role_without_rights(conn_id: str) -> str:
    """Try to write as a role that may only read."""
    return f"refused with {expect_refusal(conn_id, 'AccessDenied')}"


@dag(schedule=None, catchup=False)
def awsconn_demo() -> None:
    """Write, list and read back; then be refused."""
    steps = [work(conn_id) for conn_id in ("aws_default", "aws_etl_role") for work in (write, list_back, read_back)]
    chain(*steps, wrong_secret("aws_wrong_secret"), role_without_rights("aws_reader_role"))


awsconn_demo()
