"""What a connection test came to: its steps, in the order they were taken. Plain values, no IO."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["passed", "failed", "warning", "skipped"]

SETTINGS = "settings"
REGION = "region"
CREDENTIALS = "credentials"
ROLE = "role"
IDENTITY = "identity"
PROBE = "probe"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a connection test. No secret is in its texts.

    Attributes:
        name: ``settings``, ``region``, ``credentials``, ``role``, ``identity`` or ``probe``.
        title: the same for people; a role's says which.
        outcome: ``passed``, ``failed``, ``warning`` for what is odd and stops nobody, ``skipped``.
        text: what was found, in one line.
        seconds: how long it took.
        advice: the likely cause and what to do, where there is something to do.
        cause: which of the causes of ``diagnosis/`` it is, where it is one.
        proof: what is proved by it, where something is.
    """

    name: str
    title: str
    outcome: Outcome
    text: str
    seconds: float = 0.0
    advice: str | None = None
    cause: str | None = None
    proof: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give plain values, for JSON."""
        names = ("name", "title", "outcome", "text", "advice", "cause", "proof")
        return {name: getattr(self, name) for name in names} | {"seconds": round(self.seconds, 3)}


@dataclass(frozen=True, slots=True)
class Report:
    """A connection test that has ended.

    Attributes:
        steps: those that were taken; a failed one is the last.
        host: the machine that they were taken on.
    """

    steps: tuple[Step, ...]
    host: str = ""

    @property
    def passed(self) -> bool:
        """Whether no step failed."""
        return bool(self.steps) and self.failed is None

    @property
    def failed(self) -> Step | None:
        """The step that failed."""
        return next((step for step in self.steps if step.outcome == "failed"), None)

    @property
    def proved(self) -> tuple[str, ...]:
        """What the steps proved."""
        return tuple(step.proof for step in self.steps if step.proof)

    @property
    def not_proved(self) -> tuple[str, ...]:
        """What they did not prove, and might be taken for it."""
        if not self.passed:
            return ("what comes after the step that failed",)
        if not self.proved:
            return ("that requests are taken",)
        probe = self.find(PROBE)
        return ("what else they may do" if probe and probe.outcome == "passed" else "what they may do",)

    def find(self, name: str) -> Step | None:
        """Give the last step of a name."""
        return next((step for step in reversed(self.steps) if step.name == name), None)

    def to_dict(self) -> dict[str, Any]:
        """Give plain lists and dicts, for JSON."""
        return {
            "passed": self.passed,
            "host": self.host,
            "steps": [step.to_dict() for step in self.steps],
            "proved": list(self.proved),
            "not_proved": list(self.not_proved),
        }
