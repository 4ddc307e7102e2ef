"""Without the extra `async` there is nothing to test here but what is said then."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.unit.credentials.web_servers import make_certificates

if TYPE_CHECKING:
    from tests.unit.credentials.web_servers import Certificates

collect_ignore_glob: list[str] = []
if find_spec("aiobotocore") is None:
    names = ("building", "config", "event_loop", "factory", "hook", "http", "session", "template")
    collect_ignore_glob = [f"test_{name}.py" for name in names]


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A private authority, and a certificate of it for 127.0.0.1, localhost and issuer.example."""
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def fresh_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has made no async client yet."""
    from airflow_provider_awsconn.async_sessions import http, template
    from airflow_provider_awsconn.credentials.lru import LastUsed

    monkeypatch.setattr(template, "_TEMPLATES", LastUsed(16))
    monkeypatch.setattr(http, "_CONTEXTS", LastUsed(32))
