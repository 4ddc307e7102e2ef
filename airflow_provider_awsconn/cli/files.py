"""From the files of ``airflow connections export`` to what is read of each connection of type aws in them."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.formats import CONNECTION_FIELDS, read_mapping, read_text
from airflow_provider_awsconn.connection.parse import Reading
from airflow_provider_awsconn.connection.readers import load_json
from airflow_provider_awsconn.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from airflow_provider_awsconn.connection.parse import UnknownKeys

STANDARD_INPUT = "-"
_FILE_HINT = "give what `airflow connections export` writes, or one connection in Airflow's JSON format"


@dataclass(slots=True)
class Found:
    """What was found in one place.

    Attributes:
        readings: what was read, by connection id, or by where it was found.
        others: how many connections of other types were passed over.
    """

    readings: list[tuple[str, Reading]] = field(default_factory=list)
    others: int = 0

    def add(self, name: str, given: object, unknown_keys: UnknownKeys) -> None:
        """Read a connection of type aws, as text or as its fields, and count any other."""
        if _is_of_another_type(given):
            self.pass_over(name)
        elif isinstance(given, str):
            self.keep(name, read_text(given, name, unknown_keys), given)
        else:
            self.keep(name, read_mapping(given, name, unknown_keys), given)

    def keep(self, name: str, reading: Reading, given: object) -> None:  # noqa: ARG002 - for who needs it as it is stored
        """Keep what was read of a connection, which was given as text or as its fields."""
        self.readings.append((name, reading))

    def pass_over(self, name: str) -> None:  # noqa: ARG002 - for who needs the ids of all
        """Count a connection of another type."""
        self.others += 1

    def refuse(self, name: str, problem: Problem) -> None:
        """Note what can't be read at all."""
        self.readings.append((name, Reading(AwsConnection(), (problem,))))


F = TypeVar("F", bound=Found)


def read_file(path: str, unknown_keys: UnknownKeys, found: F) -> F:
    """Read a file of connections, or the standard input for ``-``; what is wrong with it is noted, never raised."""
    name = "standard input" if path == STANDARD_INPUT else path
    try:
        text = sys.stdin.read() if path == STANDARD_INPUT else Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        found.refuse(name, Problem("file", f"can't be read ({type(error).__name__})", "give the path of a file"))
        return found
    except UnicodeError:
        found.refuse(name, Problem("file", "is not text in UTF-8", _FILE_HINT))
        return found
    suffix = Path(path).suffix.lower()
    if suffix == ".env":
        _read_lines(text.splitlines(), unknown_keys, found)
        return found
    try:
        loaded = _load_yaml(text) if suffix in {".yaml", ".yml"} else load_json(text)
    except ValueError as error:
        found.refuse(name, Problem("file", str(error), _FILE_HINT))
        return found
    if not isinstance(loaded, dict):
        found.refuse(name, Problem("file", f"holds no object but a {type(loaded).__name__}", _FILE_HINT))
    elif _is_single(loaded):
        found.keep(name, read_mapping(loaded, None, unknown_keys), loaded)
    else:
        for conn_id, given in loaded.items():
            found.add(conn_id, given, unknown_keys)
    return found


def _read_lines(lines: Iterable[str], unknown_keys: UnknownKeys, found: Found) -> None:
    """Read lines of ``conn_id=URI or JSON``, as Airflow's local filesystem backend takes them."""
    for number, line in enumerate(map(str.strip, lines), start=1):
        conn_id, equals, given = line.partition("=")
        if equals:
            found.add(conn_id.strip(), given.strip(), unknown_keys)
        elif line and not line.startswith("#"):
            found.refuse(f"line {number}", Problem("line", "has no =", "write conn_id=aws://KEY_ID:SECRET@"))


def _load_yaml(text: str) -> Any:
    try:
        # By way of JSON: a date becomes text, and an object that holds itself is refused.
        return json.loads(json.dumps(yaml.safe_load(text), default=str))
    except yaml.YAMLError as error:
        # The message of the error may quote a line with a secret.
        mark = getattr(error, "problem_mark", None)
        raise ValueError(f"is not YAML, in line {mark.line + 1}" if mark else "is not YAML") from None
    except (TypeError, ValueError, RecursionError):
        raise ValueError("holds what connections can't be made of") from None


def _is_single(loaded: Mapping[str, Any]) -> bool:
    """Tell one connection from connections by id, which may be called as a field is."""
    return bool(loaded) and loaded.keys() <= set(CONNECTION_FIELDS) and not isinstance(loaded.get("conn_type"), dict)


def _is_of_another_type(given: object) -> bool:
    """Tell whether it says that it is of another type; what says nothing is looked at."""
    if isinstance(given, str) and not given.lstrip().startswith("{"):
        scheme, separator, _ = given.strip().partition("://")
        return bool(separator) and scheme != "aws"
    if isinstance(given, str):
        try:
            given = load_json(given)
        except ValueError:
            return False
    return isinstance(given, Mapping) and given.get("conn_type") not in {None, "", "aws"}
