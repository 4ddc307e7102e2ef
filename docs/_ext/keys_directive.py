"""The directives ``{keys-table}``, ``{form-table}`` and ``{differences-table}``, made when the docs are built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util.docutils import SphinxDirective

from docs._ext.differences_table import render_differences_table
from docs._ext.keys_table import render_form_table, render_keys_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class KeysTable(SphinxDirective):
    """Puts the table of all keys where the directive stands."""

    def run(self) -> list[Any]:
        """Give the table's nodes."""
        return self.parse_text_to_nodes(render_keys_table())


class FormTable(SphinxDirective):
    """Puts the table of the form's fields where the directive stands."""

    def run(self) -> list[Any]:
        """Give the table's nodes."""
        return self.parse_text_to_nodes(render_form_table())


class DifferencesTable(SphinxDirective):
    """Puts the table of differences from the stock hook where the directive stands."""

    def run(self) -> list[Any]:
        """Give the table's nodes."""
        return self.parse_text_to_nodes(render_differences_table())


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive with Sphinx."""
    app.add_directive("keys-table", KeysTable)
    app.add_directive("form-table", FormTable)
    app.add_directive("differences-table", DifferencesTable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
