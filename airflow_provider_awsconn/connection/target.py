"""From the keys about region, endpoints, TLS and configuration to where and how requests go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.arn import partition_of_arn
from airflow_provider_awsconn.connection.endpoint import (
    describe_bad_url,
    is_aws_endpoint,
    is_http_url,
    refuse_metadata,
)
from airflow_provider_awsconn.connection.extra import refuse_masks
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.readers import drop_unset, read_object, read_text, read_verify
from airflow_provider_awsconn.connection.region import is_region_name, partition_of_region, suggest_region
from airflow_provider_awsconn.connection.store import PRESETS, find_preset, recognize_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.model import AwsConnection, RoleStep
    from airflow_provider_awsconn.connection.notes import Notes

# What is read in an object of service_config; the rest is for the service's own hook.
_SERVICE_READERS: dict[str, Callable[[object], Any]] = {
    "endpoint_url": read_text,
    "region_name": read_text,
    "verify": read_verify,
    "config_kwargs": read_object,
}
# Requests finds hosts that are asked without a proxy among the proxies.
_NO_PROXY = ("no", "no_proxy")


def read_services(fields: ExtraFields, notes: Notes) -> dict[str, dict[str, Any]]:
    """Read service_config: settings by boto3's service name."""
    services: dict[str, dict[str, Any]] = {}
    for service, settings in drop_unset(fields.service_config or {}).items():
        where = f"extra.service_config.{service}"
        try:
            given = drop_unset(read_object(settings))
        except ValueError as error:
            notes.refuse(where, str(error), KEY_BY_NAME["service_config"].expects)
            continue
        if isinstance(settings, str) and refuse_masks(where, given, notes):
            continue
        for name, read in _SERVICE_READERS.items():
            if name not in given:
                continue
            try:
                given[name] = read(given[name])
            except ValueError as error:
                notes.refuse(f"{where}.{name}", str(error), KEY_BY_NAME[name].expects)
                del given[name]
        if given:
            services[service] = given
    return services


def check_endpoints(fields: ExtraFields, services: dict[str, dict[str, Any]], notes: Notes) -> None:
    """Refuse endpoints that are no URL, of every service and of single ones, and every URL of a metadata service."""
    for name in ("host", "test_endpoint_url"):
        if getattr(fields, name):
            notes.remark(f"extra.{name}", "is an older name", f"use extra.{KEY_BY_NAME[name].replaced_by}")
    given = {f"extra.{name}": getattr(fields, name) for name in ("endpoint_url", "host", "test_endpoint_url")}
    given |= {f"extra.service_config.{name}.endpoint_url": own.get("endpoint_url") for name, own in services.items()}
    for where, url in given.items():
        if url is not None and not refuse_metadata(where, url, notes) and not is_http_url(url):
            notes.refuse(where, *describe_bad_url(url))
    for where, url in _list_further_urls(fields, services):
        refuse_metadata(where, url, notes)
    if fields.endpoint_url or fields.host:
        notes.origins["endpoint_url"] = "extra.endpoint_url" if fields.endpoint_url else "extra.host"


