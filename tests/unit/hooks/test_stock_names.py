"""What classes and calls written for the stock hook rely on: its names, its ways to be patched and overridden."""

from __future__ import annotations

import copy
import importlib
import inspect
import logging
import pickle
import traceback
import uuid
import warnings
from typing import TYPE_CHECKING, Any
from unittest import mock

import boto3
import pytest
import tenacity
from botocore.config import Config

from airflow_provider_awsconn.airflow_compat import BaseHook
from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper
from airflow_provider_awsconn.hooks.aws import AwsBaseHook, AwsGenericHook, AwsHook
from airflow_provider_awsconn.hooks.stock_names import DECIDING
from tests.unit.conftest import REGION
from tests.unit.running_task import run_task

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

# Names.


def test_the_names_are_of_one_class() -> None:
    """Whoever asks for either gets ours."""
    assert AwsBaseHook is AwsHook
    assert AwsGenericHook is AwsHook


def test_it_says_of_what_it_is() -> None:
    """By a class, by a name; subclasses and their hooks work as without."""

    class OfName(AwsGenericHook["Config"]):
        """Named by text."""

    class OfClass(AwsGenericHook[Config]):
        """Named by a class."""

    hook_classes: list[type[AwsHook[Any]]] = [OfName, OfClass]
    for hook_class in hook_classes:
        assert issubclass(hook_class, AwsHook)
        assert hook_class("c", client_type="s3").client_type == "s3"
        assert hook_class.deserialize(hook_class("c", region_name=REGION).serialize())._region_name == REGION


# Several bases.


def load_db_api_hook() -> Any:
    """The class that database hooks derive from."""
    return pytest.importorskip("airflow.providers.common.sql.hooks.sql").DbApiHook


@pytest.mark.parametrize("is_first", [True, False])
def test_it_goes_together_with_a_database_hook(is_first: bool) -> None:
    """In either order both are set up."""
    db_api_hook = load_db_api_hook()
    bases = (AwsHook, db_api_hook) if is_first else (db_api_hook, AwsHook)
    hook_class: Any = type("AthenaHook", bases, {"get_conn": lambda _: "a connection"})
    hook = hook_class(aws_conn_id="aws_athena")
    assert hook.aws_conn_id == "aws_athena"
    assert hook.log_sql is True
    assert hook.get_conn() == "a connection"
    assert hook.get_conn_id() == "aws_athena"


def test_what_is_for_the_other_base_gets_there() -> None:
    """An argument that is none of ours goes to the next class."""
    db_api_hook = load_db_api_hook()
    hook_class: Any = type("AthenaHook", (AwsHook, db_api_hook), {})
    hook = hook_class("aws_athena", region_name=REGION, log_sql=False)
    assert (hook.log_sql, hook._region_name, hook.aws_conn_id) == (False, REGION, "aws_athena")


def test_an_argument_that_nobody_has_is_refused() -> None:
    """By the name of the class that was to be made."""
    made: Any = AwsHook
    with pytest.raises(TypeError) as refused:
        made("c", regoin_name=REGION)
    assert str(refused.value) == "AwsHook() got an unexpected keyword argument 'regoin_name'"


STOCK_PRIVATE = {
    "_region_name",
    "_verify",
    "_config",
    "_client",
    "_get_config",
    "_resolve_service_name",
    "_get_async_conn",
}


def test_a_subclass_may_have_private_names_of_its_own() -> None:
    """Ours have a prefix, so that a subclass, or its other base, runs into none; but those of the stock hook."""
    hook = AwsHook("c")
    own = {
        name for cls in AwsHook.__mro__ for name in vars(cls) if cls.__module__.startswith("airflow_provider_awsconn")
    }
    own |= {name for name in vars(hook) if name not in vars(BaseHook())}
    private = {name for name in own if name.startswith("_") and not name.startswith("__")}
    assert {name for name in private if not name.startswith("_awsconn_")} == STOCK_PRIVATE


# Calls as the stock hook takes them.

