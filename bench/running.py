"""Runs samples, each in a fresh process of the stock environment with an environment of its own. Prints nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.hook_samples import WARM_SUFFIX
from bench.samples import AIOBOTOCORE, BOTO3, CONN_ID, CONTENDERS, KEY_PAIR, ONE_SESSION, OURS, REGION, STOCK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.measures import Measure, Part
    from bench.server import RoleServer

ROOT = Path(__file__).resolve().parents[1]
# Not resolved: a virtual environment's interpreter is known by the path of its link.
STOCK_PYTHON = ROOT / ".venvs" / "stock" / "bin" / "python"
SCRIPTS = ROOT / "bench"
SCRIPT = SCRIPTS / "samples.py"
# Who takes part in every third round only.
SLOW_STEP = 3
# How the script of many hooks is to make a contender's clients.
KINDS = {
    OURS: "hook",
    STOCK: "hook",
    BOTO3: "session",
    ONE_SESSION: "one session",
    AIOBOTOCORE: "one async session",
}
CONNECTION = {"conn_type": "aws", "login": KEY_PAIR[0], "password": KEY_PAIR[1], "extra": {"region_name": REGION}}
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
TIMEOUT_SECONDS = 300
# Credentials may be renewed while all wait for their end: for what STS takes, and the whole seconds it counts in.
FURTHER_SECONDS = 3


class BenchError(Exception):
    """A sample could not be taken; the message is for people."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one process measured, in round ``number`` of the run; round 0 warms and does not count."""

    number: int
    measure: str
    contender: str
    values: Mapping[str, float] = field(default_factory=dict)


class Runner:
    """Runs samples of the wheel in ``dist/``, the stock hook and bare boto3.

    The wheel is unpacked and put on our own samples' path, because the stock environment stays without it.

    Args:
        folder: an empty folder, for the wheel and as home of the processes.

    Raises:
        BenchError: when there is no stock environment or not exactly one wheel.
    """

    def __init__(self, folder: Path) -> None:
        wheels = list((ROOT / "dist").glob("*.whl"))
        if len(wheels) != 1 or not STOCK_PYTHON.exists():
            raise BenchError("needs one wheel in dist/ and the environment .venvs/stock; `make bench` prepares both")
        self._wheel = folder / "wheel"
        self._home = folder / "home"
        self._home.mkdir()
        with zipfile.ZipFile(wheels[0]) as archive:
            # Without its metadata: Airflow's discovery of providers would load modules of ours before the clocks start.
            archive.extractall(self._wheel, [name for name in archive.namelist() if ".dist-info/" not in name])

    def describe_versions(self) -> dict[str, str]:
        """Give the versions of what is measured, by name."""
        return self.run(SCRIPT, "versions", has_wheel=True)

    def take(self, measures: Sequence[Measure], rounds: int, server: RoleServer | None = None) -> Iterator[Sample]:
        """Take the samples of every contender and measure, one round to warm (number 0) and then ``rounds``.

        The contenders take turns and change places each round, so that noise of the machine hits all alike.

        Args:
            measures: what to measure.
            rounds: how often.
            server: for those that send requests.

        Raises:
            BenchError: at the first process that fails.
        """
        for number, measure, part in plan(measures, rounds):
            yield Sample(number, measure.name, part.contender, self._measure(measure, part, server))

    def _measure(self, measure: Measure, part: Part, server: RoleServer | None) -> dict[str, float]:
        script, contender = SCRIPTS / measure.script, part.contender
        if part.count is None:
            return self.run(script, measure.name, contender, has_wheel=contender == OURS)
        arguments = (measure.name, KINDS[contender], *CONTENDERS[contender], CONN_ID, str(part.count))
        if measure.sts is None:
            variables = _build_connections(part.count)
            return self.run(script, *arguments, has_wheel=contender == OURS, variables=variables)
        if server is None:
            raise BenchError(f"{measure.name}: needs a server")
        variables = server.prepare(measure.sts, contender)
        wait = str(measure.sts.lifetime_seconds + FURTHER_SECONDS)
        values = self.run(script, *arguments, wait, has_wheel=contender == OURS, variables=variables)
        return values | {"sts_calls": server.count_calls(f"{measure.name} of {contender}", ["ListBuckets"])}

    def run(
        self,
        script: Path,
        *arguments: str,
        has_wheel: bool,
        variables: Mapping[str, str] | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> dict[str, Any]:
        """Run a script in a fresh process; what it printed, read as JSON.

        Args:
            script: imports nothing of this package.
            arguments: the script's.
            has_wheel: whether it finds our hook.
            variables: environment variables of this process besides those of all.
            timeout_seconds: when to end it, and what it has forked.

        Raises:
            BenchError: when it fails or does not end.
        """
        with subprocess.Popen(
            [str(STOCK_PYTHON), str(script), *arguments],
            env=self._environment(has_wheel) | dict(variables or {}),
            cwd=self._home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                output, said = process.communicate(timeout=timeout_seconds)
            except BaseException as error:
                # A group of its own, because processes it has forked would outlive it.
                os.killpg(process.pid, signal.SIGKILL)
                if isinstance(error, subprocess.TimeoutExpired):
                    raise BenchError(f"sample {' '.join(arguments)}: not done after {timeout_seconds} s") from error
                raise
        if process.returncode:
            said = said.strip() or "nothing on standard error"
            raise BenchError(f"sample {' '.join(arguments)}: exit status {process.returncode}; {said}")
        return dict(json.loads(output))

    def _environment(self, has_wheel: bool) -> dict[str, str]:
        """Give all a process may know; what the caller's shell says of AWS, Airflow and Python stays out."""
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        environment |= {
            "HOME": str(self._home),
            "AIRFLOW_HOME": str(self._home / "airflow"),
            f"AIRFLOW_CONN_{CONN_ID.upper()}": json.dumps(CONNECTION),
            "AWS_EC2_METADATA_DISABLED": "true",
            "PYTHONNOUSERSITE": "1",
        }
        return environment | ({"PYTHONPATH": str(self._wheel)} if has_wheel else {})


def plan(measures: Sequence[Measure], rounds: int) -> Iterator[tuple[int, Measure, Part]]:
    """Give who is to measure what in which round, in the order of the run; round 0 warms."""
    for number in range(rounds + 1):
        for measure in measures:
            first = number % len(measure.parts)
            for part in measure.parts[first:] + measure.parts[:first]:
                if part.is_slow and number % SLOW_STEP != 1:
                    continue
                # Many hooks import before their clocks start: nothing is left to warm.
                if number or part.count is None:
                    yield number, measure, part


def _build_connections(count: int) -> dict[str, str]:
    """Build a connection to warm with, and as many with key pairs of their own."""
    names = [CONN_ID + WARM_SUFFIX, *(f"{CONN_ID}_{number}" for number in range(count))]
    access_key_id, secret_access_key = KEY_PAIR
    return {
        f"AIRFLOW_CONN_{name.upper()}": json.dumps(
            CONNECTION
            | {"login": f"{access_key_id[:-4]}{number:04}", "password": f"{secret_access_key[:-4]}{number:04}"}
        )
        for number, name in enumerate(names)
    }
