"""A secret is shown nowhere, and given in clear when it is asked for."""

from __future__ import annotations

import copy
import pickle

import pytest

from airflow_provider_awsconn.connection.secret import Secret


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


def test_a_secret_is_copied_and_not_pickled() -> None:
    """A copy is the secret itself; a pickle, which is bytes with the text in them, is refused."""
    secret = Secret("C4N4RY")
    assert copy.copy(secret) is secret
    assert copy.deepcopy([secret])[0] is secret
    with pytest.raises(TypeError, match="a secret is not pickled"):
        pickle.dumps(secret)
