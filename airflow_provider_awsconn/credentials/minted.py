"""One set of credentials, as it was minted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class MintedCredentials:
    """Key, secret and token of one moment; a renewal makes another set. Never pickled, secrets never in a repr.

    Attributes:
        access_key: access key id.
        secret_key: secret access key.
        token: session token, None for a long-term key.
        minted_at: when it was made, seconds since 1970.
        expires_at: when AWS stops taking it, seconds since 1970; None for never.
        account_id: the account it belongs to, where that is known.
    """

    access_key: str
    secret_key: str = field(repr=False)
    token: str | None = field(repr=False)
    minted_at: float
    expires_at: float | None
    account_id: str | None = None

    def __reduce__(self) -> NoReturn:
        raise TypeError("credentials are not pickled: hand on the hook, which makes its own")
