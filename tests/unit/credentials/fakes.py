"""What the tests of credentials stand on: a clock, sets, an STS, threads and loops at once, children, secrets found."""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import threading
import types
import warnings
from datetime import datetime, timedelta, timezone
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from airflow_provider_awsconn.credentials.minted import MintedCredentials

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from botocore.credentials import Credentials

NOW = 1_700_000_000.0
ACCOUNT = "123456789012"
ARN = f"arn:aws:iam::{ACCOUNT}:role/etl"


class Clock:
    """Time that passes when told to."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        """Give the time."""
        return self.now


def make_set(number: int = 1, now: float = NOW, lifetime: float | None = 3600.0, **changes: Any) -> MintedCredentials:
    """A set whose key, secret and token carry a number."""
    fields: dict[str, Any] = {
        "access_key": f"ASIA{number}",
        "secret_key": f"secret-{number}",
        "token": f"token-{number}",
        "minted_at": now,
        "expires_at": None if lifetime is None else now + lifetime,
    }
    return MintedCredentials(**(fields | changes))


class AtHand:
    """A source that never waits, for fakes that say what it gives."""

    def get(self) -> MintedCredentials:
        """Give the set of this moment."""
        raise NotImplementedError

    def get_now(self) -> MintedCredentials | None:
        """Give the same."""
        return self.get()

    async def aget(self) -> MintedCredentials:
        """Give the same."""
        return self.get()


class Sets(AtHand):
    """Gives another set each time, or the one that was fixed."""

    def __init__(self) -> None:
        self.uses = 0
        self.fixed: MintedCredentials | None = None

    def get(self) -> MintedCredentials:
        """Give the set of this moment."""
        self.uses += 1
        return self.fixed or make_set(self.uses, account_id=f"{self.uses:012}")


def make_client_error(
    code: str | None, message: str = "no", status: int = 403, operation: str = "AssumeRole"
) -> ClientError:
    """What botocore raises for an answer; without a code there is no Error in it, as a store may answer."""
    response: Any = {"ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": {}, "RetryAttempts": 0}}
    if code is not None:
        response["Error"] = {"Code": code, "Message": message}
    return ClientError(response, operation)


class FakeSts:
    """Answers STS's calls and keeps what it was asked, and with whose keys.

    Args:
        account: of the caller.
        partition: of the caller.
    """

    def __init__(self, account: str = "210987654321", partition: str = "aws") -> None:
        self.caller = {"Account": account, "Arn": f"arn:{partition}:iam::{account}:user/worker"}
        self.lifetime = timedelta(hours=1)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.keys: list[str | None] = []
        self.clients = 0
        self.error: Exception | None = None

    def create(self, credentials: Credentials | None) -> FakeStsClient:
        """Make a client, as `StsAccess.create` does."""
        self.clients += 1
        return FakeStsClient(self, credentials)

    def answer(self, operation: str, arguments: dict[str, Any], credentials: Credentials | None) -> dict[str, Any]:
        """Give keys that are different at every call, or the error that was set."""
        key = credentials.get_frozen_credentials().access_key if credentials else None
        self.calls.append((operation, arguments))
        self.keys.append(key)
        if self.error is not None:
            raise self.error
        if operation == "get_caller_identity":
            return dict(self.caller)
        number = len(self.calls)
        return {
            "Credentials": {
                "AccessKeyId": f"ASIA{number}",
                "SecretAccessKey": f"secret-{number}",
                "SessionToken": f"token-{number}",
                "Expiration": datetime.now(timezone.utc) + self.lifetime,
            }
        }

    @property
    def operations(self) -> list[str]:
        """The calls by name, in order."""
        return [operation for operation, _ in self.calls]


class FakeStsClient:
    """A client of a `FakeSts`, with the credentials it signs with."""

    def __init__(self, sts: FakeSts, credentials: Credentials | None) -> None:
        self._sts = sts
        self._credentials = credentials

    def __getattr__(self, operation: str) -> Callable[..., dict[str, Any]]:
        return lambda **arguments: self._sts.answer(operation, arguments, self._credentials)


def run_at_once(count: int, work: Callable[[], Any], timeout: float = 30.0) -> list[Any]:
    """Run a function in many threads that start together, and give what each returned or raised."""
    barrier = Barrier(count)
    results: list[Any] = []

    def run() -> None:
        barrier.wait(timeout)
        try:
            results.append(work())
        except Exception as error:  # noqa: BLE001 - a result to look at
            results.append(error)

    threads = [Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout)
    assert len(results) == count, f"{count - len(results)} of {count} threads did not come back"
    return results


def end_flights() -> None:
    """Wait for the threads that make calls for coroutines: they stay for a moment."""
    for thread in threading.enumerate():
        if thread.name == "awsconn-flight":
            thread.join(30)


async def gather(count: int, ask: Callable[[], Awaitable[Any]]) -> list[Any]:
    """Have many coroutines of this loop ask at once, and give what each got or what it raised."""
    return await asyncio.gather(*(ask() for _ in range(count)), return_exceptions=True)


async def see(event: Event) -> None:
    """Wait for something a thread does, while this loop does all else it has to."""
    for _ in range(30_000):
        if event.is_set():
            return
        await asyncio.sleep(0.001)
    pytest.fail("nothing happened for 30 s")


async def turn_loop(times: int = 100) -> None:
    """Let all else that this loop has to do go on for a while."""
    for _ in range(times):
        await asyncio.sleep(0)


def run_in_child(work: Callable[[], object], timeout: float = 20.0) -> str:
    """Run a function in a forked child and give what it returned, as text; a child that hangs fails the test."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 and later warn of threads at a fork, which are what is tested.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            try:
                said = str(work())
            except BaseException as error:  # noqa: BLE001 - told to the parent
                said = f"raised {error!r}"
            os.write(writing, (said or " ").encode())
        finally:
            os._exit(0)
    os.close(writing)
    try:
        if not select.select([reading], [], [], timeout)[0]:
            pytest.fail(f"the child says nothing for {timeout} s")
        return os.read(reading, 65536).decode()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)


def find_reachable(root: object, texts: Iterable[str] = ()) -> list[str]:
    """List what can be reached from an object by references: of the texts, and frames, which hold local variables."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, (types.ModuleType, type)):
            continue
        if isinstance(each, (types.FrameType, types.TracebackType)):
            found.add("a frame")
            continue
        if isinstance(each, (str, bytes)):
            shown = each if isinstance(each, str) else each.decode("latin-1")
            found.update(text for text in texts if text in shown)
        elif isinstance(each, types.FunctionType):
            waiting += [cell.cell_contents for cell in each.__closure__ or ()]
        else:
            waiting += gc.get_referents(each)
    return sorted(found)
