"""Warnings of the builder in words that lead to the fix: the cell they mean, and what to do."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import WarningStreamHandler, getLogger

logger = getLogger(__name__)
# What a warning says, and what to do about it.
ADVICE = [
    (r"undefined label", "Nothing has this name: mend it, or the name of the figure, exercise or heading."),
    (r"cross-reference target not found", "No page, heading or file is there: mend the link."),
    (r"could not find bibtex key", "Mend the key, or add the source to data/sources.bib."),
    (r"\[mystnb\.eval\]", "{eval} shows a name that a code cell above it gives to a value: mend either."),
    (r"term not in glossary", "Mend the term, or define it in chapters/glossary.md."),
    (r"(?i)unknown directive type", "No such box exists: copy its first line from another chapter."),
    (r"nonexisting document", "_toc.yml names a file that is not there: mend the name, or add the file."),
    (r"\[mystnb\.stderr\]", "A cell prints a warning: mend its cause; readers would see it."),
]
_CELL = 10_000  # MyST-NB counts line 4 of the third cell as 30005


def setup(app: Sphinx) -> None:
    for handler in logging.getLogger("sphinx").handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(lambda record: _explain(record, Path(app.srcdir)))
    app.connect("env-before-read-docs", _miss_no_chapter)


def _explain(record: logging.LogRecord, root: Path) -> bool:
    """Put the cell for the line into a record, and what to do after its words."""
    location = getattr(record, "location", None)
    if location:
        record.location = place(str(location), root)
    words = record.msg % record.args if record.args else str(record.msg)
    advice = next((advice for pattern, advice in ADVICE if re.search(pattern, words)), "")
    record.msg, record.args = f"{words}. {advice}" if advice else words, ()
    return True


def place(location: str, root: Path) -> str:
    """'ROOT/chapters/a.ipynb:30005' as 'chapters/a.ipynb, cell 3, line 4'; a page of text keeps its line."""
    location = location.removeprefix(f"{root}/")
    match = re.fullmatch(r"(.+\.ipynb):(\d+)", location)
    if not match or int(match[2]) < _CELL:
        return location
    cell, line = divmod(int(match[2]), _CELL)
    return f"{match[1]}, cell {cell}, line {max(line - 1, 1)}"


def _miss_no_chapter(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    for path in unlisted(Path(app.srcdir), env.found_docs):
        logger.warning(
            "%s is not in _toc.yml, so nobody could read it. Add the line '- file: %s' there, or move the "
            "file out of chapters/.",
            path,
            path.rsplit(".", 1)[0],
        )


def unlisted(root: Path, pages) -> list[str]:
    """The files of chapters/ that are none of `pages` ('chapters/name'), as paths in the project."""
    files = [
        path.relative_to(root) for pattern in ("*.ipynb", "*.md") for path in root.glob(f"chapters/{pattern}")
    ]
    return sorted(path.as_posix() for path in files if path.with_suffix("").as_posix() not in pages)
