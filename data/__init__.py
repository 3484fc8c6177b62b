"""The shared data module: every fact of the book, with its source.

    from data import load, value, tables, sources

    load("federal_budgets")                      # a typed DataFrame, checked as it is read
    value("nih_inquiries", "value", metric="lost_jobs", as_of="2023-03")
    tables()                                     # the catalogue: one row a table
    sources()                                    # the bibliography: one row a source

A table is `tables/NAME.csv`; `datapackage.json` is the only place that describes it;
`sources.bib` is the only list of sources. Whatever breaks the description stops the
reading with a `DataError` that names file, row, column and rule.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pandas as pd

from data import descriptor
from data.bibliography import read_bibliography
from data.descriptor import package, resource
from data.errors import DataError, did_you_mean
from data.reading import read_table

__all__ = ["DataError", "dependencies", "load", "loaded_tables", "sources", "tables", "value"]

_loaded: dict[str, None] = {}  # names in the order of their first use
_catalogued = False


def load(name: str) -> pd.DataFrame:
    """The table `name`: one row as its descriptor says, columns typed, a fresh copy each call.

    `.attrs` holds `name`, `title`, `row` (what one row is), `units` (column to unit),
    `caveats` and `sources` (the keys the rows cite). An empty cell is missing (NA), whatever
    its type. Raises DataError for an unknown name and for any cell that breaks its declaration.
    """
    _loaded.setdefault(resource(name)["name"])
    return _read(name, _stamp(name)).copy()


def value(name: str, column: str, /, **where):
    """The one cell of `column` in table `name` whose row has every `where` column=value.

    Returns a plain Python scalar, or a pandas Timestamp for a date. Raises DataError for an unknown
    column, for an empty cell, and when the filter matches no row or several: the message names the
    table, the filter and the count.
    """
    frame = load(name)
    for wanted in (column, *where):
        if wanted not in frame.columns:
            raise DataError(f"table {name!r} has no column {wanted!r}.{did_you_mean(wanted, frame.columns)}")
    match = pd.Series(True, index=frame.index)
    for key, wanted in where.items():
        match &= _equals(frame[key], wanted)
    found = frame.loc[match, column]
    call = f"value({name!r}, {column!r}) with " + (
        ", ".join(f"{key}={wanted!r}" for key, wanted in where.items()) or "no filter"
    )
    if len(found) != 1:
        hint = _hint(frame, where, len(found))
        raise DataError(f"{call} matches {len(found)} of {len(frame)} rows; it needs exactly one.{hint}")
    cell = found.iloc[0]
    if pd.isna(cell):
        raise DataError(f"{call} finds an empty cell (row {found.index[0] + 2}).")
    return cell.item() if hasattr(cell, "item") else cell


def tables() -> pd.DataFrame:
    """The catalogue: one row a table, with columns name, title, row (what one row is), rows, columns,
    sources (how many), caveats and chapters (lists)."""
    global _catalogued
    _catalogued = True
    records = []
    for entry in package()["resources"]:
        frame = _read(entry["name"], _stamp(entry["name"]))
        records.append(
            {
                "name": entry["name"],
                "title": entry["title"],
                "row": entry["row"],
                "rows": len(frame),
                "columns": frame.shape[1],
                "sources": len(frame.attrs["sources"]),
                "caveats": list(entry["caveats"]),
                "chapters": list(entry.get("chapters", [])),
            }
        )
    return pd.DataFrame.from_records(records)


def sources() -> pd.DataFrame:
    """The bibliography: one row a source, in the order of sources.bib, `source_id` first; '' where
    the entry has no such field. A fresh copy each call."""
    return _read_sources(descriptor.DATA_DIR, _modified(descriptor.DATA_DIR / "sources.bib")).copy()


def loaded_tables() -> list[str]:
    """Names of the tables that `load` and `value` read so far in this process, in order of first use."""
    return list(_loaded)


def dependencies() -> list[str]:
    """What this process has read so far, as paths in the project; `FILE#TABLE` is that table's description.

    The build asks for it to know when a page is stale.
    """
    names = [entry["name"] for entry in package()["resources"]] if _catalogued else loaded_tables()
    paths = [f"data/tables/{name}.csv" for name in names]
    described = (
        ["data/datapackage.json"] if _catalogued else [f"data/datapackage.json#{name}" for name in names]
    )
    return [*paths, *described, "data/sources.bib"]


def _stamp(name: str) -> tuple:
    folder = descriptor.DATA_DIR
    files = (folder / resource(name)["path"], folder / "datapackage.json", folder / "sources.bib")
    return folder, *map(_modified, files)


def _modified(path: Path) -> int | None:
    # One look at the disk, not two: in the browser each is a request.
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


@lru_cache(maxsize=256)
def _read(name: str, stamp: tuple) -> pd.DataFrame:
    # `stamp` is part of the cache key: an edited file is read again.
    return read_table(name)


@lru_cache(maxsize=4)
def _read_sources(folder: Path, modified: int | None) -> pd.DataFrame:
    # Every figure asks for its publishers; making the frame takes many times as long as copying it.
    return pd.DataFrame.from_records(list(read_bibliography().values()))


def _equals(column: pd.Series, wanted) -> pd.Series:
    if not pd.api.types.is_scalar(wanted):
        raise DataError(f"column {column.name!r} is compared with {wanted!r}; give one value, not several.")
    if pd.api.types.is_datetime64_any_dtype(column):
        wanted = pd.to_datetime(wanted, errors="coerce")  # what is no date equals no date
    return (column == wanted).fillna(False).astype(bool)


def _hint(frame: pd.DataFrame, where: dict, matches: int) -> str:
    if matches:
        return " Name more columns to tell these rows apart."
    for key, wanted in where.items():
        if _equals(frame[key], wanted).any():
            continue
        held = frame[key].dropna().unique().tolist()
        if pd.api.types.is_datetime64_any_dtype(frame[key]):
            held = [pd.Timestamp(item).strftime("%Y-%m-%d") for item in held]
        elif str(wanted) in map(str, held):
            return f" Column {key!r} holds {frame[key].dtype}: write {str(wanted)!r} as that type."
        return f" Column {key!r} never holds {wanted!r}.{did_you_mean(wanted, held)}"
    return " Each value occurs, but not together."
