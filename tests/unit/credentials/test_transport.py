"""What a connection and its worker's environment say of HTTP requests."""

from __future__ import annotations

import pytest

from airflow_provider_awsconn.credentials.transport import Transport

URL = "https://issuer.example/token"


def test_a_verify_of_the_connection_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The CA bundle of the environment counts only where the connection says nothing."""
    monkeypatch.setenv("AWS_CA_BUNDLE", "/aws.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/requests.pem")
    assert [Transport(verify=verify).choose_verify() for verify in (False, True, "/own.pem")] == [
        False,
        True,
        "/own.pem",
    ]
    assert Transport().choose_verify() == "/aws.pem"
    monkeypatch.delenv("AWS_CA_BUNDLE")
    assert Transport().choose_verify() == "/requests.pem"
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    assert Transport().choose_verify() is True


def test_proxies_of_the_connection_beat_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with botocore: given proxies count alone, without NO_PROXY, and empty ones mean none."""
    monkeypatch.setenv("HTTPS_PROXY", "http://env:1")
    monkeypatch.setenv("NO_PROXY", "issuer.example")
    assert Transport(proxies={"https": "http://own:1"}).choose_proxy(URL) == "http://own:1"
    assert Transport(proxies={"http": "http://own:1"}).choose_proxy(URL) is None
    assert Transport(proxies={}).choose_proxy("https://other.example") is None


@pytest.mark.parametrize(
    ("no_proxy", "url", "proxy"),
    [
        pytest.param("", URL, "http://env:1", id="proxied"),
        pytest.param("issuer.example", URL, None, id="host"),
        pytest.param(".example", URL, None, id="domain"),
        pytest.param("issuer.example:443", "https://issuer.example:443/", None, id="port"),
        pytest.param("other.example", URL, "http://env:1", id="another host"),
        pytest.param("", "http://issuer.example", None, id="another scheme"),
    ],
)
def test_the_environments_proxies(monkeypatch: pytest.MonkeyPatch, no_proxy: str, url: str, proxy: str | None) -> None:
    """Where the connection says nothing, HTTPS_PROXY and NO_PROXY count as they do in botocore."""
    monkeypatch.setenv("HTTPS_PROXY", "http://env:1")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert Transport().choose_proxy(url) == proxy


def test_a_proxys_password_is_not_shown() -> None:
    """A proxy's URL may hold a password."""
    assert "canary" not in repr(Transport(proxies={"https": "http://user:canary@proxy"}))
