"""Keys of Extra that are not ours: those another hook reads, and those that were meant to be one of ours."""

from __future__ import annotations

import re

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.redact import is_showable_name
from airflow_provider_awsconn.connection.suggest import suggest_name
from airflow_provider_awsconn.errors import UnknownKey

# What hooks that share this connection read in it: Athena's and Redshift's SQL hooks, EMR's job flows, Glue's,
# S3's transfers, and the credentials file of earlier versions.
_FOREIGN = frozenset(
    {
        "aws_domain",
        "bucket_name",
        "catalog",
        "catalog_name",
        "cluster_identifier",
        "database",
        "database_name",
        "db_user",
        "driver",
        "extra_args",
        "group_concat",
        "iam",
        "is_serverless",
        "output_location",
        "poll_interval",
        "schema_name",
        "serverless_token_duration_seconds",
        "serverless_work_group",
        "signer",
        "signer_token",
        "signer_uri",
        "transfer_config_args",
        "work_group",
        # EMR's job flow arguments
        "AdditionalInfo",
        "AmiVersion",
        "Applications",
        "AutoScalingRole",
        "AutoTerminationPolicy",
        "BootstrapActions",
        "Configurations",
        "CustomAmiId",
        "EbsRootVolumeSize",
        "Instances",
        "JobFlowRole",
        "KerberosAttributes",
        "LogEncryptionKmsKeyId",
        "LogUri",
        "ManagedScalingPolicy",
        "Name",
        "NewSupportedProducts",
        "OSReleaseLabel",
        "PlacementGroupConfigs",
        "ReleaseLabel",
        "RepoUpgradeOnBoot",
        "ScaleDownBehavior",
        "SecurityConfiguration",
        "ServiceRole",
        "StepConcurrencyLevel",
        "Steps",
        "SupportedProducts",
        "Tags",
        "VisibleToAllUsers",
    }
)
_FOREIGN_PATTERN = re.compile(r"(?:s3|athena|redshift|emr|glue|sagemaker|batch|ecs|eks|dms)_\w+")

# What people write when they mean one of ours, and what no comparison of letters finds.
_MEANT = {
    "region": "region_name",
    "awsregion": "region_name",
    "defaultregion": "region_name",
    "awsdefaultregion": "region_name",
    "role": "role_arn",
    "awsrolearn": "role_arn",
    "iamrole": "aws_iam_role",
    "rolename": "aws_iam_role",
    "accountid": "aws_account_id",
    "endpoint": "endpoint_url",
    "awsendpointurl": "endpoint_url",
    "url": "endpoint_url",
    "profile": "profile_name",
    "awsprofile": "profile_name",
    "token": "aws_session_token",
    "sessiontoken": "aws_session_token",
    "accesskey": "aws_access_key_id",
    "accesskeyid": "aws_access_key_id",
    "awsaccesskey": "aws_access_key_id",
    "secret": "aws_secret_access_key",
    "secretkey": "aws_secret_access_key",
    "secretaccesskey": "aws_secret_access_key",
    "awssecretkey": "aws_secret_access_key",
    "ssl": "verify",
    "sslverify": "verify",
    "verifyssl": "verify",
    "usessl": "verify",
    "cabundle": "verify",
    "config": "config_kwargs",
    "botoconfig": "config_kwargs",
    "botocoreconfig": "config_kwargs",
    "duration": "duration_seconds",
    "sessionname": "role_session_name",
    "tags": "session_tags",
    "policy": "session_policy",
    "chain": "role_chain",
    "roles": "role_chain",
}


def is_foreign(name: str) -> bool:
    """Tell whether another hook reads the key, so that it is not a mistake here."""
    return name in _FOREIGN or _FOREIGN_PATTERN.fullmatch(name) is not None


def describe_unknown(where: str, name: str) -> UnknownKey:
    """Say that a key has no effect, and which one was probably meant."""
    if not is_showable_name(name):
        reason = "has a key that does not look like a name, as when a part of a URI is not URL-encoded"
        return UnknownKey(where, reason, "URL-encode each part, or remove it")
    meant = _MEANT.get(re.sub(r"[\W_]", "", name).lower()) or suggest_name(name, KEY_BY_NAME)
    hint = f"did you mean {meant}?" if meant else "a key that is meant for another hook can stay, else remove it"
    return UnknownKey(f"{where}.{name}", "is not a key of an aws connection and has no effect", hint)
