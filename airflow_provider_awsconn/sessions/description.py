"""The effective settings of a connection, each with where it came from. Offline, and never a secret in them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import botocore
from botocore.config import Config

from airflow_provider_awsconn.connection.model import Saml, WebIdentity
from airflow_provider_awsconn.connection.precedence import (
    Setting,
    list_configs,
    settle_default_region,
    settle_endpoint,
    settle_region,
    settle_sts_region,
    settle_verify,
)
from airflow_provider_awsconn.connection.redact import SHOWN_FOR_HIDDEN, is_showable_name, redact
from airflow_provider_awsconn.connection.region import default_region_of_partition
from airflow_provider_awsconn.connection.role_arguments import ROLE_ARGUMENTS
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.session_name import build_session_name
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.connection.templates import FIELDS
from airflow_provider_awsconn.sessions.arguments import find_partition
from airflow_provider_awsconn.sessions.botocore_names import check_service_names
from airflow_provider_awsconn.sessions.checks import check_services
from airflow_provider_awsconn.sessions.config import merge_configs
from airflow_provider_awsconn.sessions.worker import FoundCredentials, Worker, name_key_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from airflow_provider_awsconn.connection import AwsConnection, RoleStep
    from airflow_provider_awsconn.connection.precedence import HookArguments
    from airflow_provider_awsconn.errors import Problem

_BY_DEFAULT = "botocore's default"
_NO_REGION = "not set; services that need one will refuse"
_NO_ENDPOINT = "not set; boto3 makes it from service and region"
_UNSIGNED = "unsigned"
_READ_FROM_SERVICE_CONFIG = frozenset({"endpoint_url", "region_name", "verify", "config_kwargs"})
# In botocore's Config these two are one object.
_RETRY_VARIABLES = {"retries.mode": "retry_mode", "retries.total_max_attempts": "max_attempts"}
_LONGEST_ALIGNED = 44


@dataclass(frozen=True, slots=True)
class DescribedSetting:
    """One effective setting.

    Attributes:
        name: such as ``region_name`` or ``config.retries.mode``.
        value: as JSON can write it, secrets replaced by ``***``; None where nothing is set.
        origin: where it came from, or what happens without it.
    """

    name: str
    value: Any
    origin: str

    def show_value(self) -> str:
        """Give the value as one line of text."""
        if self.value is None:
            return "-"
        if isinstance(self.value, str) and self.value.isprintable():
            return self.value
        return json.dumps(self.value)


@dataclass(frozen=True, slots=True)
class Description:
    """The effective settings of a connection.

    Attributes:
        settings: what is set, and what matters where it is not.
        remarks: what is odd, or keeps boto3 from working here.
    """

    settings: tuple[DescribedSetting, ...]
    remarks: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give plain lists and dicts, for JSON."""
        return {
            "settings": [{"name": each.name, "value": each.value, "origin": each.origin} for each in self.settings],
            "remarks": [{"where": each.where, "reason": each.reason, "hint": each.hint} for each in self.remarks],
        }

    def __str__(self) -> str:
        rows = [(each.name, each.show_value(), each.origin) for each in self.settings]
        name_width = max((len(name) for name, _, _ in rows), default=0)
        value_width = max((len(value) for _, value, _ in rows if len(value) <= _LONGEST_ALIGNED), default=0)
        lines = [f"{name:<{name_width}} = {value:<{value_width}}  ({origin})" for name, value, origin in rows]
        return "\n".join([*lines, *(f"remark: {remark}" for remark in self.remarks)])


def describe_connection(connection: AwsConnection, hook: HookArguments, service_name: str | None = None) -> Description:
    """Describe what a hook with this connection and these arguments would use. Asks nobody.

    Args:
        connection: what the connection says.
        hook: what the hook was made with; beats the connection.
        service_name: whose clients are described, by boto3's name; None for what is of no service.

    Raises:
        ValueError: for a config of the hook that botocore refuses.
    """
    return _Describer(connection, hook, service_name).describe()


