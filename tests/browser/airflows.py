"""The Airflows that the browser visits: each with a folder of its own, on SQLite and loopback.

Imports the standard library only; every Airflow runs in an environment of its own.
"""

from __future__ import annotations

import base64
import contextlib
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from demo.airflow_home import AirflowHome, stop_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180.0
REQUEST_SECONDS = 60.0
LOG_TAIL_CHARACTERS = 3000
_PRINT_VERSION = "from importlib.metadata import version; print(version('apache-airflow'))"

# The only user of Airflow 2; on Airflow 3 everybody is an admin.
ADMIN = ("admin", "admin-of-the-browser-tests")
_ENVIRONMENT_2 = {
    "AIRFLOW__API__AUTH_BACKENDS": "airflow.api.auth.backend.basic_auth,airflow.api.auth.backend.session",
    "AIRFLOW__WEBSERVER__WORKERS": "1",
    # Chromium opens connections before it needs them, and a worker with one thread waits for each.
    "GUNICORN_CMD_ARGS": "--threads=8",
    "AIRFLOW__WEBSERVER__SECRET_KEY": "the browser tests' own",
    "AIRFLOW__WEBSERVER__WEB_SERVER_HOST": "127.0.0.1",
}


@dataclass(frozen=True)
class Line:
    """An Airflow line with its environment.

    Attributes:
        name: the line, as in requirements/airflow-<name>.txt.
        version: the release that the browser must find there.
        environment: the environment's folder in the working copy.
    """

    name: str
    version: str
    environment: str

    @property
    def is_airflow_2(self) -> bool:
        """Tell whether its forms are Flask-AppBuilder's."""
        return self.name.startswith("2.")

    @property
    def programs(self) -> Path:
        """The folder of its `airflow`."""
        return ROOT / self.environment / "bin"


LINES = (
    Line("3.3", "3.3.2", ".venv"),
    Line("3.1", "3.1.8", ".venvs/browser-3.1"),
    Line("2.11", "2.11.2", ".venvs/browser-2.11"),
)


class AirflowDownError(RuntimeError):
    """An Airflow did not come up, or does not answer as it should."""


@dataclass
class RunningAirflow:
    """An Airflow that serves its UI.

    Attributes:
        line: which one.
        home: its folder, environment and CLI.
        log: the output of its server.
    """

    line: Line
    home: AirflowHome
    log: Path
    _opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(urllib.request.ProxyHandler({})), repr=False
    )

    @property
    def url(self) -> str:
        """The address of its UI."""
        return self.home.url

    def create(self, connection: Mapping[str, Any]) -> None:
        """Store a connection by REST; `extra` is an object."""
        body = dict(connection) | {"extra": json.dumps(connection.get("extra", {}))}
        self.request("POST", "connections", body)

    def fetch(self, conn_id: str) -> dict[str, Any]:
        """Give a connection as REST tells it, with `extra` read."""
        found: dict[str, Any] = self.request("GET", f"connections/{conn_id}")
        return found | {"extra": _read_extra(found["extra"])}

    def delete_all(self) -> None:
        """Delete all connections."""
        for connection in self.request("GET", "connections")["connections"]:
            self.request("DELETE", f"connections/{connection['connection_id']}")

    def export(self) -> dict[str, Any]:
        """Give all connections by id, with their secrets, as `airflow connections export` writes them."""
        path = self.home.folder / "export.json"
        path.unlink(missing_ok=True)
        self.home.run("connections", "export", str(path), "--format", "json")
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {conn_id: each | {"extra": _read_extra(each["extra"])} for conn_id, each in found.items()}

    def request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Give the answer of Airflow's own API.

        Raises:
            AirflowDownError: when it refuses.
        """
        version = "v1" if self.line.is_airflow_2 else "v2"
        headers = {"Authorization": self._authorization, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/{version}/{path}", data, headers, method=method)
        try:
            with self._opener.open(request, timeout=REQUEST_SECONDS) as response:
                return json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            raise AirflowDownError(f"{method} {path}: {error.code} {text[:LOG_TAIL_CHARACTERS]}") from None

    def answers(self) -> bool:
        """Tell whether its server answers at all."""
        path = "health" if self.line.is_airflow_2 else "api/v2/version"
        with contextlib.suppress(OSError), self._opener.open(f"{self.url}/{path}", timeout=REQUEST_SECONDS):
            return True
        return False

    @cached_property
    def _authorization(self) -> str:
        if self.line.is_airflow_2:
            return "Basic " + base64.b64encode(":".join(ADMIN).encode()).decode()
        with self._opener.open(f"{self.url}/auth/token", timeout=REQUEST_SECONDS) as response:
            return f"Bearer {json.load(response)['access_token']}"


def _read_extra(extra: str | dict[str, Any] | None) -> dict[str, Any]:
    """Read Extra, which Airflow gives as text, as an object, or empty."""
    read: dict[str, Any] = json.loads(extra) if isinstance(extra, str) and extra else extra or {}
    return read


@contextlib.contextmanager
def run_airflow(line: Line, folder: Path) -> Iterator[RunningAirflow]:
    """Run an Airflow in an empty folder, until the `with` block ends.

    Raises:
        AirflowDownError: when its environment is not there, of another version, or its server does not come up.
        AirflowError: when one of its commands fails.
    """
    if not (line.programs / "airflow").exists():
        raise AirflowDownError(f"no Airflow in {line.environment}; run: make browser")
    (folder / "dags").mkdir()
    home = AirflowHome(folder, folder / "dags", programs=line.programs)
    if line.is_airflow_2:
        home.extra_environment.update(_ENVIRONMENT_2)
    # Airflow's own command for it takes as long as Airflow takes to start.
    version = home.run("-c", _PRINT_VERSION, program=[str(line.programs / "python")]).strip()
    if version != line.version:
        raise AirflowDownError(f"{line.environment} holds Airflow {version}, not {line.version}; run: make browser")
    home.run("db", "migrate")
    if line.is_airflow_2:
        name, password = ADMIN
        home.run(
            *("users", "create", "--username", name, "--password", password, "--role", "Admin"),
            *("--firstname", "Ada", "--lastname", "Admin", "--email", "admin@example.com"),
        )
    log = folder / "server.log"
    server = ("webserver", "--port", str(home.port)) if line.is_airflow_2 else ("api-server",)
    process = home.start(*server, log=log)
    try:
        running = RunningAirflow(line, home, log)
        deadline = time.monotonic() + START_SECONDS
        while not running.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                tail = log.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL_CHARACTERS:]
                raise AirflowDownError(f"Airflow {line.version} did not come up:\n{tail}")
            time.sleep(0.2)
        yield running
    finally:
        stop_group(process)
