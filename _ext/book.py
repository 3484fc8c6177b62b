"""The Sphinx extension of the book: stale pages run again, figures become <picture>, data are published."""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
from collections.abc import Collection, Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote, urlsplit

import sphinx.builders
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from _ext import advice, behind, downloads, exercises, findable, head, once, stale, status, tabular, teaching
from _ext.kernels import use_for_notebooks
from _ext.parsing import ChapterParser
from _ext.rendering import explorer, picture
from _ext.running import use_for_chapters
from charts.catalogue import ARCHIVE
from charts.chapter import DATA
from charts.figure import STATIC_SITE

FRAMES = "_static/frames"  # the frames of the explorers, one script for each and width
PUBLISHED = DATA.removeprefix("../")  # the chapters stand one folder below the root of the site


def setup(app: Sphinx) -> dict:
    app.setup_extension("myst_nb")
    app.add_source_parser(ChapterParser, override=True)
    app.add_node(picture, html=(_visit_picture, None))
    app.add_node(explorer, html=(_visit_explorer, _depart_explorer))
    app.add_node(nodes.entry, override=True, html=(tabular.open_cell, tabular.close_cell))
    os.environ[STATIC_SITE] = "1"  # the kernels of this build give all that the pages need
    use_for_notebooks()
    use_for_chapters()
    # Slides go beside the other downloads, so teaching comes after them.
    for part in (once, findable, advice, stale, head, status, exercises, downloads, behind, teaching):
        part.setup(app)
    app.add_config_value("book_moved_pages", {}, "html", dict)
    app.connect("config-inited", _run_chapters_side_by_side)
    app.connect("config-inited", _settle_theme)
    app.connect("config-inited", _publish_scripts)
    app.add_js_file(
        "scripts/pydata-sphinx-theme.js"
    )  # the theme names it in a template that _templates replaces
    app.add_js_file("page.js")
    app.connect("html-page-context", _add_scripts)
    app.connect("html-page-context", _choose_scripts, priority=900)
    app.connect("html-collect-pages", _lost_page)
    app.connect("build-finished", _finish)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


# ---- reading


def _run_chapters_side_by_side(app: Sphinx, config) -> None:
    # Jupyter Book brings two extensions that do not say whether they bear several processes. Both act
    # before the chapters are read or after they are merged, so they do.
    for name in ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex"):
        if name in app.extensions:
            app.extensions[name].parallel_read_safe = True
    # Sphinx deals chapters out in equal numbers beforehand; one by one, a slow chapter holds up no other.
    # It takes them from the end: the largest come first, and no processor waits for one that began late.
    sphinx.builders.make_chunks = lambda pages, processes: [
        [page] for page in sorted(pages, key=lambda page: Path(app.env.doc2path(page)).stat().st_size)
    ]


# ---- the theme


def _settle_theme(app: Sphinx, config) -> None:
    # Without a default the theme logs an error on every page before it follows the system.
    config.html_context.setdefault("default_mode", "auto")


def _choose_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """The scripts of the theme, each as a file of its own, so that a strict content policy can name them.

    Left out are Thebe, which Jupyter Book loads on every page to run cells on somebody's server, and the
    settings that stand between the files as loose lines: they repeat defaults.
    """
    context["script_files"] = [
        script
        for script in context["script_files"]
        if getattr(script, "filename", None) and "thebe" not in str(script.filename)
    ]


# ---- scripts and styles of the book

# What a page that holds this markup needs; other pages carry none of it.
PARTS = {
    'data-filters="': ["filter.js"],
    '<div class="browse"': ["browse.css", "browse.js"],
    '<div class="explorer"': ["explore.css", "explore.js"],
    '<fieldset class="quiz"': ["exercises.css"],
}


def _publish_scripts(app: Sphinx, config) -> None:
    # Not in _static: Jupyter Book loads every script and style of that folder on every page.
    config.html_static_path.append("_ext/static")


def _add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    body = context.get("body", "")
    for name in re.findall(r'<div class="browse" id="([a-z0-9-]+)"', body):
        if body.count(f' id="{name}"') > 1:
            raise ExtensionError(
                f"{pagename}: two things on this page are called {name!r}; give the table another name."
            )
    for file in [file for markup, files in PARTS.items() if markup in body for file in files]:
        if file.endswith(".css"):
            app.add_css_file(file)
        else:
            app.add_js_file(file, defer="defer")


