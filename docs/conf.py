"""Sphinx configuration: `make docs` builds these pages with warnings as errors."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.ext.napoleon.docstring import GoogleDocstring

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
# Autodoc imports Airflow, which writes files into its home.
os.environ.setdefault("AIRFLOW_HOME", str(HERE / "_build" / "airflow"))

from airflow_provider_awsconn import __version__  # noqa: E402 - after the two settings it depends on
from airflow_provider_awsconn.hooks.stock_names import open_property  # noqa: E402 - the same

project = "airflow-provider-awsconn"
author = "The airflow-provider-awsconn authors"
copyright = "The airflow-provider-awsconn authors, Apache-2.0"
release = version = __version__

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "myst_parser", "docs._ext.keys_directive"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
# Dashes only: quotation marks are JSON's more often than prose's.
smartquotes_action = "D"

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
html_title = f"{project} {version}"
html_copy_source = False
html_show_sphinx = False

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
# These names are imported for type checkers only, so autodoc can't look them up.
autodoc_type_aliases = {
    "AwsConnection": "airflow_provider_awsconn.connection.model.AwsConnection",
    "ClientMeta": "botocore.client.ClientMeta",
    "Config": "botocore.config.Config",
    "ReadOnlyCredentials": "botocore.credentials.ReadOnlyCredentials",
    "Secret": "airflow_provider_awsconn.connection.secret.Secret",
    "Session": "boto3.session.Session",
}

# Types of other projects: their docs can't be linked without a network.
nitpick_ignore = [
    ("py:class", "Config"),
    ("py:class", "Connection"),
    ("py:class", "F"),
    ("py:class", "Fetched"),
    ("py:class", "H"),
    ("py:class", "Logger"),
    ("py:class", "Session"),
    # How Sphinx calls those of autodoc_type_aliases in a union.
    ("py:class", "TypeAliasForwardRef"),
    ("py:class", "airflow_provider_awsconn.hooks.aws.C"),
    ("py:class", "collections.abc.Mapping"),
    ("py:class", "logging.Logger"),
    ("py:exc", "tenacity.RetryError"),
    ("py:class", "airflow.sdk.exceptions.AirflowNotFoundException"),
    ("py:class", "boto3.session.Session"),
    ("py:class", "botocore.client.ClientMeta"),
    ("py:class", "botocore.config.Config"),
    ("py:class", "botocore.credentials.ReadOnlyCredentials"),
    ("py:class", "botocore.exceptions.BotoCoreError"),
    ("py:class", "botocore.exceptions.ClientError"),
    ("py:class", "botocore.exceptions.NoCredentialsError"),
    ("py:class", "os.PathLike"),
]


def read_property_as_method(
    app: Sphinx, what: str, name: str, obj: object, options: dict[str, Any], lines: list[str]
) -> None:
    """Read sections in the docstring of a property, where napoleon takes what stands before a colon for its type."""
    if what == "property" or isinstance(obj, open_property):
        read = GoogleDocstring(list(lines), app.config, app, "method", name, obj, options).lines()
        # Napoleon looks into the first line for the type: an empty comment has none.
        lines[:] = ["..", "", *read]


def setup(app: Sphinx) -> None:
    """Register what autodoc calls before napoleon, whose priority is 500."""
    app.connect("autodoc-process-docstring", read_property_as_method, priority=400)
