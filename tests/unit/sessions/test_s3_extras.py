"""The transfers that boto3's S3 clients know, on clients of a botocore session."""

from __future__ import annotations

import inspect
import io
import json
import pydoc
import subprocess
import sys
from os import environ, pathsep
from typing import TYPE_CHECKING, Any

import boto3.s3.inject
import boto3.session
import botocore.session
import pytest

from airflow_provider_awsconn.sessions.s3_extras import METHODS, register_s3_extras
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from pathlib import Path

    from tests.aws_bench import AwsBench


def build_session(bench: AwsBench | None = None) -> botocore.session.Session:
    """A botocore session whose S3 clients have the extras."""
    session = botocore.session.Session()
    register_s3_extras(session)
    session.set_config_variable("region", REGION)
    keys = (bench.worker.access_key, bench.worker.secret_key) if bench else ("AKIA", "secret")
    session.set_credentials(*keys)
    return session


def list_names(client: Any) -> set[str]:
    """The public names of a client."""
    return {name for name in dir(client) if not name.startswith("_")}


def test_a_client_has_the_names_of_boto3s() -> None:
    """Every name of boto3's S3 client is there, in the client's listing too, and no other."""
    session = boto3.session.Session("AKIA", "secret", region_name=REGION)
    plain = botocore.session.Session().create_client("s3", region_name=REGION)
    assert list_names(build_session().create_client("s3")) == list_names(session.client("s3"))
    assert list_names(session.client("s3")) - list_names(plain) == set(METHODS)


def test_other_services_are_left_alone() -> None:
    """Only S3 has extras; boto3 adds nothing to the clients of other services."""
    ours, theirs = build_session(), boto3.session.Session("AKIA", "secret", region_name=REGION)
    for service in ("s3control", "sqs", "dynamodb", "ec2"):
        assert list_names(ours.create_client(service)) == list_names(theirs.client(service))


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_boto3s_own(name: str) -> None:
    """Function, signature and help text are those of boto3, from the client and from its class."""
    client: Any = build_session().create_client("s3")
    theirs = getattr(boto3.session.Session("AKIA", "secret", region_name=REGION).client("s3"), name)
    ours = getattr(client, name)
    assert ours.__func__ is theirs.__func__
    assert ours.__self__ is client
    assert inspect.signature(ours) == inspect.signature(theirs)
    assert pydoc.render_doc(ours) == pydoc.render_doc(theirs)
    assert getattr(type(client), name) is getattr(boto3.s3.inject, name)


def test_transfers_work(bench: AwsBench, tmp_path: Path) -> None:
    """Files and streams go up, are copied and come down."""
    client: Any = build_session(bench).create_client("s3", endpoint_url=bench.endpoint_url)
    client.create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": REGION})
    (tmp_path / "up").write_bytes(b"one")
    client.upload_file(str(tmp_path / "up"), "data", "file", ExtraArgs={"Metadata": {"a": "b"}})
    client.upload_fileobj(io.BytesIO(b"two"), "data", "stream")
    client.copy({"Bucket": "data", "Key": "file"}, "data", "copied")
    client.download_file(Bucket="data", Key="copied", Filename=str(tmp_path / "down"))
    down = io.BytesIO()
    client.download_fileobj("data", "stream", down)
    assert ((tmp_path / "down").read_bytes(), down.getvalue()) == (b"one", b"two")
    assert client.head_object(Bucket="data", Key="file")["Metadata"] == {"a": "b"}
    assert {"PutObject", "HeadObject", "GetObject"} <= {request.action for request in bench.requests()}
    for key in ("file", "stream", "copied"):
        client.delete_object(Bucket="data", Key=key)
    client.delete_bucket(Bucket="data")


def test_a_method_may_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of users put their own in the place of a client's method, and take it back."""
    client: Any = build_session().create_client("s3")
    monkeypatch.setattr(client, "upload_file", lambda *_: "not sent")
    assert client.upload_file("a", "b", "c") == "not sent"
    monkeypatch.undo()
    assert client.upload_file.__func__ is boto3.s3.inject.upload_file


@pytest.mark.parametrize("times", [1, 2])
def test_a_boto3_session_may_be_built_on_the_same_session(times: int) -> None:
    """Whoever comes first: boto3's methods are there, once, and no client fails."""
    session = build_session()
    resource_session = boto3.session.Session(botocore_session=session)
    for _ in range(times):
        register_s3_extras(session)
    client = resource_session.client("s3")
    assert list_names(client) == list_names(build_session().create_client("s3"))
    assert type(client).__dict__["upload_file"] is boto3.s3.inject.upload_file
    assert resource_session.resource("s3").Object("b", "k").upload_file.__func__ is boto3.s3.inject.object_upload_file


def test_a_method_of_somebody_else_is_refused_as_boto3_does() -> None:
    """Nobody's method is replaced without a word."""

    def add(class_attributes: dict[str, Any], **_: Any) -> None:
        class_attributes["copy"] = print

    texts = []
    for session in (build_session(), boto3.session.Session("AKIA", "secret", region_name=REGION)._session):
        session.get_component("event_emitter").register_first("creating-client-class.s3", add)
        with pytest.raises(RuntimeError) as caught:
            session.create_client("s3")
        texts.append(str(caught.value))
    assert texts[0] == texts[1]


def test_boto3_is_loaded_when_a_method_is_used() -> None:
    """A client of S3 loads neither boto3 nor s3transfer, until somebody takes one of the methods."""
    code = """
import json, sys
import botocore.session
from airflow_provider_awsconn.sessions.s3_extras import METHODS, register_s3_extras
session = botocore.session.Session()
register_s3_extras(session)
client = session.create_client("s3", region_name="eu-west-1")
dir(client)
before = sorted({"boto3", "s3transfer"} & set(sys.modules))
client.upload_file
print(json.dumps([before, sorted({"boto3", "s3transfer"} & set(sys.modules))]))
"""
    finished = subprocess.run(
        [sys.executable, "-c", code],
        env=environ | {"PYTHONPATH": pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert json.loads(finished.stdout) == [[], ["boto3", "s3transfer"]]
