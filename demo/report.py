"""How the demo tells what it does: a line per step with a tick, the time and what was proved."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME_WIDTH = 40


@dataclass
class Report:
    """Prints steps as they end and counts them."""

    console: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    passed: int = 0
    started: float = field(default_factory=time.monotonic)

    def title(self, text: str) -> None:
        """Print the first line."""
        self.console.print(Text(text, style="bold"))

    def step(self, name: str, work: Callable[[], str]) -> None:
        """Do the work, then print what it proved; what it raises goes on to the caller, after a cross."""
        started = time.monotonic()
        busy = self.console.status(name) if self.console.is_terminal else None
        if busy:
            busy.start()
        try:
            proved = work()
        except BaseException:
            self._line("✗", "red", name, time.monotonic() - started, "failed")
            raise
        finally:
            if busy:
                busy.stop()
        self.tick(name, time.monotonic() - started, proved)

    def tick(self, name: str, seconds: float, proved: str) -> None:
        """Print a step that passed."""
        self.passed += 1
        self._line("✓", "green", name, seconds, proved)

    def summary(self) -> None:
        """Print how much passed in how long."""
        took = time.monotonic() - self.started
        self.console.print(Text(f"{self.passed} steps passed in {took:.0f} s", style="bold green"))

    def failure(self, text: str) -> None:
        """Print why the demo ends early."""
        self.console.print(Text(text, style="red"))

    def say(self, text: str) -> None:
        """Print a plain line."""
        self.console.print(Text(text))

    def _line(self, mark: str, style: str, name: str, seconds: float, proved: str) -> None:
        self.console.print(Text.assemble((mark, style), f" {seconds:5.1f} s  {name:<{_NAME_WIDTH}} {proved}"))
