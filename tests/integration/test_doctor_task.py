"""The connection test inside a task, where the masker is talked to through Airflow's supervisor."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from tests.integration.test_dag_run import AIRFLOW_2, AIRFLOW_3

if TYPE_CHECKING:
    from demo.airflow_home import AirflowHome
    from demo.stores import Store

DAG = f"""
{AIRFLOW_3 if version("apache-airflow").startswith("3.") else AIRFLOW_2}
from airflow_provider_awsconn.hooks.aws import AwsHook


@dag(schedule=None)
def examine_aws():
    @task
    def examine() -> None:
        passed, message = AwsHook("aws_examined").test_connection()
        print("passed", passed, "because", message)
        for step in AwsHook("aws_examined").examine(5):
            print(step)

    examine()


examine_aws()
"""


def test_a_task_tests_its_connection(home: AirflowHome, store: Store) -> None:
    """With a role, whose secrets are registered on the way; the same line as elsewhere, and no secret in the log."""
    (home.dags / "examine_aws.py").write_text(DAG, encoding="utf-8")
    extra = {"region_name": "us-east-1", "endpoint_url": store.endpoint_url, "role_arn": store.role_arn}
    home.extra_environment |= {
        "AIRFLOW_CONN_AWS_EXAMINED": json.dumps(
            {"conn_type": "aws", "login": store.access_key, "password": store.secret_key, "extra": extra}
        ),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
    }
    if version("apache-airflow").startswith("3.0."):
        home.run("dags", "reserialize")
    printed = home.run("dags", "test", "examine_aws")
    words = " ".join(printed.split())
    assert f"passed True because Connected to {store.endpoint_url} - S3 lists " in words
    assert "Step(name='role'" in words
    ours = [line for line in printed.splitlines() if "MaskSecret(" not in line]
    assert store.secret_key not in "\n".join(ours)