class _Describer:
    """Collects the rows, in the order people ask: who, where, how, and what else."""

    def __init__(self, connection: AwsConnection, hook: HookArguments, service_name: str | None) -> None:
        self._connection = connection
        self._hook = hook
        self._service_name = service_name
        self._worker = Worker(connection.profile_name, self._origin("profile_name"))
        self._options = self._settle_options(service_name)

    def describe(self) -> Description:
        settings = (
            *self._list_identity(),
            *self._list_roles(),
            *self._list_target(),
            *self._list_options(),
            *self._list_others(),
        )
        remarks = [*self._connection.remarks, *check_services(self._connection), *self._worker.problems]
        if self._service_name:
            remarks += check_service_names("service", [self._service_name])
        return Description(settings, tuple(dict.fromkeys(remarks)))

    def _origin(self, name: str) -> str:
        return str(self._connection.origins.get(name, f"extra.{name}"))

    def _list_identity(self) -> Iterator[DescribedSetting]:
        connection = self._connection
        without = "no connection; boto3's own lookup chain"
        yield DescribedSetting("conn_id", connection.conn_id, "connection" if connection.conn_id else without)
        profile = self._worker.profile or Setting(None, "not set; the default profile where there is one")
        yield DescribedSetting("profile_name", *profile)
        found = self._find_credentials()
        yield DescribedSetting("credentials", found.kind, found.origin)
        if found.access_key_id:
            yield DescribedSetting("access_key_id", found.access_key_id, found.origin)
        if found.has_token:
            origin = self._origin("session_token") if connection.session_token else found.origin
            yield DescribedSetting("session_token", SHOWN_FOR_HIDDEN, origin)
        if connection.account_id:
            origin = self._connection.origins.get("account_id", "extra.session_kwargs.aws_account_id")
            yield DescribedSetting("account_id", connection.account_id, str(origin))
        yield from self._list_federation()

    def _find_credentials(self) -> FoundCredentials:
        connection = self._connection
        signature = self._options.get("signature_version")
        if signature and signature.value == _UNSIGNED:
            return FoundCredentials("none, requests are not signed", signature.origin)
        if isinstance(connection.federation, Saml):
            return FoundCredentials("SAML assertion", "extra.assume_role_with_saml")
        if isinstance(connection.federation, WebIdentity):
            return FoundCredentials("web identity token", "extra.assume_role_with_web_identity_federation")
        if connection.access_key_id:
            has_token = connection.session_token is not None
            kind, origin = name_key_pair(has_token), self._origin("access_key_id")
            return FoundCredentials(kind, origin, connection.access_key_id, has_token)
        return self._worker.find_credentials()

    def _list_federation(self) -> Iterator[DescribedSetting]:
        federation = self._connection.federation
        if isinstance(federation, Saml):
            for name, value in federation.settings.to_dict().items():
                yield DescribedSetting(f"saml.{name}", redact(value, name), f"extra.assume_role_with_saml.{name}")
        elif isinstance(federation, WebIdentity):
            key = "extra.assume_role_with_web_identity"
            yield DescribedSetting("web_identity.source", federation.source, f"{key}_federation")
            file = Setting(federation.token_file, f"{key}_token_file")
            variable = "AWS_WEB_IDENTITY_TOKEN_FILE"
            if federation.source == "file" and not file.value:
                file = Setting(os.environ.get(variable), f"environment variable {variable}")
            if federation.source == "file" or file.value:
                yield DescribedSetting("web_identity.token_file", *file)
            others = {
                "token_variable": federation.token_variable,
                "token_url": federation.token_url and redact(federation.token_url),
                "token_headers": redact(federation.token_headers.to_dict(), "headers"),
                "token_source": federation.token_source,
            }
            for name, value in others.items():
                if value:
                    yield DescribedSetting(f"web_identity.{name}", value, f"{key}_{name}")
            if federation.audience:
                yield DescribedSetting("web_identity.audience", federation.audience, f"{key}_federation_audience")

    def _list_roles(self) -> Iterator[DescribedSetting]:
        connection = self._connection
        for index, role in enumerate(connection.roles):
            place = f"roles.{index}"
            yield DescribedSetting(f"{place}.role", *self._name_role(place, role))
            yield DescribedSetting(f"{place}.session_name", *self._render_session_name(place, role))
            for argument in ROLE_ARGUMENTS:
                value = getattr(role, argument.name)
                if value and argument.name != "session_name":
                    yield DescribedSetting(
                        f"{place}.{argument.name}", _show(value), self._origin(f"{place}.{argument.name}")
                    )
            for name, value in role.further_arguments.to_dict().items():
                yield DescribedSetting(f"{place}.{name}", redact(value, name), f"extra.assume_role_kwargs.{name}")
        if connection.roles:
            options = self._settle_options("sts")
            region = settle_sts_region(connection, self._hook) or self._worker.look_up("region")
            if region is None or not region.value:
                region = _default_to_partition(find_partition(connection) or "aws")
            yield DescribedSetting("sts.region_name", *region)
            yield DescribedSetting("sts.endpoint_url", *self._find_endpoint("sts", options))

    def _name_role(self, place: str, role: RoleStep) -> Setting:
        if role.arn:
            return Setting(role.arn, self._origin(f"{place}.arn"))
        account = f"account {role.account_id}" if role.account_id else "the account of the credentials before it"
        return Setting(f"{role.name} in {account}", self._origin(f"{place}.name"))

    def _render_session_name(self, place: str, role: RoleStep) -> Setting:
        """Render the name as STS gets it; what only a task can fill in stays as it is written."""
        conn_id, template = self._connection.conn_id, role.session_name
        origin = self._origin(f"{place}.session_name") if template else "default"
        of_task = [f"{{{name}}}" for name in FIELDS if name != "conn_id" and f"{{{name}}}" in (template or "")]
        if template and of_task:
            return Setting(
                template.replace("{conn_id}", conn_id or ""), f"{origin}; a task fills in {', '.join(of_task)}"
            )
        return Setting(build_session_name(conn_id, template), origin)

    def _list_target(self) -> Iterator[DescribedSetting]:
        region = settle_region(self._connection, self._hook, self._service_name)
        region = region or self._find_region(self._options, self._service_name)
        yield DescribedSetting("region_name", *(region or Setting(None, _NO_REGION)))
        yield DescribedSetting("endpoint_url", *self._find_endpoint(self._service_name, self._options))
        yield DescribedSetting("verify", *self._find_verify())

    def _find_region(self, options: Mapping[str, Setting], service_name: str | None) -> Setting | None:
        said = options.get("region_name") or self._worker.look_up("region")
        if said and said.value:
            return said
        partition = find_partition(self._connection) if service_name == "sts" else None
        return _default_to_partition(partition) if partition else settle_default_region(self._connection, service_name)

    def _find_endpoint(self, service_name: str | None, options: Mapping[str, Setting]) -> Setting:
        # The name of no service: what concerns all of them is left.
        endpoint = settle_endpoint(self._connection, service_name or "")
        if endpoint is None:
            name = "ignore_configured_endpoint_urls"
            ignored = options.get(name) or self._worker.look_up(name)
            if ignored and ignored.value:
                return Setting(None, f"{_NO_ENDPOINT}; {ignored.origin} leaves environment and profile out")
            endpoint = self._worker.look_up_endpoint(service_name)
        return Setting(redact(endpoint.value), endpoint.origin) if endpoint else Setting(None, _NO_ENDPOINT)

    def _find_verify(self) -> Setting:
        verify = settle_verify(self._connection, self._hook, self._service_name) or self._worker.look_up("ca_bundle")
        variable = "REQUESTS_CA_BUNDLE"
        if verify is None and variable in os.environ:
            verify = Setting(os.environ[variable], f"environment variable {variable}")
        return verify or Setting(True, _BY_DEFAULT)

    def _list_options(self) -> Iterator[DescribedSetting]:
        options = self._add_of_worker(self._options)
        for name in sorted(options.keys() - {"region_name"}):
            value, origin = options[name]
            yield DescribedSetting(f"config.{name}", redact(value, name.rpartition(".")[2]), origin)

    def _add_of_worker(self, given: Mapping[str, Setting]) -> dict[str, Setting]:
        """Add the options that the environment or the profile sets, and the retry mode, which there always is."""
        options = dict(given)
        of_all = self._worker
        mode = options.get("defaults_mode") or of_all.look_up("defaults_mode")
        variables = {name: name for name in Config.OPTION_DEFAULTS if of_all.knows(name)} | _RETRY_VARIABLES
        for name, variable in variables.items():
            found = None if name in options else of_all.look_up(variable)
            if found is not None:
                options[name] = found
        for name, setting in of_all.look_up_s3().items():
            options.setdefault(f"s3.{name}", setting)
        if mode and mode.value != "legacy":
            options.setdefault("retries.mode", Setting("standard", f"defaults_mode of {mode.origin}"))
        options.setdefault("retries.mode", Setting(of_all.get_default("retry_mode"), _BY_DEFAULT))
        return options

    def _settle_options(self, service_name: str | None) -> dict[str, Setting]:
        options = _settle_options(list_configs(self._connection, self._hook, service_name))
        own = self._connection.get_service_config("sts").get("config_kwargs", {})
        if service_name == "sts" and "signature_version" in options and "signature_version" not in own:
            # That of the connection or the hook is meant for an object store.
            options["signature_version"] = Setting("v4", "STS knows no other")
        return options

    def _list_others(self) -> Iterator[DescribedSetting]:
        connection = self._connection
        for service in connection.service_config:
            own = connection.get_service_config(service)
            if service == self._service_name:
                own = {name: value for name, value in own.items() if name not in _READ_FROM_SERVICE_CONFIG}
            if own:
                yield DescribedSetting(f"service_config.{service}", redact(own), f"extra.service_config.{service}")
        for name in ("allowed_account_ids", "forbidden_account_ids", "store", "test_endpoint_url"):
            value = getattr(connection, name)
            if value:
                yield DescribedSetting(name, _show(value), f"extra.{name}")
        if connection.test_probe:
            probe = connection.test_probe
            value = {"service": probe.service, "operation": probe.operation, "parameters": redact(probe.parameters)}
            yield DescribedSetting("test_probe", value, "extra.test_probe")
        if connection.other_keys:
            yield DescribedSetting("other_keys", sorted(filter(is_showable_name, connection.other_keys)), "extra")


