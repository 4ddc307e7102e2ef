"""A row of the table of causes, and what becomes of it once it is recognised."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from airflow_provider_awsconn.diagnosis.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a request failed.

    Attributes:
        cause: the name of the cause in the table.
        likely: what is likely wrong, for this request.
        fix: what would be right.
    """

    cause: str
    likely: str
    fix: str

    def __str__(self) -> str:
        return f"{self.likely}; {self.fix}"


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for which requests fail.

    Attributes:
        name: such as ``wrong-secret``; stays the same.
        title: the same for people.
        likely: what is likely wrong; names in braces are filled in from the request.
        fix: what would be right, written in the same way.
        find: recognises it: gives what is filled in, None where it is something else.
    """

    name: str
    title: str
    likely: str
    fix: str
    find: Callable[[Evidence], Mapping[str, str] | None] = field(repr=False)

    def diagnose(self, evidence: Evidence) -> Diagnosis | None:
        """Give the diagnosis where this is the cause."""
        found = self.find(evidence)
        if found is None:
            return None
        return Diagnosis(self.name, self.likely.format_map(found), self.fix.format_map(found))
