"""Errors of clients say what is likely wrong, at the end of their text, and nothing else about them changes."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, EndpointConnectionError, NoRegionError, ProfileNotFound
from botocore.stub import Stubber

from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.credentials.deployment import Deployment
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.errors import InvalidConnectionError, Problem
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.sessions import error_hints
from airflow_provider_awsconn.sessions.error_hints import ErrorHints
from airflow_provider_awsconn.sessions.factory import SessionFactory
from tests.unit.conftest import REGION
from tests.unit.test_layers import NAME, list_loaded_modules

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench, Keys
    from tests.unit.conftest import BenchConnection

ADVICE = "give the two that belong together; in a URI write + as %2B and / as %2F, and have proxies keep Host and path"


@pytest.fixture
def wrong(bench: AwsBench, bench_connection: BenchConnection) -> str:
    """A connection whose secret is another's."""
    from tests.aws_bench import Keys

    return bench_connection(keys=Keys(bench.worker.access_key, bench.limited.secret_key))


def say(bench: AwsBench, region: str = f"{REGION} (extra.region_name)") -> str:
    """The hint for that connection."""
    return (
        f" - connection 'bench', region {region}, credentials: login and password: the secret access key "
        "is not that of "
        f"the access key {bench.worker.access_key}; {ADVICE}"
    )


def fail(call: Callable[[], object]) -> ClientError:
    """What a request comes to."""
    with pytest.raises(ClientError) as raised:
        call()
    return raised.value


def list_resources(conn_id: str) -> list[Any]:
    """The buckets, by a resource."""
    return list(AwsHook(conn_id, resource_type="s3").conn.buckets.all())


WAYS: dict[str, Callable[[str, AwsBench], object]] = {
    "client": lambda conn_id, _: AwsHook(conn_id, client_type="s3").conn.list_buckets(),
    "not-shared": lambda conn_id, _: AwsHook(conn_id, client_type="s3", shared=False).conn.list_buckets(),
    "resource": lambda conn_id, _: list_resources(conn_id),
    "session": lambda conn_id, bench: (
        AwsHook(conn_id).get_session().client("s3", endpoint_url=bench.endpoint_url).list_buckets()
    ),
    "paginator": lambda conn_id, _: list(
        AwsHook(conn_id, client_type="s3").conn.get_paginator("list_objects_v2").paginate(Bucket="b")
    ),
    "account": lambda conn_id, _: AwsHook(conn_id).account_id,
}


@pytest.mark.parametrize("use", WAYS.values(), ids=WAYS)
def test_every_client_of_a_hook_gives_hints(
    use: Callable[[str, AwsBench], object], wrong: str, bench: AwsBench
) -> None:
    """Code, response and operation are botocore's, and so is the start of the text; the hint stands there once."""
    error = fail(lambda: use(wrong, bench))
    assert error.response["Error"]["Code"] == "SignatureDoesNotMatch"
    plain = str(ClientError(error.response, error.operation_name))
    assert str(error) == f"{plain}{say(bench)}"


def test_a_view_that_parts_gives_hints(wrong: str, bench: AwsBench) -> None:
    """With a handler of its own, too; others' views go on."""
    first, second = (AwsHook(wrong, client_type="s3").conn for _ in range(2))
    first.meta.events.register("before-send", lambda **_: None)
    for client in (first, second):
        assert str(fail(client.list_buckets)).endswith(say(bench))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_gives_hints(wrong: str, bench: AwsBench) -> None:
    """A child of a process that has a client makes its own."""
    hook = AwsHook(wrong, client_type="s3")
    fail(hook.get_conn().list_buckets)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, str(fail(hook.get_conn().list_buckets)).encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as told:
        assert told.read().endswith(say(bench))


def test_an_error_that_is_being_handled_tells_nothing_of_the_next(bench: AwsBench) -> None:
    """A task that asks another store when the first does not answer."""
    keys = {"login": bench.worker.access_key, "password": bench.worker.secret_key}
    gone, there = (
        SessionFactory(
            AwsConnection.from_mapping(keys | {"extra": {"endpoint_url": url, "region_name": REGION}}, "c"),
        ).build_client("s3", config={"retries": {"total_max_attempts": 1}})
        for url in ("http://127.0.0.1:1", bench.endpoint_url)
    )
    bench.set_fault(status=404, error_code="NoSuchKey")

    def ask_one_after_the_other() -> object:
        try:
            return gone.list_buckets()
        except EndpointConnectionError:
            return there.get_object(Bucket="b", Key="k")

    error = fail(ask_one_after_the_other)
    assert isinstance(error.__context__, EndpointConnectionError)
    assert str(error) == str(ClientError(error.response, error.operation_name))


