"""Keys of Extra that are not ours: foreign ones, and slips of the pen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.connection import AwsConnection, parse_connection
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME, KEYS
from airflow_provider_awsconn.connection.unknown_keys import _MEANT, describe_unknown, is_foreign
from airflow_provider_awsconn.errors import UnknownKey
from tests.unit.connection.checks import list_problems, list_remarks

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection.parse import UnknownKeys

NO_EFFECT = "is not a key of an aws connection and has no effect"
OTHERS = "a key that is meant for another hook can stay, else remove it"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("regionname", "region_name"),
        ("region", "region_name"),
        ("Region", "region_name"),
        ("aws_region", "region_name"),
        ("AWS_DEFAULT_REGION", "region_name"),
        ("region-name", "region_name"),
        ("regon_name", "region_name"),
        ("assume_role_kwarg", "assume_role_kwargs"),
        ("rolearn", "role_arn"),
        ("RoleArn", "role_arn"),
        ("role", "role_arn"),
        ("endpoint", "endpoint_url"),
        ("endpointUrl", "endpoint_url"),
        ("AWS_ENDPOINT_URL", "endpoint_url"),
        ("profile", "profile_name"),
        ("session_token", "aws_session_token"),
        ("access_key", "aws_access_key_id"),
        ("secret_key", "aws_secret_access_key"),
        ("externalId", "external_id"),
        ("verify_ssl", "verify"),
        ("ssl_verify", "verify"),
        ("ca_bundle", "verify"),
        ("config", "config_kwargs"),
        ("botocore_config", "config_kwargs"),
        ("DurationSeconds", "duration_seconds"),
        ("account_id", "aws_account_id"),
        ("allowed_accounts_ids", "allowed_account_ids"),
    ],
)
def test_the_key_that_was_meant_is_named(name: str, meant: str) -> None:
    """Other spellings, other tools' names and slips find the key they were meant to be."""
    unknown = describe_unknown("extra", name)
    assert isinstance(unknown, UnknownKey)
    assert str(unknown) == f"extra.{name}: {NO_EFFECT}; did you mean {meant}?"
    assert not is_foreign(name)


def test_a_key_like_no_other_gets_no_suggestion() -> None:
    """A wrong suggestion is worse than none."""
    assert str(describe_unknown("extra", "colour")) == f"extra.colour: {NO_EFFECT}; {OTHERS}"


def test_what_is_suggested_by_meaning_is_in_the_table() -> None:
    """Every suggestion is a key to use now, and no known key is taken for another."""
    assert {meant for meant in _MEANT.values() if meant not in KEY_BY_NAME or KEY_BY_NAME[meant].replaced_by} == set()
    assert {name for name in _MEANT if name != name.lower() or "_" in name} == set()
    assert {name.replace("_", "") for name in KEY_BY_NAME} & _MEANT.keys() == set()


@pytest.mark.parametrize(
    "name",
    [
        "work_group",
        "driver",
        "aws_domain",
        "schema_name",
        "s3_staging_dir",
        "athena_output",
        "cluster_identifier",
        "db_user",
        "iam",
        "is_serverless",
        "redshift_password",
        "emr_conn",
        "Instances",
        "JobFlowRole",
        "Steps",
        "bucket_name",
        "s3_config_file",
        "s3_config_format",
        "extra_args",
        "transfer_config_args",
    ],
)
def test_keys_that_other_hooks_read_stay_silent(name: str) -> None:
    """Athena's, Redshift's, EMR's and S3's keys are no mistake, not even where unknown keys are errors."""
    assert is_foreign(name)
    connection = parse_connection(extra={name: "value"}, unknown_keys="error")
    assert connection.remarks == ()
    assert connection.other_keys == {name: "value"}


def test_no_key_of_ours_is_foreign() -> None:
    """What we read is not left to others."""
    assert [key.name for key in KEYS if is_foreign(key.name)] == []


def test_a_profile_of_a_credentials_file_is_foreign_and_another_is_not() -> None:
    """`profile` belongs to s3_config_file; without that it was meant to be profile_name."""
    assert list_remarks(extra={"s3_config_file": "/a", "profile": "p"}) == []
    assert list_remarks(extra={"profile": "p"}) == [f"extra.profile: {NO_EFFECT}; did you mean profile_name?"]


@pytest.mark.parametrize("mode", ["error", "warn", "ignore"])
def test_unknown_keys_are_refused_told_or_ignored(mode: UnknownKeys) -> None:
    """The setting decides; the key is kept and the message is the same, and never holds the value."""
    extra = {"regionname": "C4N4RY", "colour": "C4N4RY"}
    told = [f"extra.regionname: {NO_EFFECT}; did you mean region_name?", f"extra.colour: {NO_EFFECT}; {OTHERS}"]
    if mode == "error":
        assert list_problems(extra=extra, unknown_keys=mode) == told
        return
    connection = parse_connection(extra=extra, unknown_keys=mode)
    assert [str(remark) for remark in connection.remarks] == (told if mode == "warn" else [])
    assert all(isinstance(remark, UnknownKey) for remark in connection.remarks)
    assert connection == AwsConnection(other_keys=connection.other_keys)
    assert connection.other_keys == extra


def test_unknown_keys_are_told_by_default() -> None:
    """A key without effect is not silent."""
    assert list_remarks(extra={"colour": "red"}) == [f"extra.colour: {NO_EFFECT}; {OTHERS}"]


def test_an_unset_unknown_key_is_silent() -> None:
    """Nothing was said under it."""
    assert parse_connection(extra={"regionname": None, "colour": "", "shape": {}}, unknown_keys="error") == (
        AwsConnection()
    )


def test_the_keys_of_a_connection_of_another_type_are_its_own_affair() -> None:
    """A redshift or s3 connection that is used here may hold whatever its own hook reads."""
    connection = parse_connection(conn_type="redshift", extra={"colour": "red"}, unknown_keys="error")
    assert [str(remark) for remark in connection.remarks] == [
        "conn_type: is 'redshift'; with 'aws' Airflow's form and test fit"
    ]


@pytest.mark.parametrize("name", ["C4N4RYsecret@/?a", "a" * 65, "", "a/b", "[b]", "a b", "é", "sQnzu7wk"])
def test_what_is_no_name_is_not_shown(name: str) -> None:
    """Of a broken URI it may be the rest of a secret."""
    assert str(describe_unknown("extra", name)) == (
        "extra: has a key that does not look like a name, as when a part of a URI is not URL-encoded; "
        "URL-encode each part, or remove it"
    )
