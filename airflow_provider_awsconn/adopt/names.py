"""What the names in a Python file stand for, as far as its text tells: imports, classes derived from the base hook."""

from __future__ import annotations

import ast
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from airflow_provider_awsconn.adopt.sources import Source

STOCK_MODULE = "airflow.providers.amazon.aws.hooks.base_aws"
STOCK_WRAPPER = "airflow.providers.amazon.aws.utils.connection_wrapper"
OUR_MODULE = "airflow_provider_awsconn.hooks.aws"
STOCK_HOOKS = frozenset({f"{STOCK_MODULE}.AwsBaseHook", f"{STOCK_MODULE}.AwsGenericHook"})
BASE_HOOKS = STOCK_HOOKS | {f"{OUR_MODULE}.{name}" for name in ("AwsHook", "AwsBaseHook", "AwsGenericHook")}


class Names:
    """The imported names of one file.

    Args:
        source: the file.
    """

    def __init__(self, source: Source) -> None:
        self.module = PurePath(source.path).parent.name if source.path.endswith("__init__.py") else ""
        self.module = self.module or PurePath(source.path).stem
        self._imported: dict[str, str] = {}
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    self._imported[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self._imported[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"

    def resolve(self, node: ast.expr) -> str | None:
        """Give the dotted name of an expression, with what was imported in full; None for any other expression."""
        if isinstance(node, ast.Subscript):
            return self.resolve(node.value)
        if isinstance(node, ast.Name):
            return self._imported.get(node.id, node.id)
        if isinstance(node, ast.Attribute):
            before = self.resolve(node.value)
            return before and f"{before}.{node.attr}"
        return None


class HookClass(NamedTuple):
    """A class that is derived from the base hook.

    Attributes:
        module: the last part of the name of the module it stands in.
        name: its name.
    """

    module: str
    name: str


class HookClasses:
    """The classes derived from the base hook, in all files together.

    Args:
        files: the files, with their names.
    """

    def __init__(self, files: Sequence[tuple[Source, Names]]) -> None:
        waiting = [
            (names, node) for source, names in files for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)
        ]
        self._found: dict[HookClass, ast.ClassDef] = {}
        count = -1
        # One may derive from another that comes later.
        while count != len(self._found):
            count = len(self._found)
            for names, node in waiting:
                if any(self.is_hook(names, base) for base in node.bases):
                    self._found.setdefault(HookClass(names.module, node.name), node)

    def is_hook(self, names: Names, node: ast.expr) -> bool:
        """Tell whether an expression is the base hook's class, or one derived from it."""
        dotted = names.resolve(node)
        return dotted in BASE_HOOKS or self.find(names, node) is not None

    def find(self, names: Names, node: ast.expr) -> ast.ClassDef | None:
        """Find the class that an expression names, where it is derived from the base hook in these files."""
        dotted = names.resolve(node)
        # A module of one's own may be called as one of Airflow's.
        if dotted is None or dotted.startswith("airflow."):
            return None
        module, _, name = dotted.rpartition(".")
        return self._found.get(HookClass(module.rpartition(".")[2] if module else names.module, name))
