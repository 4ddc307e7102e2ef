"""Defers tasks of a DAG as their workers would, without two hundred workers: writes each one's trigger to the database.

    python deferring_script.py DAG_ID FILE

The file holds a JSON object: task id to class path and arguments of the task's trigger.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from airflow.models.taskinstance import TaskInstance
from airflow.models.trigger import Trigger
from airflow.utils.session import create_session


def defer(dag_id: str, triggers: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Write what Airflow keeps of a deferred task: a row of its trigger, and its state."""
    with create_session() as session:
        waiting = {each.task_id: each for each in session.query(TaskInstance).filter(TaskInstance.dag_id == dag_id)}
        for task_id, (classpath, kwargs) in triggers.items():
            trigger = Trigger(classpath=classpath, kwargs=kwargs)
            session.add(trigger)
            session.flush()
            task_instance = waiting[task_id]
            task_instance.trigger_id = trigger.id
            task_instance.next_method = "execute_complete"
            task_instance.next_kwargs = {}
            task_instance.try_number = 1
            task_instance.state = "deferred"


if __name__ == "__main__":
    defer(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
