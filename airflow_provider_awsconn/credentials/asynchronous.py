"""Credentials as async clients of aiobotocore take them: from the same sources as those of sync clients.

Nothing here blocks an event loop. aiobotocore is not imported: it asks for methods, not for classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from botocore.credentials import Credentials

from airflow_provider_awsconn.credentials.base import StaticSource
from airflow_provider_awsconn.credentials.errors import CredentialsUnavailableError
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.shared import SharedCredentials, freeze

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.credentials import ReadOnlyCredentials

    from airflow_provider_awsconn.credentials.base import Source

_ACCOUNT_ID = "AWS::Auth::AccountId"


class AsyncCredentials(Credentials):
    """Credentials that each request waits for, as those of aiobotocore.

    ``access_key``, ``secret_key``, ``token`` and ``account_id`` wait for nothing: they give what is at hand, or an
    error.

    Args:
        source: gives the set of this moment.
        describe_method: tells where they come from, in botocore's words.
    """

    def __init__(self, source: Source, describe_method: Callable[[], str]) -> None:
        # Not the constructor of botocore's: it takes key and secret, and there may be none yet.
        self._source = source
        self._describe_method = describe_method

    @property
    def method(self) -> str:  # type: ignore[override] # botocore only reads it
        """Where they come from, as far as it is known without asking."""
        return self._describe_method()

    async def get_frozen_credentials(self) -> ReadOnlyCredentials:  # type: ignore[override] # aiobotocore awaits it
        """Give key, secret and token of one set."""
        return freeze(await self._source.aget())

    async def get_access_key(self) -> str:
        """Give the access key id of this moment."""
        return (await self._source.aget()).access_key

    async def get_secret_key(self) -> str:
        """Give the secret access key of this moment."""
        return (await self._source.aget()).secret_key

    async def get_token(self) -> str | None:
        """Give the session token of this moment."""
        return (await self._source.aget()).token

    async def get_account_id(self) -> str | None:
        """Give the account of this moment, where it is known."""
        return (await self._source.aget()).account_id

    @property
    def access_key(self) -> str:  # type: ignore[override] # botocore only reads it
        """The access key id of this moment."""
        return self._get_at_hand("access_key").access_key

    @property
    def secret_key(self) -> str:  # type: ignore[override] # botocore only reads it
        """The secret access key of this moment."""
        return self._get_at_hand("secret_key").secret_key

    @property
    def token(self) -> str | None:  # type: ignore[override] # botocore only reads it
        """The session token of this moment."""
        return self._get_at_hand("token").token

    @property
    def account_id(self) -> str | None:
        """The account of this moment, where it is known."""
        return self._get_at_hand("account_id").account_id

    def get_deferred_property(self, property_name: str) -> Callable[[], Any]:
        """Give what gives a property of a later moment: None while there is no set at hand."""
        return lambda: getattr(self._source.get_now(), property_name, None)

    async def settle_account(self, builtins: dict[str, Any], **_: object) -> None:
        """Put the account in before an endpoint is chosen by it: a handler of ``before-endpoint-resolution``.

        For clients whose endpoints go by the account: aiobotocore before 3 asks for it without waiting.
        """
        if callable(builtins.get(_ACCOUNT_ID)):
            builtins[_ACCOUNT_ID] = await self.get_account_id()

    def _get_at_hand(self, name: str) -> MintedCredentials:
        minted = self._source.get_now()
        if minted is None:
            raise CredentialsUnavailableError(
                f"async credentials, {name}",
                "there are none at hand, and an attribute waits for nothing",
                "await get_frozen_credentials()",
            )
        return minted

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled: hand on the hook, which makes its own")


def build_async_credentials(credentials: Credentials | None) -> AsyncCredentials | None:
    """Build what an async client signs with from what a sync client signs with.

    Args:
        credentials: a connection's, or a key pair; None for requests that are not signed.

    Raises:
        TypeError: for others, which may block when they are asked.
    """
    if credentials is None:
        return None
    if isinstance(credentials, SharedCredentials) and credentials.source is not None:
        shared = credentials
        return AsyncCredentials(credentials.source, lambda: shared.method)
    if type(credentials) is not Credentials:
        raise TypeError(f"no async credentials can be made of {type(credentials).__name__}")
    method, frozen = str(credentials.method), credentials.get_frozen_credentials()
    key, secret = str(frozen.access_key), str(frozen.secret_key)
    minted = MintedCredentials(key, secret, frozen.token, 0.0, None, frozen.account_id)
    return AsyncCredentials(StaticSource(minted), lambda: method)
