"""Beside the stock provider: who owns the connection type, and what the README says is different."""

from __future__ import annotations

import json
import os
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.stock_environments import README_WARNINGS, ROOT, build_wheel, find_stock_python

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.installed

OURS = "airflow_provider_awsconn.hooks.aws.AwsHook"
STOCK = "airflow.providers.amazon.aws.hooks.base_aws.AwsGenericHook"

# A warning in the log of Airflow 3, and in that of Airflow 2.
WARNED = re.compile(r"(?:\[warning *\]| WARNING -) (.*?)(?: +\[[\w.]+\].*)?$", re.MULTILINE)

UNKNOWN_KEY = (
    "connection 'unknown': extra.region: is not a key of an aws connection and has no effect; did you mean region_name?"
)

OWNER_SCRIPT = """
import json, os, sys
sys.path[:] = os.environ["BEFORE"].split(":") * bool(os.environ["BEFORE"]) + sys.path
sys.path += os.environ["AFTER"].split(":") * bool(os.environ["AFTER"])
from airflow.providers_manager import ProvidersManager
from airflow.models.connection import Connection
from airflow.providers.amazon.aws.operators.s3 import S3CreateBucketOperator
manager = ProvidersManager()
hook = manager.hooks["aws"]
fields = [info for name, info in manager.connection_form_widgets.items() if name.startswith("extra__aws__")]
print(json.dumps({
    "providers": [name for name in manager.providers if "aws" in name or "amazon" in name],
    "owner": hook.package_name,
    "class": hook.hook_class_name,
    "hook": type(Connection(conn_id="x", conn_type="aws").get_hook()).__module__,
    "form": len(fields) == 17 and {field.package_name for field in fields} == {hook.package_name},
    "placeholder": manager.field_behaviours["aws"]["placeholders"]["login"],
    "operator": [cls.__module__ for cls in type(S3CreateBucketOperator(task_id="t", bucket_name="b").hook).__mro__],
}))
"""


@pytest.fixture(scope="module")
def stock_python() -> str:
    """The interpreter of the environment with Airflow 3.3 and the stock provider, and nothing of ours."""
    return find_stock_python()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, outer_environment: dict[str, str]) -> str:
    """A folder that is to `sys.path` what site-packages is, with our wheel installed in it."""
    folder = tmp_path_factory.mktemp("installed")
    zipfile.ZipFile(build_wheel(folder, outer_environment)).extractall(folder / "site")
    return str(folder / "site")


def _run(python: str, folder: Path, *arguments: str, **environment: str) -> Any:
    """Run the stock environment's interpreter; give the JSON in its last line, and all it printed."""
    clean = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "AIRFLOW_HOME": str(folder),
        "AWS_EC2_METADATA_DISABLED": "true",
        **environment,
    }
    ended = subprocess.run(
        [python, *arguments], env=clean, cwd=folder, capture_output=True, text=True, check=False, timeout=200
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1]), ended.stdout + ended.stderr


@pytest.mark.parametrize("environment", ["stock", "stock-2.11"])
@pytest.mark.parametrize("order", ["BEFORE", "AFTER"])
def test_ours_owns_the_connection_type_in_both_load_orders(
    order: str, environment: str, installed: str, tmp_path: Path
) -> None:
    """With both installed ours owns `aws`, wherever it stands on the path, and the stock operators keep theirs."""
    paths = {"BEFORE": "", "AFTER": "", order: installed}
    found, printed = _run(find_stock_python(environment), tmp_path, "-c", OWNER_SCRIPT, **paths)
    bases = found.pop("operator")
    assert "airflow.providers.amazon.aws.hooks.base_aws" in bases
    assert "airflow_provider_awsconn.hooks.aws" not in bases
    assert found == {
        "providers": ["airflow-provider-awsconn", "apache-airflow-providers-amazon"],
        "owner": "airflow-provider-awsconn",
        "class": OURS,
        "hook": "airflow_provider_awsconn.hooks.aws",
        "form": True,
        "placeholder": "Leave both empty for boto3's own lookup chain",
    }
    warned = {text.strip() for text in WARNED.findall(printed)}
    # Airflow 2.11 says the first of them only.
    expected = README_WARNINGS if environment == "stock" else {text for text in README_WARNINGS if "registered" in text}
    assert {text for text in warned if "awsconn" in text or "type aws" in text} == expected


def test_without_ours_the_stock_hook_owns_it(stock_python: str, tmp_path: Path) -> None:
    """The same look without our wheel finds the stock hook: it is ours that makes the difference."""
    found, _ = _run(stock_python, tmp_path, "-c", OWNER_SCRIPT, BEFORE="", AFTER="")
    assert found["class"] == STOCK
    assert found["owner"] == "apache-airflow-providers-amazon"


def test_readme_explains_the_warnings(readme: str) -> None:
    """The README shows both warnings as Airflow prints them."""
    text = " ".join(readme.split())
    assert [warning for warning in README_WARNINGS if warning not in text] == []


@pytest.fixture(scope="module")
def seen(stock_python: str, servers_python: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What both hooks did in the same situations, each in the same process."""
    folder = tmp_path_factory.mktemp("stock")
    script = str(ROOT / "tests" / "integration" / "stock_script.py")
    found, _ = _run(stock_python, folder, script, servers_python, str(folder), PYTHONPATH=str(ROOT))
    return found


@pytest.mark.parametrize(
    ("situation", "stock", "ours"),
    [
        ("session_kwargs.profile_name", "None", "ap-south-1"),
        ("AssumeRole calls of one hook", 3, 1),
        # The first of them finds what another hook of the same connection has minted before.
        ("AssumeRole calls of ten hooks", 10, 0),
        ("a file of the worker as token", True, False),
        ("AssumeRole calls at the store", 0, 1),
        ("test of a store", False, True),
        ("requests of the test at the store", [], ["ListBuckets"]),
        (
            "unknown key",
            [],
            [UNKNOWN_KEY],
        ),
        ("delay of a waiter, overridden", 5, 1),
        ("verify as text", "false", False),
        ("role that is no ARN", "MyRole", "InvalidConnectionError: connection 'no_arn': extra.role_arn:"),
        ("token in the debug log", True, False),
        ("secrets in repr", ["canarysecret", "canarytoken"], []),
        # One attempt is what the environment says, eight are the connection's seven retries.
        ("retries and time-out", [1, 5], [8, 5]),
        ("missing connection", "AKIAAMBIENT000000001", "ConnectionNotFoundError: connection 'there_is_none'"),
        ("login without password", "AKIAAMBIENT000000001", "InvalidConnectionError: connection 'half': password:"),
    ],
)
def test_readme_table_of_differences_is_true(situation: str, stock: Any, ours: Any, seen: Any) -> None:
    """Each row of the README's table is what both hooks really do."""
    for expected, name in ((stock, "stock"), (ours, "ours")):
        found = seen[name][situation]
        assert found.startswith(expected) if isinstance(expected, str) else found == expected, found
