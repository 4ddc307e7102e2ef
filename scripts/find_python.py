"""The interpreters of this machine: `python -m scripts.find_python 3.12 3.11` prints the first one that is there."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path


class PythonMissingError(RuntimeError):
    """There is no interpreter of a wanted version."""


def find_python(version: str) -> str:
    """Find an interpreter of a version: on PATH, or among pyenv's.

    Raises:
        PythonMissingError: when there is none.
    """
    candidates = [shutil.which(f"python{version}")]
    pyenv = shutil.which("pyenv")
    if pyenv:
        root = subprocess.run([pyenv, "root"], capture_output=True, text=True, check=False).stdout.strip()
        candidates += [str(path) for path in sorted(Path(root, "versions").glob(f"{version}.*/bin/python"))]
    for candidate in filter(None, candidates):
        question = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        # pyenv's shims exist for versions that are switched off, and fail.
        answer = subprocess.run(question, capture_output=True, text=True, check=False)
        if answer.stdout.strip() == version:
            return candidate
    raise PythonMissingError(
        f"no Python {version} on this machine; put python{version} on PATH, or install it with pyenv"
    )


def main(versions: list[str]) -> int:
    """Print the path of this interpreter if it is of one of the versions, or of another one that is."""
    if f"{sys.version_info.major}.{sys.version_info.minor}" in versions:
        print(sys.executable)
        return 0
    for version in versions:
        with contextlib.suppress(PythonMissingError):
            print(find_python(version))
            return 0
    print(
        f"no Python {' or '.join(versions)} on this machine; put one on PATH, or install it with pyenv", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
