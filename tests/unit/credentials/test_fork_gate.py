"""Forks wait for work that they must not come in the middle of, and that work for forks; nobody waits without end."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import boto3.session
import pytest
from botocore.credentials import Credentials

from airflow_provider_awsconn.credentials import fork_gate
from airflow_provider_awsconn.credentials.fork_gate import ForkGate, delaying_forks
from airflow_provider_awsconn.sessions.bare_session import ForkSafeSession, build_bare_session
from airflow_provider_awsconn.sessions.template import get_template
from tests.unit.credentials.fakes import run_in_child

if TYPE_CHECKING:
    from collections.abc import Callable

REGION = "eu-west-1"
# Long enough to be seen, if a fork did not wait.
WORK_SECONDS = 0.3


class SlowWork:
    """Tells when it began, and when it was over."""

    def __init__(self) -> None:
        self.began = Event()
        self.is_over = False

    def __call__(self, **_: Any) -> None:
        """Take a while."""
        self.began.set()
        time.sleep(WORK_SECONDS)
        self.is_over = True


def make_client_of_template(work: SlowWork) -> None:
    """As hooks do."""
    template = get_template(None, "agent")
    template.register("creating-client-class.sqs", work)
    try:
        template.build_client(Credentials("AKIA", "s" * 40), False, "sqs", region_name=REGION)
    finally:
        template.unregister("creating-client-class.sqs", work)


def make_client_of_session(work: SlowWork) -> None:
    """As users do with the session of a hook."""
    session = build_bare_session(ForkSafeSession, None, "agent")
    session.register("creating-client-class.sqs", work)
    boto3.session.Session(botocore_session=session).client("sqs", region_name=REGION)


def make_async_client(work: SlowWork) -> None:
    """As async hooks do, in the thread that makes clients."""
    from airflow_provider_awsconn.async_sessions.building import make_client
    from airflow_provider_awsconn.async_sessions.session import AsyncSession

    session = build_bare_session(AsyncSession, None, "agent")
    session.register("creating-client-class.sqs", work)
    make_client(session, "sqs", region_name=REGION)


def do_within(work: SlowWork) -> None:
    """The plain way."""
    with delaying_forks():
        work()


@pytest.mark.parametrize("make", [do_within, make_client_of_template, make_client_of_session, make_async_client])
def test_a_fork_waits_for_work_of_another_thread(make: Callable[[SlowWork], None]) -> None:
    """The child is born when the client has been made, and makes its own."""
    if make is make_async_client:
        pytest.importorskip("aiobotocore")
    work = SlowWork()
    thread = Thread(target=make, args=(work,), daemon=True)
    thread.start()
    assert work.began.wait(30)

    def make_own() -> bool:
        make_client_of_template(SlowWork())
        return work.is_over

    assert run_in_child(make_own) == "True"
    thread.join(30)


def test_work_that_begins_while_a_fork_waits_does_not_keep_it_waiting() -> None:
    """Threads that enter again and again have a fork in between, and go on after it."""
    gate, stop = ForkGate(), Event()
    rounds = dict.fromkeys(range(4), 0)

    def work(number: int) -> None:
        while not stop.is_set():
            with gate.delaying():
                rounds[number] += 1
                time.sleep(0.002)

    threads = [Thread(target=work, args=(number,), daemon=True) for number in rounds]
    for thread in threads:
        thread.start()
    for _ in range(20):
        gate.before_fork()
        before = dict(rounds)
        time.sleep(0.005)
        assert rounds == before
        gate.after_fork_in_parent()
    before = dict(rounds)
    deadline = time.monotonic() + 30
    while any(rounds[number] == before[number] for number in rounds):
        assert time.monotonic() < deadline, "nobody goes on after the fork"
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join(30)


def test_a_thread_may_enter_again_and_fork_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for oneself, and in the child it goes on as it was."""
    monkeypatch.setattr(fork_gate, "PATIENCE_SECONDS", 60)

    def fork() -> str:
        with delaying_forks(), delaying_forks():
            return run_in_child(lambda: "went on")

    def leave_in_child() -> str:
        with delaying_forks():
            gate = ForkGate()
            with gate.delaying():
                gate.before_fork()
                gate.after_fork_in_child()
            gate.before_fork()
            return "left"

    started = time.monotonic()
    assert fork() == "went on"
    assert run_in_child(leave_in_child) == "left"
    assert time.monotonic() - started < fork_gate.PATIENCE_SECONDS


def test_threads_of_a_child_enter() -> None:
    """The fork is over there too, and what its parent held for it is free."""

    def enter_in_thread() -> bool:
        entered = Event()

        def enter() -> None:
            with delaying_forks():
                entered.set()

        Thread(target=enter, daemon=True).start()
        return entered.wait(10)

    assert run_in_child(enter_in_thread) == "True"


