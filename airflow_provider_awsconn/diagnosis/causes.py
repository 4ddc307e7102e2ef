"""The one table of causes: for the hints that errors carry, for the connection test, and for the documentation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from airflow_provider_awsconn.diagnosis.answers import OF_ANSWERS
from airflow_provider_awsconn.diagnosis.cause import Cause, Diagnosis
from airflow_provider_awsconn.diagnosis.circumstances import Circumstances
from airflow_provider_awsconn.diagnosis.evidence import Evidence
from airflow_provider_awsconn.diagnosis.lookup_chain import OF_LOOKUP_CHAIN
from airflow_provider_awsconn.diagnosis.network import OF_NETWORK
from airflow_provider_awsconn.diagnosis.roles import OF_ROLES
from airflow_provider_awsconn.diagnosis.stores import OF_STORES

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CAUSES", "Cause", "Circumstances", "Diagnosis", "diagnose"]

# In the order they are looked for: who knows more about a request goes first.
CAUSES: tuple[Cause, ...] = (*OF_STORES, *OF_LOOKUP_CHAIN, *OF_NETWORK, *OF_ROLES, *OF_ANSWERS)


def diagnose(
    error: BaseException,
    circumstances: Circumstances | Callable[[], Circumstances] | None = None,
    clock: Callable[[], float] = time.time,
) -> Diagnosis | None:
    """Find out why a request failed; None where nobody knows.

    Args:
        error: what was raised, with all that it came from.
        circumstances: what is known of the connection, or what tells it when it is needed.
        clock: seconds since 1970; compared with the server's.
    """
    describe = circumstances if callable(circumstances) else lambda: circumstances or Circumstances()
    evidence = Evidence(error, describe, clock)
    return next(filter(None, (cause.diagnose(evidence) for cause in CAUSES)), None)
