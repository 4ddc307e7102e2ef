"""Every command of the README, run in the order it stands there."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.integration.test_dag_run import readme_dag

if TYPE_CHECKING:
    from demo.airflow_home import AirflowHome
    from demo.stores import Store

ROOT = Path(__file__).parents[2]
EXAMPLE_KEY = "AKIAIOSFODNN7EXAMPLE"
EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
EXAMPLE_ROLE = "arn:aws:iam::123456789012:role/etl"

# Of connections to a store it has something to tell.
LOOK = "python -m airflow_provider_awsconn adopt --check"
# Run by tests of their own, because each of them takes a machine's while.
RUN_ELSEWHERE = {
    "make demo": "tests/integration/test_demo.py",
    "make test": ".ci/run",
    "pip install airflow-provider-awsconn": "tests/integration/test_wheel.py",
    "pip install 'airflow-provider-awsconn[async]'": "tests/integration/test_wheel.py",
}


def _blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)


def _commands(readme: str) -> list[str]:
    return [line for block in _blocks(readme, "bash") for line in block.strip().splitlines()]


@pytest.fixture
def files(home: AirflowHome, store: Store, readme: str) -> Path:
    """The files the README tells to write, with the store's key and address in place of the examples'."""
    (uri,) = _blocks(readme, "ini")
    (connections,) = _blocks(readme, "json")
    uri = uri.replace(EXAMPLE_KEY, quote(store.access_key, safe=""))
    uri = uri.replace(quote(EXAMPLE_SECRET, safe=""), quote(store.secret_key, safe=""))
    uri = uri.replace("?region_name", f"?endpoint_url={quote(store.endpoint_url, safe='')}&region_name")
    connections = connections.replace(EXAMPLE_KEY, store.access_key).replace(EXAMPLE_SECRET, store.secret_key)
    connections = connections.replace(EXAMPLE_ROLE, store.role_arn)
    parsed: dict[str, Any] = json.loads(connections)
    parsed["aws_etl"]["extra"]["endpoint_url"] = store.endpoint_url
    (home.folder / "aws.env").write_text(uri, encoding="utf-8")
    (home.folder / "aws.json").write_text(json.dumps(parsed), encoding="utf-8")
    (home.dags / "first_aws.py").write_text(readme_dag(readme), encoding="utf-8")
    return home.folder


@pytest.mark.installed
def test_readme_commands_work(home: AirflowHome, files: Path, bucket: str, readme: str) -> None:
    """Each command ends with status 0 and does what the README says."""
    home.extra_environment["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "INFO"
    # What `export` sets stays set, as in a shell.
    home.extra_environment.pop("AIRFLOW__CORE__TEST_CONNECTION", None)
    printed: dict[str, str] = {}
    for command in _commands(readme):
        if command in RUN_ELSEWHERE:
            continue
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            home.extra_environment[name] = value.strip("'")
            continue
        ended = subprocess.run(
            command, shell=True, cwd=files, env=home.environment, capture_output=True, text=True, check=False
        )
        expected = 1 if command == LOOK else 0
        assert ended.returncode == expected, f"{command}: {ended.stdout}\n{ended.stderr}"
        printed[command] = ended.stdout + ended.stderr
    assert "airflow-provider-awsconn" in printed["airflow providers list"]
    assert "aws_default" in printed["airflow connections import aws.env"]
    assert "aws_etl" in printed["airflow connections import aws.json"]
    assert "connection 'aws_default' works" in printed["python -m airflow_provider_awsconn test aws_default"]
    assert "Connection success!" in printed["airflow connections test aws_default"]
    assert "asks the endpoint for its buckets" in printed[LOOK]
    assert bucket in printed["airflow dags test first_aws"]
    # The two forms that the README does not test itself.
    assert "Connection success!" in home.run("connections", "test", "aws_etl")
    assert home.run_json("connections", "get", "aws_chain")[0]["conn_type"] == "aws"


def test_commands_that_run_elsewhere_do(readme: str) -> None:
    """What this file does not run is named where it says it runs."""
    commands = _commands(readme)
    for command, where in RUN_ELSEWHERE.items():
        assert command in commands
        assert (ROOT / where).exists()
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {command.split()[1] for command in commands if command.startswith("make ")} <= set(targets)
