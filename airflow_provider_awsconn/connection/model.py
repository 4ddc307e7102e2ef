"""The values a connection is parsed into. Frozen, no IO, secrets never in a repr."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.redact import list_hidden_texts
from airflow_provider_awsconn.connection.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection.secret import Secret
    from airflow_provider_awsconn.errors import Problem


@dataclass(frozen=True, slots=True)
class RoleStep:
    """One role to assume, named by ARN, by account and name, or by name alone.

    https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html

    Attributes:
        arn: the role's ARN, or None while only its name is known.
        account_id: 12 digits; None with no ARN means the account of the credentials before it.
        name: the role's name, with its path if it has one.
        external_id: external id of the trust policy.
        duration_seconds: 900 to 43200, at most 3600 after another role; None for STS's default, 3600.
        session_name: template of the role session name; None for the one that ``build_session_name`` makes.
        tags: session tags, text to template.
        transitive_tag_keys: the tags that go along to the next role.
        source_identity: who is behind the session, a template.
        policy: an inline session policy as JSON text.
        policy_arns: managed policies as session policies.
        further_arguments: other arguments of the STS call, in AWS's spelling.
    """

    arn: str | None = None
    account_id: str | None = None
    name: str | None = None
    external_id: Secret | None = None
    duration_seconds: int | None = None
    session_name: str | None = None
    tags: Settings = field(default_factory=Settings)
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None
    policy: str | None = None
    policy_arns: tuple[str, ...] = ()
    further_arguments: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class WebIdentity:
    """A web identity token takes the place of base credentials.

    Attributes:
        source: ``file``, ``environment``, ``url``, ``google``, ``azure`` or ``registered``.
        token_file: path on the worker; None for AWS_WEB_IDENTITY_TOKEN_FILE.
        token_variable: the worker's environment variable that holds the token.
        token_url: where the token is fetched from.
        token_headers: headers of the request for it, text to text, all of them secret.
        token_source: name of a callable in ``[awsconn] token_sources``.
        audience: audience that the token is asked for.
    """

    source: str
    token_file: str | None = None
    token_variable: str | None = None
    token_url: str | None = field(default=None, repr=False)
    token_headers: Settings = field(default_factory=Settings)
    token_source: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Saml:
    """A SAML assertion takes the place of base credentials.

    Attributes:
        settings: ``principal_arn``; ``assertion_file``, ``assertion_variable``, ``assertion_source``, or ``idp_url``,
            ``idp_auth_method`` and ``saml_response_xpath``; and what else is given.
    """

    settings: Settings


@dataclass(frozen=True, slots=True)
class Probe:
    """What the connection test asks for: an operation of a service.

    Attributes:
        service: boto3's service name.
        operation: boto3's method name, such as ``list_queues``.
        parameters: its arguments.
    """

    service: str
    operation: str
    parameters: Settings = field(default_factory=Settings)


@dataclass(frozen=True, slots=True)
class AwsConnection:
    """What an ``aws`` connection means, before the environment and AWS have their say.

    Attributes:
        conn_id: the Airflow connection id; None for boto3's own lookup chain, asked for on purpose.
        access_key_id: Identity. None means boto3's lookup chain.
        secret_access_key: there exactly when access_key_id is.
        session_token: belongs to a temporary key pair.
        account_id: account of the static key pair, for account-based endpoints.
        profile_name: profile of the AWS configuration files.
        federation: what takes the place of base credentials for the first role.
        roles: Role steps, in the order they are assumed; the last one does the work.
        region_name: Target. Region of the clients.
        endpoint_url: endpoint of every service that service_config does not move.
        test_endpoint_url: endpoint of STS in the connection test.
        store: which S3-compatible store endpoint_url is.
        verify: True, False, the path of a CA bundle, or None for botocore's default.
        config_kwargs: arguments of botocore's Config, as they are written in JSON.
        service_config: settings by boto3's service name.
        allowed_account_ids: Guards. Accounts the credentials may belong to; empty for any.
        forbidden_account_ids: accounts they may not belong to.
        test_probe: what the connection test asks for.
        other_keys: the keys of Extra that are not ours, as they are.
        origins: the field that each setting was taken from, such as ``{"region_name": "extra.region_name"}``.
        remarks: what works and should be written otherwise.
    """

    conn_id: str | None = None
    access_key_id: str | None = None
    secret_access_key: Secret | None = None
    session_token: Secret | None = None
    account_id: str | None = None
    profile_name: str | None = None
    federation: WebIdentity | Saml | None = None
    roles: tuple[RoleStep, ...] = ()
    region_name: str | None = None
    endpoint_url: str | None = None
    test_endpoint_url: str | None = None
    store: str | None = None
    verify: bool | str | None = None
    config_kwargs: Settings = field(default_factory=Settings)
    service_config: Settings = field(default_factory=Settings)
    allowed_account_ids: tuple[str, ...] = ()
    forbidden_account_ids: tuple[str, ...] = ()
    test_probe: Probe | None = None
    other_keys: Settings = field(default_factory=Settings)
    origins: Settings = field(default_factory=Settings, repr=False, compare=False)
    remarks: tuple[Problem, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def from_uri(cls, uri: str, conn_id: str | None = None) -> AwsConnection:
        """Parse a connection URI, ``aws://KEY_ID:SECRET@/?region_name=eu-west-1``, each part URL-encoded.

        https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#uri-format

        Raises:
            InvalidConnectionError: with every problem of the connection.
        """
        from airflow_provider_awsconn.connection.formats import read_uri

        reading = read_uri(uri, conn_id)
        # A traceback that shows local variables must not show this one.
        uri = ""
        return reading.accept()

    @classmethod
    def from_json(cls, text: str, conn_id: str | None = None) -> AwsConnection:
        """Parse a connection in Airflow's JSON format.

        https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#json-format-example

        Raises:
            InvalidConnectionError: with every problem of the connection.
        """
        from airflow_provider_awsconn.connection.formats import read_json

        reading = read_json(text, conn_id)
        # A traceback that shows local variables must not show this one.
        text = ""
        return reading.accept()

    @classmethod
    def from_mapping(cls, fields: Mapping[str, Any], conn_id: str | None = None) -> AwsConnection:
        """Parse the fields of a connection: ``conn_type``, ``login``, ``password``, ``host``, ``extra``.

        Raises:
            InvalidConnectionError: with every problem of the connection.
        """
        from airflow_provider_awsconn.connection.formats import read_mapping

        reading = read_mapping(fields, conn_id)
        # A traceback that shows local variables must not show this one.
        fields = {}
        return reading.accept()

    def to_json(self) -> str:
        """Give the connection in Airflow's JSON format, secrets in clear; ``from_json`` reads it back."""
        from airflow_provider_awsconn.connection.formats import write_json

        return write_json(self)

    def to_uri(self) -> str:
        """Give the connection as a URI, URL-encoded, secrets in clear; ``from_uri`` and Airflow read it back."""
        from airflow_provider_awsconn.connection.formats import write_uri

        return write_uri(self)

    @property
    def role_arn(self) -> str | None:
        """The ARN of the role that does the work, None without a role and while only its name is known."""
        return self.roles[-1].arn if self.roles else None

    def get_service_config(self, service_name: str) -> dict[str, Any]:
        """Give the settings under ``service_config.<service_name>``, empty without any."""
        found: Settings = self.service_config.get(service_name, Settings())
        return found.to_dict()

    def get_service_endpoint_url(self, service_name: str) -> str | None:
        """Give the endpoint URL of a service, None for the one botocore works out.

        ``service_config.<service>.endpoint_url`` beats ``endpoint_url``. An ``endpoint_url`` on AWS itself, such as
        the VPC endpoint of one service, is not taken for STS.
        """
        from airflow_provider_awsconn.connection.precedence import settle_endpoint

        setting = settle_endpoint(self, service_name)
        return setting and setting.value

    def secrets(self) -> tuple[str, ...]:
        """Give the secret values in clear, for botocore and for registration with a masker only.

        An external id is not among them: it is not a secret to AWS, and may be an account id that belongs into logs.
        """
        held = (self.secret_access_key, self.session_token)
        objects = [self.config_kwargs, self.service_config, self.other_keys]
        objects.extend(role.further_arguments for role in self.roles)
        if isinstance(self.federation, Saml):
            objects.append(self.federation.settings)
        if isinstance(self.federation, WebIdentity):
            objects.append(Settings({"headers": self.federation.token_headers, "url": self.federation.token_url}))
        found = [secret.reveal() for secret in held if secret is not None]
        found.extend(text for settings in objects for text in list_hidden_texts(settings))
        return tuple(dict.fromkeys(found))
