"""From the Extra object, as it really arrives, to the values of its keys."""

from __future__ import annotations

import json
from typing import Any

import pytest

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.extra import Extra, ExtraFields, read_extra, refuse_masks
from airflow_provider_awsconn.connection.keys import AIRFLOW_2_MASK, KEY_BY_NAME, KEYS
from airflow_provider_awsconn.connection.notes import Notes
from airflow_provider_awsconn.connection.secret import Secret
from tests.unit.connection.checks import ARN, HUB, MASKED, URL, list_problems

OBJECT = 'give a JSON object such as {"region_name": "eu-west-1"}'
PYTHON_DICT = "is the text of a Python dict, not JSON; something wrote an object with str() instead of as JSON"
CANARY = "C4N4RY"


def read(extra: object) -> tuple[ExtraFields, list[str]]:
    """The fields of an Extra object, and what is wrong with it."""
    notes = Notes()
    fields = read_extra(extra, notes).fields
    return fields, [str(problem) for problem in notes.problems]


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(None, id="null"),
        pytest.param("", id="empty"),
        pytest.param(" \n", id="blank"),
        pytest.param("null", id="json-null"),
        pytest.param('""', id="json-empty-text"),
        pytest.param("{}", id="json-object"),
        pytest.param({}, id="object"),
        pytest.param(dict.fromkeys(KEY_BY_NAME, None), id="every-key-null"),
        pytest.param(dict.fromkeys(KEY_BY_NAME, ""), id="every-key-empty"),
        pytest.param(dict.fromkeys(KEY_BY_NAME, " "), id="every-key-blank"),
        pytest.param({name: {} for name in KEY_BY_NAME}, id="every-key-an-empty-object"),
        pytest.param({key.name: "{}" for key in KEYS if key.kind == "object"}, id="text-of-an-empty-object"),
        pytest.param({f"extra__aws__{name}": None for name in KEY_BY_NAME}, id="every-prefixed-key-null"),
    ],
)
def test_null_empty_text_and_an_empty_object_are_unset(extra: Any) -> None:
    """Airflow 3 stores null for every field that was not touched; none of that says anything."""
    notes = Notes()
    assert read_extra(extra, notes) == Extra()
    assert notes == Notes()
    assert parse_connection(extra=extra) == AwsConnection()


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        pytest.param("{", "is not JSON", id="broken"),
        pytest.param(f'{{"a": "{CANARY}"', "is not JSON", id="broken-with-a-secret"),
        pytest.param("{'a': True}", PYTHON_DICT, id="python-dict"),
        pytest.param("[1]", "is not a JSON object but of type list", id="list"),
        pytest.param('"eu-west-1"', "is not a JSON object but of type str", id="text"),
        pytest.param("7", "is not a JSON object but of type int", id="number"),
        pytest.param([CANARY], "is not a JSON object but of type list", id="python-list"),
        pytest.param({1: CANARY}, "has a name that is not text", id="number-as-a-name"),
        pytest.param({"a": b"x"}, "is of type bytes", id="bytes"),
    ],
)
def test_an_extra_that_is_no_object_is_refused(extra: object, problem: str) -> None:
    """Extra is an object or an error; it is never read as empty, which would be another identity."""
    assert list_problems(extra=extra) == [f"extra: {problem}; {OBJECT}"]


TYPED: dict[str, Any] = {
    "verify": False,
    "duration_seconds": 900,
    "config_kwargs": {"retries": {"max_attempts": 3}},
    "session_kwargs": {"profile_name": "p"},
    "service_config": {"s3": {"endpoint_url": URL}},
    "assume_role_kwargs": {"PolicyArns": []},
    "session_tags": {"team": "etl"},
    "role_chain": [ARN, {"role_arn": HUB}],
    "allowed_account_ids": ["123456789012"],
    "test_probe": {"service": "s3", "operation": "list_buckets"},
    "assume_role_with_saml": {"idp_url": URL},
}


@pytest.mark.parametrize("key", TYPED)
def test_text_from_uris_and_forms_becomes_what_it_says(key: str) -> None:
    """Text of a boolean, a number, an object or a list is read as the JSON it stands for."""
    value = TYPED[key]
    of_text, problems = read({key: f" {json.dumps(value)} "})
    assert problems == []
    assert of_text == read({key: value})[0] == ExtraFields(**{key: value})


@pytest.mark.parametrize(
    "key", ["aws_account_id", "external_id", "profile_name", "aws_iam_role", "source_identity", "role_session_name"]
)
def test_ids_that_are_numbers_become_text(key: str) -> None:
    """An unquoted id, or one that Airflow read from a URI as JSON, is the same id."""
    value: Any = "123456789012"
    fields: dict[str, Any] = {key: Secret(value) if KEY_BY_NAME[key].is_sensitive else value}
    expected = ExtraFields(**fields)
    assert read({key: 123456789012}) == (expected, [])
    assert read({key: 123456789012.0}) == (expected, [])


