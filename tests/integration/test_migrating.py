"""What `adopt` and docs/migrating.md say of both hooks is what both do; and `adopt` on a whole installation."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.adopt.code import GONE
from airflow_provider_awsconn.adopt.differences import DIFFERENCES
from tests.unit.cli.adopt_samples import REFUSED, REFUSED_SOONER

if TYPE_CHECKING:
    from demo.airflow_home import AirflowHome

ROOT = Path(__file__).parents[2]
STOCK_PYTHON = ROOT / ".venvs" / "stock" / "bin" / "python"
CANARY = "canary"
SECRET = f"{CANARY}/+=" * 4 + "1234"

# By difference: what the stock hook does, and what ours does.
SEEN: dict[str, tuple[Any, Any]] = {
    "session-region": (None, "eu-west-2"),
    "identity-key": ("https://s3.eu-west-1.amazonaws.com", "http://127.0.0.1:1"),
    "prefixed-key": (None, "eu-west-1"),
    "store-sts": (0, 1),
    "token-not-sent": (True, False),
    "verify-text": ("false", False),
    "verify-for-sts": (0, 1),
    "sts-region": ("sts.amazonaws.com:443", "sts.us-east-1.amazonaws.com:443"),
    "session-name": (["airflow_case_N"], ["Airflow_Case_N"]),
    "store-preset": ([None, "when_supported"], ["path", "when_required"]),
    "service-settings": ("eu-west-1", "eu-north-1"),
    "new-key": ([None], ["x7"]),
    "text-value": ("AttributeError", 5),
    "told": ([], ["UnknownKeyWarning"]),
    "store-test": ([False, True], [True, False]),
    "missing-connection": ("ambient", "ConnectionNotFoundError"),
    "missing-ambient": ("ambient", "ambient"),
    "secret-in-clear": (["str"] * 3, ["Secret"] * 3),
    "region-by-position": (["eu-north-1", False], ["eu-north-1", True]),
    "hook-config": (1, 8),
    "caught-error": (True, False),
    "stock-warning": (True, False),
    "subclass": ("ap-south-1", "ap-south-1"),
    "async-conn": (True, True),
    "private names": ([], sorted(GONE)),
    "refused": (["works"] * len(REFUSED), ["InvalidConnectionError"] * len(REFUSED)),
}
# What is not to be seen in a process of its own, and why.
SEEN_ELSEWHERE = {
    "half-credentials": "among the refused",
    "refused-sooner": "a test of its own",
    "session-profile": "a test of its own",
    "private-name": "private names",
    "missing-maybe": "missing-connection",
    "hook-import": "nothing that a hook does",
    "session-factory": "tests/integration/test_ways_in_factory.py",
    "shared-roles": "tests/integration/test_stock_hook.py",
    "shared-clients": "tests/unit/hooks/test_shared_clients.py",
    "waiter-overrides": "tests/integration/test_stock_hook.py",
    "hidden-secrets": "tests/integration/test_stock_hook.py",
}


@pytest.fixture(scope="module")
def seen(servers_python: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What both hooks did in the same situations, in one process."""
    if not STOCK_PYTHON.exists():
        pytest.fail("no environment with the stock provider; run `make .venvs/stock/.ready`", pytrace=False)
    folder = tmp_path_factory.mktemp("migrating")
    clean = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "AIRFLOW_HOME": str(folder),
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONPATH": str(ROOT),
    }
    script = str(ROOT / "tests" / "integration" / "migrating_script.py")
    ended = subprocess.run(
        [str(STOCK_PYTHON), script, servers_python, str(folder)],
        env=clean,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1])


@pytest.mark.installed
@pytest.mark.parametrize("difference", SEEN)
def test_both_hooks_do_what_the_table_says(difference: str, seen: Any) -> None:
    """Each row is what both hooks really do."""
    assert (seen["stock"][difference], seen["ours"][difference]) == SEEN[difference]


