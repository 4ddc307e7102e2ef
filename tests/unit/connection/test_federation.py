"""From assume_role_method and its keys to what takes the place of base credentials."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.parse import read_connection
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
SOURCES = "give file, environment, url, google, azure or registered"
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
            f"{SOURCES}"
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
        f"extra.assume_role_with_web_identity_federation: is none of the choices; {SOURCES}"
    )


@BOTH
@pytest.mark.parametrize(("seconds", "is_right"), [(899, False), (900, True), (43200, True), (43201, False)])
def test_the_first_role_may_last_twelve_hours(
    extra: dict[str, Any], operation: str, seconds: int, is_right: bool
) -> None:
    """It is not assumed from another role, in a chain neither."""
    assert operation
    step = {"role_arn": ARN, "duration_seconds": seconds}
    chain = {name: value for name, value in extra.items() if name != "role_arn"} | {"role_chain": [step, HUB]}
    for given in (extra | {"duration_seconds": seconds}, chain):
        problems = read_connection(extra=given).problems
        assert (not problems) == is_right


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
                "assume_role_with_web_identity_token_variable": "TOKEN",
                "assume_role_with_web_identity_token_url": "https://tokens.example",
                "assume_role_with_web_identity_token_headers": {"a": "b"},
                "assume_role_with_web_identity_token_source": "vault",
                "assume_role_with_web_identity_federation_audience": "sts",
            },
            [
                "assume_role_with_web_identity_federation",
                "assume_role_with_web_identity_token_file",
                "assume_role_with_web_identity_token_variable",
                "assume_role_with_web_identity_token_url",
                "assume_role_with_web_identity_token_headers",
                "assume_role_with_web_identity_token_source",
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
