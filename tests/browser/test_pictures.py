"""The pictures of the docs: `make browser ARGS=--screenshots` takes them anew, for somebody to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.picture_files import write_picture
from tests.browser.visit import open_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.aws_bench import AwsBench
    from tests.browser.classic_form import ClassicForm
    from tests.browser.react_form import ReactForm
    from tests.browser.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.pictures]

FILLED = {
    "region_name": "eu-west-1",
    "role_arn": "arn:aws:iam::123456789012:role/etl",
    "external_id": "partner-7",
    "allowed_account_ids": ["123456789012"],
    "config_kwargs": {"retries": {"mode": "standard", "max_attempts": 10}},
    "session_tags": {"team": "etl"},
    "test_probe": "s3://my-bucket/prefix",
}
# What the name of a picture says of the part of the form it shows.
SUFFIXES = {"Standard Fields": "-login", "Extra Fields": "", "Advanced": "-advanced"}
KEY_PAIR = {"login": "AKIAIOSFODNN7EXAMPLE", "password": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}


def fill(form: ReactForm | ClassicForm, conn_id: str, key_pair: Mapping[str, str], extra: Mapping[str, Any]) -> None:
    """Fill the form of a new connection."""
    form.add(conn_id)
    fields = form.list_fields()
    form.fill_standard(**key_pair)
    for key in filter(fields.__contains__, extra):
        form.fill(key, extra[key])


def test_pictures_of_the_form(visit: Visit) -> None:
    """The whole form, a part at a time where Airflow shows it so."""
    form = open_form(visit)
    visit.page.set_viewport_size({"width": 960, "height": 2400})
    fill(form, "etl", KEY_PAIR, FILLED)
    for section, png in form.take_pictures():
        # Airflow's own fields are the same on 3.1 and 3.3.
        if (visit.airflow.line.name, section) != ("3.1", "Standard Fields"):
            write_picture(f"form-{visit.airflow.line.name}{SUFFIXES[section]}", [png])


@pytest.mark.parametrize("outcome", ["success", "failure"])
def test_pictures_of_the_test(visit: Visit, bench: AwsBench, outcome: str) -> None:
    """What the Test button shows, where Airflow shows it."""
    visit.airflow.delete_all()
    form, line = open_form(visit), visit.airflow.line
    secret_key = bench.worker.secret_key if outcome == "success" else bench.limited.secret_key
    key_pair = {"login": bench.worker.access_key, "password": secret_key}
    services = {"sts": {"endpoint_url": bench.endpoint_url}}
    extra = {"region_name": "eu-west-1", "role_arn": bench.role_arn, "service_config": services}
    # With the message: the top of the form, and the whole row of the connection.
    width, height = (900, 312) if line.is_airflow_2 else (1120, 560)
    visit.page.set_viewport_size({"width": width, "height": height})
    conn_id = "etl" if outcome == "success" else "etl_wrong_secret"
    if line.is_airflow_2:
        fill(form, conn_id, key_pair, extra)
    else:
        visit.airflow.create({"connection_id": conn_id, "conn_type": "aws", "port": 0, **key_pair, "extra": extra})
    form.press_test(conn_id)
    write_picture(f"test-{line.name}-{outcome}", [form.take_picture_of_test()])
