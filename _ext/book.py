"""The Sphinx extension of the book: stale pages run again, figures become <picture>, tables are copied.

A page is stale when the bytes of something it depends on have changed: the tables it loaded and
their description, the bibliography, the project's code it imported, this extension and the lock of
installed versions. Its own notebook Sphinx watches by itself.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
from pathlib import Path
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from _ext.parsing import ChapterParser
from _ext.rendering import BookRenderer, picture

ALWAYS = ("requirements.lock", "_ext/book.py", "_ext/parsing.py", "_ext/rendering.py", "_ext/report.py")


def setup(app: Sphinx) -> dict:
    app.setup_extension("myst_nb")
    app.add_source_parser(ChapterParser, override=True)
    app.add_node(picture, html=(_visit_picture, None))
    app.connect("env-get-outdated", _stale_pages)
    app.connect("env-purge-doc", _forget)
    app.connect("env-updated", _note_dependencies)
    app.connect("build-finished", _copy_tables)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}


def _stale_pages(app: Sphinx, env: BuildEnvironment, added: set, changed: set, removed: set) -> list[str]:
    known = getattr(env, "book_dependencies", {})
    root = Path(app.srcdir)
    return [page for page, seen in known.items() if page in env.found_docs and _prints(root, seen) != seen]


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    getattr(env, "book_dependencies", {}).pop(docname, None)


def _note_dependencies(app: Sphinx, env: BuildEnvironment) -> list[str]:
    if not hasattr(env, "book_dependencies"):
        env.book_dependencies = {}
    root = Path(app.srcdir)
    for page, reported in BookRenderer.dependencies.items():
        names = [*ALWAYS, *reported["modules"], "data/sources.bib"]
        for table in reported["tables"]:
            names += [f"data/tables/{table}.csv", f"data/datapackage.json#{table}"]
        env.book_dependencies[page] = _prints(root, names)
    BookRenderer.dependencies.clear()
    return []


def _prints(root: Path, names) -> dict[str, str]:
    """Fingerprints by name. `data/datapackage.json#table` is the description of that one table."""
    return {name: _print(root, name) for name in names}


def _print(root: Path, name: str) -> str:
    path, _, table = name.partition("#")
    try:
        content = (root / path).read_bytes()
        if table:
            resources = json.loads(content)["resources"]
            content = json.dumps([entry for entry in resources if entry["name"] == table]).encode()
    except (OSError, ValueError, KeyError):
        return "unreadable"  # differs from what was seen, so the page runs and its error speaks
    return hashlib.sha256(content).hexdigest()


def _visit_picture(translator, node: picture) -> None:
    wide, narrow = node.children
    builder = translator.builder
    paths = [
        posixpath.join(builder.imgpath, quote(builder.images.get(image["uri"], image["uri"])))
        for image in (wide, narrow)
    ]
    sizes = [_size(Path(builder.srcdir, image["uri"])) for image in (wide, narrow)]
    alt = translator.attval(wide["alt"])
    translator.body.append(
        '<picture><source media="(max-width: 575px)" '
        f'srcset="{paths[1]}" width="{sizes[1][0]}" height="{sizes[1][1]}">'
        f'<img class="book-figure dark-light" src="{paths[0]}" alt="{alt}" '
        f'width="{sizes[0][0]}" height="{sizes[0][1]}" loading="lazy" decoding="async"></picture>'
    )
    raise nodes.SkipNode


def _size(path: Path) -> tuple[int, int]:
    """Width and height in CSS pixels, so that the page does not jump when the figure arrives."""
    head = path.read_text(encoding="utf-8")[:600]
    width, height = (float(re.search(rf'\b{side}="([\d.]+)pt"', head)[1]) for side in ("width", "height"))
    return round(width * 4 / 3), round(height * 4 / 3)


def _copy_tables(app: Sphinx, exception: Exception | None) -> None:
    """Put the tables where the pages link to them."""
    if exception is None and app.builder.format == "html":
        source, target = Path(app.srcdir, "data"), Path(app.outdir, "_static", "tables")
        shutil.copytree(source / "tables", target, dirs_exist_ok=True)
        for name in ("datapackage.json", "sources.bib"):
            shutil.copy2(source / name, target / name)
