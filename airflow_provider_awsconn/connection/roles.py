"""From the keys about roles to role steps: one role at the top of Extra, or a chain of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from airflow_provider_awsconn.connection.account import check_account_id
from airflow_provider_awsconn.connection.arn import is_role_arn
from airflow_provider_awsconn.connection.keys import KEY_BY_NAME
from airflow_provider_awsconn.connection.model import RoleStep
from airflow_provider_awsconn.connection.readers import drop_unset, is_unset, read_object, read_text
from airflow_provider_awsconn.connection.role_arguments import ROLE_ARGUMENTS, Given, read_argument
from airflow_provider_awsconn.connection.settings import Settings
from airflow_provider_awsconn.connection.suggest import suggest_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from airflow_provider_awsconn.connection.extra import ExtraFields
    from airflow_provider_awsconn.connection.notes import Notes

_MAXIMUM_CHAINED_DURATION = 3600
_ROLE_NAME = re.compile(r"(?:[\x21-\x7e]*/)?[A-Za-z0-9_+=,.@-]{1,64}")
_NAMES_A_ROLE = ("role_arn", "aws_account_id", "aws_iam_role")
_STEP_KEYS = (*_NAMES_A_ROLE, *(argument.name for argument in ROLE_ARGUMENTS))
_KWARGS = "extra.assume_role_kwargs"
# Beside a chain these are of every role; the rest is of the last one.
_OF_EVERY_ROLE = frozenset({"session_name", "source_identity"})


def read_roles(fields: ExtraFields, notes: Notes) -> tuple[RoleStep, ...]:
    """Read the roles of a connection, in the order they are assumed."""
    beside = _read_beside(fields, notes)
    further = _read_further(fields, notes)
    steps = _read_one(fields, notes) if fields.role_chain is None else _read_chain(fields, notes)
    if not steps:
        places = [given.where for given in beside.values()] + [f"{_KWARGS}.{name}" for name in further]
        for where in places:
            notes.remark(where, "has no effect without a role", "give extra.role_arn, or remove it")
        return ()
    for step in steps[:-1]:
        for name in _OF_EVERY_ROLE & beside.keys() - step.keys():
            step[name] = beside[name]
    steps[-1] = beside | steps[-1]
    notes.origins |= {f"roles.{index}.{name}": g.where for index, step in enumerate(steps) for name, g in step.items()}
    _check_chained_durations(steps, notes)
    return tuple(_build_step(step, further if step is steps[-1] else {}) for step in steps)


def _read_beside(fields: ExtraFields, notes: Notes) -> dict[str, Given]:
    """Read what stands at the top of Extra; assume_role_kwargs beat the keys of the same meaning."""
    kwargs = drop_unset(fields.assume_role_kwargs or {})
    read: dict[str, Given] = {}
    for argument in ROLE_ARGUMENTS:
        places = {f"{_KWARGS}.{argument.aws_name}": kwargs.get(argument.aws_name)}
        if argument.key:
            places[f"extra.{argument.key}"] = getattr(fields, argument.key)
        given = [Given(value, where) for where, value in places.items() if value is not None]
        values = [read_argument(argument, each, notes) for each in given]
        if values and values[0]:
            read[argument.name] = values[0]
        for ignored in given[1:]:
            notes.remark(ignored.where, f"is ignored because {given[0].where} is set", "keep one of the two")
    return read


def _read_further(fields: ExtraFields, notes: Notes) -> dict[str, Any]:
    """Read the arguments of the STS call that have no key of their own."""
    own = {argument.aws_name for argument in ROLE_ARGUMENTS}
    kwargs = drop_unset(fields.assume_role_kwargs or {})
    if "RoleArn" in kwargs:
        notes.refuse(f"{_KWARGS}.RoleArn", "is not read here", "use extra.role_arn")
    return {name: value for name, value in kwargs.items() if name not in {*own, "RoleArn"}}


def _read_one(fields: ExtraFields, notes: Notes) -> list[dict[str, Given]]:
    step = _name_role("extra", {name: getattr(fields, name) for name in _NAMES_A_ROLE}, notes)
    return [step] if step else []


def _read_chain(fields: ExtraFields, notes: Notes) -> list[dict[str, Given]]:
    for name in _NAMES_A_ROLE:
        if getattr(fields, name) is not None:
            notes.refuse(f"extra.{name}", "is given beside role_chain", "put every role into role_chain, in order")
    steps = enumerate(fields.role_chain or [])
    return [_read_step(f"extra.role_chain.{index}", step, notes) for index, step in steps if not is_unset(step)]


def _read_step(where: str, step: object, notes: Notes) -> dict[str, Given]:
    """Read one step of role_chain: an ARN, or an object."""
    if isinstance(step, str) and not step.lstrip().startswith("{"):
        step = {"role_arn": step}
    try:
        given = drop_unset(read_object(step))
    except ValueError as error:
        notes.refuse(where, str(error), 'give a role ARN, or an object such as {"role_arn": "..."}')
        return {}
    for name in [name for name in given if name not in _STEP_KEYS]:
        meant = suggest_name(name, _STEP_KEYS)
        hint = f"did you mean {meant}?" if meant else f"these are: {', '.join(_STEP_KEYS)}"
        notes.refuse(f"{where}.{name}", "is not a key of a role step", hint)
    if not given.keys() & {"role_arn", "aws_iam_role"}:
        notes.refuse(where, "names no role", "give role_arn, or aws_iam_role with or without aws_account_id")
    read = _name_role(where, _read_names(where, given, notes), notes)
    for argument in ROLE_ARGUMENTS:
        value = given.get(argument.name)
        if value is not None:
            argued = read_argument(argument, Given(value, f"{where}.{argument.name}"), notes)
            read |= {argument.name: argued} if argued else {}
    return read


def _read_names(where: str, given: Mapping[str, Any], notes: Notes) -> dict[str, str]:
    named: dict[str, str] = {}
    for name in _NAMES_A_ROLE:
        if name not in given:
            continue
        try:
            named[name] = read_text(given[name])
        except ValueError as error:
            notes.refuse(f"{where}.{name}", str(error), KEY_BY_NAME[name].expects)
    return named


def _name_role(where: str, named: Mapping[str, str | None], notes: Notes) -> dict[str, Given]:
    """Read which role it is; empty when nothing says so."""
    arn, account_id, name = (named.get(key) for key in _NAMES_A_ROLE)
    if arn and not is_role_arn(arn):
        notes.refuse(f"{where}.role_arn", "does not have the shape of a role ARN", KEY_BY_NAME["role_arn"].expects)
    if account_id:
        check_account_id(f"{where}.aws_account_id", account_id, notes)
    if name and name.startswith("arn:"):
        notes.refuse(f"{where}.aws_iam_role", "is an ARN", f"give it as {where}.role_arn")
    elif name and not _ROLE_NAME.fullmatch(name):
        notes.refuse(f"{where}.aws_iam_role", "does not have the shape of a role's name", "give a name such as etl")
    if arn and name:
        notes.refuse(f"{where}.aws_iam_role", "is given beside role_arn", "keep one of the two")
    if account_id and not name:
        notes.remark(
            f"{where}.aws_account_id", "has no effect without aws_iam_role", "give the role's name, or remove it"
        )
    # There is a role, and what is refused is not kept as its name: it may be anything, a whole step as text too.
    read: dict[str, Given] = {}
    if arn:
        read["arn"] = Given(arn if is_role_arn(arn) else None, f"{where}.role_arn")
    if name:
        read["name"] = Given(name if _ROLE_NAME.fullmatch(name) else None, f"{where}.aws_iam_role")
        read |= {"account_id": Given(account_id, f"{where}.aws_account_id")} if account_id else {}
    return read


def _check_chained_durations(steps: list[dict[str, Given]], notes: Notes) -> None:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining."""
    for step in steps[1:]:
        duration = step.get("duration_seconds")
        if duration and duration.value > _MAXIMUM_CHAINED_DURATION:
            notes.refuse(
                duration.where,
                f"{duration.value} s is more than the 3600 s that AWS grants a role assumed from another role",
                "give 3600 or less",
            )


def _build_step(step: Mapping[str, Given], further: Mapping[str, Any]) -> RoleStep:
    values = {name: given.value for name, given in step.items()}
    tags, further_arguments = Settings(values.pop("tags", None)), Settings(further)
    return RoleStep(**values, tags=tags, further_arguments=further_arguments)
