"""What is noted while a connection is read: problems, remarks, and where each setting came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from airflow_provider_awsconn.errors import Problem

MASKED = "the UI sent its mask"


@dataclass(slots=True)
class Notes:
    """Collects instead of raising, so that every problem of a connection is told at once.

    Attributes:
        problems: what makes the connection unusable.
        remarks: what works and should be written otherwise.
        origins: the field that a setting of the connection was taken from.
    """

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)

    def refuse(self, where: str, reason: str, hint: str) -> None:
        """Note something that makes the connection unusable."""
        if (where, MASKED) not in ((told.where, told.reason) for told in self.problems):
            self.problems.append(Problem(where, reason, hint))

    def remark(self, where: str, reason: str, hint: str) -> None:
        """Note something that works and should be written otherwise."""
        self.remarks.append(Problem(where, reason, hint))
