"""aiobotocore is an optional requirement; who needs it and has it not is told what to install."""

from __future__ import annotations

from airflow_provider_awsconn.credentials.fork_gate import load_modules
from airflow_provider_awsconn.errors import AwsConnError

# What event loops would load otherwise.
_NEEDED_SOON = ("airflow_clients", "airflow_connections", "sessions.waiter_hints", "waiters.building")


class AsyncExtraMissingError(AwsConnError, ImportError):
    """There is no aiobotocore, or one that does not go with the botocore that is there."""


def load_async_extra() -> None:
    """Import what async clients are made with: a thread's work, for it takes a while the first time.

    Raises:
        AsyncExtraMissingError: when that is not possible.
    """
    try:
        load_modules("async_sessions.factory")
    except (ImportError, AttributeError) as error:
        # An AttributeError when botocore has not what aiobotocore takes from it.
        reason = f"{type(error).__name__}: {error}"
    else:
        load_modules(*_NEEDED_SOON)
        return
    raise AsyncExtraMissingError(
        f"async clients: aiobotocore can't be imported ({reason}); "
        "install it in a version that goes with your botocore: pip install 'airflow-provider-awsconn[async]'"
    )
