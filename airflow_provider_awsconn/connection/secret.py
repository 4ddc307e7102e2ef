"""Text that must not be seen: prints as ``***`` wherever it is shown."""

from __future__ import annotations

import hmac
import os
from typing import Any


class Secret:
    """A secret text. ``reveal`` gives it in clear, for the line that hands it on.

    A copy is the same object. A pickle holds the text under a pad of random bytes of its own, so that it can't be read
    where a pickle is shown or searched; the pad lies beside it, so keep such a pickle as safe as the secret.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Give the text in clear."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_encode(self._text), _encode(other._text))

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        pad = os.urandom(len(_encode(self._text)))
        return _unpad, (_combine(_encode(self._text), pad), pad)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _combine(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _unpad(padded: bytes, pad: bytes) -> Secret:
    return Secret(_combine(padded, pad).decode("utf-8", "surrogatepass"))
