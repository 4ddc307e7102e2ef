"""Names and values for botocore: each mistake found without a request, told without the value."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from botocore.config import Config
from botocore.loaders import Loader

from airflow_provider_awsconn.sessions import botocore_names
from airflow_provider_awsconn.sessions.botocore_names import (
    check_assume_role_arguments,
    check_ca_bundle,
    check_config_arguments,
    check_service_names,
)

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "wJalrXUtnFEMI/K7MDENG canary"
OPERATIONS = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")
POLICY_ARN = "arn:aws:iam::123456789012:policy/narrow"


def tell_config(arguments: dict[str, Any]) -> list[str]:
    """The texts for arguments of config_kwargs."""
    return [str(problem) for problem in check_config_arguments("extra.config_kwargs", arguments)]


def tell_role(operation: str, arguments: dict[str, Any]) -> list[str]:
    """The texts for arguments of assume_role_kwargs."""
    return [str(problem) for problem in check_assume_role_arguments("extra.assume_role_kwargs", operation, arguments)]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({}, id="none"),
        pytest.param({"signature_version": "unsigned"}, id="unsigned"),
        pytest.param({"signature_version": "s3v4", "region_name": "eu-west-1"}, id="text"),
        pytest.param({"connect_timeout": 5, "read_timeout": 2.5, "max_pool_connections": 20}, id="numbers"),
        pytest.param({"connect_timeout": None, "read_timeout": None}, id="no-timeout"),
        pytest.param({"retries": {"mode": "adaptive", "max_attempts": 0, "total_max_attempts": 1}}, id="retries"),
        pytest.param(
            {"s3": {"addressing_style": "path", "use_accelerate_endpoint": False, "use_dualstack_endpoint": True}},
            id="s3",
        ),
        pytest.param(
            {"s3": {"payload_signing_enabled": True, "us_east_1_regional_endpoint": "regional"}}, id="s3-documented"
        ),
        pytest.param({"s3": {"use_arn_region": False, "force_path_style": True}}, id="s3-read-by-botocore"),
        pytest.param({"proxies": {"http": "http://proxy.example:3128"}}, id="proxies"),
        pytest.param({"proxies_config": {"proxy_ca_bundle": "/etc/ssl/proxy.pem"}}, id="proxies-config"),
        pytest.param({"client_context_params": {"anything": 1}}, id="client-context"),
        pytest.param(dict.fromkeys(("retries", "s3", "proxies", "proxies_config", "client_context_params")), id="null"),
        pytest.param({"retries": {}, "s3": {}, "proxies_config": {}}, id="empty"),
    ],
)
def test_right_config_arguments_are_no_problem(arguments: dict[str, Any]) -> None:
    """What botocore takes and uses passes."""
    assert tell_config(arguments) == []


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        pytest.param(
            {"retires": {}}, "retires: is not an argument of botocore's Config; did you mean retries?", id="near"
        ),
        pytest.param(
            {"readTimeout": 5},
            "readTimeout: is not an argument of botocore's Config; did you mean read_timeout?",
            id="camel-case",
        ),
        pytest.param(
            {"colour": 1}, "colour: is not an argument of botocore's Config; see botocore.config.Config", id="far"
        ),
        pytest.param(
            {"connect_timeout": "20"},
            "connect_timeout: is not a number of seconds above 0; give one, without quotes",
            id="connect-text",
        ),
        pytest.param(
            {"read_timeout": "20"},
            "read_timeout: is not a number of seconds above 0; give one, without quotes",
            id="read-text",
        ),
        pytest.param({"read_timeout": 0}, "read_timeout: is not a number of seconds above 0; give one", id="zero"),
        pytest.param(
            {"read_timeout": True}, "read_timeout: is not a number of seconds above 0; give one", id="boolean"
        ),
        pytest.param(
            {"read_timeout": float("nan")}, "read_timeout: is not a number of seconds above 0; give one", id="nan"
        ),
        pytest.param(
            {"max_pool_connections": "20"},
            "max_pool_connections: is not a whole number; give one, without quotes",
            id="pool-text",
        ),
        pytest.param(
            {"max_pool_connections": 20.0}, "max_pool_connections: is not a whole number; give one", id="pool-float"
        ),
        pytest.param(
            {"max_pool_connections": None}, "max_pool_connections: is not a whole number; give one", id="pool-null"
        ),
        pytest.param({"retries": "standard"}, "retries: is not a JSON object; give one", id="retries-text"),
        pytest.param(
            {"retries": {"mode": "fast"}},
            "retries.mode: is not legacy, standard or adaptive; give one",
            id="retry-mode",
        ),
        pytest.param(
            {"retries": {"max_attempts": "5"}},
            "retries.max_attempts: is not a whole number from 0; give one, without quotes",
            id="retry-text",
        ),
        pytest.param(
            {"retries": {"total_max_attempts": 0}},
            "retries.total_max_attempts: is not a whole number from 1; give one",
            id="retry-range",
        ),
        pytest.param(
            {"retries": {"max_attempt": 5}},
            "retries.max_attempt: is not a member of retries; did you mean max_attempts?",
            id="retry-name",
        ),
        pytest.param(
            {"retries": {"backoff": 5}},
            "retries.backoff: is not a member of retries; these are: mode, max_attempts, total_max_attempts",
            id="retry-far",
        ),
        pytest.param({"s3": []}, "s3: is not a JSON object; give one", id="s3-list"),
        pytest.param(
            {"s3": {"addressing_style": "up"}},
            "s3.addressing_style: is not auto, path or virtual; give one",
            id="s3-style",
        ),
        pytest.param(
            {"s3": {"adressing_style": "path"}},
            "s3.adressing_style: is not a member of s3; did you mean addressing_style?",
            id="s3-name",
        ),
        pytest.param(
            {"proxies": "http://u:p@proxy.example"}, "proxies: is not a JSON object; give one", id="proxies-text"
        ),
        pytest.param(
            {"proxies_config": {"proxy_ca_bundel": "x"}},
            "proxies_config.proxy_ca_bundel: is not a member of proxies_config; did you mean proxy_ca_bundle?",
            id="proxy-name",
        ),
        pytest.param(
            {"client_context_params": "x"}, "client_context_params: is not a JSON object; give one", id="context-text"
        ),
    ],
)
def test_a_wrong_config_argument_is_told(arguments: dict[str, Any], text: str) -> None:
    """Names with the nearest one, values with what would be right."""
    assert tell_config(arguments) == [f"extra.config_kwargs.{text}"]


def test_every_problem_of_the_config_is_told_in_order() -> None:
    """One mistake hides no other."""
    wheres = [
        problem.where
        for problem in check_config_arguments(
            "c", {"s3": {"use_accelerate": 1, "addressing_style": 1}, "regio_name": 1, "retries": 1}
        )
    ]
    assert wheres == ["c.s3.use_accelerate", "c.s3.addressing_style", "c.regio_name", "c.retries"]


def test_every_argument_of_botocores_config_is_known() -> None:
    """The names are botocore's own, so that a newer botocore brings its newer arguments."""
    assert tell_config({name: None for name in Config.OPTION_DEFAULTS if name != "max_pool_connections"}) == []


