"""Credentials of an assumed role: nothing before the first use, one request for many, the secrets told at once."""

from __future__ import annotations

import traceback
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
from botocore.credentials import Credentials

from airflow_provider_awsconn.connection import RoleStep
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.errors import NoCredentialsError
from airflow_provider_awsconn.sessions.credentials import (
    GivenCredentials,
    RoleCredentialFetcher,
    build_assume_role_arguments,
    build_role_credentials,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

ARN = "arn:aws:iam::123456789012:role/etl"


class FakeSts:
    """Answers AssumeRole and GetCallerIdentity, and keeps what it was asked and with which keys."""

    def __init__(self, caller_arn: str = "arn:aws:iam::210987654321:user/worker", prefix: str = "") -> None:
        self.caller_arn = caller_arn
        self.prefix = prefix
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
            "AccessKeyId": f"{self.prefix}ASIA{number}",
            "SecretAccessKey": f"{self.prefix}secret{number}",
            "SessionToken": f"{self.prefix}token{number}",
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
    base: Credentials | None = None,
) -> RoleCredentialFetcher:
    """A fetcher that asks the fake."""
    arguments = build_assume_role_arguments(role, conn_id)
    return RoleCredentialFetcher(session, sts.create_client, role, lambda: arguments, conn_id, on_secret, base)


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
            RoleStep(arn=ARN, session_name="mine", duration_seconds=900),
            "c",
            {"RoleArn": ARN, "RoleSessionName": "mine", "DurationSeconds": 900},
            id="arguments",
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


