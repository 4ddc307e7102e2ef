"""The same form fields as wtforms fields, for Airflow 2.11 and, where wtforms is installed, 3.0 and 3.1.

wtforms and flask-appbuilder are imported inside the functions: Airflow 3.1 puts stand-ins in their place while it
asks, and Airflow 3 without FAB has neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK, KEY_BY_NAME
from airflow_provider_awsconn.form.boxes import load_raw_extra, settle, show_value
from airflow_provider_awsconn.form.fields import is_password, list_form_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from airflow_provider_awsconn.connection.keys import Key

_TEXT_KINDS = frozenset({"text", "verify", "integer"})


def build_react_fields() -> dict[str, Any]:
    """Build what a hook's ``get_connection_form_widgets`` gives to Airflow 3.0 and 3.1.

    Their React form takes kind, label, help and choices from it; a field can't be an object or a list there.

    Raises:
        ModuleNotFoundError: on Airflow 3.0 without the extra ``fab``; Airflow then shows the Extra box alone.
    """
    from flask_appbuilder.fieldwidgets import BS3PasswordFieldWidget, BS3TextFieldWidget
    from wtforms import IntegerField, PasswordField, StringField
    from wtforms.validators import Optional, any_of

    fields = {}
    for key in list_form_keys():
        if key.kind not in _TEXT_KINDS:
            continue
        field_class = PasswordField if is_password(key) else IntegerField if key.bounds else StringField
        validators = [Optional(), *([any_of(list(key.choices))] if key.choices else [])]
        widget = BS3PasswordFieldWidget() if is_password(key) else BS3TextFieldWidget()
        fields[key.name] = field_class(key.label, validators=validators, description=key.help, widget=widget)
    return fields


def build_box_fields(find_stored: Callable[[Any], Mapping[str, Any]]) -> dict[str, Any]:
    """Build what a hook's ``get_connection_form_widgets`` gives to Airflow 2.11, whose own form they become part of.

    Args:
        find_stored: gives the Extra object of the connection with this key of the metadata database.
    """
    from wtforms import PasswordField, StringField

    plain, secret = _build_text_widget(), _build_secret_widget()
    return {
        key.name: (PasswordField if is_password(key) else StringField)(
            key.label,
            validators=[_build_validator(key, find_stored)],
            description=key.help,
            widget=secret if is_password(key) else plain,
        )
        for key in list_form_keys()
    }


def _build_text_widget() -> Any:
    from flask_appbuilder.fieldwidgets import BS3TextFieldWidget

    class JsonTextWidget(BS3TextFieldWidget):  # type: ignore[misc]
        """Renders what is not text as JSON instead of as Python's repr, and what a key suggests below."""

        def __call__(self, field: Any, **kwargs: Any) -> Any:
            # A page that is shown again has what came in the box: a false that was typed there would show as nothing.
            kwargs["value"] = field.raw_data[0] if field.raw_data else show_value(field.data)
            key = KEY_BY_NAME[field.short_name.rpartition("__")[2]]
            offered = key.choices or key.suggestions
            if not offered:
                return _add_errors(super().__call__(field, **kwargs), field)
            # Not the field's own id: Airflow's script takes what begins with extra__ for a field.
            kwargs |= {"list": f"offered-{field.id}", "autocomplete": "on"}
            box = _add_errors(super().__call__(field, **kwargs), field)
            markup = type(box)
            options = markup().join(markup('<option value="{}"></option>').format(text) for text in offered)
            return box + markup('<datalist id="{}">{}</datalist>').format(kwargs["list"], options)

    return JsonTextWidget()


def _build_secret_widget() -> Any:
    """Build a password widget that survives a save: Airflow 2 deletes a secret whose box comes back empty."""
    from flask_appbuilder.fieldwidgets import BS3PasswordFieldWidget

    class KeepStoredSecretWidget(BS3PasswordFieldWidget):  # type: ignore[misc]
        """Renders Airflow's mask in place of the secret, which never reaches the page."""

        def __init__(self) -> None:
            super().__init__(hide_value=False)

        def __call__(self, field: Any, **kwargs: Any) -> Any:
            kwargs["value"] = AIRFLOW_2_MASK if field.data else ""
            # The page is shown again because a box is wrong: what was typed here is not stored anywhere.
            if field.raw_data:
                kwargs["value"] = field.raw_data[0] if field.raw_data[0] in {"", AIRFLOW_2_MASK} else ""
                if field.raw_data[0] != kwargs["value"]:
                    field.errors = [*field.errors, f"{field.label.text}: not saved yet; type it again"]
            return _add_errors(super().__call__(field, **kwargs), field)

    return KeepStoredSecretWidget()


def _add_errors(box: Any, field: Any) -> Any:
    """Add the errors of a field to its box, instead of below it.

    There Flask-AppBuilder puts them into what Airflow's script takes for its own alert, and writes another text over.
    """
    errors, field.errors = field.errors, []
    # wtforms' own: what is put into it is escaped.
    markup = type(box)
    return box + markup().join(markup('<div class="text-danger" role="alert">{}</div>').format(text) for text in errors)


def _build_validator(key: Key, find_stored: Callable[[Any], Mapping[str, Any]]) -> Callable[[Any, Any], None]:
    """Build what puts the value to be stored in place of the text that came in a box, or refuses the text."""
    from wtforms.validators import ValidationError

    def settle_box(form: Any, field: Any) -> None:
        # The form has the boxes of every connection type: extra__aws__region_name.
        if form.conn_type.data != field.name.split("__")[1]:
            return
        try:
            extras = _read_extras(form, find_stored)
            # Left as it was typed where the raw Extra is wrong: one error is enough, and the page is shown again.
            if extras:
                field.data = settle(key, field.data if field.raw_data else None, *extras)
        except ValueError as error:
            raise ValidationError(str(error)) from None

    return settle_box


def _read_extras(
    form: Any, find_stored: Callable[[Any], Mapping[str, Any]]
) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Give the raw Extra of a form and the one stored before, read once for all its boxes; None after an error."""
    if not hasattr(form, "aws_extras"):
        form.aws_extras = None
        # Flask-AppBuilder puts a key there when it is an edit.
        stored = find_stored(form._id) if hasattr(form, "_id") else {}  # noqa: SLF001 - theirs
        form.aws_extras = load_raw_extra(form.extra.data), stored
    extras: tuple[Mapping[str, Any], Mapping[str, Any]] | None = form.aws_extras
    return extras
