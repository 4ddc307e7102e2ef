"""Run by the stock environment's interpreter: what both hooks do where docs/migrating.md tells of a difference."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import os
import socket
import sys
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook, AwsGenericHook
from airflow.providers.common.compat.sdk import AirflowException

from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.aws_bench import AwsBench
from tests.unit.cli.adopt_samples import REFUSED, REFUSED_SOONER, Sample, chain, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOOKS = {"stock": AwsBaseHook, "ours": AwsHook}
REGION = "eu-west-1"


class Situations:
    """Makes connections, and looks at what a hook class does with them.

    Args:
        bench: the AWS-like server.
        folder: where files may be written.
    """

    def __init__(self, bench: AwsBench, folder: Path) -> None:
        self.bench = bench
        self.folder = folder
        self.count = 0
        # The worker's own identity is good at the bench too.
        self.key = self.ambient = bench.worker

    def connect(self, connection: Any) -> str:
        """Set a connection and give its id."""
        self.count += 1
        filled = Sample("", connection, ()).fill(
            BENCH=self.bench.endpoint_url, KEY=self.key.access_key, SECRET=self.key.secret_key, ROLE=self.bench.role_arn
        )
        text = filled if isinstance(filled, str) else json.dumps(filled)
        os.environ[f"AIRFLOW_CONN_CASE_{self.count}"] = text
        return f"Case_{self.count}"

    def make(self, hook_class: Any, client_type: str = "s3", **extra: Any) -> Any:
        """Make a hook of a connection with keys."""
        return hook_class(self.connect(connect(**extra)), client_type=client_type)


def attempt(what: Callable[[], Any]) -> Any:
    """Give what comes out, or the error's name."""
    try:
        return what()
    except Exception as error:  # noqa: BLE001 - the outcome is what is looked at
        return type(error).__name__


def ask(hook_class: Any, conn_id: str) -> str:
    """Send a request and tell whether it was answered."""
    return str(attempt(lambda: hook_class(conn_id, client_type="s3").get_conn().list_buckets() and "works"))


@contextlib.contextmanager
def listen_as_proxy() -> Iterator[list[str]]:
    """Be the proxy of all requests by TLS, note who is asked for, and lead nobody there."""
    asked: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection:
                    asked.append(connection.recv(4096).split()[1].decode())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    before = os.environ.get("HTTPS_PROXY")
    os.environ["HTTPS_PROXY"] = f"http://127.0.0.1:{server.getsockname()[1]}"
    yield asked
    os.environ["HTTPS_PROXY"] = before or ""
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(5)


