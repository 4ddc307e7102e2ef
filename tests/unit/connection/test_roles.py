"""From the keys about roles to role steps: one role at the top of Extra, or a chain of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from airflow_provider_awsconn.connection import AwsConnection, RoleStep, parse_connection
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from tests.unit.connection.checks import ARN, HUB, list_problems, list_remarks

SPOKE = "arn:aws:iam::333333333333:role/spoke"
STEP_KEYS = (
    "role_arn, aws_account_id, aws_iam_role, external_id, duration_seconds, session_name, tags, source_identity, "
    "policy, transitive_tag_keys, policy_arns"
)


@pytest.mark.parametrize(
    ("extra", "role"),
    [
        pytest.param({"role_arn": ARN}, RoleStep(arn=ARN), id="arn"),
        pytest.param({"role_arn": f" {ARN}\n"}, RoleStep(arn=ARN), id="arn-with-blanks"),
        pytest.param(
            {"aws_account_id": "012345678901", "aws_iam_role": "etl"},
            RoleStep(account_id="012345678901", name="etl"),
            id="account-and-name",
        ),
        pytest.param(
            {"aws_account_id": 123456789012, "aws_iam_role": "etl"},
            RoleStep(account_id="123456789012", name="etl"),
            id="account-as-a-number",
        ),
        pytest.param({"aws_iam_role": "team/etl"}, RoleStep(name="team/etl"), id="name-alone-with-path"),
        pytest.param({"aws_iam_role": "/team/etl"}, RoleStep(name="/team/etl"), id="path-with-a-slash-in-front"),
        pytest.param({"role_arn": ARN, "assume_role_method": "assume_role"}, RoleStep(arn=ARN), id="method-by-name"),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": {"DurationSeconds": 900}},
            RoleStep(arn=ARN, duration_seconds=900),
            id="kwargs",
        ),
        pytest.param(
            {"role_arn": ARN, "assume_role_kwargs": '{"DurationSeconds": "900", "SerialNumber": "mfa"}'},
            RoleStep(arn=ARN, duration_seconds=900, further_arguments=Settings({"SerialNumber": "mfa"})),
            id="kwargs-as-text",
        ),
        pytest.param(
            {
                "role_arn": ARN,
                "external_id": "partner-7",
                "duration_seconds": "900",
                "role_session_name": "{dag_id}",
                "session_tags": {"team": "etl"},
                "source_identity": "me",
                "session_policy": {"Statement": []},
            },
            RoleStep(
                arn=ARN,
                external_id=Secret("partner-7"),
                duration_seconds=900,
                session_name="{dag_id}",
                tags=Settings({"team": "etl"}),
                source_identity="me",
                policy='{"Statement":[]}',
            ),
            id="our-own-keys",
        ),
        pytest.param(
            {
                "role_arn": ARN,
                "assume_role_kwargs": {
                    "ExternalId": "partner-7",
                    "RoleSessionName": "me",
                    "Tags": [{"Key": "team", "Value": "etl"}],
                    "TransitiveTagKeys": ["team"],
                    "SourceIdentity": "me",
                    "Policy": '{"Statement": []}',
                    "PolicyArns": [{"arn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
                    "SerialNumber": "mfa",
                },
            },
            RoleStep(
                arn=ARN,
                external_id=Secret("partner-7"),
                session_name="me",
                tags=Settings({"team": "etl"}),
                transitive_tag_keys=("team",),
                source_identity="me",
                policy='{"Statement":[]}',
                policy_arns=("arn:aws:iam::aws:policy/ReadOnlyAccess",),
                further_arguments=Settings({"SerialNumber": "mfa"}),
            ),
            id="everything-in-aws-s-spelling",
        ),
    ],
)
def test_one_role_at_the_top(extra: dict[str, Any], role: RoleStep) -> None:
    """By ARN, by account and name, by name alone, with its settings in either spelling; none of it is a remark."""
    connection = parse_connection(extra=extra)
    assert (connection.roles, connection.remarks, connection.role_arn) == ((role,), (), role.arn)


BAD_ARN = 'role_arn: does not have the shape of a role ARN; give an ARN such as "arn:aws:iam::123456789012:role/etl"'
BAD_ACCOUNT = 'aws_account_id: is not 12 digits; give the 12 digits as text, such as "123456789012"'
BAD_NAME = "aws_iam_role: does not have the shape of a role's name; give a name such as etl"


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        pytest.param({"role_arn": "MyRole"}, BAD_ARN, id="name-for-arn"),
        pytest.param({"role_arn": "arn:aws:iam::123:role/etl"}, BAD_ARN, id="short-account-in-arn"),
        pytest.param({"role_arn": "arn:aws:iam::123456789012:user/etl"}, BAD_ARN, id="arn-of-a-user"),
        pytest.param({"aws_account_id": "123", "aws_iam_role": "etl"}, BAD_ACCOUNT, id="short-account"),
        pytest.param(
            {"aws_account_id": 12345678901, "aws_iam_role": "etl"},
            "aws_account_id: has 11 digits instead of 12; leading zeros get lost where it is written as a number; "
            'write it as text, "012345678901" if zeros are what is missing',
            id="lost-leading-zero",
        ),
        pytest.param({"aws_iam_role": "two words"}, BAD_NAME, id="blank-in-name"),
        pytest.param({"aws_iam_role": "x" * 65}, BAD_NAME, id="long-name"),
        pytest.param(
            {"role_arn": ARN, "aws_iam_role": "etl"},
            "aws_iam_role: is given beside role_arn; keep one of the two",
            id="arn-and-name",
        ),
    ],
)
@pytest.mark.parametrize("in_chain", [False, True], ids=["top", "chain"])
def test_an_impossible_role_is_refused(named: dict[str, Any], problem: str, in_chain: bool) -> None:
    """What STS would refuse, or two roles at once, is said before any request, at the top and in a chain."""
    extra = {"role_chain": [HUB, named]} if in_chain else named
    where = "extra.role_chain.1" if in_chain else "extra"
    assert list_problems(extra=extra) == [f"{where}.{problem}"]


def test_an_arn_for_a_name_is_told_its_key() -> None:
    """An ARN under aws_iam_role belongs under role_arn."""
    assert list_problems(extra={"aws_iam_role": ARN}) == ["extra.aws_iam_role: is an ARN; give it as extra.role_arn"]


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        pytest.param(
            {"assume_role_kwargs": {"RoleArn": ARN}},
            "extra.assume_role_kwargs.RoleArn: is not read here; use extra.role_arn",
            id="arn-in-kwargs",
        ),
        pytest.param(
            {"assume_role_kwargs": "DurationSeconds=900"},
            'extra.assume_role_kwargs: is not JSON; give a JSON object such as {"ExternalId": "partner-7"}',
            id="kwargs-no-json",
        ),
        pytest.param(
            {"assume_role_kwargs": {"DurationSeconds": 600}},
            "extra.assume_role_kwargs.DurationSeconds: 600 s is not between 900 s and 43200 s, the limits of STS; "
            "give whole seconds from 900 to 43200",
            id="kwargs-out-of-bounds",
        ),
        pytest.param(
            {"duration_seconds": 43201},
            "extra.duration_seconds: 43201 s is not between 900 s and 43200 s, the limits of STS; "
            "give whole seconds from 900 to 43200",
            id="out-of-bounds",
        ),
        pytest.param(
            {"role_session_name": "{{ dag_id }}"},
            'extra.role_session_name: has fields that are not known: { dag_id }; give text such as "airflow_{dag_id}"',
            id="jinja",
        ),
    ],
)
def test_impossible_arguments_are_refused(extra: dict[str, Any], problem: str) -> None:
    """Each by the field it was written in."""
    assert list_problems(extra={"role_arn": ARN} | extra) == [problem]


def test_assume_role_kwargs_beat_our_own_keys_with_a_remark() -> None:
    """The same setting in two places is one setting, and the other place is told."""
    extra = {"role_arn": ARN, "external_id": "ours", "assume_role_kwargs": {"ExternalId": "aws"}}
    connection = parse_connection(extra=extra)
    assert connection.roles == (RoleStep(arn=ARN, external_id=Secret("aws")),)
    assert [str(remark) for remark in connection.remarks] == [
        "extra.external_id: is ignored because extra.assume_role_kwargs.ExternalId is set; keep one of the two"
    ]
    assert connection.origins["roles.0.external_id"] == "extra.assume_role_kwargs.ExternalId"


def test_arguments_without_a_role_are_remarked() -> None:
    """Arguments of AssumeRole do nothing without a role, each is told, and none is kept."""
    extra = {"duration_seconds": 900, "assume_role_kwargs": {"ExternalId": "partner-7", "SerialNumber": "mfa"}}
    assert parse_connection(extra=extra) == AwsConnection()
    assert list_remarks(extra=extra) == [
        f"extra.{name}: has no effect without a role; give extra.role_arn, or remove it"
        for name in ("assume_role_kwargs.ExternalId", "duration_seconds", "assume_role_kwargs.SerialNumber")
    ]


@pytest.mark.parametrize("extra", [{}, {"role_arn": ARN}], ids=["no-role", "role-by-arn"])
def test_an_account_without_a_role_name_is_remarked(extra: dict[str, Any]) -> None:
    """aws_account_id says where aws_iam_role is; without a role's name it does nothing, and that is said."""
    given = extra | {"aws_account_id": "210987654321"}
    assert parse_connection(extra=given) == parse_connection(extra=extra)
    assert list_remarks(extra=given) == [
        "extra.aws_account_id: has no effect without aws_iam_role; give the role's name, or remove it"
    ]


