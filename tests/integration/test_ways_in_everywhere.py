"""Every way to be somebody, in the places that must hold for all of them: the test, a copy of the hook, the log."""

from __future__ import annotations

import functools
import logging
import os
import pickle
import re
from typing import TYPE_CHECKING

import pytest

from tests.integration import test_ways_in, test_ways_in_tokens
from tests.integration.ways import Worker, ask_who

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.hooks.aws import AwsHook

LIBRARIES = ("aiobotocore", "aiohttp", "asyncio", "azure", "boto3", "botocore", "google", "msal", "requests", "urllib3")
ALL: dict[str, Callable[[Worker], AwsHook]] = {
    **{name: way.hook for name, way in test_ways_in.WAYS.items()},
    **{name: functools.partial(test_ways_in_tokens.connect, way=way) for name, way in test_ways_in_tokens.WAYS.items()},
}


@pytest.fixture
def worker(trusted_worker: Worker) -> Worker:
    """A worker of its own for each test."""
    return trusted_worker


def list_secrets(worker: Worker, hook: AwsHook) -> list[str]:
    """What must be shown nowhere: keys, tokens and assertions, the worker's and the session's."""
    bench, minted = worker.bench, hook.get_credentials()
    files = [path.read_text().strip() for path in worker.folder.iterdir() if path.name in {"token", "assertion"}]
    variables = [os.environ.get(name, "") for name in ("MY_ID_TOKEN", "MY_ASSERTION")]
    bearers = [bench.container_token, bench.sso_token, bench.oidc_request_token, bench.idp_ticket]
    return [
        *(text for text in (*files, *variables, str(minted.token or "")) if text),
        *(*bearers, bench.azure_identity_header, bench.worker.secret_key, str(minted.secret_key)),
    ]


@pytest.mark.usefixtures("each_client")
@pytest.mark.parametrize("prepare", ALL.values(), ids=ALL)
def test_a_way_in_holds_everywhere(
    prepare: Callable[[Worker], AwsHook], worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    """Describing asks nobody, the connection test is green, a pickled hook shares the session, no log has a secret."""
    for name in LIBRARIES:
        caplog.set_level(logging.DEBUG, name)
    caplog.set_level(logging.DEBUG)
    hook = prepare(worker)
    assert "eu-west-1" in str(hook.describe())
    assert worker.bench.requests() == []
    passed, message = hook.test_connection()
    assert passed, message
    who = ask_who(hook)
    asked = worker.bench.count()
    assert ask_who(pickle.loads(pickle.dumps(hook))) == who
    assert worker.bench.count() == asked + 1

    log = caplog.text
    assert "GetCallerIdentity" in log
    secrets = list_secrets(worker, hook)
    # The start of a long one is as good to know it by, wherever a line is cut.
    assert [secret[:4] for secret in secrets if secret[:60] in log + message] == []
    # So begin the parts of JSON Web Tokens; its three letters alone may stand in any request's id.
    assert not re.search(r"eyJ[\w-]{8,}\.eyJ", log)
