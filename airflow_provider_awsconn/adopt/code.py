"""What changes in one Python file: where it uses the base hook in a way that is different now.

Goes by what the text tells for sure: a name that is a hook in one branch and something else in another is none.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from airflow_provider_awsconn.adopt.differences import BY_NAME
from airflow_provider_awsconn.adopt.finding import Finding
from airflow_provider_awsconn.adopt.names import STOCK_MODULE, STOCK_WRAPPER
from airflow_provider_awsconn.connection.redact import is_hidden
from airflow_provider_awsconn.connection.region import is_region_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from airflow_provider_awsconn.adopt.names import HookClasses, Names
    from airflow_provider_awsconn.adopt.sources import Source

# Private members of the stock hook that ours has none of; tests compare both.
GONE = frozenset(
    {
        "_apply_parameters_value",
        "_find_executor_class_name",
        "_find_operator_class_name",
        "_generate_dag_key",
        "_generate_team_name_key",
        "_generate_user_agent_extra_field",
        "_get_airflow_version",
        "_get_caller",
        "_get_provider_version",
        "_is_multi_team",
        "_list_custom_waiters",
        "_list_official_waiters",
    }
)
_HOOK, _CONFIG = "hook", "conn_config"
_CONN_ID = "aws_conn_id"
_DEFAULT_CONN_ID = "aws_default"
_SECRETS = frozenset({"password", "aws_secret_access_key", "aws_session_token"})
_MAPPINGS = frozenset({"session_kwargs", "extra_config", "extra_dejson"})
_MAKERS = frozenset({"get_client_type", "get_resource_type", "get_async_conn"})
# What has a hook read its connection.
_READING = _MAKERS | {"conn", "conn_config", "get_conn", "get_credentials", "get_session", "region_name"}
_STOCK_PROVIDER = "airflow.providers.amazon."
# What people import from there: our module, and the name in it.
_INSTEAD = {
    "AwsBaseHook": ("airflow_provider_awsconn.hooks.aws", "AwsBaseHook"),
    "AwsGenericHook": ("airflow_provider_awsconn.hooks.aws", "AwsGenericHook"),
    "BaseSessionFactory": ("airflow_provider_awsconn.session_factory", "BaseSessionFactory"),
    "SessionFactory": ("airflow_provider_awsconn.session_factory", "BaseSessionFactory"),
    "AwsConnectionWrapper": ("airflow_provider_awsconn.connection_wrapper", "AwsConnectionWrapper"),
}
_STOCK_WARNING = "switching to empty"


class NamedConnection(NamedTuple):
    """A connection id that stands in the code.

    Attributes:
        conn_id: the id.
        file: the path of the file.
        line: the line in it.
        is_of_hook: whether the base hook, or a class derived from it, gets it for sure.
    """

    conn_id: str
    file: str
    line: int
    is_of_hook: bool


@dataclass(slots=True)
class Looked:
    """What a file has.

    Attributes:
        findings: what changes in it.
        named: the connections it names.
        uses_stock_provider: whether it imports something of the stock provider that stays as it is.
    """

    findings: list[Finding] = field(default_factory=list)
    named: list[NamedConnection] = field(default_factory=list)
    uses_stock_provider: bool = False


def look_at(source: Source, names: Names, classes: HookClasses) -> Looked:
    """Look at one file."""
    visitor = _Visitor(source, names, classes)
    visitor.visit(source.tree)
    looked = visitor.looked
    looked.findings = list(dict.fromkeys(looked.findings))
    looked.named = list(dict.fromkeys(looked.named))
    return looked


class _Kinds:
    """Tells which expressions are hooks, and which are what a hook's conn_config gives."""

    def __init__(self, names: Names, classes: HookClasses) -> None:
        self._names = names
        self._classes = classes
        self.scopes: list[dict[str, str | None]] = []
        # What the attributes of the object that a method is called on are.
        self.members: list[dict[str, str | None]] = []

    def find(self, node: ast.expr) -> str | None:
        """Give ``hook``, ``conn_config``, or None for everything else."""
        if isinstance(node, ast.Name):
            return next((scope[node.id] for scope in reversed(self.scopes) if node.id in scope), None)
        if isinstance(node, ast.Call):
            return self._find_call(node)
        if isinstance(node, ast.Attribute):
            if node.attr == _CONFIG and self.find(node.value) == _HOOK:
                return _CONFIG
            if isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"} and self.members:
                return self.members[-1].get(node.attr)
        if isinstance(node, (ast.NamedExpr, ast.Await)):
            return self.find(node.value)
        return None

    def _find_call(self, node: ast.Call) -> str | None:
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return self.scopes[-1].get("self") if self.scopes else None
        return _HOOK if self._classes.is_hook(self._names, node.func) else None

    def read_scope(self, body: Iterable[ast.stmt], arguments: ast.arguments | None = None) -> dict[str, str | None]:
        """Read what the names of a function or a module stand for; those that stand for several things are nothing."""
        scope: dict[str, str | None] = {}
        for argument in _list_arguments(arguments):
            is_hook = argument.annotation is not None and self._classes.is_hook(self._names, argument.annotation)
            scope[argument.arg] = _HOOK if is_hook else None
        self.scopes.append(scope)
        told: dict[str, set[str | None]] = {name: {kind} for name, kind in scope.items()}
        for name, value in _list_assignments(body):
            told.setdefault(name, set()).add(self.find(value) if value is not None else None)
            scope[name] = next(iter(told[name])) if len(told[name]) == 1 else None
        return self.scopes.pop()

    def read_members(self, node: ast.ClassDef) -> dict[str, str | None]:
        """Read which attributes of a class are hooks: assigned to self or at the class, or given by properties."""
        told: dict[str, set[str | None]] = {}
        for name, value in _list_assignments(node.body):
            told.setdefault(name, set()).add(self.find(value) if value is not None else None)
        for method in _list_functions(node.body):
            scope = self.read_scope(method.body, method.args)
            self.scopes.append(scope)
            for attribute, value in _list_self_assignments(method):
                told.setdefault(attribute, set()).add(self.find(value))
            if any("property" in ast.unparse(decorator) for decorator in method.decorator_list):
                returned = [each.value for each in _walk_own(method.body) if isinstance(each, ast.Return)]
                told.setdefault(method.name, set()).update(self.find(value) for value in returned if value is not None)
            self.scopes.pop()
        return {name: next(iter(kinds)) for name, kinds in told.items() if len(kinds) == 1}