# ---- figures


def _visit_picture(translator, node: picture) -> None:
    wide, narrow = node.children
    builder = translator.builder
    names = [builder.images.get(image["uri"], image["uri"]) for image in (wide, narrow)]
    paths = [posixpath.join(builder.imgpath, quote(name)) for name in names]
    sizes = [_size(Path(builder.srcdir, image["uri"])) for image in (wide, narrow)]
    translator.body.append(
        f'<picture><source media="(max-width: 575px)" srcset="{paths[1]}" '
        f'width="{sizes[1][0]}" height="{sizes[1][1]}">'
        f'<img class="book-figure dark-light" src="{paths[0]}" alt="{translator.attval(wide["alt"])}" '
        f'width="{sizes[0][0]}" height="{sizes[0][1]}" loading="lazy" decoding="async"></picture>'
    )
    raise nodes.SkipNode


def _visit_explorer(translator, node: explorer) -> None:
    root = posixpath.relpath(".", posixpath.dirname(translator.builder.current_docname) or ".")
    files = " ".join(
        f'data-{width}="{posixpath.join(root, FRAMES, quote(posixpath.basename(uri)))}"'
        for width, uri in node["uris"].items()
    )
    controls = "".join(_control(node["figure"], control) for control in node["controls"])
    names = " and ".join(control["label"].lower() for control in node["controls"])
    translator.body.append(
        f'<div class="explorer" data-explorer="{escape(node["figure"])}" {files}>'
        f'<form class="explorer-controls" hidden>{controls}</form>'
        f'<p class="explorer-note">On a screen with scripts you can choose {escape(names)} here.</p>'
    )


def _depart_explorer(translator, node: explorer) -> None:
    translator.body.append('<p class="explorer-said" aria-live="polite"></p></div>')


def _control(figure: str, control: dict) -> str:
    """One labeled control in plain HTML: buttons, a slider with its value beside it, or a list."""
    name, options, default = f"{figure}-{control['name']}", control["options"], control["default"]
    data, words = f'data-control="{escape(control["name"])}"', escape(control["label"])
    if control["kind"] == "buttons":
        buttons = "".join(
            f'<label><input type="radio" name="{escape(name)}" value="{escape(option["value"])}"'
            f"{' checked' if option['value'] == default else ''}> {escape(option['label'])}</label>"
            for option in options
        )
        return f"<fieldset {data}><legend>{words}</legend>{buttons}</fieldset>"
    if control["kind"] == "slider":
        at = next(index for index, option in enumerate(options) if option["value"] == default)
        said = escape(options[at]["label"])
        values = escape(json.dumps(options, sort_keys=True))  # a chapter that did not run has them sorted
        return (
            f'<label {data} data-options="{values}">{words} <input type="range" min="0" '
            f'max="{len(options) - 1}" value="{at}" aria-valuetext="{said}"> <output>{said}</output></label>'
        )
    items = "".join(
        f'<option value="{escape(option["value"])}"{" selected" if option["value"] == default else ""}>'
        f"{escape(option['label'])}</option>"
        for option in options
    )
    return f"<label {data}>{words} <select>{items}</select></label>"


def _size(path: Path) -> tuple[int, int]:
    """Width and height in CSS pixels, so that the page does not jump when the figure arrives."""
    head = path.read_text(encoding="utf-8")[:600]
    width, height = (float(re.search(rf'\b{side}="([\d.]+)pt"', head)[1]) for side in ("width", "height"))
    return round(width * 4 / 3), round(height * 4 / 3)


# ---- the built folder


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    source, output = Path(app.srcdir), Path(app.outdir)
    _publish_data(source / "data", output / PUBLISHED)
    _match_pages(output, app.env.found_docs)
    _open_doors(output, app)
    _guide_search_engines(output, app.config.html_baseurl, app.env.found_docs)
    _match_images(source, output / "_images", app.env.images)
    uris = [uri for page in app.env.book_frames.values() for uri in page]
    _match_images(source, output / FRAMES, {uri: ((), posixpath.basename(uri)) for uri in uris})


