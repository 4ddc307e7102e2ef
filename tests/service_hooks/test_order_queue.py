"""The hooks of orders in SQS."""

# mypy: disable-error-code="attr-defined, call-overload, union-attr"

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.config import Config

from .base import AwsBaseHook, AwsGenericHook
from .order_queue import OrderQueueHook, RecordedQueueHook

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench

    from .conftest import Connect


@pytest.fixture(scope="module")
def shop(connect_once: Connect) -> str:
    """A connection."""
    return connect_once("shop")


def test_orders_arrive(shop: str) -> None:
    """What is sent is received, once; the subclass's ``get_conn`` is the way to the client."""
    hook = OrderQueueHook(shop)
    queue_url = hook.create("orders")
    message_id = hook.send(queue_url, {"article": "a1"})
    assert message_id
    assert hook.receive(queue_url) == [{"article": "a1"}]
    assert hook.receive(queue_url) == []
    assert hook.handed_out == 4


def test_a_client_of_other_settings(shop: str, bench: AwsBench) -> None:
    """A configuration of the call is of that client only; so is a region."""
    hook = OrderQueueHook(shop)
    queue_url = hook.create("orders-slow")
    hook.send(queue_url, {})
    bench.clear()
    assert hook.receive(queue_url, config=Config(user_agent_extra="acme/slow")) == [{}]
    assert all(" acme/slow" in request.user_agent for request in bench.requests())
    bench.clear()
    assert hook.count_in("eu-central-1") == 0
    assert [request.region for request in bench.requests()] == ["eu-central-1"]
    hook.send(queue_url, {})
    assert (bench.requests()[-1].region, "acme" in bench.requests()[-1].user_agent) == ("eu-west-1", False)


# A base may say that it would rather have names.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_client_of_other_settings_by_position(shop: str) -> None:
    """The region is the first argument, the configuration the second, for ``get_session`` too."""
    hook = OrderQueueHook(shop)
    meta = hook.get_client_type("eu-central-1", Config(read_timeout=9)).meta
    assert (meta.region_name, meta.config.read_timeout) == ("eu-central-1", 9)
    meta = hook.get_client_type(None, Config(read_timeout=9)).meta
    assert (meta.region_name, meta.config.read_timeout) == ("eu-west-1", 9)
    meta = hook.get_client_type("eu-central-1", Config(read_timeout=9), False).meta
    assert (meta.region_name, meta.config.read_timeout) == ("eu-central-1", 9)
    assert hook.get_client_type("eu-central-1").meta.region_name == "eu-central-1"
    assert hook.get_session("eu-central-1").region_name == "eu-central-1"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_subclass_has_a_say_in_each_client(shop: str) -> None:
    """``conn`` is made by the subclass's ``get_client_type``, whose handlers are its client's."""
    hook = RecordedQueueHook(shop)
    queue_url = hook.create("orders-recorded")
    hook.send(queue_url, {})
    hook.get_client_type("eu-central-1").list_queues()
    assert hook.operations == ["CreateQueue", "SendMessage", "ListQueues"]
    OrderQueueHook(shop).send(queue_url, {})
    assert len(hook.operations) == 3


def test_the_base_can_be_subscripted() -> None:
    """The type of the client in brackets makes no difference when the program runs."""
    assert issubclass(OrderQueueHook, AwsGenericHook)
    assert issubclass(AwsBaseHook, AwsGenericHook)
    assert OrderQueueHook.conn_name_attr == "aws_conn_id"
    assert OrderQueueHook.default_conn_name == "aws_default"


def test_arguments_by_position(shop: str) -> None:
    """Six arguments are the base's, in this order."""
    config = Config(read_timeout=9)
    hook = AwsBaseHook(shop, False, "eu-central-1", "sqs", None, config)
    assert (hook.aws_conn_id, hook.verify, hook.region_name) == (shop, False, "eu-central-1")
    assert (hook.client_type, hook.resource_type, hook.service_name) == ("sqs", None, "sqs")
    assert (hook._region_name, hook._verify) == ("eu-central-1", False)
    assert hook._config.read_timeout == hook.config.read_timeout == 9
    assert AwsBaseHook(shop, None, None, None, "sqs").resource_type == "sqs"


def test_a_mapping_is_a_configuration_too(shop: str) -> None:
    """What the constructor took as a mapping is there as a configuration."""
    hook = OrderQueueHook(shop, config={"read_timeout": 9})
    assert hook._config.read_timeout == hook.config.read_timeout == hook._get_config().read_timeout == 9
    assert hook._get_config(Config(read_timeout=8)).read_timeout == 8
    assert "Airflow/" in hook._get_config().user_agent_extra


def test_a_hook_makes_another_as_itself(shop: str) -> None:
    """What a hook says of itself makes a hook of another service with the same settings."""
    hook = OrderQueueHook(shop, region_name="eu-central-1", verify=False, config=Config(read_timeout=9))
    other = AwsBaseHook(
        hook.aws_conn_id, region_name=hook.region_name, verify=hook.verify, config=hook.config, client_type="logs"
    )
    assert (other.conn_region_name, other.verify, other.conn.meta.config.read_timeout) == ("eu-central-1", False, 9)


@pytest.mark.parametrize("types", [{}, {"client_type": "s3", "resource_type": "s3"}], ids=["neither", "both"])
def test_one_type_is_needed(types: dict[str, Any], shop: str) -> None:
    """A hook of no service, or of two kinds, has no connection and no service name."""
    hook = AwsBaseHook(shop, **types)
    for ask in (hook.get_conn, lambda: hook.service_name, lambda: hook.service_config, lambda: hook.conn):
        with pytest.raises(ValueError, match="client_type"):
            ask()


def test_the_hook_logs(shop: str, caplog: pytest.LogCaptureFixture) -> None:
    """A hook has a logger that is named after its class."""
    with caplog.at_level("INFO"):
        OrderQueueHook(shop).log.info("An order of %s", "x")
    assert "OrderQueueHook" in OrderQueueHook(shop).log.name
