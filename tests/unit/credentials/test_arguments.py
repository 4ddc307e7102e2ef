"""The arguments of STS's calls: every setting under AWS's name, in the shape STS takes, for the run it is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from airflow_provider_awsconn.connection import RoleStep
from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.arguments import build_assume_role_arguments, build_federated_arguments
from tests.unit.credentials.fakes import ARN

RUN = {"dag_id": "daily", "task_id": "load", "run_id": "manual__2026-11-22T00:00:00+00:00", "try_number": "2"}
MAPPED = RUN | {"map_index": "7", "team": "data"}
POLICY = '{"Version":"2012-10-17","Statement":[]}'
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
PROVIDER = "arn:aws:iam::123456789012:saml-provider/idp"
NAME = {"RoleSessionName": "Airflow_c"}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({"external_id": Secret("partner-7")}, {"ExternalId": "partner-7"}, id="external_id"),
        pytest.param({"duration_seconds": 900}, {"DurationSeconds": 900}, id="duration_seconds"),
        pytest.param({"session_name": "nightly"}, {"RoleSessionName": "nightly"}, id="session_name"),
        pytest.param({"session_name": "of {conn_id}"}, {"RoleSessionName": "of-c"}, id="session_name-of-connection"),
        pytest.param({"policy": POLICY}, {"Policy": POLICY}, id="policy"),
        pytest.param({"policy_arns": (READ_ONLY,)}, {"PolicyArns": [{"arn": READ_ONLY}]}, id="policy_arns"),
        pytest.param(
            {"tags": Settings({"team": "etl", "empty": ""})},
            {"Tags": [{"Key": "team", "Value": "etl"}, {"Key": "empty", "Value": ""}]},
            id="tags",
        ),
        pytest.param({"transitive_tag_keys": ("team",)}, {"TransitiveTagKeys": ["team"]}, id="transitive_tag_keys"),
        pytest.param({"source_identity": "nightly-etl"}, {"SourceIdentity": "nightly-etl"}, id="source_identity"),
        pytest.param(
            {"further_arguments": Settings({"SerialNumber": "GAHT12345678", "TokenCode": "123456"})},
            {"SerialNumber": "GAHT12345678", "TokenCode": "123456"},
            id="further_arguments",
        ),
        pytest.param(
            {
                "further_arguments": Settings({"DurationSeconds": 1, "ExternalId": "x", "Policy": "{}"}),
                "duration_seconds": 900,
                "external_id": Secret("partner-7"),
                "policy": POLICY,
            },
            {"DurationSeconds": 900, "ExternalId": "partner-7", "Policy": POLICY},
            id="settings-beat-further_arguments",
        ),
    ],
)
def test_a_role_step_becomes_arguments_of_sts(role: dict[str, Any], expected: dict[str, Any]) -> None:
    """Each setting under the name and in the shape that STS takes it; what is not set is not sent."""
    assert build_assume_role_arguments(RoleStep(arn=ARN, **role), "c") == NAME | expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{conn_id}.{dag_id}.{task_id}@{try_number}", "c.daily.load@2", id="fields"),
        pytest.param("{run_id}", "manual__2026-11-22T00-00-00+00-00", id="alphabet"),
        pytest.param("{dag_id}" * 20, f"{('daily' * 20)[:55]}-6c0c2214", id="cut-to-64"),
        pytest.param("{task_id}[{map_index}]", "load-7-", id="map_index"),
        pytest.param("{team}", "data", id="team"),
    ],
)
def test_the_template_of_a_session_name_is_filled_in(template: str, expected: str) -> None:
    """Fields stand for the run, in STS's alphabet, and no name is longer than 64 characters."""
    name = build_assume_role_arguments(RoleStep(arn=ARN, session_name=template), "c", MAPPED)["RoleSessionName"]
    assert name == expected
    assert len(name) <= 64


def test_a_task_has_a_session_name_of_its_own() -> None:
    """Without a template the name tells DAG, task and run and differs from that of any other run."""
    names = [
        build_assume_role_arguments(RoleStep(arn=ARN), "c", values)["RoleSessionName"]
        for values in (RUN, RUN | {"run_id": "other"}, RUN | {"map_index": "3"}, RUN | {"map_index": "-1"})
    ]
    assert names[0].startswith("daily.load.manual__2026-11-22T")
    assert len(set(names)) == 3
    assert names[0] == names[3]


def test_outside_a_task_the_fields_of_a_template_are_empty() -> None:
    """Without run values a template gives what is left of it, and never less than STS takes."""
    for template, expected in (("etl-{dag_id}-{conn_id}", "etl--c"), ("{dag_id}", "Airflow_")):
        role = RoleStep(arn=ARN, session_name=template)
        assert build_assume_role_arguments(role, "c") == {"RoleSessionName": expected}


def test_without_a_connection_the_name_is_airflows() -> None:
    """boto3's own chain has no id to name."""
    assert build_assume_role_arguments(RoleStep(arn=ARN), None) == {"RoleSessionName": "Airflow"}


