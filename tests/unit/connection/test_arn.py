"""The shapes of ARNs, account ids and region names."""

from __future__ import annotations

import botocore.session
import pytest

from airflow_provider_awsconn.connection.arn import (
    build_role_arn,
    is_account_id,
    is_region_name,
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("us-east-1", True),
        ("ap-southeast-3", True),
        ("us-gov-west-1", True),
        ("us-isob-east-1", True),
        ("cn-north-1", True),
        ("eusc-de-east-1", True),
        ("s3", False),
        ("dynamodb", False),
        ("", False),
        ("us-east", False),
        ("bedrock-agent-runtime", False),
        ("us-east-1a", False),
    ],
    ids=repr,
)
def test_regions_are_told_from_services(text: str, expected: bool) -> None:
    """A region's name ends in a number and starts with an area; no service's name looks like that."""
    assert is_region_name(text) is expected


def test_every_region_and_no_service_of_botocore_has_that_shape() -> None:
    """Botocore's own lists are told apart without a mistake."""
    session = botocore.session.Session()
    partitions = session.get_data("partitions")["partitions"]
    regions = {region for partition in partitions for region in partition["regions"] if not region.endswith("-global")}
    assert {region for region in regions if not is_region_name(region)} == set()
    assert {service for service in session.get_available_services() if is_region_name(service)} == set()


@pytest.mark.parametrize("name", ["team/etl", "/team/etl"])
def test_an_arn_is_built_with_the_path_of_the_name(name: str) -> None:
    """A role's path is part of its name, with or without the leading slash."""
    arn = build_role_arn("aws-cn", "012345678901", name)
    assert arn == "arn:aws-cn:iam::012345678901:role/team/etl"
    assert is_role_arn(arn)
    assert partition_of_arn(arn) == "aws-cn"
