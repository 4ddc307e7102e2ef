"""``adopt`` and code: each difference is found at its line, once, and nowhere else. No file is imported."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.adopt.code import GONE
from airflow_provider_awsconn.adopt.differences import DIFFERENCES
from airflow_provider_awsconn.adopt.installation import Code, Options, find_in_options, find_missing, look_at_code
from airflow_provider_awsconn.hooks.aws import AwsHook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

IMPORT = "from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook, AwsGenericHook\n"
OURS = "from airflow_provider_awsconn.hooks.aws import AwsBaseHook\n"
OPERATOR = "from airflow.providers.amazon.aws.operators.s3 import S3ListOperator as Op\n"

# By difference: code whose lines that have it end in `# here`; the others have it not.
CASES: list[tuple[str, str]] = [
    ("hook-import", "from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook  # here\n"),
    ("hook-import", "from airflow.providers.amazon.aws.hooks.base_aws import AwsGenericHook as Base  # here\n"),
    ("hook-import", "from airflow.providers.amazon.aws.hooks import base_aws  # here\n"),
    ("hook-import", "import airflow.providers.amazon.aws.hooks.base_aws as b  # here\n"),
    ("hook-import", "def f():\n    from airflow.providers.amazon.aws.hooks.base_aws import AwsBaseHook  # here\n"),
    ("hook-import", "from airflow.providers.amazon.aws.utils.connection_wrapper import AwsConnectionWrapper  # here\n"),
    ("hook-import", "from airflow.providers.amazon.aws.hooks.s3 import S3Hook\nimport airflow.providers.amazon\n"),
    ("hook-import", OURS),
    (
        "subclass",
        IMPORT + "class A(AwsBaseHook):  # here\n    pass\nclass B(A):  # here\n    pass\nclass C:\n    pass\n",
    ),
    ("subclass", IMPORT + "class A(B):  # here\n    pass\nclass B(AwsGenericHook['S3Client']):  # here\n    pass\n"),
    (
        "subclass",
        "from airflow.providers.amazon.aws.hooks import base_aws\nclass A(base_aws.AwsBaseHook):  # here\n    pass\n",
    ),
    ("subclass", "from airflow.providers.amazon.aws.hooks.s3 import S3Hook\nclass A(S3Hook):\n    pass\n"),
    ("region-by-position", IMPORT + "h = AwsBaseHook(client_type='s3')\nh.get_client_type('eu-west-1')  # here\n"),
    ("region-by-position", IMPORT + "AwsBaseHook(resource_type='s3').get_resource_type('eu-west-1')  # here\n"),
    ("region-by-position", IMPORT + "h = AwsBaseHook()\nh.get_client_type(region_name='eu-west-1')\n"),
    (
        "region-by-position",
        OURS + "h = AwsBaseHook()\nh.get_client_type('s3')\nh.get_client_type('eu-west-1')  # here\n",
    ),
    ("region-by-position", IMPORT + "def f(h):\n    h.get_client_type('eu-west-1')\n"),
    ("region-by-position", IMPORT + "def f(h: AwsBaseHook):\n    h.get_client_type('eu-west-1')  # here\n"),
    # In one branch it is something else.
    (
        "region-by-position",
        IMPORT + "if x:\n    h = AwsBaseHook()\nelse:\n    h = y\nh.get_client_type('eu-west-1')\n",
    ),
    (
        "region-by-position",
        "from airflow.providers.amazon.aws.hooks.s3 import S3Hook\nS3Hook().get_client_type('eu-west-1')\n",
    ),
    (
        "region-by-position",
        IMPORT
        + "class Task:\n    @cached_property\n    def hook(self):\n        return AwsBaseHook()\n"
        + "    def run(self):\n        self.hook.get_client_type('eu-west-1')  # here\n"
        + "        self.x.get_client_type('eu-west-1')\n",
    ),
    (
        "region-by-position",
        IMPORT
        + "class Task:\n    def __init__(self):\n        self.hook = AwsBaseHook()\n"
        + "    def run(self):\n        self.hook.get_client_type('eu-west-1')  # here\n",
    ),
    (
        "region-by-position",
        IMPORT + "class A(AwsBaseHook):\n    def f(self):\n        self.get_client_type('eu-west-1')  # here\n",
    ),
    (
        "private-name",
        IMPORT + "h = AwsBaseHook()\nh._get_caller()  # here\nh._client\nh._get_config()\nx._get_caller()\n",
    ),
    (
        "private-name",
        IMPORT
        + "class A(AwsBaseHook):\n    def _generate_user_agent_extra_field(self, x):  # here\n"
        + "        return super()._generate_user_agent_extra_field(x)  # here\n    def _own(self):\n        pass\n",
    ),
    ("private-name", IMPORT + "class A:\n    def _get_caller(self):\n        pass\n"),
    ("secret-in-clear", IMPORT + "c = AwsBaseHook().conn_config\nuse(c.password)  # here\nuse(c.password.reveal())\n"),
    (
        "secret-in-clear",
        IMPORT + "h = AwsBaseHook()\nuse(h.conn_config.aws_secret_access_key)  # here\nh.conn_config.login\n",
    ),
    ("secret-in-clear", IMPORT + "h = AwsBaseHook()\nuse(h.conn_config.aws_session_token)  # here\n"),
    (
        "secret-in-clear",
        IMPORT
        + "h = AwsBaseHook()\nif h.conn_config.password is None:\n    pass\nif not h.conn_config.password:\n    pass\n",
    ),
    (
        "secret-in-clear",
        IMPORT
        + "c = AwsBaseHook().conn_config\nuse(**c.session_kwargs)  # here\nuse(c.session_kwargs['region_name'])\n",
    ),
    (
        "secret-in-clear",
        IMPORT + "c = AwsBaseHook().conn_config\nuse(c.session_kwargs['aws_secret_access_key'])  # here\n",
    ),
    (
        "secret-in-clear",
        IMPORT + "c = AwsBaseHook().conn_config\nc.extra_config.get('api_token')  # here\nc.extra_dejson['bucket']\n",
    ),
    ("secret-in-clear", "from airflow.providers.amazon.aws.hooks.s3 import S3Hook\nS3Hook().conn_config.password\n"),
    ("hook-config", IMPORT + "AwsBaseHook(config={'a': 1})  # here\nAwsBaseHook(config=None)\nother(config={})\n"),
    ("hook-config", IMPORT + "h = AwsBaseHook()\nh.get_client_type(config=c)  # here\nx.get_client_type(config=c)\n"),
    (
        "caught-error",
        IMPORT + "from airflow.exceptions import AirflowException\n"
        "try:  # here\n    AwsBaseHook().get_credentials()\nexcept (ValueError, AirflowException):\n    pass\n"
        "try:\n    AwsBaseHook()\nexcept ValueError:\n    pass\ntry:\n    x()\nexcept AirflowException:\n    pass\n"
        "try:\n    AwsBaseHook().log.info(1)\nexcept AirflowException:\n    pass\n",
    ),
    ("stock-warning", '"""switching to empty"""\nassert "switching to empty" in caplog.text  # here\n'),
    ("async-conn", IMPORT + "h = AwsBaseHook()\nh.async_conn  # here\nx.async_conn\nh.get_async_conn()\n"),
    ("missing-connection", IMPORT + "AwsBaseHook('gone')  # here\nAwsBaseHook(aws_conn_id='gone')  # here\n"),
    ("missing-connection", IMPORT + "AwsBaseHook('there')\nAwsBaseHook(None)\nAwsBaseHook('')\nAwsBaseHook(f'{x}')\n"),
    ("missing-connection", IMPORT + "AwsBaseHook('{{ var.value.x }}')\nAwsBaseHook(**arguments)\nAwsBaseHook(name)\n"),
    # The default.
    ("missing-connection", IMPORT + "AwsBaseHook(client_type='s3')  # here\n"),
    ("missing-connection", IMPORT + "class A(AwsBaseHook):\n    default_conn_name = 'gone'  # here\nA()\n"),
    (
        "missing-connection",
        IMPORT + "class A(AwsBaseHook):\n    def __init__(self, bucket, aws_conn_id='gone'):  # here\n"
        "        super().__init__(aws_conn_id='gone')  # here\nA('bucket')\nA('bucket', aws_conn_id='gone')  # here\n",
    ),
    ("missing-connection", OURS + "AwsBaseHook('gone')  # here\n"),
    (
        "missing-connection",
        "from airflow.providers.amazon.aws.hooks.s3 import S3Hook\nS3Hook(aws_conn_id='gone')\nS3Hook('gone')\n",
    ),
    ("missing-maybe", "d = {'aws_conn_id': 'gone', 'retries': 1}  # here\ne = {'aws_conn_id': 'there'}\n"),
    ("missing-maybe", "from mine import MyOperator\nMyOperator(task_id='t', aws_conn_id='gone')  # here\n"),
    ("missing-maybe", "class A:\n    def __init__(self, *, aws_conn_id='gone'):  # here\n        pass\n"),
    (
        "missing-maybe",
        OPERATOR + "Op(task_id='t', aws_conn_id='gone')\nOp.partial(aws_conn_id='gone').expand()\n",
    ),
    ("missing-maybe", "from airflow.providers.snowflake.transfers.x import X\nX(aws_conn_id='gone')\n"),
]


def look_at(folder: Path, *names: str) -> Code:
    """Look at files of a folder."""
    return look_at_code([str(folder / name) for name in names or ("",)])


def list_lines(code: Code, difference: str, options: Options | None = None) -> list[int]:
    """List the lines where a difference was found."""
    missing = find_missing(code.named, {"there"}.__contains__, options or Options())
    return sorted(each.line or 0 for each in (*code.findings, *missing) if each.difference.name == difference)


def list_marked(text: str) -> list[int]:
    """List the lines of a text that are marked."""
    return [number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# here")]


@pytest.mark.parametrize(
    ("difference", "text"), CASES, ids=[f"{name}-{number}" for number, (name, _) in enumerate(CASES)]
)
def test_a_difference_is_found_at_its_lines(difference: str, text: str, tmp_path: Path) -> None:
    """Once each, and at no other."""
    (tmp_path / "dag.py").write_text(text, encoding="utf-8")
    compile(text, "dag.py", "exec")
    assert list_lines(look_at(tmp_path), difference) == list_marked(text)


def test_every_difference_of_code_has_cases() -> None:
    """One that has it, and one that comes close."""
    names = {each.name for each in DIFFERENCES if each.subject == "code" and each.is_found} - {"missing-ambient"}
    assert {name for name, text in CASES if list_marked(text)} == names
    assert {
        name for name, text in CASES if re.search(r"^(?!.*# here)(?!from|import|class).+$", text, re.MULTILINE)
    } == names


def test_a_class_of_another_file_is_known(tmp_path: Path) -> None:
    """The hook of a plugin, in a DAG file, and one derived from it; not one of the stock provider of the same name."""
    (tmp_path / "s3.py").write_text(IMPORT + "class S3Hook(AwsBaseHook):\n    pass\n", encoding="utf-8")
    (tmp_path / "more.py").write_text("from s3 import S3Hook\nclass Mine(S3Hook):\n    pass\n", encoding="utf-8")
    text = (
        "from s3 import S3Hook\nfrom plugins.more import Mine\nimport s3\n"
        "from airflow.providers.amazon.aws.hooks.s3 import S3Hook as Stock\n"
        "S3Hook('gone')  # here\nMine('gone')  # here\ns3.S3Hook('gone')  # here\nStock('gone')\n"
    )
    (tmp_path / "dag.py").write_text(text, encoding="utf-8")
    assert list_lines(look_at(tmp_path), "missing-connection") == list_marked(text)
    # Alone, nobody knows what they are.
    assert list_lines(look_at(tmp_path, "dag.py"), "missing-connection") == []


def test_a_missing_connection_is_what_the_deployment_makes_of_it(tmp_path: Path) -> None:
    """The worker's own identity, or perhaps in the secrets backend, which is not asked."""
    (tmp_path / "dag.py").write_text(IMPORT + "AwsBaseHook('gone')\n", encoding="utf-8")
    code = look_at(tmp_path)
    assert list_lines(code, "missing-ambient", Options(is_ambient=True)) == [2]
    assert list_lines(code, "missing-connection", Options(is_ambient=True)) == []
    behind = Options(backends=["vault.Backend"])
    assert list_lines(code, "missing-maybe", behind) == [2]
    assert list_lines(code, "missing-connection", behind) == []


