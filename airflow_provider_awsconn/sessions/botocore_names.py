"""Names and values that a connection hands to botocore, held against what botocore knows, without a request.

Every check gives a list of problems and raises nothing; no text holds a value. May import botocore, ``connection/``
and ``errors.py``; looks at botocore's own files and at the path of a CA bundle, and asks nobody.
"""

from __future__ import annotations

import functools
import math
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError
from botocore.loaders import create_loader
from botocore.model import ListShape, ServiceModel, StructureShape
from botocore.utils import SERVICE_NAME_ALIASES
from botocore.validate import ParamValidator

from airflow_provider_awsconn.connection.suggest import suggest_name
from airflow_provider_awsconn.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from botocore.loaders import Loader
    from botocore.model import Shape

_OPERATIONS = ("AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity")
# Arguments of STS that have a key of their own, so that they stand in one place.
_ELSEWHERE = {
    "RoleArn": "use extra.role_arn",
    "PrincipalArn": "use extra.assume_role_with_saml.principal_arn",
    "SAMLAssertion": "it comes from the source that extra.assume_role_with_saml names",
    "WebIdentityToken": "it comes from the source that extra.assume_role_with_web_identity_federation names",
}

# botocore ignores other members of s3 and proxies_config.
# https://botocore.amazonaws.com/v1/documentation/api/latest/reference/config.html
_CONFIG_MEMBERS = {
    "retries": ("mode", "max_attempts", "total_max_attempts"),
    "proxies_config": ("proxy_ca_bundle", "proxy_client_cert", "proxy_use_forwarding_for_https"),
    "s3": (
        "addressing_style",
        "payload_signing_enabled",
        "s3_disable_express_session_auth",
        "us_east_1_regional_endpoint",
        "use_accelerate_endpoint",
        "use_dualstack_endpoint",
        # Read by botocore and not in its documentation: its own settings, and the parameters of S3's endpoint rules.
        "s3_disable_multiregion_access_points",
        "use_arn_region",
        "accelerate",
        "disable_multi_region_access_points",
        "disable_s3_express_session_auth",
        "force_path_style",
    ),
}
# Members that botocore adds now and then, and passes over where it does not know them.
_GROWING = ("s3", "proxies_config")
_EXPECTED_MEMBERS = {
    "retries.mode": "legacy, standard or adaptive",
    "retries.max_attempts": "a whole number from 0",
    "retries.total_max_attempts": "a whole number from 1",
    "s3.addressing_style": "auto, path or virtual",
}


