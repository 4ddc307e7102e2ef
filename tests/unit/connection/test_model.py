"""The values a connection becomes: frozen, and silent about secrets."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import io
import json
import os
import pickle
import sys
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console
from rich.traceback import Traceback

from airflow_provider_awsconn.connection import AwsConnection, RoleStep, parse_connection
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.errors import InvalidConnectionError
from tests.unit.connection.checks import ARN, HUB, URL
from tests.unit.connection.test_federation import SAML, SAML_SETTINGS, WEB_IDENTITY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY = "C4N4RY"


def build_connection(**changes: Any) -> AwsConnection:
    """A connection with something secret in every field that may hold it."""
    extra = {
        "aws_session_token": f"{CANARY}-token",
        "role_arn": ARN,
        "external_id": f"{CANARY}-external",
        "assume_role_kwargs": {"SerialNumber": "mfa", "TokenCode": f"{CANARY}-code"},
        "config_kwargs": {"proxies": {"https": f"http://user:{CANARY}-proxy@proxy:1"}},
        "service_config": {"redshift": {"password": f"{CANARY}-service"}},
        "test_probe": {
            "service": "s3",
            "operation": "head_object",
            "parameters": {"SSECustomerKey": f"{CANARY}-probe"},
        },
        "endpoint_url": URL,
        "db_password": f"{CANARY}-unknown",
        "redshift_password": f"{CANARY}-foreign",
    }
    return parse_connection(
        conn_id="c", login="ASIAIOSFODNN7EXAMPLE", password=f"{CANARY}-secret", extra=extra | changes
    )


def build_saml_connection() -> AwsConnection:
    """A connection whose identity provider is asked with a password."""
    request = {"idp_request_kwargs": {"headers": {"X-Realm": f"{CANARY}-idp"}}}
    return parse_connection(extra=SAML | {"assume_role_with_saml": SAML_SETTINGS | request})


def build_web_connection() -> AwsConnection:
    """A connection whose token is asked for with a secret."""
    key = "assume_role_with_web_identity"
    headers = {"Authorization": f"Bearer {CANARY}-bearer", "X-Realm": f"{CANARY}-web"}
    source = {f"{key}_federation": "url", f"{key}_token_url": URL, f"{key}_token_headers": headers}
    return parse_connection(extra=WEB_IDENTITY | source)


BOTH = pytest.mark.parametrize(
    "build", [build_connection, build_saml_connection, build_web_connection], ids=["keys", "saml", "web"]
)


@BOTH
@pytest.mark.parametrize(
    "describe",
    [
        pytest.param(repr, id="repr"),
        pytest.param(str, id="str"),
        pytest.param("{}".format, id="format"),
        pytest.param("{0!r}".format, id="format-repr"),
        pytest.param(lambda value: repr([value]), id="in-a-list"),
        pytest.param(lambda value: repr(dataclasses.asdict(value)), id="asdict"),
        pytest.param(lambda value: repr(dataclasses.astuple(value)), id="astuple"),
        pytest.param(lambda value: repr(copy.deepcopy(value)), id="deepcopy"),
        pytest.param(lambda value: repr([getattr(value, name) for name in AwsConnection.__slots__]), id="fields"),
        pytest.param(lambda value: repr(value.remarks), id="remarks"),
        pytest.param(lambda value: repr(pickle.loads(pickle.dumps(value))), id="unpickled"),
    ],
)
def test_no_text_form_shows_a_secret(
    build: Callable[[], AwsConnection], describe: Callable[[AwsConnection], str]
) -> None:
    """Neither repr nor str nor a dump of the fields shows secrets, external ids or nested settings."""
    assert CANARY not in describe(build())


def test_what_is_no_secret_is_shown() -> None:
    """A repr is for people who look for a mistake."""
    shown = repr(build_connection())
    assert all(text in shown for text in ("ASIAIOSFODNN7EXAMPLE", ARN, URL, "secret_access_key=***", "proxies"))


@BOTH
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_connection_survives_its_pickle_unseen(build: Callable[[], AwsConnection], protocol: int) -> None:
    """It comes back whole from every protocol, origins and remarks too, and no bytes show a secret."""
    connection = build()
    dumped = pickle.dumps(connection, protocol)
    again = pickle.loads(dumped)
    assert again == connection
    assert (again.origins, again.remarks) == (connection.origins, connection.remarks)
    assert CANARY.encode() not in dumped


@BOTH
def test_copies_are_the_same_connection(build: Callable[[], AwsConnection]) -> None:
    """Copy, deep copy and replace without a change are equal, and hash the same."""
    connection = build()
    for other in (copy.copy(connection), copy.deepcopy(connection), dataclasses.replace(connection), build()):
        assert other == connection
        assert hash(other) == hash(connection)
    assert dataclasses.replace(connection, region_name="eu-north-1") != connection
    assert len({connection, build(), AwsConnection()}) == 2


def test_where_a_setting_came_from_makes_no_other_connection() -> None:
    """Two ways to write the same are one connection, and share what is made for it."""
    older, newer = parse_connection(extra={"host": URL}), parse_connection(extra={"endpoint_url": URL})
    assert older.origins != newer.origins
    assert (older, hash(older)) == (newer, hash(newer))


def test_a_connection_as_a_dict_has_every_field() -> None:
    """dataclasses.asdict goes into roles and leaves secrets and settings what they are."""
    connection = build_connection()
    dumped = dataclasses.asdict(connection)
    assert list(dumped) == [field.name for field in dataclasses.fields(AwsConnection)]
    assert dumped["roles"][0]["arn"] == ARN
    assert dumped["secret_access_key"] == connection.secret_access_key
    assert isinstance(dumped["config_kwargs"], Settings)


def test_values_are_frozen() -> None:
    """A parsed connection can't be changed, nor its roles, and has no place for more."""
    connection = build_connection()
    for value, name in ((connection, "region_name"), (connection.roles[0], "arn"), (connection.test_probe, "service")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, "changed")
        assert not hasattr(value, "__dict__")


