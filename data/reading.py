"""Reads one CSV table as its descriptor declares it; anything else is a DataError.

Nothing is guessed: a cell either fits its column or stops the reading. The first row of a
file is its header, so the first row of data is row 2, as a spreadsheet numbers it.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from datetime import date

import pandas as pd

from data import descriptor
from data.bibliography import read_bibliography
from data.errors import DataError, did_you_mean


def read_table(name: str) -> pd.DataFrame:
    """The table `name`, typed and checked; see `data.load` for what it carries."""
    entry = descriptor.resource(name)
    fields = entry["schema"]["fields"]
    where = f"data/{entry['path']}"
    header, rows = _read_rows(where, entry["path"])
    _check_header(where, header, fields)
    _check_cells(where, header, rows)
    frame = pd.DataFrame(
        {
            field["name"]: _column(where, field, [row[index] for row in rows])
            for index, field in enumerate(fields)
        }
    )
    _check_key(where, frame, entry["schema"]["primaryKey"])
    _check_sources(where, frame)
    frame.attrs = {
        "name": name,
        "title": entry["title"],
        "row": entry["row"],
        "units": {field["name"]: field["unit"] for field in fields if "unit" in field},
        "caveats": list(entry["caveats"]),
        "sources": _cited(frame),
    }
    return frame


def _read_rows(where: str, path: str) -> tuple[list[str], list[list[str]]]:
    try:
        raw = (descriptor.DATA_DIR / path).read_bytes()
    except OSError as error:
        raise DataError(f"{where} cannot be read: {error.strerror}.") from error
    if raw.startswith(b"\xef\xbb\xbf"):
        raise DataError(f"{where} starts with a byte-order mark. `make format` removes it.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        raise DataError(f"{where}, row {row}: not UTF-8. Save the file as UTF-8.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header, rows = next(reader, None), list(reader)
    except csv.Error as error:
        message = f"{where} is not valid CSV near row {reader.line_num}: {error}. Look for an unclosed quote."
        raise DataError(message) from error
    if header is None:
        raise DataError(f"{where} is empty. Its first row names the columns.")
    if not rows:
        raise DataError(f"{where} has no rows under its header.")
    return header, rows


def _check_cells(where: str, header: list[str], rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, start=2):
        if not row:
            raise DataError(f"{where}, row {number}: the line is blank. Remove it.")
        if len(row) != len(header):
            raise DataError(
                f"{where}, row {number}: {len(row)} cells under {len(header)} columns. "
                f"{_miscount(header, row)}"
            )
        for column, cell in zip(header, row, strict=True):
            if fault := _fault(cell):
                raise _error(where, number, column, f"{cell!r} {fault}")


def _miscount(header: list[str], row: list[str]) -> str:
    """What to do where a row has too few or too many cells."""
    if len(row) == 1 < len(header):
        return "Cells are separated by commas."
    if len(row) < len(header):
        return "A comma is missing: an empty cell needs one too."
    # The part of a text after a bare comma begins with a space, as no cell does.
    for column, before, after in zip(header, row, row[1:], strict=False):
        if after.startswith(" "):
            return f'A text with a comma stands in double quotes. Column {column} may be "{before},{after}".'
    return "A text with a comma stands in double quotes."


def _fault(cell: str) -> str | None:
    """What no cell may be, whatever its type, or None."""
    if cell != cell.strip() or "  " in cell:
        return "has space at its edge or twice in a row"
    if not cell.isprintable():
        return "has a line break or another invisible character"
    if not unicodedata.is_normalized("NFC", cell):
        return "writes a letter in two parts; save the text as Unicode NFC"
    if cell.lower() in {"na", "n/a", "nan", "none", "null"}:
        return "stands for nothing. Leave the cell empty instead"
    return None


def _check_header(where: str, header: list[str], fields: list[dict]) -> None:
    declared = [field["name"] for field in fields]
    for column in header:
        if column not in declared:
            hint = did_you_mean(column, declared)
            raise DataError(f"{where}, row 1: column {column!r} is not in datapackage.json.{hint}")
    for column in declared:
        if column not in header:
            raise DataError(f"{where}, row 1: column {column!r} is missing; datapackage.json declares it.")
    if header != declared:
        raise DataError(f"{where}, row 1: columns are out of order. Order: {', '.join(declared)}.")


def _column(where: str, field: dict, cells: list[str]) -> pd.Series:
    convert, dtype = _TYPES[field["type"]]
    rules = field.get("constraints", {})
    parsed = []
    for number, cell in enumerate(cells, start=2):
        try:
            parsed.append(_cell(cell, convert, rules))
        except ValueError as error:  # the converters say in words what is wrong
            told = _error(where, number, field["name"], str(error))
            raise DataError(f"{told} The column holds: {field['description']}") from None
    if rules.get("unique"):
        _check_unique(where, field["name"], parsed)
    if dtype == "Int64" and rules.get("required"):
        dtype = "int64"
    return pd.Series(parsed, dtype=dtype)


def _cell(cell: str, convert: Callable, rules: dict):
    if cell == "":
        if rules.get("required"):
            raise ValueError("is empty, but every row needs a value")
        return None
    if "enum" in rules and cell not in map(str, rules["enum"]):
        raise ValueError(
            f"{cell!r} is not one of the allowed values.{did_you_mean(cell, rules['enum'])} A new value "
            "goes into `enum` of this column in data/datapackage.json."
        )
    if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
        raise ValueError(f"{cell!r} does not fit the pattern {rules['pattern']}")
    parsed = convert(cell)
    if "minimum" in rules and parsed < convert(str(rules["minimum"])):
        raise ValueError(f"{cell} is below the minimum {rules['minimum']}")
    if "maximum" in rules and parsed > convert(str(rules["maximum"])):
        raise ValueError(f"{cell} is above the maximum {rules['maximum']}")
    return parsed


def _check_unique(where: str, column: str, parsed: list) -> None:
    first: dict = {}
    for number, item in enumerate(parsed, start=2):
        if item is not None and first.setdefault(item, number) != number:
            raise _error(where, number, column, f"{item!r} stands already in row {first[item]}. Keep one")


def _check_key(where: str, frame: pd.DataFrame, key: list[str]) -> None:
    twins = frame.index[frame.duplicated(subset=key, keep="first")]
    if len(twins):
        shown = ", ".join(f"{column}={frame[column].iloc[twins[0]]!r}" for column in key)
        raise DataError(
            f"{where}, row {twins[0] + 2}, column {key[0]}: the key ({', '.join(key)}) stands twice: "
            f"{shown}. Keep one row, or mend the cells that tell the two apart."
        )


def _check_sources(where: str, frame: pd.DataFrame) -> None:
    known = read_bibliography()
    for column in source_columns(frame):
        for number, cell in enumerate(frame[column].fillna(""), start=2):
            for key in filter(None, cell.split(";")):
                if key not in known:
                    message = f"{key!r} is not in data/sources.bib. Add its entry there, or mend the key."
                    near = did_you_mean(key, known, otherwise="")
                    raise _error(where, number, column, message + near)


def source_columns(frame: pd.DataFrame) -> list[str]:
    """The columns that hold keys of the bibliography: source_id, and lists (`a;b`) in `…_sources`."""
    return [column for column in frame.columns if column == "source_id" or column.endswith("_sources")]


def _cited(frame: pd.DataFrame) -> list[str]:
    cells = (cell for column in source_columns(frame) for cell in frame[column].dropna())
    return list(dict.fromkeys(key for cell in cells for key in cell.split(";")))


def _string(cell: str) -> str:
    return cell


def _integer(cell: str) -> int:
    if not re.fullmatch(r"0|-?[1-9][0-9]{0,14}", cell):
        raise ValueError(f"{cell!r} is not a whole number. Write digits only, such as 1304")
    return int(cell)


def _number(cell: str) -> float:
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?", cell):
        raise ValueError(f"{cell!r} is not a number. Write digits with a point, such as 8.75")
    return float(cell)


def _boolean(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(f"{cell!r} is not true or false")
    return cell == "true"


def _date(cell: str) -> pd.Timestamp:
    if not re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", cell):
        raise ValueError(f"{cell!r} is not a date. Write year-month-day, such as 2022-02-23")
    try:
        return pd.Timestamp(date.fromisoformat(cell))
    except ValueError:
        raise ValueError(f"{cell!r} is not a day of the calendar") from None


def _month(cell: str) -> pd.Timestamp:
    if not re.fullmatch(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", cell):
        raise ValueError(f"{cell!r} is not a month. Write year-month, such as 2022-02")
    return pd.Timestamp(f"{cell}-01")


_TYPES: dict[str, tuple[Callable, str]] = {
    "string": (_string, "string"),
    "integer": (_integer, "Int64"),
    "number": (_number, "float64"),
    "boolean": (_boolean, "boolean"),
    "date": (_date, "datetime64[ns]"),
    "yearmonth": (_month, "datetime64[ns]"),
}


def _error(where: str, number: int, column: str, message: str) -> DataError:
    end = "" if message.endswith((".", "?")) else "."
    return DataError(f"{where}, row {number}, column {column}: {message}{end}")
