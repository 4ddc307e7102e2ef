"""botocore's models, read once for all sessions of a process."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import DataNotFoundError, UnknownServiceError
from botocore.loaders import JSONFileLoader, create_loader
from botocore.regions import EndpointResolver

from airflow_provider_awsconn.sessions import loader as loader_module
from airflow_provider_awsconn.sessions.loader import ModelFileLoader, SharedLoader, _get_loader, share_loader
from tests.unit.credentials.fakes import run_at_once, run_in_child

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = {"region_name": "eu-west-1", "aws_access_key_id": "AKIA", "aws_secret_access_key": "s"}


@pytest.fixture(autouse=True)
def own_loaders() -> Iterator[None]:
    """What other tests have read is not there."""
    _get_loader.cache_clear()
    yield
    _get_loader.cache_clear()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The model files that are read, in order."""
    read: list[str] = []
    load_file = ModelFileLoader.load_file

    def load(self: ModelFileLoader, file_path: str) -> Any:
        found: Any = load_file(self, file_path)
        if found is not None:
            read.append(file_path)
        return found

    monkeypatch.setattr(ModelFileLoader, "load_file", load)
    return read


def build_session() -> boto3.session.Session:
    """A boto3 session that reads its models through the loader of the process."""
    session = botocore.session.Session()
    share_loader(session)
    return boto3.session.Session(botocore_session=session, **REGION)


def count_models(reads: list[str], service: str) -> int:
    """Count how often the model of a service was read."""
    return sum(f"/{service}/" in path and "/service-2" in path for path in reads)


def test_many_sessions_read_a_model_once(reads: list[str]) -> None:
    """The second session, client or resource reads nothing that the first one read."""
    build_session().client("sqs")
    build_session().resource("sqs")
    first = len(reads)
    for _ in range(5):
        build_session().client("sqs")
        build_session().resource("sqs")
    assert (count_models(reads, "sqs"), len(reads) - first) == (1, 0)


def test_many_threads_read_a_model_once(reads: list[str]) -> None:
    """16 threads with sessions of their own wait for one reading, and all clients work."""
    share_loader(botocore.session.Session())
    services = run_at_once(16, lambda: build_session().client("sqs").meta.service_model.service_name)
    assert services == ["sqs"] * 16
    assert count_models(reads, "sqs") == 1


def test_models_with_extras_are_whole_for_every_thread() -> None:
    """Botocore merges extras into what it has read: nobody sees it half done."""
    loader = SharedLoader(_get_loader(None).search_paths)
    models = run_at_once(16, lambda: loader.load_service_model("s3", "service-2"))
    assert len({id(model) for model in models}) == 1
    alone = botocore.session.Session().get_component("data_loader").load_service_model("s3", "service-2")
    assert json.dumps(models[0], sort_keys=True) == json.dumps(alone, sort_keys=True)


def test_search_paths_do_not_grow() -> None:
    """Each boto3 session adds its own folder; the folders of the shared loader stay those they are."""
    before = list(_get_loader(None).search_paths)
    for _ in range(10):
        build_session()
    loader: Any = build_session()._loader
    assert loader is _get_loader(None)
    assert loader.search_paths == before
    assert len(set(before)) == len(before)
    assert before[-1].endswith("boto3/data")


def test_what_boto3_offers_is_the_same() -> None:
    """Services and resources are those of a plain boto3 session."""
    shared, plain = build_session(), boto3.session.Session(**REGION)
    assert shared.get_available_services() == plain.get_available_services()
    assert shared.get_available_resources() == plain.get_available_resources()
    paths = {*boto3.session.Session()._loader.search_paths}
    assert set(_get_loader(None).search_paths) == paths


def write_model(folder: Path, **more: Any) -> None:
    """Write the model of a service of one's own."""
    model = more | {
        "metadata": {
            "apiVersion": "2026-01-01",
            "endpointPrefix": "own",
            "protocol": "json",
            "serviceFullName": "Own",
            "serviceId": "Own",
            "signatureVersion": "v4",
            "jsonVersion": "1.1",
            "targetPrefix": "Own",
        },
        "operations": {},
        "shapes": {},
    }
    (folder / "own" / "2026-01-01").mkdir(parents=True)
    (folder / "own" / "2026-01-01" / "service-2.json").write_text(json.dumps(model))


