"""A small book in a folder of its own, with copies of the rooms, for tests that build one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# With more than five pages Sphinx reads them in several processes, as it does the book.
FILLERS = ("one", "two", "three", "four")


def make_book(folder, chapters, baseurl=""):
    """Write a book to `folder` and build it.

    chapters: name of each to its cells, as for `write_chapter`. baseurl: the address it will have.
    """
    for room in ("data", "analysis", "charts", "_ext", "_static", "_templates"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "requirements.lock", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    settings = (folder / "_config.yml").read_text().replace('baseurl: ""', f'baseurl: "{baseurl}"')
    settings = settings.replace(", _ext.lab]", "]")  # the lab has tests of its own
    (folder / "_config.yml").write_text(settings)
    (folder / "chapters").mkdir()
    for name, cells in chapters.items():
        write_chapter(folder, name, *cells)
    (folder / "index.md").write_text("# A small book\n")
    for name in FILLERS:
        (folder / "chapters" / f"{name}.md").write_text(f"# {name}\n")
    files = [{"file": f"chapters/{name}"} for name in (*chapters, *FILLERS)]
    (folder / "_toc.yml").write_text(json.dumps({"format": "jb-book", "root": "index", "chapters": files}))
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def write_chapter(book, name, *cells):
    """A chapter under the heading `name`. A cell with a heading or {eval} is text, any other is code."""
    kinds = ["markdown" if cell.startswith("#") or "{eval}" in cell else "code" for cell in cells]
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            {"cell_type": kind, "id": f"c{n}", "metadata": {}, "source": [cell]}
            | ({"outputs": [], "execution_count": None} if kind == "code" else {})
            for n, (kind, cell) in enumerate(zip(["markdown", *kinds], [f"# {name}", *cells], strict=True))
        ],
    }
    (book / "chapters" / f"{name}.ipynb").write_text(json.dumps(notebook))


def build(book):
    """Build the book as `make book` does; returns what the command said and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "_ext.build"],
        cwd=book,
        env=os.environ | {"PYTHONPATH": str(book)},
        capture_output=True,
        text=True,
    )
