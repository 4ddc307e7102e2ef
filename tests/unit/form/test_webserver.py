"""The form in Airflow 2.11's own webserver: connections are opened, typed in and saved, as a browser would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from airflow_provider_awsconn.airflow_compat import has_form_of_airflow_2
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK, KEY_BY_NAME
from airflow_provider_awsconn.form.boxes import show_value
from airflow_provider_awsconn.form.fields import list_form_keys

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(not has_form_of_airflow_2(), reason="this Airflow has no webserver with forms")

TOKEN = "C4N4RY-token"
ARN = "arn:aws:iam::123456789012:role/etl"

# One of everything, in every type that JSON has, and what is not ours.
FULL: dict[str, Any] = {
    "region_name": "eu-west-1",
    "role_arn": ARN,
    "external_id": 12345,
    "aws_session_token": TOKEN,
    "profile_name": " spaced ",
    "endpoint_url": 'https://minio.example:9000/?a=1&b="2"\'<3>',
    "store": None,
    "assume_role_method": "no such method",
    "verify": False,
    "duration_seconds": 3600,
    "allowed_account_ids": ["123456789012", 210987654321],
    "config_kwargs": {"retries": {"mode": "standard"}, "s3": {}, "use_fips": False, "proxies": None, "x": [1.5, "é"]},
    "service_config": {"s3": {"verify": False, "bucket_name": "b"}},
    "assume_role_kwargs": '{\r\n  "ExternalId": "as text"\r\n}',
    "session_tags": {"équipe": "données </textarea>"},
    "role_chain": [ARN, {"role_arn": ARN, "duration_seconds": 900}],
    "test_probe": {"service": "s3", "operation": "list_buckets"},
    "session_kwargs": {"profile_name": "p"},
    "unknown": {"deep": [0, 0.5, False, None, "", {}, "ü"]},
}
FLAT = {"region_name": "eu-west-1", "verify": True, "duration_seconds": "3600", "config_kwargs": {"read_timeout": 20}}
FALSE: dict[str, Any] = {"verify": False, "role_chain": [], "store": None, "config_kwargs": {}}
PREFIXED = {"extra__aws__region_name": "eu-west-1"}
TYPED = {
    "region_name": "eu-west-1",
    "role_arn": ARN,
    "external_id": "007",
    "aws_session_token": TOKEN,
    "profile_name": "p",
    "endpoint_url": "https://minio.example:9000",
    "store": "minio",
    "assume_role_method": "assume_role",
    "verify": "false",
    "duration_seconds": "900",
    "allowed_account_ids": "123456789012, 012345678901",
    "config_kwargs": '{"read_timeout": 20, "s3": {"use_accelerate_endpoint": false}}',
    "service_config": '{"s3": {"verify": "/ca.pem"}}',
    "assume_role_kwargs": '{"ExternalId": "007"}',
    "session_tags": '{"team": "etl"}',
    "role_chain": f'["{ARN}", {{"role_arn": "{ARN}"}}]',
    "test_probe": "s3://bucket/prefix",
}
READ = {
    **TYPED,
    "verify": False,
    "duration_seconds": 900,
    "allowed_account_ids": ["123456789012", "012345678901"],
    "config_kwargs": {"read_timeout": 20, "s3": {"use_accelerate_endpoint": False}},
    "service_config": {"s3": {"verify": "/ca.pem"}},
    "assume_role_kwargs": {"ExternalId": "007"},
    "session_tags": {"team": "etl"},
    "role_chain": [ARN, {"role_arn": ARN}],
}


def edit(stored: Any, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A stored connection that is opened, typed in and saved."""
    return {"stored": stored, "steps": steps, **more}


