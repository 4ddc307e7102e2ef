"""A connection test: its steps as they end, all of them within a time.

What hangs is left behind and told: a name that nobody resolves, a command, a callable of the deployment.
"""

from __future__ import annotations

import platform
import queue
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from airflow_provider_awsconn.doctor.background import Background, Begun, Minted
from airflow_provider_awsconn.doctor.discretion import Discretion
from airflow_provider_awsconn.doctor.failures import describe_failure, describe_silence
from airflow_provider_awsconn.doctor.report import SETTINGS, Report, Step
from airflow_provider_awsconn.doctor.steps import Examiner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.doctor.subject import Subject

DEFAULT_SECONDS = 10.0
_LONGEST_SECONDS = 3600.0
_SHORTEST_SECONDS = 0.1


class Examination:
    """A connection test. Its steps are taken while somebody asks for them, and once only.

    Args:
        prepare: reads the connection and what belongs to it; called by who asks for the first step, for Airflow is
            talked to by its own thread only.
        timeout_seconds: how long all steps may take together.

    Raises:
        ValueError: for a time that is none.

    Attributes:
        title: the step that is under way, for people.
    """

    def __init__(self, prepare: Callable[[], Subject], timeout_seconds: float = DEFAULT_SECONDS) -> None:
        if not 0 < timeout_seconds <= _LONGEST_SECONDS:
            raise ValueError(f"timeout_seconds: {timeout_seconds!r} is not above 0 and at most {_LONGEST_SECONDS:g}")
        self._prepare = prepare
        self._timeout_seconds = timeout_seconds
        self._discretion = Discretion()
        self._steps: list[Step] = []
        self._left = self._take_steps()
        self.title = SETTINGS

    def __iter__(self) -> Iterator[Step]:
        for step in self._left:
            clean = self._discretion.clean
            advice = step.advice and clean(step.advice)
            told = replace(step, text=clean(step.text), title=clean(step.title), advice=advice)
            self._steps.append(told)
            yield told

    def finish(self) -> Report:
        """Take the steps that are left, and give the report of all."""
        for _ in self:
            pass
        return Report(tuple(self._steps), platform.node())

    def _take_steps(self) -> Iterator[Step]:
        started = time.monotonic()
        try:
            subject = self._prepare()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the test's result
            yield describe_failure(error, SETTINGS, SETTINGS, time.monotonic() - started)
            return
        for secret in subject.connection.secrets():
            self._discretion.keep(secret)
        ends_at = started + self._timeout_seconds

        def take(
            begin: Callable[[str, str, str], None], on_secret: Callable[[str, float | None], None]
        ) -> Iterator[Step]:
            left = max(ends_at - time.monotonic(), _SHORTEST_SECONDS)
            return Examiner(subject, left, begin, on_secret).take_steps()

        background = Background(take, ends_at)
        try:
            background.start()
            yield from self._listen(background, subject)
        finally:
            background.leave()

    def _listen(self, background: Background, subject: Subject) -> Iterator[Step]:
        begun, began = Begun(SETTINGS, SETTINGS, "read the settings"), time.monotonic()
        while True:
            try:
                event = background.wait()
            except queue.Empty:
                seconds = time.monotonic() - began
                yield describe_silence(begun.name, begun.title, begun.doing, self._timeout_seconds, seconds)
                return
            if isinstance(event, Begun):
                begun, began, self.title = event, time.monotonic(), event.title
            elif isinstance(event, Minted):
                self._discretion.keep(event.secret)
                subject.surroundings.on_secret(event.secret, event.ends_at)
                event.is_known.put(True)
            elif isinstance(event, Step):
                yield event
            elif event is None:
                return
            else:
                yield describe_failure(event, begun.name, begun.title, time.monotonic() - began)
                return
