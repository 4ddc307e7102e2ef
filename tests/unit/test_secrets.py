"""Canaries: secrets planted in connections and minted by the bench are looked for wherever something is shown.

Any hit fails: whole, in a repr, URL-encoded, in base64, or a piece of 8 characters.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import copy
import dataclasses
import functools
import io
import logging
import pickle
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from botocore.exceptions import EndpointConnectionError
from rich.console import Console
from rich.traceback import Traceback

from airflow_provider_awsconn import airflow_clients
from airflow_provider_awsconn.airflow_compat import mask_minted, mask_secret
from airflow_provider_awsconn.airflow_connections import ConnectionNotFoundError
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.parse import read_connection
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.base import StaticSource
from airflow_provider_awsconn.credentials.chain import CredentialChain
from airflow_provider_awsconn.credentials.deployment import Deployment
from airflow_provider_awsconn.credentials.errors import CredentialsUnavailableError, RoleRefusedError
from airflow_provider_awsconn.credentials.host_cache import HostCache
from airflow_provider_awsconn.credentials.minted import MintedCredentials
from airflow_provider_awsconn.credentials.registry import Registry
from airflow_provider_awsconn.credentials.renewal import RenewingSource, _Held
from airflow_provider_awsconn.credentials.surroundings import Surroundings
from airflow_provider_awsconn.errors import AccountNotAllowedError, InvalidConnectionError
from airflow_provider_awsconn.hooks import aws
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.sessions.factory import SessionFactory
from airflow_provider_awsconn.sessions.sts import build_sts_access
from tests.fuzz import canaries
from tests.fuzz.canaries import CANARIES, find_secrets
from tests.unit.conftest import REGION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType, TracebackType

    from botocore.credentials import ReadOnlyCredentials

    from tests.aws_bench import AwsBench
    from tests.conftest import AirflowConnection
    from tests.unit.conftest import BenchConnection

# A canary too: its 44 characters are those of a key, and of no other text.
FERNET_KEY = "9_kM5ujrNhThSURLWB7AERNZnMmHdTq4cNoSktTVjtc="
ROOT = Path(__file__).resolve().parents[2]
ARN = "arn:aws:iam::123456789012:role/etl"
SAML = {
    "principal_arn": "arn:aws:iam::123456789012:saml-provider/idp",
    "idp_url": "https://idp.example/sso",
    "idp_auth_method": "http_spegno_auth",
    "saml_response_xpath": "//input",
    "idp_request_kwargs": {"headers": {"Authorization": f"Basic {canaries.IDENTITY_PROVIDER}"}},
}
# What a connection may hold beside its keys, as far as this version acts on it.
SECRET_SETTINGS: dict[str, Any] = {
    "external_id": canaries.EXTERNAL_ID,
    "config_kwargs": {"proxies": {"https": f"http://user:{canaries.PROXY}@proxy.example:3128"}},
    "service_config": {
        "ec2": {"config_kwargs": {"proxies": {"https": f"http://user:{canaries.SERVICE_PROXY}@proxy.example:3128"}}},
        "redshift": {"password": canaries.SERVICE_VALUE},
    },
    "no_such_key": canaries.UNKNOWN_VALUE,
}
PLANTED: dict[str, Any] = {
    "login": "ASIAIOSFODNN7EXAMPLE",
    "password": canaries.PASSWORD,
    "extra": {
        **SECRET_SETTINGS,
        "aws_session_token": canaries.TOKEN,
        "aws_access_key_id": "ASIAOTHER",
        "aws_secret_access_key": canaries.SECRET_KEY,
        "session_kwargs": {
            "aws_access_key_id": "ASIATHIRD",
            "aws_secret_access_key": canaries.SESSION_SECRET_KEY,
            "aws_session_token": canaries.SESSION_TOKEN,
        },
        "role_arn": ARN,
    },
}
WITH_SAML: dict[str, Any] = {
    "extra": {
        "role_arn": ARN,
        "assume_role_method": "assume_role_with_saml",
        "assume_role_with_saml": SAML,
        "no_such_key": canaries.UNKNOWN_VALUE,
    }
}
WITH_WEB_IDENTITY: dict[str, Any] = {
    "extra": {
        "role_arn": ARN,
        "assume_role_method": "assume_role_with_web_identity",
        "assume_role_with_web_identity_federation": "url",
        "assume_role_with_web_identity_token_url": f"https://idp.example/?access_token={canaries.SESSION_TOKEN}",
        "assume_role_with_web_identity_token_headers": {"X-Pass": canaries.SERVICE_VALUE},
    }
}
# Frames of these show what they are given: botocore's requests, headers and parameters among their local variables.
FOREIGN = ("botocore", "boto3", "urllib3", "http", "aiobotocore", "aiohttp", "asyncio")


# How secrets are looked for.

WHOLE = 1_000_000


class Capture(logging.Handler):
    """Keeps what is logged, as text."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record with its arguments and traceback."""
        self.lines += [self.format(record), f"{record.msg!r} {record.args!r}"]

    @property
    def text(self) -> str:
        """Everything so far."""
        return "\n".join(self.lines)


