"""Reads datapackage.json: the only place where a table or a column is described."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from data.errors import DataError, did_you_mean

DATA_DIR = Path(__file__).parent


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
    names = [entry["name"] for entry in descriptor["resources"]]
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise DataError(f"data/datapackage.json describes {twins[0]!r} more than once.")
    return descriptor
