"""The shared data module: every fact of the book, with its source.

    from data import load, value, tables, sources

    load("federal_budgets")                      # a typed DataFrame, checked as it is read
    value("nih_inquiries", "count", metric="lost_jobs", as_of="2023-03")
    tables()                                     # the catalogue: one row a table
    sources()                                    # the bibliography: one row a source

A table is `tables/NAME.csv`; `datapackage.json` is the only place that describes it;
`sources.bib` is the only list of sources. Whatever breaks the description stops the
reading with a `DataError` that names file, row, column and rule.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from data import descriptor
from data.bibliography import read_bibliography
from data.descriptor import package, resource
from data.errors import DataError, did_you_mean
from data.reading import read_table

__all__ = ["DataError", "load", "loaded_tables", "sources", "tables", "value"]

_loaded: set[str] = set()


def load(name: str) -> pd.DataFrame:
    """The table `name`: one row as its descriptor says, columns typed, a fresh copy each call.

    `.attrs` holds `name`, `title`, `row` (what one row is), `units` (column to unit),
    `caveats` and `sources` (the keys the rows cite).
    Raises DataError for an unknown name and for any cell that breaks its declared type or rule.
    """
    _loaded.add(resource(name)["name"])
    frame = _read(name, _stamp(name))
    copy = frame.copy()
    copy.attrs = {key: _copied(item) for key, item in frame.attrs.items()}
    return copy


def value(name: str, column: str, /, **where):
    """The one cell of `column` in table `name` whose row has every `where` column=value.

    Returns a plain Python scalar. Raises DataError for an unknown column, and when the
    filter matches no row or several: the message names the table, the filter and the count.
    """
    frame = load(name)
    for wanted in (column, *where):
        if wanted not in frame.columns:
            raise DataError(f"table {name!r} has no column {wanted!r}.{did_you_mean(wanted, frame.columns)}")
    match = pd.Series(True, index=frame.index)
    for key, wanted in where.items():
        match &= _equals(frame[key], wanted)
    found = frame.loc[match, column]
    if len(found) != 1:
        filter_text = ", ".join(f"{key}={wanted!r}" for key, wanted in where.items()) or "no filter"
        raise DataError(
            f"value({name!r}, {column!r}) needs exactly one row; {filter_text} matches "
            f"{len(found)} of {len(frame)}.{_hint(frame, where, len(found))}"
        )
    cell = found.iloc[0]
    return cell.item() if hasattr(cell, "item") else cell


def tables() -> pd.DataFrame:
    """The catalogue: one row a table, with name, title, row, rows, columns, caveats and chapters."""
    records = []
    for entry in package()["resources"]:
        frame = load(entry["name"])
        records.append(
            {
                "name": entry["name"],
                "title": entry["title"],
                "row": entry["row"],
                "rows": len(frame),
                "columns": frame.shape[1],
                "sources": len(frame.attrs["sources"]),
                "caveats": list(entry.get("caveats", [])),
                "chapters": list(entry.get("chapters", [])),
            }
        )
    return pd.DataFrame.from_records(records)


def sources() -> pd.DataFrame:
    """The bibliography: one row a source, in the order of sources.bib, `source_id` first."""
    return pd.DataFrame.from_records(list(read_bibliography().values()))


def loaded_tables() -> list[str]:
    """Names of the tables read so far in this process, sorted.

    The build asks for it to know on which tables a page depends.
    """
    return sorted(_loaded)


def _stamp(name: str) -> tuple:
    files = (
        descriptor.DATA_DIR / resource(name)["path"],
        descriptor.DATA_DIR / "datapackage.json",
        descriptor.DATA_DIR / "sources.bib",
    )
    return tuple(path.stat().st_mtime_ns if path.exists() else None for path in files)


@lru_cache(maxsize=256)
def _read(name: str, stamp: tuple) -> pd.DataFrame:
    # `stamp` is part of the cache key: an edited file is read again.
    return read_table(name)


def _copied(item):
    return item.copy() if isinstance(item, list | dict) else item


def _equals(column: pd.Series, wanted) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(column):
        wanted = pd.to_datetime(wanted, errors="coerce")  # what is no date equals no date
    return (column == wanted).fillna(False).astype(bool)


def _hint(frame: pd.DataFrame, where: dict, matches: int) -> str:
    if matches:
        return " Name more columns to tell these rows apart."
    for key, wanted in where.items():
        if not _equals(frame[key], wanted).any():
            return (
                f" Column {key!r} never holds {wanted!r}.{did_you_mean(wanted, frame[key].dropna().unique())}"
            )
    return " Each value occurs, but not together."
