"""Run by the stock environment's interpreter: the same situations for the stock hook and ours, told as JSON."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook

from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.aws_bench import AwsBench

REGION = "eu-west-1"
AMBIENT_KEY = "AKIAAMBIENT000000001"


def _connect(conn_id: str, login: str | None, password: str | None, **extra: Any) -> str:
    connection = {"conn_type": "aws", "login": login, "password": password, "extra": extra}
    os.environ[f"AIRFLOW_CONN_{conn_id.upper()}"] = json.dumps(connection)
    return conn_id


def _try(what: Any) -> str:
    """Give what comes out, or the error's name and text."""
    try:
        return str(what())
    except Exception as error:  # noqa: BLE001 - the outcome is what is looked at
        return f"{type(error).__name__}: {error}"


def _key_of(hook: Any) -> str:
    return str(hook.get_credentials().access_key)


def _list_warnings(what: Any) -> list[str]:
    """List what is warned of, whatever comes out."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        _try(what)
    return [str(warning.message) for warning in caught]


def _read_debug_log(what: Any) -> str:
    """Give what botocore logs at DEBUG."""
    written = io.StringIO()
    handler, logger = logging.StreamHandler(written), logging.getLogger("botocore")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    _try(what)
    logger.removeHandler(handler)
    logger.setLevel(logging.WARNING)
    return written.getvalue()


def look(hook_class: Any, bench: AwsBench, folder: Path) -> dict[str, Any]:
    """Look at one hook class in every situation of the README's table."""
    worker = bench.worker
    found: dict[str, Any] = {"missing connection": _try(lambda: _key_of(hook_class("there_is_none")))}

    half = _connect("half", worker.access_key, None, region_name=REGION)
    found["login without password"] = _try(lambda: _key_of(hook_class(half)))

    (folder / "config").write_text("[profile chosen]\nregion = ap-south-1\n", encoding="utf-8")
    os.environ["AWS_CONFIG_FILE"] = str(folder / "config")
    profile = _connect("profile", None, None, session_kwargs={"profile_name": "chosen"})
    found["session_kwargs.profile_name"] = _try(lambda: hook_class(profile).get_session().region_name)

    retries = _connect("retries", None, None, region_name=REGION, config_kwargs={"retries": {"max_attempts": 7}})
    config = hook_class(retries, client_type="s3", config={"read_timeout": 5}).get_conn().meta.config
    found["retries and time-out"] = [config.retries["total_max_attempts"], config.read_timeout]

    role = _connect(
        *("role", worker.access_key, worker.secret_key),
        region_name=REGION,
        endpoint_url=bench.endpoint_url,
        service_config={"sts": {"endpoint_url": bench.endpoint_url}},
        role_arn=bench.role_arn,
    )
    bench.clear()
    hook = hook_class(role, client_type="s3")
    hook.get_conn().list_buckets()
    hook.get_session().client("s3", endpoint_url=bench.endpoint_url).list_buckets()
    hook.get_credentials()
    found["AssumeRole calls of one hook"] = len(bench.requests(action="AssumeRole"))

    bench.clear()
    for _ in range(10):
        hook_class(role, client_type="s3").get_conn().list_buckets()
    found["AssumeRole calls of ten hooks"] = len(bench.requests(action="AssumeRole"))

    store = _connect(
        *("store", worker.access_key, worker.secret_key), region_name=REGION, endpoint_url=bench.endpoint_url
    )
    bench.clear()
    found["test of a store"] = hook_class(store).test_connection()[0]
    found["requests of the test at the store"] = [request.action for request in bench.requests()]
    store_role = _connect(
        *("store_role", worker.access_key, worker.secret_key),
        region_name=REGION,
        endpoint_url=bench.endpoint_url,
        role_arn=bench.role_arn,
    )
    bench.clear()
    found["role of a store"] = _try(lambda: _key_of(hook_class(store_role)))[:40]
    found["AssumeRole calls at the store"] = len(bench.requests(action="AssumeRole"))

    (folder / "private").write_text("root:x:0:0:root:/root:/bin/bash\n", encoding="utf-8")
    reader = _connect(
        *("reader", None, None),
        region_name=REGION,
        endpoint_url=bench.endpoint_url,
        service_config={"sts": {"endpoint_url": bench.endpoint_url}},
        role_arn=bench.role_arn,
        assume_role_method="assume_role_with_web_identity",
        assume_role_with_web_identity_federation="file",
        assume_role_with_web_identity_token_file=str(folder / "private"),
    )
    bench.clear()
    _try(lambda: _key_of(hook_class(reader)))
    found["a file of the worker as token"] = len(bench.requests(action="AssumeRoleWithWebIdentity")) > 0

    unknown = _connect("unknown", None, None, region="ap-south-1")
    found["unknown key"] = [
        text for text in _list_warnings(lambda: hook_class(unknown).region_name) if "region_name" in text
    ]
    waiting = hook_class(_connect("waiting", None, None, region_name=REGION), client_type="s3")
    found["delay of a waiter, overridden"] = waiting.get_waiter(
        "bucket_exists", config_overrides={"delay": 1}
    ).config.delay
    found["verify as text"] = hook_class(_connect("text", None, None, verify="false")).verify
    no_arn = _connect("no_arn", None, None, role_arn="MyRole")
    found["role that is no ARN"] = _try(lambda: hook_class(no_arn).conn_config.role_arn)

    token = _connect(
        "token", "ASIAIOSFODNN7EXAMPLE", "canarysecret", aws_session_token="canarytoken", region_name=REGION
    )
    log = _read_debug_log(lambda: hook_class(token, client_type="sts").get_conn().get_caller_identity())
    found["token in the debug log"] = "canarytoken" in log
    found["secrets in repr"] = [
        name for name in ("canarysecret", "canarytoken") if name in repr(hook_class(token).conn_config)
    ]
    return found


def main() -> None:
    """Print what was seen of both hooks."""
    warnings.simplefilter("ignore")
    os.environ |= {"AWS_ACCESS_KEY_ID": AMBIENT_KEY, "AWS_SECRET_ACCESS_KEY": "ambient"}
    # What leaves for Amazon ends at a closed port of our own.
    os.environ |= {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1", "AWS_MAX_ATTEMPTS": "1"}
    folder = Path(sys.argv[2])
    with AwsBench.start(sys.argv[1]) as bench:
        seen = {name: look(cls, bench, folder) for name, cls in (("stock", AwsBaseHook), ("ours", AwsHook))}
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