BY_POSITION: dict[str, tuple[tuple[Any, ...], str, int | None]] = {
    "region": (("eu-west-1",), "eu-west-1", None),
    "region-and-config": (("eu-west-1", Config(read_timeout=7)), "eu-west-1", 7),
    "region-and-mapping": (("eu-west-1", {"read_timeout": 7}), "eu-west-1", 7),
    "config": ((None, Config(read_timeout=7)), REGION, 7),
    "region-config-and-sync": (("eu-west-1", Config(read_timeout=7), False), "eu-west-1", 7),
    "region-and-sync": (("eu-west-1", None, False), "eu-west-1", None),
    "config-and-sync": ((None, Config(read_timeout=7), False), REGION, 7),
    "nothing-and-sync": ((None, None, False), REGION, None),
}


@pytest.mark.parametrize(("given", "region", "timeout"), BY_POSITION.values(), ids=BY_POSITION)
@pytest.mark.parametrize("kind", ["client_type", "resource_type"])
def test_region_and_config_by_position(
    kind: str, given: tuple[Any, ...], region: str, timeout: int | None, bench_connection: BenchConnection
) -> None:
    """As the stock hook has them, and told what to write now."""
    hook: Any = AwsHook(bench_connection())
    setattr(hook, kind, "s3")
    # Airflow 2.11 warns of itself when it is asked for the first connection.
    _ = hook.conn_config
    call = getattr(hook, f"get_{kind}")
    given = given[: len(inspect.signature(call).parameters)]
    with pytest.warns(DeprecationWarning, match="give region_name and config by name") as told:
        made = call(*given)
    meta = made.meta if kind == "client_type" else made.meta.client.meta
    assert meta.region_name == region
    assert timeout is None or meta.config.read_timeout == timeout
    ours = [each for each in told if "by name" in str(each.message)]
    assert {each.filename for each in ours} == {__file__}


def test_a_client_for_event_loops_by_position() -> None:
    """The third is deferrable."""
    hook: Any = AwsHook("c", client_type="s3")
    with pytest.warns(DeprecationWarning, match="by name"):
        context = hook.get_client_type("eu-west-1", None, True)
    assert type(context).__name__ == "ClientContext"


def test_names_of_services_are_no_regions(bench_connection: BenchConnection) -> None:
    """Nobody is told anything who writes it as this hook has it."""
    hook = AwsHook(bench_connection(), client_type="s3")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert hook.get_client_type("cognito-idp").meta.service_model.service_name == "cognito-idp"
        assert hook.get_client_type("sqs", "eu-west-1", {"read_timeout": 7}).meta.region_name == "eu-west-1"
        assert hook.get_client_type(region_name="eu-west-1", config=Config()).meta.region_name == "eu-west-1"


# Patched.


def test_conn_may_be_patched_and_set(bench_connection: BenchConnection) -> None:
    """On the class, by a property's mock, on the object; and taken back."""
    conn_id = bench_connection()
    hook = AwsHook(conn_id, client_type="s3")
    with mock.patch.object(AwsHook, "conn") as patched:
        assert hook.conn is patched
        assert hook.get_conn() is patched
        assert hook.conn_client_meta is patched.meta
        assert hook.conn_region_name is patched.meta.region_name
        assert hook.conn_partition is patched.meta.partition
    with mock.patch.object(AwsHook, "conn", new_callable=mock.PropertyMock) as prop:
        prop.return_value.list_buckets.return_value = "buckets"
        assert hook.get_conn().list_buckets() == "buckets"
    with mock.patch("airflow_provider_awsconn.hooks.aws.AwsBaseHook.conn", new_callable=mock.PropertyMock) as prop:
        assert AwsHook(conn_id, client_type="s3").conn is prop.return_value
    assert hook.conn.meta.service_model.service_name == "s3"
    hook.conn = "mine"
    assert hook.get_conn() == "mine"
    del hook.conn
    assert hook.conn.meta.service_model.service_name == "s3"


