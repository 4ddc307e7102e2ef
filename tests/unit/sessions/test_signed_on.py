"""Sign-ons of the AWS CLI are read as they are, and never written. tests/unit/doctor holds it against a server."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest

from airflow_provider_awsconn.credentials.errors import UnusableAnswerError
from airflow_provider_awsconn.sessions.signed_on import UnwrittenCache, keep_sign_ons_unwritten

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def end_in(seconds: float) -> str:
    """A moment as the AWS CLI writes it."""
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def sso(seconds: float, **more: str) -> dict[str, Any]:
    """What `aws sso login` keeps."""
    return {"accessToken": "a", "expiresAt": end_in(seconds), **more}


def login(seconds: float) -> dict[str, Any]:
    """What `aws login` keeps."""
    return {"accessToken": {"expiresAt": end_in(seconds)}, "refreshToken": "r"}


@pytest.mark.parametrize(
    ("make", "without"),
    [
        pytest.param(lambda: sso(3600, refreshToken="r"), {"refreshToken"}, id="sso"),
        pytest.param(lambda: sso(600, refreshToken="r"), {"refreshToken"}, id="botocore-would-renew"),
        pytest.param(lambda: sso(-1), set(), id="nothing-to-renew-it-with"),
        pytest.param(lambda: login(3600), set(), id="login"),
        pytest.param(lambda: sso(0, expiresAt="soon", refreshToken="r"), {"refreshToken"}, id="no-moment"),
    ],
)
def test_what_is_good_is_given_without_the_means_to_renew_it(
    make: Callable[[], dict[str, Any]], without: set[str], tmp_path: Path
) -> None:
    """So botocore asks nobody for a new one."""
    kept = make()
    (tmp_path / "key.json").write_text(json.dumps(kept))
    assert UnwrittenCache(str(tmp_path))["key"] == {name: kept[name] for name in kept if name not in without}


@pytest.mark.parametrize("kept", [sso(-1, refreshToken="r"), login(-1), login(200)], ids=["sso", "login", "soon"])
def test_what_would_be_renewed_is_an_error(kept: dict[str, Any], tmp_path: Path) -> None:
    """With how to have it renewed."""
    (tmp_path / "key.json").write_text(json.dumps(kept))
    with pytest.raises(UnusableAnswerError, match=r"does not renew it.*; run aws sts get-caller-identity"):
        _ = UnwrittenCache(str(tmp_path))["key"]


def test_nothing_is_written_or_removed(tmp_path: Path) -> None:
    """Not even the folder."""
    cache = UnwrittenCache(str(tmp_path / "cache"))
    cache["key"] = {"accessToken": "a"}
    del cache["key"]
    assert ("key" in cache, list(tmp_path.iterdir())) == (False, [])


def test_every_provider_that_keeps_sign_ons_is_covered() -> None:
    """A new kind of botocore's would go unseen otherwise."""
    session = botocore.session.Session()
    before = [provider.METHOD for provider in session.get_component("credential_provider").providers]
    keep_sign_ons_unwritten(session)
    providers = session.get_component("credential_provider").providers
    assert [provider.METHOD for provider in providers] == before
    caches = {
        provider.METHOD: [value for value in vars(provider).values() if hasattr(value, "_working_dir")]
        for provider in providers
    }
    found = {method: held for method, held in caches.items() if held}
    assert set(found) >= {"sso"}
    assert all(isinstance(cache, UnwrittenCache) for held in found.values() for cache in held)
