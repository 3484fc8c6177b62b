"""A chapter shows what MyST-NB shows, with one question to the kernel for the text between two cells, and
it runs again exactly when its code or what it depends on has changed."""

import logging
from types import SimpleNamespace

import nbformat
import pytest
from myst_nb.core.config import NbParserConfig
from myst_nb.core.execute.base import EvalNameError
from myst_nb.core.execute.inline import NotebookClientInline
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from _ext.running import ChapterClient

CELLS = [
    ("# A chapter", None),
    (None, "import time\nshare, people, ran = '12', 3, str(time.time_ns())\nprint(ran)"),
    ("{eval}`share` percent of {eval}`people` people", None),
    ("and {eval}`no_such_name`, {eval}`1 + 1`, not `people`. {eval}`ran`", None),
    (None, "share = '13'"),
    ("Now {eval}`share`.", None),
]
FIRST, SECOND = 1, 4


def notebook(cells=CELLS):
    return new_notebook(
        cells=[new_code_cell(code) if code else new_markdown_cell(text) for text, code in cells]
    )


class Prints(dict):
    """The fingerprints of a project of one table."""

    def of(self, names):
        return {name: self[name] for name in names}

    def of_page(self, _files):
        return dict(self)


@pytest.fixture
def client(tmp_path):
    """Gives the client of a chapter of those cells, and of a table of that fingerprint."""

    def make(cells=CELLS, table="as it was", kind=ChapterClient):
        config = NbParserConfig(output_folder=str(tmp_path))
        found = kind(notebook(cells), tmp_path / "source.ipynb", config, logging.getLogger())
        found.env = SimpleNamespace(docname="chapter", book_prints=Prints(table=table), book_seconds={})
        return found

    return make


def texts(outputs):
    return [output["data"]["text/plain"] for output in outputs]


def when_ran(client):
    """Run a chapter to its end, as the builder does; the time its first cell told, as its text shows it."""
    with client:
        client.code_cell_outputs(FIRST)
        shown = texts(client.eval_variable("ran"))
        client.code_cell_outputs(SECOND)
        assert client.report()["values"]["share"] == "13"
        client.finalise_client()
    nbformat.write(client.notebook, f"{client.nb_config.output_folder}/chapter.ipynb")
    assert client.notebook.cells[FIRST].outputs[0].text.strip() == shown[0].strip("'")
    assert client.notebook.metadata.language_info.name == "python"
    return shown


def test_the_text_between_two_code_cells_asks_the_kernel_once(client, monkeypatch):
    with client() as chapter:
        sent, execute = [], chapter._client.kc.execute
        monkeypatch.setattr(
            chapter._client.kc, "execute", lambda *a, **named: sent.append(named) or execute(*a, **named)
        )
        chapter.code_cell_outputs(FIRST)
        del sent[:]
        assert texts(chapter.eval_variable("share")) == ["'12'"]
        assert texts(chapter.eval_variable("people")) == ["3"]
        assert [set(asked["user_expressions"]) for asked in sent] == [
            {"share", "people", "no_such_name", "ran"}
        ]
        chapter.code_cell_outputs(SECOND)
        assert texts(chapter.eval_variable("share")) == ["'13'"], "the value at its place in the chapter"


def test_values_and_faults_are_those_of_myst_nb(client):
    told = []
    for kind in (ChapterClient, NotebookClientInline):
        with client(kind=kind) as chapter:
            chapter.code_cell_outputs(FIRST)
            values = [chapter.eval_variable(name)[0]["data"] for name in ("share", "people")]
            (fault,) = chapter.eval_variable("no_such_name")
            told.append([*values, fault["output_type"], fault["ename"], fault["evalue"]])
            with pytest.raises(EvalNameError, match=r"1 \+ 1"):
                chapter.eval_variable("1 + 1")
    assert told[0] == told[1]


def test_a_chapter_whose_words_alone_changed_shows_what_it_showed(client):
    before = when_ran(client())
    words = [("# Another title", None), ("A new sentence.", None), *CELLS[1:]]
    with client(words) as chapter:
        assert chapter._client is None, "no kernel"
        chapter.code_cell_outputs(FIRST + 1)
        assert texts(chapter.eval_variable("ran")) == before
        assert texts(chapter.eval_variable("share")) == ["'12'"]
        chapter.code_cell_outputs(SECOND + 1)
        assert texts(chapter.eval_variable("share")) == ["'13'"]
        assert chapter.report()["values"]["people"] == "3"
    assert when_ran(client()) == before, "and once more"


def test_a_chapter_tells_how_long_it_took_when_it_ran(client):
    first, second = client(), client()
    when_ran(first)
    when_ran(second)
    assert first.env.book_seconds["chapter"] > 0
    assert first.env.book_seconds == second.env.book_seconds


@pytest.mark.parametrize(
    "change",
    [
        {"cells": [*CELLS[:SECOND], (None, "share = '13'  # really"), CELLS[-1]]},
        {"cells": [*CELLS, (None, "1 + 1")]},
        {"table": "another"},
    ],
    ids=["code", "a cell", "a table"],
)
def test_a_chapter_runs_when_its_code_or_what_it_depends_on_changed(client, change):
    before = when_ran(client())
    assert when_ran(client(**change)) != before


def test_a_chapter_runs_when_its_text_shows_another_name(client):
    before = when_ran(client())
    with client([*CELLS[:3], ("By {eval}`time`.", None), *CELLS[4:]]) as chapter:
        assert chapter._client is None
        chapter.code_cell_outputs(FIRST)
        assert texts(chapter.eval_variable("share")) == ["'12'"]
        assert "module" in texts(chapter.eval_variable("time"))[0]
        assert chapter._client is not None
        assert texts(chapter.eval_variable("ran")) != before
        chapter.code_cell_outputs(SECOND)
        assert texts(chapter.eval_variable("share")) == ["'13'"]


def test_a_chapter_that_stopped_midway_is_not_remembered(client):
    with client() as chapter:
        chapter.code_cell_outputs(FIRST)
    assert "book" not in chapter.notebook.metadata
