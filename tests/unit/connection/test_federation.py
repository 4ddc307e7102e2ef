"""From the keys about SAML and web identity to what takes the place of base credentials."""

from __future__ import annotations

import json
from typing import Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.settings import Settings
from tests.unit.connection.checks import ARN, HUB, list_problems, list_remarks

WEB_IDENTITY: dict[str, Any] = {
    "role_arn": ARN,
    "assume_role_method": "assume_role_with_web_identity",
    "assume_role_with_web_identity_federation": "file",
}
SAML_SETTINGS: dict[str, Any] = {
    "principal_arn": "arn:aws:iam::123456789012:saml-provider/idp",
    "idp_url": "https://idp.example/sso",
    "idp_auth_method": "http_spegno_auth",
    "saml_response_xpath": "//input[@name='SAMLResponse']/@value",
}
SAML: dict[str, Any] = {
    "role_arn": ARN,
    "assume_role_method": "assume_role_with_saml",
    "assume_role_with_saml": SAML_SETTINGS,
}
BOTH = pytest.mark.parametrize(
    ("extra", "operation"),
    [(WEB_IDENTITY, "AssumeRoleWithWebIdentity"), (SAML, "AssumeRoleWithSAML")],
    ids=["web", "saml"],
)


@pytest.mark.parametrize("method", [None, "", "assume_role"])
def test_without_a_method_the_base_credentials_are_used(method: str | None) -> None:
    """assume_role is what happens without a word, and needs no role."""
    assert parse_connection(extra={"role_arn": ARN, "assume_role_method": method}).federation is None
    assert list_remarks(extra={"assume_role_method": method}) == []


@pytest.mark.parametrize(
    ("extra", "federation"),
    [
        pytest.param({}, WebIdentity("file"), id="file"),
        pytest.param(
            {"assume_role_with_web_identity_token_file": " /var/token "},
            WebIdentity("file", token_file="/var/token"),
            id="token-file",
        ),
        pytest.param(
            {
                "assume_role_with_web_identity_federation": "google",
                "assume_role_with_web_identity_federation_audience": "sts.amazonaws.com",
            },
            WebIdentity("google", audience="sts.amazonaws.com"),
            id="google",
        ),
    ],
)
def test_a_web_identity_is_read(extra: dict[str, Any], federation: WebIdentity) -> None:
    """Where the token comes from, its file and its audience."""
    connection = parse_connection(extra=WEB_IDENTITY | extra)
    assert (connection.federation, connection.remarks) == (federation, ())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(SAML_SETTINGS, SAML_SETTINGS, id="object"),
        pytest.param(json.dumps(SAML_SETTINGS), SAML_SETTINGS, id="text"),
        pytest.param(
            SAML_SETTINGS | {"mutual_authentication": "", "log_idp_response": None}, SAML_SETTINGS, id="unset-settings"
        ),
        pytest.param(
            more := SAML_SETTINGS
            | {
                "mutual_authentication": "OPTIONAL",
                "idp_request_kwargs": {"headers": {"a": "b"}},
                "idp_request_retry_kwargs": {"total": 3},
                "log_idp_response": True,
            },
            more,
            id="all",
        ),
    ],
)
def test_saml_settings_are_read(settings: object, expected: dict[str, Any]) -> None:
    """An object or its text, with what else may be given."""
    connection = parse_connection(extra=SAML | {"assume_role_with_saml": settings})
    assert (connection.federation, connection.remarks) == (Saml(Settings(expected)), ())


@BOTH
def test_the_token_or_assertion_is_for_the_first_role_of_a_chain(extra: dict[str, Any], operation: str) -> None:
    """The roles after it are assumed from it, with all that AssumeRole takes."""
    chain = [HUB, {"role_arn": ARN, "external_id": "partner-7", "tags": {"team": "etl"}}]
    given = {name: value for name, value in extra.items() if name != "role_arn"} | {"role_chain": chain}
    connection = parse_connection(extra=given)
    assert operation
    assert connection.federation is not None
    assert (len(connection.roles), connection.remarks) == (2, ())


@BOTH
@pytest.mark.parametrize(
    ("role", "problem"),
    [
        pytest.param(
            {"role_arn": None},
            "extra.assume_role_method: is set without a role to assume; give extra.role_arn",
            id="no-role",
        ),
        pytest.param(
            {"role_arn": None, "aws_iam_role": "etl"},
            "extra.assume_role_method: is set with a role's name alone; give extra.role_arn",
            id="name-alone",
        ),
    ],
)
def test_a_role_is_needed(extra: dict[str, Any], operation: str, role: dict[str, Any], problem: str) -> None:
    """STS gives credentials of a role, and a name alone has no account without base credentials."""
    assert operation
    assert list_problems(extra=extra | role) == [problem]


@BOTH
def test_a_role_by_account_and_name_will_do(extra: dict[str, Any], operation: str) -> None:
    """Account and name make an ARN without asking anybody."""
    assert operation
    given = extra | {"role_arn": None, "aws_account_id": "123456789012", "aws_iam_role": "etl"}
    assert parse_connection(extra=given).remarks == ()


