"""A hook as JSON and back, through Airflow's own serialisation, and as a copy or a pickle."""

from __future__ import annotations

import asyncio
import copy
import enum
import importlib
import json
import pickle
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import botocore
import pytest
from botocore.config import Config

from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench
    from tests.unit.conftest import BenchConnection

SECRET = "C4N4RY-0f-4-S3cret"
SAID = ("aws_conn_id", "client_type", "resource_type", "_region_name", "_verify", "_awsconn_shared")


class StoreHook(AwsHook):
    """Of one service, as the stock provider's hooks are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["client_type"] = "s3"
        super().__init__(*args, **kwargs)


class QueueHook(AwsHook):
    """The same, said the other way, with defaults of its own."""

    def __init__(self, *, region_name: str | None = "eu-north-1", **kwargs: Any) -> None:
        super().__init__(client_type="sqs", region_name=region_name, **kwargs)


class BucketHook(StoreHook):
    """With an argument of its own, which travels."""

    def __init__(self, bucket: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bucket = bucket

    def serialize(self) -> dict[str, Any]:
        """Add the bucket."""
        return {**super().serialize(), "bucket": self.bucket}


class ForgetfulHook(AwsHook):
    """With an argument of its own, which it forgot."""

    def __init__(self, bucket: str, aws_conn_id: str | None = None) -> None:
        super().__init__(aws_conn_id, client_type="s3")
        self.bucket = bucket


class FixedHook(AwsHook):
    """Takes nothing."""

    def __init__(self) -> None:
        super().__init__("fixed", verify=False, region_name=REGION)


class Mode(str, enum.Enum):
    """A choice that is text."""

    ADAPTIVE = "adaptive"


def travel(hook: AwsHook) -> Any:
    """The hook that another process makes of it."""
    return type(hook).deserialize(json.loads(json.dumps(hook.serialize(), allow_nan=False)))


def describe(hook: AwsHook) -> dict[str, Any]:
    """What a hook was made with."""
    return {name: vars(hook)[name] for name in SAID}


# There and back.


def test_a_hook_that_was_told_nothing_says_its_connection() -> None:
    """The id is always there, None too, and nothing else."""
    assert AwsHook().serialize() == {"aws_conn_id": "aws_default"}
    assert AwsHook(None).serialize() == {"aws_conn_id": None}


def test_everything_that_was_said_travels() -> None:
    """Each argument is there as it was given."""
    hook = AwsHook(  # type: ignore[call-overload] # a path is as good
        "etl",
        verify=Path("/etc/ssl/ca.pem"),
        region_name=REGION,
        resource_type="s3",
        config=MappingProxyType({"retries": {"max_attempts": 3, "mode": Mode.ADAPTIVE}, "read_timeout": 2.5}),
        shared=False,
    )
    data = hook.serialize()
    assert data == {
        "aws_conn_id": "etl",
        "region_name": REGION,
        "verify": "/etc/ssl/ca.pem",
        "resource_type": "s3",
        "config": {"retries": {"max_attempts": 3, "mode": "adaptive"}, "read_timeout": 2.5},
        "shared": False,
    }
    assert type(data["config"]["retries"]["mode"]) is str
    assert travel(hook).serialize() == data


@pytest.mark.parametrize(
    "hook",
    [
        AwsHook("c", client_type="s3", verify=False),
        AwsHook("c", True, "eu-west-2", shared=False),
        StoreHook("c", region_name=REGION),
        QueueHook(aws_conn_id="c"),
        QueueHook(aws_conn_id="c", region_name=None),
        QueueHook(aws_conn_id="c", region_name="eu-west-2"),
        FixedHook(),
    ],
    ids=["client", "by-position", "fixed-type", "its-default", "not-its-default", "other-region", "takes-nothing"],
)
def test_a_hook_comes_back_as_it_was(hook: AwsHook) -> None:
    """Class and settings are the same, whatever its constructor says itself."""
    other = travel(hook)
    assert type(other) is type(hook)
    assert describe(other) == describe(hook)


def test_what_was_set_later_travels() -> None:
    """What a subclass or its user changed after construction counts."""
    hook = StoreHook("c")
    hook.client_type, hook.resource_type, hook.aws_conn_id = None, "s3", "other"
    assert describe(AwsHook.deserialize(hook.serialize())) == describe(hook)


def test_arguments_of_a_subclass_travel() -> None:
    """What its serialize() adds reaches its constructor."""
    hook = travel(BucketHook("landing", "c", region_name=REGION))
    assert (hook.bucket, hook.client_type, describe(hook)["_region_name"]) == ("landing", "s3", REGION)


CONFIGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "plain": ({"read_timeout": 7, "retries": {"mode": "standard"}}, {}),
    "default-that-is-said": ({"connect_timeout": 60}, {}),
    "unsigned": ({"signature_version": botocore.UNSIGNED}, {"signature_version": "unsigned"}),
    "client-cert": ({"client_cert": ("/cert", "/key")}, {"client_cert": ["/cert", "/key"]}),
    "one-client-cert": ({"client_cert": "/cert"}, {}),
    "proxy": (
        {"proxies": {"https": "http://proxy:1"}, "proxies_config": {"proxy_client_cert": ("/c", "/k")}},
        {"proxies_config": {"proxy_client_cert": ["/c", "/k"]}},
    ),
}


@pytest.mark.parametrize("make", [dict, Config], ids=["mapping", "Config"])
@pytest.mark.parametrize(("options", "changed"), CONFIGS.values(), ids=CONFIGS)
def test_a_configuration_travels(options: dict[str, Any], changed: dict[str, Any], make: Callable[..., Any]) -> None:
    """What was said of it goes as JSON, and comes back as what botocore understands."""
    hook = AwsHook(None, config=make(**options))
    assert hook.serialize()["config"] == options | changed
    other, same = travel(hook).config, hook.config
    for name in Config.OPTION_DEFAULTS:
        assert getattr(other, name) == getattr(same, name)
    if "signature_version" in options:
        assert other.signature_version is botocore.UNSIGNED


def test_clients_of_both_are_the_same(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """The hook that arrived reads the connection itself and asks as the other would."""
    hook = StoreHook(bench_connection(), region_name="eu-central-1", config=Config(user_agent_extra="travelled/1"))
    travel(hook).conn.list_buckets()
    (request,) = bench.requests()
    assert (request.region, "travelled/1" in request.user_agent) == ("eu-central-1", True)


def test_an_aiobotocore_configuration_travels() -> None:
    """What it says beyond botocore's goes along, and what it does not say does not."""
    config = pytest.importorskip("aiobotocore.config")
    hook = AwsHook("c", config=config.AioConfig({"keepalive_timeout": 33}, signature_version=botocore.UNSIGNED))
    assert hook.serialize()["config"] == {
        "signature_version": "unsigned",
        "connector_args": {"keepalive_timeout": 33},
    }
    arrived: Any = travel(hook)._config
    assert isinstance(arrived, config.AioConfig)
    assert arrived.connector_args == {"keepalive_timeout": 33}
    assert arrived.signature_version is botocore.UNSIGNED
    assert AwsHook("c", config=config.AioConfig(read_timeout=1)).serialize()["config"] == {"read_timeout": 1}
    data = {"aws_conn_id": "c", "config": {"connector_args": {"keepalive_timeout": "long"}}}
    with pytest.raises(ValueError, match=r"^AwsHook.deserialize: config: is refused, .*keepalive_timeout"):
        AwsHook.deserialize(data)


