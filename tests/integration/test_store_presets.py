"""What a store's preset is for: stores that refuse what boto3 does by itself, and one that is real."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import re
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.credentials.web_servers import Certificates, make_certificates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message

    from demo.stores import Store
    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
BUCKET = "mine"
ERROR = "<?xml version='1.0'?><Error><Code>{}</Code><Message>{}</Message></Error>"
# What boto3 adds by itself: checksums before or behind the body, and the wish to have one in the answer.
UNASKED = re.compile(r"x-amz-(checksum-.+|sdk-checksum-algorithm|trailer)|content-encoding", re.IGNORECASE)


@dataclass
class PickyStore:
    """A store on loopback that knows path-style addresses and one region, and no checksum of AWS's.

    Attributes:
        url: where it is.
        authority: the file of the authority that its certificate is of.
        regions: the regions that it takes.
        objects: what is in it, by path.
        regions_seen: the regions that requests were signed for.
    """

    url: str
    authority: str
    regions: set[str] = field(default_factory=lambda: {"us-east-1"})
    objects: dict[str, bytes] = field(default_factory=dict)
    regions_seen: set[str] = field(default_factory=set)

    def refuse(self, method: str, headers: Message) -> tuple[str, str] | None:
        """Say what is wrong with a request."""
        if headers["Host"] != urlsplit(self.url).netloc:
            return "InvalidRequest", "Virtual-hosted addresses are not supported"
        unasked = sorted(name for name in headers if UNASKED.fullmatch(name))
        # Deleting many objects needs a checksum, and botocore's own is passed over there.
        if method == "POST" and not headers["Content-MD5"]:
            return "MissingContentMD5", "Missing required header for this request: Content-MD5"
        if unasked and method != "POST":
            return "NotImplemented", f"Header {unasked[0].lower()} is not implemented"
        region = headers["Authorization"].split("/")[2]
        self.regions_seen.add(region)
        if region not in self.regions:
            return "InvalidRegionName", f"The region name {region} is not valid"
        return None


class PickyServer(ThreadingHTTPServer):
    """Serves a picky store."""

    daemon_threads = True
    store: PickyStore

    def handle_error(self, *_: Any) -> None:
        """Say nothing: who is refused hangs up."""


class PickyHandler(BaseHTTPRequestHandler):
    """Answers one client."""

    protocol_version = "HTTP/1.1"
    server: PickyServer

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def handle_expect_100(self) -> bool:
        """Refuse before the body is sent."""
        return self.accepts() and super().handle_expect_100()

    def accepts(self) -> bool:
        """Refuse what the store does not know, and tell whether it was accepted."""
        refusal = self.server.store.refuse(self.command, self.headers)
        if refusal:
            self.close_connection = True
            self.answer(501, ERROR.format(*refusal).encode())
        return refusal is None

    def answer(self, status: int, body: bytes = b"") -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def serve(self) -> None:
        """Keep an object, or give it."""
        if not self.accepts():
            return
        objects, path = self.server.store.objects, urlsplit(self.path).path
        if self.command == "PUT":
            objects[path] = self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.answer(200)
        elif self.command == "POST":
            body = self.rfile.read(int(self.headers["Content-Length"]))
            md5 = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
            self.answer(200 if md5 == self.headers["Content-MD5"] else 400, b"<DeleteResult/>")
        elif path in objects:
            self.answer(200, objects[path])
        else:
            self.answer(404, ERROR.format("NoSuchKey", "There is no such key").encode())

    do_PUT = do_GET = do_HEAD = do_POST = serve  # noqa: N815 - the names are the base class's


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A private authority, and a certificate of it for localhost."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def picky(certificates: Certificates) -> Iterator[PickyStore]:
    """The store, empty, with TLS: only there boto3 sends checksums behind the body."""
    with PickyServer(("127.0.0.1", 0), PickyHandler) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.server)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.store = PickyStore(f"https://localhost:{server.server_port}", certificates.authority)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.store
        server.shutdown()
        thread.join()


@pytest.fixture
def connect(picky: PickyStore, airflow_connection: AirflowConnection) -> Callable[..., Any]:
    """Make a client of S3 from a connection to the picky store, with keys of Extra added."""

    def build(**extra: Any) -> Any:
        given = {
            "endpoint_url": picky.url,
            "verify": picky.authority,
            "config_kwargs": {"retries": {"max_attempts": 0}},
        }
        conn_id = airflow_connection("picky", login=KEY, password=SECRET, extra=given | extra)
        return AwsHook(conn_id, client_type="s3").get_conn()

    return build


def use(client: Any) -> bytes:
    """Write, write a stream, look, and read."""
    client.put_object(Bucket=BUCKET, Key="a", Body=b"1")
    client.upload_fileobj(io.BytesIO(b"22"), BUCKET, "b")
    assert client.head_object(Bucket=BUCKET, Key="b")["ContentLength"] == 2
    target = io.BytesIO()
    client.download_fileobj(BUCKET, "b", target)
    read: bytes = client.get_object(Bucket=BUCKET, Key="a")["Body"].read()
    return read + target.getvalue()


@pytest.mark.parametrize("extra", [{}, {"store": "minio"}, {"store": "ceph"}], ids=["by-its-host", "minio", "ceph"])
def test_a_picky_store_works(extra: dict[str, Any], connect: Callable[..., Any], picky: PickyStore) -> None:
    """With nothing but the endpoint, and with a store's name; each object is where its path says, as it was given."""
    assert use(connect(**extra)) == b"122"
    assert picky.objects == {f"/{BUCKET}/a": b"1", f"/{BUCKET}/b": b"22"}
    assert picky.regions_seen == {"us-east-1"}


