"""Why boto3 finds no credentials or no region: in the environment, the AWS files and what these lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import (
    ConfigParseError,
    CredentialRetrievalError,
    InvalidRegionError,
    MetadataRetrievalError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
)

from airflow_provider_awsconn.diagnosis.cause import Cause
from airflow_provider_awsconn.diagnosis.evidence import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.diagnosis.evidence import Evidence

_LONGEST_LIST = 12
_SSO_OPERATIONS = frozenset({"GetRoleCredentials", "CreateToken"})
_OF_PROCESS = "custom-process"
_OF_METADATA = frozenset({"container-role", "iam-role"})


def _ask(error: object, name: str) -> str:
    """Give one of the parts that botocore's error was made from."""
    kwargs = getattr(error, "kwargs", None)
    return show(kwargs.get(name) or "") if isinstance(kwargs, dict) else ""


def _find_no_region(evidence: Evidence) -> Mapping[str, str] | None:
    return {} if evidence.find(NoRegionError) else None


def _find_bad_region(evidence: Evidence) -> Mapping[str, str] | None:
    error = evidence.find(InvalidRegionError)
    if error is None:
        return None
    region = evidence.circumstances.region
    return {"region": _ask(error, "region_name"), "where": region.origin if region else "extra.region_name"}


def _find_missing_profile(evidence: Evidence) -> Mapping[str, str] | None:
    error = evidence.find(ProfileNotFound)
    if error is None:
        return None
    around = evidence.circumstances
    there = ""
    if around.profiles is not None:
        names = [show(name) for name in around.profiles[:_LONGEST_LIST]]
        names += ["..."] if len(around.profiles) > _LONGEST_LIST else []
        there = f"; there are: {', '.join(names) or 'none'}"
    where = around.profile.origin if around.profile else "extra.profile_name, AWS_PROFILE"
    return {"profile": _ask(error, "profile"), "there": there, "where": where}


def _find_bad_file(evidence: Evidence) -> Mapping[str, str] | None:
    error = evidence.find(ConfigParseError)
    return {"file": _ask(error, "path")} if error is not None else None


def _find_mfa(evidence: Evidence) -> Mapping[str, str] | None:
    return {} if evidence.find_named("MfaDemandedError") else None


def _find_sso(evidence: Evidence) -> Mapping[str, str] | None:
    is_of_sso = evidence.find_named("SSOError", "TokenRetrievalError", "SSOTokenLoadError") is not None
    is_refused = evidence.operation in _SSO_OPERATIONS and evidence.code in {
        "UnauthorizedException",
        "InvalidGrantException",
        "ExpiredTokenException",
    }
    if not is_of_sso and not is_refused:
        return None
    profile = evidence.circumstances.profile
    return {"command": f"aws sso login --profile {show(profile.value)}" if profile else "aws sso login"}


def _find_partial(evidence: Evidence) -> Mapping[str, str] | None:
    error = evidence.find(PartialCredentialsError)
    if error is None:
        return None
    return {"provider": _ask(error, "provider"), "missing": _ask(error, "cred_var")}


def _find_process(evidence: Evidence) -> Mapping[str, str] | None:
    error = evidence.find(CredentialRetrievalError)
    return {} if error is not None and _ask(error, "provider") == _OF_PROCESS else None


def _find_metadata(evidence: Evidence) -> Mapping[str, str] | None:
    if evidence.find(MetadataRetrievalError):
        return {}
    error = evidence.find(CredentialRetrievalError)
    return {} if error is not None and _ask(error, "provider") in _OF_METADATA else None


def _find_none(evidence: Evidence) -> Mapping[str, str] | None:
    return {} if evidence.find(NoCredentialsError) else None


OF_LOOKUP_CHAIN: tuple[Cause, ...] = (
    Cause(
        "no-region",
        "No region",
        "neither connection, hook, environment nor profile says a region",
        "give extra.region_name, such as eu-west-1, or set AWS_DEFAULT_REGION on the worker",
        _find_no_region,
    ),
    Cause(
        "bad-region",
        "Region malformed",
        "'{region}' is not the name of a region",
        "give one such as eu-west-1 ({where})",
        _find_bad_region,
    ),
    Cause(
        "missing-profile",
        "Profile missing",
        "there is no profile '{profile}' in the AWS files of this worker{there}",
        "give one that is there ({where}), or add it on the worker",
        _find_missing_profile,
    ),
    Cause(
        "bad-aws-file",
        "AWS file malformed",
        "{file} is not a file of AWS profiles",
        "correct it",
        _find_bad_file,
    ),
    Cause(
        "mfa-profile",
        "MFA demanded by a profile",
        "the profile has mfa_serial, and nobody can type a code on a worker",
        "give a profile without mfa_serial, or a role that does not demand multi-factor authentication",
        _find_mfa,
    ),
    Cause(
        "sso-expired",
        "SSO session expired",
        "the SSO session of the profile has ended, or nobody has signed in on this worker",
        "run {command} there as the worker's user; for work that runs alone give a role or keys instead",
        _find_sso,
    ),
    Cause(
        "half-a-key",
        "Half a key pair",
        "the key pair of {provider} is short of {missing}",
        "give both halves, or neither",
        _find_partial,
    ),
    Cause(
        "credential-process",
        "credential_process failed",
        "the command of the profile's credential_process gave no credentials",
        "run it on the worker as the worker's user, and see what it says",
        _find_process,
    ),
    Cause(
        "metadata-service",
        "Metadata service",
        "the metadata service of this machine or container gave no credentials",
        "look whether an instance role, task role or pod identity is attached, and may be reached (IMDS hop limit)",
        _find_metadata,
    ),
    Cause(
        "no-credentials",
        "No credentials",
        "neither the connection nor boto3's lookup chain has credentials",
        "give login and password, a profile, or run where boto3 finds credentials",
        _find_none,
    ),
)
