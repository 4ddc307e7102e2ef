"""Names of regions, and the partition each lies in. Pure text, no lookup."""

from __future__ import annotations

import re

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.suggest import suggest_name

_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)+-[0-9]+|aws(-[a-z]+)*-global")
_ZONE = re.compile(r"([a-z]{2,4}(?:-[a-z]+)+-[0-9]+)[a-z]")
# https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
_PARTITION_BY_PREFIX = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-isob-": "aws-iso-b",
    "us-isof-": "aws-iso-f",
    "us-iso-": "aws-iso",
    "eu-isoe-": "aws-iso-e",
    "eusc-": "aws-eusc",
}
# A region that every account of the partition has, for those who name none.
_DEFAULT_REGION_BY_PARTITION = {
    "aws": "us-east-1",
    "aws-cn": "cn-north-1",
    "aws-us-gov": "us-gov-west-1",
    "aws-iso": "us-iso-east-1",
    "aws-iso-b": "us-isob-east-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1",
    "aws-eusc": "eusc-de-east-1",
}


def is_region_name(text: str) -> bool:
    """Tell whether text has the shape of a region's name, such as ``us-gov-west-1``, or of a partition's global one."""
    return _REGION.fullmatch(text) is not None


def suggest_region(text: str) -> str | None:
    """Give the region that was probably meant."""
    zone = _ZONE.fullmatch(text.lower())
    return zone[1] if zone else suggest_name(text, KEY_BY_NAME["region_name"].suggestions)


def partition_of_region(region_name: str) -> str:
    """Give the partition a region lies in: ``aws``, ``aws-cn``, ``aws-us-gov``, ..."""
    if region_name.endswith("-global"):
        return region_name.removesuffix("-global")
    prefixes = (prefix for prefix in _PARTITION_BY_PREFIX if region_name.startswith(prefix))
    return _PARTITION_BY_PREFIX[found] if (found := next(prefixes, None)) else "aws"


def default_region_of_partition(partition: str) -> str:
    """Give the region where STS is asked about roles of a partition when nobody names one."""
    return _DEFAULT_REGION_BY_PARTITION.get(partition, _DEFAULT_REGION_BY_PARTITION["aws"])
