"""From the keys about region, endpoints, TLS and configuration to where and how requests go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.arn import partition_of_arn
from airflow_provider_awsconn.connection.endpoint import describe_bad_url, is_aws_endpoint, is_http_url
from airflow_provider_awsconn.connection.extra import refuse_masks
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.readers import drop_unset, read_object, read_text, read_verify
from airflow_provider_awsconn.connection.region import is_region_name, partition_of_region, suggest_region

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.model import RoleStep
    from airflow_provider_awsconn.connection.notes import Notes

# What is read in an object of service_config; the rest is for the service's own hook.
_SERVICE_READERS: dict[str, Callable[[object], Any]] = {
    "endpoint_url": read_text,
    "region_name": read_text,
    "verify": read_verify,
    "config_kwargs": read_object,
}


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
    """Refuse endpoints that are no URL, of every service and of single ones."""
    for name in ("host", "test_endpoint_url"):
        if getattr(fields, name):
            notes.remark(f"extra.{name}", "is an older name", f"use extra.{KEY_BY_NAME[name].replaced_by}")
    given = {f"extra.{name}": getattr(fields, name) for name in ("endpoint_url", "host", "test_endpoint_url")}
    given |= {f"extra.service_config.{name}.endpoint_url": own.get("endpoint_url") for name, own in services.items()}
    for where, url in given.items():
        if url is not None and not is_http_url(url):
            notes.refuse(where, *describe_bad_url(url))
    if fields.endpoint_url or fields.host:
        notes.origins["endpoint_url"] = "extra.endpoint_url" if fields.endpoint_url else "extra.host"


def accept_url(url: str | None) -> str | None:
    """Give a URL that is one; another may hold a password, and is given to nobody."""
    return url if url and is_http_url(url) else None


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
