"""The form as wtforms fields, for Airflow 3.0 and 3.1, and as far as this Airflow has the libraries."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from airflow_provider_awsconn.form.fields import build_conn_fields, list_form_keys
from airflow_provider_awsconn.form.widgets import build_box_fields, build_react_fields
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.test_provider_info import find_airflow_line, is_installed

ROOT = Path(__file__).parents[3]
has_fab = all(importlib.util.find_spec(name) for name in ("wtforms", "flask_appbuilder"))
with_fab = pytest.mark.skipif(not has_fab, reason="wtforms and flask-appbuilder are not installed with this Airflow")
# Flask and the libraries around it warn about each other while they are imported.
quietly = pytest.mark.filterwarnings("ignore::DeprecationWarning")

# What the React form of 3.0 and 3.1 has: no objects and no lists, which it would show as text.
REACT_KEYS = [key for key in list_form_keys() if key.kind in {"text", "verify", "integer"}]

# Airflow's own look at hooks and their forms, as its API server takes it, in the words of the React form. A process of
# its own: Airflow 3.1 leaves stand-ins for wtforms behind.
HOOK_META = """
import json
from airflow.api_fastapi.core_api.services.ui.connections import HookMetaService
(meta,) = [meta for meta in HookMetaService.hook_meta_data() if meta.connection_type == "aws"]
dumped = meta.model_dump()
print(json.dumps([meta.hook_class_name, dumped["standard_fields"], dumped["extra_fields"]], default=str))
"""

MANAGER = """
import json
from airflow.providers_manager import ProvidersManager
manager = ProvidersManager()
print(json.dumps([
    manager.hooks["aws"].hook_class_name,
    [info.field_name for name, info in manager.connection_form_widgets.items() if name.startswith("extra__aws__")],
    [info.field_name for name, info in manager.connection_form_widgets.items() if info.is_sensitive and "aws" in name],
    manager.field_behaviours.get("aws"),
]))
"""


class StandInField:
    """What Airflow 3.1 puts in place of a wtforms field: takes these arguments and no others."""

    def __init__(
        self,
        label: str | None = None,
        validators: Any = None,
        description: str = "",
        default: str | None = None,
        widget: Any = None,
    ) -> None:
        assert default is None
        self.label, self.description, self.widget, self.validators = label, description, widget, validators


class StringField(StandInField):
    """Stands in for wtforms.StringField."""


class PasswordField(StandInField):
    """Stands in for wtforms.PasswordField."""


class IntegerField(StandInField):
    """Stands in for wtforms.IntegerField."""


class StandInWidget:
    """What Airflow 3.1 puts in place of a widget: takes no arguments."""


class StandInOptional:
    """Stands in for the validator that lets a field stay empty."""


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put stand-ins where wtforms and flask-appbuilder would be, as Airflow 3.1 does while it asks hooks."""
    wtforms, validators = ModuleType("wtforms"), ModuleType("wtforms.validators")
    appbuilder, widgets = ModuleType("flask_appbuilder"), ModuleType("flask_appbuilder.fieldwidgets")
    vars(wtforms).update(StringField=StringField, PasswordField=PasswordField, IntegerField=IntegerField)
    vars(validators).update(Optional=StandInOptional, any_of=lambda values: values)
    vars(widgets).update(BS3TextFieldWidget=StandInWidget, BS3PasswordFieldWidget=StandInWidget)
    for module in (wtforms, validators, appbuilder, widgets):
        monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.usefixtures("stand_ins")
def test_the_react_form_gets_kinds_labels_and_choices() -> None:
    """One field per key that is text or a number, with label and help, choices as such, none required."""
    fields = build_react_fields()
    assert list(fields) == [key.name for key in REACT_KEYS]
    for key in REACT_KEYS:
        field = fields[key.name]
        assert (field.label, field.description) == (key.label, key.help)
        kinds = {"aws_session_token": PasswordField, "duration_seconds": IntegerField}
        assert type(field) is kinds.get(key.name, StringField)
        assert isinstance(field.validators[0], StandInOptional)
        assert field.validators[1:] == ([list(key.choices)] if key.choices else [])


