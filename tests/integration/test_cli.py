"""`python -m airflow_provider_awsconn` as a process, beside the real `airflow` command and its database."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from demo.airflow_home import AirflowHome

KEY = "AKIAIOSFODNN7EXAMPLE"
# No canary in pieces: what an error cuts a secret into would still show it.
CANARY = "canary"
SECRET = "canary/+=canarycanarycanarycanarycanary1"
EXTRA = {"region_name": "eu-west-1", "verify": False, "config_kwargs": {"retries": {"max_attempts": 4}}}


def run(home: AirflowHome, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line in an Airflow home."""
    return subprocess.run(
        [sys.executable, "-m", "airflow_provider_awsconn", *arguments],
        env=home.environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def read(finished: subprocess.CompletedProcess[str], status: int = 0) -> Any:
    """What a command printed as JSON, with no secret in either stream."""
    assert finished.returncode == status, finished.stderr
    assert CANARY not in finished.stdout + finished.stderr
    return json.loads(finished.stdout)


@pytest.fixture(scope="module")
def connections(migrated_home: AirflowHome) -> None:
    """A good connection, one with mistakes, and one of another type, stored by the real command."""
    typo = EXTRA | {"regionname": "x", "external_id": "canary-7"}
    kinds = {"cli_good": ("aws", EXTRA), "cli_typo": ("aws", typo), "cli_other": ("http", EXTRA)}
    fields = {
        conn_id: {"conn_type": kind, "login": KEY, "password": SECRET, "extra": json.dumps(extra)}
        for conn_id, (kind, extra) in kinds.items()
    }
    file = migrated_home.folder / "cli-connections.json"
    file.write_text(json.dumps(fields), encoding="utf-8")
    migrated_home.run("connections", "import", "--overwrite", str(file))


@pytest.fixture
def stored(home: AirflowHome, connections: None) -> AirflowHome:  # noqa: ARG001 - it is there, and has no value
    """A home whose database has these."""
    return home


def test_a_connection_of_the_database_is_described(stored: AirflowHome) -> None:
    """Outside a task, where Airflow 3 would ask an API server; the output is JSON whatever Airflow logs."""
    stored.extra_environment["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "DEBUG"
    settings = read(run(stored, "describe", "cli_good", "--service", "s3", "--json"))["settings"]
    rows = {each["name"]: (each["value"], each["origin"]) for each in settings}
    assert rows["region_name"] == ("eu-west-1", "extra.region_name")
    assert rows["verify"] == (False, "extra.verify")
    assert rows["access_key_id"] == (KEY, "login")
    finished = run(stored, "describe", "nobody_made_this")
    assert (finished.returncode, finished.stdout) == (1, "")
    assert "error: connection 'nobody_made_this': does not exist" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_secrets_backend_and_the_environment_are_asked(home: AirflowHome, tmp_path: Path) -> None:
    """The places that Airflow looks in."""
    fields = {"conn_type": "aws", "login": KEY, "password": SECRET, "extra": {"region_name": "eu-west-2"}}
    file = tmp_path / "vault.json"
    file.write_text(json.dumps({"cli_vault": fields}), encoding="utf-8")
    home.extra_environment |= {
        "AIRFLOW__SECRETS__BACKEND": "airflow.secrets.local_filesystem.LocalFilesystemBackend",
        "AIRFLOW__SECRETS__BACKEND_KWARGS": json.dumps({"connections_file_path": str(file)}),
        "AIRFLOW_CONN_CLI_ENV": json.dumps(fields),
    }
    for conn_id in ("cli_vault", "cli_env"):
        settings = read(run(home, "describe", conn_id, "--json"))["settings"]
        assert {"name": "region_name", "value": "eu-west-2", "origin": "extra.region_name"} in settings


def test_all_connections_are_linted(stored: AirflowHome) -> None:
    """Those of the database and those of the environment; a broken one shows no piece of its secret."""
    stored.extra_environment["AIRFLOW_CONN_CLI_BROKEN"] = f"aws://{KEY}:{SECRET}@"
    printed = read(run(stored, "lint", "--all", "--output", "json"), status=1)
    found = {each["connection"]: [item["where"] for item in each["findings"]] for each in printed["connections"]}
    assert found["cli_good"] == []
    assert found["cli_typo"] == ["extra.external_id", "extra.regionname"]
    assert found["cli_broken"] == ["uri"]
    assert "cli_other" not in found
    assert printed["others"] >= 1
    printed = read(run(stored, "lint", "cli_broken", "cli_good", "--output", "json"), status=1)
    assert [each["connection"] for each in printed["connections"]] == ["cli_broken", "cli_good"]
    finished = run(stored, "lint", "cli_typo")
    assert (finished.returncode, finished.stdout.splitlines()[-1]) == (0, "1 connection, 0 errors, 2 warnings")


@pytest.mark.once
@pytest.mark.parametrize("suffix", ["json", "yaml", "env"])
def test_an_export_is_linted(suffix: str, stored: AirflowHome, tmp_path: Path) -> None:
    """What `airflow connections export` writes, in each of its formats, without a database."""
    file = tmp_path / f"connections.{suffix}"
    stored.run("connections", "export", str(file), "--file-format", suffix)
    assert CANARY in file.read_text(encoding="utf-8")
    stored.extra_environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = f"sqlite:///{tmp_path / 'none' / 'none.db'}"
    printed = read(run(stored, "lint", "--json", str(file), "--output", "json"))
    found = {each["connection"]: [item["where"] for item in each["findings"]] for each in printed["connections"]}
    assert found["cli_good"] == []
    assert found["cli_typo"] == ["extra.external_id", "extra.regionname"]
    assert "cli_other" not in found


@pytest.mark.once
@pytest.mark.parametrize("form", ["uri", "json", "env"])
def test_what_is_made_is_what_airflow_reads(form: str, home: AirflowHome) -> None:
    """Stored by the real command, or set as a variable, and read back whole."""
    conn_id = f"cli_made_{form}"
    finished = run(
        home,
        *("make", "--login", KEY, "--region-name", "eu-west-1", "--verify", "false"),
        *("--config-kwargs", json.dumps(EXTRA["config_kwargs"]), "--format", form, "--conn-id", conn_id),
        stdin=f"{SECRET}\n",
    )
    assert (finished.returncode, finished.stderr) == (0, "")
    (line,) = finished.stdout.splitlines()
    if form == "env":
        _, assignment = shlex.split(line)
        name, _, value = assignment.partition("=")
        home.extra_environment[name] = value
    else:
        home.run("connections", "add", conn_id, f"--conn-{form}", line)
    (row,) = home.run_json("connections", "get", conn_id)
    assert (row["login"], row["password"]) == (KEY, SECRET)
    rows = {each["name"]: each["value"] for each in read(run(home, "describe", conn_id, "--json"))["settings"]}
    assert (rows["region_name"], rows["verify"], rows["config.retries.total_max_attempts"]) == ("eu-west-1", False, 5)


def test_the_help_of_make_offers_no_option_for_a_secret(home: AirflowHome) -> None:
    """What is secret is asked for: its two flags take no value. Where a token comes from is no secret."""
    finished = run(home, "make", "--help")
    assert finished.returncode == 0
    options = [line.split() for line in finished.stdout.splitlines() if line.startswith("  --")]
    secret = [
        words for words in options if any(part in words[0] for part in ("secret", "token", "password", "external"))
    ]
    assert [words[0] for words in secret if len(words) > 1 and words[1].isupper()] == [
        "--assume-role-with-web-identity-token-file",
        "--assume-role-with-web-identity-token-variable",
        "--assume-role-with-web-identity-token-url",
        "--assume-role-with-web-identity-token-source",
    ]


def test_a_reader_that_goes_away_is_no_fault(stored: AirflowHome) -> None:
    """As in a pipe to `head`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "airflow_provider_awsconn", "describe", "cli_good"],
        env=stored.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=120) == 141
    assert "Traceback" not in said
    assert "BrokenPipe" not in said
