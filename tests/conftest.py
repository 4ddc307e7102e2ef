"""What every test stands on: an environment with nothing of the caller in it, Airflow connections, an AWS-like server.

The environment is set while pytest loads this file, before a test file can import Airflow: Airflow reads most of it
once, on import.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.aws_bench import AwsBench

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[1]

# A test that talks to a package registry needs the caller's own way there.
OUTER_ENVIRONMENT = dict(os.environ)


def _is_of_the_caller(name: str) -> bool:
    """Tell whether a variable would carry the caller's Airflow, AWS or network settings into the tests."""
    return name.upper().startswith(("AWS_", "AIRFLOW_", "BOTO_")) or name.upper().endswith(("_PROXY", "_CA_BUNDLE"))


def _isolate(environment: Any) -> None:
    """Leave nothing of the caller's settings in the environment, and point Airflow and boto3 at an empty folder."""
    for name in filter(_is_of_the_caller, list(environment)):
        del environment[name]
    home = Path(tempfile.mkdtemp(prefix="awsconn-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    environment |= {
        "HOME": str(home),
        "NO_PROXY": "127.0.0.1,localhost",
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home / 'airflow' / 'airflow.db'}",
        "AWS_CONFIG_FILE": str(home / "no-aws-config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "no-aws-credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    (home / "airflow").mkdir()


_isolate(os.environ)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Give each process of pytest-xdist the caller's environment: it begins with the isolated one of this process."""
    node.workerinput["outer_environment"] = OUTER_ENVIRONMENT


def pytest_configure(config: pytest.Config) -> None:
    """Take it there."""
    OUTER_ENVIRONMENT.update(getattr(config, "workerinput", {}).get("outer_environment", {}))


class AirflowConnection(Protocol):
    """Makes a connection that Airflow finds, and gives its id."""

    def __call__(
        self,
        conn_id: str,
        *,
        login: str | None = None,
        password: str | None = None,
        host: str | None = None,
        schema: str | None = None,
        extra: Mapping[str, Any] | str | None = None,
    ) -> str:
        """Set the environment variable of the connection for the rest of the test."""


@pytest.fixture(scope="session")
def outer_environment() -> dict[str, str]:
    """The environment pytest was started with, for what has to reach a package registry."""
    return dict(OUTER_ENVIRONMENT)


@pytest.fixture(scope="session")
def servers_python() -> str:
    """The interpreter of the environment that the AWS-like servers live in."""
    python = OUTER_ENVIRONMENT.get("AWSCONN_SERVERS_PYTHON") or str(ROOT / ".venvs" / "servers" / "bin" / "python")
    if not Path(python).exists():
        pytest.fail(
            f"no interpreter of the servers' environment at {python}; "
            "run `make .venvs/servers/.ready`, or set AWSCONN_SERVERS_PYTHON",
            pytrace=False,
        )
    return python


@pytest.fixture(scope="session")
def aws_bench(servers_python: str) -> Iterator[AwsBench]:
    """One AWS-like server for the whole run."""
    with AwsBench.start(servers_python) as running:
        yield running


@pytest.fixture
def bench(aws_bench: AwsBench) -> AwsBench:
    """The AWS-like server as it is at the start: its request log empty, no fault set."""
    aws_bench.reset()
    return aws_bench


@pytest.fixture
def airflow_connection(monkeypatch: pytest.MonkeyPatch) -> AirflowConnection:
    """Make connections for Airflow's own lookup, which needs no database to find them in the environment."""

    def set_connection(
        conn_id: str,
        *,
        login: str | None = None,
        password: str | None = None,
        host: str | None = None,
        schema: str | None = None,
        extra: Mapping[str, Any] | str | None = None,
    ) -> str:
        fields = {"conn_type": "aws", "login": login, "password": password, "host": host, "extra": extra}
        fields["schema"] = schema
        text = json.dumps({name: value for name, value in fields.items() if value is not None})
        monkeypatch.setenv(f"AIRFLOW_CONN_{conn_id.upper()}", text)
        return conn_id

    return set_connection
