"""Names of what a worker has: environment variables, and callables that its configuration registers."""

from __future__ import annotations

import re

VARIABLE_HINT = 'give the name of an environment variable, such as "AWS_ID_TOKEN"'
SOURCE_HINT = "give up to 64 letters, digits and _.-"

# https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap08.html
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SOURCE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def is_variable_name(text: str) -> bool:
    """Tell whether text can be the name of an environment variable, by POSIX."""
    return _VARIABLE.fullmatch(text) is not None


def is_source_name(text: str) -> bool:
    """Tell whether text can be the name of a registered callable."""
    return _SOURCE.fullmatch(text) is not None