def test_a_patched_session_makes_the_clients(bench_connection: BenchConnection) -> None:
    """On the class and on an object, as tests of service hooks patch it."""
    conn_id = bench_connection()
    with mock.patch.object(AwsHook, "get_session") as patched:
        patched.return_value.region_name = REGION
        assert AwsHook(conn_id, client_type="s3").conn is patched.return_value.client.return_value
    hook = AwsHook(conn_id, client_type="s3")
    with mock.patch.object(hook, "get_session") as patched:
        patched.return_value.region_name = REGION
        assert hook.get_client_type("sqs") is patched.return_value.client.return_value
    assert patched.return_value.client.call_args.kwargs["service_name"] == "sqs"


class FiledHook(AwsHook):
    """Its waiters are elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiter_path = "/etc/waiters.json"


def test_what_the_stock_hook_works_out_once_may_be_set(bench: AwsBench, bench_connection: BenchConnection) -> None:
    """On the object, in a constructor among other places; what is no secret goes along in a pickle."""
    conn_id = bench_connection(keys=bench.limited)

    hook = FiledHook("nobody_made_this", client_type="sts")
    assert hook.waiter_path == "/etc/waiters.json"
    hook.conn_config = AwsConnectionWrapper(AwsHook.get_connection(conn_id))
    assert hook.get_client_type().get_caller_identity()["Arn"].endswith(":user/limited")
    assert hook.get_session().get_credentials().access_key == bench.limited.access_key
    assert hook.region_name == REGION
    for copied in (pickle.loads(pickle.dumps(hook)), copy.deepcopy(hook)):
        assert copied.get_client_type().get_caller_identity()["Arn"].endswith(":user/limited")
    assert bench.limited.secret_key.encode() not in pickle.dumps(hook)
    hook.account_id = "123456789012"
    assert hook.account_id == "123456789012"
    made: Any = AwsHook(conn_id, client_type="sts")
    made._client = mock.Mock(meta="of mine")
    assert made.conn_client_meta == "of mine"


def test_a_path_that_was_set_goes_along() -> None:
    """It is no secret, and no client."""
    hook = AwsHook("c", client_type="s3")
    hook.waiter_path = "/etc/waiters.json"
    assert pickle.loads(pickle.dumps(hook)).waiter_path == "/etc/waiters.json"


# Overridden.


def test_a_session_of_a_subclass_makes_its_clients(bench: AwsBench, bench_connection: BenchConnection) -> None:
    """All clients sign with the keys of that session; one of its own and one of the base class's."""

    class LimitedHook(AwsHook):
        """Signs with other keys."""

        def get_session(self, region_name: str | None = None) -> Any:  # type: ignore[override] # as old hooks have it
            """Give a session with keys of its own."""
            return boto3.session.Session(bench.limited.access_key, bench.limited.secret_key, region_name=region_name)

    class WatchingHook(AwsHook):
        """Sees each request."""

        seen = 0

        def get_session(self, region_name: str | None = None, deferrable: bool = False) -> Any:
            """Count the requests of a session of the base class."""
            session = super().get_session(region_name, deferrable)
            session.events.register("before-send.sts", self.count)
            return session

        def count(self, **_: Any) -> None:
            """Count."""
            self.seen += 1

    conn_id = bench_connection(role_arn=bench.role_arn)
    limited = LimitedHook(conn_id, client_type="sts", region_name="eu-west-1")
    assert limited.conn.get_caller_identity()["Arn"].endswith(":user/limited")
    assert limited.account_id
    assert {request.access_key for request in bench.requests()} == {bench.limited.access_key}
    watching = WatchingHook(conn_id, client_type="sts")
    assert ":assumed-role/" in watching.conn.get_caller_identity()["Arn"]
    assert watching.get_client_type().get_caller_identity()["Account"]
    assert watching.seen == 2
    assert bench.count("AssumeRole") == 1


