"""Write airflow_provider_awsconn/hooks/aws.pyi, what type checkers read in place of aws.py: `make client-types`.

It declares what aws.py defines, and says for every AWS service which class of types-boto3 the hook gives. Those are
some 900 overloads, and mypy heeds what ``__init__`` says of ``self`` only in the class that defines it. Services and
classes are those of the installed types-boto3; with ``--check`` nothing is written, and the stub compared.
"""

from __future__ import annotations

import ast
import copy
import importlib.metadata
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCE = Path(__file__).resolve().parents[1] / "airflow_provider_awsconn" / "hooks" / "aws.py"
STUB = SOURCE.with_suffix(".pyi")

# Who has no types-boto3, or not that of a service, has Any for what is missing, and no error.
HEADER = """\
# What aws.py defines, for type checkers. Written by `make client-types`, from aws.py and the services of types-boto3.
# mypy: disable-error-code="import-not-found, import-untyped"
# pyright: reportMissingImports=false
# fmt: off
from functools import cached_property
from typing import Any, Literal, overload
"""
IMPORTED = {"cached_property", "process_cached_property", "Any", "Literal", "overload", "annotations"}

Function = (ast.FunctionDef, ast.AsyncFunctionDef)


class StubError(ValueError):
    """What in aws.py no stub can be made of, and what to write instead."""


@dataclass(frozen=True)
class Service:
    """What types-boto3 has for a boto3 service name."""

    service_name: str
    module: str
    class_name: str


@dataclass(frozen=True)
class Services:
    """All that types-boto3 has."""

    clients: tuple[Service, ...]
    resources: tuple[Service, ...]


def read_services(stub: str) -> Services:
    """Read the services out of types-boto3's stub of ``boto3.session``, or out of ours."""
    tree = ast.parse(stub)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    modules = {alias.name: str(node.module) for node in imports for alias in node.names}

    def find(*methods: str) -> tuple[Service, ...]:
        return tuple(
            Service(name, modules[node.returns.id], node.returns.id)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name in methods and isinstance(node.returns, ast.Name)
            for name in _find_service_names(node)
        )

    return Services(find("client", "get_client_type"), find("resource", "get_resource_type"))


def _find_service_names(method: ast.FunctionDef) -> Iterator[str]:
    argument = method.args.args[1] if len(method.args.args) > 1 else None
    match argument and argument.annotation:
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Constant(value=str(name))):
            yield name


def render(source: str, services: Services) -> str:
    """Give the text of the stub.

    Raises:
        StubError: for the first thing in the source that no stub can be made of.
    """
    declared = list(_declare(ast.parse(source).body))
    for statement in declared:
        if isinstance(statement, ast.ClassDef) and statement.name == "AwsHook":
            statement.body = [each for member in statement.body for each in _add_services(member, services)]
    used = {node.id for statement in declared for node in ast.walk(statement) if isinstance(node, ast.Name)}
    every = {*services.clients, *services.resources}
    lines = [
        *(text for statement in declared for text in _render_import(statement, used)),
        *sorted(f"from {each.module} import {each.class_name}" for each in every if each.class_name in used),
        *(ast.unparse(ast.fix_missing_locations(each)) for each in declared if not _is_import(each)),
    ]
    return HEADER + re.sub(r":\n +\.\.\.$", ": ...", "\n".join(lines), flags=re.MULTILINE) + "\n"


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def _render_import(statement: ast.stmt, used: set[str]) -> Iterator[str]:
    """Give the import with the names that the stub uses, and those that it must not lose to what stands in its head."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        wanted = used - IMPORTED
        statement.names = [alias for alias in statement.names if (alias.asname or alias.name).split(".")[0] in wanted]
        if statement.names:
            yield ast.unparse(statement)


def _declare(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Give the declarations of what the statements define."""
    statements = list(_see_as_type_checker(body))
    overloaded = {node.name for node in statements if isinstance(node, Function) and _is_overload(node)}
    for node in statements:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.AnnAssign():
                yield node
            case ast.Assign():
                # One by one: pyright gives the second name of a generic class in a chain its default. What is no name
                # is set on something that is declared elsewhere.
                names = [target for target in node.targets if isinstance(target, ast.Name)]
                yield from (ast.Assign(targets=[name], value=node.value) for name in names)
            case ast.ClassDef():
                node.body = list(_declare(node.body)) or [_ellipsis()]
                yield node
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if node.name == "__init__":
                    yield from _declare_attributes(node)
                if node.name not in overloaded or _is_overload(node):
                    yield _declare_function(node)
            case ast.Expr(value=ast.Constant()):  # a docstring
                pass
            case _:
                raise StubError(f"line {node.lineno}: {type(node).__name__} is nothing that a stub knows")