@pytest.fixture
def log() -> Iterator[Capture]:
    """Everything that anybody logs, from DEBUG on."""
    capture = Capture()
    libraries = ("boto3", "botocore", "urllib3", "aiobotocore", "aiohttp", "asyncio")
    names = ("airflow", "airflow.task", *libraries, "airflow_provider_awsconn")
    loggers = [logging.getLogger(), *map(logging.getLogger, names)]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    loggers[0].addHandler(capture)
    yield capture
    loggers[0].removeHandler(capture)
    for logger, level, propagate in before:
        logger.setLevel(level)
        logger.propagate = propagate


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every secret that a hook tells Airflow's masker, which is told all the same: AWS's minted ones among them."""
    secrets: list[str] = []

    def note(secret: str) -> None:
        secrets.append(secret)
        mask_secret(secret)

    def note_minted(secret: str, ends_at: float | None) -> None:
        secrets.append(secret)
        mask_minted(secret, ends_at)

    monkeypatch.setattr(aws, "mask_secret", note)
    for module in (aws, airflow_clients):
        monkeypatch.setattr(module, "mask_minted", note_minted)
    return secrets


def skip_own_frames(trace: TracebackType | None) -> TracebackType | None:
    """Leave out the frames of the test itself, whose variables hold the canaries."""
    while trace is not None and Path(trace.tb_frame.f_code.co_filename).is_relative_to(ROOT / "tests"):
        trace = trace.tb_next
    return trace


def list_chain(error: BaseException) -> list[BaseException]:
    """Give an error and those behind it."""
    chain = [error]
    while (behind := chain[-1].__cause__ or chain[-1].__context__) is not None and behind not in chain:
        chain.append(behind)
    return chain


def render_with_rich(error: BaseException, suppress: Iterable[ModuleType] = ()) -> str:
    """Give the traceback as rich shows it, local variables included, nothing cut; those of some modules left out."""
    output = io.StringIO()
    for each in list_chain(error):
        traceback = Traceback.from_exception(
            type(each),
            each,
            skip_own_frames(each.__traceback__),
            show_locals=True,
            locals_max_length=WHOLE,
            locals_max_string=WHOLE,
            locals_hide_dunder=False,
            max_frames=0,
            suppress=tuple(suppress),
        )
        Console(file=output, width=100_000).print(traceback)
    return output.getvalue()


HAS_CGITB = sys.version_info < (3, 13)


def render_with_cgitb(error: BaseException) -> str:
    """Give the traceback as cgitb shows it, as text and as HTML."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import cgitb
    texts: list[str] = []
    for each in list_chain(error):
        trace = skip_own_frames(each.__traceback__)
        while trace is not None:
            # It evaluates attributes anew, and gives up where one raises: then what is below is shown alone.
            with contextlib.suppress(Exception):
                texts += [show((type(each), each, trace), context=10) for show in (cgitb.text, cgitb.html)]
                break
            trace = trace.tb_next
    return "\n".join(texts)