def test_a_connection_of_a_subclass_counts(bench: AwsBench, bench_connection: BenchConnection) -> None:
    """Put together by hand, as hooks of two connections do; the base class's is there for it."""
    keys = bench_connection("keys")
    bench_connection("place", keys=bench.limited, region_name="eu-central-1")

    class MergedHook(AwsHook):
        """The place of one connection, the keys of another."""

        asked = 0

        @property
        def conn_config(self) -> AwsConnectionWrapper:
            """Merge two connections."""
            type(self).asked += 1
            base = super().conn_config
            other = AwsConnectionWrapper(self.get_connection("keys"))
            extra = {"endpoint_url": base.endpoint_url, "region_name": base.region_name}
            password = other.password
            assert password is not None
            return AwsConnectionWrapper.from_connection_metadata("merged", other.login, password.reveal(), extra)

    hook = MergedHook("place", client_type="sts")
    assert hook.conn.get_caller_identity()["Arn"].endswith(":user/worker")
    assert hook.region_name == "eu-central-1"
    assert hook.conn_region_name == "eu-central-1"
    assert MergedHook.asked
    assert AwsHook(keys, client_type="sts").conn.meta.region_name == REGION


@pytest.mark.parametrize("shared", [True, False])
def test_properties_of_a_subclass_count(shared: bool, bench_connection: BenchConnection) -> None:
    """Region, verify, configuration, and what it makes of a call's."""

    class FixedHook(AwsHook):
        """Always the same."""

        region_name = "eu-north-1"
        verify = False

        @property
        def config(self) -> Config:
            """One of its own."""
            return Config(read_timeout=11)

        def _get_config(self, config: Any = None) -> Config:
            return Config(connect_timeout=3).merge(super()._get_config(config))

    client: Any = FixedHook(bench_connection(), client_type="s3", shared=shared).conn
    assert client.meta.region_name == "eu-north-1"
    assert (client.meta.config.read_timeout, client.meta.config.connect_timeout) == (11, 3)
    assert client._endpoint.http_session._verify is False


def test_everything_that_decides_is_a_member() -> None:
    """And none of it decides in a plain hook."""
    hook = AwsHook("c")
    assert [name for name in DECIDING if hook._awsconn_decides(name)] == []
    assert set(DECIDING) <= set(dir(AwsHook))


def test_attributes_set_later_count(bench_connection: BenchConnection) -> None:
    """As service hooks set them after the constructor."""
    hook = AwsHook(bench_connection())
    hook._region_name, hook._verify, hook._config = "eu-west-3", False, Config(read_timeout=9)
    assert hook._config.read_timeout == 9  # type: ignore[attr-defined] # of a Config
    hook.client_type = "s3"
    assert (hook.region_name, hook.verify, hook.config.read_timeout) == ("eu-west-3", False, 9)  # type: ignore[attr-defined] # of a Config
    assert hook.conn.meta.region_name == "eu-west-3"


def test_a_mapping_is_a_config_for_subclasses() -> None:
    """As the stock hook makes one of it."""
    config: Any = AwsHook("c", config={"read_timeout": 9})._config
    assert config.read_timeout == 9
    assert AwsHook("c")._config is None


class FailingFactory:
    """Fails before it is asked for anything."""

    def __init__(self, **_: Any) -> None:
        raise RuntimeError("no sessions today")

    def create_session(self) -> None:
        """Never called."""


