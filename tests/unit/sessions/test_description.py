"""What is described is what a client gets, with where it came from, and never a secret."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from botocore.config import Config

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.sessions.arguments import ClientArguments
from airflow_provider_awsconn.sessions.description import DescribedSetting, Description, describe_connection
from airflow_provider_awsconn.sessions.factory import SessionFactory
from airflow_provider_awsconn.sessions.sts import build_sts_access

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import AirflowConnection

KEY = "AKIAIOSFODNN7EXAMPLE"
TEMPORARY_KEY = "ASIAIOSFODNN7EXAMPLE"
CANARY = "canary"
SECRET = "canarysecretcanarysecretcanarysecret1234"
ROLE = "arn:aws:iam::123456789012:role/etl"
CONFIG_FILE = "aws_config_file"
CREDENTIALS_FILE = "aws_shared_credentials_file"


def describe(
    extra: dict[str, Any] | None = None, service_name: str | None = None, *, keys: bool = False, **hook: Any
) -> Description:
    """Describe a connection with this Extra."""
    fields: dict[str, Any] = {"conn_type": "aws", "extra": extra or {}}
    if keys:
        fields |= {"login": KEY, "password": SECRET}
    connection = AwsConnection.from_mapping(fields, "etl")
    return describe_connection(connection, HookArguments(**hook), service_name)


def find(description: Description, name: str) -> tuple[Any, str]:
    """The value and the origin of one setting."""
    (found,) = [(each.value, each.origin) for each in description.settings if each.name == name]
    return found


def list_names(description: Description) -> list[str]:
    """The names of the settings."""
    return [each.name for each in description.settings]


@pytest.fixture
def here(tmp_path: Path) -> Callable[[str, str], str]:
    """How an origin names a profile in a file that aws_files writes."""
    return lambda profile, file: f"profile '{profile}' in {tmp_path / file}"


def test_a_connection_of_nothing_shows_what_is_left_to_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set anywhere: every row says what happens instead."""
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    assert describe().to_dict() == {
        "settings": [
            {"name": "conn_id", "value": "etl", "origin": "connection"},
            {"name": "profile_name", "value": None, "origin": "not set; the default profile where there is one"},
            {
                "name": "credentials",
                "value": "not looked up",
                "origin": "boto3's lookup chain finds them at first use (instance metadata)",
            },
            {"name": "region_name", "value": None, "origin": "not set; services that need one will refuse"},
            {"name": "endpoint_url", "value": None, "origin": "not set; boto3 makes it from service and region"},
            {"name": "verify", "value": True, "origin": "botocore's default"},
            {"name": "config.retries.mode", "value": "adaptive", "origin": "environment variable AWS_RETRY_MODE"},
        ],
        "remarks": [],
    }


def test_text_has_a_setting_in_each_line() -> None:
    """Names and values stand in columns, a long value breaks none of them, remarks come last."""
    description = Description(
        (
            DescribedSetting("region_name", "eu-west-1", "extra.region_name"),
            DescribedSetting("verify", False, "argument of the hook"),
            DescribedSetting("x", "long" * 20, "y"),
            DescribedSetting("escape", "\x1b[2J", "y"),
            DescribedSetting("nothing", None, "not set"),
        ),
        describe({"regionname": "eu-west-1"}).remarks,
    )
    assert str(description).splitlines() == [
        "region_name = eu-west-1    (extra.region_name)",
        "verify      = false        (argument of the hook)",
        f"x           = {'long' * 20}  (y)",
        'escape      = "\\u001b[2J"  (y)',
        "nothing     = -            (not set)",
        "remark: extra.regionname: is not a key of an aws connection and has no effect; did you mean region_name?",
    ]


# Region, endpoint, verify and options: where each of the places counts.

