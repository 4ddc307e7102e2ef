"""What several unit tests share: secrets to look for, connections to the bench, Airflow's masker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.fresh_start import start_afresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from airflow_provider_awsconn.credentials.registry import Registry
    from tests.aws_bench import AwsBench, Keys
    from tests.conftest import AirflowConnection

REGION = "eu-west-1"


class BenchConnection(Protocol):
    """Makes a connection to the bench and gives its id."""

    def __call__(self, conn_id: str = "bench", keys: Keys | None = None, **extra: Any) -> str:
        """Set the connection; keys are the worker's when none are given, an extra of None is left out."""


@pytest.fixture(autouse=True)
def own_masker_patterns() -> Iterator[None]:
    """Airflow 2.11's masker forgets after each test: it takes one letter for a secret, such as a test's password."""
    try:
        import airflow.sdk.log  # noqa: F401 - Airflow 3 masks nothing that short
    except ImportError:
        from airflow.utils.log.secrets_masker import _secrets_masker

        masker = _secrets_masker()
        patterns, replacer = set(masker.patterns), masker.replacer
        yield
        masker.patterns, masker.replacer = patterns, replacer
    else:
        yield


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Credentials that one test has minted are not there for the next, and clients neither."""
    return start_afresh(monkeypatch)


@pytest.fixture
def bench_connection(bench: AwsBench, airflow_connection: AirflowConnection) -> BenchConnection:
    """Connections whose every service is the bench."""

    def set_connection(conn_id: str = "bench", keys: Keys | None = None, **extra: Any) -> str:
        keys = keys or bench.worker
        merged = {"endpoint_url": bench.endpoint_url, "region_name": REGION} | extra
        return airflow_connection(
            conn_id,
            login=keys.access_key,
            password=keys.secret_key,
            extra={name: value for name, value in merged.items() if value is not None},
        )

    return set_connection


@pytest.fixture
def aws_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Write the two AWS configuration files and let boto3 read them."""

    def write(config: str, credentials: str = "") -> None:
        for name, text in (("AWS_CONFIG_FILE", config), ("AWS_SHARED_CREDENTIALS_FILE", credentials)):
            path = tmp_path / name.lower()
            path.write_text(text)
            monkeypatch.setenv(name, str(path))

    return write


@pytest.fixture
def redact() -> Callable[[str], str]:
    """What Airflow's log shows of a text."""
    try:
        from airflow.sdk.log import mask_logs
    except ImportError:  # Airflow 2.11
        from airflow.utils.log.secrets_masker import redact as redact_2

        return lambda text: str(redact_2(text))
    return lambda text: str(mask_logs(None, "info", {"event": text})["event"])
