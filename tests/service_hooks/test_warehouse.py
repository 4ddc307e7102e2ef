"""The hook of a warehouse in Athena."""

# mypy: disable-error-code="attr-defined"

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from airflow.providers.common.sql.hooks.handlers import fetch_all_handler
from airflow.providers.common.sql.hooks.sql import DbApiHook

from .base import AwsBaseHook
from .warehouse import CheckedWarehouseHook, WarehouseHook

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench

    from .conftest import Connect, QueueRows

COLUMNS = {"article": "varchar", "sold": "integer"}


@pytest.fixture(scope="module")
def warehouse(connect_once: Connect) -> str:
    """A connection of a warehouse, over AWS's."""
    connect_once()
    extra = {"output": "s3://acme/athena/", "work_group": "primary", "placeholder": "%s"}
    # Keys and region are AWS's connection's to say; the endpoint is in both.
    fields = {"login": None, "password": None, "schema": "sales"}
    return connect_once("warehouse_default", conn_type="warehouse", **fields, extra=extra)


@pytest.fixture(scope="module")
def hook(warehouse: str) -> WarehouseHook:
    """A hook of the warehouse."""
    return WarehouseHook(warehouse)


def _list_runs(hook: WarehouseHook) -> list[dict[str, Any]]:
    """List what Athena was told to run, oldest first."""
    client = hook._client
    ids = client.list_query_executions()["QueryExecutionIds"]
    runs = [client.get_query_execution(QueryExecutionId=each)["QueryExecution"] for each in ids]
    return sorted(runs, key=lambda run: run["Status"]["SubmissionDateTime"])


def _list_statements(hook: WarehouseHook) -> list[str]:
    return [run["Query"] for run in _list_runs(hook)]


def test_is_of_both_kinds(hook: WarehouseHook) -> None:
    """Constructors of both bases have run."""
    assert isinstance(hook, AwsBaseHook)
    assert isinstance(hook, DbApiHook)
    assert (hook.get_conn_id(), hook.aws_conn_id) == ("warehouse_default", "aws_default")
    assert (hook.client_type, hook.service_name) == ("athena", "athena")
    assert WarehouseHook().descriptions == []
    assert (WarehouseHook.conn_name_attr, WarehouseHook.conn_type) == ("warehouse_conn_id", "warehouse")


def test_records(hook: WarehouseHook, queue_rows: QueueRows, bench: AwsBench) -> None:
    """All rows of a query, run in the connection's database by the user of AWS's connection."""
    queue_rows(("a1", 3), ("a2", None), columns=COLUMNS)
    bench.clear()
    assert hook.get_records("SELECT article, sold FROM articles") == [("a1", 3), ("a2", None)]
    assert {(request.access_key, request.region) for request in bench.requests()} == {
        (bench.worker.access_key, "eu-west-1")
    }
    run = _list_runs(hook)[-1]
    assert run["QueryExecutionContext"] == {"Database": "sales"}
    assert run["ResultConfiguration"]["OutputLocation"].startswith("s3://acme/athena/")


def test_first(hook: WarehouseHook, queue_rows: QueueRows) -> None:
    """The first row of a query."""
    queue_rows(("a1", 3), ("a2", 4), columns=COLUMNS)
    assert hook.get_first("SELECT article, sold FROM articles WHERE sold > %s", (2,)) == ("a1", 3)
    assert _list_statements(hook)[-1] == "SELECT article, sold FROM articles WHERE sold > 2"


def test_run(hook: WarehouseHook, queue_rows: QueueRows) -> None:
    """Several statements, with parameters, a handler and descriptions."""
    queue_rows(("a1", 3), columns=COLUMNS)
    queue_rows((7,), columns={"total": "bigint"})
    found = hook.run(
        ["SELECT * FROM a WHERE b = %(b)s", "SELECT sum(sold) FROM a WHERE b = %(b)s"],
        parameters={"b": "it's"},
        handler=fetch_all_handler,
    )
    assert found == [[("a1", 3)], [(7,)]]
    assert [[column[0] for column in description] for description in hook.descriptions] == [
        ["article", "sold"],
        ["total"],
    ]
    assert _list_statements(hook)[-2:] == [
        "SELECT * FROM a WHERE b = 'it''s'",
        "SELECT sum(sold) FROM a WHERE b = 'it''s'",
    ]
    hook.run("CREATE TABLE x (y int); DROP TABLE x", split_statements=True, autocommit=True)
    assert [statement.rstrip(";") for statement in _list_statements(hook)[-2:]] == [
        "CREATE TABLE x (y int)",
        "DROP TABLE x",
    ]


