"""The wheel on every Airflow line, tested: `make matrix`, or `make matrix ARGS=airflow-3.0-py3.10` for one cell.

A cell's environment lies in .venvs/matrix-<cell>, its output in .venvs/matrix-<cell>.log. A Python that is not on this
machine fails its cells: a matrix that leaves cells out proves nothing.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts.find_python import PythonMissingError, find_python

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).parent / "uv"
# What `make test` alone runs says the same everywhere, or makes environments of its own.
OLDEST = ("-m", "not installed and not demo and not browser and not once")
ALL = ("-m", f"{OLDEST[1]} and not oldest")
# Left out where the cells with all of them differ in Airflow alone: these tests meet Python, boto3 and our own pages.
WITHOUT_AIRFLOW = (
    "tests/aws_bench",
    "tests/unit/bench",
    "tests/unit/connection",
    "tests/unit/credentials",
    "tests/unit/diagnosis",
    "tests/unit/sessions",
    "tests/unit/waiters",
    "tests/unit/test_precedence.py",
    "tests/integration/test_ways_in.py",
    "tests/integration/test_ways_in_chains.py",
    "tests/integration/test_ways_in_tokens.py",
    "tests/integration/test_ways_in_transport.py",
)
WITH_AIRFLOW = (*ALL, *(f"--ignore={path}" for path in WITHOUT_AIRFLOW))


@dataclass(frozen=True)
class Cell:
    """One combination: a pinned set in requirements/, a Python, and which tests run."""

    requirements: str
    python: str
    selection: tuple[str, ...] = WITH_AIRFLOW

    @property
    def name(self) -> str:
        """The name to call the cell by."""
        return f"{self.requirements}-py{self.python}"

    @property
    def folder(self) -> Path:
        """Where its environment lies."""
        return ROOT / ".venvs" / f"matrix-{self.name}"

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self.folder.with_suffix(f"{self.folder.suffix}.log")


# The longest first, so that none of them is left for the end. 2.11-lowest has the lowest boto3, 3.2 the newest.
CELLS = (
    Cell("airflow-2.11-lowest", "3.10", OLDEST),
    Cell("airflow-3.2", "3.13", ALL),
    Cell("airflow-2.11", "3.12"),
    Cell("airflow-3.0", "3.10"),
    Cell("airflow-3.1", "3.13"),
    Cell("airflow-3.3", "3.13"),
)


def run_cell(cell: Cell, wheel: Path) -> tuple[Cell, int, float, str]:
    """Make the cell's environment and run the suite in it; give status, seconds and the last line."""
    started = time.monotonic()
    with cell.log.open("w", encoding="utf-8") as log:
        try:
            python = str(cell.folder / "bin" / "python")
            install = [str(UV), "pip", "install", "--quiet", "--python", python]
            for command in (
                [str(UV), "venv", "--quiet", "--clear", "--python", find_python(cell.python), str(cell.folder)],
                [*install, "-r", str(ROOT / "requirements" / f"{cell.requirements}.txt")],
                [*install, "--no-deps", str(wheel)],
            ):
                subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT)
            log.flush()
            ended = subprocess.run(
                [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *cell.selection],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
            status = ended.returncode
        except (PythonMissingError, subprocess.CalledProcessError) as error:
            log.write(f"{error}\n")
            status = 1
    last = cell.log.read_text(encoding="utf-8", errors="replace").rstrip().rpartition("\n")[2]
    return cell, status, time.monotonic() - started, last


def main(names: list[str]) -> int:
    """Run the named cells, or all; two at a time."""
    known = {cell.name: cell for cell in CELLS}
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such cell: {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    wheels = sorted((ROOT / "dist").glob("*.whl"))
    if len(wheels) != 1:
        print("dist/ does not hold exactly one wheel; run: make matrix")
        return 2
    failed = 0
    with ThreadPoolExecutor(max_workers=2) as pool:
        cells = [known[name] for name in names] or list(CELLS)
        for cell, status, seconds, last in pool.map(lambda cell: run_cell(cell, wheels[0]), cells):
            failed += status != 0
            print(f"{'✗' if status else '✓'} {seconds:5.0f} s  {cell.name:<28} {last}", flush=True)
            if status:
                print(cell.log.read_text(encoding="utf-8", errors="replace")[-6000:], flush=True)
    print(f"{len(cells) - failed} of {len(cells)} cells passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