RUN = {"dag_id": "daily", "task_id": "load", "run_id": "manual__2026-11-22T00:00:00+00:00", "try_number": "2"}
POLICY = '{"Version":"2012-10-17","Statement":[]}'
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        pytest.param({}, {"RoleSessionName": "Airflow_c"}, id="nothing"),
        pytest.param(
            {"external_id": Secret("partner-7")},
            {"RoleSessionName": "Airflow_c", "ExternalId": "partner-7"},
            id="external_id",
        ),
        pytest.param(
            {"duration_seconds": 900}, {"RoleSessionName": "Airflow_c", "DurationSeconds": 900}, id="duration_seconds"
        ),
        pytest.param({"session_name": "nightly"}, {"RoleSessionName": "nightly"}, id="session_name"),
        pytest.param(
            {"session_name": "{conn_id}.{dag_id}.{task_id}@{try_number}"},
            {"RoleSessionName": "c.daily.load@2"},
            id="session_name-template",
        ),
        pytest.param(
            {"session_name": "{run_id}"},
            {"RoleSessionName": "manual__2026-11-22T00-00-00+00-00"},
            id="session_name-in-the-alphabet-of-sts",
        ),
        pytest.param(
            {"session_name": "{dag_id}" * 20},
            {"RoleSessionName": f"{('daily' * 20)[:55]}-6c0c2214"},
            id="session_name-cut-to-64",
        ),
        pytest.param(
            {"tags": Settings({"team": "etl", "empty": ""})},
            {
                "RoleSessionName": "Airflow_c",
                "Tags": [{"Key": "team", "Value": "etl"}, {"Key": "empty", "Value": ""}],
            },
            id="tags",
        ),
        pytest.param(
            {"transitive_tag_keys": ("team",)},
            {"RoleSessionName": "Airflow_c", "TransitiveTagKeys": ["team"]},
            id="transitive_tag_keys",
        ),
        pytest.param(
            {"source_identity": "nightly-etl"},
            {"RoleSessionName": "Airflow_c", "SourceIdentity": "nightly-etl"},
            id="source_identity",
        ),
        pytest.param({"policy": POLICY}, {"RoleSessionName": "Airflow_c", "Policy": POLICY}, id="policy"),
        pytest.param(
            {"policy_arns": (READ_ONLY,)},
            {"RoleSessionName": "Airflow_c", "PolicyArns": [{"arn": READ_ONLY}]},
            id="policy_arns",
        ),
        pytest.param(
            {"further_arguments": Settings({"SerialNumber": "GAHT12345678", "TokenCode": "123456"})},
            {"RoleSessionName": "Airflow_c", "SerialNumber": "GAHT12345678", "TokenCode": "123456"},
            id="further_arguments",
        ),
    ],
)
def test_a_role_step_becomes_arguments_of_sts(role: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each setting under the name and in the shape that STS takes it; what is not set is not sent."""
    assert build_assume_role_arguments(RoleStep(arn=ARN, **role), "c", RUN) == expected
    assert len(expected["RoleSessionName"]) <= 64


def test_outside_a_task_the_fields_of_a_template_are_empty() -> None:
    """Without run values a template gives what is left of it, and never less than STS takes."""
    role = RoleStep(arn=ARN, session_name="etl-{dag_id}-{conn_id}")
    assert build_assume_role_arguments(role, "c")["RoleSessionName"] == "etl--c"
    assert build_assume_role_arguments(RoleStep(arn=ARN, session_name="{dag_id}"), "c") == {
        "RoleSessionName": "Airflow_"
    }


def test_names_over_64_characters_stay_two_names() -> None:
    """Two long names that differ at their end alone are cut to 64 characters and still differ."""
    names = [
        build_assume_role_arguments(RoleStep(arn=ARN, session_name="{task_id}"), "c", {"task_id": "t" * 80 + end})
        for end in "ab"
    ]
    cut = [name["RoleSessionName"] for name in names]
    assert [(len(name), name[:55]) for name in cut] == [(64, "t" * 55)] * 2
    assert cut[0] != cut[1]


def test_a_later_role_is_asked_for_with_the_role_before(session: botocore.session.Session) -> None:
    """Credentials given as the base sign in place of the session's; one use of the last role asks for each, once."""
    hub, etl = FakeSts(prefix="hub-"), FakeSts(prefix="etl-")
    base = build_role_credentials(build_fetcher(session, hub, RoleStep(arn=ARN)))
    last = build_role_credentials(build_fetcher(session, etl, RoleStep(arn=ARN), base=base))
    assert (hub.calls, etl.calls) == ([], [])
    assert last.get_frozen_credentials()[:3] == ("etl-ASIA1", "etl-secret1", "etl-token1")
    assert (hub.keys, etl.keys) == (
        [("AKIABASE", "base-secret", "base-token")],
        [("hub-ASIA1", "hub-secret1", "hub-token1")],
    )
    assert (len(hub.calls), len(etl.calls)) == (1, 1)


def test_a_name_alone_is_of_the_account_of_the_role_before(session: botocore.session.Session) -> None:
    """In a chain a name without an account is looked for in the account of the role that asks for it."""
    hub, etl = FakeSts(prefix="hub-"), FakeSts("arn:aws:sts::333333333333:assumed-role/hub/session")
    base = build_role_credentials(build_fetcher(session, hub, RoleStep(arn=ARN)))
    build_fetcher(session, etl, RoleStep(name="etl"), base=base).fetch_credentials()
    assert etl.calls[1][1]["RoleArn"] == "arn:aws:iam::333333333333:role/etl"
    assert etl.keys == [("hub-ASIA1", "hub-secret1", "hub-token1")] * 2


def test_an_mfa_code_is_taken_from_the_arguments(session: botocore.session.Session) -> None:
    """A serial number makes botocore ask for the code on the terminal; here it is the one that was given."""
    sts = FakeSts()
    given = Settings({"SerialNumber": "GAHT12345678", "TokenCode": "123456"})
    build_fetcher(session, sts, RoleStep(arn=ARN, further_arguments=given)).fetch_credentials()
    assert sts.calls[0][1] == {"RoleArn": ARN, "RoleSessionName": "Airflow_c", **given}


def test_a_refused_question_for_the_account_shows_no_secret(session: botocore.session.Session) -> None:
    """A traceback with local variables of a failed GetCallerIdentity holds no secret of ours."""

    class RefusingSts(FakeSts):
        """Refuses to say who calls."""

        def get_caller_identity(self) -> dict[str, str]:
            """Refuse."""
            raise PermissionError("refused")

    fetcher = build_fetcher(session, RefusingSts(), RoleStep(name="etl"))
    with pytest.raises(PermissionError) as refused:
        fetcher.fetch_credentials()
    shown = "".join(traceback.TracebackException.from_exception(refused.value, capture_locals=True).format())
    assert "name = 'etl'" in shown
    assert [secret for secret in ("base-secret", "base-token") if secret in shown] == []


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