@BOTH
@pytest.mark.parametrize(
    ("argument", "where"),
    [
        pytest.param({"external_id": "partner-7"}, "extra.external_id", id="external-id"),
        pytest.param({"session_tags": {"team": "etl"}}, "extra.session_tags", id="tags"),
        pytest.param({"source_identity": "me"}, "extra.source_identity", id="source-identity"),
        pytest.param(
            {"assume_role_kwargs": {"TransitiveTagKeys": ["team"]}},
            "extra.assume_role_kwargs.TransitiveTagKeys",
            id="kwargs",
        ),
    ],
)
def test_arguments_of_assume_role_alone_are_refused(
    extra: dict[str, Any], operation: str, argument: dict[str, Any], where: str
) -> None:
    """There the identity provider says them."""
    assert list_problems(extra=extra | argument) == [f"{where}: is not an argument of {operation}; remove it"]


def test_a_web_identity_needs_its_source() -> None:
    """Nothing is guessed about where a token comes from."""
    assert list_problems(extra=WEB_IDENTITY | {"assume_role_with_web_identity_federation": None}) == [
        (
            "extra.assume_role_with_web_identity_federation: is empty while a web identity token is to be used; "
            "give file or google"
        )
    ]


def test_an_unknown_method_or_source_is_refused() -> None:
    """The choices are told."""
    assert list_problems(extra={"role_arn": ARN, "assume_role_method": "assume_role_with_magic"}) == [
        (
            "extra.assume_role_method: is none of the choices; "
            "give assume_role, assume_role_with_saml or assume_role_with_web_identity"
        )
    ]
    assert list_problems(extra=WEB_IDENTITY | {"assume_role_with_web_identity_federation": "github"})[0] == (
        "extra.assume_role_with_web_identity_federation: is none of the choices; give file or google"
    )


WHERE = "extra.assume_role_with_saml"
ALL_FOUR = 'give a JSON object with "principal_arn", "idp_url", "idp_auth_method" and "saml_response_xpath"'


@pytest.mark.parametrize(
    ("settings", "problems"),
    [
        pytest.param(
            None,
            [f": lacks principal_arn, idp_url, idp_auth_method, saml_response_xpath; {ALL_FOUR}"],
            id="none-at-all",
        ),
        pytest.param(
            {name: value for name, value in SAML_SETTINGS.items() if name != "idp_url"},
            [f": lacks idp_url; {ALL_FOUR}"],
            id="one-missing",
        ),
        pytest.param(
            SAML_SETTINGS | {"idp_request_kwarg": {"auth": "C4N4RY"}},
            [".idp_request_kwarg: is not a SAML setting; did you mean idp_request_kwargs?"],
            id="near-name",
        ),
        pytest.param(
            SAML_SETTINGS | {"colour": "C4N4RY"},
            [
                (
                    ".colour: is not a SAML setting; these are: principal_arn, idp_url, idp_auth_method, "
                    "saml_response_xpath, mutual_authentication, idp_request_kwargs, idp_request_retry_kwargs, "
                    "log_idp_response"
                )
            ],
            id="unknown-name",
        ),
        pytest.param(
            SAML_SETTINGS | {"principal_arn": ARN},
            [
                (
                    ".principal_arn: is not what belongs here; "
                    'give an ARN such as "arn:aws:iam::123456789012:saml-provider/idp"'
                )
            ],
            id="role-for-provider",
        ),
        pytest.param(
            SAML_SETTINGS | {"idp_url": "idp.example"},
            [".idp_url: is not what belongs here; give a URL with http or https"],
            id="no-scheme",
        ),
        pytest.param(
            SAML_SETTINGS | {"idp_auth_method": "basic"},
            [".idp_auth_method: is not what belongs here; give http_spegno_auth"],
            id="method",
        ),
        pytest.param(
            SAML_SETTINGS | {"mutual_authentication": "yes"},
            [".mutual_authentication: is not what belongs here; give REQUIRED, OPTIONAL, DISABLED"],
            id="mutual-authentication",
        ),
        pytest.param(
            SAML_SETTINGS | {"saml_response_xpath": ["//input"]},
            [".saml_response_xpath: is not what belongs here; give an XPath as text"],
            id="xpath",
        ),
    ],
)
def test_wrong_saml_settings_are_refused(settings: object, problems: list[str]) -> None:
    """Missing, unknown and wrong ones, without their values."""
    assert list_problems(extra=SAML | {"assume_role_with_saml": settings}) == [
        f"{WHERE}{problem}" for problem in problems
    ]


@pytest.mark.parametrize(
    ("extra", "names", "method"),
    [
        pytest.param(
            {"assume_role_with_saml": SAML_SETTINGS}, ["assume_role_with_saml"], "assume_role_with_saml", id="saml"
        ),
        pytest.param(
            {
                "assume_role_with_web_identity_federation": "file",
                "assume_role_with_web_identity_token_file": "/var/token",
                "assume_role_with_web_identity_federation_audience": "sts",
            },
            [
                "assume_role_with_web_identity_federation",
                "assume_role_with_web_identity_token_file",
                "assume_role_with_web_identity_federation_audience",
            ],
            "assume_role_with_web_identity",
            id="web-identity",
        ),
    ],
)
def test_settings_of_another_method_are_remarked(extra: dict[str, Any], names: list[str], method: str) -> None:
    """Without their assume_role_method they have no effect, and that is said."""
    assert list_remarks(extra={"role_arn": ARN} | extra) == [
        f"extra.{name}: has no effect with another assume_role_method; "
        f"give extra.assume_role_method = {method}, or remove it"
        for name in names
    ]