def test_blanks_around_values_and_names_are_trimmed() -> None:
    """Pasted text often has a line end behind it."""
    assert read({" region_name\n": "\teu-west-1 \n", "extra__aws__ store": " minio "}) == (
        ExtraFields(region_name="eu-west-1", store="minio"),
        [],
    )


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"extra__aws__region_name": "eu-west-1"}, id="prefixed"),
        pytest.param({"extra__aws__region_name": "us-east-1", "region_name": "eu-west-1"}, id="plain-wins"),
        pytest.param({"region_name": "eu-west-1", "extra__aws__region_name": "us-east-1"}, id="plain-first-wins"),
        pytest.param({"extra__aws__region_name": "eu-west-1", "region_name": None}, id="plain-unset-says-nothing"),
        pytest.param({"extra__aws__extra__aws__region_name": "eu-west-1"}, id="prefixed-twice"),
    ],
)
def test_prefixed_names_are_read_and_the_plain_one_wins(extra: dict[str, Any]) -> None:
    """Airflow 2's form prefixes names, and a save may leave both."""
    assert read(extra) == (ExtraFields(region_name="eu-west-1"), [])


def test_a_prefixed_name_is_told_by_its_plain_one() -> None:
    """Problems and unknown keys name the key that one should write."""
    assert list_problems(extra={"extra__aws__verify": [], "extra__aws__regionname": "x"}, unknown_keys="error") == [
        "extra.verify: is of type list; give true, false or the path of a CA bundle",
        "extra.regionname: is not a key of an aws connection and has no effect; did you mean region_name?",
    ]


@pytest.mark.parametrize("key", [key.name for key in KEYS if key.kind in {"object", "policy", "probe"}])
def test_the_text_of_a_python_dict_is_refused_with_what_happened(key: str) -> None:
    """Airflow 2's form stores an object that had a text field as str() of it."""
    given = {key: f"{{'a': {{'b': True, 'c': '{CANARY}'}}}}"}
    assert list_problems(extra=given) == [f"extra.{key}: {PYTHON_DICT}; {KEY_BY_NAME[key].expects}"]


@pytest.mark.parametrize("key", [key.name for key in KEYS if key.kind == "object"])
@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param("not json", "is not JSON", id="text"),
        pytest.param("[1]", "is of type list", id="list-as-text"),
        pytest.param([1], "is of type list", id="list"),
        pytest.param(7, "is of type int", id="number"),
    ],
)
def test_an_object_may_be_text_and_nothing_else(key: str, given: object, reason: str) -> None:
    """Keys that hold an object take it as JSON text too, and refuse everything else."""
    assert read({key: given}) == (ExtraFields(), [f"extra.{key}: {reason}; {KEY_BY_NAME[key].expects}"])


@pytest.mark.parametrize("key", [key.name for key in KEYS if key.kind == "text"])
@pytest.mark.parametrize(("given", "kind"), [([CANARY], "list"), ({"a": CANARY}, "dict"), (True, "bool")], ids=repr)
def test_text_keys_refuse_other_types(key: str, given: object, kind: str) -> None:
    """A list where text belongs is said with what is right instead, and never echoed."""
    assert read({key: given}) == (ExtraFields(), [f"extra.{key}: is of type {kind}; {KEY_BY_NAME[key].expects}"])


@pytest.mark.parametrize("key", [key.name for key in KEYS if key.choices])
def test_a_key_with_choices_takes_no_other(key: str) -> None:
    """The message lists the choices and does not repeat what was given."""
    assert read({key: CANARY}) == (ExtraFields(), [f"extra.{key}: is none of the choices; {KEY_BY_NAME[key].expects}"])
    for choice in KEY_BY_NAME[key].choices:
        assert choice in KEY_BY_NAME[key].expects
        assert read({key: f" {choice} "}) == (ExtraFields(**{key: choice}), [])  # type: ignore[arg-type]


def test_a_key_that_can_not_be_read_does_not_stop_the_others() -> None:
    """Everything that is wrong is told at once, in the order it was written."""
    fields, problems = read({"verify": [], "region_name": "eu-west-1", "duration_seconds": "1h"})
    assert fields == ExtraFields(region_name="eu-west-1")
    assert [problem.partition(":")[0] for problem in problems] == ["extra.verify", "extra.duration_seconds"]