def list_warnings(what: Callable[[], Any]) -> list[str]:
    """List the classes of what is warned of, and their texts."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        attempt(what)
    return [f"{warning.category.__name__}: {warning.message}" for warning in caught]


def look_at_connections(hook_class: Any, at: Situations) -> dict[str, Any]:
    """Look at what a hook class makes of connections, by the names of the differences."""
    bench = at.bench
    sts: dict[str, Any] = {"service_config": {"sts": {"endpoint_url": at.bench.endpoint_url}}}
    role = {"role_arn": "ROLE", "region_name": REGION}
    store = {"endpoint_url": "BENCH", "region_name": REGION}
    found: dict[str, Any] = {}

    def read_meta(**extra: Any) -> Any:
        return at.make(hook_class, **extra).get_conn().meta

    def list_assumed(conn_id: str, action: str = "AssumeRole") -> list[Any]:
        bench.clear()
        attempt(lambda: hook_class(conn_id, client_type="s3").get_credentials())
        return bench.requests(action=action)

    profile = at.connect(chain(session_kwargs={"profile_name": "chosen"}))
    found["session-profile"] = hook_class(profile).get_credentials().access_key
    found["session-region"] = at.make(hook_class, session_kwargs={"region_name": "eu-west-2"}).get_session().region_name
    found["identity-key"] = read_meta(region_name=REGION, host="http://127.0.0.1:1").endpoint_url
    found["prefixed-key"] = at.make(hook_class, extra__aws__region_name=REGION).get_session().region_name
    found["store-sts"] = len(list_assumed(at.connect(connect(**store, role_arn="ROLE"))))
    (at.folder / "token").write_text(make_token(), encoding="utf-8")
    web = {
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "file",
        "assume_role_with_web_identity_token_file": str(at.folder / "token"),
    }
    token = at.connect(chain(**role, **sts, **web))
    found["token-not-sent"] = len(list_assumed(token, "AssumeRoleWithWebIdentity")) > 0
    found["verify-text"] = at.make(hook_class, verify="false").verify
    with listen_as_proxy() as asked:
        no_region = at.connect(connect(role_arn="ROLE"))
        attempt(lambda: hook_class(no_region).get_credentials())
    found["sts-region"] = asked[0] if asked else None
    named = list_assumed(at.connect(connect(**role, **sts)))
    found["session-name"] = [request.role_session_name.replace(str(at.count), "N") for request in named]
    config = read_meta(**store).config
    found["store-preset"] = [(config.s3 or {}).get("addressing_style"), config.request_checksum_calculation]
    meta = read_meta(region_name=REGION, service_config={"s3": {"region_name": "eu-north-1"}})
    found["service-settings"] = meta.region_name
    external = list_assumed(at.connect(connect(**role, **sts, external_id="x7")))
    found["new-key"] = [request.external_id for request in external]
    text = at.connect(connect(config_kwargs='{"read_timeout": 5}'))
    found["text-value"] = attempt(lambda: hook_class(text).config.read_timeout)
    unknown = at.connect(connect(regionname="x"))
    told = list_warnings(lambda: hook_class(unknown).conn_config)
    found["told"] = [each.split(":")[0] for each in told if "regionname" in each]
    with listen_as_proxy() as asked:
        tested = hook_class(at.connect(connect(**store))).test_connection()[0]
    found["store-test"] = [tested, bool(asked)]

    return found


def look_at_code(hook_class: Any, at: Situations) -> dict[str, Any]:
    """Look at what code gets from a hook class, by the names of the differences."""
    found: dict[str, Any] = {}
    role = {"role_arn": "ROLE", "region_name": REGION}
    found["missing-connection"] = attempt(lambda: hook_class("nobody_made_this").get_credentials().access_key)
    os.environ["AIRFLOW__AWSCONN__MISSING_CONNECTION"] = "ambient"
    found["missing-ambient"] = attempt(lambda: hook_class("nobody_made_that").get_credentials().access_key)
    del os.environ["AIRFLOW__AWSCONN__MISSING_CONNECTION"]
    for name in ("missing-connection", "missing-ambient"):
        found[name] = "ambient" if found[name] == at.ambient.access_key else found[name]
    conn_config = at.make(hook_class).conn_config
    found["secret-in-clear"] = [
        type(value).__name__
        for value in (
            conn_config.password,
            conn_config.aws_secret_access_key,
            conn_config.session_kwargs["aws_secret_access_key"],
        )
    ]
    region = at.make(hook_class, region_name=REGION)
    warned = list_warnings(lambda: region.get_client_type("eu-north-1"))
    found["region-by-position"] = [
        region.get_client_type("eu-north-1").meta.region_name,
        any(each.startswith("DeprecationWarning") and "get_client_type" in each for each in warned),
    ]
    retries = at.connect(connect(region_name=REGION, config_kwargs={"retries": {"max_attempts": 7}}))
    client = hook_class(retries, client_type="s3", config={"read_timeout": 5}).get_conn()
    found["hook-config"] = client.meta.config.retries["total_max_attempts"]
    strange = at.connect(chain(**role, assume_role_method="assume_role_with_web_identity"))
    try:
        hook_class(strange).get_credentials()
    except Exception as error:  # noqa: BLE001 - what it is, is looked at
        found["caught-error"] = isinstance(error, AirflowException)
    found["stock-warning"] = "switching to empty" in read_log(lambda: hook_class("nobody_made_it").conn_config)

    class Overriding(hook_class):  # type: ignore[misc]
        @property
        def region_name(self) -> str:
            return "ap-south-1"

    found["subclass"] = Overriding(at.connect(connect()), client_type="s3").get_conn().meta.region_name
    deprecated = list_warnings(lambda: region.async_conn)
    found["async-conn"] = any("async_conn" in each and "deprecated" in each for each in deprecated)
    found["private names"] = sorted(
        name
        for name in {**vars(AwsGenericHook)}
        if name[:1] == "_" and name[:2] != "__" and not hasattr(hook_class, name)
    )
    return found


def read_log(what: Callable[[], Any]) -> str:
    """Give what is logged."""
    texts: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            texts.append(record.getMessage())

    handler = Handler()
    for name in (None, "airflow.task.hooks", "airflow"):
        logging.getLogger(name).addHandler(handler)
    printed = Captured()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        attempt(what)
    return "\n".join([*texts, *printed.texts])


class Captured:
    """A stream that keeps what is written."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, text: str) -> int:
        """Keep a text."""
        self.texts.append(str(text))
        return len(text)

    def flush(self) -> None:
        """Do nothing."""


