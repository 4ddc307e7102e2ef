"""Credentials shared on one host: minted once, whatever dies meanwhile; unreadable without the key; never an error."""

from __future__ import annotations

import copy
import json
import logging
import multiprocessing
import os
import pickle
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any, cast

import pytest
from cryptography.fernet import Fernet

from airflow_provider_awsconn.credentials import host_cache, host_files
from airflow_provider_awsconn.credentials.host_cache import HostCache, HostCacheError
from airflow_provider_awsconn.credentials.host_files import MAX_BYTES, HostFiles, HostLock, open_host_files
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.process_local import ProcessLocal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.synchronize import Barrier as ProcessBarrier

KEY = "cnVuLW9mLXRoZS1taWxsLTMyLWJ5dGVzLWtleS0wMDE="
NEW_KEY = "cnVuLW9mLXRoZS1taWxsLTMyLWJ5dGVzLWtleS0wMDI="
IDENTITY = b'{"role": "arn:aws:iam::123456789012:role/etl", "base_secret": "wJalrXUtnFEMI"}'
NOW = 1_700_000_000.0

spawn = multiprocessing.get_context("spawn")


def make_credentials(number: int = 1, now: float = NOW, **changes: Any) -> MintedCredentials:
    """A set that lives for an hour."""
    fields: dict[str, Any] = {
        "access_key": f"ASIA{number:016}",
        "secret_key": f"secret-key-{number}",
        "token": f"session-token-{number}",
        "minted_at": now,
        "expires_at": now + 3600,
        "account_id": "123456789012",
    }
    return MintedCredentials(**(fields | changes))


class Mint:
    """Makes a set that is different at every call."""

    def __init__(self, now: float = NOW, **changes: Any) -> None:
        self.calls = 0
        self.now = now
        self.changes = changes

    def __call__(self) -> MintedCredentials:
        """Give the next set."""
        self.calls += 1
        return make_credentials(self.calls, self.now, **self.changes)


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        """Give the time."""
        return self.now


@pytest.fixture(autouse=True)
def as_a_new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has been warned of or swept yet."""
    monkeypatch.setattr(host_cache, "_warned", ProcessLocal(dict))
    monkeypatch.setattr(host_cache, "_swept_at", ProcessLocal(dict))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the files are to be; not there yet."""
    return tmp_path / "cache"


@pytest.fixture
def clock() -> Clock:
    """Time that stands still."""
    return Clock()


@pytest.fixture
def cache(directory: Path, clock: Clock) -> HostCache:
    """A cache as one task has it."""
    return HostCache(directory, [KEY], clock)


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What was warned of so far; each as one line without a traceback."""

    def list_warnings() -> list[str]:
        records = [record for record in caplog.records if record.name == host_cache.__name__]
        assert all(record.levelno == logging.WARNING and record.exc_info is None for record in records)
        return [record.getMessage() for record in records]

    return list_warnings


def entry_of(directory: Path) -> Path:
    """The one entry there is."""
    (path,) = directory.glob("*.sealed")
    return path


def test_nothing_is_done_before_the_first_use(cache: HostCache, directory: Path) -> None:
    """The constructor makes no directory."""
    assert isinstance(cache, HostCache)
    assert not directory.exists()


def test_a_set_is_minted_once_and_shared(cache: HostCache, directory: Path, clock: Clock) -> None:
    """Another task's cache gives the same values without minting, and all of them come back."""
    mint, other = Mint(), Mint()
    first = cache.get_or_mint(IDENTITY, mint, NOW)
    second = HostCache(directory, [KEY], clock).get_or_mint(IDENTITY, other, NOW)
    assert first == second == make_credentials()
    assert (mint.calls, other.calls) == (1, 0)


def test_a_set_without_token_and_account_is_shared(cache: HostCache) -> None:
    """What is not there is not there afterwards either."""
    mint = Mint(token=None, account_id=None)
    assert cache.get_or_mint(IDENTITY, mint, NOW) == cache.get_or_mint(IDENTITY, mint, NOW)
    assert mint.calls == 1


def test_identities_have_sets_of_their_own(cache: HostCache, directory: Path) -> None:
    """One byte of difference is another entry."""
    mint = Mint()
    sets = {cache.get_or_mint(identity, mint, NOW).access_key for identity in (b"a", b"b", b"", b"a")}
    assert (mint.calls, len(sets), len(list(directory.glob("*.sealed")))) == (3, 3, 3)


