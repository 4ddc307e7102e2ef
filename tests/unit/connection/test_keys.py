"""The table of keys holds together in itself, with the parser, and with Airflow's idea of what is sensitive."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any, get_args

import pytest

from airflow_provider_awsconn.connection import AwsConnection, extra, parse_connection
from airflow_provider_awsconn.connection.extra import ExtraFields
from airflow_provider_awsconn.connection.identity import SessionArguments
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME, KEYS, Key, KeyKind
from airflow_provider_awsconn.connection.role_arguments import ROLE_ARGUMENTS
from airflow_provider_awsconn.errors import InvalidConnectionError
from tests.unit.connection.checks import ARN

if TYPE_CHECKING:
    from collections.abc import Callable

by_name = pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
OF_JSON = {"object", "policy", "roles", "texts"}

WEB = "assume_role_with_web_identity"

# What a key needs beside it to have an effect.
BESIDE: dict[str, dict[str, Any]] = {
    "aws_access_key_id": {"aws_secret_access_key": "s" * 40},
    "aws_secret_access_key": {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE"},
    "aws_session_token": {"aws_access_key_id": "ASIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "s" * 40},
    "aws_account_id": {"aws_iam_role": "etl"},
    "store": {"endpoint_url": "https://minio.example:9000"},
    "assume_role_with_saml": {"role_arn": ARN, "assume_role_method": "assume_role_with_saml"},
    **{
        f"{WEB}_{name}": {"role_arn": ARN, "assume_role_method": WEB, f"{WEB}_federation": source, **beside}
        for name, source, beside in (
            ("federation", "file", {}),
            ("token_file", "file", {}),
            ("token_variable", "environment", {}),
            ("token_url", "url", {}),
            ("token_headers", "url", {f"{WEB}_token_url": "https://tokens.example"}),
            ("token_source", "registered", {}),
            ("federation_audience", "google", {}),
        )
    },
    **{
        name: {"role_arn": ARN}
        for name in (
            "external_id",
            "duration_seconds",
            "role_session_name",
            "session_tags",
            "source_identity",
            "session_policy",
            "assume_role_method",
            "assume_role_kwargs",
        )
    },
}


@pytest.fixture(scope="module")
def should_hide_value_for_key() -> Callable[[str], bool]:
    """Airflow's own rule of which keys of Extra are secrets, from where each line has it."""
    import importlib

    for module in (
        "airflow._shared.secrets_masker",
        "airflow.sdk.execution_time.secrets_masker",
        "airflow.utils.log.secrets_masker",
    ):
        try:
            hide: Callable[[str], bool] = importlib.import_module(module).should_hide_value_for_key
        except (ImportError, AttributeError):
            continue
        return hide
    pytest.fail("none of the places known to have should_hide_value_for_key has it")


def test_names_are_unique() -> None:
    """No key is in the table twice."""
    assert list(KEY_BY_NAME) == [key.name for key in KEYS]
    assert len(KEY_BY_NAME) == len(KEYS)


def test_no_key_has_a_default() -> None:
    """The table has no place for a default: a default would beat the environment and the profile."""
    assert "default" not in {field.name for field in dataclasses.fields(Key)}


def test_the_parser_reads_exactly_the_keys_of_the_table() -> None:
    """Every key of the table is parsed and every parsed key is in the table, in its order, and none has a default."""
    assert [(field.name, field.default) for field in dataclasses.fields(ExtraFields)] == [
        (key.name, None) for key in KEYS
    ]


def test_every_kind_has_a_reader_and_every_reader_a_key() -> None:
    """The kinds of the annotation, of the table and of the parser are the same."""
    assert set(get_args(KeyKind)) == set(extra._READERS) == {key.kind for key in KEYS}


def test_what_refers_to_the_table_finds_its_keys() -> None:
    """Session arguments and settings of a role take their message from a key of the table."""
    assert {argument.key for argument in ROLE_ARGUMENTS if argument.key} <= KEY_BY_NAME.keys()
    assert {field.name for field in dataclasses.fields(SessionArguments)} <= KEY_BY_NAME.keys()


