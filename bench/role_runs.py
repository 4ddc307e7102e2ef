"""Runs tasks on a role connection against the server of ``tests/aws_bench``, and counts its AssumeRole calls.

Prints nothing. Bare boto3 takes no part: it has no connections, and asks STS as often as its caller lets it.
"""

from __future__ import annotations

import base64
import os
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.measures import Sts
from bench.running import ROOT, BenchError
from bench.samples import CONN_ID, CONTENDERS
from bench.server import RoleServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bench.running import Runner

SCRIPT = ROOT / "bench" / "role_tasks.py"
# The stock hook's 1,000 take minutes.
TIMEOUT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Case:
    """A contender and how its tasks are run.

    Attributes:
        layout: ``threads`` of one process, or ``processes``.
        workers: how many of them.
        contender: as the samples have it.
        cache: our ``[awsconn] credential_cache``; None for the stock hook, which has no such thing.
    """

    layout: str
    workers: int
    contender: str
    cache: str | None

    def count_expected_calls(self, tasks: int) -> int | None:
        """Give how often STS is asked if the hook holds what it says; None where nothing is said."""
        if self.cache is None:
            return None
        return min(self.workers, tasks) if (self.layout, self.cache) == ("processes", "memory") else 1


CASES = (
    Case("threads", 64, "ours", "memory"),
    Case("threads", 64, "stock", None),
    Case("processes", 16, "ours", "host"),
    Case("processes", 16, "ours", "memory"),
    Case("processes", 16, "stock", None),
)


@dataclass(frozen=True, slots=True)
class RoleRun:
    """What all tasks of a case took together."""

    case: Case
    tasks: int
    sts_calls: int
    wall_seconds: float
    cpu_seconds: float
    peak_mib: float


def take_role_runs(runner: Runner, tasks: Mapping[str, int]) -> Iterator[RoleRun]:
    """Take each case once, after one task of each contender to warm.

    Args:
        runner: runs the processes.
        tasks: how many, by layout.

    Raises:
        BenchError: at the first process that fails, request that is refused, or call of ours that is one too many.
    """
    with RoleServer() as server:
        for contender, cache in (("ours", "memory"), ("stock", None)):
            _take(runner, server, Case("threads", 1, contender, cache), 1)
        for case in CASES:
            yield _take(runner, server, case, tasks[case.layout])


def _take(runner: Runner, server: RoleServer, case: Case, tasks: int) -> RoleRun:
    connection = server.prepare(Sts(), case.contender)
    with tempfile.TemporaryDirectory(prefix="bench-credentials-") as folder:
        result = runner.run(
            SCRIPT,
            *(case.layout, *CONTENDERS[case.contender], CONN_ID, str(tasks), str(case.workers)),
            has_wheel=case.contender == "ours",
            variables=connection | _build_options(case, folder),
            timeout_seconds=TIMEOUT_SECONDS,
        )
    return RoleRun(case, tasks, _count_calls(server, case, tasks), **result)


def _build_options(case: Case, folder: str) -> dict[str, str]:
    if case.cache is None:
        return {}
    return {
        "AIRFLOW__AWSCONN__CREDENTIAL_CACHE": case.cache,
        "AIRFLOW__AWSCONN__CREDENTIAL_CACHE_DIRECTORY": folder,
        "AIRFLOW__CORE__FERNET_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    }


def _count_calls(server: RoleServer, case: Case, tasks: int) -> int:
    """Count the AssumeRole calls of a run, and refuse a run that was not what the table says of it."""
    cache = f", credential_cache = {case.cache}" if case.cache else ""
    where = f"{case.contender}{cache}, {tasks} tasks in {case.workers} {case.layout}"
    calls, expected = server.count_calls(where), case.count_expected_calls(tasks)
    if not calls or expected not in {None, calls}:
        raise BenchError(f"{where}: STS was asked {calls} times; it is to be asked {expected or 'at least 1'} times")
    return calls
