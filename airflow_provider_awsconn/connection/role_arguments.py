"""What may be said about how a role is assumed: the settings of a role step, wherever they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.readers import (
    read_integer,
    read_list,
    read_object,
    read_policy,
    read_text,
    read_texts,
)
from airflow_provider_awsconn.connection.secret import Secret
from airflow_provider_awsconn.connection.templates import drop_fields, find_unknown_fields, has_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from airflow_provider_awsconn.connection.notes import Notes

# https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
_DURATIONS = range(900, 43200 + 1)
_MAXIMUM_TAGS = 50
_EXTERNAL_ID = re.compile(r"[A-Za-z0-9_+=,.@:/-]{2,1224}")
_SOURCE_IDENTITY = re.compile(r"[A-Za-z0-9_=,.@-]{2,64}")
_BETWEEN_FIELDS = re.compile(r"[A-Za-z0-9_=,.@-]{0,64}")
_TAG_KEY = re.compile(r"[^\x00-\x1f]{1,128}")
_TAG_VALUE = re.compile(r"[^\x00-\x1f]{0,256}")
_POLICY_ARN = re.compile(r"arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws):policy/\S+")


class Given(NamedTuple):
    """A value, and the field it was read from."""

    value: Any
    where: str


class RoleArgument(NamedTuple):
    """A setting of a role step.

    Attributes:
        name: its name in ``RoleStep`` and in a step of role_chain.
        key: the key at the top of Extra, None where there is none.
        aws_name: its name in assume_role_kwargs.
        read: gives what ``RoleStep`` holds, or raises ValueError.
        expects: what a right value looks like.
    """

    name: str
    key: str | None
    aws_name: str
    read: Callable[[object], Any]
    expects: str


def read_argument(argument: RoleArgument, given: Given, notes: Notes) -> Given | None:
    """Read one setting; None, and a problem, when it can't be read."""
    try:
        return given._replace(value=argument.read(given.value))
    except ValueError as error:
        notes.refuse(given.where, str(error), argument.expects)
        return None


def _read_duration(value: object) -> int:
    seconds = read_integer(value)
    if seconds not in _DURATIONS:
        raise ValueError(f"{seconds} s is not between 900 s and 43200 s, the limits of STS")
    return seconds


def _read_external_id(value: object) -> Secret:
    return Secret(_read_matching(_EXTERNAL_ID, value.reveal() if isinstance(value, Secret) else value))


def _read_source_identity(value: object) -> str:
    text = _read_template(value)
    # What is filled in is cut and put into STS's characters; what is written here can be right at once.
    _read_matching(_BETWEEN_FIELDS if has_fields(text) else _SOURCE_IDENTITY, drop_fields(text))
    return text


def _read_matching(pattern: re.Pattern[str], value: object) -> str:
    text = read_text(value)
    if not pattern.fullmatch(text):
        raise ValueError("has characters or a length that STS does not take")
    return text


def _read_template(value: object) -> str:
    text = read_text(value)
    unknown = find_unknown_fields(text)
    if unknown:
        raise ValueError(f"has fields that are not known: {', '.join(unknown)}")
    return text


def _read_tags(value: object) -> dict[str, str]:
    """Read tags as an object of texts, or as AWS writes them: a list of Key and Value."""
    if isinstance(value, (list, tuple)):
        if not all(isinstance(tag, Mapping) and {"Key", "Value"} == set(tag) for tag in value):
            raise ValueError("is a list of something else than objects with Key and Value")
        value = {read_text(tag["Key"]): tag["Value"] for tag in value}
    tags = {name.strip(): read_text("" if text is None else text) for name, text in read_object(value).items()}
    if len(tags) > _MAXIMUM_TAGS:
        raise ValueError(f"has {len(tags)} tags")
    if not all(_TAG_KEY.fullmatch(name) and _TAG_VALUE.fullmatch(text) for name, text in tags.items()):
        raise ValueError("has a key that is not 1 to 128 characters, or a value of more than 256")
    return {name: _read_template(text) for name, text in tags.items()}


def _read_tag_keys(value: object) -> tuple[str, ...]:
    return tuple(read_texts(value))


def _read_policy_arns(value: object) -> tuple[str, ...]:
    """Read a list of ARNs, or what AWS writes: a list of objects with an arn."""
    items = [value] if isinstance(value, str) and not value.lstrip().startswith("[") else read_list(value)
    arns = tuple(read_text(item["arn"] if isinstance(item, Mapping) and "arn" in item else item) for item in items)
    if not all(map(_POLICY_ARN.fullmatch, arns)):
        raise ValueError("has something else than ARNs of policies")
    return arns


def _list_arguments() -> tuple[RoleArgument, ...]:
    of_top = {
        "external_id": ("external_id", "ExternalId", _read_external_id),
        "duration_seconds": ("duration_seconds", "DurationSeconds", _read_duration),
        "session_name": ("role_session_name", "RoleSessionName", _read_template),
        "tags": ("session_tags", "Tags", _read_tags),
        "source_identity": ("source_identity", "SourceIdentity", _read_source_identity),
        "policy": ("session_policy", "Policy", read_policy),
    }
    return (
        *(RoleArgument(name, key, aws, read, KEY_BY_NAME[key].expects) for name, (key, aws, read) in of_top.items()),
        RoleArgument(
            "transitive_tag_keys",
            None,
            "TransitiveTagKeys",
            _read_tag_keys,
            'give a list of tag keys, such as ["team"]',
        ),
        RoleArgument(
            "policy_arns",
            None,
            "PolicyArns",
            _read_policy_arns,
            'give a list such as ["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
        ),
    )


ROLE_ARGUMENTS = _list_arguments()