def test_a_set_must_live_beyond_the_moment_asked_for(cache: HostCache) -> None:
    """A set that ends at that very moment is minted anew, and the new one takes its place."""
    mint = Mint()
    cache.get_or_mint(IDENTITY, mint, NOW)
    assert cache.get_or_mint(IDENTITY, mint, NOW + 3599.5).access_key == make_credentials(1).access_key
    assert cache.get_or_mint(IDENTITY, mint, NOW + 3600).access_key == make_credentials(2).access_key
    assert cache.get_or_mint(IDENTITY, mint, NOW).access_key == make_credentials(2).access_key


def test_nothing_secret_is_readable_on_disk(cache: HostCache, directory: Path) -> None:
    """Neither a name nor a content has a part of the credentials or of the identity, and files are their owner's."""
    minted = cache.get_or_mint(IDENTITY, Mint(), NOW)
    names = sorted(path.name for path in directory.iterdir())
    assert [name.partition(".")[2] for name in names] == ["lock", "sealed"]
    written = "\n".join(names).encode() + b"".join(path.read_bytes() for path in directory.iterdir())
    for text in (minted.access_key, minted.secret_key, minted.token, minted.account_id, KEY, "role", "wJalrXUtnFEMI"):
        assert str(text).encode() not in written
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_names_say_nothing_without_the_key(tmp_path: Path, clock: Clock) -> None:
    """The same identity has another name with another key, so that names can't be tried."""
    for key in (KEY, NEW_KEY):
        HostCache(tmp_path / key, [key], clock).get_or_mint(IDENTITY, Mint(), NOW)
    assert entry_of(tmp_path / KEY).name != entry_of(tmp_path / NEW_KEY).name


def test_a_rotated_key_still_finds_what_the_old_one_wrote(directory: Path, clock: Clock) -> None:
    """With `new,old` the old entry is used; what is minted then is for those who have the new key."""
    mint = Mint()
    HostCache(directory, [KEY], clock).get_or_mint(IDENTITY, mint, NOW)
    both = HostCache(directory, [NEW_KEY, KEY], clock)
    assert both.get_or_mint(IDENTITY, mint, NOW).access_key == make_credentials(1).access_key
    assert both.get_or_mint(IDENTITY, mint, NOW + 3600).access_key == make_credentials(2).access_key
    new = HostCache(directory, [NEW_KEY], clock)
    assert new.get_or_mint(IDENTITY, mint, NOW).access_key == make_credentials(2).access_key
    assert HostCache(directory, [KEY], clock).get_or_mint(IDENTITY, mint, NOW) == make_credentials(1)
    assert mint.calls == 2


@pytest.mark.parametrize("keys", [[], [""], [" "], ["", ""]])
def test_no_key_is_refused(keys: list[str], directory: Path) -> None:
    """Without a key nothing could be encrypted; the error says so."""
    with pytest.raises(HostCacheError) as caught:
        HostCache(directory, keys)
    assert str(caught.value) == (
        "[core] fernet_key: empty, and credentials are written to files only encrypted; "
        "set a key, or leave [awsconn] credential_cache unset"
    )


@pytest.mark.parametrize("wrong", ["", "short", KEY[:-2], KEY[:-1] + "A", "ü" * 44, "!" * 44])
def test_what_is_no_key_is_refused_and_not_shown(wrong: str, directory: Path) -> None:
    """The error tells which part it is, and nothing that hangs on it holds a key."""
    with pytest.raises(HostCacheError) as caught:
        HostCache(directory, [KEY, wrong])
    error = caught.value
    assert str(error) == (
        "[core] fernet_key: part 2 of 2 is not a Fernet key; "
        "a key is 32 bytes in URL-safe base64; cryptography.fernet.Fernet.generate_key() makes one"
    )
    assert isinstance(error, ValueError)
    assert (error.__cause__, error.__context__) == (None, None)
    assert KEY not in show_frames(error)
    restored = pickle.loads(pickle.dumps(error))
    assert (str(restored), restored.reason, restored.hint) == (str(error), error.reason, error.hint)


