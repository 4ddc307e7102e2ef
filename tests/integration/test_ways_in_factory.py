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
from tests.integration.ways import Worker, ask, ask_who, assert_silent

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

HERE = "tests.integration.test_ways_in_factory"
ROOT = Path(__file__).parents[2]
STOCK_PYTHON = ROOT / ".venvs" / "stock" / "bin" / "python"

# Done with sync and with async clients.
with_each_client = pytest.mark.usefixtures("each_client")


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

    def create_session(self, deferrable: bool = False) -> Any:
        """Ask STS at once, as a company's broker would."""
        sts = self.basic_session.client("sts", endpoint_url=self.conn.endpoint_url)
        answer = sts.assume_role(RoleArn=self.extra_config["broker_role"], RoleSessionName="broker")
        keys = answer["Credentials"]
        if deferrable:
            from aiobotocore.session import AioSession

            session = AioSession()
            session.set_credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
            return session
        return boto3.session.Session(
            keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], region_name=self.region_name
        )


def use(worker: Worker, factory: str) -> None:
    """Name the class in airflow.cfg."""
    worker.set(AIRFLOW__AWS__SESSION_FACTORY=factory)


@with_each_client
def test_a_factory_that_changes_nothing(worker: Worker) -> None:
    """A class that overrides nothing gives the same role with the same one call, and nothing before it."""
    use(worker, f"{HERE}.PlainFactory")
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn)
    assert_silent(worker, hook)
    assert ask_who(hook) == "assumed-role/etl/Airflow_ways"
    assert worker.tell() == ["sts AssumeRole role by worker", "sts GetCallerIdentity by session 1"]
    hook.get_session().client("sts", endpoint_url=worker.bench.endpoint_url).get_caller_identity()
    assert worker.tell() == ["sts GetCallerIdentity by session 1"]


@with_each_client
@pytest.mark.filterwarnings("ignore:.*broker_role")
def test_a_factory_that_does_it_its_own_way(worker: Worker) -> None:
    """What the class makes is who the hook is, region and endpoint are still the connection's."""
    use(worker, f"{HERE}.BrokerFactory")
    hook = worker.hook_with_keys(broker_role=worker.bench.hub_role_arn)
    assert ask_who(hook) == "assumed-role/hub/broker"
    assert worker.bench.requests("GetCallerIdentity")[0].region == "eu-west-1"
    assert worker.tell() == ["sts AssumeRole hub by worker", "sts GetCallerIdentity by session 1"]


@with_each_client
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
        ask(hook, "list_buckets")
    assert worker.tell() == ["sts AssumeRole other by worker", "sts GetCallerIdentity by session 1"]


def test_the_basic_session_is_the_connections_keys(worker: Worker) -> None:
    """It assumes no role and asks nothing by itself."""
    hook = worker.hook_with_keys(role_arn=worker.bench.role_arn)
    session = PlainFactory(hook.get_connection("ways"), region_name="eu-west-1").basic_session
    assert worker.bench.requests() == []
    arn = session.client("sts", endpoint_url=worker.bench.endpoint_url).get_caller_identity()["Arn"]
    assert arn.endswith("user/worker")
    assert worker.tell() == ["sts GetCallerIdentity by worker"]


@with_each_client
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
        session = super().create_session(deferrable)
        session.made_by = self.extra_config["region_name"]
        return session
"""
STOCK_SCRIPT = """
import asyncio, json, os, sys
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

        async def ask(session):
            async with session.create_client("sts", endpoint_url=bench.endpoint_url) as client:
                return (await client.get_caller_identity())["Arn"]

        for name, hook_class in {"stock": AwsBaseHook, "ours": AwsHook}.items():
            bench.clear()
            session = hook_class("ways").get_session(deferrable=True)
            who = asyncio.run(ask(session))
            found[f"{way} {name} async"] = [session.made_by, who.split(":")[-1], bench.count("AssumeRole")]

        async def use():
            async with AwsHook("ways").async_client("sts") as client:
                return (await client.get_caller_identity())["Arn"]

        bench.clear()
        who = asyncio.run(use())
        found[f"{way} async_client"] = [who.split(":")[-1], bench.count("AssumeRole")]
print(json.dumps(found))
"""


@pytest.mark.installed
def test_a_factory_made_for_the_stock_hook_serves_both(servers_python: str, tmp_path: Path) -> None:
    """A class derived from the stock base class makes sessions of both hooks and both kinds, with one call each."""
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
    keys, role = ["user/worker", 0], ["assumed-role/etl/airflow_ways", 1]
    ways = ("stock", "ours", "stock async", "ours async")
    assert found == {
        **{f"keys {way}": ["eu-west-1", *keys] for way in ways},
        **{f"role {way}": ["eu-west-1", *role] for way in ways},
        "keys async_client": keys,
        "role async_client": role,
    }


WRITTEN_FOR_STOCK = """
import os
from functools import cached_property
import boto3.session
import botocore.session
from botocore.credentials import RefreshableCredentials
from {module} import BaseSessionFactory

class Federated(BaseSessionFactory):
    def _create_basic_session(self, session_kwargs):
        if "federation" not in self.extra_config:
            return super()._create_basic_session(session_kwargs)
        self.log.info("federated session of %s in %s", self.conn.conn_id, self.region_name)
        session = botocore.session.get_session()
        session._credentials = RefreshableCredentials.create_from_metadata(
            metadata=self._fetch(), refresh_using=self._fetch, method="federation"
        )
        session.set_config_variable("region", self.region_name)
        return boto3.session.Session(botocore_session=session, region_name=session_kwargs.get("region_name"))

    def _fetch(self):
        key, secret, token = os.environ["HUB"].split()
        return {{"access_key": key, "secret_key": secret, "token": token, "expiry_time": "2099-01-01T00:00:00+00:00"}}

