"""The few facts about ARNs that a connection needs. Pure text, no lookup."""

from __future__ import annotations

import re

_ROLE_ARN = re.compile(r"arn:(aws[a-z-]*):iam::([0-9]{12}):role/\S+")
_ACCOUNT_ID = re.compile(r"[0-9]{12}")


def is_role_arn(text: str) -> bool:
    """Tell whether text has the shape of an IAM role's ARN.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    """
    return _ROLE_ARN.fullmatch(text) is not None


def is_account_id(text: str) -> bool:
    """Tell whether text is an AWS account id: exactly 12 digits, leading zeros included."""
    return _ACCOUNT_ID.fullmatch(text) is not None


def build_role_arn(partition: str, account_id: str, role_name: str) -> str:
    """Build a role's ARN from the partition (``aws``, ``aws-cn``, ...), the account and the name.

    The name may carry a path, with or without a leading slash.
    """
    return f"arn:{partition}:iam::{account_id}:role/{role_name.lstrip('/')}"


def partition_of_arn(arn: str) -> str:
    """Give the partition an ARN lies in, its second part."""
    return arn.split(":", 2)[1]


def account_of_arn(arn: str) -> str:
    """Give the account an ARN lies in, its fifth part."""
    return arn.split(":", 5)[4]
