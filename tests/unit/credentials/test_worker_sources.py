"""Files, variables and registered callables of the worker."""

from __future__ import annotations

import os
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.worker_sources import (
    call_registered,
    parse_token_sources,
    read_file,
    read_variable,
)
from tests.unit.credentials.web_servers import assert_untold, count_files

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "CanaryQ7x"


def test_a_file_is_read_anew_through_its_links(tmp_path: Path) -> None:
    """Kubernetes exchanges a token by moving a link, and the next reading gives the new one."""
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    (tmp_path / "1" / "token").write_text("old")
    (tmp_path / "2" / "token").write_text("new")
    (tmp_path / "data").symlink_to("1")
    (tmp_path / "token").symlink_to("data/token")
    assert read_file(str(tmp_path / "token"), 10, "here") == b"old"
    (tmp_path / "next").symlink_to("2")
    (tmp_path / "next").rename(tmp_path / "data")
    assert read_file(str(tmp_path / "token"), 10, "here") == b"new"


def test_a_file_of_the_longest_size_is_read(tmp_path: Path) -> None:
    """A file may have as many bytes as it may have."""
    (tmp_path / "token").write_bytes(b"a" * 10)
    assert read_file(str(tmp_path / "token"), 10, "here") == b"a" * 10


def test_what_is_no_small_file_is_refused(tmp_path: Path) -> None:
    """A pipe, a device, a folder, a large or missing file are refused at once, without waiting for anybody."""
    (tmp_path / "large").write_text(CANARY * 2)
    os.mkfifo(tmp_path / "pipe")
    reasons = {
        str(tmp_path / "pipe"): "is not a regular file",
        "/dev/zero": "is not a regular file",
        str(tmp_path): "is not a regular file",
        str(tmp_path / "large"): "is larger than 10 bytes",
        str(tmp_path / "none"): "can't be read (No such file or directory)",
        "a\0b": "can't be read (not a path)",
    }
    for path, reason in reasons.items():
        with pytest.raises(SourceError) as caught:
            read_file(path, 10, "here")
        assert str(caught.value) == f"here: the file {path} {reason}; give the path of a file that this worker can read"
        assert_untold(caught.value, CANARY)


def test_no_file_stays_open(tmp_path: Path) -> None:
    """Neither a file that is read nor one that is refused is left open."""
    (tmp_path / "token").write_text("a")
    before = count_files()
    read_file(str(tmp_path / "token"), 10, "here")
    for path in (str(tmp_path), "/dev/zero"):
        with pytest.raises(SourceError):
            read_file(path, 10, "here")
    assert count_files() == before


def test_a_variable_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that changes gives its new value; one that is not there is an error."""
    monkeypatch.setenv("ID_TOKEN", "a")
    assert read_variable("ID_TOKEN", "here") == "a"
    monkeypatch.setenv("ID_TOKEN", "")
    with pytest.raises(SourceError) as caught:
        read_variable("ID_TOKEN", "here")
    assert str(caught.value) == "here: the environment variable ID_TOKEN is not set; set it on this worker"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("vault = a.b:c\nci = d.e.f", id="lines"),
        pytest.param(" vault=a.b:c , ci=d.e.f,\n", id="commas"),
        pytest.param('{"vault": "a.b:c", "ci": "d.e.f"}', id="JSON"),
    ],
)
def test_token_sources_are_read(text: str) -> None:
    """The option is written as lines, with commas or as JSON."""
    assert parse_token_sources(text) == {"vault": "a.b:c", "ci": "d.e.f"}


def test_no_token_sources() -> None:
    """An empty option registers nothing."""
    assert parse_token_sources("\n") == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("vault", "what vault stands for is no import path", id="no path"),
        pytest.param("vault = c", "what vault stands for is no import path", id="no module"),
        pytest.param("vault = a:b()", "what vault stands for is no import path", id="call"),
        pytest.param("vault = ../a:b", "what vault stands for is no import path", id="file"),
        pytest.param('{"vault": 1}', "what vault stands for is no import path", id="number"),
        pytest.param("my vault = a:b", "'my vault' is no name", id="name"),
        pytest.param("a = b:c, a = d:e", "a stands there twice", id="twice"),
        pytest.param('{"a": "b:c", "a": "d:e"}', "a stands there twice", id="twice in JSON"),
        pytest.param('{"a": "b:c"', "is no JSON object", id="broken JSON"),
    ],
)
def test_token_sources_that_are_none(text: str, reason: str) -> None:
    """An error names the option and what is wrong with it."""
    with pytest.raises(SourceError) as caught:
        parse_token_sources(text)
    assert str(caught.value).startswith(f"[awsconn] token_sources: {reason}; ")


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of the deployment's."""
    module: Any = types.ModuleType("company_tokens")

    def fetch(**asked: Any) -> str:
        return f"{asked['audience']} {asked['conn_id']} {len(asked)}"

    def fail(**_: Any) -> str:
        password = CANARY
        raise RuntimeError(password)

    module.fetch, module.fail, module.number = fetch, fail, 1
    module.count = lambda **_: 1
    module.narrow = lambda audience: audience
    module.holder = types.SimpleNamespace(fetch=lambda **_: b"bytes")
    monkeypatch.setitem(sys.modules, "company_tokens", module)
    return module


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("company_tokens:fetch", "aud etl 2", id="colon"),
        pytest.param("company_tokens.fetch", "aud etl 2", id="dot"),
        pytest.param("company_tokens:holder.fetch", b"bytes", id="member, bytes"),
    ],
)
def test_a_registered_callable_is_called_by_keywords(path: str, text: str | bytes) -> None:
    """It gets the audience and the connection's id, and nothing else."""
    assert call_registered("vault", {"vault": path}, "here", audience="aud", conn_id="etl") == text


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        pytest.param("company_tokens:fail", "failed with RuntimeError", id="fails"),
        pytest.param("company_tokens:narrow", "failed with TypeError", id="other arguments"),
        pytest.param("company_tokens:count", "returned int, and no text", id="no text"),
        pytest.param("company_tokens:number", "is not callable", id="not callable"),
        pytest.param("company_tokens:none", "can't be imported (AttributeError)", id="no member"),
        pytest.param("no_company.tokens:fetch", "can't be imported (no module no_company)", id="no module"),
    ],
)
def test_a_registered_callable_that_fails(path: str, reason: str) -> None:
    """An error names the callable and the type of what it raised; the text is the deployment's, and may be secret."""
    with pytest.raises(SourceError) as caught:
        call_registered("vault", {"vault": path}, "here", audience=None, conn_id="etl")
    hint = "look at that callable, see [awsconn] token_sources"
    assert str(caught.value) == f"here: vault ({path}) {reason}; {hint}"
    assert_untold(caught.value, CANARY)


@pytest.mark.parametrize(
    ("registered", "hint"),
    [
        pytest.param({}, "none is registered so far", id="none"),
        pytest.param({"b": "m:b", "a": "m:a"}, "these are registered: a, b", id="others"),
    ],
)
def test_a_callable_that_is_not_registered(registered: dict[str, str], hint: str) -> None:
    """A connection can't name code that airflow.cfg does not: not by an import path either."""
    with pytest.raises(SourceError) as caught:
        call_registered("os.system", registered, "here", audience=None, conn_id=None)
    text = f"here: os.system is not registered in [awsconn] token_sources; {hint}; register it in airflow.cfg"
    assert str(caught.value) == text
