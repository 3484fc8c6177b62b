"""The data catalogue: every table as its descriptor tells it, with a picture of its shape."""

from __future__ import annotations

from html import escape

import pandas as pd

from charts.chapter import DATA, Html
from charts.theme import RELIEF
from data import load, sources, tables
from data.descriptor import package, resource

ARCHIVE = "reverse-brain-drain-data.zip"
_PICTURE_WIDTH, _PICTURE_HEIGHT = 220, 36  # CSS pixels
_MOST_BARS = 40


def catalogue() -> Html:
    """All tables: a field to find one by part of a word, then a block each, in the descriptor's order.

    All text from the descriptor is escaped. Without scripts every block stands open to reading.
    """
    bibliography = sources().set_index("source_id")
    blocks = "".join(_block(row, bibliography) for row in tables().itertuples())
    return Html(
        '<p class="filter"><label>Find a table, a column or a subject '
        '<input type="search" data-filters="table-entry" data-noun="tables"></label> '
        '<output aria-live="polite"></output></p>'
        f'<p><a href="{DATA}/{ARCHIVE}" download>All tables with description and sources, one zip</a></p>'
        f"{blocks}"
    )


def coverage(frame: pd.DataFrame) -> str:
    """The years a table speaks of: '2017 to 2026', '2021', or '' where no column tells."""
    years = _years(frame)
    if years.empty:
        return ""
    first, last = int(years.min()), int(years.max())
    return str(first) if first == last else f"{first} to {last}"


def shape_picture(frame: pd.DataFrame) -> str:
    """A small inline SVG: rows by year, or by value of the first short column where no year is told."""
    years = _years(frame)
    if not years.empty:
        counts = years.value_counts().reindex(range(int(years.min()), int(years.max()) + 1), fill_value=0)
        what = f"Rows by year, {coverage(frame)}"
    else:
        column = min(frame.columns[:-4], key=lambda name: abs(frame[name].nunique() - 6))
        counts = frame[column].value_counts()
        what = f"Rows by {column}, {frame[column].nunique()} values"
    counts = counts.iloc[-_MOST_BARS:]
    step, top = _PICTURE_WIDTH / len(counts), counts.max()
    bars = "".join(
        f'<rect x="{index * step:.1f}" y="{_PICTURE_HEIGHT * (1 - count / top):.1f}" '
        f'width="{max(step - 1, 1):.1f}" height="{_PICTURE_HEIGHT * count / top:.1f}"/>'
        for index, count in enumerate(counts)
        if count
    )
    alt = escape(f"{what}; at most {top} rows in a bar.")
    return (
        f'<svg role="img" aria-label="{alt}" width="{_PICTURE_WIDTH}" height="{_PICTURE_HEIGHT}" '
        f'viewBox="0 0 {_PICTURE_WIDTH} {_PICTURE_HEIGHT}" fill="{RELIEF}" class="shape">{bars}</svg>'
    )


def _block(row, bibliography: pd.DataFrame) -> str:
    entry, frame = resource(row.name), load(row.name)
    fields = entry["schema"]["fields"]
    found = escape(
        " ".join([row.name, row.title, entry["description"], *(f["name"] for f in fields)]).lower()
    )
    cited = bibliography.loc[frame.attrs["sources"]]
    years = coverage(frame)
    publishers = cited["publisher"].value_counts()
    named = ", ".join(escape(name) for name in publishers.index[:4])
    facts = f"{row.rows:,} rows" + (f", {years}" if years else "") + f", {row.sources} sources"
    chapters = ", ".join(escape(name) for name in row.chapters)
    license_ = (entry.get("licenses") or package()["licenses"])[0]["title"]
    return (
        f'<section class="table-entry" id="{escape(row.name)}" data-words="{found}">'
        f"<h3>{escape(row.title)}</h3>"
        f"<p><code>{escape(row.name)}</code>: {facts}. "
        f'<a href="{DATA}/tables/{escape(row.name)}.csv" download>Download {escape(row.name)}.csv</a></p>'
        f"{shape_picture(frame)}"
        f"<p>{escape(entry['description'])} <strong>A row:</strong> {escape(row.row)}</p>"
        f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in row.caveats)}</ul>"
        f"<details><summary>Columns of {escape(row.name)}</summary>{_fields(row.name, fields)}</details>"
        f"<p>Sources: {named}{' and others' if len(publishers) > 4 else ''}. For: {chapters}. "
        f"License: {escape(license_)}.</p></section>"
    )


def _fields(name: str, fields: list[dict]) -> str:
    rows = "".join(
        f'<tr><th scope="row"><code>{escape(field["name"])}</code></th><td>{escape(_kind(field))}</td>'
        f"<td>{escape(field['description'])}</td></tr>"
        for field in fields
    )
    return (
        f'<div class="wide-table" tabindex="0" role="region" aria-label="Columns of {escape(name)}"><table>'
        "<thead><tr><th scope=col>Column</th><th scope=col>Type</th><th scope=col>Meaning</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _kind(field: dict) -> str:
    rules = field.get("constraints", {})
    parts = [field["type"], field.get("unit", "")]
    if "enum" in rules:
        parts.append("one of " + ", ".join(map(str, rules["enum"])))
    bounds = [
        f"{word} {rules[key]}" for key, word in (("minimum", "from"), ("maximum", "to")) if key in rules
    ]
    parts.append(" ".join(bounds))
    parts.append("required" if rules.get("required") else "")
    return "; ".join(part for part in parts if part)


def _years(frame: pd.DataFrame) -> pd.Series:
    for column in ("year", "fiscal_year", "version_year", "first_year", "edition"):
        if column in frame and pd.api.types.is_integer_dtype(frame[column]):
            return frame[column].dropna()
    for column in frame.select_dtypes("datetime64").columns:
        return frame[column].dropna().dt.year
    for column in ("as_of", "period", "fielded"):
        if column in frame:
            told = frame[column].astype("string").str.extract(r"((?:19|20)\d{2})")[0].dropna()
            return told.astype(int)
    return pd.Series(dtype=int)
