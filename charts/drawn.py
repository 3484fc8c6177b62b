"""The rows behind a figure, as tables that a reader can search, sort and take away."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import pandas as pd

from charts.browse import browse
from charts.library import source_links
from data import load
from data.descriptor import resource
from data.reading import source_columns

_FEW = 6  # columns that fit the width of a page


def drawn_rows(frames: Iterable[pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The rows of the open tables in `frames`, by name of the table: each once, in the table's columns.

    frames: as `show` takes them: filtered from what `load` returned, columns of the chapter added or not.
    Columns that say nothing about these rows are left out.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for frame in frames:
        if frame.index.name not in (None, *frame.columns):
            frame = frame.reset_index()
        columns = [column for column in load(frame.attrs["name"]) if column in frame]
        parts.setdefault(frame.attrs["name"], []).append(frame[columns])
    return {
        name: pd.concat(frames).drop_duplicates(ignore_index=True).dropna(axis="columns", how="all")
        for name, frames in parts.items()
    }


def rows_behind(figure: str, frames: Iterable[pd.DataFrame]) -> dict:
    """What the page behind a figure shows and offers.

    figure: its name. Returns `rows` (how many), `html` (a table to browse for each open table; all text is
    escaped) and `files` (name of a CSV file to its text).
    """
    tables = drawn_rows(frames)
    files = {f"{figure}-{name}.csv": rows.to_csv(index=False) for name, rows in tables.items()}
    html = "".join(_table(name, rows, file) for (name, rows), file in zip(tables.items(), files, strict=True))
    return {"rows": sum(map(len, tables.values())), "html": html, "files": files}


def _table(name: str, rows: pd.DataFrame, file: str) -> str:
    whole, entry = load(name), resource(name)
    shown = rows.copy()
    for column in source_columns(shown):
        shown[column] = source_links(shown, column, dated=True)
    titles = {field["name"]: field["title"] for field in entry["schema"]["fields"]}
    columns = {column: titles[column] for column in shown}
    table = browse(
        shown,
        columns,
        caption=f"{entry['title']}: {len(rows):,} of {len(whole):,} rows",
        name=name.replace("_", "-"),
        fit=len(columns) <= _FEW,
    )
    return (
        f"<h2>{escape(entry['title'])}</h2><p>A row: {escape(entry['row'])} "
        f'<a href="{escape(file)}" download>These rows as CSV</a>. The whole table and the meaning of its '
        f'columns: <a href="../chapters/data-catalogue.html#{escape(name)}">{escape(name)}</a>.</p>{table}'
    )
