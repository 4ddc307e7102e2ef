"""One botocore session per profile and environment, which makes the clients of all connections there.

A session and its client cost three times what a further client of a session does.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

import botocore.session

from airflow_provider_awsconn.credentials.environment import describe_environment
from airflow_provider_awsconn.credentials.fork_gate import delaying_forks
from airflow_provider_awsconn.credentials.lru import LastUsed
from airflow_provider_awsconn.credentials.registry import fingerprint_texts
from airflow_provider_awsconn.sessions.bare_session import build_bare_session
from airflow_provider_awsconn.sessions.botocore_inside import ParsedRuleSets, describe_builtin_handlers
from airflow_provider_awsconn.sessions.error_hints import ErrorHints, Hinted
from airflow_provider_awsconn.sessions.patience import take_turn
from airflow_provider_awsconn.sessions.s3_extras import register_s3_extras

if TYPE_CHECKING:
    from botocore.credentials import Credentials
    from botocore.tokens import FrozenAuthToken


class ClassSharing:
    """Has the clients of a service inherit their methods: a class with hundreds of its own takes 150 KiB.

    Args:
        hints: the base class that gives errors their hints.
    """

    def __init__(self, hints: type[Hinted]) -> None:
        self._hints = hints
        self._classes: dict[tuple[str, ...], type] = {}

    def register(self, session: botocore.session.Session) -> None:
        """Share the classes of a session's clients from now on."""
        # https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html
        session.register("creating-client-class", self._share_class)

    def _share_class(self, **event: Any) -> None:
        class_attributes, base_classes = event["class_attributes"], event["base_classes"]
        key = (event["event_name"], *class_attributes)
        if key not in self._classes:
            bases = (self._hints, *base_classes)
            self._classes[key] = type("SharedMethods", bases, dict(class_attributes))
        base_classes[:] = [self._classes[key]]
        class_attributes.clear()


class ClientTemplate(botocore.session.Session):
    """A session that makes clients with the credentials of whoever asks. Safe to share between threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn = RLock()
        self._credentials_of_turn: Credentials | None = None
        self._takes_tokens = False
        ClassSharing(ErrorHints).register(self)

    def build_client(
        self, credentials: Credentials | None, takes_tokens: bool, service_name: str, **arguments: Any
    ) -> Any:
        """Build a client.

        Args:
            credentials: what it signs with; None for requests that are not signed.
            takes_tokens: whether bearer tokens of the worker are for it.
            service_name: boto3 service name.
            arguments: of botocore's ``create_client``.
        """
        with delaying_forks(), take_turn(self._turn) as has_turn:
            if not has_turn:
                another = _build_template(self.instance_variables().get("profile"), self.user_agent_extra)
                return another.build_client(credentials, takes_tokens, service_name, **arguments)
            before = self._credentials_of_turn, self._takes_tokens
            self._credentials_of_turn, self._takes_tokens = credentials, takes_tokens
            try:
                return self.create_client(service_name, **arguments)
            finally:
                self._credentials_of_turn, self._takes_tokens = before

    def get_credentials(self) -> Credentials:
        """Give the credentials of the client that is being made."""
        return self._credentials_of_turn  # type: ignore[return-value] # botocore takes None, for unsigned requests

    def get_auth_token(self, **kwargs: Any) -> FrozenAuthToken:
        """Give the worker's bearer token to those it is for."""
        if not self._takes_tokens:
            return None  # type: ignore[return-value] # botocore takes None: there is no token
        token: FrozenAuthToken = super().get_auth_token(**kwargs)
        return token


def get_template(profile_name: str | None, user_agent: str) -> ClientTemplate:
    """Give the template of a profile as the environment and the AWS files are now.

    Args:
        profile_name: of the AWS configuration files; None for that of the environment.
        user_agent: goes into the User-Agent header of all requests.
    """
    key = build_template_key(profile_name, user_agent)
    return _TEMPLATES.find(key) or _TEMPLATES.keep(key, _build_template(profile_name, user_agent))


def build_template_key(profile_name: str | None, user_agent: str) -> bytes:
    """Build the keyed hash of all that decides what a template is."""
    return fingerprint_texts(*describe_environment(profile_name), user_agent, describe_builtin_handlers())


def _build_template(profile_name: str | None, user_agent: str) -> ClientTemplate:
    # botocore looks for boto3's folder of data.
    with delaying_forks():
        template = build_bare_session(ClientTemplate, profile_name, user_agent)
        template.register_component("data_loader", ParsedRuleSets(template.get_component("data_loader")))
        register_s3_extras(template)
    return template


# A worker has few profiles.
_TEMPLATES: LastUsed[ClientTemplate] = LastUsed(16)
