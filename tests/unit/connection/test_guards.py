"""The accounts that a connection may belong to."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from tests.unit.connection.checks import ARN, HUB, list_problems, list_remarks

OWN, OTHER = "123456789012", "210987654321"
WHERE = "extra.config_kwargs.signature_version"
ALLOWED_HINT = "give a role of an allowed account, or add it to extra.allowed_account_ids"
FORBIDDEN_HINT = "give a role of another account, or take it out of extra.forbidden_account_ids"
NOT_ALLOWED = f"lies in the account {OWN}, which extra.allowed_account_ids does not hold; {ALLOWED_HINT}"
FORBIDDEN = f"lies in the account {OWN}, which extra.forbidden_account_ids holds; {FORBIDDEN_HINT}"
BY_NAME = {"aws_account_id": OWN, "aws_iam_role": "etl"}


@pytest.mark.parametrize(
    ("role", "where"),
    [
        pytest.param({"role_arn": ARN}, "extra.role_arn", id="arn"),
        pytest.param(BY_NAME, "extra.aws_account_id", id="account-and-name"),
        pytest.param({"role_chain": [HUB, ARN]}, "extra.role_chain.1.role_arn", id="chain"),
        pytest.param({"role_chain": [HUB, BY_NAME]}, "extra.role_chain.1.aws_account_id", id="chain-by-name"),
    ],
)
@pytest.mark.parametrize(
    ("guard", "problem"),
    [
        pytest.param({"allowed_account_ids": [OTHER]}, NOT_ALLOWED, id="not-allowed"),
        pytest.param({"forbidden_account_ids": [OWN]}, FORBIDDEN, id="forbidden"),
    ],
)
def test_a_role_of_a_wrong_account_is_refused(
    role: dict[str, Any], where: str, guard: dict[str, Any], problem: str
) -> None:
    """Its ARN tells before anything is asked."""
    assert list_problems(extra=role | guard) == [f"{where}: {problem}"]


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param({"role_arn": ARN, "allowed_account_ids": [OWN]}, id="allowed"),
        pytest.param({"role_arn": ARN, "forbidden_account_ids": [OTHER]}, id="not-forbidden"),
        pytest.param({"role_chain": [HUB, ARN], "forbidden_account_ids": [OTHER]}, id="on-the-way"),
        pytest.param({"aws_iam_role": "etl", "allowed_account_ids": [OTHER]}, id="name-alone"),
        pytest.param({"allowed_account_ids": [OTHER]}, id="no-role"),
        pytest.param({"config_kwargs": {"signature_version": "v4"}, "allowed_account_ids": [OTHER]}, id="signed"),
    ],
)
def test_other_roles_are_let_through(extra: dict[str, Any]) -> None:
    """The guard is for the account that does the work, and may not be known yet."""
    assert parse_connection(extra=extra).remarks == ()


@pytest.mark.parametrize("guard", ["allowed_account_ids", "forbidden_account_ids"])
def test_unsigned_requests_and_a_guard_are_refused(guard: str) -> None:
    """There is no account to look at."""
    extra = {"config_kwargs": {"signature_version": "unsigned"}, guard: [OWN]}
    assert list_problems(extra=extra) == [
        (
            f"{WHERE}: is unsigned while extra.{guard} is set, and unsigned requests belong to no account; "
            "keep one of the two"
        )
    ]


def test_unsigned_requests_and_a_role_are_remarked() -> None:
    """The role is never assumed."""
    assert list_remarks(extra={"config_kwargs": {"signature_version": "unsigned"}, "role_arn": ARN}) == [
        f"{WHERE}: is unsigned, so that requests do not use the role; keep one of the two"
    ]
