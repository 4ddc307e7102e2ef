"""Shared files: nobody else's directory or file is used, what is written is whole, locks go with their process."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import socket
import stat
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from airflow_provider_awsconn.credentials import host_files
from airflow_provider_awsconn.credentials.host_files import (
    MAX_BYTES,
    HostFiles,
    HostLock,
    UnusableFilesError,
    open_host_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "0a" * 32
OTHER = "0b" * 32
DAY = 24 * 3600.0

spawn = multiprocessing.get_context("spawn")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the files are to be; not there yet."""
    return tmp_path / "parent" / "cache"


@pytest.fixture
def files(directory: Path) -> Iterator[HostFiles]:
    """The directory, open."""
    with open_host_files(directory) as opened:
        yield opened


def test_the_directory_is_made_for_its_user_alone(directory: Path) -> None:
    """The directory has mode 0700 under any umask, its parents what the umask says."""
    before = os.umask(0o002)
    try:
        with open_host_files(directory):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(directory.parent.stat().st_mode) == 0o775


@pytest.mark.parametrize("mode", [0o750, 0o705, 0o720, 0o701, 0o777])
def test_a_directory_that_lets_others_in_is_refused_and_left_as_it_is(directory: Path, mode: int) -> None:
    """One's own directory that is too open is not mended silently: others may have been in it."""
    directory.mkdir(parents=True)
    directory.chmod(mode)
    with pytest.raises(UnusableFilesError) as caught, open_host_files(directory):
        pass
    assert str(caught.value) == (
        f"has mode {mode:04o}, which lets other users in; remove what is in it, then set mode 0700"
    )
    assert stat.S_IMODE(directory.stat().st_mode) == mode


def test_another_users_directory_is_refused(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory made beforehand by somebody else is not used, by root neither."""
    directory.mkdir(mode=0o700, parents=True)
    user = os.geteuid()
    if user == 0:
        os.chown(directory, 12345, -1)
        owner = 12345
    else:
        owner, user = user, 12345
        monkeypatch.setattr(os, "geteuid", lambda: user)
    with pytest.raises(UnusableFilesError) as caught, open_host_files(directory):
        pass
    assert caught.value.reason == f"belongs to uid {owner} while this process runs as uid {user}"


def test_a_link_to_a_directory_is_refused(directory: Path, tmp_path: Path) -> None:
    """Where a link leads may change between two looks."""
    directory.parent.mkdir()
    directory.symlink_to(tmp_path)
    with pytest.raises(UnusableFilesError, match=r"^is a symbolic link;"), open_host_files(directory):
        pass


def test_a_file_in_place_of_the_directory_is_refused(directory: Path) -> None:
    """What is no directory is said to be none."""
    directory.parent.mkdir()
    directory.touch()
    with pytest.raises(UnusableFilesError, match=r"^is not a directory;"), open_host_files(directory):
        pass


def test_a_link_to_nowhere_is_refused(directory: Path, tmp_path: Path) -> None:
    """Nothing is made at the other end of a link."""
    directory.parent.mkdir()
    directory.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnusableFilesError, match=r"^is a symbolic link;"), open_host_files(directory):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_without_record_locks_nothing_is_opened(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a platform without fcntl there are no shared files."""
    monkeypatch.setattr(host_files, "fcntl", None)
    with pytest.raises(UnusableFilesError, match="no POSIX record locks"), open_host_files(directory):
        pass
    assert not directory.exists()


def test_an_entry_is_read_as_it_was_written(files: HostFiles, directory: Path) -> None:
    """One file of mode 0600 whose modification time is its end; a second write takes its place."""
    assert files.read(NAME) is None
    files.write(NAME, b"first", 5000.0)
    files.write(NAME, b"second", 6000.0)
    assert files.read(NAME) == b"second"
    (path,) = directory.iterdir()
    assert (path.name, stat.S_IMODE(path.stat().st_mode), path.stat().st_mtime) == (f"{NAME}.sealed", 0o600, 6000.0)


def test_a_strict_umask_changes_nothing(files: HostFiles, directory: Path) -> None:
    """A file that its owner could not read would never be a hit."""
    before = os.umask(0o777)
    try:
        files.write(NAME, b"content", 5000.0)
    finally:
        os.umask(before)
    assert files.read(NAME) == b"content"
    assert stat.S_IMODE((directory / f"{NAME}.sealed").stat().st_mode) == 0o600


def make_fifo(path: Path) -> None:
    """A FIFO nobody writes to."""
    os.mkfifo(path, 0o600)


def make_socket(path: Path) -> None:
    """A socket's file."""
    before = Path.cwd()
    os.chdir(path.parent)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)
    path.chmod(0o600)


