"""Credentials of an assumed role: nothing before the first use, one request for many, the secrets told at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.credentials import Credentials

from airflow_provider_awsconn.connection import RoleStep
from airflow_provider_awsconn.errors import NoCredentialsError
from airflow_provider_awsconn.sessions.credentials import (
    GivenCredentials,
    RoleCredentialFetcher,
    build_role_credentials,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

ARN = "arn:aws:iam::123456789012:role/etl"


class FakeSts:
    """Answers AssumeRole and GetCallerIdentity, and keeps what it was asked and with which keys."""

    def __init__(self, caller_arn: str = "arn:aws:iam::210987654321:user/worker") -> None:
        self.caller_arn = caller_arn
        self.lifetime = timedelta(hours=1)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.keys: list[tuple[str, str, str | None]] = []

    def create_client(self, service: str, **kwargs: Any) -> FakeSts:
        """Stand in for botocore's create_client."""
        assert service == "sts"
        names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
        self.keys.append(tuple(kwargs[name] for name in names))
        return self

    def assume_role(self, **kwargs: Any) -> dict[str, Any]:
        """Give keys that are different at every call."""
        self.calls.append(("AssumeRole", kwargs))
        number = len(self.calls)
        keys = {
            "AccessKeyId": f"ASIA{number}",
            "SecretAccessKey": f"secret{number}",
            "SessionToken": f"token{number}",
            "Expiration": datetime.now(timezone.utc) + self.lifetime,
        }
        return {"Credentials": keys, "AssumedRoleUser": {"Arn": f"{ARN}/session"}}

    def get_caller_identity(self) -> dict[str, str]:
        """Give the caller this fake was made with."""
        self.calls.append(("GetCallerIdentity", {}))
        return {"Arn": self.caller_arn, "Account": self.caller_arn.split(":")[4]}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Newer versions of botocore close what they created."""


@pytest.fixture
def session() -> botocore.session.Session:
    """A botocore session with base credentials."""
    session = botocore.session.Session()
    session.set_credentials("AKIABASE", "base-secret", "base-token")
    return session


def build_fetcher(
    session: botocore.session.Session,
    sts: FakeSts,
    role: RoleStep,
    conn_id: str | None = "c",
    on_secret: Callable[[str], None] = lambda _: None,
) -> RoleCredentialFetcher:
    """A fetcher that asks the fake."""
    return RoleCredentialFetcher(session, sts.create_client, role, conn_id, on_secret)


def test_given_credentials_are_the_component_botocore_asks() -> None:
    """The component gives its credentials to any session it is registered in."""
    credentials = Credentials("AKIA", "secret")
    session = botocore.session.Session()
    session.register_component("credential_provider", GivenCredentials(credentials))
    assert session.get_credentials() is credentials


def test_nothing_is_asked_before_the_first_use(session: botocore.session.Session) -> None:
    """Building credentials calls nobody; the first frozen triple asks once, the next ones not again."""
    sts = FakeSts()
    credentials = build_role_credentials(build_fetcher(session, sts, RoleStep(arn=ARN)))
    assert (sts.calls, credentials.method) == ([], "assume-role")
    assert credentials.get_frozen_credentials()[:3] == ("ASIA1", "secret1", "token1")
    assert credentials.get_frozen_credentials()[:3] == ("ASIA1", "secret1", "token1")
    assert len(sts.calls) == 1


def test_the_base_credentials_sign_the_request(session: botocore.session.Session) -> None:
    """STS is asked with the session's own key, secret and token."""
    sts = FakeSts()
    build_fetcher(session, sts, RoleStep(arn=ARN)).fetch_credentials()
    assert sts.keys == [("AKIABASE", "base-secret", "base-token")]


def test_the_secrets_are_told_as_they_exist(session: botocore.session.Session) -> None:
    """Secret and token of every answer are handed on; the access key id is no secret."""
    told: list[str] = []
    sts = FakeSts()
    sts.lifetime = timedelta(seconds=30)
    fetcher = build_fetcher(session, sts, RoleStep(arn=ARN), on_secret=told.append)
    fetcher.fetch_credentials()
    fetcher.fetch_credentials()
    assert told == ["secret1", "token1", "secret2", "token2"]


@pytest.mark.parametrize(
    ("role", "conn_id", "expected"),
    [
        pytest.param(RoleStep(arn=ARN), "c", {"RoleArn": ARN, "RoleSessionName": "Airflow_c"}, id="arn"),
        pytest.param(RoleStep(arn=ARN), None, {"RoleArn": ARN, "RoleSessionName": "Airflow"}, id="no-connection"),
        pytest.param(
            RoleStep(arn=ARN, assume_role_kwargs={"RoleSessionName": "mine", "DurationSeconds": 900}),
            "c",
            {"RoleArn": ARN, "RoleSessionName": "mine", "DurationSeconds": 900},
            id="kwargs-win",
        ),
        pytest.param(
            RoleStep(account_id="012345678901", name="team/etl"),
            "c",
            {"RoleArn": "arn:aws:iam::012345678901:role/team/etl", "RoleSessionName": "Airflow_c"},
            id="account-and-name",
        ),
    ],
)
def test_the_request_says_what_the_role_says(
    session: botocore.session.Session, role: RoleStep, conn_id: str | None, expected: dict[str, Any]
) -> None:
    """ARN, session name and further arguments reach AssumeRole, and STS is asked nothing else."""
    sts = FakeSts()
    build_fetcher(session, sts, role, conn_id).fetch_credentials()
    assert sts.calls == [("AssumeRole", expected)]


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-west-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("store-of-ones-own", "aws"),
        (None, "aws"),
    ],
)
def test_the_partition_of_a_named_role_is_the_regions(
    session: botocore.session.Session, region: str | None, partition: str
) -> None:
    """The ARN is built in the region's partition, and in aws where the region does not tell."""
    session.set_config_variable("region", region)
    sts = FakeSts()
    build_fetcher(session, sts, RoleStep(account_id="123456789012", name="etl")).fetch_credentials()
    assert sts.calls[0][1]["RoleArn"] == f"arn:{partition}:iam::123456789012:role/etl"


def test_a_name_alone_is_of_the_callers_account(session: botocore.session.Session) -> None:
    """Without an account STS is asked who calls, once for all refreshes, and account and partition are the caller's."""
    sts = FakeSts("arn:aws-cn:iam::210987654321:user/worker")
    sts.lifetime = timedelta(seconds=30)
    fetcher = build_fetcher(session, sts, RoleStep(name="etl"))
    fetcher.fetch_credentials()
    fetcher.fetch_credentials()
    assert [action for action, _ in sts.calls] == ["GetCallerIdentity", "AssumeRole", "AssumeRole"]
    assert sts.calls[1][1]["RoleArn"] == "arn:aws-cn:iam::210987654321:role/etl"
    assert set(sts.keys) == {("AKIABASE", "base-secret", "base-token")}


def test_a_role_needs_base_credentials() -> None:
    """Without any base the error names the connection and what to give; nobody is asked."""
    sts = FakeSts()
    fetcher = build_fetcher(botocore.session.Session(), sts, RoleStep(arn=ARN))
    with pytest.raises(NoCredentialsError) as refused:
        fetcher.fetch_credentials()
    assert str(refused.value) == (
        "connection 'c': no base credentials to assume the role with; give login and password, a profile, "
        "or run where boto3 finds credentials"
    )
    assert sts.calls == []
