"""Parameters of a waiter: the Jinja templates in the expressions that its acceptors look at responses with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, UndefinedError, meta
from jinja2.sandbox import SandboxedEnvironment

from airflow_provider_awsconn.connection.suggest import suggest_name
from airflow_provider_awsconn.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKS = ("{{", "{%", "{#")


def fill_templates(
    waiter: Mapping[str, Any], parameters: Mapping[str, Any] | None
) -> tuple[dict[str, Any], list[Problem]]:
    """Fill the templates of a waiter. Gives a copy, and what is wrong with those that can't be filled.

    Args:
        waiter: what it is made of, checked or not.
        parameters: by name; those that no template has are of no effect.
    """
    filled, problems = dict(waiter), []
    acceptors = waiter.get("acceptors")
    if isinstance(acceptors, list | tuple):
        filled["acceptors"] = list(acceptors)
        for index, acceptor in enumerate(acceptors):
            text = acceptor.get("argument") if isinstance(acceptor, dict) else None
            if not isinstance(text, str) or not any(mark in text for mark in _MARKS):
                continue
            try:
                filled["acceptors"][index] = acceptor | {"argument": _fill(text, parameters or {})}
            except TemplateError as error:
                problems.append(_describe(f"acceptors[{index}].argument", text, parameters or {}, error))
    return filled, problems


def _build_environment() -> SandboxedEnvironment:
    # The text is an expression of JMESPath, not HTML.
    return SandboxedEnvironment(autoescape=False, undefined=StrictUndefined)


def _fill(text: str, parameters: Mapping[str, Any]) -> str:
    return _build_environment().from_string(text).render(parameters)


def _describe(where: str, text: str, parameters: Mapping[str, Any], error: TemplateError) -> Problem:
    if not isinstance(error, UndefinedError):
        return Problem(where, f"is a template that can't be filled, {error}", f"correct {text!r}")
    environment = _build_environment()
    missing = sorted(meta.find_undeclared_variables(environment.parse(text)) - set(parameters))
    if not missing:
        return Problem(where, f"wants a part of a parameter that is not there, {error}", f"give what {text!r} takes")
    nearest = {name: suggest_name(name, parameters) for name in missing}
    written = [f"{name} for {given}" for name, given in nearest.items() if given]
    hint = f"did you mean {' and '.join(written)}?" if written else f"it is filled into {text!r}"
    names = " and ".join(missing)
    return Problem(where, f"wants the parameter {names}", f"give it in parameters; {hint}")
