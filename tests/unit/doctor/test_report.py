"""What a connection test came to, as a whole."""

from __future__ import annotations

import json

import pytest

from airflow_provider_awsconn.doctor.report import Report, Step

IDENTITY = Step("identity", "identity", "passed", "a", 0.12345, proof="the credentials are accepted")
PROBE = Step("probe", "probe", "passed", "b", proof="they may list_queues of sqs")
FAILED = Step("probe", "probe", "failed", "c", advice="d", cause="dns")
SKIPPED = Step("probe", "probe", "skipped", "e")


@pytest.mark.parametrize(
    ("steps", "passed", "proved", "not_proved"),
    [
        pytest.param((), False, (), ("what comes after the step that failed",), id="nothing"),
        pytest.param(
            (IDENTITY, SKIPPED), True, ("the credentials are accepted",), ("what they may do",), id="identity"
        ),
        pytest.param(
            (IDENTITY, PROBE),
            True,
            ("the credentials are accepted", "they may list_queues of sqs"),
            ("what else they may do",),
            id="both",
        ),
        pytest.param(
            (IDENTITY, FAILED),
            False,
            ("the credentials are accepted",),
            ("what comes after the step that failed",),
            id="failed",
        ),
        pytest.param((SKIPPED,), True, (), ("that requests are taken",), id="nothing-asked"),
    ],
)
def test_it_says_what_is_proved_and_what_is_not(
    steps: tuple[Step, ...], passed: bool, proved: tuple[str, ...], not_proved: tuple[str, ...]
) -> None:
    """A step that fails proves nothing, and nothing of what comes after it is proved."""
    report = Report(steps)
    assert (report.passed, report.proved, report.not_proved) == (passed, proved, not_proved)


def test_it_is_plain_data() -> None:
    """For JSON, with every part of each step."""
    written = json.loads(json.dumps(Report((IDENTITY, FAILED), "host-1").to_dict()))
    assert written == {
        "passed": False,
        "host": "host-1",
        "steps": [
            {
                "name": "identity",
                "title": "identity",
                "outcome": "passed",
                "text": "a",
                "advice": None,
                "cause": None,
                "proof": "the credentials are accepted",
                "seconds": 0.123,
            },
            {
                "name": "probe",
                "title": "probe",
                "outcome": "failed",
                "text": "c",
                "advice": "d",
                "cause": "dns",
                "proof": None,
                "seconds": 0.0,
            },
        ],
        "proved": ["the credentials are accepted"],
        "not_proved": ["what comes after the step that failed"],
    }
