"""Reads datapackage.json: the only place where a table or a column is described."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from data.errors import DataError, did_you_mean

DATA_DIR = Path(__file__).parent
TYPES = ("string", "integer", "number", "boolean", "date", "yearmonth")
RULES = {"required": bool, "unique": bool, "enum": list, "pattern": str, "minimum": object, "maximum": object}


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
    if not isinstance(name, str) or name not in known:
        raise DataError(f"there is no table {name!r}.{did_you_mean(name, known)}")
    return known[name]


@lru_cache(maxsize=4)
def _parse(path: Path, modified: int) -> dict:
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"data/datapackage.json is not valid JSON: {error}") from error
    seen = set()
    for entry in _need(descriptor, "resources", list, "the package"):
        name = _need(entry, "name", str, f"table {len(seen) + 1}")
        if name in seen:
            raise DataError(f"data/datapackage.json describes {name!r} more than once.")
        seen.add(name)
        _check_table(name, entry)
    return descriptor


def _check_table(name: str, entry: dict) -> None:
    where = f"table {name!r}"
    for key, kind in (("title", str), ("row", str), ("caveats", list)):
        _need(entry, key, kind, where)
    if _need(entry, "path", str, where) != f"tables/{name}.csv":
        raise _error(where, f"the path must be tables/{name}.csv")
    schema = _need(entry, "schema", dict, where)
    fields = _need(schema, "fields", list, where)
    for field in fields:
        _check_field(f"{where}, column {_need(field, 'name', str, where)!r}", field)
    columns = [field["name"] for field in fields]
    for column in [*_need(schema, "primaryKey", list, where), "source_id"]:
        _check_known(column, columns, "column", where)


def _check_field(where: str, field: dict) -> None:
    _check_known(_need(field, "type", str, where), TYPES, "type", where)
    _need(field, "description", str, where)
    for rule, setting in field.get("constraints", {}).items():
        _check_known(rule, RULES, "rule", where)
        if not isinstance(setting, RULES[rule]):
            raise _error(where, f"the rule {rule!r} cannot be {setting!r}")
        if rule == "pattern":
            try:
                re.compile(setting)
            except re.error as error:
                raise _error(where, f"the pattern {setting!r} is not valid: {error}") from error


def _need(entry, key: str, kind: type, where: str):
    if not isinstance(entry, dict) or not isinstance(entry.get(key), kind) or not entry[key]:
        raise _error(where, f"{key!r} is missing or not a {kind.__name__}")
    return entry[key]


def _check_known(word: str, known, what: str, where: str) -> None:
    if word not in known:
        raise _error(where, f"unknown {what} {word!r}.{did_you_mean(word, known)}")


def _error(where: str, message: str) -> DataError:
    return DataError(f"data/datapackage.json, {where}: {message.rstrip('.')}.")