def test_a_data_path_of_the_worker_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_DATA_PATH has models of one's own beside boto3's; without it they are not there."""
    write_model(tmp_path)
    assert "own" not in build_session().get_available_services()
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    session = build_session()
    assert {"own", "s3"} <= set(session.get_available_services())
    assert session.client("own", endpoint_url="http://own:1").meta.service_model.service_id == "Own"
    assert session._loader.search_paths[0] == str(tmp_path)
    monkeypatch.delenv("AWS_DATA_PATH")
    assert "own" not in build_session().get_available_services()


def test_a_child_has_what_its_parent_read(reads: list[str]) -> None:
    """A forked task reads no model again, and its lock is free."""
    build_session().client("sqs")
    with _get_loader(None)._lock.get():
        assert run_in_child(lambda: (build_session().client("sqs").meta.region_name, count_models(reads, "sqs"))) == (
            "('eu-west-1', 1)"
        )


# One service of each protocol, with a call that has lists, maps or a body in it.
CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "s3": ("put_object", {"Bucket": "b", "Key": "k", "Body": b"text", "Metadata": {"b": "1", "a": "2"}}),
    "sqs": ("send_message_batch", {"QueueUrl": "http://q/1", "Entries": [{"Id": "1", "MessageBody": "text"}]}),
    "dynamodb": ("put_item", {"TableName": "t", "Item": {"b": {"S": "x"}, "a": {"L": [{"N": "1"}]}}}),
    "ec2": ("describe_instances", {"Filters": [{"Name": "tag:a", "Values": ["1", "2"]}], "MaxResults": 5}),
    "sts": (
        "assume_role_with_web_identity",
        {"RoleArn": "a" * 20, "RoleSessionName": "me", "WebIdentityToken": "jwt."},
    ),
    "lambda": ("create_function", {"FunctionName": "f", "Role": "arn:aws:iam::123456789012:role/r", "Code": {}}),
    "cloudwatch": ("put_metric_data", {"Namespace": "n", "MetricData": [{"MetricName": "m", "Value": 1.5}]}),
}
ALL_CALLS = pytest.mark.parametrize("service", CALLS)


@pytest.fixture
def decoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What models are decoded with; the installed Airflow may bring the faster one."""
    if request.param == "json":
        monkeypatch.setattr(loader_module, "msgspec", None)


both_decoders = pytest.mark.parametrize(
    "decoder",
    [pytest.param("msgspec", marks=pytest.mark.skipif(find_spec("msgspec") is None, reason="not there")), "json"],
    indirect=True,
)


def capture_request(client: Any, service: str) -> tuple[Any, ...]:
    """What a call would send, unsent: method, URL, headers and body."""
    sent: list[Any] = []

    def keep(request: Any, **_: Any) -> None:
        sent.append(request)
        raise InterruptedError

    client.meta.events.register("before-send", keep)
    operation, arguments = CALLS[service]
    with pytest.raises(InterruptedError):
        getattr(client, operation)(**arguments)
    (request,) = sent
    headers = {name: value for name, value in request.headers.items() if name.lower() != "amz-sdk-invocation-id"}
    body = request.body.read() if hasattr(request.body, "read") else request.body
    return request.method, request.url, headers, body


@both_decoders
@pytest.mark.usefixtures("decoder")
@ALL_CALLS
def test_models_are_those_of_botocore(service: str) -> None:
    """Every model of a service says the same, in the same order."""
    ours, plain = SharedLoader(_get_loader(None).search_paths), create_loader()
    for type_name in ("service-2", "endpoint-rule-set-1", "paginators-1", "waiters-2"):
        if service not in plain.list_available_services(type_name):
            continue
        # As text: that two dicts have their keys in another order makes them no less equal.
        assert json.dumps(ours.load_service_model(service, type_name)) == json.dumps(
            plain.load_service_model(service, type_name)
        )


@both_decoders
@pytest.mark.usefixtures("decoder")
@ALL_CALLS
def test_clients_are_those_of_botocore(service: str) -> None:
    """A client knows the same operations, waiters, paginators and endpoint, and sends the same request."""
    config = Config(signature_version=UNSIGNED)
    ours, plain = (
        session.client(service, config=config) for session in (build_session(), boto3.session.Session(**REGION))
    )
    assert ours.meta.service_model.operation_names == plain.meta.service_model.operation_names
    assert ours.meta.service_model.shape_names == plain.meta.service_model.shape_names
    assert ours.meta.endpoint_url == plain.meta.endpoint_url
    assert ours.waiter_names == plain.waiter_names
    names = plain.meta.method_to_api_mapping
    assert [name for name in names if ours.can_paginate(name)] == [name for name in names if plain.can_paginate(name)]
    assert capture_request(ours, service) == capture_request(plain, service)


