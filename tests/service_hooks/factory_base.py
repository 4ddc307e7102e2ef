"""The base of session factories: apart, because the stock provider loads factories while it is loaded itself."""

from __future__ import annotations

from .base import CHOSEN

if CHOSEN == "awsconn":
    from airflow_provider_awsconn.session_factory import BaseSessionFactory
else:
    from airflow.providers.amazon.aws.hooks.base_aws import BaseSessionFactory  # type: ignore[no-redef]

__all__ = ["BaseSessionFactory"]
