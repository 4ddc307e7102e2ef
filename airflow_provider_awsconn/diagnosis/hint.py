"""The hint that an error carries: whose request it was, what is likely wrong, and what would be right."""

from __future__ import annotations

import functools
import time
from typing import TYPE_CHECKING

from airflow_provider_awsconn.diagnosis.causes import diagnose
from airflow_provider_awsconn.diagnosis.evidence import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.diagnosis.cause import Diagnosis
    from airflow_provider_awsconn.diagnosis.circumstances import Circumstances


def build_hint(
    error: BaseException, describe: Callable[[], Circumstances], clock: Callable[[], float] = time.time
) -> str | None:
    """Build the hint that is added to an error's text; None where nobody knows the cause.

    Args:
        error: what was raised.
        describe: gives what is known of the connection; asked at most once, and not for errors that tell of nothing.
        clock: seconds since 1970.
    """
    describe_once = functools.lru_cache(maxsize=1)(describe)
    diagnosis = diagnose(error, describe_once, clock)
    return None if diagnosis is None else write_hint(diagnosis, describe_once())


def write_hint(diagnosis: Diagnosis, around: Circumstances) -> str:
    """Write a hint in one line, without brackets."""
    whose = [f"connection '{around.conn_id}'" if around.conn_id is not None else "aws_conn_id=None"]
    if around.region is not None:
        whose.append(f"region {around.region.value} ({around.region.origin})")
    signers = " by ".join(filter(None, (around.role, around.credentials)))
    if signers:
        whose.append(f"credentials: {signers}")
    text = f"{', '.join(whose)}: {diagnosis}"
    return f" - {show(text)}"
