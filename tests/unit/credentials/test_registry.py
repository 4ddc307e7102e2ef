"""One source per identity in a process: found by a keyed hash, bounded, shared between threads and with children."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from airflow_provider_awsconn.credentials.registry import Registry, fingerprint, write_document
from tests.unit.credentials.fakes import AtHand, find_reachable, make_set, run_at_once, run_in_child

if TYPE_CHECKING:
    from airflow_provider_awsconn.credentials.minted import MintedCredentials

CANARY = "canary-of-the-secret-key"


class Source(AtHand):
    """A source that is nobody's."""

    def get(self) -> MintedCredentials:
        """Give a set."""
        return make_set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(["keys", "AKIA", "s"], ["keys", "AKIA", "s"], id="equal"),
        pytest.param({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1}, id="order-of-members"),
        pytest.param(("keys", ("a", "b")), ["keys", ["a", "b"]], id="tuple-and-list"),
    ],
)
def test_who_is_the_same_shares_one_source(one: Any, other: Any) -> None:
    """Two documents that say the same give the same source, and the second is not built."""
    registry = Registry()
    source = Source()
    assert registry.get(one, lambda: source) is source
    assert registry.get(other, lambda: pytest.fail("built")) is source


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(["a", "b"], ["b", "a"], id="order-of-a-list"),
        pytest.param(["ab", "c"], ["a", "bc"], id="where-texts-end"),
        pytest.param(["a,b"], ["a", "b"], id="comma"),
        pytest.param(['a"],["b'], [["a"], ["b"]], id="quotes"),
        pytest.param([None], [], id="none-and-nothing"),
        pytest.param([None], ["null"], id="none-and-text"),
        pytest.param([1], ["1"], id="number-and-text"),
        pytest.param([True], [1], id="true-and-one"),
        pytest.param([""], [None], id="empty-and-none"),
        pytest.param(["e\u0301"], ["\u00e9"], id="composed-and-not"),
        pytest.param(["\ud800"], ["?"], id="lone-surrogate"),
        pytest.param({"a": {}}, {"a": []}, id="object-and-list"),
        pytest.param(["role", ["base"], "x"], ["role", "base", ["x"]], id="nesting"),
    ],
)
def test_who_differs_shares_nothing(one: Any, other: Any) -> None:
    """Two documents that differ in anything have two keys and two sources."""
    registry = Registry()
    assert registry.get(one, Source) is not registry.get(other, Source)
    assert fingerprint(one) != fingerprint(other)


def test_the_keys_of_a_registry_tell_nothing() -> None:
    """No secret of a document is kept, and who has the keys can't try secrets out: the hash has a key of its own."""
    registry = Registry()
    document = ["keys", "AKIA", CANARY]
    registry.get(document, Source)
    assert find_reachable(vars(registry), [CANARY]) == []
    (key,) = registry._kept
    assert (len(key), key == hashlib.sha256(write_document(document)).digest()) == (32, False)
    code = (
        "import sys, json; path, document = map(json.loads, sys.argv[1:]); sys.path[:] = path\n"
        "from airflow_provider_awsconn.credentials.registry import fingerprint\n"
        "print(fingerprint(document).hex())"
    )
    arguments = [json.dumps(sys.path), json.dumps(document)]
    told = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert len(told.stdout.strip()) == 64
    assert told.stdout.strip() != key.hex()


def test_a_registry_is_bounded_and_keeps_what_was_used_last() -> None:
    """Beyond the maximum the one that was not used for longest is given up; what nobody holds is collected."""
    registry = Registry(maximum=3)
    built: list[str] = []

    def get(name: str) -> None:
        def build() -> Source:
            built.append(name)
            return Source()

        registry.get([name], build)

    for name in ("a", "b", "c", "a", "d", "a", "b"):
        get(name)
    gc.collect()
    assert built == ["a", "b", "c", "d", "b"]
    assert (len(registry), len(registry._all)) == (3, 3)


def test_a_source_that_somebody_holds_is_shared_though_given_up() -> None:
    """As long as anybody uses a source there is no second one of its kind, and using it brings it back."""
    registry = Registry(maximum=1)
    held = registry.get(["a"], Source)
    registry.get(["b"], Source)
    assert len(registry) == 1
    assert registry.get(["a"], lambda: pytest.fail("built twice")) is held
    del held
    registry.get(["c"], Source)
    gc.collect()
    assert (len(registry), len(registry._all)) == (1, 1)


def test_many_threads_build_one_source() -> None:
    """64 threads that come at once get one source, built once."""
    registry = Registry()
    built: list[Source] = []

    def build() -> Source:
        built.append(Source())
        return built[-1]

    results = run_at_once(64, lambda: registry.get(["a"], build))
    assert (len(built), {id(each) for each in results}) == (1, {id(built[0])})


def test_many_threads_with_many_identities_stay_within_bounds() -> None:
    """Sources that come and go in 16 threads at once are never mixed up, and never more than the maximum."""
    registry = Registry(maximum=4)

    class Named(Source):
        """Knows whose it is."""

        def __init__(self, name: int) -> None:
            self.name = name

    def work() -> int:
        wrong = 0
        for number in range(200):
            name = number % 9
            found: Any = registry.get([name], lambda name=name: Named(name))  # type: ignore[misc]
            wrong += found.name != name
        return wrong

    assert run_at_once(16, work) == [0] * 16
    assert len(registry) == 4


def test_a_source_that_can_not_be_built_leaves_nothing_behind() -> None:
    """What the builder raises passes, and the next one builds."""
    registry = Registry()

    def fail() -> Source:
        raise OSError("no")

    with pytest.raises(OSError, match=r"^no$"):
        registry.get(["a"], fail)
    assert (len(registry), len(registry._all)) == (0, 0)
    assert isinstance(registry.get(["a"], Source), Source)


def test_a_child_has_the_sources_of_its_parent() -> None:
    """What was built before the fork is the same in the child; what a child builds is its own."""
    registry = Registry()
    held = registry.get(["a"], Source)
    assert run_in_child(lambda: registry.get(["a"], Source) is held and registry.get(["b"], Source) is not held) == (
        "True"
    )
    assert len(registry) == 1


def test_a_child_forked_while_a_source_is_built_does_not_wait() -> None:
    """A thread of the parent holds the registry for ever; the child gets old sources and new ones."""
    registry = Registry()
    held = registry.get(["a"], Source)
    building, go_on = Event(), Event()

    def build() -> Source:
        building.set()
        go_on.wait(60)
        return Source()

    thread = Thread(target=lambda: registry.get(["b"], build), daemon=True)
    thread.start()
    assert building.wait(30)
    assert run_in_child(
        lambda: (registry.get(["a"], Source) is held, type(registry.get(["b"], Source)).__name__, len(registry))
    ) == ("(True, 'Source', 2)")
    go_on.set()
    thread.join(30)


def test_a_signals_handler_may_ask_the_registry_that_it_interrupts() -> None:
    """It runs in the thread that holds the lock, and gets a source of its own without waiting for ever."""

    def use() -> str:
        registry = Registry()
        got: list[Any] = []
        signal.signal(signal.SIGUSR1, lambda *_: got.append(registry.get(["handler"], Source)))

        def build() -> Source:
            os.kill(os.getpid(), signal.SIGUSR1)
            while not got:
                time.sleep(0.001)
            return Source()

        built = registry.get(["a"], build)
        is_shared = registry.get(["handler"], Source) is got[0] is not built
        return f"{is_shared} {len(registry)}"

    assert run_in_child(use) == "True 2"
