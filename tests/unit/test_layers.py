"""The dependency direction points down: each layer is imported in a fresh process, and what got loaded is looked at."""

from __future__ import annotations

import ast
import functools
import importlib
import json
import os
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import airflow_provider_awsconn

pytestmark = pytest.mark.oldest

PACKAGE = Path(airflow_provider_awsconn.__file__).parent
NAME = airflow_provider_awsconn.__name__

# As a DAG file does: the base class is there before our hook is named.
LOAD_AIRFLOW = """
try:
    from airflow.sdk.bases.hook import BaseHook
except ImportError:
    from airflow.hooks.base import BaseHook
"""


@functools.cache
def list_loaded_modules(code: str, before: str = "") -> frozenset[str]:
    """The modules that code loads in a fresh process, beyond those that are there after `before`."""
    script = f"{before}\nimport sys\nbefore = set(sys.modules)\n{code}\nloaded = sorted(set(sys.modules) - before)\n"
    script += "import json\nprint()\nprint(json.dumps(loaded))"
    paths = [str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]
    finished = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return frozenset(json.loads(finished.stdout.splitlines()[-1]))


# The import names of the optional requirements, and whose they are. The form's stand in its own room.
EXTRA_OF = {
    "lxml": ("saml", "lxml"),
    "requests_gssapi": ("saml", "requests-gssapi"),
    "google": ("google", "google-auth"),
    "azure": ("azure", "azure-identity"),
    "wtforms": ("fab", "wtforms"),
    "flask_appbuilder": ("fab", "flask-appbuilder"),
    # aiohttp comes with aiobotocore, which says which.
    "aiobotocore": ("async", "aiobotocore"),
    "aiohttp": ("async", "aiobotocore"),
}
OPTIONAL = {name for name, (extra, _) in EXTRA_OF.items() if extra != "fab"}


def list_top_names(modules: Iterable[str]) -> set[str]:
    """The first part of each module's name."""
    return {module.split(".")[0] for module in modules}


def list_own_modules(folder: str) -> str:
    """A statement that imports every module of a folder of the package."""
    names = [path.relative_to(PACKAGE.parent).with_suffix("") for path in sorted((PACKAGE / folder).glob("*.py"))]
    assert names
    return "import " + ", ".join(".".join(name.parts).removesuffix(".__init__") for name in names)


def is_of_airflow(name: str) -> bool:
    """Tell whether a top-level name is Airflow's, without taking our own for it."""
    return name.startswith("airflow") and name != NAME


def test_the_package_itself_loads_nothing() -> None:
    """Importing the package gives its version and loads no other module."""
    assert list_loaded_modules(f"import {NAME}") == {NAME}


def test_errors_load_the_standard_library_only() -> None:
    """Every layer may import the errors, so they import nobody."""
    loaded = list_loaded_modules(f"import {NAME}.errors")
    assert list_top_names(loaded) - set(sys.stdlib_module_names) == {NAME}
    assert {module for module in loaded if module.startswith(NAME)} == {NAME, f"{NAME}.errors"}


WITH_ASYNC = pytest.mark.skipif(find_spec("aiobotocore") is None, reason="the extra async is not installed")


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        pytest.param("connection", {"boto3", "botocore", "wtforms"}, id="connection"),
        pytest.param("adopt", {"boto3", "botocore", "pydantic"} | OPTIONAL, id="adopt"),
        pytest.param("form", {"boto3", "botocore", "pydantic", "wtforms", "flask_appbuilder"}, id="form"),
        pytest.param("diagnosis", {"boto3", "wtforms"} | OPTIONAL, id="diagnosis"),
        pytest.param("credentials", {"boto3", "wtforms"} | OPTIONAL, id="credentials"),
        pytest.param("sessions", {"wtforms"} | OPTIONAL, id="sessions"),
        pytest.param("waiters", {"wtforms"} | OPTIONAL, id="waiters"),
        pytest.param(
            "async_sessions", {"wtforms"} | OPTIONAL - {"aiobotocore", "aiohttp"}, id="async_sessions", marks=WITH_ASYNC
        ),
        pytest.param("doctor", {"wtforms"} | OPTIONAL, id="doctor"),
    ],
)
def test_a_lower_layer_loads_nothing_above_it(folder: str, forbidden: set[str]) -> None:
    """No layer below the hook loads Airflow, and only the sessions load boto3."""
    loaded = list_loaded_modules(list_own_modules(folder))
    assert list_top_names(loaded) & forbidden == set()
    assert {name for name in list_top_names(loaded) if is_of_airflow(name)} == set()
    own = {module.removeprefix(f"{NAME}.") for module in loaded if module.startswith(f"{NAME}.")}
    allowed = {"connection": {"connection", "errors"}, "form": {"form", "connection", "errors"}}
    allowed["adopt"] = {"adopt", "connection", "credentials", "errors"}
    allowed["diagnosis"] = allowed["connection"] | {"diagnosis"}
    allowed["credentials"] = allowed["connection"] | {"credentials"}
    allowed["sessions"] = allowed["credentials"] | {"sessions", "diagnosis"}
    allowed["waiters"] = allowed["sessions"] | {"waiters"}
    allowed["async_sessions"] = allowed["sessions"] | {"async_sessions"}
    allowed["doctor"] = allowed["sessions"] | {"doctor"}
    assert {module.split(".")[0] for module in own} <= allowed[folder]


