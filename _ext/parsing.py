"""Notebooks are read as MyST-NB reads them, but a failing cell stops the build with one clear message."""

from __future__ import annotations

import json
import re

from docutils import nodes
from myst_nb.core.execute import ExecutionError
from myst_nb.sphinx_ import Parser
from sphinx.errors import SphinxError


class ChapterError(SphinxError):
    category = "A chapter does not run"


class ChapterParser(Parser):
    """The parser of MyST-NB; see the module."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        try:
            super().parse(inputstring, document)
        except ExecutionError as error:
            raise ChapterError(_explain(self.env.docname, inputstring, error.__cause__ or error)) from None


def _explain(docname: str, inputstring: str, error: Exception) -> str:
    """The notebook, the cell as a person counts it, its first line, and the last lines of the error."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    sources = [
        "".join(cell["source"]) for cell in json.loads(inputstring)["cells"] if cell["cell_type"] == "code"
    ]
    where = f"{docname}.ipynb"
    for number, source in enumerate(sources, start=1):
        if source.strip() and source.strip() in text:
            where += f", code cell {number} (it begins {source.strip().splitlines()[0]!r})"
            break
    lines = [line for line in text.splitlines() if line.strip()]
    return where + "\n" + "\n".join(lines[-6:])
