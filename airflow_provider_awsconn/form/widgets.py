"""The same form fields as wtforms fields, for Airflow 2.11 and, where wtforms is installed, 3.0 and 3.1.

wtforms and flask-appbuilder are imported inside the functions: Airflow 3.1 puts stand-ins in their place while it
asks, and Airflow 3 without FAB has neither.
"""

from __future__ import annotations

from typing import Any

from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK
from airflow_provider_awsconn.form.fields import list_form_keys


def build_widgets() -> dict[str, Any]:
    """Build what a hook's ``get_connection_form_widgets`` gives: the form's text and password fields by key.

    Raises:
        ModuleNotFoundError: on Airflow 3.0 without the extra ``fab``; Airflow then shows the Extra box alone.
    """
    from wtforms import PasswordField, StringField

    plain, secret = _build_text_widget(), _build_secret_widget()
    return {
        key.name: (PasswordField if key.is_sensitive else StringField)(
            key.label, description=key.help, widget=secret if key.is_sensitive else plain
        )
        for key in list_form_keys()
    }


def _build_text_widget() -> Any:
    from flask_appbuilder.fieldwidgets import BS3TextFieldWidget

    return BS3TextFieldWidget()


def _build_secret_widget() -> Any:
    """Build a password widget that survives a save: Airflow 2 deletes a secret whose box comes back empty."""
    from flask_appbuilder.fieldwidgets import BS3PasswordFieldWidget

    class KeepStoredSecretWidget(BS3PasswordFieldWidget):  # type: ignore[misc]
        """Renders Airflow's mask in place of the secret, which never reaches the page."""

        def __init__(self) -> None:
            # The base classes differ between versions and Airflow's stand-in takes no arguments.
            self.hide_value = False

        def __call__(self, field: Any, **kwargs: Any) -> Any:
            kwargs["value"] = AIRFLOW_2_MASK if field.data else ""
            return super().__call__(field, **kwargs)

    return KeepStoredSecretWidget()
