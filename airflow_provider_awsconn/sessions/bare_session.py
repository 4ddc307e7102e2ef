"""botocore sessions of a profile, without a connection's credentials: cheap, because they share what they can."""

from __future__ import annotations

import copy
import functools
import os
from typing import TYPE_CHECKING, Any, TypeVar

import botocore.session
from botocore.hooks import HierarchicalEmitter

from airflow_provider_awsconn.credentials.fork_gate import delaying_forks
from airflow_provider_awsconn.sessions.botocore_inside import describe_builtin_handlers
from airflow_provider_awsconn.sessions.loader import share_loader

if TYPE_CHECKING:
    from collections.abc import Callable

S = TypeVar("S", bound=botocore.session.Session)


class ForkSafeSession(botocore.session.Session):
    """botocore's session; a process forks before one of its clients is made, or after."""

    def create_client(self, *args: Any, **kwargs: Any) -> Any:
        """Make a client; arguments are those of botocore's ``create_client``."""
        with delaying_forks():
            return super().create_client(*args, **kwargs)


def build_bare_session(session_class: type[S], profile_name: str | None, user_agent: str) -> S:
    """Build a session of a profile. It finds credentials where botocore does, until somebody sets others.

    STS is asked in its regions unless the environment or the profile says otherwise.

    Args:
        session_class: what to build: a botocore session, or a kind of it; its ``emitter_class`` is that of its events.
        profile_name: of the AWS configuration files; None for that of the environment.
        user_agent: goes into the User-Agent header of all requests.
    """
    session = build_plain_session(session_class, profile_name)
    session.user_agent_extra = user_agent
    share_loader(session)
    if not says(session, "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints"):
        session.set_config_variable("sts_regional_endpoints", "regional")
    return session


def says(session: botocore.session.Session, variable: str, option: str) -> bool:
    """Tell whether the worker's environment or profile says something of its own."""
    return variable in os.environ or option in session.get_scoped_config()


def build_plain_session(session_class: type[S], profile_name: str | None) -> S:
    """Build a session of a profile, which may not be there; it works as one of botocore's own does."""
    state = describe_builtin_handlers()
    if state is None:
        return session_class(profile=profile_name)
    # To register the 130 built-in handlers takes longer than all the rest of a session.
    handlers = copy.copy(
        _register_builtin_handlers(state, getattr(session_class, "emitter_class", HierarchicalEmitter))
    )
    return session_class(event_hooks=handlers, include_builtin_handlers=False, profile=profile_name)


@functools.lru_cache(maxsize=2)
def _register_builtin_handlers(_state: object, emitter_class: Callable[[], HierarchicalEmitter]) -> HierarchicalEmitter:
    """Give an emitter with botocore's built-in handlers, never used but as a pattern."""
    emitter = emitter_class()
    botocore.session.Session(event_hooks=emitter)
    return emitter
