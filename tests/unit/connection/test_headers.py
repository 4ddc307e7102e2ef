"""HTTP headers that a connection sends."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.connection.headers import read_headers
from airflow_provider_awsconn.connection.notes import Notes

NO_NAME = 'has a name that no HTTP header can have; give names such as "Authorization"'
OF_REQUEST = "is a header that the request sets itself; remove it"
NO_VALUE = "has characters that no HTTP header can carry; give ASCII text in one line"


def test_right_headers_are_read() -> None:
    """Text to text, trimmed, without what is not set."""
    given = {" Authorization ": " Bearer x ", "X-7": 7, "a!#$%&'*+.^_`|~": "a\tb", "unset": None, "empty": ""}
    notes = Notes()
    assert read_headers("here", given, notes) == {"Authorization": "Bearer x", "X-7": "7", "a!#$%&'*+.^_`|~": "a\tb"}
    assert notes == Notes()


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        pytest.param("two words", "C4N4RY", f"here: {NO_NAME}", id="blank"),
        pytest.param("a:b", "C4N4RY", f"here: {NO_NAME}", id="colon"),
        pytest.param("a\r\nb", "C4N4RY", f"here: {NO_NAME}", id="line-break-in-name"),
        pytest.param("größe", "C4N4RY", f"here: {NO_NAME}", id="not-ascii"),
        pytest.param("Host", "C4N4RY", f"here.Host: {OF_REQUEST}", id="host"),
        pytest.param("content-length", "7", f"here.content-length: {OF_REQUEST}", id="content-length"),
        pytest.param("TRANSFER-ENCODING", "x", f"here.TRANSFER-ENCODING: {OF_REQUEST}", id="transfer-encoding"),
        pytest.param("Connection", "close", f"here.Connection: {OF_REQUEST}", id="connection"),
        pytest.param("X-A", "C4N4RY\r\nX-B: c", f"here.X-A: {NO_VALUE}", id="line-break"),
        pytest.param("X-A", "C4N4RY\nb", f"here.X-A: {NO_VALUE}", id="newline"),
        pytest.param("X-A", "C4N4RY\0", f"here.X-A: {NO_VALUE}", id="nul"),
        pytest.param("X-A", "größe C4N4RY", f"here.X-A: {NO_VALUE}", id="value-not-ascii"),
        pytest.param("X-A", ["C4N4RY"], "here.X-A: is of type list; give text", id="list"),
        pytest.param("X-A", True, "here.X-A: is of type bool; give text", id="boolean"),
        pytest.param("sQnzu7wkTrgkQZFx0G", ["x"], "here: is of type list; give text", id="secret-for-a-name"),
    ],
)
def test_what_can_not_be_sent_is_refused(name: str, value: object, problem: str) -> None:
    """Without the value, and without a name that looks like a secret; the others go on."""
    notes = Notes()
    assert read_headers("here", {name: value, "X-Good": "b"}, notes) == {"X-Good": "b"}
    assert [str(told) for told in notes.problems] == [problem]
