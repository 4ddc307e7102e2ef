"""The options of ``[awsconn]`` in airflow.cfg that decide where credentials come from and go to."""

from __future__ import annotations

import functools
import os
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from airflow_provider_awsconn.airflow_compat import get_option, get_secret_option
from airflow_provider_awsconn.connection.endpoint import is_http_url
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.credentials.deployment import Deployment
from airflow_provider_awsconn.credentials.environment import get_variables

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.credentials.host_cache import HostCache

CLIENT_CACHE_SIZE = 64
_OF_DEPLOYMENT = tuple(
    f"AIRFLOW__AWSCONN__{option}".encode()
    for option in ("TOKEN_SOURCES", "TOKEN_ENDPOINTS", "CREDENTIAL_CACHE", "ERROR_HINTS")
)


def read_deployment() -> Deployment:
    """Read what the deployment allows.

    Raises:
        ValueError: for a value that is none of an option's.
        HostCacheError: when credentials are to be shared on the host and there is no Fernet key to encrypt them with.
        SourceError: for token sources that are not names and import paths.
    """
    deployment, is_shared_on_host = _read_deployment(get_variables(_OF_DEPLOYMENT))
    return replace(deployment, host_cache=_read_host_cache()) if is_shared_on_host else deployment


# Asked for each client: read anew when a variable says something else.
@functools.lru_cache(maxsize=4)
def _read_deployment(_told: object) -> tuple[Deployment, bool]:
    sources = get_option("awsconn", "token_sources", "")
    deployment = Deployment(
        token_sources=_parse_token_sources(sources) if sources.strip() else {},
        token_endpoints=_read_token_endpoints(),
        error_hints=choose_option("error_hints", "true", "false") == "true",
    )
    return deployment, choose_option("credential_cache", "memory", "host") == "host"


def read_session_factory() -> Callable[..., Any] | None:
    """Give the class that ``[aws] session_factory`` names, None for this package's own sessions.

    Raises:
        ValueError: when it can't be imported.
        TypeError: when it makes no sessions.
    """
    path = get_option("aws", "session_factory", "").strip()
    return _import_session_factory(path) if path and path != "None" else None


def read_client_cache_size() -> int:
    """Give how many clients this process keeps for its hooks, 0 for none.

    Raises:
        ValueError: when it is not a whole number, 0 or more.
    """
    size = get_option("awsconn", "client_cache_size", str(CLIENT_CACHE_SIZE)).strip()
    if not size.isdecimal():
        raise ValueError(f"[awsconn] client_cache_size: '{size}' is not a number of clients; give 0 or more")
    return int(size)


def choose_option(option: str, default: str, *others: str) -> str:
    """Give an option of ``[awsconn]`` that is one of few; the first one named is the default.

    Raises:
        ValueError: when it is none of them.
    """
    choice = get_option("awsconn", option, default).strip().lower()
    if choice not in {default, *others}:
        raise ValueError(f"[awsconn] {option}: '{choice}' is not a choice; give {default} or {' or '.join(others)}")
    return choice


@functools.lru_cache(maxsize=1)
def _import_session_factory(path: str) -> Callable[..., Any]:
    module, _, name = path.rpartition(".")
    try:
        found: Any = getattr(import_module(module), name)
    except (AttributeError, ImportError, ValueError) as error:
        raise ValueError(
            f"[aws] session_factory: '{path}' can't be imported ({type(error).__name__}: {error}); give "
            "the path of a class, such as my_company.aws.MySessionFactory"
        ) from error
    if not callable(getattr(found, "create_session", None)):
        raise TypeError(
            f"[aws] session_factory: '{path}' has no create_session; derive it from "
            "airflow_provider_awsconn.session_factory.BaseSessionFactory"
        )
    return cast("Callable[..., Any]", found)


@functools.lru_cache(maxsize=1)
def _parse_token_sources(text: str) -> dict[str, str]:
    from airflow_provider_awsconn.credentials.worker_sources import parse_token_sources

    return parse_token_sources(text)


def _read_token_endpoints() -> tuple[str, ...]:
    urls = tuple(get_option("awsconn", "token_endpoints", "").replace(",", " ").split())
    for number, url in enumerate(urls, 1):
        if not is_http_url(url):
            raise ValueError(
                f"[awsconn] token_endpoints: number {number} is not a URL with http or https and a host; "
                "give URLs such as https://minio.example:9000, with blanks in between"
            )
    return urls


def _read_host_cache() -> HostCache:
    directory = get_option("awsconn", "credential_cache_directory", "").strip()
    return _build_host_cache(directory or _default_directory(), Secret(get_secret_option("core", "fernet_key", "")))


def _default_directory() -> str:
    """Give a folder on the host itself, where AIRFLOW_HOME may be shared by many."""
    user = os.geteuid() if hasattr(os, "geteuid") else "user"
    return str(Path(tempfile.gettempdir()) / f"airflow-awsconn-{user}")


# The key is an argument of the cached function, and nowhere in what it gives.
@functools.lru_cache(maxsize=1)
def _build_host_cache(directory: str, fernet_key: Secret) -> HostCache:
    from airflow_provider_awsconn.credentials.host_cache import HostCache

    return HostCache(Path(directory), fernet_key.reveal().split(","))
