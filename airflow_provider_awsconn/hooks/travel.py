"""What a hook was made with, as plain JSON and back: what a trigger carries. Never a secret.

Loads botocore only where a configuration is one of its objects.
"""

from __future__ import annotations

import copyreg
import inspect
import math
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from airflow_provider_awsconn.connection.redact import is_hidden, is_showable_name, redact
from airflow_provider_awsconn.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from airflow_provider_awsconn.hooks.aws import AwsHook

H = TypeVar("H", bound="AwsHook")

# Where a hook keeps what it was made with, what that may be, and how to say so.
_ARGUMENTS: dict[str, tuple[str, tuple[type[Any], ...], str]] = {
    "aws_conn_id": ("aws_conn_id", (str,), "give a connection id or None"),
    "region_name": ("_region_name", (str,), "give a region as text, or None"),
    "verify": ("_verify", (bool, str), "give true, false or the path of a CA bundle"),
    "client_type": ("client_type", (str,), "give a service as text, or None"),
    "resource_type": ("resource_type", (str,), "give a service as text, or None"),
    "config": ("_awsconn_config", (Mapping,), "give a mapping of arguments of botocore's Config, or None"),
    "shared": ("_awsconn_shared", (bool,), "give true or false"),
}
# A subclass often says itself of which service it is, and takes no argument for that.
_OF_CONSTRUCTOR = ("aws_conn_id", "region_name", "verify", "config")
# What aiobotocore's configuration says beyond botocore's.
_OF_AIOBOTOCORE = ("connector_args", "http_session_cls", "warm_up_loader_caches")
_KEY_MATERIAL = "PRIVATE KEY-----"


def serialize_hook(hook: AwsHook) -> dict[str, Any]:
    """Give what a hook was made with, as JSON; what nobody said is left out.

    Raises:
        ValueError: with everything that can't go along, and why.
    """
    problems: list[Problem] = []
    data: dict[str, Any] = {}
    parameters, _ = _list_parameters(type(hook))
    for name, (attribute, _, _) in _ARGUMENTS.items():
        value = getattr(hook, attribute)
        is_unsaid = value is True if name == "shared" else value is None
        # A subclass may have another default, which this hook was made without.
        has_same_default = name not in parameters or parameters[name].default == value
        if name != "aws_conn_id" and is_unsaid and has_same_default:
            continue
        found = len(problems)
        data[name] = _copy_json(_describe_config(value) if name == "config" else value, name, name, problems)
        if len(problems) == found:
            problems += _check_kind(name, data[name])
    if problems:
        raise _build_error(f"{type(hook).__name__}.serialize", problems)
    return data


def deserialize_hook(hook_class: type[H], data: object) -> H:
    """Make a hook of what ``serialize`` of its class gave.

    Raises:
        ValueError: with everything that is wrong with the data.
    """
    where = f"{hook_class.__name__}.deserialize"
    if not isinstance(data, Mapping):
        problem = Problem("data", f"is of type {_name_type(data)}", "give the mapping that serialize() gave")
        raise _build_error(where, [problem])
    parameters, takes_any = _list_parameters(hook_class)
    further = {name: value for name, value in data.items() if name not in _ARGUMENTS}
    problems = [] if "aws_conn_id" in data else [Problem("aws_conn_id", "is missing", "give a connection id or None")]
    problems += [problem for name in _ARGUMENTS if name in data for problem in _check_kind(name, data[name])]
    problems += [_describe_unknown(name, hook_class) for name in further if name not in parameters and not takes_any]
    given = {name: data[name] for name in _ARGUMENTS if name in data}
    if not problems and given.get("config") is not None:
        given["config"] = _build_config(given["config"], problems)
    if problems:
        raise _build_error(where, problems)
    taken = {name: given[name] for name in _OF_CONSTRUCTOR if name in given and (takes_any or name in parameters)}
    hook = _construct(hook_class, taken | further, where, further)
    for name, value in given.items():
        if getattr(hook, _ARGUMENTS[name][0]) != value:
            setattr(hook, _ARGUMENTS[name][0], value)
    return hook


def keep_unsigned() -> None:
    """Have botocore's sign for requests without a signature be the same after pickling: it is told by identity."""
    botocore = sys.modules.get("botocore")
    if botocore is not None:
        copyreg.pickle(type(botocore.UNSIGNED), _name_unsigned)


def _name_unsigned(_unsigned: object) -> str:
    return "UNSIGNED"


def _build_error(where: str, problems: list[Problem]) -> ValueError:
    return ValueError(f"{where}: " + " - ".join(map(str, problems)))


def _check_kind(name: str, value: object) -> Iterator[Problem]:
    _, kinds, hint = _ARGUMENTS[name]
    if (value is None and name != "shared") or isinstance(value, kinds):
        return
    yield Problem(name, f"is of type {type(value).__name__}", hint)


def _describe_unknown(name: object, hook_class: type) -> Problem:
    shown = name if isinstance(name, str) and is_showable_name(name) else f"a key of type {type(name).__name__}"
    reason = f"is no argument of {hook_class.__name__}"
    return Problem(str(shown), reason, "read it with the class and the version of this package that wrote it")


