"""The name that somebody meant who wrote another one. Pure text, standard library only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\s_-]+")
# Lets two swapped letters of a short word pass, and keeps "ec3" from becoming "ec2" or "ecs".
_CUTOFF = 0.75


def suggest_name(given: str, known: Iterable[str]) -> str | None:
    """Suggest the known name nearest to the given one, or None; case, ``_``, ``-`` and blanks do not count."""
    by_plain: dict[str, str] = {}
    for name in known:
        by_plain.setdefault(_strip(name), name)
    plain = _strip(given)
    if plain in by_plain:
        return by_plain[plain]
    # Needed when something is wrong only.
    from difflib import get_close_matches

    nearest = get_close_matches(plain, by_plain, n=1, cutoff=_CUTOFF)
    return by_plain[nearest[0]] if nearest else None


def _strip(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()