def list_leaks_of_frames(error: BaseException, secrets: Iterable[str]) -> list[str]:
    """List the local variables of all frames that show a secret in their repr, as module.function.variable."""
    secrets, leaks = list(secrets), []
    for each in list_chain(error):
        trace = skip_own_frames(each.__traceback__)
        while trace is not None:
            frame = trace.tb_frame
            where = f"{frame.f_globals.get('__name__')}.{frame.f_code.co_name}"
            leaks += [f"{where}.{name}" for name, value in frame.f_locals.items() if find_secrets(repr(value), secrets)]
            trace = trace.tb_next
    return leaks


@dataclasses.dataclass
class Holder:
    """Shows what it holds."""

    value: str


def catch(kind: type[BaseException], call: Callable[..., object], *args: Any) -> BaseException:
    """Give the error of a call."""
    with pytest.raises(kind) as caught:
        call(*args)
    return caught.value


def plant_raw(secret: str) -> str:
    """Say it as it is."""
    return f"the secret is {secret}!"


FORMS: dict[str, Callable[[str], str]] = {
    "raw": plant_raw,
    "repr": repr,
    "url-encoded": lambda secret: f"https://host/?token={quote(secret, safe='')}&x=1",
    "base64": lambda secret: base64.b64encode(f"user:{secret}@".encode()).decode(),
    "base64-moved": lambda secret: base64.b64encode(f"us:{secret}@".encode()).decode(),
    "base64-moved-on": lambda secret: base64.b64encode(f"use:{secret}@".encode()).decode(),
    "hex": lambda secret: secret.encode().hex(),
    "pickle": lambda secret: pickle.dumps({"a": secret}).decode("latin-1"),
    "piece": lambda secret: f"...{secret[17:25]}...",
    "dataclass": lambda secret: repr(Holder(secret)),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "secret", [canaries.PASSWORD, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'\n\\"], ids=["plain", "odd"]
)
def test_the_search_finds_what_is_shown(form: str, secret: str) -> None:
    """Each way to show a secret is a hit, and a text without it is none."""
    assert find_secrets(FORMS[form](secret), [secret])
    assert find_secrets(FORMS[form]("nothing of it, and longer than that"), [secret]) == []


def test_the_places_are_searched(log: Capture) -> None:
    """What is visible in a log line, a log call's argument or a local variable is found there."""
    logging.getLogger("botocore.hooks").debug("Event %s", {"headers": canaries.TOKEN})
    assert find_secrets(log.text, [canaries.TOKEN])
    error = catch(ValueError, base64.b64decode, canaries.PASSWORD + "é")
    assert find_secrets(render_with_rich(error), [canaries.PASSWORD])
    assert list_leaks_of_frames(error, [canaries.PASSWORD])
    if HAS_CGITB:
        assert find_secrets(render_with_cgitb(error), [canaries.PASSWORD])


# Values.


def list_values() -> dict[str, Any]:
    """Every value a connection becomes, with a canary wherever something secret may stand."""
    reading, saml = read_connection(conn_id="c", **PLANTED), read_connection(**WITH_SAML)
    web_identity = read_connection(**WITH_WEB_IDENTITY)
    connection = reading.connection
    cache = HostCache(Path("/nowhere"), [FERNET_KEY])
    surroundings = Surroundings(Deployment(host_cache=cache), registry=Registry())
    factory = SessionFactory(connection, surroundings=surroundings)
    factory.build_client("s3")
    session = factory.build_session()
    sts = build_sts_access(factory.arguments, surroundings, REGION)
    minted = MintedCredentials("ASIAIOSFODNN7EXAMPLE", canaries.SECRET_KEY, canaries.TOKEN, 0.0, None)
    return {
        "Reading": reading,
        "AwsConnection": connection,
        "Saml": saml.connection,
        "WebIdentity": web_identity.connection,
        "RoleStep": connection.roles[0],
        "Secret": connection.secret_access_key,
        "Settings": connection.config_kwargs,
        "other_keys": connection.other_keys,
        "SessionFactory": factory,
        "session": session,
        "SharedCredentials": session.get_credentials(),
        "CredentialChain": CredentialChain(connection, lambda: None, sts, surroundings),
        "StsAccess": sts,
        "Surroundings": surroundings,
        "HostCache": cache,
        "Registry": surroundings.registry,
        "RenewingSource": find_role(factory),
        "MintedCredentials": minted,
        "StaticSource": StaticSource(minted),
        "held": _Held(minted, 1.0, 2.0),
        "asdict": dataclasses.asdict(connection),
        "asdict-of-a-role": dataclasses.asdict(connection.roles[0]),
        "astuple": dataclasses.astuple(reading),
        "with-saml": dataclasses.asdict(saml),
        "with-web-identity": repr(web_identity.connection.federation),
        "copy": copy.deepcopy(reading),
    }


def find_role(factory: SessionFactory) -> RenewingSource:
    """What keeps the credentials of a factory's last role."""
    *_, source = factory._surroundings.registry._kept.values()
    assert isinstance(source, RenewingSource)
    return source


def list_members(value: Any) -> list[Any]:
    """Give what vars() and __slots__ show of a value."""
    slots = [name for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())]
    return [getattr(value, "__dict__", {}), *(getattr(value, name, None) for name in slots)]


