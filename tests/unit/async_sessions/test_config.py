"""Configurations of async clients: botocore's part as it was settled, aiobotocore's part as callers gave it."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from botocore import UNSIGNED
from botocore.config import Config

from airflow_provider_awsconn.async_sessions.config import build_async_config
from airflow_provider_awsconn.sessions.config import merge_configs


class OtherSession(AIOHTTPSession):  # type: ignore[misc] # of an untyped library
    """Another HTTP session."""


class LastSession(AIOHTTPSession):  # type: ignore[misc] # of an untyped library
    """One more."""


def build(*given: Any) -> Any:
    """What is made of configurations, the last one's most."""
    return build_async_config(merge_configs(*given), *given)


@pytest.mark.parametrize("given", [(), (None,), ({"read_timeout": 5}, Config(region_name="eu-west-1"))])
def test_who_says_nothing_to_aiobotocore_gets_botocores(given: tuple[Any, ...]) -> None:
    """There is nothing to add then."""
    config = merge_configs(*given)
    assert build_async_config(config, *given) is config


def test_both_parts_are_kept() -> None:
    """What botocore knows and what only aiobotocore knows, of each caller."""
    built = build(
        AioConfig({"ttl_dns_cache": 5, "use_dns_cache": True}, read_timeout=5, s3={"addressing_style": "path"}),
        {"s3": {"use_accelerate_endpoint": True}},
        AioConfig({"ttl_dns_cache": 7}, retries={"mode": "standard"}),
    )
    assert isinstance(built, AioConfig)
    assert built.connector_args == {"ttl_dns_cache": 7, "use_dns_cache": True, "keepalive_timeout": 12}
    assert (built.read_timeout, built.retries) == (5, {"mode": "standard"})
    assert built.s3 == {"addressing_style": "path", "use_accelerate_endpoint": True}


@pytest.mark.parametrize(
    ("given", "connector_args"),
    [
        ([{"keepalive_timeout": 60}, None], {"keepalive_timeout": 60}),
        ([{"keepalive_timeout": 60}, {"keepalive_timeout": 5}], {"keepalive_timeout": 5}),
        ([{"force_close": True, "keepalive_timeout": None}, {}], {"force_close": True, "keepalive_timeout": None}),
        ([None, {"keepalive_timeout": None}], {"keepalive_timeout": None}),
    ],
)
def test_a_default_beats_nothing(given: list[Any], connector_args: dict[str, Any]) -> None:
    """Aiobotocore writes its default into each configuration; who said something else before is still heard."""
    assert build(*map(AioConfig, given)).connector_args == connector_args


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([AioConfig(http_session_cls=OtherSession), AioConfig(read_timeout=5)], OtherSession),
        ([AioConfig(http_session_cls=OtherSession), AioConfig(http_session_cls=LastSession)], LastSession),
        ([AioConfig(), AioConfig(http_session_cls=OtherSession), {"read_timeout": 5}], OtherSession),
        ([AioConfig()], AIOHTTPSession),
    ],
)
def test_the_last_one_who_names_a_session_class_is_heard(given: list[Any], expected: type) -> None:
    """And a later one that names none changes nothing."""
    assert build(*given).http_session_cls is expected


def test_what_is_given_stays_as_it_is() -> None:
    """No caller's configuration is changed, and no two share what may be."""
    given = AioConfig({"ttl_dns_cache": 5}, retries={"max_attempts": 2})
    built = build(given, AioConfig({"ttl_dns_cache": 7}))
    built.connector_args["ttl_dns_cache"] = 9
    built.retries["max_attempts"] = 9
    assert given.connector_args == {"ttl_dns_cache": 5, "keepalive_timeout": 12}
    assert given.retries == {"max_attempts": 2}


def test_objects_pass_through() -> None:
    """A TLS context of one's own, and that requests are not signed."""
    context = ssl.create_default_context()
    built = build(AioConfig({"ssl_context": context}, signature_version=UNSIGNED))
    assert built.connector_args["ssl_context"] is context
    assert built.signature_version is UNSIGNED
