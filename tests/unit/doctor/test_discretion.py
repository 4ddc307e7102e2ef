"""Secrets stay out of texts, in every spelling that an error may quote them in."""

from __future__ import annotations

import json
from urllib.parse import quote, quote_plus

import pytest

from airflow_provider_awsconn.doctor.discretion import Discretion

SECRET = 'a/b+c d"e%'


@pytest.mark.parametrize(
    "spell",
    [str, lambda text: quote(text, safe=""), quote, quote_plus, json.dumps],
    ids=["plain", "url", "path", "form", "json"],
)
def test_each_spelling_is_hidden(spell: object) -> None:
    """As it is, URL-encoded, and in JSON."""
    assert callable(spell)
    cleaned = Discretion([SECRET]).clean(f"key={spell(SECRET)}!")
    assert cleaned.replace('"', "") == "key=***!"


def test_a_secret_within_another_leaves_no_piece() -> None:
    """The longer one is hidden first, whenever it is learned."""
    discretion = Discretion(["abcdefgh"])
    discretion.keep("abcdefghijkl")
    assert discretion.clean("abcdefghijkl abcdefgh abcdefghi") == "*** *** ***i"


def test_a_short_secret_is_no_piece_of_a_word() -> None:
    """LocalStack's, say: what the test advises stays readable."""
    assert Discretion(["test"]).clean("'test', key=test; give test_probe") == "'***', key=***; give test_probe"
