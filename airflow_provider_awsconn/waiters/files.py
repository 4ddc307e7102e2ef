"""Where the waiters of a hook class are written down, and what is there. Each file is parsed once per process."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.errors import AwsConnError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_FOLDER = "waiters"
# The one form of waiter models that botocore knows.
_VERSION = 2

_LOADED: ProcessLocal[dict[str, tuple[tuple[int, ...], Mapping[str, Any]]]] = ProcessLocal(dict)


class InvalidWaiterError(AwsConnError, ValueError):
    """A waiter, or a file of waiters, that nobody could wait with.

    Attributes:
        where: the waiter and its file.
        problems: everything that is wrong there.
    """

    def __init__(self, where: str, problems: Iterable[Problem]) -> None:
        self.where = where
        self.problems = tuple(problems)
        super().__init__(f"{where}: " + " - ".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.where, self.problems)


def find_waiters_file(classes: Iterable[type], service_name: str) -> Path | None:
    """Find the waiters of a service beside the first of these classes that has some; None where none has.

    Args:
        classes: the most derived one first.
        service_name: boto3 service name: the file's name, without ``.json``.

    A class has the folder ``waiters`` beside its module, or beside the folder of its module.
    """
    candidates = (folder / _FOLDER / f"{service_name}.json" for folder in _list_folders(classes))
    return next((path for path in candidates if path.is_file()), None)


def _list_folders(classes: Iterable[type]) -> Iterator[Path]:
    for each in classes:
        file = getattr(sys.modules.get(each.__module__), "__file__", None)
        if file:
            # Not resolved: where a module is linked to, there need be no waiters.
            folder = Path(file).absolute().parent
            yield from (folder, folder.parent)


def load_waiters(path: str | os.PathLike[str]) -> Mapping[str, Mapping[str, Any]]:
    """Load a file of waiters: by name what each is made of, not checked any further.

    Reads nothing when this process knows the file as it is.

    Raises:
        InvalidWaiterError: for a file that can't be read, or holds no waiters.
    """
    path = os.fspath(path)
    try:
        status = os.stat(path)  # noqa: PTH116 - nothing else of a Path is needed
        state = (status.st_mtime_ns, status.st_size, status.st_ino)
        known = _LOADED.get().get(path)
        if known is not None and known[0] == state:
            return known[1]
        content = Path(path).read_bytes()
    except OSError as error:
        problem = Problem("waiter_path", f"can't be read, {error.strerror}", "give the path of a JSON file, or None")
        raise InvalidWaiterError(_name(path), [problem]) from error
    waiters = _read(path, content)
    _LOADED.get()[path] = state, waiters
    return waiters


def _read(path: str, content: bytes) -> Mapping[str, Mapping[str, Any]]:
    try:
        document = json.loads(content)
    except json.JSONDecodeError as error:
        problem = Problem(f"line {error.lineno}, column {error.colno}", f"is no JSON, {error.msg}", "correct it there")
        raise InvalidWaiterError(_name(path), [problem]) from error
    except (UnicodeDecodeError, RecursionError) as error:
        problem = Problem("content", f"is no JSON, {type(error).__name__}", "write JSON, in UTF-8")
        raise InvalidWaiterError(_name(path), [problem]) from error
    problems = list(_list_problems(document))
    if problems:
        raise InvalidWaiterError(_name(path), problems)
    waiters: Mapping[str, Mapping[str, Any]] = document["waiters"]
    return waiters


def _list_problems(document: object) -> Iterator[Problem]:
    form = 'give {"version": 2, "waiters": {...}}'
    if not isinstance(document, dict):
        yield Problem("content", "is no JSON object", form)
        return
    if document.get("version") != _VERSION or document.get("version") is True:
        reason = f"is {document['version']!r}" if "version" in document else "is missing"
        yield Problem("version", reason, "give 2, the only one that botocore knows")
    waiters = document.get("waiters")
    if not isinstance(waiters, dict):
        yield Problem("waiters", "is no JSON object" if "waiters" in document else "is missing", form)
        return
    for name, waiter in waiters.items():
        if not isinstance(waiter, dict):
            yield Problem(f"waiters.{name}", "is no JSON object", "give operation, delay, maxAttempts and acceptors")


def _name(path: str) -> str:
    return f"waiters file {path}"
