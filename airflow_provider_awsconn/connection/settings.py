"""A JSON object that can't be changed and shows its names alone: what it holds may be a proxy's password."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from airflow_provider_awsconn.connection.redact import SHOWN_FOR_HIDDEN, is_showable_name
from airflow_provider_awsconn.connection.secret import Secret


class Settings(Mapping[str, Any]):
    """An immutable JSON object; objects in it are Settings too, and lists are tuples.

    Compares and hashes by what it holds. Pickles without readable text, as ``Secret`` does.
    """

    __slots__ = ("_members",)

    def __init__(self, members: Mapping[str, Any] | None = None) -> None:
        self._members = {name: _freeze(value) for name, value in (members or {}).items()}

    def to_dict(self) -> dict[str, Any]:
        """Give a new plain dict, objects and lists in it new and plain too."""
        return {name: _thaw(value) for name, value in self._members.items()}

    def __getitem__(self, name: str) -> Any:
        return self._members[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Settings):
            return self._members == other._members
        if isinstance(other, Mapping):
            return self == Settings(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._members.items()))

    def __repr__(self) -> str:
        return f"Settings({', '.join(name if is_showable_name(name) else SHOWN_FOR_HIDDEN for name in self._members)})"

    def __copy__(self) -> Settings:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Settings:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _load, (Secret(json.dumps(self.to_dict())),)


def _load(text: Secret) -> Settings:
    return Settings(json.loads(text.reveal()))


def _freeze(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Settings(value)
    if isinstance(value, (list, tuple)):
        return tuple(_freeze(item) for item in value)
    return value


def _thaw(value: Any) -> Any:
    if isinstance(value, Settings):
        return value.to_dict()
    if isinstance(value, tuple):
        return [_thaw(item) for item in value]
    return value
