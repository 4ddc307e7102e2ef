"""Sessions of a profile that share what they can: each works as botocore's own, and disturbs no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import boto3
import botocore.handlers
import botocore.session
import pytest
from botocore.exceptions import ProfileNotFound

from airflow_provider_awsconn.sessions.bare_session import build_bare_session
from tests.unit.conftest import REGION
from tests.unit.credentials.fakes import run_in_child

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.aws_bench import AwsBench

AGENT = "Airflow/3.9 awsconn/1.2"


def build(profile: str | None = None) -> botocore.session.Session:
    """A session of a profile."""
    return build_bare_session(botocore.session.Session, profile, AGENT)


def list_handlers(session: Any, event: str) -> list[str]:
    """The names of the handlers of an event, in order."""
    events = session.get_component("event_emitter")
    found = events._emitter._handlers.prefix_search(event)
    return [getattr(handler, "__name__", type(handler).__name__) for handler in found]


EVENTS = (
    "before-parameter-build.s3.PutObject",
    "before-call.s3.PutObject",
    "before-sign.s3.PutObject",
    "creating-client-class.s3",
    "creating-client-class.sts",
    "choose-service-name",
    "needs-retry.dynamodb.GetItem",
    "provide-client-params.s3.CopyObject",
    "getattr.mturk.list_hi_ts_for_qualification_type",
    "after-call.iam.ListRoles",
    "docs.get-object.s3.complete-section",
)


@pytest.mark.parametrize("event", EVENTS)
def test_its_handlers_are_botocores(event: str) -> None:
    """The same as of a session that registers all of them itself, in the same order; of the third one too."""
    plain = list_handlers(botocore.session.Session(), event)
    assert [list_handlers(build(), event) for _ in range(3)] == [plain] * 3


def test_a_handler_of_one_is_of_no_other() -> None:
    """Whoever came before or comes after has none of it."""
    before, session = build(), build()
    calls: list[str] = []
    session.register("mine.s3", lambda **_: calls.append("called"))
    handler: Any = botocore.handlers.validate_bucket_name
    session.unregister("before-parameter-build.s3", handler)
    for other in (before, build()):
        other.get_component("event_emitter").emit("mine.s3.ListBuckets")
        assert "validate_bucket_name" in list_handlers(other, "before-parameter-build.s3.PutObject")
    assert calls == []
    assert "validate_bucket_name" not in list_handlers(session, "before-parameter-build.s3.PutObject")
    session.get_component("event_emitter").emit("mine.s3.ListBuckets")
    assert calls == ["called"]


def test_boto3_may_be_built_on_each(bench: AwsBench) -> None:
    """Its sessions register what they need on their own, and none of it twice."""
    names = []
    for _ in range(3):
        session = build()
        session.set_credentials(bench.worker.access_key, bench.worker.secret_key)
        session.set_config_variable("region", REGION)
        boto3_session = boto3.session.Session(botocore_session=session)
        client = boto3_session.client("s3", endpoint_url=bench.endpoint_url)
        client.list_buckets()
        list(boto3_session.resource("s3", endpoint_url=bench.endpoint_url).buckets.all())
        names.append(list_handlers(session, "creating-client-class.s3"))
    assert names[0] == names[1] == names[2]
    assert bench.count("ListBuckets") == 6


def test_handlers_that_come_later_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moto adds one to botocore's own list: sessions from then on have it, those of before have not."""
    before = build()
    calls: list[str] = []
    added = ("before-send", lambda **_: calls.append("called"))
    with monkeypatch.context() as patch:
        # As moto does: the same list, longer.
        patch.setattr(botocore.handlers, "BUILTIN_HANDLERS", [*botocore.handlers.BUILTIN_HANDLERS, added])
        with_it = build()
    without = build()
    for session in (before, without):
        session.get_component("event_emitter").emit("before-send.s3.ListBuckets")
    assert calls == []
    with_it.get_component("event_emitter").emit("before-send.s3.ListBuckets")
    assert calls == ["called"]


def test_handlers_that_are_added_in_place_are_seen() -> None:
    """The list that moto changes is botocore's own."""
    calls: list[str] = []
    build()
    botocore.handlers.BUILTIN_HANDLERS.append(("before-send", lambda **_: calls.append("called")))
    try:
        session = build()
    finally:
        botocore.handlers.BUILTIN_HANDLERS.pop()
    build().get_component("event_emitter").emit("before-send.s3.ListBuckets")
    assert calls == []
    session.get_component("event_emitter").emit("before-send.s3.ListBuckets")
    assert calls == ["called"]


def test_without_the_list_botocore_does_it_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where botocore has no such list any more, a session registers what it registers."""
    calls: list[dict[str, Any]] = []

    class Other(botocore.session.Session):
        """Notes how it is made; with a list of its own, which is nowhere to be seen."""

        def __init__(self, **kwargs: Any) -> None:
            calls.append(kwargs)
            super().__init__(include_builtin_handlers=False, **kwargs)

    monkeypatch.delattr(botocore.handlers, "BUILTIN_HANDLERS")
    session = build_bare_session(Other, None, AGENT)
    assert calls == [{"profile": None}]
    assert session.create_client("sts", region_name=REGION).meta.region_name == REGION


def test_a_profile_is_its_own(aws_files: Callable[..., None]) -> None:
    """Each session has the settings of its profile; one that is missing is told when it is used."""
    aws_files("[profile a]\nregion = us-west-1\n[profile b]\nregion = us-west-2\n")
    sessions = [build("a"), build("b"), build()]
    assert [session.get_config_variable("region") for session in sessions] == ["us-west-1", "us-west-2", None]
    for _ in range(2):
        with pytest.raises(ProfileNotFound):
            build("gone").get_config_variable("region")


@pytest.mark.parametrize(
    ("variable", "config", "expected"),
    [
        (None, "", "regional"),
        ("legacy", "", "legacy"),
        (None, "sts_regional_endpoints = legacy", "legacy"),
        ("regional", "sts_regional_endpoints = legacy", "regional"),
    ],
)
def test_sts_is_regional_unless_the_worker_says_otherwise(
    variable: str | None,
    config: str,
    expected: str,
    aws_files: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The environment or the profile may want the global STS."""
    aws_files(f"[default]\n{config}\n")
    if variable:
        monkeypatch.setenv("AWS_STS_REGIONAL_ENDPOINTS", variable)
    assert build().get_config_variable("sts_regional_endpoints") == expected


def test_the_user_agent_is_told_once(bench: AwsBench) -> None:
    """In the header of requests, after botocore's own."""
    session = build()
    session.set_credentials(bench.worker.access_key, bench.worker.secret_key)
    client: Any = session.create_client("s3", region_name=REGION, endpoint_url=bench.endpoint_url)
    client.list_buckets()
    (request,) = bench.requests()
    assert request.user_agent.count(AGENT) == 1
    assert request.user_agent.startswith("Botocore/")


def test_sessions_share_what_they_read() -> None:
    """One loader of models for all, in all threads."""
    with ThreadPoolExecutor(8) as threads:
        loaders = set(threads.map(lambda _: build().get_component("data_loader"), range(16)))
    assert len(loaders) == 1


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_builds_its_own() -> None:
    """With all handlers, though the pattern of them is its parent's."""
    expected = list_handlers(build(), "creating-client-class.s3")

    def use() -> bool:
        session = build()
        session.create_client("s3", region_name=REGION)
        return list_handlers(session, "creating-client-class.s3") == expected

    assert run_in_child(use) == "True"
