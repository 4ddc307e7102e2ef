"""botocore's service models, read once per process for all sessions."""

from __future__ import annotations

import functools
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import boto3
from botocore.loaders import Loader, create_loader

from airflow_provider_awsconn.credentials.process_local import ProcessLocal

if TYPE_CHECKING:
    import botocore.session


class SharedLoader(Loader):
    """A loader for many sessions and threads."""

    def __init__(self, search_paths: list[str]) -> None:
        super().__init__(extra_search_paths=search_paths, include_default_search_paths=False)
        self._lock = ProcessLocal(RLock)

    @property
    def search_paths(self) -> list[str]:
        """The folders of the models. Each boto3 session adds boto3's own to the list, which has it already."""
        return list(super().search_paths)

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        """Load a model, once: botocore merges extras into what it has read."""
        with self._lock.get():
            return super().load_service_model(service_name, type_name, api_version)


def share_loader(session: botocore.session.Session) -> None:
    """Have a session read its models through the loader of the process."""
    session.register_component("data_loader", _get_loader(session.get_config_variable("data_path")))


@functools.lru_cache(maxsize=8)
def _get_loader(data_path: str | None) -> SharedLoader:
    """Give the loader of one AWS_DATA_PATH."""
    return SharedLoader([*create_loader(data_path).search_paths, str(Path(boto3.__file__).parent / "data")])
