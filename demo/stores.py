"""A real object store with S3 and STS on loopback, which checks signatures: the AWS of demo and tests.

SeaweedFS, and MiniStack on platforms that SeaweedFS has no wheel for. Each is started with keys of its own making, a
user ``worker`` with all rights, a role ``etl`` that may read and write and a role ``reader`` that may only read, and
stops with the ``with`` block.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
import shutil
import string
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from demo.ports import find_free_ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ACCOUNT_ID = "000000000000"
REGION = "us-east-1"
_START_SECONDS = 45


def _allow(*actions: str) -> dict[str, object]:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": ["*"]}
    return {"Version": "2012-10-17", "Statement": [statement]}


_READ = ("s3:GetObject", "s3:ListBucket", "s3:ListAllMyBuckets")
_POLICIES = {"etl": _allow(*_READ, "s3:PutObject", "s3:CreateBucket"), "reader": _allow(*_READ)}
_ANYBODY_MAY_ASSUME = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["sts:AssumeRole"]}],
}


@dataclass(frozen=True)
class Store:
    """A running store.

    Attributes:
        product: its name and version.
        endpoint_url: of S3 and STS.
        access_key: of the user who may do everything.
        secret_key: of the same user; made for this run.
        role_arn: a role that may read and write.
        reader_role_arn: a role that may read and not write.
    """

    product: str
    endpoint_url: str
    access_key: str
    secret_key: str = field(repr=False)
    role_arn: str = f"arn:aws:iam::{ACCOUNT_ID}:role/etl"
    reader_role_arn: str = f"arn:aws:iam::{ACCOUNT_ID}:role/reader"


class StoreError(RuntimeError):
    """A store did not start."""


def find_program(name: str, python: str) -> str | None:
    """Find a program beside the given interpreter, else on PATH."""
    beside = Path(python).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


@contextlib.contextmanager
def run_store(python: str) -> Iterator[Store]:
    """Run SeaweedFS from the environment of the given interpreter, or MiniStack where it is not there."""
    weed = find_program("weed", python)
    with run_seaweedfs(weed) if weed else run_ministack(python) as store:
        yield store


@contextlib.contextmanager
def run_seaweedfs(weed: str) -> Iterator[Store]:
    """Run SeaweedFS on free loopback ports, with its data in a temporary folder."""
    access_key, secret_key = _make_keys()
    with tempfile.TemporaryDirectory(prefix="awsconn-seaweedfs-") as folder, contextlib.ExitStack() as stack:
        home = Path(folder)
        s3_config = _write_private(
            home / "s3.json",
            {
                "identities": [
                    {
                        "name": "worker",
                        "credentials": [{"accessKey": access_key, "secretKey": secret_key}],
                        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
                    }
                ]
            },
        )
        iam_config = _write_private(
            home / "iam.json",
            {
                "sts": {
                    "tokenDuration": "1h",
                    "maxSessionLength": "12h",
                    "issuer": "seaweedfs-sts",
                    "signingKey": base64.b64encode(secrets.token_bytes(32)).decode(),
                },
                "providers": [],
                "policy": {"defaultEffect": "Deny", "storeType": "memory"},
                "policies": [{"name": name, "document": policy} for name, policy in _POLICIES.items()],
                "roles": [
                    {
                        "roleName": name,
                        "roleArn": f"arn:aws:iam::{ACCOUNT_ID}:role/{name}",
                        "trustPolicy": _ANYBODY_MAY_ASSUME,
                        "attachedPolicies": [name],
                    }
                    for name in _POLICIES
                ],
            },
        )
        s3_port, master_port, volume_port, filer_port = find_free_ports(4)
        (home / "data").mkdir()
        command = [
            *(weed, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={home / 'data'}"),
            *("-master.volumeSizeLimitMB=64", "-volume.max=100", "-filer", "-s3"),
            *(f"-s3.port={s3_port}", f"-master.port={master_port}"),
            *(f"-volume.port={volume_port}", f"-filer.port={filer_port}"),
            *("-s3.port.iceberg=0", "-s3.port.lance=0"),
            *(f"-s3.config={s3_config}", f"-s3.iam.config={iam_config}"),
        ]
        process = stack.enter_context(_running(command, home, {}))
        store = Store(_ask_version(weed), f"http://127.0.0.1:{s3_port}", access_key, secret_key)
        _wait_until(lambda: build_client(store, "s3").list_buckets(), process, home)
        yield store


@contextlib.contextmanager
def run_ministack(python: str) -> Iterator[Store]:
    """Run MiniStack on a free loopback port, and make the user and the role with its root key."""
    ministack = find_program("ministack", python)
    if ministack is None:
        raise StoreError("neither the program weed nor ministack is there; run: make .venvs/servers/.ready")
    with tempfile.TemporaryDirectory(prefix="awsconn-ministack-") as folder, contextlib.ExitStack() as stack:
        home = Path(folder)
        (port,) = find_free_ports(1)
        environment = {
            "AUTH": "true",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "STATE_DIR": str(home / "state"),
        }
        process = stack.enter_context(_running([ministack], home, environment))
        # "test" is the product's own root key, and skips its checks.
        root = Store("MiniStack", f"http://127.0.0.1:{port}", "test", "test")
        _wait_until(lambda: build_client(root, "sts").get_caller_identity(), process, home)
        iam = build_client(root, "iam")
        iam.create_user(UserName="worker")
        key = iam.create_access_key(UserName="worker")["AccessKey"]
        iam.put_user_policy(UserName="worker", PolicyName="all", PolicyDocument=json.dumps(_allow("*")))
        for name, policy in _POLICIES.items():
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(_ANYBODY_MAY_ASSUME))
            iam.put_role_policy(RoleName=name, PolicyName=name, PolicyDocument=json.dumps(policy))
        yield Store(root.product, root.endpoint_url, key["AccessKeyId"], key["SecretAccessKey"])


def build_client(store: Store, service: str) -> Any:
    """Build a bare botocore client of the store's user, without the package under demonstration."""
    return botocore.session.Session().create_client(
        service,
        region_name=REGION,
        endpoint_url=store.endpoint_url,
        aws_access_key_id=store.access_key,
        aws_secret_access_key=store.secret_key,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20),
    )


