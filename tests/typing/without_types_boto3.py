"""What the hook gives where types-boto3 is not installed: Any, and no error."""

from __future__ import annotations

from typing import Any

from typing_extensions import assert_type

from airflow_provider_awsconn.hooks.aws import AwsHook

hook = AwsHook("conn", client_type="s3")
assert_type(hook, AwsHook[Any])
assert_type(hook.conn, Any)
assert_type(hook.get_client_type("lambda"), Any)
assert_type(AwsHook(resource_type="dynamodb").get_conn(), Any)
assert_type(hook.get_resource_type("s3"), Any)
hook.conn.list_bucketz()
AwsHook(cleint_type="s3")  # type: ignore[call-overload]
