"""What of a JSON object may be shown. Goes by names, as Airflow does, and by passwords in URLs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN_FOR_HIDDEN = "***"

_HIDDEN_NAME = re.compile(
    r"secret|token|passw|passphrase|credential|authorization|cookie|api_?key|private_?key|external_?id|headers$"
    r"|^auth$|^pass$",
    re.IGNORECASE,
)
# Names that only sound like it: paths, numbers and lists of names.
_SHOWN_NAME = re.compile(r"token_(?:file|variable|url|source|duration_seconds)$|transitive_?tag_?keys$", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
# Eight characters and more with digits and letters of both cases in between: random, and no word.
_OF_A_SECRET = tuple(map(re.compile, (r"[A-Za-z0-9]{8}", "[a-z]", "[A-Z]", "[0-9]")))
# What a query says of itself to be a secret, such as an access_token.
_IN_QUERY = re.compile(r"(?<=[?&])(?P<name>[^=&#?/\s]+)=(?P<value>[^&#\s]+)")
# The scheme of an Authorization header is no secret, and what follows it is one without it too.
_OF_A_SCHEME = re.compile(r"[A-Za-z][A-Za-z-]* +(?P<secret>\S+)")
_USER_INFO = re.compile(r"(?:(?<=//)[^/?#\s]*|^[^/?#\s:@]+:[^/?#\s]*)@")


def redact(value: object, name: str = "") -> Any:
    """Give a plain copy of a JSON value, with ``***`` in place of what must not be seen.

    Args:
        value: any JSON value.
        name: the name it stands under.
    """
    if is_hidden(name) and value not in (None, "", True, False):
        return SHOWN_FOR_HIDDEN
    if isinstance(value, Mapping):
        return {key: redact(member, key) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [redact(item) for item in value]
    if isinstance(value, str):
        return _IN_QUERY.sub(_hide_in_query, _USER_INFO.sub(f"{SHOWN_FOR_HIDDEN}@", value))
    return value


def is_hidden(name: str) -> bool:
    """Tell whether what stands under this name must not be seen."""
    return _HIDDEN_NAME.search(name) is not None and _SHOWN_NAME.search(name) is None


def is_showable_name(name: str) -> bool:
    """Tell whether a name looks like one; of a broken URI it may be the rest of a secret."""
    return _NAME.fullmatch(name) is not None and not all(kind.search(name) for kind in _OF_A_SECRET)


def list_hidden_texts(value: object, name: str = "") -> Iterator[str]:
    """List the texts in a JSON value that ``redact`` hides."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from list_hidden_texts(member, name if is_hidden(name) else key)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from list_hidden_texts(item, name)
    elif isinstance(value, str) and value:
        if is_hidden(name):
            yield value
            scheme = _OF_A_SCHEME.fullmatch(value)
            if scheme:
                yield scheme["secret"]
        else:
            yield from _list_url_secrets(value)


def _list_url_secrets(text: str) -> Iterator[str]:
    for found in _USER_INFO.findall(text):
        password = found[:-1].partition(":")[2]
        if password:
            yield password
    for query in _IN_QUERY.finditer(text):
        if is_hidden(query["name"]):
            yield query["value"]


def _hide_in_query(query: re.Match[str]) -> str:
    return f"{query['name']}={SHOWN_FOR_HIDDEN}" if is_hidden(query["name"]) else query[0]