@pytest.mark.parametrize("name", list_values())
def test_a_value_shows_no_secret(name: str) -> None:
    """Neither as text nor in a container nor formatted."""
    value = list_values()[name]
    shown = [repr(value), str(value), f"{value}", f"{[value]}", f"{ {'x': value} }"]
    assert find_secrets("\n".join(shown), [*CANARIES, FERNET_KEY]) == []


@pytest.mark.parametrize(
    "name",
    [
        "Reading",
        "AwsConnection",
        "Saml",
        "RoleStep",
        "SessionFactory",
        "SharedCredentials",
        "CredentialChain",
        "HostCache",
        "Registry",
        "RenewingSource",
        "StaticSource",
    ],
)
def test_the_members_of_a_value_show_no_secret(name: str) -> None:
    """Nor does what vars() and __slots__ give, as debuggers and tracebacks print it."""
    assert find_secrets(repr(list_members(list_values()[name])), [*CANARIES, FERNET_KEY]) == []


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["Reading", "AwsConnection", "Saml", "RoleStep", "Secret", "Settings", "other_keys"])
def test_a_pickle_holds_no_readable_secret(name: str, protocol: int) -> None:
    """Pickles are shown and searched; they hold the secret all the same."""
    value = list_values()[name]
    pickled = pickle.dumps(value, protocol)
    assert find_secrets(pickled.decode("latin-1"), CANARIES) == []
    assert pickle.loads(pickled) == value


def test_the_canaries_are_really_in_the_values() -> None:
    """What is looked for is there, in clear where it is asked for."""
    values = list_values()
    held = values["AwsConnection"].secrets() + values["Saml"].secrets()
    assert {canaries.PASSWORD, canaries.TOKEN, canaries.PROXY, canaries.SERVICE_VALUE, canaries.IDENTITY_PROVIDER} <= {
        piece for text in held for piece in text.split(":")
    }
    assert {canaries.SESSION_TOKEN, canaries.SERVICE_VALUE} <= set(values["WebIdentity"].secrets())
    assert isinstance(values["Secret"], Secret)
    assert isinstance(values["Settings"], Settings)
    assert isinstance(values["AwsConnection"], AwsConnection)


# Hooks, errors, warnings.


