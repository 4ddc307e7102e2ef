"""The connection test where Airflow's servers run it: by the API server, and enqueued for a worker."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest
from airflow import __version__ as airflow_version

from demo.airflow_home import AirflowHome, stop_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.stores import Store

VERSION = tuple(int(part) for part in airflow_version.split(".")[:2])
CANARY = "canarysecretcanarysecretcanary"
READY_SECONDS = 180

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(VERSION < (3, 1), reason="the API server's token is asked for otherwise"),
]


class Server:
    """Airflow's API, as an administrator asks it."""

    def __init__(self, home: AirflowHome) -> None:
        self._url = home.url
        self._token = ""

    def wait(self) -> None:
        """Return when it answers, with a token."""
        ends = time.monotonic() + READY_SECONDS
        while True:
            try:
                self._token = self.ask("GET", "/auth/token")[1]["access_token"]
            except (OSError, KeyError):
                assert time.monotonic() < ends, "the API server did not start"
                time.sleep(0.5)
            else:
                return

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Give status and document of an answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data=data, method=method)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


@pytest.fixture(scope="module")
def server(migrated_home: AirflowHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real API server, and a scheduler with its executor."""
    home = AirflowHome(migrated_home.folder, migrated_home.dags)
    home.extra_environment |= {
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "2",
        # A busy machine is no fault: Airflow's own are 5 s and 60 s.
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
        "AIRFLOW__CONNECTION_TEST__TIMEOUT": str(READY_SECONDS),
    }
    logs = tmp_path_factory.mktemp("logs")
    running = [home.start(name, log=logs / f"{name}.log") for name in ("api-server", "scheduler")]
    try:
        server = Server(home)
        server.wait()
        yield server
    finally:
        for process in running:
            stop_group(process)


def _describe(store: Store, conn_id: str, password: str | None = None, **extra: Any) -> dict[str, Any]:
    merged = {"region_name": "us-east-1", "endpoint_url": store.endpoint_url, **extra}
    return {
        "connection_id": conn_id,
        "conn_type": "aws",
        "login": store.access_key,
        "password": password or store.secret_key,
        "extra": json.dumps(merged),
    }


def test_the_api_server_tests_what_is_not_stored(server: Server, store: Store) -> None:
    """A connection as it stands in the request, under a passing id."""
    status, answer = server.ask("POST", "/api/v2/connections/test", _describe(store, "unsaved"))
    assert (status, answer["status"]) == (200, True), answer
    assert answer["message"].startswith(f"Connected to {store.endpoint_url} - S3 lists ")
    status, answer = server.ask("POST", "/api/v2/connections/test", _describe(store, "unsaved", CANARY))
    assert (status, answer["status"]) == (200, False)
    assert answer["message"].startswith("Probe: the secret access key ")
    assert len(answer["message"]) <= 300
    assert CANARY not in json.dumps(answer)


def test_the_api_server_puts_stored_secrets_in(server: Server, store: Store) -> None:
    """Of a stored connection the request has the mask, and the hook gets the secret."""
    conn_id = "stored"
    assert server.ask("POST", "/api/v2/connections", _describe(store, conn_id))[0] == 201
    status, shown = server.ask("GET", f"/api/v2/connections/{conn_id}")
    assert (status, shown["password"]) == (200, "***")
    sent = {name: shown[name] for name in ("connection_id", "conn_type", "login", "password", "extra")}
    status, answer = server.ask("POST", "/api/v2/connections/test", sent)
    assert (status, answer["status"]) == (200, True), answer
    assert answer["message"].startswith(f"Connected to {store.endpoint_url} - S3 lists ")


def test_a_mask_is_told_as_such(server: Server, store: Store) -> None:
    """The mask of a connection that is not stored is no secret."""
    status, answer = server.ask("POST", "/api/v2/connections/test", _describe(store, "never_stored", "***"))
    assert (status, answer["status"]) == (200, False)
    assert answer["message"].startswith("password: the UI sent its mask; type the secret again")


@pytest.mark.skipif(VERSION < (3, 3), reason="newer than this Airflow")
@pytest.mark.parametrize("password", [None, CANARY], ids=["right", "wrong"])
def test_a_worker_tests_what_is_enqueued(password: str | None, server: Server, store: Store) -> None:
    """The scheduler hands it to the executor, and the answer says the same as everywhere."""
    sent = _describe(store, "enqueued", password)
    status, queued = server.ask("POST", "/api/v2/connections/enqueue-test", sent)
    assert status == 202, queued
    ends = time.monotonic() + READY_SECONDS
    while True:
        _, answer = server.ask("GET", "/api/v2/connections/enqueue-test", Airflow_Connection_Test_Token=queued["token"])
        if answer["state"] in {"success", "failed"}:
            break
        assert time.monotonic() < ends, answer
        time.sleep(0.5)
    if password is None:
        assert answer["state"] == "success", answer
        assert answer["result_message"].startswith(f"Connected to {store.endpoint_url} - S3 lists ")
    else:
        assert answer["state"] == "failed", answer
        assert answer["result_message"].startswith("Probe: the secret access key ")
    assert CANARY not in json.dumps(answer)
