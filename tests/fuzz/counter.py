"""Counts the examples that were run to their end."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ParamSpec

    P = ParamSpec("P")

examples: Counter[str] = Counter()


def counted(test: Callable[P, None]) -> Callable[P, None]:
    """Count the calls of a test that end well; stands below ``given``."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        test(*args, **kwargs)
        examples[test.__name__] += 1

    return run
