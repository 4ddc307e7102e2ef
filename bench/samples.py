"""One sample: what a fresh process measures about itself, printed as one line of JSON.

Runs as a script in the stock environment's interpreter. Imports nothing but the standard library, and what it measures
only inside the measurement.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.metadata
import json
import platform
import sys
import time
from statistics import median
from typing import Any

OURS, STOCK, BOTO3, ONE_SESSION = "ours", "stock", "boto3", "boto3 one session"
AIOBOTOCORE = "aiobotocore one session"
# Where each contender's entrance is, in the order of the table.
CONTENDERS = {
    OURS: ("airflow_provider_awsconn.hooks.aws", "AwsHook"),
    STOCK: ("airflow.providers.amazon.aws.hooks.base_aws", "AwsBaseHook"),
    BOTO3: ("boto3", "Session"),
    ONE_SESSION: ("boto3", "Session"),
    AIOBOTOCORE: ("aiobotocore.session", "AioSession"),
}
# Where Airflow's discovery of providers goes.
DISCOVERY = {OURS: "airflow_provider_awsconn.provider_info", STOCK: "airflow.providers.amazon.get_provider_info"}
CALLS = 200

CONN_ID = "aws_default"
# The key pair of AWS's documentation; nothing is ever asked with it.
KEY_PAIR = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
REGION = "eu-west-1"
URL_PARAMETERS = {"Bucket": "bucket", "Key": "key"}


def measure(what: str, contender: str) -> dict[str, float]:
    """Measure the import of a contender, with the making of its first S3 client for all but ``import``.

    ``airflow.sdk`` is there before the clocks start, for bare boto3 too: every contender finds the same modules loaded.
    For ``task`` also what Airflow loads at the first fetch of a connection: its supervisor, of which tasks are forks.
    For ``async_client``, where the client is one of aiobotocore, that and an event loop.
    CPU is that of the process, all threads.
    """
    airflow = importlib.import_module("airflow.sdk")
    if what in {"task", "async_client"}:
        airflow.BaseHook.get_connection(CONN_ID)
    loop = importlib.import_module("asyncio").new_event_loop() if what == "async_client" else None
    # Airflow's import leaves a full collection (0.1 s) nearly due; without this it falls on who allocates a bit more.
    gc.collect()
    full_collections = _count_full_collections()
    before = set(sys.modules)
    wall, cpu = time.perf_counter(), time.process_time()
    entrance = _import_entrance(contender)
    if loop is not None:
        client = loop.run_until_complete(_enter_client(contender, entrance))
    else:
        client = None if what == "import" else _make_client(contender, entrance)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    new = set(sys.modules) - before
    full_collections = _count_full_collections() - full_collections
    if loop is not None:
        loop.run_until_complete(_check_and_close(client))
    elif client is not None:
        _check_client(client, client.generate_presigned_url("get_object", Params=URL_PARAMETERS))
    elif contender == OURS:
        _refuse_modules("importing our hook", {"boto3", "botocore"} & new)
    return {
        "cpu_ms": cpu * 1000,
        "wall_ms": wall * 1000,
        "new_modules": len(new),
        "full_collections": full_collections,
    }


def measure_discovery(contender: str) -> dict[str, float]:
    """Measure ``get_provider_info()`` once it is loaded, the median wall time of many calls; of ours also its loading.

    Nothing of Airflow is there before, so that a module counts whoever loads it. The stock provider's lies in Airflow's
    package and loads all of that, which says nothing of it: it is not counted.
    """
    before = set(sys.modules)
    get_provider_info = importlib.import_module(DISCOVERY[contender]).get_provider_info
    get_provider_info()
    new = set(sys.modules) - before
    if contender == OURS:
        _refuse_modules("get_provider_info", {"airflow", "boto3", "botocore", "pydantic"} & new)
    gc.collect()
    calls = []
    for _ in range(CALLS):
        started = time.perf_counter_ns()
        get_provider_info()
        calls.append((time.perf_counter_ns() - started) / 1000)
    return {"call_us": median(calls)} | ({"new_modules": len(new)} if contender == OURS else {})


def describe_versions() -> dict[str, str]:
    """Give the versions of what is measured, by name."""
    names = ("apache-airflow", "boto3", "botocore", "aiobotocore", "apache-airflow-providers-amazon")
    ours: str = importlib.import_module("airflow_provider_awsconn").__version__
    return {
        "Python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in names},
        "airflow-provider-awsconn": ours,
    }


def _count_full_collections() -> int:
    return int(gc.get_stats()[-1]["collections"])


def _refuse_modules(what: str, loaded: set[str]) -> None:
    if loaded:
        raise SystemExit(f"{what} loads {' and '.join(sorted(loaded))}; it must not")


def _import_entrance(contender: str) -> Any:
    module, name = CONTENDERS[contender]
    return getattr(importlib.import_module(module), name)


def _make_client(contender: str, entrance: Any) -> Any:
    if contender == BOTO3:
        return entrance(*KEY_PAIR, region_name=REGION).client("s3")
    return entrance(CONN_ID, client_type="s3").get_conn()


async def _enter_client(contender: str, entrance: Any) -> Any:
    if contender == AIOBOTOCORE:
        keys = {"aws_access_key_id": KEY_PAIR[0], "aws_secret_access_key": KEY_PAIR[1]}
        context = entrance().create_client("s3", region_name=REGION, **keys)
    else:
        context = await entrance(CONN_ID, client_type="s3").get_async_conn()
    return await context.__aenter__()


def _check_client(client: Any, url: str) -> None:
    """Refuse a client without the connection's region and key; signing a URL asks nobody."""
    if client.meta.region_name != REGION or KEY_PAIR[0] not in url:
        raise SystemExit("the S3 client does not have the connection's region and key")


async def _check_and_close(client: Any) -> None:
    _check_client(client, await client.generate_presigned_url("get_object", Params=URL_PARAMETERS))
    await client.close()


def _answer(what: str, contender: str = "") -> dict[str, Any]:
    if what == "versions":
        return describe_versions()
    return measure_discovery(contender) if what == "discovery" else measure(what, contender)


if __name__ == "__main__":
    # Airflow logs to standard output, which is for the result alone.
    with contextlib.redirect_stdout(sys.stderr):
        result = _answer(*sys.argv[1:])
    print(json.dumps(result))
