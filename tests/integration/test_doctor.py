"""The connection test meets each cause for which requests fail, for real: it names it, in time and without a secret."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.doctor.line import LONGEST_LINE, describe_in_one_line
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.integration.causes import SCENARIOS, Scenario, Stage
from tests.integration.test_causes import stage, start_secure_bench  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from tests.conftest import AirflowConnection

pytestmark = pytest.mark.once

TIMEOUT_SECONDS = 5.0
CONN_ID = "of_the_doctor"
# Only reading is asked for by a test, and what comes is not read to its end.
WRITING = {"put_object", "get_object"}
EXAMINED = [scenario for scenario in SCENARIOS if scenario.cause != "checksum"]


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
@pytest.mark.parametrize("scenario", EXAMINED, ids=lambda scenario: scenario.name)
def test_the_test_names_the_cause(
    scenario: Scenario,
    stage: Stage,  # noqa: F811
    airflow_connection: AirflowConnection,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The failed step has cause and advice of the table, the line keeps the fix, and all ends within the time."""
    attempt = scenario.arrange(stage)
    assert attempt.operation not in WRITING
    extra: dict[str, Any] = dict(attempt.fields["extra"])
    extra["test_probe"] = {
        "service": attempt.service,
        "operation": attempt.operation,
        "parameters": dict(attempt.parameters),
    }
    if scenario.name == "no-region":
        # Where STS is asked without one, that is no fault.
        extra["service_config"] = {"sts": {"endpoint_url": stage.bench.endpoint_url}}
    conn_id = airflow_connection(CONN_ID, **{**attempt.fields, "extra": extra})
    caplog.set_level("DEBUG")
    started = time.monotonic()
    report = AwsHook(conn_id, region_name=attempt.region_name).examine(TIMEOUT_SECONDS).finish()
    assert time.monotonic() - started < TIMEOUT_SECONDS + 4
    failed, line = report.failed, describe_in_one_line(report)
    assert failed is not None, report
    assert failed.cause == scenario.cause
    fix = attempt.advice.partition("; ")[2]
    assert str(failed.advice).endswith(fix)
    assert len(line) <= LONGEST_LINE
    assert fix.translate(str.maketrans("[]", "()")) in line
    assert not set("[]\n\t") & set(line)
    told = f"{line}\n{json.dumps(report.to_dict())}"
    assert "canary" not in told
    assert not attempt.fields["password"] or attempt.fields["password"] not in told + caplog.text
