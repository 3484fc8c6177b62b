"""The bibliography of the book: every source by kind, with its flags, found by part of a word."""

from __future__ import annotations

from html import escape

import pandas as pd

from charts.chapter import Html, source_item
from data import load, sources, tables
from data.bibliography import read_bibliography

# kind in sources.bib: heading, and what such a source is worth here. In the order of the page.
KINDS = {
    "law": ("Laws and orders", "The text of a rule or a ruling."),
    "statistics": ("Official statistics", "Counts that an agency publishes from its own survey or register."),
    "database": ("Databases", "Collections that somebody keeps and others can query."),
    "paper": (
        "Papers",
        "Articles and working papers; the note says where only an abstract was read.",
    ),
    "report": ("Reports", "Studies of institutes, councils and agencies outside journals."),
    "announcement": ("Announcements", "What an institution says of itself, its people or its programs."),
    "news": ("News", "Reporting, often the only public record of a move or a count."),
    "commentary": ("Commentary", "Opinion, blogs and newsletters: for claims, or as the relay of a number."),
}


def bibliography() -> Html:
    """All sources: a field to find one, then a section a kind, each entry with the tables that use it.

    All text from the bibliography is escaped. Raises ValueError for a kind without a heading here.
    """
    entries = sources()
    unknown = set(entries["kind"]) - set(KINDS)
    if unknown:
        raise ValueError(
            f"data/sources.bib has kinds without a heading in charts/library.py: {sorted(unknown)}"
        )
    used = _used_by()
    groups = "".join(_group(entries[entries["kind"] == kind], used, kind) for kind in KINDS)
    return Html(
        '<p class="filter"><label>Find an author, a title, a publisher or a table '
        '<input type="search" data-filters="source-entry" data-noun="sources"></label> '
        f'<output aria-live="polite"></output></p>{groups}'
    )


def source_links(rows: pd.DataFrame, *columns: str, dated: bool = False) -> pd.Series:
    """The sources of each row as a cell of `browse`: (publisher, address) of each, once, in order.

    columns: hold keys of sources joined by ';'; an empty cell is left out. dated: add the year to the
    publisher. Returns a Series of lists with the index of `rows`.
    """
    entries = read_bibliography()

    def link(key: str) -> tuple[str, str]:
        entry = entries[key]
        year = f", {entry['year']}" if dated and entry["year"] else ""
        return entry["publisher"] + year, entry["url"]

    cells = rows[list(columns)].itertuples(index=False)
    keys = (dict.fromkeys(";".join(text for text in row if pd.notna(text)).split(";")) for row in cells)
    return pd.Series([[link(key) for key in found if key] for found in keys], index=rows.index)


def _used_by() -> dict[str, list[str]]:
    used: dict[str, list[str]] = {}
    for name in tables()["name"]:
        for key in load(name).attrs["sources"]:
            used.setdefault(key, []).append(name)
    return used


def _group(entries: pd.DataFrame, used: dict[str, list[str]], kind: str) -> str:
    heading, meaning = KINDS[kind]
    ordered = entries.sort_values(["publisher", "date", "title"], key=lambda values: values.str.casefold())
    items = "".join(_entry(row, used.get(row["source_id"], [])) for _, row in ordered.iterrows())
    copies = int(entries["republished"].sum())
    told = f"{len(entries):,} sources" + (f", {copies} read as a copy" if copies else "")
    return f"<section><h3>{heading}</h3><p>{meaning} {told}.</p><ul>{items}</ul></section>"


def _entry(row: pd.Series, names: list[str]) -> str:
    key = row["source_id"]
    flag = '<strong class="flag">Copy</strong> ' if row["republished"] else ""
    where = f"In {', '.join(names)}." if names else "Cited in a chapter."
    return (
        f'<li class="source-entry" id="source-{escape(key)}">{flag}'
        f"{source_item(row)} <small><code>{escape(key)}</code>. {escape(where)}</small></li>"
    )
