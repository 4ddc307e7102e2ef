"""What Airflow reads about the provider: one description, valid on every Airflow line, and its distribution."""

from __future__ import annotations

import importlib.util
import json
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

import airflow_provider_awsconn
from airflow_provider_awsconn.airflow_options import CLIENT_CACHE_SIZE
from airflow_provider_awsconn.form.fields import build_conn_fields, build_field_behaviour
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.provider_info import get_provider_info
from scripts.write_provider_yaml import DISTRIBUTION_FIELDS, HEADER, render

ROOT = Path(__file__).resolve().parents[2]
NAME = "airflow-provider-awsconn"

# What the schema of provider.yaml in an older Airflow does not know, and so refuses.
UNKNOWN_TO = {"2.11": {"lifecycle"}, "3.0": {"lifecycle"}, "3.1": {"lifecycle"}, "3.2": set(), "3.3": set()}
# What it demands and later ones refuse: they read the distribution's own metadata.
DEMANDED_BY = {"2.11": {"dependencies"}}
KNOWS_CONN_FIELDS = {"3.2", "3.3"}


def find_airflow_line() -> str:
    """The Airflow line under test, such as "3.2"."""
    version = Version(distribution("apache-airflow").version)
    return f"{version.major}.{version.minor}"


def load_schema(name: str) -> Any:
    """A JSON schema that ships inside the installed Airflow."""
    spec = importlib.util.find_spec("airflow")
    assert spec is not None
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    (path,) = [folder / name for folder in folders if (folder / name).exists()]
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def provider_yaml() -> dict[str, Any]:
    """provider.yaml as Airflow's tools read it."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "provider.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def metadata() -> Distribution:
    """What is installed of this distribution; the suite may also run from the source alone."""
    try:
        return distribution(NAME)
    except ModuleNotFoundError:
        pytest.skip("the package is on the path and not installed")


def test_provider_yaml_is_what_the_package_serves(provider_yaml: dict[str, Any]) -> None:
    """provider.yaml is the provider info and what only a release needs, as the script writes it, line breaks apart."""
    assert provider_yaml == get_provider_info() | DISTRIBUTION_FIELDS == yaml.safe_load(render())
    assert list(provider_yaml) == list(yaml.safe_load(render()))
    assert (ROOT / "provider.yaml").read_text(encoding="utf-8").startswith(HEADER)


def test_the_provider_info_is_valid() -> None:
    """The provider info fits the schema Airflow checks it with at start, and says everything Airflow asks for."""
    info = get_provider_info()
    jsonschema.validate(info, load_schema("provider_info.schema.json"))
    json.dumps(info)
    assert info["package-name"] == NAME
    assert info["versions"] == [airflow_provider_awsconn.__version__]


def test_provider_yaml_is_valid(provider_yaml: dict[str, Any]) -> None:
    """provider.yaml fits the schema of the installed Airflow, give or take exactly what the lines disagree on."""
    schema, line = load_schema("provider.yaml.schema.json"), find_airflow_line()
    assert set(provider_yaml) - set(schema["properties"]) == UNKNOWN_TO[line]
    assert set(schema["required"]) - set(provider_yaml) == DEMANDED_BY.get(line, set())
    known = {name: value for name, value in provider_yaml.items() if name not in UNKNOWN_TO[line]}
    if "dependencies" in schema["required"]:
        requires = distribution(NAME).requires or [] if is_installed() else ["apache-airflow>=2.11"]
        known["dependencies"] = [text for text in requires if "extra ==" not in text]
    jsonschema.validate(known, schema)


def is_installed() -> bool:
    """Tell whether the distribution's metadata is there."""
    try:
        distribution(NAME)
    except ModuleNotFoundError:
        return False
    return True


def test_conn_fields_are_checked_where_airflow_knows_them(provider_yaml: dict[str, Any]) -> None:
    """The schemas of 3.2 and later describe conn-fields, and refuse a field without its schema."""
    schema, line = load_schema("provider.yaml.schema.json"), find_airflow_line()
    described = schema["properties"]["connection-types"]["items"]["properties"]
    assert ("conn-fields" in described) is (line in KNOWS_CONN_FIELDS)
    if line in KNOWS_CONN_FIELDS:
        (connection_type,) = provider_yaml["connection-types"]
        jsonschema.validate(connection_type["conn-fields"], described["conn-fields"])
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"region_name": {"schema": "string"}}, described["conn-fields"])


