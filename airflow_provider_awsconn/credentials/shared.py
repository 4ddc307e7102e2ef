"""Shared credentials as what a botocore session takes: nothing is asked before a request needs a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.credentials import Credentials, ReadOnlyCredentials

from airflow_provider_awsconn.credentials.off_loop import run_with_airflow

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Lock
    from collections.abc import Callable, Iterable

    from airflow_provider_awsconn.credentials.base import Source
    from airflow_provider_awsconn.credentials.minted import MintedCredentials
    from airflow_provider_awsconn.credentials.renewal import RenewingSource


class SharedCredentials(Credentials):
    """botocore credentials that are asked anew for each request, and are good for as long as there are any.

    Args:
        get: gives the set of this moment.
        describe_method: tells where they come from, in botocore's words.
        source: gives coroutines the same sets; None where no coroutine asks.
    """

    def __init__(
        self,
        get: Callable[[], MintedCredentials],
        describe_method: Callable[[], str],
        source: Source | None = None,
    ) -> None:
        # Not the constructor of botocore's: it takes key and secret, and there are none yet.
        self._get = get
        self.source = source
        self._describe_method = describe_method

    @property
    def method(self) -> str:  # type: ignore[override] # botocore only reads it
        """Where they come from, as far as it is known without asking."""
        return self._describe_method()

    def get_frozen_credentials(self) -> ReadOnlyCredentials:
        """Give key, secret and token of one set."""
        return freeze(self._get())

    @property
    def access_key(self) -> str:  # type: ignore[override] # botocore only reads it
        """The access key id of this moment."""
        return self._get().access_key

    @property
    def secret_key(self) -> str:  # type: ignore[override] # botocore only reads it
        """The secret access key of this moment."""
        return self._get().secret_key

    @property
    def token(self) -> str | None:  # type: ignore[override] # botocore only reads it
        """The session token of this moment."""
        return self._get().token

    @property
    def account_id(self) -> str | None:
        """The account of this moment, where it is known."""
        return self._get().account_id


def freeze(minted: MintedCredentials) -> ReadOnlyCredentials:
    """Give a set as botocore signs with it."""
    return ReadOnlyCredentials(minted.access_key, minted.secret_key, minted.token, minted.account_id)


class GivenCredentials:
    """The ``credential_provider`` component of a botocore session that has its credentials already."""

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials

    def load_credentials(self) -> Credentials | None:
        """Give the credentials, as botocore's resolver does."""
        return self._credentials


class NoTokens:
    """The ``token_provider`` component of a botocore session that the worker's bearer tokens are not for."""

    def load_token(self, **_: object) -> None:
        """Give none."""


class Announced:
    """Credentials of a source, each secret told to a listener before anybody can use it.

    Args:
        source: gives the set of this moment.
        on_secret: gets each secret value the first time it is seen here. Called by those who ask for credentials, and
            for coroutines in a thread, never in the background: in a task it talks to Airflow.
        roles: what mints on the way, whose secrets are told as well.
    """

    def __init__(
        self, source: Source, on_secret: Callable[[str, float | None], None], roles: Iterable[RenewingSource] = ()
    ) -> None:
        self._source = source
        self._on_secret = on_secret
        self._roles = roles
        self._told: str | None = None
        # While there is something to tell. A lock belongs to its event loop, a turn to one of the coroutines there.
        self._turns: dict[AbstractEventLoop, Lock] = {}

    def get(self) -> MintedCredentials:
        """Give the set of this moment."""
        minted = self._source.get()
        if not self._is_told(minted):
            self._tell(minted)
        return minted

    def get_now(self) -> MintedCredentials | None:
        """Give the set of this moment where it is at hand and its secrets are told."""
        minted = self._source.get_now()
        return minted if minted and self._is_told(minted) else None

    async def aget(self) -> MintedCredentials:
        """Give what ``get`` gives, without keeping the event loop waiting."""
        minted = await self._source.aget()
        if not self._is_told(minted):
            import asyncio

            loop = asyncio.get_running_loop()
            try:
                async with self._turns.setdefault(loop, asyncio.Lock()):
                    if not self._is_told(minted):
                        await run_with_airflow(self._tell, minted)
            finally:
                self._turns.pop(loop, None)
        return minted

    def _is_told(self, minted: MintedCredentials) -> bool:
        return minted.secret_key == self._told

    def _tell(self, minted: MintedCredentials) -> None:
        for each in (*filter(None, (role.peek() for role in self._roles)), minted):
            for secret in filter(None, (each.secret_key, each.token)):
                self._on_secret(secret, each.expires_at)
        self._told = minted.secret_key
