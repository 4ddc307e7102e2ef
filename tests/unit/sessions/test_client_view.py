"""Views of one client: each works as the client does, and what is done to one is done to no other."""

from __future__ import annotations

import copy
import gc
import io
import pickle
import threading
import uuid
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ParamValidationError
from botocore.handlers import validate_bucket_name
from botocore.stub import Stubber

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.sessions.client_view import view_client
from airflow_provider_awsconn.sessions.factory import SessionFactory
from tests.aws_bench.clients import build_client
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.aws_bench import AwsBench

LOCATION = {"LocationConstraint": REGION}
META = ("region_name", "endpoint_url", "partition", "method_to_api_mapping", "service_model")
# One event of each stage of a request, and what its handler is to give back.
EVENTS = (
    "provide-client-params.s3.ListBuckets",
    "before-parameter-build.s3.ListBuckets",
    "before-call.s3",
    "request-created.s3.ListBuckets",
    "before-sign.s3",
    "before-send.s3.ListBuckets",
    "needs-retry.s3.ListBuckets",
    "after-call.s3.ListBuckets",
    "before-send",
    "*.s3.ListBuckets",
)
REGISTER = ("register", "register_first", "register_last")


class Many:
    """A client of many, and how many clients were made in all."""

    def __init__(self, bench: AwsBench, service: str = "s3") -> None:
        connection = parse_connection(
            conn_id="c",
            login=bench.worker.access_key,
            password=bench.worker.secret_key,
            extra={"endpoint_url": bench.endpoint_url, "region_name": REGION},
        )
        self.factory = SessionFactory(connection)
        self.service = service
        self.made = 0
        self.client = self.build()

    def build(self) -> Any:
        """Make one more client."""
        self.made += 1
        return self.factory.build_client(self.service)

    def view(self) -> Any:
        """Give one more view."""
        return view_client(self.client, self.build)


@pytest.fixture
def bucket(bench: AwsBench) -> Iterator[str]:
    """The name of a bucket that nobody has made; when the test has, it is taken away."""
    name = f"bucket-{uuid.uuid4()}"
    yield name
    bench.clear_faults()
    client = build_client(bench, "s3", bench.worker, region=REGION)
    if name in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
        for item in client.list_objects_v2(Bucket=name).get("Contents", []):
            client.delete_object(Bucket=name, Key=item["Key"])
        client.delete_bucket(Bucket=name)


@pytest.fixture
def many(bench: AwsBench) -> Many:
    """A client of S3."""
    return Many(bench)


def count_calls() -> tuple[list[str], Callable[..., None]]:
    """A handler that changes nothing, and the list of events it was called for."""
    calls: list[str] = []

    def handle(event_name: str, **_: Any) -> None:
        calls.append(event_name)

    return calls, handle


def list_ports(bench: AwsBench) -> list[int]:
    """The sockets that the requests came from, in order."""
    return [request.client_port for request in bench.requests()]


# A view works as the client does.


def test_a_view_is_of_the_clients_class(many: Many) -> None:
    """Whoever asks what it is, is told the same; its name in the log too."""
    view = many.view()
    assert type(view) is type(many.client)
    assert isinstance(view, BaseClient)
    assert type(view).__name__ == "S3"
    assert set(dir(view)) == set(dir(many.client))
    assert view is not many.client


@pytest.mark.parametrize("name", META)
def test_what_a_view_tells_is_what_the_client_tells(many: Many, name: str) -> None:
    """Its metadata are those of the client, before and after it has become one of its own."""
    view = many.view()
    assert getattr(view.meta, name) == getattr(many.client.meta, name)
    view.meta.events.register("before-send", lambda **_: None)
    if name != "service_model":
        assert getattr(view.meta, name) == getattr(many.client.meta, name)
    assert view.meta.service_model.service_name == "s3"


def test_the_configuration_of_a_view_is_the_clients(many: Many) -> None:
    """The same object, and one that says the same of a client of its own."""
    view = many.view()
    assert view.meta.config is many.client.meta.config
    view.meta.events.register("before-send", lambda **_: None)
    options: Any = type(view.meta.config).OPTION_DEFAULTS
    told = [{name: getattr(client.meta.config, name) for name in options} for client in (view, many.client)]
    assert told[0] == told[1]


