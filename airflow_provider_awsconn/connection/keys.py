"""The one table of what an ``aws`` connection may say in its Extra.

Parser, form, ``provider.yaml``, docs and messages follow this table; tests hold them together. Imports nothing
but the standard library, because Airflow reads the form metadata in processes that never touch AWS.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

KeyKind = Literal["text", "object", "verify"]

# What Airflow 2's form shows in place of a stored secret, and takes for "keep what is stored".
AIRFLOW_2_MASK = "RATHER_LONG_SENSITIVE_FIELD_PLACEHOLDER"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the Extra object.

    Attributes:
        name: the key as it is written in Extra.
        kind: ``text``, a JSON ``object``, or ``verify`` (boolean or path).
        label: the form's label.
        help: what it does and what happens without it, one sentence or two, for form and docs.
        expects: what a right value looks like; ends an error message.
        example: a right value, as JSON text where it is an object.
        is_sensitive: a secret: never shown, and registered with Airflow's masker.
        in_form: has a form field of its own; the others live in the Extra JSON box. Text only: a save of Airflow 2's
            form loses a stored false, and turns an object into text.
        suggestions: values the form offers, without excluding others.
        replaced_by: for older names: the key to use now.
    """

    name: str
    kind: KeyKind
    label: str
    help: str
    expects: str
    example: str
    is_sensitive: bool = False
    in_form: bool = False
    suggestions: tuple[str, ...] = field(default=())
    replaced_by: str | None = None


KEYS: tuple[Key, ...] = (
    Key(
        name="region_name",
        kind="text",
        label="Region",
        help="AWS region of the clients. Without it: AWS_DEFAULT_REGION, then the profile; there is no default.",
        expects='give a region such as "eu-west-1"',
        example="eu-west-1",
        in_form=True,
        suggestions=(
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
            "ca-central-1",
            "eu-west-1",
            "eu-west-2",
            "eu-central-1",
            "eu-north-1",
            "ap-south-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-northeast-1",
            "sa-east-1",
            "us-gov-west-1",
            "us-gov-east-1",
            "cn-north-1",
            "cn-northwest-1",
        ),
    ),
    Key(
        name="role_arn",
        kind="text",
        label="Role ARN",
        help="IAM role to assume with the base credentials. Without it the base credentials are used as they are.",
        expects='give an ARN such as "arn:aws:iam::123456789012:role/etl"',
        example="arn:aws:iam::123456789012:role/etl",
        in_form=True,
    ),
    Key(
        name="aws_iam_role",
        kind="text",
        label="Role name",
        help=(
            "Name of the IAM role to assume, instead of its ARN. The role is in aws_account_id, or without one "
            "in the account of the base credentials."
        ),
        expects='give a role name such as "etl"',
        example="etl",
    ),
    Key(
        name="aws_account_id",
        kind="text",
        label="Account id",
        help="Account of the role that aws_iam_role names; 12 digits.",
        expects='give the 12 digits as text, such as "123456789012"',
        example="123456789012",
    ),
    Key(
        name="assume_role_method",
        kind="text",
        label="Assume-role method",
        help="How the role is assumed. This version knows assume_role, which is also the default.",
        expects='this version supports "assume_role"',
        example="assume_role",
    ),
    Key(
        name="assume_role_kwargs",
        kind="object",
        label="Assume-role arguments",
        help="Further arguments of STS AssumeRole, in AWS's spelling, such as ExternalId or DurationSeconds.",
        expects='give a JSON object such as {"ExternalId": "partner-7"}',
        example='{"ExternalId": "partner-7", "DurationSeconds": 3600}',
    ),
    Key(
        name="external_id",
        kind="text",
        label="External id",
        help="External id of the role's trust policy.",
        expects="give text",
        example="partner-7",
        replaced_by="assume_role_kwargs.ExternalId",
    ),
    Key(
        name="endpoint_url",
        kind="text",
        label="Endpoint URL",
        help="Endpoint of every service, for S3-compatible stores and test servers. Without it: boto3's own.",
        expects='give a URL with its scheme, such as "https://minio.example:9000"',
        example="https://minio.example:9000",
        in_form=True,
    ),
    Key(
        name="host",
        kind="text",
        label="Host",
        help="Endpoint URL.",
        expects='give a URL with its scheme, such as "https://minio.example:9000"',
        example="https://minio.example:9000",
        replaced_by="endpoint_url",
    ),
    Key(
        name="profile_name",
        kind="text",
        label="Profile",
        help="Profile of the worker's AWS configuration files. Without it: AWS_PROFILE, then the default profile.",
        expects="give the name of a profile in the worker's ~/.aws/config or ~/.aws/credentials",
        example="my_profile",
        in_form=True,
    ),
    Key(
        name="aws_session_token",
        kind="text",
        label="Session token",
        help="Token that belongs to a temporary key pair. Nothing renews it: you do.",
        expects="give the token that was issued with the key pair",
        example="IQoJb3JpZ2luX2Vj...",
        is_sensitive=True,
        in_form=True,
    ),
    Key(
        name="verify",
        kind="verify",
        label="TLS verification",
        help="true, false, or the path of a CA bundle on the worker. Without it: true, with boto3's CA bundle.",
        expects="give true, false or the path of a CA bundle",
        example="/etc/ssl/private-ca.pem",
    ),
    Key(
        name="aws_access_key_id",
        kind="text",
        label="Access key id",
        help="Access key id, where Login is not used.",
        expects="give the key id, or use Login",
        example="AKIAIOSFODNN7EXAMPLE",
    ),
    Key(
        name="aws_secret_access_key",
        kind="text",
        label="Secret access key",
        help="Secret access key, where Password is not used.",
        expects="give the secret, or use Password",
        example="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        is_sensitive=True,
    ),
    Key(
        name="config_kwargs",
        kind="object",
        label="botocore configuration",
        help='Arguments of botocore\'s Config. "signature_version": "unsigned" sends unsigned requests.',
        expects='give a JSON object such as {"retries": {"mode": "standard", "max_attempts": 10}}',
        example='{"retries": {"mode": "standard", "max_attempts": 10}}',
    ),
    Key(
        name="session_kwargs",
        kind="object",
        label="Session arguments",
        help="Arguments of boto3.session.Session. The keys of the same name at the top of Extra win.",
        expects='give a JSON object such as {"profile_name": "my_profile"}',
        example='{"profile_name": "my_profile"}',
    ),
    Key(
        name="service_config",
        kind="object",
        label="Per-service settings",
        help=(
            "An object per service, by boto3's service name. endpoint_url in it beats the connection's; "
            "what else a service's own hook reads is kept for it."
        ),
        expects='give a JSON object such as {"s3": {"endpoint_url": "https://s3.example"}}',
        example='{"sts": {"endpoint_url": "https://sts.eu-west-1.amazonaws.com"}}',
    ),
)

KEY_BY_NAME: dict[str, Key] = {key.name: key for key in KEYS}
