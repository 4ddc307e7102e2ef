"""``hook.conn_config``: what callers read of a connection, by the names they know, and never a secret by the way."""

from __future__ import annotations

import copy
import json
import pickle
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from airflow_provider_awsconn.airflow_compat import BaseHook
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection_wrapper import AwsConnectionWrapper
from airflow_provider_awsconn.errors import InvalidConnectionError
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.running_task import run_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import AirflowConnection

# Of a team's own key, and of legacy keys.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

ROLE = "arn:aws:iam::123456789012:role/etl"
KEY_ID = "ASIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYcanary1234"
TOKEN = "IQoJb3JpZ2luX2VjCanaryToken1234567890=="
OWN_PASSWORD = "own-canary-password-77"
PROXY = "http://user:proxy-canary-99@proxy.example:3128"
CANARIES = (SECRET, TOKEN, OWN_PASSWORD, "proxy-canary-99")
EXTRA: dict[str, Any] = {
    "aws_session_token": TOKEN,
    "region_name": "eu-west-1",
    "verify": False,
    "endpoint_url": "https://minio.example:9000",
    "role_arn": ROLE,
    "assume_role_kwargs": {"DurationSeconds": 900, "RoleSessionName": "night", "ExternalId": "partner-7"},
    "config_kwargs": {"read_timeout": 7, "proxies": {"https": PROXY}},
    "service_config": {"sts": {"endpoint_url": "https://sts.example"}, "s3": {"bucket_name": "orders"}},
    "team": {"iam": True, "db_password": OWN_PASSWORD, "hosts": ["a", "b"]},
}


@pytest.fixture
def conn_id(airflow_connection: AirflowConnection) -> str:
    """A connection with something in every field."""
    return airflow_connection("c", login=KEY_ID, password=SECRET, extra=EXTRA, schema="db")


@pytest.fixture
def wrapper(conn_id: str) -> AwsConnectionWrapper:
    """What a hook of it gives."""
    return AwsHook(conn_id).conn_config


EXPECTED: dict[str, Any] = {
    "conn_id": "c",
    "conn_type": "aws",
    "login": KEY_ID,
    "schema": "db",
    "region_name": "eu-west-1",
    "verify": False,
    "endpoint_url": "https://minio.example:9000",
    "profile_name": None,
    "aws_access_key_id": KEY_ID,
    "role_arn": ROLE,
    "assume_role_method": "assume_role",
    "assume_role_kwargs": {"DurationSeconds": 900, "RoleSessionName": "night", "ExternalId": "partner-7"},
    "service_config": EXTRA["service_config"],
    "password": Secret(SECRET),
    "aws_secret_access_key": Secret(SECRET),
    "aws_session_token": Secret(TOKEN),
    "session_kwargs": {
        "aws_access_key_id": KEY_ID,
        "aws_secret_access_key": Secret(SECRET),
        "aws_session_token": Secret(TOKEN),
        "region_name": "eu-west-1",
    },
}


@pytest.mark.parametrize(("name", "value"), EXPECTED.items(), ids=EXPECTED)
def test_an_attribute_is_what_the_connection_says(name: str, value: Any, wrapper: AwsConnectionWrapper) -> None:
    """By the name that the stock provider's wrapper has for it."""
    assert getattr(wrapper, name) == value


@pytest.mark.parametrize("name", ["extra_config", "extra_dejson"])
def test_extra_is_there_as_it_is_stored(name: str, wrapper: AwsConnectionWrapper) -> None:
    """Keys of others and legacy keys too; secrets in it are hidden one by one."""
    found = getattr(wrapper, name)
    assert list(found) == list(EXTRA)
    assert found["team"] == {"iam": True, "db_password": Secret(OWN_PASSWORD), "hosts": ["a", "b"]}
    assert found["aws_session_token"] == Secret(TOKEN)
    assert found["config_kwargs"] == {"read_timeout": 7, "proxies": {"https": Secret(PROXY)}}
    assert found["region_name"] == "eu-west-1"
    found.clear()
    assert wrapper.reveal_extra() == EXTRA


def test_the_hook_is_over_the_connection(conn_id: str) -> None:
    """Region, verify and configuration of the hook; the configuration is merged."""
    wrapper = AwsHook(conn_id, region_name="us-east-1", verify=True, config={"connect_timeout": 3}).conn_config
    assert (wrapper.region_name, wrapper.verify) == ("us-east-1", True)
    config: Any = wrapper.botocore_config
    assert (config.read_timeout, config.connect_timeout) == (7, 3)
    assert wrapper.session_kwargs["region_name"] == "us-east-1"