class _Visitor(ast.NodeVisitor):
    """Goes through a file once."""

    def __init__(self, source: Source, names: Names, classes: HookClasses) -> None:
        self.looked = Looked()
        self._path = source.path
        self._names = names
        self._classes = classes
        self._kinds = _Kinds(names, classes)
        # For each class that is gone into: whether it is derived from the base hook.
        self._derived: list[bool] = []
        self._parents: dict[ast.AST, ast.AST] = {
            child: parent for parent in ast.walk(source.tree) for child in ast.iter_child_nodes(parent)
        }

    def _note(self, name: str, node: ast.AST, what: str = "", advice: str = "") -> None:
        line: int | None = getattr(node, "lineno", None)
        self.looked.findings.append(Finding(BY_NAME[name], what, advice, file=self._path, line=line))

    def _name_connection(self, value: ast.expr | None, is_of_hook: bool) -> None:
        """Note a connection id; what is no text, empty or a template is not looked at."""
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value and "{{" not in value.value:
            self.looked.named.append(NamedConnection(value.value, self._path, value.lineno, is_of_hook))

    # What a file consists of.

    def visit_Module(self, node: ast.Module) -> None:
        self._kinds.scopes.append(self._kinds.read_scope(node.body))
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_function(node)

    def _visit_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        is_method = isinstance(self._parents.get(node), ast.ClassDef)
        is_of_hook = is_method and bool(self._derived) and self._derived[-1]
        if is_of_hook and node.name in GONE:
            self._note("private-name", node, f"{node.name} is never called")
        for argument, default in _list_defaults(node.args):
            if argument.arg == _CONN_ID:
                self._name_connection(default, is_of_hook)
        scope = self._kinds.read_scope(node.body, node.args)
        if is_of_hook and node.args.args:
            scope[node.args.args[0].arg] = _HOOK
            # Once more: what is assigned from self is known only now.
            self._kinds.scopes.append({node.args.args[0].arg: _HOOK})
            scope = self._kinds.read_scope(node.body) | {node.args.args[0].arg: _HOOK}
            self._kinds.scopes.pop()
        self._kinds.scopes.append(scope)
        self.generic_visit(node)
        self._kinds.scopes.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        is_derived = any(self._classes.is_hook(self._names, base) for base in node.bases)
        if is_derived:
            self._note("subclass", node, node.name)
            for name, value in _list_assignments(node.body):
                if name == "default_conn_name":
                    self._name_connection(value, is_of_hook=True)
        self._derived.append(is_derived)
        self._kinds.members.append(self._kinds.read_members(node))
        self.generic_visit(node)
        self._kinds.members.pop()
        self._derived.pop()

    # Imports.

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.name == STOCK_MODULE:
                self._note("hook-import", node, alias.name)
            elif alias.name.startswith(_STOCK_PROVIDER):
                self.looked.uses_stock_provider = True

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        names = [alias.name for alias in node.names]
        if module in {STOCK_MODULE, STOCK_WRAPPER}:
            advice = [f"from {_INSTEAD[name][0]} import {_INSTEAD[name][1]}" for name in names if name in _INSTEAD]
            self._note("hook-import", node, ", ".join(names), "; ".join(dict.fromkeys(advice)))
        for dotted in [f"{module}.{name}" for name in names]:
            if dotted == STOCK_MODULE:
                self._note("hook-import", node, dotted)
            elif module not in {STOCK_MODULE, STOCK_WRAPPER} and dotted.startswith(_STOCK_PROVIDER):
                self.looked.uses_stock_provider = True

    # Calls.

    def visit_Call(self, node: ast.Call) -> None:
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        if self._classes.is_hook(self._names, node.func):
            self._look_at_hook(node, keywords)
        elif _CONN_ID in keywords and not self._stays(node.func):
            self._name_connection(keywords[_CONN_ID], is_of_hook=self._is_of_super(node.func))
        if isinstance(node.func, ast.Attribute) and node.func.attr in _MAKERS:
            self._look_at_maker(node, node.func, keywords)
        self.generic_visit(node)

    def _look_at_hook(self, node: ast.Call, keywords: dict[str | None, ast.expr]) -> None:
        """Look at a call that makes a hook."""
        own = self._classes.find(self._names, node.func)
        # A constructor of one's own may take anything first, and call it anything.
        is_plain = own is None or not any(method.name == "__init__" for method in _list_functions(own.body))
        if _CONN_ID in keywords:
            self._name_connection(keywords[_CONN_ID], is_of_hook=True)
        elif is_plain and node.args:
            self._name_connection(node.args[0], is_of_hook=True)
        elif is_plain and None not in keywords and not _has_own_default(own):
            conn_id = NamedConnection(_DEFAULT_CONN_ID, self._path, node.lineno, is_of_hook=True)
            self.looked.named.append(conn_id)
        if "config" in keywords and not _is_none(keywords["config"]):
            self._note("hook-config", node)

    def _look_at_maker(self, node: ast.Call, method: ast.Attribute, keywords: dict[str | None, ast.expr]) -> None:
        """Look at a call that makes a client or a resource."""
        if self._kinds.find(method.value) != _HOOK:
            return
        if "config" in keywords and not _is_none(keywords["config"]):
            self._note("hook-config", node, method.attr)
        first = node.args[0] if node.args else None
        is_region = isinstance(first, ast.Constant) and isinstance(first.value, str) and is_region_name(first.value)
        if is_region and method.attr != "get_async_conn":
            self._note("region-by-position", node, method.attr)

    def _stays(self, function: ast.expr) -> bool:
        """Tell whether what is called is Airflow's own or a provider's, and stays with the hook it has."""
        return (self._names.resolve(function) or "").startswith("airflow.")

    def _is_of_super(self, function: ast.expr) -> bool:
        is_init = isinstance(function, ast.Attribute) and function.attr == "__init__"
        return is_init and isinstance(function, ast.Attribute) and self._kinds.find(function.value) == _HOOK

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == _CONN_ID:
                self._name_connection(value, is_of_hook=False)
        self.generic_visit(node)

    # What is taken from a hook.

    def visit_Attribute(self, node: ast.Attribute) -> None:
        kind = self._kinds.find(node.value)
        if kind == _HOOK and node.attr in GONE:
            self._note("private-name", node, node.attr)
        elif kind == _HOOK and node.attr == "async_conn":
            self._note("async-conn", node)
        elif kind == _CONFIG and isinstance(node.ctx, ast.Load) and self._shows_secret(node):
            self._note("secret-in-clear", node, f"conn_config.{node.attr}", _advise_on(node.attr))
        self.generic_visit(node)

    def _shows_secret(self, node: ast.Attribute) -> bool:
        above = self._parents.get(node)
        if node.attr in _SECRETS:
            return not (isinstance(above, ast.Attribute) and above.attr == "reveal") and not _is_test(above)
        if node.attr not in _MAPPINGS:
            return False
        if isinstance(above, ast.Subscript):
            return isinstance(above.slice, ast.Constant) and is_hidden(str(above.slice.value))
        if isinstance(above, ast.Attribute) and above.attr == "get":
            call = self._parents.get(above)
            first = call.args[0] if isinstance(call, ast.Call) and call.args else None
            return isinstance(first, ast.Constant) and is_hidden(str(first.value))
        # As a whole it goes to boto3, which wants text. Of Extra nobody knows what is wanted.
        return node.attr == "session_kwargs" and not isinstance(above, (ast.Attribute, ast.Compare))

    # What is expected of a hook.

    def visit_Try(self, node: ast.Try) -> None:
        caught = [name for handler in node.handlers for name in self._list_caught(handler.type)]
        within = (each for statement in node.body for each in ast.walk(statement))
        if "AirflowException" in caught and any(self._reads_connection(each) for each in within):
            self._note("caught-error", node)
        self.generic_visit(node)

    def _reads_connection(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and node.attr in _READING and self._kinds.find(node.value) == _HOOK

    def _list_caught(self, node: ast.expr | None) -> list[str]:
        members = node.elts if isinstance(node, ast.Tuple) else [node] if node is not None else []
        return [(self._names.resolve(member) or "").rpartition(".")[2] for member in members]

    def visit_Constant(self, node: ast.Constant) -> None:
        is_docstring = isinstance(self._parents.get(node), ast.Expr)
        if isinstance(node.value, str) and _STOCK_WARNING in node.value and not is_docstring:
            self._note("stock-warning", node)


def _advise_on(name: str) -> str:
    if name == "session_kwargs":
        return "call reveal_session_kwargs()"
    return f"write {name}.reveal()" if name in _SECRETS else "call reveal_extra()"


def _is_test(node: ast.AST | None) -> bool:
    """Tell whether a value is only asked whether it is there."""
    if isinstance(node, ast.Compare):
        return all(isinstance(other, ast.Constant) and other.value is None for other in node.comparators)
    return isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert)) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _has_own_default(node: ast.ClassDef | None) -> bool:
    return node is not None and any(name == "default_conn_name" for name, _ in _list_assignments(node.body))


