"""The hook of prices in DynamoDB."""

# mypy: disable-error-code="call-overload"

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from boto3.resources.base import ServiceResource
from botocore.config import Config

from .base import AwsBaseHook
from .price_table import PriceTableHook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench

    from .conftest import Connect


@pytest.fixture(scope="module")
def hook(connect_once: Connect) -> Iterator[PriceTableHook]:
    """A hook with a table."""
    hook = PriceTableHook("prices", connect_once("shop"))
    hook.create()
    yield hook
    hook.client.delete_table(TableName="prices")


def test_prices_are_written_in_batches(hook: PriceTableHook, bench: AwsBench) -> None:
    """A batch writer of the resource sends twenty-five at a time."""
    bench.clear()
    hook.write({"article": f"a{number}", "price": Decimal(number)} for number in range(30))
    assert bench.count("BatchWriteItem") == 2
    assert hook.read("a7") == {"article": "a7", "price": Decimal(7)}
    assert hook.read("b1") is None


def test_the_client_is_the_resources(hook: PriceTableHook) -> None:
    """Client, metadata and waiters of a hook with a resource are those of the resource's client."""
    assert hook.read_state() == "ACTIVE"
    assert hook._client is hook.client
    assert hook.conn_client_meta.service_model.service_name == "dynamodb"
    assert hook.conn_region_name == "eu-west-1"
    assert "table_exists" in hook.list_waiters()


def test_conn_is_a_resource_of_boto3(hook: PriceTableHook) -> None:
    """The resource is boto3's, the same each time; the hook knows its service and has no client type."""
    assert isinstance(hook.conn, ServiceResource)
    assert hook.conn is hook.get_conn()
    assert (hook.service_name, hook.client_type, hook.resource_type) == ("dynamodb", None, "dynamodb")


def test_resources_of_other_settings(hook: PriceTableHook) -> None:
    """Region and configuration of a further resource are those of the call."""
    client = hook.get_resource_type(region_name="eu-central-1", config=Config(read_timeout=9)).meta.client
    assert (client.meta.region_name, client.meta.config.read_timeout) == ("eu-central-1", 9)


# A base may say that it would rather have names.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_resources_of_other_settings_by_position(hook: PriceTableHook) -> None:
    """The region is the first argument, the configuration the second."""
    client = hook.get_resource_type("eu-central-1", Config(read_timeout=9)).meta.client
    assert (client.meta.region_name, client.meta.config.read_timeout) == ("eu-central-1", 9)
    assert hook.get_resource_type(None, Config(read_timeout=9)).meta.client.meta.region_name == "eu-west-1"


def test_a_resource_gives_no_client(hook: PriceTableHook) -> None:
    """A hook that was made for a resource refuses to make a client, and the other way round."""
    with pytest.raises(LookupError):
        hook.get_client_type()
    with pytest.raises(LookupError):
        AwsBaseHook("shop", client_type="dynamodb").get_resource_type()
    with pytest.raises(ValueError, match="client_type"):
        hook._get_async_conn()
    assert hook._resolve_service_name(is_resource_type=True) == "dynamodb"
    with pytest.raises(LookupError):
        hook._resolve_service_name()
