"""Each way to log in of docs/logins.md, typed into the real form: what is stored, and what its picture shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.logins_page import IMAGES, Row, Way, list_rows, read_rows, read_ways
from tests.browser.picture_files import write_picture
from tests.browser.react_form import ReactForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.lines("3.3")]


def type_way(form: ReactForm, way: Way) -> None:
    """Fill the form as the page says."""
    if way.standard:
        form.fill_standard(**way.standard)
    if not way.has_fields:
        form.fill_raw(way.extra)
        return
    for key, value in way.extra.items():
        form.fill(key, value)


def drop_unset(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is stored without what Airflow stores of boxes that were left alone."""
    extra = {key: value for key, value in stored["extra"].items() if value is not None}
    fields = {name: value for name, value in stored.items() if value not in (None, "", {})}
    return fields | {"extra": extra}


def read_file(way: Way) -> list[Row] | None:
    """Give what the picture in docs/images/ shows, None where there is none."""
    path = IMAGES / f"{way.picture}.png"
    return read_rows(path.read_bytes()) if path.exists() else None


def test_the_form_takes_each_way_as_the_page_has_it(sharp_visit: Visit, pytestconfig: pytest.Config) -> None:
    """Typed, saved and read back it is the page's JSON; the form looked as in the picture, or is pictured anew."""
    form, ways = ReactForm(sharp_visit), read_ways()
    shown: dict[str, list[Row]] = {}
    pictures: dict[str, list[bytes]] = {}
    for way in ways:
        add = form.add_another if shown else form.add
        add(way.conn_id)
        type_way(form, way)
        shown[way.conn_id], pictures[way.picture] = form.take_pictures_of(list_rows(way))
        form.save()

    stored = sharp_visit.airflow.export()
    assert {way.conn_id: drop_unset(stored[way.conn_id]) for way in ways} == {
        way.conn_id: {"extra": {}} | way.document for way in ways
    }
    assert len(shown) > 10
    assert shown == {way.conn_id: list_rows(way) for way in ways}
    if pytestconfig.getoption("--screenshots"):
        for way in ways:
            write_picture(way.picture, pictures[way.picture], json.dumps(shown[way.conn_id], ensure_ascii=False))
    assert {way.conn_id: read_file(way) for way in ways} == shown