def test_no_frame_of_ours_shows_the_connection(
    airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some Airflow versions show a connection's password in its repr; a traceback may show variables."""
    canary = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYframes0000"
    conn_id = airflow_connection("c", login="AKIAIOSFODNN7EXAMPLE", password=canary)
    monkeypatch.setenv("AIRFLOW__AWS__SESSION_FACTORY", f"{__name__}.FailingFactory")
    with pytest.raises(RuntimeError) as failed:
        AwsHook(conn_id, client_type="s3", region_name=REGION).get_conn()
    frames = [frame for frame, _ in traceback.walk_tb(failed.value.__traceback__)]
    ours = [frame for frame in frames if frame.f_globals["__name__"].startswith("airflow_provider_awsconn.")]
    assert "create_session" in {frame.f_code.co_name for frame in ours}
    held = [value for frame in ours for value in frame.f_locals.values()]
    assert [value for value in held if isinstance(value, type(AwsHook.get_connection(conn_id)))] == []
    assert not any(canary in repr(value) for value in held)


# Names that are not documented there, and are used.


def test_the_client_behind_a_resource(bench_connection: BenchConnection) -> None:
    """``_client`` is conn, or the client of a resource."""
    conn_id = bench_connection()
    hook = AwsHook(conn_id, client_type="s3")
    assert hook._client is hook.conn
    resource = AwsHook(conn_id, resource_type="s3")
    assert resource._client is resource.conn.meta.client


def test_the_configuration_for_a_client_of_ones_own(bench_connection: BenchConnection) -> None:
    """The hook's and the call's, and who asks."""
    hook = AwsHook(bench_connection(config_kwargs={"read_timeout": 7}), config={"user_agent_extra": "mine/1"})
    config: Any = hook._get_config(Config(connect_timeout=3))
    assert (config.read_timeout, config.connect_timeout) == (7, 3)
    assert config.user_agent_extra.startswith("Airflow/")
    assert config.user_agent_extra.endswith(" mine/1")


def test_the_service_by_the_other_name() -> None:
    """As it is asked for there."""
    assert AwsHook(client_type="s3")._resolve_service_name() == "s3"
    assert AwsHook(resource_type="ec2")._resolve_service_name(is_resource_type=True) == "ec2"
    for kind in (LookupError, ValueError):
        with pytest.raises(kind):
            AwsHook(resource_type="ec2")._resolve_service_name()
    with pytest.raises(ValueError):
        AwsHook()._resolve_service_name()


def test_an_async_client_as_a_property_is_told() -> None:
    """It goes on to work."""
    with pytest.warns(DeprecationWarning, match="use async_client"):
        context = AwsHook("c", client_type="s3").async_conn
    assert type(context).__name__ == "ClientContext"


# Who asks.


def test_requests_tell_the_dag_by_the_stock_key(
    bench: AwsBench, bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a task, by a hash; outside of one nothing is told."""
    conn_id = bench_connection()
    AwsHook(conn_id, client_type="s3").conn.list_buckets()
    with run_task(monkeypatch):
        AwsHook(conn_id, client_type="s3").conn.list_buckets()
    outside, inside = (request.user_agent for request in bench.requests())
    version = importlib.import_module("airflow").__version__
    assert f"Airflow/{version} " in outside
    assert "DagRunKey" not in outside
    assert f"Airflow/{version} " in inside
    assert f"DagRunKey/{uuid.uuid5(uuid.NAMESPACE_OID, 'daily')}" in inside
    assert "daily" not in inside


# retry.


def build_retrying(retry_args: dict[str, float] | None) -> tuple[Any, list[str]]:
    """A hook with a method that fails twice."""
    calls: list[str] = []

    class BusyHook(AwsHook):
        """Its service is busy at first."""

        def __init__(self) -> None:
            super().__init__(client_type="sqs")
            if retry_args is not None:
                self.retry_args = retry_args

        @AwsHook.retry(lambda error: isinstance(error, TimeoutError))
        def send(self, text: str, *, error: type[Exception] = TimeoutError, times: int = 2) -> str:
            """Send something."""
            calls.append(text)
            if len(calls) <= times:
                raise error(text)
            return f"sent {text}"

    return BusyHook(), calls


FAST = {"multiplier": 0.001, "min": 0, "max": 0.01, "stop_after_delay": 30}


def test_a_call_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    """As the hook's retry_args say; each attempt is logged by the hook."""
    hook, calls = build_retrying(FAST)
    with caplog.at_level(logging.INFO, hook.log.name):
        assert hook.send("a") == "sent a"
    assert calls == ["a"] * 3
    assert hook.send.__doc__ == "Send something."


def test_without_arguments_nothing_is_tried_again() -> None:
    """As in the stock hook: a hook that sets none wants none."""
    hook, calls = build_retrying(None)
    with pytest.raises(TimeoutError):
        hook.send("a")
    assert calls == ["a"]


def test_another_error_is_not_tried_again() -> None:
    """Only what the function says."""
    hook, calls = build_retrying(FAST)
    with pytest.raises(KeyError):
        hook.send("a", error=KeyError)
    assert calls == ["a"]


def test_the_time_ends() -> None:
    """The error is the library's."""
    hook, calls = build_retrying(FAST | {"stop_after_delay": 0})
    with pytest.raises(tenacity.RetryError):
        hook.send("a", times=5)
    assert calls == ["a"]
