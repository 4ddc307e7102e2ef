"""What tests of hooks do to hooks: members of the class are patched, and members of the hook are set."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from unittest import mock

import boto3
import pytest
from airflow.providers.common.compat.sdk import Connection
from botocore.config import Config

from .base import AwsBaseHook, AwsConnectionWrapper, AwsGenericHook
from .click_stream import ClickStreamHook
from .cluster_login import ClusterLoginHook
from .order_queue import OrderQueueHook
from .password_store import PasswordStoreHook
from .price_table import PriceTableHook
from .report_bucket import ReportBucketHook

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench

    from .conftest import Connect


class TestConn:
    """A client that a test brings."""

    def test_patched_on_the_class(self) -> None:
        """A patched ``conn`` is what the hook's methods use; there is no connection to be read."""
        with mock.patch.object(ReportBucketHook, "conn") as conn:
            conn.generate_presigned_url.return_value = "https://signed"
            assert ReportBucketHook("there_is_none").sign_link("a", bucket="b") == "https://signed"
        conn.generate_presigned_url.assert_called_once()

    def test_patched_as_a_property(self) -> None:
        """A PropertyMock is asked each time."""
        client = mock.MagicMock()
        with mock.patch.object(ReportBucketHook, "conn", new_callable=mock.PropertyMock, return_value=client) as conn:
            ReportBucketHook("there_is_none").put("a", 1, bucket="b")
            assert ReportBucketHook("there_is_none").get_conn() is client
        assert conn.call_count == 2
        client.put_object.assert_called_once_with(Bucket="b", Key="a", Body=b"1")

    def test_patched_on_the_base(self) -> None:
        """A patch of the base's is for all its subclasses."""
        with mock.patch.object(AwsBaseHook, "conn", new_callable=mock.PropertyMock) as conn:
            conn.return_value.Table.return_value.get_item.return_value = {"Item": {"price": 1}}
            assert PriceTableHook("prices", "there_is_none").read("a") == {"price": 1}

    def test_set_on_the_hook(self) -> None:
        """A hook with a ``conn`` of its own uses it, for waiters and metadata too."""
        client = boto3.session.Session("a", "b", region_name="cn-north-1").client("s3")
        hook = ReportBucketHook("there_is_none")
        hook.conn = client
        assert hook.get_conn() is client
        assert hook._client is client
        assert hook.build_arn("x") == "arn:aws-cn:s3:::x"
        assert hook.conn_region_name == "cn-north-1"
        assert "bucket_exists" in hook.list_waiters()

    def test_patched_get_conn(self) -> None:
        """A patched ``get_conn`` is what those methods use that ask for it."""
        with mock.patch.object(PriceTableHook, "get_conn") as get_conn:
            get_conn.return_value.Table.return_value.get_item.return_value = {"Item": {"price": 1}}
            assert PriceTableHook("prices", "there_is_none").read("a") == {"price": 1}
        get_conn.return_value.Table.assert_called_once_with("prices")

    def test_patched_client(self) -> None:
        """A patched ``_client`` is asked for waiters."""
        with mock.patch.object(ClickStreamHook, "_client", new_callable=mock.PropertyMock) as client:
            client.return_value.waiter_names = ["acme_ready"]
            assert "acme_ready" in ClickStreamHook("there_is_none").list_waiters()
            assert (
                ClickStreamHook("there_is_none").get_waiter("acme_ready") is client.return_value.get_waiter.return_value
            )

    def test_set_client(self) -> None:
        """A hook with a ``_client`` of its own asks it for waiters and metadata."""
        hook = ClickStreamHook("there_is_none")
        hook._client = mock.MagicMock()
        assert hook.get_waiter("acme_ready") is hook._client.get_waiter.return_value
        hook._client.meta.region_name = "eu-acme-1"
        assert hook.conn_region_name == "eu-acme-1"

    def test_patched_get_client_type(self) -> None:
        """``conn`` is what a patched ``get_client_type`` gives, or ``get_resource_type``."""
        with (
            mock.patch.object(OrderQueueHook, "get_client_type") as get_client_type,
            mock.patch.object(AwsBaseHook, "get_connection", return_value=Connection(conn_id="x", conn_type="aws")),
        ):
            assert OrderQueueHook("x").conn is get_client_type.return_value
        with (
            mock.patch.object(PriceTableHook, "get_resource_type") as get_resource_type,
            mock.patch.object(AwsBaseHook, "get_connection", return_value=Connection(conn_id="x", conn_type="aws")),
        ):
            assert PriceTableHook("prices", "x").conn is get_resource_type.return_value

    def test_patched_async_conn(self) -> None:
        """A patched ``get_async_conn`` is entered as the real one."""
        with mock.patch.object(PasswordStoreHook, "get_async_conn") as get_async_conn:
            client = mock.AsyncMock()
            client.get_secret_value.return_value = {"SecretString": "pass"}
            get_async_conn.return_value.__aenter__.return_value = client
            assert asyncio.run(PasswordStoreHook("there_is_none").read("a")) == "pass"