def test_a_resource_and_a_client_of_ones_own_work_too(picky: PickyStore, airflow_connection: AirflowConnection) -> None:
    """All ways to a client are one way."""
    extra = {"endpoint_url": picky.url, "verify": picky.authority}
    conn_id = airflow_connection("picky", login=KEY, password=SECRET, extra=extra)
    assert use(AwsHook(conn_id, resource_type="s3").get_conn().meta.client) == b"122"
    assert use(AwsHook(conn_id, client_type="s3", shared=False).get_conn()) == b"122"
    assert picky.regions_seen == {"us-east-1"}


@pytest.mark.parametrize(
    ("config", "call", "refusal"),
    [
        pytest.param(
            {"request_checksum_calculation": "when_supported"},
            lambda s3: s3.put_object(Bucket=BUCKET, Key="a", Body=b"1"),
            r"NotImplemented.+Header (content-encoding|x-amz-.+) is not implemented",
            id="request-checksum",
        ),
        pytest.param(
            {"response_checksum_validation": "when_supported"},
            lambda s3: s3.get_object(Bucket=BUCKET, Key="a"),
            "NotImplemented.+Header x-amz-checksum-mode is not implemented",
            id="response-checksum",
        ),
        pytest.param(
            {"s3": {"addressing_style": "virtual"}},
            lambda s3: s3.get_object(Bucket=BUCKET, Key="a"),
            # Whether the host with the bucket in its name is found is up to this machine.
            "Virtual-hosted addresses are not supported|Could not connect|certificate verify failed",
            id="virtual-host",
        ),
    ],
)
def test_each_part_of_the_preset_is_needed_there_and_can_be_overridden(
    config: dict[str, Any], call: Callable[[Any], object], refusal: str, connect: Callable[..., Any]
) -> None:
    """With boto3's own setting back in place the store refuses, and so would boto3's client be."""
    with pytest.raises((ClientError, BotoCoreError), match=refusal):
        call(connect(config_kwargs=config | {"retries": {"max_attempts": 0}}))


def test_boto3_alone_is_refused(picky: PickyStore, connect: Callable[..., Any]) -> None:
    """A client without the preset does not get through; nor does one of a connection that calls the store AWS."""
    plain = boto3.client(
        "s3",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        region_name="us-east-1",
        endpoint_url=picky.url,
        verify=picky.authority,
    )
    for client in (plain, connect(store="aws", region_name="us-east-1")):
        with pytest.raises((ClientError, BotoCoreError)):
            client.put_object(Bucket=BUCKET, Key="a", Body=b"1")
    assert picky.objects == {}


