"""What a reader can take home from a page: a notebook that runs anywhere, its tables, the project for pip.

The menu of a page lists all a page could offer; publishing (_ext/publish.py) drops what is not there, such
as PDFs before `make pdf` or after their page has changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from _ext import facts
from charts.catalogue import ARCHIVE
from charts.chapter import DATA
from data import load

FOLDER = "downloads"
BOOK = "reverse-brain-drain.pdf"
WHEEL = f"reverse_brain_drain-{facts.VERSION}-py3-none-any.whl"
# A fixed date in archives: the same content gives the same bytes.
_DATE = (2026, 1, 1, 0, 0, 0)
_SECONDS = "1767225600"  # the same, as Python's packaging wants it


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _offer)
    app.connect("build-finished", _write)


def _offer(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    if doctree is None:  # the search page and the like
        return
    offers = []
    if context.get("page_source_suffix") == ".ipynb":
        offers.append(("Notebook (.ipynb)", f"{FOLDER}/{pagename}.ipynb"))
        offers.append(("Tables and code for it (.whl)", f"{FOLDER}/{WHEEL}"))
    elif context.get("has_source"):
        offers.append(("Source text (.md)", f"_sources/{context['sourcename']}"))
    if tables := _tables(app, pagename):
        offers.append(("Tables of this page (.zip)", _archive(app, pagename, tables)))
    offers.append(("This page (.pdf)", f"{FOLDER}/{pagename}.pdf"))
    offers.append(("The whole book (.pdf)", f"{FOLDER}/{BOOK}"))
    context["downloads"] = offers


def _tables(app: Sphinx, page: str) -> list[str]:
    """The tables that the page read, by name."""
    seen = app.env.book_dependencies.get(page, {})
    return [found[1] for name in seen if (found := re.fullmatch(r"data/tables/(.+)\.csv", name))]


def _archive(app: Sphinx, page: str, tables: list[str]) -> str:
    """The zip of a page's tables; a page that read all of them offers the one that is there anyway."""
    everything = len(list(Path(app.srcdir, "data", "tables").glob("*.csv")))
    if len(tables) == everything:
        return f"{DATA.removeprefix('../')}/{ARCHIVE}"
    return f"{FOLDER}/{page}-tables.zip"


# ---- the files


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.format != "html":
        return
    source, folder = Path(app.srcdir), Path(app.outdir, FOLDER)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    _write_wheel(source, folder)
    cell = first_cell(app.config.html_baseurl)
    for page in sorted(app.env.found_docs):
        notebook = source / f"{page}.ipynb"
        if notebook.exists():
            target = folder / f"{page}.ipynb"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_with_cell(notebook, cell), encoding="utf-8")
        tables = _tables(app, page)
        if tables and _archive(app, page, tables).startswith(FOLDER):
            write_zip(folder / f"{page}-tables.zip", _data_of(source / "data", tables))


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """A zip of `files` (name to content). The same files give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def _data_of(data: Path, tables: list[str]) -> dict[str, bytes]:
    """Some tables with their description and the sources they cite: a Data Package of its own."""
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [entry for entry in package["resources"] if entry["name"] in tables]
    cited = {key for name in tables for key in load(name).attrs["sources"]}
    files = {entry["path"]: (data / entry["path"]).read_bytes() for entry in package["resources"]}
    files["datapackage.json"] = (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()
    entries = re.findall(r"@[a-z]+\{.*?\n\}\n", (data / "sources.bib").read_text(encoding="utf-8"), re.DOTALL)
    kept = [entry for entry in entries if re.match(r"@[a-z]+\{([^,]+),", entry)[1] in cited]
    files["sources.bib"] = "\n".join(kept).encode()
    return files


def _write_wheel(source: Path, folder: Path) -> None:
    """The project as a wheel, so that a notebook runs where nothing else of it is.

    It is made from a copy: setuptools leaves traces where it works, and takes up what it left before.
    """
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))
    named = [project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml"]
    with tempfile.TemporaryDirectory() as copy:
        for name in named:
            shutil.copy2(source / name, copy)
        for package in project["tool"]["setuptools"]["packages"]:
            shutil.copytree(
                source / package, Path(copy, package), ignore=shutil.ignore_patterns("__pycache__")
            )
        code = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
        done = subprocess.run(
            [sys.executable, "-c", code, folder.resolve()],
            cwd=copy,
            env=os.environ | {"SOURCE_DATE_EPOCH": _SECONDS},
            capture_output=True,
            text=True,
            check=False,
        )
    if not (folder / WHEEL).exists():
        raise ExtensionError(f"No wheel {WHEEL} came of pyproject.toml:\n{done.stdout}{done.stderr}")


def first_cell(address: str) -> dict:
    """The cell that says what to install. address: of the site, or '' if it is not known."""
    if address:
        before, wheel = "", f"{address.rstrip('/')}/{FOLDER}/{WHEEL}"
    else:
        before = (
            f"First save `{WHEEL}` beside this notebook. It is in the download menu of the page that the "
            f"notebook comes from, and on the same site under `{FOLDER}/{WHEEL}`. "
        )
        wheel = f"./{WHEEL}"
    text = (
        f"**To run this notebook** you need Python 3.11 to 3.13. {before}Then install Jupyter, and the "
        f"tables and the code of the book:\n\n```\npip install jupyterlab {wheel}\n```\n\n"
        "Where the text has `{eval}` and a name, the site shows the value of that name; print it in a cell. "
        "`{numref}` and a name is the figure that the cell with that `name=` draws. Run all cells from the "
        "top before you change one: exercises use what earlier cells made."
    )
    return {
        "cell_type": "markdown",
        "id": "install",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }


def _with_cell(notebook: Path, cell: dict) -> str:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"].insert(0, cell)
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
