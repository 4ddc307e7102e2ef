"""A set of credentials as a value: it shows no secret, does not change, and goes nowhere."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.credentials.fakes import make_set

if TYPE_CHECKING:
    from collections.abc import Callable

SECRETS = ("canary-key", "canary-token")


def make_canaries() -> Any:
    """A set whose secrets are easy to find."""
    return make_set(secret_key=SECRETS[0], token=SECRETS[1])


def test_neither_secret_nor_token_is_shown() -> None:
    """In repr, str and format stand the access key id and the times only."""
    minted = make_canaries()
    shown = f"{minted!r} {minted} {[minted]}"
    assert [secret for secret in SECRETS if secret in shown] == []
    assert repr(minted) == (
        "MintedCredentials(access_key='ASIA1', minted_at=1700000000.0, expires_at=1700003600.0, account_id=None)"
    )


@pytest.mark.parametrize(
    "take_out",
    [
        *(pytest.param(lambda each, p=p: pickle.dumps(each, p), id=f"pickle-{p}") for p in range(6)),
        pytest.param(lambda each: pickle.dumps({"deep": [each]}), id="pickled-inside"),
        pytest.param(copy.copy, id="copy"),
        pytest.param(copy.deepcopy, id="deepcopy"),
    ],
)
def test_a_set_is_not_pickled(take_out: Callable[[Any], Any]) -> None:
    """A pickle would carry the secrets to wherever Airflow puts it, and the error says what to hand on instead."""
    with pytest.raises(TypeError) as refused:
        take_out(make_canaries())
    assert str(refused.value) == "credentials are not pickled: hand on the hook, which makes its own"


def test_a_set_is_not_json() -> None:
    """Nor does XCom's way out show it."""
    with pytest.raises(TypeError) as refused:
        json.dumps(make_canaries())
    assert [secret for secret in SECRETS if secret in str(refused.value)] == []


def test_a_set_does_not_change() -> None:
    """Its fields are fixed, there are no others, and a replacement is another set."""
    minted = make_canaries()
    with pytest.raises(dataclasses.FrozenInstanceError):
        minted.secret_key = "other"
    assert not hasattr(minted, "__dict__")
    other = dataclasses.replace(minted, account_id="123456789012")
    assert (other.secret_key, other.account_id, minted.account_id) == (SECRETS[0], "123456789012", None)
