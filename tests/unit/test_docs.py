"""The pages of docs/ say what is true: examples run through the parser, lists are complete."""

from __future__ import annotations

import configparser
import io
import json
import re
import socket
import sys
import warnings
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
import yaml
from airflow.configuration import AirflowConfigParser, conf
from botocore.exceptions import ClientError
from cryptography.fernet import Fernet

from airflow_provider_awsconn import errors
from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError, fetch_connection
from airflow_provider_awsconn.airflow_options import read_client_cache_size, read_deployment
from airflow_provider_awsconn.cli.main import main
from airflow_provider_awsconn.connection.formats import read_mapping
from airflow_provider_awsconn.connection.keys import KEYS, Key
from airflow_provider_awsconn.connection.precedence import HookArguments
from airflow_provider_awsconn.connection.session_name import build_session_name, describe_session
from airflow_provider_awsconn.errors import AwsConnectionWarning, UnknownKeyWarning
from airflow_provider_awsconn.form.fields import build_conn_fields, list_form_keys
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.provider_info import get_provider_info
from airflow_provider_awsconn.sessions.checks import check_connection
from airflow_provider_awsconn.sessions.description import describe_connection
from docs._ext.keys_table import build_example, render_form_table, render_keys_table
from tests.pages import DOCS, ROOT, list_blocks, list_pages, read_blocks, tell_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.pages import Block
    from tests.unit.conftest import BenchConnection

pytestmark = pytest.mark.once

PACKAGE = ROOT / "airflow_provider_awsconn"

URI = re.compile(r"aws://[^\s'\"`]*")
SHELL_JSON = re.compile(r"'(\{.*?\})'", re.DOTALL)
INLINE_JSON = re.compile(r"`(\{\".+?\})`")

# Which test has the blocks of a kind. A block of no kind fails.
TESTS = {
    "aws files": "tests/unit/test_docs.py::test_aws_files_in_the_docs_are_read",
    "change": "tests/unit/test_docs.py::test_changes_in_the_docs_lead_to_python_that_runs",
    "commands": "tests/integration/test_docs_run.py::test_commands_of_a_page_work",
    "connection": "tests/unit/test_docs.py::test_connections_in_the_docs_are_taken_or_refused_as_told",
    "directive": "tests/unit/test_docs.py::test_a_directive_finds_its_file",
    "document": "tests/unit/test_docs.py::test_yaml_in_the_docs_is_yaml",
    "env file": "tests/unit/test_docs.py::test_an_env_file_in_the_docs_is_one",
    "export file": "tests/unit/test_docs.py::test_export_files_in_the_docs_are_taken",
    "not run": "tests/unit/test_docs.py::test_what_is_not_run_says_why",
    "options": "tests/unit/test_docs.py::test_options_in_the_docs_are_options_of_airflow",
    "output": "tests/unit/test_docs.py::test_every_output_is_compared",
    "policy": "tests/unit/test_docs.py::test_policies_in_the_docs_are_taken_by_iam",
    "python": "tests/unit/test_docs_python.py::test_python_of_a_page_runs",
    "waiters": "tests/unit/waiters/test_building.py::test_the_example_of_the_docs_is_good",
}
# Files of code that pages show, and the tests that run them.
INCLUDED = {
    "../demo/plugins/wait_for_s3_key.py": "tests/integration/test_triggerer.py",
    "examples/broker_sessions.py": "tests/unit/hooks/test_session_factory.py",
}
# What a page shows as printed: how it begins, and the test that compares it with what is printed.
OUTPUTS = {
    ("docs/quickstart.md", "✓ settings"): "tests/integration/test_docs_run.py::check_shown_steps",
    (
        "README.md",
        "airflow-provider-awsconn: ",
    ): "tests/integration/test_demo.py::test_demo_passes_and_prints_what_the_readme_shows",
    ("README.md", "The connection_type 'aws' has been"): "tests/integration/test_stock_hook.py::README_WARNINGS",
    (
        "docs/connection.md",
        "aws://",
    ): "tests/unit/test_docs.py::test_the_encoded_uris_mean_what_the_text_beside_them_says",
    (
        "docs/credentials.md",
        "connection 'etl': role session",
    ): "tests/unit/test_docs.py::test_the_role_session_on_the_credentials_page_is_of_that_run",
    (
        "docs/errors.md",
        "An error occurred",
    ): "tests/unit/test_docs.py::test_the_hint_on_the_errors_page_is_the_one_that_is_given",
    (
        "docs/keys.md",
        "connection 'aws_etl': ",
    ): "tests/unit/test_docs.py::test_the_warning_on_the_keys_page_is_the_one_that_is_given",
    ("docs/migrating.md", "error  "): "tests/unit/test_docs.py::test_the_finding_on_the_migrating_page_is_one_of_adopt",
    ("docs/stores.md", "region_name "): "tests/unit/test_docs.py::test_the_settings_of_a_store_are_shown_as_they_are",
    ("docs/test.md", "✓ settings"): "tests/unit/test_docs.py::test_the_steps_on_the_test_page_are_those_of_a_test",
}

