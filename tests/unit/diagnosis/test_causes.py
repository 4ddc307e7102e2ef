"""The table of causes: AWS's own words lead to the right one, and what is no fault of a connection to none.

`tests/integration/test_causes.py` brings each about for real.
"""

from __future__ import annotations

import re
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
    ReadTimeoutError,
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
    from airflow_provider_awsconn.diagnosis.cause import Cause

ERRORS_PAGE = Path(__file__).resolve().parents[3] / "docs" / "errors.md"
NOW = 1_795_300_000.0
STORE = Circumstances("c", endpoint=Setting("http://store:9000", "extra.endpoint_url"), service="s3")
KEY = "AKIAIOSFODNN7EXAMPLE"
AWS = Circumstances("c", region=Setting("eu-west-1", "extra.region_name"), access_key_id=KEY)


def answer(
    code: str | None, message: str = "", operation: str = "ListBuckets", date: str | None = None, status: int = 403
) -> ClientError:
    """What a server answers."""
    headers = {"date": date} if date else {}
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
    assert str(diagnose(answer("AuthFailure"), AWS)) == (
        f"the access key {KEY}, its secret or its session token is not right, or this machine's clock is off; look at "
        "the access key id and where it is from"
    )


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
