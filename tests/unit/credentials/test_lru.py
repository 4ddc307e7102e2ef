"""A bounded cache of what was used last: for threads, and anew in a forked child."""

from __future__ import annotations

import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from airflow_provider_awsconn.credentials.lru import LastUsed
from tests.unit.credentials.fakes import run_in_child


def build_cache(maximum: int, *names: str) -> LastUsed[str]:
    """A cache that holds its names by their bytes."""
    cache: LastUsed[str] = LastUsed(maximum)
    for name in names:
        cache.keep(name.encode(), name)
    return cache


def list_held(cache: LastUsed[str], names: str) -> str:
    """Those of the names that are held; asking for all leaves their order as it was."""
    return "".join(name for name in names if cache.find(name.encode()))


def test_what_is_kept_is_found() -> None:
    """The same object, until another takes its room; nothing for a key that nobody kept."""
    cache: LastUsed[object] = LastUsed(2)
    value = object()
    assert cache.find(b"a") is None
    assert cache.keep(b"a", value) is value
    assert cache.find(b"a") is value
    assert len(cache) == 1


@pytest.mark.parametrize(
    ("maximum", "used", "held"),
    [
        pytest.param(3, "", "cde", id="in-order"),
        pytest.param(3, "c", "cde", id="used-at-the-start"),
        pytest.param(1, "", "e", id="one"),
        pytest.param(5, "", "abcde", id="room-for-all"),
    ],
)
def test_the_least_used_goes_first(maximum: int, used: str, held: str) -> None:
    """The one that was used last stays longest."""
    cache = build_cache(maximum, *"abc")
    for name in used:
        cache.find(name.encode())
    for name in "de":
        cache.keep(name.encode(), name)
    assert list_held(cache, "abcde") == held
    assert len(cache) == len(held)


def test_to_find_is_to_use() -> None:
    """What is found is not the next to go."""
    cache = build_cache(3, *"abc")
    assert cache.find(b"a") == "a"
    cache.keep(b"d", "d")
    assert list_held(cache, "abcd") == "acd"


def test_who_comes_first_is_kept() -> None:
    """Of two values for one key the first counts, and who brings the second is given the first."""
    cache = build_cache(2, "a")
    assert cache.keep(b"a", "late") == "a"
    assert cache.find(b"a") == "a"


def test_a_smaller_maximum_counts_from_the_next() -> None:
    """A cache that is made smaller lets go when the next value comes; one that is made larger takes more."""
    cache = build_cache(4, *"abcd")
    cache.maximum = 2
    cache.keep(b"e", "e")
    assert list_held(cache, "abcde") == "de"
    cache.maximum = 3
    cache.keep(b"f", "f")
    assert list_held(cache, "abcdef") == "def"


def test_threads_are_given_one_value() -> None:
    """64 threads that bring a value each get the same; no more are held than may be."""
    cache: LastUsed[object] = LastUsed(8)
    barrier = threading.Barrier(64)

    def keep(_: int) -> object:
        value = object()
        barrier.wait(20)
        return cache.find(b"one") or cache.keep(b"one", value)

    with ThreadPoolExecutor(64) as threads:
        assert len(set(threads.map(keep, range(64)))) == 1

        def use(number: int) -> bool:
            key = random.Random(number).randbytes(1)[:1]
            found = cache.find(key) or cache.keep(key, key)
            return found in (key, cache.find(b"one")) and len(cache) <= 8 + 64

        assert all(threads.map(use, range(5000)))
    cache.keep(b"last", b"last")
    assert len(cache) == 8


def test_a_handler_of_a_signal_may_use_it() -> None:
    """A signal that comes while the cache is being used does not wait for itself."""
    cache = build_cache(4, "a")
    came: list[object] = []
    before = signal.signal(signal.SIGALRM, lambda *_: came.append(cache.keep(b"b", "b")))
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        while len(came) < 20:
            cache.find(b"a")
            cache.keep(b"a", "a")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert set(came) == {"b"}


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_forked_child_starts_empty() -> None:
    """It has nothing of its parent's, waits for none of its locks, and changes nothing there."""
    cache = build_cache(4, "a")
    cache.maximum = 2
    release, taken = threading.Event(), threading.Event()

    def hold() -> None:
        with cache._state.get().lock:
            taken.set()
            release.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    assert taken.wait(30)

    def use() -> tuple[bool, str]:
        is_empty = cache.find(b"a") is None and len(cache) == 0
        for name in "bcd":
            cache.keep(name.encode(), name)
        return is_empty, list_held(cache, "abcd")

    try:
        assert run_in_child(use) == "(True, 'cd')"
    finally:
        release.set()
        holder.join()
    assert list_held(cache, "abcd") == "a"