def test_connections_and_cursors(hook: WarehouseHook, queue_rows: QueueRows) -> None:
    """The driver's connection is ``get_conn``'s, and ``conn`` is AWS's client still."""
    queue_rows((1,), columns={"one": "integer"})
    cursor = hook.get_cursor()
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)
    assert hook.get_conn().schema == "sales"
    assert hook.conn.meta.service_model.service_name == "athena"
    assert WarehouseHook(schema="archive").get_conn().schema == "archive"


def test_the_address_needs_no_sqlalchemy(hook: WarehouseHook) -> None:
    """DbApiHook's members that read the warehouse's own connection do."""
    assert hook.get_uri().startswith("warehouse://")
    assert "/sales" in hook.get_uri()
    assert hook.connection.schema == "sales"
    assert hook.connection_extra["output"] == "s3://acme/athena/"
    assert hook.placeholder == "%s"


def test_the_connections_are_merged(warehouse: str, connect: Connect, bench: AwsBench) -> None:
    """What the warehouse's connection says beats AWS's, for every request and session."""
    extra = {"output": "s3://acme/", "region_name": "eu-central-1", "acme": 1}
    limited = {"login": bench.limited.access_key, "password": bench.limited.secret_key}
    hook = WarehouseHook(connect("own", conn_type="warehouse", **limited, extra=extra))
    assert hook.region_name == hook.conn_region_name == hook.get_session().region_name == "eu-central-1"
    assert hook.get_credentials().access_key == bench.limited.access_key
    assert hook.account_id == bench.account_id
    assert {request.access_key for request in bench.requests()} == {bench.limited.access_key}
    assert hook.conn_config.extra_dejson["acme"] == 1

    async def look() -> str:
        async with await hook.get_async_conn() as client:
            return str(client.meta.region_name)

    assert asyncio.run(look()) == "eu-central-1"
    assert hook.conn_config.conn_id == "aws_default"
    hook = WarehouseHook("own", aws_conn_id=None, region_name="eu-west-3", config={"read_timeout": 9})
    assert (hook.conn_region_name, hook.conn.meta.config.read_timeout) == ("eu-west-3", 9)
    assert hook.get_conn().schema == "default"
    assert WarehouseHook(warehouse).region_name == "eu-west-1"


def test_the_aws_side_is_tested(hook: WarehouseHook, connect: Connect) -> None:
    """The base that comes first tests the connection, with the settings of the subclass."""
    passed, message = hook.test_connection()
    assert passed, message
    wrong = connect("wrong", conn_type="warehouse", password="wrong")
    assert not WarehouseHook(wrong).test_connection()[0]


def test_a_query_can_be_the_test(warehouse: str, queue_rows: QueueRows) -> None:
    """A subclass may rather test as databases do; its ``conn`` is something else then."""
    hook = CheckedWarehouseHook(warehouse)
    queue_rows(("warehouse",), columns={"_col0": "varchar"})
    assert hook.test_connection() == (True, "Connection successfully tested")
    assert _list_statements(WarehouseHook(warehouse))[-1] == "SELECT 'warehouse'"
    assert hook.conn.region_name == "eu-west-1"
    assert not hook.get_records("SELECT 1")


def test_the_form_is_the_subclasses(hook: WarehouseHook) -> None:
    """What the subclass says of the form is laid over what the base says."""
    behaviour = hook.get_ui_field_behaviour()
    assert "schema" not in behaviour["hidden_fields"]
    assert "port" in behaviour["hidden_fields"]
    assert "login" in behaviour["relabeling"]
