"""The pages of docs/ say what is true: examples run through the parser, lists are complete."""

from __future__ import annotations

import configparser
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from airflow_provider_awsconn import errors
from airflow_provider_awsconn.airflow_connections import fetch_connection
from airflow_provider_awsconn.connection.formats import read_mapping
from airflow_provider_awsconn.connection.keys import KEYS, Key
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.form.fields import build_conn_fields, list_form_keys
from airflow_provider_awsconn.provider_info import get_provider_info
from airflow_provider_awsconn.sessions.checks import check_connection
from airflow_provider_awsconn.sessions.description import describe_connection
from docs._ext.keys_table import build_example, render_form_table, render_keys_table

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PACKAGE = ROOT / "airflow_provider_awsconn"

# An optional comment `<!-- refused: text of the error -->`, then the block. Blocks in lists are indented.
BLOCK = re.compile(r"(?:<!-- refused: (.+?) -->\n+)?^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
URI = re.compile(r"aws://[^\s'\"`]*")
SHELL_JSON = re.compile(r"'(\{.*?\})'", re.DOTALL)
INLINE_JSON = re.compile(r"`(\{\".+?\})`")

# A key that means nothing, or is refused, without another one.
PARTNERS = {
    "aws_access_key_id": "aws_secret_access_key",
    "aws_secret_access_key": "aws_access_key_id",
    "store": "endpoint_url",
}
EXAMPLE_LOGIN = {"login": "AKIAIOSFODNN7EXAMPLE", "password": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
EXAMPLE_LOGINS = {"aws_session_token": EXAMPLE_LOGIN | {"login": "ASIAIOSFODNN7EXAMPLE"}}
# The examples' CA bundles are on no machine.
EXPECTED_PROBLEM = re.compile("does not exist on this machine")


@dataclass(frozen=True)
class Example:
    """A piece of a page, and the text of the error it is said to give."""

    page: str
    text: str
    refusal: str | None = None

    def __str__(self) -> str:
        return f"{self.page}-{' '.join(self.text.split())[:60]}"


def _list_pages() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}


def _list_blocks(*languages: str) -> list[Example]:
    return [
        Example(page, text, refusal or None)
        for page, whole in _list_pages().items()
        for refusal, language, text in BLOCK.findall(whole)
        if language in languages
    ]


def _list_connections() -> list[Example]:
    """List everything that is a connection or an Extra object in JSON, on whatever page."""
    in_shell = [Example(b.page, text) for b in _list_blocks("bash") for text in SHELL_JSON.findall(b.text)]
    inline = [Example(page, text) for page, whole in _list_pages().items() for text in INLINE_JSON.findall(whole)]
    return _list_blocks("json") + in_shell + inline


def _list_uris() -> list[Example]:
    return [Example(page, uri) for page, whole in _list_pages().items() for uri in URI.findall(whole)]


def _read(document: dict[str, Any]) -> list[str]:
    """Give every problem of a connection or an Extra object that a reader of the page would meet."""
    reading = read_mapping(document if "conn_type" in document else {"extra": document})
    found = [str(problem) for problem in (*reading.problems, *check_connection(reading.connection))]
    return [problem for problem in found if not EXPECTED_PROBLEM.search(problem)]


def test_the_docs_have_examples_of_every_kind() -> None:
    """An expression that finds nothing would let every other test of this file pass."""
    assert len(_list_connections()) > 15
    assert len(_list_uris()) > 4
    assert len(_list_blocks("python")) > 3
    assert len([example for example in _list_connections() if example.refusal]) > 2
    assert _list_blocks("ini")


@pytest.mark.parametrize("page", _list_pages())
def test_every_block_of_a_page_says_its_language(page: str) -> None:
    """A block without a language is looked at by no test."""
    fences = re.findall(r"^ *```(.*)$", _list_pages()[page], re.MULTILINE)
    assert len(fences) % 2 == 0
    assert all(fences[::2])


@pytest.mark.parametrize("example", _list_blocks("python"), ids=str)
def test_python_in_the_docs_compiles(example: Example) -> None:
    """Each Python block is a piece of Python."""
    compile(example.text, example.page, "exec")


@pytest.mark.parametrize("example", _list_connections(), ids=str)
def test_connections_in_the_docs_are_taken_or_refused_as_told(example: Example) -> None:
    """Each JSON connection and Extra object is accepted, or gives the very error its page names."""
    expected = [example.refusal] if example.refusal else []
    assert _read(json.loads(example.text)) == expected


@pytest.mark.parametrize("example", _list_uris(), ids=str)
def test_uris_in_the_docs_are_taken(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each URI is a connection for Airflow and for the parser."""
    monkeypatch.setenv("AIRFLOW_CONN_DOCS", example.text)
    fetch_connection("docs")


def test_the_encoded_uris_mean_what_the_text_beside_them_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The URL-encoding in the long URI examples is right."""
    parsed = []
    for block in _list_blocks("text"):
        if not block.text.startswith("aws://"):
            continue
        monkeypatch.setenv("AIRFLOW_CONN_DOCS", block.text.strip())
        parsed.append(fetch_connection("docs").connection)
    keys, objects = parsed
    document = next(json.loads(block.text) for block in _list_blocks("json") if "password" in block.text)
    assert keys.access_key_id == document["login"]
    assert keys.secrets() == (document["password"],)
    assert objects.config_kwargs == {"read_timeout": 20}


def test_the_warning_on_the_keys_page_is_the_one_that_is_given() -> None:
    """The page shows what an unknown key is really answered with."""
    (remark,) = read_mapping({"extra": {"regionname": "eu-west-1"}}).connection.remarks
    assert f"```text\nconnection 'aws_etl': {remark}\n```" in _list_pages()["keys.md"]


def test_the_settings_of_a_store_are_shown_as_they_are() -> None:
    """The page of the stores shows what describe really prints."""
    page = _list_pages()["stores.md"]
    document = {**EXAMPLE_LOGIN, "extra": {"store": "minio", "endpoint_url": "https://minio.example:9000"}}
    described = str(describe_connection(read_mapping(document).accept(), HookArguments(), "s3"))
    (block,) = re.findall(r"^```text\n(.+?)```$", page, re.MULTILINE | re.DOTALL)
    shown = [line for line in described.splitlines() if "preset" in line or "endpoint_url" in line]
    # How wide the columns are is up to the rows that the page leaves out.
    assert [line.split() for line in block.splitlines()] == [line.split() for line in shown]


@pytest.mark.parametrize("block", _list_blocks("ini"), ids=str)
def test_options_in_the_docs_are_options_of_the_provider(block: Example) -> None:
    """Each option that a page sets is one that the provider declares."""
    parser = configparser.ConfigParser()
    parser.read_string(block.text)
    declared = get_provider_info()["config"]
    for section in parser.sections():
        assert set(parser[section]) <= set(declared[section]["options"])


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_the_generated_table_tells_all_of_a_key(key: Key) -> None:
    """A row has the key's name, label, help, example and, for an older name, the one to use."""
    (row,) = [line for line in render_keys_table().splitlines() if line.startswith(f"| `{key.name}`<br>")]
    for text in (key.label, key.help, build_example(key)):
        assert text in row
    assert (", in the form |" in row) == (key in list_form_keys())
    assert ("Never printed." in row) == key.is_sensitive
    assert ("Older name" in row) == (key.replaced_by is not None)
    assert key.replaced_by is None or f"`{key.replaced_by}`" in row


def test_the_generated_table_has_nothing_else() -> None:
    """Header, rule and a row for each key, each of as many cells as the header."""
    lines = render_keys_table().splitlines()
    assert len(lines) == len(KEYS) + 2
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {3}


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_the_example_of_a_key_is_taken(key: Key) -> None:
    """What the table shows as an example is accepted, beside the key it belongs to."""
    together = [other for other in KEYS if other.name in {key.name, PARTNERS.get(key.name)}]
    extra: dict[str, Any] = {}
    for each in together:
        extra |= json.loads(build_example(each))
    assert _read({"conn_type": "aws", **EXAMPLE_LOGINS.get(key.name, EXAMPLE_LOGIN), "extra": extra}) == []


def test_the_pages_ask_for_the_generated_tables() -> None:
    """The pages hold the directives and no table of keys by hand."""
    assert "```{keys-table}\n```" in _list_pages()["keys.md"]
    assert "```{form-table}\n```" in _list_pages()["form.md"]


def test_the_form_table_says_what_the_form_says() -> None:
    """A row for each field, in the form's order, with its label, the help below it and an example."""
    rows = render_form_table().splitlines()[2:]
    fields = build_conn_fields()
    assert [re.split(r"<br>`|` \|", row)[1] for row in rows] == list(fields)
    for row, (name, field) in zip(rows, fields.items(), strict=True):
        assert row.startswith(f"| {field['label']}<br>`{name}` | {field['description']}<br>Example: `")
        assert ("hidden |" in row) == (field["schema"].get("format") == "password")


def test_the_architecture_page_names_every_module() -> None:
    """Each module with code in it has its line, and no line is left of a module that is gone."""
    modules = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    rows = re.findall(r"^\| `([\w/]+\.py)` \|[^|]+\|[^|]+\|$", _list_pages()["architecture.md"], re.MULTILINE)
    assert sorted(rows) == sorted(modules)


def test_the_hook_page_names_every_error() -> None:
    """Each class of the errors module has its entry."""
    named = {
        name for name, value in vars(errors).items() if isinstance(value, type) and value.__module__ == errors.__name__
    }
    entries = rf"^\.\. auto(?:class|exception):: {re.escape(errors.__name__)}\.(\w+)$"
    assert set(re.findall(entries, _list_pages()["hook.md"], re.MULTILINE)) == named


def test_the_contributing_page_names_every_make_verb() -> None:
    """Each verb that `make help` lists has its line, and no line is left of a verb that is gone."""
    verbs = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"^\| `make ([a-z-]+)` \|", _list_pages()["contributing.md"], re.MULTILINE)) == set(verbs)


def test_the_picture_stands_alone() -> None:
    """The picture loads nothing from elsewhere, and has a background of its own for dark pages."""
    svg = (DOCS / "images" / "architecture.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+://[^\"'\s]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert '<rect width="900" height="770" rx="18" fill="#ffffff"/>' in svg
