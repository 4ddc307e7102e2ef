"""A small driver for Athena after PEP 249, on a boto3 client."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

apilevel = "2.0"
threadsafety = 1
paramstyle = "pyformat"

CONVERSIONS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "bigint": int,
    "double": float,
    "boolean": lambda text: text == "true",
}


class DatabaseError(Exception):
    """Athena has not done what it was told."""


def connect(client: Any, *, schema: str, output: str, work_group: str = "primary") -> Connection:
    """Connect to a database of Athena's."""
    return Connection(client, schema, output, work_group)


class Connection:
    """A database of Athena's. There are no transactions."""

    def __init__(self, client: Any, schema: str, output: str, work_group: str) -> None:
        self.client = client
        self.schema = schema
        self.output = output
        self.work_group = work_group
        self.autocommit = True
        self.is_closed = False

    def cursor(self) -> Cursor:
        """Make a cursor."""
        return Cursor(self)

    def commit(self) -> None:
        """Do nothing: every statement is for good."""

    def rollback(self) -> None:
        """Do nothing: no statement can be taken back."""

    def close(self) -> None:
        """Take note, there is nothing to close."""
        self.is_closed = True


class Cursor:
    """Runs statements, one at a time."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self.description: list[tuple[Any, ...]] | None = None
        self.rowcount = -1

    def execute(self, operation: str, parameters: Any = None) -> None:
        """Run a statement and wait for its end."""
        client = self._connection.client
        statement = operation % _quote_all(parameters) if parameters else operation
        execution_id = client.start_query_execution(
            QueryString=statement,
            QueryExecutionContext={"Database": self._connection.schema},
            ResultConfiguration={"OutputLocation": self._connection.output},
            WorkGroup=self._connection.work_group,
        )["QueryExecutionId"]
        while True:
            status = client.get_query_execution(QueryExecutionId=execution_id)["QueryExecution"]["Status"]
            if status["State"] not in {"QUEUED", "RUNNING"}:
                break
            time.sleep(0.1)
        if status["State"] != "SUCCEEDED":
            raise DatabaseError(status.get("StateChangeReason", status["State"]))
        self._read(client.get_query_results(QueryExecutionId=execution_id)["ResultSet"])

    def _read(self, result: dict[str, Any]) -> None:
        columns = result["ResultSetMetadata"]["ColumnInfo"]
        kinds = [CONVERSIONS.get(column["Type"], str) for column in columns]
        self.description = [(column["Name"], column["Type"], *[None] * 5) for column in columns] or None
        self._rows = [
            tuple(
                kind(cell["VarCharValue"]) if "VarCharValue" in cell else None
                for kind, cell in zip(kinds, row["Data"], strict=True)
            )
            for row in result["Rows"]
        ]

    def fetchone(self) -> tuple[Any, ...] | None:
        """Give the next row, None after the last one."""
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Give the rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    def close(self) -> None:
        """Forget the rows."""
        self._rows = []


def _quote_all(parameters: Any) -> Any:
    if isinstance(parameters, dict):
        return {name: _quote(value) for name, value in parameters.items()}
    return tuple(map(_quote, parameters))


def _quote(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"
