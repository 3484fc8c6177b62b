"""The status page: what this build was made of, written by the build."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from _ext import facts
from _ext.tabular import table
from data import tables

PAGE = "chapters/status"
PACKAGES = ("jupyter-book", "sphinx", "myst-nb", "pandas", "numpy", "matplotlib", "seaborn", "ipywidgets")


class book_status(nodes.General, nodes.Element):  # noqa: N801 (docutils names nodes in lower case)
    """Stands where a table of the build goes until all chapters have run."""


class BookStatus(SphinxDirective):
    """`{book-status} build`, `chapters` or `tables`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        if self.arguments[0] not in _PARTS:
            raise self.error(f"book-status knows {', '.join(_PARTS)}, not {self.arguments[0]!r}.")
        return [book_status(part=self.arguments[0])]


def setup(app: Sphinx) -> None:
    app.add_node(book_status)
    app.add_directive("book-status", BookStatus)
    app.connect("env-updated", _write_anew)
    app.connect("doctree-resolved", _fill)


def _write_anew(app: Sphinx, env: BuildEnvironment) -> list[str]:
    return [PAGE] if PAGE in env.found_docs else []


def _fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    for place in list(doctree.findall(book_status)):
        shown = _PARTS[place["part"]](app)
        shown["ids"] = [f"build-{place['part']}"]
        place.replace_self(shown)


def _build(app: Sphinx) -> nodes.table:
    commit = facts.commit()
    if commit is None:
        made_from = "files outside a repository"
    else:
        name, date, changed = commit
        made_from = f"commit {name[:12]} of {date}" + (", with changes not in it" if changed else "")
    rows = [
        ("Version", facts.VERSION),
        ("Made from", made_from),
        ("Newest source read on", facts.vintage()),
        ("Python", platform.python_version()),
        *((package, version(package)) for package in PACKAGES),
    ]
    return table("What this build was made of", ("What", "Which"), rows)


def _chapters(app: Sphinx) -> nodes.table:
    seconds = app.env.book_seconds
    rows = [
        (app.env.titles[page].astext(), f"{seconds[page]:.1f}")
        for page in [app.config.root_doc, *app.env.toctree_includes[app.config.root_doc]]
        if page in app.env.book_dependencies
    ]
    return table("How long each chapter took to run and draw", ("Chapter", "Seconds"), rows)


def _tables(app: Sphinx) -> nodes.table:
    folder = Path(app.srcdir, "data", "tables")
    rows = [
        (name, f"{count:,}", facts.fingerprint((folder / f"{name}.csv").read_bytes())[:16])
        for name, count in tables()[["name", "rows"]].itertuples(index=False)
    ]
    head = ("Table", "Rows", "SHA-256, first 16 digits")
    return table("The tables of this build and their fingerprints", head, rows)


_PARTS = {"build": _build, "chapters": _chapters, "tables": _tables}
