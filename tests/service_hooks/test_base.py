"""What the other tests of this folder run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import airflow

from .base import CHOSEN, AwsBaseHook, AwsConnectionWrapper
from .factory_base import BaseSessionFactory

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_base_is_the_chosen_one(record_testsuite_property: Callable[[str, str], None]) -> None:
    """All three bases are of one package; who runs this on both is told of which."""
    package = {"stock": "airflow.providers.amazon.aws.", "awsconn": "airflow_provider_awsconn."}[CHOSEN]
    assert all(each.__module__.startswith(package) for each in (AwsBaseHook, AwsConnectionWrapper, BaseSessionFactory))
    record_testsuite_property("base", AwsBaseHook.__module__)
    record_testsuite_property("airflow", airflow.__version__)