def add(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A new connection."""
    return {"steps": steps, **more}


SCENARIOS: dict[str, tuple[dict[str, Any], Any]] = {
    "all-kinds-untouched": (edit(FULL, {}), FULL),
    "another-field-edited": (edit(FULL, {"standard": {"description": "new"}}), FULL),
    "nothing-stored": (edit(None, {}), None),
    "falsy-values": (edit(FALSE, {}), FALSE),
    "one-box-edited": (edit(FULL, {"boxes": {"region_name": "eu-west-3"}}), FULL | {"region_name": "eu-west-3"}),
    "object-edited": (
        edit(FULL, {"boxes": {"config_kwargs": '{"read_timeout": 9, "use_fips_endpoint": true}'}}),
        FULL | {"config_kwargs": {"read_timeout": 9, "use_fips_endpoint": True}},
    ),
    "true-to-false": (edit(FLAT, {"boxes": {"verify": "False"}}), FLAT | {"verify": False}),
    "false-to-path": (edit({"verify": False}, {"boxes": {"verify": "/ca.pem"}}), {"verify": "/ca.pem"}),
    "text-to-number": (edit(FLAT, {"boxes": {"duration_seconds": "7200"}}), FLAT | {"duration_seconds": 7200}),
    "whole-number-with-a-point": (edit({"duration_seconds": 3600.0}, {}), {"duration_seconds": 3600.0}),
    "boxes-emptied": (
        edit(FLAT, {"boxes": {"verify": "", "config_kwargs": ""}}),
        {"region_name": "eu-west-1", "duration_seconds": "3600"},
    ),
    "token-replaced": (edit(FULL, {"boxes": {"aws_session_token": "new"}}), FULL | {"aws_session_token": "new"}),
    "token-emptied": (edit({"aws_session_token": TOKEN, "a": 1}, {"boxes": {"aws_session_token": ""}}), {"a": 1}),
    "token-kept-under-a-new-name": (
        edit({"aws_session_token": TOKEN}, {"standard": {"conn_id": "token-kept-under-another-name"}}),
        {"aws_session_token": TOKEN},
    ),
    "raw-edited": (
        edit({"verify": True, "a": 1}, {"raw": {"verify": "/ca.pem", "region_name": "eu-west-1", "b": {}}}),
        {"verify": "/ca.pem", "region_name": "eu-west-1", "b": {}},
    ),
    "raw-and-box-edited": (
        edit({"region_name": "a", "verify": True}, {"raw": {"region_name": "b"}, "boxes": {"verify": "false"}}),
        {"region_name": "b", "verify": False},
    ),
    "token-in-raw": (
        edit({"aws_session_token": TOKEN}, {"raw": {"aws_session_token": "new"}}),
        {"aws_session_token": "new"},
    ),
    "names-of-airflow-1-emptied": (edit(PREFIXED, {"boxes": {"region_name": ""}}), PREFIXED),
    "empty-texts": (edit({"region_name": "", "aws_session_token": "", "a": ""}, {}), {"a": ""}),
    "type-changed": (
        edit({"verify": False, "region_name": [1]}, {"standard": {"conn_type": "aws"}}, type="sqlite"),
        {"verify": False, "region_name": [1]},
    ),
    "names-of-airflow-1": (
        edit(PREFIXED, {}),
        PREFIXED,
    ),
    "boxes-left-out": (edit(FLAT, {"without": ["verify", "config_kwargs", "role_arn"]}), FLAT),
    "all-typed": (add({"boxes": TYPED}), READ),
    "raw-pasted": (add({"raw": FULL}), FULL),
    "raw-pasted-and-one-typed": (add({"raw": FLAT, "boxes": {"verify": "no"}}), FLAT | {"verify": False}),
    "nothing-typed": (add({}), None),
    "of-another-type": (
        edit({"verify": False, "region_name": {"a": 1}, "role_chain": "x"}, {}, type="fs"),
        # The path is a field of that type.
        {"verify": False, "region_name": {"a": 1}, "role_chain": "x", "path": None},
    ),
    "sqlite-untouched": (edit(FULL, {}, type="sqlite"), FULL),
    "sqlite-with-wrong-boxes": (
        edit({"a": 1}, {"boxes": {"config_kwargs": "{", "aws_session_token": "x"}}, type="sqlite"),
        {"a": 1},
    ),
    # Airflow's own way: it says so, and leaves what is stored.
    "sqlite-with-wrong-raw": (edit({"a": 1}, {"raw": '{"verify":'}, type="sqlite"), {"a": 1}),
    "wrong-then-right": (
        edit(FLAT, {"boxes": {"config_kwargs": "{'read_timeout': 9}"}}, {"boxes": {"config_kwargs": '{"a": 1}'}}),
        FLAT | {"config_kwargs": {"a": 1}},
    ),
    "wrong-raw-then-right": (
        edit(FLAT, {"raw": '{"verify":', "boxes": {"region_name": "x"}}, {"raw": {**FLAT, "a": 1}}),
        FLAT | {"region_name": "x", "a": 1},
    ),
    "wrong-beside-a-new-token": (
        edit(FULL, {"boxes": {"aws_session_token": "C4N4RY-new", "duration_seconds": "60"}}),
        FULL,
    ),
    "wrong-beside-what-is-false": (
        edit(
            {"verify": True, "region_name": "a", "test_probe": "p"},
            {"boxes": {"verify": "false", "duration_seconds": "60", "test_probe": ""}, "raw": {"region_name": "b"}},
            {"boxes": {"duration_seconds": "1200"}},
        ),
        {"verify": False, "region_name": "b", "duration_seconds": 1200},
    ),
    "wrong-beside-a-token-in-raw": (
        add(
            {"raw": {"aws_session_token": "in-raw"}, "boxes": {"duration_seconds": "60"}},
            {"boxes": {"duration_seconds": "1200"}},
        ),
        {"aws_session_token": "in-raw", "duration_seconds": 1200},
    ),
    "no-token": (edit({"aws_session_token": None, "a": 1}, {}), {"aws_session_token": None, "a": 1}),
    "mask-in-raw": (add({"raw": {"aws_session_token": AIRFLOW_2_MASK, "a": 1}}), {"a": 1}),
    "wrong-beside-a-kept-token": (
        edit(FULL, {"boxes": {"duration_seconds": "60"}}, {"boxes": {"duration_seconds": "1200"}}),
        FULL | {"duration_seconds": 1200},
    ),
}

REFUSED = {
    "duration_seconds": {
        "ten": "is not a whole number; give whole seconds from 900 to 43200",
        "899": "is out of range; give whole seconds from 900 to 43200",
    },
    "config_kwargs": {
        "{'a': 1}": "is the text of a Python dict, not JSON; something wrote an object with str() instead of as JSON; "
        'give a JSON object such as {"retries": {"mode": "standard", "max_attempts": 10}}',
        "[]": 'is of type list; give a JSON object such as {"retries": {"mode": "standard", "max_attempts": 10}}',
    },
    "role_chain": {"{}": f"is of type dict; {KEY_BY_NAME['role_chain'].expects}"},
    "assume_role_method": {"sts": f"is none of the choices; {KEY_BY_NAME['assume_role_method'].expects}"},
    "region_name": {"***": "the UI sent its mask; type the secret again"},
    "aws_session_token": {AIRFLOW_2_MASK: "the UI sent its mask; type the secret again"},
}
WRONG = {
    f"refused-{key}-{number}": (key, text, message)
    for key, texts in REFUSED.items()
    for number, (text, message) in enumerate(texts.items())
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What came of every scenario, from one start of the webserver."""
    home = tmp_path_factory.mktemp("webserver")
    environment = os.environ | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__CORE__FERNET_KEY": Fernet.generate_key().decode(),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR",
        # The table of the other kind is written by a second session, which SQLite would make wait for the first.
        "AIRFLOW__WEBSERVER__SESSION_BACKEND": "securecookie",
        "PYTHONWARNINGS": "ignore",
    }
    scenarios = {name: scenario for name, (scenario, _) in SCENARIOS.items()}
    scenarios |= {name: edit({"a": 1}, {"boxes": {key: text}}) for name, (key, text, _) in WRONG.items()}
    ended = subprocess.run(
        [sys.executable, "-m", "tests.unit.form.webserver_script"],
        input=json.dumps(scenarios),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1])