def _see_as_type_checker(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        match node:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from node.body
            case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id="TYPE_CHECKING"))):
                yield from node.orelse
            case _:
                yield node


def _is_overload(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list)


def _ellipsis() -> ast.stmt:
    return ast.Expr(ast.Constant(...))


def _declare_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    """Give the function without what it does, its defaults as ``...``, its cached properties as those of functools."""
    node.body = [_ellipsis()]
    node.args.defaults = [ast.Constant(...) for _ in node.args.defaults]
    node.args.kw_defaults = [default and ast.Constant(...) for default in node.args.kw_defaults]
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Name) and decorator.id == "process_cached_property":
            decorator.id = "cached_property"
    return node


def _declare_attributes(init: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.stmt]:
    """Give the attributes that a constructor sets: with the type of the argument, or the one written there."""
    arguments = {argument.arg: argument.annotation for argument in [*init.args.args, *init.args.kwonlyargs]}
    for node in ast.walk(init):
        match node:
            case ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name), annotation=annotation):
                yield _declare_attribute(name, annotation)
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value):
                given = arguments.get(value.id) if isinstance(value, ast.Name) else None
                if given is None:
                    raise StubError(f"line {node.lineno}: write the type, self.{name}: ... = {ast.unparse(value)}")
                yield _declare_attribute(name, given)


def _declare_attribute(name: str, annotation: ast.expr) -> ast.stmt:
    return ast.AnnAssign(target=ast.Name(name), annotation=copy.deepcopy(annotation), simple=1)


def _add_services(member: ast.stmt, services: Services) -> Iterator[ast.stmt]:
    """Give a member of the hook, with an overload for each service where the service decides what comes out."""
    match member:
        case ast.FunctionDef(name="__init__"):
            # What several bases want is between a subclass and them; here it would let every misspelt name pass.
            member.args.kwarg = None
            none = _parse("None")
            yield _overload(member, client_type=none, resource_type=none)
            for service in services.clients:
                own = {"self": _parse(f"AwsHook[{service.class_name}]"), "client_type": _parse_literal(service)}
                yield _overload(member, resource_type=none, **own)
            for service in services.resources:
                own = {"self": _parse(f"AwsHook[{service.class_name}]"), "resource_type": _parse_literal(service)}
                yield _overload(member, client_type=none, **own)
            yield _overload(member)
        case ast.FunctionDef(name="get_client_type"):
            plain = _overload(member, deferrable=_parse("Literal[False]"))
            yield from _overload_by_service(plain, "client_type", services.clients)
            yield _overload(member)
        case ast.FunctionDef(name="get_resource_type"):
            yield from _overload_by_service(member, "resource_type", services.resources)
            yield _overload(member)
        case _:
            yield member


def _overload_by_service(method: ast.FunctionDef, argument: str, services: Iterable[Service]) -> Iterator[ast.stmt]:
    """Give the overloads for no service, which is the constructor's, and for each."""
    yield _overload(method, _parse("C"), **{argument: _parse("None")})
    for service in services:
        overload = _overload(method, _parse(service.class_name), **{argument: _parse_literal(service)})
        # The name is the first argument, and must be there.
        del overload.args.defaults[0]
        yield overload


def _overload(method: ast.FunctionDef, returns: ast.expr | None = None, /, **annotations: ast.expr) -> ast.FunctionDef:
    """Give an overload of the method, with other annotations."""
    overload = copy.deepcopy(method)
    overload.decorator_list = [ast.Name("overload")]
    overload.returns = returns or overload.returns
    for argument in [*overload.args.args, *overload.args.kwonlyargs]:
        argument.annotation = annotations.pop(argument.arg, argument.annotation)
    if annotations:
        raise StubError(f"line {method.lineno}: {method.name} does not take {', '.join(annotations)}")
    return overload


def _parse_literal(service: Service) -> ast.expr:
    return _parse(f"Literal['{service.service_name}']")


def _parse(expression: str) -> ast.expr:
    return ast.parse(expression, mode="eval").body


def main(arguments: list[str]) -> str | None:
    """Write the stub, or compare it; give what is wrong."""
    session = importlib.metadata.distribution("types-boto3").locate_file("boto3-stubs/session.pyi")
    services = read_services(Path(str(session)).read_text(encoding="utf-8"))
    text = render(SOURCE.read_text(encoding="utf-8"), services)
    if "--check" not in arguments:
        STUB.write_text(text, encoding="utf-8")
    elif text != STUB.read_text(encoding="utf-8"):
        return f"{STUB.name} is not what aws.py and types-boto3 make; run: make client-types"
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
