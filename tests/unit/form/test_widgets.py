"""The form as wtforms fields, where wtforms and flask-appbuilder are there."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import Any

import pytest

from airflow_provider_awsconn.form.fields import list_form_keys
from airflow_provider_awsconn.form.widgets import build_widgets
from airflow_provider_awsconn.hooks.aws import AwsHook

has_fab = all(importlib.util.find_spec(name) for name in ("wtforms", "flask_appbuilder"))
MARK = "RATHER_LONG_SENSITIVE_FIELD_PLACEHOLDER"


class StandInField:
    """What Airflow 3.1 puts in place of a wtforms field: keeps its arguments."""

    def __init__(self, label: str | None = None, description: str = "", widget: Any = None) -> None:
        self.label, self.description, self.widget = label, description, widget
        self.data: str | None = None


class StringField(StandInField):
    """Stands in for wtforms.StringField."""


class PasswordField(StandInField):
    """Stands in for wtforms.PasswordField."""


class StandInWidget:
    """What Airflow 3.1 puts in place of a widget: takes no arguments; called, it gives what it was called with."""

    def __call__(self, field: StandInField, **kwargs: Any) -> dict[str, Any]:
        """Give what it was called with."""
        assert isinstance(field, StandInField)
        return kwargs


class TextWidget(StandInWidget):
    """Stands in for BS3TextFieldWidget."""


class PasswordWidget(StandInWidget):
    """Stands in for BS3PasswordFieldWidget."""


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put stand-ins where wtforms and flask-appbuilder would be, as Airflow 3.1 does while it asks hooks."""
    wtforms, appbuilder = ModuleType("wtforms"), ModuleType("flask_appbuilder")
    widgets = ModuleType("flask_appbuilder.fieldwidgets")
    vars(wtforms).update(StringField=StringField, PasswordField=PasswordField)
    vars(widgets).update(BS3TextFieldWidget=TextWidget, BS3PasswordFieldWidget=PasswordWidget)
    for module in (wtforms, appbuilder, widgets):
        monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.usefixtures("stand_ins")
def test_fields_come_from_the_table() -> None:
    """One field per form key, with label and help, a password field exactly where the key is sensitive."""
    widgets = AwsHook.get_connection_form_widgets()
    assert list(widgets) == [key.name for key in list_form_keys()]
    for key in list_form_keys():
        field = widgets[key.name]
        assert (field.label, field.description) == (key.label, key.help)
        assert type(field) is (PasswordField if key.is_sensitive else StringField)
        assert isinstance(field.widget, PasswordWidget if key.is_sensitive else TextWidget)


@pytest.mark.usefixtures("stand_ins")
@pytest.mark.parametrize(
    ("stored", "shown"), [("C4N4RY", MARK), ("", ""), (None, "")], ids=["stored", "empty", "never-stored"]
)
def test_a_stored_secret_is_kept_and_not_shown(stored: str | None, shown: str) -> None:
    """The page gets Airflow 2's keep-stored mark in place of a secret, and nothing where there is none."""
    field = build_widgets()["aws_session_token"]
    field.data = stored
    assert field.widget(field, value=stored) == {"value": shown}


def test_without_fab_the_error_names_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow 3.0 catches the import error and shows the Extra box alone; the class methods around it still work."""
    monkeypatch.setitem(sys.modules, "wtforms", None)
    with pytest.raises(ModuleNotFoundError, match="wtforms"):
        AwsHook.get_connection_form_widgets()
    assert AwsHook.get_ui_field_behaviour()["relabeling"]["login"] == "AWS Access Key ID"


# Flask and the libraries around it warn about each other while they are imported.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.skipif(not has_fab, reason="wtforms and flask-appbuilder are not installed with this Airflow")
def test_the_real_form_renders() -> None:
    """A wtforms form of the real fields renders labels and help, and shows the mark in place of a stored secret."""
    import wtforms

    form_class = type("ConnectionForm", (wtforms.Form,), AwsHook.get_connection_form_widgets())
    form = form_class(data={"aws_session_token": "C4N4RY", "region_name": "eu-west-1"})
    html = "".join(str(field()) for field in form)
    assert "C4N4RY" not in html
    assert f'value="{MARK}"' in html
    assert 'value="eu-west-1"' in html
    assert html.count("<input") == len(list_form_keys())
    assert html.count('type="password"') == 1
