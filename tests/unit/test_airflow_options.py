"""The options of ``[awsconn]`` as Airflow reads them, and what is said of those that say nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet

from airflow_provider_awsconn import airflow_options
from airflow_provider_awsconn.airflow_options import choose_option, read_deployment
from airflow_provider_awsconn.credentials.deployment import Deployment
from airflow_provider_awsconn.credentials.host_cache import HostCache, HostCacheError
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.errors import AwsConnError
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.fuzz.canaries import find_secrets

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tests.aws_bench import AwsBench
    from tests.unit.conftest import BenchConnection

# The text of a Fernet key with one character too few, so that it is none.
BROKEN_KEY = "rNB7eM2qvYxUd0kTzGhWcSaP5uLiOj8fD1t4w9s3XyE"


@pytest.fixture
def option(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets options as a deployment may: by Airflow's variables."""

    def set_options(section: str = "AWSCONN", **options: str) -> None:
        for name, value in options.items():
            monkeypatch.setenv(f"AIRFLOW__{section}__{name.upper()}", value)

    return set_options


@pytest.fixture(autouse=True)
def _forget() -> None:
    """What other tests' options were read into is not there."""
    airflow_options._parse_token_sources.cache_clear()
    airflow_options._build_host_cache.cache_clear()


@pytest.fixture
def fernet_key(option: Callable[..., None]) -> str:
    """A Fernet key that Airflow has."""
    key = Fernet.generate_key().decode()
    option("CORE", fernet_key=key)
    return key


def test_nothing_is_allowed_by_itself() -> None:
    """Without options: no source of tokens, no endpoint but AWS's, nothing on the disk."""
    assert read_deployment() == Deployment(token_sources={}, token_endpoints=(), host_cache=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("vault = my_company.tokens:fetch", {"vault": "my_company.tokens:fetch"}, id="one"),
        pytest.param("a = m:f, b=m.n:g.h", {"a": "m:f", "b": "m.n:g.h"}, id="commas"),
        pytest.param("\n  a = m:f\n\n  b = m.g\n", {"a": "m:f", "b": "m.g"}, id="lines"),
        pytest.param('{"a": "m:f", "b": "m.g"}', {"a": "m:f", "b": "m.g"}, id="json"),
        pytest.param("  \n ", {}, id="blank"),
    ],
)
def test_token_sources(text: str, expected: dict[str, str], option: Callable[..., None]) -> None:
    """Import paths by name, in each of the ways to write them."""
    option(token_sources=text)
    assert read_deployment().token_sources == expected


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("my_company.tokens:fetch", "'my_company.tokens:fetch' is no name", id="no-name"),
        pytest.param("a = not a path", "what a stands for is no import path", id="no-path"),
        pytest.param("a = m:f, a = m:g", "a stands there twice", id="twice"),
        pytest.param('{"a": 7}', "what a stands for is no import path", id="number"),
        pytest.param('{"a": "m:f"', "is no JSON object", id="json"),
    ],
)
def test_token_sources_that_are_none(text: str, told: str, option: Callable[..., None]) -> None:
    """What is neither names nor import paths is refused by the option's name, each time it is read."""
    option(token_sources=text)
    hint = "write name = package.module:callable, one to a line, or a JSON object of that"
    hint = "give each a name of its own" if "twice" in told else hint
    for _ in range(2):
        with pytest.raises(SourceError) as refused:
            read_deployment()
        assert str(refused.value) == f"[awsconn] token_sources: {told}; {hint}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://minio.example:9000", ("https://minio.example:9000",), id="one"),
        pytest.param(" http://a:1,http://b:2\n\thttp://c:3 ,", ("http://a:1", "http://b:2", "http://c:3"), id="many"),
        pytest.param(" ,\n", (), id="none"),
    ],
)
def test_token_endpoints(text: str, expected: tuple[str, ...], option: Callable[..., None]) -> None:
    """URLs with blanks, line breaks or commas in between."""
    option(token_endpoints=text)
    assert read_deployment().token_endpoints == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("minio.example:9000", 1),
        ("https://a.example, sts.corp", 2),
        ("https://a.example\n//b.example\nhttps://c.example", 2),
        ("https://x:bad", 1),
        ("https://", 1),
        ("ftp://a.example", 1),
        ("https://[::1", 1),
        ("https://user:canary@a.example", 1),
    ],
)
def test_token_endpoints_that_are_none(
    text: str, number: int, option: Callable[..., None], bench_connection: BenchConnection
) -> None:
    """The option is named and which of its URLs; what stands there is not shown. A hook sends nothing."""
    option(token_endpoints=text)
    told = (
        f"[awsconn] token_endpoints: number {number} is not a URL with http or https and a host; give URLs such as "
        "https://minio.example:9000, with blanks in between"
    )
    with pytest.raises(ValueError) as refused:
        read_deployment()
    assert str(refused.value) == told
    hook = AwsHook(bench_connection(), client_type="s3")
    with pytest.raises(ValueError) as refused:
        _ = hook.conn
    assert str(refused.value) == told


