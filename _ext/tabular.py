"""Tables in the pages: one from rows, and cells that know the heading of their column."""

from __future__ import annotations

from html import escape

from docutils import nodes

Cell = str | nodes.Node


def table(caption: str, head: tuple[Cell, ...], rows: list[tuple[Cell, ...]]) -> nodes.table:
    """A table of plain text, or of nodes that go into a cell as they are."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *map(_row, rows))
    return nodes.table("", nodes.title("", caption), group)


def _row(cells: tuple[Cell, ...]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", _block(cell)) for cell in cells))


def _block(cell: Cell) -> nodes.Node:
    return nodes.paragraph("", cell) if isinstance(cell, str) else cell


def open_cell(translator, node: nodes.entry) -> None:
    """Write the start of a cell. In a table of three columns or more it carries the heading of its column.

    On a phone the style of the book shows a row of such a table as a card, heading by heading.
    """
    type(translator).visit_entry(translator, node)
    row = node.parent
    group = row.parent.parent
    heads = list(group.findall(nodes.thead))
    if isinstance(row.parent, nodes.tbody) and heads and group["cols"] > 2:
        heading = heads[0][0][row.index(node)].astext()
        start = translator.body.pop().rstrip()
        translator.body.append(f'{start[:-1]} data-title="{escape(heading)}">')


def close_cell(translator, node: nodes.entry) -> None:
    """Write the end of a cell."""
    type(translator).depart_entry(translator, node)