def test_what_config_refuses_beyond_our_tables_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A botocore that comes to refuse more is asked too."""

    class StricterConfig(Config):
        def __init__(self, **kwargs: Any) -> None:
            raise ValueError(f"{kwargs}")

    monkeypatch.setattr(botocore_names, "Config", StricterConfig)
    assert tell_config({"region_name": CANARY, "s3": {"use_arn_region": CANARY}}) == [
        "extra.config_kwargs.region_name: is not a value that botocore's Config takes; give one",
        "extra.config_kwargs.s3.use_arn_region: is not a value that botocore's Config takes; give one",
    ]


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        pytest.param("AssumeRole", {}, id="none"),
        pytest.param(
            "AssumeRole", {"ExternalId": "partner-7", "DurationSeconds": 900, "RoleSessionName": "etl"}, id="plain"
        ),
        pytest.param("AssumeRole", {"DurationSeconds": 43200}, id="longest"),
        pytest.param(
            "AssumeRole", {"Tags": [{"Key": "team", "Value": "größe"}], "TransitiveTagKeys": ["größe"]}, id="tags"
        ),
        pytest.param(
            "AssumeRole", {"Policy": '{"Version": "2012-10-17"}', "PolicyArns": [{"arn": POLICY_ARN}]}, id="policy"
        ),
        pytest.param("AssumeRole", {"SerialNumber": "GAHT12345678", "TokenCode": "123456"}, id="mfa"),
        pytest.param("AssumeRoleWithSAML", {"DurationSeconds": 3600}, id="saml"),
        pytest.param("AssumeRoleWithWebIdentity", {"ProviderId": "www.amazon.com", "RoleSessionName": "etl"}, id="web"),
    ],
)
def test_right_role_arguments_are_no_problem(operation: str, arguments: dict[str, Any]) -> None:
    """What STS takes passes, patterns that Python can't read included."""
    assert tell_role(operation, arguments) == []