def test_objects_of_an_aiobotocore_configuration_are_refused_by_name() -> None:
    """A TLS context is no JSON, and a class of sessions neither."""
    ssl = importlib.import_module("ssl")
    config = pytest.importorskip("aiobotocore.config")

    class OtherSession(config.AioConfig().http_session_cls):  # type: ignore[misc] # whatever it is
        """A session of one's own."""

    hook = AwsHook("c", config=config.AioConfig({"ssl_context": ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)}))
    with pytest.raises(ValueError, match=r"config\.connector_args\.ssl_context: is of type SSLContext, which is no"):
        hook.serialize()
    hook = AwsHook("c", config=config.AioConfig(http_session_cls=OtherSession))
    with pytest.raises(ValueError, match=r"config\.http_session_cls: is of type type, which is no JSON"):
        hook.serialize()


# What does not travel.


@pytest.mark.parametrize(
    ("config", "message"),
    [
        pytest.param({"proxies": {"https": f"http://me:{SECRET}@proxy:1"}}, "config.proxies.https", id="proxy"),
        pytest.param({"proxies": {"https": f"me:{SECRET}@proxy:1"}}, "config.proxies.https", id="no-scheme"),
        pytest.param({"proxies": {"https": f"http://{SECRET}@proxy:1"}}, "config.proxies.https", id="user"),
        pytest.param({"proxies": {"https": f"http://p/?token={SECRET}"}}, "config.proxies.https", id="query"),
        pytest.param(
            {"proxies_config": {"proxy_client_cert": f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}"}},
            "config.proxies_config.proxy_client_cert",
            id="key",
        ),
        pytest.param(
            {"client_cert": ["/cert", f"-----BEGIN PRIVATE KEY-----{SECRET}"]}, "config.client_cert[1]", id="pair"
        ),
        pytest.param(
            {"client_context_params": {"password": SECRET}}, "config.client_context_params.password", id="name"
        ),
        pytest.param({"s3": {"api_token": [SECRET]}}, "config.s3.api_token", id="list"),
    ],
)
@pytest.mark.parametrize("make", [dict, Config], ids=["mapping", "Config"])
def test_secrets_do_not_travel(config: dict[str, Any], message: str, make: Callable[..., Any]) -> None:
    """The error says which argument it is and where to put it, and not what it holds."""
    with pytest.raises(ValueError) as refused:
        AwsHook("c", config=make(**config)).serialize()
    assert str(refused.value) == (
        f"AwsHook.serialize: {message}: holds what must not be seen; put it in the connection, which does not travel"
    )


def test_a_secret_in_a_name_does_not_travel() -> None:
    """Neither does one in the place of a key, nor in any other argument."""
    with pytest.raises(ValueError) as refused:
        AwsHook(
            f"aws://AKIA:{SECRET}@/",
            region_name=f"a:{SECRET}@b",
            config={"proxies": {f"http://a:{SECRET}@b": "http://p"}},
        ).serialize()
    assert SECRET not in str(refused.value)
    told = "holds what must not be seen; put it in the connection, which does not travel"
    assert str(refused.value) == (
        f"AwsHook.serialize: aws_conn_id: {told} - region_name: {told} - "
        "config.proxies: has a key that must not be seen; put it in the connection"
    )


def test_everything_that_is_no_json_is_told_at_once() -> None:
    """One error names each argument and what it is, without its value."""
    hook = StoreHook(
        5,
        verify=2,
        region_name=Secret(SECRET),
        config={
            "read_timeout": float("nan"),
            "s3": {"addressing_style": {SECRET}},
            "proxies": {1: "http://proxy"},
            "retries": [object()],
        },
    )
    with pytest.raises(ValueError) as refused:
        hook.serialize()
    expected = [
        "aws_conn_id: is of type int; give a connection id or None",
        "region_name: is of type Secret, which is no JSON; give text or a number",
        "verify: is of type int; give true, false or the path of a CA bundle",
        "config.read_timeout: is of type float, which is no JSON; give text or a number",
        "config.s3.addressing_style: is of type set, which is no JSON; give text or a number",
        "config.proxies: has a key of type int, which is no JSON; give text",
        "config.retries[0]: is of type object, which is no JSON; give text or a number",
    ]
    assert str(refused.value) == f"StoreHook.serialize: {' - '.join(expected)}"


def test_a_config_that_is_none_is_told() -> None:
    """What is neither a mapping nor a Config is told by its type."""
    with pytest.raises(ValueError, match=r"^AwsHook.serialize: config: is of type object, which is no JSON; "):
        AwsHook("c", config=object()).serialize()  # type: ignore[call-overload]


# What does not arrive.


@pytest.mark.parametrize(
    ("hook_class", "data", "message"),
    [
        (AwsHook, None, "data: is of type NoneType; give the mapping that serialize() gave"),
        (AwsHook, {}, "aws_conn_id: is missing; give a connection id or None"),
        (
            AwsHook,
            {
                "aws_conn_id": 1,
                "verify": 1.5,
                "region_name": [],
                "client_type": False,
                "resource_type": 0,
                "config": "x",
                "shared": None,
                "proxy": 1,
                "tag": 2,
            },
            (
                "aws_conn_id: is of type int; give a connection id or None - "
                "region_name: is of type list; give a region as text, or None - "
                "verify: is of type float; give true, false or the path of a CA bundle - "
                "client_type: is of type bool; give a service as text, or None - "
                "resource_type: is of type int; give a service as text, or None - "
                "config: is of type str; give a mapping of arguments of botocore's Config, or None - "
                "shared: is of type NoneType; give true or false - "
                "proxy: is no argument of AwsHook; "
                "read it with the class and the version of this package that wrote it - "
                "tag: is no argument of AwsHook; read it with the class and the version of this package that wrote it"
            ),
        ),
        (
            StoreHook,
            {"aws_conn_id": "c", "proxy": 1},
            (
                "proxy: made StoreHook fail with StoreHook() got an unexpected keyword argument 'proxy'; "
                "read it with the class and the version of this package that wrote it"
            ),
        ),
        (
            ForgetfulHook,
            {"aws_conn_id": "c"},
            (
                "data: ForgetfulHook can't be made of it, missing a required argument: 'bucket'; "
                "have serialize() of the class add the arguments that are its own"
            ),
        ),
    ],
    ids=["none", "empty", "types", "passed-on", "forgotten"],
)
def test_what_is_no_hook_is_refused(hook_class: type[AwsHook], data: Any, message: str) -> None:
    """One error names everything that is wrong, keys of a newer version among it."""
    with pytest.raises(ValueError) as refused:
        hook_class.deserialize(data)
    assert str(refused.value) == f"{hook_class.__name__}.deserialize: {message}"


def test_a_broken_constructor_is_its_own_error() -> None:
    """A TypeError of a constructor that got what it takes is not about the data."""

    class Broken(AwsHook):
        def __init__(self, aws_conn_id: str) -> None:
            super().__init__(aws_conn_id + None)  # type: ignore[operator]

    with pytest.raises(TypeError, match="concatenate"):
        Broken.deserialize({"aws_conn_id": "c"})


def test_nothing_is_read_on_the_way() -> None:
    """Neither way looks at the connection: there need be none."""
    assert "nobody_made_this" in str(travel(AwsHook("nobody_made_this", client_type="s3")).serialize())


# Airflow's own serialisation.


def import_first(*names: str) -> Any:
    """The module of the Airflow line that runs."""
    for name in names[:-1]:
        try:
            return importlib.import_module(name)
        except ImportError:
            continue
    return importlib.import_module(names[-1])


def through_base_serialization(kwargs: dict[str, Any]) -> Any:
    """As the arguments of a trigger in a serialised DAG."""
    serialization = importlib.import_module("airflow.serialization.serialized_objects").BaseSerialization
    return serialization.deserialize(json.loads(json.dumps(serialization.serialize(kwargs))))


def through_serde(kwargs: dict[str, Any]) -> Any:
    """As the arguments of a trigger that a task defers to."""
    serde = import_first("airflow.sdk.serde", "airflow.serialization.serde")
    return serde.deserialize(json.loads(json.dumps(serde.serialize(kwargs))))


def through_the_database(kwargs: dict[str, Any]) -> Any:
    """As the arguments of a trigger in Airflow's database."""
    trigger = importlib.import_module("airflow.models.trigger").Trigger
    # Airflow 2.11 keeps it to itself.
    encrypt = getattr(trigger, "encrypt_kwargs", None) or trigger._encrypt_kwargs
    return trigger._decrypt_kwargs(encrypt(kwargs))


@pytest.mark.parametrize("send", [through_base_serialization, through_serde, through_the_database])
def test_the_arguments_of_a_trigger_carry_a_hook(send: Callable[[dict[str, Any]], Any]) -> None:
    """What Airflow gives the trigger back is what it was given, and makes the same hook."""
    hook = BucketHook(
        "landing",
        None,
        verify=False,
        region_name=REGION,
        config=Config(client_cert=("/cert", "/key"), signature_version=botocore.UNSIGNED, retries={"mode": "standard"}),
    )
    arrived = send({"hook": hook.serialize(), "poll": 5})
    assert arrived == {"hook": hook.serialize(), "poll": 5}
    other = BucketHook.deserialize(arrived["hook"])
    assert describe(other) == describe(hook)
    assert (other.bucket, other.config.client_cert) == ("landing", ("/cert", "/key"))  # type: ignore[attr-defined]


def test_airflow_serialises_a_hook_itself() -> None:
    """Where Airflow is given the hook it asks for serialize(), and gives deserialize() a version too."""
    serde = import_first("airflow.sdk.serde", "airflow.serialization.serde")
    hook = StoreHook("c", region_name=REGION)
    document = json.loads(json.dumps(serde.serialize(hook)))
    assert document["__classname__"].endswith(".StoreHook")
    arrived = StoreHook.deserialize(document["__data__"], document["__version__"])
    assert describe(arrived) == describe(hook)


# Copies and pickles.


def through_pickle(protocol: int) -> Callable[[AwsHook], Any]:
    """By pickle, in this protocol."""
    return lambda hook: pickle.loads(pickle.dumps(hook, protocol))


def through_dill(hook: AwsHook) -> Any:
    """By dill, as virtualenv operators may."""
    dill = pytest.importorskip("dill")
    return dill.loads(dill.dumps(hook))


def through_cloudpickle(hook: AwsHook) -> Any:
    """By cloudpickle, the same."""
    cloudpickle = pytest.importorskip("cloudpickle")
    return pickle.loads(cloudpickle.dumps(hook))


WAYS: dict[str, Callable[[AwsHook], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle-{number}": through_pickle(number) for number in range(pickle.HIGHEST_PROTOCOL + 1)},
    "dill": through_dill,
    "cloudpickle": through_cloudpickle,
}


def use(hook: AwsHook) -> list[str]:
    """Use all that a hook keeps; gives the secrets of it."""
    hook.conn.list_buckets()
    hook.get_waiter("bucket_exists")
    hook.log.info("used")
    credentials = hook.get_credentials()
    _ = (hook.account_id, hook.conn_config, hook.config, hook.conn_region_name, hook.describe())
    return [str(credentials.secret_key), str(credentials.token)]


def use_on_loop(hook: AwsHook) -> None:
    """The same on an event loop."""
    pytest.importorskip("aiobotocore")

    async def use_client() -> None:
        async with await hook.get_async_conn() as client:
            await client.list_buckets()
        async with hook.async_client("sts") as client:
            await client.get_caller_identity()

    asyncio.run(use_client())


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_used_hook_is_copied_as_it_was_made(
    way: Callable[[AwsHook], Any], is_async: bool, bench: AwsBench, bench_connection: BenchConnection
) -> None:
    """The copy has neither clients nor what was read, and works by itself."""
    hook = StoreHook(bench_connection(keys=bench.limited, role_arn=bench.role_arn), config=Config(read_timeout=7))
    new = set(vars(hook))
    use(hook)
    if is_async:
        use_on_loop(hook)
    other = way(hook)
    assert set(vars(other)) - new <= {"_log", "_logger_name", "_log_config_logger_name"}
    assert describe(other) == describe(hook)
    other.conn.list_buckets()
    assert other.conn.meta.config.read_timeout == 7
    if is_async:
        use_on_loop(other)


@pytest.mark.parametrize(
    "dump", [pickle.dumps, through_dill, through_cloudpickle], ids=["pickle", "dill", "cloudpickle"]
)
@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
def test_no_secret_is_in_a_pickle(
    dump: Callable[[AwsHook], Any], is_async: bool, bench: AwsBench, bench_connection: BenchConnection
) -> None:
    """Neither the connection's secrets nor those that were minted, and no client."""
    if dump is through_dill:
        dump = pytest.importorskip("dill").dumps
    elif dump is through_cloudpickle:
        dump = pytest.importorskip("cloudpickle").dumps
    proxied = {"proxies": {"ftp": f"http://me:{SECRET}@127.0.0.1:1"}}
    conn_id = bench_connection(keys=bench.limited, role_arn=bench.role_arn, config_kwargs=proxied)
    hook = StoreHook(conn_id)
    secrets = [SECRET, bench.limited.secret_key, *use(hook)]
    if is_async:
        use_on_loop(hook)
    pickled = bytes(dump(hook))
    assert [secret for secret in secrets if secret.encode() in pickled] == []
    assert b"botocore" not in pickled


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("make", [dict, Config], ids=["mapping", "Config"])
def test_unsigned_stays_unsigned(way: Callable[[AwsHook], Any], make: Callable[..., Any]) -> None:
    """Botocore tells its sign for unsigned requests by identity, which a pickle would lose."""
    other = way(AwsHook(None, config=make(signature_version=botocore.UNSIGNED)))
    assert other.config.signature_version is botocore.UNSIGNED
