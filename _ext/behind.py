"""The page behind each figure: the rows it was drawn from, as tables, reached by a link under the figure.

The theme makes one page with marks in place of a title and a body; each figure's page is that page filled in.
So many pages cost hardly more than one.
"""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

FOLDER = "figures"
_FORM = f"{FOLDER}/form"
_TITLE, _BODY = "THE-TITLE-OF-A-FIGURE", "<!--the rows behind a figure-->"
# The form holds the markup for which pages get scripts and styles (PARTS in _ext/book.py).
_MARKUP = '<div class="browse">'


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", _form)
    app.connect("build-finished", _write_pages)


def link(docname: str, figure: str, rows: int) -> nodes.Element:
    """The line under a figure that leads to its page."""
    root = posixpath.relpath(".", posixpath.dirname(docname) or ".")
    words = f"Data behind this figure: {rows:,} {'row' if rows == 1 else 'rows'}"
    html = f'<p class="figure-data"><a href="{root}/{FOLDER}/{quote(figure)}.html">{words}</a></p>'
    return nodes.legend("", nodes.raw("", html, format="html"))


def _form(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    context = {"title": _TITLE, "body": f"{_BODY}{_MARKUP}</div>"}
    context["page_description"] = (
        f"{_TITLE}. The rows of the open tables it was drawn from, with their sources."
    )
    yield _FORM, context, "page.html"


def _write_pages(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    form = Path(app.outdir, f"{_FORM}.html")
    if not form.exists():  # nothing has changed, so Sphinx wrote no page
        return
    text = form.read_text(encoding="utf-8")
    shutil.rmtree(form.parent)
    form.parent.mkdir()
    for page, figures in app.env.book_behind.items():
        for uri in figures:
            behind = json.loads(Path(app.srcdir, uri).read_text(encoding="utf-8"))
            _write_page(form.parent, text, page, app.env.titles[page].astext(), behind)


def _write_page(folder: Path, form: str, page: str, chapter: str, behind: dict) -> None:
    name, title = behind["name"], escape(behind["title"])
    back = f"../{quote(page)}.html#{quote(name)}"
    body = (
        f"<section><h1>Behind the figure</h1><p><em>{title}</em></p></section>"
        f'<p><a href="{back}">The figure</a> stands in the chapter <em>{escape(chapter)}</em>. Below are '
        "the rows of the open tables from which it was drawn, each with its source. What the chapter "
        # The styles of tables hold for what a cell puts out.
        f'computes from them, its notebook shows.</p><div class="cell_output">{behind["html"]}</div>'
    )
    whole = form.replace(f"{_BODY}{_MARKUP}</div>", body).replace(_TITLE, f"Data behind: {title}")
    (folder / f"{name}.html").write_text(whole, encoding="utf-8")
    for file, text in behind["files"].items():
        (folder / file).write_text(text, encoding="utf-8")
