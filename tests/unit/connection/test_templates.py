"""Text with fields in it: tags and source identities of role sessions."""

from __future__ import annotations

import re

import boto3
import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.connection.templates import (
    FIELDS,
    fill_fields,
    find_unknown_fields,
    render_source_identity,
    render_tags,
)
from tests.unit.connection.checks import ARN, list_problems

RUN = {"dag_id": "sales", "task_id": "load", "run_id": "manual__2026", "map_index": "3", "try_number": "2", "team": "x"}


@pytest.mark.parametrize(
    ("template", "unknown"),
    [
        pytest.param("".join(f"{{{name}}}" for name in FIELDS), [], id="every-field"),
        pytest.param("plain", [], id="plain"),
        pytest.param("{dag}_{dag_id}_{ts}", ["{dag}", "{ts}"], id="other-names"),
        pytest.param("{{ dag_id }}", ["{ dag_id }"], id="jinja"),
        pytest.param("{}", ["{}"], id="no-name"),
        pytest.param("{dag_id!r}", ["{dag_id!r}"], id="conversion"),
    ],
)
def test_fields_that_are_not_known_are_found(template: str, unknown: list[str]) -> None:
    """A field that nothing is filled into is found, as it is written."""
    assert find_unknown_fields(template) == unknown


def test_every_field_is_filled_in() -> None:
    """Each name has its value, and none outside a task but the connection's."""
    template = "|".join(f"{{{name}}}" for name in FIELDS)
    assert fill_fields(template, "c", RUN) == "c|sales|load|manual__2026|3|2|x"
    assert fill_fields(template, "c") == "c||||||"
    assert fill_fields("{map_index}", "c", {"map_index": "-1"}) == ""
    assert fill_fields("{dag_id}", "c", {"dag_id": "{task_id}"}) == "{task_id}"


@pytest.mark.parametrize(
    ("tags", "rendered"),
    [
        pytest.param({"team": "etl"}, {"team": "etl"}, id="plain"),
        pytest.param({"empty": ""}, {"empty": ""}, id="empty-on-purpose"),
        pytest.param({"dag": "{dag_id}/{task_id}"}, {"dag": "sales/load"}, id="fields"),
        pytest.param({"dag": "dag {dag_id}"}, {"dag": "dag sales"}, id="text-beside"),
        pytest.param({"a": "größe 1_.:/=+-@"}, {"a": "größe 1_.:/=+-@"}, id="legal-characters"),
        pytest.param({"a": "a*?b#"}, {"a": "a-b-"}, id="illegal-characters"),
        pytest.param({"n": "{nothing"}, {"n": "-nothing"}, id="lonely-brace"),
    ],
)
def test_tags_are_filled_in(tags: dict[str, str], rendered: dict[str, str]) -> None:
    """Their values in the characters of STS; a plain dict of a role's own tags."""
    assert render_tags(Settings(tags), "c", RUN) == rendered


def test_a_tag_of_which_nothing_is_known_is_left_out() -> None:
    """Outside a task there is no DAG to name."""
    assert render_tags({"dag": "{dag_id}", "conn": "{conn_id}"}, "c") == {"conn": "c"}


def test_long_tags_stay_different() -> None:
    """Cut, with a hash of the whole behind."""
    one, other = (render_tags({"a": "x" * 300 + end}, None)["a"] for end in "12")
    assert one != other
    assert (len(one), len(other)) == (256, 256)
    assert re.fullmatch(r"x{247}-[0-9a-f]{8}", one)


@pytest.mark.parametrize(
    ("template", "rendered"),
    [
        pytest.param(None, None, id="none"),
        pytest.param("", None, id="empty"),
        pytest.param("me@example.org", "me@example.org", id="plain"),
        pytest.param("{dag_id}", "sales", id="field"),
        pytest.param("dag-{dag_id}.{map_index}", "dag-sales.3", id="fields"),
    ],
)
def test_a_source_identity_is_filled_in(template: str | None, rendered: str | None) -> None:
    """In the characters of STS; None where nothing is said."""
    assert render_source_identity(template, "c", RUN) == rendered


def test_a_source_identity_has_a_length_of_sts() -> None:
    """Two to 64 characters, long ones and single ones with a hash, and illegal ones as hyphens."""
    assert render_source_identity("{dag_id}", "c") is None
    assert render_source_identity("{dag_id}", "c", {"dag_id": "a b/é"}) == "a-b-"
    assert re.fullmatch(r"2-[0-9a-f]{8}", render_source_identity("{try_number}", "c", RUN) or "")
    one, other = (render_source_identity("{dag_id}", None, {"dag_id": "x" * 80 + end}) for end in "12")
    assert one != other
    assert re.fullmatch(r"x{55}-[0-9a-f]{8}", one or "")


def test_the_limits_are_those_of_sts() -> None:
    """Lengths and patterns of botocore's description of AssumeRole."""
    model = boto3.session.Session().client("sts", region_name="eu-west-1").meta.service_model
    members = model.operation_model("AssumeRole").input_shape.members
    identity, value = members["SourceIdentity"].metadata, members["Tags"].member.members["Value"].metadata
    assert (identity["min"], identity["max"], identity["pattern"]) == (2, 64, r"[\w+=,.@-]*")
    assert (value["max"], value["pattern"]) == (256, r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*")


@pytest.mark.parametrize(
    ("extra", "problem"),
    [
        pytest.param(
            {"session_tags": {"dag": "{dag}"}},
            (
                "extra.session_tags: has fields that are not known: {dag}; "
                'give a JSON object of texts, such as {"team": "etl"}, of at most 50 tags'
            ),
            id="tag",
        ),
        pytest.param(
            {"source_identity": "{who}"},
            (
                "extra.source_identity: has fields that are not known: {who}; give 2 to 64 characters, of letters, "
                "digits and =,.@-_, or fields such as {dag_id} among them"
            ),
            id="source-identity",
        ),
        pytest.param(
            {"source_identity": "a b{dag_id}"},
            (
                "extra.source_identity: has characters or a length that STS does not take; give 2 to 64 characters, of "
                "letters, digits and =,.@-_, or fields such as {dag_id} among them"
            ),
            id="characters-between",
        ),
    ],
)
def test_a_template_that_can_not_be_filled_in_is_refused(extra: dict[str, object], problem: str) -> None:
    """At once, not when the role is assumed."""
    assert list_problems(extra={"role_arn": ARN} | extra) == [problem]


def test_templates_are_kept_as_they_are_written() -> None:
    """They are filled in when the role is assumed."""
    tags, identity = {"dag": "{dag_id}", "try": "{try_number}"}, "{team}"
    (role,) = parse_connection(extra={"role_arn": ARN, "session_tags": tags, "source_identity": identity}).roles
    assert (role.tags, role.source_identity) == (Settings(tags), identity)