def test_the_connection_loads_the_standard_library_only() -> None:
    """What a connection means is worked out without any library, so that every program can afford to ask."""
    loaded = list_loaded_modules(list_own_modules("connection"))
    assert list_top_names(loaded) - set(sys.stdlib_module_names) == {NAME}


# What the modules of a room may import, for type checkers and inside functions too.
ROOMS = {
    "connection": {"connection", "errors"},
    "form": {"form", "connection", "wtforms", "flask_appbuilder"},
    "adopt": {"adopt", "connection", "credentials", "errors"},
    "diagnosis": {"diagnosis", "connection", "botocore"},
    "credentials": {"credentials", "diagnosis", "connection", "errors", "botocore", "urllib3"}
    | {"requests", "tenacity", "cryptography", "asgiref"}
    | OPTIONAL - {"aiobotocore", "aiohttp"},
    "sessions": {"sessions", "credentials", "diagnosis", "connection", "errors", "boto3", "botocore", "msgspec"},
    "waiters": {"waiters", "sessions", "credentials", "connection", "errors", "botocore", "jmespath", "jinja2"}
    | {"aiobotocore"},
    "async_sessions": {"async_sessions", "sessions", "credentials", "errors", "botocore", "aiobotocore", "aiohttp"},
    "doctor": {"doctor", "sessions", "credentials", "diagnosis", "connection", "errors", "boto3", "botocore"},
}


@pytest.mark.parametrize(
    "path",
    [path for room in ROOMS for path in sorted((PACKAGE / room).glob("*.py"))],
    ids=lambda path: str(path.relative_to(PACKAGE).with_suffix("")),
)
def test_a_module_names_only_what_its_room_may(path: Path) -> None:
    """No module of a lower room reaches up, be it late or for a type: above all, none of them knows Airflow."""
    imported = list_imports(ast.parse(path.read_text(encoding="utf-8")))
    named = {name.removeprefix(f"{NAME}.").split(".")[0] for name in imported}
    assert named - set(sys.stdlib_module_names) <= ROOMS[path.parent.name]


def test_a_connection_from_text_loads_no_library() -> None:
    """The ways to make and write a connection without Airflow, which import late, need the standard library alone."""
    code = f"""
from {NAME}.connection import AwsConnection
connection = AwsConnection.from_uri("aws://AKIA:secret@/?region_name=eu-west-1&endpoint_url=http%3A%2F%2Fs3%3A1")
connection = AwsConnection.from_json(connection.to_json())
connection = AwsConnection.from_uri(connection.to_uri())
AwsConnection.from_mapping({{"extra": {{"role_arn": "arn:aws:iam::123456789012:role/etl"}}}})
connection.get_service_endpoint_url("s3")
"""
    assert list_top_names(list_loaded_modules(code)) - set(sys.stdlib_module_names) == {NAME}


def test_the_key_table_is_plain() -> None:
    """The table every description follows needs the standard library alone, by way of its package too."""
    tree = ast.parse((PACKAGE / "connection" / "keys.py").read_text(encoding="utf-8"))
    assert list_top_names(list_imports(tree)) <= set(sys.stdlib_module_names)


def test_the_provider_info_is_cheap() -> None:
    """Every Airflow process reads the provider info at start: it and what it describes load nothing heavy."""
    loaded = list_loaded_modules(f"from {NAME}.provider_info import get_provider_info\nget_provider_info()")
    assert list_top_names(loaded) - set(sys.stdlib_module_names) == {NAME}


def test_the_hooks_module_is_cheap() -> None:
    """A DAG file that names the hook pays for fewer than ten modules, and for neither boto3 nor pydantic."""
    loaded = list_loaded_modules(f"import {NAME}.hooks.aws", LOAD_AIRFLOW)
    assert list_top_names(loaded) & {"boto3", "botocore", "pydantic", "jinja2", "urllib3"} == set()
    assert len(loaded) < 10, sorted(loaded)


