"""Text that must not be seen: prints as ``***`` wherever it is shown."""

from __future__ import annotations

import hmac
from typing import Any, NoReturn


class Secret:
    """A secret text. ``reveal`` gives it in clear, for the line that hands it on."""

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
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled; pickle the connection id, and read the connection where it is used")

    def __hash__(self) -> int:
        return hash((Secret, self._text))