@pytest.mark.installed
def test_a_profile_in_session_kwargs_is_another_identity(seen: Any) -> None:
    """The stock hook goes on with the worker's own keys."""
    assert seen["ours"]["session-profile"] == "AKIACHOSEN0000000001"
    assert seen["stock"]["session-profile"] not in {"AKIACHOSEN0000000001", None}


@pytest.mark.installed
def test_what_is_refused_sooner_works_with_neither(seen: Any) -> None:
    """The stock hook fails in words of its own."""
    assert seen["ours"]["refused-sooner"] == ["InvalidConnectionError"] * len(REFUSED_SOONER)
    assert set(seen["stock"]["refused-sooner"]) == {
        "AttributeError",
        "ClientError",
        "NotImplementedError",
        "ParamValidationError",
        "TypeError",
        "ValueError",
    }


def test_every_difference_is_looked_at() -> None:
    """Here, or where it says."""
    known = {*SEEN, *SEEN_ELSEWHERE} - {"private names"}
    assert known == {difference.name for difference in DIFFERENCES}
    files = [text for text in SEEN_ELSEWHERE.values() if text.startswith("tests/")]
    assert [text for text in files if not (ROOT / text).exists()] == []


# An installation.

HOOKS = """
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook


class LandingHook(AwsBaseHook):
    def __init__(self, bucket, aws_conn_id="landing_default", **kwargs):
        super().__init__(aws_conn_id, client_type="s3", **kwargs)
        self.bucket = bucket

    def copy_to_warehouse(self):
        password = self.conn_config.password
        return f"COPY ... '{password}'"
"""
DAG = """
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
from airflow.providers.amazon.aws.operators.s3 import S3ListOperator
from landing import LandingHook

API_KEY = "canary-in-a-dag"
raise RuntimeError("a DAG file is never run")


def load():
    LandingHook("b", aws_conn_id="adopt_role").copy_to_warehouse()
    AwsBaseHook("adopt_gone").get_client_type("eu-west-1")


listed = S3ListOperator(task_id="t", bucket="b", aws_conn_id="adopt_stays")
"""
CONNECTIONS: dict[str, dict[str, Any]] = {
    "adopt_good": {"conn_type": "aws", "login": "AKIAIOSFODNN7EXAMPLE", "password": SECRET},
    "adopt_role": {
        "conn_type": "aws",
        "login": "AKIAIOSFODNN7EXAMPLE",
        "password": SECRET,
        "extra": {
            "region_name": "eu-west-1",
            "role_arn": "arn:aws:iam::123456789012:role/etl",
            "external_id": f"{CANARY}-7",
            "session_kwargs": {"aws_secret_access_key": f"{CANARY}x"},
            "assume_role_kwargs": {"Tags": [{"Key": "secret", "Value": f"{CANARY}-tag"}]},
        },
    },
    "adopt_other": {"conn_type": "http", "password": CANARY},
}
FOUND = {
    ("refused", "connection 'adopt_role' extra.session_kwargs.aws_access_key_id"),
    ("session-name", "connection 'adopt_role' extra.role_arn"),
    ("new-key", "connection 'adopt_role' extra.external_id"),
    ("half-credentials", "connection 'adopt_half' password"),
    ("refused", "connection 'adopt_broken' uri"),
    ("missing-connection", "dags/load.py:12"),
    ("missing-connection", "plugins/landing.py:6"),
    ("region-by-position", "dags/load.py:12"),
    ("hook-import", "dags/load.py:2"),
    ("hook-import", "plugins/landing.py:2"),
    ("subclass", "plugins/landing.py:5"),
    ("secret-in-clear", "plugins/landing.py:11"),
    ("unread-file", "dags/python_2.py:1"),
}


