"""What is given for a client: all work waits until it is entered, and each leaves the client it has entered."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.async_sessions.context import ClientContext, SessionOnLoop, is_on_loop
from tests.unit.async_sessions.loops import LoopElsewhere, run

if TYPE_CHECKING:
    from typing_extensions import Self


class Client:
    """Knows whether it is entered, and what it was left with."""

    def __init__(self, number: int = 1) -> None:
        self.number = number
        self.state = "new"
        self.loop: Any = None
        self.left_with: BaseException | None = None

    async def __aenter__(self) -> Self:
        assert self.state == "new"
        self.state, self.loop = "open", asyncio.get_running_loop()
        return self

    async def __aexit__(self, _: object, error: BaseException | None, __: object) -> None:
        await asyncio.sleep(0)
        assert self.state == "open"
        self.state, self.left_with = "closed", error


class Builder:
    """Builds clients, each when it is allowed to."""

    def __init__(self, *, waits: bool = False) -> None:
        self.built: list[Client] = []
        self.begun = asyncio.Event()
        self.go_on = asyncio.Event()
        self.waits = waits

    async def __call__(self) -> Client:
        """Give the next one."""
        self.begun.set()
        if self.waits:
            await self.go_on.wait()
        self.built.append(Client(len(self.built) + 1))
        return self.built[-1]

    @property
    def states(self) -> list[str]:
        """The states of all clients."""
        return [client.state for client in self.built]


def test_nothing_is_done_before_it_is_entered() -> None:
    """Who never enters it has asked for nothing, and leaves nothing behind."""

    async def main() -> list[str]:
        builder = Builder()
        ClientContext(builder)
        await asyncio.sleep(0)
        return builder.states

    assert run(main()) == []


def test_each_time_it_is_another_client() -> None:
    """Entered again after it was left, it gives a new client, and the one before stays closed."""

    async def main() -> None:
        builder = Builder()
        context = ClientContext(builder)
        for number in (1, 2):
            async with context as client:
                assert client.number == number
                assert builder.states == ["closed"] * (number - 1) + ["open"]
        assert builder.states == ["closed", "closed"]

    run(main())


def test_the_inner_one_is_left_first() -> None:
    """Entered within itself, each block leaves its own client."""

    async def main() -> None:
        builder = Builder()
        context = ClientContext(builder)
        async with context as outer:
            async with context as inner:
                assert (outer.number, inner.number) == (1, 2)
            assert builder.states == ["open", "closed"]
        assert builder.states == ["closed", "closed"]

    run(main())


@pytest.mark.parametrize("first_to_leave", [1, 2])
def test_tasks_that_share_it_leave_their_own(first_to_leave: int) -> None:
    """Whoever of two ends first, the other's client stays open."""

    async def main() -> None:
        builder = Builder()
        context = ClientContext(builder)
        may_leave = {number: asyncio.Event() for number in (1, 2)}

        async def use() -> None:
            async with context as client:
                await may_leave[client.number].wait()

        tasks = [asyncio.create_task(use()) for _ in range(2)]
        for _ in range(10):
            await asyncio.sleep(0)
        assert builder.states == ["open", "open"]
        may_leave[first_to_leave].set()
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        assert builder.states == (["closed", "open"] if first_to_leave == 1 else ["open", "closed"])
        may_leave[3 - first_to_leave].set()
        await asyncio.gather(*tasks)
        assert builder.states == ["closed", "closed"]

    run(main())


def test_another_task_may_leave_it() -> None:
    """As the fixtures of test frameworks do."""

    async def main() -> None:
        builder = Builder()
        context = ClientContext(builder)
        await asyncio.create_task(context.__aenter__())
        await asyncio.create_task(context.__aexit__(None, None, None))
        assert builder.states == ["closed"]

    run(main())


def test_loops_that_share_it_have_their_own() -> None:
    """Entered on two loops at once, it gives each its client, and each is left on its loop."""

    async def build() -> Client:
        return Client()

    context = ClientContext(build)
    with LoopElsewhere() as one, LoopElsewhere() as two:
        clients = [loop.run(context.__aenter__()) for loop in (one, two)]
        assert [client.loop for client in clients] == [one.loop, two.loop]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda loop: loop.run(context.__aexit__(None, None, None)), (one, two)))
    assert [client.state for client in clients] == ["closed", "closed"]


