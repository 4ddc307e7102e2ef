"""The demo's second DAG: a task that waits for an object in the triggerer, with an asynchronous client of a role."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from airflow.sdk import DAG
from wait_for_s3_key import WaitForS3Key

with DAG(
    "awsconn_waits",
    schedule="@once",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    is_paused_upon_creation=False,
):
    WaitForS3Key(
        task_id="wait_for_orders",
        bucket="awsconn-demo",
        key="orders/4.csv",
        aws_conn_id="aws_etl_role",
        poll_seconds=0.5,
        execution_timeout=timedelta(minutes=2),
    )
