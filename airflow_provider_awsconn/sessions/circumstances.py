"""What is known of a connection when one of its requests fails; worked out then, and not before. Asks nobody."""

from __future__ import annotations

import os
import urllib.request
from typing import TYPE_CHECKING, Any

import botocore

from airflow_provider_awsconn.connection.endpoint import is_aws_endpoint
from airflow_provider_awsconn.connection.model import Saml
from airflow_provider_awsconn.connection.precedence import (
    BY_CALL,
    Setting,
    list_configs,
    settle_default_region,
    settle_endpoint,
    settle_region,
    settle_verify,
)
from airflow_provider_awsconn.connection.redact import redact
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.credentials.explain import describe_role
from airflow_provider_awsconn.diagnosis.circumstances import Circumstances, describe_secret
from airflow_provider_awsconn.sessions.worker import FoundCredentials, Worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.config import Config

    from airflow_provider_awsconn.connection import AwsConnection
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.diagnosis.circumstances import SecretShape
    from airflow_provider_awsconn.sessions.arguments import ClientArguments

_SCHEMES = frozenset({"http", "https"})
# What botocore calls the links of its lookup chain whose credentials no file or variable tells of.
_KINDS = {"iam-role": "instance role"}
_OF_METHODS = {
    "environment variable": "env",
    "profile": "shared-credentials-file",
}


def describe_circumstances(
    arguments: ClientArguments,
    service_name: str | None = None,
    credentials_method: str | None = None,
    *,
    region_name: str | None = None,
    endpoint_url: str | None = None,
    config: Config | Mapping[str, Any] | None = None,
    client: Any = None,
) -> Circumstances:
    """Describe the circumstances of a service's clients.

    Args:
        arguments: the settings of the connection and the hook.
        service_name: boto3 service name; None for that of the client, or for what is of no service.
        credentials_method: where credentials were found, in botocore's words, once that is known.
        region_name: argument of the call.
        endpoint_url: argument of the call.
        config: argument of the call.
        client: the client itself; what it is made with counts.
    """
    connection, hook = arguments.connection, arguments.hook
    if client is not None:
        service_name = client.meta.service_model.service_name
        region_name, config = client.meta.region_name, client.meta.config
    name = service_name or ""
    settled: Any = config if client is not None else arguments.settle(name, region_name, config)["config"]
    worker = Worker(connection.profile_name, str(connection.origins.get("profile_name", "extra.profile_name")))
    is_unsigned = settled.signature_version is botocore.UNSIGNED
    found = _find_credentials(connection, worker, credentials_method, is_unsigned)
    return Circumstances(
        conn_id=connection.conn_id,
        service=service_name,
        region=_find_region(arguments, worker, service_name, region_name),
        endpoint=_find_endpoint(arguments, worker, service_name, endpoint_url, client),
        store=connection.store,
        credentials=found.kind,
        method=_find_method(connection, found, credentials_method),
        role=describe_role(connection, len(connection.roles) - 1) if connection.roles else None,
        access_key_id=found.access_key_id,
        has_session_token=found.has_token,
        secret=_describe_secret(connection, found),
        is_unsigned=is_unsigned,
        partition_of_role=arguments.partition,
        verify=settle_verify(connection, hook, service_name) or worker.look_up("ca_bundle"),
        proxies=tuple(_list_proxies(connection, hook, name, settled)),
        addressing_style=(settled.s3 or {}).get("addressing_style"),
        request_checksums=getattr(settled, "request_checksum_calculation", None),
        response_checksums=getattr(settled, "response_checksum_validation", None),
        profile=worker.profile,
        profiles=worker.list_profiles(),
    )


def _find_region(
    arguments: ClientArguments, worker: Worker, service_name: str | None, given: str | None
) -> Setting | None:
    connection, hook = arguments.connection, arguments.hook
    said = settle_region(connection, hook, service_name) or worker.look_up("region")
    said = said or settle_default_region(connection, service_name)
    if not given or (said and said.value == given):
        return said
    # Nobody can say which of them it is: a region that the caller gives, or one that botocore takes by itself.
    return Setting(given, BY_CALL if said else f"{BY_CALL}, or botocore's default")


def _find_endpoint(
    arguments: ClientArguments, worker: Worker, service_name: str | None, given: str | None, client: Any
) -> Setting | None:
    asked = str(client.meta.endpoint_url) if client is not None else given
    if client is not None and is_aws_endpoint(str(asked)):
        return None
    said = settle_endpoint(arguments.connection, service_name or "")
    if said is None or (asked and said.value.rstrip("/") != asked.rstrip("/")):
        said = worker.look_up_endpoint(service_name)
    if asked and (said is None or said.value.rstrip("/") != asked.rstrip("/")):
        said = Setting(asked, BY_CALL)
    return said and Setting(redact(said.value), said.origin)


def _find_credentials(
    connection: AwsConnection, worker: Worker, method: str | None, is_unsigned: bool
) -> FoundCredentials:
    """Find out what signs, or what the first role is asked for with; in words for people."""
    if is_unsigned:
        return FoundCredentials("none, requests are not signed", "signature_version")
    if connection.federation is not None:
        return FoundCredentials(
            "SAML assertion" if isinstance(connection.federation, Saml) else "web identity token", ""
        )
    if connection.access_key_id:
        origin = str(connection.origins.get("access_key_id", "login"))
        kind = "login and password" if origin == "login" else origin
        return FoundCredentials(kind, origin, connection.access_key_id, connection.session_token is not None)
    found = worker.find_credentials()
    if method in _KINDS:
        return found._replace(kind=_KINDS[method])
    if found.kind in {"none", "not looked up"}:
        return found._replace(kind="boto3's lookup chain")
    return found._replace(kind=f"{found.kind} ({found.origin})")


def _find_method(connection: AwsConnection, found: FoundCredentials, known: str | None) -> str | None:
    if connection.access_key_id and not connection.roles:
        return "explicit"
    kinds = (method for start, method in _OF_METHODS.items() if found.access_key_id and found.origin.startswith(start))
    return known if connection.roles else known or next(kinds, None)


def _describe_secret(connection: AwsConnection, found: FoundCredentials) -> SecretShape | None:
    """Describe the secret that goes with the access key, where it is at hand without asking for it."""
    secret = connection.secret_access_key
    if secret is None and found.origin == "environment variable AWS_ACCESS_KEY_ID":
        secret = Secret(os.environ.get("AWS_SECRET_ACCESS_KEY", ""))
    return describe_secret(secret) if secret is not None and found.access_key_id else None


def _list_proxies(connection: AwsConnection, hook: HookArguments, service_name: str, settled: Any) -> Iterator[str]:
    """List the proxies that may be asked, those of a configuration instead of the environment's."""
    if settled.proxies is None:
        for scheme, url in urllib.request.getproxies().items():
            if scheme in _SCHEMES:
                yield f"environment variable {scheme}_proxy: {redact(url)}"
        return
    origins: dict[str, str] = {}
    for value, origin in list_configs(connection, hook, service_name):
        proxies: Any = value.get("proxies") if isinstance(value, dict) else getattr(value, "proxies", None)
        origins |= dict.fromkeys(proxies or {}, f"{origin}.proxies")
    for scheme, url in settled.proxies.items():
        yield f"{origins.get(scheme, f'{BY_CALL}: proxies')}.{scheme}: {redact(url)}"
