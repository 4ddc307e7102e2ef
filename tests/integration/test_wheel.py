"""The wheel in a plain Airflow of each line: what somebody gets who runs `pip install airflow-provider-awsconn`."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn import __version__

if TYPE_CHECKING:
    from demo.stores import Store

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).parent / "uv"
pytestmark = pytest.mark.installed

# Run by the plain Airflow's own interpreter, with what the tests know in its environment.
SCRIPT = """
import json, os, sys
from pathlib import Path
sys.path.insert(0, os.environ["ROOT"])
from demo.airflow_home import AirflowHome
from tests.integration.test_dag_run import readme_dag

folder = Path(os.environ["FOLDER"])
home = AirflowHome(folder, folder / "dags")
home.dags.mkdir()
(home.dags / "first_aws.py").write_text(readme_dag(Path(os.environ["ROOT"], "README.md").read_text()))
home.extra_environment = {
    "AIRFLOW_CONN_AWS_DEFAULT": os.environ["CONNECTION"], "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
}
home.run("db", "migrate")
print(json.dumps({
    "version": home.run("version").split()[-1],
    "providers": home.run_json("providers", "list"),
    "test": home.run("connections", "test", "aws_default"),
    "dag": home.run("dags", "test", "first_aws"),
}))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, outer_environment: dict[str, str]) -> Path:
    """A folder with the wheel and the sdist, built from this tree."""
    folder = tmp_path_factory.mktemp("dist")
    command = [str(UV), "build", "--quiet", "--python", sys.executable, "--out-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, env=outer_environment)
    return folder


def test_wheel_and_sdist_carry_everything(built: Path) -> None:
    """The wheel holds every module, py.typed and provider.yaml; the sdist holds what the wheel is built from."""
    (wheel,) = built.glob("*.whl")
    (sdist,) = built.glob("*.tar.gz")
    in_tree = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "airflow_provider_awsconn").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert "airflow_provider_awsconn/py.typed" in in_tree
    in_wheel = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert in_wheel == in_tree | {"airflow_provider_awsconn/provider.yaml"}
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    top = {"pyproject.toml", "provider.yaml", "README.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci/run"}
    assert in_tree | top <= in_sdist


def test_the_extra_brings_async_clients(built: Path, tmp_path: Path, outer_environment: dict[str, str]) -> None:
    """`pip install 'airflow-provider-awsconn[async]'` installs an aiobotocore that goes with what is there."""
    python = str(tmp_path / "plain" / "bin" / "python")
    (wheel,) = built.glob("*.whl")
    pins = str(ROOT / "requirements" / "airflow-3.3.txt")
    for arguments in (
        ["venv", "--python", sys.executable, str(tmp_path / "plain")],
        ["pip", "install", "--python", python, "--constraint", pins, f"{wheel}[async]"],
    ):
        subprocess.run([str(UV), *arguments, "--quiet"], check=True, env=outer_environment)
    script = "from airflow_provider_awsconn.async_sessions.extra import load_async_extra; load_async_extra()"
    environment = {"AIRFLOW_HOME": str(tmp_path / "home")}
    subprocess.run([python, "-c", script], check=True, env=environment, cwd=tmp_path, timeout=120)
    shutil.rmtree(tmp_path / "plain")


@pytest.mark.parametrize("line", ["3.3", "2.11"])
def test_wheel_works_in_a_plain_airflow(
    line: str, built: Path, store: Store, bucket: str, tmp_path: Path, outer_environment: dict[str, str]
) -> None:
    """The provider shows up, serves `airflow connections test`, and runs the README's DAG."""
    if line == "2.11" and sys.version_info >= (3, 13):
        pytest.skip("Airflow 2.11 does not run on this Python; `make matrix` covers it")
    python = tmp_path / "plain" / "bin" / "python"
    requirements = ROOT / "requirements" / f"airflow-{line}.txt"
    (wheel,) = built.glob("*.whl")
    for arguments in (
        ["venv", "--python", sys.executable, str(tmp_path / "plain")],
        ["pip", "install", "--python", str(python), "-r", str(requirements)],
        ["pip", "install", "--python", str(python), "--no-deps", str(wheel)],
    ):
        subprocess.run([str(UV), *arguments, "--quiet"], check=True, env=outer_environment)
    connection = {
        "conn_type": "aws",
        "login": store.access_key,
        "password": store.secret_key,
        "extra": {"region_name": "us-east-1", "endpoint_url": store.endpoint_url},
    }
    (tmp_path / "home").mkdir()
    environment = {
        "PATH": outer_environment["PATH"],
        "HOME": str(tmp_path),
        "ROOT": str(ROOT),
        "FOLDER": str(tmp_path / "home"),
        "CONNECTION": json.dumps(connection),
    }
    ended = subprocess.run(
        [str(python), "-P", "-c", SCRIPT] if sys.version_info >= (3, 11) else [str(python), "-c", SCRIPT],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    found = json.loads(ended.stdout.splitlines()[-1])
    assert found["version"].startswith(line)
    versions = {row["package_name"]: row["version"] for row in found["providers"]}
    assert versions["airflow-provider-awsconn"] == __version__
    assert "Connection success!" in found["test"]
    assert bucket in found["dag"]
    shutil.rmtree(tmp_path / "plain")