class TestConnection:
    """A connection that a test brings."""

    @pytest.fixture
    def conn(self, bench: AwsBench) -> Connection:
        """A connection that reaches the bench."""
        extra = {
            "region_name": "eu-west-3",
            "endpoint_url": bench.endpoint_url,
            "service_config": {"sts": {"endpoint_url": bench.endpoint_url}},
        }
        keys = bench.worker
        fields: dict[str, Any] = {"login": keys.access_key, "password": keys.secret_key, "extra": json.dumps(extra)}
        return Connection(conn_id="brought", conn_type="aws", **fields)

    def test_patched_on_the_class(self, conn: Connection, bench: AwsBench) -> None:
        """What a patched ``get_connection`` gives is the hook's connection."""
        with mock.patch.object(ReportBucketHook, "get_connection", return_value=conn) as get_connection:
            hook = ReportBucketHook("brought")
            hook.conn.list_buckets()
        get_connection.assert_called_with("brought")
        assert [request.region for request in bench.requests()] == ["eu-west-3"]
        assert hook.conn_config.conn_id == "brought"

    def test_patched_on_the_base(self, conn: Connection, bench: AwsBench) -> None:
        """The same on the base, and for an async client."""
        with mock.patch.object(AwsBaseHook, "get_connection", return_value=conn):
            hook = AwsBaseHook("brought", client_type="s3")

            async def ask() -> None:
                async with await hook.get_async_conn() as client:
                    await client.list_buckets()

            asyncio.run(ask())
        assert [request.region for request in bench.requests()] == ["eu-west-3"]

    def test_overridden(self, conn: Connection, bench: AwsBench) -> None:
        """A subclass brings its connections itself."""

        class Hook(ReportBucketHook):
            @classmethod
            def get_connection(cls, conn_id: str) -> Connection:
                assert conn_id == "anything"
                return conn

        Hook("anything").conn.list_buckets()
        assert [request.region for request in bench.requests()] == ["eu-west-3"]

    def test_settings_set_on_the_hook(self, conn: Connection, bench: AwsBench) -> None:
        """A hook with a ``conn_config`` of its own reads no connection; all it gives is made of that."""
        hook = ClusterLoginHook("there_is_none")
        hook.conn_config = AwsConnectionWrapper(conn)
        assert hook.region_name == hook.conn_region_name == "eu-west-3"
        assert hook.get_credentials().access_key == bench.worker.access_key
        assert hook.account_id == bench.account_id
        assert hook.get_session().region_name == "eu-west-3"

    def test_settings_patched(self, conn: Connection, bench: AwsBench) -> None:
        """The same, patched on the class."""
        settings = AwsConnectionWrapper(conn, region_name="eu-central-1")
        with mock.patch.object(OrderQueueHook, "conn_config", new_callable=mock.PropertyMock, return_value=settings):
            hook = OrderQueueHook("there_is_none")
            assert hook.count_in("eu-south-2") == 0
            hook.create("patched")
        assert [request.region for request in bench.requests()] == ["eu-south-2", "eu-central-1"]