def show_frames(error: BaseException) -> str:
    """What a traceback that shows local variables shows of the package's frames."""
    shown, frame = [], error.__traceback__
    while frame is not None:
        if "airflow_provider_awsconn" in frame.tb_frame.f_code.co_filename:
            shown.append(f"{frame.tb_frame.f_code.co_name}: {frame.tb_frame.f_locals!r}")
        frame = frame.tb_next
    assert shown
    return "\n".join(shown)


def test_an_error_of_mint_passes_unchanged(cache: HostCache, directory: Path) -> None:
    """The very error comes out, nothing is stored, the lock is free, and no frame on the way shows the identity."""
    failure = PermissionError(13, "AccessDenied")

    def fail() -> MintedCredentials:
        raise failure

    with pytest.raises(PermissionError) as caught:
        cache.get_or_mint(IDENTITY, fail, NOW)
    assert caught.value is failure
    assert (failure.__cause__, failure.__context__) == (None, None)
    shown = show_frames(failure)
    assert "wJalrXUtnFEMI" not in shown
    assert KEY not in shown
    assert list(directory.glob("*.sealed")) == []
    with open_host_files(directory) as files:
        (lock_file,) = directory.glob("*.lock")
        lock = HostLock(lock_file.stem)
        assert lock.try_acquire(files)
        lock.release()


@pytest.mark.parametrize("action", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_cache_is_not_pickled(cache: HostCache, action: Callable[[HostCache], object]) -> None:
    """It holds the key, which neither a pickle nor a repr may show."""
    with pytest.raises(TypeError, match="not pickled"):
        action(cache)
    assert KEY not in repr(cache) + repr(vars(cache))


def seal(directory: Path, **changes: Any) -> bytes:
    """What the one entry holds, with other members."""
    path = entry_of(directory)
    entry = json.loads(Fernet(KEY).decrypt(path.read_bytes())) | changes
    left = {name: value for name, value in entry.items() if value is not ...}
    return Fernet(KEY).encrypt(json.dumps(left).encode())


NAN = float("nan")


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"version": 2}, id="version"),
        pytest.param({"version": ...}, id="no_version"),
        pytest.param({"name": "0a" * 32}, id="other_name"),
        pytest.param({"expires_at": NOW}, id="dead"),
        pytest.param({"expires_at": None}, id="no_expiry"),
        pytest.param({"expires_at": NOW + 43_200 + 301}, id="lives_too_long"),
        pytest.param({"expires_at": 10**400}, id="lives_for_ever"),
        pytest.param({"expires_at": NAN}, id="expiry_is_no_number"),
        pytest.param({"expires_at": "2030-01-01"}, id="expiry_is_a_text"),
        pytest.param({"minted_at": NOW + 301}, id="minted_in_the_future"),
        pytest.param({"minted_at": NAN}, id="minting_is_no_number"),
        pytest.param({"minted_at": None}, id="no_minting"),
        pytest.param({"access_key": ""}, id="empty_access_key"),
        pytest.param({"access_key": ...}, id="no_access_key"),
        pytest.param({"secret_key": None}, id="no_secret_key"),
        pytest.param({"token": 1}, id="token_is_a_number"),
        pytest.param({"account_id": 123456789012}, id="account_is_a_number"),
    ],
)
def test_an_entry_that_makes_no_sense_is_ignored_and_replaced(
    cache: HostCache, directory: Path, changes: dict[str, Any], warnings: Callable[[], list[str]]
) -> None:
    """It is as good as none: the next mint takes its place, and nobody hears of it."""
    cache.get_or_mint(IDENTITY, Mint(), NOW)
    entry_of(directory).write_bytes(seal(directory, **changes))
    mint = Mint(access_key="ASIANEW")
    assert cache.get_or_mint(IDENTITY, mint, 0.0).access_key == "ASIANEW"
    assert cache.get_or_mint(IDENTITY, mint, 0.0).access_key == "ASIANEW"
    assert (mint.calls, warnings()) == (1, [])