def as_text(value: Any) -> str:
    """A value as JSON text, in which 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_saved(found: Any, name: str) -> None:
    """Extra holds what was meant, nothing lost and no type changed, and the key pair is still there."""
    scenario, expected = SCENARIOS[name]
    assert as_text(found[name]["extra"]) == as_text(expected)
    assert found[name]["is_encrypted"] == bool(expected)
    if "stored" in scenario:
        assert (found[name]["login"], found[name]["password"]) == ("AKIAIOSFODNN7EXAMPLE", "wJalr/secret+key")
    statuses = found[name]["statuses"]
    assert statuses[0] == 200
    # A page again where something is wrong, a redirection where it was saved.
    assert (statuses[-1] == 302) == (name != "wrong-beside-a-new-token")


@pytest.mark.parametrize("name", [*SCENARIOS, *WRONG])
def test_no_secret_is_in_a_page(found: Any, name: str) -> None:
    """Neither a stored token, nor one that was typed, nor the secret key is sent to the browser."""
    pasted = "raw" in str(SCENARIOS.get(name, ""))
    assert [page for page in found[name]["html"] if "C4N4RY" in page and not pasted] == []
    assert [page for page in found[name]["html"] if "wJalr" in page] == []


@pytest.mark.parametrize("name", WRONG)
def test_what_cant_be_read_is_refused(found: Any, name: str) -> None:
    """The page comes back with the message below the box and the text still in it, and nothing is saved."""
    key, text, message = WRONG[name]
    assert found[name]["statuses"] == [200, 200]
    assert found[name]["errors"] == [f"extra.{key}: {message}"]
    assert found[name]["boxes"][-1][key] == text
    assert found[name]["extra"] == {"a": 1}


def test_the_page_has_a_box_for_every_key(found: Any) -> None:
    """All fields of the form, in its order, those of secrets as password boxes, objects as JSON."""
    (first, *_) = found["all-kinds-untouched"]["boxes"]
    assert list(first) == [key.name for key in list_form_keys()]
    types = found["all-kinds-untouched"]["types"]
    assert {name for name, kind in types.items() if kind == "password"} == {"aws_session_token"}
    expected = {name: show_value(FULL[name]) for name in first} | {"aws_session_token": AIRFLOW_2_MASK}
    # Airflow cuts the blanks around when the text comes back.
    assert {name: text.strip() for name, text in first.items()} == expected
    assert json.loads(first["config_kwargs"]) == FULL["config_kwargs"]


def test_choices_and_suggestions_are_offered(found: Any) -> None:
    """A box whose key has choices or suggestions offers them as one types."""
    expected = {f"offered-extra__aws__{key.name}": list(key.choices or key.suggestions) for key in list_form_keys()}
    assert found["nothing-stored"]["offered"] == {name: texts for name, texts in expected.items() if texts}


def test_wrong_raw_extra_is_said_once(found: Any) -> None:
    """Raw Extra that is not JSON is refused with one message, and the boxes keep what was typed."""
    wrong = found["wrong-raw-then-right"]
    assert wrong["errors"] == ["extra: is not a JSON object; correct it, or empty it"]
    assert wrong["boxes"][-1]["region_name"] == "x"
    assert wrong["boxes"][-1]["verify"] == "true"


def test_a_token_that_was_not_saved_is_asked_for_again(found: Any) -> None:
    """A page with an error does not pretend that the token typed before is kept."""
    wrong = found["wrong-beside-a-new-token"]
    assert wrong["boxes"][-1]["aws_session_token"] == ""
    assert wrong["errors"] == [
        "Session token: not saved yet; type it again",
        "extra.duration_seconds: is out of range; give whole seconds from 900 to 43200",
    ]
    assert found["wrong-beside-a-kept-token"]["boxes"][-1]["aws_session_token"] == AIRFLOW_2_MASK
