"""Mint keys for roles and know when they end; moto itself never ends them."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import datetime, timezone

from moto.sts.models import sts_backends

from .moto_app import parse_account_id


@dataclass(frozen=True)
class Session:
    """Keys of a role that somebody got."""

    access_key: str
    secret_key: str
    token: str
    arn: str
    user_id: str
    expires_at: float

    @property
    def expiration(self) -> str:
        """The end as AWS writes it."""
        return describe_expiration(self.expires_at)


def describe_expiration(moment: float) -> str:
    """A moment as AWS writes it; with milliseconds, which AWS never has, only where a test asked for them."""
    text = datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "").removesuffix(".000") + "Z"


def parse_expiration(text: str) -> float:
    """The moment in an answer of moto."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def compute_end(lifetime_seconds: float) -> float:
    """The moment so long after now; of whole seconds, the next whole one, so that the keys live no shorter."""
    end = time.time() + lifetime_seconds
    return math.ceil(end) if float(lifetime_seconds).is_integer() else round(end, 3)


class Sessions:
    """All keys that were minted, with the moment after which they are refused."""

    def __init__(self) -> None:
        self._ends: dict[str, float] = {}

    def mint(self, role_arn: str, session_name: str, lifetime_seconds: float) -> Session:
        """Keys of the role that moto knows from now on."""
        backend = sts_backends[parse_account_id(role_arn)]["aws"]
        minted = backend.assume_role("us-east-1", session_name, role_arn, None, 3600, None)
        end = compute_end(lifetime_seconds)
        self.set_end(minted.access_key_id, end)
        return Session(
            minted.access_key_id, minted.secret_access_key, minted.session_token, minted.arn, minted.user_id, end
        )

    def set_end(self, access_key: str, end: float) -> None:
        """Refuse the key from this moment on."""
        self._ends[access_key] = end

    def has_ended(self, access_key: str | None) -> bool:
        """Tell whether the key is one that was minted here and is over."""
        return access_key in self._ends and time.time() >= self._ends[access_key]