def _make_keys() -> tuple[str, str]:
    letters = string.ascii_uppercase + string.digits
    access_key = "AKIA" + "".join(secrets.choice(letters) for _ in range(16))
    # A slash and a plus, because these are what a URI must encode.
    return access_key, f"{secrets.token_hex(18)}/+{secrets.token_hex(1)}"


def _write_private(path: Path, content: object) -> Path:
    path.touch(mode=0o600)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@contextlib.contextmanager
def _running(command: list[str], home: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in a process group of its own, so that Ctrl-C reaches us and not it, and end it."""
    clean = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), **environment}
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=home, env=clean, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                # SeaweedFS takes 15 s to say goodbye to itself; its data is thrown away anyway.
                process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until(ask: Callable[[], object], process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while (error := _try(ask)) is not None:
        ended = process.poll() is not None
        if ended or time.monotonic() > deadline:
            tail = (home / "server.log").read_text(errors="replace")[-2000:]
            what = f"ended with status {process.returncode}" if ended else f"did not answer ({error})"
            raise StoreError(f"the store {what}; its log ends:\n{tail}") from error
        time.sleep(0.1)


def _try(ask: Callable[[], object]) -> Exception | None:
    try:
        ask()
    except (BotoCoreError, ClientError) as error:
        return error
    return None


def _ask_version(weed: str) -> str:
    answer = subprocess.run([weed, "version"], capture_output=True, text=True, check=False, timeout=30).stdout.split()
    return f"SeaweedFS {answer[2]}" if len(answer) > 2 else "SeaweedFS"  # noqa: PLR2004 - "version 30GB 4.48 ..."
