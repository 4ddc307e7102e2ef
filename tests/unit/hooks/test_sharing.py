"""What hooks of one process share: credentials and nothing else. Counted at a server."""

from __future__ import annotations

import logging
import os
import pickle
import signal
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from airflow_provider_awsconn.errors import AccountNotAllowedError, InvalidConnectionError
from airflow_provider_awsconn.hooks.aws import AwsHook
from tests.unit.conftest import REGION
from tests.unit.running_task import RUN_ID, run_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench
    from tests.unit.conftest import BenchConnection

CHAIN_LOGGER = "airflow_provider_awsconn.credentials.chain"
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
# Of daily, load and the run, and of the same with the map index 3.
RUN_NAME = "daily.load.manual__2026-11-22T00-00-00+00-00-e16d99fc"
MAPPED_NAME = "daily.load.manual__2026-11-22T00-00-00+00-00.3-4bd20e2b"


def list_actions(bench: AwsBench) -> list[str]:
    """The operations that reached the server, in order."""
    return [request.action for request in bench.requests()]


def list_told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log says of role sessions."""
    return [record.getMessage() for record in caplog.records if record.name == CHAIN_LOGGER]


def list_buckets(conn_id: str, **arguments: Any) -> None:
    """Send one request with a new hook."""
    AwsHook(conn_id, client_type="s3", **arguments).conn.list_buckets()


# Credentials.


def test_hooks_of_one_connection_share_one_assume_role(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Two hooks, clients and resources of both: the role is assumed once, and all sign with its keys."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    first, second = AwsHook(conn_id, client_type="s3"), AwsHook(conn_id, resource_type="s3")
    first.conn.list_buckets()
    list(second.conn.buckets.all())
    assert first.get_credentials() == second.get_credentials()
    assert list_actions(bench) == ["AssumeRole", "ListBuckets", "ListBuckets"]


def test_connections_that_ask_for_the_same_share_it(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Two connections of one base, role and session name have one set; without a name, theirs is another each."""
    for conn_id in ("first", "second"):
        list_buckets(bench_connection(conn_id, role_arn=bench.role_arn, role_session_name="nightly"))
    assert [request.role_session_name for request in bench.requests("AssumeRole")] == ["nightly"]
    bench.clear()
    for conn_id in ("first", "second"):
        list_buckets(bench_connection(conn_id, role_arn=bench.role_arn))
    assert [request.role_session_name for request in bench.requests("AssumeRole")] == [
        "Airflow_first",
        "Airflow_second",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"role_session_name": "nightly"}, id="session-name"),
        pytest.param({"session_policy": POLICY}, id="policy"),
        pytest.param({"external_id": "partner-7"}, id="external-id"),
        pytest.param({"keys": "limited"}, id="base"),
        pytest.param({"role_arn": "hub"}, id="role"),
    ],
)
def test_a_changed_connection_is_asked_for_anew(
    changed: dict[str, Any], bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """A hook made after the connection was changed gets credentials of what it says now, and its own session."""
    stands_for = {"limited": bench.limited, "hub": bench.hub_role_arn}
    given = {name: stands_for.get(value, value) if isinstance(value, str) else value for name, value in changed.items()}
    before = AwsHook(bench_connection(role_arn=bench.role_arn))
    first = before.get_credentials()
    arguments: dict[str, Any] = {"role_arn": bench.role_arn, **given}
    after = AwsHook(bench_connection(**arguments))
    assert after.get_credentials() != first
    assert before.get_credentials() == first
    assert list_actions(bench) == ["AssumeRole", "AssumeRole"]


def test_a_role_is_asked_for_in_the_region_of_the_hook(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """A hook with a region of its own asks that region's STS; one without shares with its like."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    for region in (None, "eu-central-1", "eu-central-1", None):
        list_buckets(conn_id, region_name=region)
    assert [request.region for request in bench.requests("AssumeRole")] == [REGION, "eu-central-1"]


def test_the_test_of_a_connection_shares_nothing(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """It asks STS itself each time, whatever worked before, and leaves nothing behind for others."""
    conn_id = bench_connection(role_arn=bench.role_arn)
    assert AwsHook(conn_id).test_connection()[0]
    list_buckets(conn_id)
    hook = AwsHook(conn_id)
    for _ in range(2):
        assert hook.test_connection()[0]
    list_buckets(conn_id)
    assert list_actions(bench) == [
        *["AssumeRole", "ListBuckets"] * 4,
        "ListBuckets",
    ]


# Forked children.


def run_in_child(work: Callable[[], bool]) -> bool:
    """Tell what work said in a forked child; a child that hangs or raises said no."""
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        said = False
        try:
            said = work()
        finally:
            # Not through pytest, whose report the parent writes.
            os._exit(0 if said else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_has_its_own_client_and_the_same_credentials(
    bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """Its requests go over a connection of its own, signed with the role at hand; the parent's connection goes on."""
    hook = AwsHook(bench_connection(role_arn=bench.role_arn), client_type="s3")
    parents = hook.conn
    parents.list_buckets()

    def use_in_child() -> bool:
        is_new = hook.conn is not parents and hook.conn is hook.conn
        hook.conn.list_buckets()
        return is_new

    assert run_in_child(use_in_child)
    assert hook.conn is parents
    parents.list_buckets()
    assert list_actions(bench) == ["AssumeRole", *["ListBuckets"] * 3]
    before, of_child, after = bench.requests("ListBuckets")
    assert before.client_port == after.client_port != of_child.client_port
    assert before.access_key == after.access_key == of_child.access_key != bench.worker.access_key


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_what_was_set_is_there_in_a_forked_child(bench_connection: BenchConnection) -> None:
    """A client of the caller's own stays the caller's choice."""
    hook, own = AwsHook(bench_connection(), client_type="s3"), object()
    hook.conn = own
    assert run_in_child(lambda: hook.conn is own)


# conn as an attribute.


def test_conn_can_be_set_and_deleted(bench_connection: BenchConnection) -> None:
    """As a cached property: what is set is given, what is deleted is made anew; 0 is a value too."""
    hook: Any = AwsHook(bench_connection(), client_type="s3")
    made, own = hook.conn, object()
    hook.conn = own
    assert hook.conn is hook.get_conn() is own
    assert own not in vars(pickle.loads(pickle.dumps(hook))).values()
    hook.conn = 0
    assert hook.conn == 0
    del hook.conn
    assert hook.conn is hook.conn is not made
    assert hook.conn.meta.service_model.service_name == "s3"


@pytest.mark.parametrize("is_used", [False, True], ids=["unused", "used"])
def test_conn_of_a_hook_can_be_patched(is_used: bool, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """mock.patch.object replaces conn of one hook for a while; afterwards it is a client again."""
    hook = AwsHook(bench_connection(), client_type="s3")
    if is_used:
        hook.conn.list_buckets()
    with mock.patch.object(hook, "conn") as patched:
        assert hook.conn is hook.get_conn() is patched
    bench.clear()
    hook.conn.list_buckets()
    assert list_actions(bench) == ["ListBuckets"]


@pytest.mark.parametrize("is_used", [False, True], ids=["unused", "used"])
def test_conn_of_the_class_can_be_patched(is_used: bool, bench_connection: BenchConnection, bench: AwsBench) -> None:
    """As the tests of people's DAGs do, with a value or a property; afterwards it is as before."""
    hook = AwsHook(bench_connection(), client_type="s3")
    if is_used:
        hook.conn.list_buckets()
    with mock.patch.object(AwsHook, "conn", new_callable=mock.PropertyMock) as patched:
        assert hook.conn is patched.return_value
    with mock.patch.object(AwsHook, "conn", 7):
        assert AwsHook(None).conn == 7
    bench.clear()
    hook.conn.list_buckets()
    assert list_actions(bench) == ["ListBuckets"]


def test_a_subclass_may_have_a_conn_of_its_own() -> None:
    """An override is what the hook gives, and is not touched."""

    class Own(AwsHook):
        """Has another client."""

        @property
        def conn(self) -> str:
            """The client."""
            return "own"

    assert (Own().conn, Own().get_conn()) == ("own", "own")


# Account guards.


@pytest.mark.parametrize(
    "guard",
    [
        pytest.param(lambda bench: {"allowed_account_ids": [bench.account_id]}, id="allowed"),
        pytest.param(lambda bench: {"forbidden_account_ids": [bench.other_account_id]}, id="not-forbidden"),
    ],
)
def test_the_account_of_keys_is_asked_once(
    guard: Callable[[AwsBench], dict[str, Any]], bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """One GetCallerIdentity per key pair, before the first request of all hooks."""
    conn_id = bench_connection(**guard(bench))
    for _ in range(2):
        list_buckets(conn_id)
    assert AwsHook(conn_id).get_credentials().access_key == bench.worker.access_key
    assert [(request.action, request.access_key) for request in bench.requests()] == [
        ("GetCallerIdentity", bench.worker.access_key),
        ("ListBuckets", bench.worker.access_key),
        ("ListBuckets", bench.worker.access_key),
    ]
    bench.clear()
    list_buckets(bench_connection(keys=bench.limited, role_arn=bench.role_arn))
    assert list_actions(bench) == ["AssumeRole", "ListBuckets"]


def test_the_account_of_the_workers_own_keys_is_asked_too(
    bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What boto3's lookup chain finds is guarded like the connection's own keys."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", bench.worker.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", bench.worker.secret_key)
    nothing = type(bench.worker)("", "")
    list_buckets(bench_connection(keys=nothing, allowed_account_ids=[bench.account_id]))
    assert list_actions(bench) == ["GetCallerIdentity", "ListBuckets"]
    bench.clear()
    with pytest.raises(AccountNotAllowedError):
        list_buckets(bench_connection(keys=nothing, forbidden_account_ids=[bench.account_id]))
    assert set(list_actions(bench)) <= {"GetCallerIdentity"}


USES: dict[str, Callable[[AwsHook], object]] = {
    "client": lambda hook: hook.conn.list_buckets(),
    "resource": lambda hook: list(hook.get_resource_type("s3").buckets.all()),
    "session": lambda hook: hook.get_session().client("s3", endpoint_url="http://127.0.0.1:1").list_buckets(),
    "get_credentials": lambda hook: hook.get_credentials(),
    "account_id": lambda hook: hook.account_id,
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize(
    ("guard", "told"),
    [
        pytest.param(
            {"forbidden_account_ids": ["123456789012"]},
            "connection 'c': the credentials belong to the account 123456789012, which extra.forbidden_account_ids "
            "names; give credentials of another account",
            id="forbidden",
        ),
        pytest.param(
            {"allowed_account_ids": ["111122223333", "444455556666"]},
            "connection 'c': the credentials belong to the account 123456789012, which extra.allowed_account_ids does "
            "not name; give credentials of 111122223333 or 444455556666",
            id="not-allowed",
        ),
    ],
)
def test_nothing_is_sent_with_keys_of_another_account(
    guard: dict[str, Any], told: str, use: str, bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """Whatever the hook gives refuses before its first request; STS is asked once, though it is tried twice."""
    hook = AwsHook(bench_connection("c", **guard), client_type="s3")
    for _ in range(2):
        with pytest.raises(AccountNotAllowedError) as refused:
            USES[use](hook)
        assert str(refused.value) == told
    assert list_actions(bench) == ["GetCallerIdentity"]
    passed, message = hook.test_connection()
    assert not passed
    assert message.startswith(f"Identity: {told.partition(': ')[2]} - region ")
    assert list_actions(bench) == ["GetCallerIdentity"] * 2


def test_the_arn_of_a_role_tells_its_account(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Nobody is asked whose account a role lies in: a foreign one is refused at once, and an allowed one is assumed."""
    allowed = bench_connection(role_arn=bench.role_arn, allowed_account_ids=[bench.account_id])
    list_buckets(allowed)
    assert list_actions(bench) == ["AssumeRole", "ListBuckets"]
    bench.clear()
    # The account of the role counts, not that of the base.
    list_buckets(bench_connection(role_arn=bench.other_role_arn, forbidden_account_ids=[bench.account_id]))
    assert list_actions(bench) == ["AssumeRole", "ListBuckets"]
    bench.clear()
    with pytest.raises(InvalidConnectionError) as refused:
        list_buckets(bench_connection("c", role_arn=bench.other_role_arn, allowed_account_ids=[bench.account_id]))
    assert str(refused.value) == (
        f"connection 'c': extra.role_arn: lies in the account {bench.other_account_id}, which "
        "extra.allowed_account_ids does not hold; give a role of an allowed account, or add it to "
        "extra.allowed_account_ids"
    )
    assert bench.requests() == []


def test_a_role_named_without_its_account_is_guarded(bench_connection: BenchConnection, bench: AwsBench) -> None:
    """Its account is that of the keys that ask for it, which is known only then; nothing is sent as the role."""
    conn_id = bench_connection("c", aws_iam_role="etl", forbidden_account_ids=[bench.account_id])
    hook = AwsHook(conn_id, client_type="s3")
    for _ in range(2):
        with pytest.raises(AccountNotAllowedError) as refused:
            hook.conn.list_buckets()
        assert str(refused.value) == (
            f"connection 'c': the credentials belong to the account {bench.account_id}, which "
            "extra.forbidden_account_ids names; give credentials of another account"
        )
    assert list_actions(bench) == ["GetCallerIdentity", "AssumeRole"]


def test_an_account_that_nobody_tells_is_not_taken_for_an_allowed_one(
    bench_connection: BenchConnection, bench: AwsBench
) -> None:
    """While STS does not tell whose the keys are, nothing is sent with them."""
    hook = AwsHook(bench_connection(allowed_account_ids=[bench.account_id]), client_type="s3")
    bench.set_fault("GetCallerIdentity", refused=True)
    try:
        with pytest.raises(Exception, match="connection 'bench': AccessDenied: "):
            hook.conn.list_buckets()
    finally:
        bench.clear_faults()
    assert list_actions(bench) == ["GetCallerIdentity"]


# Role sessions of tasks.


@pytest.mark.parametrize(
    ("map_index", "name", "told"),
    [
        pytest.param(-1, RUN_NAME, "", id="task"),
        pytest.param(3, MAPPED_NAME, " map index 3,", id="mapped-task"),
    ],
)
def test_a_task_has_a_session_of_its_own_name(
    map_index: int,
    name: str,
    told: str,
    bench_connection: BenchConnection,
    bench: AwsBench,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """STS sees DAG, task, run and map index; one line of the task's log spells them out for all hooks of the task."""
    caplog.set_level(logging.INFO, logger=CHAIN_LOGGER)
    conn_id = bench_connection("c", role_arn=bench.role_arn)
    with run_task(monkeypatch, map_index):
        for _ in range(2):
            list_buckets(conn_id)
    assert [request.role_session_name for request in bench.requests("AssumeRole")] == [name]
    told = f"DAG daily, task load, run {RUN_ID},{told} try 2"
    assert list_told(caplog) == [f"connection 'c': role session \"{name}\" is {told}"]


def test_tasks_of_one_process_share_no_session(
    bench_connection: BenchConnection, bench: AwsBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two map indexes, another run, and outside of a task: each is another session, and nobody borrows one."""
    conn_id = bench_connection("c", role_arn=bench.role_arn)
    for task in ({}, {"map_index": 3}, {"map_index": 4}, {"run_id": "manual__2"}, {"map_index": 3}):
        with run_task(monkeypatch, **task):
            list_buckets(conn_id)
    list_buckets(conn_id)
    names = [str(request.role_session_name) for request in bench.requests("AssumeRole")]
    assert len(names) == len(set(names)) == 5
    assert (names[0], names[1], names[-1]) == (RUN_NAME, MAPPED_NAME, "Airflow_c")


def test_a_name_that_says_all_is_not_spelled_out(
    bench_connection: BenchConnection,
    bench: AwsBench,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Outside of a task and for a name without fields there is nothing to tell; a template's is told."""
    caplog.set_level(logging.INFO, logger=CHAIN_LOGGER)
    list_buckets(bench_connection("c", role_arn=bench.role_arn))
    with run_task(monkeypatch):
        list_buckets(bench_connection("c", role_arn=bench.role_arn, role_session_name="nightly"))
        assert list_told(caplog) == []
        list_buckets(bench_connection("c", role_arn=bench.role_arn, role_session_name="{dag_id}-{try_number}"))
    names = [request.role_session_name for request in bench.requests("AssumeRole")]
    assert names == ["Airflow_c", "nightly", "daily-2"]
    told = f"DAG daily, task load, run {RUN_ID}, try 2"
    assert list_told(caplog) == [f"connection 'c': role session \"daily-2\" is {told}"]