@both_decoders
@pytest.mark.usefixtures("decoder")
@pytest.mark.parametrize(
    "text",
    [
        b'{"b": 1, "a": [1.0, -0.0, 1e5, true, null, 12345678901234567890123]}',
        b'{"a": 1, "a": 2}',
        '{"\u00e9": "\U0001f600", "a": "\\ud83d\\ude00 \\/"}'.encode(),
        b'{"a": NaN, "b": Infinity}',
        b'{"a": "\\ud800"}',
        b"[]",
        b"null",
        b"",
        b"{",
        b'{"a": 1} x',
        b"\xef\xbb\xbf{}",
        b'{"a": "\xff"}',
    ],
)
@pytest.mark.parametrize("extension", [".json", ".json.gz"])
def test_files_are_read_as_botocore_reads_them(tmp_path: Path, text: bytes, extension: str) -> None:
    """Also what no model holds, and what is broken: the same value, or an error of the same class and text."""
    path = tmp_path / f"model{extension}"
    path.write_bytes(gzip.compress(text) if extension == ".json.gz" else text)
    assert read(ModelFileLoader(), tmp_path / "model") == read(JSONFileLoader(), tmp_path / "model")


def read(loader: JSONFileLoader, path: Path) -> tuple[str, str]:
    """What a file loader gives for a path, or how it fails."""
    try:
        found = loader.load_file(str(path))
    except (ValueError, OSError, EOFError) as error:
        return type(error).__name__, str(error)
    return type(found).__name__.removeprefix("Ordered").lower(), json.dumps(found, default=dict)


def test_the_first_of_a_models_files_counts(tmp_path: Path) -> None:
    """Plain before compressed, a null is no model, a folder is no file, and a broken archive is an error."""
    (tmp_path / "both.json").write_text('{"a": 1}')
    (tmp_path / "both.json.gz").write_bytes(gzip.compress(b'{"a": 2}'))
    (tmp_path / "null.json").write_text("null")
    (tmp_path / "null.json.gz").write_bytes(gzip.compress(b'{"a": 3}'))
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "short.json.gz").write_bytes(gzip.compress(b'{"a": 4}')[:-4])
    (tmp_path / "not.json.gz").write_text("{}")
    for name in ("both", "null", "folder", "short", "not", "nothing"):
        assert read(ModelFileLoader(), tmp_path / name) == read(JSONFileLoader(), tmp_path / name), name


@both_decoders
@pytest.mark.usefixtures("decoder")
def test_endpoints_are_those_of_botocore() -> None:
    """``endpoints.json`` says the same, in the same order, and gives the same endpoint for every service."""
    ours, plain = (
        loader.load_data("endpoints") for loader in (SharedLoader(_get_loader(None).search_paths), create_loader())
    )
    assert ours == plain
    assert json.dumps(ours, default=dict) == json.dumps(plain)
    resolvers = EndpointResolver(ours), EndpointResolver(plain)
    for partition in plain["partitions"]:
        for service in [*partition["services"], "nosuchservice"]:
            for region in ("eu-west-1", "cn-north-1", "us-gov-west-1", "mars-1"):
                first, second = (
                    resolver.construct_endpoint(service, region, partition["partition"]) for resolver in resolvers
                )
                assert first == second
            listed, listed_plain = (
                resolver.get_available_endpoints(service, partition["partition"], allow_non_regional=True)
                for resolver in resolvers
            )
            assert listed == listed_plain


@both_decoders
@pytest.mark.usefixtures("decoder")
@pytest.mark.parametrize(
    "text",
    [
        '{"partitions": [], "version": 3}',
        '{"version": 3}',
        '{"partitions": [{"services": {}, "partition": "aws"}]}',
        '{"partitions": [{"services": [1], "partition": "aws"}]}',
        '{"partitions": {"aws": 1}}',
        '{"partitions": 1}',
        '{"partitions": [1], "more": "text"}',
        "[]",
        "{",
    ],
)
def test_endpoints_of_a_deployment_may_be_anything(tmp_path: Path, text: str) -> None:
    """A file of another form is read whole, or is botocore's error."""
    (tmp_path / "endpoints.json").write_text(text)
    assert read(ModelFileLoader(), tmp_path / "endpoints") == read(JSONFileLoader(), tmp_path / "endpoints")


@pytest.mark.skipif(find_spec("msgspec") is None, reason="not there")
def test_late_services_are_a_mapping_like_others() -> None:
    """Whoever looks at them sees what a dict would show."""
    partition = SharedLoader(_get_loader(None).search_paths).load_data("endpoints")["partitions"][0]
    plain = create_loader().load_data("endpoints")["partitions"][0]["services"]
    services = partition["services"]
    assert (len(services), list(services), list(services.values())) == (len(plain), list(plain), list(plain.values()))
    assert ("s3" in services, "nothing" in services, services.get("nothing", 1)) == (True, False, 1)
    assert services["s3"] is services["s3"]
    assert repr(services) == repr(dict(services))
    with pytest.raises(KeyError, match="nothing"):
        services["nothing"]