class Property(BaseSessionFactory):
    @cached_property
    def basic_session(self):
        return boto3.session.Session(*os.environ["HUB"].split(), region_name=self.conn.region_name)

class Unassuming(BaseSessionFactory):
    @property
    def role_arn(self):
        return None if self.extra_config.get("federation") else super().role_arn

class Elsewhere(BaseSessionFactory):
    @property
    def role_arn(self):
        return os.environ["ROLE"]

class Wrapped(BaseSessionFactory):
    @cached_property
    def conn(self):
        from airflow.providers.amazon.aws.utils.connection_wrapper import AwsConnectionWrapper

        return AwsConnectionWrapper(conn=super().conn if "{module}".startswith("airflow.") else self.given())

    def given(self):
        from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

        return AwsBaseHook.get_connection("ways")

class Own(BaseSessionFactory):
    def create_session(self, deferrable=False):
        if not deferrable:
            return super().create_session()
        session = self.get_async_session()
        self._apply_session_kwargs(session)
        return session

class Split(BaseSessionFactory):
    def _create_session_with_assume_role(self, session_kwargs, deferrable=False):
        session = super()._create_session_with_assume_role(session_kwargs=session_kwargs, deferrable=deferrable)
        session.seen = True
        return session
"""
BOTH_SCRIPT = """
import asyncio, json, os, sys
import boto3.session
from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook
from airflow_provider_awsconn.credentials import surroundings
from airflow_provider_awsconn.credentials.registry import Registry
from tests.aws_bench import AwsBench
import for_ours, for_stock

def tell(bench, answer):
    asked = [(each.role_arn, signers.get(each.access_key)) for each in bench.requests("AssumeRole")]
    # The stock provider writes its session names otherwise.
    return [answer["Arn"].split(":")[-1].lower().replace("airflow_", ""), asked, bench.requests()[-1].region]

async def use(session, url):
    async with session.create_client("sts", endpoint_url=url) as client:
        return await client.get_caller_identity()

found = {}
with AwsBench.start(sys.argv[1]) as bench:
    url, user = bench.endpoint_url, bench.worker
    session = boto3.session.Session(user.access_key, user.secret_key, region_name="eu-west-1")
    sts = session.client("sts", endpoint_url=url)
    hub = sts.assume_role(RoleArn=bench.hub_role_arn, RoleSessionName="hub")["Credentials"]
    os.environ["HUB"] = " ".join(hub[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken"))
    os.environ["ROLE"] = bench.third_role_arn
    signers = {user.access_key: "user", hub["AccessKeyId"]: "hub"}
    for federated in (False, True):
        for role_arn in (None, bench.spoke_role_arn):
            extra = {"region_name": "eu-west-1", "endpoint_url": url, "service_config": {"sts": {"endpoint_url": url}}}
            extra |= {"role_arn": role_arn} if role_arn else {}
            extra |= {"federation": "etl"} if federated else {}
            keys = {"login": user.access_key, "password": user.secret_key}
            os.environ["AIRFLOW_CONN_WAYS"] = json.dumps({"conn_type": "aws", **keys, "extra": extra})
            for name in ("Federated", "Property", "Unassuming", "Elsewhere", "Wrapped", "Own", "Split"):
                for deferrable in (False, True):
                    for module in (for_stock, for_ours):
                        bench.clear()
                        surroundings.SHARED = Registry()
                        try:
                            factory = getattr(module, name)(AwsBaseHook.get_connection("ways"))
                            session = factory.create_session(deferrable=deferrable)
                            if deferrable:
                                told = tell(bench, asyncio.run(use(session, url)))
                            else:
                                told = tell(bench, session.client("sts", endpoint_url=url).get_caller_identity())
                        except Exception as error:
                            told = [type(error).__name__]
                        case = " ".join([name, *["federated"] * federated, *["role"] * bool(role_arn)])
                        found.setdefault(f"{case}{' async' * deferrable}", []).append(told)
print(json.dumps(found))
"""


@pytest.mark.installed
def test_a_class_of_the_stock_base_class_works_with_another_import(servers_python: str, tmp_path: Path) -> None:
    """Who the sessions are, who asked for the role and where: the same with either base class, but for its faults."""
    if not STOCK_PYTHON.exists():
        pytest.fail("no environment with the stock provider; run `make .venvs/stock/.ready`", pytrace=False)
    modules = {
        "for_stock": "airflow.providers.amazon.aws.hooks.base_aws",
        "for_ours": "airflow_provider_awsconn.session_factory",
    }
    for name, module in modules.items():
        (tmp_path / f"{name}.py").write_text(WRITTEN_FOR_STOCK.format(module=module), encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "AIRFLOW_HOME": str(tmp_path),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AIRFLOW__AWSCONN__UNKNOWN_KEYS": "ignore",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
    }
    command = [str(STOCK_PYTHON), "-c", BOTH_SCRIPT, servers_python]
    ended = subprocess.run(
        command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    found: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    assert len(found) == 56
    hub = ["assumed-role/hub/hub", [], "eu-west-1"]
    third = ["arn:aws:iam::123456789012:role/third", "user"]
    # The stock provider's async sessions without a role pass over the basic session, and it takes no role of a class
    # for a connection that has none.
    passed_over = [["user/worker", [], "eu-west-1"], hub]
    refused = [["NotImplementedError"], ["assumed-role/third/ways", [third], "eu-west-1"]]
    assert {case: told for case, told in found.items() if told[0] != told[1]} == {
        **dict.fromkeys(["Property async", "Property federated async", "Federated federated async"], passed_over),
        **dict.fromkeys([f"Elsewhere{' federated' * n}{' async' * m}" for n in (0, 1) for m in (0, 1)], refused),
    }