@pytest.fixture
def installation(home: AirflowHome, tmp_path: Path) -> AirflowHome:
    """A home with DAG files, plugins, and connections in database and environment."""
    for name, text in {
        "dags/load.py": DAG,
        "dags/python_2.py": f"print '{CANARY}'\n",
        "plugins/landing.py": HOOKS,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    # The home's own database is that of other tests too.
    shutil.copy(home.folder / "airflow.db", tmp_path)
    home.extra_environment |= {
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path / 'airflow.db'}",
        "AIRFLOW__CORE__DAGS_FOLDER": str(tmp_path / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(tmp_path / "plugins"),
        "AIRFLOW_CONN_ADOPT_HALF": "aws://AKIAIOSFODNN7EXAMPLE@",
        "AIRFLOW_CONN_ADOPT_BROKEN": f"aws://AKIAIOSFODNN7EXAMPLE:{CANARY}/{CANARY}@",
    }
    stored = {
        conn_id: {**fields, "extra": json.dumps(fields.get("extra", {}))} for conn_id, fields in CONNECTIONS.items()
    }
    (tmp_path / "connections.json").write_text(json.dumps(stored), encoding="utf-8")
    home.run("connections", "import", "--overwrite", str(tmp_path / "connections.json"))
    return home


def adopt(home: AirflowHome, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command, whose output shows no secret."""
    ended = subprocess.run(
        [sys.executable, "-m", "airflow_provider_awsconn", "adopt", *arguments],
        env=home.environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert CANARY not in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    return ended


def read_files(folder: Path) -> dict[Path, bytes]:
    """What is in the files below a folder; of the database, Airflow itself may write what is no content."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and "airflow.db" not in path.name}


def test_an_installation_is_looked_at(installation: AirflowHome, tmp_path: Path) -> None:
    """Its connections, its DAG files and its plugins; none of the files is run, and nothing is written."""
    before = read_files(tmp_path)
    ended = adopt(installation, "--check", "--json")
    printed = json.loads(ended.stdout)
    assert ended.returncode == 1
    found = [(each["difference"], each["where"].replace(f"{tmp_path}/", "")) for each in printed["findings"]]
    # Those that other tests have stored before.
    of_others = [each for each in found if re.match("connection '(?!adopt_)", each[1])]
    assert sorted(each for each in found if each not in of_others) == sorted(FOUND)
    assert printed["looked_at"]["files"] == 2
    assert printed["looked_at"]["files_on_stock_provider"] == 1
    assert printed["looked_at"]["others"] >= 1
    assert read_files(tmp_path) == before


def test_people_get_a_table_for_each_difference(installation: AirflowHome) -> None:
    """With both hooks, what to do, the places, and sums."""
    ended = adopt(installation, "--check")
    assert ended.returncode == 1
    lines = [" ".join(line.split()) for line in ended.stdout.splitlines()]
    assert "error a key id without its secret, or the reverse [half-credentials]" in lines
    assert "where connection 'adopt_half' password: empty while login is set; give both or neither" in lines
    assert lines[-1].endswith("in 1 file, stay on the stock hook: nothing changes for them")


@pytest.mark.once
def test_an_export_is_looked_at_without_a_database(installation: AirflowHome, tmp_path: Path) -> None:
    """What `airflow connections export` writes, in a build that has the files alone."""
    file = tmp_path / "export.json"
    installation.run("connections", "export", str(file))
    nowhere = f"sqlite:///{tmp_path / 'none' / 'none.db'}"
    installation.extra_environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = nowhere
    arguments = ("--check", "--json", "--file", str(file), "--dags", str(tmp_path / "dags" / "load.py"))
    printed = json.loads(adopt(installation, *arguments).stdout)
    found = {(each["difference"], each["where"].replace(f"{tmp_path}/", "")) for each in printed["findings"]}
    lost = {each for each in FOUND if "adopt_half" in each[1] or "adopt_broken" in each[1] or "python_2" in each[1]}
    assert found >= FOUND - lost
    assert not found & lost
    # The database that is not there would have been told.
    told = json.loads(adopt(installation, "--check", "--json").stdout)
    assert "unread-connections" in {each["difference"] for each in told["findings"]}
