"""The last section of every chapter: the tables it read and the sources behind them, generated."""

from __future__ import annotations

from html import escape

import pandas as pd

from data import load, loaded_tables, sources

BIBLIOGRAPHY = "bibliography.html"
DATA = "../_static/data"  # where the build publishes the data, seen from a chapter


class Html(str):
    """Text that a notebook shows as HTML."""

    def _repr_html_(self) -> str:
        return str(self)


def data_and_sources() -> Html:
    """Every table read so far in this notebook: what a row is, caveats, download, and its sources, each by
    publisher and date with a link to its entry in the bibliography.

    All text from the tables and the bibliography is escaped.
    """
    bibliography = sources().set_index("source_id")
    blocks = [_table_block(name, bibliography) for name in loaded_tables()]
    return Html("\n".join(blocks))


def _table_block(name: str, bibliography: pd.DataFrame) -> str:
    frame = load(name)
    attrs = frame.attrs
    cited = bibliography.loc[attrs["sources"]].sort_values(["publisher", "date"])
    caveats = "".join(f"<li>{escape(text)}</li>" for text in attrs["caveats"])
    entries = "".join(
        f"<li>{escape(publisher)}: {_dates(rows['date'])}</li>"
        for publisher, rows in cited.groupby("publisher")
    )
    return (
        f'<div class="table-block"><p><strong>{escape(attrs["title"])}.</strong> {escape(attrs["row"])} '
        f'{len(frame):,} rows. <a href="{DATA}/tables/{escape(name)}.csv" download>{escape(name)}.csv</a></p>'
        f"<details><summary>What to keep in mind, and the sources of {escape(name)} ({len(cited)})</summary>"
        f'<ul>{caveats}</ul><p>Sources, by publisher:</p><ul class="sources">{entries}</ul></details></div>'
    )


def _dates(dates: pd.Series) -> str:
    """The date of each source, linked to its entry. dates: by key of the source."""
    return ", ".join(
        f'<a href="{BIBLIOGRAPHY}#source-{escape(key)}">{escape(date) or "undated"}</a>'
        for key, date in dates.items()
    )


def source_item(row: pd.Series) -> str:
    """One entry of the bibliography as escaped HTML: who, what, where, when, and what to know about it."""
    title = escape(row["title"])
    if row["url"].startswith("https://") or row["url"].startswith("http://"):
        title = f'<a href="{escape(row["url"])}" rel="noopener">{title}</a>'
    parts = [escape(row["author"].replace(" and ", ", ")), title]
    if row["publisher"] != row["author"]:
        parts.append(escape(row["publisher"]))
    parts.append(escape(row["date"]) or "undated")
    if row["republished"] and "copy" not in row["publisher"]:
        parts.append("Read as a republished copy")
    if row["note"] and row["note"] != "Republished copy.":
        parts.append(escape(row["note"].removesuffix(".")))
    return ". ".join(parts) + "."