def _list_further_urls(fields: ExtraFields, services: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """List the URLs that are no endpoints of AWS services: of proxies, tokens and assertions."""
    saml = drop_unset(fields.assume_role_with_saml or {})
    urls = {
        "extra.assume_role_with_web_identity_token_url": fields.assume_role_with_web_identity_token_url,
        "extra.assume_role_with_saml.idp_url": saml.get("idp_url"),
    }
    configs = {"extra.config_kwargs": fields.config_kwargs}
    for service, own in services.items():
        configs[f"extra.service_config.{service}.config_kwargs"] = own.get("config_kwargs")
    configs["extra.assume_role_with_saml.idp_request_kwargs"] = saml.get("idp_request_kwargs")
    for where, config in configs.items():
        proxies = _open(_open(config).get("proxies"))
        urls |= {f"{where}.proxies.{scheme}": url for scheme, url in proxies.items() if scheme not in _NO_PROXY}
    return ((where, url) for where, url in urls.items() if isinstance(url, str))


def _open(value: object) -> dict[str, Any]:
    """Open an object or its text; what is neither is refused by whoever reads it."""
    try:
        return drop_unset(read_object(value))
    except ValueError:
        return {}


def check_regions(
    region_name: str | None, endpoint_url: str | None, services: dict[str, dict[str, Any]], notes: Notes
) -> None:
    """Refuse names that are no region of AWS, unless requests go to somebody else, who may call regions anything."""
    given = {notes.origins.get("region_name", "extra.region_name"): (region_name, endpoint_url)}
    for service, own in services.items():
        url = own.get("endpoint_url", endpoint_url)
        given[f"extra.service_config.{service}.region_name"] = (own.get("region_name"), url)
    for where, (region, url) in given.items():
        if region is None or is_region_name(region) or (url and not is_aws_endpoint(url)):
            continue
        meant = suggest_region(region)
        hint = f"did you mean {meant}?" if meant else KEY_BY_NAME["region_name"].expects
        notes.refuse(where, f"'{region}' is not the name of an AWS region", hint)


def check_partition(
    region_name: str | None, endpoint_url: str | None, roles: tuple[RoleStep, ...], notes: Notes
) -> None:
    """Refuse a role of one partition with a region of another: no credentials are good in both."""
    if not region_name or not is_region_name(region_name) or (endpoint_url and not is_aws_endpoint(endpoint_url)):
        return
    expected = partition_of_region(region_name)
    for index, role in enumerate(roles):
        if role.arn and role.arn.startswith("arn:") and partition_of_arn(role.arn) != expected:
            notes.refuse(
                notes.origins.get(f"roles.{index}.arn", "extra.role_arn"),
                f"lies in the partition {partition_of_arn(role.arn)}, and the region {region_name} in {expected}",
                "give a role and a region of one partition",
            )


def check_store(connection: AwsConnection, given_url: str | None, notes: Notes) -> None:
    """Refuse a store that is nowhere, or on AWS, and what would have a store without STS asked for credentials.

    Args:
        connection: what the connection says.
        given_url: the endpoint of every service, also one that is refused.
        notes: where problems are told.
    """
    if connection.store in PRESETS:
        _check_place_of_store(connection.store, connection, given_url, notes)
    _check_region_of_store(connection, notes)
    _check_sts_of_store(connection, notes)


def _check_place_of_store(store: str, connection: AwsConnection, given_url: str | None, notes: Notes) -> None:
    where, preset = "extra.store", PRESETS[store]
    example = f'give it as extra.endpoint_url, such as "{preset.example}"'
    given = {notes.origins.get("endpoint_url", "extra.endpoint_url"): given_url}
    for service in connection.service_config:
        if service != "sts":
            own = connection.get_service_config(service).get("endpoint_url")
            given[f"extra.service_config.{service}.endpoint_url"] = own
    urls = {place: url for place, url in given.items() if url}
    if not urls:
        notes.refuse(where, f"is '{store}' while there is no endpoint", example)
    elif all(map(is_aws_endpoint, urls.values())):
        hosts = " and of ".join(urls)
        notes.refuse(where, f"is '{store}' while the host of {hosts} is AWS's", f"{example}, or remove store")
    told = recognize_store(connection.get_service_endpoint_url("s3") or "")
    if told and told != store:
        notes.remark(where, f"is '{store}' while the host is that of {PRESETS[told].title}", f"give {told}")


def _check_region_of_store(connection: AwsConnection, notes: Notes) -> None:
    """Remark a store whose region nobody tells."""
    preset = find_preset(connection, "s3")
    if preset is None or preset.region is not None:
        return
    own = connection.get_service_config("s3")
    configs = (connection.config_kwargs, own.get("config_kwargs", {}))
    if connection.region_name or own.get("region_name") or any("region_name" in config for config in configs):
        return
    reason = f"is not set, and the host does not tell the region of {preset.title}"
    notes.remark("extra.region_name", reason, f"give it, or an endpoint such as {preset.example}")


def _check_sts_of_store(connection: AwsConnection, notes: Notes) -> None:
    preset = find_preset(connection, "sts")
    if preset is None or preset.has_sts:
        return
    asking = {f"extra.{name}" for name in ("allowed_account_ids", "forbidden_account_ids") if getattr(connection, name)}
    if connection.roles:
        named = notes.origins.get("roles.0.name", "extra.role_arn")
        asking.add(notes.origins.get("roles.0.arn", named))
    for where in sorted(asking):
        reason = f"needs STS, and {preset.title} has none"
        notes.refuse(where, reason, "remove it, or give an STS as extra.service_config.sts.endpoint_url")
