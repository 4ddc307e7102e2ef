"""Environments with Airflow and the stock provider: alone, and with our wheel installed beside it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.find_python import PythonMissingError, find_python

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).parent / "uv"

# Airflow's own words, its full stop inside the quotes included; the README explains both.
README_WARNINGS = {
    "The connection_type 'aws' has been already registered by provider 'airflow-provider-awsconn.'",
    "Field behaviour for connection type aws already exists, skipping",
}


# Airflow 2.11 does not go on newer ones.
PYTHONS = {"stock-2.11": ("3.12", "3.11", "3.10")}


def is_possible(name: str) -> bool:
    """Tell whether this machine has a Python for an environment with the stock provider."""
    for version in PYTHONS.get(name, ()):
        with contextlib.suppress(PythonMissingError):
            return bool(find_python(version))
    return name not in PYTHONS


def find_stock_python(name: str = "stock") -> str:
    """Give the interpreter of an environment with Airflow and the stock provider, and nothing of ours."""
    python = ROOT / ".venvs" / name / "bin" / "python"
    if not python.exists():
        if not is_possible(name):
            pytest.skip(f"no Python {' or '.join(PYTHONS[name])} on this machine")
        pytest.fail(f"no environment with the stock provider; run `make .venvs/{name}/.ready`", pytrace=False)
    return str(python)


def build_wheel(folder: Path, environment: Mapping[str, str]) -> Path:
    """Build our wheel from this tree; the environment is one that can reach a package registry."""
    command = [str(UV), "build", "--quiet", "--wheel", "--python", sys.executable, "--out-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, env=dict(environment))
    (wheel,) = folder.glob("*.whl")
    return wheel


@dataclass(frozen=True)
class Overlay:
    """An environment of its own that has our wheel installed, and finds Airflow and the stock provider in another.

    Attributes:
        programs: the folder of its `airflow` and `python`.
        wheel: ours, that is installed in it.
        stock_packages: the folder of the other's packages. On `PYTHONPATH` it comes before our wheel, else after it.
    """

    programs: Path
    wheel: Path
    stock_packages: str

    @classmethod
    def make(cls, folder: Path, stock_python: str, wheel: Path, environment: Mapping[str, str]) -> Overlay:
        """Make it in a folder that is not there yet."""
        python = str(folder / "bin" / "python")
        install = [str(UV), "pip", "install", "--quiet", "--python", python, "--no-deps", "--offline", str(wheel)]
        subprocess.run(
            [str(UV), "venv", "--quiet", "--python", stock_python, str(folder)], check=True, env=dict(environment)
        )
        subprocess.run(install, check=True, env=dict(environment))
        where = "import sysconfig; print(sysconfig.get_path('purelib'))"
        own, stock = (
            subprocess.run([asked, "-I", "-c", where], check=True, capture_output=True, text=True).stdout.strip()
            for asked in (python, stock_python)
        )
        Path(own, "stock.pth").write_text(stock + os.linesep, encoding="utf-8")
        airflow = folder / "bin" / "airflow"
        airflow.write_text(f"#!{python}\nimport sys\nfrom airflow.__main__ import main\nsys.exit(main())\n")
        airflow.chmod(0o755)
        return cls(folder / "bin", wheel, stock)