def test_sensitive_keys_are_secrets_from_the_start() -> None:
    """What must not be seen is a secret as soon as it is read."""
    sensitive = [key.name for key in KEYS if key.is_sensitive and key.kind == "text"]
    headers = {"assume_role_with_web_identity_token_headers": {"X-Key": CANARY}}
    fields, problems = read(dict.fromkeys(sensitive, CANARY) | headers)
    assert (problems, [getattr(fields, name) for name in sensitive]) == ([], [Secret(CANARY)] * len(sensitive))
    assert fields.assume_role_with_web_identity_token_headers == {"X-Key": CANARY}
    assert CANARY not in repr(fields)


def test_keys_of_others_are_kept_out_of_sight() -> None:
    """They are given as they are, and no repr shows their values."""
    extra = read_extra({"redshift_password": CANARY, "colour": {"a": CANARY}}, Notes())
    assert extra.others == {"redshift_password": CANARY, "colour": {"a": CANARY}}
    assert [unknown.where for unknown in extra.unknown] == ["extra.colour"]
    assert CANARY not in repr(extra)


MASKS = pytest.mark.parametrize("mask", ["***", " ******* ", AIRFLOW_2_MASK])


@MASKS
@pytest.mark.parametrize(
    ("extra", "where"),
    [
        pytest.param({"external_id": "{mask}", "role_arn": ARN}, "external_id", id="external-id"),
        pytest.param({"region_name": "{mask}"}, "region_name", id="any-key"),
        pytest.param(
            {"session_kwargs": {"aws_secret_access_key": "{mask}", "aws_access_key_id": "AKIA"}},
            "session_kwargs.aws_secret_access_key",
            id="session-kwargs",
        ),
        pytest.param({"config_kwargs": {"proxies": {"https": "{mask}"}}}, "config_kwargs.proxies.https", id="nested"),
        pytest.param(
            {"service_config": {"redshift": {"password": "{mask}"}}}, "service_config.redshift.password", id="service"
        ),
        pytest.param(
            {"role_chain": [ARN, {"role_arn": HUB, "external_id": "{mask}"}]},
            "role_chain.1.external_id",
            id="in-a-list",
        ),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": {"ExternalId": "{mask}"}},
            "assume_role_kwargs.ExternalId",
            id="assume-role-kwargs",
        ),
        pytest.param(
            {"assume_role_with_web_identity_token_headers": {"Authorization": "{mask}"}},
            "assume_role_with_web_identity_token_headers.Authorization",
            id="header",
        ),
        pytest.param(
            {"assume_role_with_saml": {"idp_request_kwargs": {"auth": ["user", "{mask}"]}}},
            "assume_role_with_saml.idp_request_kwargs.auth.1",
            id="list-in-an-object",
        ),
    ],
)
def test_the_mask_of_the_ui_is_refused_wherever_it_stands(extra: dict[str, Any], where: str, mask: str) -> None:
    """The text Airflow's screens show in place of a secret is not a secret, at any depth."""
    given = json.loads(json.dumps(extra).replace("{mask}", mask))
    assert list_problems(extra=given) == [f"extra.{where}: {MASKED}"]


@pytest.mark.parametrize(
    ("extra", "where"),
    [
        pytest.param(
            {"config_kwargs": '{"proxies": {"https": "***"}}'}, "config_kwargs.proxies.https", id="text-of-an-object"
        ),
        pytest.param(
            {"assume_role_with_web_identity_token_headers": '{"Authorization": "***"}'},
            "assume_role_with_web_identity_token_headers.Authorization",
            id="text-of-headers",
        ),
        pytest.param(
            {"service_config": {"redshift": '{"password": "***"}'}},
            "service_config.redshift.password",
            id="text-in-an-object",
        ),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": '{"ExternalId": "***"}'},
            "assume_role_kwargs.ExternalId",
            id="text-of-arguments",
        ),
        pytest.param(
            {"role_chain": json.dumps([{"role_arn": ARN, "external_id": "***"}])},
            "role_chain.0.external_id",
            id="text-of-a-list",
        ),
    ],
)
def test_a_mask_in_the_text_of_an_object_is_refused_too(extra: dict[str, Any], where: str) -> None:
    """A URI and Airflow 2's form give objects as text; a mask in it is a mask."""
    assert list_problems(extra=extra) == [f"extra.{where}: {MASKED}"]


@pytest.mark.parametrize(
    ("value", "where"),
    [
        pytest.param("***", ["here"], id="text"),
        pytest.param({"a": ["x", {"b": "***"}], "c": "***"}, ["here.a.1.b", "here.c"], id="each-one"),
        pytest.param({"***": "x"}, [], id="name"),
        pytest.param(["x", 1, None, {}], [], id="none"),
    ],
)
def test_masks_are_found_at_every_depth(value: object, where: list[str]) -> None:
    """Each place is told once, and the caller is told whether there was one."""
    notes = Notes()
    assert refuse_masks("here", value, notes) is bool(where)
    assert [str(problem) for problem in notes.problems] == [f"{place}: {MASKED}" for place in where]
