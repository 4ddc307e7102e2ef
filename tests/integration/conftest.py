"""A real store, and an Airflow home with a migrated database, once for the whole run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from demo.airflow_home import AirflowHome
from demo.stores import Store, build_client, run_store
from tests.integration import ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection


@pytest.fixture(scope="session")
def store(servers_python: str) -> Iterator[Store]:
    """SeaweedFS, or MiniStack where the platform has no SeaweedFS."""
    with run_store(servers_python) as running:
        yield running


@pytest.fixture(scope="session")
def bucket(store: Store) -> str:
    """A bucket for the README's DAG to find: its name stands nowhere but in the store."""
    build_client(store, "s3").create_bucket(Bucket="awsconn-readme")
    return "awsconn-readme"


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> AirflowHome:
    """An Airflow home of this interpreter's Airflow, its database made."""
    folder = tmp_path_factory.mktemp("airflow-home")
    dags = folder / "dags"
    dags.mkdir()
    home = AirflowHome(folder, dags)
    home.run("db", "migrate")
    return home


@pytest.fixture
def home(migrated_home: AirflowHome) -> AirflowHome:
    """The same home, with environment variables of its own for one test."""
    return AirflowHome(migrated_home.folder, migrated_home.dags)


@pytest.fixture
def trusted_worker(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> ways.Worker:
    """A worker of its own for each test, that may send tokens to the bench."""
    worker = ways.Worker.prepare(bench, airflow_connection, monkeypatch, tmp_path)
    worker.allow_tokens()
    return worker


@pytest.fixture(params=["sync", "async"])
def each_client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a test done twice: its requests are sent with clients of boto3, and with those of aiobotocore."""
    if request.param == "async":
        pytest.importorskip("aiobotocore")
        monkeypatch.setattr(ways, "is_on_loop", True)


@pytest.fixture
def readme() -> str:
    """The text of README.md."""
    return (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