def make_token() -> str:
    """Give what has the shape of a web identity token."""
    parts = ({"alg": "RS256"}, {"sub": "x", "aud": "sts.amazonaws.com"})
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*encoded, "c2lnbmF0dXJl"])


def look_at_verify(hook_class: Any, python: str) -> int:
    """Count the roles that are given by an STS with a certificate of a private CA, which verify names."""
    with AwsBench.start(python, tls=True) as bench:
        connection = connect(
            bench.worker.access_key,
            bench.worker.secret_key,
            region_name=REGION,
            role_arn=bench.role_arn,
            verify=str(bench.ca_bundle),
            service_config={"sts": {"endpoint_url": bench.endpoint_url}},
        )
        os.environ["AIRFLOW_CONN_BY_TLS"] = json.dumps(connection)
        attempt(lambda: hook_class("by_tls").get_credentials())
        return len(bench.requests(action="AssumeRole"))


def main() -> None:
    """Print what was seen."""
    warnings.simplefilter("ignore")
    python, folder = sys.argv[1], Path(sys.argv[2])
    os.environ |= {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1", "AWS_MAX_ATTEMPTS": "1"}
    seen: dict[str, Any] = {}
    with AwsBench.start(python) as bench:
        at = Situations(bench, folder)
        os.environ |= {"AWS_ACCESS_KEY_ID": at.ambient.access_key, "AWS_SECRET_ACCESS_KEY": at.ambient.secret_key}
        (folder / "config").write_text("[profile chosen]\nregion = ap-south-1\n", encoding="utf-8")
        chosen = "[chosen]\naws_access_key_id = AKIACHOSEN0000000001\naws_secret_access_key = x\n"
        (folder / "credentials").write_text(chosen, encoding="utf-8")
        os.environ["AWS_CONFIG_FILE"] = str(folder / "config")
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(folder / "credentials")
        for name, hook_class in HOOKS.items():
            found = look_at_connections(hook_class, at) | look_at_code(hook_class, at)
            found["verify-for-sts"] = look_at_verify(hook_class, python)
            # What has no endpoint of its own asks the bench, which checks signatures, as AWS does.
            os.environ |= {"AWS_ENDPOINT_URL": bench.endpoint_url, "AWS_DEFAULT_REGION": REGION}
            found["refused"] = [ask(hook_class, at.connect(sample.connection)) for sample in REFUSED]
            found["refused-sooner"] = [ask(hook_class, at.connect(sample.connection)) for sample in REFUSED_SOONER]
            del os.environ["AWS_ENDPOINT_URL"], os.environ["AWS_DEFAULT_REGION"]
            seen[name] = found
    sys.stdout.write(f"{json.dumps(seen)}\n")


if __name__ == "__main__":
    main()