@pytest.mark.parametrize("parted", [False, True], ids=["shared", "own"])
def test_everything_of_a_client_works(many: Many, bench: AwsBench, bucket: str, parted: bool) -> None:
    """Operations, pages, waiters, exceptions and presigned URLs."""
    view = many.view()
    pages, waiter = view.get_paginator("list_objects_v2"), view.get_waiter("bucket_exists")
    if parted:
        view.meta.events.register("before-send", lambda **_: None)
    view.create_bucket(Bucket=bucket, CreateBucketConfiguration=LOCATION)
    waiter.wait(Bucket=bucket)
    for number in range(3):
        view.put_object(Bucket=bucket, Key=f"{number}", Body=b"x")
    found = pages.paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    assert [item["Key"] for page in found for item in page["Contents"]] == ["0", "1", "2"]
    assert view.can_paginate("list_objects_v2")
    assert view.waiter_names == many.client.waiter_names
    with pytest.raises(view.exceptions.NoSuchKey):
        view.get_object(Bucket=bucket, Key="none")
    url = view.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "0"})
    assert url.startswith(f"{bench.endpoint_url}/{bucket}/0?")
    assert view.generate_presigned_post(bucket, "0")["fields"]["key"] == "0"
    with pytest.raises(AttributeError):
        _ = view.no_such_operation
    assert many.made == 1 + parted


def test_an_error_of_one_view_is_the_others_too(many: Many) -> None:
    """Code that has a client catches what a callee's client has raised, as with one client."""
    first, second = many.view(), many.view()
    second.meta.events.register("before-send", lambda **_: None)
    for raiser, catcher in ((first, second), (second, first), (first, many.client)):
        with pytest.raises(catcher.exceptions.NoSuchBucket):
            raiser.list_objects_v2(Bucket="nobody-made-it")


@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy, pickle.dumps])
def test_copies_are_refused_as_by_a_client(many: Many, copier: Callable[[Any], object]) -> None:
    """A botocore client can't be copied or pickled; a view neither."""
    for client in (many.client, many.view()):
        with pytest.raises((RecursionError, TypeError, AttributeError, pickle.PicklingError)):
            copier(client)


def test_events_can_be_copied(many: Many) -> None:
    """As those of a client: the copy is for others, and its handlers are not the client's."""
    view = many.view()
    calls, handle = count_calls()
    copy.copy(many.client.meta.events).register("before-send.s3", handle)
    copied = copy.copy(view.meta.events)
    copied.register("before-send.s3", handle)
    many.view().list_buckets()
    view.list_buckets()
    assert calls == []
    copied.emit("before-send.s3.ListBuckets")
    assert calls == ["before-send.s3.ListBuckets"]


def test_an_attribute_stays_on_its_view(many: Many) -> None:
    """As tests of users do: what is set on one view is on no other, and stays when it becomes one of its own."""
    view, other = many.view(), many.view()
    view.note, view.list_buckets = "mine", lambda: "not sent"
    view.meta.events.register("before-send", lambda **_: None)
    assert (view.note, view.list_buckets()) == ("mine", "not sent")
    for client in (other, many.client):
        with pytest.raises(AttributeError):
            _ = client.note
        assert client.list_buckets()["Buckets"] is not None


# Handlers.


@pytest.mark.parametrize("how", REGISTER)
@pytest.mark.parametrize("event", EVENTS)
def test_a_handler_is_of_its_view_alone(many: Many, event: str, how: str) -> None:
    """It is called for requests of its view, and never for those of others, whether they came before or after."""
    before, view = many.view(), many.view()
    for client in (before, view):
        client.list_buckets()
    calls, handle = count_calls()
    getattr(view.meta.events, how)(event, handle)
    for client in (before, many.view(), many.client):
        client.list_buckets()
    assert calls == []
    view.list_buckets()
    assert calls
    assert many.made == 2
    seen = len(calls)
    view.meta.events.unregister(event, handle)
    view.list_buckets()
    assert len(calls) == seen