@pytest.mark.parametrize("kind", [ValueError, asyncio.CancelledError, KeyboardInterrupt])
def test_an_error_of_the_block_reaches_the_client(kind: type[BaseException]) -> None:
    """The client is closed, and the error goes on."""
    clients: list[Client] = []

    async def build() -> Client:
        clients.append(Client())
        return clients[0]

    async def main() -> None:
        error = kind("no")
        with pytest.raises(kind) as caught:
            async with ClientContext(build):
                raise error
        assert caught.value is error
        assert (clients[0].state, clients[0].left_with) == ("closed", error)

    run(main())


def test_who_is_cancelled_while_it_is_built_has_entered_nothing() -> None:
    """No client is open then, and the next one who enters it gets one."""

    async def main() -> None:
        builder = Builder(waits=True)
        context = ClientContext(builder)

        async def use() -> None:
            async with context:
                pytest.fail("entered")

        task = asyncio.create_task(use())
        await builder.begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert builder.states == []
        builder.go_on.set()
        async with context as client:
            assert client.number == 1
        assert builder.states == ["closed"]

    run(main())


def test_an_error_of_building_is_the_error() -> None:
    """And of entering: the block is not begun, and nothing is left."""

    class Broken(Client):
        async def __aenter__(self) -> Self:
            raise OSError("enter")

    async def refuse() -> Client:
        raise OSError("build")

    async def build() -> Client:
        return Broken()

    async def main() -> None:
        for context, text in ((ClientContext(refuse), "build"), (ClientContext(build), "enter")):
            with pytest.raises(OSError, match=text):
                async with context:
                    pytest.fail("entered")

    run(main())


class Session:
    """A session that is there."""

    region = "eu-west-1"

    def create_client(self, *args: Any, **kwargs: Any) -> ClientContext:
        """Give a client's context that knows what it was asked for."""

        async def build() -> Client:
            client = Client()
            client.number = (args, kwargs)  # type: ignore[assignment] # what it was asked for
            return client

        return ClientContext(build)

    async def get_credentials(self) -> str:
        """Give credentials."""
        return "credentials"


class Makers:
    """Both ways to a session, counted."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def prepare(self) -> Session:
        """Make one away from the loop."""
        self.calls.append("prepare")
        await asyncio.sleep(0)
        return Session()

    def build(self) -> Session:
        """Make one here."""
        self.calls.append("build")
        return Session()

    def give(self) -> SessionOnLoop:
        """Give what stands for a session."""
        return SessionOnLoop(self.prepare, self.build)


def test_a_session_waits_until_its_client_is_entered() -> None:
    """It is made once, for clients and for credentials; arguments arrive as they were given."""

    async def main() -> None:
        makers = Makers()
        session = makers.give()
        first = session.create_client("s3", "eu-west-1", use_ssl=False)
        second = session.create_client("sts")
        assert makers.calls == []
        async with first as client:
            assert client.number == (("s3", "eu-west-1"), {"use_ssl": False})
        async with second as client:
            assert client.number == (("sts",), {})
        assert await session.get_credentials() == "credentials"
        assert session.region == "eu-west-1"
        assert makers.calls == ["prepare"]

    run(main())


def test_credentials_alone_prepare_a_session() -> None:
    """To wait for them blocks nobody."""

    async def main() -> list[str]:
        makers = Makers()
        assert await makers.give().get_credentials() == "credentials"
        return makers.calls

    assert run(main()) == ["prepare"]


def test_all_else_has_a_session_made_at_once() -> None:
    """A plain attribute can't wait; names that nobody means it with give nothing."""

    async def main() -> None:
        makers = Makers()
        session = makers.give()
        with pytest.raises(AttributeError):
            _ = session._repr_html_
        assert makers.calls == []
        assert session.region == "eu-west-1"
        assert await session.get_credentials() == "credentials"
        with pytest.raises(AttributeError, match="no_such_name"):
            _ = session.no_such_name
        assert makers.calls == ["build"]

    run(main())


def test_a_thread_knows_whether_it_has_a_loop() -> None:
    """A thread that a coroutine started has none."""

    async def main() -> tuple[bool, bool]:
        return is_on_loop(), await asyncio.to_thread(is_on_loop)

    assert run(main()) == (True, False)
    assert not is_on_loop()