def check_config_arguments(where: str, arguments: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong with arguments of botocore's ``Config``, as JSON can write them.

    Beside what ``Config`` itself refuses: members that botocore ignores, and types that fail only at the first client
    or request.
    """
    problems: list[Problem] = []
    for name, value in arguments.items():
        if name in Config.OPTION_DEFAULTS:
            problems.extend(_check_config_value(where, name, value))
        else:
            reason = "is not an argument of botocore's Config"
            hint = _suggest(name, Config.OPTION_DEFAULTS, otherwise="see botocore.config.Config")
            problems.append(Problem(f"{where}.{name}", reason, hint))
    return problems


def check_assume_role_arguments(where: str, operation: str, arguments: Mapping[str, Any]) -> list[Problem]:
    """List what is wrong with arguments of an STS operation that assumes a role, by the model botocore has of it.

    Args:
        where: the place of the arguments, such as ``extra.assume_role_kwargs``.
        operation: ``AssumeRole``, ``AssumeRoleWithSAML`` or ``AssumeRoleWithWebIdentity``.
        arguments: the arguments in AWS's spelling; a number written as text is wrong.
    """
    problems: list[Problem] = []
    members = _load_input_members(operation) if arguments else {}
    for name, value in arguments.items():
        place = f"{where}.{name}"
        if name not in members:
            problems.append(Problem(place, f"is not an argument of {operation}", _suggest_argument(name, operation)))
        elif name in _ELSEWHERE:
            problems.append(Problem(place, "is not read here", _ELSEWHERE[name]))
        else:
            problems.extend(_check_shape(place, value, members[name]))
    return problems


def check_service_names(where: str, names: Iterable[str]) -> list[Problem]:
    """List the names that are not names of boto3's services."""
    return [
        Problem(
            f"{where}.{name}",
            "is not a service of boto3",
            _suggest(name, _list_services(), otherwise="see boto3.session.Session().get_available_services()"),
        )
        for name in names
        if name not in _list_services()
    ]


def check_ca_bundle(where: str, verify: bool | str | None) -> list[Problem]:
    """List what is wrong with the path of a CA bundle on this machine; a leading ``~`` counts as the home folder."""
    if not isinstance(verify, str):
        return []
    hint = "give true, false or the path of a CA bundle"
    path = _expand_home(verify)
    if os.path.isdir(path):  # noqa: PTH112 - pathlib raises for some texts
        # OpenSSL would read a folder of certificates; botocore opens the path as a file.
        return [Problem(where, "names a directory and not a file", hint)]
    if not os.path.isfile(path):  # noqa: PTH113 - the same
        return [Problem(where, "names a CA bundle that does not exist on this machine", hint)]
    return []


def _expand_home(path: str) -> str:
    """Expand ``~`` as urllib3 does below botocore; nobody expands variables."""
    try:
        return os.path.expanduser(path)  # noqa: PTH111 - pathlib raises where there is no such user
    except ValueError:
        return path


# How texts begin that describe a number.
_NUMBERS = ("a number", "a whole number", "an integer")


def _suggest(name: str, known: Iterable[str], *, otherwise: str) -> str:
    near = suggest_name(name, known)
    return f"did you mean {near}?" if near else otherwise


def _build_value_problem(where: str, value: object, expected: str) -> Problem:
    is_quoted = isinstance(value, str) and expected.startswith(_NUMBERS)
    return Problem(where, f"is not {expected}", "give one, without quotes" if is_quoted else "give one")


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_timeout(value: Any) -> bool:
    return value is None or (_is_number(value) and 0 < value < math.inf)


def _is_whole_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_object(value: object) -> bool:
    return value is None or isinstance(value, Mapping)


# Config takes anything here, and what is none of these fails, or counts for nothing, at a client or request.
_CONFIG_TYPES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "connect_timeout": (_is_timeout, "a number of seconds above 0"),
    "read_timeout": (_is_timeout, "a number of seconds above 0"),
    "max_pool_connections": (_is_whole_number, "a whole number"),
    "client_context_params": (_is_object, "a JSON object"),
    "proxies": (_is_object, "a JSON object"),
    "proxies_config": (_is_object, "a JSON object"),
    "retries": (_is_object, "a JSON object"),
    "s3": (_is_object, "a JSON object"),
}


def _check_config_value(where: str, name: str, value: Any) -> Iterator[Problem]:
    is_right, expected = _CONFIG_TYPES.get(name, (None, "a value that botocore's Config takes"))
    known = _CONFIG_MEMBERS.get(name)
    if is_right is not None and not is_right(value):
        yield _build_value_problem(f"{where}.{name}", value, expected)
    elif known and value:
        for member, member_value in value.items():
            yield from _check_config_member(where, name, member, member_value)
    elif _is_refused(name, value):
        yield _build_value_problem(f"{where}.{name}", value, expected)


def _check_config_member(where: str, name: str, member: str, value: Any) -> Iterator[Problem]:
    place, known = f"{where}.{name}.{member}", _CONFIG_MEMBERS[name]
    if member not in known and name in _GROWING and suggest_name(member, known) is None:
        # botocore takes what it does not know; the next version may know it.
        return
    if member not in known:
        hint = _suggest(member, known, otherwise=f"these are: {', '.join(known)}")
        yield Problem(place, f"is not a member of {name}", hint)
    elif _is_refused(name, {member: value}):
        expected = _EXPECTED_MEMBERS.get(f"{name}.{member}", "a value that botocore's Config takes")
        yield _build_value_problem(place, value, expected)


def _is_refused(name: str, value: Any) -> bool:
    """Tell whether ``Config`` refuses the argument; its own text would show the value."""
    try:
        Config(**{name: value})
    except (AttributeError, TypeError, ValueError, BotoCoreError):
        return True
    return False


def create_model_loader() -> Loader:
    """Create a loader of botocore's models that shares nothing."""
    # As a session does; AWS_DATA_PATH is where people keep models of their own.
    return create_loader(os.environ.get("AWS_DATA_PATH"))


