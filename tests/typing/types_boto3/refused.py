"""What is wrong is told where types-boto3 is installed: an `ignore` that nothing needs is an error itself."""

from __future__ import annotations

from airflow_provider_awsconn.hooks.aws import AwsGenericHook, AwsHook

AwsHook(cleint_type="s3")  # type: ignore[call-overload]
AwsHook(client_type=3)  # type: ignore[call-overload]
AwsHook("conn", None, None, "s3", None, None, False)  # type: ignore[call-overload]
AwsHook(client_type="s3").conn.list_bucketz()  # type: ignore[attr-defined]
AwsHook(client_type="s3").conn.create_bucket()  # type: ignore[call-arg]
AwsHook(resource_type="s3").conn.list_buckets()  # type: ignore[attr-defined]
AwsHook("conn").get_client_type("s3").head_bucket(bucket="b")  # type: ignore[call-arg]
AwsHook("conn").get_resource_type("dynamodb").Tabel("t")  # type: ignore[attr-defined]
AwsHook("conn").list_names()  # type: ignore[attr-defined]
queue: AwsHook[str] = AwsHook(client_type="sqs")  # type: ignore[assignment]


class QueueHook(AwsGenericHook["SQSClient"]):  # type: ignore[name-defined]
    """Names a class that is not imported."""
