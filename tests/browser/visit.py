"""A browser at one Airflow, and all it was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.browser.airflows import ADMIN
from tests.browser.classic_form import ClassicForm
from tests.browser.react_form import ReactForm

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.airflows import RunningAirflow

_DATA = re.compile(r"/(api|ui)/")


@dataclass
class Visit:
    """A page of a browser that looks at an Airflow.

    Attributes:
        airflow: the Airflow.
        page: the page.
        heard: the pages and data that Airflow's server has sent.
    """

    airflow: RunningAirflow
    page: Page
    heard: list[str] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.page.route(_DATA, self._listen)

    def enter(self) -> None:
        """Log in."""
        if self.airflow.line.is_airflow_2:
            self.open("login/")
            name, password = ADMIN
            self.page.fill("[name=username]", name)
            self.page.fill("[name=password]", password)
            self.page.click("[type=submit]")
            self.page.get_by_role("link", name="Admin").first.wait_for()
        else:
            # Airflow 3.1 forgets the page that was asked for while it logs in.
            self.open("")
            self.page.get_by_role("button", name="Admin").wait_for()

    def open(self, path: str) -> None:
        """Open a page of Airflow's UI."""
        answer = self.page.goto(f"{self.airflow.url}/{path}")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        self.heard.append(answer.text())

    def _listen(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        self.heard.append(answer.text())
        route.fulfill(response=answer)


def open_form(visit: Visit) -> ReactForm | ClassicForm:
    """Give the connection form of this Airflow."""
    return ClassicForm(visit) if visit.airflow.line.is_airflow_2 else ReactForm(visit)
