"""The hook of logins: sessions, keys, account and roles."""

from __future__ import annotations

import base64
import urllib.parse
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.credentials import Credentials

from .base import AwsBaseHook
from .cluster_login import ClusterLoginHook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench

    from .conftest import Connect


@pytest.fixture(scope="module")
def hook(connect_once: Connect) -> Iterator[ClusterLoginHook]:
    """A hook with a role that has a path."""
    hook = ClusterLoginHook(connect_once())
    hook.create_role("loader", "/acme/")
    yield hook
    hook.conn.delete_role(RoleName="loader")


def test_a_role_is_expanded(hook: ClusterLoginHook, bench: AwsBench) -> None:
    """A name becomes the ARN that IAM knows, path and all; an ARN stays what it is, and nobody is asked."""
    arn = f"arn:aws:iam::{bench.account_id}:role/acme/loader"
    assert hook.expand_role("loader", region_name="eu-central-1") == hook.expand_role("loader") == arn
    bench.clear()
    assert hook.expand_role(arn) == arn
    assert bench.requests() == []


def test_the_account_is_asked_once(hook: ClusterLoginHook, bench: AwsBench) -> None:
    """The account is that of the keys, and STS is asked for it once a hook."""
    bench.clear()
    hook = ClusterLoginHook(hook.aws_conn_id)
    assert hook.account_id == bench.account_id
    assert hook.build_role_arn("x") == f"arn:aws:iam::{bench.account_id}:role/x"
    assert [request.action for request in bench.requests()] == ["GetCallerIdentity"]


def test_the_token_is_signed_with_the_connections_keys(hook: ClusterLoginHook, bench: AwsBench) -> None:
    """A signer takes region, credentials and events of a session of the hook."""
    token = hook.build_token("blue")
    address = urllib.parse.urlsplit(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode())
    asked = urllib.parse.parse_qs(address.query)
    assert address.hostname == "sts.eu-west-1.amazonaws.com"
    (credential,) = asked["X-Amz-Credential"]
    assert credential.startswith(f"{bench.worker.access_key}/")
    assert asked["X-Amz-SignedHeaders"] == ["host;x-acme-cluster"]


def test_keys_of_the_connection(hook: ClusterLoginHook, bench: AwsBench) -> None:
    """Key and secret are the connection's, and there is no token."""
    expected = f"aws_access_key_id={bench.worker.access_key};aws_secret_access_key={bench.worker.secret_key}"
    assert hook.build_unload_clause() == expected
    assert hook.get_credentials(region_name="eu-central-1").access_key == bench.worker.access_key


def test_keys_of_a_role(connect: Connect, bench: AwsBench) -> None:
    """Key, secret and token are those of the session that the connection's role gives."""
    arguments = {"RoleSessionName": "acme", "ExternalId": "of-acme", "DurationSeconds": 900}
    extra = {"role_arn": bench.role_arn, "assume_role_kwargs": arguments}
    hook = ClusterLoginHook(connect("role", extra=extra))
    keys = hook.get_credentials()
    request = bench.requests(action="AssumeRole")[0]
    assert (request.role_arn, request.role_session_name) == (bench.role_arn, "acme")
    assert (request.external_id, request.duration_seconds) == ("of-acme", 900)
    assert keys.access_key != bench.worker.access_key
    assert ";token=" in hook.build_unload_clause()
    client = boto3.session.Session(*keys).client("s3", region_name="eu-west-1", endpoint_url=bench.endpoint_url)
    assert client.list_buckets()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_sessions_are_boto3s(hook: ClusterLoginHook, bench: AwsBench) -> None:
    """A session is boto3's own, with the hook's keys and region."""
    session = hook.get_session()
    assert isinstance(session, boto3.session.Session)
    assert session.region_name == "eu-west-1"
    assert session.get_credentials().access_key == bench.worker.access_key
    assert hook.get_session(region_name="eu-central-1").region_name == "eu-central-1"
    buckets = session.client("s3", endpoint_url=bench.endpoint_url).list_buckets()["Buckets"]
    assert buckets == list(session.resource("s3", endpoint_url=bench.endpoint_url).buckets.all())


def test_without_a_connection_it_is_the_lookup_chain(bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection, on purpose, means the keys of the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-3")
    monkeypatch.setenv("AWS_ENDPOINT_URL", bench.endpoint_url)
    for nothing in (None, ""):
        bench.clear()
        hook = AwsBaseHook(aws_conn_id=nothing, client_type="s3")
        hook.conn.list_buckets()
        (request,) = bench.requests()
        assert (request.access_key, request.region) == (bench.worker.access_key, "eu-west-3")
        assert hook.region_name is None
        assert not hook.conn_config
        assert AwsBaseHook(nothing, region_name="eu-central-1", client_type="s3").conn_region_name == "eu-central-1"


def test_the_connection_is_tested(hook: ClusterLoginHook, connect: Connect, bench: AwsBench) -> None:
    """Good keys pass and wrong ones don't, whoever asks."""
    passed, message = hook.test_connection()
    assert passed
    assert bench.account_id in message
    assert bench.worker.secret_key not in message
    passed, message = ClusterLoginHook(connect("wrong", password="wrong")).test_connection()
    assert not passed
    assert message


def test_a_subclass_brings_other_sessions(connect: Connect, bench: AwsBench) -> None:
    """What ``get_session`` of a subclass gives is what clients, resources, keys and account are made of."""
    connect(login="AKIANOBODY", password="wrong")

    class Hook(ClusterLoginHook):
        def get_session(self, region_name: str | None = None, deferrable: bool = False) -> boto3.session.Session:
            assert not deferrable
            region_name = region_name or self.region_name
            return boto3.session.Session(bench.worker.access_key, bench.worker.secret_key, region_name=region_name)

    hook = Hook()
    assert hook.account_id == bench.account_id
    assert hook.get_credentials().access_key == bench.worker.access_key
    assert hook.conn.list_roles()["Roles"]
    assert hook.expand_role("etl") == bench.role_arn
    assert list(Hook(client_type=None, resource_type="s3").conn.buckets.all()) == []
    assert {request.access_key for request in bench.requests()} == {bench.worker.access_key}
    clients = [*bench.requests(action="ListRoles"), *bench.requests(action="ListBuckets")]
    assert [" Airflow/" in request.user_agent for request in clients] == [True, True]
    assert isinstance(hook.get_session().get_credentials(), Credentials)
