"""Notebooks are read as MyST-NB reads them, but a failing cell stops the build with one clear message."""

from __future__ import annotations

import json
import re

from docutils import nodes
from myst_nb.core.execute import ExecutionError
from myst_nb.sphinx_ import Parser
from sphinx.errors import SphinxError

from _ext.running import ChapterClient


class ChapterError(SphinxError):
    category = "A chapter does not run"


class ChapterParser(Parser):
    """The parser of MyST-NB; see the module."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        ChapterClient.env = self.env
        try:
            super().parse(inputstring, document)
        except ExecutionError as error:
            raise ChapterError(
                _explain(self.env.doc2path(self.env.docname, False), inputstring, error.__cause__ or error)
            ) from None


def _explain(chapter: str, inputstring: str, error: Exception) -> str:
    """The notebook, the cell as a person counts it, its first line, the line that failed, and the error."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    # A kernel counts the code cells it runs, and the first that fails is the last one run.
    counted = re.search(r"Cell In\[(\d+)\]", text)
    if counted:
        chapter += f", code cell {counted[1]}{_first_line(inputstring, int(counted[1]))}"
        text = text[counted.start() :]
    lines = [line for line in text.splitlines() if line.strip()]
    failed = next((line for line in lines if re.match(r"-+> ", line)), None)
    return "\n".join([chapter, *([failed] if failed else lines[-4:-1]), lines[-1], _next_step(lines[-1])])


def _next_step(error: str) -> str:
    if "data/tables/" in error:
        return "Mend that cell of the table; `make check-data` checks it in seconds. Then `make book` again."
    return "Mend the cell of the chapter (`make lab` opens it), then `make book` again."


def _first_line(inputstring: str, number: int) -> str:
    try:
        cells = [cell for cell in json.loads(inputstring)["cells"] if cell["cell_type"] == "code"]
        return f" (it begins {''.join(cells[number - 1]['source']).strip().splitlines()[0]!r})"
    except (ValueError, LookupError):  # a chapter kept as text, or a cell without one
        return ""
