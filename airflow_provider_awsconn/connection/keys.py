"""The one table of what an ``aws`` connection may say in its Extra.

Parser, form, ``provider.yaml``, docs and messages follow this table; tests hold them together. Imports nothing
but the standard library, because Airflow reads the form metadata in processes that never touch AWS.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

KeyKind = Literal["text", "integer", "texts", "object", "verify", "policy", "roles", "probe"]

# What Airflow 2's form shows in place of a stored secret, and takes for "keep what is stored".
AIRFLOW_2_MASK = "RATHER_LONG_SENSITIVE_FIELD_PLACEHOLDER"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the Extra object.

    Attributes:
        name: the key as it is written in Extra.
        kind: ``text``, ``integer``, ``texts`` (a list), a JSON ``object``, ``verify`` (boolean or path), ``policy``
            (IAM's JSON), ``roles`` (a list of role steps) or ``probe`` (text or object).
        label: the form's label.
        help: what it does and what happens without it, one sentence or two, for form and docs.
        expects: what a right value looks like; ends an error message.
        example: a right value, as JSON text where it is an object.
        is_sensitive: never in a message, log or listing.
        suggestions: values the form offers, without excluding others.
        choices: the only values there are.
        bounds: the least and the greatest value of an ``integer``.
        replaced_by: for older names: the key to use now.
    """

    name: str
    kind: KeyKind
    label: str
    help: str
    expects: str
    example: str
    is_sensitive: bool = False
    suggestions: tuple[str, ...] = field(default=())
    choices: tuple[str, ...] = field(default=())
    bounds: tuple[int, int] | None = None
    replaced_by: str | None = None


