"""The hooks of `tests/service_hooks` pass their tests on the stock base and on ours, with nothing changed but that."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.stock_environments import find_stock_python, is_possible

ROOT = Path(__file__).parents[2]
# Airflow, its environment, and the modules of both bases.
LINES = {"3.3.2": "stock", "2.11.2": "stock-2.11"}
BASES = {"stock": "airflow.providers.amazon.aws.hooks.base_aws", "awsconn": "airflow_provider_awsconn.hooks.aws"}
RUNS = [(line, base) for line in LINES for base in BASES]
TIMEOUT_SECONDS = 600
pytestmark = pytest.mark.installed


@dataclass(frozen=True)
class Ended:
    """A run of the tests.

    Attributes:
        outcomes: what happened to each test, by its id.
        told: what the run says of itself.
    """

    outcomes: dict[str, str]
    told: dict[str, str]


def _run(run: tuple[str, str], folder: Path, servers_python: str) -> Ended:
    """Run the tests with an Airflow line's interpreter on one base class, with a server of their own."""
    line, base = run
    python = find_stock_python(LINES[line])
    report = folder / f"{line}-{base}.xml"
    ended = subprocess.run(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junit-xml={report}", "tests/service_hooks"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "AWSCONN_SERVERS_PYTHON": servers_python,
            "AWSCONN_TEST_BASE": base,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_SECONDS,
    )
    assert report.exists(), ended.stdout[-3000:] + ended.stderr[-3000:]
    root = ET.parse(report)
    outcomes = {}
    for case in root.iter("testcase"):
        happened = [each for each in case if each.tag in {"failure", "error", "skipped"}]
        outcome = "; ".join(f"{each.tag}: {each.get('message')}" for each in happened)
        outcomes[f"{case.get('classname')}::{case.get('name')}"] = outcome or "passed"
    return Ended(outcomes, {each.get("name", ""): each.get("value", "") for each in root.iter("property")})


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory, servers_python: str) -> dict[tuple[str, str], Ended]:
    """How the run of each Airflow line and base has ended; there are two at a time."""
    folder = tmp_path_factory.mktemp("service-hooks")
    runs = [run for run in RUNS if is_possible(LINES[run[0]])]
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(runs, pool.map(lambda run: _run(run, folder, servers_python), runs), strict=True))


@pytest.mark.parametrize("run", RUNS, ids=["-".join(run) for run in RUNS])
def test_hooks_pass_their_tests(
    run: tuple[str, str], ended: dict[tuple[str, str], Ended], capsys: pytest.CaptureFixture[str]
) -> None:
    """All tests pass and none is skipped, on the Airflow and the base that were asked for."""
    line, base = run
    find_stock_python(LINES[line])
    found = ended[run]
    passed = sum(outcome == "passed" for outcome in found.outcomes.values())
    with capsys.disabled():
        print(f"\nservice hooks on Airflow {line}, {base} base: {passed} of {len(found.outcomes)} passed")  # noqa: T201
    assert {name: outcome for name, outcome in found.outcomes.items() if outcome != "passed"} == {}
    assert passed > 100
    assert found.told == {"airflow": line, "base": BASES[base]}


def test_the_same_tests_run_everywhere(ended: dict[tuple[str, str], Ended]) -> None:
    """No run lacks a test that another has."""
    names = [sorted(each.outcomes) for each in ended.values()]
    assert len(names) >= len(BASES)
    assert names == [names[0]] * len(names)
