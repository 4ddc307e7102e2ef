"""Hook classes with waiters of their own, in modules on disk."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from airflow_provider_awsconn.hooks.aws import AwsHook

_NUMBERS = itertools.count()
MODULE = """
from airflow_provider_awsconn.hooks.aws import AwsHook


class StoreHook(AwsHook):
    def __init__(self, *args, **kwargs):
        kwargs["client_type"] = "s3"
        super().__init__(*args, **kwargs)
"""
PATH = {"matcher": "path", "argument": "Buckets[?Name=='{{ name }}'] | [0].Name != null", "expected": True}
WAITERS: dict[str, Any] = {
    "bucket_listed": {
        "operation": "ListBuckets",
        "delay": 0,
        "maxAttempts": 3,
        "acceptors": [PATH | {"state": "success"}],
    },
    "bucket_tagged": {
        "operation": "GetBucketTagging",
        "delay": 0,
        "maxAttempts": 3,
        "acceptors": [
            {"matcher": "error", "expected": "NoSuchTagSet", "state": "retry"},
            {"matcher": "path", "argument": "TagSet[0].Value", "expected": "ready", "state": "success"},
            {"matcher": "path", "argument": "TagSet[0].Value", "expected": "broken", "state": "failure"},
        ],
    },
    "without_acceptors": {"operation": "ListBuckets", "delay": 0, "maxAttempts": 1},
}


class MakeHookClass(Protocol):
    """Makes a hook class in a module of its own."""

    def __call__(
        self, waiters: Mapping[str, Any] | str | None = None, folder: str = "waiters", module: str = MODULE
    ) -> type[AwsHook]:
        """Write the package with ``hooks/store.py`` and the file of waiters, and give the class."""


@pytest.fixture
def make_hook_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeHookClass:
    """Hook classes in packages that are laid out as those of Airflow's providers."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(
        waiters: Mapping[str, Any] | str | None = None, folder: str = "waiters", module: str = MODULE
    ) -> type[AwsHook]:
        package = f"acme_{next(_NUMBERS)}"
        root = tmp_path / package
        (root / "hooks").mkdir(parents=True)
        (root / "hooks" / "store.py").write_text(module, encoding="utf-8")
        if waiters is not None:
            text = waiters if isinstance(waiters, str) else json.dumps({"version": 2, "waiters": waiters})
            (root / folder).mkdir(parents=True)
            (root / folder / "s3.json").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        loaded = importlib.import_module(f"{package}.hooks.store")
        for name in (package, f"{package}.hooks", f"{package}.hooks.store"):
            monkeypatch.setitem(sys.modules, name, sys.modules[name])
        hook_class: type[AwsHook] = loaded.StoreHook
        return hook_class

    return make