FORK_WHILE_LOADING = """
import os, signal, sys, threading
from botocore.exceptions import ClientError
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.sessions.error_hints import add_hint
from airflow_provider_awsconn.sessions.factory import SessionFactory

loading, forking = threading.Event(), threading.Event()

class Slow:
    def find_spec(self, name, path=None, target=None):
        if name.endswith(sys.argv[1]):
            loading.set()
            # The fork waits for this, so nobody sets it.
            forking.wait(0.2)

fields = {"login": "AKIAIOSFODNN7EXAMPLE", "password": "s" * 40, "extra": {"region_name": "eu-west-1"}}
client = SessionFactory(AwsConnection.from_mapping(fields, "c")).build_client("s3")

def get_hint():
    error = ClientError({"Error": {"Code": "AccessDenied"}}, "GetObject")
    add_hint(error, client._awsconn_hints, client)
    return getattr(error, "awsconn_hint", "")

sys.meta_path.insert(0, Slow())
thread = threading.Thread(target=get_hint)
thread.start()
loading.wait(30)
child = os.fork()
if child == 0:
    signal.alarm(20)
    os._exit(0 if get_hint().startswith(" - connection 'c', ") else 1)
status = os.waitpid(child, 0)[1]
thread.join()
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("module", ["diagnosis.stores", "sessions.circumstances"])
def test_a_child_forked_while_hints_are_loaded_does_not_hang(module: str) -> None:
    """The fork waits: Python's lock of a module that a thread of the parent imports would be held in the child."""
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORK_WHILE_LOADING, module],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr


