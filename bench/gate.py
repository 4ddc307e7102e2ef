"""Whether this version has become slower than the one before: ratios of a full run kept in a file, and compared.

Ratios, because both sides of one met the same machine: the file holds on another one too. The median of a row may grow
to the largest value of the full run, which is what noise alone did to the same code, and by a quarter in any case: a
full run that was lucky must not make the next one fail. Counts have no noise and may not grow at all.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from bench.figures import Spread, format_number
from bench.measures import NAMES
from bench.running import ROOT, BenchError
from bench.samples import AIOBOTOCORE, BOTO3, ONE_SESSION, OURS, STOCK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.figures import Figures

RATIOS = ROOT / "bench" / "ratios.json"
FLOOR = 0.25


@dataclass(frozen=True, slots=True)
class Gate:
    """A figure of ours that may not get worse.

    Attributes:
        measure: the measure's name.
        value: the figure's name.
        reference: the contender it is divided by; None for the figure itself.
        slack: what it may grow at least, where a quarter of next to nothing would be too little; in its own unit.
        is_exact: whether it has no noise.
    """

    measure: str
    value: str
    reference: str | None = None
    slack: float = 0
    is_exact: bool = False

    @property
    def name(self) -> str:
        """What the row is called in the file and in messages."""
        return f"{self.measure} {self.value}" + (f" / {NAMES[self.reference]}" if self.reference else "")

    def compute_allowed(self, committed: Spread) -> float:
        """Give how large the row's median may be."""
        if self.is_exact:
            return committed.high
        return max(committed.high, committed.median + max(FLOOR * abs(committed.median), self.slack))


GATES = (
    Gate("import", "cpu_ms", BOTO3),
    Gate("import", "new_modules", is_exact=True),
    Gate("client", "cpu_ms", BOTO3),
    Gate("task", "cpu_ms", BOTO3),
    Gate("client", "new_modules", is_exact=True),
    # A wait costs no CPU.
    Gate("client", "wall_ms", BOTO3),
    Gate("same", "times_first", slack=0.1),
    Gate("same", "times_first_without_fetch", slack=0.1),
    Gate("same", "further_mib", slack=0.5),
    Gate("different", "mean_ms", ONE_SESSION),
    Gate("different", "median_ms", ONE_SESSION),
    Gate("different", "kib", ONE_SESSION),
    Gate("again", "beyond_us", ONE_SESSION, slack=0.005),
    Gate("discovery", "call_us", STOCK),
    Gate("discovery", "new_modules", is_exact=True),
    Gate("async_client", "cpu_ms", AIOBOTOCORE),
    Gate("async_client", "new_modules", is_exact=True),
    Gate("async_role", "each_ms", AIOBOTOCORE),
    Gate("async_role", "each_mib", slack=0.1),
    Gate("async_role", "each_objects"),
    Gate("async_role", "sts_calls", is_exact=True),
    # Another machine's processor, and what else it does, decide it too: what blocks the loop takes longer than this.
    Gate("async_loop", "longest_ms", slack=25),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row now beside the row as committed."""

    gate: Gate
    committed: Spread
    now: Spread

    @property
    def allowed(self) -> float:
        """How large the median may be."""
        return self.gate.compute_allowed(self.committed)

    @property
    def is_loss(self) -> bool:
        """Whether it is larger."""
        return self.now.median > self.allowed

    def __str__(self) -> str:
        return f"{self.gate.name}: committed {self.committed}, now {self.now}, allowed {format_number(self.allowed)}"


def list_contenders(measure: str) -> set[str]:
    """Give who has to take part in a measure for its rows."""
    return {OURS} | {gate.reference for gate in GATES if gate.measure == measure and gate.reference}


def build_rows(figures: Figures) -> dict[str, Spread]:
    """Build the rows by name.

    Raises:
        BenchError: when one was not measured.
    """
    rows = {gate.name: figures.look_up(gate.measure, gate.value, gate.reference) for gate in GATES}
    if missing := [name for name, row in rows.items() if row is None]:
        raise BenchError(f"{', '.join(missing)}: not measured")
    return {name: row for name, row in rows.items() if row is not None}


def compare(committed: Mapping[str, Spread], now: Mapping[str, Spread]) -> list[Comparison]:
    """Compare the rows that were measured now with those committed.

    Raises:
        BenchError: when one of now was not committed.
    """
    if missing := sorted(set(now) - set(committed)):
        raise BenchError(f"{', '.join(missing)}: not among the committed ratios; `make bench` writes them")
    return [Comparison(gate, committed[gate.name], now[gate.name]) for gate in GATES if gate.name in now]


def write_rows(path: Path, rows: Mapping[str, Spread], versions: Mapping[str, str], rounds: int) -> None:
    """Write the rows of a full run, and what they were measured with."""
    document = {
        "versions": dict(versions),
        "rounds": rounds,
        "rows": {name: _round(asdict(row)) for name, row in rows.items()},
    }
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_rows(path: Path) -> tuple[dict[str, Spread], dict[str, str]]:
    """Read the rows of a full run, and the versions they were measured with.

    Raises:
        BenchError: when there is no such file, or something else in it.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {name: Spread(**row) for name, row in document["rows"].items()}, document["versions"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BenchError(f"{path}: not the ratios of a full run ({error!r}); `make bench` writes them") from error


def _round(row: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(f"{value:.4g}") for name, value in row.items()}