def test_without_fab_the_error_names_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow 3.0 catches the import error and shows the Extra box alone; the class methods around it still work."""
    monkeypatch.setitem(sys.modules, "flask_appbuilder", None)
    monkeypatch.setitem(sys.modules, "flask_appbuilder.fieldwidgets", None)
    with pytest.raises(ModuleNotFoundError, match="flask_appbuilder"):
        AwsHook.get_connection_form_widgets()
    assert AwsHook.get_ui_field_behaviour()["relabeling"]["login"] == "AWS Access Key ID"


@quietly
@with_fab
def test_airflow_takes_the_field_classes() -> None:
    """Airflow drops a hook whose fields are of other classes than these four, subclasses of them included."""
    import wtforms

    allowed = {wtforms.StringField, wtforms.PasswordField, wtforms.IntegerField, wtforms.BooleanField}
    boxes = build_box_fields(lambda _: {})
    assert list(boxes) == [key.name for key in list_form_keys()]
    for fields in (boxes, build_react_fields(), AwsHook.get_connection_form_widgets()):
        assert {field.field_class for field in fields.values()} <= allowed
    assert {field.field_class for field in boxes.values()} == {wtforms.StringField, wtforms.PasswordField}


@quietly
@with_fab
@pytest.mark.parametrize("build", [build_react_fields, lambda: build_box_fields(lambda _: {})], ids=["react", "boxes"])
def test_the_real_fields_render(build: Any) -> None:
    """A wtforms form of the real fields has a box each, with no default in it and none required."""
    import wtforms

    form = type("ConnectionForm", (wtforms.Form,), build())()
    html = "".join(str(field()) for field in form)
    assert html.count("<input") == len(build())
    assert html.count('type="password"') == 1
    assert 'value=""' in html
    assert "required" not in html
    assert {field.data for field in form} == {None}


@quietly
@with_fab
@pytest.mark.parametrize(("conn_type", "lookups"), [("http", 0), ("", 0), ("aws", 1)])
def test_a_form_of_another_type_is_left_alone(conn_type: str, lookups: int) -> None:
    """The boxes are in the form of every type: for another one nothing is read, looked up or refused."""
    import wtforms
    from werkzeug.datastructures import MultiDict

    asked: list[int] = []

    def find_stored(key: int) -> dict[str, Any]:
        asked.append(key)
        return {}

    boxes = {f"extra__aws__{name}": field for name, field in build_box_fields(find_stored).items()}
    own = {"conn_type": wtforms.StringField(), "extra": wtforms.TextAreaField()}
    posted = {name: f"{{'{name}'" for name in boxes}
    extra = "{}" if lookups else "{"
    form = type("ConnectionForm", (wtforms.Form,), own | boxes)(
        MultiDict({**posted, "conn_type": conn_type, "extra": extra})
    )
    vars(form)["_id"] = 7
    assert form.validate() is (lookups == 0)
    assert asked == [7] * lookups
    if lookups == 0:
        assert {name: form[name].data for name in posted} == posted


def _ask(script: str, folder: Path) -> tuple[Any, str]:
    environment = os.environ | {"AIRFLOW_HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return json.loads(ended.stdout.splitlines()[-1]), ended.stdout + ended.stderr


@pytest.mark.skipif(not is_installed(), reason="the package is on the path and not installed")
def test_airflows_api_server_shows_the_form(tmp_path: Path) -> None:
    """What the React form is told: every field on 3.2 and later, those of text on 3.1, and on 3.0 where FAB is."""
    line = find_airflow_line()
    if line == "2.11":
        pytest.skip("this Airflow has no React form")
    (hook, standard, fields), printed = _ask(HOOK_META, tmp_path)
    assert hook == "airflow_provider_awsconn.hooks.aws.AwsHook"
    if line == "3.0" and not has_fab:
        # It asks no hook for its form, nor for its labels.
        assert (standard, fields) == (None, None)
        return
    hidden = {name for name, field in standard.items() if field and field["hidden"]}
    assert hidden == {"host", "port", "url_schema"}
    assert standard["login"] == {
        "hidden": False,
        "title": "AWS Access Key ID",
        "placeholder": "Leave both empty for boto3's own lookup chain",
    }
    keys = REACT_KEYS if line in {"3.0", "3.1"} else list(list_form_keys())
    assert list(fields) == [key.name for key in keys]
    assert "already" not in printed
    for key in keys:
        field, expected = fields[key.name], build_conn_fields()[key.name]["schema"]
        assert (field["value"], field["description"]) == (None, key.help)
        schema = dict(field["schema"])
        assert schema.pop("title") == key.label
        if line in {"3.0", "3.1"}:
            # All that the stand-ins keep of a field.
            kept = {name: expected[name] for name in ("format", "enum") if name in expected}
            expected = kept | {"type": [expected["type"][0], "null"]}
        assert schema == expected


@quietly
@pytest.mark.skipif(not is_installed(), reason="the package is on the path and not installed")
def test_airflows_provider_manager_takes_the_form(tmp_path: Path) -> None:
    """Airflow's list of hooks has ours, all of its fields where this Airflow can, and one of them as a secret."""
    (hook, fields, sensitive, behaviour), printed = _ask(MANAGER, tmp_path)
    assert hook == "airflow_provider_awsconn.hooks.aws.AwsHook"
    if find_airflow_line() in {"3.0", "3.1"} and not has_fab:
        # Outside its API server these ask no hook for its form without the two libraries.
        assert (fields, sensitive, behaviour) == ([], [], None)
        return
    keys = REACT_KEYS if find_airflow_line() in {"3.0", "3.1"} else list_form_keys()
    assert fields == [key.name for key in keys]
    assert sensitive == ["aws_session_token"]
    placeholders = behaviour["placeholders"]
    assert placeholders["login"] == "Leave both empty for boto3's own lookup chain"
    assert placeholders["extra__aws__region_name"] == "such as eu-west-1"
    assert "unsupported class" not in printed
    assert "Exception when importing 'airflow_provider_awsconn" not in printed
