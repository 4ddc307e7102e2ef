"""Whether a text is a SAML assertion as STS takes it, by shape: base64 of a SAML response in XML.

The signature is for AWS to check. Imports the standard library and the errors only. No document type is let through,
and so no entity: https://docs.python.org/3/library/xml.html#xml-security
"""

from __future__ import annotations

import base64
import binascii
from xml.parsers import expat

from airflow_provider_awsconn.credentials.source_errors import SourceError

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
SHORTEST_ASSERTION, LONGEST_ASSERTION = 4, 100_000
_ROOT = "urn:oasis:names:tc:SAML:2.0:protocol Response"
_EXPECTED = "give a SAML response in base64, as a browser posts it to AWS"


class SamlAssertionError(SourceError):
    """A text is no SAML assertion that STS would take."""


def check_assertion(text: str | bytes, origin: str) -> str:
    """Give the assertion in base64 that a text is; a SAML response in XML is encoded.

    Args:
        text: what was read or answered.
        origin: where it came from, for the error.

    Raises:
        SamlAssertionError: when it is no SAML response of the size that STS takes.
    """
    assertion, fault = _read_assertion(text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
    if fault is None:
        return assertion
    # A traceback that shows local variables must not show these.
    text = assertion = ""
    raise SamlAssertionError(origin, fault, _EXPECTED)


def _read_assertion(raw: bytes) -> tuple[str, str | None]:
    # Three bytes become four characters, so that longer ones need not be looked at.
    if len(raw) > 2 * LONGEST_ASSERTION:
        return "", "is longer than the 100000 characters that STS takes"
    xml = raw.strip()
    if not xml.removeprefix(b"\xef\xbb\xbf").startswith(b"<"):
        try:
            xml = base64.b64decode(b"".join(raw.split()), validate=True)
        except binascii.Error:
            return "", "is no SAML response"
    if not _is_saml_response(xml):
        return "", "is no SAML response"
    assertion = base64.b64encode(xml).decode("ascii")
    if not SHORTEST_ASSERTION <= len(assertion) <= LONGEST_ASSERTION:
        return "", "is longer than the 100000 characters that STS takes"
    return assertion, None


class _DocumentTypeError(Exception):
    pass


def _is_saml_response(xml: bytes) -> bool:
    names: list[str] = []

    def refuse(*_: object) -> None:
        raise _DocumentTypeError

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: names.append(name) if not names else None
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, _DocumentTypeError, ValueError, LookupError):
        return False
    return names == [_ROOT]