def test_the_edges_of_what_makes_sense_are_used(cache: HostCache, directory: Path) -> None:
    """Twelve hours of life, and a clock five minutes ahead, are possible."""
    mint = Mint()
    cache.get_or_mint(IDENTITY, mint, NOW)
    entry_of(directory).write_bytes(seal(directory, minted_at=NOW + 300, expires_at=NOW + 300 + 43_200))
    assert cache.get_or_mint(IDENTITY, mint, NOW + 43_000).expires_at == NOW + 43_500
    assert mint.calls == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\x00" * 99, id="bytes"),
        pytest.param(b"gAAAAA", id="cut_off"),
        pytest.param(b"x" * (MAX_BYTES + 1), id="too_large"),
        pytest.param(Fernet(NEW_KEY).encrypt(b"{}"), id="other_key"),
        pytest.param(Fernet(KEY).encrypt(b"\xff"), id="no_text"),
        pytest.param(Fernet(KEY).encrypt(b"{"), id="no_json"),
        pytest.param(Fernet(KEY).encrypt(b"[]"), id="no_object"),
        pytest.param(Fernet(KEY).encrypt(b"[" * 40_000), id="deep"),
    ],
)
def test_a_corrupt_entry_is_ignored_and_replaced(cache: HostCache, directory: Path, content: bytes) -> None:
    """Whatever the bytes are, they are never an error."""
    cache.get_or_mint(IDENTITY, Mint(), NOW)
    entry_of(directory).write_bytes(content)
    mint = Mint()
    for _ in range(2):
        cache.get_or_mint(IDENTITY, mint, NOW)
    assert mint.calls == 1


def test_every_cut_and_flipped_byte_is_noticed(cache: HostCache, directory: Path) -> None:
    """No part of a token, and no token with another byte, is taken."""
    cache.get_or_mint(IDENTITY, Mint(), NOW)
    path = entry_of(directory)
    whole = path.read_bytes()
    for position in range(0, len(whole.rstrip(b"=")) - 1, 7):
        other = b"B" if whole[position] == ord("A") else b"A"
        for content in (whole[:position], whole[:position] + other + whole[position + 1 :]):
            path.write_bytes(content)
            mint = Mint()
            cache.get_or_mint(IDENTITY, mint, NOW)
            assert mint.calls == 1


def test_swapped_entries_are_noticed(cache: HostCache, directory: Path) -> None:
    """The credentials of one identity never come out for another, though both are encrypted with the same key."""
    cache.get_or_mint(b"reader", Mint(access_key="ASIAREADER"), NOW)
    reader = entry_of(directory)
    cache.get_or_mint(b"admin", Mint(access_key="ASIAADMIN"), NOW)
    (admin,) = set(directory.glob("*.sealed")) - {reader}
    shutil.copyfile(admin, reader)
    mint = Mint(access_key="ASIAMINTED")
    assert cache.get_or_mint(b"reader", mint, NOW).access_key == "ASIAMINTED"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"expires_at": None}, id="no_expiry"),
        pytest.param({"expires_at": NOW - 1}, id="dead"),
        pytest.param({"expires_at": NOW + 10**6}, id="lives_too_long"),
        pytest.param({"token": "x" * MAX_BYTES}, id="too_large"),
    ],
)
def test_what_would_not_be_read_is_not_written(
    cache: HostCache, directory: Path, changes: dict[str, Any], warnings: Callable[[], list[str]]
) -> None:
    """Such a set is given to who asked for it, and to nobody else."""
    mint = Mint(**changes)
    assert cache.get_or_mint(IDENTITY, mint, 0.0) == make_credentials(1, **changes)
    cache.get_or_mint(IDENTITY, mint, 0.0)
    assert (mint.calls, list(directory.glob("*.sealed")), warnings()) == (2, [], [])