def test_a_handler_changes_requests_of_its_view_alone(many: Many, bench: AwsBench) -> None:
    """A header that is added before signing is sent by one view, and by no other."""
    view, other = many.view(), many.view()

    def add(request: Any, **_: Any) -> None:
        request.headers["x-mine"] = "1"

    view.meta.events.register("before-sign.s3", add)
    for client in (other, view, many.view(), view):
        client.list_buckets()
    assert ["x-mine" in request.header_names for request in bench.requests()] == [False, True, False, True]


def test_unregistering_takes_nothing_from_others(many: Many) -> None:
    """A handler of botocore's own, here the look at a bucket's name, is taken from one view alone."""
    before, view = many.view(), many.view()
    view.meta.events.unregister("before-parameter-build.s3", validate_bucket_name)
    for client in (before, many.view(), many.client):
        with pytest.raises(ParamValidationError):
            client.head_bucket(Bucket="a b")
    with pytest.raises(ClientError):
        view.head_bucket(Bucket="a b")


def test_a_handler_by_its_id(many: Many) -> None:
    """unique_id is known again: two registrations are one, and one of the view's own is unregistered by it."""
    view = many.view()
    calls, handle = count_calls()
    for _ in range(2):
        view.meta.events.register("before-call.s3.ListBuckets", handle, unique_id="mine")
    view.list_buckets()
    assert len(calls) == 1
    view.meta.events.unregister("before-call.s3.ListBuckets", unique_id="mine")
    view.list_buckets()
    assert (len(calls), many.made) == (1, 2)


@pytest.mark.parametrize("how", REGISTER)
def test_arguments_may_be_named(many: Many, how: str) -> None:
    """As botocore's own events take them."""
    view, (calls, handle) = many.view(), count_calls()
    getattr(view.meta.events, how)(event_name="before-send.s3", handler=handle, unique_id="mine")
    view.list_buckets()
    view.meta.events.unregister(event_name="before-send.s3", unique_id="mine")
    view.list_buckets()
    view.meta.events.unregister(event_name="before-send.s3")
    assert len(calls) == 1


def test_a_handler_on_events_whose_view_is_gone(many: Many) -> None:
    """It is on nobody's client; the events themselves go on being those of a client of their own."""
    (calls, handle), events = count_calls(), many.view().meta.events
    gc.collect()
    events.register("before-send.s3", handle)
    many.client.list_buckets()
    many.view().list_buckets()
    assert calls == []
    events.emit("before-send.s3.ListBuckets", request=None)
    assert calls == ["before-send.s3.ListBuckets"]


def test_two_views_may_each_have_their_own(many: Many, bench: AwsBench) -> None:
    """Each is a client of its own then, with connections of its own."""
    views = [many.view(), many.view()]
    counted = [count_calls() for _ in views]
    for view, (_, handle) in zip(views, counted, strict=True):
        view.meta.events.register("before-send.s3", handle)
        view.list_buckets()
        view.list_buckets()
    assert [len(calls) for calls, _ in counted] == [2, 2]
    ports = list_ports(bench)
    assert ports[0] == ports[1] != ports[2] == ports[3]


def test_a_handler_may_come_from_many_threads(many: Many) -> None:
    """Threads that part one view at once make one client, and none of their handlers gets lost or goes astray."""
    view, barrier = many.view(), threading.Barrier(16)
    calls, handle = count_calls()

    def register(number: int) -> None:
        barrier.wait(20)
        view.meta.events.register("before-send.s3", lambda n=number, **_: handle(str(n)))

    with ThreadPoolExecutor(16) as threads:
        list(threads.map(register, range(16)))
    many.view().list_buckets()
    assert calls == []
    view.list_buckets()
    assert sorted(map(int, calls)) == list(range(16))
    assert many.made == 2


