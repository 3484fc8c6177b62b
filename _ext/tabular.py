"""A docutils table from rows, for pages that the build writes."""

from __future__ import annotations

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
