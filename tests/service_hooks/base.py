"""The base of every hook in this folder: the stock provider's or this package's, as AWSCONN_TEST_BASE says."""

from __future__ import annotations

import os

CHOSEN = os.environ.get("AWSCONN_TEST_BASE", "awsconn")

if CHOSEN == "awsconn":
    from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper
    from airflow_provider_awsconn.hooks.aws import AwsBaseHook, AwsGenericHook
elif CHOSEN == "stock":
    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook, AwsGenericHook  # type: ignore[no-redef]
    from airflow.providers.amazon.aws.utils.connection_wrapper import AwsConnectionWrapper  # type: ignore[no-redef]
else:
    raise ValueError(f"AWSCONN_TEST_BASE: '{CHOSEN}' is no base; set stock or awsconn")

__all__ = ["CHOSEN", "AwsBaseHook", "AwsConnectionWrapper", "AwsGenericHook"]
