"""botocore configurations: from JSON, merged argument by argument, refused with a message."""

from __future__ import annotations

from typing import Any

import botocore
import pytest
from botocore.config import Config
from botocore.exceptions import InvalidS3AddressingStyleError

from airflow_provider_awsconn.connection import parse_connection
from airflow_provider_awsconn.errors import InvalidConnectionError
from airflow_provider_awsconn.sessions.config import build_config, build_connection_config, merge_configs


def read(config: Config, *names: str) -> list[Any]:
    """Arguments of a Config by name."""
    return [getattr(config, name) for name in names]


def test_a_config_passes_through() -> None:
    """What is a Config already stays the same object."""
    config = Config(read_timeout=5)
    assert build_config(config) is config


@pytest.mark.parametrize("nothing", [None, {}])
def test_nothing_is_botocores_own_config(nothing: dict[str, Any] | None) -> None:
    """Without arguments the configuration is the one botocore uses by itself."""
    assert vars(build_config(nothing)) == vars(Config())


def test_arguments_are_read_from_json() -> None:
    """A mapping of arguments becomes a Config."""
    config = build_config({"read_timeout": 5, "s3": {"addressing_style": "path"}})
    assert read(config, "read_timeout", "s3") == [5, {"addressing_style": "path"}]


def test_unsigned_is_written_as_text() -> None:
    """JSON has no botocore.UNSIGNED; the text "unsigned" stands for it, and other versions stay text."""
    assert read(build_config({"signature_version": "unsigned"}), "signature_version") == [botocore.UNSIGNED]
    assert read(build_config({"signature_version": "s3v4"}), "signature_version") == ["s3v4"]


def test_the_given_mapping_is_not_changed() -> None:
    """Building a Config leaves the caller's mapping as it was."""
    kwargs = {"signature_version": "unsigned"}
    build_config(kwargs)
    assert kwargs == {"signature_version": "unsigned"}


BAD_CONFIGS = [
    pytest.param({"retires": 1}, "Got unexpected keyword argument 'retires'", id="misspelt"),
    pytest.param(
        {"s3": {"addressing_style": "up"}},
        str(InvalidS3AddressingStyleError(s3_addressing_style="up")),
        id="bad-value",
    ),
]


@pytest.mark.parametrize(("kwargs", "reason"), BAD_CONFIGS)
def test_what_botocore_refuses_is_a_value_error(kwargs: dict[str, Any], reason: str) -> None:
    """A misspelt argument is said with botocore's own reason and what would be right."""
    with pytest.raises(ValueError) as refused:
        build_config(kwargs)
    assert str(refused.value) == f"config: {reason}; give arguments of botocore.config.Config"
    assert str(refused.value.__cause__) == reason


@pytest.mark.parametrize(("kwargs", "reason"), BAD_CONFIGS)
def test_a_bad_config_in_a_connection_names_the_connection(kwargs: dict[str, Any], reason: str) -> None:
    """The same mistake in a connection says which connection and which key."""
    connection = parse_connection(conn_id="c", extra={"config_kwargs": kwargs})
    with pytest.raises(InvalidConnectionError) as refused:
        build_connection_config(connection)
    assert str(refused.value) == (
        f"connection 'c': extra.config_kwargs: {reason}; "
        'give a JSON object such as {"retries": {"mode": "standard", "max_attempts": 10}}'
    )


def test_a_later_config_beats_an_earlier_argument_by_argument() -> None:
    """What the later one does not say stays as the earlier one said it."""
    merged = merge_configs(
        {"read_timeout": 5, "retries": {"max_attempts": 9}}, None, Config(read_timeout=7), {"connect_timeout": 3}
    )
    assert read(merged, "read_timeout", "connect_timeout", "retries") == [7, 3, {"max_attempts": 9}]
    assert vars(merge_configs()) == vars(Config())