KEYS: tuple[Key, ...] = (
    Key(
        name="region_name",
        kind="text",
        label="Region",
        help=(
            "AWS region of the clients. Without it: AWS_DEFAULT_REGION, then the profile; a store that ignores it "
            "gets us-east-1."
        ),
        expects='give a region such as "eu-west-1"',
        example="eu-west-1",
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
        help="IAM role to assume with the base credentials. Without it: they are used as they are.",
        expects='give an ARN such as "arn:aws:iam::123456789012:role/etl"',
        example="arn:aws:iam::123456789012:role/etl",
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
        name="role_chain",
        kind="roles",
        label="Role chain",
        help=(
            "Roles to assume one after the other, instead of role_arn: ARNs, or objects with role_arn and more. "
            "Without it: role_arn alone."
        ),
        expects='give a list such as ["arn:aws:iam::123456789012:role/hub", "arn:aws:iam::210987654321:role/etl"]',
        example='["arn:aws:iam::123456789012:role/hub", {"role_arn": "arn:aws:iam::210987654321:role/etl"}]',
    ),
    Key(
        name="external_id",
        kind="text",
        label="External id",
        help="External id that the trust policy of the role, the last one of a chain, asks for. Without it: none.",
        expects="give 2 to 1224 characters, of letters, digits and +=,.@:/-_",
        example="partner-7",
        is_sensitive=True,
    ),
    Key(
        name="duration_seconds",
        kind="integer",
        label="Session duration",
        help=(
            "Lifetime of the role's credentials in seconds, 900 to 43200; at most 3600 for a role assumed from "
            "another. Without it: 3600, STS's default."
        ),
        expects="give whole seconds from 900 to 43200",
        example="3600",
        bounds=(900, 43200),
    ),
    Key(
        name="role_session_name",
        kind="text",
        label="Session name",
        help=(
            "Name of the role session in CloudTrail, with {conn_id}, {dag_id}, {task_id}, {run_id}, {map_index}, "
            "{try_number} and {team} filled in; other characters become -, a long name is cut and gets a hash. "
            "Without it: DAG, task and run with a hash, outside a task Airflow_{conn_id}."
        ),
        expects='give text such as "airflow_{dag_id}"',
        example="airflow_{dag_id}_{task_id}",
    ),
    Key(
        name="session_tags",
        kind="object",
        label="Session tags",
        help="Tags of the last role's session; the trust policy must allow sts:TagSession. Without it: none.",
        expects='give a JSON object of texts, such as {"team": "etl"}, of at most 50 tags',
        example='{"team": "etl"}',
    ),
    Key(
        name="source_identity",
        kind="text",
        label="Source identity",
        help=(
            "Source identity of the role sessions, of every role, with the fields of role_session_name filled in; the "
            "trust policy must allow sts:SetSourceIdentity."
        ),
        expects="give 2 to 64 characters, of letters, digits and =,.@-_, or fields such as {dag_id} among them",
        example="nightly-etl",
    ),
    Key(
        name="session_policy",
        kind="policy",
        label="Session policy",
        help=(
            "IAM policy that narrows what the role's credentials may do, as a JSON object or its text. "
            "With role_chain: of the last role."
        ),
        expects='give a JSON object such as {"Version": "2012-10-17", "Statement": [...]}',
        example=(
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'
        ),
    ),
    Key(
        name="assume_role_method",
        kind="text",
        label="Assume-role method",
        help=(
            "How the role, or the first of role_chain, is assumed. Without it: assume_role, with the base credentials."
        ),
        expects="give assume_role, assume_role_with_saml or assume_role_with_web_identity",
        example="assume_role",
        choices=("assume_role", "assume_role_with_saml", "assume_role_with_web_identity"),
    ),
    Key(
        name="assume_role_kwargs",
        kind="object",
        label="Assume-role arguments",
        help=(
            "Further arguments of the STS call for the last role, in AWS's spelling; they beat our own keys for "
            "the same. Without it: none."
        ),
        expects='give a JSON object such as {"ExternalId": "partner-7"}',
        example='{"ExternalId": "partner-7", "DurationSeconds": 3600}',
    ),
    Key(
        name="assume_role_with_saml",
        kind="object",
        label="SAML settings",
        help=(
            "The SAML provider, principal_arn, and where the assertion comes from: assertion_file (path on the "
            "worker), assertion_variable (environment variable of the worker), assertion_source (a callable that "
            "[awsconn] token_sources names), or the identity provider, with idp_url, idp_auth_method "
            "(http_spegno_auth) and saml_response_xpath; for that, mutual_authentication, idp_request_kwargs and "
            "idp_request_retry_kwargs may be given."
        ),
        expects=(
            'give a JSON object with "principal_arn", and with "assertion_file", "assertion_variable", '
            '"assertion_source", or "idp_url", "idp_auth_method" and "saml_response_xpath"'
        ),
        example=(
            '{"principal_arn": "arn:aws:iam::123456789012:saml-provider/idp", "idp_url": "https://idp.example/sso", '
            '"idp_auth_method": "http_spegno_auth", "saml_response_xpath": "//input[@name=\'SAMLResponse\']/@value"}'
        ),
    ),
    Key(
        name="assume_role_with_web_identity_federation",
        kind="text",
        label="Web identity source",
        help=(
            "Where the web identity token comes from: a file or an environment variable of the worker, a url, google, "
            "azure, or registered for a callable that [awsconn] token_sources names."
        ),
        expects="give file, environment, url, google, azure or registered",
        example="file",
        choices=("file", "environment", "url", "google", "azure", "registered"),
    ),
    Key(
        name="assume_role_with_web_identity_token_file",
        kind="text",
        label="Web identity token file",
        help="For file: path of the token on the worker. Without it: AWS_WEB_IDENTITY_TOKEN_FILE.",
        expects="give the path of a file on the worker",
        example="/var/run/secrets/tokens/aws",
    ),
    Key(
        name="assume_role_with_web_identity_token_variable",
        kind="text",
        label="Web identity token variable",
        help="For environment: name of the worker's environment variable that holds the token.",
        expects='give the name of an environment variable, such as "AWS_ID_TOKEN"',
        example="AWS_ID_TOKEN",
    ),
    Key(
        name="assume_role_with_web_identity_token_url",
        kind="text",
        label="Web identity token URL",
        help="For url: where the token is fetched from, by GET.",
        expects='give a URL with its scheme, such as "https://tokens.example/aws"',
        example="https://tokens.example/aws",
    ),
    Key(
        name="assume_role_with_web_identity_token_headers",
        kind="object",
        label="Web identity token headers",
        help="For url: HTTP headers of the request for the token, as a JSON object of texts.",
        expects='give a JSON object of texts, such as {"Authorization": "Bearer ..."}',
        example='{"Authorization": "Bearer ..."}',
        is_sensitive=True,
    ),
    Key(
        name="assume_role_with_web_identity_token_source",
        kind="text",
        label="Web identity token source",
        help="For registered: name of the callable that gives the token, as [awsconn] token_sources has it.",
        expects="give up to 64 letters, digits and _.-, as in [awsconn] token_sources",
        example="vault",
    ),
    Key(
        name="assume_role_with_web_identity_federation_audience",
        kind="text",
        label="Web identity audience",
        help=(
            "Audience that the token is asked for: for google and azure, which need it, and registered; for azure the "
            "resource, such as api://aws."
        ),
        expects='give the audience that the identity provider of the role expects, such as "sts.amazonaws.com"',
        example="sts.amazonaws.com",
    ),
    Key(
        name="endpoint_url",
        kind="text",
        label="Endpoint URL",
        help="Endpoint of every service, for S3-compatible stores and test servers. Without it: boto3's own.",
        expects='give a URL with its scheme, such as "https://minio.example:9000"',
        example="https://minio.example:9000",
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
        name="test_endpoint_url",
        kind="text",
        label="Endpoint URL of the test",
        help="Endpoint of STS in the connection test.",
        expects='give a URL with its scheme, such as "https://sts.example"',
        example="https://sts.eu-west-1.amazonaws.com",
        replaced_by="service_config.sts.endpoint_url",
    ),
    Key(
        name="store",
        kind="text",
        label="Store",
        help=(
            "The S3-compatible store at endpoint_url; its clients get what it needs, with aws nothing. Without "
            "it: told by the host, or what most stores need."
        ),
        expects="give minio, seaweedfs, ceph, r2, b2, localstack or aws",
        example="minio",
        choices=("minio", "seaweedfs", "ceph", "r2", "b2", "localstack", "aws"),
    ),
    Key(
        name="profile_name",
        kind="text",
        label="Profile",
        help="Profile of the worker's AWS configuration files. Without it: AWS_PROFILE, then the default profile.",
        expects="give the name of a profile in the worker's ~/.aws/config or ~/.aws/credentials",
        example="my_profile",
    ),
    Key(
        name="aws_session_token",
        kind="text",
        label="Session token",
        help=(
            "Token that belongs to a temporary key pair; nothing renews it. Without it: the key pair is a lasting one."
        ),
        expects="give the token that was issued with the key pair",
        example="IQoJb3JpZ2luX2Vj...",
        is_sensitive=True,
    ),
    Key(
        name="verify",
        kind="verify",
        label="TLS verification",
        help="true, false, or the path of a CA bundle on the worker. Without it: true, with boto3's CA bundle.",
        expects="give true, false or the path of a CA bundle",
        example="/etc/ssl/private-ca.pem",
        suggestions=("true", "false", "/etc/ssl/private-ca.pem"),
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
        help=(
            'Arguments of botocore\'s Config; "signature_version": "unsigned" sends unsigned requests. Without it: '
            "boto3's own settings."
        ),
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
            "An object per boto3 service: its endpoint_url, region_name, verify and config_kwargs beat the "
            "connection's. Without it: all services are alike."
        ),
        expects='give a JSON object such as {"s3": {"endpoint_url": "https://s3.example"}}',
        example='{"sts": {"endpoint_url": "https://sts.eu-west-1.amazonaws.com"}}',
    ),
    Key(
        name="allowed_account_ids",
        kind="texts",
        label="Allowed accounts",
        help="Accounts the credentials may belong to; with any other nothing is done. Without it: any account.",
        expects='give a list of 12-digit account ids, such as ["123456789012"]',
        example='["123456789012"]',
    ),
    Key(
        name="forbidden_account_ids",
        kind="texts",
        label="Forbidden accounts",
        help="Accounts the credentials may not belong to.",
        expects='give a list of 12-digit account ids, such as ["123456789012"]',
        example='["210987654321"]',
    ),
    Key(
        name="test_probe",
        kind="probe",
        label="Test probe",
        help=(
            "What the connection test asks for: a bucket or prefix, a service's operation, or an object. Without "
            "it: who we are, and of an S3-compatible store its buckets."
        ),
        expects='give "s3://bucket/prefix", "sqs:list_queues" or {"service": "s3", "operation": "list_buckets"}',
        example="s3://my-bucket/prefix",
    ),
)

KEY_BY_NAME: dict[str, Key] = {key.name: key for key in KEYS}
