"""What the hook gives where types-boto3 is installed. Checked by `make types`, never run."""

from __future__ import annotations

from typing import Any

from boto3.session import Session
from types_boto3_application_autoscaling.client import ApplicationAutoScalingClient
from types_boto3_dynamodb.client import DynamoDBClient
from types_boto3_dynamodb.service_resource import DynamoDBServiceResource
from types_boto3_ec2.service_resource import EC2ServiceResource
from types_boto3_glue.client import GlueClient
from types_boto3_lambda.client import LambdaClient
from types_boto3_s3.client import S3Client
from types_boto3_s3.service_resource import S3ServiceResource
from types_boto3_sqs.client import SQSClient
from types_boto3_sts.client import STSClient
from typing_extensions import assert_type

from airflow_provider_awsconn.hooks.aws import AwsBaseHook, AwsGenericHook, AwsHook
from tests.typing.user_code import DatabaseHook, S3Hook

# The service's name says the class, by keyword and by position.
assert_type(AwsHook(client_type="s3"), AwsHook["S3Client"])
assert_type(AwsHook("conn", client_type="s3", region_name="eu-west-1", verify=False).conn, S3Client)
assert_type(AwsHook("conn", None, None, "s3").get_conn(), S3Client)
assert_type(AwsHook("conn", None, None, "s3", None, {"read_timeout": 1}, shared=False).conn, S3Client)
assert_type(AwsHook("conn", client_type="sqs").conn, SQSClient)
assert_type(AwsHook("conn", client_type="dynamodb").conn, DynamoDBClient)
assert_type(AwsBaseHook(client_type="glue").conn, GlueClient)
assert_type(AwsGenericHook(client_type="lambda").conn, LambdaClient)
assert_type(AwsHook(client_type="sts").get_conn(), STSClient)
assert_type(AwsHook(client_type="application-autoscaling").conn, ApplicationAutoScalingClient)
assert_type(AwsHook(resource_type="dynamodb"), AwsHook["DynamoDBServiceResource"])
assert_type(AwsHook(resource_type="dynamodb").conn, DynamoDBServiceResource)
assert_type(AwsHook("conn", resource_type="ec2").get_conn(), EC2ServiceResource)
assert_type(AwsHook("conn", None, None, None, "s3").conn, S3ServiceResource)

# So it does in the call; without one it is what the hook was made for.
hook = AwsHook("conn")
assert_type(hook.get_client_type("s3"), S3Client)
assert_type(hook.get_client_type("lambda", "eu-west-1"), LambdaClient)
assert_type(hook.get_client_type(client_type="application-autoscaling"), ApplicationAutoScalingClient)
assert_type(hook.get_client_type("sts", None, {"read_timeout": 1}, False), STSClient)
assert_type(hook.get_resource_type("s3"), S3ServiceResource)
assert_type(hook.get_resource_type("ec2", region_name="eu-west-1"), EC2ServiceResource)
assert_type(AwsHook(client_type="sqs").get_client_type(), SQSClient)
assert_type(AwsHook(client_type="sqs").get_client_type(region_name="eu-west-1"), SQSClient)
assert_type(AwsHook(resource_type="s3").get_resource_type(), S3ServiceResource)
assert_type(AwsHook(client_type="sqs").get_client_type("s3"), S3Client)
assert_type(hook.get_session(), Session)

# What says no service, or none that is known here, gives Any.
assert_type(hook, AwsHook[Any])
assert_type(hook.conn, Any)
assert_type(AwsHook().get_conn(), Any)
assert_type(AwsHook(aws_conn_id=None, client_type=None).conn, Any)
assert_type(hook.get_client_type(), Any)
assert_type(hook.get_client_type("s3", deferrable=True), Any)
assert_type(AwsHook(client_type="of-tomorrow").conn, Any)


def take_names(name: str, maybe: str | None, arguments: dict[str, Any], names: list[Any]) -> None:
    """Take what is not known before it runs."""
    assert_type(AwsHook(client_type=name), AwsHook[Any])
    assert_type(AwsHook("conn", None, None, maybe, maybe).conn, Any)
    assert_type(AwsHook(maybe, region_name=maybe, client_type="s3").conn, S3Client)
    assert_type(AwsHook(**arguments).conn, Any)
    assert_type(AwsHook(*names).conn, Any)
    assert_type(hook.get_client_type(name), Any)
    assert_type(hook.get_resource_type(name), Any)


class QueueHook(AwsGenericHook["SQSClient"]):
    """Says what ``conn`` is."""

    def __init__(self, queue_url: str, aws_conn_id: str | None = "aws_default", **kwargs: Any) -> None:
        super().__init__(aws_conn_id, client_type="sqs", **kwargs)
        self.queue_url = queue_url

    def send(self, body: str) -> str:
        """Use ``conn``."""
        return self.conn.send_message(QueueUrl=self.queue_url, MessageBody=body)["MessageId"]


class OwnConn(AwsGenericHook["S3Client"]):
    """Has a ``get_conn`` of its own."""

    def get_conn(self) -> S3Client:
        """Give what the hook gives."""
        return super().get_conn()


# A parameter says it too, and a class keeps what its base says.
assert_type(AwsGenericHook["S3Client"]("conn").conn, S3Client)
given: AwsHook[S3Client] = AwsHook("conn")
assert_type(given.conn, S3Client)
assert_type(QueueHook("url"), QueueHook)
assert_type(QueueHook("url").conn, SQSClient)
assert_type(QueueHook("url").get_client_type(), SQSClient)
assert_type(QueueHook("url").get_client_type("s3"), S3Client)
assert_type(OwnConn(), OwnConn)
assert_type(OwnConn("conn", client_type="s3").get_conn(), S3Client)
assert_type(S3Hook("conn").conn, Any)
assert_type(S3Hook.deserialize({}), S3Hook)
assert_type(DatabaseHook("conn", schema="of the other base").conn, Any)
assert_type(DatabaseHook().get_client_type("s3"), S3Client)


class Named(AwsHook):
    """Neither has a parameter nor a constructor."""


assert_type(Named("conn", client_type="s3"), Named)
assert_type(Named("conn", client_type="s3").conn, Any)


async def enter() -> None:
    """Asynchronous clients have no types."""
    async with hook.async_client("s3") as client:
        assert_type(client, Any)
    async with await AwsHook(client_type="s3").get_async_conn() as client:
        assert_type(client, Any)