@pytest.fixture
def mint(bench_connection: BenchConnection) -> Callable[[str], ReadOnlyCredentials]:
    """Temporary keys of a role, from the bench."""
    return lambda role_arn: AwsHook(bench_connection("mint", role_arn=role_arn)).get_credentials()


@pytest.fixture
def temporary(
    bench: AwsBench, airflow_connection: AirflowConnection, mint: Callable[[str], ReadOnlyCredentials]
) -> Callable[..., tuple[str, list[str]]]:
    """Connections with temporary keys of a role, and the secrets in them."""

    def connect(keys_of: str, **extra: Any) -> tuple[str, list[str]]:
        keys = mint(keys_of)
        bench.clear()
        conn_id = airflow_connection(
            "temporary",
            login=keys.access_key,
            password=keys.secret_key,
            extra={
                "aws_session_token": keys.token,
                "endpoint_url": bench.endpoint_url,
                "region_name": REGION,
                "service_config": SECRET_SETTINGS["service_config"],
                **extra,
            },
        )
        return conn_id, [str(keys.secret_key), str(keys.token), *CANARIES]

    return connect


@pytest.mark.parametrize("is_used", [False, True], ids=["unused", "used"])
def test_a_hook_shows_no_secret(
    is_used: bool, temporary: Callable[..., tuple[str, list[str]]], bench: AwsBench, told: list[str]
) -> None:
    """Neither the hook nor what it keeps nor its pickle, before and after its first request."""
    conn_id, secrets = temporary(bench.hub_role_arn, role_arn=bench.role_arn, external_id=canaries.EXTERNAL_ID)
    hook = AwsHook(conn_id, client_type="s3")
    if is_used:
        hook.get_conn().list_buckets()
        assert len(told) > 1
    shown = [repr(hook), str(hook), repr(vars(hook))]
    shown += [pickle.dumps(hook, protocol).decode("latin-1") for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]
    if is_used:
        shown += [
            repr(hook.conn_config),
            str(hook.conn_config),
            repr(vars(hook._awsconn_factory)),
            repr(hook.get_session()),
        ]
        shown += [repr(hook.conn), repr(hook.conn.meta), repr(vars(find_role(hook._awsconn_factory)))]
    assert find_secrets("\n".join(shown), [*secrets, *told]) == []


def test_the_masker_knows_every_secret(
    temporary: Callable[..., tuple[str, list[str]]],
    bench: AwsBench,
    told: list[str],
    redact: Callable[[str], str],
) -> None:
    """Those of the connection once it is parsed, those of each role once they are minted."""
    conn_id, secrets = temporary(
        bench.hub_role_arn, role_chain=[bench.hub_role_arn, bench.role_arn], **without_external_id()
    )
    told.clear()
    hook = AwsHook(conn_id, client_type="s3")
    _ = quietly(lambda: hook.conn_config)
    for secret in (*secrets[:2], canaries.PROXY, canaries.SERVICE_PROXY, canaries.SERVICE_VALUE):
        assert secret not in redact(f"shown: {secret}.")
    hook.get_conn().list_buckets()
    assert len(set(told)) == 4
    assert find_secrets("\n".join(redact(f"shown: {secret}.") for secret in told), told) == []


def without_external_id() -> dict[str, Any]:
    """Settings with canaries, without those that the bench needs no more than we do."""
    return {name: value for name, value in SECRET_SETTINGS.items() if name != "external_id"}


