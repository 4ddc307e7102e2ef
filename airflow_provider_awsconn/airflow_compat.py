"""Every switch between Airflow versions, and nothing else."""

from __future__ import annotations

import functools
import inspect
import os
import re
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn import __version__
from airflow_provider_awsconn.credentials.environment import get_variable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from airflow.models.connection import Connection
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowException, AirflowNotFoundException
else:
    try:
        from airflow.sdk.bases.hook import BaseHook
    except ModuleNotFoundError:  # Airflow 2.11 and 3.0
        from airflow.hooks.base import BaseHook
    try:
        from airflow.sdk.exceptions import AirflowException, AirflowNotFoundException
    except ImportError:  # Airflow before 3.2
        from airflow.exceptions import AirflowException, AirflowNotFoundException

__all__ = [
    "AirflowException",
    "AirflowNotFoundException",
    "BaseHook",
    "describe_user_agent",
    "enter_command_line",
    "find_async_getter",
    "find_stored_extra",
    "get_option",
    "get_secret_option",
    "has_form_of_airflow_2",
    "list_stored_connections",
    "mask_minted",
    "mask_secret",
    "read_run_values",
]


# What hooks inherit, unless somebody has put something else in its place.
_GET_CONNECTION = inspect.getattr_static(BaseHook, "get_connection")

# What was minted and masked in this process, with the moment it ends.
_minted: dict[str, float] = {}


def mask_secret(secret: str) -> None:
    """Register a secret with the masker of Airflow's logs."""
    _find_mask_secret()(secret)


def mask_minted(secret: str, ends_at: float | None) -> None:
    """Register a secret that ends, in seconds since 1970, and forget those that have ended.

    The masker makes one pattern of all its secrets, anew for each: a triggerer that renews for days would spend seconds
    on every one, and on every line of its log.
    """
    now = time.time()
    mask_secret(secret)
    if ends_at is not None:
        _minted[secret] = ends_at
    # A copy in one step: while ``list`` makes its pairs, the garbage collector may let other threads add theirs.
    for each, ended_at in _minted.copy().items():
        if ended_at < now:
            _minted.pop(each, None)
            _unmask(each)


def _find_mask_secret() -> Callable[[str], None]:
    found: Callable[[str], None] = _import_first("airflow.sdk.log", "airflow.utils.log.secrets_masker").mask_secret
    return found


@functools.lru_cache(maxsize=8)
def _import_first(*names: str) -> Any:
    """Import the first module that this Airflow has; the last ones are those of Airflow 2.11.

    Once: Python looks for a missing module anew each time, with a lock that a forked child would find taken. So a fork
    waits for that, too.
    """
    from airflow_provider_awsconn.credentials.fork_gate import delaying_forks

    with delaying_forks():
        for name in names[:-1]:
            try:
                return import_module(name)
            except ImportError:
                continue
        return import_module(names[-1])


def _unmask(secret: str) -> None:
    """Take a secret out of the masker, where it keeps them as it does in all versions so far."""
    # The first is that of the function itself, but in Airflow 3.2, which imports it at every call.
    for name in (_find_mask_secret().__module__, "airflow.sdk._shared.secrets_masker"):
        module = sys.modules.get(name)
        patterns = getattr(getattr(module, "_secrets_masker", lambda: None)(), "patterns", None)
        if isinstance(patterns, set):
            for escape in (re.escape, getattr(getattr(module, "re2", None), "escape", re.escape)):
                patterns.discard(escape(secret))


def find_async_getter(hook_class: type[BaseHook]) -> Callable[[str], Awaitable[Connection]] | None:
    """Find Airflow's own way to a connection on an event loop, None before Airflow 3.1.

    A hook that has its connections from elsewhere than Airflow has them from there on an event loop too.
    """
    if inspect.getattr_static(hook_class, "get_connection") is not _GET_CONNECTION:
        return None
    getter: Callable[[str], Awaitable[Connection]] | None = getattr(hook_class, "aget_connection", None)
    return getter


