"""A chapter runs unless its code and all that it depends on are as they were: then it shows what it showed.

MyST-NB runs a notebook whenever Sphinx reads it, but most edits are of words. What the last run showed
stands in the executed notebook that MyST-NB leaves, and beside it what the run depended on.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import time
from itertools import takewhile
from pathlib import Path

import myst_nb.core.execute
import nbformat
from myst_nb.core.execute.base import EvalNameError
from myst_nb.core.execute.inline import NotebookClientInline
from nbformat import NotebookNode
from nbformat.v4 import new_output
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

# Runs in the kernel when the last cell is done.
_REPORT = "__import__('_ext.report', fromlist=['report']).report()"
_SHOWN = re.compile(r"\{eval\}`([^`]+)`")
_MEMORY = "book"  # what the metadata of an executed notebook calls it


def use_for_chapters() -> None:
    """Let MyST-NB take this client; it has no setting for another."""
    myst_nb.core.execute.NotebookClientInline = ChapterClient


class ChapterClient(NotebookClientInline):
    """The client of MyST-NB for one chapter; see the module."""

    env: BuildEnvironment  # of the build; the parser sets it

    def start_client(self) -> None:
        self._begun = time.perf_counter()
        self._client = None
        self._last_cell_executed = -1
        self._last_run = self._remembered()
        if self._last_run is None:
            self._begin()
        else:
            self._memory = self._last_run.metadata[_MEMORY]
            self.notebook.metadata["language_info"] = self._last_run.metadata["language_info"]

    def _begin(self) -> None:
        self._last_run, self._memory = None, {"code": _code(self.notebook), "values": {}}
        super().start_client()

    def _remembered(self) -> NotebookNode | None:
        """The chapter as it last ran, if it would show the same again."""
        kept = Path(self.nb_config.output_folder, f"{self.env.docname}.ipynb")
        try:
            last = nbformat.read(kept, as_version=4)
        except (OSError, ValueError):  # it never ran, or the machine stopped while this was written
            return None
        memory = last.metadata.get(_MEMORY)
        same = (
            memory is not None
            and memory["code"] == _code(self.notebook)
            and memory["python"] == sys.version
            and memory["depends"] == self.env.book_prints.of(memory["depends"])
        )
        return last if same else None

    def code_cell_outputs(self, cell_index: int) -> tuple[int | None, list[NotebookNode]]:
        if self._last_run is None:
            return super().code_cell_outputs(cell_index)
        self._last_cell_executed = max(cell_index, self._last_cell_executed)
        cell = self.notebook.cells[cell_index]
        ran = _code_cells(self._last_run.cells)[len(_code_cells(self.notebook.cells[:cell_index]))]
        cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
        return cell.execution_count, cell.outputs

    def eval_variable(self, name: str) -> list[NotebookNode]:
        """What `{eval}` shows. MyST-NB sends the kernel a message for every one; here the text between two
        code cells is one message, because nothing changes while it is read."""
        if not re.match(self.nb_config.eval_name_regex, name):
            raise EvalNameError(name)
        if name not in self._values() and self._last_run is not None:
            last = self._last_cell_executed  # the text shows another name: the chapter runs after all
            self._begin()
            super().code_cell_outputs(last)
        if name not in self._values():
            self._values().update(self._asked({name, *self._names_of_text()}))
        return self._values()[name]

    def _values(self) -> dict[str, list[NotebookNode]]:
        """Names to values, as MyST-NB takes outputs of a cell, after the cell that ran last."""
        ran = len(_code_cells(self.notebook.cells[: self._last_cell_executed + 1]))
        return self._memory["values"].setdefault(str(ran), {})

    def _names_of_text(self) -> set[str]:
        text = takewhile(
            lambda cell: cell.cell_type != "code", self.notebook.cells[self._last_cell_executed + 1 :]
        )
        names = {name for cell in text for name in _SHOWN.findall(cell.source)}
        return {name for name in names if re.match(self.nb_config.eval_name_regex, name)}

    def _asked(self, names: set[str]) -> dict[str, list[NotebookNode]]:
        expressions = {name: name for name in names}
        sent = self._client.kc.execute("", silent=True, store_history=False, user_expressions=expressions)
        answer = self._client.wait_for_reply(sent)
        return {name: [_output(said)] for name, said in answer["content"]["user_expressions"].items()}

    def report(self) -> dict:
        """What the chapter depends on and the values it holds (_ext/report.py)."""
        if self._last_run is None:
            (output,) = self._client.eval_expression(_REPORT)
            if output.output_type == "error":
                raise ExtensionError(f"{self.env.docname}: the kernel could not report: {output.evalue}")
            report = json.loads(ast.literal_eval(output["data"]["text/plain"]))
            self._memory |= {"report": report, "python": sys.version}
            self._memory["depends"] = self.env.book_prints.of_page(report["files"])
        return self._memory["report"]

    def finalise_client(self) -> None:
        if self._last_run is None:
            super().finalise_client()

    def close_client(self, exc_type, exc_val, exc_tb) -> None:
        if self._client is not None:
            super().close_client(exc_type, exc_val, exc_tb)
        if "depends" in self._memory:
            self._memory.setdefault("seconds", time.perf_counter() - self._begun)
            self.env.book_seconds[self.env.docname] = self._memory["seconds"]
            self.notebook.metadata[_MEMORY] = self._memory


def _code_cells(cells: list[NotebookNode]) -> list[NotebookNode]:
    return [cell for cell in cells if cell.cell_type == "code"]


def _code(notebook: NotebookNode) -> list:
    """All that decides what the code does: the cells and what is noted on them."""
    return [[cell.source, cell.metadata] for cell in _code_cells(notebook.cells)]


def _output(said: dict) -> NotebookNode:
    if said["status"] == "ok":
        return new_output("execute_result", data=said["data"], metadata=said["metadata"])
    return new_output("error", **{part: said[part] for part in ("ename", "evalue", "traceback")})
