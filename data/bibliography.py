"""Reads sources.bib, the only list of sources.

The file is BibTeX as Zotero exports it in UTF-8, one field a line. This reader takes just
that form, so that the data module needs nothing but pandas, also in the browser; a test
holds it against pybtex, entry by entry.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from data import descriptor
from data.errors import DataError

COLUMNS = (
    "source_id", "type", "author", "title", "publisher", "year", "date", "url", "doi",
    "kind", "license", "republished", "urldate", "note",
)  # fmt: skip
KINDS = (
    "announcement", "commentary", "database", "law", "news", "paper", "report", "statistics",
)  # fmt: skip
_REQUIRED = ("author", "title", "publisher", "kind", "license", "urldate")
# BibTeX names the publisher of an article and of a report in its own way.
_PUBLISHER = {"journal": "publisher", "institution": "publisher"}
TYPES = ("article", "book", "misc", "online", "techreport")
_ENTRY = re.compile(r"@(?P<type>[a-z]+)\{(?P<key>[a-z0-9-]+),$")
_FIELD = re.compile(r"\s+(?P<name>[a-z]+)\s*=\s*\{(?P<text>.*)\},$")
_DATE = re.compile(r"((19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?")


def read_bibliography() -> dict[str, dict]:
    """Every entry by key, in file order: dictionaries with the fields of COLUMNS ('' if absent).

    `republished` is True where the text read was a republished copy. Raises DataError with
    the line for a twin key, a missing field, an unknown field or kind, or a line not understood.
    """
    path = descriptor.DATA_DIR / "sources.bib"
    try:
        return _parse(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise DataError(f"data/sources.bib cannot be read: {error.strerror}.") from error


@lru_cache(maxsize=4)
def _parse(path: Path, modified: int) -> dict[str, dict]:
    entries: dict[str, dict] = {}
    entry: dict | None = None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"data/sources.bib is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if entry is None:
            if not line.strip() or line.startswith("%"):
                continue
            entry = _start(line, number, entries)
        elif line.strip() == "}":
            entries[entry["source_id"]] = _finish(entry, number)
            entry = None
        else:
            _add_field(entry, line, number)
    if entry is not None:
        raise _error(len(lines), f"the entry {entry['source_id']!r} is not closed with a line '}}'.")
    return entries


def _start(line: str, number: int, entries: dict) -> dict:
    match = _ENTRY.fullmatch(line.rstrip())
    if not match:
        raise _error(number, f"expected the start of an entry, such as '@online{{key,', found {line!r}.")
    if match["type"] not in TYPES:
        raise _error(number, f"unknown type {match['type']!r}. Types: {', '.join(TYPES)}.")
    if match["key"] in entries:
        raise _error(number, f"the key {match['key']!r} is used twice. Keys are unique.")
    return {"source_id": match["key"], "type": match["type"]}


def _add_field(entry: dict, line: str, number: int) -> None:
    match = _FIELD.fullmatch(line.rstrip())
    if not match:
        raise _error(
            number,
            "expected one field a line with a comma at its end, such as '  title = {…},', "
            f"found {line.strip()!r}.",
        )
    name, text = _PUBLISHER.get(match["name"], match["name"]), match["text"]
    if name not in COLUMNS[2:]:
        raise _error(number, f"unknown field {name!r}. Fields: {', '.join(COLUMNS[2:])}.")
    if name in entry:
        raise _error(number, f"the field {name!r} stands twice in {entry['source_id']!r}.")
    if not _balanced(text):
        raise _error(number, f"the braces of {name!r} do not match.")
    if re.search(r"\\[^&%$#_]", text):
        raise _error(number, f"{name!r} holds a TeX command. Write letters as they are, in UTF-8.")
    entry[name] = _plain(text)


def _finish(entry: dict, number: int) -> dict:
    for name in _REQUIRED:
        if not entry.get(name):
            raise _error(number, f"the entry {entry['source_id']!r} lacks {name!r}.")
    if entry["kind"] not in KINDS:
        raise _error(number, f"{entry['source_id']!r} has kind {entry['kind']!r}. Kinds: {', '.join(KINDS)}.")
    entry = {name: entry.get(name, "") for name in COLUMNS}
    if entry["date"][:4] != entry["year"]:
        raise _error(number, f"'date' and 'year' of {entry['source_id']!r} disagree.")
    if entry["url"] and not re.fullmatch(r"https?://\S+", entry["url"]):
        raise _error(number, f"the url of {entry['source_id']!r} must start with https:// or http://.")
    for name in ("date", "urldate"):
        if not _DATE.fullmatch(entry[name]):
            raise _error(
                number, f"{name!r} of {entry['source_id']!r} is not like 2022, 2022-02 or 2022-02-23."
            )
    if entry["type"] in ("article", "techreport") and not entry["year"]:
        raise _error(
            number, f"{entry['source_id']!r} is an {entry['type']} without a year. Undated: use misc."
        )
    if entry["republished"] not in ("", "yes"):
        raise _error(number, f"'republished' of {entry['source_id']!r} is 'yes' or absent.")
    entry["republished"] = entry["republished"] == "yes"
    return entry


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0


def _plain(text: str) -> str:
    # Zotero escapes the characters that TeX reserves and braces words that keep their case.
    return re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "")


def _error(number: int, message: str) -> DataError:
    return DataError(f"data/sources.bib, line {number}: {message}")
