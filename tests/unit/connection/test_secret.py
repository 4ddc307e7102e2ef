"""A secret is shown nowhere, and given in clear when it is asked for."""

from __future__ import annotations

import copy
import pickle

import pytest

from airflow_provider_awsconn.connection.secret import Secret

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


def test_a_secret_never_prints() -> None:
    """Text, repr, formatting and what holds it show three stars."""
    secret = Secret("C4N4RY")
    assert [str(secret), repr(secret), f"{secret}", f"{secret!r}", "%s" % secret, repr([secret])] == [  # noqa: UP031 - each way to print
        *["***"] * 5,
        "[***]",
    ]
    assert not hasattr(secret, "__dict__")


def test_a_secret_is_given_in_clear_on_request() -> None:
    """reveal() gives the text."""
    assert Secret("C4N4RY").reveal() == "C4N4RY"


def test_secrets_compare_by_their_text() -> None:
    """Two secrets of one text are one value, text of any alphabet included, and no secret equals plain text."""
    assert Secret("ключ") == Secret("ключ")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_a_copy_of_a_secret_is_the_secret_itself() -> None:
    """Neither a copy nor a deep copy puts the text into a second place."""
    secret = Secret("C4N4RY")
    assert copy.copy(secret) is secret
    assert copy.deepcopy([secret])[0] is secret


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("text", ["C4N4RY", "", "ключ/+=", "\ud800", "\x00"], ids=ascii)
def test_a_secret_survives_its_pickle(text: str, protocol: int) -> None:
    """Any text comes back from every pickle protocol."""
    assert pickle.loads(pickle.dumps(Secret(text), protocol)) == Secret(text)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_pickle_does_not_show_the_text(protocol: int) -> None:
    """The bytes hold no readable text, nor the same bytes twice."""
    pickles = {pickle.dumps(Secret("C4N4RY"), protocol) for _ in range(3)}
    assert len(pickles) == 3
    assert not any(b"C4N4RY" in dumped for dumped in pickles)