def test_a_store_with_a_region_of_its_own_works_whatever_the_worker_says(
    connect: Callable[..., Any], picky: PickyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R2 takes no region of AWS: that of the environment is not sent, that of the connection is."""
    picky.regions = {"auto", "weur"}
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert use(connect(store="r2")) == b"122"
    assert use(connect(store="r2", region_name="weur")) == b"122"
    assert picky.regions_seen == {"auto", "weur"}
    with pytest.raises(ClientError, match=r"InvalidRegionName.+The region name eu-west-1 is not valid"):
        use(connect())


def test_deleting_many_objects_at_an_old_store_works_as_the_docs_say(
    connect: Callable[..., Any], picky: PickyStore, airflow_connection: AirflowConnection
) -> None:
    """With the piece of Python on the page, and not without."""
    objects = {"Objects": [{"Key": "a"}]}
    with pytest.raises(ClientError, match="MissingContentMD5"):
        connect().delete_objects(Bucket=BUCKET, Delete=objects)
    airflow_connection(
        "old_store", login=KEY, password=SECRET, extra={"endpoint_url": picky.url, "verify": picky.authority}
    )
    page = (Path(__file__).parents[2] / "docs" / "stores.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```python\n(.+?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(block, "stores.md", "exec"), names)
    assert names["s3"].delete_objects(Bucket=BUCKET, Delete=objects)["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_presigned_urls_can_be_signed_as_requests_are(connect: Callable[..., Any]) -> None:
    """boto3 signs those of us-east-1 in an older way; the page says how to change that."""
    asked = {"Params": {"Bucket": BUCKET, "Key": "a"}}
    assert "X-Amz-Signature" not in connect().generate_presigned_url("get_object", **asked)
    own = {"s3": {"config_kwargs": {"signature_version": "s3v4"}}}
    assert "X-Amz-Signature" in connect(service_config=own).generate_presigned_url("get_object", **asked)
    assert use(connect(service_config=own)) == b"122"


# A real store, by its name: an address has path-style addresses from botocore itself.


@pytest.mark.parametrize("extra", [{}, {"store": "seaweedfs"}], ids=["by-its-host", "by-name"])
def test_seaweedfs_works_by_its_host_name(
    extra: dict[str, Any], store: Store, airflow_connection: AirflowConnection
) -> None:
    """Objects small and large, with and without a checksum, listed and deleted; no region is said anywhere."""
    url = store.endpoint_url.replace("127.0.0.1", "localhost")
    conn_id = airflow_connection(
        "seaweed", login=store.access_key, password=store.secret_key, extra={"endpoint_url": url, **extra}
    )
    client = AwsHook(conn_id, client_type="s3").get_conn()
    bucket = f"presets-{extra.get('store', 'any')}"
    client.create_bucket(Bucket=bucket)
    large = bytes(9 * 1024 * 1024)
    client.put_object(Bucket=bucket, Key="small", Body=b"1")
    client.put_object(Bucket=bucket, Key="checked", Body=b"2", ChecksumAlgorithm="CRC32")
    client.upload_fileobj(io.BytesIO(large), bucket, "large")
    bodies = {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for key in ("small", "checked", "large")}
    assert bodies == {"small": b"1", "checked": b"2", "large": large}
    objects = [{"Key": each["Key"]} for each in client.list_objects_v2(Bucket=bucket)["Contents"]]
    assert len(objects) == 3
    assert len(client.delete_objects(Bucket=bucket, Delete={"Objects": objects})["Deleted"]) == 3
    client.delete_bucket(Bucket=bucket)
    assert client.meta.region_name == "us-east-1"


def test_a_role_of_seaweedfs_needs_no_region(store: Store, airflow_connection: AirflowConnection) -> None:
    """STS is the store's, in the region that it takes."""
    extra = {"endpoint_url": store.endpoint_url, "store": "seaweedfs", "role_arn": store.reader_role_arn}
    conn_id = airflow_connection("role", login=store.access_key, password=store.secret_key, extra=extra)
    assert "Buckets" in AwsHook(conn_id, client_type="s3").get_conn().list_buckets()


def test_other_services_of_a_server_need_no_region(bench: AwsBench, airflow_connection: AirflowConnection) -> None:
    """A server with many of AWS's services is one such as LocalStack; each request is signed for a region it takes."""
    conn_id = airflow_connection(
        "local",
        login=bench.worker.access_key,
        password=bench.worker.secret_key,
        extra={"endpoint_url": bench.endpoint_url, "store": "localstack"},
    )
    hook = AwsHook(conn_id)
    hook.get_client_type("sqs").list_queues()
    hook.get_client_type("dynamodb").list_tables()
    hook.get_client_type("s3").list_buckets()
    assert {(request.region, request.status) for request in bench.requests()} == {("us-east-1", 200)}
    assert len(bench.requests()) == 3


# The same with async clients.


def use_on_loop(conn_id: str) -> bytes:
    """Write, write a stream, look, and read, with an async client."""

    async def use_it() -> bytes:
        async with AwsHook(conn_id, client_type="s3").async_client() as client:
            await client.put_object(Bucket=BUCKET, Key="a", Body=b"1")
            await client.put_object(Bucket=BUCKET, Key="b", Body=io.BytesIO(b"22"))
            assert (await client.head_object(Bucket=BUCKET, Key="b"))["ContentLength"] == 2
            read = []
            for key in ("a", "b"):
                answer = await client.get_object(Bucket=BUCKET, Key=key)
                async with answer["Body"] as body:
                    read.append(await body.read())
            return b"".join(read)

    return asyncio.run(use_it())


@pytest.fixture
def connect_async(picky: PickyStore, airflow_connection: AirflowConnection) -> Callable[..., str]:
    """Make a connection to the picky store, with keys of Extra added, for an async client."""
    pytest.importorskip("aiobotocore")
    given = {"endpoint_url": picky.url, "verify": picky.authority, "config_kwargs": {"retries": {"max_attempts": 0}}}
    return lambda **extra: airflow_connection("picky", login=KEY, password=SECRET, extra=given | extra)


@pytest.mark.parametrize("extra", [{}, {"store": "minio"}, {"store": "r2"}], ids=["by-its-host", "minio", "r2"])
def test_a_picky_store_works_with_async_clients(
    extra: dict[str, Any], connect_async: Callable[..., str], picky: PickyStore
) -> None:
    """The preset is theirs too, and a store that has a region of its own is asked in that."""
    region = "auto" if extra.get("store") == "r2" else "us-east-1"
    picky.regions = {region}
    assert use_on_loop(connect_async(**extra)) == b"122"
    assert picky.objects == {f"/{BUCKET}/a": b"1", f"/{BUCKET}/b": b"22"}
    assert picky.regions_seen == {region}


@pytest.mark.parametrize(
    "extra",
    [
        {"store": "aws", "region_name": "us-east-1"},
        {"config_kwargs": {"request_checksum_calculation": "when_supported"}},
        {"config_kwargs": {"s3": {"addressing_style": "virtual"}}},
    ],
    ids=["aws", "checksum", "virtual-host"],
)
def test_without_the_preset_a_picky_store_refuses_async_clients(
    extra: dict[str, Any], connect_async: Callable[..., str], picky: PickyStore
) -> None:
    """Each part of it is needed there."""
    config = {"retries": {"max_attempts": 0}, **extra.get("config_kwargs", {})}
    with pytest.raises((ClientError, BotoCoreError)):
        use_on_loop(connect_async(**extra | {"config_kwargs": config}))
    assert picky.objects == {}


def test_seaweedfs_works_with_async_clients(store: Store, airflow_connection: AirflowConnection) -> None:
    """By its host name, with keys and with a role of its own STS, objects small and large; no region is said."""
    pytest.importorskip("aiobotocore")
    url = store.endpoint_url.replace("127.0.0.1", "localhost")
    large = bytes(9 * 1024 * 1024)
    of_writer = {"login": store.access_key, "password": store.secret_key}
    airflow_connection("writer", **of_writer, extra={"endpoint_url": url})
    airflow_connection(
        "reader", **of_writer, extra={"endpoint_url": url, "store": "seaweedfs", "role_arn": store.reader_role_arn}
    )

    async def use_both() -> None:
        writer, reader = (AwsHook(conn_id, client_type="s3").async_client() for conn_id in ("writer", "reader"))
        async with writer as write, reader as read:
            await write.create_bucket(Bucket="async")
            await write.put_object(Bucket="async", Key="checked", Body=b"2", ChecksumAlgorithm="CRC32")
            await write.put_object(Bucket="async", Key="large", Body=io.BytesIO(large))
            pages = read.get_paginator("list_objects_v2").paginate(Bucket="async", PaginationConfig={"PageSize": 1})
            keys = [each["Key"] async for page in pages for each in page["Contents"]]
            assert keys == ["checked", "large"]
            answer = await read.get_object(Bucket="async", Key="large")
            async with answer["Body"] as body:
                assert await body.read() == large
            with pytest.raises(ClientError, match="AccessDenied"):
                await read.put_object(Bucket="async", Key="no", Body=b"3")
            deleted = await write.delete_objects(Bucket="async", Delete={"Objects": [{"Key": key} for key in keys]})
            assert len(deleted["Deleted"]) == 2
            await write.delete_bucket(Bucket="async")
            assert read.meta.region_name == "us-east-1"

    asyncio.run(use_both())


def test_other_services_of_a_server_need_no_region_for_async_clients(
    bench: AwsBench, airflow_connection: AirflowConnection
) -> None:
    """Each request is signed for a region that the server takes."""
    pytest.importorskip("aiobotocore")
    extra = {"endpoint_url": bench.endpoint_url, "store": "localstack"}
    conn_id = airflow_connection("local", login=bench.worker.access_key, password=bench.worker.secret_key, extra=extra)

    async def use_all() -> None:
        for service, operation in {"sqs": "list_queues", "dynamodb": "list_tables", "s3": "list_buckets"}.items():
            async with AwsHook(conn_id).async_client(service) as client:
                await getattr(client, operation)()

    asyncio.run(use_all())
    assert [(request.region, request.status) for request in bench.requests()] == [("us-east-1", 200)] * 3