def test_names_over_64_characters_stay_two_names() -> None:
    """Two long names that differ at their end alone are cut to 64 characters and still differ."""
    role = RoleStep(arn=ARN, session_name="{task_id}")
    cut = [build_assume_role_arguments(role, "c", {"task_id": "t" * 80 + end})["RoleSessionName"] for end in "ab"]
    assert [(len(name), name[:55]) for name in cut] == [(64, "t" * 55)] * 2
    assert cut[0] != cut[1]


def test_tags_say_which_run_it_is() -> None:
    """Values are filled in in the characters STS takes; names are as they are."""
    tags = Settings({"dag": "{dag_id}", "run": "{run_id}!", "who": "{conn_id}/{task_id}", "team": "etl", "b": "a{b}"})
    arguments = build_assume_role_arguments(RoleStep(arn=ARN, tags=tags, session_name="n"), "c", RUN)
    assert arguments["Tags"] == [
        {"Key": "dag", "Value": "daily"},
        {"Key": "run", "Value": "manual__2026-11-22T00:00:00+00:00-"},
        {"Key": "who", "Value": "c/load"},
        {"Key": "team", "Value": "etl"},
        {"Key": "b", "Value": "a"},
    ]


def test_a_tag_of_which_nothing_is_known_is_left_out() -> None:
    """Outside a task a DAG's tag is not sent, nor named as transitive: STS refuses keys without a tag."""
    role = RoleStep(
        arn=ARN, tags=Settings({"dag": "{dag_id}", "team": "etl"}), transitive_tag_keys=("dag", "team", "from-before")
    )
    arguments = build_assume_role_arguments(role, "c")
    assert arguments["Tags"] == [{"Key": "team", "Value": "etl"}]
    assert arguments["TransitiveTagKeys"] == ["team", "from-before"]
    only = RoleStep(arn=ARN, tags=Settings({"dag": "{dag_id}"}), transitive_tag_keys=("dag",))
    assert build_assume_role_arguments(only, "c") == NAME


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        pytest.param("{dag_id}.{task_id}", RUN, "daily.load", id="fields"),
        pytest.param("{run_id}", RUN, "manual__2026-11-22T00-00-00+00-00", id="alphabet"),
        pytest.param("{dag_id}", None, None, id="outside-a-task"),
        pytest.param("{task_id}", {"task_id": "x" * 99}, f"{'x' * 55}-", id="cut-to-64"),
        pytest.param("{task_id}", {"task_id": "x"}, "x-", id="one-character"),
    ],
)
def test_the_template_of_a_source_identity_is_filled_in(
    template: str, values: dict[str, str] | None, expected: str | None
) -> None:
    """Fields stand for the run, within what STS takes; where nothing is known none is sent."""
    role = RoleStep(arn=ARN, source_identity=template)
    given = build_assume_role_arguments(role, "c", values).get("SourceIdentity")
    assert given is None or 2 <= len(given) <= 64
    if expected is not None and expected.endswith("-"):
        assert given is not None
        assert given.startswith(expected)
    else:
        assert given == expected


def test_a_role_is_not_changed_by_its_arguments() -> None:
    """Who writes into the arguments changes no other call's."""
    role = RoleStep(arn=ARN, further_arguments=Settings({"Tags": [{"Key": "a", "Value": "b"}]}))
    first = build_assume_role_arguments(role, "c")
    first["Tags"].append("mine")
    assert build_assume_role_arguments(role, "c")["Tags"] == [{"Key": "a", "Value": "b"}]


@pytest.mark.parametrize("source", ["file", "environment", "url", "google", "azure", "registered"])
def test_a_web_identity_has_a_name_and_neither_tags_nor_token(source: str) -> None:
    """AssumeRoleWithWebIdentity takes duration, policies and a session name; the token is put in when it is fetched."""
    role = RoleStep(
        arn=ARN,
        duration_seconds=900,
        policy=POLICY,
        policy_arns=(READ_ONLY,),
        external_id=Secret("x"),
        tags=Settings({"a": "b"}),
        source_identity="me",
        further_arguments=Settings({"ProviderId": "www.amazon.com"}),
    )
    assert build_federated_arguments(WebIdentity(source), role, "c") == {
        "RoleSessionName": "Airflow_c",
        "DurationSeconds": 900,
        "Policy": POLICY,
        "PolicyArns": [{"arn": READ_ONLY}],
        "ProviderId": "www.amazon.com",
    }


def test_a_web_identity_is_named_after_its_run() -> None:
    """The template of the session name is filled in as for any other role."""
    role = RoleStep(arn=ARN, session_name="{dag_id}-{conn_id}")
    assert build_federated_arguments(WebIdentity("file"), role, "c", RUN) == {"RoleSessionName": "daily-c"}


def test_saml_has_a_principal_and_no_name() -> None:
    """AssumeRoleWithSAML takes the provider's ARN; the session's name stands in the assertion."""
    federation = Saml(Settings({"principal_arn": PROVIDER, "idp_url": "https://idp", "idp_auth_method": "x"}))
    role = RoleStep(arn=ARN, duration_seconds=1800, session_name="n")
    assert build_federated_arguments(federation, role, "c", RUN) == {"PrincipalArn": PROVIDER, "DurationSeconds": 1800}
