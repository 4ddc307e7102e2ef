"""Files that the processes of one user share on one host, in a directory nobody else may enter.

Imports the standard library only, and knows nothing of what the files hold. What is not as it is made here, be it the
directory or a file, is left alone. Works where there are POSIX record locks.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from airflow_provider_awsconn.credentials.process_local import ProcessLocal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment] # open_host_files does nothing without it

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES = 64 * 1024

_ENTRY = ".sealed"
_LOCK = ".lock"
_TEMPORARY = ".tmp"
_OWN_NAME = re.compile(r"([0-9a-f]{64})(\.sealed|\.lock|\.[0-9a-f]{16}\.tmp)")

_LOCK_IDLE_SECONDS = 24 * 3600
_TEMPORARY_IDLE_SECONDS = 3600

# Not there on Windows, where nothing is opened. A FIFO must not make anybody wait.
_FLAGS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class UnusableFilesError(OSError):
    """The directory, or a file in it, is not one to be used.

    Attributes:
        reason: what is wrong with it.
        hint: what would be right.
    """

    def __init__(self, reason: str, hint: str) -> None:
        self.reason = reason
        self.hint = hint
        super().__init__(f"{reason}; {hint}")


class HostFiles:
    """A directory, open and found to be this user's alone. Every path goes by its descriptor: it can't be swapped.

    Entries and their locks go by names of 64 hexadecimal digits.
    """

    __slots__ = ("_descriptor", "identity")

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        status = os.fstat(descriptor)
        self.identity = (status.st_dev, status.st_ino)

    def read(self, name: str) -> bytes | None:
        """Give what an entry holds; None when there is none, or it is not a file as `write` makes them."""
        try:
            descriptor = self.open(name + _ENTRY, os.O_RDONLY)
        except OSError:
            return None
        try:
            status = os.fstat(descriptor)
            if not _is_own_file(status) or status.st_size > MAX_BYTES:
                return None
            return os.read(descriptor, MAX_BYTES)
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def write(self, name: str, content: bytes, dead_at: float) -> None:
        """Put an entry in place, at once and whole; `sweep` takes it away after `dead_at`, seconds since 1970."""
        temporary = f"{name}.{secrets.token_hex(8)}{_TEMPORARY}"
        descriptor = self.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(descriptor, stat.S_IRUSR | stat.S_IWUSR)
                file.write(content)
                file.flush()
                os.utime(descriptor, (dead_at, dead_at))
            os.replace(temporary, name + _ENTRY, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
        except BaseException:
            with suppress(OSError):
                self._unlink(temporary)
            raise

    def sweep(self, now: float) -> None:
        """Remove dead entries with their locks, locks unused for a day, and what a crash left; errors are passed over.

        Removes only while holding the lock, so that no entry goes that somebody has just renewed.
        """
        with suppress(OSError), os.scandir(self._descriptor) as found:
            for item in found:
                if match := _OWN_NAME.fullmatch(item.name):
                    with suppress(OSError):
                        self._sweep_one(match[1], match[2], now)

    def _sweep_one(self, name: str, suffix: str, now: float) -> None:
        status = self.stat(name + suffix)
        if suffix == _ENTRY:
            if status.st_mtime < now:
                self._remove_entry(name, now)
        elif suffix == _LOCK:
            if status.st_mtime < now - _LOCK_IDLE_SECONDS:
                self._remove_entry(name, now)
        # Its modification time may be that of the entry it was to become.
        elif status.st_ctime < now - _TEMPORARY_IDLE_SECONDS:
            self._unlink(name + suffix)

    def _remove_entry(self, name: str, now: float) -> None:
        lock = HostLock(name)
        if not lock.try_acquire(self):
            return
        try:
            with suppress(FileNotFoundError):
                if self.stat(name + _ENTRY).st_mtime >= now:
                    return
                self._unlink(name + _ENTRY)
            self._unlink(name + _LOCK)
        finally:
            lock.release()

    def open(self, file_name: str, flags: int) -> int:
        """Open a file in the directory, never through a link; a new one is for its owner alone."""
        return os.open(file_name, flags | _FLAGS, stat.S_IRUSR | stat.S_IWUSR, dir_fd=self._descriptor)

    def stat(self, file_name: str) -> os.stat_result:
        """Tell of a file in the directory, or of the link that is in its place."""
        return os.stat(file_name, dir_fd=self._descriptor, follow_symlinks=False)

    def _unlink(self, file_name: str) -> None:
        os.unlink(file_name, dir_fd=self._descriptor)


class HostLock:
    """The lock of one entry: among the processes of the host, and among the threads of each.

    A POSIX record lock, which a forked child does not have and the kernel frees when its process ends. It belongs to
    the process, and is gone when any descriptor of the file is closed there: so within a process the file is opened by
    whoever is first in a table, and by nobody else.
    https://pubs.opengroup.org/onlinepubs/9699919799/functions/fcntl.html
    """

    __slots__ = ("_descriptor", "_key", "_name")

    def __init__(self, name: str) -> None:
        self._name = name
        self._key: tuple[int, int, str] | None = None
        self._descriptor: int | None = None

    def try_acquire(self, files: HostFiles) -> bool:
        """Take the lock unless somebody has it; never waits.

        Raises:
            OSError: there is no such thing as a lock there.
        """
        acquired = False
        try:
            acquired = self._try_acquire(files)
        finally:
            if not acquired:
                self.release()
        return acquired

    def _try_acquire(self, files: HostFiles) -> bool:
        self._key = (*files.identity, self._name)
        if _held_locks.get().setdefault(self._key, self) is not self:
            return False
        self._descriptor = files.open(self._name + _LOCK, os.O_RDWR | os.O_CREAT)
        status = os.fstat(self._descriptor)
        if not _is_own_file(status):
            raise UnusableFilesError(f"{self._name}{_LOCK} in it is not a lock file of this user", "remove that file")
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        try:
            # A sweep may have removed the file after it was opened: a lock on that holds nobody off.
            if not os.path.samestat(status, files.stat(self._name + _LOCK)):
                return False
        except FileNotFoundError:
            return False
        os.utime(self._descriptor)
        return True

    def release(self) -> None:
        """Let go of the lock, if it is held; in a forked child it never is."""
        held = _held_locks.get()
        if self._key is None or held.get(self._key) is not self:
            return
        if self._descriptor is not None:
            # Before the next thread may open the file: closing it later would free that thread's lock.
            os.close(self._descriptor)
            self._descriptor = None
        del held[self._key]


_held_locks: ProcessLocal[dict[tuple[int, int, str], HostLock]] = ProcessLocal(dict)


@contextmanager
def open_host_files(path: Path) -> Iterator[HostFiles]:
    """Open the directory, made for this user alone where there is none.

    Raises:
        UnusableFilesError: it is not a directory of this user's alone. It is not made one either.
        OSError: it can't be made or opened.
    """
    if fcntl is None:
        raise UnusableFilesError("this platform has no POSIX record locks", "leave [awsconn] credential_cache unset")
    try:
        descriptor = _open_directory(path)
    except FileNotFoundError:
        with suppress(FileExistsError):
            path.mkdir(mode=stat.S_IRWXU, parents=True)
        descriptor = _open_directory(path)
    try:
        _check_directory(os.fstat(descriptor))
        yield HostFiles(descriptor)
    finally:
        os.close(descriptor)


def _open_directory(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError:
        if path.is_symlink():
            raise UnusableFilesError("is a symbolic link", "name the directory itself") from None
        if path.exists() and not path.is_dir():
            raise UnusableFilesError("is not a directory", "name a directory") from None
        raise


def _check_directory(status: os.stat_result) -> None:
    user = os.geteuid()
    if status.st_uid != user:
        raise UnusableFilesError(
            f"belongs to uid {status.st_uid} while this process runs as uid {user}",
            "name a directory of this user's own",
        )
    if status.st_mode & _OTHERS:
        raise UnusableFilesError(
            f"has mode {stat.S_IMODE(status.st_mode):04o}, which lets other users in",
            "remove what is in it, then set mode 0700",
        )


def _is_own_file(status: os.stat_result) -> bool:
    return (
        stat.S_ISREG(status.st_mode)
        and status.st_uid == os.geteuid()
        and not status.st_mode & _OTHERS
        # None when it was replaced a moment ago; more than one is a link somebody made.
        and status.st_nlink <= 1
    )
