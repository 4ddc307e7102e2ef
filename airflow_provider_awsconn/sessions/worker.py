"""What the worker's environment and AWS files say, each with where it says so. Offline, and reveals no secret.

botocore reads the files and knows the names and the order; this module finds out which of the places counted.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import botocore.configloader
import botocore.session
from botocore.exceptions import BotoCoreError, ConfigNotFound, ConfigParseError, ProfileNotFound

from airflow_provider_awsconn.connection.precedence import Setting
from airflow_provider_awsconn.errors import Problem
from airflow_provider_awsconn.sessions.bare_session import ForkSafeSession, build_plain_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TOKEN_VARIABLES = ("AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN")
_CONTAINER_VARIABLES = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
_METADATA_SWITCH = "AWS_EC2_METADATA_DISABLED"
NO_PROFILE = "default"


class FoundCredentials(NamedTuple):
    """What boto3's lookup chain comes to first.

    Attributes:
        kind: what they are, for people.
        origin: where that is said.
        access_key_id: None where it is only known at the first use.
        has_token: a session token belongs to the key pair.
    """

    kind: str
    origin: str
    access_key_id: str | None = None
    has_token: bool = False


class Worker:
    """The environment and the AWS files as a botocore session with this profile reads them.

    Args:
        profile_name: the profile that is asked for by name; None for AWS_PROFILE or the default profile.
        profile_origin: where it is asked for.

    Attributes:
        profile: the profile that counts.
        problems: what keeps boto3 from working here, as far as it was looked at.
    """

    def __init__(self, profile_name: str | None = None, profile_origin: str = "extra.profile_name") -> None:
        self._session = build_plain_session(ForkSafeSession, profile_name)
        self._asked_by_name = profile_name is not None
        self.problems: list[Problem] = []
        self.profile = self._find_profile(profile_name, profile_origin)
        self._section: Mapping[str, Any] = {}
        self._is_readable = self._load_files()

    def look_up(self, variable: str) -> Setting | None:
        """Look up one of botocore's session variables, such as ``region``; None where neither place sets it."""
        properties, variables = self._session.session_var_map[variable][:2]
        origin = _find_variable(variables) or self._find_property(properties)
        if origin is None:
            return None
        try:
            value = self._session.get_config_variable(variable)
        except ProfileNotFound:
            value = os.environ.get(origin.removeprefix("environment variable "))
        except ValueError:
            self._note(origin, f"is not what botocore takes for {variable}", "correct it, or remove it")
            return None
        return Setting(value, origin)

    def list_profiles(self) -> tuple[str, ...]:
        """List the profiles of the AWS files."""
        try:
            return tuple(sorted(self._session.available_profiles))
        except ConfigParseError:
            return ()

    def knows(self, variable: str) -> bool:
        """Tell whether this botocore has a session variable of this name."""
        return variable in self._session.session_var_map

    def get_default(self, variable: str) -> Any:
        """Give botocore's own value of a session variable that nobody sets."""
        return self._session.session_var_map[variable][2]

    def look_up_s3(self) -> dict[str, Setting]:
        """Look up the options of S3 in the profile and the environment."""
        if not self._is_readable:
            return {}
        found: Mapping[str, Any] = self._session.get_config_variable("s3") or {}
        options = {}
        for name, value in found.items():
            variable = _find_variable(f"AWS_S3_{name.removeprefix('s3_').upper()}")
            options[name] = Setting(value, variable or self._name_profile("s3"))
        return options

    def look_up_endpoint(self, service_name: str | None) -> Setting | None:
        """Look up the endpoint of a service, or of all; what concerns one service goes first, environment before files.

        https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
        """
        service = self._name_in_files(service_name) if service_name else None
        variables = [f"AWS_ENDPOINT_URL_{service.upper()}"] if service else []
        for variable in (*variables, "AWS_ENDPOINT_URL"):
            if os.environ.get(variable):
                return Setting(os.environ[variable], f"environment variable {variable}")
        own = self._find_services_section().get(service, {}) if service else {}
        if isinstance(own, dict) and own.get("endpoint_url"):
            return Setting(
                own["endpoint_url"], f"services section '{self._section['services']}' in {self._config_file}"
            )
        if self._section.get("endpoint_url"):
            return Setting(self._section["endpoint_url"], self._name_profile("endpoint_url"))
        return None

    def find_credentials(self) -> FoundCredentials:
        """Find out what boto3's lookup chain comes to first, without running or asking anything."""
        if not self._is_readable:
            return FoundCredentials("none", "the profile can't be read")
        finders: dict[str, Callable[[], FoundCredentials | None]] = {
            "env": self._find_in_environment,
            "assume-role": self._find_role,
            "assume-role-with-web-identity": self._find_web_identity,
            "sso": self._find_sso,
            "login": self._find_login,
            "custom-process": self._find_process,
            "container-role": self._find_container,
        }
        # Their order, and which of them there are, is botocore's affair: the environment is left out where a profile
        # is asked for by name.
        for provider in self._session.get_component("credential_provider").providers:
            if provider.METHOD in finders:
                found = finders[provider.METHOD]()
            elif provider.METHOD == "iam-role":
                found = None
            else:
                found = self._load_from_file(provider)
            if found is not None:
                return found
        if os.environ.get(_METADATA_SWITCH, "").lower() == "true":
            return FoundCredentials("none", f"boto3's lookup chain is empty, and {_METADATA_SWITCH} is true")
        return FoundCredentials("not looked up", "boto3's lookup chain finds them at first use (instance metadata)")

    def _find_profile(self, profile_name: str | None, origin: str) -> Setting | None:
        if profile_name is not None:
            return Setting(profile_name, origin)
        variable = _find_variable(self._session.session_var_map["profile"][1])
        return Setting(self._session.get_config_variable("profile"), variable) if variable else None

    def _load_files(self) -> bool:
        where = self.profile.origin if self.profile else "AWS files"
        try:
            self._section = self._session.get_scoped_config()
        except ProfileNotFound:
            name = self.profile.value if self.profile else NO_PROFILE
            profiles = ", ".join(sorted(self._session.available_profiles)) or "none"
            files = f"{self._config_file} or {self._credentials_file}"
            self._note(where, f"there is no profile '{name}' in {files}", f"there are: {profiles}")
        except ConfigParseError as error:
            # botocore's own text quotes the line, which may hold a secret.
            self._note(str(error.kwargs["path"]), "is not a file of AWS profiles", "correct it")
        else:
            return True
        return False

    @property
    def _config_file(self) -> str:
        return str(self._session.get_config_variable("config_file"))

    @property
    def _credentials_file(self) -> str:
        return str(self._session.get_config_variable("credentials_file"))

    @property
    def _profile_name(self) -> str:
        return self.profile.value if self.profile else NO_PROFILE

    def _name_profile(self, name: str) -> str:
        """Name the profile, and the file of it that holds a property; the credentials file's counts."""
        try:
            own = botocore.configloader.raw_config_parse(self._credentials_file).get(self._profile_name, {})
        except ConfigNotFound:
            own = {}
        return f"profile '{self._profile_name}' in {self._credentials_file if name in own else self._config_file}"

    def _find_property(self, properties: Any) -> str | None:
        for name in properties if isinstance(properties, list) else [properties]:
            if isinstance(name, str) and name in self._section:
                return self._name_profile(name)
        return None

    def _name_in_files(self, service_name: str) -> str:
        """Give the name of a service as environment variables and files spell it."""
        try:
            service_id = self._session.get_service_model(service_name).service_id
        except BotoCoreError:
            # Not a service of this botocore; or the profile, which is told already.
            return service_name.replace("-", "_")
        return str(service_id.hyphenize()).replace("-", "_")

    def _find_services_section(self) -> Mapping[str, Any]:
        name = self._section.get("services")
        if name is None:
            return {}
        section: Mapping[str, Any] | None = self._session.full_config.get("services", {}).get(name)
        if not section:
            self._note(self._name_profile("services"), f"there is no section [services {name}]", "add it, or its name")
        return section or {}

    def _find_in_environment(self) -> FoundCredentials | None:
        key = os.environ.get("AWS_ACCESS_KEY_ID")
        if not key:
            return None
        if not os.environ.get("AWS_SECRET_ACCESS_KEY"):
            where = "environment variable AWS_SECRET_ACCESS_KEY"
            self._note(where, "is empty while AWS_ACCESS_KEY_ID is set", "set both or neither")
        has_token = any(os.environ.get(variable) for variable in _TOKEN_VARIABLES)
        return FoundCredentials(name_key_pair(has_token), "environment variable AWS_ACCESS_KEY_ID", key, has_token)

    def _find_role(self) -> FoundCredentials | None:
        role = self._section.get("role_arn")
        if role is None or "web_identity_token_file" in self._section:
            return None
        sources = [name for name in ("source_profile", "credential_source") if name in self._section]
        origin = self._name_profile("role_arn")
        if len(sources) != 1:
            self._note(origin, "has role_arn with none or both of source_profile and credential_source", "give one")
            return FoundCredentials(f"role {role}", origin)
        return FoundCredentials(f"role {role} by {sources[0]} {self._section[sources[0]]}", origin)

    def _find_web_identity(self) -> FoundCredentials | None:
        variable = "AWS_WEB_IDENTITY_TOKEN_FILE"
        if not self._asked_by_name and variable in os.environ:
            file, origin = os.environ[variable], f"environment variable {variable}"
        else:
            file = self._section.get("web_identity_token_file", "")
            origin = self._name_profile("web_identity_token_file")
        if not file:
            return None
        role = None if self._asked_by_name else os.environ.get("AWS_ROLE_ARN")
        role = role or self._section.get("role_arn")
        if not role:
            self._note(origin, "names a web identity token without a role", "set AWS_ROLE_ARN")
        return FoundCredentials(f"role {role} by the web identity token {file}", origin)

    def _find_sso(self) -> FoundCredentials | None:
        if "sso_role_name" not in self._section and "sso_account_id" not in self._section:
            return None
        account, role = self._section.get("sso_account_id"), self._section.get("sso_role_name")
        return FoundCredentials(f"sso role {role} in account {account}", self._name_profile("sso_role_name"))

    def _find_login(self) -> FoundCredentials | None:
        if "login_session" not in self._section:
            return None
        return FoundCredentials("login_session", self._name_profile("login_session"))

    def _find_process(self) -> FoundCredentials | None:
        # The command may hold a secret.
        if "credential_process" not in self._section:
            return None
        return FoundCredentials("credential_process", self._name_profile("credential_process"))

    def _find_container(self) -> FoundCredentials | None:
        for variable in _CONTAINER_VARIABLES:
            if variable in os.environ:
                return FoundCredentials("container credentials", f"environment variable {variable}")
        return None

    def _load_from_file(self, provider: Any) -> FoundCredentials | None:
        """Let one of botocore's providers read its file, which is all that those do."""
        places = {
            "shared-credentials-file": f"profile '{self._profile_name}' in {self._credentials_file}",
            "config-file": f"profile '{self._profile_name}' in {self._config_file}",
            "ec2-credentials-file": "environment variable AWS_CREDENTIAL_FILE",
            "boto-config": "the configuration file of boto 2",
        }
        if provider.METHOD not in places:
            return None
        origin = places[provider.METHOD]
        try:
            credentials = provider.load()
        except BotoCoreError as error:
            self._note(origin, f"botocore refuses it ({type(error).__name__})", "give both halves of the key pair")
            return FoundCredentials("none", origin)
        if credentials is None:
            return None
        has_token = bool(credentials.token)
        return FoundCredentials(name_key_pair(has_token), origin, credentials.access_key, has_token)

    def _note(self, where: str, reason: str, hint: str) -> None:
        problem = Problem(where, reason, hint)
        if problem not in self.problems:
            self.problems.append(problem)


def name_key_pair(has_token: bool) -> str:
    """Say which kind of key pair it is."""
    return "temporary key pair" if has_token else "key pair"


def _find_variable(variables: str | list[str] | None) -> str | None:
    """Name the first of these environment variables that is set, be it empty: botocore takes it then."""
    for variable in [variables] if isinstance(variables, str) else variables or []:
        if variable in os.environ:
            return f"environment variable {variable}"
    return None
