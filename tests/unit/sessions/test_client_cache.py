"""The places of clients: one per key, made by whoever comes first, kept while used."""

from __future__ import annotations

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.sessions.client_cache import SharedClient, find_place
from airflow_provider_awsconn.sessions.factory import SessionFactory
from tests.unit.conftest import REGION
from tests.unit.credentials.fakes import run_in_child

if TYPE_CHECKING:
    from collections.abc import Callable


class Maker:
    """Makes clients and counts them; may be made slow, or to fail."""

    def __init__(self) -> None:
        connection = parse_connection(
            conn_id="c", extra={"region_name": REGION}, login="AKIAIOSFODNN7EXAMPLE", password="secret" * 5
        )
        self.factory = SessionFactory(connection)
        self.prepared = 0
        self.made: list[weakref.ref[Any]] = []
        self.gate: threading.Event | None = None
        self.entered = threading.Event()
        self.failures: list[Exception] = []

    def prepare(self) -> Callable[[], Any]:
        """Give what makes a client."""
        self.prepared += 1
        self.entered.set()
        if self.gate is not None:
            self.gate.wait(20)
        if self.failures:
            raise self.failures.pop(0)
        return self.build

    def build(self) -> Any:
        """Make a client."""
        client = self.factory.build_client("sts")
        self.made.append(weakref.ref(client))
        return client

    def count_living(self) -> int:
        """How many of the clients are still there."""
        gc.collect()
        return sum(made() is not None for made in self.made)


@pytest.fixture
def maker() -> Maker:
    """A maker of clients of STS."""
    return Maker()


def is_of_one_client(*views: Any) -> bool:
    """Tell whether views send through the same connections."""
    return len({id(view._endpoint) for view in views}) == 1


def test_the_first_makes_the_client(maker: Maker) -> None:
    """Others are given views of it, each another; nothing is prepared again."""
    place = SharedClient()
    assert maker.prepared == 0
    views = [place.view(maker.prepare) for _ in range(3)]
    assert is_of_one_client(*views)
    assert len({id(view) for view in views}) == 3
    assert (maker.prepared, len(maker.made)) == (1, 1)


def test_threads_make_one_client(maker: Maker) -> None:
    """64 threads that come at once are given views of the same, all of their own."""
    place, barrier = SharedClient(), threading.Barrier(64)

    def view(_: int) -> Any:
        barrier.wait(20)
        return place.view(maker.prepare)

    with ThreadPoolExecutor(64) as threads:
        views = list(threads.map(view, range(64)))
    assert is_of_one_client(*views)
    assert len({id(each) for each in views}) == 64
    assert (maker.prepared, len(maker.made)) == (1, 1)


def test_a_client_that_takes_long_holds_up_nobody_else(maker: Maker) -> None:
    """While one is made, others who want another client get it."""
    slow, quick = maker, Maker()
    slow.gate = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(find_place(b"slow", 4).view, slow.prepare)
        try:
            assert slow.entered.wait(20)
            assert find_place(b"quick", 4).view(quick.prepare).meta.region_name == REGION
            assert not waiting.done()
        finally:
            slow.gate.set()
        assert waiting.result(20).meta.region_name == REGION


