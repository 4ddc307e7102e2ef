"""A client of many, in the hands of one: what is done to it hurts nobody else.

Requests go through the shared client's parts. Whoever registers an event handler gets a client of his own first.
"""

from __future__ import annotations

import copy
import weakref
from threading import RLock
from typing import TYPE_CHECKING, Any

from botocore.hooks import BaseEventHooks

from airflow_provider_awsconn.credentials.process_local import ProcessLocal
from airflow_provider_awsconn.sessions.botocore_inside import is_of_transfers
from airflow_provider_awsconn.sessions.patience import take_turn

if TYPE_CHECKING:
    from collections.abc import Callable

# Rarely taken: one for all views.
_PARTING = ProcessLocal(RLock)
# Held for moments, while nothing is made or logged.
_SWITCHING = ProcessLocal(RLock)


def view_client(client: Any, build: Callable[[], Any]) -> Any:
    """Give a client of the same class that works as this one does.

    Its events are its own: with the first handler that is registered or unregistered there, it becomes a client of its
    own, with connections of its own. ``close`` closes those, and nothing before.

    Args:
        client: the client of many.
        build: makes another client like it.
    """
    view = object.__new__(type(client))
    view.__dict__.update(client.__dict__)
    view.meta = object.__new__(type(client.meta))
    view.meta.__dict__.update(client.meta.__dict__)
    view.meta.events = ViewEvents(view, client, build)
    view.close = _leave_open
    return view


class ViewEvents(BaseEventHooks):
    """The events of a view: the shared client's, until somebody registers a handler.

    Args:
        view: whose they are.
        client: the client of many; held, because its own handlers need it.
        build: makes another client like it.
    """

    def __init__(self, view: Any, client: Any, build: Callable[[], Any]) -> None:
        self._view = weakref.ref(view)
        self._client = client
        self._build: Callable[[], Any] | None = build
        self._follow(client.meta.events)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "_events" not in self.__dict__:
            raise AttributeError(name)
        # What botocore's emitters have beyond the interface of all.
        return getattr(self._events, name)

    def __copy__(self) -> Any:
        # For others, as the copy of a client's own events.
        return copy.copy(self._events)

    def register(
        self, event_name: str, handler: Any, unique_id: Any = None, unique_id_uses_count: bool = False
    ) -> None:
        """Register a handler of this view alone."""
        self._choose(unique_id).register(event_name, handler, unique_id, unique_id_uses_count)

    def register_first(
        self, event_name: str, handler: Any, unique_id: Any = None, unique_id_uses_count: bool = False
    ) -> None:
        """Register a handler of this view alone, to be called before others."""
        self._choose(unique_id).register_first(event_name, handler, unique_id, unique_id_uses_count)

    def register_last(
        self, event_name: str, handler: Any, unique_id: Any = None, unique_id_uses_count: bool = False
    ) -> None:
        """Register a handler of this view alone, to be called after others."""
        self._choose(unique_id).register_last(event_name, handler, unique_id, unique_id_uses_count)

    def unregister(
        self, event_name: str, handler: Any = None, unique_id: Any = None, unique_id_uses_count: bool = False
    ) -> None:
        """Unregister a handler of this view alone."""
        self._choose(unique_id).unregister(event_name, handler, unique_id, unique_id_uses_count)

    def _follow(self, events: Any) -> None:
        self._events = events
        # On the object itself: a request emits some twenty events.
        self.__dict__.update(emit=events.emit, emit_until_response=events.emit_until_response)

    def _choose(self, unique_id: object) -> Any:
        """Give the events that a handler is for."""
        if self._build is not None and not is_of_transfers(unique_id):
            # Who loses patience parts too; the first one counts.
            with take_turn(_PARTING.get()):
                if self._build is not None:
                    self._part(self._build)
        return self._events

    def _part(self, build: Callable[[], Any]) -> None:
        """Make the view a client of its own."""
        client, view = build(), self._view()
        mine, others = client.meta, self._client.meta
        if (mine.region_name, mine.endpoint_url) != (others.region_name, others.endpoint_url):
            raise RuntimeError(
                "the environment has changed since this client was made: one with handlers of its own would send to "
                f"{mine.endpoint_url} instead of {others.endpoint_url}; get a new client, and register there"
            )
        with _SWITCHING.get():
            if self._build is None:
                # Somebody else was faster, and has a handler there.
                return
            if view is not None:
                own = dict(client.__dict__)
                view.meta.__dict__.update(own.pop("meta").__dict__ | {"events": self})
                view.__dict__.update(own, close=client.close)
            self._follow(mine.events)
            self._client = client
            # Last: whoever registers meanwhile waits for the lock.
            self._build = None


def _leave_open() -> None:
    """Close nothing: others work with these connections."""