def _open_doors(output: Path, app: Sphinx) -> None:
    """Addresses that lead on: that without a page to the first page, those of moved pages to the new ones."""
    doors = {**app.config.book_moved_pages, "index": app.config.root_doc}
    _close_doors(output / ".doors", doors)
    for old, new in doors.items():
        if new not in app.env.found_docs:
            raise ExtensionError(f"book_moved_pages in _config.yml: {old} leads to {new}, which is no page.")
        if old == new:
            continue
        if old in app.env.found_docs:
            raise ExtensionError(
                f"book_moved_pages in _config.yml: {old} is still a page; take the line out."
            )
        title = app.config.html_title if old == "index" else app.env.titles[new].astext()
        _write_door(output / f"{old}.html", posixpath.relpath(new, posixpath.dirname(old) or "."), title)


def _close_doors(memory: Path, doors: Collection[str]) -> None:
    """Remove the doors of the last build that are no more."""
    last = memory.read_text(encoding="utf-8").split("\n") if memory.exists() else []
    for old in set(last) - {*doors}:
        (memory.parent / f"{old}.html").unlink(missing_ok=True)
    memory.write_text("\n".join(doors), encoding="utf-8")


def _write_door(path: Path, target: str, title: str) -> None:
    page, title = f"{quote(target)}.html", escape(title)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="canonical" href="{page}">'
        f'<meta http-equiv="refresh" content="0; url={page}"></head>'
        f'<body><main><h1>{title}</h1><p><a href="{page}">Open the page</a></p></main></body></html>\n',
        encoding="utf-8",
    )


def _guide_search_engines(output: Path, base: str, pages: Collection[str]) -> None:
    """robots.txt, and a map of the site once its address is set."""
    robots = "User-agent: *\nAllow: /\n"
    sitemap = output / "sitemap.xml"
    sitemap.unlink(missing_ok=True)
    if base:
        root = base.rstrip("/")
        places = "".join(
            f"<url><loc>{escape(f'{root}/{quote(page)}.html')}</loc></url>\n" for page in sorted(pages)
        )
        sitemap.write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n',
            encoding="utf-8",
        )
        robots += f"Sitemap: {root}/sitemap.xml\n"
    (output / "robots.txt").write_text(robots, encoding="utf-8")


def _lost_page(app: Sphinx) -> Iterator[tuple[str, dict, str]]:
    """404.html, which hosts show for addresses that lead nowhere."""
    root = app.config.root_doc
    body = (
        "<h1>This page is not here</h1><p>The address may be mistyped, or the page may have moved. "
        f'Start from <a href="{quote(root)}.html">the first page</a>, choose a chapter, or search.</p>'
    )
    # Shown under any address, so what it links to is found from the root of the site.
    base = f'<base href="{escape(urlsplit(app.config.html_baseurl).path.rstrip("/"))}/" />\n'
    yield "404", {"title": "This page is not here", "body": body, "metatags": base}, "page.html"


def _publish_data(source: Path, target: Path) -> None:
    """The tables, their description and their sources, in the layout the description names."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source / "tables", target / "tables")
    for name in ("datapackage.json", "sources.bib"):
        shutil.copy2(source / name, target / name)
    files = [path for path in sorted(target.rglob("*")) if path.is_file()]
    downloads.write_zip(
        target / ARCHIVE, {path.relative_to(target).as_posix(): path.read_bytes() for path in files}
    )


def _match_pages(output: Path, pages: set[str]) -> None:
    """Remove the pages of chapters that are gone."""
    for path in [path for path in (output / "_sources").rglob("*") if path.is_file()]:
        page = path.relative_to(output / "_sources").with_suffix("").as_posix()
        if page not in pages:
            path.unlink()
            (output / f"{page}.html").unlink(missing_ok=True)


def _match_images(source: Path, folder: Path, images) -> None:
    """Sphinx copies the images of the pages it writes: put back lost ones, remove old ones."""
    wanted = {name: source / uri for uri, (_pages, name) in images.items()}
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, path in wanted.items():
        if not (folder / name).exists():
            shutil.copy2(path, folder / name)