NOT_SECONDS = "DurationSeconds: is not an integer from 900 to 43200; give one"


@pytest.mark.parametrize(
    ("operation", "arguments", "text"),
    [
        pytest.param(
            "AssumeRole",
            {"ExternalID": "x-1"},
            "ExternalID: is not an argument of AssumeRole; did you mean ExternalId?",
            id="near",
        ),
        pytest.param(
            "AssumeRole",
            {"duration_seconds": 900},
            "duration_seconds: is not an argument of AssumeRole; did you mean DurationSeconds?",
            id="snake-case",
        ),
        pytest.param(
            "AssumeRole",
            {"Colour": 1},
            "Colour: is not an argument of AssumeRole; see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
            id="far",
        ),
        pytest.param("AssumeRole", {"RoleArn": "x"}, "RoleArn: is not read here; use extra.role_arn", id="role-arn"),
        pytest.param(
            "AssumeRole",
            {"role_arn": "x"},
            "role_arn: is not an argument of AssumeRole; use extra.role_arn",
            id="near-role-arn",
        ),
        pytest.param(
            "AssumeRole",
            {"SAMLAssertion": "x"},
            "SAMLAssertion: is not an argument of AssumeRole; remove it",
            id="of-saml",
        ),
        pytest.param(
            "AssumeRoleWithSAML",
            {"PrincipalArn": "x"},
            "PrincipalArn: is not read here; use extra.assume_role_with_saml.principal_arn",
            id="principal",
        ),
        pytest.param(
            "AssumeRoleWithSAML",
            {"SAMLAssertion": "x"},
            "SAMLAssertion: is not read here; it comes from the source that extra.assume_role_with_saml names",
            id="assertion",
        ),
        pytest.param(
            "AssumeRoleWithSAML",
            {"RoleSessionName": "etl"},
            "RoleSessionName: is not an argument of AssumeRoleWithSAML; remove it",
            id="saml-session-name",
        ),
        pytest.param(
            "AssumeRoleWithWebIdentity",
            {"ExternalId": "x-1"},
            "ExternalId: is not an argument of AssumeRoleWithWebIdentity; remove it",
            id="web-external-id",
        ),
        pytest.param(
            "AssumeRoleWithWebIdentity",
            {"WebIdentityToken": "x"},
            "WebIdentityToken: is not read here; "
            "it comes from the source that extra.assume_role_with_web_identity_federation names",
            id="web-token",
        ),
        pytest.param("AssumeRole", {"DurationSeconds": 899}, NOT_SECONDS, id="too-short"),
        pytest.param("AssumeRole", {"DurationSeconds": 43201}, NOT_SECONDS, id="too-long"),
        pytest.param("AssumeRole", {"DurationSeconds": 3600.0}, NOT_SECONDS, id="float"),
        pytest.param("AssumeRole", {"DurationSeconds": None}, NOT_SECONDS, id="null"),
        pytest.param("AssumeRole", {"DurationSeconds": True}, NOT_SECONDS, id="boolean"),
        pytest.param("AssumeRole", {"DurationSeconds": "900"}, f"{NOT_SECONDS}, without quotes", id="text"),
        pytest.param(
            "AssumeRole",
            {"ExternalId": "x"},
            "ExternalId: is not text of 2 to 1224 characters; give one",
            id="text-too-short",
        ),
        pytest.param(
            "AssumeRole",
            {"RoleSessionName": "x" * 65},
            "RoleSessionName: is not text of 2 to 64 characters; give one",
            id="text-too-long",
        ),
        pytest.param(
            "AssumeRole",
            {"ExternalId": 77},
            "ExternalId: is not text of 2 to 1224 characters; give one",
            id="number-for-text",
        ),
        pytest.param(
            "AssumeRole", {"TokenCode": "12"}, "TokenCode: is not text of 6 characters; give one", id="exact-length"
        ),
        pytest.param(
            "AssumeRole",
            {"RoleSessionName": "a b"},
            r"RoleSessionName: is not text that fits the pattern [\w+=,.@-]*; give one",
            id="pattern",
        ),
        pytest.param(
            "AssumeRole",
            {"RoleSessionName": "größe"},
            r"RoleSessionName: is not text that fits the pattern [\w+=,.@-]*; give one",
            id="pattern-is-ascii",
        ),
        pytest.param(
            "AssumeRole",
            {"TokenCode": "12345\n"},
            r"TokenCode: is not text that fits the pattern [\d]*; give one",
            id="pattern-to-the-end",
        ),
        pytest.param(
            "AssumeRole",
            {"Tags": {"team": "etl"}},
            "Tags: is not a list of up to 50 items; give one",
            id="object-for-list",
        ),
        pytest.param(
            "AssumeRole",
            {"TransitiveTagKeys": ["team"] * 51},
            "TransitiveTagKeys: is not a list of up to 50 items; give one",
            id="list-too-long",
        ),
        pytest.param(
            "AssumeRole", {"PolicyArns": POLICY_ARN}, "PolicyArns: is not a list; give one", id="text-for-list"
        ),
        pytest.param(
            "AssumeRole",
            {"PolicyArns": [POLICY_ARN]},
            "PolicyArns[0]: is not an object with arn; give one",
            id="text-for-object",
        ),
        pytest.param(
            "AssumeRole",
            {"Tags": [{"Key": "a", "Value": "b"}, "a"]},
            "Tags[1]: is not an object with Key and Value; give one",
            id="second-item",
        ),
        pytest.param(
            "AssumeRole",
            {"Tags": [{"Key": "team"}]},
            "Tags[0].Value: is missing; give text of 0 to 256 characters",
            id="missing-member",
        ),
        pytest.param(
            "AssumeRole",
            {"Tags": [{"Key": "team", "Value": 7}]},
            "Tags[0].Value: is not text of 0 to 256 characters; give one",
            id="member-value",
        ),
        pytest.param(
            "AssumeRole",
            {"Tags": [{"Key": "a", "Value": "b", "value": "c"}]},
            "Tags[0].value: is not a member of Tag; did you mean Value?",
            id="member-name",
        ),
        pytest.param(
            "AssumeRole",
            {"Tags": [{"Key": "a", "Value": "b", "colour": "c"}]},
            "Tags[0].colour: is not a member of Tag; these are: Key, Value",
            id="member-far",
        ),
    ],
)
def test_a_wrong_role_argument_is_told(operation: str, arguments: dict[str, Any], text: str) -> None:
    """Names, types, ranges and patterns are those of botocore's model of STS."""
    assert tell_role(operation, arguments) == [f"extra.assume_role_kwargs.{text}"]