@functools.cache
def _list_services() -> frozenset[str]:
    return frozenset({*create_model_loader().list_available_services("service-2"), *SERVICE_NAME_ALIASES})


@functools.cache
def _load_sts() -> ServiceModel:
    return ServiceModel(create_model_loader().load_service_model("sts", "service-2"), "sts")


def _load_input_members(operation: str) -> Mapping[str, Shape]:
    shape = _load_sts().operation_model(operation).input_shape
    return shape.members if isinstance(shape, StructureShape) else {}


def _suggest_argument(name: str, operation: str) -> str:
    if any(name in _load_input_members(other) for other in _OPERATIONS):
        return "remove it"
    near = suggest_name(name, _load_input_members(operation))
    if near is None:
        return f"see https://docs.aws.amazon.com/STS/latest/APIReference/API_{operation}.html"
    return _ELSEWHERE.get(near, f"did you mean {near}?")


def _check_shape(where: str, value: Any, shape: Shape) -> Iterator[Problem]:
    if isinstance(shape, ListShape) and isinstance(value, (list, tuple)) and _is_in_range(len(value), shape):
        for index, item in enumerate(value):
            yield from _check_shape(f"{where}[{index}]", item, shape.member)
    elif isinstance(shape, StructureShape) and isinstance(value, dict):
        yield from check_members(where, value, shape)
    elif not _is_of_shape(value, shape):
        yield _build_value_problem(where, value, _describe_shape(shape))
    elif isinstance(value, str) and not _fits_pattern(value, shape):
        yield _build_value_problem(where, value, f"text that fits the pattern {shape.metadata['pattern']}")


def check_members(where: str, value: Mapping[str, Any], shape: StructureShape) -> Iterator[Problem]:
    """List what is wrong with the members of a structure, by its model."""
    for name in shape.required_members:
        if name not in value:
            yield Problem(f"{where}.{name}", "is missing", f"give {_describe_shape(shape.members[name])}")
    for name, member in value.items():
        if name in shape.members:
            yield from _check_shape(f"{where}.{name}", member, shape.members[name])
        else:
            hint = _suggest(name, shape.members, otherwise=f"these are: {', '.join(shape.members)}")
            yield Problem(f"{where}.{name}", f"is not a member of {shape.name}", hint)


def _is_of_shape(value: Any, shape: Shape) -> bool:
    """Tell whether type and size are right; botocore's validator knows no maximum, and takes true for 1."""
    if ParamValidator().validate(value, shape).has_errors():
        return False
    if shape.type_name in {"integer", "long"}:
        return _is_whole_number(value) and _is_in_range(value, shape)
    return not isinstance(value, (str, list, tuple)) or _is_in_range(len(value), shape)


def _is_in_range(size: int, shape: Shape) -> bool:
    low, high = shape.metadata.get("min", -math.inf), shape.metadata.get("max", math.inf)
    return bool(low <= size <= high)


def _fits_pattern(value: str, shape: Shape) -> bool:
    pattern = shape.metadata.get("pattern")
    if pattern is None:
        return True
    try:
        # ASCII: the models are written for a dialect whose \w and \d are ASCII.
        return re.fullmatch(pattern, value, re.ASCII) is not None
    except re.error:
        # Python has no \p{L}: STS will tell.
        return True


def _describe_shape(shape: Shape) -> str:
    if isinstance(shape, StructureShape):
        return f"an object with {' and '.join(shape.required_members or shape.members)}"
    kind, unit = {
        "string": ("text of {}", " characters"),
        "list": ("a list of {}", " items"),
        "integer": ("an integer from {}", ""),
    }.get(shape.type_name, (f"a {shape.type_name} of {{}}", ""))
    size = _describe_range(shape.metadata)
    return kind.format(size + unit) if size else kind.partition(" of {}")[0].partition(" from {}")[0]


def _describe_range(metadata: Mapping[str, Any]) -> str:
    low, high = metadata.get("min"), metadata.get("max")
    if high is None:
        return "" if low is None else f"{low} or more"
    if low is None:
        return f"up to {high}"
    return str(low) if low == high else f"{low} to {high}"
