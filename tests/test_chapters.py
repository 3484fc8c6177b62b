"""The chapters as files: no typed numbers, no outputs, one anatomy. Running them is nbval's part."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import charts
from _ext.advice import unlisted
from tests.prose import check, typed_numbers, words_of_code

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "chapters").glob("*.ipynb"))
# Pages to look things up in, not chapters that argue.
REFERENCE = {"data-catalogue", "bibliography"}
CHAPTERS = [path for path in NOTEBOOKS if path.stem not in REFERENCE]
# Chapters that an instructor can assign: they have a box for the class and exercises.
MAIN = [path for path in CHAPTERS if path.stem not in {"overview", "claims"}]
PAGES = [*NOTEBOOKS, *sorted((ROOT / "chapters").glob("*.md"))]


def cells(path, kind):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_number_from_data_is_typed(path):
    problems = check(path)
    assert not problems, (
        "A number is typed. Compute it in a code cell under a name and write {eval}`name` in the text; what "
        "may be typed is ALLOWED in tests/prose.py:\n" + "\n".join(problems)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Of 148 people",
        "fell by 57 percent",
        "about 1,304 answers",
        "12.5 billion dollars",
        "a 95 percent interval",
        "in 2021, 850 left",
        "those who left were 85. Then",
    ],
)
def test_the_lint_sees_typed_numbers(text):
    assert typed_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "since 2018, in FY2026",
        "on 23 February",
        "{eval}`charged` people",
        "{cite:p}`crs-2025-r48694`",
        "an H-1B visa under Proclamation 10043",
        "[link](page-2.html)",
        "1. The first step\n2. The second",
        '<a href="claims.html#claim-C017">a count of faculty</a>',
    ],
)
def test_the_lint_leaves_names_and_dates_alone(text):
    assert not typed_numbers(text)


def test_the_lint_reads_the_words_of_figures():
    source = (
        'show(title=f"Of {n:,.0f} people, 71 were", alt="plain", height=4.2, ylabel=f"{load(\'x2\')} of 3")'
    )
    assert [bool(typed_numbers(text)) for text in words_of_code(source)] == [True, False, True]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_stored_without_outputs(path):
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        if cell["cell_type"] == "code":
            bare = not cell["outputs"] and cell["execution_count"] is None
            assert bare, (
                f"chapters/{path.name}, cell {number}: stored with its outputs. `make format` removes them."
            )


def test_every_figure_and_table_to_browse_has_a_name_of_its_own_in_the_book():
    """Pages of rows, frames and links are called after it."""
    first: dict[str, str] = {}
    for path in NOTEBOOKS:
        for code in cells(path, "code"):
            for name in re.findall(r"""\bname=["']([a-z0-9-]+)["'],?\n""", code):
                other = first.setdefault(name, path.name)
                assert other == path.name, (
                    f"chapters/{path.name}: the name {name!r} stands in chapters/{other}; choose another."
                )
    assert len(first) > 70


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name)
def test_a_chapter_has_the_anatomy(path):
    text = "\n".join(cells(path, "markdown"))
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    where = f"chapters/{path.name}"
    assert text.startswith("# "), f"{where}: begins with its title, a heading of the first level."
    assert heads[0] == "## In short", f"{where}: the first section is 'In short', not {heads[0][3:]!r}."
    exercises = ["## Exercises"] if path in MAIN else []
    last = ["## How sure are we", *exercises, "## Data and sources of this chapter"]
    assert heads[-len(last) :] == last, f"{where}: the last sections are {', '.join(last)}."
    limits = text.count("What it cannot show") >= text.count("How to read") - 1
    assert limits, f"{where}: a figure that says how to read it says what it cannot show."
    code = "\n".join(cells(path, "code"))
    assert "charts.data_and_sources()" in code, f"{where}: its last cell is charts.data_and_sources()."
    assert code.count("charts.show(") >= 1, f"{where}: has no figure; draw one with charts.show."
    for banned in ("sys.path", "../", "pip install", "chdir"):
        assert banned not in code, (
            f"{where}: {banned!r} in a cell would fail elsewhere; use data, analysis, charts."
        )


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_code_and_notebooks_are_formatted_and_linted(command):
    done = subprocess.run(
        [sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, f"run `make format`\n{done.stdout}"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.name)
def test_the_tables_of_a_chapter_name_it(path):
    from data.descriptor import package

    code = "\n".join(cells(path, "code"))
    for entry in package()["resources"]:
        loads = f'"{entry["name"]}"' in code
        what = f"add {path.stem!r} to" if loads else f"remove {path.stem!r} from"
        assert loads == (path.stem in entry.get("chapters", [])), (
            f'data/datapackage.json, table {entry["name"]!r}: {what} its list "chapters"; '
            f"the chapter {'loads' if loads else 'does not load'} it."
        )


def test_every_chapter_is_in_the_contents():
    listed = re.findall(
        r"^(?:root:|- file:|  - file:)\s+(\S+)", (ROOT / "_toc.yml").read_text(), re.MULTILINE
    )
    missing = unlisted(ROOT, listed)
    assert not missing, (
        f"{missing[0]} is not in _toc.yml, so nobody could read it. Add the line "
        f"'  - file: {missing[0].rsplit('.', 1)[0]}' there, or move the file out of chapters/."
    )


def evaluated(path):
    """The names whose values the text of a notebook shows."""
    return set(re.findall(r"\{eval\}`(\w+)`", "\n".join(cells(path, "markdown"))))


def assigned(statement):
    """The names that a statement of a cell makes: by assignment, function, class or import."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in statement.names}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def used(statement):
    """The names that a statement reads. A function that calls itself does not use itself."""
    names = {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return names - {getattr(statement, "name", None)}


def unused_names(path):
    """What a notebook makes and neither its code nor its text uses: 'chapter, cell n: name'.

    A name that begins with an underscore says itself that nobody needs it.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))["cells"]
    sources = [
        (n, "".join(cell["source"])) for n, cell in enumerate(notebook, 1) if cell["cell_type"] == "code"
    ]
    statements = [(n, statement) for n, source in sources for statement in ast.parse(source).body]
    shown = evaluated(path).union(*(used(statement) for _, statement in statements))
    return [
        f"{path.stem}, cell {n}: {name}"
        for n, statement in statements
        for name in sorted(assigned(statement) - shown)
        if not name.startswith("_")
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_name_of_a_chapter_is_used(path):
    problems = unused_names(path)
    assert not problems, "use these names or remove them:\n" + "\n".join(problems)


def test_an_unused_name_is_told_with_its_chapter_and_cell(tmp_path):
    path = tmp_path / "some-chapter.ipynb"
    cells = [
        ("code", "from data import load, value\nrows = load('events')\nshown, lost = 1, 2\ncounts = 3"),
        ("markdown", "Of {eval}`shown` people"),
        ("code", "def again():\n    return again()\n\n\nfor row in rows:\n    spare = counts\nrows"),
    ]
    path.write_text(json.dumps({"cells": [{"cell_type": kind, "source": [text]} for kind, text in cells]}))
    assert unused_names(path) == [
        "some-chapter, cell 1: value",
        "some-chapter, cell 1: lost",
        "some-chapter, cell 3: again",
        "some-chapter, cell 3: row",
        "some-chapter, cell 3: spare",
    ]


def values_of(path, monkeypatch):
    """The names of a notebook after its code has run, figures left undrawn."""
    monkeypatch.setattr(charts, "show", lambda *_, **__: None)
    names = {}
    for source in cells(path, "code"):
        exec(source, names)
    return names


@pytest.mark.parametrize(
    "path", [path for path in CHAPTERS if path.stem != "overview"], ids=lambda path: path.stem
)
def test_a_number_of_the_overview_is_that_of_its_chapter(path, monkeypatch):
    overview = ROOT / "chapters" / "overview.ipynb"
    shared = evaluated(overview) & evaluated(path)
    if shared:
        here, there = values_of(overview, monkeypatch), values_of(path, monkeypatch)
        assert {name: here[name] for name in shared} == {name: there[name] for name in shared}