def test_who_is_inside_does_not_wait_for_a_fork_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a client needs another one first."""
    monkeypatch.setattr(fork_gate, "PATIENCE_SECONDS", 60)
    gate, began = ForkGate(), Event()

    def enter_again() -> None:
        with gate.delaying():
            began.set()
            while not gate._forks_pending:
                time.sleep(0.01)
            with gate.delaying():
                pass

    def fork() -> None:
        gate.before_fork()
        gate.after_fork_in_parent()

    threads = [Thread(target=work, daemon=True) for work in (enter_again, fork)]
    for thread in threads:
        thread.start()
        assert began.wait(30)
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)


def test_a_child_waits_for_nobody_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fork that lost patience leaves a thread inside; the child, and its own child, know nothing of it."""
    monkeypatch.setattr(fork_gate, "PATIENCE_SECONDS", 0.2)
    began, go_on = Event(), Event()

    def hold() -> None:
        with delaying_forks():
            began.set()
            go_on.wait(60)

    thread = Thread(target=hold, daemon=True)
    thread.start()
    assert began.wait(30)

    def fork_below() -> str:
        monkeypatch.setattr(fork_gate, "PATIENCE_SECONDS", 60)
        return run_in_child(lambda: "below")

    assert run_in_child(fork_below) == "below"
    go_on.set()
    thread.join(30)
    assert not thread.is_alive()


def test_nobody_waits_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """One inside waits for one outside, who would come in, and a fork for both: patience ends, and all go on."""
    monkeypatch.setattr(fork_gate, "PATIENCE_SECONDS", 0.3)
    gate, began, entered = ForkGate(), Event(), Event()

    def inside() -> None:
        with gate.delaying():
            began.set()
            assert entered.wait(30)

    def outside() -> None:
        with gate.delaying():
            entered.set()

    def fork() -> None:
        gate.before_fork()
        gate.after_fork_in_parent()

    threads = [Thread(target=work, daemon=True) for work in (inside, fork, outside)]
    for thread in threads:
        thread.start()
        assert began.wait(30)
        time.sleep(0.05)
    for thread in threads:
        thread.join(30)
    assert entered.is_set()
    assert not any(thread.is_alive() for thread in threads)


def test_a_server_that_forks_in_its_own_way_breaks_nothing() -> None:
    """UWSGI calls only what comes after a fork."""
    gate = ForkGate()
    gate.after_fork_in_parent()
    gate.after_fork_in_child()
    with gate.delaying():
        pass
    gate.before_fork()
    gate.after_fork_in_parent()


def test_an_error_leaves_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails inside is outside again."""
    monkeypatch.setattr(fork_gate, "PATIENCE_SECONDS", 60)
    gate = ForkGate()

    def fail() -> None:
        with contextlib.suppress(OSError), gate.delaying():
            raise OSError("no")

    thread = Thread(target=fail, daemon=True)
    thread.start()
    thread.join(30)
    started = time.monotonic()
    gate.before_fork()
    gate.after_fork_in_parent()
    assert time.monotonic() - started < fork_gate.PATIENCE_SECONDS


FIRST_USE = """
import faulthandler, importlib.abc, os, signal, sys, threading
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.credentials import fork_gate

hook = AwsHook()
# Airflow's own modules are Airflow's business.
hook.get_connection("aws_default")
use = {"client": lambda: hook.get_client_type("sts"), "session": lambda: hook.get_session().client("sts")}[sys.argv[1]]
"""
FORK_DURING_IMPORT = f"""{FIRST_USE}
class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == sys.argv[2] and not began.is_set():
            began.set()
            go_on.wait(2)

began, go_on = threading.Event(), threading.Event()
sys.meta_path.insert(0, Slow())
thread = threading.Thread(target=use)
thread.start()
assert began.wait(60)
child = os.fork()
if child == 0:
    faulthandler.dump_traceback_later(25)
    signal.alarm(30)
    use()
    os._exit(0)
go_on.set()
thread.join(60)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
IMPORTS_OUTSIDE = f"""{FIRST_USE}
class Spy(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if threading.get_ident() not in fork_gate._GATE._inside:
            outside.append(name)

outside, before = [], len(sys.modules)
sys.meta_path.insert(0, Spy())
use()
print(len(sys.modules) - before, *outside)
"""


def run_script(script: str, *arguments: str) -> tuple[str, str]:
    """Have a process of its own run it, with a connection; give the last line that it prints, and its errors."""
    environment = os.environ | {
        "AIRFLOW_CONN_AWS_DEFAULT": json.dumps({"conn_type": "aws", "login": "AKIA", "password": "s" * 40}),
        "AWS_DEFAULT_REGION": REGION,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    command = [sys.executable, "-W", "ignore", "-c", script, *arguments]
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.splitlines()[-1], finished.stderr


@pytest.mark.oldest
@pytest.mark.parametrize(
    ("module", "use"),
    [
        pytest.param("airflow_provider_awsconn.airflow_connections", "client", id="connection"),
        pytest.param("airflow_provider_awsconn.sessions.client_view", "client", id="client"),
        pytest.param("airflow_provider_awsconn.sessions.botocore_inside", "session", id="session"),
        pytest.param("boto3.session", "session", id="boto3"),
    ],
)
def test_a_fork_waits_for_the_first_use_of_a_hook(module: str, use: str) -> None:
    """A thread imports what its first client needs; a child forked then would wait without end for the same module."""
    exit_code, errors = run_script(FORK_DURING_IMPORT, use, module)
    assert exit_code == "0", errors


@pytest.mark.oldest
@pytest.mark.parametrize("use", ["client", "session"])
def test_all_that_the_first_client_imports_is_inside(use: str) -> None:
    """Wherever a fork comes, no thread is importing; what this Airflow does not have is looked for inside, too."""
    imported, *outside = run_script(IMPORTS_OUTSIDE, use)[0].split()
    assert outside == []
    assert int(imported) > 50