CHAIN: list[Any] = [HUB, {"aws_account_id": 333333333333, "aws_iam_role": "spoke"}, {"role_arn": ARN}]


@pytest.mark.parametrize(
    "chain",
    [
        pytest.param(CHAIN, id="list"),
        pytest.param(json.dumps(CHAIN), id="text"),
        pytest.param([json.dumps(step) if isinstance(step, dict) else f" {step} " for step in CHAIN], id="texts"),
        pytest.param([None, *CHAIN, "", {}], id="unset-steps"),
        pytest.param([{"role_arn": HUB, "external_id": None}, *CHAIN[1:]], id="unset-settings"),
    ],
)
def test_a_chain_in_all_its_forms(chain: object) -> None:
    """ARNs and objects, a list or text, in the order they are assumed; the last role does the work."""
    connection = parse_connection(extra={"role_chain": chain})
    assert connection.roles == (
        RoleStep(arn=HUB),
        RoleStep(account_id="333333333333", name="spoke"),
        RoleStep(arn=ARN),
    )
    assert (connection.role_arn, connection.remarks) == (ARN, ())


def test_a_step_has_settings_of_its_own() -> None:
    """Every setting of a role may stand in its step, in our spelling."""
    step = {
        "role_arn": ARN,
        "external_id": 7000,
        "duration_seconds": "900",
        "session_name": "{dag_id}",
        "tags": {"team": "etl"},
        "transitive_tag_keys": "team",
        "source_identity": "me",
        "policy": {"Statement": []},
        "policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    }
    connection = parse_connection(extra={"role_chain": [step, HUB]})
    assert connection.roles[0] == RoleStep(
        arn=ARN,
        external_id=Secret("7000"),
        duration_seconds=900,
        session_name="{dag_id}",
        tags=Settings({"team": "etl"}),
        transitive_tag_keys=("team",),
        source_identity="me",
        policy='{"Statement":[]}',
        policy_arns=("arn:aws:iam::aws:policy/ReadOnlyAccess",),
    )
    assert connection.origins["roles.0.tags"] == "extra.role_chain.0.tags"
    assert connection.origins["roles.1.arn"] == "extra.role_chain.1.role_arn"


def test_keys_beside_a_chain_are_of_the_last_role_and_two_of_every_role() -> None:
    """Session name and source identity go to every role, the rest to the last one alone."""
    beside = {
        "role_session_name": "{dag_id}",
        "source_identity": "me",
        "external_id": "partner-7",
        "duration_seconds": 900,
        "session_tags": {"team": "etl"},
        "session_policy": {"Statement": []},
        "assume_role_kwargs": {"TransitiveTagKeys": ["team"], "SerialNumber": "mfa"},
    }
    connection = parse_connection(extra={"role_chain": [HUB, SPOKE, ARN]} | beside)
    of_every_role: dict[str, Any] = {"session_name": "{dag_id}", "source_identity": "me"}
    assert connection.roles == (
        RoleStep(arn=HUB, **of_every_role),
        RoleStep(arn=SPOKE, **of_every_role),
        RoleStep(
            arn=ARN,
            external_id=Secret("partner-7"),
            duration_seconds=900,
            tags=Settings({"team": "etl"}),
            transitive_tag_keys=("team",),
            policy='{"Statement":[]}',
            further_arguments=Settings({"SerialNumber": "mfa"}),
            **of_every_role,
        ),
    )
    assert connection.remarks == ()
    assert connection.origins["roles.0.session_name"] == "extra.role_session_name"


def test_a_step_beats_what_stands_beside_the_chain() -> None:
    """What a step says itself counts for it."""
    steps = [{"role_arn": HUB, "session_name": "first"}, {"role_arn": ARN, "session_name": "last", "external_id": "22"}]
    connection = parse_connection(
        extra={"role_chain": steps, "role_session_name": "beside", "external_id": "11", "source_identity": "me"}
    )
    assert [(role.session_name, role.source_identity) for role in connection.roles] == [("first", "me"), ("last", "me")]
    assert [role.external_id for role in connection.roles] == [None, Secret("22")]


@pytest.mark.parametrize("name", ["role_arn", "aws_iam_role"])
def test_a_role_beside_a_chain_is_refused(name: str) -> None:
    """Which of the two comes first would be a guess."""
    value = ARN if name == "role_arn" else "etl"
    assert list_problems(extra={"role_chain": [HUB], name: value}) == [
        f"extra.{name}: is given beside role_chain; put every role into role_chain, in order"
    ]


@pytest.mark.parametrize("chain", [[], "[]", [None], [{}]], ids=repr)
def test_a_chain_without_a_role_is_no_role(chain: object) -> None:
    """An empty list, as a form may leave it, is a connection without roles."""
    assert parse_connection(extra={"role_chain": chain}) == AwsConnection()


OBJECT = 'give a role ARN, or an object such as {"role_arn": "..."}'


@pytest.mark.parametrize(
    ("step", "problems"),
    [
        pytest.param(7, [f": is of type int; {OBJECT}"], id="number"),
        pytest.param([HUB], [f": is of type list; {OBJECT}"], id="list"),
        pytest.param("{broken", [f": is not JSON; {OBJECT}"], id="broken-text"),
        pytest.param("MyRole", [f".{BAD_ARN}"], id="name"),
        pytest.param(
            {"role_arn": ARN, "rolearn": ARN},
            [".rolearn: is not a key of a role step; did you mean role_arn?"],
            id="near-key",
        ),
        pytest.param(
            {"role_arn": ARN, "colour": "red"},
            [f".colour: is not a key of a role step; these are: {STEP_KEYS}"],
            id="unknown-key",
        ),
        pytest.param(
            {"external_id": "partner-7"},
            [": names no role; give role_arn, or aws_iam_role with or without aws_account_id"],
            id="no-role",
        ),
        pytest.param(
            {"role_arn": [ARN]},
            ['.role_arn: is of type list; give an ARN such as "arn:aws:iam::123456789012:role/etl"'],
            id="list-for-arn",
        ),
        pytest.param(
            {"role_arn": "MyRole", "external_id": "x", "duration_seconds": 1},
            [
                f".{BAD_ARN}",
                (
                    ".external_id: has characters or a length that STS does not take; "
                    "give 2 to 1224 characters, of letters, digits and +=,.@:/-_"
                ),
                (
                    ".duration_seconds: 1 s is not between 900 s and 43200 s, the limits of STS; "
                    "give whole seconds from 900 to 43200"
                ),
            ],
            id="all-at-once",
        ),
    ],
)
def test_an_impossible_step_is_refused(step: object, problems: list[str]) -> None:
    """Each step is checked, with its place in the chain."""
    assert list_problems(extra={"role_chain": [HUB, step]}) == [f"extra.role_chain.1{problem}" for problem in problems]


@pytest.mark.parametrize(
    "chain",
    [
        pytest.param(ARN, id="arn-alone"),
        pytest.param("['a']", id="python-list"),
        pytest.param({"role_arn": ARN}, id="object"),
        pytest.param(7, id="number"),
    ],
)
def test_a_chain_that_is_no_list_is_refused(chain: object) -> None:
    """One message with an example of a list."""
    (problem,) = list_problems(extra={"role_chain": chain})
    assert problem.startswith("extra.role_chain: is ")
    assert problem.endswith(
        'give a list such as ["arn:aws:iam::123456789012:role/hub", "arn:aws:iam::210987654321:role/etl"]'
    )


@pytest.mark.parametrize(
    ("extra", "where"),
    [
        pytest.param(
            {"role_chain": [HUB, {"role_arn": ARN, "duration_seconds": 3601}]},
            "extra.role_chain.1.duration_seconds",
            id="step",
        ),
        pytest.param({"role_chain": [HUB, ARN], "duration_seconds": 3601}, "extra.duration_seconds", id="top"),
        pytest.param(
            {"role_chain": [HUB, ARN], "assume_role_kwargs": {"DurationSeconds": 3601}},
            "extra.assume_role_kwargs.DurationSeconds",
            id="kwargs",
        ),
    ],
)
def test_a_chained_role_lasts_an_hour_at_most(extra: dict[str, Any], where: str) -> None:
    """AWS grants a role assumed from another role 3600 seconds, wherever more is asked for."""
    assert list_problems(extra=extra) == [
        f"{where}: 3601 s is more than the 3600 s that AWS grants a role assumed from another role; give 3600 or less"
    ]


def test_the_first_role_of_a_chain_may_last_longer() -> None:
    """It is assumed with base credentials; and 3600 is right for the others."""
    chain = [{"role_arn": HUB, "duration_seconds": 43200}, {"role_arn": ARN, "duration_seconds": 3600}]
    assert [role.duration_seconds for role in parse_connection(extra={"role_chain": chain}).roles] == [43200, 3600]