def test_no_configuration_is_none(airflow_connection: AirflowConnection) -> None:
    """As the stock wrapper says it."""
    assert AwsHook(airflow_connection("plain", extra={})).conn_config.botocore_config is None


ENDPOINTS: list[tuple[str, dict[str, bool], dict[str, Any], str | None]] = [
    ("s3", {}, {}, "https://minio.example:9000"),
    ("sts", {}, {}, "https://sts.example"),
    ("sts", {"sts_connection_assume": True}, {}, "https://sts.example"),
    ("sts", {"sts_test_connection": True}, {"test_endpoint_url": "https://t.example"}, "https://sts.example"),
    (
        "sts",
        {"sts_test_connection": True},
        {"test_endpoint_url": "https://t.example", "service_config": {}},
        "https://t.example",
    ),
    ("sts", {"sts_connection_assume": True}, {"service_config": {}}, "https://minio.example:9000"),
    ("sts", {}, {"endpoint_url": None, "service_config": {}}, None),
]


@pytest.mark.parametrize(("service", "asked", "extra", "expected"), ENDPOINTS)
def test_the_endpoint_of_a_service(
    service: str, asked: dict[str, bool], extra: dict[str, Any], expected: str | None
) -> None:
    """The service's own beats the connection's; what is asked for a test may be elsewhere."""
    base = {"endpoint_url": EXTRA["endpoint_url"], "service_config": EXTRA["service_config"]}
    given = {name: value for name, value in (base | extra).items() if value is not None}
    wrapper = AwsConnectionWrapper.from_connection_metadata("c", KEY_ID.replace("ASIA", "AKIA"), SECRET, given)
    assert wrapper.get_service_endpoint_url(service, **asked) == expected


def test_two_kinds_of_sts_at_once_are_refused(wrapper: AwsConnectionWrapper) -> None:
    """Nobody can tell which is meant."""
    with pytest.raises(ValueError, match="both are set"):
        wrapper.get_service_endpoint_url("sts", sts_connection_assume=True, sts_test_connection=True)


METHODS: dict[str, tuple[dict[str, Any], str | None]] = {
    "none": ({}, None),
    "role": ({"role_arn": ROLE}, "assume_role"),
    "web-identity": (
        {
            "role_arn": ROLE,
            "assume_role_method": "assume_role_with_web_identity",
            "assume_role_with_web_identity_federation": "file",
        },
        "assume_role_with_web_identity",
    ),
    "saml": (
        {
            "role_arn": ROLE,
            "assume_role_method": "assume_role_with_saml",
            "assume_role_with_saml": {
                "principal_arn": "arn:aws:iam::123456789012:saml-provider/idp",
                "assertion_file": "/a",
            },
        },
        "assume_role_with_saml",
    ),
}


@pytest.mark.parametrize(("extra", "expected"), METHODS.values(), ids=METHODS)
def test_the_way_a_role_is_assumed(extra: dict[str, Any], expected: str | None) -> None:
    """By the names that connections have for it."""
    assert AwsConnectionWrapper.from_connection_metadata("c", extra=extra).assume_role_method == expected


