"""Reports in S3: a client, boto3's transfers and resource beside it, retries, and settings of the connection."""

from __future__ import annotations

import functools
import io
import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .base import AwsBaseHook

if TYPE_CHECKING:
    from collections.abc import Callable


def is_not_there_yet(error: BaseException) -> bool:
    """Tell whether a later attempt may find what this one has not."""
    return isinstance(error, ClientError) and error.response["Error"]["Code"] in {"NoSuchKey", "404"}


def in_default_bucket(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let a method go without its bucket where the connection names one."""

    @functools.wraps(method)
    def call(self: ReportBucketHook, *args: Any, bucket: str | None = None, **kwargs: Any) -> Any:
        return method(self, *args, bucket=bucket or self.default_bucket, **kwargs)

    return call


class ReportBucketHook(AwsBaseHook):
    """Keeps reports as JSON.

    Args:
        args: of the base class, by position.
        retry_args: how long to wait for a report, as ``AwsBaseHook.retry`` takes it; None does not.
        put_args: further arguments of PutObject.
        kwargs: of the base class, by name.
    """

    def __init__(
        self,
        *args: Any,
        retry_args: dict[str, Any] | None = None,
        put_args: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["client_type"] = "s3"
        super().__init__(*args, **kwargs)
        self.retry_args = retry_args
        self._put_args = put_args or {}

    @property
    def default_bucket(self) -> str:
        """The bucket that the connection names for S3."""
        return str(self.service_config["bucket_name"])

    @functools.cached_property
    def resource(self) -> Any:
        """boto3's S3 resource, with all settings of the hook."""
        return self.get_session().resource(
            self.service_name,
            endpoint_url=self.conn_config.get_service_endpoint_url(service_name=self.service_name),
            config=self.config,
            verify=self.verify,
        )

    def create_bucket(self, bucket: str) -> None:
        """Create a bucket where the hook's clients are."""
        region = self.conn_region_name
        settings = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.get_conn().create_bucket(Bucket=bucket, **settings)
        self.get_waiter("bucket_exists").wait(Bucket=bucket, WaiterConfig={"Delay": 1, "MaxAttempts": 3})

    def delete_bucket(self, bucket: str) -> None:
        """Delete a bucket with everything in it."""
        self.resource.Bucket(bucket).objects.all().delete()
        self.conn.delete_bucket(Bucket=bucket)

    @in_default_bucket
    def put(self, key: str, report: Any, *, bucket: str) -> None:
        """Write a report."""
        self.log.info("Writing the report %s to %s", key, bucket)
        self.conn.put_object(Bucket=bucket, Key=key, Body=json.dumps(report).encode(), **self._put_args)

    @in_default_bucket
    @AwsBaseHook.retry(is_not_there_yet)
    def get(self, key: str, *, bucket: str) -> Any:
        """Read a report."""
        return json.load(self.conn.get_object(Bucket=bucket, Key=key)["Body"])

    @in_default_bucket
    def has(self, key: str, *, bucket: str) -> bool:
        """Tell whether there is a report."""
        try:
            self.get_conn().head_object(Bucket=bucket, Key=key)
        except self.conn.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return False
            raise
        return True

    @in_default_bucket
    def list_keys(self, prefix: str = "", *, bucket: str, page_size: int = 1000) -> list[str]:
        """List the reports below a prefix."""
        pages = self.conn.get_paginator("list_objects_v2").paginate(
            Bucket=bucket, Prefix=prefix, PaginationConfig={"PageSize": page_size}
        )
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    @in_default_bucket
    def upload(self, key: str, content: bytes, *, bucket: str) -> None:
        """Write a file with boto3's transfer manager."""
        self.conn.upload_fileobj(io.BytesIO(content), bucket, key, ExtraArgs=self._put_args)

    @in_default_bucket
    def download(self, key: str, *, bucket: str) -> bytes:
        """Read a file with the resource's transfer manager."""
        content = io.BytesIO()
        self.resource.Object(bucket, key).download_fileobj(content)
        return content.getvalue()

    @in_default_bucket
    def sign_link(self, key: str, *, bucket: str, lifetime_seconds: int = 600) -> str:
        """Give an address that shows a report to who has no keys."""
        parameters = {"Bucket": bucket, "Key": key}
        return str(self.conn.generate_presigned_url("get_object", Params=parameters, ExpiresIn=lifetime_seconds))

    def build_arn(self, bucket: str) -> str:
        """Build a bucket's ARN, for policies."""
        return f"arn:{self.conn_partition}:s3:::{bucket}"
