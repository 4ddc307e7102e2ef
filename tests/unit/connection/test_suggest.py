"""The nearest known name."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.connection.suggest import suggest_name


@pytest.mark.parametrize(
    ("given", "known", "suggested"),
    [
        pytest.param("retires", ["region_name", "retries"], "retries", id="swapped-letters"),
        pytest.param("adressing_style", ["addressing_style"], "addressing_style", id="missing-letter"),
        pytest.param("ExternalID", ["ExternalId"], "ExternalId", id="case"),
        pytest.param("role-arn", ["role_arn"], "role_arn", id="hyphen"),
        pytest.param("secrets manager", ["ssm", "secretsmanager"], "secretsmanager", id="blank"),
        pytest.param("endpointUrl", ["endpoint_url"], "endpoint_url", id="camel-case"),
        pytest.param("s_3", ["s3control", "s3"], "s3", id="plain-match-before-a-near-one"),
        pytest.param("s3", ["s3"], "s3", id="the-same"),
        pytest.param("A_B", ["a-b", "ab"], "a-b", id="first-of-two-that-are-alike"),
        pytest.param("ec3", ["ec2", "ecs"], None, id="short-and-other"),
        pytest.param("colour", ["retries", "s3"], None, id="far"),
        pytest.param("", ["retries"], None, id="empty"),
        pytest.param("retries", [], None, id="nothing-known"),
    ],
)
def test_the_nearest_name_is_suggested(given: str, known: list[str], suggested: str | None) -> None:
    """A slip of the pen finds its name; a word of its own finds none."""
    assert suggest_name(given, known) == suggested


def test_any_iterable_of_names_will_do() -> None:
    """The known names are read once, so that a generator is enough."""
    assert suggest_name("retires", (name for name in ("s3", "retries"))) == "retries"
