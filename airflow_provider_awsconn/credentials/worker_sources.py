"""What a token or an assertion is read from on the worker: files, variables, callables named in airflow.cfg.

Reads when asked, anew each time. Imports ``connection`` and the standard library.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import stat
from functools import reduce
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.names import is_source_name
from airflow_provider_awsconn.credentials.source_errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTION = "[awsconn] token_sources"

_IMPORT_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*[.:][A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_EXPECTED = "write name = package.module:callable, one to a line, or a JSON object of that"


def read_file(path: str, longest: int, origin: str) -> bytes:
    """Read a small file anew. It may be a link, as Kubernetes' projected tokens are; not a pipe or a device.

    Raises:
        SourceError: when there is none, or none that small.
    """
    content, reason = _read_regular_file(path, longest)
    if reason is None:
        return content
    content = b""
    raise SourceError(origin, f"the file {path} {reason}", "give the path of a file that this worker can read")


def _read_regular_file(path: str, longest: int) -> tuple[bytes, str | None]:
    try:
        # Opening a pipe would wait for who writes to it; opening a terminal could make it this process's own.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except (OSError, ValueError) as error:
        return b"", f"can't be read ({getattr(error, 'strerror', None) or 'not a path'})"
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return b"", "is not a regular file"
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(longest + 1)
    except OSError as error:
        return b"", f"can't be read ({error.strerror})"
    finally:
        os.close(descriptor)
    return (b"", f"is larger than {longest} bytes") if len(content) > longest else (content, None)


def read_variable(name: str, origin: str) -> str:
    """Read an environment variable of the worker anew.

    Raises:
        SourceError: when it is not set, or empty.
    """
    value = os.environ.get(name, "")
    if value:
        return value
    raise SourceError(origin, f"the environment variable {name} is not set", "set it on this worker")


def parse_token_sources(text: str) -> dict[str, str]:
    """Read the option ``[awsconn] token_sources``: import paths by name.

    ``vault = my_company.tokens:fetch_vault_token`` on lines of their own or with commas in between, or a JSON object.

    Raises:
        SourceError: for what is neither.
    """
    if text.strip().startswith("{"):
        try:
            members: Any = json.loads(text, object_pairs_hook=list)
        except (ValueError, RecursionError):
            members = None
        if members is None:
            raise SourceError(OPTION, "is no JSON object", _EXPECTED)
        pairs = [(str(name), path) for name, path in members]
    else:
        lines = [line.strip() for line in re.split(r"[\n,]", text)]
        pairs = [(name.strip(), path.strip()) for name, _, path in (line.partition("=") for line in lines if line)]
    sources: dict[str, str] = {}
    for name, path in pairs:
        if not is_source_name(name):
            raise SourceError(OPTION, f"{name!r} is no name", _EXPECTED)
        if not isinstance(path, str) or not _IMPORT_PATH.fullmatch(path):
            raise SourceError(OPTION, f"what {name} stands for is no import path", _EXPECTED)
        if name in sources:
            raise SourceError(OPTION, f"{name} stands there twice", "give each a name of its own")
        sources[name] = path
    return sources


def call_registered(
    name: str, registered: Mapping[str, str], origin: str, *, audience: str | None, conn_id: str | None
) -> str | bytes:
    """Give what the registered callable of this name returns: ``fetch(audience=..., conn_id=...)``.

    Raises:
        SourceError: when none is registered under that name, or it can't be imported, or fails.
    """
    if name not in registered:
        known = f"these are registered: {', '.join(sorted(registered))}" if registered else "none is registered so far"
        raise SourceError(origin, f"{name} is not registered in {OPTION}", f"{known}; register it in airflow.cfg")
    text, reason = _call(registered[name], audience, conn_id)
    if reason is None:
        return text
    text = ""
    raise SourceError(origin, f"{name} ({registered[name]}) {reason}", f"look at that callable, see {OPTION}")


def _call(path: str, audience: str | None, conn_id: str | None) -> tuple[str | bytes, str | None]:
    """Call what an import path names. It is the deployment's own code, and the texts of its errors may hold secrets."""
    module, _, members = path.partition(":") if ":" in path else path.rpartition(".")
    try:
        fetch: Any = reduce(getattr, members.split("."), importlib.import_module(module))
    except Exception as error:  # noqa: BLE001 - whatever a module may do while it is imported
        return "", f"can't be imported ({_describe(error)})"
    if not callable(fetch):
        return "", "is not callable"
    try:
        text = fetch(audience=audience, conn_id=conn_id)
    except Exception as error:  # noqa: BLE001 - whatever it may do
        return "", f"failed with {_describe(error)}"
    if not isinstance(text, (str, bytes)):
        return "", f"returned {type(text).__name__}, and no text"
    return text, None


def _describe(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"no module {error.name}"
    return type(error).__name__