EXTRAS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "connection": {
        "region_name": "eu-west-1",
        "endpoint_url": "http://all.example:9000",
        "verify": False,
        "config_kwargs": {"retries": {"max_attempts": 4}, "read_timeout": 7},
    },
    "service": {
        "region_name": "eu-west-1",
        "config_kwargs": {"retries": {"mode": "adaptive", "total_max_attempts": 9}},
        "service_config": {
            "s3": {
                "region_name": "eu-north-1",
                "endpoint_url": "http://s3.example:1",
                "config_kwargs": {"retries": {"max_attempts": 1}},
            },
            "sts": {"region_name": "us-west-2"},
        },
    },
    "aws endpoint": {"endpoint_url": "https://vpce-1.s3.eu-west-1.vpce.amazonaws.com", "region_name": "eu-west-1"},
    "unsigned": {"config_kwargs": {"signature_version": "unsigned", "region_name": "ap-south-1"}},
    "ignoring": {"config_kwargs": {"ignore_configured_endpoint_urls": True}, "region_name": "eu-west-1"},
    "profile": {"profile_name": "etl"},
    "r2": {"endpoint_url": "https://0123.r2.cloudflarestorage.com"},
    "store": {
        "store": "minio",
        "service_config": {
            "s3": {"endpoint_url": "http://s3.example:1"},
            "sts": {"endpoint_url": "http://s3.example:1"},
        },
        "config_kwargs": {"request_checksum_calculation": "when_supported"},
    },
}
HOOKS: dict[str, dict[str, Any]] = {
    "no arguments": {},
    "arguments": {"region_name": "sa-east-1", "verify": True, "config": {"retries": {"max_attempts": 2}}},
    "config": {"config": Config(retries={"total_max_attempts": 3, "mode": "standard"}, connect_timeout=3)},
}
ENVIRONMENTS: dict[str, dict[str, str]] = {
    "empty": {},
    "set": {
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_REGION": "us-east-2",
        "AWS_MAX_ATTEMPTS": "6",
        "AWS_RETRY_MODE": "adaptive",
        "AWS_ENDPOINT_URL": "http://everything.example:2",
        "AWS_ENDPOINT_URL_S3": "http://only-s3.example:3",
    },
    "profile": {"AWS_PROFILE": "etl", "AWS_MAX_ATTEMPTS": "5"},
    "default profile": {"AWS_DEFAULT_PROFILE": "etl", "AWS_PROFILE": "other"},
    "ignoring": {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://everything.example:2"},
    "mode": {"AWS_DEFAULTS_MODE": "standard"},
}
FILES = """
[profile etl]
region = ca-central-1
retry_mode = legacy
max_attempts = 8
services = mine
ca_bundle = {bundle}
s3 =
    addressing_style = path

[services mine]
dynamodb =
    endpoint_url = http://dynamodb.example:4

[profile other]
region = eu-south-1
endpoint_url = http://other.example:5
"""


# Every pair of places meets; each fifth of all mixtures, for a client takes its time to make.
COMBINATIONS = list(itertools.product(EXTRAS, ENVIRONMENTS, ("s3", "sts", "dynamodb"), HOOKS))[::5]


@pytest.mark.once
@pytest.mark.parametrize(("extra", "environment", "service", "hook"), COMBINATIONS)
def test_what_is_described_is_what_a_client_gets(
    extra: str,
    hook: str,
    environment: str,
    service: str,
    aws_files: Callable[[str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Region, endpoint, TLS, retries and time-outs of a real client, from every mixture of places."""
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    aws_files(FILES.format(bundle=bundle))
    for name, value in ENVIRONMENTS[environment].items():
        monkeypatch.setenv(name, value)
    connection = AwsConnection.from_mapping(
        {"conn_type": "aws", "login": KEY, "password": SECRET, "extra": EXTRAS[extra]}
    )
    arguments = HookArguments(**HOOKS[hook])
    described = describe_connection(connection, arguments, service)
    factory = SessionFactory(connection, arguments)
    region = find(described, "region_name")[0]
    if region is None and service == "dynamodb":
        pytest.skip("boto3 makes no client of it without a region")
    client = factory.build_client(service)
    if region is not None:
        assert client.meta.region_name == region
    else:
        assert client.meta.region_name in {"aws-global", "us-east-1"}
    endpoint = find(described, "endpoint_url")[0]
    if endpoint is None:
        assert client.meta.endpoint_url.endswith("amazonaws.com")
    else:
        assert client.meta.endpoint_url == endpoint
    assert client._endpoint.http_session._verify == find(described, "verify")[0]
    config = client.meta.config
    rows = {each.name: each.value for each in described.settings}
    assert config.retries["mode"] == rows["config.retries.mode"]
    assert config.retries.get("total_max_attempts") == rows.get("config.retries.total_max_attempts")
    for name in ("connect_timeout", "read_timeout", "request_checksum_calculation", "response_checksum_validation"):
        if f"config.{name}" in rows:
            assert getattr(config, name) == rows[f"config.{name}"]
    style = (config.s3 or {}).get("addressing_style")
    assert style == rows.get("config.s3.addressing_style")
    if rows.get("config.signature_version") == "v4":
        assert config.signature_version == "v4"


def test_each_pair_of_places_meets() -> None:
    """The mixtures that are tried leave no two places untried together."""
    met = {pair for combination in COMBINATIONS for pair in itertools.combinations(combination, 2)}
    for first, second in itertools.combinations((EXTRAS, ENVIRONMENTS, ("s3", "sts", "dynamodb"), HOOKS), 2):
        assert set(itertools.product(first, second)) <= met


def test_each_setting_names_the_place_that_counted(
    aws_files: Callable[[str], None], here: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Hook, connection, service, environment and profile, one of each."""
    aws_files(FILES.format(bundle="/etc/ca.pem"))
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "6")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://user:canary@s3.example")
    extra = {"profile_name": "etl", "service_config": {"s3": {"config_kwargs": {"read_timeout": 5}}}}
    described = describe(extra, "s3", config={"connect_timeout": 60})
    profile = here("etl", CONFIG_FILE)
    assert find(described, "profile_name") == ("etl", "extra.profile_name")
    assert find(described, "region_name") == ("ca-central-1", profile)
    assert find(described, "verify") == ("/etc/ca.pem", profile)
    assert find(described, "endpoint_url") == ("http://***@s3.example", "environment variable AWS_ENDPOINT_URL_S3")
    assert find(described, "config.read_timeout") == (5, "extra.service_config.s3.config_kwargs.read_timeout")
    assert find(described, "config.connect_timeout") == (60, "argument of the hook")
    assert find(described, "config.retries.mode") == ("legacy", profile)
    assert find(described, "config.retries.total_max_attempts") == (6, "environment variable AWS_MAX_ATTEMPTS")
    assert find(described, "config.s3.addressing_style") == ("path", profile)
    services = f"services section 'mine' in {tmp_path / CONFIG_FILE}"
    assert find(describe(extra, "dynamodb"), "endpoint_url") == ("http://dynamodb.example:4", services)
    monkeypatch.setenv("AWS_PROFILE", "other")
    described = describe()
    assert find(described, "profile_name") == ("other", "environment variable AWS_PROFILE")
    assert find(described, "endpoint_url") == ("http://other.example:5", here("other", CONFIG_FILE))


def test_what_a_store_needs_names_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting of a preset tells why it is there, and one that is overridden tells who did it."""
    extra: dict[str, Any] = {"endpoint_url": "https://minio.example:9000", "store": "minio"}
    described = describe(extra | {"config_kwargs": {"s3": {"addressing_style": "auto"}}}, "s3")
    origin = "preset of store minio"
    assert find(described, "store") == ("minio", "extra.store")
    assert find(described, "region_name") == ("us-east-1", origin)
    assert find(described, "config.s3.addressing_style") == ("auto", "extra.config_kwargs.s3.addressing_style")
    assert find(described, "config.request_checksum_calculation") == ("when_required", origin)
    assert find(described, "config.response_checksum_validation") == ("when_required", origin)
    described = describe({"service_config": {"sqs": {"endpoint_url": "http://sqs.example:9324"}}}, "sqs")
    assert find(described, "region_name") == ("us-east-1", "service_config.sqs.endpoint_url is not AWS's")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-north-1")
    assert find(describe(extra), "region_name") == ("eu-north-1", "environment variable AWS_DEFAULT_REGION")
    extra = {"endpoint_url": "https://0123.r2.cloudflarestorage.com"}
    of_r2 = ("auto", "preset of store r2, by the host of endpoint_url")
    assert find(describe(extra), "region_name") == of_r2
    said = "extra.config_kwargs.region_name"
    assert find(describe(extra | {"config_kwargs": {"region_name": "weur"}}), "region_name") == ("weur", said)


def test_a_role_at_a_store_tells_where_sts_is() -> None:
    """STS is the store's own, in the region that the store takes."""
    described = describe({"endpoint_url": "https://minio.example:9000", "role_arn": ROLE})
    assert find(described, "sts.region_name") == ("us-east-1", "of the partition aws; nobody says a region")
    assert find(described, "sts.endpoint_url") == ("https://minio.example:9000", "extra.endpoint_url")


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({}, id="aws"),
        pytest.param({"endpoint_url": "https://minio.example:9000"}, id="store"),
        pytest.param({"region_name": "cn-northwest-1"}, id="region"),
        pytest.param({"service_config": {"sts": {"region_name": "cn-northwest-1"}}}, id="region-of-sts"),
        pytest.param({"config_kwargs": {"region_name": "cn-northwest-1"}}, id="region-in-its-config"),
    ],
)
@pytest.mark.parametrize("environment", [None, "cn-northwest-1"])
def test_the_region_of_sts_is_where_it_is_asked(
    extra: dict[str, Any], environment: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For roles and for clients, the partition of a role included, which no store changes."""
    if environment:
        monkeypatch.setenv("AWS_DEFAULT_REGION", environment)
    role = {"role_arn": "arn:aws-cn:iam::123456789012:role/etl"}
    connection = parse_connection(login="AKIA", password="secret", extra=extra | role)
    described = describe_connection(connection, HookArguments(), "sts")
    asked = build_sts_access(ClientArguments(connection), Surroundings()).target[0]
    assert find(described, "sts.region_name")[0] == asked
    assert find(described, "region_name")[0] == SessionFactory(connection).build_client("sts").meta.region_name


def test_the_credentials_file_is_named_where_it_counts(
    aws_files: Callable[[str, str], None], here: Callable[[str, str], str]
) -> None:
    """Botocore lets the credentials file win; so the origin names that one."""
    aws_files("[default]\nregion = eu-west-1\noutput = json\n", "[default]\nregion = eu-west-3\n")
    assert find(describe(), "region_name") == ("eu-west-3", here("default", CREDENTIALS_FILE))


def test_ca_bundles_are_found_in_botocores_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_CA_BUNDLE goes before REQUESTS_CA_BUNDLE, the connection before both."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/requests.pem")
    assert find(describe(), "verify") == ("/requests.pem", "environment variable REQUESTS_CA_BUNDLE")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/aws.pem")
    assert find(describe(), "verify") == ("/aws.pem", "environment variable AWS_CA_BUNDLE")
    assert find(describe({"verify": True}), "verify") == (True, "extra.verify")
    assert find(describe({"verify": True}, verify=False), "verify") == (False, "argument of the hook")


def test_ignored_endpoints_say_who_ignores_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS_IGNORE_CONFIGURED_ENDPOINT_URLS, or the option of the same name."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://everything.example:2")
    nobody = "not set; boto3 makes it from service and region; {} leaves environment and profile out"
    extra = {"config_kwargs": {"ignore_configured_endpoint_urls": True}}
    origin = "extra.config_kwargs.ignore_configured_endpoint_urls"
    assert find(describe(extra, "s3"), "endpoint_url") == (None, nobody.format(origin))
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    origin = "environment variable AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
    assert find(describe({}, "s3"), "endpoint_url") == (None, nobody.format(origin))


def test_retries_are_counted_as_the_client_counts_them() -> None:
    """max_attempts are retries, and one more request is sent; total_max_attempts beats it."""
    described = describe({"config_kwargs": {"retries": {"max_attempts": 4}}})
    assert find(described, "config.retries.total_max_attempts") == (
        5,
        "extra.config_kwargs.retries.max_attempts, and the first attempt",
    )
    assert "config.retries.max_attempts" not in list_names(described)


def test_what_a_layer_takes_back_is_not_described() -> None:
    """An empty object of the hook means no proxies."""
    extra = {"config_kwargs": {"proxies": {"https": "http://proxy.example:1"}}}
    described = describe(extra, config={"proxies": {}})
    assert "config.proxies.https" not in list_names(described)
    assert find(described, "config.proxies") == ({}, "argument of the hook")


def test_a_variable_that_botocore_refuses_is_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that is none."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "many")
    assert [str(remark) for remark in describe().remarks] == [
        "environment variable AWS_MAX_ATTEMPTS: is not what botocore takes for max_attempts; correct it, or remove it"
    ]


# Credentials, in botocore's order.

PROFILES = """
[profile keys]
aws_access_key_id = AKIAINCONFIG00000000
aws_secret_access_key = canarysecretcanarysecretcanarysecret1234

[profile role]
role_arn = arn:aws:iam::123456789012:role/etl
source_profile = keys

[profile source]
role_arn = arn:aws:iam::123456789012:role/etl
credential_source = Ec2InstanceMetadata

[profile half]
role_arn = arn:aws:iam::123456789012:role/etl

[profile web]
role_arn = arn:aws:iam::123456789012:role/web
web_identity_token_file = /token

[profile sso]
sso_account_id = 123456789012
sso_role_name = reader
sso_start_url = https://canary.example
sso_region = eu-west-1

[profile process]
credential_process = /bin/vend --secret canary

[profile empty]
region = eu-west-1
"""


@pytest.mark.parametrize(
    ("profile", "kind"),
    [
        ("keys", "key pair"),
        ("role", f"role {ROLE} by source_profile keys"),
        ("source", f"role {ROLE} by credential_source Ec2InstanceMetadata"),
        ("half", f"role {ROLE}"),
        ("web", "role arn:aws:iam::123456789012:role/web by the web identity token /token"),
        ("sso", "sso role reader in account 123456789012"),
        ("process", "credential_process"),
    ],
)
def test_a_profile_names_its_kind_of_credentials(
    profile: str,
    kind: str,
    aws_files: Callable[[str], None],
    here: Callable[[str, str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A profile that is asked for by name beats the environment's keys, as boto3 has it, and nothing of it is run."""
    aws_files(PROFILES)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/token")
    monkeypatch.setenv("AWS_ROLE_ARN", ROLE)
    monkeypatch.setattr(subprocess, "Popen", None)
    described = describe({"profile_name": profile})
    assert find(described, "credentials") == (kind, here(profile, CONFIG_FILE))
    assert CANARY not in str(described) + json.dumps(described.to_dict())
    if profile == "keys":
        assert find(described, "access_key_id") == ("AKIAINCONFIG00000000", here("keys", CONFIG_FILE))
    reasons = [remark.reason for remark in described.remarks]
    expected = ["has role_arn with none or both of source_profile and credential_source"]
    assert reasons == (expected if profile == "half" else [])


@pytest.mark.parametrize(
    ("variables", "kind", "origin"),
    [
        pytest.param(
            {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_WEB_IDENTITY_TOKEN_FILE": "/t"},
            "key pair",
            "environment variable AWS_ACCESS_KEY_ID",
            id="keys-before-web-identity",
        ),
        pytest.param(
            {"AWS_ACCESS_KEY_ID": TEMPORARY_KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": SECRET},
            "temporary key pair",
            "environment variable AWS_ACCESS_KEY_ID",
            id="temporary-keys",
        ),
        pytest.param(
            {"AWS_WEB_IDENTITY_TOKEN_FILE": "/t", "AWS_ROLE_ARN": ROLE, "AWS_PROFILE": "keys"},
            f"role {ROLE} by the web identity token /t",
            "environment variable AWS_WEB_IDENTITY_TOKEN_FILE",
            id="web-identity-before-the-profile's-keys",
        ),
        pytest.param(
            {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/creds"},
            "container credentials",
            "environment variable AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            id="container",
        ),
        pytest.param(
            {},
            "none",
            "boto3's lookup chain is empty, and AWS_EC2_METADATA_DISABLED is true",
            id="nothing",
        ),
    ],
)
def test_the_environment_names_its_kind_of_credentials(
    variables: dict[str, str], kind: str, origin: str, aws_files: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment gives, in botocore's order, the container's server not asked."""
    aws_files(PROFILES)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    described = describe()
    assert find(described, "credentials") == (kind, origin)
    assert CANARY not in str(described)
    if "AWS_SESSION_TOKEN" in variables:
        assert find(described, "session_token") == ("***", origin)


def test_half_a_key_pair_in_the_environment_is_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3 would refuse it at the first use."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    assert [str(remark) for remark in describe().remarks] == [
        "environment variable AWS_SECRET_ACCESS_KEY: is empty while AWS_ACCESS_KEY_ID is set; set both or neither"
    ]


def test_half_a_key_pair_in_a_profile_is_remarked(
    aws_files: Callable[[str, str], None], here: Callable[[str, str], str]
) -> None:
    """Botocore's refusal is told without what it read."""
    aws_files("", f"[default]\naws_access_key_id = {KEY}\n")
    described = describe()
    place = here("default", CREDENTIALS_FILE)
    assert find(described, "credentials") == ("none", place)
    assert [str(remark) for remark in described.remarks] == [
        f"{place}: botocore refuses it (PartialCredentialsError); give both halves of the key pair"
    ]


def test_a_missing_profile_is_remarked_with_those_there_are(
    aws_files: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing works then, and the rest is described all the same."""
    aws_files("[profile a]\n[profile b]\n")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    described = describe({"profile_name": "c"}, "s3")
    files = f"{tmp_path / CONFIG_FILE} or {tmp_path / CREDENTIALS_FILE}"
    assert [str(remark) for remark in described.remarks] == [
        f"extra.profile_name: there is no profile 'c' in {files}; there are: a, b"
    ]
    assert find(described, "credentials") == ("none", "the profile can't be read")
    assert find(described, "region_name") == ("eu-west-1", "environment variable AWS_DEFAULT_REGION")


def test_a_broken_file_is_remarked_without_its_text(aws_files: Callable[[str], None], tmp_path: Path) -> None:
    """The parser's own message quotes the line, which may be a secret."""
    aws_files("[default]\ncanarysecret\n")
    described = describe()
    assert [str(remark) for remark in described.remarks] == [
        f"{tmp_path / CONFIG_FILE}: is not a file of AWS profiles; correct it"
    ]
    assert CANARY not in str(described)


def test_unsigned_requests_need_no_credentials() -> None:
    """signature_version unsigned beats keys; STS takes no other than its own."""
    extra = {"config_kwargs": {"signature_version": "unsigned"}, "role_arn": ROLE}
    described = describe(extra, "s3", keys=True)
    origin = "extra.config_kwargs.signature_version"
    assert find(described, "credentials") == ("none, requests are not signed", origin)
    described = describe(extra, "sts", keys=True)
    assert find(described, "credentials") == ("key pair", "login")
    assert find(described, "config.signature_version") == ("v4", "STS knows no other")


def test_the_key_pair_of_the_connection_is_told_without_its_secret() -> None:
    """Where it stands, and which key it is."""
    fields = {"conn_type": "aws", "login": TEMPORARY_KEY, "password": SECRET, "extra": {"aws_session_token": SECRET}}
    described = describe_connection(AwsConnection.from_mapping(fields), HookArguments())
    assert find(described, "conn_id") == (None, "no connection; boto3's own lookup chain")
    assert find(described, "credentials") == ("temporary key pair", "login")
    assert find(described, "access_key_id") == (TEMPORARY_KEY, "login")
    assert find(described, "session_token") == ("***", "extra.aws_session_token")
    assert CANARY not in str(described) + repr(described) + json.dumps(described.to_dict())


# Roles, and what stands in for base credentials.


def test_every_hop_is_told_in_order() -> None:
    """Which role, with which arguments, and where STS is asked."""
    extra = {
        "role_chain": [ROLE, {"aws_iam_role": "b", "aws_account_id": "210987654321"}, {"aws_iam_role": "c"}],
        "external_id": "canary-partner",
        "duration_seconds": 900,
        "role_session_name": "af_{conn_id}_{dag_id}_{task_id}",
        "session_tags": {"team": "etl"},
        "assume_role_kwargs": {"TokenCode": "canary", "SerialNumber": "arn:aws:iam::123456789012:mfa/me"},
        "region_name": "eu-west-1",
        "endpoint_url": "https://s3.eu-west-1.amazonaws.com",
        "service_config": {"sts": {"region_name": "us-east-1", "endpoint_url": "https://sts.example"}},
    }
    described = describe(extra, "s3")
    of_task = ("af_etl_{dag_id}_{task_id}", "extra.role_session_name; a task fills in {dag_id}, {task_id}")
    rows = {each.name: (each.value, each.origin) for each in described.settings}
    assert {name: row for name, row in rows.items() if name.startswith(("roles.", "sts."))} == {
        "roles.0.role": (ROLE, "extra.role_chain.0.role_arn"),
        "roles.0.session_name": of_task,
        "roles.1.role": ("b in account 210987654321", "extra.role_chain.1.aws_iam_role"),
        "roles.1.session_name": of_task,
        "roles.2.role": ("c in the account of the credentials before it", "extra.role_chain.2.aws_iam_role"),
        "roles.2.external_id": ("***", "extra.external_id"),
        "roles.2.duration_seconds": (900, "extra.duration_seconds"),
        "roles.2.session_name": of_task,
        "roles.2.tags": ({"team": "etl"}, "extra.session_tags"),
        "roles.2.TokenCode": ("***", "extra.assume_role_kwargs.TokenCode"),
        "roles.2.SerialNumber": ("arn:aws:iam::123456789012:mfa/me", "extra.assume_role_kwargs.SerialNumber"),
        "sts.region_name": ("us-east-1", "extra.service_config.sts.region_name"),
        "sts.endpoint_url": ("https://sts.example", "extra.service_config.sts.endpoint_url"),
    }
    assert CANARY not in str(described)


def test_a_session_name_is_shown_as_sts_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default one, and STS in the region of the environment or the partition's."""
    described = describe({"role_arn": ROLE})
    assert find(described, "roles.0.session_name") == ("Airflow_etl", "default")
    assert find(described, "sts.region_name") == ("us-east-1", "of the partition aws; nobody says a region")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "https://sts.example")
    described = describe({"role_arn": ROLE, "role_session_name": "a b"})
    assert find(described, "roles.0.session_name") == ("a-b", "extra.role_session_name")
    assert find(described, "sts.region_name") == ("eu-west-1", "environment variable AWS_DEFAULT_REGION")
    assert find(described, "sts.endpoint_url") == ("https://sts.example", "environment variable AWS_ENDPOINT_URL_STS")


def test_a_web_identity_tells_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token's file is the connection's or the environment's."""
    extra = {
        "role_arn": ROLE,
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "file",
    }
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/token")
    described = describe(extra)
    federation = "extra.assume_role_with_web_identity_federation"
    assert find(described, "credentials") == ("web identity token", federation)
    assert find(described, "web_identity.source") == ("file", federation)
    assert find(described, "web_identity.token_file") == (
        "/var/token",
        "environment variable AWS_WEB_IDENTITY_TOKEN_FILE",
    )
    described = describe(
        extra
        | {
            "assume_role_with_web_identity_token_file": "/t",
            "assume_role_with_web_identity_federation_audience": "sts.amazonaws.com",
        }
    )
    assert find(described, "web_identity.token_file") == ("/t", "extra.assume_role_with_web_identity_token_file")
    assert find(described, "web_identity.audience") == ("sts.amazonaws.com", f"{federation}_audience")


def test_saml_tells_its_settings_without_secrets() -> None:
    """What Airflow hides by name is hidden here."""
    saml = {
        "principal_arn": "arn:aws:iam::123456789012:saml-provider/idp",
        "idp_url": "https://idp.example",
        "idp_auth_method": "http_spegno_auth",
        "saml_response_xpath": "//x",
        "idp_request_kwargs": {"headers": {"Authorization": "canary"}},
    }
    extra = {"role_arn": ROLE, "assume_role_method": "assume_role_with_saml", "assume_role_with_saml": saml}
    described = describe(extra)
    assert find(described, "credentials") == ("SAML assertion", "extra.assume_role_with_saml")
    assert find(described, "saml.idp_request_kwargs") == (
        {"headers": "***"},
        "extra.assume_role_with_saml.idp_request_kwargs",
    )
    assert CANARY not in str(described)


# The rest.


def test_the_rest_of_the_connection_is_told() -> None:
    """Other services, guards, store and probe as they are, secrets in them hidden; foreign keys by name alone."""
    extra = {
        "service_config": {
            "s3": {"endpoint_url": "https://s3.example", "bucket_name": "mine"},
            "athena": {"output_location": "s3://x", "password": "canary"},
        },
        "config_kwargs": {"proxies": {"https": "http://me:canary@proxy.example:1"}},
        "allowed_account_ids": ["123456789012"],
        "forbidden_account_ids": ["210987654321"],
        "store": "minio",
        "test_endpoint_url": "https://sts.example",
        "test_probe": "s3://bucket",
        "session_kwargs": {"aws_account_id": "123456789012"},
        "work_group": "canary",
    }
    described = describe(extra, "s3")
    rows = {each.name: (each.value, each.origin) for each in described.settings}
    assert rows["account_id"] == ("123456789012", "extra.session_kwargs.aws_account_id")
    assert rows["config.proxies.https"] == ("http://***@proxy.example:1", "extra.config_kwargs.proxies.https")
    assert list(rows)[list(rows).index("service_config.s3") :] == [
        "service_config.s3",
        "service_config.athena",
        "allowed_account_ids",
        "forbidden_account_ids",
        "store",
        "test_endpoint_url",
        "test_probe",
        "other_keys",
    ]
    assert rows["service_config.s3"] == ({"bucket_name": "mine"}, "extra.service_config.s3")
    assert rows["service_config.athena"] == (
        {"output_location": "s3://x", "password": "***"},
        "extra.service_config.athena",
    )
    assert rows["allowed_account_ids"] == (["123456789012"], "extra.allowed_account_ids")
    assert rows["test_probe"] == (
        {"service": "s3", "operation": "head_bucket", "parameters": {"Bucket": "bucket"}},
        "extra.test_probe",
    )
    assert rows["other_keys"] == (["work_group"], "extra")
    assert CANARY not in str(described) + json.dumps(described.to_dict())


def test_a_service_that_boto3_does_not_know_is_remarked() -> None:
    """In the connection and in the question."""
    described = describe({"service_config": {"dynamo_db": {"x": 1}}}, "s3x")
    assert [(remark.where, remark.reason) for remark in described.remarks] == [
        ("extra.service_config.dynamo_db", "is not a service of boto3"),
        ("service.s3x", "is not a service of boto3"),
    ]


def test_the_hook_describes_its_own_service(airflow_connection: AirflowConnection) -> None:
    """Its arguments beat the connection, its service is the one described, and another can be asked for."""
    conn_id = airflow_connection(
        "aws_described",
        login=KEY,
        password=SECRET,
        extra={"region_name": "eu-west-1", "service_config": {"sqs": {"region_name": "eu-west-2"}}},
    )
    hook = AwsHook(conn_id, client_type="sqs", config={"read_timeout": 4})
    described = hook.describe()
    assert find(described, "conn_id") == ("aws_described", "connection")
    assert find(described, "region_name") == ("eu-west-2", "extra.service_config.sqs.region_name")
    assert find(described, "config.read_timeout") == (4, "argument of the hook")
    assert find(hook.describe("s3"), "region_name") == ("eu-west-1", "extra.region_name")
    described = AwsHook(conn_id, region_name="us-west-1", resource_type="s3").describe()
    assert find(described, "region_name") == ("us-west-1", "argument of the hook")
    assert CANARY not in str(described)


def test_describing_opens_no_connection(airflow_connection: AirflowConnection) -> None:
    """A process without sockets describes a connection that would be all network."""
    conn_id = airflow_connection("aws_offline", extra={"role_arn": ROLE, "region_name": "eu-west-1"})
    code = f"""
import os, socket
os.environ.pop("AWS_EC2_METADATA_DISABLED")
os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/"
def refuse(*_):
    raise SystemExit("a socket was opened")
from airflow_provider_awsconn.hooks.aws import AwsHook
hook = AwsHook({conn_id!r})
hook.region_name
socket.socket.connect = socket.create_connection = refuse
assert "container credentials" in str(hook.describe("s3"))
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
