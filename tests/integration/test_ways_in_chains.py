"""Chains of roles: each with the credentials of the one before it, each asked once, and which one was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.credentials.errors import RoleRefusedError
from tests.integration.ways import Worker, ask, ask_who, assert_silent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection

FILE_EXTRA = {
    "assume_role_method": "assume_role_with_web_identity",
    "assume_role_with_web_identity_federation": "file",
}
CHAINS = {
    "two": ("hub", "spoke"),
    "three": ("hub", "spoke", "third"),
    "three-other-account": ("hub", "spoke", "other"),
}

pytestmark = pytest.mark.usefixtures("each_client")


@pytest.fixture
def worker(
    bench: AwsBench, airflow_connection: AirflowConnection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Worker:
    """A worker of its own for each test."""
    return Worker.prepare(bench, airflow_connection, monkeypatch, tmp_path)


def list_arns(worker: Worker, names: tuple[str, ...]) -> list[str]:
    """The ARNs of the bench's roles."""
    return [getattr(worker.bench, f"{name}_role_arn") for name in names]


@pytest.mark.parametrize("names", CHAINS.values(), ids=CHAINS)
def test_a_chain_asks_for_each_role_once(names: tuple[str, ...], worker: Worker) -> None:
    """Each role is asked for with the credentials of the one before it, once for all that comes."""
    hook = worker.hook_with_keys(role_chain=list_arns(worker, names))
    assert_silent(worker, hook)
    name = {"other": "partner"}.get(names[-1], names[-1])
    assert ask_who(hook) == f"assumed-role/{name}/Airflow_ways"
    assert worker.tell() == [
        f"sts AssumeRole {names[0]} by worker",
        *(f"sts AssumeRole {name} by session {index}" for index, name in enumerate(names[1:], 1)),
        f"sts GetCallerIdentity by session {len(names)}",
    ]
    assert ask_who(hook) == f"assumed-role/{name}/Airflow_ways"
    assert worker.tell() == ["sts GetCallerIdentity by session 1"]


@pytest.mark.parametrize("names", CHAINS.values(), ids=CHAINS)
@pytest.mark.parametrize("hop", [0, 1, 2])
def test_the_hop_that_is_refused_is_named(hop: int, names: tuple[str, ...], worker: Worker) -> None:
    """The error tells which role of how many was refused, and nobody goes on without it."""
    if hop >= len(names):
        pytest.skip("the chain is shorter")
    arns = list_arns(worker, names)
    worker.bench.set_fault("AssumeRole", role_arn=arns[hop], refused=True)
    with pytest.raises(RoleRefusedError) as caught:
        ask_who(worker.hook_with_keys(role_chain=arns))
    text = str(caught.value)
    assert text.startswith(f"connection 'ways', role {hop + 1} of {len(arns)} ({arns[hop]}): AccessDenied: ")
    assert caught.value.operation_name == "AssumeRole"
    told = worker.tell()
    assert len(told) == hop + 1
    assert told[-1].startswith(f"sts AssumeRole {names[hop]} by ")
    assert told[-1].endswith(", 403")


def test_a_hub_is_shared(worker: Worker) -> None:
    """Two connections through the same session of a hub ask for it once."""
    hub = {"role_arn": worker.bench.hub_role_arn, "session_name": "hub"}
    for name in ("spoke", "third"):
        arn = getattr(worker.bench, f"{name}_role_arn")
        assert ask_who(worker.hook_with_keys(name, role_chain=[hub, arn])) == f"assumed-role/{name}/Airflow_{name}"
    assert worker.tell() == [
        "sts AssumeRole hub by worker",
        "sts AssumeRole spoke by session 1",
        "sts GetCallerIdentity by session 2",
        "sts AssumeRole third by session 1",
        "sts GetCallerIdentity by session 3",
    ]


def test_a_hub_with_the_connections_name_is_its_own(worker: Worker) -> None:
    """Without a session name of its own a hub's session is named after the connection, and CloudTrail tells them."""
    for name in ("spoke", "third"):
        arns = list_arns(worker, ("hub", name))
        assert ask_who(worker.hook_with_keys(name, role_chain=arns)) == f"assumed-role/{name}/Airflow_{name}"
    names = [request.role_session_name for request in worker.bench.requests("AssumeRole")]
    assert names == ["Airflow_spoke", "Airflow_spoke", "Airflow_third", "Airflow_third"]


def test_each_step_has_its_own_arguments(worker: Worker) -> None:
    """What stands in a step is sent with that role, what stands beside the chain with the last one."""
    first = {"role_arn": worker.bench.hub_role_arn, "external_id": "of-hub", "tags": {"step": "hub"}}
    second = {"role_arn": worker.bench.spoke_role_arn, "transitive_tag_keys": ["step"], "tags": {"step": "spoke"}}
    third = worker.bench.third_role_arn
    hook = worker.hook_with_keys(
        role_chain=[first, second, third], external_id="of-last", session_tags={"step": "last"}, source_identity="me"
    )
    assert ask_who(hook) == "assumed-role/third/Airflow_ways"
    sent = worker.bench.requests("AssumeRole")
    assert [request.external_id for request in sent] == ["of-hub", None, "of-last"]
    assert [request.tags for request in sent] == [{"step": "hub"}, {"step": "spoke"}, {"step": "last"}]
    assert [tuple(request.transitive_tag_keys) for request in sent] == [(), ("step",), ()]
    assert [request.source_identity for request in sent] == ["me", "me", "me"]


def test_a_chain_starts_with_a_web_identity(worker: Worker) -> None:
    """The first role is asked for with the token, unsigned, and the second one with its credentials."""
    worker.allow_tokens()
    path = worker.write("token", worker.bench.make_web_identity_token())
    extra: dict[str, Any] = {**FILE_EXTRA, "assume_role_with_web_identity_token_file": path}
    hook = worker.hook(role_chain=list_arns(worker, ("hub", "spoke")), **extra)
    assert_silent(worker, hook)
    assert ask_who(hook) == "assumed-role/spoke/Airflow_ways"
    assert worker.tell() == [
        "sts AssumeRoleWithWebIdentity hub by nobody",
        "sts AssumeRole spoke by session 1",
        "sts GetCallerIdentity by session 2",
    ]


@pytest.mark.parametrize(("hop", "action"), [(0, "AssumeRoleWithWebIdentity"), (1, "AssumeRole")])
def test_a_refused_hop_after_a_web_identity_is_named(hop: int, action: str, worker: Worker) -> None:
    """The error tells the role and the operation of the one that was refused."""
    worker.allow_tokens()
    path = worker.write("token", worker.bench.make_web_identity_token())
    arns = list_arns(worker, ("hub", "spoke"))
    worker.bench.set_fault(action, role_arn=arns[hop], refused=True)
    extra: dict[str, Any] = {**FILE_EXTRA, "assume_role_with_web_identity_token_file": path}
    with pytest.raises(RoleRefusedError) as caught:
        ask_who(worker.hook(role_chain=arns, **extra))
    assert f"role {hop + 1} of 2 ({arns[hop]}): AccessDenied" in str(caught.value)
    assert caught.value.operation_name == action


def test_nothing_of_the_base_does_the_work_of_a_refused_role(worker: Worker) -> None:
    """A request of a connection whose role is refused is not sent with the keys the connection has."""
    worker.bench.set_fault("AssumeRole", refused=True)
    hook = worker.hook_with_keys(service="s3", role_arn=worker.bench.role_arn)
    with pytest.raises(RoleRefusedError):
        ask(hook, "list_buckets")
    assert worker.tell() == ["sts AssumeRole role by worker, 403"]