def read_run_values() -> dict[str, str]:
    """Give what Airflow tells a running task about itself, in its environment and context; empty outside a task.

    https://airflow.apache.org/docs/apache-airflow/stable/templates-ref.html
    """
    names = {
        "dag_id": "DAG_ID",
        "task_id": "TASK_ID",
        "run_id": "DAG_RUN_ID",
        "try_number": "TRY_NUMBER",
        "team": "TEAM_NAME",
    }
    values = {name: os.environ.get(f"AIRFLOW_CTX_{variable}") for name, variable in names.items()}
    if values["dag_id"]:
        # The environment tells all but this.
        values["map_index"] = _read_map_index()
    return {name: value for name, value in values.items() if value}


def _read_map_index() -> str | None:
    """Give the map index of the task that runs in this process, -1 for one that is not mapped."""
    module = _import_first("airflow.sdk", "airflow.operators.python")
    try:
        return str(getattr(module.get_current_context()["ti"], "map_index", -1))
    except (AirflowException, RuntimeError):
        # Not while an operator executes, such as in a callback.
        return None


def get_option(section: str, option: str, default: str) -> str:
    """Give an option of airflow.cfg, or the default where it is not set.

    airflow.cfg is asked once per process, as Airflow itself reads it; the option's environment variable each time.
    """
    return _get_option(section, option, default, get_variable(_name_variable(section, option)))


@functools.lru_cache(maxsize=64)
def _get_option(section: str, option: str, default: str, _told: bytes | None) -> str:
    return get_secret_option(section, option, default)


@functools.lru_cache(maxsize=64)
def _name_variable(section: str, option: str) -> bytes:
    return f"AIRFLOW__{section}__{option}".upper().encode()


def get_secret_option(section: str, option: str, default: str) -> str:
    """Give an option of airflow.cfg that is a secret: asked each time, and kept nowhere."""
    # The second is that of Airflow before 3.2.
    conf = _import_first("airflow.sdk.configuration", "airflow.configuration").conf
    value: str = conf.get(section, option, fallback=default)
    return value


def describe_user_agent() -> str:
    """Give what AWS's logs are told of who asks: the versions of Airflow and of this package, in a task its DAG.

    A DAG is told by the key that the stock provider tells, which can't be read back.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
    """
    return _build_user_agent(os.environ.get("AIRFLOW_CTX_DAG_ID"))


@functools.lru_cache(maxsize=8)
def _build_user_agent(dag_id: str | None) -> str:
    import uuid

    agent = f"Airflow/{import_module('airflow').__version__} awsconn/{__version__}"
    return f"{agent} DagRunKey/{uuid.uuid5(uuid.NAMESPACE_OID, dag_id)}" if dag_id else agent


def enter_command_line() -> None:
    """Let this process look up connections in the metadata database too, as Airflow's own commands do.

    Airflow 3.1 and newer take any other process for a task, which has to ask the API server.
    """
    os.environ["_AIRFLOW_PROCESS_CONTEXT"] = "server"


def list_stored_connections() -> list[Connection]:
    """List the connections of Airflow's metadata database, by id; none where nobody has made its tables.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: when the database can't be read.
    """
    from airflow.models.connection import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import inspect, select

    with create_session() as session:
        if not inspect(session.get_bind()).has_table(Connection.__tablename__):
            return []
        connections = list(session.scalars(select(Connection).order_by(Connection.conn_id)))
        session.expunge_all()
    return connections


def has_form_of_airflow_2() -> bool:
    """Tell whether the connection form is a page of Airflow's webserver, which Airflow 3 has no more."""
    return str(import_module("airflow").__version__).startswith("2.")


def find_stored_extra(key: int) -> dict[str, Any]:
    """Give the Extra object of the connection with this primary key in Airflow's metadata database."""
    from airflow.models.connection import Connection

    # The webserver's own session: closing it would take the connection away that is about to be saved.
    connection = import_module("airflow.settings").Session().get(Connection, key)
    extra = None if connection is None else connection.extra_dejson
    return extra if isinstance(extra, dict) else {}
