"""One aiobotocore session makes the async clients of all connections: none ever signs with the keys of another."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

import botocore
import pytest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import NoCredentialsError, ProfileNotFound, UnknownServiceError
from botocore.tokens import FrozenAuthToken

from airflow_provider_awsconn.async_sessions.template import AsyncTemplate, get_async_template
from airflow_provider_awsconn.async_sessions.thread import build_off_loop
from airflow_provider_awsconn.credentials.asynchronous import build_async_credentials
from airflow_provider_awsconn.sessions.error_hints import AsyncErrorHints
from tests.unit.async_sessions.loops import LoopElsewhere, run
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AGENT = "Airflow/3 awsconn/1"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


class SentError(Exception):
    """A request was about to be sent, and is not."""


@pytest.fixture(autouse=True)
def fresh(fresh_templates: None) -> None:
    """No template is there yet."""


def build(credentials: Credentials | None, service: str = "s3", *, takes_tokens: bool = False, **given: Any) -> Any:
    """A client of the template of now."""
    template = get_async_template(given.pop("profile", None), AGENT)
    arguments = {"region_name": REGION} | given
    return template.build_client(build_async_credentials(credentials), takes_tokens, service, **arguments)


async def describe_request(client: Any, operation: str = "list_buckets", **arguments: Any) -> dict[str, str]:
    """The headers of a request that a client would send."""
    headers: dict[str, str] = {}

    def keep(request: Any, **_: Any) -> None:
        for name, value in request.headers.items():
            headers[name] = value.decode() if isinstance(value, bytes) else value
        raise SentError

    client.meta.events.register_first("before-send", keep)
    async with client:
        with pytest.raises(SentError):
            await getattr(client, operation)(**arguments)
    return headers


def read_key(headers: dict[str, str]) -> str | None:
    """The access key a request is signed with."""
    signature = headers.get("Authorization", "")
    return signature.split("Credential=")[1].split("/")[0] if "Credential=" in signature else None


# Who a client is.


@pytest.mark.parametrize(
    ("credentials", "key", "token"),
    [
        pytest.param(Credentials("AKIA1", SECRET), "AKIA1", None, id="keys"),
        pytest.param(Credentials("ASIA1", SECRET, "token-1"), "ASIA1", "token-1", id="token"),
        pytest.param(Credentials("AKIA1", SECRET, account_id="123456789012"), "AKIA1", None, id="account"),
    ],
)
@pytest.mark.parametrize(
    ("service", "operation"),
    [("s3", "list_buckets"), ("sts", "get_caller_identity"), ("dynamodb", "list_tables"), ("sqs", "list_queues")],
)
def test_a_client_signs_with_what_it_was_made_with(
    credentials: Credentials,
    key: str,
    token: str | None,
    service: str,
    operation: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever the worker's environment has, and whoever else made one before or after."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAWORKER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    other = Credentials("AKIAOTHER", SECRET, "other-token")
    build(other, service)
    client = build(credentials, service)
    build(other, service)
    headers = run(describe_request(client, operation))
    assert read_key(headers) == key
    assert headers.get("X-Amz-Security-Token") == token
    assert AGENT in headers["User-Agent"]


def test_no_credentials_are_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that was made with none signs with none: not the worker's, nor those of the one before."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAWORKER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    build(Credentials("AKIA1", SECRET))

    async def ask(client: Any) -> None:
        async with client:
            with pytest.raises(NoCredentialsError):
                await client.list_buckets()

    run(ask(build(None)))
    unsigned = Config(signature_version=botocore.UNSIGNED)
    assert read_key(run(describe_request(build(None, config=unsigned)))) is None
    # Credentials beside it sign nothing either.
    assert read_key(run(describe_request(build(Credentials("AKIA1", SECRET), config=unsigned)))) is None


@pytest.mark.parametrize("fails", [False, True], ids=["made", "failed"])
def test_nothing_is_left_behind(fails: bool) -> None:
    """When a client is made, or is not, the template is nobody again."""
    if fails:
        with pytest.raises(UnknownServiceError):
            build(Credentials("AKIA1", SECRET), "no-such-service")
    else:
        build(Credentials("AKIA1", SECRET))
    assert asyncio.run(get_async_template(None, AGENT).get_credentials()) is None


def test_fifty_identities_from_several_loops() -> None:
    """Made at once for coroutines of four threads: each client is who it was made for."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    seen: list[tuple[str, str | None]] = []

    def make(number: int) -> Callable[[], Any]:
        service = ("s3", "sts", "sqs")[number % 3]
        return lambda: build(Credentials(f"AKIA{number}", SECRET), service)

    async def use(number: int) -> None:
        client = await build_off_loop(make(number))
        operation = {"s3": "list_buckets", "sts": "get_caller_identity", "sqs": "list_queues"}
        headers = await describe_request(client, operation[client.meta.service_model.service_name])
        seen.append((f"AKIA{number}", read_key(headers)))

    async def use_all(numbers: range) -> None:
        await asyncio.gather(*map(use, numbers))

    try:
        threads = [threading.Thread(target=run, args=(use_all(range(start, 52, 4)),)) for start in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    finally:
        sys.setswitchinterval(before)
    assert len(seen) == 52
    assert [pair for pair in seen if pair[0] != pair[1]] == []


# Bearer tokens.


@pytest.mark.parametrize("takes_tokens", [True, False])
def test_a_bearer_token_is_for_those_who_take_it(takes_tokens: bool) -> None:
    """The worker's token goes with no other client."""
    asked: list[bool] = []

    class Tokens:
        def load_token(self, **_: Any) -> Any:
            asked.append(True)

            class Token:
                async def get_frozen_token(self) -> FrozenAuthToken:
                    return FrozenAuthToken("bearer-1", None)

            return Token()

    get_async_template(None, AGENT).register_component("token_provider", Tokens())
    client = build(Credentials("AKIA1", SECRET), "codecatalyst", takes_tokens=takes_tokens, region_name="us-west-2")
    assert bool(asked) == takes_tokens
    if takes_tokens:
        headers = run(describe_request(client, "list_spaces"))
        assert headers["Authorization"] == "Bearer bearer-1"
    else:

        async def ask() -> None:
            async with client:
                # Whatever the error is: nothing was sent.
                with pytest.raises(Exception, match=r"(?i)token|credentials") as caught:
                    await client.list_spaces()
                assert not isinstance(caught.value, SentError)

        run(ask())


# What templates are.


def test_a_template_is_of_its_environment(
    aws_files: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One per profile, user agent and environment; a region there is the client's where nobody names one."""
    aws_files("[profile etl]\nregion = eu-north-1\n[default]\nregion = eu-west-3\n", "")
    template = get_async_template("etl", AGENT)
    assert get_async_template("etl", AGENT) is template
    assert get_async_template(None, AGENT) is not template
    assert get_async_template("etl", "another agent") is not template
    assert build(None, profile="etl", region_name=None).meta.region_name == "eu-north-1"
    assert build(None, region_name=None).meta.region_name == "eu-west-3"
    monkeypatch.setenv("AWS_OF_THIS_TEST", "1")
    assert get_async_template("etl", AGENT) is not template
    with pytest.raises(ProfileNotFound, match="no-such"):
        build(None, profile="no-such")


def test_clients_share_their_classes() -> None:
    """The methods of a service are there once, in a class that gives errors their hints."""
    one, two, other = build(None), build(Credentials("AKIA1", SECRET)), build(None, "sqs")
    assert type(one).list_buckets is type(two).list_buckets
    assert type(one).__mro__[1] is type(two).__mro__[1]
    assert type(one).__mro__[1] is not type(other).__mro__[1]
    assert all(isinstance(client, AsyncErrorHints) for client in (one, two, other))
    # A region of its own changes nothing about the methods.
    assert type(build(None, region_name="us-east-1")).__mro__[1] is type(one).__mro__[1]


def test_clients_share_what_is_worked_out_of_a_model() -> None:
    """Operations, shapes and errors, which botocore works out for each client; of another AWS_DATA_PATH anew."""
    one, two, other = build(None), build(Credentials("AKIA1", SECRET)), build(None, "sqs")
    assert one.meta.service_model is two.meta.service_model
    assert two._ruleset_resolver._service_model is one.meta.service_model
    assert other.meta.service_model.service_name == "sqs"
    # The first error of a client would have it worked out on the event loop.
    assert "_error_code_cache" in vars(one.meta.service_model)
    assert one.exceptions.NoSuchKey is not None


def test_a_model_of_other_data_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment's own models are those of its own environment."""
    before = build(None).meta.service_model
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    assert build(None).meta.service_model is not before


def test_handlers_of_one_client_are_its_own() -> None:
    """What is registered on one happens to no other."""
    one, two = build(Credentials("AKIA1", SECRET)), build(Credentials("AKIA1", SECRET))
    called: list[str] = []
    one.meta.events.register("before-call", lambda **_: called.append("one"))
    run(describe_request(two))
    assert called == []
    run(describe_request(one))
    assert called == ["one"]


def test_further_clients_take_little_memory() -> None:
    """A client shares models, classes, rules and TLS with those before: fifty are less than 250 KiB each."""
    import gc
    import tracemalloc

    kept = [build(Credentials("AKIA1", SECRET)) for _ in range(3)]
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        kept += [build(Credentials(f"AKIA{number}", SECRET)) for number in range(50)]
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert taken / 50 < 250 * 1024, f"{taken / 50 / 1024:.0f} KiB"


# Further ways of botocore.


@pytest.mark.parametrize(
    ("service", "region", "host"),
    [
        ("s3", "fips-us-gov-west-1", "s3-fips.us-gov-west-1.amazonaws.com"),
        ("sts", "us-west-2-fips", "sts-fips.us-west-2.amazonaws.com"),
        ("s3", "aws-global", "s3.amazonaws.com"),
    ],
)
def test_pseudo_regions_are_resolved(service: str, region: str, host: str) -> None:
    """As botocore resolves them."""
    client = build(Credentials("AKIA1", SECRET), service, region_name=region)
    operation = {"s3": "list_buckets", "sts": "get_caller_identity"}[service]

    async def presign() -> str:
        async with client:
            return str(await client.generate_presigned_url(operation))

    assert run(presign()).split("/")[2] == host


@pytest.mark.parametrize("mode", ["auto", "standard", "in-region"])
def test_modes_of_defaults(mode: str) -> None:
    """Those of botocore count, the one too that asks the instance where it is."""
    settings: dict[str, Any] = {"defaults_mode": mode}
    client = build(Credentials("AKIA1", SECRET), config=Config(**settings))
    assert client.meta.config.retries["mode"] == "standard"
    assert read_key(run(describe_request(client))) == "AKIA1"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_builds_its_own() -> None:
    """On a loop of its own, while a loop of the parent runs and clients are made."""

    async def make() -> str | None:
        client = await build_off_loop(lambda: build(Credentials("AKIA1", SECRET)))
        return read_key(await describe_request(client))

    with LoopElsewhere() as loop:
        assert loop.run(make()) == "AKIA1"
        template = get_async_template(None, AGENT)
        making = [asyncio.run_coroutine_threadsafe(make(), loop.loop) for _ in range(5)]
        child = os.fork()
        if child == 0:
            status = 1
            try:
                signed = asyncio.run(asyncio.wait_for(make(), 30)) == "AKIA1"
                status = 0 if signed and get_async_template(None, AGENT) is not template else 2
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        assert [each.result(30) for each in making] == ["AKIA1"] * 5
        assert isinstance(template, AsyncTemplate)
