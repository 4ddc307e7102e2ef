"""What is a SAML assertion as STS takes it, and that what is none is not told."""

from __future__ import annotations

import base64
import textwrap

import pytest

from airflow_provider_awsconn.credentials.saml import SamlAssertionError, check_assertion
from tests.unit.credentials.web_servers import assert_untold

CANARY = "CanaryQ7x"
RESPONSE = (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1">'
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">CanaryQ7x</saml:Assertion></samlp:Response>'
)


def encode(text: str | bytes) -> str:
    """A text in base64."""
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(encode(RESPONSE), id="base64"),
        pytest.param(encode(RESPONSE).encode(), id="bytes"),
        pytest.param("\n".join(textwrap.wrap(encode(RESPONSE), 76)) + "\r\n", id="lines"),
        pytest.param(RESPONSE, id="XML"),
        pytest.param(f"\n{RESPONSE}\n", id="XML in blank lines"),
    ],
)
def test_an_assertion_is_given_in_base64(text: str | bytes) -> None:
    """STS takes base64 on one line; a response in XML is encoded."""
    assert check_assertion(text, "here") == encode(RESPONSE)


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(f'<?xml version="1.0" encoding="UTF-8"?>{RESPONSE}', id="declaration"),
        pytest.param("<!-- a comment -->" + RESPONSE, id="comment"),
        pytest.param(RESPONSE.replace("samlp:", "").replace("xmlns:samlp", "xmlns"), id="other prefix"),
    ],
)
def test_a_response_may_be_written_in_several_ways(response: str) -> None:
    """The root counts by its namespace and name; what XML allows before it is allowed."""
    assert check_assertion(encode(response), "here") == encode(response)


DOCUMENT_TYPE = f'<!DOCTYPE r [<!ENTITY a "{CANARY}">]>'
NO_ASSERTIONS = {
    "empty": "",
    "passwd": f"root:x:0:0:{CANARY}:/root:/bin/bash\n",
    "PEM key": f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----\n",
    "JSON": f'{{"secret": "{CANARY}"}}',
    "base64 of text": encode(CANARY),
    "HTML": f"<html><body>{CANARY}</body></html>",
    "another root": f"<Response>{CANARY}</Response>",
    "an assertion alone": f'<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">{CANARY}</Assertion>',
    "request": RESPONSE.replace("Response", "AuthnRequest"),
    "cut off": RESPONSE[:-5],
    "more behind it": f"{RESPONSE}<a/>",
    "document type": f"{DOCUMENT_TYPE}{RESPONSE}",
    "entity": DOCUMENT_TYPE + RESPONSE.replace(CANARY, "&a;"),
    "external entity": f'<!DOCTYPE r SYSTEM "http://127.0.0.1:1/{CANARY}">{RESPONSE}',
    "undeclared entity": RESPONSE.replace(CANARY, f"&{CANARY};"),
    "unknown encoding": f'<?xml version="1.0" encoding="{CANARY}"?>{RESPONSE}',
    "base64 with rubbish": f"{encode(RESPONSE)}!{CANARY}",
    "100001 characters": encode(RESPONSE.replace(CANARY, CANARY * 8400)),
    "1 MB": CANARY * 111_112,
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NO_ASSERTIONS.items()])
@pytest.mark.parametrize("is_encoded", [False, True], ids=["plain", "base64"])
def test_what_is_no_assertion_is_refused_and_not_told(text: str, is_encoded: bool) -> None:
    """Nothing but a SAML response goes on, no document type with it, and the error holds nothing of the text."""
    with pytest.raises(SamlAssertionError) as caught:
        check_assertion(encode(text) if is_encoded else text, "here")
    assert str(caught.value).startswith("here: is ")
    assert str(caught.value).endswith("; give a SAML response in base64, as a browser posts it to AWS")
    assert_untold(caught.value, CANARY, encode(CANARY)[:-2])
