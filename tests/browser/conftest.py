"""Real Airflows, one Chromium, and what is kept when a test fails."""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING, Any, cast

import pytest

from scripts.provide_chromium import find_chromium
from tests.browser.airflows import LINES, ROOT, Line, run_airflow
from tests.browser.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.airflows import RunningAirflow

CHROMIUM_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# For one step of a person: a page, a click, an answer.
STEP_MILLISECONDS = 60_000
KEPT = ROOT / ".cache" / "browser"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the pictures in docs/images/ be taken anew."""
    parser.addoption("--screenshots", action="store_true", help="write the pictures in docs/images/ anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not meant for an Airflow line, and pictures that nobody asked for."""
    unwanted = [item for item in items if not _is_wanted(item, config)]
    items[:] = [item for item in items if item not in unwanted]
    config.hook.pytest_deselected(items=unwanted)


def _is_wanted(item: pytest.Item, config: pytest.Config) -> bool:
    lines, pictures = item.get_closest_marker("lines"), item.get_closest_marker("pictures")
    if pictures and not config.getoption("--screenshots", default=False):
        return False
    if lines is None:
        return True
    line = cast("Line", cast("pytest.Function", item).callspec.params["airflow"])
    return line.name in lines.args


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what the browser shows, and Airflow's log, when a test fails."""
    report = yield
    arguments = getattr(item, "funcargs", {})
    visit = arguments.get("visit") or arguments.get("sharp_visit")
    if report.failed and visit is not None:
        from playwright.sync_api import Error

        KEPT.mkdir(parents=True, exist_ok=True)
        name = "".join(letter if letter.isalnum() else "-" for letter in item.name).strip("-")
        shutil.copy(visit.airflow.log, KEPT / f"{name}.log")
        # A page that never settles has no picture; the log is kept all the same.
        with contextlib.suppress(Error):
            visit.page.screenshot(path=KEPT / f"{name}.png", timeout=5000)
        report.sections.append(("kept", f"{KEPT / name}.png and .log"))
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    from playwright.sync_api import sync_playwright

    found = find_chromium()
    if found is None:
        pytest.fail("no Chromium on PATH; run: make browser", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session", params=LINES, ids=lambda line: line.name)
def airflow(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAirflow]:
    """Each Airflow in turn, while tests use it."""
    line: Line = request.param
    folder: Path = tmp_path_factory.mktemp(f"airflow-{line.name}")
    with run_airflow(line, folder) as running:
        yield running


@pytest.fixture(scope="session")
def logins() -> dict[str, Any]:
    """What a browser remembers of its login, by Airflow line."""
    return {}


@pytest.fixture
def visit(browser: Browser, airflow: RunningAirflow, logins: dict[str, Any]) -> Iterator[Visit]:
    """A browser that has logged in, with nothing else left of an earlier test."""
    with pay_visit(browser, airflow, logins, {"width": 1000, "height": 1200}) as new:
        yield new


@pytest.fixture
def sharp_visit(browser: Browser, airflow: RunningAirflow, logins: dict[str, Any]) -> Iterator[Visit]:
    """The same with a narrow page and a fine screen, for pictures with small text."""
    with pay_visit(browser, airflow, logins, {"width": 900, "height": 1200}, device_scale_factor=2) as new:
        yield new


@contextlib.contextmanager
def pay_visit(
    browser: Browser, airflow: RunningAirflow, logins: dict[str, Any], size: dict[str, int], **screen: Any
) -> Iterator[Visit]:
    """Open a browser at an Airflow, logged in."""
    name = airflow.line.name
    context = browser.new_context(
        viewport=size,
        permissions=["clipboard-read", "clipboard-write"],
        storage_state=logins.get(name),
        **screen,
    )
    context.set_default_timeout(STEP_MILLISECONDS)
    new = Visit(airflow, context.new_page())
    if name not in logins:
        new.enter()
        logins[name] = context.storage_state()
    yield new
    # What Airflow still answers belongs to this test.
    new.page.unroute_all(behavior="wait")
    context.close()
