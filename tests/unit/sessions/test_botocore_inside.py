"""What is taken from inside botocore: it changes nothing about clients, and where it is gone clients are made plainly.

Run on the oldest and the newest botocore that is supported.
"""

from __future__ import annotations

import copy
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING, Any

import botocore.endpoint_provider
import botocore.handlers
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from airflow_provider_awsconn.sessions import botocore_inside
from airflow_provider_awsconn.sessions.bare_session import build_bare_session
from airflow_provider_awsconn.sessions.botocore_inside import (
    RULE_SET,
    ParsedRuleSets,
    describe_builtin_handlers,
    is_of_transfers,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOGGER = botocore_inside.__name__
AGENT = "Airflow/3 awsconn/1"
LOST = "botocore has changed: parsed endpoint rules are not shared between clients, which costs time and memory"

OUTPOST = "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456"
MANY_REGIONS = "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap"
# Operations that send something to look at, with the arguments that endpoint rules look at.
CALLS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "list": ("s3", "list_buckets", {}),
    "bucket": ("s3", "list_objects_v2", {"Bucket": "my-bucket"}),
    "dots": ("s3", "list_objects_v2", {"Bucket": "my.dotted.bucket"}),
    "key": ("s3", "get_object", {"Bucket": "my-bucket", "Key": "a/b c"}),
    "access-point": ("s3", "get_object", {"Bucket": "arn:aws:s3:us-west-2:123456789012:accesspoint/mine", "Key": "k"}),
    "outpost": (
        "s3",
        "get_object",
        {"Bucket": f"{OUTPOST}/accesspoint/mine", "Key": "k"},
    ),
    "many-regions": ("s3", "get_object", {"Bucket": MANY_REGIONS, "Key": "k"}),
    "lambda-point": (
        "s3",
        "get_object",
        {"Bucket": "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/mine", "Key": "k"},
    ),
    "bad-name": ("s3", "get_object", {"Bucket": "arn:aws:s3:us-west-2:123456789012:nothing", "Key": "k"}),
    "control": ("s3control", "list_access_points", {"AccountId": "123456789012"}),
    "control-outpost": (
        "s3control",
        "get_bucket",
        {"Bucket": f"{OUTPOST}/bucket/mine"},
    ),
    "sts": ("sts", "get_caller_identity", {}),
    "sqs": ("sqs", "list_queues", {}),
    "dynamodb": ("dynamodb", "list_tables", {}),
    "iam": ("iam", "list_roles", {}),
    "ec2": ("ec2", "describe_regions", {}),
    "lambda": ("lambda", "list_functions", {}),
    "logs": ("logs", "describe_log_groups", {}),
    "kms": ("kms", "list_keys", {}),
    "route53": ("route53", "list_hosted_zones", {}),
    "kinesis": ("kinesis", "describe_stream", {"StreamARN": "arn:aws:kinesis:us-west-2:123456789012:stream/mine"}),
    "events": ("events", "list_rules", {}),
}
REGIONS = (
    "us-east-1",
    "eu-west-1",
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "aws-global",
    "nowhere-1",
    "bad region",
)
CONFIGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "fips": {"use_fips_endpoint": True},
    "dual": {"use_dualstack_endpoint": True},
    "both": {"use_fips_endpoint": True, "use_dualstack_endpoint": True},
    "path": {"s3": {"addressing_style": "path"}},
    "virtual": {"s3": {"addressing_style": "virtual", "use_arn_region": True}},
    "accelerate": {"s3": {"use_accelerate_endpoint": True}},
    "legacy": {"s3": {"us_east_1_regional_endpoint": "legacy"}},
}
ENDPOINTS = (None, "http://127.0.0.1:9", "https://minio.example:9000/base")


class SentError(Exception):
    """A request was about to be sent, and is not."""


@pytest.fixture(autouse=True)
def tell_again() -> Iterator[None]:
    """Each test is the first one to be told something."""
    botocore_inside._tell_once.cache_clear()
    yield
    botocore_inside._tell_once.cache_clear()


def build(parsed: bool) -> botocore.session.Session:
    """A session, with rules that are parsed once or with those that each client parses."""
    session = build_bare_session(botocore.session.Session, None, AGENT)
    session.set_credentials("AKIA", "s" * 40)
    if parsed:
        session.register_component("data_loader", ParsedRuleSets(session.get_component("data_loader")))
    return session


@pytest.fixture(scope="module")
def sessions() -> list[botocore.session.Session]:
    """Two sessions: a plain one, and one with rules that are parsed once."""
    return [build(parsed=False), build(parsed=True)]