def test_nobody_waits_for_ever(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who makes a client may wait for one who waits for it, as a handler of the log does: that one makes its own."""
    monkeypatch.setattr("airflow_provider_awsconn.sessions.patience.PATIENCE_SECONDS", 0.2)
    slow, other, place = maker, Maker(), SharedClient()
    slow.gate = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(place.view, slow.prepare)
        try:
            assert slow.entered.wait(20)
            own = place.view(other.prepare)
            assert not waiting.done()
        finally:
            slow.gate.set()
        assert not is_of_one_client(own, waiting.result(20))
    assert is_of_one_client(waiting.result(), place.view(other.prepare))
    assert (slow.prepared, other.prepared) == (1, 1)


def test_each_failure_is_told_to_who_met_it(maker: Maker) -> None:
    """What can't be made is tried anew by the next, who is told his own reason; then all share what is made."""
    maker.failures = [OSError("first"), OSError("second")]
    place = SharedClient()
    for reason in ("first", "second"):
        with pytest.raises(OSError, match=f"^{reason}$"):
            place.view(maker.prepare)
    assert is_of_one_client(*(place.view(maker.prepare) for _ in range(2)))
    assert (maker.prepared, len(maker.made)) == (3, 1)


def test_threads_that_wait_for_a_failure_try_themselves(maker: Maker) -> None:
    """Of threads that wait for one that fails, the next makes the client, for itself and the rest."""
    place = SharedClient()
    maker.gate, maker.failures = threading.Event(), [OSError("first")]
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(place.view, maker.prepare) for _ in range(8)]
        assert maker.entered.wait(20)
        maker.gate.set()
        failed = [each.exception(20) for each in waiting]
    assert [str(error) for error in failed if error] == ["first"]
    assert (maker.prepared, len(maker.made)) == (2, 1)


def test_a_client_that_is_late_is_of_one_alone(maker: Maker) -> None:
    """What has changed while it was made is not what the place is for: the next makes another, and that is shared."""
    place = SharedClient()
    late = place.view(maker.prepare, lambda: False)
    assert late.meta.region_name == REGION
    views = [place.view(maker.prepare, lambda: True) for _ in range(2)]
    assert is_of_one_client(*views)
    assert not is_of_one_client(late, views[0])
    assert maker.prepared == 2


def test_a_key_has_one_place(maker: Maker) -> None:
    """The same key finds the same place; another key another."""
    assert find_place(b"a", 4) is find_place(b"a", 4)
    assert find_place(b"a", 4) is not find_place(b"b", 4)
    find_place(b"a", 4).view(maker.prepare)
    assert maker.prepared == 1


def test_the_least_used_place_is_let_go_of(maker: Maker) -> None:
    """What was used last stays; a client that is let go of is freed, unless somebody holds a view of it."""
    held = find_place(b"held", 2).view(maker.prepare)
    find_place(b"a", 2).view(maker.prepare)
    find_place(b"held", 2).view(maker.prepare)
    find_place(b"b", 2).view(maker.prepare)
    assert maker.count_living() == 2
    find_place(b"c", 2).view(maker.prepare)
    # b and c are kept, and one is held.
    assert maker.count_living() == 3
    assert held.meta.region_name == REGION
    again = find_place(b"held", 2).view(maker.prepare)
    assert not is_of_one_client(held, again)
    del held
    assert maker.count_living() == 2


def test_a_place_that_is_let_go_of_meanwhile_is_as_good(maker: Maker) -> None:
    """Who waits for a client gets it, though others have taken its room."""
    maker.gate = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(find_place(b"slow", 1).view, maker.prepare)
        assert maker.entered.wait(20)
        find_place(b"other", 1)
        maker.gate.set()
        assert waiting.result(20).meta.region_name == REGION


def test_no_room_grows_beyond_its_bound(maker: Maker) -> None:
    """However many come, no more than the maximum is kept."""
    for number in range(12):
        find_place(b"%d" % number, 3).view(maker.prepare)
    assert len(maker.made) == 12
    assert maker.count_living() == 3


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_has_places_of_its_own(maker: Maker) -> None:
    """It makes its own client, even while a thread of the parent makes that of the same place."""
    view = find_place(b"a", 4).view(maker.prepare)
    slow = Maker()
    slow.gate = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(find_place(b"slow", 4).view, slow.prepare)
        assert slow.entered.wait(20)

        def use() -> tuple[bool, bool, int]:
            own = Maker()
            views = [find_place(key, 4).view(own.prepare) for key in (b"a", b"a", b"slow")]
            return is_of_one_client(view, views[0]), is_of_one_client(views[0], views[1]), own.prepared

        said = run_in_child(use)
        slow.gate.set()
        assert waiting.result(20) is not None
    assert said == "(False, True, 2)"
    assert is_of_one_client(view, find_place(b"a", 4).view(maker.prepare))