@pytest.mark.parametrize(("text", "is_host"), [("memory", False), (" HOST ", True), ("Host", True), ("Memory", False)])
@pytest.mark.usefixtures("fernet_key")
def test_who_shares_credentials(text: str, is_host: bool, option: Callable[..., None], tmp_path: Path) -> None:
    """One of two words, in whatever case; only the one has files."""
    option(credential_cache=text, credential_cache_directory=str(tmp_path))
    cache = read_deployment().host_cache
    assert isinstance(cache, HostCache) if is_host else cache is None


@pytest.mark.parametrize("text", ["disk", "", "memory, host"])
def test_a_cache_that_is_none(text: str, option: Callable[..., None], bench_connection: BenchConnection) -> None:
    """Another word is refused, and a hook with it sends nothing; its test says why."""
    option(credential_cache=text)
    told = f"[awsconn] credential_cache: '{text.lower()}' is not a choice; give memory or host"
    with pytest.raises(ValueError) as refused:
        read_deployment()
    assert str(refused.value) == told
    hook = AwsHook(bench_connection(), client_type="s3")
    with pytest.raises(ValueError) as refused:
        _ = hook.conn
    assert str(refused.value) == told
    assert hook.test_connection() == (False, f"Settings: {told}".replace("[awsconn]", "(awsconn)"))


def test_a_choice_is_one_of_those_named(option: Callable[..., None]) -> None:
    """The default where nothing is set, else what is set, without blanks and capitals; all choices are told."""
    assert choose_option("shape", "round", "square", "flat") == "round"
    option(shape=" Flat\n")
    assert choose_option("shape", "round", "square", "flat") == "flat"
    option(shape="Oval")
    with pytest.raises(ValueError) as refused:
        choose_option("shape", "round", "square", "flat")
    assert str(refused.value) == "[awsconn] shape: 'oval' is not a choice; give round or square or flat"


@pytest.mark.parametrize("key", ["", " ", ","])
def test_there_is_no_cache_without_a_key(key: str, option: Callable[..., None], tmp_path: Path) -> None:
    """Nothing is written in clear, and nobody is told otherwise."""
    option("CORE", fernet_key=key)
    option(credential_cache="host", credential_cache_directory=str(tmp_path))
    with pytest.raises(HostCacheError) as refused:
        read_deployment()
    assert str(refused.value) == (
        "[core] fernet_key: empty, and credentials are written to files only encrypted; set a key, or leave "
        "[awsconn] credential_cache unset"
    )
    assert isinstance(refused.value, (AwsConnError, ValueError))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("key", "part"),
    [
        pytest.param(BROKEN_KEY, "part 1 of 1", id="alone"),
        pytest.param(f"{{good}},{BROKEN_KEY}", "part 2 of 2", id="older-one"),
    ],
)
def test_a_key_that_is_none_is_shown_nowhere(key: str, part: str, option: Callable[..., None]) -> None:
    """Neither in the text nor in the local variables of the cache's own frames, nor in the message of the test."""
    option("CORE", fernet_key=key.format(good=Fernet.generate_key().decode()))
    option(credential_cache="host")
    with pytest.raises(HostCacheError) as refused:
        read_deployment()
    assert str(refused.value) == (
        f"[core] fernet_key: {part} is not a Fernet key; a key is 32 bytes in URL-safe base64; "
        "cryptography.fernet.Fernet.generate_key() makes one"
    )
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    shown: list[str] = []
    trace: TracebackType | None = refused.tb
    while trace is not None:
        if Path(trace.tb_frame.f_code.co_filename) != Path(__file__):
            shown.append(repr(trace.tb_frame.f_locals))
        trace = trace.tb_next
    assert find_secrets("\n".join([*shown, repr(refused.value.args)]), [BROKEN_KEY]) == []
    passed, message = AwsHook(None).test_connection()
    assert (passed, message) == (False, str(refused.value).replace("[", "(").replace("]", ")"))


