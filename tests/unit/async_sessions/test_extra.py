"""Who has no aiobotocore, or one that does not go with botocore, is told what to install, before anything is asked."""

from __future__ import annotations

import asyncio
import importlib
import re
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.async_sessions.extra import AsyncExtraMissingError, load_async_extra
from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.errors import AwsConnError
from airflow_provider_awsconn.hooks.aws import AwsHook
from airflow_provider_awsconn.session_factory import BaseSessionFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

TEXT = (
    "async clients: aiobotocore can't be imported ({}); "
    "install it in a version that goes with your botocore: pip install 'airflow-provider-awsconn[async]'"
)
OURS = "airflow_provider_awsconn.async_sessions."
# These import no aiobotocore, and hooks have imported them already.
KEPT = {f"{OURS}{name}" for name in ("context", "extra", "thread")}


class Broken(MetaPathFinder, Loader):
    """An aiobotocore that is there, and needs what botocore has not."""

    def __init__(self, need: Callable[[], object] | None) -> None:
        self.need = need

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:  # noqa: ARG002 - Python's
        """Find what is aiobotocore's."""
        if name.partition(".")[0] != "aiobotocore":
            return None
        if self.need is None:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Fail as a module of another version does."""
        if module.__name__ != "aiobotocore" and self.need:
            self.need()


def need_name() -> None:
    """As ``from botocore.session import ...``."""
    exec("from botocore.session import no_such_name")


def need_attribute() -> object:
    """As a class attribute that is taken from a class of botocore."""
    session: Any = importlib.import_module("botocore.session")
    return session.Session.no_such_name


def need_module() -> None:
    """As ``import botocore.context``, which older versions have not."""
    importlib.import_module("botocore.no_such_module")


@pytest.fixture(
    params=[
        pytest.param((None, r"ModuleNotFoundError: No module named 'aiobotocore'"), id="missing"),
        pytest.param((need_name, r"ImportError: cannot import name 'no_such_name' from .*"), id="name"),
        pytest.param((need_attribute, r"AttributeError: type object 'Session' has no attribute .*"), id="attribute"),
        pytest.param((need_module, r"ModuleNotFoundError: No module named 'botocore\.no_such_module'"), id="module"),
    ]
)
def expected(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Take aiobotocore away; what is said then."""
    need, reason = request.param
    for name in list_concerned():
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Broken(need), *sys.meta_path])
    yield re.escape(TEXT).replace(re.escape("{}"), reason)
    # What was loaded meanwhile is not aiobotocore; the real one comes back, where it was there.
    for name in list_concerned():
        del sys.modules[name]


def list_concerned() -> list[str]:
    """The loaded modules of aiobotocore, and those of ours that import it."""
    return [
        name
        for name in sys.modules
        if name.partition(".")[0] == "aiobotocore" or (name.startswith(OURS) and name not in KEPT)
    ]


class Hook(AwsHook):
    """Asks nobody for its connection."""

    @classmethod
    def get_connection(cls, conn_id: str) -> Any:
        """Fail: nobody may be asked yet."""
        raise AssertionError(f"Airflow was asked for {conn_id}")


async def enter(context: Any) -> None:
    """Enter a client's context."""
    async with context:
        pytest.fail("entered")


def build_hook() -> Hook:
    """A hook whose connection nobody has asked for."""
    return Hook("any", client_type="s3")


async def enter_async_client() -> None:
    """The plain way."""
    await enter(build_hook().async_client())


async def enter_deferrable_client() -> None:
    """The stock provider's older way."""
    await enter(build_hook().get_client_type(deferrable=True))


async def get_async_conn() -> None:
    """The stock provider's newer way."""
    await build_hook().get_async_conn()


async def get_credentials() -> None:
    """A session's credentials."""
    await build_hook().get_session(deferrable=True).get_credentials()


async def enter_client_of_session() -> None:
    """A session's client."""
    await enter(build_hook().get_session(deferrable=True).create_client("s3"))


WAYS = [enter_async_client, enter_deferrable_client, get_async_conn, get_credentials, enter_client_of_session]


def test_the_error_is_ours_and_pythons() -> None:
    """Who tries an import catches it, and who catches our errors too."""
    assert issubclass(AsyncExtraMissingError, AwsConnError)
    assert issubclass(AsyncExtraMissingError, ImportError)


def test_every_way_says_what_to_install(expected: str) -> None:
    """On an event loop, each time: with the reason, and before Airflow or AWS is asked."""
    for way in WAYS:
        for _ in range(2):
            with pytest.raises(AsyncExtraMissingError) as caught:
                asyncio.run(way())
            assert re.fullmatch(expected, str(caught.value))
            # What was tried in vain is in the text, and not a second traceback above it.
            assert caught.value.__cause__ is None


def test_off_the_loop_too(expected: str) -> None:
    """A session that is made at once, ours or by the deployment's class."""
    connection = AwsConnection(region_name="eu-west-1")
    for make in (
        lambda: build_hook().get_session(deferrable=True),
        lambda: BaseSessionFactory(connection).create_session(deferrable=True),
        load_async_extra,
    ):
        with pytest.raises(AsyncExtraMissingError) as caught:
            make()
        assert re.fullmatch(expected, str(caught.value))


@pytest.mark.usefixtures("expected")
def test_all_else_works() -> None:
    """A hook that makes sync clients, or only a context that nobody enters, does without it."""
    hook = AwsHook(None, region_name="eu-west-1", client_type="s3")
    hook.async_client()
    hook.get_client_type(deferrable=True)
    assert hook.get_conn().meta.region_name == "eu-west-1"
    assert hook.get_session().region_name == "eu-west-1"
    assert BaseSessionFactory(AwsConnection(region_name="eu-west-1")).create_session().region_name == "eu-west-1"
