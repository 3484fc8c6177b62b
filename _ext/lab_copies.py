"""The lab's copies of the chapters: what only the site builder understands is written out as plain text.

The kernel of the browser cannot evaluate numbers inside the text (issue 251 of pyodide-kernel), and the lab
knows neither the numbers of the figures nor the bibliography. So the copy carries the text of the built page;
its code is that of the chapter, unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

# A notebook with another kernel name opens with a dialog that asks for a kernel.
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}

_ROLE = re.compile(r"\{(eval|numref|footcite:p|term)\}`([^`]+)`")
_FOOTNOTES = re.compile(r"```\{footbibliography\}\s*```\n?")
_EXERCISE = re.compile(r"```\{exercise\} ([^\n]+)\n(?::[^\n]+\n)*\n?(.*?)\n```", flags=re.DOTALL)
_SOLUTION_START = re.compile(r"```\{solution-start\}.*?```\n?", flags=re.DOTALL)
_SOLUTION_END = re.compile(r"```\{solution-end\}\s*```\n?")
# Pages of the site that the lab does not hold.
_PAGE_LINK = re.compile(r"""\[([^]]+)\]\([\w/-]+\.md[^)]*\)|<a href="[\w/-]+\.html[^"]*">(.*?)</a>""")
# The lab folds all cells below a heading with this mark, up to the next heading.
_FOLDED = {"jp-MarkdownHeadingCollapsed": True}


def lab_copy(
    notebook: dict,
    values: Mapping[str, str],
    figures: Mapping[str, str],
    sources: pd.DataFrame,
    greeting: str,
) -> dict:
    """The chapter as it opens in the lab: `notebook` with its own kernel, text written out, and a greeting.

    values: the numbers of the built page, by the name the text gives them. figures: their numbers on the
    page, by name. sources: `data.sources()`. greeting: markdown that follows the title.
    Raises KeyError for a name, figure or source that is not there.
    """
    sources = sources.set_index("source_id")

    def written_out(match: re.Match) -> str:
        role, content = match.groups()
        if role == "eval":
            return _plain(values[content])
        if role == "numref":
            return f"Fig. {figures[content]}"
        if role == "footcite:p":
            return f"({'; '.join(_citation(sources.loc[key.strip()]) for key in content.split(','))})"
        return content.partition("<")[0].strip()

    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cells += _text_cells(cell, _ROLE.sub(written_out, "".join(cell["source"])))
        else:
            cells.append(_code_cell(cell))
    cells.insert(1, {"cell_type": "markdown", "id": "greeting", "metadata": {}, "source": greeting})
    return notebook | {"cells": cells, "metadata": notebook["metadata"] | {"kernelspec": KERNEL}}


def _text_cells(cell: dict, text: str) -> list[dict]:
    """A cell of text as the lab understands it. Where a solution begins comes a folded heading."""
    text = _PAGE_LINK.sub(lambda link: link[1] or link[2], text)
    text = _EXERCISE.sub(r"### Exercise: \1\n\n\2", _SOLUTION_END.sub("", _FOOTNOTES.sub("", text)))
    before, *after = (part.strip() for part in _SOLUTION_START.split(text))
    cells = [cell | {"source": before}]
    for number, part in enumerate(after):
        name = f"{cell['id']}-{number}"
        heading = {"source": "### Solution", "id": f"{name}-solution", "metadata": _FOLDED}
        cells += [cell | heading, cell | {"source": part, "id": name}]
    return [cell for cell in cells if cell["source"]]


def _code_cell(cell: dict) -> dict:
    """A cell of code. That of a solution, which hides itself, need not do so below a folded heading."""
    hidden = cell["metadata"].get("jupyter", {})
    if not hidden.get("outputs_hidden"):
        return cell
    return cell | {"metadata": {name: value for name, value in cell["metadata"].items() if name != "jupyter"}}


def _citation(source: pd.Series) -> str:
    words = _plain(f"{source['publisher']} {source['date'][:4] or 'undated'}")
    return f"[{words}](<{source['url']}>)" if source["url"] else words


def _plain(text: str) -> str:
    """Text that markdown shows as it stands."""
    return re.sub(r"([\\`*_{}\[\]<>$|~#])", r"\\\1", text)
