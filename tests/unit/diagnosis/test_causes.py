"""The table of causes: AWS's own words lead to the right one, and what is no fault of a connection to none.

`tests/integration/test_causes.py` brings each about for real.
"""

from __future__ import annotations

import errno
import re
import socket
import ssl
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    EndpointConnectionError,
    FlexibleChecksumError,
    IncompleteReadError,
    ParamValidationError,
    ProxyConnectionError,
    ReadTimeoutError,
    SSLError,
    UnauthorizedSSOTokenError,
    WaiterError,
)

from airflow_provider_awsconn.connection import AwsConnection
from airflow_provider_awsconn.connection.precedence import Setting
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.diagnosis.causes import CAUSES, diagnose
from airflow_provider_awsconn.diagnosis.circumstances import (
    Circumstances,
    RoleShape,
    SecretShape,
    describe_role_shape,
    describe_secret,
)
from airflow_provider_awsconn.diagnosis.hint import build_hint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.diagnosis.cause import Cause

ERRORS_PAGE = Path(__file__).resolve().parents[3] / "docs" / "errors.md"
BAD_POLICY = "bad-session-policy"
URL = "https://store:9000"
NOW = 1_795_300_000.0
STORE = Circumstances("c", endpoint=Setting("http://store:9000", "extra.endpoint_url"), service="s3")
KEY = "AKIAIOSFODNN7EXAMPLE"
AWS = Circumstances("c", region=Setting("eu-west-1", "extra.region_name"), access_key_id=KEY)


def answer(
    code: str | None,
    message: str = "",
    operation: str = "ListBuckets",
    date: str | None = None,
    status: int = 403,
    headers: Mapping[str, str] | None = None,
) -> ClientError:
    """What a server answers."""
    headers = {**(headers or {}), **({"date": date} if date else {})}
    response: Any = {
        "Error": {"Code": code, "Message": message} if code else {},
        "ResponseMetadata": {"HTTPStatusCode": status, "HTTPHeaders": headers},
    }
    return ClientError(response, operation)


def find(error: BaseException, around: Circumstances | None = None) -> str | None:
    """The name of the cause."""
    found = diagnose(error, around, lambda: NOW)
    return found.cause if found else None