class TestMembers:
    """What else is patched, or is another in a subclass."""

    def test_sessions(self, connect: Connect) -> None:
        """A patched ``get_session`` makes the clients, with region, endpoint and verification of the hook."""
        conn_id = connect(extra={"endpoint_url": "https://acme.test", "verify": False})
        with mock.patch.object(ReportBucketHook, "get_session") as get_session:
            get_session.return_value = mock.MagicMock(spec=boto3.session.Session)
            client = ReportBucketHook(conn_id).conn
        assert client is get_session.return_value.client.return_value
        given = get_session.return_value.client.call_args.kwargs
        assert (given["service_name"], given["endpoint_url"], given["verify"]) == ("s3", "https://acme.test", False)
        assert isinstance(given["config"], Config)

    @pytest.mark.parametrize("where", ["patched", "overridden"])
    def test_region(self, where: str, connect: Connect) -> None:
        """A region of the class's own is that of the clients."""
        if where == "patched":
            target = mock.patch.object(AwsBaseHook, "region_name", new_callable=mock.PropertyMock)
            with target as region_name:
                region_name.return_value = "eu-north-1"
                assert ReportBucketHook(connect()).conn_region_name == "eu-north-1"
            return

        class Hook(ReportBucketHook):
            @property
            def region_name(self) -> str:
                return "eu-north-1"

        assert Hook(connect()).conn_region_name == "eu-north-1"
        assert Hook(connect()).get_client_type(region_name="eu-south-1").meta.region_name == "eu-south-1"

    def test_configuration(self, connect: Connect) -> None:
        """A configuration of the class's own is that of the clients."""

        class Hook(ReportBucketHook):
            @property
            def config(self) -> Any:
                return super().config.merge(Config(read_timeout=13))

        assert Hook(connect()).conn.meta.config.read_timeout == 13

        class LastWord(ReportBucketHook):
            def _get_config(self, config: Any = None) -> Any:
                return super()._get_config(config).merge(Config(read_timeout=17))

        client = LastWord(connect()).conn
        assert client.meta.config.read_timeout == 17
        assert "Airflow/" in client.meta.config.user_agent_extra

    def test_verification(self, connect: Connect, bench: AwsBench) -> None:
        """A verification of the class's own is that of the clients."""

        class Hook(ReportBucketHook):
            verify = "/there/is/no/such.pem"

        # An https endpoint, or nothing is verified.
        endpoint_url = bench.endpoint_url.replace("http:", "https:")
        hook = Hook(connect(extra={"endpoint_url": endpoint_url}), config={"retries": {"total_max_attempts": 1}})
        with pytest.raises(OSError, match=r"such\.pem|No such file"):
            hook.conn.list_buckets()

    def test_account(self) -> None:
        """A patched account is the account."""
        with mock.patch.object(ClusterLoginHook, "account_id", new_callable=mock.PropertyMock, return_value="1234"):
            assert ClusterLoginHook("there_is_none").account_id == "1234"
        hook = ClusterLoginHook("there_is_none")
        hook.account_id = "5678"
        assert hook.account_id == "5678"

    def test_keys(self) -> None:
        """Patched keys are the keys."""
        keys = mock.Mock(access_key="k", secret_key="s", token="t")
        with mock.patch.object(ClusterLoginHook, "get_credentials", return_value=keys):
            clause = ClusterLoginHook("there_is_none").build_unload_clause()
        assert clause == "aws_access_key_id=k;aws_secret_access_key=s;token=t"

    def test_waiters(self) -> None:
        """A patched ``get_waiter`` is waited with."""
        with mock.patch.object(ClickStreamHook, "get_waiter") as get_waiter:
            ClickStreamHook("there_is_none").wait_for("stream_active", "clicks", delay=5)
        get_waiter.assert_called_once_with("stream_active", config_overrides={"delay": 5})
        get_waiter.return_value.wait.assert_called_once_with(StreamName="clicks")

    def test_logger(self) -> None:
        """A patched ``log`` is written to."""
        with mock.patch.object(ReportBucketHook, "conn"), mock.patch.object(ReportBucketHook, "log") as log:
            ReportBucketHook("there_is_none").put("a", 1, bucket="b")
        log.info.assert_called_once_with("Writing the report %s to %s", "a", "b")

    def test_constructor(self) -> None:
        """A subclass that never calls the base's constructor works as far as it needs nothing of it."""
        with mock.patch.object(AwsGenericHook, "__init__", return_value=None) as init:
            OrderQueueHook("x", region_name="eu-west-1")
        init.assert_called_once_with("x", region_name="eu-west-1", client_type="sqs")
