"""botocore's models, read once for all sessions of a process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3.session
import botocore.session
import pytest
from botocore.loaders import JSONFileLoader

from airflow_provider_awsconn.sessions.loader import SharedLoader, _get_loader, share_loader
from tests.unit.credentials.fakes import run_at_once, run_in_child

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
    load_file = JSONFileLoader.load_file

    def load(self: JSONFileLoader, file_path: str) -> Any:
        found: Any = load_file(self, file_path)
        if found is not None:
            read.append(file_path)
        return found

    monkeypatch.setattr(JSONFileLoader, "load_file", load)
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


def write_model(folder: Path) -> None:
    """Write the model of a service of one's own."""
    model = {
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