def test_dead_entries_are_swept_every_ten_minutes(
    cache: HostCache, directory: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store sweeps at once in a new process, and again no sooner than after ten minutes."""
    passed = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: 5000.0 + passed)
    mint = Mint()
    cache.get_or_mint(b"first", mint, NOW)
    clock.now = mint.now = NOW + 3601
    cache.get_or_mint(b"second", mint, clock.now)
    assert len(list(directory.glob("*.sealed"))) == 2
    passed = 601.0
    cache.get_or_mint(b"second", mint, clock.now)
    assert len(list(directory.glob("*.sealed"))) == 2
    cache.get_or_mint(b"third", mint, clock.now)
    assert len(list(directory.glob("*.sealed"))) == 2
    assert len(list(directory.glob("*.lock"))) == 2


def refuse_open_directory(directory: Path) -> None:
    """A directory that others may enter."""
    directory.mkdir()
    directory.chmod(0o755)


def refuse_link(directory: Path) -> None:
    """A link to a directory that would do."""
    directory.with_name("target").mkdir(mode=0o700)
    directory.symlink_to("target")


def refuse_lock(directory: Path) -> None:
    """A directory in which the lock is no file."""
    directory.mkdir(mode=0o700)
    (name,) = [seal.name(IDENTITY) for seal in HostCache(directory, [KEY])._seals]
    (directory / f"{name}.lock").mkdir()


@pytest.mark.parametrize(
    ("make", "reason", "hint"),
    [
        (refuse_open_directory, "has mode 0755, which lets other users in", "remove what is in it, then set mode 0700"),
        (refuse_link, "is a symbolic link", "name the directory itself"),
        (Path.touch, "is not a directory", "name a directory"),
        (
            refuse_lock,
            "could not be used (Is a directory)",
            "name a local directory that this user may write to and that has room",
        ),
    ],
)
def test_a_directory_that_is_not_used_is_told_once(
    cache: HostCache,
    directory: Path,
    make: Callable[[Path], None],
    reason: str,
    hint: str,
    warnings: Callable[[], list[str]],
) -> None:
    """Each call mints, nothing is written, and one line says where, what is wrong and what would be right."""
    make(directory)
    mint = Mint()
    for number in (1, 2, 3):
        assert cache.get_or_mint(IDENTITY, mint, NOW) == make_credentials(number)
    assert list(directory.resolve().glob("*.sealed")) == []
    assert warnings() == [f"{directory}: {reason}, so minted credentials are not shared on this host; {hint}"]


def test_another_users_directory_is_not_used(
    cache: HostCache, monkeypatch: pytest.MonkeyPatch, warnings: Callable[[], list[str]]
) -> None:
    """What this user wrote before is not read either once it runs as another."""
    mint = Mint()
    cache.get_or_mint(IDENTITY, mint, NOW)
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert cache.get_or_mint(IDENTITY, mint, NOW) == make_credentials(2)
    (warning,) = warnings()
    assert f"belongs to uid {user} while this process runs as uid {user + 1}, so" in warning


def test_a_directory_removed_meanwhile_is_made_again(
    cache: HostCache, directory: Path, warnings: Callable[[], list[str]]
) -> None:
    """Somebody cleans up while a set is minted: it is stored all the same."""

    def mint() -> MintedCredentials:
        shutil.rmtree(directory)
        return make_credentials()

    cache.get_or_mint(IDENTITY, mint, NOW)
    assert cache.get_or_mint(IDENTITY, mint, NOW) == make_credentials()
    assert warnings() == []


def test_a_set_that_cannot_be_stored_is_given(
    cache: HostCache, directory: Path, warnings: Callable[[], list[str]]
) -> None:
    """The directory became unusable while a set was minted: a warning, once, and the set."""

    def mint() -> MintedCredentials:
        shutil.rmtree(directory)
        directory.symlink_to(directory.parent)
        return make_credentials()

    assert cache.get_or_mint(IDENTITY, mint, NOW) == make_credentials()
    directory.unlink()
    assert cache.get_or_mint(IDENTITY, mint, NOW) == make_credentials()
    assert warnings() == [
        f"{directory}: is a symbolic link, so minted credentials are not shared on this host; name the directory itself"
    ]


def report(path: Path, value: object) -> None:
    """Leave a result for the test that started this process."""
    path.write_text(json.dumps(value))


def capture_warnings() -> list[str]:
    """A list that fills with what the cache warns of in this process."""
    lines: list[str] = []

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logging.getLogger(host_cache.__name__).addHandler(Lines())
    return lines


def use_without_room(directory: Path, result: Path) -> None:
    """Use the cache where no file may grow, as on a full disk."""
    import resource

    with result.open("w") as file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        lines = capture_warnings()
        mint = Mint()
        keys = [HostCache(directory, [KEY], Clock()).get_or_mint(IDENTITY, mint, NOW).access_key for _ in range(2)]
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        json.dump([keys, lines], file)


def test_a_full_disk_costs_a_warning(directory: Path, tmp_path: Path) -> None:
    """The sets are given, nothing half-written stays, and one line tells of it."""
    run(use_without_room, directory, tmp_path / "result")
    keys, lines = json.loads((tmp_path / "result").read_text())
    assert keys == [make_credentials(1).access_key, make_credentials(2).access_key]
    assert lines == [
        (
            f"{directory}: could not be used (File too large), so minted credentials are not shared on this host; "
            "name a local directory that this user may write to and that has room"
        )
    ]
    assert {path.suffix for path in directory.iterdir()} == {".lock"}


def use_read_only(directory: Path, result: Path) -> None:
    """Use the cache in a directory that may be read, not written, as a user that this binds."""
    mint = Mint()
    lines = capture_warnings()
    with result.open("w") as file:
        if os.geteuid() == 0:
            os.chown(directory, 65534, -1)
            os.seteuid(65534)
        HostCache(directory, [KEY], Clock()).get_or_mint(IDENTITY, mint, NOW)
        directory.chmod(0o500)
        cache = HostCache(directory, [KEY], Clock())
        keys = [cache.get_or_mint(name, mint, NOW).access_key for name in (IDENTITY, b"other", b"other")]
        json.dump([keys, lines], file)


def test_a_read_only_directory_is_read() -> None:
    """What is there is given; what is not is minted, with one warning."""
    # Every user must be able to get there.
    directory = Path(tempfile.mkdtemp())
    try:
        result = directory.with_name(f"{directory.name}-result")
        run(use_read_only, directory, result)
        keys, lines = json.loads(result.read_text())
        result.unlink()
    finally:
        directory.chmod(0o700)
        shutil.rmtree(directory)
    assert keys == [make_credentials(number).access_key for number in (1, 2, 3)]
    assert lines == [
        (
            f"{directory}: could not be used (Permission denied), so minted credentials are not shared on this host; "
            "name a local directory that this user may write to and that has room"
        )
    ]


def run(target: Callable[..., None], *arguments: object) -> None:
    """Run a function in a process of its own, to its end."""
    child = spawn.Process(target=target, args=arguments)
    child.start()
    child.join(60)
    assert child.exitcode == 0


def test_without_fcntl_every_call_mints(
    cache: HostCache, directory: Path, monkeypatch: pytest.MonkeyPatch, warnings: Callable[[], list[str]]
) -> None:
    """Where there are no record locks, as on Windows, nothing is shared."""
    monkeypatch.setattr(host_files, "fcntl", None)
    mint = Mint()
    assert [cache.get_or_mint(IDENTITY, mint, NOW) for _ in range(2)] == [make_credentials(1), make_credentials(2)]
    assert not directory.exists()
    (warning,) = warnings()
    assert "this platform has no POSIX record locks" in warning


def test_the_module_loads_without_fcntl() -> None:
    """Importing it needs neither fcntl nor what else of `os` Windows lacks."""
    code = """
import os, sys
sys.modules["fcntl"] = None
for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_NONBLOCK", "O_DIRECTORY", "geteuid"):
    delattr(os, name)
from airflow_provider_awsconn.credentials import host_files
import airflow_provider_awsconn.credentials.host_cache
assert host_files.fcntl is None
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


class CountedMint:
    """Leaves a line in a file for each call, and takes its time. The first of all processes may come to grief."""

    def __init__(self, log: Path, signal_for_first: int | None = None) -> None:
        self.log = log
        self.signal_for_first = signal_for_first

    def __call__(self) -> MintedCredentials:
        """Give the set of this process."""
        with self.log.open("a") as file:
            file.write(f"{os.getpid()}\n")
        if self.signal_for_first is not None and claim(self.log.with_suffix(".first")):
            os.kill(os.getpid(), self.signal_for_first)
        time.sleep(0.2)
        return make_credentials(os.getpid(), time.time())

    def list_processes(self) -> list[int]:
        """The ids of the processes that minted."""
        return [int(line) for line in self.log.read_text().splitlines()]


def claim(path: Path) -> bool:
    """Whether this process is the first to ask."""
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def call_often(directory: Path, mint: CountedMint, calls: int, gate: ProcessBarrier, result: Path) -> None:
    """Wait for the others, then ask the cache, with a new object each time."""
    gate.wait(60)
    given = [HostCache(directory, [KEY]).get_or_mint(IDENTITY, mint, time.time()).secret_key for _ in range(calls)]
    report(result, given)


@pytest.mark.parametrize("signal_for_first", [None, signal.SIGKILL])
def test_a_storm_of_processes_mints_once(directory: Path, tmp_path: Path, signal_for_first: int | None) -> None:
    """200 calls of 16 processes started at once make one set; when its minter is killed, one more, and nobody fails."""
    mint = CountedMint(tmp_path / "mints", signal_for_first)
    gate = spawn.Barrier(16)
    shares = [13] * 8 + [12] * 8
    results = [tmp_path / f"result-{number}" for number in range(16)]
    children = [
        spawn.Process(target=call_often, args=(directory, mint, share, gate, result))
        for share, result in zip(shares, results, strict=True)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    minters = mint.list_processes()
    killed = minters[:1] if signal_for_first else []
    assert [child.exitcode for child in children if child.pid in killed] == [-signal.SIGKILL] * len(killed)
    assert {child.exitcode for child in children if child.pid not in killed} == {0}
    assert len(minters) == 1 + len(killed)
    given = [key for result in results if result.exists() for key in json.loads(result.read_text())]
    assert set(given) == {f"secret-key-{minters[-1]}"}
    assert len(given) >= (200 if not killed else 200 - 13)


def test_threads_with_caches_of_their_own_mint_once(directory: Path, tmp_path: Path) -> None:
    """Record locks know no threads: still one mints, and the others wait for it."""
    mint = CountedMint(tmp_path / "mints")
    gate = Barrier(8)
    given: list[MintedCredentials] = []

    def call() -> None:
        cache = HostCache(directory, [KEY])
        gate.wait(30)
        given.extend(cache.get_or_mint(IDENTITY, mint, time.time()) for _ in range(5))

    threads = [Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mint.list_processes()) == 1
    assert (len(given), len(set(given))) == (40, 1)


def mint_once(directory: Path, mint: CountedMint) -> None:
    """Ask the cache once."""
    HostCache(directory, [KEY]).get_or_mint(IDENTITY, mint, time.time())


@pytest.fixture
def stopped_minter(directory: Path, tmp_path: Path) -> Iterator[CountedMint]:
    """A process that holds the lock and stands still in the middle of minting; goes on and ends well afterwards."""
    mint = CountedMint(tmp_path / "mints", signal.SIGSTOP)
    child = spawn.Process(target=mint_once, args=(directory, mint))
    child.start()
    _, status = os.waitpid(cast("int", child.pid), os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    yield mint
    os.kill(cast("int", child.pid), signal.SIGCONT)
    child.join(60)
    assert child.exitcode == 0


def test_a_stopped_minter_is_waited_for_so_long(directory: Path, stopped_minter: CountedMint) -> None:
    """After the timeout a process mints without the lock, and those who come later get what it made."""
    start = time.monotonic()
    cache = HostCache(directory, [KEY], lock_timeout=0.5)
    minted = cache.get_or_mint(IDENTITY, stopped_minter, time.time())
    assert 0.5 <= time.monotonic() - start < 5
    assert stopped_minter.list_processes()[1:] == [os.getpid()]
    patient = HostCache(directory, [KEY], lock_timeout=60)
    assert patient.get_or_mint(IDENTITY, stopped_minter, time.time()) == minted
    assert len(stopped_minter.list_processes()) == 2


def test_who_waits_needs_no_lock_when_an_entry_comes(directory: Path, stopped_minter: CountedMint) -> None:
    """The lock stays held: a waiting process returns as soon as anybody has stored a set."""
    given: list[MintedCredentials] = []
    patient = HostCache(directory, [KEY], lock_timeout=60)
    thread = Thread(target=lambda: given.append(patient.get_or_mint(IDENTITY, stopped_minter, time.time())))
    thread.start()
    minted = HostCache(directory, [KEY], lock_timeout=0).get_or_mint(IDENTITY, stopped_minter, time.time())
    thread.join(10)
    assert given == [minted]
    assert len(stopped_minter.list_processes()) == 2


def test_an_entry_stored_just_before_the_lock_is_free_is_used(
    cache: HostCache, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a look at the file and the lock another process may have stored and let go: nothing is minted."""
    real = HostLock.try_acquire

    def acquire_late(self: HostLock, files: HostFiles) -> bool:
        monkeypatch.setattr(HostLock, "try_acquire", real)
        HostCache(directory, [KEY], Clock()).get_or_mint(IDENTITY, Mint(access_key="ASIAOTHER"), NOW)
        return real(self, files)

    monkeypatch.setattr(HostLock, "try_acquire", acquire_late)
    mint = Mint()
    assert cache.get_or_mint(IDENTITY, mint, NOW).access_key == "ASIAOTHER"
    assert mint.calls == 0


def test_pauses_grow_to_a_quarter_of_a_second(directory: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits looks often at first, then four times a second or more, and not a moment beyond the timeout."""
    pauses: list[float] = []
    monkeypatch.setattr(HostLock, "try_acquire", lambda *_: False)
    monkeypatch.setattr(time, "sleep", pauses.append)
    monkeypatch.setattr(time, "monotonic", lambda: sum(pauses))
    mint = Mint()
    HostCache(directory, [KEY], clock, lock_timeout=60.0).get_or_mint(IDENTITY, mint, NOW)
    assert mint.calls == 1
    assert pauses[0] <= 0.005
    assert 0.2 < max(pauses) <= 0.25
    assert len({round(pause, 6) for pause in pauses[10:]}) > 50
    assert sum(pauses) == pytest.approx(60.0)


def mint_with_fork(directory: Path, result: Path) -> None:
    """Fork in the middle of minting, and report what the child ended with."""
    children = []

    def mint() -> MintedCredentials:
        child = os.fork()
        if child == 0:
            other = HostCache(directory, [KEY]).get_or_mint(IDENTITY, Mint(time.time(), access_key="X"), time.time())
            os._exit(42 if other.secret_key == "secret-key-7" else 1)
        children.append(child)
        time.sleep(0.3)
        return make_credentials(7, time.time())

    HostCache(directory, [KEY]).get_or_mint(IDENTITY, mint, time.time())
    report(result, os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1]))


def test_a_child_forked_while_minting_waits_for_its_parent(directory: Path, tmp_path: Path) -> None:
    """The child doesn't take its parent's lock for its own."""
    run(mint_with_fork, directory, tmp_path / "result")
    assert json.loads((tmp_path / "result").read_text()) == 42


def die_with_a_child(directory: Path, result: Path) -> None:
    """Fork a child that lives on, then be killed while minting."""

    def mint() -> MintedCredentials:
        child = os.fork()
        if child == 0:
            time.sleep(120)
            os._exit(0)
        report(result, child)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    HostCache(directory, [KEY]).get_or_mint(IDENTITY, mint, time.time())


def test_a_child_of_a_killed_minter_blocks_nobody(directory: Path, tmp_path: Path) -> None:
    """A lock that a child had inherited would be held as long as the child lives."""
    result = tmp_path / "result"
    child = spawn.Process(target=die_with_a_child, args=(directory, result))
    child.start()
    # A timeout would watch a pipe that the orphan has too.
    child.join()
    assert child.exitcode == -signal.SIGKILL
    orphan = json.loads(result.read_text())
    try:
        start = time.monotonic()
        cache = HostCache(directory, [KEY], lock_timeout=60)
        minted = cache.get_or_mint(IDENTITY, Mint(time.time()), time.time())
        assert time.monotonic() - start < 10
        assert minted.secret_key == "secret-key-1"
        os.kill(orphan, 0)
    finally:
        os.kill(orphan, signal.SIGKILL)


def warn_with_fork(directory: Path, result: Path) -> None:
    """Warn, fork, and report what the child warned of."""
    directory.mkdir(mode=0o755)
    lines = capture_warnings()
    cache = HostCache(directory, [KEY])
    cache.get_or_mint(IDENTITY, Mint(), NOW)
    child = os.fork()
    if child == 0:
        for _ in range(2):
            cache.get_or_mint(IDENTITY, Mint(), NOW)
        report(result, lines)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def test_a_forked_child_warns_for_itself(directory: Path, tmp_path: Path) -> None:
    """A task's log is not that of the process it was forked from."""
    run(warn_with_fork, directory, tmp_path / "result")
    lines = json.loads((tmp_path / "result").read_text())
    assert len(lines) == 2
    assert lines[0] == lines[1]


def test_a_hit_is_cheap(directory: Path) -> None:
    """A set that is there comes within a few milliseconds, on a busy machine too; measured idle: a tenth of one."""
    cache = HostCache(directory, [KEY])
    mint = Mint(time.time(), token="x" * 2000)
    cache.get_or_mint(IDENTITY, mint, time.time())
    durations = []
    for _ in range(200):
        start = time.perf_counter()
        cache.get_or_mint(IDENTITY, mint, time.time())
        durations.append(time.perf_counter() - start)
    assert mint.calls == 1
    assert sorted(durations)[len(durations) // 2] < 0.005