def test_a_view_that_takes_long_to_part_loses_no_handler(many: Many, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second thread does not wait for ever, and parts the view itself: the first one's handler joins its own."""
    monkeypatch.setattr("airflow_provider_awsconn.sessions.patience.PATIENCE_SECONDS", 0.1)
    calls, handle = count_calls()
    started, go_on = threading.Event(), threading.Event()

    def build() -> Any:
        if not started.is_set():
            started.set()
            go_on.wait(20)
        return many.build()

    view = view_client(many.client, build)
    first = threading.Thread(target=view.meta.events.register, args=("before-send.s3", handle))
    first.start()
    assert started.wait(20)
    view.meta.events.register("before-sign.s3", handle)
    go_on.set()
    first.join(20)
    view.list_buckets()
    assert sorted(call.split(".")[0] for call in calls) == ["before-send", "before-sign"]


def test_a_handler_that_comes_while_a_view_parts_is_its_own(many: Many) -> None:
    """The second thread's handler waits for the client that is made for the first one's."""
    calls, handle = count_calls()
    started = threading.Event()
    seconds: list[threading.Thread] = []

    class Late:
        """A client that lets another thread register whenever something is asked of it."""

        def __init__(self, client: Any) -> None:
            self.__dict__.update(vars(client), close=client.close)

        @property
        def meta(self) -> Any:
            """The metadata, once the other thread has had its time."""
            if not started.is_set():
                started.set()
                second = threading.Thread(target=view.meta.events.register, args=("before-send.s3", handle))
                seconds.append(second)
                second.start()
                second.join(0.3)
            return vars(self)["meta"]

    client = many.client
    view = view_client(client, lambda: Late(many.build()))
    view.meta.events.register("before-sign.s3", handle)
    for second in seconds:
        second.join(20)
    many.view().list_buckets()
    assert calls == []
    view.list_buckets()
    assert [name.split(".")[0] for name in calls] == ["before-sign", "before-send"]


def test_a_client_that_can_not_be_made_leaves_the_view_as_it_is(many: Many) -> None:
    """Who registers is told why; the handler is on nobody's client, and the next one tries again."""
    failures = [OSError("no more files")]

    def build() -> Any:
        if failures:
            raise failures.pop()
        return many.build()

    view = view_client(many.client, build)
    calls, handle = count_calls()
    with pytest.raises(OSError, match=r"^no more files$"):
        view.meta.events.register("before-send.s3", handle)
    view.list_buckets()
    assert calls == []
    view.meta.events.register("before-send.s3", handle)
    view.list_buckets()
    assert len(calls) == 1


def test_a_stub_is_of_its_view_alone(many: Many, bench: AwsBench) -> None:
    """Botocore's Stubber answers for one view; others ask AWS, and so does it again afterwards."""
    view, other = many.view(), many.view()
    with Stubber(view) as stubber:
        stubber.add_response("list_buckets", {"Buckets": [{"Name": "stubbed"}]})
        for client in (other, many.view()):
            assert client.list_buckets()["Buckets"] != [{"Name": "stubbed"}]
        assert [bucket["Name"] for bucket in view.list_buckets()["Buckets"]] == ["stubbed"]
        stubber.assert_no_pending_responses()
    assert view.list_buckets()["Buckets"] != [{"Name": "stubbed"}]
    assert bench.count("ListBuckets") == 3


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_transfers_keep_a_view_shared(many: Many, bench: AwsBench, bucket: str, tmp_path: Path) -> None:
    """boto3's transfers register handlers on the client they use; no other client is made for that."""
    view, path = many.view(), tmp_path / "file"
    view.create_bucket(Bucket=bucket, CreateBucketConfiguration=LOCATION)
    path.write_bytes(b"x" * 1000)
    progress: list[int] = []
    view.upload_file(str(path), bucket, "key", Callback=progress.append)
    assert sum(progress) == 1000
    many.view().download_file(bucket, "key", str(tmp_path / "down"))
    down = io.BytesIO()
    many.view().download_fileobj(bucket, "key", down)
    many.view().copy({"Bucket": bucket, "Key": "key"}, bucket, "copied")
    assert (tmp_path / "down").read_bytes() == down.getvalue() == b"x" * 1000
    assert many.made == 1
    # With a handler of its own, transfers of the view have it too.
    calls, handle = count_calls()
    view.meta.events.register("before-send.s3.PutObject", handle)
    view.upload_file(str(path), bucket, "again", Callback=progress.append)
    many.view().upload_file(str(path), bucket, "other")
    assert (len(calls), sum(progress), many.made) == (1, 2000, 2)
    assert {request.access_key for request in bench.requests()} == {bench.worker.access_key}


# The end of a client.


def test_close_hurts_nobody(many: Many, bench: AwsBench) -> None:
    """A view that is closed leaves the connections of others open, and can itself go on."""
    view, other = many.view(), many.view()
    for client in (view, other):
        client.list_buckets()
    view.close()
    for client in (other, view):
        client.list_buckets()
    assert len(set(list_ports(bench))) == 1


def test_close_leaves_requests_on_their_way(many: Many, bench: AwsBench) -> None:
    """Requests of others that wait for their answer get it."""
    bench.set_fault("ListBuckets", times=8, silent=True)
    views = [many.view() for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(view.list_buckets) for view in views]
        bench.wait_for(8, "ListBuckets")
        many.view().close()
        for view in views:
            view.close()
        bench.clear_faults()
        answers = [each.result(20) for each in waiting]
    assert all(answer["ResponseMetadata"]["HTTPStatusCode"] == 200 for answer in answers)
    assert bench.count("ListBuckets") == 8


def test_a_client_of_its_own_is_really_closed(many: Many, bench: AwsBench) -> None:
    """With a handler it has connections of its own, which close ends; those of others stay."""
    view, other = many.view(), many.view()
    view.meta.events.register("before-send", lambda **_: None)
    for client in (view, other):
        client.list_buckets()
    view.close()
    for client in (view, other):
        client.list_buckets()
    ports = list_ports(bench)
    assert ports[0] != ports[2]
    assert ports[1] == ports[3]


def test_a_view_outlives_all_others(bench: AwsBench, bucket: str) -> None:
    """Who holds a view needs nobody else to hold the client, a redirect to a bucket's region included."""
    many = Many(bench)
    far = many.factory.build_client("s3", "us-west-2")
    far.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
    client = many.client
    many.client = None
    view, clients = view_client(client, many.build), weakref.WeakSet([client])
    del client
    gc.collect()
    assert len(clients) == 1
    bench.clear()
    bench.set_fault("ListObjectsV2", times=1, status=301, error_code="PermanentRedirect")
    pages = view.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    assert [page["KeyCount"] for page in pages] == [0]
    listed = [(request.action, request.region) for request in bench.requests()]
    assert (listed[0], listed[-1]) == (("ListObjectsV2", REGION), ("ListObjectsV2", "us-west-2"))
    method = view.list_buckets
    del view, pages
    gc.collect()
    assert method()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_nothing_is_kept_of_views(many: Many) -> None:
    """Views and clients of their own are freed with their last holder; the client of many is not."""
    views, clients = weakref.WeakSet[Any](), weakref.WeakSet([many.client])
    build = many.build

    def build_and_note() -> Any:
        made = build()
        clients.add(made)
        return made

    def keep(held: Any) -> Callable[..., None]:
        def handle(**_: Any) -> None:
            assert held

        return handle

    for number in range(20):
        view = view_client(many.client, build_and_note)
        views.add(view)
        if number % 4 == 0:
            view.meta.events.register("before-send.s3", keep(view))
        view.list_buckets()
    assert many.made == 6
    del view
    gc.collect()
    assert (len(views), len(clients)) == (0, 1)


def test_a_view_goes_with_its_last_holder(many: Many) -> None:
    """At once: views hold no rings, which would wait for Python's collector."""
    gc.collect()
    gc.disable()
    try:
        view = many.view()
        view.list_buckets()
        seen = weakref.ref(view)
        del view
        assert seen() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("service", ["sts", "sqs", "dynamodb", "ec2", "s3control"])
def test_a_view_of_any_service(bench: AwsBench, service: str) -> None:
    """Its operations are those of the client; a handler is its own."""
    many = Many(bench, service)
    view = many.view()
    assert view.meta.service_model.service_name == service
    view.meta.events.register("before-send", lambda **_: None)
    assert set(dir(view)) == set(dir(many.client))
    assert many.made == 2
