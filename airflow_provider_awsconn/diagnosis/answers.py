"""What services answer to keys, tokens, signatures and requests that are not for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airflow_provider_awsconn.diagnosis.cause import Cause

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.diagnosis.evidence import Evidence

_SKEWED = frozenset({"RequestTimeTooSkewed", "RequestInTheFuture"})
_UNSIGNED_RIGHT = frozenset({"SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignature"})
_UNKNOWN_KEY = frozenset({"InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure"})
# Of S3; that of Step Functions is about a task.
_WRONG_TOKEN = frozenset({"InvalidToken"})
# Whatever of a key pair is wrong, EC2 tells no more. It has the same code for images of others.
_OF_EC2 = "AuthFailure"
_OF_EC2_KEYS = "validate the provided access credentials"
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"})
# Tokens of theirs that are none of the requests themselves.
_WITH_OTHER_TOKENS = frozenset({"meteringmarketplace", "eks-auth"})
_MALFORMED = frozenset({"IncompleteSignature", "IncompleteSignatureException"})
_REFUSED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedAccess", "403"})
# The status where an answer has no body.
_WITHOUT_BODY = "403"
_SKEW_IN_WORDS = re.compile(r"signature expired|signature not yet current|too skewed", re.IGNORECASE)
_WRONG_REGION = re.compile(
    r"region '[^']*' is wrong; expecting '(?P<region>[a-z0-9-]{1,32})'"
    r"|scoped to (?:a valid region|correct region)[^\w]*(?:: '(?P<other>[a-z0-9-]{1,32})')?",
    re.IGNORECASE,
)
_REGION = re.compile(r"[a-z0-9-]{1,32}")
_ACTION = re.compile(r"not authorized to perform:? (?P<action>[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,64})")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
_POLICY = re.compile(
    r"with an explicit deny in an? (?P<denying>[a-z -]{1,40}(?:policy|boundary))"
    r"|because no (?P<lacking>[a-z -]{1,40}(?:policy|boundary)) allows",
    re.IGNORECASE,
)
_OF_IDENTITY = "identity-based policy"
# https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
_ALWAYS_ACTIVE = frozenset(
    {
        *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"),
        *("eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "ap-south-1"),
        *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2"),
    }
)
# Services take five to fifteen minutes.
_TOLERATED_SECONDS = 240.0
_TEMPORARY = "ASIA"
_LENGTH_OF_KEYS = 20


def _find_clock(evidence: Evidence) -> Mapping[str, str] | None:
    offset = evidence.clock_offset
    is_off = offset is not None and abs(offset) > _TOLERATED_SECONDS
    says_so = evidence.code in _SKEWED or _SKEW_IN_WORDS.search(evidence.message)
    if not says_so and not (is_off and evidence.code in _UNSIGNED_RIGHT | {"RequestExpired"}):
        return None
    if offset is None or not is_off:
        return {"offset": "more than 5 min ahead of or behind"}
    return {"offset": f"{_show_seconds(abs(offset))} {'ahead of' if offset > 0 else 'behind'}"}


def _show_seconds(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2 * 60:
        return f"{minutes} min"
    hours = round(seconds / 3600)
    return f"{hours} h" if hours < 2 * 24 else f"{round(seconds / 86400)} days"


def _find_expired(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.code not in _EXPIRED and not (
        evidence.code == "RequestExpired" and evidence.circumstances.has_session_token
    ):
        return None
    if evidence.circumstances.service in _WITH_OTHER_TOKENS:
        return None
    fixes = {
        "explicit": "give a new key, secret and token, or a role, whose credentials renew themselves",
        "env": "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN anew",
        "shared-credentials-file": "write new credentials into the profile",
    }
    fix = fixes.get(evidence.circumstances.method or "", "have new ones issued, and look at this machine's clock")
    of = f" ({evidence.circumstances.credentials})" if evidence.circumstances.credentials else ""
    return {"of": of, "fix": fix}


def _find_swapped(evidence: Evidence) -> Mapping[str, str] | None:
    if not _is_about_key(evidence):
        return None
    secret, key = evidence.circumstances.secret, evidence.circumstances.access_key_id
    if secret is None or key is None:
        return None
    return {} if len(key) > secret.length == _LENGTH_OF_KEYS and not evidence.has_aws_key else None


def _find_missing_token(evidence: Evidence) -> Mapping[str, str] | None:
    if not _is_about_key(evidence):
        return None
    around = evidence.circumstances
    is_temporary = (around.access_key_id or "").startswith(_TEMPORARY) and evidence.has_aws_key
    if not is_temporary or around.has_session_token:
        return None
    return {"key": evidence.key}


def _find_wrong_token(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.code in _WRONG_TOKEN:
        return {} if evidence.circumstances.service in {None, "s3"} else None
    if not _knows_no_key(evidence):
        return None
    around = evidence.circumstances
    return {} if around.has_session_token and around.method == "explicit" else None


def _find_no_endpoint(evidence: Evidence) -> Mapping[str, str] | None:
    if not _is_about_key(evidence) or evidence.circumstances.endpoint is not None or evidence.has_aws_key:
        return None
    return {}


def _find_wrong_partition(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.code not in _REFUSED and not _knows_no_key(evidence):
        return None
    around, partition = evidence.circumstances, evidence.partition
    if around.region is None or partition is None:
        return None
    region = f"{around.region.value} ({around.region.origin})"
    role = around.partition_of_role
    if role and role != partition:
        return {"what": f"the role lies in the partition {role}", "region": region, "partition": partition}
    if partition == "aws" or evidence.code not in _UNKNOWN_KEY:
        return None
    return {"what": f"{evidence.key} is not known in {partition}", "region": region, "partition": partition}


def _find_unknown_key(evidence: Evidence) -> Mapping[str, str] | None:
    if not _knows_no_key(evidence):
        return None
    if evidence.code == _OF_EC2:
        return {"what": f"{evidence.key}, its secret or its session token is not right, or this machine's clock is off"}
    what, region = f"{evidence.server} does not know {evidence.key}: it is mistyped, deleted or of somewhere else", ""
    if evidence.partition == "aws" and evidence.circumstances.region:
        region = str(evidence.circumstances.region.value)
    is_optional = region and region not in _ALWAYS_ACTIVE
    return {"what": f"{what}, or the account has not activated {region}" if is_optional else what}


def _knows_no_key(evidence: Evidence) -> bool:
    if evidence.code == _OF_EC2:
        return _OF_EC2_KEYS in evidence.message
    return evidence.code in _UNKNOWN_KEY


def _find_malformed_key(evidence: Evidence) -> Mapping[str, str] | None:
    return {} if evidence.code in _MALFORMED else None


def _find_wrong_secret(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.code not in _UNSIGNED_RIGHT:
        return None
    secret, where = evidence.circumstances.secret, "the secret access key"
    way = "" if evidence.is_of_aws else ", and have proxies keep Host and path"
    if secret is None:
        return {"what": f"{where} is not that of {evidence.key}", "fix": f"look at both where they come from{way}"}
    if secret.has_percent_escape:
        what = f"{where} holds something like %2F, which no secret of AWS does: it is URL-encoded still"
        return {"what": what, "fix": "give it as AWS shows it; only in a URI are / and + written %2F and %2B, once"}
    if secret.has_space:
        what = f"{where} has white space in it, which may have been a + of a URI"
        return {"what": what, "fix": "give it as AWS shows it; in a URI write + as %2B and / as %2F"}
    if evidence.is_of_aws and not secret.is_40:
        what = f"{where} has {secret.length} characters instead of 40"
        return {"what": what, "fix": "give all of it; in a URI write + as %2B and / as %2F"}
    what = f"{where} is not that of {evidence.key}"
    return {"what": what, "fix": f"give the two that belong together; in a URI write + as %2B and / as %2F{way}"}


def _find_wrong_region(evidence: Evidence) -> Mapping[str, str] | None:
    said = _WRONG_REGION.search(evidence.message)
    of_bucket = _REGION.fullmatch(evidence.headers.get("x-amz-bucket-region") or "")
    is_redirect = evidence.code == "PermanentRedirect" or (evidence.code == "301" and of_bucket)
    # A bucket that is to be made lies nowhere yet: what its region is to be stands in the request.
    is_elsewhere = evidence.code == "IllegalLocationConstraintException" and evidence.operation != "CreateBucket"
    if not (said or is_redirect or is_elsewhere):
        return None
    right = (said and (said["region"] or said["other"])) or (of_bucket and of_bucket[0])
    region = evidence.circumstances.region
    wrong = f"{region.value} ({region.origin})" if region else "another"
    return {"right": f"region {right}" if right else "another region", "wrong": wrong}


def _find_region_disabled(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.code not in {"RegionDisabledException", "OptInRequired"}:
        return None
    key = "service_config.sts.region_name" if evidence.operation.startswith("AssumeRole") else "extra.region_name"
    return {"key": key}


def _find_mfa(evidence: Evidence) -> Mapping[str, str] | None:
    words = evidence.message.lower().replace("-", "").replace(" ", "")
    return {} if evidence.code in _REFUSED and "multifactorauth" in words else None


def _find_refused(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.code not in _REFUSED:
        return None
    around = evidence.circumstances
    found = _ACTION.search(evidence.message)
    action = found["action"] if found else evidence.operation or "this operation"
    if around.is_unsigned:
        what = "requests are not signed, and this is not open to everybody"
        return {"what": what, "fix": "leave out signature_version unsigned, and give credentials"}
    if evidence.code == _WITHOUT_BODY:
        return _describe_bare_refusal(evidence, action)
    policy = _POLICY.search(evidence.message)
    kind = policy[policy.lastgroup or 0].lower() if policy else _OF_IDENTITY
    if policy and policy["denying"]:
        return {"what": f"a deny in the {kind} counts, whatever others allow", "fix": f"take its deny of {action} away"}
    if kind != _OF_IDENTITY:
        return {"what": f"no {kind} allows this", "fix": f"allow {action} there"}
    who = f" ({around.role})" if around.role else ""
    what = f"the credentials are known, and may not do this{who}"
    return {"what": what, "fix": f"allow {action} to them on what was asked for"}


def _describe_bare_refusal(evidence: Evidence, action: str) -> Mapping[str, str]:
    if evidence.operation.startswith("Head"):
        what = "an answer to HEAD says no more than 403: the credentials are wrong, or may not do this"
        return {"what": what, "fix": f"look whether another operation works, and allow {action}"}
    what = "the answer is 403 without an error of the service: it may be that of a proxy or firewall"
    return {"what": what, "fix": "look at what is between this worker and the endpoint"}


def _is_about_key(evidence: Evidence) -> bool:
    return evidence.code in _MALFORMED | _UNSIGNED_RIGHT or _knows_no_key(evidence)


OF_ANSWERS: tuple[Cause, ...] = (
    Cause(
        "clock",
        "Clock off",
        "this machine's clock is {offset} the server's",
        "set it right (chrony, NTP)",
        _find_clock,
    ),
    Cause(
        "wrong-region",
        "Wrong region",
        "what was asked for lies in {right}, and the client in {wrong}",
        "give the region as extra.region_name, or for one service as service_config",
        _find_wrong_region,
    ),
    Cause(
        "region-disabled",
        "Region not active",
        "the account has not activated this region",
        "activate it for the account, or give another as {key}",
        _find_region_disabled,
    ),
    Cause(
        "mfa",
        "MFA demanded",
        "a policy demands multi-factor authentication, which a worker can't give",
        "have the policy let this identity in without aws:MultiFactorAuthPresent, or use another identity",
        _find_mfa,
    ),
    Cause(
        "wrong-partition",
        "Wrong partition",
        "{what}, and the region {region} lies in {partition}",
        "give a region of the partition that key and role are of",
        _find_wrong_partition,
    ),
    Cause(
        "swapped-keys",
        "Key and secret in each other's place",
        "the access key id and the secret access key seem to be in each other's place",
        "exchange them",
        _find_swapped,
    ),
    Cause(
        "missing-session-token",
        "Session token missing",
        "{key} is a temporary one, and there is no session token with it",
        "give the token that was issued with it (extra.aws_session_token, AWS_SESSION_TOKEN), or a key that lasts",
        _find_missing_token,
    ),
    Cause(
        "expired-token",
        "Session token expired",
        "the session token has ended{of}",
        "{fix}",
        _find_expired,
    ),
    Cause(
        "no-endpoint",
        "Key of a store without its endpoint",
        "the access key id is not one of AWS, and the connection names no endpoint, so AWS was asked",
        "give the store's URL as extra.endpoint_url",
        _find_no_endpoint,
    ),
    Cause(
        "wrong-session-token",
        "Session token wrong",
        "the session token is not that of the access key, or not whole",
        "give key, secret and token of one and the same set",
        _find_wrong_token,
    ),
    Cause(
        "unknown-key",
        "Access key unknown",
        "{what}",
        "look at the access key id and where it is from",
        _find_unknown_key,
    ),
    Cause(
        "malformed-key",
        "Access key malformed",
        "the access key id has characters that none has",
        "look at the access key id and where it is from",
        _find_malformed_key,
    ),
    Cause("wrong-secret", "Secret wrong", "{what}", "{fix}", _find_wrong_secret),
    Cause(
        "not-allowed",
        "Not allowed",
        "{what}",
        "{fix}",
        _find_refused,
    ),
)
