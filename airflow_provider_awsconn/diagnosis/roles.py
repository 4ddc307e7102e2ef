"""Why STS gives no credentials of a role: what its trust policy, or the caller's own policy, is short of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airflow_provider_awsconn.diagnosis.cause import Cause

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.diagnosis.circumstances import RoleShape
    from airflow_provider_awsconn.diagnosis.evidence import Evidence

_REFUSED = "AccessDenied"
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException"})
_OPERATIONS = ("AssumeRole", "AssumeRoleWithWebIdentity", "AssumeRoleWithSAML")
_REFUSED_ACTION = re.compile(r"not authorized to perform:? (sts:\w+)")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
_OF_CALLER = re.compile(r"no identity-based policy allows|explicit deny in an identity-based policy", re.IGNORECASE)
_OF_TRUST = re.compile(
    r"no role trust policy allows|no resource-based policy allows"
    r"|explicit deny in (?:the role trust|a resource-based) policy",
    re.IGNORECASE,
)


def _is_refusal(evidence: Evidence) -> bool:
    return evidence.code == _REFUSED and evidence.operation in _OPERATIONS


def _is_of_federation(evidence: Evidence) -> bool:
    return evidence.operation in _OPERATIONS[1:]


def _name_token(evidence: Evidence) -> str:
    shape = evidence.circumstances.role_shape
    if shape is not None and shape.federation:
        return shape.federation
    return "SAML assertion" if evidence.operation.endswith("SAML") else "web identity token"


def _find_right(evidence: Evidence, right: str) -> Mapping[str, str] | None:
    """Recognise that the trust policy lacks a right which this role session asks for."""
    shape = evidence.circumstances.role_shape
    refused = _REFUSED_ACTION.search(evidence.message)
    return {} if refused and refused[1] == right and (shape is None or right in shape.rights) else None


def _find_tags(evidence: Evidence) -> Mapping[str, str] | None:
    return _find_right(evidence, "sts:TagSession") if _is_refusal(evidence) else None


def _find_source_identity(evidence: Evidence) -> Mapping[str, str] | None:
    return _find_right(evidence, "sts:SetSourceIdentity") if _is_refusal(evidence) else None


def _find_federation(evidence: Evidence) -> Mapping[str, str] | None:
    return {"token": _name_token(evidence)} if _is_refusal(evidence) and _is_of_federation(evidence) else None


def _find_refused(evidence: Evidence) -> Mapping[str, str] | None:
    if not _is_refusal(evidence):
        return None
    shape = evidence.circumstances.role_shape
    wanted = " and ".join(shape.rights if shape else ("sts:AssumeRole",))
    of_caller = f"the caller's own policy must allow {wanted} on the role"
    is_of_profile = shape is not None and shape.is_of_profile
    role, trust = "the role", "the role's trust policy"
    if is_of_profile:
        role, trust = "the role of the profile", "the trust policy of the profile's role"
    of_trust = f"{trust} must allow {wanted} to the caller{_describe_external_id(shape)}"
    of_trust += ", and demand no MFA"
    if _OF_CALLER.search(evidence.message):
        return {"what": "the caller may not ask for the role", "fix": of_caller}
    if _OF_TRUST.search(evidence.message):
        return {"what": f"{role} does not let the caller in", "fix": of_trust}
    both = f"{of_trust}; {of_caller}"
    return {"what": f"{role} does not let the caller in, or the caller may not ask for it", "fix": both}


def _describe_external_id(shape: RoleShape | None) -> str:
    if shape is None or shape.is_of_profile:
        return ""
    return (
        " with the same external id" if shape.has_external_id else " without an external id, or give the one it wants"
    )


def _find_expired_token(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.code not in _EXPIRED or not _is_of_federation(evidence):
        return None
    return {"token": _name_token(evidence)}


def _find_wrong_token(evidence: Evidence) -> Mapping[str, str] | None:
    return {"token": _name_token(evidence)} if evidence.code == "InvalidIdentityToken" else None


def _find_rejected_claim(evidence: Evidence) -> Mapping[str, str] | None:
    return {"token": _name_token(evidence)} if evidence.code == "IDPRejectedClaim" else None


def _find_long_policy(evidence: Evidence) -> Mapping[str, str] | None:
    return {} if evidence.code == "PackedPolicyTooLarge" else None


def _find_bad_policy(evidence: Evidence) -> Mapping[str, str] | None:
    # IAM has the same code for its own policies, and a task that asks STS itself its own policy.
    is_ours = evidence.operation in _OPERATIONS and evidence.circumstances.role_shape is not None
    return {} if is_ours and evidence.code == "MalformedPolicyDocument" else None


OF_ROLES: tuple[Cause, ...] = (
    Cause(
        "role-tags",
        "Role takes no session tags",
        "session tags are set, and the role does not take them",
        "the role's trust policy must allow sts:TagSession too",
        _find_tags,
    ),
    Cause(
        "role-source-identity",
        "Role takes no source identity",
        "a source identity is set, and the role does not take it",
        "the role's trust policy must allow sts:SetSourceIdentity too",
        _find_source_identity,
    ),
    Cause(
        "role-federation",
        "Role does not trust the identity provider",
        "the role does not let this {token} in",
        "the role's trust policy must name the identity provider, and its conditions must fit the token",
        _find_federation,
    ),
    Cause("role-refused", "Role can't be assumed", "{what}", "{fix}", _find_refused),
    Cause(
        "expired-identity-token",
        "Web identity token or SAML assertion expired",
        "the {token} has ended",
        "have a new one issued, and look at this machine's clock",
        _find_expired_token,
    ),
    Cause(
        "wrong-identity-token",
        "Web identity token or SAML assertion refused",
        "the identity provider of the role's trust policy has not issued this {token}",
        "issuer and audience must match",
        _find_wrong_token,
    ),
    Cause(
        "rejected-claim",
        "Claims refused",
        "the {token} has not the claims that the role asks for",
        "look at the conditions of the role's trust policy",
        _find_rejected_claim,
    ),
    Cause(
        "long-session-policy",
        "Session policy too long",
        "session policy and tags are longer together than STS takes",
        "shorten the session policy, the policy ARNs and the tags",
        _find_long_policy,
    ),
    Cause(
        "bad-session-policy",
        "Session policy malformed",
        "the session policy is not one that IAM understands",
        "mend extra.session_policy",
        _find_bad_policy,
    ),
)
