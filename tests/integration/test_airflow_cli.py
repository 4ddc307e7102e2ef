"""What a person meets at Airflow's command line: the provider, its hook, and its connections."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from airflow_provider_awsconn import __version__
from demo.airflow_home import AirflowError

if TYPE_CHECKING:
    from pathlib import Path

    from demo.airflow_home import AirflowHome
    from demo.stores import Store

HOOK = "airflow_provider_awsconn.hooks.aws.AwsHook"
CANARY = "canarysecretcanarysecretcanary"


def _extra(store: Store, **more: str) -> dict[str, str]:
    return {"region_name": "us-east-1", "endpoint_url": store.endpoint_url, **more}


def _set_variable(home: AirflowHome, conn_id: str, store: Store, **fields: object) -> None:
    """Give a connection to one test's processes alone, through their environment."""
    connection = {
        "conn_type": "aws",
        "login": store.access_key,
        "password": store.secret_key,
        "extra": _extra(store),
        **fields,
    }
    home.extra_environment[f"AIRFLOW_CONN_{conn_id.upper()}"] = json.dumps(connection)


def _test(home: AirflowHome, conn_id: str) -> str:
    """Give what `airflow connections test` printed of a failure, on one line; the CLI breaks long ones."""
    try:
        # Airflow 3.0 ends with status 0 here.
        printed = home.run("connections", "test", conn_id)
    except AirflowError as error:
        printed = str(error)
    assert "Connection failed!" in printed
    return " ".join(printed.split())


def _import(home: AirflowHome, folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return home.run("connections", "import", "--overwrite", str(folder / name))


def test_providers_list_shows_the_provider(home: AirflowHome) -> None:
    """`airflow providers list` names the distribution and its version."""
    rows = home.run_json("providers", "list")
    assert {row["package_name"]: row["version"] for row in rows}["airflow-provider-awsconn"] == __version__


def test_providers_hooks_shows_the_hook(home: AirflowHome) -> None:
    """`airflow providers hooks` names our class for the connection type aws."""
    rows = home.run_json("providers", "hooks")
    (row,) = [row for row in rows if row["connection_type"] == "aws"]
    assert (row["class"], row["conn_id_attribute_name"], row["hook_name"]) == (
        HOOK,
        "aws_conn_id",
        "Amazon Web Services",
    )


def test_providers_get_shows_the_configuration_option(home: AirflowHome) -> None:
    """`airflow config get-value` knows the option's default from the provider info."""
    assert home.run("config", "get-value", "awsconn", "missing_connection").split()[-1] == "error"


def test_uri_connection_is_stored_and_tests_green(home: AirflowHome, store: Store, tmp_path: Path) -> None:
    """A connection imported as a URI, its secret URL-encoded, reads back whole and passes the test."""
    login, password = quote(store.access_key, safe=""), quote(store.secret_key, safe="")
    _import(home, tmp_path, "c.env", f"aws_uri=aws://{login}:{password}@/?{urlencode(_extra(store))}\n")
    (row,) = home.run_json("connections", "get", "aws_uri")
    assert (row["login"], row["password"], row["host"] or "") == (store.access_key, store.secret_key, "")
    assert "Connection success!" in home.run("connections", "test", "aws_uri")


def test_json_connection_with_role_is_stored_and_tests_green(home: AirflowHome, store: Store, tmp_path: Path) -> None:
    """A connection imported as JSON, with a role to assume, passes the test."""
    connection = {
        "conn_type": "aws",
        "login": store.access_key,
        "password": store.secret_key,
        "extra": _extra(store, role_arn=store.role_arn),
    }
    _import(home, tmp_path, "c.json", json.dumps({"aws_json": connection}))
    assert "Connection success!" in home.run("connections", "test", "aws_json")


def test_added_connection_tests_green_with_the_chain(home: AirflowHome, store: Store) -> None:
    """`airflow connections add` without login means boto3's lookup chain, here the environment."""
    extra = json.dumps(_extra(store))
    home.run("connections", "add", "aws_added", "--conn-type", "aws", "--conn-extra", extra)
    home.extra_environment |= {"AWS_ACCESS_KEY_ID": store.access_key, "AWS_SECRET_ACCESS_KEY": store.secret_key}
    assert "Connection success!" in home.run("connections", "test", "aws_added")


def test_wrong_secret_fails_the_test_without_showing_it(home: AirflowHome, store: Store) -> None:
    """A wrong secret fails with the server's reason, and no secret."""
    _set_variable(home, "aws_wrong", store, password=CANARY)
    printed = _test(home, "aws_wrong")
    assert "SignatureDoesNotMatch" in printed
    assert CANARY not in printed


def test_half_credentials_fail_the_test_with_the_reason(home: AirflowHome, store: Store) -> None:
    """Login without password is told as such, although the environment holds keys that would work."""
    _set_variable(home, "aws_half", store, password=None)
    home.extra_environment |= {"AWS_ACCESS_KEY_ID": store.access_key, "AWS_SECRET_ACCESS_KEY": store.secret_key}
    assert "password: empty while login is set; give both or neither" in _test(home, "aws_half")


def test_a_secrets_backend_serves_the_connection(home: AirflowHome, store: Store, tmp_path: Path) -> None:
    """A connection that only a secrets backend knows is tested green."""
    backend = "airflow.secrets.local_filesystem.LocalFilesystemBackend"
    connection = {
        "conn_type": "aws",
        "login": store.access_key,
        "password": store.secret_key,
        "extra": _extra(store, role_arn=store.role_arn),
    }
    file = tmp_path / "vault.json"
    file.write_text(json.dumps({"aws_vault": connection}), encoding="utf-8")
    home.extra_environment |= {
        "AIRFLOW__SECRETS__BACKEND": backend,
        "AIRFLOW__SECRETS__BACKEND_KWARGS": json.dumps({"connections_file_path": str(file)}),
    }
    assert "Connection success!" in home.run("connections", "test", "aws_vault")
