"""Airflow 3's connection screens, as a person uses them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.browser.logins_page import HIDDEN, RAW, STANDARD, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Locator

    from tests.browser.visit import Visit

_PREFIX = "element_"
# Fields by the name or, for the JSON editors and the lists of choices, by the id that Airflow makes of the key.
_LIST_FIELDS = f"""part => Array.from(
    part.querySelectorAll('[name^="{_PREFIX}"], [id^="{_PREFIX}"], [id^="select:{_PREFIX}"][data-part="root"]'),
    element => (element.name || element.id).split("{_PREFIX}")[1])"""

_WAIT_FOR_ANIMATIONS = """() => Promise.race([
    new Promise(resolve => setTimeout(resolve, 5000)),
    Promise.all(document.getAnimations()
        .filter(animation => animation.effect.getComputedTiming().endTime < 5000)
        .map(animation => animation.finished.catch(() => null)))])"""

# Leaves out the fields of a part that have other labels, and makes the JSON editors as high as the lines in them.
_CROP = """(part, [labels, lines]) => {
    const isWanted = field => labels.includes(field.querySelector('[data-part=label]')?.innerText.trim() ?? '')
    const fields = Array.from(part.querySelectorAll('[data-scope=field][data-part=root]'))
    for (const each of fields[0].parentElement.children)
        each.style.display = fields.includes(each) && isWanted(each) ? '' : 'none'
    for (const editor of part.querySelectorAll('.monaco-editor'))
        editor.closest('section').style.height = `${lines * 19 + 4}px`
    for (const bar of part.querySelectorAll('.decorationsOverviewRuler, .scrollbar')) bar.style.display = 'none'
}"""

# The lines and boxes whose text goes on where nobody sees it.
_LIST_CUT = """part => [
    ...Array.from(part.querySelectorAll('.view-line > span')).filter(line =>
        line.getBoundingClientRect().right > line.closest('.monaco-editor').getBoundingClientRect().right),
    ...Array.from(part.querySelectorAll('input')).filter(box => box.scrollWidth > box.clientWidth)
].map(each => each.value ?? each.textContent)"""

# Label, text and help of each field that can be seen.
_READ_ROWS = r"""(part, hidden) => Array.from(part.querySelectorAll('[data-scope=field][data-part=root]'))
    .filter(field => field.checkVisibility())
    .map(field => {
        const lines = Array.from(field.querySelectorAll('.view-line'))
            .sort((one, other) => parseInt(one.style.top) - parseInt(other.style.top))
        const box = Array.from(field.querySelectorAll('input, textarea')).find(each => each.checkVisibility())
        const chosen = field.querySelector('[role=combobox]')?.closest('[data-value]').parentElement
        const text = lines.length ? lines.map(line => line.textContent.replaceAll('\u00a0', ' ')).join('\n')
            : chosen ? chosen.innerText
            : box.type === 'password' && box.value ? hidden.repeat(box.value.length)
            : box.value || box.placeholder
        const read = part => field.querySelector(`[data-part=${part}]`)?.innerText.trim() ?? ''
        return [read('label'), text, read('helper-text')]
    })"""


class ReactForm:
    """The dialog that adds or edits a connection."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._page = visit.page
        self._dialog = visit.page.get_by_role("dialog")
        self._toast = visit.page.locator("[data-scope=toast][data-part=root]")
        self._section_of: dict[str, str] = {}

    def add(self, conn_id: str) -> None:
        """Open the form of a new AWS connection."""
        self._section_of = {}
        self._visit.open("connections")
        self.add_another(conn_id)

    def add_another(self, conn_id: str) -> None:
        """Open the form of a new AWS connection, on the page that shows their list."""
        self._page.get_by_role("button", name="Add Connection").click()
        self._dialog.locator("[name=connection_id]").fill(conn_id)
        self._dialog.get_by_role("combobox").first.fill("Amazon")
        self._page.get_by_role("option", name="Amazon Web Services", exact=True).click()

    def edit(self, conn_id: str) -> None:
        """Open the form of a stored connection."""
        self._section_of = {}
        self._visit.open("connections")
        self._row(conn_id).get_by_role("button", name="Edit Connection").click()
        self._dialog.locator(f'[name=connection_id][value="{conn_id}"]').wait_for()

    def list_sections(self) -> list[str]:
        """List the parts of the form."""
        # They come with the metadata of the connection's type.
        self._dialog.get_by_role("button", name=RAW, exact=True).wait_for()
        return [text.strip() for text in self._dialog.locator("[data-part=item-trigger]").all_inner_texts()]

    def list_fields(self) -> list[str]:
        """List the keys that have a field, in the order they are shown."""
        self._section_of = {
            key: section
            for section in self.list_sections()
            if section not in (STANDARD, RAW)
            for key in self._show(section).evaluate(_LIST_FIELDS)
        }
        return list(self._section_of)

    def read_texts(self) -> list[str]:
        """Read what every box of the form holds."""
        texts: list[str] = []
        for section in self.list_sections():
            self._show(section)
            boxes = self._dialog.locator("input:visible, textarea:visible")
            texts += boxes.evaluate_all("boxes => boxes.map(box => box.value)")
            texts.append(self._dialog.inner_text())
        return texts

    def fill_standard(self, **texts: str) -> None:
        """Fill Airflow's own fields, by their names."""
        self._show(STANDARD)
        for name, text in texts.items():
            self._dialog.locator(f"[name={name}]").fill(text)

    def fill(self, key: str, value: Any) -> None:
        """Fill the field of a key, in the way its kind of field wants."""
        self._find(key)
        box = self._dialog.locator(f"[name={_PREFIX}{key}]:visible")
        whole = self._dialog.locator(f"#{_PREFIX}{key}, [id='select:{_PREFIX}{key}']")
        if box.count():
            box.fill("\n".join(value) if isinstance(value, list) else str(value))
            box.blur()
        elif whole.get_by_role("combobox").count():
            whole.get_by_role("combobox").click()
            self._page.get_by_role("option", name=value, exact=True).click()
        else:
            self._paste(whole, json.dumps(value, ensure_ascii=False))

    def clear(self, key: str) -> None:
        """Empty the text field of a key."""
        self._find(key)
        self._dialog.locator(f"[name={_PREFIX}{key}]").fill("")

    def fill_raw(self, extra: Mapping[str, Any]) -> None:
        """Replace the whole of Extra in the editor for it."""
        self._paste(self._show(RAW), json.dumps(extra, ensure_ascii=False))

    def save(self) -> None:
        """Save, and wait until Airflow has."""
        # Leaving a JSON editor moves the dialog's parts; a click that comes before is lost.
        self._dialog.get_by_role("heading").first.click()
        with self._page.expect_response(_is_save) as answered:
            self._dialog.get_by_role("button", name="Save").click()
        assert answered.value.ok, answered.value.text()
        self._dialog.wait_for(state="hidden")

    def press_test(self, conn_id: str) -> tuple[str, dict[str, Any]]:
        """Press the Test icon of a connection; give the message Airflow shows, and what its server answered."""
        self._visit.open("connections")
        with self._page.expect_response(re.compile("/connections/test$")) as answered:
            self._row(conn_id).get_by_role("button", name="Test Connection").click()
        self._toast.wait_for()
        return self._toast.inner_text(), answered.value.json()

    def take_pictures(self) -> Iterator[tuple[str, bytes]]:
        """Take a picture of the dialog with each of its parts open, but for the JSON box; name the part."""
        for section in self.list_sections():
            if section != RAW:
                self._show(section)
                self._dialog.get_by_role("heading").first.click()
                yield section, self._take_picture_at_rest(self._dialog)

    def take_pictures_of(self, rows: list[Row]) -> tuple[list[Row], list[bytes]]:
        """Take a picture of each part that has some of these fields, with no others in it; give what it shows too."""
        shown: list[Row] = []
        pictures: list[bytes] = []
        for section in dict.fromkeys(row.part for row in rows):
            of_section = [row for row in rows if row.part == section]
            part = self._show(section)
            # Airflow lays out what was pasted when its editor is left.
            self._dialog.get_by_role("heading").first.click()
            lines = max(row.text.count("\n") for row in of_section) + 1
            part.evaluate(_CROP, [[row.label for row in of_section], lines])
            if lines > 1:
                part.locator(".view-line:visible").nth(lines - 1).wait_for()
            assert part.evaluate(_LIST_CUT) == []
            pictures.append(self._take_picture_at_rest(part))
            shown += [Row(section, *texts) for texts in part.evaluate(_READ_ROWS, HIDDEN)]
        return shown, pictures

    def take_picture_of_test(self) -> bytes:
        """Take a picture of the list of connections with the message of a test."""
        # It stays while the mouse is on it.
        self._toast.hover()
        return self._take_picture_at_rest(self._page.locator("body"))

    def _take_picture_at_rest(self, part: Locator) -> bytes:
        self._page.evaluate(_WAIT_FOR_ANIMATIONS)
        png: bytes = part.screenshot(animations="disabled", caret="hide")
        return png

    def _row(self, conn_id: str) -> Locator:
        return self._page.get_by_role("row").filter(has=self._page.get_by_role("cell", name=conn_id, exact=True))

    def _show(self, section: str) -> Locator:
        """Open a part of the form, of which Airflow shows one at a time."""
        trigger = self._page.get_by_role("button", name=section, exact=True)
        if trigger.get_attribute("aria-expanded") != "true":
            trigger.click()
        part = self._dialog.locator("[data-part=item][data-state=open]").filter(has=trigger)
        part.locator("[data-part=item-content]").wait_for()
        return part

    def _find(self, key: str) -> None:
        """Open the part of the form that has the field of a key."""
        if key not in self._section_of:
            self.list_fields()
        self._show(self._section_of[key])

    def _paste(self, editor: Locator, text: str) -> None:
        """Replace the text of a JSON editor; typed brackets would be closed by the editor."""
        # Monaco's, and CodeMirror's before Airflow 3.2. The lines themselves may be out of sight in their frame.
        lines = editor.locator(".view-lines, .cm-content")
        editor.locator(".monaco-editor, .cm-editor").click()
        self._page.keyboard.press("Control+A")
        self._page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self._page.keyboard.press("Control+V")
        # Pasting takes its time, and the text is laid out anew at once.
        lines.filter(has_text=text.split('"')[1]).wait_for()


def _is_save(response: Any) -> bool:
    return "/api/v2/connections" in response.url and response.request.method in ("POST", "PATCH")