def _default_to_partition(partition: str) -> Setting:
    return Setting(default_region_of_partition(partition), f"of the partition {partition}; nobody says a region")


def _settle_options(layers: Iterable[Setting]) -> dict[str, Setting]:
    """Settle botocore's options, the members of objects one by one: the last layer that sets one counts."""
    merged, options = Config(), {}
    before = _flatten(merged)
    for value, origin in layers:
        merged = merge_configs(merged, value)
        after = _flatten(merged)
        # A Config does not tell what it was made with; what it changes, or a mapping names, was set.
        named = _flatten_mapping(value) if not isinstance(value, Config) else {}
        for name, now in after.items():
            if now is not None and (name in named or before.get(name) != now):
                place = origin if isinstance(value, Config) or not origin.startswith("extra.") else f"{origin}.{name}"
                options[name] = Setting(now, place)
        # A later layer may take back what an earlier one set: proxies={} does.
        options = {name: setting for name, setting in options.items() if name in after}
        before = after
    retries = options.pop("retries.max_attempts", None)
    if retries and "retries.total_max_attempts" not in options:
        total = Setting(retries.value + 1, f"{retries.origin}, and the first attempt")
        options["retries.total_max_attempts"] = total
    return options


def _flatten(config: Config) -> dict[str, Any]:
    return _flatten_mapping({name: getattr(config, name) for name in Config.OPTION_DEFAULTS})


def _flatten_mapping(options: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in options.items():
        if isinstance(value, dict) and value:
            flat |= {f"{name}.{member}": each for member, each in value.items()}
        else:
            flat[name] = _UNSIGNED if value is botocore.UNSIGNED else value
    return flat


def _show(value: Any) -> Any:
    if isinstance(value, Secret):
        return SHOWN_FOR_HIDDEN
    if isinstance(value, Settings):
        return redact(value)
    return list(value) if isinstance(value, tuple) else value
