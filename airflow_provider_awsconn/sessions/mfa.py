"""Profiles that demand multi-factor authentication are refused: botocore would ask for a code at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from airflow_provider_awsconn.credentials.errors import MfaDemandedError

if TYPE_CHECKING:
    import botocore.session


def refuse_mfa(session: botocore.session.Session) -> None:
    """Have the lookup chain of a session raise an error where a profile's role wants a code.

    Args:
        session: a botocore session whose credentials nobody has asked for yet.
    """
    resolver: Any = session.get_component("credential_provider")
    for provider in resolver.providers:
        if provider.METHOD == "assume-role":
            provider._prompter = _refuse  # noqa: SLF001 - an argument of its constructor, which botocore's session leaves out


def _refuse(_: str) -> NoReturn:
    raise MfaDemandedError
