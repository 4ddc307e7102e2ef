"""The README's first DAG, run by Airflow itself against a real store."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from demo.airflow_home import AirflowError

if TYPE_CHECKING:
    from demo.airflow_home import AirflowHome
    from demo.stores import Store

AIRFLOW_3 = "from airflow.sdk import dag, task"
AIRFLOW_2 = "from airflow.decorators import dag, task"


def readme_dag(readme: str) -> str:
    """Cut the DAG out of the README, with the import that it says is Airflow 2.11's where that runs."""
    (source,) = [block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "@dag" in block]
    assert f"{AIRFLOW_3}  # Airflow 2.11: {AIRFLOW_2}\n" in source
    return str(source) if version("apache-airflow").startswith("3.") else source.replace(AIRFLOW_3, AIRFLOW_2)


@pytest.fixture
def first_aws(home: AirflowHome, store: Store, readme: str) -> AirflowHome:
    """A home with the README's DAG and its connection."""
    (home.dags / "first_aws.py").write_text(readme_dag(readme), encoding="utf-8")
    home.extra_environment["AIRFLOW_CONN_AWS_DEFAULT"] = json.dumps(
        {
            "conn_type": "aws",
            "login": store.access_key,
            "password": store.secret_key,
            "extra": {"region_name": "us-east-1", "endpoint_url": store.endpoint_url},
        }
    )
    home.extra_environment["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "INFO"
    return home


def test_readme_dag_runs_and_keeps_the_secret(first_aws: AirflowHome, store: Store, bucket: str) -> None:
    """The README's DAG finds the store's bucket; the secret is nowhere in what Airflow printed."""
    if version("apache-airflow").startswith("3.0."):
        # Airflow 3.0 runs a DAG by `dags test` only when the DAG is serialized already.
        first_aws.run("dags", "reserialize")
    printed = first_aws.run("dags", "test", "first_aws")
    assert bucket in printed
    # Airflow 3.0's `dags test` logs its own orders to mask a secret, in clear.
    ours = [line for line in printed.splitlines() if "MaskSecret(" not in line]
    assert store.secret_key not in "\n".join(ours)


def test_readme_dag_fails_on_a_missing_connection(first_aws: AirflowHome, bucket: str) -> None:
    """Without the connection the task fails, and says how to create it; the worker's keys are not used."""
    keys = json.loads(first_aws.extra_environment.pop("AIRFLOW_CONN_AWS_DEFAULT"))
    first_aws.extra_environment |= {
        "AWS_ACCESS_KEY_ID": keys["login"],
        "AWS_SECRET_ACCESS_KEY": keys["password"],
        "AWS_ENDPOINT_URL": keys["extra"]["endpoint_url"],
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    try:
        printed = first_aws.run("dags", "test", "first_aws")
    except AirflowError as error:
        # Whether `dags test` ends with a status for a failed run differs between Airflow versions.
        printed = str(error)
    assert "create it with: airflow connections add aws_default --conn-type aws" in " ".join(printed.split())
    assert bucket not in printed
