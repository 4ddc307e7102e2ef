"""botocore's service models, read once per process for all sessions, and faster than botocore reads them."""

from __future__ import annotations

import functools
import gzip
import importlib.util
import json
import os
from collections.abc import Mapping
from pathlib import Path
from threading import RLock, local
from typing import TYPE_CHECKING, Any

from botocore.loaders import JSONFileLoader, Loader, create_loader

from airflow_provider_awsconn.credentials.process_local import ProcessLocal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import botocore.session

try:
    import msgspec
except ImportError:  # not every Airflow brings it
    msgspec = None  # type: ignore[assignment] # whoever decodes looks first

# In botocore's order: the first that is there counts.
_EXTENSIONS = (".json", ".json.gz")
# The largest file that every client needs, and of which a client needs the entry of its service.
_ENDPOINTS = os.path.sep + "endpoints"


class ModelFileLoader(JSONFileLoader):
    """Reads the files that botocore's own file loader reads, in a fraction of its time: into plain dicts."""

    def load_file(self, file_path: str) -> Any:
        """Give what a file holds, None where there is none.

        Args:
            file_path: the path without ``.json`` or ``.json.gz``.

        Raises:
            ValueError: for a file that is not JSON in UTF-8.
        """
        for extension in _EXTENSIONS:
            path = Path(file_path + extension)
            if not path.is_file():
                continue
            payload = path.read_bytes()
            decode = _decode_endpoints if file_path.endswith(_ENDPOINTS) else _decode
            found = decode(gzip.decompress(payload) if extension == ".json.gz" else payload)
            if found is not None:
                return found
        return None


class LateServices(Mapping[str, Any]):
    """The services of a partition in ``endpoints.json``, each decoded when it is asked for. Not to be changed."""

    __slots__ = ("_services", "_undecoded")

    def __init__(self, undecoded: msgspec.Raw) -> None:
        self._undecoded = undecoded
        self._services: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:
        services = self._list()
        # Threads that come first at once decode the same twice, and nobody minds which is kept.
        if isinstance(services[name], msgspec.Raw):
            services[name] = _decode(bytes(services[name]))
        return services[name]

    def __contains__(self, name: object) -> bool:
        return name in self._list()

    def __iter__(self) -> Iterator[str]:
        return iter(self._list())

    def __len__(self) -> int:
        return len(self._list())

    def __repr__(self) -> str:
        return repr(dict(self))

    def _list(self) -> dict[str, Any]:
        if self._services is None:
            self._services = msgspec.json.decode(self._undecoded, type=dict[str, msgspec.Raw])
        return self._services


class SharedLoader(Loader):
    """A loader for many sessions and threads. It looks for the service that is asked for, instead of listing all."""

    FILE_LOADER_CLASS = ModelFileLoader

    def __init__(self, search_paths: list[str]) -> None:
        super().__init__(extra_search_paths=search_paths, include_default_search_paths=False)
        self._lock = ProcessLocal(RLock)
        self._sought = local()

    @property
    def search_paths(self) -> list[str]:
        """The folders of the models. Each boto3 session adds boto3's own to the list, which has it already."""
        return list(super().search_paths)

    def list_available_services(self, type_name: str) -> list[str]:
        """List the services that have a model of a type; for a thread that loads a model, the one it loads, if there.

        botocore lists hundreds of folders to see whether it knows a service.
        """
        sought: str | None = getattr(self._sought, "service_name", None)
        if sought is not None and self._has_model(sought, type_name):
            return [sought]
        services: list[str] = super().list_available_services(type_name)
        return services

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        """Load a model, once: botocore merges extras into what it has read."""
        with self._lock.get():
            self._sought.service_name = service_name
            try:
                return super().load_service_model(service_name, type_name, api_version)
            finally:
                self._sought.service_name = None

    def load_data_with_path(self, name: str) -> Any:
        """Load a file, once, and give its path too."""
        with self._lock.get():
            return super().load_data_with_path(name)

    def _has_model(self, service_name: str, type_name: str) -> bool:
        """Tell whether the list of all services has one, by the same rule."""
        for path in self.search_paths:
            if not _has_entry(path, service_name):
                continue
            folder = Path(path, service_name)
            models = [str(version / type_name) for version in folder.iterdir()] if folder.is_dir() else []
            if any(map(self.file_loader.exists, models)):
                return True
        return False


def share_loader(session: botocore.session.Session) -> None:
    """Have a session read its models through the loader of the process."""
    session.register_component("data_loader", _get_loader(session.get_config_variable("data_path")))


def _decode(payload: bytes) -> Any:
    """Decode JSON; what msgspec refuses, json takes or refuses with botocore's errors."""
    if msgspec is not None:
        try:
            return msgspec.json.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
    return json.loads(payload.decode("utf-8"))


def _decode_endpoints(payload: bytes) -> Any:
    """Decode ``endpoints.json``, its services when they are asked for; whole, if its form is not that of botocore's."""
    if msgspec is None:
        return _decode(payload)
    try:
        found: dict[str, Any] = msgspec.json.decode(payload, type=dict[str, list[dict[str, msgspec.Raw]] | int])
        found["partitions"] = [
            {
                name: LateServices(value) if name == "services" and _is_object(value) else msgspec.json.decode(value)
                for name, value in partition.items()
            }
            for partition in found["partitions"]
        ]
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        return _decode(payload)
    return found


def _is_object(undecoded: msgspec.Raw) -> bool:
    return bytes(memoryview(undecoded)[:1]) == b"{"


@functools.lru_cache(maxsize=8)
def _get_loader(data_path: str | None) -> SharedLoader:
    """Give the loader of one AWS_DATA_PATH."""
    return SharedLoader([*create_loader(data_path).search_paths, *_list_boto3_paths()])


def _has_entry(path: str, name: str) -> bool:
    """Tell whether a folder lists a name; a file system may find more by it, such as ``S3`` or ``s3/..``."""
    if not Path(path).is_dir():
        return False
    with os.scandir(path) as entries:
        return any(entry.name == name for entry in entries)


def _list_boto3_paths() -> list[str]:
    """Give the folder of boto3's models. Importing boto3 for it would cost more than reading them."""
    found = importlib.util.find_spec("boto3")
    return [str(Path(folder, "data")) for folder in (found and found.submodule_search_locations) or ()]
