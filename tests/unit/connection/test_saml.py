"""From the key assume_role_with_saml to where the SAML assertion comes from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.model import Saml
from airflow_provider_awsconn.connection.settings import Settings
from tests.unit.connection.checks import ARN, MASKED, list_problems, list_remarks
from tests.unit.connection.test_federation import SAML, SAML_SETTINGS

WHERE = "extra.assume_role_with_saml"
PROVIDER = {"principal_arn": "arn:aws:iam::123456789012:saml-provider/idp"}
HINT = (
    'give a JSON object with "principal_arn", and with "assertion_file", "assertion_variable", "assertion_source", '
    'or "idp_url", "idp_auth_method" and "saml_response_xpath"'
)
MEMBERS = (
    "principal_arn, assertion_file, assertion_variable, assertion_source, idp_url, idp_auth_method, "
    "saml_response_xpath, mutual_authentication, idp_request_kwargs, idp_request_retry_kwargs, log_idp_response"
)
ALL = SAML_SETTINGS | {
    "mutual_authentication": "OPTIONAL",
    "idp_request_kwargs": {
        "headers": {"a": "b"},
        "params": {"client": "airflow"},
        "cookies": {"session": "C4N4RY"},
        "timeout": [3, 10.5],
        "verify": "/etc/ssl/ca.pem",
        "allow_redirects": False,
        "proxies": {"https": "http://proxy.example:3128", "no_proxy": "169.254.169.254"},
    },
    "idp_request_retry_kwargs": {
        "total": 3,
        "redirect": False,
        "backoff_factor": 0.5,
        "status_forcelist": [502, 503],
        "allowed_methods": ["GET"],
        "raise_on_status": True,
    },
    "log_idp_response": False,
}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param(SAML_SETTINGS, SAML_SETTINGS, id="object"),
        pytest.param(json.dumps(SAML_SETTINGS), SAML_SETTINGS, id="text"),
        pytest.param(
            SAML_SETTINGS | {"mutual_authentication": "", "log_idp_response": None}, SAML_SETTINGS, id="unset-settings"
        ),
        pytest.param(ALL, ALL, id="all"),
        pytest.param(
            ALL | {"idp_request_kwargs": json.dumps(ALL["idp_request_kwargs"]), "log_idp_response": "no"},
            ALL,
            id="text-in-it",
        ),
        pytest.param(SAML_SETTINGS | {"idp_request_kwargs": {"timeout": None}}, SAML_SETTINGS, id="unset-argument"),
        pytest.param(PROVIDER | {"assertion_file": " /a "}, PROVIDER | {"assertion_file": "/a"}, id="file"),
        *(
            pytest.param(PROVIDER | way, PROVIDER | way, id=next(iter(way)))
            for way in ({"assertion_variable": "SAML_ASSERTION"}, {"assertion_source": "my.vault-1"})
        ),
    ],
)
def test_saml_settings_are_read(settings: object, expected: dict[str, Any]) -> None:
    """An object or its text, with what else may be given; it comes back from JSON and from a URI."""
    connection = parse_connection(extra=SAML | {"assume_role_with_saml": settings})
    assert (connection.federation, connection.remarks) == (Saml(Settings(expected)), ())
    assert type(connection).from_json(connection.to_json()) == connection
    assert type(connection).from_uri(connection.to_uri()) == connection


@pytest.mark.parametrize(
    ("settings", "problems"),
    [
        pytest.param(None, [f": lacks principal_arn and where the assertion comes from; {HINT}"], id="none-at-all"),
        pytest.param(PROVIDER, [f": lacks where the assertion comes from; {HINT}"], id="provider-alone"),
        pytest.param({"assertion_file": "/a"}, [f": lacks principal_arn; {HINT}"], id="no-provider"),
        pytest.param(
            {name: value for name, value in SAML_SETTINGS.items() if name != "idp_url"},
            [f": lacks idp_url; {HINT}"],
            id="one-missing",
        ),
        pytest.param(
            SAML_SETTINGS | {"assertion_file": "/a"},
            [
                f".{name}: is given beside assertion_file; keep one way to the assertion"
                for name in ("idp_url", "idp_auth_method", "saml_response_xpath")
            ],
            id="file-and-idp",
        ),
        pytest.param(
            PROVIDER | {"assertion_file": "/a", "assertion_source": "v"},
            [".assertion_source: is given beside assertion_file; keep one way to the assertion"],
            id="file-and-source",
        ),
        pytest.param(
            SAML_SETTINGS | {"idp_request_kwarg": {"auth": "C4N4RY"}},
            [".idp_request_kwarg: is not a SAML setting; did you mean idp_request_kwargs?"],
            id="near-name",
        ),
        pytest.param(
            SAML_SETTINGS | {"colour": "C4N4RY"},
            [f".colour: is not a SAML setting; these are: {MEMBERS}"],
            id="unknown-name",
        ),
    ],
)
def test_ways_to_an_assertion_that_do_not_fit_are_refused(settings: object, problems: list[str]) -> None:
    """Missing, unknown and too many, without their values."""
    expected = [f"{WHERE}{problem}" for problem in problems]
    assert list_problems(extra=SAML | {"assume_role_with_saml": settings}) == expected


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("principal_arn", ARN, 'give an ARN such as "arn:aws:iam::123456789012:saml-provider/idp"'),
        ("idp_url", "idp.example", "give a URL with http or https"),
        ("idp_url", "https://u:C4N4RY@idp.example", "give a URL with http or https"),
        ("idp_auth_method", "basic", "give http_spegno_auth"),
        ("mutual_authentication", "yes", "give REQUIRED, OPTIONAL, DISABLED"),
        ("saml_response_xpath", ["//input"], "give an XPath as text"),
    ],
)
def test_wrong_values_are_refused(name: str, value: object, hint: str) -> None:
    """Without the value."""
    given = SAML | {"assume_role_with_saml": SAML_SETTINGS | {name: value}}
    assert list_problems(extra=given) == [f"{WHERE}.{name}: is not what belongs here; {hint}"]


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("assertion_file", ["/a"], "give the path of a file on the worker"),
        ("assertion_variable", "A B", 'give the name of an environment variable, such as "AWS_ID_TOKEN"'),
        ("assertion_source", "a:b", "give up to 64 letters, digits and _.-"),
    ],
)
def test_wrong_assertions_are_refused(name: str, value: object, hint: str) -> None:
    """A path, the name of a variable, the name of a registered callable."""
    given = SAML | {"assume_role_with_saml": PROVIDER | {name: value}}
    assert list_problems(extra=given) == [f"{WHERE}.{name}: is not what belongs here; {hint}"]


UNKNOWN = "is not an argument that a connection can give"
REQUEST = "these are: headers, params, cookies, timeout, verify, allow_redirects, proxies"
TEXTS = 'give a JSON object of texts, such as {"client": "airflow"}'
COUNT = "give a whole number, or false for none"


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("idp_request_kwargs", ["x"], ': is of type list; give a JSON object such as {"timeout": 10}'),
        ("idp_request_kwargs", {"auth": ["u", "C4N4RY"]}, f".auth: {UNKNOWN}; {REQUEST}"),
        ("idp_request_kwargs", {"time_out": 3}, f".time_out: {UNKNOWN}; did you mean timeout?"),
        ("idp_request_kwargs", {"params": {"a": 1}}, f".params: is not what belongs here; {TEXTS}"),
        ("idp_request_kwargs", {"cookies": ["C4N4RY"]}, f".cookies: is not what belongs here; {TEXTS}"),
        (
            "idp_request_kwargs",
            {"headers": {"Host": "x"}},
            ".headers.Host: is a header that the request sets itself; remove it",
        ),
        *(
            (
                "idp_request_kwargs",
                {"timeout": timeout},
                ".timeout: is not what belongs here; give seconds, or a list of two: to connect, and to read",
            )
            for timeout in ("3", 0, -1, [1], [1, 2, 3], True)
        ),
        (
            "idp_request_kwargs",
            {"allow_redirects": 1},
            ".allow_redirects: is not what belongs here; give true or false",
        ),
        ("idp_request_kwargs", '{"cookies": {"a": "***"}}', f".cookies.a: {MASKED}"),
        *(
            ("idp_request_retry_kwargs", {"total": total}, f".total: is not what belongs here; {COUNT}")
            for total in ("3", -1, True, 1.5)
        ),
        (
            "idp_request_retry_kwargs",
            {"backoff_max": "9"},
            ".backoff_max: is not what belongs here; give a number of at least 0",
        ),
        (
            "idp_request_retry_kwargs",
            {"status_forcelist": ["503"]},
            ".status_forcelist: is not what belongs here; give a list of status codes, such as [502, 503]",
        ),
        (
            "idp_request_retry_kwargs",
            {"totl": 3},
            f".totl: {UNKNOWN}; did you mean total?",
        ),
        ("log_idp_response", "maybe", ": is not a boolean; give true or false"),
        ("log_idp_response", [], ": is of type list; give true or false"),
    ],
)
def test_wrong_arguments_of_the_request_are_refused(name: str, value: object, problem: str) -> None:
    """Each by its name, without its value."""
    given = SAML | {"assume_role_with_saml": SAML_SETTINGS | {name: value}}
    assert list_problems(extra=given) == [f"{WHERE}.{name}{problem}"]


def test_a_response_is_never_logged() -> None:
    """It is a credential, whatever the connection asks for."""
    given = SAML | {"assume_role_with_saml": SAML_SETTINGS | {"log_idp_response": "true"}}
    assert list_remarks(extra=given) == [
        f"{WHERE}.log_idp_response: has no effect: the response is a credential and is never logged; remove it"
    ]


def test_settings_of_the_provider_have_no_effect_beside_an_assertion() -> None:
    """Nobody is asked then."""
    settings = PROVIDER | {"assertion_file": "/a", "idp_request_kwargs": {"timeout": 3}}
    assert list_remarks(extra=SAML | {"assume_role_with_saml": settings}) == [
        f"{WHERE}.idp_request_kwargs: has no effect with assertion_file; remove it"
    ]


def test_headers_and_cookies_are_secrets() -> None:
    """As is whatever is named like one."""
    request = {"headers": {"X-Realm": "C4N4RY-1"}, "cookies": {"a": "C4N4RY-2"}, "params": {"password": "C4N4RY-3"}}
    given = SAML | {"assume_role_with_saml": SAML_SETTINGS | {"idp_request_kwargs": request}}
    assert parse_connection(extra=given).secrets() == ("C4N4RY-1", "C4N4RY-2", "C4N4RY-3")
