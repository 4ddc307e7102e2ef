"""Write the pinned sets in requirements/ anew: `make lock`.

A set is resolved as of a day on which its Airflow release was current, because nothing else keeps a later web
framework from an older Airflow.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements"

AS_OF_DAY = {
    "airflow-2.11": "2026-04-01",
    "airflow-2.11-lowest": "2026-04-01",
    "airflow-3.0": "2025-09-10",
    "airflow-3.1": "2026-04-01",
    "airflow-3.2": "2026-06-10",
    "airflow-3.3": "2026-11-20",
    "stock": "2026-11-20",
    "stock-2.11": "2026-04-01",
    "servers": "2026-11-20",
    "dev": "2026-11-20",
    "types": "2026-11-20",
    "browser": "2026-11-20",
}

# AWS's own libraries come new to an Airflow of any age, and some sets have today's.
WITH_NEW_AWS = {"airflow-3.1", "airflow-3.2"}
AWS_PACKAGES = ("aiobotocore", "aiohttp", "boto3", "botocore", "s3transfer")
AWS_AS_OF_DAY = "2026-11-20"


def main(uv: str, names: list[str]) -> None:
    """Resolve the named sets, or all of them."""
    for name in names or AS_OF_DAY:
        exceptions = [f"{package}={AWS_AS_OF_DAY}" for package in AWS_PACKAGES if name in WITH_NEW_AWS]
        print(f"{name} as of {AS_OF_DAY[name]}", flush=True)
        subprocess.run(
            [
                *(uv, "pip", "compile", "--quiet", "--universal", "--python-version", "3.10"),
                *("--exclude-newer", AS_OF_DAY[name], "--no-annotate", "--no-header"),
                *(argument for exception in exceptions for argument in ("--exclude-newer-package", exception)),
                *("--no-emit-index-url", "--no-emit-find-links"),
                *(f"{name}.in", "--output-file", f"{name}.txt"),
            ],
            cwd=REQUIREMENTS,
            check=True,
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
