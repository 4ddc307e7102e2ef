"""Every command of the docs, typed into a real shell: Airflow's own CLI and ours, a migrated home, the bench for AWS.

The README's commands run in test_readme.py.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.cli.main import build_parser
from demo.airflow_home import AirflowHome
from tests.pages import ROOT, list_blocks, list_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_bench import AwsBench
    from tests.pages import Block

pytestmark = pytest.mark.once

AIRFLOW = tuple(int(part) for part in version("apache-airflow").split(".")[:2])
SECONDS_OF_A_BLOCK = 180
SECONDS_OF_IMPORTS = 120
EXAMPLE_KEY = "AKIAIOSFODNN7EXAMPLE"
EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
AWSCONN = "python -m airflow_provider_awsconn"
# Pages to be followed from the first block to the last; on others each block stands by itself.
IN_ONE_GO = ("docs/quickstart.md",)
# What is exported is looked at by test_docs.py, which reads each URI and JSON there is on a page.
EXPORT = re.compile(r"export AIRFLOW_CONN_\w+='[^']+'")

# What is not run here, and why. Each has a test of its own, or is looked at below.
FROM_AN_INDEX = "asks a package index; tests/integration/test_wheel.py installs the wheel"
AN_ENVIRONMENT = "makes an environment, which nothing is put into without a package index"
NOT_RUN = {
    "pip install airflow-provider-awsconn": FROM_AN_INDEX,
    "pip install 'airflow-provider-awsconn[async]'": FROM_AN_INDEX,
    "pip install 'apache-airflow==3.3.*' airflow-provider-awsconn": FROM_AN_INDEX,
    "python3 -m venv airflow-venv": AN_ENVIRONMENT,
    "source airflow-venv/bin/activate": AN_ENVIRONMENT,
}
CHAIN = '{"conn_type": "aws", "extra": {"region_name": "eu-west-1"}}'
NOTHING_BREAKS = r"^\d connections?, \d files? of code, 0 errors, "
# What each command prints, somewhere; None for one that prints nothing.
PRINTS: dict[str, str | None] = {
    f"{AWSCONN} describe aws_default": r"region_name +eu-west-1 +extra\.region_name",
    f"{AWSCONN} describe aws_default --service s3": r"endpoint_url +http://127\.0\.0\.1:\d+ +extra\.endpoint_url",
    f"{AWSCONN} describe aws_default --json": r'"name": "region_name",\s+"value": "eu-west-1"',
    f"{AWSCONN} lint aws_default aws_etl": "^2 connections, 0 errors, 0 warnings$",
    f"{AWSCONN} lint --all": r"^\d connections, 0 errors, 0 warnings$",
    f"{AWSCONN} lint --json connections.json --output json": r'"findings": \[\]',
    f"{AWSCONN} lint --uri < uri.txt": "^1 connection, 0 errors, 0 warnings$",
    f"{AWSCONN} test aws_default": "connection 'aws_default' works",
    f"{AWSCONN} test aws_default --timeout 30": "connection 'aws_default' works",
    f"{AWSCONN} test aws_default --json": r'"outcome": "passed"',
    f"{AWSCONN} adopt --check": NOTHING_BREAKS,
    f"{AWSCONN} adopt --check --file connections.json --dags dags --json": r'"findings": \[\]',
    f"{AWSCONN} adopt --check --file connections.json --dags dags plugins": NOTHING_BREAKS,
    f"{AWSCONN} adopt --check --json": '"connections":',
    f"{AWSCONN} make --login AKIAIOSFODNN7EXAMPLE --region-name eu-west-1": (
        r"^aws://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI%2FK7MDENG%2FbPxRfiCYEXAMPLEKEY@/\?region_name=eu-west-1$"
    ),
    f"{AWSCONN} make --profile etl --format json": r'"login": "AKIAIOSFODNN7EXAMPLE"',
    f"{AWSCONN} make --role-arn arn:aws:iam::123456789012:role/etl --format env --conn-id aws_etl": (
        r"^export AIRFLOW_CONN_AWS_ETL=.*role_arn"
    ),
    f'echo "aws_etl=$({AWSCONN} make --profile etl)" > aws.env': None,
    "airflow connections import aws.env": "aws_etl",
    "airflow connections import connections.json": "aws_default",
    "airflow connections add aws_default --conn-type aws": "aws_default",
    f"airflow connections add aws_default --conn-json '{CHAIN}'": "aws_default",
    "airflow connections add aws_etl --conn-uri='aws://@/?region_name=eu-west-1'": "aws_etl",
    "airflow connections test aws_default": "Connection success!",
    "airflow dags test who_am_i": r"arn:aws:iam::123456789012:user/",
    "airflow db migrate": "",
    "airflow providers list": "airflow-provider-awsconn",
    'export AIRFLOW_HOME="$PWD/airflow"': None,
    "export AIRFLOW__CORE__TEST_CONNECTION=Enabled": None,
    "rm connections.json": None,
}


def list_commands(text: str) -> list[str]:
    """Give the commands of a block, those of several lines as one."""
    return [" ".join(line.split()) for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def list_scripts() -> dict[str, list[Block]]:
    """Give what is typed into one shell, by a name: the blocks of a page, or one block."""
    scripts: dict[str, list[Block]] = {}
    for block in list_blocks("commands"):
        if block.page != "README.md":
            page = block.page.removeprefix("docs/")
            scripts.setdefault(page if block.page in IN_ONE_GO else f"{page}:{block.line}", []).append(block)
    return scripts


SCRIPTS = list_scripts()


@pytest.fixture(scope="module")
def programs(migrated_home: AirflowHome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of an `airflow` and a `python` that have imported Airflow already."""
    folder = tmp_path_factory.mktemp("programs")
    script = ROOT / "tests" / "integration" / "warm_programs.py"
    home = AirflowHome(migrated_home.folder, migrated_home.dags)
    with subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        cwd=folder,
        env=home.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "ready\n"
        yield folder
        process.stdin.close()
        assert process.wait(SECONDS_OF_IMPORTS) == 0