def test_every_problem_of_the_role_is_told_in_order() -> None:
    """One mistake hides no other."""
    problems = check_assume_role_arguments("r", "AssumeRole", {"RoleArn": 1, "Tag": 1, "DurationSeconds": 1})
    assert [problem.where for problem in problems] == ["r.RoleArn", "r.Tag", "r.DurationSeconds"]


def test_right_service_names_are_no_problem() -> None:
    """Every name that boto3 makes clients for passes, the old one of SageMaker's runtime included."""
    assert check_service_names("extra.service_config", []) == []
    assert check_service_names("s", [*Loader().list_available_services("service-2"), "runtime.sagemaker"]) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("S3", "S3: is not a service of boto3; did you mean s3?", id="case"),
        pytest.param(
            "secrets-manager", "secrets-manager: is not a service of boto3; did you mean secretsmanager?", id="hyphen"
        ),
        pytest.param("dynamobd", "dynamobd: is not a service of boto3; did you mean dynamodb?", id="swapped-letters"),
        pytest.param(
            "my-own-things",
            "my-own-things: is not a service of boto3; see boto3.session.Session().get_available_services()",
            id="far",
        ),
        pytest.param(
            "", ": is not a service of boto3; see boto3.session.Session().get_available_services()", id="empty"
        ),
    ],
)
def test_a_service_that_does_not_exist_is_told(name: str, text: str) -> None:
    """The nearest service is named."""
    problems = check_service_names("extra.service_config", ["sts", name, "sqs"])
    assert [str(problem) for problem in problems] == [f"extra.service_config.{text}"]