def test_what_may_be_a_secret_is_not_shown_as_an_id(tmp_path: Path) -> None:
    """A connection in place of its id."""
    (tmp_path / "dag.py").write_text(IMPORT + "AwsBaseHook('aws://KEY:canary@')\n", encoding="utf-8")
    (missing,) = find_missing(look_at(tmp_path).named, {"there"}.__contains__, Options())
    assert missing.what == "an id that is none"


def test_options_are_told() -> None:
    """A session factory, and a secrets backend that nobody asks."""
    found = find_in_options(Options(session_factory="my.Factory", backends=["my.Backend"]))
    assert [(each.difference.name, each.where, each.what) for each in found] == [
        ("not-asked", "[secrets] backend", "my.Backend was not asked"),
        ("session-factory", "[aws] session_factory", "my.Factory"),
    ]
    assert find_in_options(Options()) == []


@pytest.mark.parametrize(
    ("name", "content", "reason", "line"),
    [
        ("dag.py", b"def broken(:\n", "is not Python that this interpreter can parse", 1),
        ("dag.py", b"x = 1\nprint 'canary'\n", "is not Python that this interpreter can parse", 2),
        ("dag.py", b"# coding: latin-9000\n", "is not Python that this interpreter can parse", None),
        ("dag.py", b"x = '\xff\xfe'\n", "is not Python that this interpreter can parse", 1),
        ("dags.zip", b"PK", "is an archive", None),
    ],
)
def test_what_cannot_be_parsed_is_told(
    name: str, content: bytes, reason: str, line: int | None, tmp_path: Path
) -> None:
    """And the other files are looked at all the same."""
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.py").write_text(IMPORT, encoding="utf-8")
    code = look_at(tmp_path)
    (unread,) = [each for each in code.findings if each.difference.name == "unread-file"]
    assert (unread.what, unread.file) == (reason, str(tmp_path / name))
    assert unread.line == line or line is None
    assert code.files == 1
    assert list_lines(code, "hook-import") == [1]