def _list_functions(body: Iterable[ast.stmt]) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def _list_arguments(arguments: ast.arguments | None) -> list[ast.arg]:
    if arguments is None:
        return []
    several = [each for each in (arguments.vararg, arguments.kwarg) if each is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *several]


def _list_defaults(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    plain = [*arguments.posonlyargs, *arguments.args]
    yield from zip(plain[len(plain) - len(arguments.defaults) :], arguments.defaults, strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def _list_assignments(body: Iterable[ast.stmt]) -> Iterator[tuple[str, ast.expr | None]]:
    """List the names that statements assign to, in order, with the values; None for a value that is not looked into."""
    for node in _walk_own(body):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _pair(target, node.value)
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
            if node.value is not None:
                yield from _pair(node.target, node.value)
        elif isinstance(node, ast.withitem):
            if node.optional_vars is not None:
                yield from _pair(node.optional_vars, None)
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.AugAssign)):
            yield from _pair(node.target, None)


def _pair(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, (ast.Tuple, ast.List)):
        for member in target.elts:
            yield from _pair(member, None)


def _list_self_assignments(method: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for node in _walk_own(method.body):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        for target in targets:
            is_own = (
                isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
            )
            value = getattr(node, "value", None)
            if isinstance(target, ast.Attribute) and is_own and value is not None and not _is_none(value):
                yield target.attr, value


def _walk_own(body: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """Go through statements in order, and not into functions and classes within."""
    waiting: list[ast.AST] = []
    waiting.extend(reversed([*body]))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(reversed([*ast.iter_child_nodes(node)]))
