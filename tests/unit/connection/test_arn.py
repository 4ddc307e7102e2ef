"""The shapes of ARNs and account ids."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.connection.arn import (
    account_of_arn,
    build_role_arn,
    is_account_id,
    is_role_arn,
    partition_of_arn,
)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::123456789012:role/etl",
        "arn:aws:iam::012345678901:role/team/path/etl+=,.@-_",
        "arn:aws-cn:iam::123456789012:role/etl",
        "arn:aws-us-gov:iam::123456789012:role/etl",
        "arn:aws-iso-b:iam::123456789012:role/etl",
    ],
)
def test_role_arns_of_every_partition_are_known(arn: str) -> None:
    """Partition, account and a name with or without a path make a role's ARN."""
    assert is_role_arn(arn)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "etl",
        "role/etl",
        " arn:aws:iam::123456789012:role/etl",
        "arn:aws:iam::123456789012:role/etl ",
        "arn:aws:iam::123456789012:role/etl\n",
        "arn:aws:iam::123456789012:role/",
        "arn:aws:iam::123456789012:role/two words",
        "arn:aws:iam::123:role/etl",
        "arn:aws:iam::1234567890123:role/etl",
        "arn:aws:iam:eu-west-1:123456789012:role/etl",
        "arn:aws:iam::123456789012:user/etl",
        "arn:aws:sts::123456789012:assumed-role/etl/session",
        "arn:AWS:iam::123456789012:role/etl",
        "arn:other:iam::123456789012:role/etl",
    ],
    ids=repr,
)
def test_what_is_no_role_arn_is_told_apart(text: str) -> None:
    """A name, another resource, a wrong account or stray blanks are not a role's ARN."""
    assert not is_role_arn(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("123456789012", True),
        ("000000000001", True),
        ("", False),
        ("12345678901", False),
        ("1234567890123", False),
        ("1234-5678-9012", False),
        ("12345678901x", False),
        ("123456789012\n", False),
        ("١٢٣٤٥٦٧٨٩٠١٢", False),
    ],
    ids=repr,
)
def test_an_account_id_is_twelve_digits(text: str, expected: bool) -> None:
    """Twelve ASCII digits, leading zeros included, and nothing else."""
    assert is_account_id(text) is expected


@pytest.mark.parametrize("name", ["team/etl", "/team/etl"])
def test_an_arn_is_built_with_the_path_of_the_name(name: str) -> None:
    """A role's path is part of its name, with or without the leading slash."""
    arn = build_role_arn("aws-cn", "012345678901", name)
    assert arn == "arn:aws-cn:iam::012345678901:role/team/etl"
    assert is_role_arn(arn)
    assert partition_of_arn(arn) == "aws-cn"


def test_the_account_of_an_arn_is_its_fifth_part() -> None:
    """With its leading zeros, and whatever the path holds."""
    assert account_of_arn("arn:aws-cn:iam::000000000001:role/a:b/etl") == "000000000001"
