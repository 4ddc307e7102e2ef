"""A deployment's own session factory: what it is given, who its sessions are, and who asks for what."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3.session
import pytest

from airflow_provider_awsconn.errors import AccountNotAllowedError
from airflow_provider_awsconn.session_factory import BaseSessionFactory
from tests.integration.ways import Worker, ask_who, assert_silent

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

HERE = "tests.integration.test_ways_in_factory"
ROOT = Path(__file__).parents[2]
STOCK_PYTHON = ROOT / ".venvs" / "stock" / "bin" / "python"


@pytest.fixture
def worker(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Worker:
    """A worker of its own for each test."""
    return Worker.prepare(bench, airflow_connection, monkeypatch, tmp_path)


class PlainFactory(BaseSessionFactory):
    """Makes the sessions that are made anyway."""


class BrokerFactory(BaseSessionFactory):
    """Asks for a role that a key of the deployment's own names, with the connection's own keys."""

    def create_session(self, deferrable: bool = False) -> boto3.session.Session:
        """Ask STS at once, as a company's broker would."""
        assert not deferrable
        sts = self.basic_session.client("sts", endpoint_url=self.conn.endpoint_url)
        answer = sts.assume_role(RoleArn=self.extra_config["broker_role"], RoleSessionName="broker")
        keys = answer["Credentials"]
        return boto3.session.Session(
            keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], region_name=self.region_name
        )


def use(worker: Worker, factory: str) -> None:
    """Name the class in airflow.cfg."""
    worker.set(AIRFLOW__AWS__SESSION_FACTORY=factory)


def test_a_factory_that_changes_nothing(worker: Worker) -> None:
    """A class that overrides nothing gives the same role with the same one call, and nothing before it."""
    use(worker, f"{HERE}.PlainFactory")
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn)
    assert_silent(worker, hook)
    assert ask_who(hook) == "assumed-role/etl/Airflow_ways"
    assert worker.tell() == ["sts AssumeRole role by worker", "sts GetCallerIdentity by session 1"]
    hook.get_session().client("sts", endpoint_url=worker.bench.endpoint_url).get_caller_identity()
    assert worker.tell() == ["sts GetCallerIdentity by session 1"]


@pytest.mark.filterwarnings("ignore:.*broker_role")
def test_a_factory_that_does_it_its_own_way(worker: Worker) -> None:
    """What the class makes is who the hook is, region and endpoint are still the connection's."""
    use(worker, f"{HERE}.BrokerFactory")
    hook = worker.hook_with_keys(broker_role=worker.bench.hub_role_arn)
    assert ask_who(hook) == "assumed-role/hub/broker"
    assert hook.conn_region_name == "eu-west-1"
    assert worker.tell() == ["sts AssumeRole hub by worker", "sts GetCallerIdentity by session 1"]


@pytest.mark.filterwarnings("ignore:.*broker_role")
def test_the_accounts_are_guarded_with_a_factory(worker: Worker) -> None:
    """A session of a forbidden account does nothing but tell whose it is."""
    use(worker, f"{HERE}.BrokerFactory")
    hook = worker.hook_with_keys(
        service="s3",
        broker_role=worker.bench.other_role_arn,
        allowed_account_ids=[worker.bench.account_id],
    )
    with pytest.raises(AccountNotAllowedError, match=worker.bench.other_account_id):
        hook.get_conn().list_buckets()
    assert worker.tell() == ["sts AssumeRole other by worker", "sts GetCallerIdentity by session 1"]


def test_the_basic_session_is_the_connections_keys(worker: Worker) -> None:
    """It assumes no role and asks nothing by itself."""
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn)
    session = PlainFactory(hook.get_connection("ways"), region_name="eu-west-1").basic_session
    assert worker.bench.requests() == []
    arn = session.client("sts", endpoint_url=worker.bench.endpoint_url).get_caller_identity()["Arn"]
    assert arn.endswith("user/worker")
    assert worker.tell() == ["sts GetCallerIdentity by worker"]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        pytest.param(
            "tests.integration.none.Factory", r"\[aws\] session_factory: .* can't be imported", id="no-module"
        ),
        pytest.param(f"{HERE}.none", r"\[aws\] session_factory: .* can't be imported", id="no-class"),
        pytest.param(f"{HERE}.use", r"\[aws\] session_factory: .* has no create_session", id="no-factory"),
    ],
)
def test_a_factory_that_is_none_is_told(path: str, reason: str, worker: Worker) -> None:
    """The error names the option, and nobody is asked with other credentials instead."""
    use(worker, path)
    with pytest.raises((TypeError, ValueError), match=reason):
        ask_who(worker.hook_with_keys())
    assert worker.tell() == []


STOCK_FACTORY = """
from airflow.providers.amazon.aws.hooks.base_aws import BaseSessionFactory

class Factory(BaseSessionFactory):
    def create_session(self, deferrable=False):
        session = super().create_session()
        session.made_by = self.extra_config["region_name"]
        return session
"""
STOCK_SCRIPT = """
import json, os, sys
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.aws_bench import AwsBench

with AwsBench.start(sys.argv[1]) as bench:
    found = {}
    for way, extra in {"keys": {}, "role": {"role_arn": bench.role_arn}}.items():
        endpoint = {"endpoint_url": bench.endpoint_url}
        extra = {"region_name": "eu-west-1", "service_config": {"sts": endpoint}, **endpoint, **extra}
        user = {"login": bench.worker.access_key, "password": bench.worker.secret_key}
        os.environ["AIRFLOW_CONN_WAYS"] = json.dumps({"conn_type": "aws", **user, "extra": extra})
        for name, hook_class in {"stock": AwsBaseHook, "ours": AwsHook}.items():
            bench.clear()
            session = hook_class("ways").get_session()
            who = session.client("sts", endpoint_url=bench.endpoint_url).get_caller_identity()["Arn"]
            found[f"{way} {name}"] = [session.made_by, who.split(":")[-1], bench.count("AssumeRole")]
print(json.dumps(found))
"""


@pytest.mark.installed
def test_a_factory_made_for_the_stock_hook_serves_both(servers_python: str, tmp_path: Path) -> None:
    """A class derived from the stock base class makes the sessions of both hooks, with one call each."""
    if not STOCK_PYTHON.exists():
        pytest.fail("no environment with the stock provider; run `make .venvs/stock/.ready`", pytrace=False)
    (tmp_path / "company_aws.py").write_text(STOCK_FACTORY, encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__AWS__SESSION_FACTORY": "company_aws.Factory",
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
    }
    command = [str(STOCK_PYTHON), "-c", STOCK_SCRIPT, servers_python]
    ended = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    assert found == {
        "keys stock": ["eu-west-1", "user/worker", 0],
        "keys ours": ["eu-west-1", "user/worker", 0],
        "role stock": ["eu-west-1", "assumed-role/etl/airflow_ways", 1],
        "role ours": ["eu-west-1", "assumed-role/etl/airflow_ways", 1],
    }