def test_a_service_is_found_without_listing_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """To find a model, the folders of that service are looked at, and none of the hundreds of others."""
    listed: list[str] = []
    listdir = os.listdir

    def count(path: Any = ".") -> list[str]:
        listed.append(Path(path).name)
        return listdir(path)

    monkeypatch.setattr(os, "listdir", count)
    build_session().client("sqs")
    assert set(listed) == {"sqs"}


@pytest.mark.parametrize(
    "name",
    ["nosuchservice", "", ".", "..", "s3/2006-03-01", "s3/../sqs", "S3", "sqs ", None, 5, "sdk-default-configuration"],
)
def test_an_unknown_service_is_botocores_error(name: Any) -> None:
    """A name that is no service is refused with all names that are, whatever the file system makes of it."""
    texts = []
    for loader in (_get_loader(None), create_loader()):
        with pytest.raises(UnknownServiceError) as caught:
            loader.load_service_model(name, "service-2")
        texts.append(str(caught.value))
    assert texts[0] == texts[1]


def test_a_service_without_such_a_model_is_botocores_error() -> None:
    """A service has no model of every type, nor of every version."""
    loader = SharedLoader(_get_loader(None).search_paths)
    with pytest.raises(UnknownServiceError):
        loader.load_service_model("sqs", "resources-2")
    with pytest.raises(DataNotFoundError):
        loader.load_service_model("sqs", "service-2", "1999-01-01")
    # Afterwards everybody sees all services again.
    assert len(loader.list_available_services("service-2")) > 300


def test_who_lists_all_services_gets_all_while_others_load() -> None:
    """The shortcut of a thread that loads a model is its own."""
    loader = SharedLoader(_get_loader(None).search_paths)
    seen: list[int] = []

    class Slow(ModelFileLoader):
        def load_file(self, file_path: str) -> Any:
            (count,) = run_at_once(1, lambda: len(loader.list_available_services("service-2")))
            seen.append(count)
            return super().load_file(file_path)

    loader.file_loader = Slow()
    loader.load_service_model("sqs", "service-2")
    assert seen
    assert min(seen) > 300


def test_a_customised_model_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of the deployment's own beats botocore's, by the same version or a later one, and takes its extras."""
    path = create_loader().load_service_model("sqs", "service-2")["metadata"]["apiVersion"]
    folder = tmp_path / "sqs" / path
    folder.mkdir(parents=True)
    model = create_loader().load_service_model("sqs", "service-2")
    model["metadata"]["serviceFullName"] = "Ours"
    (folder / "service-2.json").write_text(json.dumps(model))
    (folder / "service-2.sdk-extras.json").write_text(json.dumps({"merge": {"metadata": {"extra": {"a": 1}}}}))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    metadata = build_session().client("sqs").meta.service_model.metadata
    assert metadata["serviceFullName"] == "Ours"
    assert metadata["extra"] == {"a": 1}


def test_models_in_the_home_folder_are_found(tmp_path: Path) -> None:
    """``~/.aws/models`` is searched, as botocore does."""
    write_model(tmp_path / ".aws" / "models")
    code = """
import botocore.session
from airflow_provider_awsconn.sessions.loader import share_loader
session = botocore.session.Session()
share_loader(session)
print(session.create_client("own", region_name="eu-west-1", endpoint_url="http://own:1").meta.service_model.service_id)
"""
    assert run_fresh(code, HOME=str(tmp_path)) == "Own"


def test_boto3_is_found_and_not_imported() -> None:
    """The folder of boto3's models is in the list of a process that has not loaded boto3."""
    code = """
import sys
import botocore.session
from airflow_provider_awsconn.sessions.loader import share_loader
session = botocore.session.Session()
share_loader(session)
print(len(session.get_component("data_loader").list_available_services("resources-1")), "boto3" in sys.modules)
"""
    assert run_fresh(code) == f"{len(boto3.session.Session().get_available_resources())} False"


def test_an_environment_without_msgspec_has_clients() -> None:
    """Nothing here requires it."""
    code = """
import sys
sys.modules["msgspec"] = None
import botocore.session
from airflow_provider_awsconn.sessions.loader import share_loader
session = botocore.session.Session()
share_loader(session)
print(session.create_client("s3", region_name="eu-west-1").meta.endpoint_url)
"""
    assert run_fresh(code) == "https://s3.eu-west-1.amazonaws.com"


def run_fresh(code: str, **environment: str) -> str:
    """Run code in a fresh process and give what it prints."""
    finished = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()
