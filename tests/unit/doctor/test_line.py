"""A whole connection test in the one line that Airflow shows."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.doctor.line import LONGEST_LINE, describe_in_one_line
from airflow_provider_awsconn.doctor.report import Report, Step

SETTINGS = Step("settings", "settings", "passed", "nothing wrong with them")
REGION = Step("region", "region", "passed", "eu-west-1 (extra.region_name)")
CREDENTIALS = Step("credentials", "credentials", "passed", "login and password")
IDENTITY = Step("identity", "identity", "passed", "Connected as arn - account 1", proof="the credentials are accepted")
SKIPPED = Step("probe", "probe", "skipped", "no test_probe, and nothing else to ask for")


def fail(text: str, advice: str | None = None, cause: str | None = None, title: str = "probe") -> Step:
    """A step that failed."""
    return Step(title.partition(" ")[0], title, "failed", text, advice=advice, cause=cause)


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        pytest.param(
            [SETTINGS, REGION, CREDENTIALS, IDENTITY, SKIPPED],
            "Connected as arn - account 1 - region eu-west-1 (extra.region_name) - credentials: login and password - "
            "proved: the credentials are accepted - not proved: what they may do",
            id="works",
        ),
        pytest.param(
            [SETTINGS, REGION, Step("credentials", "credentials", "skipped", "requests are unsigned"), SKIPPED],
            "no test_probe, and nothing else to ask for - region eu-west-1 (extra.region_name) - credentials: requests "
            "are unsigned - not proved: that requests are taken",
            id="nothing-asked",
        ),
        pytest.param(
            [SETTINGS, REGION, CREDENTIALS, fail("ListBuckets: X", "it is so; do that", "so")],
            "Probe: it is so; do that - ListBuckets: X - region eu-west-1 (extra.region_name) - credentials: login and "
            "password",
            id="advice-first",
        ),
        pytest.param(
            [SETTINGS, REGION, CREDENTIALS, fail("another account", "give that")],
            "Probe: another account; give that - region eu-west-1 (extra.region_name) - credentials: login and "
            "password",
            id="own-words-first",
        ),
        pytest.param(
            [SETTINGS, REGION, CREDENTIALS, fail("KeyError: 'x'")],
            "Probe: KeyError: 'x' - region eu-west-1 (extra.region_name) - credentials: login and password",
            id="unrecognised",
        ),
        pytest.param([fail("a: b; c", "c", title="settings")], "a: b; c", id="settings"),
        pytest.param([fail("a [b]\n\tc", title="settings")], "Settings: a (b) c", id="markup-and-lines"),
        pytest.param([SETTINGS, fail("x", title="region")], "Region: x", id="not-told-twice"),
        pytest.param(
            [
                Step("settings", "settings", "warning", "odd", advice="extra.x: is odd; mend it"),
                fail("X", "it is so; do that", "so"),
            ],
            "Probe: it is so; do that - X - extra.x: is odd; mend it",
            id="remarks-of-a-failure",
        ),
        pytest.param(
            [fail("T" * 400, "it is so; do that", "so")],
            "Probe: it is so; do that - " + "T" * 270 + "...",
            id="the-error-gives-way",
        ),
        pytest.param(
            [fail("T" * 400, "give that")],
            "Probe: " + "T" * 279 + "...; give that",
            id="what-nobody-recognises-gives-way",
        ),
        pytest.param([fail("a\x1b[1mb\u202ec\ud800")], "Probe: a (1mb c", id="what-moves-a-cursor"),
        pytest.param(
            [fail("T", "w" * 200 + "; " + "d" * 80, "so", "role 1 of 2 (arn:aws:iam::123456789012:role/hub)")],
            "Role 1 of 2: " + "w" * 200 + "; " + "d" * 80 + " - T",
            id="a-role-by-its-place",
        ),
        pytest.param(
            [fail("T", "w" * 200 + "; " + "d" * 120, "so", "role arn:aws:iam::123456789012:role/hub")],
            "Role: " + "d" * 120 + " - T",
            id="the-fix-stays",
        ),
    ],
)
def test_the_line(steps: list[Step], line: str) -> None:
    """Useful words first; what gives way is the error's text, then the rest, never what to do."""
    assert describe_in_one_line(Report(tuple(steps))) == line


def test_no_line_is_longer() -> None:
    """Whatever the steps say."""
    long = [Step(name, name, "passed", "x" * 400) for name in ("settings", "region", "credentials", "identity")]
    assert len(describe_in_one_line(Report(tuple(long)))) == LONGEST_LINE
    assert len(describe_in_one_line(Report((*long, fail("y" * 400, "z" * 400, "so"))))) == LONGEST_LINE
