"""The Test button in a real browser: what the connection test finds is shown, whole and without secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.visit import open_form

if TYPE_CHECKING:
    from tests.aws_bench import AwsBench
    from tests.browser.visit import Visit

pytestmark = pytest.mark.browser


def build_connection(bench: AwsBench, secret_key: str) -> dict[str, Any]:
    """Build a connection with a role, whose STS is the bench."""
    services = {"sts": {"endpoint_url": bench.endpoint_url}}
    extra = {"region_name": "eu-west-1", "role_arn": bench.role_arn, "service_config": services}
    return {"conn_type": "aws", "login": bench.worker.access_key, "password": secret_key, "extra": extra}


def press_test(visit: Visit, conn_id: str, connection: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Press Test where Airflow has it: Airflow 2 in the form, Airflow 3 beside the stored connection."""
    form = open_form(visit)
    if visit.airflow.line.is_airflow_2:
        form.add(conn_id)
        form.fill_standard(login=connection["login"], password=connection["password"])
        for key, value in connection["extra"].items():
            form.fill(key, value)
    else:
        # Airflow 3.3's button fails without a port; see below.
        visit.airflow.create({"connection_id": conn_id, "port": 0, **connection})
    return form.press_test(conn_id)


def test_the_button_tells_of_success(visit: Visit, bench: AwsBench) -> None:
    """Who we are, where and with what is shown, as the server answered it."""
    shown, answer = press_test(visit, "right", build_connection(bench, bench.worker.secret_key))

    assert answer["status"] is True
    assert answer["message"] in " ".join(shown.split())
    assert answer["message"].startswith(f"Connected as arn:aws:sts::{bench.account_id}:assumed-role/")
    assert len(answer["message"]) <= 300
    assert bench.worker.secret_key not in "".join([shown, *visit.heard])
    assert bench.count("AssumeRole") == 1


def test_the_button_tells_of_failure(visit: Visit, bench: AwsBench) -> None:
    """A wrong secret is named as the cause, and is not shown."""
    wrong = f"wrong/{bench.worker.secret_key[6:]}"
    shown, answer = press_test(visit, "wrong", build_connection(bench, wrong))

    assert answer["status"] is False
    assert answer["message"] in " ".join(shown.split())
    assert "the secret access key is not that of the access key" in answer["message"]
    assert len(answer["message"]) <= 300
    assert wrong not in "".join([shown, *visit.heard])


@pytest.mark.lines("2.11")
def test_the_button_of_a_stored_connection_on_airflow_2_asks_for_its_secrets(visit: Visit, bench: AwsBench) -> None:
    """Airflow 2 keeps the stored password from the test, which asks for it instead of trying with other credentials."""
    visit.airflow.create({"connection_id": "stored", **build_connection(bench, bench.worker.secret_key)})
    form = open_form(visit)
    form.edit("stored")
    shown, answer = form.press_test("stored")

    assert answer["status"] is False
    assert answer["message"] in " ".join(shown.split())
    assert answer["message"].startswith("password: empty while login is set")
    assert bench.requests() == []


@pytest.mark.lines("3.3")
def test_the_button_of_airflow_3_3_needs_a_port(visit: Visit, bench: AwsBench) -> None:
    """Airflow 3.3.2 refuses to test a connection without a port before any provider is asked, as the docs say."""
    visit.airflow.create({"connection_id": "portless", **build_connection(bench, bench.worker.secret_key)})
    shown, answer = open_form(visit).press_test("portless")

    assert "Bad Request" in shown
    assert "host or port to test differs from the stored connection" in answer["detail"]
    assert bench.requests() == []
    printed = visit.airflow.home.run("connections", "test", "portless")
    assert "Connection success" in printed