@pytest.mark.parametrize(
    ("build", "names"),
    [
        pytest.param(build_connection, ["secret", "token", "proxy", "service", "unknown", "foreign"], id="keys"),
        pytest.param(build_saml_connection, ["idp"], id="saml"),
        pytest.param(build_web_connection, ["bearer", "web"], id="web"),
    ],
)
def test_secrets_are_given_in_clear_on_request(build: Callable[[], AwsConnection], names: list[str]) -> None:
    """secrets() gives what a masker must know, each once."""
    given = build().secrets()
    assert {f"{CANARY}-{name}" for name in names} <= set(given)
    assert len(set(given)) == len(given)


def test_an_external_id_is_not_given_to_the_masker() -> None:
    """It is often an account id, which would vanish from every log."""
    assert f"{CANARY}-external" not in build_connection().secrets()


def test_secrets_in_arguments_of_the_sts_call_are_given_too() -> None:
    """A token in assume_role_kwargs is a secret as any other."""
    extra = {"role_arn": ARN, "assume_role_kwargs": {"WebIdentityToken": f"{CANARY}-web"}}
    assert parse_connection(extra=extra).secrets() == (f"{CANARY}-web",)


def test_an_empty_connection_has_no_secrets() -> None:
    """There is nothing to mask."""
    assert AwsConnection().secrets() == ()


def test_the_role_arn_is_that_of_the_role_that_does_the_work() -> None:
    """The last one's; None without a role and for a role that only has a name."""
    assert AwsConnection().role_arn is None
    assert AwsConnection(roles=(RoleStep(name="etl"),)).role_arn is None
    assert AwsConnection(roles=(RoleStep(arn=HUB), RoleStep(arn=ARN))).role_arn == ARN


def test_service_config_is_given_by_service() -> None:
    """Plain and new each time, empty for a service without any."""
    connection = parse_connection(extra={"service_config": {"s3": {"bucket": ["b"]}}})
    connection.get_service_config("s3")["bucket"].append("changed")
    assert connection.get_service_config("s3") == {"bucket": ["b"]}
    assert connection.get_service_config("sqs") == {}


