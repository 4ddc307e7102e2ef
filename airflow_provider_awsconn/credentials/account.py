"""Whose account credentials belong to, and whether the connection allows it. Checked before the first request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from airflow_provider_awsconn.credentials.renewal import RenewingSource
from airflow_provider_awsconn.errors import AccountNotAllowedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from airflow_provider_awsconn.credentials.base import Source
    from airflow_provider_awsconn.credentials.minted import MintedCredentials


_KEPT_SETS = 4


class KnownAccountSource:
    """Credentials of a source with their account, asked from STS once per set of credentials.

    Args:
        source: gives the set of this moment.
        fetch_account: asks whose a set is, with that very set.
        label: whose credentials these are, for the log.
    """

    def __init__(self, source: Source, fetch_account: Callable[[MintedCredentials], str], label: str) -> None:
        self._source = source
        self._fetch_account = fetch_account
        self._label = label
        self._known: dict[str, RenewingSource] = {}

    def get(self) -> MintedCredentials:
        """Give the set of this moment.

        Raises:
            MintingError: when nobody could be asked.
        """
        minted = self._source.get()
        return _with_account(minted, self._find(minted).get())

    def get_now(self) -> MintedCredentials | None:
        """Give the set of this moment where it and its account are at hand."""
        minted = self._source.get_now()
        known = minted and self._find(minted).get_now()
        return minted and known and _with_account(minted, known)

    async def aget(self) -> MintedCredentials:
        """Give what ``get`` gives, without keeping the event loop waiting."""
        minted = await self._source.aget()
        return _with_account(minted, await self._find(minted).aget())

    def _find(self, minted: MintedCredentials) -> RenewingSource:
        known = self._known.get(minted.access_key)
        if known is None:
            known = self._known.setdefault(minted.access_key, self._build(minted))
            if len(self._known) > _KEPT_SETS:
                # Sets come one after the other: the first one is not asked for again.
                first, *_ = list(self._known)
                self._known.pop(first, None)
        return known

    def _build(self, minted: MintedCredentials) -> RenewingSource:
        def ask(_: float) -> MintedCredentials:
            return replace(minted, account_id=self._fetch_account(minted), expires_at=None)

        return RenewingSource(ask, self._label)


def _with_account(minted: MintedCredentials, known: MintedCredentials) -> MintedCredentials:
    return replace(minted, account_id=known.account_id)


class AccountGuard:
    """Gives credentials of allowed accounts only.

    Args:
        source: gives the set of this moment with its account.
        where: the connection, for messages.
        allowed: accounts they may belong to; empty for any.
        forbidden: accounts they may not belong to.
    """

    def __init__(self, source: Source, where: str, allowed: Collection[str], forbidden: Collection[str]) -> None:
        self._source = source
        self._where = where
        self._allowed = allowed
        self._forbidden = forbidden

    def get(self) -> MintedCredentials:
        """Give the set of this moment.

        Raises:
            AccountNotAllowedError: when it belongs to another account.
        """
        return self._check(self._source.get())

    def get_now(self) -> MintedCredentials | None:
        """Give the set of this moment where it is at hand.

        Raises:
            AccountNotAllowedError: when it belongs to another account.
        """
        minted = self._source.get_now()
        return minted and self._check(minted)

    async def aget(self) -> MintedCredentials:
        """Give what ``get`` gives, without keeping the event loop waiting.

        Raises:
            AccountNotAllowedError: when it belongs to another account.
        """
        return self._check(await self._source.aget())

    def _check(self, minted: MintedCredentials) -> MintedCredentials:
        account_id = minted.account_id
        if account_id is None:
            raise AccountNotAllowedError(
                self._where, "nobody knows which account the credentials belong to", "give credentials of AWS"
            )
        if account_id in self._forbidden:
            raise AccountNotAllowedError(
                self._where,
                f"the credentials belong to the account {account_id}, which extra.forbidden_account_ids names",
                "give credentials of another account",
            )
        if self._allowed and account_id not in self._allowed:
            raise AccountNotAllowedError(
                self._where,
                f"the credentials belong to the account {account_id}, which extra.allowed_account_ids does not name",
                f"give credentials of {' or '.join(self._allowed)}",
            )
        return minted
