"""From a profile of this machine's AWS files to the keys of a connection, where they say the same elsewhere. Offline.

https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import botocore.configloader
import botocore.session
from botocore.exceptions import ConfigNotFound, ConfigParseError

from airflow_provider_awsconn.errors import AwsConnError, InvalidConnectionError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KEY, _SECRET = "aws_access_key_id", "aws_secret_access_key"
_TOKENS = ("aws_session_token", "aws_security_token")
# Profiles with these get credentials from this machine: its browser, its programs, its place in AWS.
_ONLY_HERE_FIRST = ("web_identity_token_file", "sso_session", "sso_start_url", "sso_account_id", "sso_role_name")
_ONLY_HERE_LAST = ("login_session", "credential_process")
_ONLY_HERE_FOR_ROLE = ("credential_source", "mfa_serial")
_TARGET = {"region": "region_name", "endpoint_url": "endpoint_url", "ca_bundle": "verify"}
_OF_STEP = {
    "role_arn": "role_arn",
    "external_id": "external_id",
    "duration_seconds": "duration_seconds",
    "role_session_name": "session_name",
}
# What a role at the top of Extra calls them.
_AT_TOP = {"session_name": "role_session_name"}
# No setting of the requests: what the AWS CLI alone reads, and what was read already.
_SILENT = frozenset({*_TARGET, *_OF_STEP, *_TOKENS, _KEY, _SECRET, "source_profile", "services", "output", "cli_pager"})


@dataclass(slots=True)
class ImportedProfile:
    """What a profile says, as a connection says it.

    Attributes:
        login: the access key id; None without a key pair.
        password: the secret of it.
        extra: keys of Extra.
        remarks: what could not be taken over.
    """

    login: str | None = None
    password: str | None = field(default=None, repr=False)
    extra: dict[str, Any] = field(default_factory=dict, repr=False)
    remarks: list[Problem] = field(default_factory=list)


def read_profile(name: str) -> ImportedProfile:
    """Read a profile of this machine's AWS files.

    Raises:
        InvalidConnectionError: when it is not there, or works on this machine only.
    """
    return _ProfileReader(name).read()


class _ProfileReader:
    def __init__(self, name: str) -> None:
        session = botocore.session.Session(profile=name)
        self._name = name
        self._files = [str(session.get_config_variable(file)) for file in ("config_file", "credentials_file")]
        self._services = session.get_available_services
        try:
            self._config: Mapping[str, Any] = session.full_config
            self._stored = botocore.configloader.raw_config_parse(self._files[1])
        except ConfigNotFound:
            self._stored = {}
        except ConfigParseError as error:
            # botocore's own text quotes the line, which may hold a secret.
            raise _refuse("is not a file of AWS profiles", "correct it", str(error.kwargs["path"])) from None
        self._profiles: Mapping[str, Mapping[str, Any]] = self._config["profiles"]

    def read(self) -> ImportedProfile:
        imported = ImportedProfile()
        section = self._get(self._name)
        for aws_name, key in _TARGET.items():
            if section.get(aws_name):
                imported.extra[key] = section[aws_name]
        services = dict(self._read_services(section, imported))
        if services:
            imported.extra["service_config"] = services
        steps, last = self._walk()
        if len(steps) == 1:
            imported.extra |= {_AT_TOP.get(name, name): value for name, value in steps[0].items()}
        elif steps:
            imported.extra["role_chain"] = steps
        self._read_keys(last, imported)
        imported.remarks += [
            Problem(f"profile '{self._name}'", f"sets {aws_name}, which is not taken over", "see extra.config_kwargs")
            for aws_name in section
            if aws_name not in _SILENT
        ]
        return imported

    def _get(self, name: str) -> Mapping[str, Any]:
        if name not in self._profiles:
            there = ", ".join(sorted(self._profiles)) or "none"
            raise _refuse(f"there is no profile '{name}' in {' or '.join(self._files)}", f"there are: {there}")
        return self._profiles[name]

    def _walk(self) -> tuple[list[dict[str, Any]], str]:
        """Go from the profile to its sources; give the roles in the order they are assumed, and the last profile."""
        steps: list[dict[str, Any]] = []
        name, visited = self._name, [self._name]
        section = self._get(name)
        while "role_arn" in section and "web_identity_token_file" not in section:
            self._refuse_local(name, _ONLY_HERE_FOR_ROLE)
            steps.append({ours: section[aws] for aws, ours in _OF_STEP.items() if section.get(aws)})
            source = section.get("source_profile")
            if not source:
                raise _refuse(f"'{name}' has role_arn without source_profile", "add it, or use --login and --role-arn")
            section = self._get(source)
            if source in visited and not (source == name and _KEY in section):
                raise _refuse(f"'{name}' has a source_profile that leads back to '{source}'", "correct it")
            name = source
            visited.append(name)
            # A source with keys is used by its keys, be there a role or not.
            if _KEY in section:
                break
        return steps[::-1], name

    def _read_keys(self, name: str, imported: ImportedProfile) -> None:
        section = self._get(name)
        self._refuse_local(name, _ONLY_HERE_FIRST)
        if _KEY not in self._stored.get(name, {}):
            self._refuse_local(name, _ONLY_HERE_LAST)
        imported.login, imported.password = section.get(_KEY), section.get(_SECRET)
        token = next((section[token] for token in _TOKENS if section.get(token)), None)
        if token:
            imported.extra["aws_session_token"] = token
        if not imported.login:
            hint = "without keys the connection uses boto3's own lookup chain, wherever it runs"
            imported.remarks.append(Problem(f"profile '{name}'", "has no keys", hint))

    def _read_services(
        self, section: Mapping[str, Any], imported: ImportedProfile
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """Read the endpoints of single services; files spell their names with underscores."""
        settings: Mapping[str, Any] = self._config.get("services", {}).get(section.get("services"), {})
        known = {} if not settings else {name.replace("-", ""): name for name in self._services()}
        for aws_name, own in settings.items():
            if not isinstance(own, dict) or not own.get("endpoint_url"):
                continue
            service = known.get(aws_name.replace("_", ""))
            if service:
                yield service, {"endpoint_url": own["endpoint_url"]}
            else:
                reason = f"has an endpoint of {aws_name}, which is not taken over"
                hint = "give it as --service-config, by boto3's name of the service"
                imported.remarks.append(Problem(f"services section '{section['services']}'", reason, hint))

    def _refuse_local(self, name: str, local: tuple[str, ...]) -> None:
        for aws_name in local:
            if aws_name in self._profiles[name]:
                hint = f"name it instead, for workers that have the profile: --profile-name {self._name}"
                raise _refuse(f"'{name}' has {aws_name}, which works on this machine only", hint)


def _refuse(reason: str, hint: str, where: str = "--profile") -> AwsConnError:
    return InvalidConnectionError(None, [Problem(where, reason, hint)])
