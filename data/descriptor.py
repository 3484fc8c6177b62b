"""Reads datapackage.json: the only place where a table or a column is described."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from data.errors import DataError, did_you_mean

DATA_DIR = Path(__file__).parent
TYPES = ("string", "integer", "number", "boolean", "date", "yearmonth")
RULES = ("required", "unique", "enum", "pattern", "minimum", "maximum")


def package() -> dict:
    """The whole descriptor (Data Package v2), as plain dictionaries."""
    path = DATA_DIR / "datapackage.json"
    try:
        return _parse(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise DataError(f"data/datapackage.json cannot be read: {error.strerror}.") from error


def resource(name: str) -> dict:
    """The descriptor of table `name`. Raises DataError with near misses for an unknown name."""
    known = {entry["name"]: entry for entry in package()["resources"]}
    if name not in known:
        raise DataError(f"there is no table {name!r}.{did_you_mean(name, known)}")
    return known[name]


@lru_cache(maxsize=4)
def _parse(path: Path, modified: int) -> dict:
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"data/datapackage.json is not valid JSON: {error}") from error
    names = []
    for entry in descriptor.get("resources", []):
        name = _need(entry, "name", f"table {len(names) + 1}")
        if name in names:
            raise DataError(f"data/datapackage.json describes {name!r} more than once.")
        names.append(name)
        _check_table(name, entry)
    return descriptor


def _check_table(name: str, entry: dict) -> None:
    for key in ("title", "row", "caveats"):
        _need(entry, key, f"table {name!r}")
    if _need(entry, "path", f"table {name!r}") != f"tables/{name}.csv":
        raise DataError(f"data/datapackage.json: the path of table {name!r} must be tables/{name}.csv.")
    fields = _need(_need(entry, "schema", f"table {name!r}"), "fields", f"table {name!r}")
    for field in fields:
        column = f"table {name!r}, column {_need(field, 'name', f'a column of table {name!r}')!r}"
        _check_known(_need(field, "type", column), TYPES, "type", column)
        for rule in field.get("constraints", {}):
            _check_known(rule, RULES, "rule", column)
    for column in entry["schema"].get("primaryKey", []) + ["source_id"]:
        _check_known(column, [field["name"] for field in fields], "column", f"table {name!r}")


def _need(entry: dict, key: str, where: str):
    if not entry.get(key):
        raise DataError(f"data/datapackage.json, {where}: {key!r} is missing.")
    return entry[key]


def _check_known(word: str, known, what: str, where: str) -> None:
    if word not in known:
        raise DataError(
            f"data/datapackage.json, {where}: unknown {what} {word!r}.{did_you_mean(word, known)}"
        )