def quietly(call: Callable[[], Any]) -> Any:
    """Call something whose warnings are not the point."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return call()


def refuse_connection(airflow_connection: AirflowConnection) -> object:
    """A connection with everything secret in it and three mistakes."""
    extra = PLANTED["extra"] | {
        "region_name": "default",
        "verify": "/nowhere.pem",
        "external_id": canaries.EXTERNAL_ID + "!",
    }
    conn_id = airflow_connection("bad", login=PLANTED["login"], password=PLANTED["password"], extra=extra)
    return AwsHook(conn_id, client_type="s3").conn


def miss_connection(_: AirflowConnection) -> object:
    """A connection that is not there."""
    return AwsHook("nobody_made_this", client_type="s3").conn


def refuse_config(airflow_connection: AirflowConnection) -> object:
    """A config of the hook that botocore refuses."""
    extra = {**PLANTED["extra"]}
    conn_id = airflow_connection("c", login=PLANTED["login"], password=PLANTED["password"], extra=extra)
    return AwsHook(conn_id, client_type="s3", config={"no_such_option": 1}).conn


def refuse_region(airflow_connection: AirflowConnection) -> object:
    """A region of the hook that botocore refuses."""
    conn_id = airflow_connection("c", login=PLANTED["login"], password=PLANTED["password"], extra=PLANTED["extra"])
    return AwsHook(conn_id, client_type="s3", region_name="not a region").conn


OFFLINE_FAILURES = {
    "invalid": refuse_connection,
    "missing": miss_connection,
    "config": refuse_config,
    "region": refuse_region,
}


@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
@pytest.mark.parametrize("name", OFFLINE_FAILURES)
def test_an_error_shows_no_secret(name: str, airflow_connection: AirflowConnection) -> None:
    """Not as text, not in its arguments or pickle, and not in a traceback with local variables, whoever prints it."""
    error = catch(Exception, OFFLINE_FAILURES[name], airflow_connection)
    shown = [repr(each) + str(each) + repr(each.args) + repr(vars(each)) for each in list_chain(error)]
    if isinstance(error, (InvalidConnectionError, ConnectionNotFoundError)):
        shown += [pickle.dumps(error, protocol).decode("latin-1") for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    assert find_secrets("\n".join(shown), CANARIES) == []
    assert list_leaks_of_frames(error, CANARIES) == []
    assert find_secrets(render_with_rich(error), CANARIES) == []
    if HAS_CGITB:
        assert find_secrets(render_with_cgitb(error), CANARIES) == []


def fail_at_sts(temporary: Callable[..., tuple[str, list[str]]], bench: AwsBench) -> list[str]:
    """STS refuses the second role."""
    nobody = [bench.nobody_role_arn, {"role_arn": bench.role_arn, "external_id": canaries.EXTERNAL_ID}]
    return temporary(bench.hub_role_arn, role_chain=nobody)[1]


def fail_at_the_network(temporary: Callable[..., tuple[str, list[str]]], bench: AwsBench) -> list[str]:
    """Nobody listens there."""
    return temporary(bench.role_arn, endpoint_url="http://127.0.0.1:1")[1]


def fail_on_the_way_to_sts(temporary: Callable[..., tuple[str, list[str]]], bench: AwsBench) -> list[str]:
    """Nobody listens where the role is to be assumed."""
    sts = {"sts": {"endpoint_url": "http://127.0.0.1:1"}, **SECRET_SETTINGS["service_config"]}
    given = {"role_arn": bench.role_arn, "external_id": canaries.EXTERNAL_ID, "service_config": sts}
    return temporary(bench.role_arn, **given)[1]


def fail_at_the_guard(temporary: Callable[..., tuple[str, list[str]]], bench: AwsBench) -> list[str]:
    """The keys are of a forbidden account."""
    return temporary(bench.hub_role_arn, forbidden_account_ids=[bench.account_id])[1]


def list_foreign() -> list[ModuleType]:
    """List those whose frames are left out, as far as they are there."""
    return [sys.modules[name] for name in FOREIGN if name in sys.modules]


def send(hook: AwsHook) -> None:
    """Send a request."""
    hook.conn.list_buckets()


def send_on_loop(hook: AwsHook) -> None:
    """Send a request with an async client."""
    pytest.importorskip("aiobotocore")

    async def send_it() -> None:
        async with hook.async_client() as client:
            await client.list_buckets()

    asyncio.run(send_it())


def test_async_values_show_no_secret(
    temporary: Callable[..., tuple[str, list[str]]], bench: AwsBench, told: list[str]
) -> None:
    """Clients, their contexts, sessions and credentials, before and after use; nor do tasks and futures of them."""
    pytest.importorskip("aiobotocore")
    conn_id, secrets = temporary(bench.hub_role_arn, role_arn=bench.role_arn, external_id=canaries.EXTERNAL_ID)
    shown: list[str] = []

    def show(*values: Any) -> None:
        shown.extend(f"{value!r} {value} {vars(value)!r}" for value in values)

    async def use() -> None:
        hook = AwsHook(conn_id, client_type="s3")
        context, session = hook.async_client(), hook.get_session(deferrable=True)
        credentials = await session.get_credentials()
        show(hook, context, session, credentials)
        async with context as client:
            show(context, client.meta, client._endpoint, client._request_signer, client._request_signer._credentials)
            await client.list_buckets()
            assert credentials.secret_key in told
            made = await asyncio.create_task(session.get_credentials())
            show(hook, context, session, credentials, client.meta, client._endpoint, made, session._session)
            show(client._request_signer, client._request_signer._credentials)
        show(context, hook._awsconn_factory, hook._awsconn_async_factory)

    asyncio.run(use(), debug=True)
    assert len(told) > 1
    assert find_secrets("\n".join(shown), [*secrets, *told]) == []


@pytest.mark.parametrize("is_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize(
    ("prepare", "kind"),
    [
        pytest.param(fail_at_sts, RoleRefusedError, id="refused-by-sts"),
        pytest.param(fail_on_the_way_to_sts, CredentialsUnavailableError, id="no-sts"),
        pytest.param(fail_at_the_guard, AccountNotAllowedError, id="forbidden"),
        pytest.param(fail_at_the_network, EndpointConnectionError, id="nobody-there"),
    ],
)
def test_a_failed_request_shows_no_secret_of_ours(
    prepare: Callable[..., list[str]],
    kind: type[Exception],
    is_async: bool,
    temporary: Callable[..., tuple[str, list[str]]],
    bench: AwsBench,
    told: list[str],
) -> None:
    """Text and arguments are clean, and our frames; those of botocore and below show the request they are sending."""
    secrets = prepare(temporary, bench)
    hook = AwsHook("temporary", client_type="s3", config={"retries": {"total_max_attempts": 1}})
    error = catch(kind, send_on_loop if is_async else send, hook)
    secrets += told
    shown = [repr(each) + str(each) + repr(each.args) + repr(vars(each)) for each in list_chain(error)]
    assert find_secrets("\n".join(shown), secrets) == []
    leaks = list_leaks_of_frames(error, secrets)
    assert [leak for leak in leaks if leak.partition(".")[0] not in FOREIGN] == []
    assert find_secrets(render_with_rich(error, list_foreign()), secrets) == []
    if kind is not EndpointConnectionError:
        # Nothing of the request to STS is left behind, and the request that waited for it is not signed yet.
        assert leaks == []
        assert list_chain(error) == [error]
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert find_secrets(pickle.dumps(error, protocol).decode("latin-1"), secrets) == []


def test_warnings_show_no_secret(airflow_connection: AirflowConnection) -> None:
    """What is said of unknown keys and odd secrets names them and shows nothing of them."""
    extra = PLANTED["extra"] | {
        "aws_session_tokn": canaries.TOKEN,
        "password": canaries.UNKNOWN_VALUE,
        "host": "http://h",
    }
    conn_id = airflow_connection("c", login=PLANTED["login"], password=canaries.PASSWORD + " %2F", extra=extra)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        _ = AwsHook(conn_id).conn_config
    texts = [str(warning.message) for warning in caught]
    assert len(texts) > 3
    assert find_secrets("\n".join(texts), CANARIES) == []


def test_the_description_shows_no_secret(airflow_connection: AirflowConnection) -> None:
    """Neither the text nor the plain data that JSON is made of."""
    conn_id = airflow_connection("c", login=PLANTED["login"], password=PLANTED["password"], extra=PLANTED["extra"])
    for service_name in (None, "s3", "ec2", "sts", "redshift"):
        hook = AwsHook(conn_id, config={"proxies": {"http": f"http://user:{canaries.PROXY}@proxy"}})
        described = quietly(functools.partial(hook.describe, service_name))
        assert find_secrets(f"{described}\n{described!r}\n{described.to_dict()}", CANARIES) == []


# Logs and the connection test.


def list_buckets(hook: AwsHook) -> None:
    """Send a request."""
    hook.get_client_type("s3").list_buckets()


async def list_buckets_on_loop(hook: AwsHook) -> None:
    """Send a request with an async client, and get credentials: the event loop tells of each of its steps."""
    # asyncio's debug mode shows tasks, futures and handles that took longer, with their results and arguments.
    asyncio.get_running_loop().slow_callback_duration = 0
    async with await hook.get_async_conn("s3") as client:
        await client.list_buckets()
    await (await hook.get_session(deferrable=True).get_credentials()).get_frozen_credentials()


def use_async_clients(hook: AwsHook) -> None:
    """Do it in debug mode."""
    pytest.importorskip("aiobotocore")
    asyncio.run(list_buckets_on_loop(hook), debug=True)


USES: dict[str, Callable[[AwsHook], object]] = {
    "client": list_buckets,
    "async_client": use_async_clients,
    "resource": lambda hook: list(hook.get_resource_type("s3").buckets.all()),
    "get_credentials": lambda hook: hook.get_credentials(),
    "test_connection": lambda hook: hook.test_connection(),
    "describe": lambda hook: hook.describe("s3"),
}


@pytest.mark.once
@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("identity", ["keys", "role", "chain"])
def test_no_log_line_shows_a_secret(
    identity: str,
    use: str,
    temporary: Callable[..., tuple[str, list[str]]],
    bench: AwsBench,
    told: list[str],
    log: Capture,
) -> None:
    """At DEBUG, from everybody: ours, Airflow's, boto3's, urllib3's; the minted secrets of every hop included."""
    given: dict[str, dict[str, Any]] = {
        "keys": {},
        "role": {"role_arn": bench.role_arn},
        "chain": {"role_chain": [bench.hub_role_arn, bench.role_arn]},
    }
    conn_id, secrets = temporary(bench.role_arn if identity == "keys" else bench.hub_role_arn, **given[identity])
    log.lines.clear()
    answer = USES[use](AwsHook(conn_id))
    shown = f"{log.text}\n{answer!r}" if use == "test_connection" else log.text
    assert find_secrets(shown, secrets + told) == []
    assert use == "describe" or "botocore" in log.text
    assert use != "async_client" or "asyncio WARNING Executing" in log.text


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param({}, True, id="good"),
        pytest.param({"aws_session_token": canaries.TOKEN}, False, id="wrong-token"),
        pytest.param({"role_arn": "arn:aws:iam::123456789012:role/etl"}, False, id="refused-role"),
        pytest.param({"endpoint_url": "http://127.0.0.1:1"}, False, id="nobody-there"),
        pytest.param({"verify": "/nowhere.pem"}, False, id="invalid"),
        pytest.param({"no_such_key": canaries.UNKNOWN_VALUE}, True, id="remarks"),
    ],
)
@pytest.mark.filterwarnings("ignore::airflow_provider_awsconn.errors.AwsConnectionWarning")
def test_the_connection_test_shows_no_secret(
    extra: dict[str, Any],
    expected: bool,
    temporary: Callable[..., tuple[str, list[str]]],
    bench: AwsBench,
    told: list[str],
    log: Capture,
) -> None:
    """Neither its message nor what it logs, when it works and when it fails."""
    conn_id, secrets = temporary(bench.role_arn, **extra)
    log.lines.clear()
    works, message = AwsHook(conn_id).test_connection()
    assert find_secrets(f"{message}\n{log.text}", secrets + told) == []
    assert works is expected
