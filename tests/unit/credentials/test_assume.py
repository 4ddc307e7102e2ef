"""The calls of STS: whose ARN is asked for, with what, and when the answer ends by this machine's clock."""

from __future__ import annotations

from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Any

import pytest
from botocore.credentials import Credentials

from airflow_provider_awsconn.connection import RoleStep
from airflow_provider_awsconn.credentials.assume import RoleCall, read_answer
from airflow_provider_awsconn.credentials.errors import UnusableAnswerError
from tests.unit.credentials.fakes import ACCOUNT, ARN, NOW, Clock, FakeSts, run_in_child

ENDS = NOW + 3600


def build_call(sts: FakeSts, role: RoleStep, partition: str = "aws", **arguments: Any) -> RoleCall:
    """A call that asks the fake."""
    credentials = Credentials("AKIABASE", "secret")
    return RoleCall(lambda: sts.create(credentials), "assume_role", role, partition, lambda: arguments)


def make_answer(date: str | None = None, **changes: Any) -> dict[str, Any]:
    """What STS answers, as botocore reads it."""
    given: dict[str, Any] = {
        "AccessKeyId": "ASIA",
        "SecretAccessKey": "secret",
        "SessionToken": "token",
        "Expiration": datetime.fromtimestamp(ENDS, timezone.utc),
    }
    headers = {} if date is None else {"date": date}
    return {"Credentials": given | changes, "ResponseMetadata": {"HTTPHeaders": headers}}


def test_nothing_is_asked_before_the_call() -> None:
    """A call makes its client when it is made, with the arguments of that moment, and each call asks anew."""
    sts, arguments = FakeSts(), {"RoleSessionName": "one"}
    call = RoleCall(lambda: sts.create(None), "assume_role", RoleStep(arn=ARN), "aws", lambda: dict(arguments))
    assert (sts.clients, sts.calls) == (0, [])
    assert call().access_key == "ASIA1"
    arguments["RoleSessionName"] = "two"
    assert call().access_key == "ASIA2"
    assert sts.calls == [
        ("assume_role", {"RoleArn": ARN, "RoleSessionName": "one"}),
        ("assume_role", {"RoleArn": ARN, "RoleSessionName": "two"}),
    ]
    assert sts.clients == 1


@pytest.mark.parametrize(
    ("role", "partition", "arn"),
    [
        pytest.param(RoleStep(arn=ARN), "aws-cn", ARN, id="arn"),
        pytest.param(
            RoleStep(account_id="012345678901", name="team/etl"),
            "aws",
            "arn:aws:iam::012345678901:role/team/etl",
            id="account-and-name",
        ),
        pytest.param(
            RoleStep(account_id="012345678901", name="/team/etl"),
            "aws-us-gov",
            "arn:aws-us-gov:iam::012345678901:role/team/etl",
            id="partition-and-path",
        ),
    ],
)
def test_a_role_with_an_account_is_asked_for_at_once(role: RoleStep, partition: str, arn: str) -> None:
    """By ARN, or by account and name in the partition; the credentials belong to that account."""
    sts = FakeSts()
    minted = build_call(sts, role, partition, DurationSeconds=900)()
    assert sts.calls == [("assume_role", {"RoleArn": arn, "DurationSeconds": 900})]
    assert minted.account_id == arn.split(":")[4]


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_a_name_alone_is_of_the_callers_account(partition: str) -> None:
    """STS is asked who calls, once for all renewals; account and partition are the caller's, not the region's."""
    sts = FakeSts("333333333333", partition)
    call = build_call(sts, RoleStep(name="team/etl"), "aws-iso")
    assert [call().account_id, call().account_id] == ["333333333333"] * 2
    assert sts.operations == ["get_caller_identity", "assume_role", "assume_role"]
    assert {arguments.get("RoleArn") for _, arguments in sts.calls[1:]} == {
        f"arn:{partition}:iam::333333333333:role/team/etl"
    }


def test_a_refused_question_for_the_account_is_asked_again() -> None:
    """What GetCallerIdentity raises passes, and the next call asks it again."""
    sts = FakeSts()
    call = build_call(sts, RoleStep(name="etl"))
    sts.error = PermissionError("refused")
    with pytest.raises(PermissionError):
        call()
    sts.error = None
    call()
    assert sts.operations == ["get_caller_identity", "get_caller_identity", "assume_role"]


@pytest.mark.parametrize("operation", ["assume_role_with_web_identity", "assume_role_with_saml"])
def test_a_federated_call_is_the_same_with_another_name(operation: str) -> None:
    """The operation is asked by boto3's name with what the arguments give."""
    sts = FakeSts()
    RoleCall(lambda: sts.create(None), operation, RoleStep(arn=ARN), "aws", lambda: {"Token": "t"})()
    assert (sts.calls, sts.keys) == ([(operation, {"RoleArn": ARN, "Token": "t"})], [None])


def test_a_client_is_made_once_per_process() -> None:
    """A child makes its own client, for sockets are not shared; the ARN that was found out it may keep."""
    sts = FakeSts()
    call = build_call(sts, RoleStep(name="etl"))
    call()
    call()
    assert sts.clients == 1

    def use() -> tuple[int, list[str]]:
        call()
        call()
        return sts.clients, sts.operations[3:]

    assert run_in_child(use) == "(2, ['assume_role', 'assume_role'])"


