"""A ledger: one row a judged claim, each with an address of its own that other chapters link to."""

from __future__ import annotations

import re
from html import escape

import pandas as pd

from charts.chapter import Html


def ledger_table(rows: pd.DataFrame, *, caption: str, prefix: str) -> Html:
    """The rows as an HTML table inside a region that scrolls sideways by itself.

    rows: the first column names the row; its HTML id is `prefix-NAME`, so that `#claim-C017` leads to
    it. A cell is text, or a list of (text, address) pairs that become links where the address is one
    of the web; an empty cell stays empty. All text is escaped. Raises ValueError for names that are
    not unique or make no address.
    """
    first = rows.iloc[:, 0]
    names = [str(name) for name in first]
    if len(set(names)) < len(names):
        raise ValueError(f"column {first.name!r}: names must be unique, each is the address of a row.")
    if bad := [name for name in names if not re.fullmatch(r"[A-Za-z0-9-]+", name)]:
        raise ValueError(f"column {first.name!r}: {bad[0]!r} makes no address; use letters, digits, hyphens.")
    heads = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in rows.columns)
    body = "".join(
        f'<tr id="{escape(prefix)}-{name}"><th scope="row"><a href="#{escape(prefix)}-{name}">{name}</a></th>'
        + "".join(f"<td>{_cell(cell)}</td>" for cell in cells[1:])
        + "</tr>"
        for name, cells in zip(names, rows.itertuples(index=False, name=None), strict=True)
    )
    return Html(
        f'<div class="wide-table ledger" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(cell) -> str:
    if isinstance(cell, list):
        return "; ".join(_link(text, address) for text, address in cell)
    return "" if pd.isna(cell) else escape(str(cell))


def _link(text: str, address: str) -> str:
    if not address.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(address)}" rel="noopener">{escape(text)}</a>'