def test_a_file_that_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    """Whatever gives up first, the parser or the search."""
    (tmp_path / "deep.py").write_text("x = " + "+".join(["1"] * 20000), encoding="utf-8")
    (tmp_path / "brackets.py").write_text("x = " + "(" * 5000 + ")" * 5000, encoding="utf-8")
    found = [str(each.file) for each in look_at(tmp_path).findings if each.difference.name == "unread-file"]
    assert sorted(found) == [str(tmp_path / "brackets.py"), str(tmp_path / "deep.py")]


def test_files_are_found_in_folders_and_by_links_once(tmp_path: Path) -> None:
    """Not in hidden folders; a link that leads back leads nowhere."""
    for name in (
        "dags/a.py",
        "dags/sub/b.py",
        "dags/.git/c.py",
        "dags/__pycache__/d.py",
        "dags/notes.txt",
        "else/e.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(IMPORT, encoding="utf-8")
    (tmp_path / "dags" / "back").symlink_to(tmp_path / "dags")
    (tmp_path / "dags" / "other").symlink_to(tmp_path / "else")
    code = look_at(tmp_path, "dags", "dags/a.py", "else")
    files = {str(each.file).removeprefix(f"{tmp_path}/") for each in code.findings}
    assert files == {"dags/a.py", "dags/sub/b.py", "dags/other/e.py"}
    assert code.files == 3


def test_files_are_read_and_parsed_once_and_never_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 of them: 500 parses, and no byte-code beside them."""
    for number in range(500):
        text = IMPORT + f"class Hook{number}(AwsBaseHook):\n    pass\nHook{number}('gone')\nraise SystemExit\n"
        (tmp_path / f"dag_{number}.py").write_text(text, encoding="utf-8")
    parsed = []

    def parse(content: bytes, path: str) -> object:
        parsed.append(path)
        return original(content, path)

    original = ast.parse
    monkeypatch.setattr(ast, "parse", parse)
    code = look_at(tmp_path)
    assert len(parsed) == len(set(parsed)) == code.files == 500
    assert len(list_lines(code, "missing-connection")) == 500
    assert not list(tmp_path.rglob("__pycache__"))


def test_files_on_the_stock_provider_are_counted(tmp_path: Path) -> None:
    """Those that import something that stays."""
    texts: Sequence[str] = (IMPORT, "from airflow.providers.amazon.aws.hooks.s3 import S3Hook\n", "import os\n")
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.py").write_text(text, encoding="utf-8")
    assert look_at(tmp_path).on_stock == 1


def test_the_names_that_are_gone_are_not_ours() -> None:
    """A name that our hook has is no difference."""
    assert [name for name in GONE if hasattr(AwsHook, name)] == []