def test_a_client_that_can_not_be_made_is_tried_again() -> None:
    """What refuses the client refuses the call, before any argument is built, and the next call tries again."""
    sts, built, errors = FakeSts(), [], [OSError("not there")]

    def create() -> Any:
        if errors:
            raise errors.pop()
        return sts.create(None)

    call = RoleCall(create, "assume_role", RoleStep(arn=ARN), "aws", lambda: built.append(1) or {})  # type: ignore[func-returns-value]
    with pytest.raises(OSError, match=r"^not there$"):
        call()
    assert built == []
    assert call().access_key == "ASIA1"


def test_an_answer_becomes_a_set() -> None:
    """Key, secret, token and end are STS's, the account the role's, the moment the clock's."""
    minted = read_answer(make_answer(), ACCOUNT, NOW)
    assert (minted.access_key, minted.secret_key, minted.token) == ("ASIA", "secret", "token")
    assert (minted.minted_at, minted.expires_at, minted.account_id) == (NOW, ENDS, ACCOUNT)


def test_the_clock_is_read_when_the_answer_is_there() -> None:
    """A slow answer counts from its arrival."""
    clock, sts = Clock(), FakeSts()

    def build_arguments() -> dict[str, Any]:
        clock.now += 30
        return {}

    call = RoleCall(lambda: sts.create(None), "assume_role", RoleStep(arn=ARN), "aws", build_arguments, clock)
    assert call().minted_at == NOW + 30


@pytest.mark.parametrize(
    ("ahead", "moved"),
    [
        pytest.param(0, 0, id="agrees"),
        pytest.param(4, 0, id="little-ahead"),
        pytest.param(-4, 0, id="little-behind"),
        pytest.param(6, 6, id="ahead"),
        pytest.param(-6, -6, id="behind"),
        pytest.param(7200, 7200, id="hours-ahead"),
        pytest.param(-7200, -7200, id="hours-behind"),
    ],
)
def test_the_end_is_told_by_this_machines_clock(ahead: float, moved: float) -> None:
    """STS's Date header says how far the clocks are apart; more than 5 s count, for the header is whole seconds."""
    date = format_datetime(datetime.fromtimestamp(NOW, timezone.utc), usegmt=True)
    minted = read_answer(make_answer(date), ACCOUNT, NOW + ahead)
    assert (minted.minted_at, minted.expires_at) == (NOW + ahead, ENDS + moved)


@pytest.mark.parametrize(
    "date",
    [
        None,
        "",
        "now",
        "Tue, 14 Nov 2023",
        "0",
        "Tue, 99 Nov 2023 22:13:20 GMT",
        "Tue, 14 Nov 99999 22:13:20 GMT",
        "\u00fc" * 40,
        "Tue, 14 Nov 2023 22:13:20 +9999",
    ],
)
def test_a_date_that_is_none_moves_nothing(date: str | None) -> None:
    """Without a date the clocks are taken to agree."""
    assert read_answer(make_answer(date), ACCOUNT, NOW).expires_at == ENDS


@pytest.mark.parametrize("date", ["Tue, 14 Nov 2023 23:13:20 +0100", "Tue, 14 Nov 2023 22:13:20 -0000"])
def test_a_date_may_have_a_zone(date: str) -> None:
    """A store may write the zone of its own; -0000 says nothing and is UTC."""
    assert read_answer(make_answer(date), ACCOUNT, NOW + 60).expires_at == ENDS + 60


def test_an_answer_without_headers_is_read() -> None:
    """A stub may answer without metadata."""
    answer = make_answer()
    del answer["ResponseMetadata"]
    assert read_answer(answer, ACCOUNT, NOW).expires_at == ENDS


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"AccessKeyId": None}, "AccessKeyId"),
        ({"SecretAccessKey": ""}, "SecretAccessKey"),
        ({"SessionToken": None, "Expiration": None}, "SessionToken and Expiration"),
    ],
)
def test_an_answer_in_which_something_is_missing_is_none(changes: dict[str, Any], missing: str) -> None:
    """What is missing is named, and nothing of the rest is shown; the same when it is not there at all."""
    empty = make_answer(**changes)
    absent = make_answer()
    for name in changes:
        del absent["Credentials"][name]
    for answer in (empty, absent):
        with pytest.raises(UnusableAnswerError) as refused:
            read_answer(answer, ACCOUNT, NOW)
        assert (refused.value.reason, refused.value.hint) == (
            f"STS answered without {missing}",
            "look whether it is STS that answers at its endpoint",
        )


@pytest.mark.parametrize("answer", [{}, {"Credentials": None}, {"Credentials": {}}], ids=["nothing", "none", "empty"])
def test_an_answer_without_credentials_is_none(answer: dict[str, Any]) -> None:
    """A server that is no STS may answer 200 with something else."""
    with pytest.raises(UnusableAnswerError) as refused:
        read_answer(answer, ACCOUNT, NOW)
    assert refused.value.reason == (
        "STS answered without AccessKeyId and SecretAccessKey and SessionToken and Expiration"
    )