def make_link(path: Path) -> None:
    """A symbolic link to a good file."""
    make_file(path.with_name("target"))
    path.symlink_to("target")


def make_hard_link(path: Path) -> None:
    """A file with another name beside."""
    make_file(path)
    os.link(path, path.with_name("second"))


def make_file(path: Path, size: int = 7, mode: int = 0o600) -> None:
    """A file of the given size."""
    path.write_bytes(b"x" * size)
    path.chmod(mode)


def make_others_file(path: Path) -> None:
    """A file of another user, which only root can make."""
    make_file(path)
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, 12345, -1)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make_fifo, id="fifo"),
        pytest.param(make_socket, id="socket"),
        pytest.param(make_link, id="link"),
        pytest.param(make_hard_link, id="hard_link"),
        pytest.param(make_others_file, id="other_owner"),
        pytest.param(Path.mkdir, id="directory"),
        pytest.param(lambda path: make_file(path, mode=0o640), id="readable_by_group"),
        pytest.param(lambda path: make_file(path, size=MAX_BYTES + 1), id="too_large"),
    ],
)
def test_what_is_no_entry_is_not_read(files: HostFiles, directory: Path, make: Callable[[Path], object]) -> None:
    """A file that `write` would not make is as good as none, and keeps nobody waiting."""
    make(directory / f"{NAME}.sealed")
    assert files.read(NAME) is None


def test_a_large_entry_is_read(files: HostFiles, directory: Path) -> None:
    """The bound itself is allowed."""
    make_file(directory / f"{NAME}.sealed", size=MAX_BYTES)
    assert len(files.read(NAME) or b"") == MAX_BYTES


def test_a_write_never_goes_through_a_link(files: HostFiles, directory: Path, tmp_path: Path) -> None:
    """What a link in the entry's place points at stays; the link goes."""
    (tmp_path / "precious").write_text("precious")
    (directory / f"{NAME}.sealed").symlink_to(tmp_path / "precious")
    files.write(NAME, b"content", 5000.0)
    assert (tmp_path / "precious").read_text() == "precious"
    assert files.read(NAME) == b"content"


