"""Each cause for which requests fail, for real: the error says what is likely wrong, and what would be right."""

from __future__ import annotations

import contextlib
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from airflow_provider_awsconn.diagnosis.causes import CAUSES
from airflow_provider_awsconn.errors import AwsConnError
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.sessions.error_hints import HINTED
from tests.aws_bench import AwsBench
from tests.fresh_start import start_afresh
from tests.integration import ways
from tests.integration.causes import HASTE, SCENARIOS, Attempt, Scenario, Stage, prepare_stage
from tests.integration.ways import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from airflow_provider_awsconn.diagnosis.cause import Cause
    from tests.conftest import AirflowConnection

pytestmark = pytest.mark.once

CONN_ID = "of_causes"
# What aiobotocore raises where botocore raises another.
OTHER_CLASSES = {
    "ConnectionClosedError": {"EndpointConnectionError", "HTTPClientError"},
    "SSLError": {"EndpointConnectionError"},
}


@pytest.fixture(scope="module")
def start_secure_bench(servers_python: str) -> Iterator[Callable[[], AwsBench]]:
    """The same AWS with TLS, started when somebody wants it."""
    running: list[AwsBench] = []

    def start() -> AwsBench:
        if not running:
            running.append(AwsBench.start(servers_python, tls=True))
        return running[0]

    yield start
    for bench in running:
        bench.stop()


@pytest.fixture
def stage(
    bench: AwsBench, start_secure_bench: Callable[[], AwsBench], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Stage]:
    """A worker with nothing on it."""
    start_afresh(monkeypatch)
    with prepare_stage(bench, start_secure_bench, monkeypatch, tmp_path) as prepared:
        yield prepared


def attempt_it(attempt: Attempt, connect: AirflowConnection) -> Exception:
    """Send the request with a hook's client, and give what it comes to."""
    hook = AwsHook(
        connect(CONN_ID, **attempt.fields), client_type=attempt.service, region_name=attempt.region_name, config=HASTE
    )
    try:
        ask(hook, attempt.operation, **attempt.parameters)
    except (*HINTED, AwsConnError) as error:
        return error
    pytest.fail("the request did not fail")


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_error_says_what_is_likely_wrong(
    scenario: Scenario, stage: Stage, airflow_connection: AirflowConnection
) -> None:
    """In one line, without secrets and brackets; type, code and the start of the text are botocore's."""
    attempt = scenario.arrange(stage)
    error = attempt_it(attempt, airflow_connection)
    assert str(error).endswith(attempt.advice)
    assert isinstance(error, AwsConnError) == attempt.is_refused
    stage.set(AIRFLOW__AWSCONN__ERROR_HINTS="false")
    start_afresh(stage.patch)
    plain = attempt_it(attempt, airflow_connection)
    assert type(plain).__name__ == type(error).__name__
    if attempt.is_refused:
        assert "canary" not in str(error)
        assert not any(sign in attempt.advice for sign in "[]\n\t")
        return
    assert str(error).startswith(f"{plain} - connection '{CONN_ID}', ")
    hint = str(error)[len(str(plain)) :]
    assert not any(sign in hint for sign in "[]\n\t")
    assert "canary" not in hint
    if isinstance(error, ClientError) and isinstance(plain, ClientError):
        assert error.response["Error"] == plain.response["Error"]
    # As before: most are made anew from what botocore made them from; some hold what the network library can't pickle.
    with contextlib.suppress(TypeError):
        pickle.dumps(plain)
        assert str(pickle.loads(pickle.dumps(error))) in {str(plain), str(error)}


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_the_error_of_an_async_client_says_the_same(
    scenario: Scenario, stage: Stage, airflow_connection: AirflowConnection
) -> None:
    """The hint, the class, the code and the start of the text are those of a sync client's error."""
    pytest.importorskip("aiobotocore")
    attempt = scenario.arrange(stage)
    of_boto3: Any = attempt_it(attempt, airflow_connection)
    start_afresh(stage.patch)
    stage.patch.setattr(ways, "is_on_loop", True)
    error: Any = attempt_it(attempt, airflow_connection)
    assert str(error).endswith(attempt.advice)
    kind = type(of_boto3).__name__
    assert type(error).__name__ in {kind, *OTHER_CLASSES.get(kind, ())}
    if isinstance(of_boto3, (ClientError, AwsConnError)):
        assert str(error) == str(of_boto3)
        assert [getattr(each, "response", {}).get("Error") for each in (error, of_boto3)] == [
            getattr(of_boto3, "response", {}).get("Error")
        ] * 2
    else:
        assert error.awsconn_hint == of_boto3.awsconn_hint
        assert type(error).__name__ != kind or str(error)[:30] == str(of_boto3)[:30]


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_each_cause_is_brought_about(cause: Cause) -> None:
    """Nothing stands in the table that nobody has seen."""
    assert cause.name in {scenario.cause for scenario in SCENARIOS}
