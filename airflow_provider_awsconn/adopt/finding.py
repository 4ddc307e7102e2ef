"""What was found: a difference, and the place that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from airflow_provider_awsconn.adopt.differences import Difference


class Finding(NamedTuple):
    """A difference that applies here.

    Attributes:
        difference: which one.
        what: what is there, without any secret; "" where the place says it all.
        advice: what to do about this one; "" for the advice of the difference.
        connection: the connection id, None for a place that is no connection.
        key: the field of the connection, such as ``extra.verify``, or the option of airflow.cfg.
        file: the path of the code.
        line: the line in it.
    """

    difference: Difference
    what: str = ""
    advice: str = ""
    connection: str | None = None
    key: str | None = None
    file: str | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """The place, for people."""
        if self.file is not None:
            return self.file if self.line is None else f"{self.file}:{self.line}"
        connection = "" if self.connection is None else f"connection '{self.connection}'"
        return " ".join(filter(None, (connection, self.key)))

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        of = self.difference
        return {
            "difference": of.name,
            "level": of.level,
            "title": of.title,
            "where": self.where,
            **{name: value for name, value in self._asdict().items() if name in _PLACE and value is not None},
            "what": self.what,
            "stock": of.stock,
            "ours": of.ours,
            "advice": self.advice or of.advice,
        }


_PLACE = ("connection", "key", "file", "line")