def describe_endpoint(client: Any, operation: str, arguments: dict[str, Any]) -> str:
    """Where a request would be sent and what it would be signed for, or why there is none."""
    found: list[str] = []

    def keep(request: Any, **_: Any) -> None:
        found.append(f"{request.url} {request.context.get('signing')}")
        raise SentError

    client.meta.events.register_first("before-sign", keep)
    try:
        getattr(client, operation)(**arguments)
    except SentError:
        return found[0]
    except (BotoCoreError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        client.meta.events.unregister("before-sign", keep)
    return "sent"


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("service", sorted({service for service, _, _ in CALLS.values()}))
def test_endpoints_are_those_of_botocore(service: str, config: str, sessions: list[botocore.session.Session]) -> None:
    """For services, regions and flags of all kinds, refusals included."""
    if "s3" in CONFIGS[config] and not service.startswith("s3"):
        return
    wide = service in {"s3", "s3control", "sts", "sqs"}
    seen = set()
    for region in REGIONS if wide else REGIONS[:3]:
        for endpoint in ENDPOINTS if wide and config in {"plain", "path"} else ENDPOINTS[:1]:
            calls = [call for call in CALLS.values() if call[0] == service]
            told: list[list[str]] = []
            for session in sessions:
                try:
                    client = session.create_client(
                        service,
                        region_name=region,
                        endpoint_url=endpoint,
                        config=Config(**copy.deepcopy(CONFIGS[config])),
                    )
                except (BotoCoreError, ValueError) as error:
                    told.append([f"{type(error).__name__}: {error}"])
                    continue
                told.append([client.meta.endpoint_url])
                told[-1] += [describe_endpoint(client, operation, arguments) for _, operation, arguments in calls]
            assert told[0] == told[1], (service, region, endpoint)
            seen |= {*told[0]}
    assert len(seen) > 1


def count_parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the rules that are parsed from now on."""
    made: list[str] = []
    original = botocore.endpoint_provider.TreeRule.__init__

    def note(self: Any, *args: Any, **kwargs: Any) -> None:
        made.append("tree")
        original(self, *args, **kwargs)

    monkeypatch.setattr(botocore.endpoint_provider.TreeRule, "__init__", note)
    return made


def test_rules_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the first client of a service; each client of a plain session parses them anew."""
    made, session, plain = count_parsed(monkeypatch), build(parsed=True), build(parsed=False)
    session.create_client("s3", region_name="eu-west-1")
    first = len(made)
    assert first > 20
    for region in ("eu-west-1", "us-east-1", "us-west-2"):
        session.create_client("s3", region_name=region)
    assert len(made) == first
    session.create_client("sts", region_name="eu-west-1")
    second = len(made)
    assert second > first
    plain.create_client("s3", region_name="eu-west-1")
    assert len(made) == second + first


def test_threads_resolve_with_the_same_rules(sessions: list[botocore.session.Session]) -> None:
    """Rules keep nothing of one request for the next: 16 threads with 16 buckets get their own endpoints."""
    barrier = threading.Barrier(16)
    clients: list[Any] = [sessions[1].create_client("s3", region_name=region) for region in ("eu-west-1", "us-west-2")]

    def work(number: int) -> bool:
        barrier.wait(20)
        client, region = clients[number % 2], ("eu-west-1", "us-west-2")[number % 2]
        urls = [
            client.generate_presigned_url("get_object", Params={"Bucket": f"bucket-{number}-{turn}", "Key": "k"})
            for turn in range(20)
        ]
        wanted = (f"https://bucket-{number}-{turn}.s3.{region}.amazonaws.com/k?" for turn in range(20))
        loose = (f"https://bucket-{number}-{turn}.s3.amazonaws.com/k?" for turn in range(20))
        return all(url.startswith(pair) for url, pair in zip(urls, zip(wanted, loose, strict=True), strict=True))

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(work, range(16)))


def test_the_model_itself_is_as_it_was() -> None:
    """Whoever loads the rules elsewhere gets them as they are written."""
    loader = build(parsed=False).get_component("data_loader")
    before = copy.deepcopy(loader.load_service_model("sts", RULE_SET))
    parsed = ParsedRuleSets(loader)
    assert parsed.load_service_model("sts", RULE_SET) is parsed.load_service_model("sts", RULE_SET)
    assert parsed.load_service_model("sts", RULE_SET) != before
    assert loader.load_service_model("sts", RULE_SET) == before
    assert parsed.load_service_model("sts", "service-2") is loader.load_service_model("sts", "service-2")
    assert parsed.list_available_services("service-2") == loader.list_available_services("service-2")
    assert parsed.load_data("endpoints") is loader.load_data("endpoints")


def test_botocore_is_left_as_it_was() -> None:
    """Its own rules are parsed by whoever comes with a set of his own, and an unknown kind is refused."""
    build(parsed=True).create_client("sts", region_name="eu-west-1")
    creator = botocore.endpoint_provider.RuleCreator
    rule = creator.create(type="endpoint", conditions=[], endpoint={"url": "https://example.com"})
    assert isinstance(rule, botocore.endpoint_provider.EndpointRule)
    with pytest.raises(BotoCoreError, match="Unknown rule type: nothing"):
        creator.create(type="nothing")


# botocore that has changed.