def test_the_endpoint_of_a_service_is_its_own_or_everybodys() -> None:
    """As precedence settles it, without where it came from."""
    extra = {"endpoint_url": URL, "service_config": {"sts": {"endpoint_url": "http://sts:1"}}}
    connection = parse_connection(extra=extra)
    assert connection.get_service_endpoint_url("sts") == "http://sts:1"
    assert connection.get_service_endpoint_url("s3") == URL
    assert AwsConnection().get_service_endpoint_url("s3") is None


def write_bad_json(secret: str) -> str:
    """A connection in JSON with a problem, and secrets in every place."""
    extra = {
        "verify": [],
        "role_arn": ARN,
        "aws_session_token": secret,
        "config_kwargs": {"proxies": {"https": f"http://u:{secret}@p:1"}},
        "assume_role_with_saml": {"idp_request_kwargs": {"auth": ["u", secret]}},
        "db_password": secret,
        "external_id": secret,
    }
    return json.dumps({"conn_type": "aws", "login": "ASIAIOSFODNN7EXAMPLE", "password": secret, "extra": extra})


def read_json_file(path: Path) -> Any:
    """What is in the file; by the time of the error this frame is gone."""
    return json.loads(path.read_text())


# Each gets its input from functions that have returned, so that no frame but ours could hold it.
CALLS: dict[str, Callable[[Path], object]] = {
    "parse_connection": lambda path: parse_connection(
        login=read_json_file(path)["login"],
        password=read_json_file(path)["password"],
        extra=read_json_file(path)["extra"],
    ),
    "from_json": lambda path: AwsConnection.from_json(path.read_text()),
    "from_mapping": lambda path: AwsConnection.from_mapping(read_json_file(path)),
    "from_uri": lambda path: AwsConnection.from_uri(
        f"aws://ASIAIOSFODNN7EXAMPLE:{read_json_file(path)['password']}@/?verify=%5B%5D&aws_session_token="
        f"{read_json_file(path)['password']}&duration_seconds=1&role_arn=x&db_password={read_json_file(path)['password']}"
    ),
    "from_uri-broken": lambda path: AwsConnection.from_uri(f"aws://AKIA:{read_json_file(path)['password']}"),
    "from_json-broken": lambda path: AwsConnection.from_json(path.read_text()[:-1]),
}


def catch(name: str, path: Path) -> InvalidConnectionError:
    """The error of a call, with the frames it came through."""
    try:
        CALLS[name](path)
    except InvalidConnectionError as error:
        return error
    raise AssertionError(name)


@pytest.fixture
def canary(tmp_path: Path) -> str:
    """A secret that is in no source line, written into a connection in a file."""
    secret = "C4N" + os.urandom(8).hex()
    (tmp_path / "bad.json").write_text(write_bad_json(secret))
    return secret


def print_rich(error: InvalidConnectionError) -> str:
    """The traceback as rich prints it, with the local variables of every frame."""
    text = io.StringIO()
    console = Console(file=text, width=2000)
    trace = error.__traceback__
    console.print(Traceback.from_exception(type(error), error, trace, show_locals=True, locals_max_string=100_000))
    return text.getvalue()


def print_cgitb(error: InvalidConnectionError) -> str:
    """The traceback as the standard library's cgitb prints it, with the variables of every line."""
    if sys.version_info >= (3, 13):
        pytest.skip("Python 3.13 has no cgitb")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        text: Callable[[Any, int], str] = importlib.import_module("cgitb").text
    return text((type(error), error, error.__traceback__), 9)


def print_locals(error: InvalidConnectionError) -> str:
    """The repr of every variable of every frame, for any tool that shows them."""
    shown, trace = [str(error)], error.__traceback__
    while trace is not None:
        shown.append(f"{trace.tb_frame.f_code.co_name}: {trace.tb_frame.f_locals!r}")
        trace = trace.tb_next
    return "\n".join(shown)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("show", [print_rich, print_cgitb, print_locals])
def test_no_traceback_with_locals_shows_a_secret(
    name: str, show: Callable[[InvalidConnectionError], str], canary: str, tmp_path: Path
) -> None:
    """What a failed task prints of our frames holds no secret, whatever prints it."""
    shown = show(catch(name, tmp_path / "bad.json"))
    assert name.partition("-")[0] in shown
    assert "accept" in shown
    assert canary not in shown
    assert canary[:12] not in shown
