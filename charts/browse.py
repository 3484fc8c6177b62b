"""`browse`: a table that a reader of the site can search, filter and sort, and that is whole without scripts.

The orders are computed here, where the types of the columns are known, and travel with the table.
The script of the page (_ext/static/browse.js) puts rows in a given order and hides rows; it compares nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from html import escape

import pandas as pd

from charts.chapter import Html

_LONG = 40  # characters: a column with a longer text gets room for sentences


def browse(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    caption: str,
    name: str,
    filters: Collection[str] = (),
    row_ids: str | None = None,
    fit: bool = False,
) -> Html:
    """A table of all rows of `frame`, in its order. In a notebook it is plain; the site adds the controls.

    columns: the columns to show, in order, each with its heading; the first one names the row. A cell
    that is a list of (words, address) pairs is shown as so many links; an address that is not http(s) is
    no link.
    caption: what the table is. name: the id of the table on its page; the build stops where two are alike.
    filters: shown columns that get a list of their values to choose from.
    row_ids: what the address of each row begins with; 'claim' makes #claim-C017 of the name C017.
    fit: keep the table as wide as the page, for a few columns of short texts; others scroll sideways.

    Numbers sort as numbers, dates as dates, ordered categories in their order, all else as text without
    regard to case and accents; rows without a value come last. All text is escaped. A missing value is
    an empty cell. Raises ValueError for an empty frame, a missing text, or a column that is not there.
    """
    _check(frame, columns, caption, name, filters)
    texts = {column: _texts(frame[column]) for column in columns}
    orders = {column: _order(frame[column], texts[column]) for column in columns}
    first = next(iter(columns))
    ids = [f"{row_ids}-{text}" if row_ids else "" for text in texts[first]]
    _check_ids(name, [row_id for row_id in ids if row_id])
    selects = "".join(_select(columns, column, texts[column], orders[column]) for column in filters)
    heads = "".join(
        f'<th scope="col"{_kind(frame[column], texts[column])} data-order="{_join(orders[column])}">'
        f"{escape(heading)}</th>"
        for column, heading in columns.items()
    )
    cells = zip(*(_cells(frame[column], texts[column], column == first) for column in columns), strict=True)
    body = "".join(
        (f'<tr id="{row_id}">' if row_id else "<tr>") + "".join(row) + "</tr>"
        for row_id, row in zip(ids, cells, strict=True)
    )
    rows = "1 row" if len(frame) == 1 else f"{len(frame):,} rows"
    return Html(
        f'<div class="browse" id="{name}"><p class="browse-caption" id="{name}-caption">{escape(caption)}</p>'
        # Without the script of the site these do nothing, so they are not shown.
        f'<div class="browse-controls" role="search" aria-labelledby="{name}-caption" hidden>'
        f'<label>Search the table <input type="search" autocomplete="off"></label>'
        f"{selects}{_sort_list(columns)}"
        '<button type="button">Show all</button></div>'
        f'<output aria-live="polite">{rows}</output>'
        f'<div class="browse-rows{" is-fit" if fit else ""}" tabindex="0" role="region"'
        f' aria-labelledby="{name}-caption">'
        f'<table aria-labelledby="{name}-caption"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></div>"
    )


def _check(
    frame: pd.DataFrame, columns: Mapping[str, str], caption: str, name: str, filters: Collection[str]
) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"table name {name!r}: begin with a small letter; use small letters, digits, hyphens."
        )
    if not caption.strip():
        raise ValueError(f"table {name!r} has no caption; say what a reader finds in it.")
    if frame.empty:
        raise ValueError(f"table {name!r} has no rows; check the filter that made the frame.")
    if not columns:
        raise ValueError(f"table {name!r} shows no column; give columns as {{'column': 'Heading'}}.")
    for column in columns:
        if column not in frame:
            raise ValueError(
                f"table {name!r}: no column {column!r}; the frame has {', '.join(map(str, frame.columns))}."
            )
    for column in filters:
        if column not in columns:
            raise ValueError(
                f"table {name!r}: filters names {column!r}, which is not shown; add it to columns."
            )
    headings = list(columns.values())
    for heading in headings:
        if not heading.strip() or headings.count(heading) > 1:
            raise ValueError(
                f"table {name!r}: heading {heading!r} is empty or repeated; name each column once."
            )


def _check_ids(name: str, ids: list[str]) -> None:
    for row_id in ids:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", row_id) or ids.count(row_id) > 1:
            raise ValueError(
                f"table {name!r}: {row_id!r} cannot be the address of a row; names must be unique "
                "letters, digits and hyphens."
            )


def _texts(values: pd.Series) -> list[str]:
    return [
        "; ".join(words for words, _ in value)
        if isinstance(value, list)
        else ("" if pd.isna(value) else _text(value))
        for value in values
    ]


def _text(value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return " ".join(str(value).split())  # as a browser shows it, so that a filter finds it


def _order(values: pd.Series, texts: list[str]) -> tuple[list[int], list[int]]:
    """The numbers of the rows with a value, smallest first, and of those without."""
    empty = [row for row, text in enumerate(texts) if not text]
    return sorted(
        (row for row, text in enumerate(texts) if text), key=_keys(values, texts).__getitem__
    ), empty


def _keys(values: pd.Series, texts: list[str]) -> list:
    if isinstance(values.dtype, pd.CategoricalDtype) and values.dtype.ordered:
        return list(values.cat.codes)
    if _is_number(values) or pd.api.types.is_datetime64_any_dtype(values):
        return list(values)
    return [_fold(text) for text in texts]


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _fold(text: str) -> str:
    """A text as an index sorts it: 'Öhman' stands with 'Ohman'."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def _join(order: tuple[list[int], list[int]]) -> str:
    return "|".join(" ".join(map(str, rows)) for rows in order)


def _kind(values: pd.Series, texts: list[str]) -> str:
    if _is_number(values):
        return ' class="number"'
    return ' class="long"' if max(map(len, texts)) > _LONG else ""


def _select(columns: Mapping[str, str], column: str, texts: list[str], order: tuple) -> str:
    choices = dict.fromkeys(texts[row] for row in order[0])
    options = "".join(f"<option>{escape(choice)}</option>" for choice in choices)
    return (
        f'<label>{escape(columns[column])} <select data-column="{list(columns).index(column)}">'
        f'<option value="">All</option>{options}</select></label>'
    )


def _sort_list(columns: Mapping[str, str]) -> str:
    # On a phone the head of a wide table is far away.
    options = "".join(
        f'<option value="{at}">{escape(heading)}</option>' for at, heading in enumerate(columns.values())
    )
    return f'<label>Sort by <select data-sort><option value="">As listed</option>{options}</select></label>'


def _cells(values: pd.Series, texts: list[str], names_row: bool) -> list[str]:
    number = ' class="number"' if _is_number(values) else ""
    before, after = ('<th scope="row">', "</th>") if names_row else (f"<td{number}>", "</td>")
    return [
        f"{before}{_linked(value) if isinstance(value, list) else escape(text)}{after}"
        for value, text in zip(values, texts, strict=True)
    ]


def _linked(pairs: list) -> str:
    return "; ".join(_link(*pair) for pair in pairs)


def _link(words: str, address) -> str:
    """The words, linked where there are words and an address of the web."""
    if words and isinstance(address, str) and re.match(r"https?://", address):
        return f'<a href="{escape(address)}" rel="noopener">{escape(words)}</a>'
    return escape(words)
