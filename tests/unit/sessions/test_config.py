"""botocore configurations: from JSON, merged argument by argument, refused with a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore
import pytest
from botocore.config import Config
from botocore.exceptions import InvalidS3AddressingStyleError

from airflow_provider_awsconn.sessions.config import build_config, merge_configs

if TYPE_CHECKING:
    from collections.abc import Callable


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


def test_pairs_of_certificate_and_key_are_read_from_json() -> None:
    """JSON has no tuples, and botocore would leave a list out."""
    written = {
        "client_cert": ["/cert", "/key"],
        "proxies": {"https": "http://proxy:3128"},
        "proxies_config": {"proxy_client_cert": ["/of/proxy", "/its/key"], "proxy_ca_bundle": "/ca"},
    }
    config = build_config(written)
    of_proxies = {"proxy_client_cert": ("/of/proxy", "/its/key"), "proxy_ca_bundle": "/ca"}
    assert read(config, "client_cert", "proxies_config") == [("/cert", "/key"), of_proxies]
    assert build_config({"client_cert": "/both", "proxies_config": {}}).client_cert == "/both"  # type: ignore[attr-defined]
    assert written["client_cert"] == ["/cert", "/key"]


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
    # botocore's own frames hold what was given, a proxy's password among it.
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


@pytest.mark.parametrize(("kwargs", "reason"), BAD_CONFIGS)
def test_a_bad_layer_is_refused_wherever_it_lies(kwargs: dict[str, Any], reason: str) -> None:
    """Merging refuses what building refuses, also below a layer that is right."""
    with pytest.raises(ValueError) as refused:
        merge_configs(kwargs, {"read_timeout": 5})
    assert str(refused.value) == f"config: {reason}; give arguments of botocore.config.Config"


def test_a_later_config_beats_an_earlier_argument_by_argument() -> None:
    """What the later one does not say stays as the earlier one said it."""
    merged = merge_configs(
        {"read_timeout": 5, "retries": {"max_attempts": 9}}, None, Config(read_timeout=7), {"connect_timeout": 3}
    )
    assert read(merged, "read_timeout", "connect_timeout", "retries") == [7, 3, {"max_attempts": 9}]
    assert vars(merge_configs()) == vars(Config())


MERGED_OBJECTS = [
    pytest.param(
        "retries",
        [{"max_attempts": 9, "mode": "standard"}, {"mode": "adaptive"}],
        {"max_attempts": 9, "mode": "adaptive"},
        id="retries",
    ),
    pytest.param(
        "retries",
        [{"total_max_attempts": 9, "mode": "adaptive"}, {"max_attempts": 2}],
        {"max_attempts": 2, "mode": "adaptive"},
        id="retries-said-the-other-way",
    ),
    pytest.param(
        "retries",
        [{"max_attempts": 9}, {"total_max_attempts": 2}, {"mode": "adaptive"}],
        {"total_max_attempts": 2, "mode": "adaptive"},
        id="three-layers",
    ),
    pytest.param("retries", [{"max_attempts": 9}, {}], {"max_attempts": 9}, id="nothing-said-of-retries"),
    pytest.param(
        "s3",
        [{"addressing_style": "path", "use_dualstack_endpoint": True}, {"use_dualstack_endpoint": False}],
        {"addressing_style": "path", "use_dualstack_endpoint": False},
        id="s3",
    ),
    pytest.param(
        "proxies",
        [{"http": "proxy:1", "https": "proxy:1"}, {"https": "proxy:2"}],
        {"http": "proxy:1", "https": "proxy:2"},
        id="proxies",
    ),
    pytest.param("proxies", [{"https": "proxy:1"}, {}], {}, id="no-proxies"),
    pytest.param("proxies", [{"https": "proxy:1"}, {}, {"http": "proxy:2"}], {"http": "proxy:2"}, id="proxies-again"),
    pytest.param(
        "proxies_config",
        [{"proxy_ca_bundle": "/a", "proxy_use_forwarding_for_https": True}, {"proxy_ca_bundle": "/b"}],
        {"proxy_ca_bundle": "/b", "proxy_use_forwarding_for_https": True},
        id="proxies_config",
    ),
]


@pytest.mark.parametrize("make", [dict, Config], ids=["mapping", "Config"])
@pytest.mark.parametrize(("name", "layers", "expected"), MERGED_OBJECTS)
def test_objects_are_merged_member_by_member(
    name: str, layers: list[dict[str, Any]], expected: dict[str, Any], make: Callable[..., Any]
) -> None:
    """Members that only an earlier layer has stay, those that both have are the later's; as mappings and as Configs."""
    merged = merge_configs({"read_timeout": 5}, *(make(**{name: layer}) for layer in layers))
    assert read(merged, name, "read_timeout") == [expected, 5]


def test_an_explicit_none_is_botocores_default() -> None:
    """None in a later Config takes an option back, objects too, as botocore's own merge does."""
    merged = merge_configs({"read_timeout": 5, "retries": {"max_attempts": 9}}, Config(read_timeout=None, retries=None))
    assert read(merged, "read_timeout", "retries") == [None, None]


@pytest.mark.parametrize("make", [dict, Config], ids=["mapping", "Config"])
def test_what_is_given_is_never_written_to(make: Callable[..., Any]) -> None:
    """A client writes into the retries of the Config it is made with; the caller's own stay as they were."""
    retries, s3 = {"max_attempts": 3}, {"addressing_style": "path"}
    given = make(retries=retries, s3=s3)
    merged: Any = merge_configs(given)
    merged.retries["total_max_attempts"] = merged.retries.pop("max_attempts") + 1
    merged.s3.clear()
    assert (retries, s3) == ({"max_attempts": 3}, {"addressing_style": "path"})
    assert read(merge_configs(given), "retries", "s3") == [retries, s3]
