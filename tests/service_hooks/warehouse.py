"""A warehouse in Athena: a hook of AWS that is a database hook too, with a connection of its own over AWS's."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from airflow.providers.common.compat.sdk import Connection
from airflow.providers.common.sql.hooks.sql import DbApiHook

from . import athena_driver
from .base import AwsBaseHook, AwsConnectionWrapper

if TYPE_CHECKING:
    from botocore.config import Config


class WarehouseHook(AwsBaseHook, DbApiHook):  # type: ignore[misc]
    """Runs SQL in a warehouse.

    Args:
        warehouse_conn_id: a connection of type ``warehouse``: schema, Extra with ``output`` and ``work_group``, and
            whatever is to beat the connection of AWS.
        aws_conn_id: a connection of type ``aws``; None where the warehouse's says everything.
        log_sql: whether statements are logged.
        kwargs: of the base class; ``schema`` beats the connection's.
    """

    conn_name_attr = "warehouse_conn_id"
    default_conn_name = "warehouse_default"
    conn_type = "warehouse"
    hook_name = "Warehouse"
    supports_autocommit = True
    _test_connection_sql = "SELECT 'warehouse'"

    def __init__(
        self,
        warehouse_conn_id: str = default_conn_name,
        aws_conn_id: str | None = AwsBaseHook.default_conn_name,
        *,
        schema: str | None = None,
        log_sql: bool = False,
        verify: bool | str | None = None,
        region_name: str | None = None,
        config: Config | dict[str, Any] | None = None,
    ) -> None:
        super().__init__(
            aws_conn_id=aws_conn_id, verify=verify, region_name=region_name, client_type="athena", config=config
        )
        self.warehouse_conn_id = warehouse_conn_id
        self.log_sql = log_sql
        self._schema = schema

    @cached_property
    def conn_config(self) -> AwsConnectionWrapper:
        """AWS's connection, with what the warehouse's says over it."""
        own = self.get_connection(self.warehouse_conn_id)
        aws = self.get_connection(self.aws_conn_id) if self.aws_conn_id else Connection(conn_id=own.conn_id)
        merged = Connection(
            conn_id=aws.conn_id,
            conn_type="aws",
            login=own.login or aws.login,
            password=own.password if own.login else aws.password,
            schema=own.schema,
            extra=json.dumps({**aws.extra_dejson, **own.extra_dejson}),
        )
        return AwsConnectionWrapper(
            conn=merged, region_name=self._region_name, botocore_config=self._config, verify=self._verify
        )

    @cached_property
    def _athena(self) -> Any:
        return self.get_client_type()

    def get_conn(self) -> athena_driver.Connection:
        """Connect to the warehouse."""
        settings = self.conn_config
        extra = settings.extra_dejson
        return athena_driver.connect(
            self._athena,
            schema=self._schema or settings.schema or "default",
            output=extra["output"],
            work_group=extra.get("work_group", "primary"),
        )

    @classmethod
    def get_ui_field_behaviour(cls) -> dict[str, Any]:
        """Have the connection's form ask for a schema, too."""
        behaviour = super().get_ui_field_behaviour()
        hidden = [field for field in behaviour["hidden_fields"] if field != "schema"]
        return {**behaviour, "hidden_fields": hidden}


class CheckedWarehouseHook(WarehouseHook):
    """Tests its connection with a query, and is its own ``conn``, as older hooks of databases are."""

    def test_connection(self) -> Any:
        """Run a query."""
        return DbApiHook.test_connection(self)

    @property
    def conn(self) -> AwsConnectionWrapper:
        """The settings of the connection."""
        return self.conn_config
