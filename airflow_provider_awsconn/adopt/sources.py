"""Python files read and parsed, each once, and never imported or run."""

from __future__ import annotations

import ast
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ARCHIVES = (".zip",)
_NOT_LOOKED_INTO = ("__pycache__", "node_modules")


class Source(NamedTuple):
    """A Python file.

    Attributes:
        path: its path.
        tree: its syntax tree.
    """

    path: str
    tree: ast.Module


class Unread(NamedTuple):
    """A place that could not be looked at.

    Attributes:
        path: its path.
        line: the line that can't be parsed, None where no line is to blame.
        reason: why.
    """

    path: str
    line: int | None
    reason: str


def read_sources(paths: Iterable[str]) -> tuple[list[Source], list[Unread]]:
    """Read the Python files at these paths, folders or files; give those that can be parsed, and the others."""
    sources: list[Source] = []
    unread: list[Unread] = []
    for path in _list_files(paths, unread):
        if path.endswith(_ARCHIVES):
            unread.append(Unread(path, None, "is an archive"))
            continue
        read = _read(path)
        if isinstance(read, Source):
            sources.append(read)
        else:
            unread.append(read)
    return sources, unread


def _read(path: str) -> Source | Unread:
    try:
        with warnings.catch_warnings():
            # What Python thinks of the code is not asked for.
            warnings.simplefilter("ignore")
            return Source(path, ast.parse(Path(path).read_bytes(), path))
    except OSError as error:
        return Unread(path, None, f"can't be read ({type(error).__name__})")
    except SyntaxError as error:
        return Unread(path, error.lineno, "is not Python that this interpreter can parse")
    except (ValueError, RecursionError, MemoryError) as error:
        return Unread(path, None, f"can't be parsed ({type(error).__name__})")


def _list_files(paths: Iterable[str], unread: list[Unread]) -> Iterator[str]:
    """List files, each once, however many links lead to it."""
    seen: set[str] = set()
    for given in paths:
        found = [given] if Path(given).is_file() else _walk(given, seen, unread)
        for path in found:
            real = os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield path


def _walk(folder: str, seen: set[str], unread: list[Unread]) -> Iterator[str]:
    def note(error: OSError) -> None:
        unread.append(Unread(str(error.filename), None, f"can't be read ({type(error).__name__})"))

    # Airflow follows links too; one that leads back is not followed again.
    for place, folders, files in os.walk(folder, followlinks=True, onerror=note):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_LOOKED_INTO)
        yield from (str(Path(place) / name) for name in sorted(files) if name.endswith((".py", *_ARCHIVES)))
