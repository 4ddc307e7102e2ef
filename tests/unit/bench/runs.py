"""A made-up run of the bench, with round figures."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bench.figures import Figures
from bench.running import Sample
from bench.samples import AIOBOTOCORE, BOTO3, ONE_SESSION, OURS, STOCK

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUES: dict[tuple[str, str], dict[str, float]] = {
    ("import", OURS): {"cpu_ms": 4, "wall_ms": 4, "new_modules": 7},
    ("import", STOCK): {"cpu_ms": 400, "wall_ms": 400, "new_modules": 287},
    ("import", BOTO3): {"cpu_ms": 200, "wall_ms": 200, "new_modules": 176},
    ("client", OURS): {"cpu_ms": 190, "wall_ms": 190, "new_modules": 100},
    ("client", STOCK): {"cpu_ms": 500, "wall_ms": 500, "new_modules": 304},
    ("client", BOTO3): {"cpu_ms": 200, "wall_ms": 200, "new_modules": 181},
    ("task", OURS): {"cpu_ms": 150, "wall_ms": 150, "new_modules": 90},
    ("task", STOCK): {"cpu_ms": 480, "wall_ms": 480, "new_modules": 290},
    ("task", BOTO3): {"cpu_ms": 200, "wall_ms": 200, "new_modules": 181},
    ("same", OURS): {"first_ms": 50, "further_ms": 20, "first_mib": 10, "further_mib": 0.5, "fetch_ms": 10},
    ("same", STOCK): {"first_ms": 150, "further_ms": 2400, "first_mib": 15, "further_mib": 240, "fetch_ms": 2},
    ("same", BOTO3): {"first_ms": 100, "further_ms": 2400, "first_mib": 15, "further_mib": 240},
    ("different", OURS): {"median_ms": 5, "mean_ms": 8, "kib": 300, "fetch_ms": 3},
    ("different", STOCK): {"median_ms": 100, "mean_ms": 200, "kib": 12000, "fetch_ms": 3},
    ("different", BOTO3): {"median_ms": 80, "mean_ms": 160, "kib": 12000},
    ("different", ONE_SESSION): {"median_ms": 5, "mean_ms": 8, "kib": 300},
    ("again", OURS): {"call_us": 120, "fetch_us": 80, "beyond_us": 40},
    ("again", STOCK): {"call_us": 60000, "fetch_us": 80, "beyond_us": 59920},
    ("again", ONE_SESSION): {"call_us": 4000, "beyond_us": 4000},
    ("discovery", OURS): {"call_us": 4, "new_modules": 54},
    ("discovery", STOCK): {"call_us": 40},
    ("async_client", OURS): {"cpu_ms": 300, "wall_ms": 300, "new_modules": 400},
    ("async_client", STOCK): {"cpu_ms": 900, "wall_ms": 900, "new_modules": 500},
    ("async_client", AIOBOTOCORE): {"cpu_ms": 300, "wall_ms": 300, "new_modules": 300},
    ("async_role", OURS): {
        "first_ms": 60,
        "first_wall_ms": 90,
        "first_mib": 11,
        "each_ms": 4,
        "each_wall_ms": 5,
        "each_mib": 0.25,
        "each_objects": 1000,
        "sts_calls": 1,
    },
    ("async_role", STOCK): {
        "first_ms": 150,
        "first_wall_ms": 300,
        "first_mib": 24,
        "each_ms": 200,
        "each_wall_ms": 250,
        "each_mib": 20,
        "each_objects": 90000,
        "sts_calls": 25,
    },
    ("async_role", AIOBOTOCORE): {
        "first_ms": 60,
        "first_wall_ms": 90,
        "first_mib": 15,
        "each_ms": 5,
        "each_wall_ms": 5,
        "each_mib": 1,
        "each_objects": 1250,
        "sts_calls": 1,
    },
    ("async_loop", OURS): {"longest_ms": 12, "longest_with_gc_ms": 90, "open_seconds": 3, "cpu_seconds": 2},
    ("async_loop", STOCK): {"longest_ms": 9000, "longest_with_gc_ms": 9000, "open_seconds": 60, "cpu_seconds": 9},
    ("async_loop", AIOBOTOCORE): {"longest_ms": 120, "longest_with_gc_ms": 200, "open_seconds": 5, "cpu_seconds": 4},
}


def build_samples(rounds: int = 3, slower: Mapping[str, float] = MappingProxyType({})) -> list[Sample]:
    """Build the samples of a run on a machine that is as many times slower in a round as the round's number says.

    Args:
        rounds: how many.
        slower: what multiplies all that ours takes, by measure.
    """
    return [
        Sample(number, measure, contender, _multiply(values, number, slower.get(measure, 1), contender))
        for number in range(rounds + 1)
        for (measure, contender), values in VALUES.items()
    ]


def build_figures(rounds: int = 3, slower: Mapping[str, float] = MappingProxyType({})) -> Figures:
    """Build the figures of such a run."""
    return Figures(build_samples(rounds, slower))


def _multiply(values: dict[str, float], number: int, slower: float, contender: str) -> dict[str, float]:
    # Round 0 warms: far off, so that whoever counts it is found out.
    times = (number or 1000) * (slower if contender == OURS else 1)
    return {name: value * times if name.endswith(("_ms", "_us")) else value for name, value in values.items()}
