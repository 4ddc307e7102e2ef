"""SAML assertions of an identity provider that is logged in to with Kerberos, by HTTP's Negotiate (SPNEGO).

Imports ``connection``, requests and urllib3; ``requests_gssapi`` and lxml, an extra of this package, when it is asked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from urllib3.util.retry import Retry

from airflow_provider_awsconn.credentials.fetch import GetRequest, run_request
from airflow_provider_awsconn.credentials.source_errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from requests.auth import AuthBase

    from airflow_provider_awsconn.credentials.transport import Transport

_INSTALL = "pip install 'airflow-provider-awsconn[saml]'"
_REQUEST = "idp_request_kwargs"
_RETRY = "idp_request_retry_kwargs"
_REQUEST_ARGUMENTS = (
    "allow_redirects",
    "cert",
    "cookies",
    "headers",
    "params",
    "proxies",
    "stream",
    "timeout",
    "verify",
)


def fetch_assertion(settings: Mapping[str, Any], transport: Transport, origin: str) -> str:
    """Log in to the identity provider and give the text that the XPath finds on its page.

    Args:
        settings: ``idp_url``, ``saml_response_xpath`` and what else the connection says of it.
        transport: how it is asked; ``idp_request_kwargs`` beats it.
        origin: the connection and field, for errors.

    Raises:
        SourceError: when there is no page, or not exactly one text on it.
    """
    _require_lxml(origin)
    request = _build_request(settings, transport, origin)
    found, reason = _find_text(run_request(request, origin=f"{origin}.idp_url"), str(settings["saml_response_xpath"]))
    if reason is None:
        return found
    hint = "give the XPath of one attribute or text, such as //input[@name='SAMLResponse']/@value"
    found = ""
    raise SourceError(f"{origin}.saml_response_xpath", f"{settings['saml_response_xpath']} {reason}", hint)


def _build_request(settings: Mapping[str, Any], transport: Transport, origin: str) -> GetRequest:
    if settings.get("idp_auth_method", "http_spegno_auth") != "http_spegno_auth":
        raise SourceError(f"{origin}.idp_auth_method", "is not known", "give http_spegno_auth")
    arguments = dict(settings.get(_REQUEST) or {})
    strangers = [name for name in arguments if name not in _REQUEST_ARGUMENTS]
    if strangers:
        # A traceback that shows local variables must not show these.
        arguments = {}
        known = ", ".join(_REQUEST_ARGUMENTS)
        raise SourceError(
            f"{origin}.{_REQUEST}", f"{', '.join(strangers)} is no argument of a GET", f"these are: {known}"
        )
    transport = _merge_transport(transport, arguments)
    _check_way(str(settings["idp_url"]), transport, origin)
    return GetRequest(
        str(settings["idp_url"]),
        transport,
        headers=_read_texts(arguments, "headers"),
        parameters=_thaw(arguments.get("params")),
        cookies=_read_texts(arguments, "cookies") or None,
        certificate=arguments.get("cert"),
        make_auth=_build_auth(settings.get("mutual_authentication"), origin),
        retries=_build_retries(settings.get(_RETRY), origin),
        follow_redirects=bool(arguments.get("allow_redirects", True)),
    )


def _check_way(url: str, transport: Transport, origin: str) -> None:
    """Refuse a way on which others read the worker's ticket, and the assertion it is answered with."""
    is_encrypted = url.lower().startswith("https:")
    if is_encrypted and transport.verify is False:
        raise SourceError(
            origin, "a ticket is not sent while TLS is not verified", "remove verify = false, or name a CA bundle"
        )
    if not is_encrypted and (transport.proxies or {}).get("http"):
        raise SourceError(
            f"{origin}.idp_url",
            "a ticket is not sent unencrypted through a proxy",
            "give a URL with https, or no proxy",
        )


def _merge_transport(transport: Transport, arguments: Mapping[str, Any]) -> Transport:
    if arguments.get("verify") is not None:
        transport = replace(transport, verify=arguments["verify"])
    if arguments.get("proxies") is not None:
        transport = replace(transport, proxies=_read_texts(arguments, "proxies"))
    timeout = arguments.get("timeout")
    if timeout is None:
        return transport
    connect, read = timeout if isinstance(timeout, (list, tuple)) else (timeout, timeout)
    return replace(
        transport,
        connect_timeout=transport.connect_timeout if connect is None else float(connect),
        read_timeout=transport.read_timeout if read is None else float(read),
    )


def _read_texts(arguments: Mapping[str, Any], name: str) -> dict[str, str]:
    return {key: str(value) for key, value in (arguments.get(name) or {}).items() if value is not None}


def _thaw(parameters: Any) -> Any:
    """Give plain lists and dicts; requests knows no other mapping by its values."""
    return parameters.to_dict() if hasattr(parameters, "to_dict") else parameters


def _build_retries(settings: Mapping[str, Any] | None, origin: str) -> Retry | None:
    if not settings:
        return None
    try:
        # A server must not say how long this waits, unless the connection says so.
        return Retry(**{"respect_retry_after_header": False} | dict(settings))
    except (TypeError, ValueError):
        pass
    hint = "give arguments of urllib3's Retry, such as total, backoff_factor and status_forcelist"
    raise SourceError(f"{origin}.{_RETRY}", "holds what urllib3's Retry does not take", hint)


def _build_auth(mutual_authentication: str | None, origin: str) -> Callable[[], AuthBase]:
    try:
        import requests_gssapi  # type: ignore[import-not-found] # published without types
    except ImportError:
        requests_gssapi = None
    if requests_gssapi is None:
        raise SourceError(f"{origin}.idp_auth_method", "the extra 'saml' is not installed", _INSTALL)
    choices = {name: getattr(requests_gssapi, name) for name in ("REQUIRED", "OPTIONAL", "DISABLED")}
    if mutual_authentication is None:
        # Its own default, DISABLED so far, as the stock hook leaves it.
        return requests_gssapi.HTTPSPNEGOAuth  # type: ignore[no-any-return] # the same
    if mutual_authentication not in choices:
        raise SourceError(f"{origin}.mutual_authentication", "is not known", f"give {', '.join(choices)}")
    return lambda: requests_gssapi.HTTPSPNEGOAuth(mutual_authentication=choices[mutual_authentication])


def _require_lxml(origin: str) -> None:
    """Look for the library before anybody is asked for a page."""
    try:
        import lxml.etree  # type: ignore[import-untyped] # published without types
    except ImportError:
        lxml = None
    if lxml is None:
        raise SourceError(origin, "the extra 'saml' is not installed", _INSTALL)


def _find_text(page: bytes, path: str) -> tuple[str, str | None]:
    """Find the one text that an XPath leads to, or say why there is none."""
    from lxml import etree, html

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(page, parser)
    except etree.XMLSyntaxError:
        root = None
    try:
        if root is None:
            root = etree.fromstring(page, html.HTMLParser(no_network=True, huge_tree=False))
        found = root.xpath(path, smart_strings=False) if root is not None else []
    except etree.XPathError:
        return "", "is no XPath"
    except (etree.LxmlError, ValueError):
        return "", "finds nothing, for the answer is no page"
    found = found if isinstance(found, list) else [found]
    if len(found) != 1:
        return "", f"finds {len(found)} places on the page"
    return (found[0], None) if isinstance(found[0], str) and found[0] else ("", "finds no text on the page")
