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

if TYPE_CHECKING:
    from collections.abc import Callable

# Rarely taken, and never for long: one for all views.
_PARTING = ProcessLocal(RLock)


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

    def register(self, *args: Any, **kwargs: Any) -> None:
        """Register a handler of this view alone."""
        self._choose(*args, **kwargs).register(*args, **kwargs)

    def register_first(self, *args: Any, **kwargs: Any) -> None:
        """Register a handler of this view alone, to be called before others."""
        self._choose(*args, **kwargs).register_first(*args, **kwargs)

    def register_last(self, *args: Any, **kwargs: Any) -> None:
        """Register a handler of this view alone, to be called after others."""
        self._choose(*args, **kwargs).register_last(*args, **kwargs)

    def unregister(self, *args: Any, **kwargs: Any) -> None:
        """Unregister a handler of this view alone."""
        self._choose(*args, **kwargs).unregister(*args, **kwargs)

    def _follow(self, events: Any) -> None:
        self._events = events
        # On the object itself: a request emits some twenty events.
        self.__dict__.update(emit=events.emit, emit_until_response=events.emit_until_response)

    def _choose(
        self, _event_name: object, _handler: object = None, unique_id: object = None, *_: Any, **__: Any
    ) -> Any:
        """Give the events that a handler is for."""
        if self._build is not None and not is_of_transfers(unique_id):
            self._part()
        return self._events

    def _part(self) -> None:
        """Make the view a client of its own."""
        with _PARTING.get():
            view = self._view()
            if self._build is None or view is None:
                return
            client = self._build()
            self._follow(client.meta.events)
            own = dict(client.__dict__)
            view.meta.__dict__.update(own.pop("meta").__dict__ | {"events": self})
            view.__dict__.update(own, close=client.close)
            self._client = client
            # Last: whoever registers meanwhile waits for the lock.
            self._build = None


def _leave_open() -> None:
    """Close nothing: others work with these connections."""
