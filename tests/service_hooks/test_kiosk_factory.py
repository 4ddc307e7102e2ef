"""A deployment's own session factory, named in `[aws] session_factory`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .base import AwsBaseHook
from .factory_base import BaseSessionFactory
from .kiosk_factory import KioskSessionFactory

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench

    from .conftest import Connect

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "tests.service_hooks"


def test_its_sessions_are_those_of_all_hooks(connect: Connect, bench: AwsBench, tmp_path: Path) -> None:
    """Clients, resources, async clients, keys and account are the factory's; its base makes the rest."""
    kiosk = tmp_path / "kiosk.json"
    kiosk.write_text(json.dumps({"access_key": bench.worker.access_key, "secret_key": bench.worker.secret_key}))
    connect("kiosk", login=None, password=None, extra={"kiosk": str(kiosk)})
    connect("plain", login=bench.worker.access_key)
    connect("role", extra={"role_arn": bench.role_arn})
    ended = subprocess.run(
        [sys.executable, "-m", f"{PACKAGE}.factory_script"],
        env=os.environ | {"AIRFLOW__AWS__SESSION_FACTORY": f"{PACKAGE}.kiosk_factory.KioskSessionFactory"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    worker = bench.worker.access_key
    assert json.loads(ended.stdout.splitlines()[-1]) == {
        "keys": worker,
        "session": worker,
        "region": "eu-central-1",
        "resource": 0,
        "account": bench.account_id,
        "password": "pass",
        "plain": worker,
        "role": True,
    }


def test_what_it_is_told(connect: Connect, bench: AwsBench) -> None:
    """A factory knows the connection's settings, its Extra and role; base sessions know no role."""
    conn_id = connect("role", extra={"role_arn": bench.role_arn, "acme": {"a": 1}})
    conn = AwsBaseHook.get_connection(conn_id)
    factory = KioskSessionFactory(conn=conn, region_name="eu-central-1")
    assert isinstance(factory, BaseSessionFactory)
    assert factory.extra_config["acme"] == {"a": 1}
    assert (factory.region_name, factory.role_arn) == ("eu-central-1", bench.role_arn)
    assert (factory.conn.conn_id, factory.config) == ("role", None)
    assert factory.basic_session.get_credentials().access_key == bench.worker.access_key
    assert factory.create_session().get_credentials().access_key != bench.worker.access_key
