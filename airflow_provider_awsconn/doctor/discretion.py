"""Keeps secrets out of what a connection test says, in every spelling that an error may quote them in. Pure text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from airflow_provider_awsconn.connection.redact import SHOWN_FOR_HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable


# A shorter one, such as LocalStack's "test", may be a piece of any word: it is hidden where it stands alone.
_LONG = 8


class Discretion:
    """Texts without the secrets it was told.

    Args:
        secrets: those that are known from the start.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._hidden: list[str] = []
        for secret in secrets:
            self.keep(secret)

    def keep(self, secret: str) -> None:
        """Keep one more secret out of every text from now on."""
        spellings = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), json.dumps(secret)[1:-1]}
        self._hidden.extend(each for each in spellings if each and each not in self._hidden)
        # The longer ones first: a shorter one may be a piece of them.
        self._hidden.sort(key=len, reverse=True)

    def clean(self, text: str) -> str:
        """Give a text with ``***`` for each secret."""
        for hidden in self._hidden:
            if len(hidden) < _LONG:
                text = re.sub(rf"(?<!\w){re.escape(hidden)}(?!\w)", SHOWN_FOR_HIDDEN, text)
            else:
                text = text.replace(hidden, SHOWN_FOR_HIDDEN)
        return text