def test_the_region_says_where_it_is_from(wrong: str, bench: AwsBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the hook, of the call, of the environment."""
    error = fail(AwsHook(wrong, client_type="s3", region_name="us-west-2").conn.list_buckets)
    assert str(error).endswith(say(bench, "us-west-2 (argument of the hook)"))
    error = fail(AwsHook(wrong).get_client_type("s3", region_name="us-west-1").list_buckets)
    assert str(error).endswith(say(bench, "us-west-1 (argument of the call)"))
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-2")
    connection = AwsConnection.from_mapping(
        {
            "login": bench.worker.access_key,
            "password": bench.limited.secret_key,
            "extra": {"endpoint_url": bench.endpoint_url},
        },
        "bench",
    )
    error = fail(SessionFactory(connection).build_client("s3").list_buckets)
    assert str(error).endswith(say(bench, "us-east-2 (environment variable AWS_DEFAULT_REGION)"))


def test_a_role_that_signs_is_named(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Who may not do it is the role, and not the key it was asked for with."""
    conn_id = bench_connection(role_arn=bench.nobody_role_arn)
    error = fail(AwsHook(conn_id, client_type="s3").conn.list_buckets)
    role = f"role {bench.nobody_role_arn}"
    assert str(error).endswith(
        f" - connection 'bench', region {REGION} (extra.region_name), credentials: {role} by login and password: the "
        f"credentials are known, and may not do this ({role}); allow ListBuckets to them on what was asked for"
    )


def test_what_nobody_recognises_stays_as_it_is(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """An object that is not there is no fault of a connection; nothing is looked up for such an error."""
    bench.set_fault(status=404, error_code="NoSuchKey")
    client = AwsHook(bench_connection(), client_type="s3").conn
    with mock.patch.object(error_hints.HintSource, "describe", side_effect=AssertionError) as describe:
        error = fail(lambda: client.get_object(Bucket="b", Key="k"))
    assert str(error) == str(ClientError(error.response, error.operation_name))
    assert isinstance(error, client.exceptions.NoSuchKey)
    assert describe.call_count == 0


def test_errors_of_our_own_stay_as_they_are(wrong: str) -> None:
    """They say what is to be said."""
    client = AwsHook(wrong, client_type="s3").conn
    ours = InvalidConnectionError("bench", [Problem("extra.endpoint_url", "is wrong", "give the right one")])
    with (
        mock.patch("botocore.client.BaseClient._make_api_call", side_effect=ours),
        pytest.raises(InvalidConnectionError) as raised,
    ):
        client.list_buckets()
    assert str(raised.value) == "connection 'bench': extra.endpoint_url: is wrong; give the right one"


def test_mocks_of_botocore_still_work(bench_connection: BenchConnection) -> None:
    """What tests put in place of botocore's one way for requests is called, with botocore's arguments."""
    client = AwsHook(bench_connection(), client_type="s3").conn
    with mock.patch("botocore.client.BaseClient._make_api_call", return_value={"Buckets": []}) as call:
        assert client.list_buckets() == {"Buckets": []}
    assert call.call_args.args == ("ListBuckets", {})
    with mock.patch.object(BaseClient, "_make_api_call", autospec=True, return_value={}) as spied:
        client.head_bucket(Bucket="b")
    assert spied.call_args.args[0] is client
    with Stubber(client) as stubber:
        stubber.add_client_error("list_buckets", "InvalidAccessKeyId", http_status_code=403)
        error = fail(client.list_buckets)
    assert " - connection 'bench', " in str(error)


def test_an_error_gets_one_hint(wrong: str) -> None:
    """One that is raised again, by a mock or a handler, too."""
    client = AwsHook(wrong, client_type="s3").conn
    error = fail(client.list_buckets)
    with mock.patch("botocore.client.BaseClient._make_api_call", side_effect=error):
        for _ in range(3):
            assert fail(client.list_buckets) is error
    assert str(error).count(ADVICE) == 1
    assert str(copy.copy(error)).count(ADVICE) <= 1


def test_a_hint_that_fails_is_none(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens on the way, people get the error that was raised."""
    monkeypatch.setattr(
        "airflow_provider_awsconn.sessions.circumstances.describe_circumstances", mock.Mock(side_effect=OSError("no"))
    )
    error = fail(AwsHook(wrong, client_type="s3").conn.list_buckets)
    assert str(error) == str(ClientError(error.response, error.operation_name))
    assert error.__context__ is None


def test_what_is_raised_before_there_is_a_client_has_hints(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing region, a missing profile."""
    keys = {"login": "AKIAIOSFODNN7EXAMPLE", "password": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
    factory = SessionFactory(AwsConnection.from_mapping(keys, "c"))
    with pytest.raises(NoRegionError) as raised:
        factory.build_client("sqs")
    assert str(raised.value) == (
        "You must specify a region. - connection 'c', credentials: login and password: neither connection, hook, "
        "environment nor profile says a region; give extra.region_name, such as eu-west-1, or set "
        "AWS_DEFAULT_REGION on "
        "the worker"
    )
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    builds: tuple[Callable[[], Any], ...] = (
        factory.build_session,
        lambda: SessionFactory(factory.connection).build_client("s3"),
    )
    for build in builds:
        with pytest.raises(ProfileNotFound) as missing:
            build()
        assert str(missing.value).endswith(
            "there is no profile 'nobody' in the AWS files of this worker; there are: none; give one that is there "
            "(environment variable AWS_PROFILE), or add it on the worker"
        )


def test_an_option_leaves_hints_out(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With [awsconn] error_hints = false all is as botocore has it."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__ERROR_HINTS", "false")
    for use in (WAYS["client"], WAYS["not-shared"], WAYS["resource"]):
        error = fail(lambda use=use: use(wrong, None))  # type: ignore[misc]
        assert str(error) == str(ClientError(error.response, error.operation_name))


def test_a_wrong_option_is_told(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for every option that is one of few."""
    monkeypatch.setenv("AIRFLOW__AWSCONN__ERROR_HINTS", "maybe")
    with pytest.raises(ValueError) as raised:
        AwsHook(wrong, client_type="s3").get_conn()
    assert str(raised.value) == "[awsconn] error_hints: 'maybe' is not a choice; give true or false"


# Sessions of the deployment's own.


def build_foreign(bench: AwsBench, made: list[Any], keys: Keys) -> SessionFactory:
    """A factory whose sessions are one of the deployment's own."""
    import boto3.session

    if not made:
        made.append(boto3.session.Session(keys.access_key, bench.limited.secret_key, region_name=REGION))
    connection = AwsConnection.from_mapping({"extra": {"endpoint_url": bench.endpoint_url}}, "theirs")
    return SessionFactory(connection, create_session=lambda _: made[0])


def test_sessions_of_the_deployments_own_have_hints(bench: AwsBench) -> None:
    """They say that the credentials are those of the deployment; a session that is given again has one handler."""
    made: list[Any] = []
    for _ in range(5):
        client = build_foreign(bench, made, bench.worker).build_client("s3")
        error = fail(client.list_buckets)
        assert str(error).endswith(
            f" - connection 'theirs', region {REGION} (session_factory of airflow.cfg, or the call), credentials: the "
            "session_factory of airflow.cfg: the secret access key is not that of the access key; look at both where "
            "they come from, and have proxies keep Host and path"
        )
        assert type(client).__mro__.count(ErrorHints) == 1
    answers = made[0].events.emit("creating-client-class.s3", class_attributes={}, base_classes=[])
    assert [getattr(handler, "func", handler).__name__ for handler, _ in answers].count("_extend_class") == 1


def test_a_session_of_many_connections_names_none_of_them(bench: AwsBench) -> None:
    """Nobody knows whose client it is that such a session makes by itself; one that a hook made is the hook's."""
    made: list[Any] = []
    first = build_foreign(bench, made, bench.worker)
    connection = AwsConnection.from_mapping({"extra": {"endpoint_url": bench.endpoint_url}}, "others")
    second = SessionFactory(connection, create_session=lambda _: made[0])
    for factory, conn_id in ((first, "theirs"), (second, "others"), (first, "theirs")):
        assert f" - connection '{conn_id}', " in str(fail(factory.build_client("s3").list_buckets))
    error = fail(made[0].client("s3", endpoint_url=bench.endpoint_url).list_buckets)
    assert str(error) == str(ClientError(error.response, error.operation_name))


def test_a_session_that_stays_tells_of_the_connection_as_it_is(bench: AwsBench) -> None:
    """One session of the deployment's own outlives the settings of a connection."""
    made: list[Any] = []
    build_foreign(bench, made, bench.worker).build_client("s3")
    fields = {"extra": {"endpoint_url": bench.endpoint_url, "region_name": "us-west-2"}}
    edited = SessionFactory(AwsConnection.from_mapping(fields, "theirs"), create_session=lambda _: made[0])
    assert "region us-west-2 (extra.region_name)" in str(fail(edited.build_client("s3").list_buckets))


def test_sessions_of_ours_that_the_deployment_gives_know_more(
    bench: AwsBench, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session factory that derives from ours: the credentials are the connection's."""
    monkeypatch.setenv("AIRFLOW__AWS__SESSION_FACTORY", "airflow_provider_awsconn.session_factory.BaseSessionFactory")
    error = fail(AwsHook(wrong, client_type="s3").conn.list_buckets)
    assert str(error).endswith(say(bench))


# What it costs.


def test_hints_are_loaded_when_there_is_an_error() -> None:
    """A client that is made and works loads nothing of them."""
    code = f"from {NAME}.sessions.factory import SessionFactory\n"
    assert not any(name.startswith(f"{NAME}.diagnosis") for name in list_loaded_modules(code))
    assert f"{NAME}.sessions.circumstances" not in list_loaded_modules(code)


def test_a_request_that_works_takes_one_frame_more(bench_connection: BenchConnection) -> None:
    """And looks up nothing."""
    client = AwsHook(bench_connection(), client_type="s3").conn
    depths: list[int] = []

    def note(*_: Any, **__: Any) -> Any:
        frame, names = sys._getframe(), []
        while frame is not None:
            names.append(frame.f_code.co_filename.rpartition(os.sep)[2])
            frame = frame.f_back  # type: ignore[assignment]
        depths.append(names.count("error_hints.py"))
        return {}

    with (
        mock.patch.object(error_hints.HintSource, "describe", side_effect=AssertionError),
        mock.patch("botocore.client.BaseClient._make_api_call", note),
    ):
        client.list_buckets()
    assert depths == [1]


def test_no_hints_without_a_deployment_that_wants_them() -> None:
    """The factory itself may be told."""
    connection = AwsConnection.from_mapping(
        {"login": "a", "password": "b", "extra": {"endpoint_url": "http://127.0.0.1:1", "region_name": REGION}}, "c"
    )
    factory = SessionFactory(connection, surroundings=Surroundings(Deployment(error_hints=False)))
    with pytest.raises(EndpointConnectionError) as raised:
        factory.build_client("sqs", config={"retries": {"total_max_attempts": 1}}).list_queues()
    assert str(raised.value) == 'Could not connect to the endpoint URL: "http://127.0.0.1:1/"'
