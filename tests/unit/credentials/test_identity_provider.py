"""SAML assertions of an identity provider behind Negotiate; Kerberos itself is stood in for, HTTP is not."""

from __future__ import annotations

import logging
import sys
import types
from typing import TYPE_CHECKING, Any

import pytest
from requests import RequestException
from requests.auth import AuthBase

from airflow_provider_awsconn.connection.model import Saml
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.credentials.assertions import build_assertion_source
from airflow_provider_awsconn.credentials.fetch import FetchError
from airflow_provider_awsconn.credentials.saml import SamlAssertionError
from airflow_provider_awsconn.credentials.source_errors import SourceError
from airflow_provider_awsconn.credentials.transport import Transport
from tests.unit.credentials.test_saml import RESPONSE, encode
from tests.unit.credentials.web_servers import Answer, Seen, assert_untold, make_certificates, serve, serve_proxy

if TYPE_CHECKING:
    from pathlib import Path

    from requests import PreparedRequest, Response

CANARY = "CanaryQ7x"
WHERE = "connection 'etl': extra.assume_role_with_saml"
TICKET = "Negotiate VGlja2V0"
XPATH = "//input[@name='SAMLResponse']/@value"
FORM = f'<html><body><form><input name="SAMLResponse" value="{encode(RESPONSE)}"/></form></body></html>'

pytest.importorskip("lxml")


