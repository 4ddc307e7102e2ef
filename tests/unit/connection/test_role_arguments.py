"""The settings of a role step, wherever they are written."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import boto3
import pytest

from airflow_provider_awsconn.connection.model import RoleStep
from airflow_provider_awsconn.connection.notes import Notes
from airflow_provider_awsconn.connection.role_arguments import ROLE_ARGUMENTS, Given, read_argument
from airflow_provider_awsconn.connection.secret import Secret

BY_NAME = {argument.name: argument for argument in ROLE_ARGUMENTS}
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
NOT_STS = "has characters or a length that STS does not take"
PYTHON_DICT = "is the text of a Python dict, not JSON; something wrote an object with str() instead of as JSON"

GOOD: list[tuple[str, object, object]] = [
    ("external_id", "partner-7", Secret("partner-7")),
    ("external_id", Secret("partner-7"), Secret("partner-7")),
    ("external_id", 123456789012, Secret("123456789012")),
    ("external_id", "a_+=,.@:/-Z", Secret("a_+=,.@:/-Z")),
    ("external_id", "x" * 1224, Secret("x" * 1224)),
    ("duration_seconds", 900, 900),
    ("duration_seconds", "43200", 43200),
    ("duration_seconds", 3600.0, 3600),
    ("session_name", "{dag_id}.{task_id}", "{dag_id}.{task_id}"),
    ("session_name", 7, "7"),
    ("session_name", "größe " * 40, ("größe " * 40).strip()),
    ("tags", {"team": "etl"}, {"team": "etl"}),
    (
        "tags",
        {" team ": " etl ", "n": 7, "empty": "", "null": None},
        {"team": "etl", "n": "7", "empty": "", "null": ""},
    ),
    ("tags", '{"team": "etl"}', {"team": "etl"}),
    ("tags", [{"Key": "team", "Value": "etl"}], {"team": "etl"}),
    ("tags", {f"t{index}": "v" for index in range(50)}, {f"t{index}": "v" for index in range(50)}),
    ("tags", {"k" * 128: "v" * 256}, {"k" * 128: "v" * 256}),
    ("source_identity", "nightly-etl", "nightly-etl"),
    ("source_identity", "me@example.org", "me@example.org"),
    ("policy", {"Version": "2012-10-17"}, '{"Version":"2012-10-17"}'),
    ("policy", '{"Version": "2012-10-17"}', '{"Version":"2012-10-17"}'),
    ("transitive_tag_keys", ["team", "cost"], ("team", "cost")),
    ("transitive_tag_keys", "team, cost", ("team", "cost")),
    ("policy_arns", [READ_ONLY], (READ_ONLY,)),
    ("policy_arns", [{"arn": READ_ONLY}], (READ_ONLY,)),
    ("policy_arns", READ_ONLY, (READ_ONLY,)),
    ("policy_arns", f'["{READ_ONLY}"]', (READ_ONLY,)),
    ("policy_arns", ["arn:aws-cn:iam::123456789012:policy/a/b"], ("arn:aws-cn:iam::123456789012:policy/a/b",)),
]

SECONDS = "s is not between 900 s and 43200 s, the limits of STS"
TAG_LENGTH = "has a key that is not 1 to 128 characters, or a value of more than 256"
BAD: list[tuple[str, object, str]] = [
    ("external_id", "x", NOT_STS),
    ("external_id", "two words", NOT_STS),
    ("external_id", "x" * 1225, NOT_STS),
    ("external_id", ["x"], "is of type list"),
    ("duration_seconds", 899, f"899 {SECONDS}"),
    ("duration_seconds", "600", f"600 {SECONDS}"),
    ("duration_seconds", 43201, f"43201 {SECONDS}"),
    ("duration_seconds", -900, f"-900 {SECONDS}"),
    ("duration_seconds", "1h", "is not a whole number"),
    ("duration_seconds", True, "is of type bool"),
    ("session_name", "{dag}-{ts}", "has fields that are not known: {dag}, {ts}"),
    ("session_name", ["a"], "is of type list"),
    ("tags", "team=etl", "is not JSON"),
    ("tags", "{'team': 'etl'}", PYTHON_DICT),
    ("tags", ["team"], "is a list of something else than objects with Key and Value"),
    ("tags", [{"Key": "a"}], "is a list of something else than objects with Key and Value"),
    ("tags", {"team": ["etl"]}, "is of type list"),
    ("tags", {"team": True}, "is of type bool"),
    ("tags", {f"t{index}": "v" for index in range(51)}, "has 51 tags"),
    ("tags", {"": "v"}, TAG_LENGTH),
    ("tags", {"k" * 129: "v"}, TAG_LENGTH),
    ("tags", {"k": "v" * 257}, TAG_LENGTH),
    ("tags", {"k": "a\x00b"}, TAG_LENGTH),
    ("source_identity", "x", NOT_STS),
    ("source_identity", "a/b", NOT_STS),
    ("source_identity", "x" * 65, NOT_STS),
    ("policy", "Allow", "is not JSON"),
    ("policy", ["Allow"], "is of type list"),
    ("transitive_tag_keys", {"team": 1}, "is of type dict"),
    ("policy_arns", ["ReadOnlyAccess"], "has something else than ARNs of policies"),
    ("policy_arns", ["arn:aws:iam::123456789012:role/etl"], "has something else than ARNs of policies"),
    ("policy_arns", [{"Arn": READ_ONLY}], "is of type dict"),
    ("policy_arns", 7, "is of type int"),
]


@pytest.mark.parametrize(("name", "value", "read"), GOOD, ids=lambda value: ascii(value)[:30])
def test_a_right_value_is_read(name: str, value: object, read: object) -> None:
    """In every form it arrives in, to the one form a role step holds."""
    notes = Notes()
    given = read_argument(BY_NAME[name], Given(value, "here"), notes)
    assert (given, notes) == (Given(read, "here"), Notes())


@pytest.mark.parametrize(("name", "value", "reason"), BAD, ids=lambda value: ascii(value)[:30])
def test_a_wrong_value_is_refused(name: str, value: object, reason: str) -> None:
    """With what STS would not take, and what it takes."""
    notes = Notes()
    assert read_argument(BY_NAME[name], Given(value, "here"), notes) is None
    assert [str(problem) for problem in notes.problems] == [f"here: {reason}; {BY_NAME[name].expects}"]


def load_members() -> dict[str, Any]:
    """The arguments of AssumeRole, from botocore's own model."""
    client = boto3.session.Session().client("sts", region_name="eu-west-1")
    members: dict[str, Any] = client.meta.service_model.operation_model("AssumeRole").input_shape.members
    return members


def test_every_setting_is_an_argument_of_assume_role() -> None:
    """The names of AWS are AWS's own, and every setting of a role step but its name is here."""
    assert {argument.aws_name for argument in ROLE_ARGUMENTS} <= load_members().keys()
    names = {field.name for field in fields(RoleStep)} - {"arn", "account_id", "name", "further_arguments"}
    assert set(BY_NAME) == names
    assert len(BY_NAME) == len(ROLE_ARGUMENTS)


@pytest.mark.parametrize(
    ("name", "smallest", "largest"),
    [("external_id", "xx", "x" * 1224), ("source_identity", "xx", "x" * 64), ("duration_seconds", 900, 43200)],
)
def test_the_limits_are_those_of_sts(name: str, smallest: Any, largest: Any) -> None:
    """Lengths and bounds are those of botocore's model."""
    metadata = load_members()[BY_NAME[name].aws_name].metadata
    limits = tuple(len(value) if isinstance(value, str) else value for value in (smallest, largest))
    assert (metadata["min"], metadata["max"]) == limits
    for value in (smallest, largest):
        assert read_argument(BY_NAME[name], Given(value, "here"), Notes())