class Refusing:
    """Makes rules in a way that nobody knows yet."""

    def create(self, **_: Any) -> Any:
        """Refuse the rules of today."""
        raise TypeError("rules are something else now")


def lose_creator(patch: pytest.MonkeyPatch) -> None:
    """Take botocore's creator of rules away."""
    patch.delattr(botocore.endpoint_provider, "RuleCreator")


def change_creator(patch: pytest.MonkeyPatch) -> None:
    """Have botocore make its rules in another way."""
    patch.setattr(botocore.endpoint_provider, "RuleCreator", Refusing())


@pytest.mark.parametrize("change", [lose_creator, change_creator], ids=["gone", "different"])
def test_rules_that_can_not_be_parsed_are_botocores_to_parse(
    change: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The set is given as it is written, for all services, and one line in the log says so."""
    loader = build(parsed=False).get_component("data_loader")
    with monkeypatch.context() as patch:
        change(patch)
        parsed = ParsedRuleSets(loader)
        for service, _ in itertools.product(("sts", "sqs", "s3"), range(2)):
            assert parsed.load_service_model(service, RULE_SET) is loader.load_service_model(service, RULE_SET)
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == LOGGER]
    assert told == [("WARNING", LOST)]


def test_rules_of_another_form_are_botocores_to_parse(caplog: pytest.LogCaptureFixture) -> None:
    """A set without rules where they are looked for."""

    class Loader:
        """Gives a set of tomorrow."""

        def load_service_model(self, *_: Any) -> Any:
            """Give a set."""
            return model

    model = {"version": "9.0", "root": 2, "nodes": "AAA="}
    loader: Any = Loader()
    for _ in range(2):
        assert ParsedRuleSets(loader).load_service_model("s3", RULE_SET) is model
    assert [record.getMessage() for record in caplog.records] == [LOST]


def test_clients_work_where_rules_are_read_in_another_way(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A botocore whose sets of rules take no kind of ours: its clients resolve the endpoints of today."""
    kinds: dict[str, Any] = {
        "tree": botocore.endpoint_provider.TreeRule,
        "endpoint": botocore.endpoint_provider.EndpointRule,
        "error": botocore.endpoint_provider.ErrorRule,
    }

    class Other(botocore.endpoint_provider.RuleSet):
        """Makes its rules without the creator."""

        def __init__(
            self, version: str, parameters: Any, rules: Any, partitions: Any, documentation: Any = None
        ) -> None:
            super().__init__(version, parameters, [], partitions, documentation)
            for rule in map(dict, rules):
                self.rules.append(kinds[rule.pop("type")](**rule))

    monkeypatch.setattr(botocore.endpoint_provider, "RuleSet", Other)
    client = build(parsed=True).create_client("sts", region_name="eu-west-1")
    assert describe_endpoint(client, "get_caller_identity", {}).startswith("https://sts.eu-west-1.amazonaws.com/ ")
    assert [record.getMessage() for record in caplog.records if record.name == LOGGER] == [LOST]


@pytest.mark.parametrize("found", [None, (), [], "text", {}])
def test_an_unknown_list_of_handlers_is_told_as_such(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """None stands for: nobody knows when it changes."""
    monkeypatch.setattr(botocore.handlers, "BUILTIN_HANDLERS", found)
    assert describe_builtin_handlers() is None
    monkeypatch.delattr(botocore.handlers, "BUILTIN_HANDLERS")
    assert describe_builtin_handlers() is None


def test_a_change_of_the_list_of_handlers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same while it is the same; another when one is added, or the last is another."""
    first = describe_builtin_handlers()
    assert first is not None
    assert describe_builtin_handlers() == first
    original = botocore.handlers.BUILTIN_HANDLERS
    added = ("before-send", lambda **_: None)
    longer = [*original, added]
    monkeypatch.setattr(botocore.handlers, "BUILTIN_HANDLERS", longer)
    assert describe_builtin_handlers() != first
    other = [*original, ("before-send", lambda **_: None)]
    before = describe_builtin_handlers()
    monkeypatch.setattr(botocore.handlers, "BUILTIN_HANDLERS", other)
    assert describe_builtin_handlers() != before


def test_the_ids_of_transfers_are_boto3s() -> None:
    """Those that s3transfer registers on a client, and no others."""
    TransferManager = import_module("s3transfer.manager").TransferManager  # noqa: N806 - it is a class
    registered: list[object] = []

    class Events:
        """Notes what is registered."""

        def register_first(self, *_: Any, unique_id: object = None) -> None:
            """Note the id."""
            registered.append(unique_id)

        register_last = register = register_first

    client: Any = build(parsed=False).create_client("s3", region_name="eu-west-1")
    client.meta.events = Events()
    TransferManager(client).shutdown()
    assert len(registered) == 2
    assert all(map(is_of_transfers, registered))
    assert not any(map(is_of_transfers, [None, "", "mine", "s3upload"]))
