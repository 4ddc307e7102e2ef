"""A second opinion on credentials: an independent S3 + STS that checks signatures, policies and durations itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from airflow_provider_awsconn.hooks.aws import AwsHook
from demo.stores import build_client

if TYPE_CHECKING:
    from demo.stores import Store
    from tests.conftest import AirflowConnection

BUCKET = "awsconn-store"


@pytest.fixture(scope="module")
def bucket(store: Store) -> str:
    """A bucket with one object in it."""
    client = build_client(store, "s3")
    client.create_bucket(Bucket=BUCKET)
    client.put_object(Bucket=BUCKET, Key="a.csv", Body=b"1")
    return BUCKET


@pytest.fixture
def connect(store: Store, airflow_connection: AirflowConnection) -> Any:
    """Make a hook for a connection to the store, with keys of Extra added."""

    def build(password: str | None = None, **extra: Any) -> AwsHook:
        extra = {"region_name": "us-east-1", "endpoint_url": store.endpoint_url, **extra}
        conn_id = airflow_connection(
            "store", login=store.access_key, password=password or store.secret_key, extra=extra
        )
        return AwsHook(aws_conn_id=conn_id, client_type="s3")

    return build


def _code_of(error: ClientError) -> str:
    # SeaweedFS tells of wrong signatures at STS in S3's XML, which botocore reads as an error without parts.
    return str(error.response.get("Error", {}).get("Code") or error.response["ResponseMetadata"]["HTTPStatusCode"])


def test_static_keys_work(connect: Any, bucket: str) -> None:
    """Login and password read and write."""
    client = connect().get_conn()
    client.put_object(Bucket=bucket, Key="b.csv", Body=b"2")
    assert client.get_object(Bucket=bucket, Key="b.csv")["Body"].read() == b"2"


def test_role_works_with_its_own_credentials(connect: Any, bucket: str, store: Store) -> None:
    """A role reads with minted credentials, not with the connection's key."""
    hook = connect(role_arn=store.reader_role_arn)
    assert hook.get_conn().get_object(Bucket=bucket, Key="a.csv")["Body"].read() == b"1"
    assert hook.get_credentials().access_key != store.access_key
    assert hook.get_credentials().token


def test_role_by_account_and_name_works(connect: Any, bucket: str) -> None:
    """A role named by account and name is the same role as by its ARN."""
    hook = connect(aws_account_id="000000000000", aws_iam_role="reader")
    assert hook.get_conn().list_objects_v2(Bucket=bucket)["KeyCount"] >= 1


def test_role_by_name_alone_works(connect: Any, bucket: str) -> None:
    """A role named by name alone is looked for in the account that STS tells of the base credentials."""
    hook = connect(aws_iam_role="reader")
    assert hook.get_conn().list_objects_v2(Bucket=bucket)["KeyCount"] >= 1


def test_role_without_rights_is_refused(connect: Any, bucket: str, store: Store) -> None:
    """A role that may only read is refused to write, although the base key may."""
    client = connect(role_arn=store.reader_role_arn).get_conn()
    with pytest.raises(ClientError) as caught:
        client.put_object(Bucket=bucket, Key="c.csv", Body=b"3")
    assert _code_of(caught.value) == "AccessDenied"


def test_unknown_role_is_refused_not_replaced(connect: Any, bucket: str, store: Store) -> None:
    """A role that does not exist fails the request; the base key, which could serve it, is not used."""
    client = connect(role_arn=store.role_arn.replace("/etl", "/nobody")).get_conn()
    with pytest.raises(ClientError) as caught:
        client.get_object(Bucket=bucket, Key="a.csv")
    assert caught.value.operation_name == "AssumeRole"


@pytest.mark.parametrize("extra", [{}, {"aws_iam_role": "reader"}], ids=["keys", "role"])
def test_wrong_secret_is_refused(connect: Any, bucket: str, extra: dict[str, str]) -> None:
    """A wrong secret is refused by S3, and by STS before a role is assumed."""
    client = connect(password="wrong" * 8, **extra).get_conn()
    with pytest.raises(ClientError) as caught:
        client.get_object(Bucket=bucket, Key="a.csv")
    assert _code_of(caught.value) in {"SignatureDoesNotMatch", "403"}


def test_session_token_of_the_connection_works(
    connect: Any, bucket: str, store: Store, airflow_connection: AirflowConnection
) -> None:
    """A temporary key pair with its token in Extra works, and with a tampered token is refused."""
    minted = connect(role_arn=store.role_arn).get_credentials()
    extra = {"region_name": "us-east-1", "endpoint_url": store.endpoint_url}
    for token, works in ((minted.token, True), (minted.token[:-4] + "AAAA", False)):
        conn_id = airflow_connection(
            "temporary",
            login=minted.access_key,
            password=minted.secret_key,
            extra={**extra, "aws_session_token": token},
        )
        client = AwsHook(aws_conn_id=conn_id, client_type="s3").get_conn()
        if works:
            assert client.get_object(Bucket=bucket, Key="a.csv")["Body"].read() == b"1"
        else:
            with pytest.raises(ClientError):
                client.get_object(Bucket=bucket, Key="a.csv")


def test_test_connection_is_green_on_a_store(connect: Any) -> None:
    """The connection test passes on an S3-compatible store, and names what it proved."""
    passed, message = connect().test_connection()
    assert passed, message
    assert "S3 lists" in message