# A key that means nothing, or is refused, without another one.
PARTNERS = {
    "aws_access_key_id": "aws_secret_access_key",
    "aws_secret_access_key": "aws_access_key_id",
    "store": "endpoint_url",
}
EXAMPLE_LOGIN = {"login": "AKIAIOSFODNN7EXAMPLE", "password": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
EXAMPLE_LOGINS = {"aws_session_token": EXAMPLE_LOGIN | {"login": "ASIAIOSFODNN7EXAMPLE"}}
# What a profile of the AWS files may say, of what people write down there.
PROFILE_SETTINGS = {
    *("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "credential_process", "credential_source"),
    *("duration_seconds", "endpoint_url", "external_id", "login_session", "mfa_serial", "region", "role_arn"),
    *("role_session_name", "services", "source_profile", "sso_account_id", "sso_region", "sso_role_name"),
    *("sso_session", "sso_start_url", "sts_regional_endpoints", "ca_bundle", "web_identity_token_file"),
}
# The examples' CA bundles are on no machine.
EXPECTED_PROBLEM = re.compile("does not exist on this machine")


@dataclass(frozen=True)
class Example:
    """A piece of a page, and the text of the error it is said to give."""

    page: str
    text: str
    refusal: str | None = None

    def __str__(self) -> str:
        return f"{self.page.removeprefix('docs/')}-{' '.join(self.text.split())[:60]}"


def _list_connections() -> list[Example]:
    """List everything that is a connection or an Extra object in JSON, on whatever page."""
    blocks = [Example(block.page, block.text, block.refusal) for block in list_blocks("connection")]
    in_shell = [Example(b.page, text) for b in list_blocks("commands") for text in SHELL_JSON.findall(b.text)]
    inline = [Example(page, text) for page, whole in list_pages().items() for text in INLINE_JSON.findall(whole)]
    return blocks + in_shell + inline


def _list_uris() -> list[Example]:
    return [Example(page, uri) for page, whole in list_pages().items() for uri in URI.findall(whole)]


def _read(document: dict[str, Any]) -> list[str]:
    """Give every problem of a connection or an Extra object that a reader of the page would meet."""
    reading = read_mapping(document if "conn_type" in document else {"extra": document})
    found = [str(problem) for problem in (*reading.problems, *check_connection(reading.connection))]
    return [problem for problem in found if not EXPECTED_PROBLEM.search(problem)]


def test_the_docs_have_examples_of_every_kind() -> None:
    """An expression that finds nothing would let every other test of this file pass."""
    assert len(_list_connections()) > 15
    assert len(_list_uris()) > 4
    assert len(list_blocks("python")) > 3
    assert len([example for example in _list_connections() if example.refusal]) > 2
    assert list_blocks("options")


@pytest.mark.parametrize("page", list_pages())
def test_every_block_of_a_page_says_its_language(page: str) -> None:
    """A block without a language is looked at by no test."""
    fences = re.findall(r"^ *```(.*)$", list_pages()[page], re.MULTILINE)
    assert len(fences) % 2 == 0
    assert all(fences[::2])
    assert len(read_blocks(page, list_pages()[page])) == len(fences) // 2


@pytest.mark.parametrize("block", list_blocks(), ids=str)
def test_every_block_has_a_test(block: Block) -> None:
    """A block of a kind that no test knows is not left out in silence."""
    assert tell_kind(block) in TESTS


@pytest.mark.parametrize("test", sorted({*TESTS.values(), *OUTPUTS.values()}))
def test_the_tests_of_blocks_are_there(test: str) -> None:
    """What has the blocks of a kind exists."""
    path, _, name = test.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"\b{name}\b", text)


@pytest.mark.parametrize("block", list_blocks("output"), ids=str)
def test_every_output_is_compared(block: Block) -> None:
    """What a page shows as printed is compared with what is printed, or the page says that it is an example."""
    assert [key for key in OUTPUTS if block.page == key[0] and block.text.startswith(key[1])]


def test_every_row_of_the_outputs_has_its_block() -> None:
    """No row is left of a block that is gone."""
    blocks = list_blocks("output")
    assert [key for key in OUTPUTS if not any(b.page == key[0] and b.text.startswith(key[1]) for b in blocks)] == []


def test_what_is_not_run_says_why() -> None:
    """An example to look at has a reason, in a few words; few pages have one."""
    blocks = list_blocks("not run")
    assert [block for block in blocks if len((block.reason_not_to_run or "").split()) < 3] == []
    assert len(blocks) < 8


@pytest.mark.parametrize("block", list_blocks("directive"), ids=str)
def test_a_directive_finds_its_file(block: Block) -> None:
    """What is included is there, and a test runs it where it is code; `make docs` runs all directives."""
    name, _, argument = block.language[1:].partition("} ")
    if name in {"include", "literalinclude"}:
        assert (DOCS / argument).exists()
    if name == "literalinclude":
        assert (DOCS / argument).stem in (ROOT / INCLUDED[argument]).read_text(encoding="utf-8")


@pytest.mark.parametrize("block", list_blocks("change"), ids=str)
def test_changes_in_the_docs_lead_to_python_that_runs(block: Block) -> None:
    """The new lines of a change run by themselves."""
    lines = block.text.splitlines()
    assert {line[0] for line in lines} <= {"-", "+", " "}
    exec(compile("\n".join(line[1:] for line in lines if line[0] != "-"), block.page, "exec"), {})


@pytest.mark.parametrize("block", list_blocks("export file"), ids=str)
def test_export_files_in_the_docs_are_taken(block: Block) -> None:
    """Each connection of a file for `airflow connections import` is accepted."""
    assert {conn_id: _read(document) for conn_id, document in json.loads(block.text).items() if _read(document)} == {}


@pytest.mark.parametrize("block", list_blocks("env file"), ids=str)
def test_an_env_file_in_the_docs_is_one(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line is a connection id and a URI or JSON that Airflow takes."""
    for line in block.text.splitlines():
        conn_id, _, text = line.partition("=")
        monkeypatch.setenv(f"AIRFLOW_CONN_{conn_id.upper()}", text)
        fetch_connection(conn_id)


def test_aws_files_in_the_docs_are_read(aws_files: Callable[[str, str], None]) -> None:
    """Each is one for botocore, and each setting of a profile one that its lookup chain knows."""
    for block in list_blocks("aws files"):
        _read_aws_file(block.text, aws_files)
    _read_aws_file("[profile etl]\nregion = eu-west-1\n", aws_files)
    with pytest.raises(AssertionError, match="regionn"):
        _read_aws_file("[profile etl]\nregionn = eu-west-1\n", aws_files)


def _read_aws_file(text: str, aws_files: Callable[[str, str], None]) -> None:
    aws_files(text, "")
    read = botocore.session.Session().full_config
    assert read["profiles"] or read.get("sso_sessions") or read.get("services")
    for profile in read["profiles"].values():
        assert set(profile) <= PROFILE_SETTINGS
        assert {profile.get("sso_session")} <= {None, *read.get("sso_sessions", ())}


def test_policies_in_the_docs_are_taken_by_iam(bench_connection: BenchConnection) -> None:
    """A trust policy makes a role, any other one a policy: the bench's IAM refuses what is malformed."""
    iam = AwsHook(bench_connection(), client_type="iam").get_conn()
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::landing/*"}
    for text in (*(block.text for block in list_blocks("policy")), _write_policy(statement)):
        _give_to_iam(iam, text)
    for wrong in ({**statement, "Effect": "Alow"}, {**statement, "Resource": "landing"}, {**statement, "Actions": "x"}):
        with pytest.raises(ClientError, match="MalformedPolicyDocument"):
            _give_to_iam(iam, _write_policy(wrong))


def _write_policy(statement: Mapping[str, str]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _give_to_iam(iam: Any, text: str) -> None:
    if any("Principal" in each for each in json.loads(text)["Statement"]):
        iam.create_role(RoleName="of-the-docs", AssumeRolePolicyDocument=text)
        iam.delete_role(RoleName="of-the-docs")
    else:
        arn = iam.create_policy(PolicyName="of-the-docs", PolicyDocument=text)["Policy"]["Arn"]
        iam.delete_policy(PolicyArn=arn)


def test_yaml_in_the_docs_is_yaml() -> None:
    """Each document is a mapping; one of Kubernetes says what it is."""
    for block in list_blocks("document"):
        for document in yaml.safe_load_all(block.text):
            assert isinstance(document, dict)
            assert ("kind" in document) == ("apiVersion" in document)


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
    for block in list_blocks("output"):
        if not block.text.startswith("aws://"):
            continue
        monkeypatch.setenv("AIRFLOW_CONN_DOCS", block.text.strip())
        parsed.append(fetch_connection("docs").connection)
    keys, objects = parsed
    document = next(
        json.loads(block.text)
        for block in list_blocks("connection")
        if block.page == "docs/connection.md" and "password" in block.text
    )
    assert keys.access_key_id == document["login"]
    assert keys.secrets() == (document["password"],)
    assert objects.config_kwargs == {"read_timeout": 20}


def test_the_warning_on_the_keys_page_is_the_one_that_is_given() -> None:
    """The page shows what an unknown key is really answered with."""
    (remark,) = read_mapping({"extra": {"regionname": "eu-west-1"}}).connection.remarks
    assert f"```text\nconnection 'aws_etl': {remark}\n```" in list_pages()["docs/keys.md"]


def test_the_settings_of_a_store_are_shown_as_they_are() -> None:
    """The page of the stores shows what describe really prints."""
    page = list_pages()["docs/stores.md"]
    document = {**EXAMPLE_LOGIN, "extra": {"store": "minio", "endpoint_url": "https://minio.example:9000"}}
    described = str(describe_connection(read_mapping(document).accept(), HookArguments(), "s3"))
    (block,) = re.findall(r"^```text\n(.+?)```$", page, re.MULTILINE | re.DOTALL)
    shown = [line for line in described.splitlines() if "preset" in line or "endpoint_url" in line]
    # How wide the columns are is up to the rows that the page leaves out.
    assert [line.split() for line in block.splitlines()] == [line.split() for line in shown]


def _find_output(page: str) -> str:
    (block,) = [block for block in list_blocks("output") if block.page == page]
    return block.text


def test_the_hint_on_the_errors_page_is_the_one_that_is_given(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows what an error of a client says when nine characters of the secret are lost."""
    ask, aws = socket.getaddrinfo, "s3.eu-west-1.amazonaws.com"
    address, _, port = bench.host.partition(":")
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **kw: ask(address, int(port)) if host == aws else ask(host, *rest, **kw),
    )
    keys, extra = (
        bench.worker,
        {"region_name": "eu-west-1", "service_config": {"s3": {"endpoint_url": f"http://{aws}"}}},
    )
    airflow_connection("etl", login=keys.access_key, password=keys.secret_key[:31], extra=extra)
    with pytest.warns(AwsConnectionWarning, match="31 characters"):
        s3 = AwsHook("etl", client_type="s3").get_conn()
    with pytest.raises(ClientError) as caught:
        s3.list_buckets()
    assert " ".join(_find_output("docs/errors.md").split()) == str(caught.value)


def test_the_role_session_on_the_credentials_page_is_of_that_run() -> None:
    """The page shows the name, hash included, and the log's line for it."""
    values = {
        "dag_id": "nightly",
        "task_id": "load",
        "run_id": "scheduled__2026-11-22T00:00:00+00:00",
        "map_index": "3",
        "try_number": "1",
    }
    told = describe_session(build_session_name("etl", None, values), values)
    assert " ".join(_find_output("docs/credentials.md").split()) == f"connection 'etl': {told}"


def test_the_steps_on_the_test_page_are_those_of_a_test(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows what a terminal does, for a role that may not list what the probe asks for."""
    place = {"endpoint_url": bench.endpoint_url}
    extra = {
        "region_name": "eu-west-1",
        "role_arn": bench.role_arn,
        "test_probe": "s3://my-bucket/daily/",
        "service_config": {"sts": place, "s3": place},
    }
    airflow_connection("aws_default", login=bench.worker.access_key, password=bench.worker.secret_key, extra=extra)
    bench.set_fault("ListObjectsV2", refused=True, refused_action="s3:ListBucket")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "88")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("_AIRFLOW_PROCESS_CONTEXT", "")
    assert main(["test", "aws_default"]) == 1
    bench.clear_faults()
    printed = terminal.getvalue().replace(socket.gethostname(), "worker-7")
    assert _drop_times(_find_output("docs/test.md")) == _drop_times(printed)


def test_the_finding_on_the_migrating_page_is_one_of_adopt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows what is said of a key id without its secret."""
    document = {"conn_type": "aws", "login": EXAMPLE_LOGIN["login"], "extra": {"region_name": "eu-west-1"}}
    file = tmp_path / "connections.json"
    file.write_text(json.dumps({"etl": document}), encoding="utf-8")
    monkeypatch.setenv("_AIRFLOW_PROCESS_CONTEXT", "")
    assert main(["adopt", "--check", "--file", str(file), "--dags", str(tmp_path)]) == 1
    shown = [line.split() for line in _find_output("docs/migrating.md").splitlines() if "──" not in line]
    printed = [line.split() for line in capsys.readouterr().out.splitlines() if "──" not in line]
    assert printed[: len(shown)] == shown


class Terminal(io.StringIO):
    """A terminal, as far as a program can tell."""

    def isatty(self) -> bool:
        """Tell that it is one."""
        return True


def _drop_times(shown: str) -> list[str]:
    """Give the lines that stay on a terminal, without colours, times and what pads them."""
    lines = [line.rpartition("\x1b[2K")[2] for line in shown.split("\n")]
    lines = [re.sub(r"\x1b\[[?\d;]*[a-zA-Z]", "", line) for line in lines]
    lines = [re.sub(r" +\d+\.\d s *$", " TIME", line).rstrip() for line in lines]
    lines = [re.sub(r"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d", "WHEN", line) for line in lines]
    # The last turns of the spinner.
    return [line for line in lines if line and not re.fullmatch(r"[-\\|/] \S+( arn:\S+)?", line)]


@pytest.mark.parametrize("block", list_blocks("options"), ids=str)
def test_options_in_the_docs_are_options_of_airflow(
    block: Block, bench_connection: BenchConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each option that a page sets is one of the provider or Airflow, with a value that a hook takes."""
    parser = AirflowConfigParser()
    parser.read_string(block.text)
    declared = {**conf.configuration_description, **get_provider_info()["config"]}
    written = configparser.RawConfigParser()
    written.read_string(block.text)
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", Fernet.generate_key().decode())
    for section in written.sections():
        for option in written[section]:
            assert option in declared[section]["options"]
            monkeypatch.setenv(f"AIRFLOW__{section.upper()}__{option.upper()}", parser.get(section, option))
    read_deployment()
    read_client_cache_size()
    with pytest.raises(ConnectionNotFoundError) if "missing_connection" not in block.text else nullcontext():
        fetch_connection("nobody_made_this")
    if not written.has_option("aws", "session_factory"):
        # A key that nobody reads, for what the option says of those.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UnknownKeyWarning)
            AwsHook(bench_connection(regionname="x"), client_type="s3").get_conn().list_buckets()


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
    assert "```{keys-table}\n```" in list_pages()["docs/keys.md"]
    assert "```{form-table}\n```" in list_pages()["docs/form.md"]


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
    rows = re.findall(r"^\| `([\w/]+\.py)` \|[^|]+\|[^|]+\|$", list_pages()["docs/architecture.md"], re.MULTILINE)
    assert sorted(rows) == sorted(modules)


def test_the_hook_page_names_every_error() -> None:
    """Each class of the errors module has its entry."""
    named = {
        name for name, value in vars(errors).items() if isinstance(value, type) and value.__module__ == errors.__name__
    }
    entries = rf"^\.\. auto(?:class|exception):: {re.escape(errors.__name__)}\.(\w+)$"
    assert set(re.findall(entries, list_pages()["docs/hook.md"], re.MULTILINE)) == named


def test_the_contributing_page_names_every_make_verb() -> None:
    """Each verb that `make help` lists has its line, and no line is left of a verb that is gone."""
    verbs = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"^\| `make ([a-z-]+)` \|", list_pages()["docs/contributing.md"], re.MULTILINE)) == set(verbs)


def test_the_picture_stands_alone() -> None:
    """The picture loads nothing from elsewhere, and has a background of its own for dark pages."""
    svg = (DOCS / "images" / "architecture.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+://[^\"'\s]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert '<rect width="900" height="854" rx="18" fill="#ffffff"/>' in svg