def test_the_field_behaviour_is_valid() -> None:
    """What the hook says about its form fits the schema that Airflow drops other answers by."""
    jsonschema.validate(AwsHook.get_ui_field_behaviour(), load_schema("customized_form_field_behaviours.schema.json"))


def test_the_connection_type_is_the_hooks() -> None:
    """Type, name, class and form in the provider info are those of the hook."""
    (connection_type,) = get_provider_info()["connection-types"]
    behaviour = {name.replace("_", "-"): value for name, value in build_field_behaviour().items()}
    assert connection_type == {
        "connection-type": AwsHook.conn_type,
        "hook-class-name": f"{AwsHook.__module__}.{AwsHook.__qualname__}",
        "hook-name": AwsHook.hook_name,
        "ui-field-behaviour": behaviour,
        "conn-fields": build_conn_fields(),
    }
    assert AwsHook.get_ui_field_behaviour() == build_field_behaviour()


def test_the_options_have_the_defaults_of_the_code() -> None:
    """The configuration options, each with the default that the code falls back to."""
    (section,) = get_provider_info()["config"]
    options = get_provider_info()["config"][section]["options"]
    assert (section, {name: option["default"] for name, option in options.items()}) == (
        "awsconn",
        {
            "missing_connection": "error",
            "unknown_keys": "warn",
            "token_sources": "",
            "token_endpoints": "",
            "credential_cache": "memory",
            "credential_cache_directory": "",
            "client_cache_size": str(CLIENT_CACHE_SIZE),
            "error_hints": "true",
        },
    )


def test_the_name_sorts_before_the_stock_provider() -> None:
    """Airflow loads providers by name and the first owns a connection type."""
    stock = "apache-airflow-providers-amazon"
    assert get_provider_info()["package-name"] < stock


def test_the_distribution_has_the_entry_point(metadata: Distribution) -> None:
    """Airflow finds get_provider_info by one entry point, whose result names the distribution it comes from."""
    (entry_point,) = metadata.entry_points
    assert (entry_point.group, entry_point.name) == ("apache_airflow_provider", "provider_info")
    assert entry_point.load() is get_provider_info
    # Airflow refuses a provider whose two names differ.
    assert canonicalize_name(metadata.metadata["Name"]) == get_provider_info()["package-name"]
    assert metadata.version == airflow_provider_awsconn.__version__


def test_the_distribution_asks_for_little(metadata: Distribution) -> None:
    """Airflow, boto3 and botocore, with bounds; what a way to log in needs is an extra; Python 3.10 and later."""
    by_extra: dict[str, dict[str, SpecifierSet]] = {}
    for requirement in map(Requirement, metadata.requires or []):
        extra = "" if requirement.marker is None else str(requirement.marker).split('"')[1]
        by_extra.setdefault(extra, {})[canonicalize_name(requirement.name)] = requirement.specifier
    assert {extra: set(names) for extra, names in by_extra.items()} == {
        "": {"apache-airflow", "boto3", "botocore"},
        "async": {"aiobotocore"},
        "fab": {"wtforms", "flask-appbuilder"},
        "saml": {"lxml", "requests-gssapi"},
        "google": {"google-auth"},
        "azure": {"azure-identity"},
    }
    assert by_extra[""]["apache-airflow"] == SpecifierSet(">=2.11,<4")
    assert [names for names in by_extra.values() if not all(map(str, names.values()))] == []
    assert set(metadata.metadata.get_all("Provides-Extra") or []) == set(by_extra) - {""}
    assert metadata.metadata["Requires-Python"] == ">=3.10"
    assert metadata.metadata["License-Expression"] == "Apache-2.0"


def test_the_lowest_versions_are_the_tested_ones(metadata: Distribution) -> None:
    """The lower bounds of boto3 and botocore are what the lowest pinned set installs."""
    pinned = dict(
        line.split("==")
        for line in (ROOT / "requirements" / "airflow-2.11-lowest.txt").read_text(encoding="utf-8").splitlines()
        if line.startswith(("boto3==", "botocore=="))
    )
    bounds = {
        requirement.name: str(requirement.specifier).removeprefix(">=")
        for requirement in map(Requirement, metadata.requires or [])
        if requirement.name in {"boto3", "botocore"}
    }
    assert pinned == bounds


def test_the_package_is_typed() -> None:
    """Type checkers read our annotations: the marker file is in the package."""
    assert Path(airflow_provider_awsconn.__file__).with_name("py.typed").exists()
