"""Tables to read person by person: plain HTML, escaped, complete without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import pandas as pd

from charts.chapter import Html


def browse_table(rows: pd.DataFrame, *, caption: str, languages: Mapping[str, str] | None = None) -> Html:
    """A frame as an accessible HTML table in a box that scrolls.

    rows: the columns and their order as shown; the first column heads its row. A cell is text, a
    number, missing (shown empty), or a list of (words, address) pairs, shown as links; an address
    that is not http or https is shown as words alone. caption: what the table holds; it also names
    the box. languages: column to language code, for text not in English. All text is escaped.
    """
    languages = languages or {}
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in rows.columns)
    body = "".join(
        "<tr>"
        + "".join(
            _cell(name, content, first=index == 0, language=languages.get(name))
            for index, (name, content) in enumerate(zip(rows.columns, row, strict=True))
        )
        + "</tr>"
        for row in rows.itertuples(index=False, name=None)
    )
    # The box takes the focus, so that it can be scrolled from the keyboard.
    return Html(
        f'<div class="wide-table" tabindex="0" role="region" aria-label="{escape(caption)}" '
        'style="max-height:36rem;overflow:auto">'
        f'<table class="browse" style="min-width:{6 * rows.shape[1]}rem"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(name: str, content, *, first: bool, language: str | None) -> str:
    if isinstance(content, list):
        text = "; ".join(_link(words, address) for words, address in content)
    else:
        text = "" if pd.isna(content) else escape(str(content))
    tongue = f' lang="{escape(language)}"' if language and text else ""
    return f'<th scope="row"{tongue}>{text}</th>' if first else f"<td{tongue}>{text}</td>"


def _link(words: str, address: str) -> str:
    if not address.startswith(("https://", "http://")):
        return escape(words)
    return f'<a href="{escape(address)}" rel="noopener">{escape(words)}</a>'