def _list_parameters(hook_class: type) -> tuple[dict[str, inspect.Parameter], bool]:
    """List what the constructor takes by name, and what those take that it passes the rest on to.

    The second value tells whether there may be more: a constructor may take any argument out of ``**kwargs``.
    """
    from airflow_provider_awsconn.hooks.aws import AwsHook

    found: dict[str, inspect.Parameter] = {}
    takes_any = False
    for each in hook_class.__mro__:
        if "__init__" not in vars(each):
            continue
        parameters = list(inspect.signature(vars(each)["__init__"]).parameters.values())[1:]
        for parameter in parameters:
            if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
                found.setdefault(parameter.name, parameter)
        # What ours passes on is for classes that have no part in an AWS client.
        if each is AwsHook or all(parameter.kind is not parameter.VAR_KEYWORD for parameter in parameters):
            break
        takes_any = True
    return found, takes_any


def _construct(hook_class: type[H], arguments: dict[str, Any], where: str, further: Mapping[str, Any]) -> H:
    try:
        inspect.signature(hook_class).bind(**arguments)
    except TypeError as error:
        reason = str(error)
    else:
        try:
            return hook_class(**arguments)
        except TypeError as error:
            if not further:
                raise
            raise ValueError(
                f"{where}: {', '.join(map(str, further))}: made {hook_class.__name__} fail with {error}; "
                "read it with the class and the version of this package that wrote it"
            ) from error
    raise ValueError(
        f"{where}: data: {hook_class.__name__} can't be made of it, {reason}; "
        "have serialize() of the class add the arguments that are its own"
    )


def _describe_config(config: Any) -> Any:
    """Describe a configuration by what was said of it; what is none is given back."""
    if config is None:
        return None
    if isinstance(config, Mapping):
        described: Any = dict(config)
    else:
        from botocore.config import Config

        from airflow_provider_awsconn.sessions.botocore_inside import describe_config, is_of_aiobotocore

        described = describe_config(config) if isinstance(config, Config) else None
        if not isinstance(described, dict):
            return config
        if is_of_aiobotocore(config):
            described |= _describe_further(config, described)
    botocore = sys.modules.get("botocore")
    if botocore is not None and described.get("signature_version") is botocore.UNSIGNED:
        described["signature_version"] = "unsigned"
    return described


def _describe_further(config: Any, described: dict[str, Any]) -> dict[str, Any]:
    """Describe what an ``AioConfig`` says beyond a ``Config``; which of it was said, older ones do not tell."""
    from aiobotocore.config import AioConfig

    unsaid = AioConfig()
    for name in _OF_AIOBOTOCORE:
        described.pop(name, None)
    values = {name: (getattr(config, name, None), getattr(unsaid, name, None)) for name in _OF_AIOBOTOCORE}
    return {name: value for name, (value, default) in values.items() if value != default}


def _build_config(described: Mapping[str, Any], problems: list[Problem]) -> Any:
    """Build a configuration: a mapping, or an ``AioConfig`` where it says what only that does."""
    if not any(name in described for name in _OF_AIOBOTOCORE):
        return dict(described)
    try:
        from aiobotocore.config import AioConfig

        from airflow_provider_awsconn.sessions.config import read_arguments

        return AioConfig(**read_arguments(described))
    except ImportError:
        hint = "install aiobotocore: pip install 'airflow-provider-awsconn[async]'"
        problems.append(Problem("config", "is one for async clients", hint))
    except Exception as error:  # noqa: BLE001 - botocore's errors of a configuration have no base of their own
        reason = " ".join(str(error).split())
        problems.append(Problem("config", f"is refused, {reason}", "give arguments of aiobotocore.config.AioConfig"))
    return None


def _copy_json(value: Any, where: str, name: str, problems: list[Problem]) -> Any:
    """Copy a value as plain JSON, and note what is none or must not be seen."""
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if (is_hidden(name) and value not in (None, "", True, False)) or (isinstance(value, str) and _is_secret(value)):
        hint = "put it in the connection, which does not travel"
        problems.append(Problem(where, "holds what must not be seen", hint))
        return None
    if isinstance(value, Mapping):
        return {key: _copy_member(key, member, where, problems) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_copy_json(item, f"{where}[{index}]", "", problems) for index, item in enumerate(value)]
    plain = _copy_plain(value)
    if plain is None and value is not None:
        problems.append(Problem(where, f"is of type {_name_type(value)}, which is no JSON", "give text or a number"))
    return plain


def _copy_plain(value: object) -> str | int | float | bool | None:
    """Copy text, a number or a truth value; None for what is none of these."""
    if isinstance(value, str):
        # Not str(): of an Enum that gives the name.
        return str.__str__(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    return float(value) if isinstance(value, float) and math.isfinite(value) else None


def _copy_member(key: object, member: Any, where: str, problems: list[Problem]) -> Any:
    if not isinstance(key, str):
        problems.append(Problem(where, f"has a key of type {_name_type(key)}, which is no JSON", "give text"))
        return None
    if _is_secret(key):
        problems.append(Problem(where, "has a key that must not be seen", "put it in the connection"))
        return None
    return _copy_json(member, f"{where}.{key if is_showable_name(key) else '***'}", key, problems)


def _is_secret(text: str) -> bool:
    return redact(text) != text or _KEY_MATERIAL in text


def _name_type(value: object) -> str:
    return type(value).__name__