def keep_one(cache: HostCache | None) -> None:
    """Have a set of credentials kept."""
    assert cache is not None
    now = cache._clock()
    cache.get_or_mint(b"x", lambda: MintedCredentials("ASIA", "secret", "token", now, now + 900), now)


@pytest.mark.usefixtures("fernet_key")
def test_files_are_where_the_deployment_says(option: Callable[..., None], tmp_path: Path) -> None:
    """The directory is made, blanks around its name are dropped, and nothing is made before it is needed."""
    folder = tmp_path / "one" / "two"
    option(credential_cache="host", credential_cache_directory=f" {folder} ")
    folder.parent.mkdir()
    cache = read_deployment().host_cache
    assert not folder.exists()
    keep_one(cache)
    assert [path.is_file() for path in folder.iterdir()] != []


@pytest.mark.usefixtures("fernet_key")
@pytest.mark.parametrize("text", [None, "", "  "])
def test_files_are_on_the_host_itself_by_default(
    text: str | None, option: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of the user's own among the temporary ones: AIRFLOW_HOME may be shared by many hosts."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    option(credential_cache="host", **({} if text is None else {"credential_cache_directory": text}))
    keep_one(read_deployment().host_cache)
    assert list(tmp_path.iterdir()) == [tmp_path / f"airflow-awsconn-{os.geteuid()}"]


def test_options_are_read_each_time_and_worked_out_once(
    option: Callable[..., None], fernet_key: str, tmp_path: Path
) -> None:
    """The same texts give the same cache and sources; another directory, key or text gives others at once."""
    option(credential_cache="host", credential_cache_directory=str(tmp_path / "a"), token_sources="a = m:f")
    first, again = read_deployment(), read_deployment()
    assert again.host_cache is first.host_cache
    assert again.token_sources is first.token_sources
    option(credential_cache_directory=str(tmp_path / "b"))
    moved = read_deployment().host_cache
    assert moved is not first.host_cache
    option("CORE", fernet_key=f"{Fernet.generate_key().decode()},{fernet_key}")
    assert read_deployment().host_cache not in {first.host_cache, moved}
    option(token_sources="b = m:f", credential_cache="memory")
    last = read_deployment()
    assert (last.token_sources, last.host_cache) == ({"b": "m:f"}, None)


@pytest.mark.usefixtures("fernet_key")
def test_hooks_share_through_files_what_the_deployment_says(
    option: Callable[..., None],
    tmp_path: Path,
    bench: AwsBench,
    bench_connection: BenchConnection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A process that knows nothing takes what another one has left, and no file shows a secret; the test asks anew."""
    from airflow_provider_awsconn.credentials.registry import Registry

    option(credential_cache="host", credential_cache_directory=str(tmp_path))
    conn_id = bench_connection(role_arn=bench.role_arn)
    credentials = AwsHook(conn_id).get_credentials()
    monkeypatch.setattr("airflow_provider_awsconn.credentials.surroundings.SHARED", Registry())
    assert AwsHook(conn_id).get_credentials() == credentials
    assert [request.action for request in bench.requests()] == ["AssumeRole"]
    written = "\n".join(f"{path} {path.read_bytes().decode('latin-1')}" for path in tmp_path.iterdir())
    assert find_secrets(written, [str(credentials.secret_key), str(credentials.token), bench.worker.secret_key]) == []
    assert AwsHook(conn_id).test_connection()[0]
    assert [request.action for request in bench.requests()] == ["AssumeRole", "AssumeRole", "ListBuckets"]
