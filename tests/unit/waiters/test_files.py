"""Where waiters are looked for, and what a file of them must be."""

from __future__ import annotations

import json
import os
import pickle
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.waiters.files import InvalidWaiterError, load_waiters
from tests.unit.conftest import REGION
from tests.unit.waiters.conftest import WAITERS

if TYPE_CHECKING:
    from tests.unit.waiters.conftest import MakeHookClass


def find_root(hook_class: type) -> Path:
    """The folder of the package that a class is in."""
    return Path(str(sys.modules[hook_class.__module__].__file__)).parents[1]


@pytest.mark.parametrize("folder", ["waiters", "hooks/waiters"])
def test_waiters_lie_beside_the_class(folder: str, make_hook_class: MakeHookClass) -> None:
    """Beside the module, or beside the folder of the module, as in Airflow's own providers."""
    hook_class = make_hook_class(WAITERS, folder)
    assert hook_class(None).waiter_path == find_root(hook_class) / folder / "s3.json"


def test_a_hook_has_the_waiters_of_its_base_class(make_hook_class: MakeHookClass) -> None:
    """A class without waiters beside it has those of the class it derives from; its own come first."""
    base = make_hook_class(WAITERS)
    derived = make_hook_class()
    own = make_hook_class({})
    for mixed, expected in (((derived, base), base), ((own, base), own), ((base, own), base)):
        hook = type("Mixed", mixed, {"__module__": __name__})(None)
        assert hook.waiter_path == find_root(expected) / "waiters" / "s3.json"


def test_no_file_is_no_path(make_hook_class: MakeHookClass) -> None:
    """Nothing beside the class, no type, another service, a class of no module that has a file: None."""
    assert make_hook_class()(None).waiter_path is None
    assert AwsHook(None).waiter_path is None
    assert AwsHook(None, client_type="s3").waiter_path is None
    hook = make_hook_class(WAITERS)(None)
    hook.client_type = "sqs"
    assert hook.waiter_path is None
    homeless = type("Homeless", (AwsHook,), {"__module__": "of_no_module"})
    assert homeless(None, client_type="s3").waiter_path is None


@pytest.mark.parametrize("make", [str, Path])
def test_a_class_may_name_its_file(make: Any, tmp_path: Path) -> None:
    """An overridden waiter_path is taken as text or path, and one that is nowhere is told."""
    path = tmp_path / "anywhere.json"

    class OwnPath(AwsHook):
        @property
        def waiter_path(self) -> Any:
            return make(path)

    hook = OwnPath(None, client_type="s3", region_name=REGION)
    with pytest.raises(InvalidWaiterError) as refused:
        hook.list_waiters()
    assert str(refused.value) == (
        f"waiters file {path}: waiter_path: can't be read, No such file or directory; "
        "give the path of a JSON file, or None"
    )
    path.write_text(json.dumps({"version": 2, "waiters": WAITERS}))
    assert hook.list_waiters()[-3:] == list(WAITERS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            '{"version": 2,\n "waiters": {,}}',
            "line 2, column 14: is no JSON, Expecting property name enclosed in double quotes; correct it there",
            id="syntax",
        ),
        pytest.param("[]", 'content: is no JSON object; give {"version": 2, "waiters": {...}}', id="list"),
        pytest.param(
            "{}",
            "version: is missing; give 2, the only one that botocore knows - "
            'waiters: is missing; give {"version": 2, "waiters": {...}}',
            id="empty",
        ),
        pytest.param(
            '{"version": 1, "waiters": {"done": []}}',
            "version: is 1; give 2, the only one that botocore knows - "
            "waiters.done: is no JSON object; give operation, delay, maxAttempts and acceptors",
            id="members",
        ),
        pytest.param(
            '{"version": 2, "waiters": []}',
            'waiters: is no JSON object; give {"version": 2, "waiters": {...}}',
            id="waiters",
        ),
    ],
)
def test_a_broken_file_is_told(text: str, message: str, tmp_path: Path) -> None:
    """One error names the file, what is wrong and what would be right, and it pickles."""
    path = tmp_path / "s3.json"
    path.write_text(text)
    with pytest.raises(InvalidWaiterError) as refused:
        load_waiters(path)
    assert str(refused.value) == f"waiters file {path}: {message}"
    assert isinstance(refused.value, ValueError)
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are no JSON."""
    path = tmp_path / "s3.json"
    path.write_bytes(b'{"version": 2, "waiters": {"\xff": {}}}')
    with pytest.raises(InvalidWaiterError, match="content: is no JSON, UnicodeDecodeError; write JSON, in UTF-8"):
        load_waiters(path)


def test_a_file_is_parsed_once_and_anew_when_it_changes(tmp_path: Path) -> None:
    """The same file gives the same object; one that was edited, be it in the same second, is read again."""
    path = tmp_path / "s3.json"
    path.write_text('{"version": 2, "waiters": {"a": {}}}')
    first = load_waiters(path)
    assert load_waiters(str(path)) is first
    path.write_text('{"version": 2, "waiters": {"b": {}}}')
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    assert list(load_waiters(path)) == ["b"]


def test_a_broken_file_can_be_mended(tmp_path: Path) -> None:
    """A refusal is not kept."""
    path = tmp_path / "s3.json"
    path.write_text("{")
    with pytest.raises(InvalidWaiterError):
        load_waiters(path)
    path.write_text('{"version": 2, "waiters": {}}')
    assert load_waiters(path) == {}
