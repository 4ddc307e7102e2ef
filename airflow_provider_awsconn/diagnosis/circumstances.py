"""What is known of a connection when one of its requests fails: values for people, and no secret among them.

Imports `connection/` alone; who makes a client fills them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from airflow_provider_awsconn.connection.model import Saml

if TYPE_CHECKING:
    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import Setting
    from airflow_provider_awsconn.connection.secret import Secret

# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
LENGTH_OF_AWS_SECRETS = 40


@dataclass(frozen=True, slots=True)
class SecretShape:
    """What of a secret access key may be told: how it looks, and nothing of what is in it.

    Attributes:
        length: characters.
        has_space: white space is in it.
        has_percent_escape: something like ``%2F`` is in it, which no secret of AWS has.
    """

    length: int
    has_space: bool = False
    has_percent_escape: bool = False

    @property
    def is_40(self) -> bool:
        """Whether it is as long as AWS makes them."""
        return self.length == LENGTH_OF_AWS_SECRETS


@dataclass(frozen=True, slots=True)
class RoleShape:
    """What is asked for with a role, as far as its trust policy has to allow it.

    Attributes:
        rights: actions of STS, such as ``("sts:AssumeRole", "sts:TagSession")``.
        has_external_id: an external id is sent along.
        federation: what stands in for base credentials: ``web identity token`` or ``SAML assertion``.
        is_of_profile: it is a profile of the AWS files that names the role, and an external id where one is sent.
    """

    rights: tuple[str, ...] = ("sts:AssumeRole",)
    has_external_id: bool = False
    federation: str | None = None
    is_of_profile: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a connection when one of its requests fails.

    Attributes:
        conn_id: Airflow connection id; None for boto3's own lookup chain.
        service: boto3 service name.
        region: the region of the client, and who says it; None where nobody does.
        endpoint: URL, and who says it; None where botocore works it out, which is AWS's own.
        store: what ``extra.store`` says.
        credentials: what requests are signed with, for people: ``login and password``, ``instance role``.
        method: the same in botocore's words, such as ``explicit``, ``env``, ``iam-role``.
        role: the role that signs, and its place in a chain.
        role_shape: what is asked for with the role; that of a request to assume it.
        access_key_id: of the connection or of what boto3's lookup chain comes to; no secret.
        has_session_token: a session token goes with it.
        secret: how the secret access key looks; None where it is not at hand.
        is_unsigned: requests carry no signature.
        partition_of_role: the partition that the connection's roles lie in.
        verify: TLS verification, and who says so; None for botocore's default.
        proxies: ``scheme URL (origin)``, passwords hidden.
        addressing_style: how a bucket is named in the URL: ``path``, ``virtual``, or None for botocore's default.
        request_checksums: when uploads carry checksums; ``when_required`` or ``when_supported``.
        response_checksums: when those of answers are looked at.
        profile: the profile that counts, and who says so.
        profiles: the names of those in the AWS files; None where nobody has looked.
    """

    conn_id: str | None = None
    service: str | None = None
    region: Setting | None = None
    endpoint: Setting | None = None
    store: str | None = None
    credentials: str | None = None
    method: str | None = None
    role: str | None = None
    role_shape: RoleShape | None = None
    access_key_id: str | None = None
    has_session_token: bool = False
    secret: SecretShape | None = None
    is_unsigned: bool = False
    partition_of_role: str | None = None
    verify: Setting | None = None
    proxies: tuple[str, ...] = ()
    addressing_style: str | None = None
    request_checksums: str | None = None
    response_checksums: str | None = None
    profile: Setting | None = None
    profiles: tuple[str, ...] | None = None


def describe_role_shape(connection: AwsConnection, index: int) -> RoleShape:
    """Describe what one of a connection's roles is asked for with, counted from 0."""
    role = connection.roles[index]
    rights = ["sts:AssumeRole"]
    rights += ["sts:TagSession"] if role.tags else []
    rights += ["sts:SetSourceIdentity"] if role.source_identity else []
    federation = None
    if index == 0 and connection.federation is not None:
        federation = "SAML assertion" if isinstance(connection.federation, Saml) else "web identity token"
    return RoleShape(tuple(rights), role.external_id is not None, federation)


def describe_secret(secret: Secret) -> SecretShape:
    """Describe how a secret access key looks."""
    text = secret.reveal()
    escapes = [text[place + 1 : place + 3] for place, character in enumerate(text) if character == "%"]
    return SecretShape(
        len(text),
        any(map(str.isspace, text)),
        any(len(escape) == 2 and _is_hexadecimal(escape) for escape in escapes),  # noqa: PLR2004 - two digits
    )


def _is_hexadecimal(text: str) -> bool:
    return all(character in "0123456789abcdefABCDEF" for character in text)
