"""The sign-ons that ``aws sso login`` and ``aws login`` keep in files, read and never written.

botocore renews them when they end, which gives out a new refresh token, and writes both. Who writes nothing must not
renew: a refresh token that is used up and not kept would sign the user off.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from botocore import credentials as botocore_credentials
from botocore.utils import JSONFileCache, parse_timestamp

from airflow_provider_awsconn.credentials.errors import UnusableAnswerError

if TYPE_CHECKING:
    import botocore.session

# botocore renews those of `aws login` from here on.
_LEFT_SECONDS = 300.0
_OF_SIGN_ONS = frozenset({"sso", "login"})


class UnwrittenCache(JSONFileCache):
    """A cache of sign-ons that gives those that are good now as they are, and keeps nothing."""

    def __getitem__(self, cache_key: str) -> dict[str, Any]:
        """Give a sign-on that is not to be renewed.

        Raises:
            UnusableAnswerError: for one that would have to be renewed first.
        """
        token: dict[str, Any] = super().__getitem__(cache_key)
        if "refreshToken" not in token:
            return token
        if _read_end(token) - time.time() < _LEFT_SECONDS:
            raise UnusableAnswerError(
                "the sign-on in the AWS files has ended, and the connection test does not renew it: it writes nothing",
                "run aws sts get-caller-identity with this profile, which renews it, or sign on anew",
            )
        if isinstance(token.get("accessToken"), str):
            # That of SSO: botocore renews it early, where it can.
            del token["refreshToken"]
        return token

    def __setitem__(self, cache_key: str, value: object) -> None:
        """Write nothing."""

    def __delitem__(self, cache_key: str) -> None:
        """Remove nothing."""


def keep_sign_ons_unwritten(session: botocore.session.Session) -> None:
    """Have the lookup chain of a session read the files of sign-ons, and never write one.

    Args:
        session: a botocore session whose credentials nobody has asked for yet.
    """
    resolver: Any = session.get_component("credential_provider")
    profile_name = session.get_config_variable("profile") or "default"
    is_asked_by_name = session.instance_variables().get("profile") is not None
    # Private or new, and with no other way to them: a folder, arguments of a constructor, an attribute.
    inside: Any = botocore_credentials
    caches: dict[str, Any] = {"sso_token_cache": UnwrittenCache(inside.SSOProvider._SSO_TOKEN_CACHE_DIR)}  # noqa: SLF001
    get_directory = getattr(inside, "get_login_token_cache_directory", None)
    if get_directory is not None:
        caches["login_token_cache"] = UnwrittenCache(get_directory())
    builder = inside.ProfileProviderBuilder(session, cache={}, **caches)
    made = {provider.METHOD: provider for provider in builder.providers(profile_name, is_asked_by_name)}
    for place, provider in enumerate(resolver.providers):
        if provider.METHOD in _OF_SIGN_ONS and provider.METHOD in made:
            resolver.providers[place] = made[provider.METHOD]
        elif provider.METHOD == "assume-role":
            # For a role whose source profile signs on.
            provider._profile_provider_builder = builder  # noqa: SLF001 - the same


def _read_end(token: dict[str, Any]) -> float:
    access = token.get("accessToken")
    end: Any = access.get("expiresAt") if isinstance(access, dict) else token.get("expiresAt")
    try:
        return float(parse_timestamp(end).timestamp())
    except (TypeError, ValueError, OverflowError):
        # botocore's own text tells what is wrong with it.
        return time.time() + 2 * _LEFT_SECONDS