def test_the_arguments_are_those_of_the_task(
    airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session name that nobody wrote is the one that STS is asked for."""
    conn_id = airflow_connection("c", extra={"role_arn": ROLE})
    with run_task(monkeypatch):
        name = AwsHook(conn_id).conn_config.assume_role_kwargs["RoleSessionName"]
    assert "daily" in name
    assert "load" in name


def test_without_a_connection_it_is_empty_and_false() -> None:
    """As for ``aws_conn_id=None``."""
    for wrapper in (AwsConnectionWrapper(None), AwsHook(None).conn_config, AwsConnectionWrapper()):
        assert not wrapper
        assert (wrapper.conn_id, wrapper.conn_type, wrapper.login, wrapper.password) == (None, None, None, None)
        assert (wrapper.extra_config, wrapper.session_kwargs, wrapper.assume_role_kwargs) == ({}, {}, {})
    assert not AwsHook(None, region_name="eu-west-1").conn_config
    assert AwsHook(None, region_name="eu-west-1").conn_config.session_kwargs == {"region_name": "eu-west-1"}
    assert AwsConnectionWrapper.from_connection_metadata("empty")


def test_it_is_made_of_what_people_have(conn_id: str) -> None:
    """An Airflow connection, another wrapper, a parsed connection, the fields."""
    known = BaseHook.get_connection(conn_id)
    first = AwsConnectionWrapper(conn=known, region_name="us-east-2", botocore_config=Config(connect_timeout=2))
    again = AwsConnectionWrapper(first, verify=True, botocore_config={"max_pool_connections": 4})
    config: Any = again.botocore_config
    assert (again.region_name, again.verify, again.schema) == ("us-east-2", True, "db")
    assert (config.read_timeout, config.connect_timeout, config.max_pool_connections) == (7, 2, 4)
    parsed = AwsConnectionWrapper(first.settings)
    assert (parsed.login, parsed.password, parsed.conn_type) == (KEY_ID, Secret(SECRET), "aws")
    assert parsed.reveal_extra()["role_arn"] == ROLE
    of_fields = AwsConnectionWrapper.from_connection_metadata("c", KEY_ID, SECRET, json.dumps(EXTRA))
    assert of_fields.settings == AwsConnectionWrapper(known).settings


def test_what_the_parser_knows_is_there_too(wrapper: AwsConnectionWrapper) -> None:
    """Beyond the stock names; what nobody has is an AttributeError."""
    assert wrapper.roles == wrapper.settings.roles
    assert isinstance(wrapper.settings, AwsConnection)
    with pytest.raises(AttributeError):
        _ = wrapper.nobody_has_this
    with pytest.raises(AttributeError):
        _ = wrapper._nor_this


def test_a_wrong_connection_names_all_its_problems() -> None:
    """Made by hand it is checked as any other."""
    with pytest.raises(InvalidConnectionError) as refused:
        AwsConnectionWrapper.from_connection_metadata("c", KEY_ID, None, {"role_arn": "MyRole", "verify": 7})
    assert {problem.where for problem in refused.value.problems} >= {"password", "extra.role_arn", "extra.verify"}


# Secrets.


def test_the_secrets_come_in_clear_when_asked_for(wrapper: AwsConnectionWrapper) -> None:
    """One call each, that nobody makes by accident; boto3 takes what it gives."""
    assert wrapper.password is not None
    assert wrapper.password.reveal() == SECRET
    kwargs = wrapper.reveal_session_kwargs()
    assert (kwargs["aws_secret_access_key"], kwargs["aws_session_token"]) == (SECRET, TOKEN)
    credentials: Any = boto3.session.Session(**kwargs).get_credentials()
    assert (credentials.access_key, credentials.secret_key, credentials.token) == (KEY_ID, SECRET, TOKEN)
    assert wrapper.reveal_extra()["team"]["db_password"] == OWN_PASSWORD


def test_hidden_secrets_are_no_other_identity(wrapper: AwsConnectionWrapper) -> None:
    """Whoever takes the hidden ones for a session fails at the first request, which nobody else's keys sign."""
    client = boto3.session.Session(**wrapper.session_kwargs).client("s3")
    with pytest.raises((AttributeError, TypeError), match="Secret"):
        client.generate_presigned_url("list_buckets")


def test_nothing_shows_a_secret(wrapper: AwsConnectionWrapper, conn_id: str, redact: Callable[[str], str]) -> None:
    """Not a repr, a text, a pickle, a copy, an attribute; and logs mask them."""
    shown = [repr(wrapper), str(wrapper), repr(vars(wrapper)), repr(wrapper.settings)]
    names = [name for name in dir(wrapper) if not name.startswith("_") and not name.startswith("reveal")]
    shown += [repr(getattr(wrapper, name)) for name in names if name != "botocore_config"]
    shown += [json.dumps(wrapper.extra_config, default=str)]
    shown += [pickle.dumps(wrapper.settings).decode("latin-1"), pickle.dumps(wrapper).decode("latin-1")]
    hook = AwsHook(conn_id)
    _ = hook.conn_config
    shown += [pickle.dumps(hook).decode("latin-1"), repr(copy.deepcopy(wrapper)), repr(copy.copy(wrapper))]
    assert [canary for canary in CANARIES if any(canary in text for text in shown)] == []
    for canary in (SECRET, TOKEN, OWN_PASSWORD):
        assert canary not in redact(f"logged {canary}")
    again = pickle.loads(pickle.dumps(wrapper))
    assert again.reveal_extra() == EXTRA


def test_what_airflow_does_not_know_of_is_masked(redact: Callable[[str], str]) -> None:
    """Of one that is made of its fields the logs show no secret either."""
    # Words of other tests may be masked already.
    password, of_team = token_hex(20), token_hex(12)
    assert redact(f"{password} {of_team}") == f"{password} {of_team}"
    AwsConnectionWrapper.from_connection_metadata(
        "c", "AKIAIOSFODNN7EXAMPLE", password, {"team": {"db_password": of_team}}
    )
    assert redact(f"{password} {of_team}") == "*** ***"
