"""Names of regions and the partitions they lie in."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest

from airflow_provider_awsconn.connection.region import is_region_name, partition_of_region, suggest_region


def load_partitions() -> list[dict[str, Any]]:
    """Botocore's own list of partitions."""
    partitions: list[dict[str, Any]] = botocore.session.Session().get_data("partitions")["partitions"]
    assert len(partitions) > 4
    return partitions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("us-east-1", True),
        ("ap-southeast-3", True),
        ("us-gov-west-1", True),
        ("us-isob-east-1", True),
        ("cn-north-1", True),
        ("eusc-de-east-1", True),
        ("aws-global", True),
        ("aws-cn-global", True),
        ("default", False),
        ("s3", False),
        ("dynamodb", False),
        ("", False),
        ("us-east", False),
        ("bedrock-agent-runtime", False),
        ("us-east-1a", False),
        ("US-EAST-1", False),
        ("us_east_1", False),
        ("us-east-1\n", False),
        ("Ireland", False),
        ("auto", False),
    ],
    ids=repr,
)
def test_regions_are_told_from_other_words(text: str, expected: bool) -> None:
    """A region's name ends in a number and starts with an area; no service's name looks like that."""
    assert is_region_name(text) is expected


def test_every_region_and_no_service_of_botocore_has_that_shape() -> None:
    """Botocore's own lists are told apart without a mistake."""
    regions = {region for partition in load_partitions() for region in partition["regions"]}
    services = botocore.session.Session().get_available_services()
    assert {region for region in regions if not is_region_name(region)} == set()
    assert {service for service in services if is_region_name(service)} == set()


def test_every_region_of_botocore_lies_in_its_partition() -> None:
    """The partition told from the name is the one botocore has the region in, the global ones included."""
    expected = {region: each["id"] for each in load_partitions() for region in each["regions"]}
    assert {region: partition_of_region(region) for region in expected} == expected


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        pytest.param("EU-WEST-1", "eu-west-1", id="case"),
        pytest.param("eu_west_1", "eu-west-1", id="underscores"),
        pytest.param("eu west 1", "eu-west-1", id="blanks"),
        pytest.param("eu-west-1a", "eu-west-1", id="zone"),
        pytest.param("AP-EAST-2b", "ap-east-2", id="zone-of-a-region-that-is-not-listed"),
        pytest.param("eu-wset-1", "eu-west-1", id="swapped-letters"),
        pytest.param("Ireland", None, id="place"),
        pytest.param("default", None, id="default"),
        pytest.param("", None, id="empty"),
    ],
)
def test_the_region_that_was_meant_is_suggested(text: str, suggested: str | None) -> None:
    """A zone becomes its region, a slip the nearest name, and a word of its own nothing."""
    assert suggest_region(text) == suggested