@pytest.mark.parametrize(
    ("error", "around", "cause"),
    [
        (answer("RequestTimeTooSkewed"), AWS, "clock"),
        (answer("SignatureDoesNotMatch", "Signature expired: 20261122T1 is now earlier than 20261122T2"), AWS, "clock"),
        (answer("InvalidSignatureException", "Signature not yet current: 1 is still later than 2"), AWS, "clock"),
        (
            answer("InvalidSignatureException", "The request signature we calculated does not match"),
            AWS,
            "wrong-secret",
        ),
        (answer("AuthFailure", "AWS was not able to validate the provided access credentials"), AWS, "unknown-key"),
        (answer("UnrecognizedClientException", "The security token is invalid."), AWS, "unknown-key"),
        (answer("UnrecognizedClientException"), Circumstances(access_key_id="minio"), "no-endpoint"),
        (answer("InvalidToken", "The provided token is malformed or otherwise invalid."), AWS, "wrong-session-token"),
        (answer("ExpiredTokenException"), AWS, "expired-token"),
        (answer("TokenRefreshRequired"), AWS, "expired-token"),
        (answer("InvalidSignatureException", "Credential should be scoped to a valid region."), AWS, "wrong-region"),
        (answer("PermanentRedirect", status=301), AWS, "wrong-region"),
        (answer("OptInRequired"), AWS, "region-disabled"),
        (answer("AccessDeniedException", "User: a is not authorized to perform: sqs:ListQueues"), AWS, "not-allowed"),
        (answer("UnauthorizedOperation"), AWS, "not-allowed"),
        (answer("RequestExpired", "Request has expired."), Circumstances(has_session_token=True), "expired-token"),
        (answer("AccessDenied", operation="AssumeRole"), None, "role-refused"),
        (answer("AccessDenied", operation="AssumeRoleWithSAML"), None, "role-federation"),
        (answer("ExpiredTokenException", operation="AssumeRoleWithWebIdentity"), None, "expired-identity-token"),
        (answer("UnauthorizedException", operation="GetRoleCredentials"), None, "sso-expired"),
        (UnauthorizedSSOTokenError(), None, "sso-expired"),
        (
            FlexibleChecksumError(error_msg="Expected checksum a did not match calculated checksum: b"),
            STORE,
            "checksum",
        ),
        (answer("XAmzContentSHA256Mismatch", status=400), STORE, "checksum"),
        (
            answer("InvalidArgument", "Unsupported header 'x-amz-checksum-crc32' received", status=400),
            STORE,
            "checksum",
        ),
        (answer("NotImplemented", "STREAMING-UNSIGNED-PAYLOAD-TRAILER not implemented", status=501), STORE, "checksum"),
        (
            answer("SignatureDoesNotMatch", "The canonical request was: x-amz-content-sha256: UNSIGNED-PAYLOAD"),
            STORE,
            "wrong-secret",
        ),
        (answer("301", status=301, headers={"x-amz-bucket-region": "us-west-2"}), STORE, "wrong-region"),
        (answer("301", status=301, headers={"location": "https://store:9000/"}), STORE, "wants-tls"),
        (answer("MalformedPolicyDocument", operation="AssumeRole"), Circumstances(role_shape=RoleShape()), BAD_POLICY),
        (SSLError(endpoint_url=URL, error=ssl.SSLEOFError(8, "EOF occurred in violation of protocol")), AWS, "closed"),
        (ReadTimeoutError(endpoint_url="https://s3.eu-west-1.amazonaws.com/"), AWS, "silent"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_words_lead_to_a_cause(error: Exception, around: Circumstances | None, cause: str) -> None:
    """As AWS and the stores have put it."""
    assert find(error, around) == cause


@pytest.mark.parametrize(
    ("error", "around"),
    [
        (answer("NoSuchKey", "The specified key does not exist.", "GetObject", status=404), STORE),
        (answer("NoSuchBucket", operation="ListObjectsV2", status=404), STORE),
        (answer("404", "Not Found", "HeadObject", status=404), STORE),
        (answer("404", "Not Found", "HeadBucket", status=404), AWS),
        (answer("Throttling", status=400), AWS),
        (answer("RequestExpired", "Request has expired."), AWS),
        (answer("SlowDown", status=503), STORE),
        (answer("InternalError", status=500), AWS),
        (answer("ValidationException", "1 validation error detected", status=400), AWS),
        (answer("ResourceNotFoundException", status=404), AWS),
        (answer("ConditionalCheckFailedException", status=400), AWS),
        (answer("NotImplemented", "This operation is not implemented", status=501), STORE),
        (answer("XAmzContentSHA256Mismatch", status=400), AWS),
        (answer(None, status=500), STORE),
        (answer("AuthFailure", "Not authorized for images: ami-1"), AWS),
        (answer("InvalidKeyId", "The query key ID isn't valid.", "PutParameter", status=400), AWS),
        (answer("InvalidToken", "Invalid token", "SendTaskSuccess", status=400), replace(AWS, service="stepfunctions")),
        (answer("InvalidSecurity", "The request was not made over HTTPS", "SendMessage"), replace(AWS, service="sqs")),
        (answer("ExpiredTokenException", operation="ResolveCustomer"), replace(AWS, service="meteringmarketplace")),
        (answer("MalformedPolicyDocument", operation="CreateRole", status=400), AWS),
        (answer("MalformedPolicyDocument", operation="AssumeRole", status=400), AWS),
        (answer("IllegalLocationConstraintException", operation="CreateBucket", status=400), AWS),
        (answer("301", "Moved Permanently", status=301), STORE),
        (answer("XAmzContentSHA256Mismatch", status=400), replace(STORE, request_checksums="when_required")),
        (FlexibleChecksumError(error_msg="Expected"), replace(STORE, response_checksums="when_required")),
        (answer("404", "no such page for x-amz-checksum-mode", status=404), STORE),
        (answer("InvalidQuery", "x-amz-checksum-mode", status=400), replace(STORE, service="athena")),
        (answer("NotImplemented", status=501), replace(STORE, addressing_style="virtual")),
        (answer("404", status=404), replace(STORE, service="glue", store="localstack")),
        (EndpointConnectionError(endpoint_url=URL, error=OSError(errno.EMFILE, "Too many open files")), STORE),
        (SSLError(endpoint_url=URL, error=ssl.SSLError(1, "tlsv13 alert certificate required")), STORE),
        (ParamValidationError(report="Missing required parameter"), AWS),
        (IncompleteReadError(actual_bytes=1, expected_bytes=2), AWS),
        (WaiterError("bucket_exists", "Max attempts exceeded", {}), AWS),
        (OSError("no space left on device"), AWS),
        (KeyError("Body"), AWS),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, Exception) else None,
)
def test_what_is_no_fault_of_a_connection_has_no_cause(error: Exception, around: Circumstances) -> None:
    """A wrong hint is worse than none."""
    assert find(error, around) is None


@pytest.mark.parametrize(
    ("seconds", "offset"),
    [
        (-600, "10 min behind"),
        (1020, "17 min ahead of"),
        (7 * 3600, "7 h ahead of"),
        (-3 * 86400, "3 days behind"),
        (10, "more than 5 min ahead of or behind"),
        (None, "more than 5 min ahead of or behind"),
    ],
)
def test_the_clock_is_told_by_the_date_of_the_answer(seconds: int | None, offset: str) -> None:
    """So much that people see which way; without a date, or where it is the proxy's, AWS's word alone counts."""
    from email.utils import formatdate

    date = None if seconds is None else formatdate(NOW - seconds, usegmt=True)
    found = diagnose(answer("RequestTimeTooSkewed", date=date), AWS, lambda: NOW)
    assert str(found) == f"this machine's clock is {offset} the server's; set it right (chrony, NTP)"


def test_ec2_does_not_tell_what_it_is() -> None:
    """Key, secret, token or clock: the hint does not say more than AWS does."""
    said = "AWS was not able to validate the provided access credentials"
    assert str(diagnose(answer("AuthFailure", said), AWS)) == (
        f"the access key {KEY}, its secret or its session token is not right, or this machine's clock is off; look at "
        "the access key id and where it is from"
    )


@pytest.mark.parametrize(
    ("message", "advice"),
    [
        (
            "not authorized to perform: s3:GetObject on resource: k with an explicit deny in a service control policy",
            "a deny in the service control policy counts, whatever others allow; take its deny of s3:GetObject away",
        ),
        (
            "not authorized to perform: s3:GetObject because no permissions boundary allows the s3:GetObject action",
            "no permissions boundary allows this; allow s3:GetObject there",
        ),
        (
            "not authorized to perform: kms:Decrypt on resource: k because no identity-based policy allows it",
            "the credentials are known, and may not do this; allow kms:Decrypt to them on what was asked for",
        ),
    ],
)
def test_a_refusal_names_the_policy_that_aws_names(message: str, advice: str) -> None:
    """To allow something does not help where another policy denies it."""
    assert str(diagnose(answer("AccessDenied", message, "GetObject"), AWS)) == advice


def test_a_bare_403_may_be_of_a_proxy() -> None:
    """Only an answer to HEAD has no body by itself."""
    assert str(diagnose(answer("403", "Forbidden", "ListBuckets"), AWS)) == (
        "the answer is 403 without an error of the service: it may be that of a proxy or firewall; look at what is "
        "between this worker and the endpoint"
    )


def test_a_key_may_be_unknown_in_a_region_that_is_not_active() -> None:
    """AWS answers the same there."""
    there = replace(AWS, region=Setting("eu-south-1", "extra.region_name"))
    assert "or the account has not activated eu-south-1; " in str(diagnose(answer("InvalidClientTokenId"), there))
    assert "activated" not in str(diagnose(answer("InvalidClientTokenId"), AWS))


def test_a_certificate_that_openssl_refuses_for_itself_is_no_unknown_ca() -> None:
    """A key identifier that is not there, which Python 3.13 wants: another CA file does not help."""
    refused = ssl.SSLCertVerificationError(1, "certificate verify failed: Missing Authority Key Identifier")
    for code, cause in ((85, None), (20, "unknown-ca")):
        refused.verify_code = code
        assert find(SSLError(endpoint_url=URL, error=refused), STORE) == cause


def test_a_store_that_is_down_is_not_blamed_for_its_names() -> None:
    """The bucket stands before the host, whose name is known: nobody listens."""
    url = "http://bucket.store:9000/"
    refused = EndpointConnectionError(endpoint_url=url, error=ConnectionRefusedError(errno.ECONNREFUSED, "refused"))
    assert find(refused, STORE) == "connection-refused"
    unknown = EndpointConnectionError(endpoint_url=url, error=socket.gaierror(-2, "Name or service not known"))
    assert find(unknown, STORE) == "path-style"


def test_an_error_that_the_caller_was_handling_is_no_evidence() -> None:
    """Who asks one server after another failed: what went wrong there is not what went wrong here."""
    error = answer("NoSuchKey", status=404)
    with pytest.raises(EndpointConnectionError) as first:
        raise EndpointConnectionError(endpoint_url=URL, error=ConnectionRefusedError(errno.ECONNREFUSED, "refused"))
    error.__context__ = first.value
    assert find(error, STORE) is None


def test_a_small_difference_of_clocks_is_no_cause() -> None:
    """A wrong secret is told as such, though the server's clock is a minute off; nor does a broken date harm."""
    from email.utils import formatdate

    for date in (formatdate(NOW - 60, usegmt=True), "yesterday", ""):
        assert find(answer("SignatureDoesNotMatch", date=date), AWS) == "wrong-secret"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", SecretShape(40)),
        ("wJalrXUtnFEMI%2FK7", SecretShape(18, has_percent_escape=True)),
        ("a b", SecretShape(3, has_space=True)),
        ("100%", SecretShape(4)),
        ("%zz%2", SecretShape(5)),
        ("", SecretShape(0)),
    ],
)
def test_of_a_secret_the_shape_alone_is_told(text: str, shape: SecretShape) -> None:
    """Its length, and what hints at lost URL-encoding."""
    assert describe_secret(Secret(text)) == shape
    assert not text or text not in repr(describe_secret(Secret(text)))


def test_what_a_role_is_asked_for_with() -> None:
    """The rights its trust policy must give, and whether an external id goes along; not which one."""
    connection = AwsConnection.from_mapping(
        {
            "extra": {
                "role_arn": "arn:aws:iam::123456789012:role/etl",
                "external_id": "canary",
                "session_tags": {"a": "b"},
            }
        }
    )
    assert describe_role_shape(connection, 0) == RoleShape(("sts:AssumeRole", "sts:TagSession"), True)


def test_an_access_key_that_may_be_a_secret_is_not_shown() -> None:
    """What has not the form of an access key id may be a secret in the wrong field."""
    around = Circumstances(access_key_id="canary/secret", endpoint=STORE.endpoint)
    for code in ("InvalidAccessKeyId", "SignatureDoesNotMatch", "IncompleteSignature"):
        assert "canary" not in str(diagnose(answer(code), around))


def test_a_hint_is_one_line_without_brackets_and_passwords() -> None:
    """Whatever stands in names, URLs and what a server says."""
    around = Circumstances(
        "a [b]\nc",
        region=Setting("eu-west-1", "extra.region_name"),
        endpoint=Setting("http://user:canary@[::1]:9000/?token=canary", "extra.endpoint_url"),
        credentials="login and password",
    )
    closed = ConnectionClosedError(endpoint_url="http://user:canary@[::1]:9000/?token=canary", error=OSError("x"))
    hint = build_hint(closed, lambda: around)
    assert hint is not None
    assert hint.startswith(
        " - connection 'a b c', region eu-west-1 (extra.region_name), credentials: login and password: "
    )
    assert not re.search(r"[\[\]\n]|canary", hint)
    assert build_hint(KeyError("x"), lambda: around) is None


def test_without_a_connection_the_hint_says_so() -> None:
    """boto3's own lookup chain, asked for on purpose."""
    error = EndpointConnectionError(endpoint_url="http://127.0.0.1:1/", error=ConnectionRefusedError(111, "refused"))
    assert build_hint(error, Circumstances) == (
        " - aws_conn_id=None: nobody listens at 127.0.0.1:1 (in a container that is the container itself); start the "
        "server, or correct host and port (region and endpoint)"
    )


def test_names_of_causes_are_their_own() -> None:
    """Each is there once, as are their titles."""
    assert len({cause.name for cause in CAUSES}) == len({cause.title for cause in CAUSES}) == len(CAUSES)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_the_page_of_errors_tells_each_cause(cause: Cause) -> None:
    """In a row that says what the hint says, as far as that is not filled in from the request."""
    page = ERRORS_PAGE.read_text(encoding="utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith(f"| {cause.title} (`{cause.name}`) |")]
    told = re.sub(r"[`*]", "", row)
    for text in (cause.likely, cause.fix):
        if "{what}" in text or "{fix}" in text or cause.name in {"no-way", "path-style", "checksum"}:
            continue
        for piece in re.split(r"[({]*\{\w+\}[)}]*", text):
            # What stands between two things that are filled in is told in other words.
            if len(piece) > 40:
                assert piece.strip(" ;,.()") in told


def test_the_page_of_errors_tells_nothing_else() -> None:
    """Each row is one of the table's."""
    page = ERRORS_PAGE.read_text(encoding="utf-8")
    names = re.findall(r"^\| .+? \(`([a-z0-9-]+)`\) \|", page, re.MULTILINE)
    assert sorted(names) == sorted(cause.name for cause in CAUSES)


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("Tunnel connection failed: 407 Proxy Authentication Required", "proxy-login"),
        ("407, message='', url='http://127.0.0.1:3128'", "proxy-login"),
        ("Cannot connect to host 127.0.0.1:40779: timed out", "proxy"),
    ],
    ids=["urllib3", "aiohttp", "port"],
)
def test_a_status_of_a_proxy_is_no_part_of_a_port(reason: str, cause: str) -> None:
    """A port with 407 among its digits is nobody's wish for a login."""
    diagnosis = diagnose(ProxyConnectionError(proxy_url="http://127.0.0.1:40779", error=OSError(reason)))
    assert diagnosis is not None
    assert diagnosis.cause == cause