@pytest.mark.parametrize("verify", [None, True, False])
def test_without_a_path_there_is_no_ca_bundle_to_look_for(verify: bool | None) -> None:
    """True, false and nothing pass."""
    assert check_ca_bundle("extra.verify", verify) == []


def test_a_ca_bundle_that_is_there_is_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file passes, also below ~, which urllib3 expands."""
    (tmp_path / "ca.pem").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert check_ca_bundle("extra.verify", str(tmp_path / "ca.pem")) == []
    assert check_ca_bundle("extra.verify", "~/ca.pem") == []


@pytest.mark.parametrize(
    "verify", ["/nowhere/ca.pem", "~/ca.pem", "$HOME/there.pem", "", "\0", "~\0", "\ud800", "~\ud800"]
)
def test_a_ca_bundle_that_is_not_there_is_told(verify: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that leads nowhere is found before the first request; variables stay as they are, as in botocore."""
    (tmp_path / "there.pem").touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    (problem,) = check_ca_bundle("extra.verify", verify)
    assert str(problem) == (
        "extra.verify: names a CA bundle that does not exist on this machine; "
        "give true, false or the path of a CA bundle"
    )


def test_a_directory_is_no_ca_bundle(tmp_path: Path) -> None:
    """The path is opened as a file, so that a directory fails at the first request."""
    assert [str(problem) for problem in check_ca_bundle("extra.verify", str(tmp_path))] == [
        "extra.verify: names a directory and not a file; give true, false or the path of a CA bundle"
    ]


LEAVES = [CANARY, "", "900", "\ud800", 0, -1, 900, 10**400, 2.5, float("inf"), float("nan"), True, None]
VALUES = [
    *LEAVES,
    *([leaf] for leaf in LEAVES),
    *({"": leaf} for leaf in LEAVES),
    [],
    {},
    [CANARY] * 60,
    [[[CANARY]]],
    [{"Key": CANARY, "Value": [CANARY]}],
    {"Key": {"Value": CANARY}},
]


def list_members(operation: str) -> list[str]:
    """Names of arguments, right ones and wrong ones."""
    return [*botocore_names._load_input_members(operation), "RoleArn", "Colour", ""]


def test_no_value_raises_or_shows() -> None:
    """Whatever JSON can hold, in every argument: a list of problems comes back, without the value in any text."""
    problems = []
    for name, value in itertools.product([*Config.OPTION_DEFAULTS, "retires", ""], VALUES):
        problems += check_config_arguments("c", {name: value})
    members = [(top, name) for top, names in botocore_names._CONFIG_MEMBERS.items() for name in (*names, "x", "")]
    for (top, name), value in itertools.product(members, VALUES):
        problems += check_config_arguments("c", {top: {name: value}})
    for operation in OPERATIONS:
        for name, value in itertools.product(list_members(operation), VALUES):
            problems += check_assume_role_arguments("r", operation, {name: value})
    assert len(problems) > 1000
    assert not [problem for problem in problems if CANARY in f"{problem!r} {problem}"]


def test_nothing_is_loaded_before_it_is_needed() -> None:
    """Without arguments and names, neither the model of STS nor the list of services is read."""
    caches = (botocore_names._load_sts, botocore_names._list_services)
    for cache in caches:
        cache.cache_clear()
    check_assume_role_arguments("r", "AssumeRole", {})
    check_service_names("s", [])
    assert [cache.cache_info().misses for cache in caches] == [0, 0]
    check_assume_role_arguments("r", "AssumeRole", {"DurationSeconds": 900})
    check_service_names("s", ["s3", "sqs", "S3"])
    assert [cache.cache_info().misses for cache in caches] == [1, 1]