@pytest.fixture
def worker(home: AirflowHome, programs: Path, bench: AwsBench, tmp_path: Path) -> Iterator[AirflowHome]:
    """A home with no connection in its database, AWS files with a profile etl, and STS at the bench."""
    with contextlib.closing(sqlite3.connect(home.folder / "airflow.db")) as database, database:
        database.execute("delete from connection")
    config = tmp_path / "config"
    config.write_text(
        f"[profile etl]\nregion = eu-west-1\naws_access_key_id = {EXAMPLE_KEY}\n"
        f"aws_secret_access_key = {EXAMPLE_SECRET}\n",
        encoding="utf-8",
    )
    home.extra_environment |= {
        "AWS_CONFIG_FILE": str(config),
        "AWS_ENDPOINT_URL_STS": bench.endpoint_url,
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "INFO",
        "PATH": f"{programs}:{home.environment['PATH']}",
    }
    yield home
    for path in home.dags.glob("*.py"):
        path.unlink()


def write_files(worker: AirflowHome, folder: Path, blocks: list[Block], bench: AwsBench) -> None:
    """Write the files that a page tells to write, with the bench's keys, and those that its commands need."""
    keys = bench.worker
    page = blocks[0].page
    export = {"aws_etl": {"conn_type": "aws", "extra": {"region_name": "eu-west-1"}}}
    (folder / "connections.json").write_text(json.dumps(export), encoding="utf-8")
    (folder / "uri.txt").write_text("aws://@/?region_name=eu-west-1\n", encoding="utf-8")
    for name in ("dags", "plugins"):
        (folder / name).mkdir()
    if page in IN_ONE_GO:
        (connections,) = (block.text for block in list_blocks("export file") if block.page == page)
        connections = connections.replace(EXAMPLE_KEY, keys.access_key).replace(EXAMPLE_SECRET, keys.secret_key)
        (folder / "connections.json").write_text(connections, encoding="utf-8")
        (dag,) = (block.text for block in list_blocks("python") if block.page == page)
        if AIRFLOW < (3, 0):
            dag = re.sub(r"^from airflow\.sdk .*# Airflow 2\.11: ", "", dag, flags=re.MULTILINE)
        (worker.dags / "who_am_i.py").write_text(dag, encoding="utf-8")
    elif not any(re.search(r"connections (add|import)|^export AIRFLOW_CONN", block.text) for block in blocks):
        connection = {"conn_type": "aws", "login": keys.access_key, "password": keys.secret_key}
        extra = {"region_name": "eu-west-1", "endpoint_url": bench.endpoint_url}
        for conn_id in ("AWS_DEFAULT", "AWS_ETL"):
            worker.extra_environment[f"AIRFLOW_CONN_{conn_id}"] = json.dumps({**connection, "extra": extra})


def type_in(commands: list[str], worker: AirflowHome, folder: Path) -> dict[str, str]:
    """Run commands in one shell, as one would who stops at the first that fails, and give what each printed."""
    lines = ["set -e -u -o pipefail"]
    for number, command in enumerate(commands):
        lines += [command, f"echo '@@ end of {number} @@'"]
    ended = subprocess.run(
        ["bash", "-c", "\n".join(lines)],
        cwd=folder,
        env=worker.environment,
        # What `make` asks for.
        input=f"{EXAMPLE_SECRET}\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS_OF_A_BLOCK,
        check=False,
    )
    parts = re.split(r"@@ end of \d+ @@\n", ended.stdout)
    assert (ended.returncode, len(parts)) == (0, len(commands) + 1), ended.stdout[-4000:]
    return dict(zip(commands, parts, strict=False))


