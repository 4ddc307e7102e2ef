"""Operators, a sensor that waits in the triggerer, and a hook of the stock provider; nothing of ours is imported."""

from __future__ import annotations

from datetime import datetime, timezone

from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.operators.s3 import (
    S3CreateBucketOperator,
    S3CreateObjectOperator,
    S3DeleteBucketOperator,
    S3ListOperator,
)
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.sdk import DAG, task

CONN_ID = "aws_both"
BUCKET = "stock-only"


@task
def read_with_hook() -> str:
    """Read what the operator has written, with a client and with a resource."""
    hook = S3Hook(CONN_ID)
    object_of_client = hook.get_conn().get_object(Bucket=BUCKET, Key="orders.csv")
    return str(object_of_client["Body"].read() + hook.read_key("orders.csv", BUCKET).encode(), "utf-8")


with DAG("stock_only", schedule="@once", start_date=datetime(2026, 1, 1, tzinfo=timezone.utc), catchup=False):
    (
        S3CreateBucketOperator(task_id="create_bucket", bucket_name=BUCKET, aws_conn_id=CONN_ID)
        >> S3CreateObjectOperator(
            task_id="create_object", s3_bucket=BUCKET, s3_key="orders.csv", data="1;2", aws_conn_id=CONN_ID
        )
        >> S3ListOperator(task_id="list_keys", bucket=BUCKET, aws_conn_id=CONN_ID)
        >> read_with_hook()
        >> S3KeySensor(
            task_id="wait_for_key",
            bucket_name=BUCKET,
            bucket_key="late.csv",
            aws_conn_id=CONN_ID,
            deferrable=True,
            poke_interval=1,
        )
        >> S3DeleteBucketOperator(task_id="delete_bucket", bucket_name=BUCKET, force_delete=True, aws_conn_id=CONN_ID)
    )
