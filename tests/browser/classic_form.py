"""Airflow 2's connection screens, as a person uses them."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Locator

    from tests.browser.visit import Visit

_PREFIX = "extra__aws__"


class ClassicForm:
    """The page that adds or edits a connection."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._page = visit.page
        self._alert = visit.page.locator(".alert:visible").filter(has_text=re.compile(r"\S")).last

    def add(self, conn_id: str) -> None:
        """Open the form of a new AWS connection."""
        self._visit.open("connection/add")
        self._page.locator("#conn_id").fill(conn_id)
        # The list of types lies behind a box of Select2's.
        self._page.locator("#s2id_conn_type a, .select2-selection").first.click()
        self._page.locator(".select2-input:visible, .select2-search__field:visible").first.fill("Amazon Web")
        self._page.keyboard.press("Enter")
        self._box("region_name").wait_for()

    def edit(self, conn_id: str) -> None:
        """Open the form of a stored connection."""
        self._visit.open("connection/list/")
        row = self._page.get_by_role("row").filter(has=self._page.get_by_role("cell", name=conn_id, exact=True))
        row.locator("a[href*='/connection/edit/']").click()
        self._page.locator(f'#conn_id[value="{conn_id}"]').wait_for()
        self._box("region_name").wait_for()

    def list_fields(self) -> list[str]:
        """List the keys that have a field, in the order they are shown."""
        boxes = self._page.locator(f"[name^={_PREFIX}]:visible")
        names: list[str] = boxes.evaluate_all("boxes => boxes.map(box => box.name)")
        return [name.removeprefix(_PREFIX) for name in names]

    def read_texts(self) -> list[str]:
        """Read what every box of the form holds, and the page's source."""
        boxes = self._page.locator("input, textarea")
        texts: list[str] = boxes.evaluate_all("boxes => boxes.map(box => box.value)")
        return [*texts, self._page.content()]

    def fill_standard(self, **texts: str) -> None:
        """Fill Airflow's own fields, by their names."""
        for name, text in texts.items():
            self._page.locator(f"#{name}").fill(text)

    def fill(self, key: str, value: Any) -> None:
        """Fill the field of a key; what is not text as JSON."""
        self._box(key).fill(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))

    def clear(self, key: str) -> None:
        """Empty the field of a key."""
        self._box(key).fill("")

    def fill_raw(self, extra: Mapping[str, Any]) -> None:
        """Replace the whole of Extra in the editor for it."""
        self._page.locator(".CodeMirror").click()
        self._page.keyboard.press("Control+A")
        self._page.keyboard.insert_text(json.dumps(extra, ensure_ascii=False))

    def save(self) -> None:
        """Save, and wait until Airflow has."""
        refusals = self.save_or_refuse()
        assert refusals is None, refusals

    def save_or_refuse(self) -> str | None:
        """Press Save; give the text of the page when Airflow shows the form again, None when it has saved."""
        with self._page.expect_navigation(), self._page.expect_response(_is_save) as answered:
            self._page.get_by_role("button", name="Save").click()
        if answered.value.status == HTTPStatus.FOUND:
            return None
        self._box("region_name").wait_for()
        text: str = self._page.locator("body").inner_text()
        return text

    def press_test(self, conn_id: str) -> tuple[str, dict[str, Any]]:
        """Press Test on the open form; give the message Airflow shows, and what its server answered."""
        assert self._page.locator("#conn_id").input_value() == conn_id
        with self._page.expect_response(re.compile("/connections/test$")) as answered:
            self._page.locator("#test-connection").click()
        self._alert.wait_for()
        return self._alert.inner_text(), answered.value.json()

    def take_pictures(self) -> Iterator[tuple[str, bytes]]:
        """Take the one picture of the form."""
        self._hide_head()
        yield "Extra Fields", self._page.locator(".panel").first.screenshot(animations="disabled", caret="hide")

    def take_picture_of_test(self) -> bytes:
        """Take a picture of the message of a test, and the top of the form below it."""
        self._hide_head()
        self._alert.evaluate("alert => alert.scrollIntoView()")
        png: bytes = self._page.screenshot(animations="disabled", caret="hide")
        return png

    def _hide_head(self) -> None:
        """Take the head of the page out of the picture, over which it would lie."""
        self._page.add_style_tag(content=".navbar-fixed-top, nav.navbar { display: none !important }")

    def _box(self, key: str) -> Locator:
        return self._page.locator(f"[name={_PREFIX}{key}]")


def _is_save(response: Any) -> bool:
    return "/connection/" in response.url and response.request.method == "POST"