def test_a_hook_that_is_only_built_loads_and_reads_nothing() -> None:
    """The constructor reads no connection and loads no boto3, whatever it is given; a missing id is no error yet."""
    code = f"""
from {NAME}.hooks.aws import AwsHook
AwsHook()
AwsHook(aws_conn_id="nobody_made_this", verify=False, region_name="eu-west-1", client_type="s3",
        config={{"read_timeout": 5}})
AwsHook("nobody_made_this", resource_type="s3")
"""
    loaded = list_loaded_modules(code, LOAD_AIRFLOW)
    assert list_top_names(loaded) & {"boto3", "botocore", "pydantic"} == set()
    assert loaded == list_loaded_modules(f"import {NAME}.hooks.aws", LOAD_AIRFLOW)


def list_imports(tree: ast.AST) -> set[str]:
    """Every module that a syntax tree imports, at its top or inside functions."""
    return {name for node in ast.walk(tree) for name in list_imports_of(node)}


def list_imports_of(node: ast.AST) -> list[str]:
    """The modules that one node of a syntax tree imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [str(node.module)] if isinstance(node, ast.ImportFrom) else []


def list_imports_for_types(tree: ast.AST) -> set[str]:
    """Every module that is imported under ``if TYPE_CHECKING``."""
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    return {name for block in blocks for name in list_imports(block)}


@functools.cache
def list_plain_requirements() -> set[str]:
    """What Airflow and botocore always bring: their requirements without an extra, and those of Airflow's own parts."""
    found: set[str] = set()
    waiting = ["apache-airflow", "botocore"]
    while waiting:
        name = waiting.pop()
        found.add(name)
        if not name.startswith("apache-airflow") and name != "botocore":
            continue
        for requirement in map(Requirement, distribution(name).requires or []):
            required = canonicalize_name(requirement.name)
            if required not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
                waiting.append(required)
    return found


# Of the async sessions, what everybody may import.
WITHOUT_THE_EXTRA = {f"{NAME}.async_sessions.{name}" for name in ("context", "extra", "thread")}


def test_who_makes_no_async_client_loads_no_aiobotocore() -> None:
    """What the hook imports for async clients before it makes one needs the standard library alone."""
    loaded = list_loaded_modules("import " + ", ".join(sorted(WITHOUT_THE_EXTRA)))
    assert list_top_names(loaded) - set(sys.stdlib_module_names) == {NAME}


ALL_MODULES = pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE).with_suffix(""))
)


@ALL_MODULES
def test_everything_imported_is_there_on_a_plain_airflow(path: Path) -> None:
    """What a module imports comes with Python, Airflow or boto3, or is optional."""
    # Airflow 2.11 and 3.0 import yaml themselves, and leave it to their other requirements to bring it.
    granted = list_plain_requirements() | {"boto3", "pyyaml"}
    # Python 3.10 does not see the folders of every distribution.
    known = {"airflow": ["apache-airflow"], "yaml": ["pyyaml"]}
    known |= {
        name: [name] for name in ("cryptography", "jinja2", "requests", "rich", "sqlalchemy", "tenacity", "urllib3")
    }
    owners = dict(packages_distributions()) | known
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # Type checkers bring it themselves.
    imported = list_top_names(list_imports(tree)) - (
        {"typing_extensions"} & list_top_names(list_imports_for_types(tree))
    )
    # Airflow 3 brings it, and the loader does without it elsewhere.
    imported -= {"msgspec"} if path.name == "loader.py" else set()
    strangers = {
        name
        for name in imported - set(sys.stdlib_module_names) - set(EXTRA_OF) - {NAME}
        if not granted & {canonicalize_name(owner) for owner in owners.get(name, [])}
    }
    assert strangers == set()


@ALL_MODULES
def test_what_is_optional_is_imported_when_it_is_needed(path: Path) -> None:
    """Modules of an extra are imported inside functions only, so that nobody needs them who does not use them.

    Most modules of the async sessions import aiobotocore as they like, and are imported inside functions themselves.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    outside = [node for node in ast.walk(tree) if id(node) not in inside]
    imported = {name for node in outside for name in list_imports_of(node)}
    if path.parent.name == "async_sessions":
        assert list_top_names(imported) & set(EXTRA_OF) <= {"aiobotocore", "aiohttp"}
        return
    assert list_top_names(imported) & set(EXTRA_OF) == set()
    early = {name for name in imported - list_imports_for_types(tree) if name.startswith(f"{NAME}.async_sessions")}
    assert early <= WITHOUT_THE_EXTRA


def test_every_optional_module_is_of_an_extra() -> None:
    """Each is used somewhere, and comes with an extra that pyproject.toml declares for it."""
    toml = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    project = toml.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        (extra, canonicalize_name(Requirement(text).name))
        for extra, texts in project["optional-dependencies"].items()
        for text in texts
    }
    assert declared == set(EXTRA_OF.values())
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    assert set(EXTRA_OF) <= list_top_names(name for tree in trees for name in list_imports(tree))
