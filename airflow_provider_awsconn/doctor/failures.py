"""From what a step raised to the step as it is told: what was tried, the likely cause, what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from airflow_provider_awsconn.credentials.errors import UnusableAnswerError, describe_error, get_code
from airflow_provider_awsconn.diagnosis.causes import diagnose
from airflow_provider_awsconn.doctor.report import CREDENTIALS, ROLE, SETTINGS, Step
from airflow_provider_awsconn.errors import AwsConnError, CredentialsError, InvalidConnectionError

if TYPE_CHECKING:
    from airflow_provider_awsconn.diagnosis.circumstances import Circumstances

_LONGEST_TEXT = 600
# What may hang there, and where to look.
_OF_SILENCE = {
    SETTINGS: "something that Airflow reads connections from does not answer; look at its secrets backend",
    CREDENTIALS: (
        "what boto3's lookup chain asks does not answer; look at the profile's credential_process, and at the metadata "
        "service"
    ),
}
_OF_REQUESTS = (
    "the host does not answer, or its name is not resolved; look at endpoint, network and firewall, DNS and proxies"
)


def describe_failure(
    error: BaseException, name: str, title: str, seconds: float, circumstances: Circumstances | None = None
) -> Step:
    """Describe a step that failed.

    Args:
        error: what it raised.
        name: the step's.
        title: the step's.
        seconds: how long it took.
        circumstances: what is known of the request.
    """
    diagnosis = diagnose(error, circumstances) if isinstance(error, Exception) else None
    cause, advice = (diagnosis.cause, str(diagnosis)) if diagnosis else (None, None)
    if isinstance(error, InvalidConnectionError):
        text = " - ".join(map(str, error.problems))
        return Step(name, title, "failed", text, seconds, " - ".join(problem.hint for problem in error.problems), cause)
    if isinstance(error, CredentialsError):
        # The connection is known, and its id may be one of Airflow's passing ones.
        is_named = error.where.startswith(("connection ", "aws_conn_id="))
        place = error.where.partition(", ")[2] if is_named else error.where
        place = place if name != ROLE else ""
        text = f"{place}: {error.reason}" if place else error.reason
        # Where the role was asked for, more is known of it than here.
        advice, cause = (error.hint, error.cause) if error.cause else (advice or error.hint, cause)
        return Step(name, title, "failed", text, seconds, advice, cause)
    if isinstance(error, UnusableAnswerError):
        return Step(name, title, "failed", error.reason, seconds, advice or error.hint, cause)
    if isinstance(error, AwsConnError):
        return Step(name, title, "failed", str(error), seconds, advice or str(error).partition("; ")[2], cause)
    is_told = name == SETTINGS and isinstance(error, (TypeError, ValueError))
    return Step(name, title, "failed", str(error) if is_told else describe_answer(error), seconds, advice, cause)


def describe_silence(name: str, title: str, doing: str, limit_seconds: float, seconds: float) -> Step:
    """Describe a step that was left behind.

    Args:
        name: the step's.
        title: the step's.
        doing: what it was about.
        limit_seconds: how long the test was allowed to take.
        seconds: how long the step took.
    """
    text = f"no answer within {limit_seconds:g} s, while it was to {doing}"
    return Step(name, title, "failed", text, seconds, _OF_SILENCE.get(name, _OF_REQUESTS), "no-answer-in-time")


def describe_answer(error: BaseException) -> str:
    """Describe what was raised, in one line and botocore's own words."""
    if isinstance(error, ClientError):
        message = error.response.get("Error", {}).get("Message") or "no message"
        text = f"{error.operation_name} was answered with {get_code(error)}: {message}"
    elif isinstance(error, BotoCoreError) and hasattr(error, "kwargs"):
        # Without what a client of a connection adds to it.
        try:
            text = f"{type(error).__name__}: {error.fmt.format(**error.kwargs)}"
        except (AttributeError, KeyError, IndexError):
            text = describe_error(error)
    else:
        text = describe_error(error)
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text)[:_LONGEST_TEXT]
