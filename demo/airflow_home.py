"""A throw-away Airflow: its own AIRFLOW_HOME, SQLite, and the CLI beside an interpreter, this one's at first."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from demo.ports import find_free_ports

if TYPE_CHECKING:
    from collections.abc import Sequence

_BIN = Path(sys.executable).parent
_FOREIGN = ("AWS_", "AIRFLOW_")
AWSCONN = (sys.executable, "-m", "airflow_provider_awsconn")


class AirflowError(RuntimeError):
    """An Airflow command failed."""


@dataclass
class AirflowHome:
    """An Airflow installation's home folder and environment.

    Attributes:
        folder: the AIRFLOW_HOME.
        dags: the folder of its DAG files.
        extra_environment: environment variables beside those that make the home.
        programs: the folder of the `airflow` program.
    """

    folder: Path
    dags: Path
    extra_environment: dict[str, str] = field(default_factory=dict, repr=False)
    programs: Path = _BIN

    @cached_property
    def port(self) -> int:
        """The port of the UI; looked for when it is first asked for."""
        return find_free_ports(1)[0]

    @property
    def _airflow(self) -> tuple[str]:
        return (str(self.programs / "airflow"),)

    @property
    def url(self) -> str:
        """The address of the UI, once it runs."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every Airflow process here; nothing of the caller's AWS or Airflow settings."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_FOREIGN) and not name.upper().endswith("_PROXY")
        }
        return inherited | {
            # `airflow standalone` starts further `airflow` processes by name.
            "PATH": f"{self.programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "AIRFLOW_HOME": str(self.folder),
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.dags),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__TEST_CONNECTION": "Enabled",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS": "False",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{self.folder / 'airflow.db'}",
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": str(self.folder / "no-aws-config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "no-aws-credentials"),
            "COLUMNS": "200",
            "NO_PROXY": "127.0.0.1,localhost",
            **self.extra_environment,
        }

    def start(self, *arguments: str, log: Path, program: Sequence[str] | None = None) -> subprocess.Popen[bytes]:
        """Start `airflow ARGUMENTS`, or another program, with its output in a file, in a process group of its own."""
        with log.open("wb") as output:
            return subprocess.Popen(
                [*(program or self._airflow), *arguments],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def run(self, *arguments: str, timeout_seconds: float = 120, program: Sequence[str] | None = None) -> str:
        """Run `airflow ARGUMENTS`, or another program, and give what it printed.

        Raises:
            AirflowError: when it ends with another status than 0.
        """
        log = self.folder / "command.log"
        process = self.start(*arguments, log=log, program=program)
        try:
            status = process.wait(timeout=timeout_seconds)
        finally:
            stop_group(process)
        printed = log.read_text(encoding="utf-8", errors="replace")
        if status != 0:
            name = Path((program or self._airflow)[-1]).name
            raise AirflowError(f"{name} {' '.join(arguments)} ended with status {status}:\n{printed[-3000:]}")
        return printed

    def run_json(self, *arguments: str) -> list[dict[str, str]]:
        """Run `airflow ARGUMENTS --output json` and give the rows, whatever Airflow logs around them.

        Raises:
            AirflowError: when it ends with another status than 0.
        """
        printed = self.run(*arguments, "--output", "json")
        start = re.search(r"^\[\{", printed, re.MULTILINE)
        if start is None:
            raise AirflowError(f"airflow {' '.join(arguments)} printed no rows: {printed[-3000:]}")
        rows: list[dict[str, str]]
        rows, _ = json.JSONDecoder().raw_decode(printed, start.start())
        return rows


def stop_group(process: subprocess.Popen[bytes], patience_seconds: float = 10) -> None:
    """End a process and what it started, by the id of its group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        deadline = time.monotonic() + patience_seconds
        while time.monotonic() < deadline:
            process.poll()
            try:
                os.killpg(process.pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)
