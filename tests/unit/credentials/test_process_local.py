"""Values of one process: made at first use, made anew in a child, without a lock that a fork could leave held."""

from __future__ import annotations

import os
from threading import Event, Lock, Thread
from typing import Any

import pytest

from airflow_provider_awsconn.credentials.process_local import ProcessLocal, cached_property, process_cached_property
from tests.unit.credentials.fakes import run_at_once, run_in_child


class Made:
    """Counts what it makes."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> list[int]:
        """Make a value that tells its number and its process."""
        self.count += 1
        return [self.count, os.getpid()]


def test_a_value_is_made_at_first_use_and_once() -> None:
    """Nothing is made before the first use, and one value is given to all."""
    make = Made()
    local = ProcessLocal(make)
    assert make.count == 0
    assert local.get() is local.get()
    assert make.count == 1


def test_none_is_a_value() -> None:
    """A value that is None, or empty, is made once too."""
    made: list[int] = []
    local = ProcessLocal(lambda: made.append(1))
    local.get()
    local.get()
    assert made == [1]


def test_what_can_not_be_made_is_tried_again() -> None:
    """An error passes, and the next use makes the value."""
    errors = [OSError("no")]

    def make() -> str:
        if errors:
            raise errors.pop()
        return "made"

    local = ProcessLocal(make)
    with pytest.raises(OSError, match=r"^no$"):
        local.get()
    assert local.get() == "made"


def test_threads_that_come_at_once_get_the_same() -> None:
    """64 threads may make more than one value, and all get one."""
    local = ProcessLocal(object)
    assert len({id(each) for each in run_at_once(64, local.get)}) == 1


def test_a_child_makes_its_own() -> None:
    """A child, and its own child, make a value anew; the parent's stays as it was."""
    local = ProcessLocal(Made())
    mine = local.get()
    assert mine == [1, os.getpid()]

    def use() -> list[Any]:
        own, again = local.get(), local.get()
        below = run_in_child(lambda: (local.get()[0], local.get()[1] == os.getpid()))
        return [own[0], own[1] == os.getpid(), own is again, below]

    assert run_in_child(use) == "[2, True, True, '(3, True)']"
    assert local.get() is mine


def test_a_lock_that_is_held_at_the_fork_is_free_in_the_child() -> None:
    """A thread of the parent holds the lock; the child's is another."""
    local, held, go_on = ProcessLocal(Lock), Event(), Event()

    def hold() -> None:
        with local.get():
            held.set()
            go_on.wait(60)

    thread = Thread(target=hold, daemon=True)
    thread.start()
    assert held.wait(30)
    assert run_in_child(lambda: local.get().acquire(timeout=10)) == "True"
    assert local.get().locked()
    go_on.set()
    thread.join(30)


def test_a_child_forked_while_a_value_is_made_does_not_wait() -> None:
    """A thread of the parent makes the value for ever; the child makes its own."""
    parent, making, go_on = os.getpid(), Event(), Event()

    def make() -> str:
        if os.getpid() == parent:
            making.set()
            go_on.wait(60)
        return str(os.getpid() == parent)

    local = ProcessLocal(make)
    thread = Thread(target=local.get, daemon=True)
    thread.start()
    assert making.wait(30)
    assert run_in_child(local.get) == "False"
    go_on.set()
    thread.join(30)
    assert local.get() == "True"


class Owner:
    """Has a property that is worked out once."""

    def __init__(self) -> None:
        self.made = Made()

    @process_cached_property
    def value(self) -> list[int]:
        """Tell what it is."""
        return self.made()


def test_a_property_is_worked_out_once_per_object_and_process() -> None:
    """Each object has its own; a child works it out anew, once."""
    one, other = Owner(), Owner()
    assert one.value is one.value
    assert one.value is not other.value
    assert run_in_child(lambda: (one.value[0], one.value is one.value, one.value[1] == os.getpid())) == (
        "(2, True, True)"
    )
    assert one.made.count == 1


def test_a_property_may_be_set_and_deleted() -> None:
    """What is set is given, in a child too; after a deletion it is worked out again, and deleting twice is no error."""
    owner, given = Owner(), [7, 7]
    owner.value = given
    assert owner.value is given
    assert run_in_child(lambda: owner.value) == "[7, 7]"
    del owner.value
    del owner.value
    assert owner.value[0] == 1


def test_a_property_is_documented() -> None:
    """On the class it is the property itself, with the docstring of what it works out."""
    assert isinstance(Owner.value, process_cached_property)
    assert Owner.value.__doc__ == "Tell what it is."


def test_threads_that_ask_for_a_property_at_once_get_the_same() -> None:
    """64 threads get one value."""
    owner = Owner()
    assert len({id(each) for each in run_at_once(64, lambda: owner.value)}) == 1


class Keeper:
    """Has a property that is worked out once and kept by its children."""

    def __init__(self) -> None:
        self.made = Made()
        self.working, self.go_on = Event(), Event()

    @cached_property
    def value(self) -> list[int]:
        """Tell what it is."""
        return self.made()

    @cached_property
    def slow(self) -> str:
        """Work until told to stop."""
        self.working.set()
        self.go_on.wait(60)
        return "slow"


def test_a_cached_property_is_worked_out_once_and_kept_by_children() -> None:
    """It stands in the object's own dictionary, as functools' does, and can be deleted from there."""
    keeper = Keeper()
    mine = keeper.value
    assert keeper.value is mine
    assert vars(keeper)["value"] is mine
    assert run_in_child(lambda: keeper.value == mine) == "True"
    del keeper.value
    assert keeper.value[0] == 2
    assert isinstance(Keeper.value, cached_property)
    assert Keeper.value.__doc__ == "Tell what it is."


def test_threads_that_ask_for_a_cached_property_at_once_get_the_same() -> None:
    """64 threads may work it out more than once, and all get one value."""
    keeper = Keeper()
    assert len({id(each) for each in run_at_once(64, lambda: keeper.value)}) == 1


def test_a_child_forked_while_a_property_is_worked_out_does_not_wait() -> None:
    """Before Python 3.12 functools has one lock for all objects, which a thread of the parent would hold for ever."""
    keeper, other = Keeper(), Keeper()
    thread = Thread(target=lambda: keeper.slow, daemon=True)
    thread.start()
    assert keeper.working.wait(30)
    other.go_on.set()
    assert run_in_child(lambda: other.slow) == "slow"
    keeper.go_on.set()
    thread.join(30)
