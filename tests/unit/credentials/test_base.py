"""What a connection starts from: its keys as they are, or boto3's chain, run late, once, and told apart."""

from __future__ import annotations

import asyncio
import os
import threading
from datetime import datetime, timedelta, timezone
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from botocore.credentials import Credentials, RefreshableCredentials
from botocore.exceptions import CredentialRetrievalError
from botocore.exceptions import NoCredentialsError as BotocoreNoCredentialsError

from airflow_provider_awsconn.credentials.base import AmbientSource, StaticSource
from airflow_provider_awsconn.credentials.environment import describe_environment
from airflow_provider_awsconn.credentials.errors import BaseCredentialsError, EmptyChainError
from airflow_provider_awsconn.errors import NoCredentialsError
from tests.unit.credentials.fakes import (
    Clock,
    end_flights,
    find_reachable,
    gather,
    make_set,
    run_at_once,
    run_in_child,
    see,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Chain:
    """Stands for botocore's lookup chain: counts how often it is run."""

    def __init__(self, found: Credentials | None = None) -> None:
        self.found = found
        self.error: Exception | None = None
        self.runs = 0

    def __call__(self) -> Credentials | None:
        """Run it."""
        self.runs += 1
        if self.error is not None:
            raise self.error
        return self.found


class Metadata:
    """Stands for a service whose credentials live an hour, and botocore's clock beside it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=timezone.utc)
        self.error: Exception | None = None
        self.asked = 0

    def build(self) -> RefreshableCredentials:
        """Build what botocore makes of its first answer."""
        first = self.answer()
        return RefreshableCredentials(
            first["access_key"],
            first["secret_key"],
            first["token"],
            self.now + timedelta(hours=1),
            self.answer,
            "iam-role",
            lambda: self.now,
        )

    def answer(self) -> dict[str, str]:
        """Give the next set."""
        self.asked += 1
        if self.error is not None:
            raise self.error
        ends = (self.now + timedelta(hours=1)).isoformat()
        number = self.asked
        return {
            "access_key": f"ASIA{number}",
            "secret_key": f"secret-{number}",
            "token": f"token-{number}",
            "expiry_time": ends,
        }


def test_the_connections_own_keys_are_given_as_they_are() -> None:
    """A static source gives the very set it was made with."""
    minted = make_set(lifetime=None)
    assert StaticSource(minted).get() is minted


def test_the_chain_is_run_at_the_first_use_and_once() -> None:
    """Building a source looks nothing up; what was found is asked for its keys at each use."""
    chain = Chain(Credentials("AKIA", "secret", "token", account_id="123456789012"))
    source = AmbientSource(chain)
    assert chain.runs == 0
    first, second = source.get(), source.get()
    assert chain.runs == 1
    assert (first.access_key, first.secret_key, first.token) == ("AKIA", "secret", "token")
    assert (first.account_id, first.expires_at) == ("123456789012", None)
    assert second.access_key == "AKIA"


def test_many_threads_run_the_chain_once() -> None:
    """64 threads that come at once wait for one lookup."""
    chain = Chain(Credentials("AKIA", "secret"))
    source = AmbientSource(chain)
    assert {each.access_key for each in run_at_once(64, source.get)} == {"AKIA"}
    assert chain.runs == 1


def test_an_empty_chain_says_so() -> None:
    """The error says what to give; handlers of botocore's error catch it too."""
    with pytest.raises(EmptyChainError) as empty:
        AmbientSource(Chain()).get()
    assert str(empty.value) == (
        "boto3: boto3's lookup chain found no credentials; give login and password, a profile, or run where "
        "boto3 finds credentials"
    )
    assert isinstance(empty.value, NoCredentialsError)
    assert isinstance(empty.value, BotocoreNoCredentialsError)


def test_an_empty_chain_is_asked_again_after_two_seconds() -> None:
    """It waits for the metadata service each time, so all uses of 2 s share one lookup; then it may have filled."""
    chain, clock = Chain(), Clock(0.0)
    source = AmbientSource(chain, clock=clock)
    errors = run_at_once(64, source.get)
    assert ({type(error) for error in errors}, chain.runs) == ({EmptyChainError}, 1)
    chain.found = Credentials("AKIA", "secret")
    clock.now = 1.99
    with pytest.raises(EmptyChainError):
        source.get()
    clock.now = 2.0
    assert (source.get().access_key, chain.runs) == ("AKIA", 2)


def test_what_another_environment_has_is_not_kept() -> None:
    """The first request comes after the environment has changed: what is found then is not found when it is back."""
    found = [Credentials("AKIAOTHER", "s1"), Credentials("AKIAOWN", "s2"), Credentials("AKIANEVER", "s3")]
    current = [False]
    source = AmbientSource(lambda: found.pop(0), lambda: current[0])
    assert source.get().access_key == "AKIAOTHER"
    current[0] = True
    assert [source.get().access_key for _ in range(2)] == ["AKIAOWN", "AKIAOWN"]


def test_an_error_of_the_chain_passes_and_is_not_kept() -> None:
    """What a link raises comes in an error that says it was the chain; the next use runs the chain again."""
    chain = Chain(Credentials("AKIA", "secret"))
    chain.error = CredentialRetrievalError(provider="custom-process", error_msg="exit 1")
    source = AmbientSource(chain)
    with pytest.raises(BaseCredentialsError) as failed:
        source.get()
    assert failed.value.error is chain.error
    assert (failed.value.__cause__, failed.value.__context__) == (None, None)
    chain.error = None
    assert (source.get().access_key, chain.runs) == ("AKIA", 2)


def test_botocore_renews_what_its_chain_found() -> None:
    """In botocore's window the next set is given, without another lookup."""
    metadata = Metadata()
    chain = Chain(metadata.build())
    source = AmbientSource(chain)
    assert source.get().access_key == "ASIA1"
    metadata.now += timedelta(minutes=51)
    assert (source.get().access_key, chain.runs) == ("ASIA2", 1)


def test_a_set_is_given_until_its_end_though_botocore_gives_up_before() -> None:
    """Botocore raises in the last ten minutes when it can't renew; the set is good until it ends, and not after."""
    metadata = Metadata()
    source = AmbientSource(Chain(metadata.build()))
    assert source.get().access_key == "ASIA1"
    metadata.error = CredentialRetrievalError(provider="iam-role", error_msg="no answer")
    for minutes in (51, 4, 4.9):
        metadata.now += timedelta(minutes=minutes)
        minted = source.get()
        assert (minted.access_key, minted.secret_key, minted.token) == ("ASIA1", "secret-1", "token-1")
    metadata.now += timedelta(seconds=7)
    with pytest.raises(BaseCredentialsError) as failed:
        source.get()
    assert failed.value.error is metadata.error
    metadata.error = None
    assert source.get().token == f"token-{metadata.asked}"


def test_a_chain_that_never_gave_a_set_has_none_to_fall_back_on() -> None:
    """The error of the first use passes."""
    metadata = Metadata()
    credentials = metadata.build()
    metadata.error = CredentialRetrievalError(provider="iam-role", error_msg="no answer")
    metadata.now += timedelta(minutes=55)
    with pytest.raises(BaseCredentialsError) as failed:
        AmbientSource(Chain(credentials)).get()
    assert failed.value.error is metadata.error


def test_credentials_without_an_end_do_not_hide_their_errors() -> None:
    """Where botocore can't say when a set ends, an error passes at once."""

    class Failing(Credentials):
        """Works once."""

        uses = 0

        def get_frozen_credentials(self) -> Any:
            """Give the keys, or fail."""
            self.uses += 1
            if self.uses > 1:
                raise OSError("gone")
            return super().get_frozen_credentials()

    source = AmbientSource(Chain(Failing("AKIA", "secret")))
    assert source.get().access_key == "AKIA"
    with pytest.raises(BaseCredentialsError) as failed:
        source.get()
    assert repr(failed.value.error) == "OSError('gone')"


def test_a_child_looks_for_itself() -> None:
    """Botocore's credentials hold locks and clients: a child runs the chain anew, though a thread is in it."""
    parent, looking, go_on = os.getpid(), Event(), Event()

    def load() -> Credentials:
        if os.getpid() == parent:
            looking.set()
            go_on.wait(60)
            return Credentials("AKIAPARENT", "secret")
        return Credentials("AKIACHILD", "secret")

    source = AmbientSource(load)
    thread = Thread(target=source.get, daemon=True)
    thread.start()
    assert looking.wait(30)
    assert run_in_child(lambda: source.get().access_key) == "AKIACHILD"
    go_on.set()
    thread.join(30)
    assert source.get().access_key == "AKIAPARENT"


def test_what_the_chain_raised_keeps_no_frames() -> None:
    """The frames of a credential_process and its like hold what they were given."""

    def load() -> Credentials | None:
        given = "canary-of-the-chain"
        try:
            os.stat("/nowhere")  # noqa: PTH116 - fails
        except OSError as error:
            raise ValueError(f"{len(given)} characters") from error
        return None

    with pytest.raises(BaseCredentialsError) as failed:
        AmbientSource(load).get()
    assert str(failed.value.error) == "19 characters"
    assert find_reachable(failed.value.error, ["canary-of-the-chain"]) == []


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_of_the_chain_passes(interrupt: type[BaseException]) -> None:
    """Whoever stops the process while the chain is run stops it."""

    def load() -> Credentials | None:
        raise interrupt

    with pytest.raises(interrupt):
        AmbientSource(load).get()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with boto3's two files in it."""
    (tmp_path / ".aws").mkdir()
    for name in ("config", "credentials"):
        (tmp_path / ".aws" / name).write_text("[default]\n")
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def set_variable(name: str, value: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """A change of one variable."""
    return lambda _, patch: patch.setenv(name, value)


def write_file(name: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """A change of one file."""

    def write(home: Path, _: pytest.MonkeyPatch) -> None:
        (home / ".aws" / name).write_text("[default]\naws_access_key_id = AKIA\n")

    return write


def replace_file(home: Path, _: pytest.MonkeyPatch) -> None:
    """Put another file of the same size and time in place, as a mounted secret is changed."""
    old = home / ".aws" / "credentials"
    new = home / "new"
    new.write_bytes(old.read_bytes())
    status = old.stat()
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    new.replace(old)


def switch_link(home: Path, patch: pytest.MonkeyPatch) -> None:
    """Let a link lead to another file."""
    for name in "ab":
        (home / name).write_text("[default]\n")
    (home / "link").symlink_to(home / "a")
    patch.setenv("AWS_CONFIG_FILE", str(home / "link"))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(set_variable("AWS_ACCESS_KEY_ID", "AKIA"), id="key"),
        pytest.param(set_variable("AWS_PROFILE", "other"), id="profile-variable"),
        pytest.param(set_variable("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/x"), id="role"),
        pytest.param(set_variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/x"), id="container"),
        pytest.param(set_variable("HOME", "/nowhere"), id="home"),
        pytest.param(set_variable("AWS_CONFIG_FILE", "/nowhere"), id="other-file"),
        pytest.param(write_file("config"), id="config-written"),
        pytest.param(write_file("credentials"), id="credentials-written"),
        pytest.param(lambda home, _: (home / ".aws" / "credentials").unlink(), id="credentials-removed"),
        pytest.param(replace_file, id="credentials-replaced"),
        pytest.param(switch_link, id="link"),
    ],
)
def test_what_decides_the_chain_changes_its_fingerprint(
    files: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    """Variables, home and files of boto3 as they are now: any change makes another identity of the same chain."""
    before = describe_environment(None)
    assert describe_environment(None) == before
    change(files, monkeypatch)
    assert describe_environment(None) != before


def test_a_link_that_leads_elsewhere_changes_the_fingerprint(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kubernetes changes a mounted secret by moving a link: the file behind it counts."""
    switch_link(files, monkeypatch)
    before = describe_environment(None)
    (files / "link").unlink()
    (files / "link").symlink_to(files / "b")
    assert describe_environment(None) != before


@pytest.mark.usefixtures("files")
def test_a_profile_is_an_identity_of_its_own() -> None:
    """Two profiles of the same files are two identities."""
    assert describe_environment("a") != describe_environment("b") != describe_environment(None)


def test_a_home_is_an_identity_of_its_own(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There are caches of boto3's in it, so it counts though both files are named."""
    for name, file in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")):
        monkeypatch.setenv(name, str(files / ".aws" / file))
    before = describe_environment(None)
    monkeypatch.setenv("HOME", str(files / "other"))
    assert describe_environment(None) != before


@pytest.mark.usefixtures("files")
def test_other_variables_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """What boto3's chain does not read makes no other identity."""
    before = describe_environment(None)
    monkeypatch.setenv("AIRFLOW_CTX_TASK_ID", "t")
    monkeypatch.setenv("PWD", "/elsewhere")
    assert describe_environment(None) == before


def test_a_variable_in_the_name_of_a_file_is_filled_in(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As botocore does: the file that it reads is the one that counts."""
    monkeypatch.setenv("FOLDER", str(files / ".aws"))
    for name, file in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")):
        monkeypatch.setenv(name, f"${{FOLDER}}/{file}")
        before = describe_environment(None)
        (files / ".aws" / file).write_text("[default]\nregion = eu-west-1\n")
        assert describe_environment(None) != before


def test_a_variable_below_a_home_is_filled_in(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A team's own file in the home: another team has another file, though it says the same."""
    monkeypatch.setenv("AWS_CONFIG_FILE", "~/$TEAM/config")
    for team in ("red", "blue"):
        (files / team).mkdir()
        (files / team / "config").write_text("[default]\n")
    found = []
    for team in ("red", "blue", "red"):
        monkeypatch.setenv("TEAM", team)
        found.append(describe_environment(None))
    assert found[0] == found[2] != found[1]
    (files / "red" / "config").write_text("[default]\nregion = eu-west-1\n")
    assert describe_environment(None) != found[0]


# On an event loop.


def test_the_connections_own_keys_are_always_at_hand() -> None:
    """No thread, no wait."""
    minted = make_set(lifetime=None)
    source = StaticSource(minted)
    assert source.get_now() is minted
    assert asyncio.run(source.aget()) is minted


def test_a_slow_chain_is_run_once_and_keeps_no_loop() -> None:
    """100 coroutines wait for one lookup in one thread; then what was found is at hand."""
    asked, go_on = Event(), Event()
    chain = Chain(Credentials("AKIA", "secret", "token", account_id="123456789012"))

    def look() -> Credentials | None:
        asked.set()
        assert go_on.wait(30), "the loop is blocked"
        return chain()

    source = AmbientSource(look)
    assert (source.get_now(), chain.runs) == (None, 0)

    async def main() -> list[Any]:
        end_flights()
        before = threading.active_count()
        waiting = asyncio.ensure_future(gather(100, source.aget))
        await see(asked)
        assert (source.get_now(), threading.active_count() - before) == (None, 1)
        go_on.set()
        return await waiting

    assert {each.access_key for each in asyncio.run(main())} == {"AKIA"}
    assert chain.runs == 1
    at_hand = source.get_now()
    assert at_hand is not None
    assert (at_hand.access_key, at_hand.secret_key, at_hand.token) == ("AKIA", "secret", "token")
    assert at_hand.account_id == "123456789012"


def test_an_empty_or_failing_chain_tells_all_coroutines() -> None:
    """The same errors as in threads, of one lookup."""
    chain = Chain()
    source = AmbientSource(chain)
    assert {type(each) for each in asyncio.run(gather(50, source.aget))} == {EmptyChainError}
    assert chain.runs == 1
    chain.error = CredentialRetrievalError(provider="custom-process", error_msg="exit 1")
    errors = asyncio.run(gather(50, AmbientSource(chain).aget))
    assert {type(each) for each in errors} == {BaseCredentialsError}
    assert {id(each.error) for each in errors} == {id(chain.error)}


class SlowMetadata(Metadata):
    """Answers when it is let go, but for the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.heard, self.go_on = Event(), Event()

    def answer(self) -> dict[str, str]:
        """Give the next set, sometime."""
        if self.asked:
            self.heard.set()
            assert self.go_on.wait(30), "the loop is blocked"
        return super().answer()


def test_in_the_advisory_window_no_coroutine_waits() -> None:
    """Botocore has one caller look for the next set there; here it is a thread, and all go on with the last set."""
    metadata = SlowMetadata()
    source = AmbientSource(Chain(metadata.build()))
    source.get()

    async def main() -> None:
        metadata.now += timedelta(minutes=46)
        for _ in range(3):
            assert {each.access_key for each in await gather(20, source.aget)} == {"ASIA1"}
        await see(metadata.heard)
        assert {each.access_key for each in await gather(20, source.aget)} == {"ASIA1"}
        metadata.go_on.set()
        end_flights()
        assert {each.access_key for each in await gather(20, source.aget)} == {"ASIA2"}

    asyncio.run(main())
    assert metadata.asked == 2


def test_in_the_mandatory_window_coroutines_wait_in_one_thread() -> None:
    """As botocore has all callers wait there; its lock is taken in no loop's thread."""
    metadata = SlowMetadata()
    source = AmbientSource(Chain(metadata.build()))
    source.get()
    metadata.now += timedelta(minutes=51)
    assert source.get_now() is None

    async def main() -> list[Any]:
        waiting = asyncio.ensure_future(gather(50, source.aget))
        await see(metadata.heard)
        assert (source.get_now(), waiting.done()) == (None, False)
        metadata.go_on.set()
        return await waiting

    assert {each.access_key for each in asyncio.run(main())} == {"ASIA2"}
    assert metadata.asked == 2
    assert source.get_now() is not None


def test_a_set_is_given_to_coroutines_until_its_end_too(caplog: pytest.LogCaptureFixture) -> None:
    """Botocore gives up ten minutes before; the last set is good until it ends, and not after."""
    metadata = Metadata()
    source = AmbientSource(Chain(metadata.build()))
    asyncio.run(source.aget())
    metadata.error = CredentialRetrievalError(provider="iam-role", error_msg="no answer")
    for minutes in (46, 5, 4, 4.9):
        metadata.now += timedelta(minutes=minutes)
        assert asyncio.run(source.aget()).token == "token-1"
        end_flights()
    metadata.now += timedelta(seconds=7)
    (failed,) = asyncio.run(gather(1, source.aget))
    assert isinstance(failed, BaseCredentialsError)
    assert failed.error is metadata.error
    assert {record.name for record in caplog.records} == {"botocore.credentials"}


def test_credentials_that_nobody_knows_are_asked_in_a_thread() -> None:
    """A provider of the deployment's may block each time it is asked."""
    threads: list[threading.Thread] = []

    class Own(Credentials):
        """Asks somebody each time."""

        def get_frozen_credentials(self) -> Any:
            """Ask."""
            threads.append(threading.current_thread())
            return super().get_frozen_credentials()

    source = AmbientSource(Chain(Own("AKIA", "secret")))
    assert [asyncio.run(source.aget()).access_key for _ in range(2)] == ["AKIA"] * 2
    assert (source.get_now(), len(threads)) == (None, 2)
    assert threading.current_thread() not in threads


def test_a_child_looks_itself_on_a_loop() -> None:
    """What the parent found, and the thread that looks, are the parent's."""
    asked, go_on = Event(), Event()
    chain, parent = Chain(Credentials("AKIA", "secret")), os.getpid()

    def look() -> Credentials | None:
        asked.set()
        assert os.getpid() != parent or go_on.wait(30)
        return chain()

    source = AmbientSource(look)
    thread = Thread(target=lambda: asyncio.run(source.aget()), daemon=True)
    thread.start()
    assert asked.wait(30)
    assert run_in_child(lambda: asyncio.run(source.aget()).access_key) == "AKIA"
    go_on.set()
    thread.join(30)
    assert chain.runs == 1
