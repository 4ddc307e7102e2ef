"""What may be said of the request to a SAML identity provider, and of its retries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow_provider_awsconn.connection.extra import refuse_masks
from airflow_provider_awsconn.connection.headers import read_headers
from airflow_provider_awsconn.connection.readers import drop_unset, is_unset, read_object, read_verify
from airflow_provider_awsconn.connection.suggest import suggest_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection.notes import Notes

_REQUEST_HINT = 'give a JSON object such as {"timeout": 10}'
_RETRY_HINT = 'give a JSON object such as {"total": 3, "backoff_factor": 0.5}'
_HEADERS_HINT = 'give a JSON object of texts, such as {"Accept": "text/html"}'
_TIMEOUTS = 2


class _Argument(NamedTuple):
    fits: Callable[[Any], bool]
    hint: str


def read_request_kwargs(where: str, value: object, notes: Notes) -> dict[str, Any]:
    """Read ``idp_request_kwargs``: arguments of a request of the library requests that a connection may give."""
    given = _read_arguments(where, value, _REQUEST, _REQUEST_HINT, notes)
    if "headers" in given:
        given["headers"] = read_headers(f"{where}.headers", drop_unset(given["headers"]), notes)
    if "verify" in given:
        given["verify"] = read_verify(given["verify"])
    return {name: member for name, member in given.items() if not is_unset(member)}


def read_retry_kwargs(where: str, value: object, notes: Notes) -> dict[str, Any]:
    """Read ``idp_request_retry_kwargs``: arguments of urllib3's Retry that JSON can write.

    https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html#urllib3.util.Retry
    """
    return _read_arguments(where, value, _RETRY, _RETRY_HINT, notes)


def _read_arguments(
    where: str, value: object, known: Mapping[str, _Argument], hint: str, notes: Notes
) -> dict[str, Any]:
    try:
        given = drop_unset(read_object(value))
    except ValueError as error:
        notes.refuse(where, str(error), hint)
        return {}
    # What came as text has been opened only now.
    if isinstance(value, str) and refuse_masks(where, given, notes):
        return {}
    read: dict[str, Any] = {}
    for name, member in given.items():
        place = f"{where}.{name}"
        if name not in known:
            meant = suggest_name(name, known)
            hint = f"did you mean {meant}?" if meant else f"these are: {', '.join(known)}"
            notes.refuse(place, "is not an argument that a connection can give", hint)
        elif known[name].fits(member):
            read[name] = member
        else:
            notes.refuse(place, "is not what belongs here", known[name].hint)
    return read


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _is_count(value: object) -> bool:
    """Tell whether it is a number of retries, or false for none and no error about them."""
    return value is False or (isinstance(value, int) and _is_number(value))


def _is_timeout(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return len(value) == _TIMEOUTS and all(map(_is_timeout, value))
    return _is_number(value) and value != 0


def _is_texts(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())


def _is_verify(value: object) -> bool:
    return isinstance(value, (bool, str))


def _is_list_of(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, (list, tuple)) and all(type(item) is kind for item in value)


_TEXTS = _Argument(_is_texts, 'give a JSON object of texts, such as {"client": "airflow"}')
_COUNT = _Argument(_is_count, "give a whole number, or false for none")
_NUMBER = _Argument(_is_number, "give a number of at least 0")
_BOOLEAN = _Argument(_is_boolean, "give true or false")
_REQUEST = {
    "headers": _Argument(lambda value: isinstance(value, Mapping), _HEADERS_HINT),
    "params": _TEXTS,
    "cookies": _TEXTS,
    "timeout": _Argument(_is_timeout, "give seconds, or a list of two: to connect, and to read"),
    "verify": _Argument(_is_verify, "give true, false or the path of a CA bundle"),
    "allow_redirects": _BOOLEAN,
    "proxies": _Argument(_is_texts, 'give a JSON object such as {"https": "http://proxy.example:3128"}'),
}
_RETRY = {
    **dict.fromkeys(("total", "connect", "read", "redirect", "status", "other"), _COUNT),
    **dict.fromkeys(("backoff_factor", "backoff_max", "backoff_jitter"), _NUMBER),
    "status_forcelist": _Argument(_is_list_of(int), "give a list of status codes, such as [502, 503]"),
    "allowed_methods": _Argument(_is_list_of(str), 'give a list of methods, such as ["GET"]'),
    **dict.fromkeys(("respect_retry_after_header", "raise_on_status", "raise_on_redirect"), _BOOLEAN),
}