def write_without_room(directory: Path) -> None:
    """Write where no file may grow."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (3, 3))
    with open_host_files(directory) as files:
        try:
            files.write(NAME, b"new content", 6000.0)
        except OSError:
            os._exit(77)


def test_a_write_without_room_leaves_the_old_entry(files: HostFiles, directory: Path) -> None:
    """The error is told, half a file never seen, and nothing is left over."""
    files.write(NAME, b"content", 5000.0)
    child = spawn.Process(target=write_without_room, args=(directory,))
    child.start()
    child.join(30)
    assert child.exitcode == 77
    assert files.read(NAME) == b"content"
    assert [path.name for path in directory.iterdir()] == [f"{NAME}.sealed"]


def die_before_replacing(directory: Path) -> None:
    """Write, and be killed when all is written and nothing in place."""

    def replace(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    os.replace = replace
    with open_host_files(directory) as files:
        files.write(NAME, b"new content", time.time() + DAY)


def test_what_a_crash_leaves_is_swept_later(files: HostFiles, directory: Path) -> None:
    """A process killed in the middle of a write leaves the old entry and a temporary file, removed after an hour."""
    files.write(NAME, b"content", time.time() + DAY)
    child = spawn.Process(target=die_before_replacing, args=(directory,))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert files.read(NAME) == b"content"
    assert len(list(directory.glob("*.tmp"))) == 1
    files.sweep(time.time())
    assert len(list(directory.glob("*.tmp"))) == 1
    files.sweep(time.time() + 3700)
    assert [path.name for path in directory.iterdir()] == [f"{NAME}.sealed"]


def test_dead_entries_go_with_their_locks(files: HostFiles, directory: Path) -> None:
    """A live entry and what is not ours stay, a dead one goes; a lock without an entry goes after a day."""
    now = time.time()
    files.write(NAME, b"dead", now - 1)
    files.write(OTHER, b"alive", now + DAY * 2)
    for name in (NAME, OTHER, "0c" * 32):
        lock = HostLock(name)
        assert lock.try_acquire(files)
        lock.release()
    for stranger in ("notes.txt", f"{NAME}.sealed.bak", "0d.sealed", "0D" * 32 + ".sealed"):
        make_file(directory / stranger)
        os.utime(directory / stranger, (0, 0))
    strangers = {"notes.txt", f"{NAME}.sealed.bak", "0d.sealed", "0D" * 32 + ".sealed"}

    files.sweep(now)
    ours = {f"{OTHER}.sealed", f"{OTHER}.lock"}
    assert {path.name for path in directory.iterdir()} == strangers | ours | {"0c" * 32 + ".lock"}
    files.sweep(now + DAY + 60)
    assert {path.name for path in directory.iterdir()} == strangers | ours
    files.sweep(now + DAY * 3)
    assert {path.name for path in directory.iterdir()} == strangers


def test_an_entry_being_minted_is_not_swept(files: HostFiles, directory: Path) -> None:
    """While somebody holds the lock of a dead entry, both stay: it is about to be replaced."""
    files.write(NAME, b"dead", 5000.0)
    lock = HostLock(NAME)
    assert lock.try_acquire(files)
    files.sweep(time.time() + 3 * DAY)
    assert len(list(directory.iterdir())) == 2
    lock.release()
    files.sweep(time.time() + 3 * DAY)
    assert list(directory.iterdir()) == []


def test_a_sweep_passes_over_what_it_cannot_remove(files: HostFiles, directory: Path) -> None:
    """Neither a directory with an entry's name nor a directory that is gone is an error."""
    (directory / f"{NAME}.sealed").mkdir()
    os.utime(directory / f"{NAME}.sealed", (0, 0))
    files.write(OTHER, b"dead", 5000.0)
    files.sweep(time.time())
    assert {path.suffix for path in directory.iterdir() if OTHER in path.name} == set()
    for path in directory.iterdir():
        path.rmdir() if path.is_dir() else path.unlink()
    directory.rmdir()
    files.sweep(time.time())


def try_lock_in_a_thread(directory: Path) -> bool:
    """Whether another thread gets the lock, with a descriptor of its own of the directory."""
    results = []

    def run() -> None:
        with open_host_files(directory) as files:
            lock = HostLock(NAME)
            results.append(lock.try_acquire(files))
            lock.release()

    thread = Thread(target=run)
    thread.start()
    thread.join()
    return results[0]


def exit_with_lock(directory: Path) -> None:
    """End with 1 if this process gets the lock, with 0 if not."""
    with open_host_files(directory) as files:
        os._exit(HostLock(NAME).try_acquire(files))


def try_lock_in_a_process(directory: Path) -> bool:
    """Whether another process gets the lock."""
    child = spawn.Process(target=exit_with_lock, args=(directory,))
    child.start()
    child.join(30)
    assert child.exitcode in (0, 1)
    return bool(child.exitcode)


