"""A task that runs in this process, told in the installed Airflow's own way: its context and its variables."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

RUN_ID = "manual__2026-11-22T00:00:00+00:00"


@contextmanager
def run_task(monkeypatch: pytest.MonkeyPatch, map_index: int = -1, run_id: str = RUN_ID) -> Iterator[None]:
    """Let the task load of the DAG daily run, at its second try, until the end of the block."""
    try:
        context_module: Any = importlib.import_module("airflow.sdk.execution_time.context")
    except ImportError:  # Airflow 2.11
        operators, instances, helpers = (
            importlib.import_module(f"airflow.{name}")
            for name in ("models.baseoperator", "models.taskinstance", "utils.operator_helpers")
        )
        dag = importlib.import_module("airflow.models.dag").DAG("daily", schedule=None)
        instance = instances.TaskInstance(operators.BaseOperator(task_id="load", dag=dag), run_id=run_id)
        instance.map_index, instance.try_number = map_index, 2
        enter, tell = instances.set_current_context, helpers.context_to_airflow_vars
    else:
        runner = importlib.import_module("airflow.sdk.execution_time.task_runner")
        instance = runner.RuntimeTaskInstance.model_construct(
            dag_id="daily", task_id="load", run_id=run_id, try_number=2, map_index=map_index
        )
        enter, tell = context_module.set_current_context, context_module.context_to_airflow_vars
    context = {"ti": instance, "task_instance": instance, "dag_run": SimpleNamespace(run_id=run_id)}
    with monkeypatch.context() as patch:
        for name, value in tell(context, in_env_var_format=True).items():
            patch.setenv(name, value)
        with enter(context):
            yield