def test_older_names_point_at_keys() -> None:
    """The replacement of an older name starts at a key of the table that is not an older name itself."""
    older = {key.name: key.replaced_by for key in KEYS if key.replaced_by}
    assert older == {"host": "endpoint_url", "test_endpoint_url": "service_config.sts.endpoint_url"}
    assert all(KEY_BY_NAME[new.split(".")[0]].replaced_by is None for new in older.values())


@by_name
def test_texts_are_whole(key: Key) -> None:
    """Every key has a label, a help of whole sentences, a hint that fits behind a semicolon, an example."""
    assert all(text and text == text.strip() for text in (key.name, key.label, key.help, key.expects, key.example))
    assert key.help.endswith(".")
    assert not key.expects.endswith(".")
    assert key.expects[0].islower()
    assert "\n" not in key.label + key.help + key.expects + key.example


@by_name
def test_choices_and_suggestions_fit(key: Key) -> None:
    """Choices are named in the hint and hold the example; suggestions are texts, hold the example, exclude none."""
    assert [choice for choice in key.choices if choice not in key.expects] == []
    assert not (key.choices and key.suggestions)
    offered = key.choices or key.suggestions
    assert len(set(offered)) == len(offered)
    if offered:
        assert key.kind in {"text", "verify"}
        assert key.example in offered


@by_name
def test_bounds_are_those_of_the_hint(key: Key) -> None:
    """A number has bounds, which the hint names and the parser holds it to."""
    assert (key.bounds is not None) == (key.kind == "integer")
    if key.bounds:
        assert key.expects == f"give whole seconds from {key.bounds[0]} to {key.bounds[1]}"
        for bound in key.bounds:
            assert parse_connection(extra={"role_arn": ARN, key.name: bound}).roles[0].duration_seconds == bound
        for outside in (key.bounds[0] - 1, key.bounds[1] + 1):
            with pytest.raises(InvalidConnectionError, match=key.name):
                parse_connection(extra={"role_arn": ARN, key.name: outside})


@by_name
def test_every_example_is_right(key: Key) -> None:
    """What form and docs show as an example has an effect and parses without a problem; an older name is remarked."""
    example = json.loads(key.example) if key.kind in OF_JSON else key.example
    beside = BESIDE.get(key.name, {})
    connection = parse_connection(extra={**beside, key.name: example})
    assert [remark.where for remark in connection.remarks] == ([f"extra.{key.name}"] if key.replaced_by else [])
    assert connection != AwsConnection()
    if key.kind in OF_JSON:
        assert parse_connection(extra={**beside, key.name: key.example}) == connection


@pytest.mark.parametrize("key", [key for key in KEYS if '{"' in key.expects], ids=lambda key: key.name)
def test_every_hint_with_an_object_holds_a_right_one(key: Key) -> None:
    """The object that an error suggests is one that parses."""
    if key.kind == "policy":
        assert key.expects.endswith('{"Version": "2012-10-17", "Statement": [...]}')
        return
    suggested = json.loads(key.expects[key.expects.index('{"') : key.expects.rindex("}") + 1])
    beside = {"role_arn": ARN} | BESIDE.get(key.name, {})
    assert parse_connection(extra=beside | {key.name: suggested}).remarks == ()


@by_name
def test_airflow_hides_the_sensitive_keys(key: Key, should_hide_value_for_key: Callable[[str], bool]) -> None:
    """Airflow masks a key of Extra by its name; every sensitive key but the external id has such a name."""
    if key.is_sensitive and key.name != "external_id":
        assert should_hide_value_for_key(key.name)


def test_the_sensitive_keys_are_these() -> None:
    """Secret, token and external id are sensitive; the access key id is not: it is how people tell keys apart."""
    assert {key.name for key in KEYS if key.is_sensitive} == {
        "aws_secret_access_key",
        "aws_session_token",
        "external_id",
        "assume_role_with_web_identity_token_headers",
    }