@pytest.mark.parametrize("name", SCRIPTS)
def test_commands_of_a_page_work(name: str, worker: AirflowHome, bench: AwsBench, tmp_path: Path) -> None:
    """Each command ends with status 0 and prints what it should; connections that it adds are in Airflow's database."""
    blocks = SCRIPTS[name]
    folder = tmp_path / "typed"
    folder.mkdir()
    write_files(worker, folder, blocks, bench)
    commands = [command for block in blocks for command in list_commands(block.text)]
    if AIRFLOW == (3, 0) and "airflow dags test who_am_i" in commands:
        # This Airflow runs a DAG by `dags test` only when the DAG is serialized already.
        commands.insert(0, "airflow dags reserialize")
    printed = type_in([command for command in commands if command not in NOT_RUN], worker, folder)
    for command, text in printed.items():
        expected = PRINTS.get(command, "" if command.endswith("reserialize") else "no row in PRINTS")
        if expected is None or EXPORT.fullmatch(command):
            assert text == "", command
        else:
            assert re.search(expected, text, re.MULTILINE), f"{command}: {text}"
        # Airflow 2.11 tells so of providers of its own that can't be imported.
        assert "Traceback" not in text or not command.startswith(AWSCONN), f"{command}: {text}"
    stored = read_stored(worker)
    added = re.findall(r"^airflow connections add (\w+)", "\n".join(commands), re.MULTILINE)
    assert dict.fromkeys(added, "aws").items() <= stored.items()
    if name == "quickstart.md":
        check_shown_steps(printed[f"{AWSCONN} test aws_default"])


def read_stored(worker: AirflowHome) -> dict[str, str]:
    """Give the types of the connections in the database, by id."""
    with contextlib.closing(sqlite3.connect(worker.folder / "airflow.db")) as database:
        return dict(database.execute("select conn_id, conn_type from connection").fetchall())


def check_shown_steps(printed: str) -> None:
    """Hold what the quick start shows of a terminal against what the command says in a pipe, word by word."""
    (shown,) = (block.text for block in list_blocks("output") if block.page == "docs/quickstart.md")
    printed = printed[printed.index("✓ settings") :].replace("user/worker", "user/etl")
    printed = re.sub(
        r"^(\S \w+):", r"\1", re.sub(r" \(\d\.\d s\)$", "", printed, flags=re.MULTILINE), flags=re.MULTILINE
    )
    shown = re.sub(r" +\d\.\d s$", "", shown, flags=re.MULTILINE)
    words = [re.sub(r"works on \S+", "works on HOST", " ".join(text.split())) for text in (shown, printed)]
    assert words[0] == words[1]


def test_no_row_is_left_of_a_command_that_is_gone() -> None:
    """What the tables name stands on a page."""
    commands = {command for block in list_blocks("commands") for command in list_commands(block.text)}
    assert {*NOT_RUN, *PRINTS} - commands == set()


def test_what_is_not_run_is_there() -> None:
    """An extra that a page installs is one of this package, and Airflow's version one that it goes with."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    commands = [command for command in NOT_RUN if command.startswith("pip install")]
    extras = re.findall(r"airflow-provider-awsconn\[(\w+)\]", "\n".join([*commands, *list_pages().values()]))
    declared = text.partition("[project.optional-dependencies]\n")[2].partition("\n[")[0]
    assert set(extras) <= set(re.findall(r"^(\w+) = \[", declared, re.MULTILINE))
    assert all(Path(ROOT, where).exists() for where in re.findall(r"tests/\S+\.py", " ".join(NOT_RUN.values())))


def list_spans(beginning: str) -> list[Any]:
    """Give the commands that stand in the prose of a page as code."""
    return [
        pytest.param(span.split(), id=f"{page}-{span}")
        for page, text in list_pages().items()
        for span in dict.fromkeys(re.findall(rf"(?<!`)`({beginning} [^`]+)`(?!`)", text))
    ]


@pytest.mark.parametrize("words", list_spans("airflow"))
def test_airflow_has_the_commands_of_the_prose(words: list[str]) -> None:
    """Each command and option that is named is one of Airflow's."""
    from airflow.cli.cli_parser import airflow_commands

    commands: Any = {command.name: command for command in airflow_commands}
    command = commands[words[1]]
    rest = words[2:]
    if hasattr(command, "subcommands"):
        commands = {each.name: each for each in command.subcommands}
        command, rest = commands[rest[0]], rest[1:]
    flags = {flag for argument in command.args for flag in argument.flags}
    assert {word for word in rest if word.startswith("--")} <= flags


@pytest.mark.parametrize("words", list_spans(AWSCONN))
def test_our_command_line_has_the_commands_of_the_prose(words: list[str]) -> None:
    """Each command that is named is one, and takes the options that are named with it."""
    (commands,) = (action.choices for action in build_parser()._actions if isinstance(action.choices, dict))
    options = {option for action in commands[words[3]]._actions for option in action.option_strings}
    assert {word for word in words[4:] if word.startswith("-")} <= options


@pytest.mark.parametrize("words", list_spans("make(?= [a-z])"))
def test_the_makefile_has_the_verbs_of_the_prose(words: list[str]) -> None:
    """Each verb that is named is one of the Makefile."""
    verbs = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert words[1] in verbs