class StandIn(AuthBase):
    """Answers a challenge with a ticket, over the connection's own adapter, as requests_gssapi does."""

    made: list[tuple[Any, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.made.append((*args, *kwargs.values()))

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Be there when the answer comes."""
        request.register_hook("response", self.answer)
        return request

    def answer(self, response: Response, **kwargs: Any) -> Response:
        """Send the request again with a ticket."""
        logging.getLogger("requests_gssapi.gssapi_").debug("Authorization header: %s", TICKET)
        if response.status_code != 401 or "Authorization" in response.request.headers:
            return response
        assert response.headers["WWW-Authenticate"] == "Negotiate"
        response.request.headers["Authorization"] = TICKET
        _ = response.content
        response.raw.release_conn()
        again: Response = response.connection.send(response.request, **kwargs)
        again.history.append(response)
        return again


@pytest.fixture(autouse=True)
def gssapi(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module in the place of requests_gssapi, which wants Kerberos' own libraries."""
    module: Any = types.ModuleType("requests_gssapi")
    module.REQUIRED, module.OPTIONAL, module.DISABLED = 1, 2, 3
    StandIn.made = []
    module.HTTPSPNEGOAuth = StandIn
    monkeypatch.setitem(sys.modules, "requests_gssapi", module)
    return module


def log_in(url: str, transport: Transport | None = None, **settings: Any) -> str:
    """Get an assertion once."""
    given = {
        "principal_arn": "arn:aws:iam::123456789012:saml-provider/idp",
        "idp_url": url,
        "idp_auth_method": "http_spegno_auth",
        "saml_response_xpath": XPATH,
    } | settings
    return build_assertion_source(Saml(Settings(given)), transport or Transport(max_attempts=1), {}, "etl")()


def refuse(url: str, kind: type[SourceError] = SourceError, **settings: Any) -> str:
    """Get no assertion, and give the error's text."""
    with pytest.raises(SourceError) as caught:
        log_in(url, **settings)
    assert type(caught.value) is kind
    assert_untold(caught.value, CANARY, TICKET, encode(RESPONSE))
    return str(caught.value)


def challenge(page: str = FORM) -> Any:
    """Answer with a page whoever has a ticket."""

    def answer(seen: Seen) -> Answer:
        if seen.headers.get("Authorization") != TICKET:
            return Answer(b"a" * 1000, 401, {"WWW-Authenticate": "Negotiate"})
        return Answer(page.encode())

    return answer


def test_a_login_with_a_ticket(caplog: pytest.LogCaptureFixture) -> None:
    """The challenge is answered, the assertion is taken from the page, and neither is logged, at no level."""
    caplog.set_level(logging.DEBUG)
    with serve(challenge()) as server:
        assert log_in(f"{server.url}/adfs/ls?canary={CANARY}", log_idp_response=True) == encode(RESPONSE)
    assert [seen.headers.get("Authorization") for seen in server.seen] == [None, TICKET]
    assert not [text for text in (CANARY, TICKET, encode(RESPONSE)) if text in caplog.text]


@pytest.mark.parametrize(("choice", "made"), [(None, ()), ("REQUIRED", (1,)), ("OPTIONAL", (2,)), ("DISABLED", (3,))])
def test_mutual_authentication_is_as_configured(choice: str | None, made: tuple[int, ...]) -> None:
    """Without a choice it is the library's own, as the stock hook has it."""
    with serve(challenge()) as server:
        log_in(server.url, mutual_authentication=choice)
    assert StandIn.made == [made]


@pytest.mark.parametrize(
    ("page", "path"),
    [
        pytest.param(FORM, XPATH, id="XML"),
        pytest.param(f"<!DOCTYPE html>\n{FORM.replace('/>', '>').replace('<body>', '<br>')}", XPATH, id="HTML"),
        pytest.param(
            FORM.replace("input", "INPUT").replace("name", "NAME").replace("value", "VALUE"),
            "////INPUT[@NAME='SAMLResponse']/@VALUE",
            id="capitals",
        ),
        pytest.param(f"<a><b>{encode(RESPONSE)}</b></a>", "//b/text()", id="text"),
        pytest.param(f"<a><b>{encode(RESPONSE)}</b></a>", "string(//b)", id="function"),
        pytest.param(f'<?xml version="1.0" encoding="UTF-8"?><a b="{encode(RESPONSE)}"/>', "/a/@b", id="declaration"),
    ],
)
def test_the_xpath_finds_the_assertion(page: str, path: str) -> None:
    """On XML as it is, on other pages as a browser reads them."""
    with serve(challenge(page)) as server:
        assert log_in(server.url, saml_response_xpath=path) == encode(RESPONSE)


@pytest.mark.parametrize(
    ("page", "path", "reason"),
    [
        pytest.param(FORM, "//a/@b", "//a/@b finds 0 places on the page", id="nothing"),
        pytest.param("<a><b c='1'/><b c='2'/></a>", "//@c", "//@c finds 2 places on the page", id="two"),
        pytest.param(f"<a>{CANARY}</a>", "/a", "/a finds no text on the page", id="element"),
        pytest.param("<a b=''/>", "/a/@b", "/a/@b finds no text on the page", id="empty"),
        pytest.param("<a/>", "count(/a)", "count(/a) finds no text on the page", id="number"),
        pytest.param("<a/>", "//[", "//[ is no XPath", id="no XPath"),
        pytest.param("<a/>", "x:y()", "x:y() is no XPath", id="unknown prefix"),
        pytest.param("", "//a", "//a finds", id="no page"),
        pytest.param("\0\1", "//a", "//a finds", id="binary"),
    ],
)
def test_an_xpath_that_finds_no_single_text(page: str, path: str, reason: str) -> None:
    """The error names the XPath, and shows nothing of the page."""
    with serve(challenge(page)) as server:
        text = refuse(server.url, saml_response_xpath=path)
    assert text.startswith(f"{WHERE}.saml_response_xpath: {reason}")
    assert text.endswith("; give the XPath of one attribute or text, such as //input[@name='SAMLResponse']/@value")


def test_a_text_that_is_no_assertion() -> None:
    """What the XPath finds is checked like any other text."""
    with serve(challenge(f"<a b='{CANARY}'/>")) as server:
        text = refuse(server.url, SamlAssertionError, saml_response_xpath="/a/@b")
    assert text.startswith(f"{WHERE}: the identity provider's answer: is no SAML response; ")


def test_a_page_reads_no_files_and_asks_nobody(tmp_path: Path) -> None:
    """Entities and document types of a page are left alone."""
    (tmp_path / "secret").write_text(CANARY)
    with serve(lambda _: Answer(b"<!ENTITY b 'x'>")) as other:
        for doctype in (
            f'<!DOCTYPE a [<!ENTITY b SYSTEM "file://{tmp_path}/secret">]>',
            f'<!DOCTYPE a SYSTEM "{other.url}/dtd">',
            f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{other.url}/p"> %p;]>',
        ):
            with serve(challenge(f"{doctype}<a><c>&b;</c></a>")) as server:
                text = refuse(server.url, saml_response_xpath="string(/a/c)")
                assert "finds no" in text or "finds 0" in text
    assert other.seen == []


def test_entities_do_not_grow() -> None:
    """A small page of nested entities stays small."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    page = f'<!DOCTYPE a [<!ENTITY l0 "x">{entities}]><a><c>&l11;</c></a>'
    with serve(challenge(page)) as server:
        refuse(server.url, saml_response_xpath="/a/c/text()")


def test_a_login_that_fails_points_to_kerberos() -> None:
    """Whoever has no ticket learns which answer came, and nothing of the page."""
    with serve(lambda _: Answer(CANARY.encode(), 401, {"WWW-Authenticate": "Negotiate"})) as server:
        text = refuse(server.url, FetchError)
    hint = "get one with kinit, or look into the log at what requests_gssapi has to say"
    assert text == f"{WHERE}.idp_url: {server.url} takes no ticket of this worker (401 Unauthorized); {hint}"


def test_why_kerberos_failed_stays_in_the_log(caplog: pytest.LogCaptureFixture, gssapi: Any) -> None:
    """What the library says of a missing ticket is said nowhere else; its debug lines hold the ticket."""

    def fail(*_: Any, **__: Any) -> Response:
        logging.getLogger("requests_gssapi.gssapi_").error("no credentials cache")
        raise RequestException(CANARY)

    caplog.set_level(logging.DEBUG)
    gssapi.HTTPSPNEGOAuth.answer, answer = fail, gssapi.HTTPSPNEGOAuth.answer
    try:
        with serve(challenge()) as server:
            text = refuse(server.url, FetchError)
    finally:
        gssapi.HTTPSPNEGOAuth.answer = answer
    assert text.startswith(f"{WHERE}.idp_url: {server.url} can't be asked (RequestException); ")
    assert "no credentials cache" in caplog.text
    assert CANARY not in caplog.text


def test_addresses_are_checked() -> None:
    """An identity provider's URL, and where it leads to, is no way to a metadata service."""
    assert "is link-local or a metadata service" in refuse("http://169.254.169.254/", FetchError)
    with serve(lambda _: Answer(status=302, headers={"Location": "http://169.254.169.254/"})) as server:
        assert "is link-local or a metadata service" in refuse(server.url, FetchError)


def test_a_first_answer_is_bounded_too() -> None:
    """The body of the challenge is read by others, and no further than any other."""
    with serve(lambda _: Answer(b"a" * (1024 * 1024 + 1), 401, {"WWW-Authenticate": "Negotiate"})) as server:
        assert "answers with more than 1048576 bytes" in refuse(server.url, FetchError)


def test_a_login_over_two_hosts_keeps_cookies_where_they_belong() -> None:
    """A login often goes over a second host: each is asked with a ticket of its own, and gets its own cookies."""

    def lead_on(seen: Seen) -> Answer:
        if seen.headers.get("Authorization") != TICKET:
            return Answer(b"", 401, {"WWW-Authenticate": "Negotiate"})
        return Answer(b"", 302, {"Location": f"{second.url}/login"})

    arguments = {"headers": {"X-Own": CANARY}, "cookies": {"own": CANARY}, "params": {"relay": "a b"}}
    with serve(challenge()) as second, serve(lead_on) as first:
        assert log_in(f"{first.url}/start", idp_request_kwargs=arguments) == encode(RESPONSE)
    assert len(StandIn.made) == 2
    assert [seen.path for seen in first.seen] == ["/start?relay=a+b"] * 2
    assert first.seen[0].headers["X-Own"] == CANARY
    assert first.seen[0].headers["Cookie"] == f"own={CANARY}"
    assert [seen.path for seen in second.seen] == ["/login"] * 2
    assert CANARY not in str([seen.headers for seen in second.seen])


def test_request_arguments_beat_the_connection(tmp_path: Path) -> None:
    """verify, proxies and timeout of idp_request_kwargs count for the identity provider."""
    certificates = make_certificates(tmp_path)
    with serve(challenge(), certificates) as server, serve_proxy(server.port) as proxy:
        arguments = {
            "verify": certificates.authority,
            "proxies": {"https": proxy.url},
            "timeout": [5, None],
            "stream": True,
        }
        assert log_in(server.url, Transport(verify=True, proxies={}), idp_request_kwargs=arguments) == encode(RESPONSE)
        assert len(proxy.seen) == 1
        assert log_in(server.url, Transport(verify=certificates.authority), idp_request_kwargs={"timeout": 5})


def test_a_redirect_may_be_refused() -> None:
    """allow_redirects says that the answer has to come at once."""
    with serve(lambda _: Answer(status=302, headers={"Location": "/b"})) as server:
        text = refuse(server.url, FetchError, idp_request_kwargs={"allow_redirects": False})
    assert "answers 302 Found" in text


def test_retries_are_urllib3s() -> None:
    """idp_request_retry_kwargs takes the place of the connection's attempts."""

    def answer(seen: Seen) -> Answer:
        return Answer(b"", 503) if len(server.seen) < 3 else challenge()(seen)

    with serve(answer) as server:
        retries = {"total": 3, "status_forcelist": [503], "allowed_methods": ["GET"]}
        assert log_in(server.url, idp_request_retry_kwargs=retries) == encode(RESPONSE)
    assert len(server.seen) == 4
    with serve(lambda _: Answer(CANARY.encode(), 503)) as server:
        text = refuse(server.url, FetchError, idp_request_retry_kwargs={"total": 2, "status_forcelist": [503]})
    assert f"{server.url} does not answer with success in as many attempts as it may have" in text
    assert len(server.seen) == 3


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        pytest.param(
            {"idp_request_kwargs": {"data": CANARY, "auth": CANARY}},
            "idp_request_kwargs: data, auth is no argument of a GET; these are: allow_redirects, ",
            id="argument",
        ),
        pytest.param(
            {"idp_request_retry_kwargs": {"tries": CANARY}},
            "idp_request_retry_kwargs: holds what urllib3's Retry does not take; ",
            id="retry",
        ),
        pytest.param(
            {"mutual_authentication": "MAYBE"}, "mutual_authentication: is not known; give REQUIRED", id="mutual"
        ),
        pytest.param({"idp_auth_method": "basic"}, "idp_auth_method: is not known; give http_spegno_auth", id="method"),
    ],
)
def test_settings_that_are_not_known(settings: dict[str, Any], text: str) -> None:
    """What can't be done as it is written is refused before anybody is asked."""
    assert refuse("http://127.0.0.1:1", **settings).startswith(f"{WHERE}.{text}")


@pytest.mark.parametrize("module", ["requests_gssapi", "lxml"])
def test_a_library_that_is_not_installed(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.etree", None)
    with serve(challenge()) as server:
        text = refuse(server.url)
    assert text.endswith(": the extra 'saml' is not installed; pip install 'airflow-provider-awsconn[saml]'")
    assert server.seen == []