def test_one_at_a_time_has_the_lock(files: HostFiles, directory: Path, tmp_path: Path) -> None:
    """No thread and no process gets a held lock, not even after a thread tried in vain; by no other path either."""
    (tmp_path / "also").symlink_to(directory.parent)
    lock = HostLock(NAME)
    assert lock.try_acquire(files)
    assert not try_lock_in_a_thread(directory)
    assert not try_lock_in_a_thread(tmp_path / "also" / "cache")
    assert not try_lock_in_a_process(directory)
    lock.release()
    lock.release()
    assert try_lock_in_a_thread(directory)
    assert try_lock_in_a_process(directory)


def test_locks_of_other_names_are_free(files: HostFiles) -> None:
    """Each entry has its own lock."""
    first, second = HostLock(NAME), HostLock(OTHER)
    assert first.try_acquire(files)
    assert second.try_acquire(files)
    first.release()
    second.release()


def test_a_lock_file_that_was_removed_is_no_lock(
    files: HostFiles, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Swept between being opened and being locked, a file would hold nobody off; the next try makes another."""
    real = HostFiles.open

    def open_late(self: HostFiles, file_name: str, flags: int) -> int:
        descriptor = real(self, file_name, flags)
        monkeypatch.setattr(HostFiles, "open", real)
        (directory / file_name).unlink()
        return descriptor

    monkeypatch.setattr(HostFiles, "open", open_late)
    lock = HostLock(NAME)
    assert not lock.try_acquire(files)
    assert lock.try_acquire(files)
    lock.release()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make_fifo, id="fifo"),
        pytest.param(make_link, id="link"),
        pytest.param(make_hard_link, id="hard_link"),
        pytest.param(Path.mkdir, id="directory"),
    ],
)
def test_what_is_no_lock_file_is_an_error_and_locks_nobody(
    files: HostFiles, directory: Path, make: Callable[[Path], object]
) -> None:
    """The file is not used, and the next try, with the file gone, succeeds."""
    path = directory / f"{NAME}.lock"
    make(path)
    lock = HostLock(NAME)
    with pytest.raises(OSError):
        lock.try_acquire(files)
    path.rmdir() if path.is_dir() else path.unlink()
    with suppress(FileNotFoundError):
        (directory / "second").unlink()
    assert lock.try_acquire(files)
    lock.release()


def fork_with_lock(directory: Path) -> None:
    """Hold the lock, and fork: end with 0 if the child neither has it nor frees it."""
    with open_host_files(directory) as files:
        lock = HostLock(NAME)
        assert lock.try_acquire(files)
        child = os.fork()
        if child == 0:
            got_it = HostLock(NAME).try_acquire(files)
            lock.release()
            os._exit(got_it)
        assert os.waitpid(child, 0)[1] == 0
        assert not try_lock_in_a_process(directory)
        until_released, released = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(until_released, 1)
            os._exit(HostLock(NAME).try_acquire(files))
        lock.release()
        os.write(released, b".")
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) - 1)


def test_a_forked_child_has_no_lock_and_frees_none(directory: Path) -> None:
    """The child finds its parent's lock held, its release does nothing, and once it is free it gets it."""
    child = spawn.Process(target=fork_with_lock, args=(directory,))
    child.start()
    child.join(60)
    assert child.exitcode == 0


def test_no_descriptor_is_kept(files: HostFiles, directory: Path) -> None:
    """Neither a try in vain nor holding and letting go leaves files open."""
    descriptors = Path("/dev/fd")
    before = len(list(descriptors.iterdir()))
    for _ in range(5):
        lock = HostLock(NAME)
        assert lock.try_acquire(files)
        assert not try_lock_in_a_thread(directory)
        lock.release()
        files.write(NAME, b"content", 5000.0)
        files.read(NAME)
        files.sweep(1.0)
    assert len(list(descriptors.iterdir())) == before
