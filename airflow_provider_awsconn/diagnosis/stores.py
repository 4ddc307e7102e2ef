"""What S3-compatible stores trip over: names of buckets in the host, checksums, services that they do not have."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

from botocore.exceptions import EndpointConnectionError, SSLError

from airflow_provider_awsconn.diagnosis.cause import Cause
from airflow_provider_awsconn.diagnosis.evidence import read_host, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.diagnosis.evidence import Evidence

_S3 = "s3"
_WITH_MORE_THAN_S3 = "localstack"
_OF_CHECKSUMS = re.compile(
    r"x-amz-(?:sdk-)?checksum|x-amz-trailer|aws-chunked|streaming-(?:un)?signed|streaming-aws4|content-?sha256"
    r"|unsigned-payload-trailer|checksum (?:type|algorithm|mode)",
    re.IGNORECASE,
)
_WHEN_REQUIRED = "when_required"
_CHECKSUM_CODES = frozenset({"XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch"})
_OF_OTHER_CAUSES = frozenset({"SignatureDoesNotMatch", "InvalidAccessKeyId", "RequestTimeTooSkewed", "404", "405"})
# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
_HEADER_NOT_KNOWN = "header you provided implies functionality that is not implemented"
_NO_BUCKET = frozenset({"NoSuchBucket", "InvalidBucketName", "MethodNotAllowed", "405"})
_NO_SERVICE = frozenset({"InvalidAction", "NotImplemented", "MethodNotAllowed", "NoSuchBucket", "UnknownOperation"})
# The code is the status where the answer names no error of the service.
_NO_SUCH_PLACE = frozenset({"404", "405", "501"})
_OF_HEAD = frozenset({"HeadObject", "HeadBucket"})
_OF_STS = ("AssumeRole", "GetCallerIdentity", "GetSessionToken", "GetFederationToken")


def _find_path_style(evidence: Evidence) -> Mapping[str, str] | None:
    """Recognise a bucket before the host of a store that wants it behind."""
    endpoint = evidence.circumstances.endpoint if _may_be_host(evidence) else None
    if endpoint is None or evidence.circumstances.service not in {None, _S3}:
        return None
    own, asked = read_host(str(endpoint.value)), evidence.host_name
    if evidence.answer is None:
        return {"host": show(own), "wants": "wants"} if asked != own and asked.endswith(f".{own}") else None
    is_before = evidence.circumstances.addressing_style == "virtual" and not evidence.is_of_aws
    # Or there is no such bucket.
    return {"host": show(own), "wants": "may want"} if is_before else None


def _may_be_host(evidence: Evidence) -> bool:
    if evidence.answer is not None:
        return evidence.code in _NO_BUCKET
    if evidence.find(SSLError) is not None:
        return "certificate verify failed" in evidence.texts() or "doesn't match" in evidence.texts()
    # A host that is found, and does not answer, is another matter.
    is_nobody = evidence.find(socket.gaierror) is not None or evidence.find_named("NameResolutionError") is not None
    return is_nobody and evidence.find(EndpointConnectionError) is not None


def _find_checksum(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.find_named("FlexibleChecksumError"):
        if evidence.is_of_aws or evidence.circumstances.response_checksums == _WHEN_REQUIRED:
            return None
        return {"host": evidence.server, "key": "response_checksum_validation"}
    if evidence.answer is None:
        return None
    is_header = evidence.code == "NotImplemented" and _HEADER_NOT_KNOWN in evidence.message
    is_told = evidence.code in _CHECKSUM_CODES or _OF_CHECKSUMS.search(evidence.message) is not None
    # An answer about a signature may quote all headers.
    if not (is_told or is_header) or evidence.code in _OF_OTHER_CAUSES or evidence.is_of_aws:
        return None
    around = evidence.circumstances
    if around.service not in {None, _S3} or around.request_checksums == _WHEN_REQUIRED:
        return None
    return {"host": evidence.server, "key": "request_checksum_calculation"}


def _find_s3_only(evidence: Evidence) -> Mapping[str, str] | None:
    """Recognise a store that is asked for what it has not."""
    # Whether an object is there is asked all the time.
    is_nowhere = evidence.code in _NO_SUCH_PLACE and evidence.operation not in _OF_HEAD
    if not is_nowhere and evidence.code not in _NO_SERVICE and evidence.find_named("ResponseParserError") is None:
        return None
    service = evidence.circumstances.service
    if evidence.operation.startswith(_OF_STS):
        service = "sts"
    if (
        service in {None, _S3}
        or evidence.circumstances.store == _WITH_MORE_THAN_S3
        or evidence.is_of_aws
        or evidence.circumstances.endpoint is None
    ):
        return None
    return {"host": evidence.host, "service": str(service), "where": evidence.circumstances.endpoint.origin}


OF_STORES: tuple[Cause, ...] = (
    Cause(
        "path-style",
        "Path-style addresses",
        "the bucket stands before the host name, and {host} {wants} it behind",
        'set config_kwargs to {{"s3": {{"addressing_style": "path"}}}}, or name the store as extra.store',
        _find_path_style,
    ),
    Cause(
        "checksum",
        "Checksums",
        "{host} does not know the checksums that boto3 adds since 1.36",
        'set config_kwargs to {{"{key}": "when_required"}}, or name the store as extra.store',
        _find_checksum,
    ),
    Cause(
        "s3-only",
        "Service not there",
        "{host} does not answer for {service}: it may be a store that has S3 alone",
        "give the service's own URL as service_config.{service}.endpoint_url, or leave out what needs it ({where})",
        _find_s3_only,
    ),
)
